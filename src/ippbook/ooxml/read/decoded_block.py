"""A block of rows that the reference reader decoded while it parsed them, and the lists that grow while it does."""

from collections.abc import Sequence
from dataclasses import field
from typing import Any, Final

import numpy as np

from ippbook.ooxml.read.blocks import DATE, ERROR, TEXT, BlockValues, Bytes, Floats, FormulaElement, Ints, RowBlock
from ippbook.quick_dataclasses import dataclass

CELL_COLUMNS: Final = (
    "row", "col", "start", "tag_end", "end", "closed", "style", "type", "f_start", "f_end", "v_start", "v_end",
    "kinds", "numbers", "strings", "formulas",
)  # fmt: skip
ROW_COLUMNS: Final = ("row_number", "row_start", "row_tag_end", "row_closed", "row_end", "row_hidden")
_PLACES: Final = (
    "start", "tag_end", "end", "f_start", "f_end", "v_start", "v_end", "row_start", "row_tag_end", "row_end",
)  # fmt: skip
_TYPES: Final[dict[str, np.dtype[Any]]] = {
    "closed": np.dtype(np.bool_), "row_closed": np.dtype(np.bool_), "row_hidden": np.dtype(np.bool_),
    "type": np.dtype(np.uint8), "kinds": np.dtype(np.uint8), "numbers": np.dtype(np.float64),
}  # fmt: skip
_INTEGERS: Final[np.dtype[Any]] = np.dtype(np.int64)


@dataclass
class DecodedBlock(RowBlock):
    """A block whose values were decoded while it was parsed."""

    kinds: Bytes = field(default_factory=lambda: np.empty(0, dtype=np.uint8))
    numbers: Floats = field(default_factory=lambda: np.empty(0))
    strings: list[str] = field(default_factory=list)
    formulas: list[FormulaElement | None] = field(default_factory=list)

    def values(self, pick: Ints) -> BlockValues:
        """What the picked cells hold."""
        kind = self.kinds[pick]
        textual = np.flatnonzero((kind == TEXT) | (kind == ERROR) | (kind == DATE))
        return BlockValues(kind, self.numbers[pick], [self.strings[at] for at in pick[textual].tolist()])

    def formula_keys(self, pick: Ints) -> Sequence[bytes | FormulaElement]:
        """The formulas themselves."""
        return [element for at in pick.tolist() if (element := self.formulas[at]) is not None]

    def source(self, key: bytes | FormulaElement) -> FormulaElement:
        """The formula of a key."""
        assert isinstance(key, FormulaElement)  # noqa: S101 - the keys of this block are
        return key


class BlockLists:
    """The columns of a block under construction. Positions count from the start of the part."""

    def __init__(self) -> None:
        self.cells: dict[str, list[Any]] = {name: [] for name in CELL_COLUMNS}  # columns of different types
        self.rows: dict[str, list[Any]] = {name: [] for name in ROW_COLUMNS}  # likewise

    def block(self, raw: bytes, base: int, encoding: str, prefix: str) -> DecodedBlock:
        """The block of the bytes *raw*, which begin at *base* in the part."""
        columns: dict[str, Any] = {}
        for name, values in (self.cells | self.rows).items():
            is_list = name in ("strings", "formulas")
            columns[name] = values if is_list else np.array(values, dtype=_TYPES.get(name, _INTEGERS))
        for name in _PLACES:
            columns[name] = np.where(columns[name] >= 0, columns[name] - base, -1)
        attributes = columns["start"] + len(f"<{prefix}c".encode(encoding))
        return DecodedBlock(raw=raw, encoding=encoding, prefix=prefix, attr_at=attributes, **columns)
