"""The dimension of a sheet: the block that contains all its cells, as the part states it."""

from ippbook.ooxml import refs
from ippbook.ooxml.cell_keys import key_cols, key_rows
from ippbook.ooxml.read.blocks import Ints


def widened(dimension: str, inserted: list[Ints]) -> refs.Area | None:
    """The dimension that also contains the cells with the keys *inserted*; None where the old one does."""
    old = refs.area(dimension)
    if old is None:
        return None
    new = old
    for keys in inserted:
        if len(keys):
            rows, cols = key_rows(keys), key_cols(keys)
            new = new.grown(refs.Area(int(rows.min()), int(cols.min()), int(rows.max()), int(cols.max())))
    return None if new == old else new
