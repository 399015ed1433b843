"""Cells that do not exist yet, a block at a time: nearly all of them are a number or a text without style or formula."""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt

from ippbook.ooxml import refs
from ippbook.ooxml.cell_keys import key_cols, key_rows
from ippbook.ooxml.read.blocks import BOOL, ERROR, NUMBER, TEXT, Bytes, Ints
from ippbook.ooxml.write.cell_writer import encoded_values
from ippbook.ooxml.write.edits import SheetEdits

_OPEN: Final = {
    NUMBER: b'"><v>',
    BOOL: b'" t="b"><v>',
    ERROR: b'" t="e"><v>',
    TEXT: b'" t="inlineStr"><is><t xml:space="preserve">',
}
_CLOSE: Final = {NUMBER: b"</v></c>", BOOL: b"</v></c>", ERROR: b"</v></c>", TEXT: b"</t></is></c>"}


def plain_cells(edits: SheetEdits, entries: Ints) -> npt.NDArray[np.object_]:
    """The cells of *entries*, each with a value, as UTF-8 bytes without a prefix: object[n, 5] of the pieces of each cell.

    Pieces, because most of them are the same in many cells, and because the cells of a row are joined at once.
    """
    key, kind = edits.key[entries], edits.kind[entries]
    out = np.empty((len(entries), 5), dtype=object)
    if not len(entries):
        return out
    out[:, 0] = _of_each(key_cols(key), lambda col: f'<c r="{refs.column_letters(col)}'.encode())
    out[:, 1] = _of_each(key_rows(key), lambda row: b"%d" % row)
    out[:, 2] = _of_each(kind, _OPEN.__getitem__)
    out[:, 3] = encoded_values(kind, edits.number[entries], edits.text[entries])
    out[:, 4] = _of_each(kind, _CLOSE.__getitem__)
    return out


def _of_each(numbers: Ints | Bytes, piece: Callable[[int], bytes]) -> npt.NDArray[np.object_]:
    """The piece of each number, made once for each distinct one; the numbers are close together."""
    low = int(numbers.min())
    table = np.empty(int(numbers.max()) - low + 1, dtype=object)
    for place in np.flatnonzero(np.bincount(numbers - low)).tolist():
        table[place] = piece(place + low)
    found: npt.NDArray[np.object_] = table[numbers - low]
    return found
