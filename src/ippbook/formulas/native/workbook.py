"""The formulas of a workbook file, ours and native ones, calculated together."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Final

import numpy as np

from ippbook import ooxml
from ippbook.formulas.aggregates import AGGREGATES
from ippbook.formulas.cell_cache import CellCache
from ippbook.formulas.evaluation import Functions
from ippbook.formulas.groups import SkippedFormulas
from ippbook.formulas.native.calculation import FormulaCalculation
from ippbook.formulas.native.collect import CollectedFormulas, collect_formulas, guard_due
from ippbook.formulas.native.copies import CopiedWorkbook
from ippbook.formulas.native.graph import FormulaGraph
from ippbook.formulas.native.nodes import FormulaKind, FormulaNode
from ippbook.formulas.native.reading import VOLATILE, read_formula
from ippbook.formulas.native.request import CellPlaces, FormulaRequest, FormulaScope, name_scope
from ippbook.formulas.native.scratch_sheets import taken_name
from ippbook.formulas.pending_edits import PendingEdits
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.recalculate import Calculated, FormulaOutcome, SpillRange
from ippbook.formulas.source import RowNumbers, Vector
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass

_PRECISION: Final = late_pattern(rb"<(?:[\w.-]+:)?calcPr\b[^>]*\sfullPrecision\s*=\s*[\"'](?:0|false)[\"']")
_AS_DISPLAYED: Final = "the workbook calculates with the precision that its cells show, which only Excel does"
SUBTOTALS: Final = frozenset({"SUBTOTAL", "AGGREGATE"})
"""They pass over cells with one another, so an engine must see the formulas in those, not their values."""
_SHEETS_COUNTED: Final = "it counts sheets, and ippbook calculates on a copy that has other sheets"


@dataclass
class WorkbookCalculation:
    """One workbook's formulas: collected once, calculated once."""

    book: ooxml.Book
    cells: Mapping[str, ooxml.SheetCells]
    """The sheets that have formulas."""
    source: CellCache
    functions: Functions
    request: FormulaRequest
    answered: CellPlaces = field(default_factory=dict)
    """Cells whose formula the checks answer."""
    changed: CellPlaces = field(default_factory=dict)
    """Cells that hold another value than the file."""
    needed: Collection[tuple[str, int]] = ()
    """The columns that the checks read, by sheet."""
    pending: PendingEdits | None = None
    """Edits of the file that its formulas see as if they were written."""

    def outcome(self, day: date) -> FormulaOutcome:
        """Calculate; TODAY is *day*."""
        nothing = np.empty(0, dtype=np.int64)
        found = collect_formulas(
            {sheet: self._runs(sheet) for sheet in self.cells},
            lambda sheet, column: self.answered.get((sheet, column), nothing),
            self.functions,
            self.source,
            AGGREGATES.__contains__,
        )
        if self.request.scope is not FormulaScope.EVERYTHING:
            self._leave_current(found)
        guard_due(found.nodes, self.source)
        self._mark_refused([node for node in found.nodes if node.due])
        calculation = FormulaCalculation(
            found.nodes, self.functions, self.source, self._copied(found), self.request.engine, self.request.limits, day
        )
        calculation.run()
        return _outcome(found, calculation)

    def _runs(self, sheet: str) -> Iterable[ooxml.FormulaRun]:
        """The formulas of a sheet."""
        in_file = self.cells[sheet].formula_runs()
        return in_file if self.pending is None else self.pending.runs(sheet, in_file)

    def _mark_refused(self, due: Sequence[FormulaNode]) -> None:
        """Name those stale that no copy of this workbook can calculate."""
        if why := self._refusal():
            for node in due:
                node.mark_stale(node.rows.tolist(), why)
        others = any(sheet.kind != "worksheet" for sheet in self.book.sheets)
        for node in due:
            if node.reads.functions & ({"SHEETS", "SHEET"} if others else {"SHEETS"}):
                node.mark_stale(node.rows.tolist(), _SHEETS_COUNTED)

    def _refusal(self) -> str:
        """Why no formula of the workbook can be calculated; empty where they can."""
        if _PRECISION.search(self.book.part(self.book.workbook_part) or b""):
            return _AS_DISPLAYED
        taken = taken_name(sheet.name for sheet in self.book.sheets)
        return (
            say("ippbook needs the name of the sheet {taken} for its own cells; rename that sheet", taken=taken)
            if taken
            else ""
        )

    def _leave_current(self, found: CollectedFormulas) -> None:
        """Only what the request names is due."""
        graph = FormulaGraph(found.nodes)
        due = self._needed(graph) if self.request.scope is FormulaScope.NEEDED else self._changed(graph, found)
        for number, node in enumerate(found.nodes):
            node.due = number in due
            if not node.due:
                node.stale.clear()  # nothing that it reads has changed: its value is as current as it was

    def _needed(self, graph: FormulaGraph) -> set[int]:
        roots = [
            number
            for number, node in enumerate(graph.nodes)
            if (node.kind == FormulaKind.OURS and not node.helper) or (node.sheet, node.column) in self.needed
        ]
        return graph.precedents(roots)

    def _changed(self, graph: FormulaGraph, found: CollectedFormulas) -> set[int]:
        roots = {
            number
            for number, node in enumerate(found.nodes)
            if node.kind == FormulaKind.OURS
            or node.reads.functions & (VOLATILE | SUBTOTALS)
            or self._reads_changed(node)
        }
        numbers = {id(node): number for number, node in enumerate(found.nodes)}
        roots.update(numbers[id(node)] for node in found.empty)
        due = graph.dependents(roots)
        helpers = [node for number, node in enumerate(found.nodes) if number in due]
        while helpers:
            for helper in helpers.pop().needs:
                if numbers[id(helper)] not in due:
                    due.add(numbers[id(helper)])
                    helpers.append(helper)
        return due

    def _reads_changed(self, node: FormulaNode) -> bool:
        for (sheet, column), rows in self.changed.items():
            for part in node.reads.parts:
                box = part.box
                if box.sheet == sheet and box.left <= column <= box.right:
                    low, high = np.searchsorted(rows, [box.top, box.bottom + 1])
                    if high > low:
                        return True
        return node.reads.everything and bool(self.changed)

    def _copied(self, found: CollectedFormulas) -> CopiedWorkbook:
        sheets = tuple(sheet.name for sheet in self.book.sheets if sheet.kind == "worksheet")
        areas = self.book.tables if self.pending is None else self.pending.tables
        tables = tuple(table for table in areas.values() if table.sheet in sheets)
        names = {name_scope(name): text for name, text in self.book.defined_names.items() if _usable(name, text)}
        looks = any(node.reads.functions & SUBTOTALS for node in found.nodes)
        hidden = {sheet: self._hidden(sheet) for sheet in sheets} if looks else {}
        filtered = frozenset(sheet for sheet, rows in hidden.items() if rows and self._filters(sheet))
        merges = {sheet: tuple(cells.merges) for sheet, cells in self.cells.items() if cells.merges}
        return CopiedWorkbook(sheets, tables, names, hidden, filtered, self.book.date1904, merges)

    def _filters(self, sheet: str) -> bool:
        """Whether a filter of the sheet, or of a table on it, hides rows."""
        parts = [
            self.book.sheet(sheet).part,
            *(table.part for table in self.book.tables.values() if table.sheet == sheet),
        ]
        return any(b"filterColumn" in (self.book.part(part) or b"") for part in parts)

    def _hidden(self, sheet: str) -> frozenset[int]:
        cells = self.cells.get(sheet) or self.book.read(sheet, columns=())
        return frozenset((np.flatnonzero(cells.hidden) + cells.first_row).tolist())


def _usable(name: str, text: str) -> bool:
    """Whether an engine may get the name: not Excel's own names, not other workbooks, not our functions."""
    return not name.rpartition("!")[2].startswith("_xlnm") and "IPP_" not in text.upper() and not _other_workbook(text)


def _other_workbook(text: str) -> bool:
    try:
        return bool(read_formula(text.removeprefix("=")).other_workbook)
    except FormulaError:
        return True


def _outcome(found: CollectedFormulas, calculation: FormulaCalculation) -> FormulaOutcome:
    outcome = FormulaOutcome(unsettled=found.unsettled, engine=calculation.engine_used)
    parts: dict[tuple[str, int], list[tuple[RowNumbers, Vector]]] = defaultdict(list)
    before = calculation.spills.before
    for node in found.nodes:
        if node.helper:
            continue
        count = 0 if node.until is not None and node.stale else len(node.rows) - len(node.stale)
        if node.kind == FormulaKind.OURS and not node.needs:
            outcome.calculated += count
        else:
            outcome.native += count
        outcome.not_calculated += len(node.rows) - count
        outcome.kept += 0 if node.due else count
        outcome.skipped.extend(_skipped(node))
        if node.kind == FormulaKind.SPILL and node.due and not node.stale and node.until is not None:
            old = before[id(node)]
            if old != node.until:
                outcome.spills.append(SpillRange(node.sheet, node.home.row, node.column, node.until))
                _blank(node, old, parts)
    for node, column, rows, values in calculation.answers:
        stale = node.until is None and bool(node.stale)
        kept = ~np.isin(rows, list(node.stale)) if stale else np.ones(len(rows), dtype=bool)
        if node.until is not None and node.stale:
            continue
        parts[node.sheet, column].append((rows[kept], values[kept]))
        if node.kind != FormulaKind.OURS:
            outcome.native_columns.add((node.sheet, column))
    outcome.columns = tuple(_joined(sheet, column, several) for (sheet, column), several in parts.items())
    return outcome


def _blank(
    node: FormulaNode, old: tuple[int, int], parts: dict[tuple[str, int], list[tuple[RowNumbers, Vector]]]
) -> None:
    """The cells that the spill has filled and fills no more."""
    assert node.until is not None  # noqa: S101  # the caller looked
    for column in range(node.column, old[1] + 1):
        first = node.home.row if column > node.until[1] else node.until[0] + 1
        rows = np.arange(first, old[0] + 1, dtype=np.int64)
        if len(rows):
            parts[node.sheet, column].insert(0, (rows, np.full(len(rows), None, dtype=object)))


def _skipped(node: FormulaNode) -> Iterable[SkippedFormulas]:
    by_reason: dict[str, list[int]] = defaultdict(list)
    for row, why in node.stale.items():
        by_reason[why].append(row)
    for why, rows in by_reason.items():
        if node.until is None:
            yield SkippedFormulas(node.sheet, node.column, tuple(sorted(rows)), why)
            continue
        for column, filled in node.filled():
            yield SkippedFormulas(node.sheet, column, tuple(filled.tolist()), why)


def _joined(sheet: str, column: int, parts: list[tuple[RowNumbers, Vector]]) -> Calculated:
    """One entry a cell, rows rising; of two answers for a cell the later counts."""
    rows = np.concatenate([rows for rows, _ in parts])
    values = np.concatenate([values for _, values in parts])
    order = np.argsort(rows, kind="stable")
    rows, values = rows[order], values[order]
    last = np.append(rows[1:] != rows[:-1], True) if len(rows) else np.empty(0, dtype=bool)
    return Calculated(sheet, column, rows[last], values[last])
