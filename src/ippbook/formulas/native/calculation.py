"""All formulas of a workbook calculated: ours by our evaluator, native ones by an engine, in turn, until every cell is current or named stale."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np

from ippbook.errors import UserError
from ippbook.formulas.aggregates import aggregate
from ippbook.formulas.cell_cache import CellCache
from ippbook.formulas.engines import DEFAULT_ENGINE, EngineColumn, EngineJob, EngineLimits, Unavailable, engine_named
from ippbook.formulas.evaluation import Functions, evaluate, evaluate_rows
from ippbook.formulas.native.arguments import aggregate_arguments
from ippbook.formulas.native.copies import FOLLOWED, CopiedWorkbook, TooManyCellsError, job_of
from ippbook.formulas.native.engine_refusal import engine_refusal
from ippbook.formulas.native.nodes import FormulaKind, FormulaNode
from ippbook.formulas.native.reads import GroupRead
from ippbook.formulas.native.repeated_inputs import RepeatedInputs
from ippbook.formulas.native.spills import SpillSizes
from ippbook.formulas.native.stages import CalculationStage, calculation_stages
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.recalculate import fill, in_cell
from ippbook.formulas.source import RowNumbers, ValueBlock, Vector
from ippbook.formulas.values import ExcelError, Scalar
from ippbook.languages import say
from ippbook.ooxml.refs import Area, cell_name
from ippbook.quick_dataclasses import dataclass

MOST_FITTED: Final = 100_000
"""Cells of a range that are looked at before a line is fitted."""
FITTING: Final = frozenset({"LINEST", "TREND", "LOGEST", "GROWTH"})
"""Functions that fit a line. Over an x that is the same everywhere the engine gives another answer than Excel."""
TOO_EXPENSIVE: Final = "too expensive: "
"""How the reason begins where a formula would cost more than a stated limit."""


@dataclass
class FormulaCalculation:
    """One calculation: the nodes, the cells that they read and answer, the engine, the day."""

    nodes: Sequence[FormulaNode]
    functions: Functions
    source: CellCache
    book: CopiedWorkbook
    engine: str
    limits: EngineLimits
    day: date
    answers: list[tuple[FormulaNode, int, RowNumbers, Vector]] = field(default_factory=list)
    """For each node and column, the new values."""
    spills: SpillSizes = field(init=False)
    engine_used: str = ""
    """The engine that calculated: name and version."""

    def __post_init__(self) -> None:
        self.spills = SpillSizes(self.nodes, self.source, self.book)

    def run(self) -> None:
        """Calculate the nodes that are due. Nothing is raised for a formula."""
        due = [node for node in self.nodes if node.due]
        self.source.prepare(_wanted(due))
        for node in due:
            if node.kind == FormulaKind.SPILL:
                self.spills.clear(node)
        for stage in calculation_stages(due):
            self._stage(stage)

    def _stage(self, stage: CalculationStage) -> None:
        for node in stage.ours:
            self._spread(node)
            if node.kind == FormulaKind.AGGREGATE:
                self._aggregate(node)
            else:
                self._ours(node)
        jobs, repeated = [stage.small] if stage.small else [], []
        for nodes in stage.large:
            for node in nodes:
                self._spread(node)
            found = RepeatedInputs.of(nodes[0], self.source) if len(nodes) == 1 else None
            if found is not None:
                repeated.append(found)
            jobs.append(nodes if found is None else [found.first_rows])
        if jobs:
            self._engine_jobs(jobs)
        for found in repeated:
            self._repeat(found)

    def _repeat(self, found: RepeatedInputs) -> None:
        """What the first row of each set of values has, a value or a reason, for all rows with the same values."""
        node, others = found.whole, found.rows != found.same_as
        rows, firsts = found.rows[others], found.same_as[others]
        lost = np.isin(firsts, list(node.stale))
        for row, first in zip(rows[lost].tolist(), firsts[lost].tolist(), strict=True):
            node.mark_stale([row], node.stale[first])
        values = self.source.cells(node.sheet, node.column, firsts[~lost])
        self._take(node, node.column, rows[~lost], values)

    # ---- ours

    def _ours(self, node: FormulaNode) -> None:
        assert node.formula is not None  # noqa: S101  # the kind says so
        rows = node.answered()
        if not len(rows):
            return
        if node.until is not None:
            self._ours_array(node)
            return
        answers = evaluate_rows(node.formula, self.functions, self.source, node.home, rows, self.day)
        for row, why in answers.skipped.items():
            node.mark_stale([row], why)
        kept = ~np.isin(rows, list(answers.skipped))
        self._take(node, node.column, rows[kept], answers.values[kept])

    def _ours_array(self, node: FormulaNode) -> None:
        """An array formula with ippbook's functions fills its range; a helper fills as much as it answers."""
        assert node.formula is not None  # noqa: S101  # the caller looked
        assert node.until is not None  # noqa: S101  # the caller looked
        try:
            value = evaluate(node.formula, self.functions, self.source, node.home, self.day)
        except FormulaError as refusal:
            node.mark_stale(node.rows.tolist(), str(refusal))
            return
        if node.helper:
            height, width = value.shape if isinstance(value, np.ndarray) and value.ndim == 2 else (1, 1)
            node.until = (node.home.row + height - 1, node.home.column + width - 1)
            self.spills.placed(node)
        block = fill(value, node.until[0] - node.home.row + 1, node.until[1] - node.home.column + 1)
        self._take_block(node, block)

    def _aggregate(self, node: FormulaNode) -> None:
        """All rows at once; what `formulas.aggregates` cannot do goes to the engine."""
        assert node.call is not None  # noqa: S101  # the kind says so
        rows = node.answered()
        if not len(rows):
            return
        try:
            arguments = aggregate_arguments(node.call, self.source, node.home, rows)
            values = aggregate(node.call.name, arguments, len(rows), date1904=self.book.date1904)
        except FormulaError as refusal:
            if str(refusal).startswith(TOO_EXPENSIVE):
                node.mark_stale(rows.tolist(), str(refusal))
            else:
                self._to_engine(node)
            return
        if not node.helper:  # a blank that a formula finds shows as 0
            values = np.array([0.0 if value is None else value for value in values], dtype=object)
        self._take(node, node.column, rows, values)

    # ---- the engine

    def _to_engine(self, node: FormulaNode) -> None:
        """What our own aggregates cannot do."""
        node.kind, node.call = FormulaKind.NATIVE, None
        if why := engine_refusal(node, self.source):  # `collect_formulas` tried the others
            node.mark_stale(node.rows.tolist(), why)
        self._engine_jobs([[node]])

    def _engine_jobs(self, jobs: list[list[FormulaNode]]) -> None:
        for nodes in jobs:
            for node in nodes:
                self._spread(node)
        for node in (node for nodes in jobs for node in nodes if node.reads.functions & FITTING):
            if any(map(self._is_level, node.reads.parts)):
                node.mark_stale(
                    node.rows.tolist(),
                    "it fits a line over values that are all the same, which engines answer otherwise than Excel",
                )
        waiting = [[node for node in nodes if len(node.answered())] for nodes in jobs]
        for _ in range(self.spills.ROUNDS):
            waiting = [nodes for nodes in waiting if nodes]
            if not waiting:
                break
            waiting = self._round(waiting)
        for nodes in waiting:
            for node in nodes:
                node.mark_stale(
                    node.rows.tolist(),
                    say(
                        "does not settle: its size still changes after {rounds} calculations", rounds=self.spills.ROUNDS
                    ),
                )

    def _is_level(self, part: GroupRead) -> bool:
        """Whether a row or a column of numbers that is read has one number everywhere."""
        box = part.box
        if (box.top == box.bottom) == (box.left == box.right) or box.bottom - box.top > MOST_FITTED:
            return False
        block = self.source.block(box.sheet, box.top, box.left, box.bottom, box.right)
        numbers = {value for value in block.ravel().tolist() if isinstance(value, float)}
        return len(numbers) == 1

    def _round(self, jobs: list[list[FormulaNode]]) -> list[list[FormulaNode]]:
        """Calculate *jobs*; those with a spill of another size come back, to be calculated again with that size."""
        made, kept = [], []
        for nodes in jobs:
            sizes = [node for node in nodes if node.kind == FormulaKind.SPILL and self.spills.unsized(node)]
            try:
                made.append(
                    job_of(nodes, self.book, self.source, self.spills.ends, sizes=sizes, stale=self._stale_cells())
                )
            except TooManyCellsError:
                for node in nodes:
                    node.mark_stale(
                        node.rows.tolist(),
                        say(
                            "{too_expensive}it reads more cells than ippbook copies for a calculation",
                            too_expensive=TOO_EXPENSIVE,
                        ),
                    )
                continue
            kept.append((nodes, sizes))
        found = self._calculated(made, kept)
        again = []
        for (nodes, sizes), columns in zip(kept, found, strict=True):
            cells = _Cells(columns)
            if self.spills.resized(nodes, sizes, cells.at):
                again.append(nodes)
                continue
            for node in nodes:
                self._take_native(node, cells)
            if self._spread_within(nodes) and any(node.reads.everything for node in nodes):
                again.append([node for node in nodes if len(node.answered())])  # now the engine knows all that is stale
        return again

    def _calculated(
        self, jobs: list[EngineJob], kept: list[tuple[list[FormulaNode], list[FormulaNode]]]
    ) -> list[list[EngineColumn]]:
        """What the engine answers. Without an engine, all formulas of the jobs are stale."""
        if not jobs:
            return []
        try:
            engine = engine_named(self.engine)
        except UserError as missing:
            for nodes, _ in kept:
                for node in nodes:
                    node.mark_stale(node.rows.tolist(), str(missing))
            kept.clear()
            return []
        self.engine_used = f"{engine.name} {engine.version}"
        return engine.calculate(jobs, self.day, date1904=self.book.date1904, limits=self.limits)

    def _take_native(self, node: FormulaNode, cells: "_Cells") -> None:
        if node.until is not None:
            first = cells.at(node.sheet, node.home.row, node.column)
            if isinstance(first, Unavailable):
                node.mark_stale(node.rows.tolist(), first.why)
                return
            columns = [cells.column(node.sheet, column, rows) for column, rows in node.filled()]
            block = np.stack(columns, axis=1)
            self._take_block(node, _without_reasons(block))
            return
        rows = node.answered()
        values = cells.column(node.sheet, node.column, rows)
        lost = np.fromiter((isinstance(value, Unavailable) for value in values), dtype=bool, count=len(values))
        for row, value in zip(rows[lost].tolist(), values[lost].tolist(), strict=True):
            node.mark_stale([row], value.why)
        self._take(node, node.column, rows[~lost], values[~lost])

    # ---- what is stale makes stale

    def _spread(self, node: FormulaNode) -> bool:
        """Name the rows of *node* stale that read a stale cell. Whether there are new ones."""
        new = False
        for helper in node.needs:
            if helper.stale:
                why = next(iter(helper.stale.values()))
                rows = list(helper.stale) if len(helper.rows) == len(node.rows) else node.rows.tolist()
                new |= node.mark_stale(rows, why)
        stale = self._stale_cells()
        for part in node.reads.parts:
            for column, found in stale.get(part.first.sheet, {}).items():
                if not part.box.left <= column <= part.box.right or not len(found):
                    continue
                meets = part.meets(node.rows, found)
                if meets.any():
                    low, _ = part.bounds(node.rows[meets][:1])
                    at = int(found[min(np.searchsorted(found, low[0]), len(found) - 1)])
                    where = f"{part.first.sheet}!{cell_name(at, column)}"
                    new |= node.mark_stale(
                        node.rows[meets].tolist(), say("it reads {where}, which is stale", where=where)
                    )
        new |= self._spread_too_large(node)
        if node.reads.everything and any(stale.values()) and not node.stale and not self._follows(node):
            new |= node.mark_stale(node.rows.tolist(), "it may read any cell, and some cells are stale")
        return new

    def _spread_too_large(self, node: FormulaNode) -> bool:
        """As `_spread`, of array formulas that fill too many cells: a cell of their range may be read that the file does not hold."""
        new = False
        for sheet, area in self._too_large:
            for part in node.reads.parts:
                apart = part.box.right < area.first_col or part.box.left > area.last_col
                if part.first.sheet != sheet or apart:
                    continue
                low, high = part.bounds(node.rows)
                reading = node.rows[(low <= area.last_row) & (high >= area.first_row)]
                where = f"{sheet}!{area}"
                new |= node.mark_stale(reading.tolist(), say("it reads {where}, which is stale", where=where))
        return new

    @cached_property
    def _too_large(self) -> list[tuple[str, Area]]:
        """The ranges of array formulas that fill too many cells, with their sheets."""
        return [(node.sheet, node.too_large) for node in self.nodes if node.too_large is not None]

    def _follows(self, node: FormulaNode) -> bool:
        """Whether the engine itself says that a formula with OFFSET or INDIRECT reads a stale cell."""
        return self.engine == DEFAULT_ENGINE and node.reads.functions <= FOLLOWED

    def _stale_cells(self) -> dict[str, dict[int, RowNumbers]]:
        """The stale cells that are in the workbook, by sheet and column, rows rising."""
        count = sum(len(node.stale) for node in self.nodes)
        if count != self._counted:
            self._counted = count
            found: dict[str, dict[int, list[int]]] = {}
            for node in self.nodes:
                if node.stale and not node.helper:
                    for column, rows in node.filled():
                        rows_here = rows.tolist() if node.until is not None else list(node.stale)
                        found.setdefault(node.sheet, {}).setdefault(column, []).extend(rows_here)
            self._stale = {
                sheet: {column: np.unique(np.array(rows, dtype=np.int64)) for column, rows in columns.items()}
                for sheet, columns in found.items()
            }
        return self._stale

    _counted: int = -1
    _stale: dict[str, dict[int, RowNumbers]] = field(default_factory=dict)

    def _spread_within(self, nodes: Iterable[FormulaNode]) -> bool:
        """Engines differ in what they say of a cell that reads an unavailable one, so it is looked at here again. Whether more is stale."""
        several = list(nodes)
        more = False
        while sum(self._spread(node) for node in several):  # each is looked at in each round
            more = True
        return more

    # ---- answers

    def _take(self, node: FormulaNode, column: int, rows: RowNumbers, values: Vector) -> None:
        if not len(rows):
            return
        shown = np.empty(len(values), dtype=object)
        shown[:] = [in_cell(value, date1904=self.book.date1904) for value in values.tolist()]
        self.source.put(node.sheet, column, rows, shown)
        if not node.helper:
            self.answers.append((node, column, rows, shown))

    def _take_block(self, node: FormulaNode, block: ValueBlock) -> None:
        for (column, rows), values in zip(node.filled(), block.T, strict=True):
            self._take(node, column, rows, values)


class _Cells:
    """The cells of an engine's answer."""

    def __init__(self, columns: Iterable[EngineColumn]) -> None:
        self._columns = {(column.sheet, column.column): column for column in columns}

    def column(self, sheet: str, column: int, rows: RowNumbers) -> Vector:
        found = self._columns[sheet, column]
        return found.values[np.searchsorted(found.rows, rows)]

    def at(self, sheet: str, row: int, column: int) -> Scalar | Unavailable:
        """One cell."""
        value: Scalar | Unavailable = self.column(sheet, column, np.array([row], dtype=np.int64))[0]
        return value


def _without_reasons(block: ValueBlock) -> ValueBlock:
    """A follower of a calculated array always has a value; one that the engine does not name shows #N/A."""
    out = block.copy()
    for at, value in np.ndenumerate(block):
        if isinstance(value, Unavailable):
            out[at] = ExcelError("#N/A")
    return out


def _wanted(nodes: Iterable[FormulaNode]) -> Mapping[str, set[int]]:
    """The columns that *nodes* read and answer, by sheet."""
    wanted: dict[str, set[int]] = {}
    for node in nodes:
        if not node.helper:
            wanted.setdefault(node.sheet, set()).update(column for column, _ in node.filled())
        for part in node.reads.parts:
            box = part.box
            if box.right - box.left < 1000:
                wanted.setdefault(box.sheet, set()).update(range(box.left, box.right + 1))
    return wanted
