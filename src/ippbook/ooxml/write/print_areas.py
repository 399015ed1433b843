"""Sheets without rows print nothing: their print area is the sheet's last cell, which is blank. When rows come, the print area goes.

Without one, Excel and LibreOffice print all that is used, so that the print grows with the table. Only this mark is ever removed: a print
area that a person chose stays.
"""

from collections.abc import Collection
from typing import Final

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.read.book import Book

NO_ROWS: Final = "XFD1048576"
"""The cell that is the print area of a sheet without rows."""
_MARK: Final = late_pattern(
    rb"""<(?:[\w.-]+:)?definedName\b(?=[^>]*\sname=["']_xlnm\.Print_Area["'])[^>]*\slocalSheetId=["'](\d+)["'][^>]*>[^<]*!\$XFD\$1048576</(?:[\w.-]+:)?definedName>"""
)


def sheets_without_print(book: Book) -> tuple[str, ...]:
    """The names of the sheets that print nothing, because they had no rows."""
    places = [int(found[1]) for found in _MARK.finditer(book.part(book.workbook_part) or b"")]
    return tuple(book.sheets[place].name for place in places if place < len(book.sheets))


def with_print(raw: bytes, book: Book, sheets: Collection[str]) -> bytes:
    """The workbook's part in which *sheets* print again."""
    wanted = {place for place, sheet in enumerate(book.sheets) if sheet.name in sheets}
    return _MARK.sub(lambda found: b"" if int(found[1]) in wanted else found[0], raw)
