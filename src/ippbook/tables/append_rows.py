"""Rows for new records at the end of a table: first the empty ones that are there, then rows by which the table grows."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from ippbook.errors import UserError
from ippbook.ooxml import BLANK, EditError, Edits, TableArea
from ippbook.ooxml.excel_limits import MAX_ROW
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.book import Table
from ippbook.tables.find_table import area_of
from ippbook.tables.workbook import CalculableBook


@dataclass(frozen=True)
class NewRows:
    """Where new records go."""

    sheet: str
    rows: NDArray[np.int64]
    """Rows of the sheet, from 1, rising."""
    grown: int
    """How many of them the table grows by."""


def new_rows(book: CalculableBook, edits: Edits, table: Table, count: int) -> NewRows:
    """The next *count* empty rows of *table*. Where there are too few, the table grows within *edits*.

    Rows are empty below the last row with a value or a formula in any column; ippbook's computed columns do not count.
    Raises `UserError` where the table cannot grow, or the sheet ends.
    """
    if not table.present:
        raise UserError(
            "{book_path}: there is no table {table_name} to add rows to. Add the table, or create a workbook with: ippbook new team.xlsx",
            book_path=book.path,
            table_name=table.name,
        )
    area = area_of(book, table)
    start = _after_last(book, table, area)
    if area is None:
        rows = np.arange(start, start + count, dtype=np.int64)
        if start + count - 1 > MAX_ROW:
            raise UserError(
                "{book_path}: the sheet {places_sheet} has no room for {count:,} more rows",
                book_path=book.path,
                places_sheet=table.places.sheet,
                count=count,
            )
        return NewRows(table.places.sheet, rows, 0)
    room = max(area.data_rows[1] - start + 1, 0)
    grown = max(count - room, 0)
    rows = np.arange(start, start + min(count, room), dtype=np.int64)
    if grown:
        try:
            first = edits.grow(book, area.name, grown)
        except EditError as refusal:
            raise UserError(str(refusal)) from None
        rows = np.concatenate([rows, np.arange(first, first + grown, dtype=np.int64)])
    return NewRows(table.places.sheet, rows, grown)


def room_for_rows(book: CalculableBook, table: Table) -> int:
    """How many new rows *table* can get before its sheet ends, if nothing else is in their way."""
    return MAX_ROW - _after_last(book, table, area_of(book, table)) + 1


def _after_last(book: CalculableBook, table: Table, area: TableArea | None) -> int:
    """The row below the last one into which the team entered anything."""
    first = table.places.first_row
    last = None if area is None else area.data_rows[1]
    if last is not None and last < first:
        return first
    computed = {table.places.columns[header] for header in table.computed_cells}
    cells = book.read(table.places.sheet, _columns(area), first, last)
    used = 0
    for column in set(cells.columns) - computed:
        typed = cells[column]
        taken = typed.kind != BLANK
        if typed.formula is not None:
            taken = taken | (typed.formula != "")
        if taken.any():
            used = max(used, int(np.flatnonzero(taken)[-1]) + 1)
    return first + used


def _columns(area: TableArea | None) -> Iterable[int] | None:
    return None if area is None else range(area.first_col, area.last_col + 1)


__all__ = ["NewRows", "new_rows", "room_for_rows"]
