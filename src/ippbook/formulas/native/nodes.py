"""The formulas of a workbook as nodes of one graph: IPP_ formulas, native ones, and IPP_ calls within native ones."""

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from enum import StrEnum

import numpy as np

from ippbook.formulas.native.reads import FormulaReads
from ippbook.formulas.source import Place, RowNumbers
from ippbook.formulas.tree import Formula, Node
from ippbook.ooxml.formula_text import moved
from ippbook.ooxml.refs import Area
from ippbook.quick_dataclasses import dataclass


class FormulaKind(StrEnum):
    """Who calculates a formula, and how it fills cells."""

    OURS = "ours"
    """The evaluator of ippbook."""
    AGGREGATE = "aggregate"
    """One function of `formulas.aggregates`, over all rows at once."""
    NATIVE = "native"
    """The engine; one cell."""
    ARRAY = "array"
    """The engine; the fixed range of an array formula."""
    SPILL = "spill"
    """The engine; as many cells as the answer has."""


@dataclass(frozen=True)
class AggregateCall:
    """A call that `formulas.aggregates` answers: the function and the arguments as trees; None where one is left out."""

    name: str
    arguments: tuple[Node | None, ...]


@dataclass(eq=False)
class FormulaNode:
    """One formula in the *rows* (rising) of a column, written for the cell *home*."""

    sheet: str
    column: int
    rows: RowNumbers
    text: str
    home: Place
    kind: FormulaKind
    reads: FormulaReads
    until: tuple[int, int] | None = None
    """The last row and column that an array formula or a spill fills now; None for a single cell."""
    too_large: Area | None = None
    """The whole range of an array formula that fills too many cells to be calculated; `until` is then as much of it as the sheet has."""
    formula: Formula | None = None
    """The tree, where ippbook calculates it."""
    call: AggregateCall | None = None
    needs: list["FormulaNode"] = field(default_factory=list)
    """Helper formulas: this formula reads their cells in place of calls that ippbook answers."""
    helper: bool = False
    """It is in no cell of the workbook: it answers a part of another formula."""
    stale: dict[int, str] = field(default_factory=dict)
    """Why a row has no new value."""
    due: bool = True
    """It has to be calculated; otherwise its cached values are current."""

    @property
    def native(self) -> bool:
        """Whether the engine calculates it."""
        return self.kind in {FormulaKind.NATIVE, FormulaKind.ARRAY, FormulaKind.SPILL}

    @property
    def cells(self) -> int:
        """How many cells it answers."""
        if self.until is None:
            return len(self.rows)
        return (self.until[0] - self.home.row + 1) * (self.until[1] - self.home.column + 1)

    def filled(self) -> Iterator[tuple[int, RowNumbers]]:
        """The cells that it answers, column by column."""
        if self.until is None:
            yield self.column, self.rows
            return
        rows = np.arange(self.home.row, self.until[0] + 1, dtype=np.int64)
        for column in range(self.column, self.until[1] + 1):
            yield column, rows

    def mark_stale(self, rows: Iterable[int], why: str) -> bool:
        """Name *rows* stale; a first reason stays. Whether one of them is new."""
        before = len(self.stale)
        for row in rows:
            self.stale.setdefault(row, why)
        return len(self.stale) > before

    def singles(self) -> Iterator["FormulaNode"]:
        """The node cell by cell; what is named stale there is named here."""
        for row in self.rows.tolist():
            at = np.array([row], dtype=np.int64)
            reads = replace(self.reads, parts=tuple(part.within(at) for part in self.reads.parts))
            text, home = self.text, self.home
            if self.native:
                text, home = moved(text, row - home.row, 0), Place(home.sheet, row, home.column)
            yield replace(self, rows=at, text=text, home=home, reads=reads)

    def stretches(self, most: int) -> "list[FormulaNode]":
        """The node in stretches of at most *most* rows; what is named stale there is named here."""
        if self.until is not None or len(self.rows) <= most:
            return [self]
        found = []
        for start in range(0, len(self.rows), most):
            rows = self.rows[start : start + most]
            reads = replace(self.reads, parts=tuple(part.within(rows) for part in self.reads.parts))
            found.append(replace(self, rows=rows, reads=reads))
        return found

    def answered(self) -> RowNumbers:
        """The rows that have a new value."""
        return self.rows[~np.isin(self.rows, list(self.stale))] if self.stale else self.rows
