"""One number for the place of a cell, so that places can be sorted and searched: the row, then 15 bits of column.

>>> int(cell_keys(2, 3)), key_place(65539)
(65539, (2, 3))
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.int64]
_SHIFT: Final = 15
_COLUMN: Final = (1 << _SHIFT) - 1


def cell_keys(rows: npt.ArrayLike, cols: npt.ArrayLike) -> Keys:
    """The keys of cells. They sort by row, then by column."""
    found: Keys = (np.asarray(rows, dtype=np.int64) << _SHIFT) | np.asarray(cols, dtype=np.int64)
    return found


def cell_key(row: int, col: int) -> int:
    """The key of one cell. `cell_key(row, 0)` is before all cells of that row."""
    return row << _SHIFT | col


def key_rows(keys: Keys) -> Keys:
    """The rows of *keys*."""
    return keys >> _SHIFT


def key_cols(keys: Keys) -> Keys:
    """The columns of *keys*."""
    return keys & _COLUMN


def key_place(key: int) -> tuple[int, int]:
    """Row and column of a key."""
    return key >> _SHIFT, key & _COLUMN
