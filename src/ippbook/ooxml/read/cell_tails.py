"""The attributes of cells behind `r`, such as ` s="3" t="s"`: a part has a handful of different ones, so each is read once."""

from dataclasses import field
from typing import Final

import numpy as np

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.read.blocks import CELL_TYPES, Bytes, Ints
from ippbook.ooxml.read.byte_words import MASKS, Words
from ippbook.quick_dataclasses import dataclass

LONGEST_TAIL: Final = 32
_MOST: Final = 4096
_TAIL: Final = late_pattern(rb'(?: (?:s|t|cm|vm|ph)="[A-Za-z0-9]*")*')
_TAIL_PART: Final = late_pattern(rb' (s|t|cm|vm|ph)="([A-Za-z0-9]*)"')
_MIX: Final = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(0x165667B19E3779F9),
    np.uint64(0xD6E8FEB86659FD93),
)


@dataclass
class CellTails:
    """The attribute texts behind `r` that were met in a part: a handful, so each is understood once."""

    hashes: Words = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    words: Words = field(default_factory=lambda: np.empty((0, 4), dtype=np.uint64))
    style: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    type: Bytes = field(default_factory=lambda: np.empty(0, dtype=np.uint8))
    texts: list[bytes] = field(default_factory=list)  # in the order in which they were learnt
    number: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))  # place in `texts`
    rows: dict[bytes, bool] = field(
        default_factory=dict
    )  # the attributes behind `r` in row tags, and whether they hide the row

    def learn(self, key: np.uint64, words: Words, text: bytes) -> bool:
        """Add one attribute text; False when it is not plain."""
        if not _TAIL.fullmatch(text):
            return False
        parts = _TAIL_PART.findall(text)
        found = {name: value.decode() for name, value in parts}
        kind = CELL_TYPES.get(found.get(b"t", "n"))
        style = found.get(b"s", "0")
        if kind is None or len(found) != len(parts) or not style.isdecimal() or len(style) > 6:
            return False
        at = int(np.searchsorted(self.hashes, key))
        if at < len(self.hashes) and self.hashes[at] == key:
            return False  # two texts of one hash: built on purpose
        self.hashes = np.insert(self.hashes, at, key)
        self.words = np.insert(self.words, at, words, axis=0)
        self.style = np.insert(self.style, at, int(style))
        self.type = np.insert(self.type, at, kind)
        self.number = np.insert(self.number, at, len(self.texts))
        self.texts.append(text)
        return True


def tail_ids(raw: bytes, words64: Words, start: Ints, length: Ints, tails: CellTails) -> Ints | None:
    """For each cell the number of its attribute text in *tails*."""
    if not len(start):
        return np.empty(0, dtype=np.int64)
    longest = int(length.max())
    if longest > LONGEST_TAIL:
        return None
    count = (longest + 7) // 8
    words = np.zeros((4, len(start)), dtype=np.uint64)
    key = length.astype(np.uint64) * np.uint64(0xA24BAED4963EE407)
    for i in range(count):
        words[i] = words64[start + 8 * i] & MASKS[np.clip(length - 8 * i, 0, 8)]
        key ^= (words[i] + np.uint64(i)) * _MIX[i]
        key ^= key >> np.uint64(29)
    for _ in range(2):
        if len(tails.hashes):
            ids = np.searchsorted(tails.hashes, key)
            ids[ids == len(tails.hashes)] = 0
            strange = tails.hashes[ids] != key
            if not strange.any():
                same = all(bool((tails.words[ids, i] == words[i]).all()) for i in range(4))
                return ids if same else None
        else:
            strange = np.ones(len(key), dtype=bool)
        where = np.flatnonzero(strange)
        _, firsts = np.unique(key[where], return_index=True)
        for at in where[firsts]:
            text = raw[int(start[at]) : int(start[at] + length[at])]
            if len(tails.hashes) > _MOST or not tails.learn(key[at], words[:, at], text):
                return None
    return None
