"""Merged cells: only the first of them is seen, and what is put into another is lost to everybody."""

from collections.abc import Iterable

import numpy as np

from ippbook.ooxml import refs
from ippbook.ooxml.errors import EditError
from ippbook.ooxml.read.blocks import Ints
from ippbook.ooxml.write.edits import place_of


def refuse_covered(keys: Ints, merges: Iterable[refs.Area], where: str) -> None:
    """Raise `EditError` for the first of the cells *keys* (rising) that merged cells hide. *where* begins its sentence."""
    for area in merges:
        low, high = np.searchsorted(keys, [area.first_row << 15, (area.last_row + 1) << 15])
        cols = keys[low:high] & 0x7FFF
        covered = keys[low:high][(cols >= area.first_col) & (cols <= area.last_col)]
        covered = covered[covered != (area.first_row << 15 | area.first_col)]
        if len(covered):
            cell = refs.name(*place_of(int(covered[0])))
            first = refs.name(area.first_row, area.first_col)
            raise EditError(
                f"{where}, cell {cell}: the cell is hidden under the merged cells {area}; write to {first} or unmerge them."
            )


__all__ = ["refuse_covered"]
