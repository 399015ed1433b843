"""Bytes read eight at a time, as numbers of 64 bits: many short texts are compared, and many numbers decoded, at once."""

from typing import Final

import numpy as np
import numpy.typing as npt

from ippbook.ooxml.read.blocks import Bytes, Floats, Ints

Words = npt.NDArray[np.uint64]
PAD: Final = bytes(40)
"""To put behind bytes, because words are read past their end."""
MASKS: Final = np.array([(1 << (8 * n)) - 1 for n in range(9)], dtype=np.uint64)
"""By n: keeps the first n letters of a word."""
_TENS: Final = np.uint64(0x3030303030303030)


def stands_behind(data: bytes, letter: bytes, before: bytes) -> bool:
    """Whether *letter* comes at once behind one of the letters *before*, except at the very start. Quick where *letter* is rare."""
    if letter not in data:
        return False
    letters = np.frombuffer(data, dtype=np.uint8)
    places = np.flatnonzero(letters[1:] == letter[0])
    return bool(np.isin(letters[places], np.frombuffer(before, dtype=np.uint8)).any())


def controls_are_spaces(letters: Bytes) -> bool:
    """Whether the only control characters among these bytes are tabs and line ends."""
    controls = letters < 32
    if not np.count_nonzero(controls):
        return True
    found = np.bincount(letters[controls], minlength=32)
    return int(found[9] + found[10] + found[13]) == int(found.sum())


def words_of(padded: bytes) -> Words:
    """The word that begins at each byte."""
    return np.ndarray((len(padded) - 8,), dtype="<u8", buffer=padded, strides=(1,))


def number_of_digits(words: Words, length: Ints) -> Floats:
    """The number of the last *length* (1 to 8) letters of each word, all digits; -1.0 where they are not."""
    keep = ~MASKS[8 - np.clip(length, 0, 8)]
    digits = ((words & keep) | (_TENS & ~keep)) ^ _TENS
    bad = ((digits + np.uint64(0x7676767676767676)) | digits) & np.uint64(0x8080808080808080)
    digits = (digits * np.uint64(10)) + (digits >> np.uint64(8))
    mask = np.uint64(0x000000FF000000FF)
    one = (digits & mask) * np.uint64(0x000F424000000064)
    two = ((digits >> np.uint64(16)) & mask) * np.uint64(0x0000271000000001)
    value = ((one + two) >> np.uint64(32)) & np.uint64(0xFFFFFFFF)
    return np.where(bad == 0, value.astype(np.float64), -1.0)
