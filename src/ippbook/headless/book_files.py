"""Books that are opened: one of a file, a new one, and one that was saved and is read again."""

from typing import Final

from ippbook import ooxml
from ippbook.headless.cell_store import CellStore
from ippbook.headless.state import AppState, BookState, SheetState, TableState, part_bytes
from ippbook.late_patterns import late_pattern
from ippbook.ooxml import Area

_ACTIVE_TAB: Final = late_pattern(rb"<(?:\w+:)?workbookView\b[^>]*\bactiveTab\s*=\s*[\"']([0-9]{1,4})[\"']")


def new_book(app: AppState) -> BookState:
    """A new book with one sheet."""
    book = BookState(app, next(app.new_names))
    book.sheets.append(SheetState(book, "Sheet1", CellStore(), added=True))
    book.front = book.sheets[0]
    return book


def opened_book(app: AppState, source: ooxml.Book, *, read_only: bool = False) -> BookState:
    """The book of a file."""
    book = BookState(app, source.path.name, read_only=read_only)
    read_file(book, source)
    front = _ACTIVE_TAB.search(part_bytes(source, source.workbook_part))
    place = int(front[1]) if front else 0
    if place < len(book.sheets) and book.sheets[place].state == "visible":
        book.front = book.sheets[place]
    else:
        book.front = next((sheet for sheet in book.sheets if sheet.state == "visible"), book.sheets[0])
    return book


def read_file(book: BookState, source: ooxml.Book) -> None:
    """Make *book* what the file *source* has. Sheets and tables that views refer to stay the same objects; so do selections."""
    tables = {table.name: table for table in book.tables()}
    book.source, book.name, book.openpyxl_copy, book.added_names = source, source.path.name, None, []
    book.heights, book.whole_workbook = {}, False
    # files mark Excel's own names, such as Print_Area, by a prefix
    book.names = {name.replace("_xlnm.", ""): f"={text}" for name, text in source.defined_names.items()}
    old = {sheet.name: sheet for sheet in book.sheets}
    book.sheets = [old.get(sheet.name) or SheetState(book, sheet.name, CellStore()) for sheet in source.sheets]
    for state, sheet in zip(book.sheets, source.sheets, strict=True):
        state.reset(_cells(source, sheet), sheet.state, sheet.kind)
    for found in source.tables.values():
        area = Area(found.first_row, found.first_col, found.last_row, found.last_col)
        table = tables.get(found.name) or TableState(book.sheet(found.sheet), found.name, area)
        table.area = table.first = area
        table.headers, table.totals = bool(found.header_rows), bool(found.totals_rows)
        table.sheet.tables.append(table)


def _cells(source: ooxml.Book, sheet: ooxml.Sheet) -> CellStore:
    if sheet.kind == "chartsheet":
        return CellStore(source.date1904)
    return CellStore(source.date1904, lambda: source.read(sheet.name), source.number_format)
