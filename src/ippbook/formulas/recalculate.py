"""All IPP_ formulas of a workbook, calculated in the order in which they need one another."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from typing import cast

import numpy as np

from ippbook.formulas.evaluation import Functions, evaluate, evaluate_rows
from ippbook.formulas.groups import Group, PlacedFormula, SkippedFormulas, group_formulas
from ippbook.formulas.operators import mapped
from ippbook.formulas.order import EntangledError, ordered
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.source import CellSource, Place, RowNumbers, ValueBlock, Vector
from ippbook.formulas.values import NOT_AVAILABLE, VALUE, Scalar, fits_cell
from ippbook.ooxml.dates import serial
from ippbook.ooxml.excel_limits import MAX_COL
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class Calculated:
    """The answers of IPP_ formulas in one column: *values* for *rows* (rising), days as serial numbers."""

    sheet: str
    column: int
    rows: RowNumbers
    values: Vector


@dataclass(frozen=True)
class SpillRange:
    """A spill that has another size now: its formula's cell, and the last row and column that it fills."""

    sheet: str
    row: int
    column: int
    until: tuple[int, int]


@dataclass
class FormulaOutcome:
    """What a recalculation found."""

    columns: tuple[Calculated, ...] = ()
    calculated: int = 0
    """Formulas of ippbook's functions that were calculated."""
    native: int = 0
    """Formulas with other functions of Excel that have their current value."""
    kept: int = 0
    """Those among them that were not calculated, because nothing that they read has changed."""
    not_calculated: int = 0
    """Formulas that keep the value that they had."""
    unsettled: int = 0
    """Formulas with a random number: they keep their value, as any other is as good."""
    skipped: list[SkippedFormulas] = field(default_factory=list)
    """Formulas that should have been calculated and were not, each group with its reason: these are stale."""
    spills: list[SpillRange] = field(default_factory=list)
    """The spills that have another size now."""
    engine: str = ""
    """The engine that calculated native formulas: name and version."""
    native_columns: set[tuple[str, int]] = field(default_factory=set)
    """Sheet and column of answers that an engine gave: their numbers are compared to 13 digits, because sums may differ in the last ones."""

    def stale_sentences(self) -> tuple[str, ...]:
        """Each formula that keeps an old value: its place and why, one sentence for each group of cells."""
        return tuple(part.sentence for part in self.skipped)


def calculate_formulas(
    sheets: Mapping[str, Iterable[PlacedFormula]], functions: Functions, source: CellSource, as_of: date | None = None
) -> FormulaOutcome:
    """Calculate every IPP_ formula among the formula cells of *sheets* (by sheet name). TODAY is *as_of*.

    *source* takes the answers as it goes, so that formulas that read them see them. Nothing is raised for a formula.
    """
    grouped = group_formulas(sheets, functions.__contains__, source)
    outcome = FormulaOutcome(not_calculated=grouped.not_calculated, skipped=grouped.skipped)
    source.prepare(_wanted(grouped.groups, source))
    _reach_last_cells(grouped.groups, source)
    try:
        groups, circular = ordered(grouped.groups, source)
        why = "it refers to itself, or waits for a formula that does"
    except EntangledError:
        groups, circular = [], grouped.groups
        why = "the formulas of this workbook are too entangled to find their order"
    outcome.skipped.extend(_skipped(circular, why))
    outcome.not_calculated += sum(len(group.rows) for group in circular)
    answers: dict[tuple[str, int], list[tuple[RowNumbers, Vector]]] = defaultdict(list)
    for group in groups:
        for column, rows, values in _answers(group, functions, source, as_of, outcome):
            shown = mapped(lambda value: in_cell(value, date1904=source.date1904), values)
            source.put(group.sheet, column, rows, shown)
            answers[group.sheet, column].append((rows, shown))
    outcome.columns = tuple(_joined(sheet, column, parts) for (sheet, column), parts in answers.items())
    return outcome


def _wanted(groups: list[Group], source: CellSource) -> dict[str, set[int]]:
    """The columns that *groups* read, by sheet; a range across whole rows is read when its turn comes."""
    wanted: dict[str, set[int]] = defaultdict(set)
    stretches: set[tuple[str, int, int]] = set()  # the same area may be in thousands of formulas
    for group in groups:
        wanted[group.sheet].add(group.column)
        stretches.update((span.sheet, span.left, span.right) for span in group.spans(source) if span.right < MAX_COL)
    for sheet, left, right in stretches:
        wanted[sheet].update(range(left, right + 1))
    return wanted


def _reach_last_cells(groups: list[Group], source: CellSource) -> None:
    """Let columns end where their last formula is, so that a whole column is the same range before and after the answers."""
    last: dict[tuple[str, int], int] = {}
    for group in groups:
        row, column = group.until or (int(group.rows[-1]), group.column)
        for place in range(group.column, column + 1):
            last[group.sheet, place] = max(row, last.get((group.sheet, place), 0))
    for (sheet, column), row in last.items():
        rows = np.array([row], dtype=np.int64)
        source.put(sheet, column, rows, source.cells(sheet, column, rows))


def _skipped(groups: list[Group], why: str) -> list[SkippedFormulas]:
    """One entry a column for all cells of *groups*."""
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    for group in groups:
        rows[group.sheet, group.column].extend(int(row) for row in group.rows)
    return [SkippedFormulas(sheet, column, tuple(sorted(found)), why) for (sheet, column), found in rows.items()]


def _answers(
    group: Group, functions: Functions, source: CellSource, as_of: date | None, outcome: FormulaOutcome
) -> list[tuple[int, RowNumbers, Vector]]:
    """The answers of *group*, a column each; what it skips goes to *outcome*."""
    if group.until is not None:
        return _array_answers(group, functions, source, as_of, outcome)
    answers = evaluate_rows(group.formula, functions, source, group.home, group.rows, as_of)
    by_reason: dict[str, list[int]] = defaultdict(list)
    for row, why in answers.skipped.items():
        by_reason[why].append(row)
    outcome.skipped.extend(
        SkippedFormulas(group.sheet, group.column, tuple(rows), why) for why, rows in by_reason.items()
    )
    outcome.not_calculated += len(answers.skipped)
    outcome.calculated += len(group.rows) - len(answers.skipped)
    answered = ~np.isin(group.rows, list(answers.skipped))
    return [(group.column, group.rows[answered], answers.values[answered])] if answered.any() else []


def _array_answers(
    group: Group, functions: Functions, source: CellSource, as_of: date | None, outcome: FormulaOutcome
) -> list[tuple[int, RowNumbers, Vector]]:
    """An array formula fills its range: a single row or column is repeated, cells beyond the answer are #N/A."""
    top, (bottom, right) = int(group.rows[0]), cast("tuple[int, int]", group.until)
    try:
        value = evaluate(group.formula, functions, source, Place(group.sheet, top, group.column), as_of)
    except FormulaError as refusal:
        outcome.skipped.append(SkippedFormulas(group.sheet, group.column, (top,), str(refusal)))
        outcome.not_calculated += 1
        return []
    outcome.calculated += 1
    filled = fill(value, bottom - top + 1, right - group.column + 1)
    rows = np.arange(top, bottom + 1, dtype=np.int64)
    return [(group.column + offset, rows, filled[:, offset]) for offset in range(filled.shape[1])]


def fill(value: Scalar | ValueBlock, height: int, width: int) -> ValueBlock:
    """*value* as an array formula shows it in a range of *height* rows and *width* columns."""
    if not isinstance(value, np.ndarray):
        alone = np.empty((1, 1), dtype=object)
        alone[0, 0] = value
        value = alone
    block = np.repeat(value, height, axis=0) if value.shape[0] == 1 else value
    block = np.repeat(block, width, axis=1) if block.shape[1] == 1 else block
    shown = np.full((height, width), NOT_AVAILABLE, dtype=object)
    part = block[:height, :width]
    shown[: part.shape[0], : part.shape[1]] = part
    return shown


def in_cell(value: Scalar, *, date1904: bool) -> Scalar:
    """A value as a cell holds it: days are numbers there, a formula that answers nothing has an empty text, a text is plain and not too long."""
    if isinstance(value, str):
        return "".join(value) if fits_cell(value) else VALUE  # plain: a sentence keeps its template
    return serial(value, date1904=date1904) if isinstance(value, date) else "" if value is None else value


def _joined(sheet: str, column: int, parts: list[tuple[RowNumbers, Vector]]) -> Calculated:
    rows = np.concatenate([rows for rows, _ in parts])
    values = np.concatenate([values for _, values in parts])
    order = np.argsort(rows, kind="stable")
    return Calculated(sheet, column, rows[order], values[order])
