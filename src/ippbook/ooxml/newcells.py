"""Cells that do not exist yet, a block at a time: nearly all of them are a number or a text without style or formula."""

from typing import Final

import numpy as np
import numpy.typing as npt

from ippbook.ooxml import refs
from ippbook.ooxml.blocks import BOOL, ERROR, NUMBER, TEXT, Ints
from ippbook.ooxml.cuts import all_written, shown
from ippbook.ooxml.edits import Plan

_OPEN: Final = {
    NUMBER: b'"><v>',
    BOOL: b'" t="b"><v>',
    ERROR: b'" t="e"><v>',
    TEXT: b'" t="inlineStr"><is><t xml:space="preserve">',
}
_CLOSE: Final = {NUMBER: b"</v></c>", BOOL: b"</v></c>", ERROR: b"</v></c>", TEXT: b"</t></is></c>"}


def plain_cells(plan: Plan, entries: Ints) -> npt.NDArray[np.object_]:
    """The cells of *entries*, each with a value, as UTF-8 bytes without a prefix (object ndarray of bytes)."""
    key, kind = plan.key[entries], plan.kind[entries]
    cols, which = np.unique(key & 0x7FFF, return_inverse=True)
    heads = np.empty(len(cols), dtype=object)
    heads[:] = [f'<c r="{refs.letters(col)}'.encode() for col in cols.tolist()]
    heads, rows = heads[which], key >> 15
    out = np.empty(len(entries), dtype=object)
    for each in np.unique(kind).tolist():
        mine = np.flatnonzero(kind == each)
        form = b"%b%d" + _OPEN[each] + b"%b" + _CLOSE[each]
        values = _written(plan, entries[mine], each)
        out[mine] = [form % cell for cell in zip(heads[mine].tolist(), rows[mine].tolist(), values, strict=True)]
    return out


def _written(plan: Plan, entries: Ints, kind: int) -> list[bytes]:
    """The values of *entries*, all of one kind, as XML text."""
    if kind in (TEXT, ERROR):
        return all_written(plan.text[entries].tolist())
    numbers = plan.number[entries].tolist()
    if kind == BOOL:
        return [b"1" if number else b"0" for number in numbers]
    known = {number: shown(number).encode() for number in set(numbers)}
    return [known[number] for number in numbers]
