"""How the start tags of cells end, such as ` s="3" t="s">`: a part has a handful of different ends, so each is read once.

An end is its letters up to `>`, taken eight at a time. Arithmetic finds the `>` in each word, so the ends of a whole chunk are
looked up together, without a search for each.
"""

from collections.abc import Iterator
from dataclasses import field
from typing import Final

import numpy as np

from ippbook.ooxml.read.blocks import Bools, Bytes, Ints
from ippbook.ooxml.read.byte_words import Words
from ippbook.ooxml.read.cell_tails import CellTails, tail_ids
from ippbook.quick_dataclasses import dataclass

_MOST: Final = 64
"""A part with more different ends is read by the general reader, and so is a cell whose end has more than these words."""
_WORDS: Final = 4
_SLOTS: Final = 512
_SHIFT: Final = np.uint64(64 - 9)
_GREATER: Final = np.uint64(0x3E3E3E3E3E3E3E3E)
_ONES: Final = np.uint64(0x0101010101010101)
_HIGHS: Final = np.uint64(0x8080808080808080)
_ONE: Final = np.uint64(1)
_MIX: Final = 0x9E3779B97F4A7C15
_ALL: Final = (1 << 64) - 1


@dataclass
class TagEnds:
    """The ends that were met in a part, each with its number. Arrays have one entry for each end."""

    tails: CellTails = field(default_factory=CellTails)
    misses: int = 0
    """How many chunks in a row were not bare."""
    length: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """How many letters it has, with `>` or `/>`."""
    closed: Bools = field(default_factory=lambda: np.zeros(0, dtype=bool))
    """Whether it is the end of a cell of one tag, `<c …/>`."""
    style: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    type: Bytes = field(default_factory=lambda: np.zeros(0, dtype=np.uint8))
    tail: Ints = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    """The place of its attributes in `tails.texts`."""
    _words: Words = field(default_factory=lambda: np.zeros((0, _WORDS), dtype=np.uint64))
    _keys: Words = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))
    _factor: np.uint64 = field(default_factory=lambda: np.uint64(_MIX))
    _slots: Ints = field(default_factory=lambda: np.zeros(_SLOTS, dtype=np.int64))
    """The number of the end that belongs into each slot of a table without clashes; 0 where none does."""

    def numbers(self, raw: bytes, words: Words, at: Ints) -> Ints | None:
        """The number of the end that begins at each of these places; None where one is not plain. *words*: as `words_of` has them."""
        first, more = _until_greater(words[at])
        key, levels = first, list(_further(words, at, more))
        if levels:
            key = first.copy()
            for level, (cells, word) in enumerate(levels, start=1):
                key[cells] = (key[cells] ^ (word + np.uint64(level))) * np.uint64(_MIX)
        if len(levels) == _WORDS:
            return None
        found = self._looked_up(key)
        if found is None:
            new = np.ones(len(key), dtype=bool) if not len(self._keys) else self._keys[self._slot_of(key)] != key
            where = np.flatnonzero(new)
            _, firsts = np.unique(key[where], return_index=True)
            if not all(self._learn(raw, words, int(at[cell]), int(key[cell])) for cell in where[firsts].tolist()):
                return None
            found = self._looked_up(key)
        if found is None or (levels and not self._same_words(found, words[at[levels[0][0]]], levels)):
            return None
        return found

    def _slot_of(self, key: Words) -> Ints:
        return self._slots[((key * self._factor) >> _SHIFT).astype(np.int64)]

    def _looked_up(self, key: Words) -> Ints | None:
        """The numbers of the ends with these keys; None where one is not known."""
        if not len(self._keys):
            return None
        found = self._slot_of(key)
        return found if bool((self._keys[found] == key).all()) else None

    def _same_words(self, found: Ints, first: Words, levels: list[tuple[Ints, Words]]) -> bool:
        """Whether longer ends, whose key is only a digest, are the ends that were found. A short end is its own key."""
        if not (self._words[found[levels[0][0]], 0] == first).all():
            return False
        return all(bool((self._words[found[cells], i] == word).all()) for i, (cells, word) in enumerate(levels, 1))

    def _learn(self, raw: bytes, words: Words, at: int, key: int) -> bool:
        """Add the end that begins *at*; False where it is not plain, or is like another one."""
        end = raw.find(b">", at) + 1
        closed = raw[end - 2 : end] == b"/>"
        length = end - at
        if end <= at or length > 8 * _WORDS or len(self._keys) >= _MOST or (length > 8 and _is_short(key)):
            return False
        numbers = tail_ids(raw, words, np.array([at]), np.array([length - 1 - closed]), self.tails)
        if numbers is None or not self._placed(np.append(self._keys, np.uint64(key))):
            return False
        number = int(numbers[0])
        letters = raw[at:end].ljust(8 * _WORDS, b"\0")
        self._words = np.append(self._words, np.frombuffer(letters, dtype="<u8")[None], axis=0)
        self.length = np.append(self.length, length)
        self.closed = np.append(self.closed, closed)
        self.style = np.append(self.style, self.tails.style[number])
        self.type = np.append(self.type, self.tails.type[number])
        self.tail = np.append(self.tail, self.tails.number[number])
        return True

    def _placed(self, keys: Words) -> bool:
        """Take these keys, with a factor that gives each a slot of its own; False where none of some factors does."""
        for turn in range(64):
            factor = np.uint64((_MIX * (2 * turn + 1)) & _ALL)
            slots = ((keys * factor) >> _SHIFT).astype(np.int64)
            if len(np.unique(slots)) == len(keys):
                self._keys, self._factor = keys, factor
                self._slots = np.zeros(_SLOTS, dtype=np.int64)
                self._slots[slots] = np.arange(len(keys))
                return True
        return False


def _until_greater(words: Words) -> tuple[Words, Bools]:
    """The letters of each word up to its first `>`, and which words have none. The lowest mark of the test for a byte is always right."""
    other = words ^ _GREATER
    marks = (other - _ONES) & ~other & _HIGHS
    lowest = marks & (~marks + _ONE)
    return words & ((lowest << _ONE) - _ONE), lowest == 0


def _further(words: Words, at: Ints, more: Bools) -> Iterator[tuple[Ints, Words]]:
    """The second word and the words behind it, for the cells whose end has them."""
    cells = np.flatnonzero(more)
    for level in range(1, _WORDS + 1):
        if not len(cells):
            return
        if level == _WORDS:
            yield cells, np.zeros(len(cells), dtype=np.uint64)
            return
        word, longer = _until_greater(words[at[cells] + 8 * level])
        yield cells, word
        cells = cells[longer]


def _is_short(key: int) -> bool:
    """Whether a key could be that of an end of one word."""
    letters = key.to_bytes(8, "little").rstrip(b"\0")
    return letters.endswith(b">") and letters.count(b">") == 1


__all__ = ["TagEnds"]
