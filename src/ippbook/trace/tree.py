"""The nodes of a trace: cells with their values, formulas and what they read, or what reads them. Each range has one node."""

from collections import deque
from collections.abc import Iterator
from dataclasses import field
from typing import Final

import numpy as np

from ippbook.formulas.native.reading import POINTING
from ippbook.formulas.regions import Region
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass
from ippbook.trace.areas import place_text, plain_region
from ippbook.trace.cell_values import CellSummary
from ippbook.trace.computed_inputs import ComputedCellsPart, ComputedInput
from ippbook.trace.placed_formulas import FormulaPart
from ippbook.trace.workbook import TracedWorkbook

MOST_NODES: Final = 200
"""Ranges of one trace."""
_MOST_CHILDREN: Final = 60


@dataclass(eq=False)
class TraceNode:
    """A cell or range of a trace, or something that uses cells and is in none."""

    kind: str
    """formula, computed, input, blank, or what uses cells: conditional format, validation, defined name, chart, pivot table."""
    place: str
    """The cells, or the name or part of what uses them; "" for a note."""
    table_name: str = ""
    """The same cells as a table names them, where they are a whole column of one."""
    formula: str = ""
    summary: CellSummary | None = None
    stale: str = ""
    """Why the value is old."""
    notes: list[str] = field(default_factory=list)
    children: list["TraceNode"] = field(default_factory=list)
    parent: "TraceNode | None" = None
    """The nearest node above it: there it is shown in full."""
    more: int = 0
    """Children that are not in the trace, because it would be too long."""


@dataclass(frozen=True, eq=False)
class _Work:
    node: TraceNode
    region: Region
    formula: FormulaPart | None = None
    computed: ComputedCellsPart | None = None


class _Trace:
    """One walk over the workbook, level by level, so that what is near comes first where a trace is cut."""

    def __init__(self, book: TracedWorkbook) -> None:
        self.book = book
        self.known: dict[tuple[str, Region], TraceNode] = {}
        self.users: dict[int, TraceNode] = {}
        self.waiting: deque[_Work] = deque()

    def full(self) -> bool:
        return len(self.known) >= MOST_NODES

    def add(
        self, parent: TraceNode, kind: str, region: Region, work: "tuple[FormulaPart | None, ComputedCellsPart | None]"
    ) -> TraceNode | None:
        """The node of *region* below *parent*: the known one, or a new one, which is looked at later. None where the trace is full."""
        formula, computed = work
        region = plain_region(region)
        at = (kind if kind == "range" else "cells", region)
        node = self.known.get(at)
        if node is None:
            if self.full() or len(parent.children) >= _MOST_CHILDREN:
                parent.more += 1
                return None
            node = self._node(kind, region, formula, computed)
            node.parent = parent
            self.known[at] = node
            self.waiting.append(_Work(node, region, formula, computed))
        if node not in parent.children:
            parent.children.append(node)
        return node

    def _node(
        self, kind: str, region: Region, formula: FormulaPart | None, computed: ComputedCellsPart | None
    ) -> TraceNode:
        node = TraceNode(kind, place_text(region), self.book.table_name(region), summary=self.book.summary(region))
        if formula is not None:
            node.formula = "=" + formula.formula.text_in(int(formula.rows[0]))
            node.stale = self.book.stale_reason(formula)
            if formula.formula.array and not region.single:
                node.notes.append("one array formula fills these cells")
            elif len(formula.rows) > 1:
                node.notes.append(
                    say(
                        "one formula filled down to {rows_count:,} cells; this is the first",
                        rows_count=len(formula.rows),
                    )
                )
            node.notes.extend(_unknown_reads(formula))
        elif computed is not None:
            node.notes.append(say("{computed_name}: ippbook computes it", computed_name=computed.name))
        elif kind == "input" and node.summary is not None and node.summary.empty:
            node.kind = "blank"
        return node

    def start(self, region: Region) -> TraceNode:
        """The node of the traced cell."""
        root = TraceNode("", "")
        self.place(root, region)
        return root.children[0]

    def place(self, parent: TraceNode, region: Region) -> None:
        """*region* below *parent*: as one node where one formula or nothing fills it, else a range with what is in it."""
        formulas = list(self.book.formulas.within(region))
        computed = self._computed(region, formulas)
        if len(formulas) == 1 and (formulas[0].region == plain_region(region) or formulas[0].formula.array):
            self.add(parent, "formula", formulas[0].region, (formulas[0], None))
        elif not formulas and len(computed) == 1 and computed[0].region == plain_region(region):
            self.add(parent, "computed", region, (None, computed[0]))
        elif not formulas and not computed:
            self.add(parent, "input", region, (None, None))
        else:
            self.add(parent, "range", region, (None, None))

    def _computed(self, region: Region, formulas: list[FormulaPart]) -> list[ComputedCellsPart]:
        """What ippbook computes there without a formula."""
        return [
            part for part in self.book.computed.within(region) if not any(_covers(one, part.region) for one in formulas)
        ]

    # ---- what cells read

    def expand_reads(self, work: _Work) -> None:
        """Put what *work* reads below its node."""
        node = work.node
        if node.kind == "range":
            formulas = list(self.book.formulas.within(work.region))
            for formula in formulas:
                self.add(node, "formula", formula.region, (formula, None))
            for computed in self._computed(work.region, formulas):
                self.add(node, "computed", computed.region, (None, computed))
        elif work.formula is not None:
            self._formula_reads(work.node, work.formula)
        elif work.computed is not None:
            for one in self.book.computed.inputs(work.computed):
                self._computed_reads(node, one)

    def _formula_reads(self, node: TraceNode, part: FormulaPart) -> None:
        for region in part.regions():
            cut = self.book.used(region)
            own = [one for one in self.book.formulas.within(cut) if one.formula is part.formula]
            if own and len(own[0].rows) > 1 and not part.formula.array:
                # a running formula: each row reads rows of its own column
                node.notes.append(say("it also reads its own column, {place_text}", place_text=place_text(cut)))
                continue
            if own and len(part.rows) == 1 and abs(int(own[0].rows[0]) - int(part.rows[0])) == 1:
                self._place_run(node, part, own[0], cut)
                continue
            self.place(node, cut)

    def _place_run(self, node: TraceNode, part: FormulaPart, own: FormulaPart, region: Region) -> None:
        """A cell that reads the cell above or below it, which has the same formula: all of them as one node."""
        formula = part.formula
        up = int(own.rows[0]) < int(part.rows[0])
        rows = formula.rows[formula.rows <= own.rows[0]] if up else formula.rows[formula.rows >= own.rows[0]]
        whole = formula.in_rows(rows) if region.top == region.bottom and own.region.single else own
        self.add(node, "formula", whole.region, (whole, None))

    def _computed_reads(self, node: TraceNode, one: ComputedInput) -> None:
        if one.region is None:
            node.children.append(TraceNode("note", "", notes=[one.note], parent=node))
        elif one.whole:
            found = self.add(node, "input", one.region, (None, None))
            if found is not None and one.note not in found.notes:
                found.notes.append(one.note)
        else:
            self.place(node, one.region)

    # ---- what reads cells

    def expand_readers(self, work: _Work) -> None:
        """Put what reads *work* below its node."""
        node = work.node
        for reader in self.book.formulas.readers(work.region):
            read = work.formula
            # in a running column, where each cell reads the one above, the rest of it is one node
            part = _rest_of(read, reader) if read is not None and reader.formula is read.formula else reader
            if part is not None:
                self.add(node, "formula", part.region, (part, None))
        for computed in self.book.computed.readers(work.region):
            filled = list(self.book.formulas.within(computed.region))
            if not any(_covers(one, computed.region) for one in filled):
                self.add(node, "computed", computed.region, (None, computed))
        for user in self.book.users(work.region):
            if id(user) not in self.users:
                self.users[id(user)] = TraceNode(user.kind, user.place, formula=user.formula, parent=node)
            node.children.append(self.users[id(user)])

    def note_pointing(self, root: TraceNode) -> None:
        """Name the formulas that may read the cell, which only their calculation shows."""
        parts = [part for part in self.book.formulas.pointing if ("cells", part.region) not in self.known]
        if parts:
            places = ", ".join(place_text(part.region) for part in parts[:5])
            more = say(" and {parts_count:,} more", parts_count=len(parts) - 5) if len(parts) > 5 else ""
            root.notes.append(
                say("perhaps also read by formulas with INDIRECT or OFFSET: {places}{more}", places=places, more=more)
            )


def _rest_of(read: FormulaPart, reader: FormulaPart) -> FormulaPart | None:
    """All cells of a column where each cell reads the one next to it, from *reader* on; None where *read* has them already."""
    if np.isin(reader.rows, read.rows).all():
        return None
    rows, first, next_one = reader.formula.rows, int(read.rows[0]), int(reader.rows[0])
    if len(read.rows) > 1 or len(reader.rows) > 1 or abs(next_one - first) != 1:
        return reader
    return reader.formula.in_rows(rows[rows >= next_one] if next_one > first else rows[rows <= next_one])


def _covers(part: FormulaPart, region: Region) -> bool:
    """Whether the formula is in every cell of *region*."""
    height = region.bottom - region.top + 1
    return part.region.left <= region.left <= region.right <= part.region.right and len(part.rows) >= height


def _unknown_reads(part: FormulaPart) -> Iterator[str]:
    reads = part.formula.reads
    if reads is None:
        yield "its text is not a formula that can be read"
        return
    if reads.everything:
        names = ", ".join(sorted(reads.functions & POINTING)) or "INDIRECT"
        yield say("only its calculation shows what it reads ({names})", names=names)
    if reads.other_workbook:
        yield say("it reads another workbook: {other_workbook}", other_workbook=reads.other_workbook[:60])
    if reads.relative_name:
        yield say(
            "the name {relative_name} means other cells in each cell; they are not followed",
            relative_name=reads.relative_name,
        )


def precedents(book: TracedWorkbook, cell: Region) -> TraceNode:
    """*cell* and what it depends on, directly or not."""
    trace = _Trace(book)
    root = trace.start(cell)
    while trace.waiting:
        trace.expand_reads(trace.waiting.popleft())
    return root


def dependents(book: TracedWorkbook, cell: Region) -> TraceNode:
    """*cell* and what depends on it, directly or not."""
    trace = _Trace(book)
    root = trace.start(cell)
    while trace.waiting:
        trace.expand_readers(trace.waiting.popleft())
    trace.note_pointing(root)
    return root
