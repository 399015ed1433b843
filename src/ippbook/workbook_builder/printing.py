"""How sheets print: A4 in landscape, as many pages side by side as readable text needs, the header and the key on every page.

A table prints in full, without its closed groups, and the print grows with it: it has no print area. Long tables are not printed themselves:
the computed sheet *To print* has their rows that are open or have findings, because a print without macros cannot choose rows. (A saved
filter would hide rows from people, and does not follow changes.) A sheet without rows prints nothing until ippbook fills it.
"""

from collections.abc import Sequence
from typing import Final

from ippbook.ooxml.write.print_areas import NO_ROWS
from ippbook.workbook_builder.xlsx_types import XlsxSheet

LONG_TABLES: Final = frozenset({"Listings", "Complaints"})
"""Tables that grow to many pages; *To print* has the rows of them that matter on paper."""
ELSEWHERE: Final = "The sheet To print has the rows of this sheet that are open or have findings. To print all rows, open Page Layout, Print Area, and choose Clear Print Area."
_A4: Final = 9
_PAPER: Final = 784.0
"""Width of that paper in landscape between the margins, in points."""
_MARGIN: Final = 0.4
"""Left and right margin, in inches."""
_POINTS: Final = 5.25
"""Width of one character of a column, in points."""
SMALLEST: Final = 0.65
"""The smallest scale of a printed page: text of 6.5 points is the smallest that is easy to read."""


def print_set_up(sheet: XlsxSheet, title: str, widths: Sequence[float], *, key: bool = False) -> None:
    """Print in landscape on A4, on as many pages side by side as needed for readable text; the footer has the sheet's name and the page number.

    *widths*: of the columns that are printed, in characters. *key*: the first column names the row and is repeated on every page.
    """
    sheet.set_landscape()
    sheet.set_paper(_A4)
    pages = pages_wide(widths, key=key)
    sheet.fit_to_pages(pages, 0)
    if key and pages > 1:
        sheet.repeat_columns(0)
    sheet.print_across()
    sheet.set_margins(_MARGIN, _MARGIN, 0.5, 0.6)
    sheet.set_footer(f"&L{title}&C&F&R&P / &N")


def print_nothing_yet(sheet: XlsxSheet) -> None:
    """Print nothing while the sheet has no rows. ippbook lets it print when rows have come."""
    sheet.print_area(f"{NO_ROWS}:{NO_ROWS}")


def print_nothing(sheet: XlsxSheet) -> None:
    """Print nothing of this sheet: its print area is a blank cell."""
    sheet.print_area("XFD1:XFD1")


def print_elsewhere(sheet: XlsxSheet) -> None:
    """Print no row of a long table here. A program that prints the blank page all the same says on it where the rows are."""
    print_nothing(sheet)
    sheet.set_header(f"&L{ELSEWHERE}")


def pages_wide(widths: Sequence[float], *, key: bool) -> int:
    """The number of pages side by side for columns of these widths at the smallest scale; no column is split."""
    room = _PAPER / SMALLEST / _POINTS
    first = widths[0] if key else 0.0
    pages, used = 1, 0.0
    for width in widths:
        if used and used + width + 1 > room:
            pages, used = pages + 1, first + 1
        used += width + 1
    return pages
