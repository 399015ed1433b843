"""The share of a button: the columns and computed tables that it writes, out of one calculation of everything.

The declarations of the columns decide which ones are the share of a button: their name, or the module that declares them.
"""

from collections.abc import Iterator
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from ippbook import ooxml
from ippbook.declare import ComputedColumn, registry
from ippbook.declare.button import Desk
from ippbook.formulas.workbook_formulas import ColumnFill
from ippbook.normalize import key
from ippbook.pipeline import Run, calculate
from ippbook.saving import save_with_charts

SheetRows = NDArray[np.int64]
"""Rows of a sheet, from 1."""


def calculated(desk: Desk) -> Run:
    """Everything that ippbook computes in the workbook on the desk."""
    desk.tell("reading")
    return calculate(desk.book, desk.as_of, desk.today, desk.tell)


def computed_fills(found: Run) -> Iterator[tuple[ComputedColumn, ColumnFill]]:
    """The computed columns that the workbook has, with their values."""
    fills = {(fill.sheet, fill.column): fill for fill in found.computed.columns}
    for column in registry().columns:
        table = found.study.tables[column.table]
        fill = fills.get((table.places.sheet, table.places.columns.get(column.header, 0)))
        if fill is not None:
            yield column, fill


def with_formula(found: Run, column: ComputedColumn) -> SheetRows:
    """The rows of the sheet in which the column has a formula, of ippbook or of the team."""
    table = found.study.tables[column.table]
    formulas = table.computed_cells[column.header].formula
    if formulas is None:
        return np.zeros(0, dtype=np.int64)
    rows: SheetRows = table.places.first_row + np.flatnonzero(formulas != "")
    return rows


def of_modules(found: Run, *modules: ModuleType) -> ooxml.Edits:
    """The changes in the columns and computed tables that *modules* declare."""
    names = {module.__name__ for module in modules}
    edits = ooxml.Edits()
    mine = {key(name) for report in registry().reports if report.module in names for name in report.names()}
    for report in found.computed.tables:
        if key(report.area.name) not in mine:
            continue
        if report.growth is not None:
            edits.growths[report.area.name.casefold()] = report.growth
        for fill in report.fills:
            _put(edits, fill)
    for column, fill in computed_fills(found):
        if column.module in names:
            _put(edits, fill)
    return edits


def of_name(found: Run, name: str) -> ooxml.Edits:
    """The changes in the columns called *name*, of any table."""
    edits = ooxml.Edits()
    for column, fill in computed_fills(found):
        if column.name == name:
            _put(edits, fill)
    return edits


def _put(edits: ooxml.Edits, fill: ColumnFill) -> None:
    if fill.stale.any():
        edits.put_column(fill.sheet, fill.column, fill.rows[fill.stale], fill.values[fill.stale])


def write_share(desk: Desk, edits: ooxml.Edits) -> int:
    """Put *edits* into the workbook; gives the number of cells that changed."""
    desk.tell("writing")
    return save_with_charts(desk.book, edits)[0].changed_cells


__all__ = ["calculated", "computed_fills", "of_modules", "of_name", "with_formula", "write_share"]
