"""Cells that depend on the formula of another cell: what arrays and data tables fill, and what shares a formula.

Rows come in order, so the cell that has an array or a shared formula nearly always comes before those that depend on it;
a follower that comes first is remembered.
"""

from dataclasses import field

import numpy as np

from ippbook.ooxml import refs
from ippbook.ooxml.cell_keys import Keys, key_cols, key_place, key_rows
from ippbook.ooxml.errors import EditError
from ippbook.ooxml.read.blocks import FILLING, Bools, Ints, RowBlock
from ippbook.quick_dataclasses import dataclass


@dataclass
class DependentFormulas:
    """Which cells of one sheet depend on which, learnt block by block. *where* begins error sentences."""

    where: str
    arrays: list[refs.Area] = field(default_factory=list)
    """What array formulas and data tables fill."""
    _losing: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Shared formulas by number, whose first cell loses the text: its key, and the cells that share it."""
    _followers: dict[int, int] = field(default_factory=dict)
    """By number, the key of a cell that keeps a shared formula."""

    def note(self, block: RowBlock) -> None:
        """Remember which cells array formulas and data tables fill: cells further down depend on them."""
        has = np.flatnonzero(block.f_start >= 0)
        if not len(has):
            return
        if block.quick:
            has = has[_with_range(block, has)]
        for element in block.sources(has):
            area = refs.area(element.ref) if element.ref else None
            if area is not None and element.kind in FILLING and area[:2] != area[2:]:
                self.arrays.append(area)

    def fills(self, keys: Keys) -> Bools:
        """Which cells an array formula or a data table fills."""
        found = np.zeros(len(keys), dtype=bool)
        for area in self.arrays:
            found |= _inside(area, keys)
        return found

    def refuse_in_arrays(self, keys: Keys) -> None:
        """Refuse to set or remove a single cell's formula where an array formula or a data table fills the cell."""
        for area in self.arrays if len(keys) else ():
            inside = _inside(area, keys)
            if inside.any():
                cell = refs.cell_name(*key_place(int(keys[inside][0])))
                raise EditError(
                    "{where}, cell {cell}: the cell is part of an array formula, which can only be changed as a whole; clear the array in Excel first.",
                    where=self.where,
                    cell=cell,
                )

    def check_shared(self, block: RowBlock, keys: Keys, losing: Keys) -> None:
        """Refuse to remove a formula that other cells share and keep. *losing*: keys of the cells that lose theirs here.

        Only the first cell of a shared formula has its text, so it may go only with all the others.
        """
        if block.quick and b'"shared"' not in block.raw:
            return
        has = np.flatnonzero(block.f_start >= 0)
        if not len(has):
            return
        lost = np.isin(keys[has], losing).tolist()
        for key, gone, element in zip(keys[has].tolist(), lost, block.sources(has), strict=True):
            if element.kind != "shared":
                continue
            if element.text and gone:
                self._losing[element.si] = key, element.ref
            elif not element.text and not gone:
                self._followers.setdefault(element.si, key)
        for number in self._losing.keys() & self._followers.keys():
            key, ref = self._losing[number]
            follower = refs.cell_name(*key_place(self._followers[number]))
            raise EditError(
                "{where}, cell {cell_name}: the cell has the formula that the cells {ref} share, and {follower} would keep it; change all of them, or clear those cells in Excel first.",
                where=self.where,
                cell_name=refs.cell_name(*key_place(key)),
                ref=ref,
                follower=follower,
            )


def _with_range(block: RowBlock, has: Ints) -> Bools:
    """Which of the formulas state a range; few blocks have any."""
    raw = block.raw
    if b"<f " not in raw:
        return np.zeros(len(has), dtype=bool)
    marked = [b" ref=" in raw[a : a + 200].partition(b">")[0] for a in block.f_start[has].tolist()]
    return np.array(marked, dtype=bool)


def _inside(area: refs.Area, keys: Keys) -> Bools:
    rows, cols = key_rows(keys), key_cols(keys)
    found: Bools = (
        (rows >= area.first_row) & (rows <= area.last_row) & (cols >= area.first_col) & (cols <= area.last_col)
    )
    return found
