"""Merged cells: only the first of them is visible, and a value in another one is lost."""

from collections.abc import Iterable

import numpy as np

from ippbook.ooxml import refs
from ippbook.ooxml.cell_keys import cell_key, key_cols, key_place
from ippbook.ooxml.errors import EditError
from ippbook.ooxml.read.blocks import Ints


def refuse_covered(keys: Ints, merges: Iterable[refs.Area], where: str) -> None:
    """Raise `EditError` for the first of the cells *keys* (rising) that merged cells hide. *where* begins its sentence."""
    for area in merges:
        low, high = np.searchsorted(keys, [cell_key(area.first_row, 0), cell_key(area.last_row + 1, 0)])
        cols = key_cols(keys[low:high])
        covered = keys[low:high][(cols >= area.first_col) & (cols <= area.last_col)]
        covered = covered[covered != cell_key(area.first_row, area.first_col)]
        if len(covered):
            cell = refs.cell_name(*key_place(int(covered[0])))
            first = refs.cell_name(area.first_row, area.first_col)
            raise EditError(
                "{where}, cell {cell}: the cell is hidden under the merged cells {area}; write to {first} or unmerge them.",
                where=where,
                cell=cell,
                area=area,
                first=first,
            )


__all__ = ["refuse_covered"]
