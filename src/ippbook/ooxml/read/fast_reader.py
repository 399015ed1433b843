"""The fast reader of sheet rows: where rows and cells are, found for a whole chunk at once.

Plain rows are read (see `row_tags`). What is not plain in any byte gives None, and the reference reader takes the chunk.
Nothing is guessed.
"""

from typing import Any

import numpy as np

from ippbook.ooxml.read.blocks import T_INLINE, Bools, Ints
from ippbook.ooxml.read.cell_tails import CellTails, tail_ids
from ippbook.ooxml.read.plain_block import PlainBlock
from ippbook.ooxml.read.row_heads import cell_references, row_heads
from ippbook.ooxml.read.row_tags import RowTags, Tag, find_tags


def read_plain_rows(raw: bytes, tails: CellTails) -> PlainBlock | None:
    """The rows in *raw*, which begins with a row and ends after one; None when they are not plain."""
    tags = find_tags(raw)
    if tags is None:
        return None
    rows_at, at = tags.of(Tag.ROW, Tag.ROW_CLOSED), tags.of(Tag.CELL, Tag.CELL_CLOSED)
    rows = row_heads(raw, tags.letters, tags.words, tags.start[rows_at], tags.end[rows_at], tails)
    row = np.searchsorted(rows_at, at) - 1
    start = tags.start[at]
    places = None if rows is None else cell_references(tags.letters, tags.words, start, row, rows)
    if rows is None or places is None:
        return None
    col, attributes = places
    closed = tags.kind[at] == Tag.CELL_CLOSED
    tag_end = tags.end[at] - closed
    ids = tail_ids(raw, tags.words, attributes, tag_end - attributes, tails)
    if ids is None:
        return None
    block = PlainBlock(
        raw=raw,
        row=rows.number[row],
        col=col,
        start=start,
        attr_at=attributes,
        tag_end=tag_end,
        closed=closed,
        style=tails.style[ids],
        type=tails.type[ids],
        **_children(tags, at),
        row_number=rows.number,
        row_start=tags.start[rows_at],
        row_tag_end=tags.end[rows_at] - (tags.kind[rows_at] == Tag.ROW_CLOSED),
        row_closed=tags.kind[rows_at] == Tag.ROW_CLOSED,
        row_end=_row_ends(tags, rows_at),
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
