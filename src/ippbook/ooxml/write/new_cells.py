"""Cells that do not exist yet, a block at a time: nearly all of them are a number or a text without style or formula."""

from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ippbook.ooxml import refs
from ippbook.ooxml.read.blocks import BOOL, ERROR, NUMBER, TEXT, Ints
from ippbook.ooxml.write.edits import Plan
from ippbook.ooxml.xml.splices import all_written, shown

_OPEN: Final = {
    NUMBER: b'"><v>',
    BOOL: b'" t="b"><v>',
    ERROR: b'" t="e"><v>',
    TEXT: b'" t="inlineStr"><is><t xml:space="preserve">',
}
_CLOSE: Final = {NUMBER: b"</v></c>", BOOL: b"</v></c>", ERROR: b"</v></c>", TEXT: b"</t></is></c>"}


def plain_cells(plan: Plan, entries: Ints) -> npt.NDArray[np.object_]:
    """The cells of *entries*, each with a value, as UTF-8 bytes without a prefix: object[n, 5] of the pieces of each cell.

    Pieces, because most of them are the same in many cells, and because the cells of a row are joined at once.
    """
    key, kind = plan.key[entries], plan.kind[entries]
    out = np.empty((len(entries), 5), dtype=object)
    if not len(entries):
        return out
    out[:, 0] = _of_each(key & 0x7FFF, lambda col: f'<c r="{refs.letters(col)}'.encode())
    out[:, 1] = _of_each(key >> 15, lambda row: b"%d" % row)
    out[:, 2] = _of_each(kind, _OPEN.__getitem__)
    for each in np.unique(kind).tolist():
        mine = np.flatnonzero(kind == each)
        out[mine, 3] = _written(plan, entries[mine], each)
    out[:, 4] = _of_each(kind, _CLOSE.__getitem__)
    return out


def _of_each(numbers: npt.NDArray[Any], piece: Callable[[int], bytes]) -> npt.NDArray[np.object_]:
    """The piece of each number, made once for each distinct one; the numbers lie close together."""
    low = int(numbers.min())
    table = np.empty(int(numbers.max()) - low + 1, dtype=object)
    for place in np.flatnonzero(np.bincount(numbers - low)).tolist():
        table[place] = piece(place + low)
    found: npt.NDArray[np.object_] = table[numbers - low]
    return found


def _written(plan: Plan, entries: Ints, kind: int) -> list[bytes]:
    """The values of *entries*, all of one kind, as XML text."""
    if kind in (TEXT, ERROR):
        return all_written(plan.text[entries].tolist())
    numbers = plan.number[entries].tolist()
    if kind == BOOL:
        return [b"1" if number else b"0" for number in numbers]
    known = {number: shown(number).encode() for number in set(numbers)}
    return [known[number] for number in numbers]
