"""The fast reader of sheet rows: where rows and cells are, found for a whole chunk at once.

Plain rows are read (see `row_tags`). What is not plain in any byte gives None, and the reference reader takes the chunk.
Nothing is guessed.
"""

from typing import Any, Final

import numpy as np

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.read.blocks import T_INLINE, Bools, Bytes, Ints
from ippbook.ooxml.read.byte_words import MASKS, Words
from ippbook.ooxml.read.cell_tails import LONGEST_TAIL, CellTails, tail_ids
from ippbook.ooxml.read.plain_block import PlainBlock
from ippbook.ooxml.read.row_tags import RowTags, Tag, find_tags
from ippbook.quick_dataclasses import dataclass

_ROW_TAIL: Final = late_pattern(rb'(?: [A-Za-z][\w:.-]*="[^"<>&\n\r\t]*")*/?')
_ROW_HEAD: Final = int.from_bytes(b'<row r="', "little")
_CELL_HEAD: Final = int.from_bytes(b'<c r="', "little")
_LOW6: Final = (1 << 48) - 1
_MOST_TAILS: Final = 4096


@dataclass(frozen=True)
class _Rows:
    """The rows of a chunk."""

    at: Ints
    """The number of the start tag among the tags."""
    number: Ints
    digits: Ints
    """How many digits the number has."""
    words: Words
    """The bytes `digits"` that the reference of each cell of the row must end with."""
    masks: Words
    hidden: Bools


@dataclass(frozen=True)
class _Cells:
    """The cells of a chunk."""

    at: Ints
    """The number of the start tag among the tags."""
    row: Ints
    """The place of the cell's row among the rows."""
    col: Ints
    tail: Ints
    """Where the attributes behind `r` begin."""


def read_plain_rows(raw: bytes, tails: CellTails) -> PlainBlock | None:
    """The rows in *raw*, which begins with a row and ends after one; None when they are not plain."""
    tags = find_tags(raw)
    rows = _rows(tags, tails) if tags is not None else None
    cells = _cells(tags, rows) if tags is not None and rows is not None else None
    if tags is None or rows is None or cells is None:
        return None
    closed = tags.kind[cells.at] == Tag.CELL_CLOSED
    tag_end = tags.end[cells.at] - closed
    ids = tail_ids(raw, tags.words, cells.tail, tag_end - cells.tail, tails)
    if ids is None:
        return None
    block = PlainBlock(
        raw=raw,
        row=rows.number[cells.row],
        col=cells.col,
        start=tags.start[cells.at],
        attr_at=cells.tail,
        tag_end=tag_end,
        closed=closed,
        style=tails.style[ids],
        type=tails.type[ids],
        **_children(tags, cells.at),
        row_number=rows.number,
        row_start=tags.start[rows.at],
        row_tag_end=tags.end[rows.at] - (tags.kind[rows.at] == Tag.ROW_CLOSED),
        row_closed=tags.kind[rows.at] == Tag.ROW_CLOSED,
        row_end=_row_ends(tags, rows.at),
        row_hidden=rows.hidden,
        quick=True,
        tail=tails.number[ids],
        tails=tails,
        words=tags.words,
    )
    return None if (block.inlined & (block.type != T_INLINE)).any() else block


def _row_ends(tags: RowTags, at: Ints) -> Ints:
    ends = tags.end[at] - 1  # of `/>`
    ends[tags.kind[at] == Tag.ROW] = tags.start[tags.kind == Tag.ROW_END]
    return ends


def _rows(tags: RowTags, tails: CellTails) -> _Rows | None:
    letters, words = tags.letters, tags.words
    at = tags.of(Tag.ROW, Tag.ROW_CLOSED)
    begin = tags.start[at]
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
    hidden = _hidden(tags, begin + 9 + digits, tags.end[at], tails)
    if hidden is None:
        return None
    masks = MASKS[digits + 1]
    return _Rows(at, number, digits, words[begin + 8] & masks, masks, hidden)


def _hidden(tags: RowTags, start: Ints, end: Ints, tails: CellTails) -> Bools | None:
    """Which rows are hidden, by the attributes behind `r`; None when those are not plain."""
    alike = _alike(tags.letters, start, end)  # nearly always: then one is enough
    spans = zip(start.tolist()[: 1 if alike else None], end.tolist()[: 1 if alike else None], strict=True)
    hidden = []
    for a, b in spans:
        tail = tags.raw[a:b]
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


def _cells(tags: RowTags, rows: _Rows) -> _Cells | None:
    """The cells, each with a reference of one to three letters and the number of its row."""
    words = tags.words
    at = tags.of(Tag.CELL, Tag.CELL_CLOSED)
    start = tags.start[at]
    row = np.searchsorted(rows.at, at) - 1
    head = words[start]
    first = (head >> np.uint64(48)).astype(np.int64) & 255
    second = (head >> np.uint64(56)).astype(np.int64)
    third = tags.letters[start + 8].astype(np.int64)
    if ((head & np.uint64(_LOW6)) != np.uint64(_CELL_HEAD)).any() or ((first < 65) | (first > 90)).any():
        return None
    two = (second >= 65) & (second <= 90)
    three = two & (third >= 65) & (third <= 90)
    col = first - 64
    col = np.where(two, col * 26 + second - 64, col)
    col = np.where(three, col * 26 + third - 64, col)
    digits_at = start + 7 + two + three
    if (col > MAX_COL).any() or ((words[digits_at] & rows.masks[row]) != rows.words[row]).any():
        return None
    return _Cells(at, row, col, digits_at + rows.digits[row] + 1)


def _children(tags: RowTags, at: Ints) -> dict[str, Any]:  # columns of `PlainBlock` by name
    """Where the parts of cells are; *at* are the numbers of their start tags."""
    start, end = tags.start, tags.end
    kind = np.append(tags.kind, np.zeros(4, dtype=np.uint8))
    opened = kind[at] == Tag.CELL
    child = np.where(opened, kind[at + 1], 0)
    full, empty = child == Tag.FORMULA, child == Tag.FORMULA_CLOSED
    f_start, f_end = np.full(len(at), -1), np.full(len(at), -1)
    f_start[full | empty] = start[at[full | empty] + 1]
    f_end[full] = end[at[full] + 2] + 1
    f_end[empty] = end[at[empty] + 1] + 1
    value = at + 1 + 2 * full + empty  # the tag behind the formula
    child = np.where(opened, kind[value], 0)
    inline = child == Tag.INLINE
    inlined = inline | (child == Tag.INLINE_CLOSED)
    has = inlined | (child == Tag.VALUE) | (child == Tag.VALUE_CLOSED)
    inside = np.where(inline, kind[value + 1], 0)
    last = value.copy()
    last[child == Tag.VALUE] += 1
    last[inside == Tag.TEXT] += 3
    last[inside == Tag.TEXT_CLOSED] += 2
    last[inside == Tag.INLINE_END] += 1
    v_start, v_end = np.full(len(at), -1), np.full(len(at), -1)
    v_start[has] = start[value[has]]
    v_end[has] = end[last[has]] + 1
    close = np.where(has, last + 1, value)
    whole_end = end[np.where(opened, np.minimum(close, len(end) - 1), at)] + 1
    holder = np.where(child == Tag.VALUE, value, np.where(inside == Tag.TEXT, value + 1, -1))
    t_start, t_end = _texts(tags, holder, has)
    return {
        "f_start": f_start, "f_end": f_end, "v_start": v_start, "v_end": v_end, "end": whole_end,
        "t_start": t_start, "t_end": t_end, "inlined": inlined,
    }  # fmt: skip


def _texts(tags: RowTags, holder: Ints, has: Bools) -> tuple[Ints, Ints]:
    """Where the text of each value is: inside the tag *holder*, `<v>` or `<t>`; 0 to 0 for a value without text, -1 for no value."""
    start, end = np.full(len(holder), -1), np.full(len(holder), -1)
    filled = holder >= 0
    start[filled] = tags.end[holder[filled]] + 1
    end[filled] = tags.start[holder[filled] + 1]
    start[has & ~filled] = end[has & ~filled] = 0
    return start, end
