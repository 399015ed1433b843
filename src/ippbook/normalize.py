r"""Text from people, portals and scrapers, made comparable.

Such text may have full-width digits, zero-width characters, no-break spaces and mixed scripts. Every comparison in ippbook
uses `clean` (the text that a person reads) or `key` (the part that two spellings share).

>>> clean("  ＺＬ２０１７\u200b10601862.3\xa0")
'ZL201710601862.3'
>>> key("Right  Type") == key("right_type") == key("ＲＩＧＨＴ ｔｙｐｅ")
True
"""

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from ippbook.late_patterns import late_pattern

_INVISIBLE: Final = late_pattern(
    # zero-width space, joiners and marks of direction; soft hyphen; byte-order mark; variation selectors
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff]",
)
_DIGITS: Final = late_pattern(r"[0-9]+")
_TWICE: Final = late_pattern(r"([0-9])\1+")
_LONGEST_NAME: Final = 120
"""A longer text is not a slip of a name."""
_SPACES: Final = late_pattern(r"\s+")
_JOINTS: Final = late_pattern(r"[\s_\-\u2010-\u2015./\\:()\[\]'\"#*?!·、，。：；（）【】]+")


# NFKC changes no letter of ASCII, nor the ideographs of this block (Unicode 15.1, UnicodeData.txt: no decompositions)
_PLAIN: Final = late_pattern("[ -~\u4e00-\u9fff\n]*")
_MARGINS: Final = ("  ", " \n", "\n ")


def untouched(texts: Sequence[str]) -> bool:
    r"""Whether `clean` and `tidy` would surely leave all *texts* as they are. One check for a whole column.

    >>> untouched(["新款 NORDLYS", "", "L0001"]), untouched(["two  spaces"]), untouched(["a\nb"]), untouched([" a"])
    (True, False, False, False)
    """
    joined = "\n".join(texts)
    if joined.count("\n") != max(len(texts) - 1, 0) or any(margin in joined for margin in _MARGINS):
        return False
    return joined[:1] != " " and joined[-1:] != " " and _PLAIN.fullmatch(joined) is not None


def folded(texts: Sequence[str]) -> list[str]:
    """Each text as `clean` gives it, without case."""
    if untouched(texts):
        return "\n".join(texts).casefold().split("\n") if texts else []
    return [clean(text).casefold() for text in texts]


@lru_cache(maxsize=65_536)
def clean(text: str) -> str:
    """The text that a person reads: NFKC, no invisible characters, single spaces, none at the ends. Line breaks become spaces."""
    plain = text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    return _SPACES.sub(" ", plain).strip()


def says_nothing(text: str) -> bool:
    """Whether a person sees nothing in the text: `clean` leaves nothing of it.

    >>> says_nothing(" \u200b"), says_nothing("-")
    (True, False)
    """
    first = text[:1]
    if (first.isascii() and first.isalnum()) or "\u4e00" <= first <= "\u9fff":  # a letter that `clean` leaves
        return False
    if text.isascii() and text.isprintable():
        return not text.strip()
    return not clean(text[:64]) and not clean(text)  # what is seen of its beginning is seen of the whole


@lru_cache(maxsize=65_536)
def tidy(text: str) -> str:
    """The text as written, without invisible characters, with single spaces, none at the ends; letters keep their width.

    >>> tidy(" 肩带为单排缝线，正品为双排\u200b ")
    '肩带为单排缝线，正品为双排'
    """
    plain = text if text.isascii() and text.isprintable() else _INVISIBLE.sub("", text)
    return _SPACES.sub(" ", plain).strip()


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """The part that two spellings of one name share: `clean`, without case, spaces, underscores and punctuation."""
    return _JOINTS.sub("", clean(text).casefold())


def has_chinese(texts: Iterable[str]) -> bool:
    """Whether one of *texts* has a Chinese character, so that its reader knows the Chinese names."""
    return any("\u4e00" <= letter <= "\u9fff" for text in texts for letter in text)


def near_names(wanted: str, known: Iterable[str], most: int = 3) -> list[str]:
    """At most *most* of the *known* names that *wanted* is probably a slip for, the nearest first.

    A slip is a letter too many, too few, wrong or swapped: one in a name of four to seven letters, two in up to fourteen,
    three in a longer one. Another number is another name, so the digits must agree; zeros before a number and a digit
    typed twice do not count.

    >>> near_names("nordlys-legl", ["nordlys-legal", "nordlys-sales"]), near_names("L0041", ["L0042"]), near_names("L41", ["L0041"])
    (['nordlys-legal'], [], ['L0041'])
    """
    if len(wanted) > _LONGEST_NAME:
        return []
    names = [name for name in known if len(name) <= _LONGEST_NAME]
    folded_names = {name: _slip_key(name) for name in names}
    key_wanted = _slip_key(wanted)
    likely = difflib.get_close_matches(key_wanted, [*dict.fromkeys(folded_names.values())], n=20, cutoff=0.6)
    digits = _DIGITS.findall(key_wanted)
    slips = {text: _edits(key_wanted, text) for text in likely if _DIGITS.findall(text) == digits}
    found = [name for name in names if slips.get(folded_names[name], 99) <= _allowed(key_wanted)]
    return sorted(found, key=lambda name: slips[folded_names[name]])[:most]


def _slip_key(name: str) -> str:
    return _DIGITS.sub(lambda digits: _TWICE.sub(r"\1", digits[0].lstrip("0") or "0"), key(name))


def _allowed(text: str) -> int:
    """How many slips a name may have. A Chinese character is a word, so a short Chinese name may have none."""
    size = len(text) // 2 if not text.isascii() else len(text)
    return 0 if size < 4 else 1 if size < 8 else 2 if size < 15 else 3


def _edits(one: str, other: str) -> int:
    """The least number of letters put in, taken out, replaced or swapped with their neighbour that makes *other* of *one*."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [at] + [0] * len(other)
        for place, wanted in enumerate(other, start=1):
            row[place] = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != wanted))
            if at > 1 and place > 1 and letter == other[place - 2] and one[at - 2] == wanted:
                row[place] = min(row[place], earlier[place - 2] + 1)
    return row[-1]
