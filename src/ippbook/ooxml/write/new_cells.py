"""Cells that do not exist yet, a block at a time: nearly all of them are a number or a text without style or formula."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, repeat
from typing import Final

import numpy as np

from ippbook.ooxml import refs
from ippbook.ooxml.cell_keys import key_cols, key_rows
from ippbook.ooxml.read.blocks import BOOL, ERROR, NUMBER, TEXT, Ints
from ippbook.ooxml.write.cell_writer import ByteArray, encoded_values
from ippbook.ooxml.write.edits import SheetEdits

_OPEN: Final = {
    NUMBER: b'"><v>',
    BOOL: b'" t="b"><v>',
    ERROR: b'" t="e"><v>',
    TEXT: b'" t="inlineStr"><is><t xml:space="preserve">',
}
_CLOSE: Final = {NUMBER: b"</v></c>", BOOL: b"</v></c>", ERROR: b"</v></c>", TEXT: b"</t></is></c>"}
_KIND_BITS: Final = 3
_KIND: Final = (1 << _KIND_BITS) - 1
_FEW: Final = 8
"""Rows of one shape, on average, from which on they are written shape by shape."""


def plain_cells(edits: SheetEdits, entries: Ints, firsts: Ints) -> list[bytes]:
    """The cells of *entries*, each with a value, as UTF-8 bytes without a prefix; those that go to one place together.

    *firsts* are the first ones of each place; the cells of a place are in one row. Most rows get cells in the same columns, of the
    same kinds: they have one shape. What is alike in the rows of a shape is made once, and a row is one `join` of pieces.
    """
    key, kind = edits.key[entries], edits.kind[entries]
    values = encoded_values(kind, edits.number[entries], edits.text[entries])
    codes = (key_cols(key) << _KIND_BITS) | kind
    rows = [b"%d" % row for row in key_rows(key[firsts]).tolist()]
    shapes = _shapes(codes, firsts)
    if len(shapes) * _FEW > len(firsts):
        bounds = pairwise([*firsts.tolist(), len(codes)])
        return [
            _cells(codes[a:b].tolist(), row, values[a:b].tolist()) for row, (a, b) in zip(rows, bounds, strict=True)
        ]
    found = np.empty(len(firsts), dtype=object)
    for data, places in shapes.items():
        shape = np.frombuffer(data, dtype=codes.dtype)
        cells = firsts[places][:, None] + np.arange(len(shape))
        found[places] = _alike(shape.tolist(), [rows[place] for place in places], values[cells])
    joined: list[bytes] = found.tolist()
    return joined


def _shapes(codes: Ints, firsts: Ints) -> dict[bytes, list[int]]:
    """The places by the codes of their cells, as bytes."""
    data = codes.tobytes()
    bounds = (np.append(firsts, len(codes)) * codes.itemsize).tolist()
    shapes: dict[bytes, list[int]] = defaultdict(list)
    for place, (begin, end) in enumerate(pairwise(bounds)):
        shapes[data[begin:end]].append(place)
    return shapes


def _alike(codes: list[int], rows: list[bytes], values: ByteArray) -> list[bytes]:
    """Rows of one shape, which has cells of these *codes*. *values*: object[rows, cells]."""
    pieces: list[Iterator[bytes] | list[bytes]] = []
    before = b""
    for place, code in enumerate(codes):
        pieces += [repeat(before + _start(code)), rows, repeat(_OPEN[code & _KIND]), values[:, place].tolist()]
        before = _CLOSE[code & _KIND]
    return list(map(b"".join, zip(*pieces, repeat(before), strict=False)))  # the repeated pieces have no end


def _cells(codes: list[int], row: bytes, values: list[bytes]) -> bytes:
    """The cells of one row."""
    return b"".join(
        b"%b%b%b%b%b" % (_start(code), row, _OPEN[code & _KIND], value, _CLOSE[code & _KIND])
        for code, value in zip(codes, values, strict=True)
    )


@lru_cache(maxsize=4096)
def _start(code: int) -> bytes:
    """What comes before the row of a cell."""
    return f'<c r="{refs.column_letters(code >> _KIND_BITS)}'.encode()
