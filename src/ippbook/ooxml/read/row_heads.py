"""Row numbers and cell references of a chunk of plain rows, read for all rows and cells at once."""

from typing import Final

import numpy as np

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.read.blocks import Bools, Bytes, Ints
from ippbook.ooxml.read.byte_words import MASKS, Words
from ippbook.ooxml.read.cell_tails import LONGEST_TAIL, CellTails
from ippbook.quick_dataclasses import dataclass

_ROW_TAIL: Final = late_pattern(rb'(?: [A-Za-z][\w:.-]*="[^"<>&\n\r\t]*")*/?')
_ROW_HEAD: Final = int.from_bytes(b'<row r="', "little")
_CELL_HEAD: Final = int.from_bytes(b'<c r="', "little")
_LOW6: Final = (1 << 48) - 1
_MOST_TAILS: Final = 4096


@dataclass(frozen=True)
class RowHeads:
    """What the start tags of rows say; one entry a row."""

    number: Ints
    digits: Ints
    """How many digits the number has."""
    words: Words
    """The bytes `digits"` that the reference of each cell of the row must end with."""
    masks: Words
    hidden: Bools


def row_heads(raw: bytes, letters: Bytes, words: Words, begin: Ints, end: Ints, tails: CellTails) -> RowHeads | None:
    """What the row tags from *begin* to their `>` at *end* say; None where one is not plain. *words*: as `words_of` has them."""
    if (words[begin] != np.uint64(_ROW_HEAD)).any():
        return None
    number = np.zeros(len(begin), dtype=np.int64)
    digits = np.zeros(len(begin), dtype=np.int64)
    alive = np.ones(len(begin), dtype=bool)
    for i in range(8):
        letter = letters[begin + 8 + i].astype(np.int64) - 48
        alive &= (letter >= 0) & (letter <= 9)
        number = np.where(alive, number * 10 + letter, number)
        digits += alive
    leading_zero = letters[begin + 8] == 48
    if leading_zero.any() or (digits < 1).any() or (number > MAX_ROW).any():
        return None
    if (letters[begin + 8 + digits] != 34).any():
        return None
    hidden = _hidden(raw, letters, begin + 9 + digits, end, tails)
    if hidden is None:
        return None
    masks = MASKS[digits + 1]
    return RowHeads(number, digits, words[begin + 8] & masks, masks, hidden)


def _hidden(raw: bytes, letters: Bytes, start: Ints, end: Ints, tails: CellTails) -> Bools | None:
    """Which rows are hidden, by the attributes behind `r`; None when those are not plain."""
    alike = _alike(letters, start, end)  # nearly always: then one is enough
    spans = zip(start.tolist()[: 1 if alike else None], end.tolist()[: 1 if alike else None], strict=True)
    hidden = []
    for a, b in spans:
        tail = raw[a:b]
        known = tails.rows.get(tail)
        if known is None:
            if not _ROW_TAIL.fullmatch(tail):
                return None
            if len(tails.rows) > _MOST_TAILS:
                tails.rows.clear()
            known = tails.rows[tail] = b' hidden="1"' in tail or b' hidden="true"' in tail
        hidden.append(known)
    return np.full(len(start), hidden[0]) if alike else np.array(hidden, dtype=bool)


def _alike(letters: Bytes, start: Ints, end: Ints) -> bool:
    """Whether the bytes from *start* to *end* are the same everywhere; long ones are not compared."""
    length = int(end[0] - start[0])
    if length > LONGEST_TAIL or (end - start != length).any():
        return False
    return all(bool((letters[start + i] == letters[start[0] + i]).all()) for i in range(length))


def cell_references(letters: Bytes, words: Words, start: Ints, row: Ints, rows: RowHeads) -> tuple[Ints, Ints] | None:
    """The column of each cell that begins at *start* in row number *row* of *rows*, and where its attributes behind `r` begin.

    None where a reference is not one to three letters and the number of its row.
    """
    head = words[start]
    first = (head >> np.uint64(48)).astype(np.int64) & 255
    second = (head >> np.uint64(56)).astype(np.int64)
    if ((head & np.uint64(_LOW6)) != np.uint64(_CELL_HEAD)).any() or ((first < 65) | (first > 90)).any():
        return None
    two = (second >= 65) & (second <= 90)
    col = first - 64
    digits_at = start + 7
    if two.any():
        third = letters[start + 8].astype(np.int64)
        three = two & (third >= 65) & (third <= 90)
        col = np.where(two, col * 26 + second - 64, col)
        col = np.where(three, col * 26 + third - 64, col)
        digits_at += two
        digits_at += three
    if (col > MAX_COL).any() or ((words[digits_at] & rows.masks[row]) != rows.words[row]).any():
        return None
    return col, digits_at + rows.digits[row] + 1
