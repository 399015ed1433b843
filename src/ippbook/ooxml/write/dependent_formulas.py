"""Cells that hang on the formula of another: what arrays and data tables fill, and what shares a formula.

Rows come in order, so the cell that holds an array or a shared formula nearly always comes before those that hang on it;
a follower that comes first is remembered.
"""

from dataclasses import dataclass, field

import numpy as np

from ippbook.ooxml import refs
from ippbook.ooxml.errors import EditError
from ippbook.ooxml.read.blocks import FILLING, Block, Ints
from ippbook.ooxml.write.edits import place_of


@dataclass
class Hanging:
    """What hangs on what in one sheet, learnt block by block. *where* begins its error sentences."""

    where: str
    arrays: list[refs.Area] = field(default_factory=list)  # what array formulas and data tables fill
    orphaned: dict[int, tuple[int, str]] = field(default_factory=dict)  # shared formulas whose first cell loses them
    followers: dict[int, int] = field(default_factory=dict)  # the key of a cell that keeps a shared formula

    def note(self, block: Block) -> None:
        """Remember which cells array formulas and data tables fill: cells further down hang on them."""
        has = np.flatnonzero(block.f_start >= 0)
        if not len(has):
            return
        if block.quick:
            raw = block.raw
            marked = (
                [b" ref=" in raw[a : a + 200].partition(b">")[0] for a in block.f_start[has].tolist()]
                if b"<f " in raw
                else []
            )
            has = has[np.array(marked, dtype=bool)] if marked else has[:0]
        for source in block.sources(has):
            area = refs.area(source.ref) if source.ref else None
            if area is None:
                continue
            if source.kind in FILLING and area[:2] != area[2:]:
                self.arrays.append(area)

    def fills(self, row: int, col: int) -> bool:
        """Whether an array formula or a data table fills the cell."""
        return any(area.holds(row, col) for area in self.arrays)

    def refuse_in_arrays(self, keys: Ints) -> None:
        """Refuse to give or take a single cell's formula where an array formula or a data table fills it."""
        rows, cols = keys >> 15, keys & 0x7FFF
        for area in self.arrays if len(keys) else ():
            held = (
                (rows >= area.first_row) & (rows <= area.last_row) & (cols >= area.first_col) & (cols <= area.last_col)
            )
            if held.any():
                cell = refs.name(*place_of(int(keys[held][0])))
                raise EditError(
                    f"{self.where}, cell {cell}: the cell is part of an array formula, which can only be changed as a whole; clear the array in Excel first."
                )

    def check_shared(self, block: Block, keys: Ints, bereft: Ints) -> None:
        """Refuse to take a formula away that other cells share and keep. *bereft*: keys of the cells that lose theirs here.

        Only the first cell of a shared formula holds its text, so it may go only with all the others.
        """
        if block.quick and b'"shared"' not in block.raw:
            return
        has = np.flatnonzero(block.f_start >= 0)
        if not len(has):
            return
        lost = np.isin(keys[has], bereft).tolist()
        for key, gone, source in zip(keys[has].tolist(), lost, block.sources(has), strict=True):
            if source.kind != "shared":
                continue
            if source.text and gone:
                self.orphaned[source.si] = key, source.ref
            elif not source.text and not gone:
                self.followers.setdefault(source.si, key)
        for number in self.orphaned.keys() & self.followers.keys():
            key, ref = self.orphaned[number]
            raise EditError(
                f"{self.where}, cell {refs.name(*place_of(key))}: the cell holds the formula that the cells {ref} share, and {refs.name(*place_of(self.followers[number]))} would keep it; change all of them, or clear those cells in Excel first."
            )
