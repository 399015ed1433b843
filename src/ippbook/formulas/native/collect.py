"""The formulas of a workbook as nodes, each with what it reads; those that cannot be calculated are named at once."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field
from functools import partial

import numpy as np

from ippbook import ooxml
from ippbook.formulas.cell_cache import CellCache
from ippbook.formulas.fill_down import relative_key
from ippbook.formulas.groups import by_table
from ippbook.formulas.names import may_call_ippbook
from ippbook.formulas.native.engine_refusal import engine_refusal
from ippbook.formulas.native.hoist import Hoisting
from ippbook.formulas.native.nodes import FormulaKind, FormulaNode
from ippbook.formulas.native.reading import UNSETTLED
from ippbook.formulas.native.reads import FormulaReads, reads_of
from ippbook.formulas.native.spelling import names_own_table
from ippbook.formulas.native.sum_ranges import with_sum_ranges
from ippbook.formulas.parser import parse
from ippbook.formulas.problems import FormulaError, NotCalculatedError
from ippbook.formulas.source import FormulaFunction, Place, RowNumbers
from ippbook.formulas.tree import Formula
from ippbook.languages import say
from ippbook.ooxml.formula_text import moved
from ippbook.ooxml.read.cells import FILLING
from ippbook.ooxml.refs import Area, area
from ippbook.quick_dataclasses import dataclass

MOST_FILLED = 4_000_000
"""Cells that one array formula may fill: as many as Excel fills in a few seconds."""


@dataclass
class CollectedFormulas:
    """All formulas of a workbook."""

    nodes: list[FormulaNode] = field(default_factory=list)
    unsettled: int = 0
    """Cells with a random number: they keep their value, and that is right."""
    empty: list[FormulaNode] = field(default_factory=list)
    """Nodes with a cell that shows nothing yet."""


def collect_formulas(
    sheets: Mapping[str, Iterable[ooxml.FormulaRun]],
    answered: Callable[[str, int], RowNumbers],
    functions: Mapping[str, FormulaFunction],
    source: CellCache,
    aggregates: Callable[[str], bool],
) -> CollectedFormulas:
    """The formulas of *sheets* by name, without the cells that are *answered* already, by sheet and column."""
    found = CollectedFormulas()
    hoisting = Hoisting(functions, aggregates, source)
    for sheet, runs in sheets.items():
        for run, rows, text in _together(runs, partial(answered, sheet)):
            for node in _nodes(sheet, run, rows, text, functions, source):
                if node.reads.functions & UNSETTLED and not node.stale:
                    found.unsettled += node.cells
                    continue
                if not node.stale and node.native:
                    _hoist(hoisting, node)
                found.nodes.append(node)
                if run.empty.any() and np.isin(node.rows, run.rows[run.empty]).any():
                    found.empty.append(node)
    found.nodes = [*hoisting.nodes, *found.nodes]
    return found


def _together(
    runs: Iterable[ooxml.FormulaRun], answered: Callable[[int], RowNumbers]
) -> Iterator[tuple[ooxml.FormulaRun, RowNumbers, str]]:
    """The runs with their rows; formulas of a column that are one formula filled down become one."""
    alike: dict[tuple[int, str], list[ooxml.FormulaRun]] = {}
    runs = list(runs)
    filled = [area(run.ref) for run in runs if run.kind in FILLING]
    for run in runs:
        if run.kind in FILLING:
            yield run, run.rows, run.text
        elif not run.text:  # some writers mark the cells of an array formula with an empty formula
            covered = [any(one and one.holds(row, run.col) for one in filled) for row in run.rows.tolist()]
            outside = ~np.array(covered, dtype=bool)
            if outside.any():
                alike.setdefault((run.col, ""), []).append(
                    run._replace(rows=run.rows[outside], empty=run.empty[outside])
                )
        else:
            alike.setdefault((run.col, relative_key(run.text, int(run.rows[0]))), []).append(run)
    for (column, _), group in alike.items():
        rows = np.concatenate([run.rows for run in group])
        order = np.argsort(rows, kind="stable")
        run = group[0]
        if len(group) > 1:
            empty = np.concatenate([one.empty for one in group])
            first = int(rows[order[0]])
            text = next(one.text for one in group if int(one.rows[0]) == first)
            run = run._replace(rows=rows[order], empty=empty[order], text=text)
        kept = run.rows[~np.isin(run.rows, answered(column))]
        if len(kept):
            shift = int(kept[0] - run.rows[0])
            yield run, kept, moved(run.text, shift, 0) if shift else run.text


def _nodes(
    sheet: str,
    run: ooxml.FormulaRun,
    rows: RowNumbers,
    text: str,
    functions: Mapping[str, FormulaFunction],
    source: CellCache,
) -> Iterator[FormulaNode]:
    home = Place(sheet, int(rows[0]), run.col)
    parts = by_table(rows, home, source) if len(rows) > 1 and names_own_table(text) else [rows]
    if len(parts) > 1:
        for part in parts:
            yield from _nodes(sheet, run, part, moved(text, int(part[0] - rows[0]), 0), functions, source)
        return
    kind, fills, too_large = _filling(run, home, source)
    until = (fills.last_row, fills.last_col) if fills else None
    reads, why = FormulaReads(()), ""
    try:
        text = with_sum_ranges(text, home, source)
        if too_large:
            why = say("it fills more than {most:,} cells ({range_})", most=MOST_FILLED, range_=too_large)
        elif run.kind == "dataTable":
            why = "it is a data table (What-If Analysis), which only Excel calculates"
        elif not text:
            why = "the file does not hold its text"
        else:
            reads = reads_of(text, source, home, rows)
    except FormulaError as refusal:
        why = str(refusal)
    ours = _ours(text, functions) if not why and kind != FormulaKind.SPILL else None
    if ours is None and not why:
        why = _unable(reads)
    node = FormulaNode(
        sheet, run.col, rows, text, home, FormulaKind.OURS if ours else kind, reads, until, too_large, ours
    )
    if why:
        node.mark_stale(rows.tolist(), why)
    yield node


def _filling(run: ooxml.FormulaRun, home: Place, source: CellCache) -> tuple[FormulaKind, Area | None, Area | None]:
    """What kind of formula it is, the cells that it fills, and the range that the file gives it where that is too large to be calculated.

    A file may say that a formula fills a whole sheet of 17 billion cells; then the first range is as much of it as the sheet has.
    """
    filled = area(run.ref) if run.kind in {"array", "dataTable"} and run.ref else None
    if filled is None:
        return FormulaKind.NATIVE, None, None
    kind = FormulaKind.SPILL if run.dynamic else FormulaKind.ARRAY
    if (filled.last_row - home.row + 1) * (filled.last_col - home.column + 1) <= MOST_FILLED:
        return kind, filled, None
    bottom, right = source.extent(home.sheet)
    width = max(1, min(filled.last_col, right) - home.column + 1)
    height = max(1, min(filled.last_row, bottom) - home.row + 1)
    last_row = home.row + min(height, MOST_FILLED // width) - 1
    return kind, Area(home.row, home.column, last_row, home.column + width - 1), filled


def _ours(text: str, functions: Mapping[str, FormulaFunction]) -> Formula | None:
    """The tree of a formula that the evaluator of ippbook calculates alone."""
    if not may_call_ippbook(text):
        return None
    try:
        formula = parse(text)
    except FormulaError:
        return None
    return formula if all(name in functions for name in formula.functions) else None


def _unable(reads: FormulaReads) -> str:
    """Why no engine calculates the formula; nothing where one may."""
    if reads.other_workbook:
        return say("it refers to another workbook, {other_workbook}", other_workbook=reads.other_workbook[:60])
    if reads.relative_name:
        return say(
            "the name {relative_name} means other cells in each cell, which no engine here calculates",
            relative_name=reads.relative_name,
        )
    return ""


def guard_due(nodes: Iterable[FormulaNode], source: CellCache) -> None:
    """Name those of *nodes* stale that are due and that the engine would calculate wrongly, now that our own calls are taken out of them."""
    for node in nodes:
        if node.due and node.native and not node.stale and (why := engine_refusal(node, source)):
            node.mark_stale(node.rows.tolist(), why)


def _hoist(hoisting: Hoisting, node: FormulaNode) -> None:
    before = len(hoisting.nodes)
    try:
        hoisting.apply(node)
        several = node.kind in {FormulaKind.ARRAY, FormulaKind.SPILL} and node.cells > 1
        if several and node.reads.everything:
            raise NotCalculatedError("an array formula of several cells makes its references out of values")
        if several and node.kind == FormulaKind.ARRAY:
            hoisting.apart(node)
    except FormulaError as refusal:
        del hoisting.nodes[before:]
        node.needs = []
        node.mark_stale(node.rows.tolist(), str(refusal))
