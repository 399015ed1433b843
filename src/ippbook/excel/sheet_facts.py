"""Facts about a sheet that are read before a button runs: its protection, and its hidden rows.

xlwings Lite answers only asynchronously, so they are read first, and the checks before a write look here.
"""

from collections.abc import Mapping
from dataclasses import field

from ippbook.quick_dataclasses import dataclass

RowRun = tuple[int, int]
"""A first and a last row, from 1."""


@dataclass(frozen=True)
class SheetFacts:
    """The facts about one sheet. On a protected sheet every cell is locked, but for those of *unlocked*."""

    hidden: tuple[RowRun, ...] = ()
    """Rows that are hidden, by a filter or manually; no two runs overlap."""
    protected: bool = False
    unlocked: Mapping[int, tuple[RowRun, ...]] = field(default_factory=dict)
    """Column (from 1) to rows whose cells can be written though the sheet is protected, in ascending order."""

    def hides(self, first: int, last: int) -> bool:
        """Whether any of the rows *first* to *last* is hidden."""
        return any(low <= last and first <= high for low, high in self.hidden)

    def locks(self, column: int, first: int, last: int) -> bool:
        """Whether any cell of *column* in the rows *first* to *last* is locked."""
        free = first
        for low, high in self.unlocked.get(column, ()):
            if low <= free <= high:
                free = high + 1
        return free <= last


__all__ = ["RowRun", "SheetFacts"]
