"""One column of a sheet: what its cells store, their formulas, their number formats, and which were written."""

from collections.abc import Callable
from dataclasses import fields

import numpy as np
import numpy.typing as npt

from ippbook.headless.cell_display import CellArray
from ippbook.headless.cell_entry import GENERAL_FORMAT
from ippbook.ooxml import BOOL, ERROR, NUMBER, TEXT, CellColumn, Error
from ippbook.quick_dataclasses import dataclass

StoredFlags = npt.NDArray[np.bool_]
"""bool[n]: yes or no for each cell."""


@dataclass
class StoredColumn:
    """One column, entry i is row i + 1. values: None, str, float, bool or Error. formulas: without `=`, "" where none."""

    values: CellArray
    formulas: CellArray
    formats: CellArray
    first: CellArray
    """The formulas of the file."""
    kept: CellArray
    """The number formats of the file."""
    written: StoredFlags
    styled: StoredFlags
    """Cells that have a format of their own, which count as used."""

    @classmethod
    def blank(cls, rows: int) -> "StoredColumn":
        """A column of blank cells."""
        formulas, formats = np.full(rows, "", dtype=object), np.full(rows, GENERAL_FORMAT, dtype=object)
        no = np.zeros(rows, dtype=bool)
        return cls(np.full(rows, None, dtype=object), formulas, formats, formulas.copy(), formats.copy(), no, no.copy())

    @classmethod
    def of(cls, cells: CellColumn, number_format: Callable[[int], str]) -> "StoredColumn":
        """A column of a file."""
        out = cls.blank(len(cells.kind))
        values = out.values
        number = cells.kind == NUMBER
        values[number] = cells.number[number].tolist()
        text = cells.kind == TEXT
        values[text] = cells.text[text]
        yes_no = cells.kind == BOOL
        values[yes_no] = [bool(value) for value in cells.number[yes_no]]
        for row in np.flatnonzero(cells.kind == ERROR).tolist():
            values[row] = Error(str(cells.text[row]))
        if cells.formula is not None:
            out.formulas = cells.formula.copy()
            out.first = cells.formula.copy()
        for style in np.unique(cells.style).tolist():
            out.formats[cells.style == style] = number_format(style)
        out.formats[cells.iso & (out.formats == GENERAL_FORMAT)] = "yyyy-mm-dd"
        out.kept = out.formats.copy()
        out.styled = cells.style != 0
        return out

    def reach(self, rows: int) -> None:
        """Extend the column to at least *rows* rows."""
        more = rows - len(self.values)
        if more > 0:
            new = StoredColumn.blank(more)
            for part in fields(self):
                setattr(self, part.name, np.concatenate([getattr(self, part.name), getattr(new, part.name)]))

    @property
    def reformatted(self) -> StoredFlags:
        """Which cells have another number format than in the file."""
        out: StoredFlags = self.formats != self.kept
        return out

    @property
    def full(self) -> StoredFlags:
        """Which cells have a value or a formula."""
        out: StoredFlags = (self.values != None) | (self.formulas != "")  # noqa: E711  # elementwise
        return out

    @property
    def used(self) -> StoredFlags:
        """Which cells count as used: those with a value, a formula or a format."""
        out: StoredFlags = self.full | self.styled
        return out
