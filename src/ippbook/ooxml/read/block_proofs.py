"""What one pass over a sheet proved of its blocks, so that the next pass need not search them again for cells."""

from collections.abc import Callable
from dataclasses import field
from typing import Any, Final

import numpy as np

from ippbook.ooxml.package import deflate
from ippbook.ooxml.read.blocks import ProvedBlock, RowBlock
from ippbook.ooxml.read.plain_block import PlainBlock
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class _Proof:
    """What one pass proved of a block."""

    size: int
    crc: int
    widest: int
    rows: dict[str, Any]


@dataclass
class BlockProofs:
    """What the last pass over a part proved of its blocks, in their order, so that the next one need not where bytes are the same.

    A pass inflates the part again, with its check sum proved as ever; only the search for cells is left out.
    """

    known: dict[int, _Proof] = field(default_factory=dict)

    def learn(self, place: int, block: PlainBlock) -> None:
        """Remember block number *place*, where its cells are in order and none has a formula with attributes."""
        row, col = block.row, block.col
        rising = (row[1:] > row[:-1]) | ((row[1:] == row[:-1]) & (col[1:] > col[:-1]))
        if not rising.all() or (not block.bare_formulas and b"<f " in block.raw):
            self.known.pop(place, None)
            return
        rows = {name: getattr(block, name) for name in _ROW_FIELDS}
        widest = int(block.col.max(initial=0))
        self.known[place] = _Proof(len(block.raw), deflate.crc32(block.raw), widest, rows)

    def of(self, place: int, raw: bytes, whole: Callable[[], RowBlock]) -> ProvedBlock | None:
        """Block number *place* of these bytes; None where it is not known, or not of these bytes."""
        proof = self.known.get(place)
        if proof is None or proof.size != len(raw) or proof.crc != deflate.crc32(raw):
            return None
        none = np.empty(0, dtype=np.int64)
        cells: dict[str, Any] = dict.fromkeys(_CELL_FIELDS, none)
        cells |= {"closed": none.astype(bool), "type": none.astype(np.uint8)}
        return ProvedBlock(RowBlock(raw=raw, quick=True, **cells, **proof.rows), proof.widest, whole)


_ROW_FIELDS: Final = ("row_number", "row_start", "row_tag_end", "row_closed", "row_end", "row_hidden")
_CELL_FIELDS: Final = (
    "row", "col", "start", "attr_at", "tag_end", "end", "closed", "style", "type", "f_start", "f_end", "v_start", "v_end",
)  # fmt: skip
