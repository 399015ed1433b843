"""How sheets print: A4 in landscape, as many pages side by side as readable text needs, the header and the key on every page.

Tables print the columns that matter: those that are not in a closed group. The print area is whole columns, which both Excel and LibreOffice
end at the last row that is used: it grows with the table, without macros. Tables that grow long are not printed themselves; the sheet
*To print* has their rows that are open or have findings.
"""

from collections.abc import Sequence
from typing import Final

from ippbook.ooxml.refs import column_letters
from ippbook.workbook_builder.xlsx_types import XlsxSheet

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


def print_columns(sheet: XlsxSheet, columns: int) -> None:
    """Print the first *columns* columns, down to the last row that is used."""
    sheet.print_area(f"A:{column_letters(columns)}")


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
