"""Cuts in the bytes of a part, and the bytes that take their place."""

from typing import Final, NamedTuple

import numpy as np

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.xml import escapes

_ATTRIBUTE: Final = late_pattern(r"""(\s+)([^\s=/>]+)(\s*=\s*)("[^"]*"|'[^']*')""")
# what `escapes.encoded_text` changes in UTF-8 besides markup: the beginning of a code, U+FFFE and U+FFFF; and controls
_CODED: Final = (b"_x", b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_CONTROLS: Final = bytes(code for code in range(32) if code not in (9, 10))
_MARKUP: Final = ((b"&", b"&amp;"), (b"<", b"&lt;"), (b">", b"&gt;"))
Splice = tuple[int, int, bytes]  # these bytes take the place of raw[start:end]


class Splices(NamedTuple):
    """Many cuts as three lists, sorted: millions of small tuples would cost more than the cutting."""

    start: list[int]
    end: list[int]
    data: list[bytes]

    @classmethod
    def of(cls, cuts: list[Splice]) -> "Splices":
        """Cuts in any order."""
        cuts = sorted(cuts, key=lambda cut: cut[:2])
        return cls([cut[0] for cut in cuts], [cut[1] for cut in cuts], [cut[2] for cut in cuts])

    def merged(self, other: "Splices") -> "Splices":
        """These and *other*, both in order. Of splices at one place those of *other* come last."""
        if not self.start or not other.start:
            return self if self.start else other
        return Splices(self.start + other.start, self.end + other.end, self.data + other.data).in_order()

    def in_order(self) -> "Splices":
        """The same, sorted by start and end."""
        start, end = np.array(self.start, dtype=np.int64), np.array(self.end, dtype=np.int64)
        if (np.diff(start) > 0).all():
            return self
        order = np.lexsort((end, start))
        data = np.empty(len(order), dtype=object)
        data[:] = self.data
        return Splices(start[order].tolist(), end[order].tolist(), data[order].tolist())

    def add(self, start: int, end: int, data: bytes) -> None:
        """One more splice, behind all others."""
        self.start.append(start)
        self.end.append(end)
        self.data.append(data)


def spliced(raw: bytes, cuts: Splices) -> bytes:
    """*raw* with the cuts made; they do not overlap."""
    if not cuts.start:
        return raw
    out: list[bytes] = [b""] * (2 * len(cuts.start) + 1)
    out[0::2] = map(raw.__getitem__, map(slice, [0, *cuts.end], [*cuts.start, len(raw)]))
    out[1::2] = cuts.data
    return b"".join(out)


def encoded_texts(texts: list[str], encoding: str = "utf-8") -> list[bytes]:
    """Each text as XML text, encoded; in UTF-8 all at once, because most texts need no code, and each distinct one once where that pays."""
    if not texts:
        return []
    if encoding.lower() not in ("utf-8", "utf8"):
        return [escapes.encoded_text(text).encode(encoding, "xmlcharrefreplace") for text in texts]
    distinct = list(dict.fromkeys(texts))
    if len(distinct) * 2 > len(texts):
        return _in_utf8(texts)
    known = dict(zip(distinct, _in_utf8(distinct), strict=True))
    return list(map(known.__getitem__, texts))


def _in_utf8(texts: list[str]) -> list[bytes]:
    try:
        data = "\0".join(texts).encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return [escapes.encoded_text(text).encode() for text in texts]
    # the first letter of a code is looked for first, because most texts do not have it
    coded = any(mark[:1] in data and mark in data for mark in _CODED)
    if coded or len(data.translate(None, _CONTROLS)) != len(data) - len(texts) + 1:
        return [escapes.encoded_text(text).encode() for text in texts]
    for mark, entity in _MARKUP:
        if mark in data:
            data = data.replace(mark, entity)
    return data.split(b"\0")


def retagged(tail: bytes, new_type: str, encoding: str, *, drop_cm: bool) -> bytes:
    """The attributes of a cell with another `t`; without `vm`, which describes the old value, and `cm` when the formula goes."""
    text = tail.decode(encoding)
    out: list[str] = []
    at = 0
    typed = False
    for found in _ATTRIBUTE.finditer(text):
        name = found[2]
        drop = name == "vm" or (name == "cm" and drop_cm)
        if name == "t":
            typed = True
            old = found[4][1:-1]
            drop = new_type == "" and old != "n"
            if new_type not in ("", old):
                quote = found[4][0]
                out += [text[at : found.start()], found[1], "t", found[3], quote, new_type, quote]
                at = found.end()
                continue
        if drop:
            out.append(text[at : found.start()])
            at = found.end()
    out.append(text[at:])
    joined = "".join(out)
    if new_type and not typed:
        body = joined.rstrip()
        joined = f'{body} t="{new_type}"{joined[len(body) :]}'
    return joined.encode(encoding)


def xml_number(number: float) -> str:
    """A number as XML writes it; the shortest text that reads back as the same number."""
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)
