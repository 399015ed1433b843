"""Finds a table in a workbook: a table of Excel by its name, else the sheet of that name with a row of known headers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ippbook.normalize import key
from ippbook.ooxml import BLANK, BOOL, NUMBER, TEXT, CellColumn, TableArea
from ippbook.tables.book import Table
from ippbook.tables.problem_log import ProblemLog
from ippbook.tables.workbook import Readable, SheetColumns

_HEADER_SEARCH: Final = 30
"""On a sheet without a table, the header row is looked for in this many rows from the top."""
TO_THE_END: Final = -1


@dataclass(frozen=True)
class TableRange:
    """Where a table is in a sheet: rows and columns from 1; `headers` from left to right."""

    sheet: str
    header_row: int
    first_row: int
    last_row: int
    """`TO_THE_END`: to the last row with a cell that is not blank. One above `first_row` where the table has no rows."""
    first_column: int
    headers: tuple[str, ...]


def sheet_named(book: Readable, name: str) -> str | None:
    """The sheet called *name*, in its own spelling; None where there is none."""
    return next((sheet.name for sheet in book.sheets if key(sheet.name) == key(name)), None)


def find_table(book: Readable, name: str, known: Sequence[tuple[str, ...]]) -> TableRange | None:
    """The table called *name*; else the only table on the sheet of that name; else that sheet's header row."""
    for table in book.tables.values():
        if key(table.name) == key(name):
            return _range_of_table(table)
    sheet = sheet_named(book, name)
    if sheet is None:
        return None
    on_sheet = [table for table in book.tables.values() if table.sheet == sheet]
    if len(on_sheet) == 1:
        return _range_of_table(on_sheet[0])
    return _range_of_sheet(book, sheet, {spelling for spellings in known for spelling in spellings})


def area_of(book: Readable, table: Table) -> TableArea | None:
    """The sheet's table that *table* was read from; None where it was read from a plain sheet."""
    for area in book.tables.values():
        if area.sheet == table.places.sheet and area.data_rows[0] == table.places.first_row:
            columns = table.places.columns.values()
            if all(area.first_col <= column <= area.last_col for column in columns):
                return area
    return None


def _range_of_table(table: TableArea) -> TableRange:
    first, last = table.data_rows
    return TableRange(table.sheet, table.first_row, first, max(last, first - 1), table.first_col, table.columns)


def _range_of_sheet(book: Readable, sheet: str, known: set[str]) -> TableRange | None:
    """The row among the first ones that has the most known headers."""
    top = book.read(sheet, first_row=1, last_row=_HEADER_SEARCH)
    columns = {number: top[number] for number in top.columns}
    best = (0, 0)
    for row in range(_HEADER_SEARCH):
        hits = sum(1 for column in columns.values() if _header(column, row) and key(_header(column, row)) in known)
        if hits > best[0]:
            best = (hits, row)
    if not best[0]:
        return None
    width = max(number for number, column in columns.items() if column.kind[best[1]] != BLANK)
    headers = tuple(_header(columns.get(number), best[1]) for number in range(1, width + 1))
    return TableRange(sheet, best[1] + 1, best[1] + 2, TO_THE_END, 1, headers)


def _header(column: CellColumn | None, row: int) -> str:
    return "" if column is None or column.kind[row] != TEXT else str(column.text[row])


def cells_in(book: Readable, area: TableRange, columns: Iterable[int]) -> SheetColumns:
    """The cells of *area* below its headers, of these *columns* of the sheet."""
    last = None if area.last_row == TO_THE_END else area.last_row
    return book.read(area.sheet, columns=sorted(columns), first_row=area.first_row, last_row=last)


def value_at(column: CellColumn, row: int) -> str | float | bool | None:
    """The value of one cell of a column, for readers of single values. An error is its text."""
    if column.kind[row] == BLANK:
        return None
    if column.kind[row] == BOOL:
        return bool(column.number[row])
    return float(column.number[row]) if column.kind[row] == NUMBER else str(column.text[row])


def log_unread(book: Readable, name: str, sheet: str | None, log: ProblemLog) -> None:
    """Note why the table *name* is not read: there is no sheet, the sheet is empty, or no header on it is known."""
    if sheet is None:
        log.add("TB201", name)
    elif book.read(sheet, first_row=1, last_row=_HEADER_SEARCH).columns:
        log.add("TB103", sheet)
    else:
        log.add("TB301", "")


__all__ = ["TableRange", "area_of", "cells_in", "find_table", "log_unread", "sheet_named", "value_at"]
