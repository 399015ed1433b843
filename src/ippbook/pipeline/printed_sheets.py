"""Sheets that were drawn without rows print again when they have rows."""

from collections.abc import Iterable

from ippbook import ooxml
from ippbook.formulas.workbook_formulas import ColumnFill
from ippbook.ooxml.write.print_areas import sheets_without_print
from ippbook.tables.sources import AnyWorkbook


def print_filled_sheets(book: AnyWorkbook, fills: Iterable[ColumnFill], edits: ooxml.Edits) -> None:
    """Let *edits* give their print to the sheets of a file whose tables have rows now, typed or computed."""
    if not isinstance(book, ooxml.Book):
        return
    waiting = set(sheets_without_print(book))
    if not waiting:
        return
    computed = {
        fill.sheet for fill in fills if fill.sheet in waiting and any(value not in (None, "") for value in fill.values)
    }
    typed = {area.sheet for area in book.tables.values() if area.sheet in waiting - computed and _has_rows(book, area)}
    edits.printed |= computed | typed
    if edits.printed:  # sheets that only show the rows of others, such as charts
        edits.printed |= waiting - {area.sheet for area in book.tables.values()}


def _has_rows(book: ooxml.Book, area: ooxml.TableArea) -> bool:
    first, last = area.data_rows
    if last < first:
        return False
    cells = book.read(area.sheet, range(area.first_col, area.last_col + 1), first, last, formulas=False)
    return any(bool((cells[column].kind != ooxml.BLANK).any()) for column in cells.columns)
