"""What a cell becomes in a legal text: one line, no invisible characters, never a gap.

Values are data. They are printed, never read as a template, and cannot fake a line, a heading or a signature: line breaks
become spaces; control characters and direction marks are removed. Letters stay as they are in the cell (full-width too),
because quoted words are evidence.
"""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from ippbook.late_patterns import late_pattern

_BREAKS: Final = late_pattern(r"[ \t]*(?:\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029])[\s\x1c-\x1f]*")
_CONTROLS: Final = late_pattern(
    # C0 and C1; soft hyphen; zero-width and direction marks (the joiner U+200D stays: emoji are made with it);
    # byte-order mark and specials; lone surrogates, which no file can hold
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]",
)
_SPACES: Final = late_pattern(r"[^\S\n]+")
_AROUND_BREAKS: Final = late_pattern(r" *\n[ \n]*")
_NOTHING: Final = late_pattern(r"""[-–—―_/\\.,;:…?？，。；：、"'“”‘’「」『』«»·*#()（）\s\u200d\ufe0f]*""")
_SCHEMES: Final = ("https://", "http://")
"""What begins so is not a placeholder."""
_PLACEHOLDERS: Final = frozenset({"n/a", "#n/a", "tbd", "tbc", "待定", "待补充"})
_QUOTES: Final = {'"': '"', "'": "'", "“": "”", "‘": "’", "„": "“", "「": "」", "『": "』", "«": "»"}

_QUOTED: Final = late_pattern(
    "|".join(f"{opening}[^{opening}{closing}]+{closing}" for opening, closing in _QUOTES.items())
)
_TYPOGRAPHIC: Final = late_pattern("“[^“”]+”|„[^„“]+“|「[^「」]+」|『[^『』]+』|«[^«»]+»|《[^《》]+》")
_SERIES: Final = late_pattern(
    rf"(?:{_QUOTED.pattern})(?:\s*(?:[,，、;；\n/+&]|and|und|et|y|和|及|と|및)?\s*(?:{_QUOTED.pattern}))*"
)
"""Quotations one after another, with nothing but a mark or an *and* between them."""

_NUMBERED: Final = late_pattern(r"(?:[(（](\d{1,2})[)）]|(\d{1,2})(?:[)）、]|[.．](?!\d))|([①-⑳]))\s*")


def without_controls(text: str) -> str:
    r"""Remove control characters and marks of direction from one line.

    >>> without_controls("a\x1b[31mb\u202e")
    'a[31mb'
    """
    return text if text.isascii() and text.isprintable() else _CONTROLS.sub("", text)


@lru_cache(maxsize=65_536)
def printable(text: str) -> str:
    r"""Keep the printable text; line breaks as "\\n"; "" for a placeholder (dashes, empty quotes, n/a, TBD).

    >>> printable(" red\u200b stitching\r\n  no\tserial ")
    'red stitching\nno serial'
    >>> printable("—"), printable("n/a"), printable('""')
    ('', '', '')
    """
    if text.isascii() and text.isprintable():  # no break, and no space but one
        text = (_SPACES.sub(" ", text) if "  " in text else text).strip()
    else:
        text = _CONTROLS.sub("", _BREAKS.sub("\n", text))
        text = _AROUND_BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()
    return "" if _NOTHING.fullmatch(text) or text.casefold() in _PLACEHOLDERS else text


class WordsOfListing(str):
    """Words quoted from a listing: perhaps several quotations."""

    __slots__ = ()


class TextLines(str):
    """Lines that a text prints as they are; of any other value it prints one line."""

    __slots__ = ()


SLOT_MARK: Final = "\0"
"""Around the number of a slot while a text is written; no value of a cell keeps it (`printable`)."""


class TextSlot(NamedTuple):
    """A place in a text that is written once for many complaints: for the address of a group of links, or for one of their facts."""

    group: int
    fact: int = -1
    """The place of the fact among the group's; -1 for the address."""
    filters: tuple[tuple[str, tuple[object, ...]], ...] = ()
    """What the text does to the fact before it prints it: name and arguments."""


class SlotFact:
    """In place of a fact that is filled in later: it is not blank, and it prints the mark of a new slot."""

    __slots__ = ("_slot", "_slots")

    def __init__(self, slots: list[TextSlot], slot: TextSlot) -> None:
        self._slots, self._slot = slots, slot

    def filtered(self, name: str, arguments: tuple[object, ...]) -> "SlotFact":
        """The fact as the filter *name* will give it."""
        slot = self._slot
        return SlotFact(self._slots, slot._replace(filters=(*slot.filters, (name, arguments))))

    def __str__(self) -> str:
        self._slots.append(self._slot)
        return f"{SLOT_MARK}{len(self._slots) - 1}{SLOT_MARK}"


def as_text(value: object) -> str:
    """Write a typed cell as text: dates as 2026-01-31, whole numbers without a decimal point, blanks (None, NaN, NaT) as ""."""
    if isinstance(value, str):
        return printable(value)
    if value is None or value != value:  # noqa: PLR0124  # only NaN and NaT differ from themselves
        return ""
    if isinstance(value, date):  # datetime and Timestamp are dates
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return printable(str(value))


_TOGETHER: Final = 256
"""Values that are looked at together where not all of them are plain."""


def as_texts(values: Sequence[object]) -> list[str]:
    r"""`as_text` of each value; many links, which nearly always are plain, are looked at together.

    >>> as_texts(["https://a.example/1", " x\u200b", None])
    ['https://a.example/1', 'x', '']
    """
    texts = [value for value in values if type(value) is str]
    if len(texts) == len(values):
        lines = "\n".join(["", *texts])  # each after a line end, and no other line end: these all begin as links
        if lines.count("\n") == len(texts) == sum(lines.count(f"\n{scheme}") for scheme in _SCHEMES):
            joined = lines.replace("\n", "")
            if joined.isascii() and joined.isprintable() and " " not in joined:
                return texts
    if len(values) > _TOGETHER:
        parts = (values[start : start + _TOGETHER] for start in range(0, len(values), _TOGETHER))
        return [text for part in parts for text in as_texts(part)]
    return list(map(as_text, values))


def characters(text: str) -> int:
    r"""Count *text* as the portal's form does: UTF-16 code units, a line break as one.

    The limit was read in a JavaScript client (ipp-facts 5.4 [C1: CODE 2019]), where a text's length is its number of
    UTF-16 code units, so an emoji counts 2. A form field gives a line break as one "\\n". How the server counts is
    not known; this is inferred from the client.

    >>> characters("商标"), characters("👍"), characters("a\r\nb")
    (2, 2, 3)
    """
    text = text.replace("\r\n", "\n")
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def list_items(text: str, also: str = "") -> tuple[str, ...]:
    """Split a cell with several items at semicolons, line breaks and the characters in *also*; blanks are dropped.

    Nothing is split inside typographic quotation marks.

    >>> list_items("red seam；no label"), list_items("the tag reads “A; B”; no label")
    (('red seam', 'no label'), ('the tag reads “A; B”', 'no label'))
    """
    if not (";" in text or "；" in text or "\n" in text or (also and any(mark in text for mark in also))):
        return (item,) if (item := printable(text)) else ()
    parts, start = [], 0
    for found in _separators(also).finditer(text):
        if found[1]:
            parts.append(text[start : found.start()])
            start = found.end()
    parts.append(text[start:])
    return tuple(item for part in parts if (item := printable(part)))


@lru_cache
def _separators(also: str) -> re.Pattern[str]:
    """A quotation, or (the group) a mark between items."""
    return re.compile(f"{_TYPOGRAPHIC.pattern}|([;；\n{also}])")


def unquoted(text: str) -> str:
    """Remove the quotation marks around the whole of *text*, if any."""
    while len(text) > 2 and _QUOTES.get(text[0]) == text[-1] and text[-1] not in text[1:-1]:
        text = text[1:-1].strip()
    return text


def quotations(text: str) -> tuple[str, ...]:
    """Split *text* into what it quotes: at semicolons and line breaks, and between quotation marks that follow one another.

    >>> quotations("AEROLITH同款；高仿"), quotations("“AEROLITH同款”“高仿”"), quotations('"a" and "b"')
    (('AEROLITH同款', '高仿'), ('AEROLITH同款', '高仿'), ('a', 'b'))
    >>> quotations('"one; quotation"'), quotations("“A”-style bag, red")
    (('one; quotation',), ('“A”-style bag, red',))
    """
    whole = printable(text)
    is_series = whole[:1] in _QUOTES and _SERIES.fullmatch(whole)
    series = _QUOTED.findall(whole) if is_series else list_items(whole)
    return tuple(words for each in series if (words := unquoted(each)))


def unnumbered(items: tuple[str, ...]) -> tuple[str, ...]:
    """Remove the numbers of *items* that a person numbered from 1; others are unchanged.

    >>> unnumbered(("(1) red", "(2) blue")), unnumbered(("①红", "②蓝")), unnumbered(("2.5 cm", "3 cm"))
    (('red', 'blue'), ('红', '蓝'), ('2.5 cm', '3 cm'))
    """
    marks = [_NUMBERED.match(item) for item in items]
    for place, mark in enumerate(marks, 1):
        if not mark or mark.end() == len(mark.string) or place != _numeral(mark):
            return items
    return tuple(item[mark.end() :] for item, mark in zip(items, marks, strict=True) if mark)


def _numeral(mark: re.Match[str]) -> int:
    return ord(mark[3]) - ord("①") + 1 if mark[3] else int(mark[1] or mark[2])


def ranges(numbers: list[int], separator: str) -> str:
    """Write ascending numbers, with consecutive ones as a range.

    >>> ranges([1, 2, 3, 5, 7, 8], ", ")
    '1–3, 5, 7–8'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return separator.join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
