"""Finds a table in a workbook: a table of Excel by its name, else the sheet of that name with a row of known headers.

A table has several names, its own first and then the Chinese ones. The first name that the workbook has counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ippbook.normalize import has_chinese, key
from ippbook.ooxml import BLANK, BOOL, NUMBER, TEXT, CellColumn, TableArea
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.book import Table
from ippbook.tables.header_parts import means_one_of
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
    name: str = ""
    """The name of the table in the workbook; "" for a plain sheet."""
    totals_row: int = 0
    """The row of the totals that a table of Excel has below its data; 0 where it has none."""


def sheet_named(book: Readable, names: Sequence[str]) -> str | None:
    """The first sheet that is called one of *names*, in its own spelling; None where there is none."""
    return next(iter(_sheets_named(book, names)), None)


def _sheets_named(book: Readable, names: Sequence[str]) -> list[str]:
    return [sheet.name for name in names for sheet in book.sheets if key(sheet.name) == key(name)]


def find_table(book: Readable, names: Sequence[str], known: Sequence[tuple[str, ...]]) -> TableRange | None:
    """The table called one of *names*; else the only table on the sheet of that name; else that sheet's header row."""
    return next(find_tables(book, names, known), None)


def find_tables(book: Readable, names: Sequence[str], known: Sequence[tuple[str, ...]]) -> Iterator[TableRange]:
    """Every place that `find_table` would take if the places before it were not there."""
    seen = set()
    for name in names:
        for table in book.tables.values():
            if key(table.name) == key(name):
                seen.add(table.sheet)
                yield _range_of_table(table)
    for sheet in _sheets_named(book, names):
        if sheet in seen:
            continue
        on_sheet = [table for table in book.tables.values() if table.sheet == sheet]
        found = (
            _range_of_table(on_sheet[0])
            if len(on_sheet) == 1
            else range_of_sheet(book, sheet, {spelling for spellings in known for spelling in spellings})
        )
        if found is not None:
            yield found


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
    totals = table.last_row if table.totals_rows else 0
    last = max(last, first - 1)
    return TableRange(table.sheet, table.first_row, first, last, table.first_col, table.columns, table.name, totals)


def range_of_sheet(book: Readable, sheet: str, known: set[str]) -> TableRange | None:
    """The row among the first ones that has the most known headers."""
    top = book.read(sheet, first_row=1, last_row=_HEADER_SEARCH)
    columns = {number: top[number] for number in top.columns}
    best = (0, 0)
    for row in range(_HEADER_SEARCH):
        hits = sum(
            1 for column in columns.values() if _header(column, row) and means_one_of(_header(column, row), known)
        )
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


def log_unread(book: Readable, name: str, sheet: str | None, log: ProblemLog, also: str = "") -> None:
    """Note why the table *name* (*also*: its Chinese name) is not read: there is no sheet, the sheet is empty, or no header on it is known."""
    if sheet is None:
        log.add("TB201", f"{name} ({also})" if also and has_chinese(each.name for each in book.sheets) else name)
    elif book.read(sheet, first_row=1, last_row=_HEADER_SEARCH).columns:
        log.add("TB103", sheet)
    else:
        log.add("TB301", "")


__all__ = [
    "TO_THE_END",
    "TableRange",
    "area_of",
    "cells_in",
    "find_table",
    "find_tables",
    "log_unread",
    "range_of_sheet",
    "sheet_named",
    "value_at",
]
