"""The order of calculation in stages: in each, our own formulas first, then jobs for the engine, which can run side by side."""

from collections.abc import Sequence
from dataclasses import field
from typing import Final

from ippbook.formulas.native.graph import FormulaGraph
from ippbook.formulas.native.nodes import FormulaKind, FormulaNode
from ippbook.quick_dataclasses import dataclass

LARGE_FORMULA: Final = 10_000
"""A formula in as many cells is a job for the engine of its own."""
STRETCH_ROWS: Final = 50_000
"""A job has at most as many rows of one formula: an engine needs several kilobytes for each."""
MOST_SINGLE: Final = 5_000
"""Cells of a circle that are looked at one by one."""


@dataclass
class CalculationStage:
    """What can be calculated once the stages before are done."""

    ours: list[FormulaNode] = field(default_factory=list)
    small: list[FormulaNode] = field(default_factory=list)
    """Native formulas that one job calculates together."""
    large: list[list[FormulaNode]] = field(default_factory=list)
    """Native formulas of many cells, a job each; those that need one another are together."""


def calculation_stages(nodes: Sequence[FormulaNode]) -> list[CalculationStage]:
    """The stages for *nodes*. IPP_ formulas that refer to themselves are named stale."""
    graph = FormulaGraph(list(nodes))
    stages: dict[int, CalculationStage] = {}
    for_small = [0] * len(graph.reads)
    for_others = [0] * len(graph.reads)
    for members in graph.circles():
        own = [graph.nodes[member] for member in members if member < len(graph.nodes)]
        inputs = [other for member in members for other in graph.reads[member] if other not in members]
        if not own:
            (span,) = members
            for_small[span] = max((for_small[other] for other in inputs), default=0)
            for_others[span] = max((for_others[other] for other in inputs), default=0)
            continue
        circular = len(own) > 1 or graph.reads_itself(members[0])
        small = all(node.native and node.cells < LARGE_FORMULA for node in own)
        stage = max((for_small[other] if small else for_others[other] for other in inputs), default=0)
        height = _place(stages, stage, own, small=small, circular=circular)
        for member in members:
            for_small[member] = stage if small else stage + height
            for_others[member] = stage + height
    return [stages[number] for number in sorted(stages)]


def _place(
    stages: dict[int, CalculationStage], stage: int, own: list[FormulaNode], *, small: bool, circular: bool
) -> int:
    """Put nodes into their stage; how many stages they take."""
    at = stages.setdefault(stage, CalculationStage())
    if small:
        at.small.extend(own)
        return 1
    if not circular:
        if own[0].native:
            at.large.extend([part] for part in own[0].stretches(STRETCH_ROWS))
        else:
            at.ours.append(own[0])
        return 1
    for node in own:
        if node.kind == FormulaKind.AGGREGATE:  # the engine can follow a column that reads itself row by row
            node.kind, node.call = FormulaKind.NATIVE, None
    if all(node.native for node in own):
        at.large.append(own)
        return 1
    return _one_by_one(stages, stage, own)


def _one_by_one(stages: dict[int, CalculationStage], stage: int, own: list[FormulaNode]) -> int:
    """Stages for formulas that need one another, cell by cell: a column where each cell reads the one above is not a circle."""
    if sum(node.cells for node in own) > MOST_SINGLE or any(node.until for node in own):
        for node in own:
            node.mark_stale(node.rows.tolist(), "it refers to itself, or waits for a formula that does")
        return 1
    singles = [one for node in own for one in node.singles()]
    inner = FormulaGraph(singles)
    height = 0
    for members in inner.circles():
        cells = [inner.nodes[member] for member in members if member < len(inner.nodes)]
        if not cells:
            continue
        if len(cells) > 1 or inner.reads_itself(members[0]):
            for cell in cells:
                cell.mark_stale(cell.rows.tolist(), "it refers to itself, or waits for a formula that does")
            continue
        at = stages.setdefault(stage + height, CalculationStage())
        (at.small if cells[0].native else at.ours).append(cells[0])
        height += 1
    return max(height, 1)
