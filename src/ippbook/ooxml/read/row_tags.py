"""The tags of a chunk of rows: numpy finds all of them at once and proves that they are of the plain kind.

Plain means: `<row r="…">` with cells `<c r="…" s="…" t="…">` that have `<f>`, `<v>` or `<is><t>`, double quotes, no
comments, no prefixes, no white space between tags.
"""

from typing import Final

import numpy as np

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.read.blocks import Bools, Bytes, Ints
from ippbook.ooxml.read.byte_words import MASKS, PAD, Words, controls_are_spaces, words_of
from ippbook.quick_dataclasses import dataclass


class Tag:
    """The kinds of tags, by the first two letters of the name; the rest of the name is proved apart. *_CLOSED is `<x/>`."""

    BAD: Final = 0
    ROW: Final = 1
    ROW_CLOSED: Final = 2
    ROW_END: Final = 3
    CELL: Final = 4
    CELL_CLOSED: Final = 5
    CELL_END: Final = 6
    FORMULA: Final = 7
    FORMULA_CLOSED: Final = 8
    FORMULA_END: Final = 9
    VALUE: Final = 10
    VALUE_CLOSED: Final = 11
    VALUE_END: Final = 12
    INLINE: Final = 13
    INLINE_CLOSED: Final = 14
    INLINE_END: Final = 15
    TEXT: Final = 16
    TEXT_CLOSED: Final = 17
    TEXT_END: Final = 18


_CELLS: Final = (Tag.CELL, Tag.CELL_CLOSED, Tag.ROW_END)
_ROWS: Final = (Tag.ROW, Tag.ROW_CLOSED)
_VALUES: Final = (Tag.VALUE, Tag.VALUE_CLOSED, Tag.CELL_END)
_FOLLOWS: Final = {
    Tag.ROW: _CELLS,
    Tag.ROW_CLOSED: _ROWS,
    Tag.ROW_END: _ROWS,
    Tag.CELL: (Tag.FORMULA, Tag.FORMULA_CLOSED, Tag.INLINE, Tag.INLINE_CLOSED, *_VALUES),
    Tag.CELL_CLOSED: _CELLS,
    Tag.CELL_END: _CELLS,
    Tag.FORMULA: (Tag.FORMULA_END,),
    Tag.FORMULA_CLOSED: _VALUES,
    Tag.FORMULA_END: _VALUES,
    Tag.VALUE: (Tag.VALUE_END,),
    Tag.VALUE_CLOSED: (Tag.CELL_END,),
    Tag.VALUE_END: (Tag.CELL_END,),
    Tag.INLINE: (Tag.TEXT, Tag.TEXT_CLOSED, Tag.INLINE_END),
    Tag.INLINE_CLOSED: (Tag.CELL_END,),
    Tag.INLINE_END: (Tag.CELL_END,),
    Tag.TEXT: (Tag.TEXT_END,),
    Tag.TEXT_CLOSED: (Tag.INLINE_END,),
    Tag.TEXT_END: (Tag.INLINE_END,),
}
"""Which tags may come next."""


def _name_table() -> Bytes:
    table = np.zeros(1 << 16, dtype=np.uint8)
    names = {
        "ro": Tag.ROW,
        "/r": Tag.ROW_END,
        "c ": Tag.CELL,
        "/c": Tag.CELL_END,
        "/f": Tag.FORMULA_END,
        "/v": Tag.VALUE_END,
        "is": Tag.INLINE,
        "/i": Tag.INLINE_END,
        "/t": Tag.TEXT_END,
    }
    for letter, tag in (("f", Tag.FORMULA), ("v", Tag.VALUE), ("t", Tag.TEXT)):
        names |= {letter + after: tag for after in " >/"}
    for name, tag in names.items():
        table[ord(name[0]) | ord(name[1]) << 8] = tag
    return table


def _follow_table() -> Bools:
    table = np.zeros((32, 32), dtype=bool)
    for tag, nexts in _FOLLOWS.items():
        table[tag, list(nexts)] = True
    return table.ravel()


_NAMES: Final = _name_table()
_FOLLOW: Final = _follow_table()
_HAS_TEXT: Final = np.isin(np.arange(32), (Tag.FORMULA, Tag.VALUE, Tag.TEXT))
_OPENS: Final = np.isin(np.arange(32), (Tag.ROW, Tag.CELL, Tag.FORMULA, Tag.VALUE, Tag.INLINE, Tag.TEXT))
# the length from `<` to `>` that an end tag, or a start tag without attributes, must have; 0: any
_LENGTH: Final = np.zeros(32, dtype=np.int64)
_LENGTH[[Tag.CELL_END, Tag.FORMULA_END, Tag.VALUE_END, Tag.TEXT_END, Tag.INLINE]] = 3
_LENGTH[Tag.ROW_END] = 5
_LENGTH[Tag.INLINE_END] = 4
_LENGTH[Tag.INLINE_CLOSED] = 4

_FORMULA_TAG: Final = late_pattern(rb'<f(?: [a-z][A-Za-z0-9]*="[^"<>&\n\r\t]*"| xml:space="preserve")*/?>')
_SPACED: Final = tuple(
    np.frombuffer(tag, dtype="<u8") for tag in (b'<v xml:space="preserve">', b'<t xml:space="preserve">')
)
"""The tags of values with an attribute, as three words each."""
_SPACED_LENGTH: Final = 23


@dataclass(frozen=True)
class RowTags:
    """The tags of a chunk, one entry each, in order: where its `<` and its `>` are, and its kind (a number of `Tag`)."""

    raw: bytes
    letters: Bytes
    """The bytes of `raw`, and some behind them."""
    words: Words
    """The word that begins at each byte."""
    start: Ints
    end: Ints
    kind: Bytes

    def of(self, *kinds: int) -> Ints:
        """The numbers of the tags of these kinds."""
        found = self.kind == kinds[0]
        for kind in kinds[1:]:
            found |= self.kind == kind
        return np.flatnonzero(found)


def find_tags(raw: bytes) -> RowTags | None:
    """The tags of *raw*, which begins with a row and ends after one; None when they are not all plain."""
    padded = raw + PAD
    letters = np.frombuffer(padded, dtype=np.uint8)
    text = letters[: len(raw)]
    if not controls_are_spaces(text):
        return None
    edges = np.flatnonzero((text | 2) == 62)  # `<` is 60, `>` 62
    start, end = edges[::2].copy(), edges[1::2].copy()
    if len(start) != len(end) or not len(start) or start[0] != 0 or end[-1] != len(raw) - 1:
        return None
    if (letters[start] != 60).any() or (letters[end] != 62).any():
        return None
    kind = _NAMES[letters[start + 1].astype(np.uint16) | letters[start + 2].astype(np.uint16) << 8]
    kind = kind + ((letters[end - 1] == 47) & _OPENS[kind])
    tags = RowTags(raw, letters, words_of(padded), start, end, kind)
    return tags if _in_sequence(tags) and _plain_values(tags) and _plain_ends(tags) else None


def _in_sequence(tags: RowTags) -> bool:
    """Whether each tag has its length, may follow the one before, and comes at once where no text may be between."""
    kind = tags.kind
    must = _LENGTH[kind]
    if not kind.all() or ((must != 0) & (must != tags.end - tags.start)).any():
        return False
    if not _FOLLOW[kind[:-1].astype(np.int64) * 32 + kind[1:]].all():
        return False
    if kind[0] not in _ROWS or kind[-1] not in (Tag.ROW_END, Tag.ROW_CLOSED):
        return False
    gap = tags.start[1:] - tags.end[:-1]
    return not ((gap != 1) & ~_HAS_TEXT[kind[:-1]]).any()


def _plain_values(tags: RowTags) -> bool:
    """Whether `<v>`, `<t>` and `<f>` have no attributes but plain ones."""
    raw, kind, start, end = tags.raw, tags.kind, tags.start, tags.end
    length = end - start
    holders = np.flatnonzero(((kind == Tag.VALUE) | (kind == Tag.TEXT)) & (length != 2))
    if len(holders) and not _spaced(tags.words, start[holders], length[holders]):
        return False
    if (((kind == Tag.VALUE_CLOSED) | (kind == Tag.TEXT_CLOSED)) & (length != 3)).any():
        return False
    formulas = ((kind == Tag.FORMULA) & (length != 2)) | ((kind == Tag.FORMULA_CLOSED) & (length != 3))
    spans = zip(start[formulas].tolist(), end[formulas].tolist(), strict=True)
    return all(_FORMULA_TAG.fullmatch(raw, a, b + 1) for a, b in spans)


def _spaced(words: Words, start: Ints, length: Ints) -> bool:
    """Whether each of these tags has `xml:space="preserve"` and nothing else."""
    if (length != _SPACED_LENGTH).any():
        return False
    found = [words[start + 8 * i] for i in range(3)]
    alike = [np.logical_and.reduce([found[i] == tag[i] for i in range(3)]) for tag in _SPACED]
    return bool((alike[0] | alike[1]).all())


def _plain_ends(tags: RowTags) -> bool:
    """Whether the end tags that are known by two letters only are what they seem."""
    rows = tags.words[tags.start[tags.kind == Tag.ROW_END]] & MASKS[6]
    texts = tags.words[tags.start[tags.kind == Tag.INLINE_END]] & MASKS[5]
    return bool(
        (rows == int.from_bytes(b"</row>", "little")).all() and (texts == int.from_bytes(b"</is>", "little")).all()
    )
