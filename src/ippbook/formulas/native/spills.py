"""How large each spill is: an engine needs it, and the file says where it ends."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

import numpy as np

from ippbook.formulas.cell_cache import CellCache
from ippbook.formulas.engines import Unavailable
from ippbook.formulas.native.copies import CopiedWorkbook
from ippbook.formulas.native.nodes import FormulaKind, FormulaNode
from ippbook.formulas.native.scratch_sheets import SIZES, array_name, array_range
from ippbook.formulas.source import RowNumbers
from ippbook.formulas.values import ExcelError, Scalar
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.refs import Area

BLOCKED: Final = ExcelError("#SPILL!")
"""What a formula shows whose answer needs cells that are not empty."""
_MOST_CELLS: Final = 5_000_000


class SpillSizes:
    """Where each spill of a workbook ends: first as the file says, then as its answer needs."""

    ROUNDS: ClassVar[int] = 8
    """Calculations of one job until the sizes of its spills must stay."""

    def __init__(self, nodes: Sequence[FormulaNode], source: CellCache, book: CopiedWorkbook) -> None:
        self._source = source
        self._book = book
        self._formulas: dict[tuple[str, int], list[tuple[RowNumbers, FormulaNode]]] = {}
        for node in nodes:
            for column, rows in node.filled():
                self._formulas.setdefault((node.sheet, column), []).append((rows, node))
        self.ends: dict[tuple[str, int, int], tuple[int, int]] = {}
        """Where each spill ends, by sheet, row and column of its formula."""
        self.before: dict[int, tuple[int, int]] = {}
        """Where the spill of a node ended in the file, by the node's identity."""
        self._unsized: set[int] = set()
        self._blocked: set[int] = set()
        for node in nodes:
            if node.kind == FormulaKind.SPILL or (node.helper and node.until is not None):
                self.placed(node)
            if node.kind == FormulaKind.SPILL and node.until is not None:
                self.before[id(node)] = node.until

    def placed(self, node: FormulaNode) -> None:
        """Remember where *node* ends now."""
        assert node.until is not None  # noqa: S101  # only spills come here
        self.ends[node.sheet, node.home.row, node.column] = node.until
        if node.helper:
            self._source.define(array_name(node.sheet), array_range(node.sheet, node.until))

    def clear(self, node: FormulaNode) -> None:
        """Blank the cells that the spill has filled so far: they do not block it, and no formula may read them."""
        for column, rows in node.filled():
            kept = rows[1:] if column == node.column else rows
            if len(kept):
                self._source.put(node.sheet, column, kept, np.full(len(kept), None, dtype=object))

    def unsized(self, node: FormulaNode) -> bool:
        """Whether the engine must tell the size of *node*: its last answer did not fit."""
        return id(node) in self._unsized

    def resized(
        self,
        nodes: Sequence[FormulaNode],
        sizes: Sequence[FormulaNode],
        at: Callable[[str, int, int], Scalar | Unavailable],
    ) -> bool:
        """Look at the answers of a job; whether it must be calculated again, because a spill has another size or its size is not known."""
        again = False
        for row, node in enumerate(sizes, 1):
            height, width = at(SIZES, row, 1), at(SIZES, row, 2)
            self._unsized.discard(id(node))
            if isinstance(height, float) and isinstance(width, float):
                again |= self._resize(node, int(height), int(width))
            elif lost := next((one for one in (height, width) if isinstance(one, Unavailable)), None):
                node.mark_stale(node.rows.tolist(), lost.why)
            else:
                # the answer is an error: one cell shows it
                again |= self._resize(node, 1, 1)
        if again:
            return True
        for node in nodes:
            first = at(node.sheet, node.home.row, node.column) if node.kind == FormulaKind.SPILL else None
            unfit = first == BLOCKED or (isinstance(first, Unavailable) and first.code == "spill")
            if unfit and id(node) not in self._blocked and node not in sizes:
                self._unsized.add(id(node))
                again = True
        return again

    def _resize(self, node: FormulaNode, height: int, width: int) -> bool:
        """Let the spill take that many rows and columns. Whether that is new."""
        bottom, right = node.home.row + height - 1, node.home.column + width - 1
        if bottom > MAX_ROW or right > MAX_COL or height * width > _MOST_CELLS or self._occupied(node, bottom, right):
            self._blocked.add(id(node))
            bottom, right = node.home.row, node.home.column
        changed = node.until != (bottom, right)
        node.until = (bottom, right)
        self.placed(node)
        return changed

    def _occupied(self, node: FormulaNode, bottom: int, right: int) -> bool:
        """Whether a cell that the spill needs holds something else."""
        taken = [
            Area(table.first_row, table.first_col, table.last_row, table.last_col)
            for table in self._book.tables
            if table.sheet == node.sheet
        ]
        if any(
            area.first_row <= bottom
            and area.last_row >= node.home.row
            and area.first_col <= right
            and area.last_col >= node.home.column
            for area in [*taken, *self._book.merges.get(node.sheet, ())]
        ):
            return (bottom, right) != (node.home.row, node.home.column)
        for column in range(node.home.column, right + 1):
            for rows, other in self._formulas.get((node.sheet, column), ()):
                if other is not node and ((rows >= node.home.row) & (rows <= bottom)).any():
                    return True
            top = node.home.row + (column == node.home.column)
            if top <= bottom:
                block = self._source.block(node.sheet, top, column, bottom, column)
                if any(value is not None for value in block.flat):
                    return True
        return False
