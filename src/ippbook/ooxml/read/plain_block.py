"""A block of rows that the fast reader proved plain: its values are decoded straight from the bytes."""

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Final

import numpy as np

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.read.blocks import (
    BOOL,
    DATE,
    ERROR,
    NUMBER,
    SHARED,
    T_BOOL,
    T_DATE,
    T_ERROR,
    T_INLINE,
    T_SHARED,
    T_STR,
    TEXT,
    BlockValues,
    Bools,
    Floats,
    FormulaElement,
    Ints,
    RowBlock,
)
from ippbook.ooxml.read.byte_words import Words, number_of_digits
from ippbook.ooxml.read.cell_tails import CellTails
from ippbook.ooxml.whole_numbers import whole_number
from ippbook.ooxml.xml import escapes
from ippbook.quick_dataclasses import dataclass

_FORMULA_PART: Final = late_pattern(rb' ([a-z][A-Za-z0-9:]*)="([^"]*)"')
_NUMBERS: Final = late_pattern(rb"[-+0-9.eE \n]*")


def text_of(data: bytes) -> str:
    """The text of a `<v>` or `<t>`, from its bytes."""
    return escapes.decoded_text(escapes.unescaped(data.decode("utf-8")))


def _no_block() -> RowBlock:
    raise ValueError("this block was made without an exact reader")


@dataclass
class PlainBlock(RowBlock):
    """A block proved plain: values are decoded straight from the bytes."""

    t_start: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    t_end: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    inlined: Bools = field(default_factory=lambda: np.empty(0, dtype=bool))
    tail: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))  # of each cell, its place in `tails.texts`
    tails: CellTails = field(default_factory=CellTails)
    exact: Callable[[], RowBlock] = field(default=_no_block)  # the same rows, read by the exact reader
    words: Words = field(default_factory=lambda: np.empty(0, dtype=np.uint64))
    bare_formulas: bool = field(default=False)
    """Whether it is known that no formula has attributes."""

    def values(self, pick: Ints) -> BlockValues:
        """What the picked cells hold."""
        try:
            return self._values(pick)
        except ValueError:  # a number, entity or letter that is none: expat knows, and says where
            return self.exact().values(pick)

    def _values(self, pick: Ints) -> BlockValues:
        start, end = self.t_start[pick], self.t_end[pick]
        type_ = self.type[pick]
        kind = np.zeros(len(pick), dtype=np.uint8)
        number = np.full(len(pick), np.nan)
        filled = end > start
        textual = (type_ == T_STR) | (type_ == T_INLINE)
        mark = np.array([NUMBER, SHARED, TEXT, TEXT, BOOL, ERROR, DATE], dtype=np.uint8)
        shown = filled | (textual & (start >= 0))
        kind[shown] = mark[type_[shown]]
        numeric = np.flatnonzero(filled & (type_ <= T_SHARED))
        number[numeric] = self._numbers(start[numeric], end[numeric])
        bools = np.flatnonzero(filled & (type_ == T_BOOL))
        number[bools] = [_bool(self.raw[a:b]) for a, b in zip(start[bools].tolist(), end[bools].tolist(), strict=True)]
        textual_at = np.flatnonzero(shown & (textual | (type_ == T_ERROR) | (type_ == T_DATE)))
        return BlockValues(kind, number, self._texts(start[textual_at].tolist(), end[textual_at].tolist()))

    def _texts(self, start: list[int], end: list[int]) -> list[str]:
        raw = self.raw
        if not start:
            return []
        # decoded at once: a plain block has no NUL
        joined = b"\0".join([raw[a:b] for a, b in zip(start, end, strict=True)]).decode("utf-8")
        clear = escapes.unescaped(joined)
        texts = clear.split("\0")
        return [escapes.decoded_text(text) for text in texts] if "_x" in clear else texts

    def _numbers(self, start: Ints, end: Ints) -> Floats:
        """Numbers of up to 15 digits by word arithmetic, the others one by one."""
        length = end - start
        out = np.empty(len(start))
        low = number_of_digits(self.words[np.maximum(end - 8, 0)], np.minimum(length, 8))
        good = low >= 0
        out[:] = low
        long = np.flatnonzero(length > 8)
        if len(long):
            high = number_of_digits(self.words[np.maximum(end[long] - 16, 0)], length[long] - 8)
            good[long] &= (high >= 0) & (length[long] <= 15)
            out[long] += high * 1e8
        good &= end >= 16
        rest = np.flatnonzero(~good)
        if len(rest):
            raw = self.raw
            items = [raw[a:b] for a, b in zip(start[rest].tolist(), end[rest].tolist(), strict=True)]
            if not _NUMBERS.fullmatch(b" ".join(items)):
                raise ValueError(
                    next(item.decode("utf-8", "replace") for item in items if not _NUMBERS.fullmatch(item))
                )
            out[rest] = [float(item) for item in items]
            if np.isinf(out[rest]).any():  # 1E400: no number that a cell can hold
                raise ValueError(items[int(np.isinf(out[rest]).argmax())].decode())
        return out

    def formula_keys(self, pick: Ints) -> Sequence[bytes | FormulaElement]:
        """The bytes of the formula elements."""
        raw = self.raw
        return [raw[a:b] for a, b in zip(self.f_start[pick].tolist(), self.f_end[pick].tolist(), strict=True)]

    def source(self, key: bytes | FormulaElement) -> FormulaElement:
        """The formula of an element."""
        assert isinstance(key, bytes)  # noqa: S101 - the keys of this block are
        tag, _, rest = key.partition(b">")
        try:
            text = text_of(rest[:-4]) if rest else ""  # `</f>`
        except ValueError:
            self.exact()  # raises the sentence that names the part
            raise
        if tag in (b"<f", b"<f/"):
            return FormulaElement(text)
        found = {name: value.decode() for name, value in _FORMULA_PART.findall(tag)}
        si = found.get(b"si", "")
        return FormulaElement(text, found.get(b"t", "normal"), found.get(b"ref", ""), whole_number(si, -1))


def _bool(data: bytes) -> float:
    return 1.0 if data.strip() in (b"1", b"true") else 0.0
