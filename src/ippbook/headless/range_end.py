"""Where one gets to in a sheet, and what of it other blocks cover."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ippbook.ooxml import Area


def covered(area: Area, blocks: Sequence[Area]) -> bool | None:
    """Whether *blocks*, which do not overlap, cover the area: wholly, not at all, or (None) in part."""
    total = (area.last_row - area.first_row + 1) * (area.last_col - area.first_col + 1)
    inside = 0
    for block in blocks:
        rows = min(area.last_row, block.last_row) - max(area.first_row, block.first_row) + 1
        columns = min(area.last_col, block.last_col) - max(area.first_col, block.first_col) + 1
        inside += max(0, rows) * max(0, columns)
    return True if inside == total else None if inside else False


def end(held: npt.NDArray[np.bool_], at: int, step: int, last: int) -> int:
    """Where Ctrl+arrow leads in a line of cells: *held* says which hold something, entry 0 is cell 1."""

    def full(place: int) -> bool:
        return place <= len(held) and bool(held[place - 1])

    edge = last if step > 0 else 1
    if at == edge:
        return at
    if full(at) and full(at + step):
        while at != edge and full(at + step):
            at += step
        return at
    at += step
    while at != edge and not full(at):
        if step > 0 and at > len(held):
            return edge
        at += step
    return at
