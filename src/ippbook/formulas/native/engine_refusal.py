"""Whether the engine would calculate a formula wrongly, in the spelling that it gets: tables are cells there."""

from ippbook.formulas.engines.guards import guard
from ippbook.formulas.native.nodes import FormulaNode
from ippbook.formulas.native.spelling import with_cells
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.source import CellSource


def engine_refusal(node: FormulaNode, source: CellSource) -> str:
    """Why the engine must not get the native *node*; empty where it may."""
    try:
        found = guard(with_cells(node.text, node.home, source))
    except FormulaError as refusal:
        return str(refusal)
    return found.why if found else ""
