r"""Text from people, portals and scrapers, made comparable.

Such text may have full-width digits, zero-width characters, no-break spaces and mixed scripts. Every comparison in ippbook
uses `clean` (the text that a person reads) or `key` (the part that two spellings share).

>>> clean("  ＺＬ２０１７\u200b10601862.3\xa0")
'ZL201710601862.3'
>>> key("Right  Type") == key("right_type") == key("ＲＩＧＨＴ ｔｙｐｅ")
True
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

_INVISIBLE: Final = re.compile(
    # zero-width space, joiners and marks of direction; soft hyphen; byte-order mark; variation selectors
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u206a-\u206f\ufe00-\ufe0f\ufeff]",
)
_SPACES: Final = re.compile(r"\s+")
_JOINTS: Final = re.compile(r"[\s_\-\u2010-\u2015./\\:()\[\]'\"#*?!·、，。：；（）【】]+")


# NFKC changes no letter of ASCII, nor the ideographs of this block (Unicode 15.1, UnicodeData.txt: no decompositions)
_PLAIN: Final = re.compile("[ -~\u4e00-\u9fff\n]*")
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
