"""The quick reader of sheet rows: numpy finds every tag of a chunk at once and proves that the chunk is plain.

Plain means: `<row r="…">` with cells `<c r="…" s="…" t="…">` that hold `<f>`, `<v>` or `<is><t>`, double quotes, no
comments, no prefixes, no white space between tags. What is not plain in any byte gives None, and the exact reader takes
the chunk. Nothing is guessed.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ippbook.ooxml.cell_keys import cell_keys
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.package import deflate
from ippbook.ooxml.read.blocks import (
    BOOL,
    CELL_TYPES,
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
    Bytes,
    Floats,
    FormulaElement,
    Ints,
    ProvedBlock,
    RowBlock,
)
from ippbook.ooxml.xml import escapes

Words = npt.NDArray[np.uint64]

_PAD: Final = bytes(40)  # words are read past the end
# tags, by their first two letters; the rest of the name is proved apart
(_BAD, _ROW, _ROW0, _ROWEND, _C, _C0, _CEND, _F, _F0, _FEND, _V, _V0, _VEND, _IS, _IS0, _ISEND, _T, _T0, _TEND) = range(
    19
)
_FOLLOWS: Final = {
    _ROW: (_C, _C0, _ROWEND),
    _ROW0: (_ROW, _ROW0),
    _ROWEND: (_ROW, _ROW0),
    _C: (_F, _F0, _V, _V0, _IS, _IS0, _CEND),
    _C0: (_C, _C0, _ROWEND),
    _CEND: (_C, _C0, _ROWEND),
    _F: (_FEND,),
    _F0: (_V, _V0, _CEND),
    _FEND: (_V, _V0, _CEND),
    _V: (_VEND,),
    _V0: (_CEND,),
    _VEND: (_CEND,),
    _IS: (_T, _T0, _ISEND),
    _IS0: (_CEND,),
    _ISEND: (_CEND,),
    _T: (_TEND,),
    _T0: (_ISEND,),
    _TEND: (_ISEND,),
}


def _name_table() -> Bytes:
    table = np.zeros(1 << 16, dtype=np.uint8)
    names = {
        "ro": _ROW,
        "/r": _ROWEND,
        "c ": _C,
        "/c": _CEND,
        "/f": _FEND,
        "/v": _VEND,
        "is": _IS,
        "/i": _ISEND,
        "/t": _TEND,
    }
    for letter, tag in (("f", _F), ("v", _V), ("t", _T)):
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
_HOLDS_TEXT: Final = np.isin(np.arange(32), (_F, _V, _T))
_OPENS: Final = np.isin(np.arange(32), (_ROW, _C, _F, _V, _IS, _T))
# the length from `<` to `>` that an end tag, or a start tag without attributes, must have; 0: any
_LENGTH: Final = np.zeros(32, dtype=np.int64)
_LENGTH[[_CEND, _FEND, _VEND, _TEND, _IS]] = 3
_LENGTH[_ROWEND] = 5
_LENGTH[_ISEND] = 4
_LENGTH[_IS0] = 4

_ROW_TAIL: Final = re.compile(rb'(?: [A-Za-z][\w:.-]*="[^"<>&\n\r\t]*")*/?')
_TAIL: Final = re.compile(rb'(?: (?:s|t|cm|vm|ph)="[A-Za-z0-9]*")*')
_TAIL_PART: Final = re.compile(rb' (s|t|cm|vm|ph)="([A-Za-z0-9]*)"')
_FORMULA_TAG: Final = re.compile(rb'<f(?: [a-z][A-Za-z0-9]*="[^"<>&\n\r\t]*"| xml:space="preserve")*/?>')
_FORMULA_PART: Final = re.compile(rb' ([a-z][A-Za-z0-9:]*)="([^"]*)"')
_NUMBERS: Final = re.compile(rb"[-+0-9.eE \n]*")
_SPACED: Final = (b'<v xml:space="preserve">', b'<t xml:space="preserve">')
_ROW_HEAD: Final = int.from_bytes(b'<row r="', "little")
_CELL_HEAD: Final = int.from_bytes(b'<c r="', "little")
_LOW6: Final = (1 << 48) - 1
_LONGEST_TAIL: Final = 32


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
    )  # what stands behind `r` in row tags, and whether it says hidden

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


_MIX: Final = (
    np.uint64(0x9E3779B97F4A7C15),
    np.uint64(0xC2B2AE3D27D4EB4F),
    np.uint64(0x165667B19E3779F9),
    np.uint64(0xD6E8FEB86659FD93),
)
_MASKS: Final = np.array([(1 << (8 * n)) - 1 for n in range(9)], dtype=np.uint64)


def _tail_ids(raw: bytes, words64: Words, start: Ints, length: Ints, tails: CellTails) -> Ints | None:
    """For each cell the number of its attribute text in *tails*."""
    longest = int(length.max(initial=0))
    if longest > _LONGEST_TAIL:
        return None
    count = (longest + 7) // 8
    words = np.zeros((4, len(start)), dtype=np.uint64)
    key = length.astype(np.uint64) * np.uint64(0xA24BAED4963EE407)
    for i in range(count):
        words[i] = words64[start + 8 * i] & _MASKS[np.clip(length - 8 * i, 0, 8)]
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
            if len(tails.hashes) > 4096 or not tails.learn(key[at], words[:, at], text):
                return None
    return None


def read(raw: bytes, tails: CellTails) -> "PlainBlock | None":  # noqa: C901, PLR0911, PLR0915 - one proof, step by step, each step may say no
    """The rows in *raw*, which begins with a row and ends after one; None when they are not plain."""
    padded = raw + _PAD
    letters = np.frombuffer(padded, dtype=np.uint8)
    text = letters[: len(raw)]
    low = text < 32
    if low.any() and not np.isin(text[low], (9, 10, 13)).all():
        return None
    lt = np.flatnonzero(text == 60)
    gt = np.flatnonzero(text == 62)
    if len(lt) != len(gt) or not len(lt) or lt[0] != 0 or gt[-1] != len(raw) - 1:
        return None
    if not ((lt < gt).all() and (gt[:-1] < lt[1:]).all()):
        return None
    words64: Words = np.ndarray((len(padded) - 8,), dtype="<u8", buffer=padded, strides=(1,))
    kind = _NAMES[letters[lt + 1].astype(np.uint16) | letters[lt + 2].astype(np.uint16) << 8]
    closed = (letters[gt - 1] == 47) & _OPENS[kind]
    kind = kind + closed
    span = gt - lt
    must = _LENGTH[kind]
    if not kind.all() or ((must != 0) & (must != span)).any():
        return None
    if (
        not _FOLLOW[kind[:-1].astype(np.int64) * 32 + kind[1:]].all()
        or kind[0] not in (_ROW, _ROW0)
        or kind[-1] not in (_ROWEND, _ROW0)
    ):
        return None
    gap = lt[1:] - gt[:-1]
    if ((gap != 1) & ~_HOLDS_TEXT[kind[:-1]]).any():
        return None
    if not _plain_values(raw, lt, gt, kind, span) or not _ends(words64, lt, kind):
        return None
    rows = _rows(raw, letters, words64, lt, gt, kind, tails)
    if rows is None:
        return None
    row_at, row_number, digits, row_words, row_masks, hidden = rows
    is_cell = (kind == _C) | (kind == _C0)
    at = np.flatnonzero(is_cell)
    c_lt = lt[at]
    row_of = np.searchsorted(row_at, at) - 1
    head = words64[c_lt]
    first = (head >> np.uint64(48)).astype(np.int64) & 255
    second = (head >> np.uint64(56)).astype(np.int64)
    third = letters[c_lt + 8].astype(np.int64)
    if ((head & np.uint64(_LOW6)) != np.uint64(_CELL_HEAD)).any() or ((first < 65) | (first > 90)).any():
        return None
    two = (second >= 65) & (second <= 90)
    three = two & (third >= 65) & (third <= 90)
    col = first - 64
    col = np.where(two, col * 26 + second - 64, col)
    col = np.where(three, col * 26 + third - 64, col)
    ref_at = c_lt + 7 + two + three
    if (col > MAX_COL).any() or ((words64[ref_at] & row_masks[row_of]) != row_words[row_of]).any():
        return None
    tail_at = ref_at + digits[row_of] + 1
    self_closed = kind[at] == _C0
    tag_end = gt[at] - self_closed
    ids = _tail_ids(raw, words64, tail_at, tag_end - tail_at, tails)
    if ids is None and len(at):
        return None
    block = PlainBlock(
        raw=raw,
        row=row_number[row_of],
        col=col,
        start=c_lt,
        attr_at=tail_at,
        tag_end=tag_end,
        closed=self_closed,
        style=tails.style[ids] if ids is not None else np.empty(0, dtype=np.int64),
        type=tails.type[ids] if ids is not None else np.empty(0, dtype=np.uint8),
        **_children(lt, gt, kind, at),
        row_number=row_number,
        row_start=lt[row_at],
        row_tag_end=gt[row_at] - (kind[row_at] == _ROW0),
        row_closed=kind[row_at] == _ROW0,
        row_end=_row_ends(lt, gt, kind, row_at),
        row_hidden=hidden,
        quick=True,
    )
    if (block.inlined & (block.type != T_INLINE)).any():
        return None
    block.tails = tails
    block.tail = tails.number[ids] if ids is not None else np.empty(0, dtype=np.int64)
    block.letters = letters
    block.words64 = words64
    return block


def _row_ends(lt: Ints, gt: Ints, kind: Bytes, row_at: Ints) -> Ints:
    ends = gt[row_at] - 1  # of `/>`
    ends[kind[row_at] == _ROW] = lt[kind == _ROWEND]
    return ends


def _ends(words64: Words, lt: Ints, kind: Bytes) -> bool:
    """Whether the end tags that are known by two letters only are what they seem."""
    rows = words64[lt[kind == _ROWEND]] & _MASKS[6]
    texts = words64[lt[kind == _ISEND]] & _MASKS[5]
    return bool(
        (rows == int.from_bytes(b"</row>", "little")).all() and (texts == int.from_bytes(b"</is>", "little")).all()
    )


def _plain_values(raw: bytes, lt: Ints, gt: Ints, kind: Bytes, span: Ints) -> bool:
    """Whether `<v>`, `<t>` and `<f>` have no attributes but plain ones."""
    holders = ((kind == _V) | (kind == _T)) & (span != 2)
    if any(raw[lt[i] : gt[i] + 1] not in _SPACED for i in np.flatnonzero(holders)):
        return False
    empty = ((kind == _V0) | (kind == _T0)) & (span != 3)
    if empty.any():
        return False
    formulas = ((kind == _F) & (span != 2)) | ((kind == _F0) & (span != 3))
    return all(
        _FORMULA_TAG.fullmatch(raw, a, b + 1) for a, b in zip(lt[formulas].tolist(), gt[formulas].tolist(), strict=True)
    )


def _rows(
    raw: bytes,
    letters: Bytes,
    words64: Words,
    lt: Ints,
    gt: Ints,
    kind: Bytes,
    tails: "CellTails",
) -> tuple[Ints, Ints, Ints, Words, Words, Bools] | None:
    """Token number, row number, count of its digits, the bytes `digits"` that each cell's reference must repeat, hidden."""
    row_at = np.flatnonzero((kind == _ROW) | (kind == _ROW0))
    begin = lt[row_at]
    if (words64[begin] != np.uint64(_ROW_HEAD)).any():
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
    if (
        leading_zero.any()
        or (digits < 1).any()
        or (number > MAX_ROW).any()
        or (letters[begin + 8 + digits] != 34).any()
    ):
        return None
    masks = _MASKS[digits + 1]
    hidden = np.zeros(len(begin), dtype=bool)
    behind, until = begin + 9 + digits, gt[row_at]
    alike = _alike(letters, behind, until)  # nearly always: then one stands for all
    for i, (a, b) in enumerate(
        zip(behind[:1].tolist() if alike else behind.tolist(), until.tolist(), strict=not alike)
    ):
        tail = raw[a:b]
        known = tails.rows.get(tail)
        if known is None:
            if not _ROW_TAIL.fullmatch(tail):
                return None
            if len(tails.rows) > 4096:
                tails.rows.clear()
            known = tails.rows[tail] = b' hidden="1"' in tail or b' hidden="true"' in tail
        hidden[i] = known
    if alike:
        hidden[:] = hidden[0]
    return row_at, number, digits, words64[begin + 8] & masks, masks, hidden


def _alike(letters: Bytes, start: Ints, end: Ints) -> bool:
    """Whether the bytes from *start* to *end* are the same everywhere; long ones are not looked at."""
    length = int(end[0] - start[0])
    if length > _LONGEST_TAIL or (end - start != length).any():
        return False
    return all(bool((letters[start + i] == letters[start[0] + i]).all()) for i in range(length))


def _children(lt: Ints, gt: Ints, kind: Bytes, at: Ints) -> dict[str, Any]:
    """Spans of the formula, the value and the whole of each cell, whose start tags have the token numbers *at*."""
    padded = np.append(kind, np.zeros(4, dtype=np.uint8))
    opened = kind[at] == _C
    child = np.where(opened, padded[at + 1], 0)
    full, empty = child == _F, child == _F0
    f_start, f_end = np.full(len(at), -1), np.full(len(at), -1)
    f_start[full | empty] = lt[at[full | empty] + 1]
    f_end[full] = gt[at[full] + 2] + 1
    f_end[empty] = gt[at[empty] + 1] + 1
    value = at + 1 + 2 * full + empty
    child = np.where(opened, padded[value], 0)
    v_start, v_end = np.full(len(at), -1), np.full(len(at), -1)
    has = (child == _V) | (child == _V0) | (child == _IS) | (child == _IS0)
    v_start[has] = lt[value[has]]
    last = value.copy()
    last[child == _V] += 1
    inline = child == _IS
    inside = np.where(inline, padded[value + 1], 0)
    last[inline & (inside == _T)] += 3
    last[inline & (inside == _T0)] += 2
    last[inline & (inside == _ISEND)] += 1
    v_end[has] = gt[last[has]] + 1
    close = np.where(has, last + 1, value)
    end = gt[np.where(opened, np.minimum(close, len(gt) - 1), at)] + 1
    # where the text of the value lies: inside `<v>` or inside `<is><t>`
    t_start, t_end = np.full(len(at), -1), np.full(len(at), -1)
    holder = np.where(child == _V, value, np.where(inline & (inside == _T), value + 1, -1))
    held = holder >= 0
    t_start[held] = gt[holder[held]] + 1
    t_end[held] = lt[holder[held] + 1]
    bare = has & ~held
    t_start[bare] = t_end[bare] = 0
    g_start, g_end = np.full(len(at), -1), np.full(len(at), -1)
    g_start[full] = gt[at[full] + 1] + 1
    g_end[full] = lt[at[full] + 2]
    inlined = inline | (child == _IS0)
    return {
        "f_start": f_start, "f_end": f_end, "v_start": v_start, "v_end": v_end, "end": end,
        "t_start": t_start, "t_end": t_end, "g_start": g_start, "g_end": g_end, "inlined": inlined,
    }  # fmt: skip


def text_of(data: bytes) -> str:
    """The text that the bytes of a `<v>` or `<t>` stand for."""
    return escapes.decoded(escapes.unescaped(data.decode("utf-8")))


def _no_block() -> RowBlock:
    raise ValueError("this block was made without an exact reader")


@dataclass
class PlainBlock(RowBlock):
    """A block proved plain: values are decoded straight from the bytes."""

    t_start: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    t_end: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    g_start: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    g_end: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    inlined: Bools = field(default_factory=lambda: np.empty(0, dtype=bool))
    tail: Ints = field(default_factory=lambda: np.empty(0, dtype=np.int64))  # of each cell, its place in `tails.texts`
    tails: CellTails = field(default_factory=CellTails)
    exact: Callable[[], RowBlock] = field(default=_no_block)  # the same rows, read by the exact reader
    letters: Any = None
    words64: Any = None

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
        spoken = np.flatnonzero(shown & (textual | (type_ == T_ERROR) | (type_ == T_DATE)))
        return BlockValues(kind, number, self._texts(start[spoken].tolist(), end[spoken].tolist()))

    def _texts(self, start: list[int], end: list[int]) -> list[str]:
        raw = self.raw
        if not start:
            return []
        if b"&" in raw or b"\r" in raw or b"_x" in raw:
            return [text_of(raw[a:b]) for a, b in zip(start, end, strict=True)]
        if raw.isascii():
            text = raw.decode("ascii")
            return [text[a:b] for a, b in zip(start, end, strict=True)]
        return [raw[a:b].decode("utf-8") for a, b in zip(start, end, strict=True)]

    def _numbers(self, start: Ints, end: Ints) -> Floats:
        """Numbers of up to 15 digits by word arithmetic, the others one by one."""
        length = end - start
        out = np.empty(len(start))
        low = _eight(self.words64[np.maximum(end - 8, 0)], np.minimum(length, 8))
        good = low >= 0
        out[:] = low
        long = np.flatnonzero(length > 8)
        if len(long):
            high = _eight(self.words64[np.maximum(end[long] - 16, 0)], length[long] - 8)
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
        return FormulaElement(text, found.get(b"t", "normal"), found.get(b"ref", ""), int(si) if si.isdecimal() else -1)


def _bool(data: bytes) -> float:
    return 1.0 if data.strip() in (b"1", b"true") else 0.0


_TENS: Final = np.uint64(0x3030303030303030)


def _eight(words: Words, length: Ints) -> Floats:
    """The number of the last *length* (1 to 8) letters of each word, all digits; -1.0 where they are not."""
    keep = ~_MASKS[8 - np.clip(length, 0, 8)]
    digits = ((words & keep) | (_TENS & ~keep)) ^ _TENS
    bad = ((digits + np.uint64(0x7676767676767676)) | digits) & np.uint64(0x8080808080808080)
    digits = (digits * np.uint64(10)) + (digits >> np.uint64(8))
    mask = np.uint64(0x000000FF000000FF)
    one = (digits & mask) * np.uint64(0x000F424000000064)
    two = ((digits >> np.uint64(16)) & mask) * np.uint64(0x0000271000000001)
    value = ((one + two) >> np.uint64(32)) & np.uint64(0xFFFFFFFF)
    return np.where(bad == 0, value.astype(np.float64), -1.0)


@dataclass(frozen=True)
class _Proof:
    """What one pass proved of a block."""

    size: int
    crc: int
    widest: int
    rows: dict[str, Any]


@dataclass
class BlockProofs:
    """What the last pass over a part proved of its blocks, in their order, so that the next one need not where bytes are the same.

    A pass inflates the part again, with its check sum proved as ever; only the search for cells is left out.
    """

    known: dict[int, _Proof] = field(default_factory=dict)

    def learn(self, place: int, block: PlainBlock) -> None:
        """Remember block number *place*, where its cells are in order and none has a formula with attributes."""
        keys = cell_keys(block.row, block.col)
        if b"<f " in block.raw or not (np.diff(keys) > 0).all():
            self.known.pop(place, None)
            return
        rows = {name: getattr(block, name) for name in _ROW_FIELDS}
        widest = int(block.col.max(initial=0))
        self.known[place] = _Proof(len(block.raw), deflate.crc32(block.raw), widest, rows)

    def of(self, place: int, raw: bytes, whole: Callable[[], RowBlock]) -> ProvedBlock | None:
        """Block number *place* of these bytes; None where it is not known, or not of these bytes."""
        proof = self.known.get(place)
        if proof is None or proof.size != len(raw) or proof.crc != deflate.crc32(raw):
            return None
        none = np.empty(0, dtype=np.int64)
        cells: dict[str, Any] = dict.fromkeys(_CELL_FIELDS, none)
        cells |= {"closed": none.astype(bool), "type": none.astype(np.uint8)}
        return ProvedBlock(RowBlock(raw=raw, quick=True, **cells, **proof.rows), proof.widest, whole)


_ROW_FIELDS: Final = ("row_number", "row_start", "row_tag_end", "row_closed", "row_end", "row_hidden")
_CELL_FIELDS: Final = (
    "row", "col", "start", "attr_at", "tag_end", "end", "closed", "style", "type", "f_start", "f_end", "v_start", "v_end",
)  # fmt: skip
