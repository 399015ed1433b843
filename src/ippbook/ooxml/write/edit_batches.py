"""The values that edits put into rows of one column, as they are kept until a sheet is planned."""

import math
from dataclasses import replace

import numpy as np

from ippbook.ooxml.cell_keys import cell_keys
from ippbook.ooxml.read.blocks import Ints
from ippbook.ooxml.write.new_columns import NewColumns
from ippbook.ooxml.write.table_growth import Growth
from ippbook.ooxml.write.typed_values import CellInputs
from ippbook.quick_dataclasses import dataclass


@dataclass
class EditBatch:
    """Values for rows of one column."""

    rows: Ints
    col: int
    values: CellInputs
    replace: bool
    formula: str = ""

    @property
    def key(self) -> Ints:
        """The key of each cell."""
        return cell_keys(self.rows, self.col)

    def cut(self, first: int, last: int) -> "EditBatch":
        """The part of it in the rows from *first* to *last*."""
        inside = np.flatnonzero((self.rows >= first) & (self.rows <= last))
        low, high = (int(inside[0]), int(inside[-1]) + 1) if len(inside) else (0, 0)
        values = self.values[low:high]
        if len(values) != len(inside):  # rows that do not rise
            values = [values[at] for at in (inside - low).tolist()]
        return replace(self, rows=self.rows[inside], values=values)


def blanks(growths: tuple[Growth, ...]) -> list[EditBatch]:
    """Every cell of the new rows, blank, so that it is made even where no value is put."""
    return [
        EditBatch(rows, col, nothing, replace=False)
        for growth in growths
        for rows in [np.arange(growth.added.first_row, growth.added.last_row + 1)]
        for nothing in [np.full(growth.rows, math.nan)]
        for col in growth.looks
    ]


def styled_blanks(columns: tuple[NewColumns, ...]) -> list[EditBatch]:
    """The cells of new columns that have a style, blank, so that a value gets the style later."""
    return [
        EditBatch(rows, col, np.full(len(rows), math.nan), replace=False)
        for new in columns
        if len(rows := np.arange(new.header_row + 1, new.last_row + 1))
        for col in new.styles
    ]
