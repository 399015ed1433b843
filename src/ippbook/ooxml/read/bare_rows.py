"""The quickest reader of rows, for what nearly every row is: cells with a value, a text of their own, a bare formula, or nothing.

It looks for the starts of rows and cells only. What is between two starts must then be letter by letter what such a cell has:
known attributes, `<f>`, `<v>` or `<is><t>`, and the end tags. At last all `<` and `>` of the chunk are counted: where there are
just as many as these tags have, the chunk has only these tags. In every other case the general reader (`fast_reader`) takes the chunk.
"""

from typing import Final, NamedTuple

import numpy as np

from ippbook.ooxml.read.blocks import T_INLINE, Bools, Bytes, Ints
from ippbook.ooxml.read.byte_words import MASKS, PAD, Words, controls_are_spaces, words_of
from ippbook.ooxml.read.plain_block import PlainBlock
from ippbook.ooxml.read.row_heads import RowHeads, cell_references, row_heads
from ippbook.ooxml.read.tag_ends import TagEnds
from ippbook.quick_dataclasses import dataclass


def _word(letters: bytes) -> np.uint64:
    return np.uint64(int.from_bytes(letters, "little"))


_LESS, _GREATER, _SLASH = 60, 62, 47
_VALUE: Final = _word(b"<v>")
_VALUE_END: Final = _word(b"</v></c>")
_FORMULA: Final = _word(b"<f>")
_FORMULA_END: Final = _word(b"</f>")
_CELL_END: Final = _word(b"</c>")
_ROW_END: Final = _word(b"</row>")
_INLINE: Final = _word(b"<is><t>")
_INLINE_SPACED: Final = tuple(_word(b'<is><t xml:space="preserve">'[at : at + 8]) for at in (0, 8, 16, 20))
_INLINE_ENDS: Final = _word(b"</t></is"), _word(b"/is></c>")


@dataclass(frozen=True)
class _Chunk:
    """The bytes of a chunk, as numbers and as words, and where its `<` are."""

    raw: bytes
    letters: Bytes
    words: Words
    less: Bools

    def before(self, letter: int) -> Ints:
        """Where `<` and this letter are."""
        return np.flatnonzero(self.less[:-1] & (self.letters[1 : len(self.raw)] == letter))


class _Rows(NamedTuple):
    """The rows of a chunk: where they begin, the `>` of their tags, whether that is `/>`, where they end, and their first cells."""

    start: Ints
    tag_end: Ints
    closed: Bools
    end: Ints
    first: Ints


class _Contents(NamedTuple):
    """What is inside cells: where the formula, the value and the text begin and end, -1 where there is none; and which texts are `<is>`."""

    f_start: Ints
    f_end: Ints
    v_start: Ints
    v_end: Ints
    t_start: Ints
    t_end: Ints
    inlined: Bools
    tags: int
    """How many `<` are in them."""

    def spread(self, cells: Ints, count: int) -> "_Contents":
        """The contents of *count* cells, of which only these *cells* have any."""
        places = []
        for each in self[:6]:
            place = np.full(count, -1)
            place[cells] = each
            places.append(place)
        inlined = np.zeros(count, dtype=bool)
        inlined[cells] = self.inlined
        f_start, f_end, v_start, v_end, t_start, t_end = places
        return _Contents(f_start, f_end, v_start, v_end, t_start, t_end, inlined, self.tags)


def read_bare_rows(raw: bytes, ends: TagEnds) -> PlainBlock | None:
    """The rows in *raw*, which begins with a row and ends after one; None where one is not bare. The same as `read_plain_rows`."""
    padded = raw + PAD
    letters = np.frombuffer(padded, dtype=np.uint8)
    text = letters[: len(raw)]
    if not controls_are_spaces(text):
        return None
    chunk = _Chunk(raw, letters, words_of(padded), text == _LESS)
    start = chunk.before(ord("c"))
    rows = _rows(chunk, start)
    heads = row_heads(raw, letters, chunk.words, rows.start, rows.tag_end, ends.tails) if rows is not None else None
    if rows is None or heads is None:
        return None
    row = np.repeat(np.arange(len(rows.start)), np.diff(rows.first, append=len(start)))
    places = cell_references(letters, chunk.words, start, row, heads)
    return None if places is None else _block(chunk, ends, rows, heads, start, row, *places)


def _rows(chunk: _Chunk, cells: Ints) -> _Rows | None:
    """The rows; None where they do not follow one another. *cells*: where cells begin."""
    raw, letters = chunk.raw, chunk.letters
    start = chunk.before(ord("r"))
    if not len(start) or start[0] != 0:
        return None
    first = np.searchsorted(cells, start)
    filled = first < np.append(first[1:], len(cells))
    tag_end = np.append(cells, 0)[first] - 1
    for row in np.flatnonzero(~filled).tolist():
        tag_end[row] = raw.find(b">", int(start[row]))
    closed = letters[tag_end - 1] == _SLASH
    behind = np.append(start[1:], len(raw))
    end = np.where(closed, tag_end - 1, behind - len(b"</row>"))
    right = letters[tag_end] == _GREATER
    right &= np.where(closed, behind == tag_end + 1, (chunk.words[end] & MASKS[6]) == _ROW_END)
    right &= np.where(filled, ~closed, closed | (end == tag_end + 1))
    return _Rows(start, tag_end, closed, end, first) if right.all() else None


def _block(
    chunk: _Chunk, ends: TagEnds, rows: _Rows, heads: RowHeads, start: Ints, row: Ints, col: Ints, attributes: Ints
) -> PlainBlock | None:
    """The block of these cells; None where one is not bare."""
    number = ends.numbers(chunk.raw, chunk.words, attributes)
    if number is None:
        return None
    inside = attributes + ends.length[number]
    closed = ends.closed[number]
    end = np.append(start[1:], 0)[: len(start)]
    last = np.append(rows.first[1:], len(start)) - 1
    filled = np.append(-1, last[:-1]) < last
    end[last[filled]] = rows.end[filled]
    found = _contents(chunk, inside, end, closed)
    types = ends.type[number]
    if found is None or (found.inlined & (types != T_INLINE)).any():
        return None
    shut = np.count_nonzero(closed), np.count_nonzero(rows.closed)
    tags = 2 * (len(start) + len(rows.start)) - sum(shut) + found.tags
    if np.count_nonzero(chunk.less) != tags or np.count_nonzero(chunk.letters[: len(chunk.raw)] == _GREATER) != tags:
        return None
    return PlainBlock(
        raw=chunk.raw, row=heads.number[row], col=col, start=start, attr_at=attributes, tag_end=inside - 1 - closed, end=end,
        closed=closed, style=ends.style[number], type=types,
        f_start=found.f_start, f_end=found.f_end, v_start=found.v_start, v_end=found.v_end,
        t_start=found.t_start, t_end=found.t_end, inlined=found.inlined,
        row_number=heads.number, row_start=rows.start, row_tag_end=rows.tag_end - rows.closed, row_closed=rows.closed,
        row_end=rows.end, row_hidden=heads.hidden, quick=True, bare_formulas=True, tail=ends.tail[number], tails=ends.tails, words=chunk.words,
    )  # fmt: skip


def _contents(chunk: _Chunk, inside: Ints, end: Ints, closed: Bools) -> _Contents | None:
    """What is between the start tags, which end at *inside*, and the ends of the cells; None where that is not bare."""
    opened = np.flatnonzero(~closed)
    if len(opened) == len(inside):
        return _opened(chunk, inside, end)
    if (inside[closed] != end[closed]).any():
        return None
    found = _opened(chunk, inside[opened], end[opened])
    return None if found is None else found.spread(opened, len(inside))


def _opened(chunk: _Chunk, inside: Ints, end: Ints) -> _Contents | None:
    """As `_contents`, where no cell is one tag."""
    words = chunk.words
    formulas = _formulas(chunk, inside, end)
    if formulas is None:
        return None
    value, f_start, f_end, count = formulas
    valued = (words[value] & MASKS[3]) == _VALUE
    all_valued = bool(valued.all())
    ended = words[end - 8] == _VALUE_END
    if not (ended if all_valued else ended | ~valued).all():
        return None
    places = (value, end - 4, value + 3, end - 8)
    v_start, v_end, t_start, t_end = places if all_valued else (np.where(valued, each, -1) for each in places)
    inlined = np.zeros(len(inside), dtype=bool)
    tags = 2 * (int(np.count_nonzero(valued)) + count)
    if not all_valued:
        others = np.flatnonzero(~valued)
        at, until = value[others], end[others]
        text = _inline_texts(words, at, until)
        inline = text > at
        empty = (until == at + 4) & ((words[at] & MASKS[4]) == _CELL_END)
        if not (inline | empty).all():
            return None
        cells = others[inline]
        inlined[cells] = True
        t_start[cells], t_end[cells] = text[inline], until[inline] - len(b"</t></is></c>")
        v_start[cells], v_end[cells] = at[inline], until[inline] - 4
        tags += 4 * len(cells)
    if (t_end < t_start).any():
        return None
    return _Contents(f_start, f_end, v_start, v_end, t_start, t_end, inlined, tags)


def _formulas(chunk: _Chunk, inside: Ints, end: Ints) -> tuple[Ints, Ints, Ints, int] | None:
    """Where the value of each cell is, where its formula begins and ends, and how many there are; None where there is not one `</f>` for each `<f>`."""
    words = chunk.words
    cells = np.flatnonzero((words[inside] & MASKS[3]) == _FORMULA)
    if not len(cells):
        none = np.full(len(inside), -1)
        return inside, none, none, 0
    slashes = chunk.before(_SLASH)
    begin, until = inside[cells], slashes[(words[slashes] & MASKS[4]) == _FORMULA_END]
    if len(until) != len(cells) or (until < begin + 3).any() or (until + 4 > end[cells] - 4).any():
        return None
    value, f_start, f_end = inside.copy(), np.full(len(inside), -1), np.full(len(inside), -1)
    value[cells] = f_end[cells] = until + 4
    f_start[cells] = begin
    return value, f_start, f_end, len(cells)


def _inline_texts(words: Words, at: Ints, end: Ints) -> Ints:
    """Where the text of each `<is>` that begins *at* begins, -1 where that is no `<is>` with one `<t>`. *end*: the ends of the cells."""
    first = words[at]
    spaced = first == _INLINE_SPACED[0]
    for offset, word in zip((8, 16, 20), _INLINE_SPACED[1:], strict=True):
        spaced &= words[at + offset] == word
    plain = (first & MASKS[7]) == _INLINE
    ended = (words[end - 13] == _INLINE_ENDS[0]) & (words[end - 8] == _INLINE_ENDS[1])
    return np.where((spaced | plain) & ended, at + np.where(spaced, 28, 7), -1)


__all__ = ["read_bare_rows"]
