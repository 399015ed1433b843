"""The arguments of an aggregate as values: a range, a range that grows with each row, one value a row, or one value."""

from collections.abc import Sequence

import numpy as np

from ippbook.formulas.aggregates import AggregateArgument, Prefix, TallRange
from ippbook.formulas.aggregates.arguments import to_height
from ippbook.formulas.cell_cache import CellCache
from ippbook.formulas.evaluation import evaluate_rows
from ippbook.formulas.native.nodes import AggregateCall
from ippbook.formulas.native.reads import GroupRead
from ippbook.formulas.problems import NotCalculatedError
from ippbook.formulas.regions import Region, locate
from ippbook.formulas.source import Place, RowNumbers, ValueBlock
from ippbook.formulas.tree import AreaReference, Constant, Formula, Missing, NameReference, Node, TableReference
from ippbook.ooxml.excel_limits import MAX_COL


def aggregate_arguments(
    call: AggregateCall, source: CellCache, home: Place, rows: RowNumbers
) -> Sequence[AggregateArgument | None]:
    """The arguments of *call* in each of *rows*. Raises `FormulaError` for a range that is neither fixed nor grows from a fixed row."""
    return [_argument(node, source, home, rows) for node in call.arguments]


def _argument(node: Node | None, source: CellCache, home: Place, rows: RowNumbers) -> AggregateArgument | None:
    if node is None or isinstance(node, Missing):
        return None
    if not isinstance(node, AreaReference | TableReference | NameReference):
        value = evaluate_rows(Formula.of(node), {}, source, home, rows[:1]).values[0]
        found: AggregateArgument = value
        return found
    first = locate(node, source, home, int(rows[0]))
    if isinstance(first, Constant):
        if isinstance(node, NameReference) or len(rows) == 1:
            return first.value
        raise NotCalculatedError("a range of it is outside the sheet in some rows")
    last = locate(node, source, home, int(rows[-1]))
    if isinstance(last, Constant):
        raise NotCalculatedError("a range of it is outside the sheet in some rows")
    if first.single and last.single and first.moves:
        return source.cells(first.sheet, first.left, rows + (first.top - int(rows[0])))
    if not first.moves and not first.stretches:
        block = _block(first, source)
        return block[0, 0] if first.single else _fixed(block, first.bottom - first.top + 1)
    part = GroupRead(first, last, int(rows[0]))
    top, bottom = part.bounds(rows)
    if first.stretches and (top == top[0]).all():
        whole = to_height(_block(part.box, source), int(bottom.max()) - int(top[0]) + 1)
        return Prefix(whole, (bottom - int(top[0]) + 1).astype(np.int64))
    raise NotCalculatedError("a range of it moves with each row")


def _fixed(block: ValueBlock, height: int) -> AggregateArgument:
    return block if len(block) == height else TallRange(block, height)


def _block(region: Region, source: CellCache) -> np.ndarray:
    """The values of a range; whole columns end where their last value is."""
    right = region.right if region.right < MAX_COL else max(source.extent(region.sheet)[1], 1)
    lengths = [source.length(region.sheet, column) for column in range(region.left, right + 1)]
    bottom = min(region.bottom, max([*lengths, region.top]))
    return source.block(region.sheet, region.top, region.left, bottom, right)
