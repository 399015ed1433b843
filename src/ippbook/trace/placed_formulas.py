"""The formulas of a workbook by the cells that they fill, and what each reads."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ippbook import ooxml
from ippbook.formulas.fill_down import relative_key
from ippbook.formulas.native.reads import FormulaReads, reads_of
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.regions import Region
from ippbook.formulas.source import CellSource, Place, RowNumbers
from ippbook.ooxml.formula_text import moved
from ippbook.ooxml.refs import area
from ippbook.quick_dataclasses import dataclass
from ippbook.trace.areas import around, meet, plain_region


@dataclass(eq=False)
class FilledFormula:
    """One formula in the *rows* (rising) of a column, or an array formula that fills *region*."""

    sheet: str
    column: int
    rows: RowNumbers
    text: str
    """As it is in the first row."""
    region: Region
    """Every cell that it fills, and perhaps cells between."""
    array: bool
    source: CellSource

    @cached_property
    def reads(self) -> FormulaReads | None:
        """What it reads; None where its text is not a formula."""
        try:
            return reads_of(self.text, self.source, Place(self.sheet, int(self.rows[0]), self.column), self.rows)
        except (FormulaError, ooxml.EditError):
            return None

    def text_in(self, row: int) -> str:
        """The formula as the cell in *row* shows it."""
        shift = 0 if self.array else row - int(self.rows[0])
        try:
            return moved(self.text, shift, 0) if shift else self.text
        except ooxml.EditError:
            return self.text

    def part(self, within: Region) -> "FormulaPart | None":
        """The cells of *within* that it fills."""
        common = meet(self.region, within)
        if common is None:
            return None
        if self.array:
            return FormulaPart(self, self.region, self.rows)
        first, end = np.searchsorted(self.rows, [common.top, common.bottom + 1])
        return self.in_rows(self.rows[first:end]) if end > first else None

    def in_rows(self, rows: RowNumbers) -> "FormulaPart":
        """The cells in *rows*, which it fills."""
        return FormulaPart(self, Region(self.sheet, int(rows[0]), self.column, int(rows[-1]), self.column), rows)


@dataclass(frozen=True, eq=False)
class FormulaPart:
    """Cells that one formula fills."""

    formula: FilledFormula
    region: Region
    rows: RowNumbers

    def regions(self) -> list[Region]:
        """The ranges that these cells read together, in the order of the formula."""
        reads = self.formula.reads
        if reads is None:
            return []
        found: list[Region] = []
        ends = self.rows[[0, -1]]
        for read in reads.parts:
            if self.formula.array:
                box = read.box
            else:
                (first, last), (end_first, end_last) = read.bounds(ends)
                box = Region(
                    read.first.sheet,
                    min(int(first), int(last)),
                    read.box.left,
                    max(int(end_first), int(end_last)),
                    read.box.right,
                )
            plain = plain_region(box)
            if plain not in found:
                found.append(plain)
        return found


class FormulaPlaces:
    """All formulas of a workbook."""

    def __init__(self, sheets: dict[str, ooxml.SheetCells], source: CellSource) -> None:
        self._columns: dict[str, dict[int, list[FilledFormula]]] = defaultdict(lambda: defaultdict(list))
        self._all: list[FilledFormula] = []
        for sheet, cells in sheets.items():
            for run in _together(cells.formula_runs()):
                self._add(sheet, run, source)

    def _add(self, sheet: str, run: ooxml.FormulaRun, source: CellSource) -> None:
        filled = area(run.ref) if run.kind in {"array", "dataTable"} and run.ref else None
        region = Region(sheet, int(run.rows[0]), run.col, int(run.rows[-1]), run.col)
        if filled is not None:
            whole = Region(sheet, filled.first_row, filled.first_col, filled.last_row, filled.last_col)
            region = around(region, whole)
        formula = FilledFormula(sheet, run.col, run.rows, run.text, region, filled is not None, source)
        self._all.append(formula)
        for column in range(region.left, region.right + 1):
            self._columns[sheet][column].append(formula)

    def within(self, region: Region) -> Iterator[FormulaPart]:
        """The formulas that fill cells of *region*, column by column."""
        columns = self._columns.get(region.sheet, {})
        seen: set[int] = set()
        for column in sorted(columns):
            if region.left <= column <= region.right:
                for formula in columns[column]:
                    part = None if id(formula) in seen else formula.part(region)
                    if part is not None:
                        seen.add(id(formula))
                        yield part

    def readers(self, region: Region) -> Iterator[FormulaPart]:
        """The formulas that read a cell of *region*, with the rows that do."""
        changed = np.arange(region.top, region.bottom + 1, dtype=np.int64)
        for number in self._reading(region):
            formula = self._all[number]
            meets = np.zeros(len(formula.rows), dtype=bool)
            for read in formula.reads.parts if formula.reads else ():
                if meet(read.box, region) is not None:
                    meets |= True if formula.array else read.meets(formula.rows, changed)
            if meets.any() and formula.array:
                yield FormulaPart(formula, formula.region, formula.rows)
            elif meets.any():
                yield formula.in_rows(formula.rows[meets])

    @property
    def pointing(self) -> Iterator[FormulaPart]:
        """The formulas that make references out of values, so that they may read any cell."""
        for formula in self._all:
            if formula.reads is not None and formula.reads.everything:
                yield FormulaPart(formula, formula.region, formula.rows)

    def _reading(self, region: Region) -> list[int]:
        """The formulas with a reference around a cell of *region*."""
        edges = self._boxes.get(region.sheet)
        if edges is None:
            return []
        top, left, bottom, right, number = edges.T
        meets = (top <= region.bottom) & (bottom >= region.top) & (left <= region.right) & (right >= region.left)
        found: list[int] = np.unique(number[meets]).tolist()
        return found

    @cached_property
    def _boxes(self) -> dict[str, NDArray[np.int64]]:
        """By sheet the ranges that formulas read: top, left, bottom, right, and the formula's number."""
        found: dict[str, list[tuple[int, int, int, int, int]]] = defaultdict(list)
        for number, formula in enumerate(self._all):
            for read in formula.reads.parts if formula.reads else ():
                box = read.box
                found[box.sheet].append((box.top, box.left, box.bottom, box.right, number))
        return {sheet: np.array(edges, dtype=np.int64) for sheet, edges in found.items()}


def _together(runs: Iterator[ooxml.FormulaRun]) -> Iterator[ooxml.FormulaRun]:
    """The runs; formulas of a column that are one formula filled down are one run."""
    alike: dict[tuple[int, str], list[ooxml.FormulaRun]] = {}
    for run in runs:
        if run.kind in {"array", "dataTable"}:
            yield run
        else:
            alike.setdefault((run.col, relative_key(run.text, int(run.rows[0]))), []).append(run)
    for group in alike.values():
        group.sort(key=lambda run: int(run.rows[0]))
        rows = np.sort(np.concatenate([run.rows for run in group]))
        yield group[0]._replace(rows=rows)
