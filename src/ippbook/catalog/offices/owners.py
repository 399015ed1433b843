"""Compares names of owners: registers, identity documents and people write the same company in many ways.

Case, accents, width, punctuation and the order of words are ignored. The usual spellings of a company's legal form are
equal (Co., Ltd. and Company Limited), and a name without a legal form equals the name with one. Two names with different
legal forms are two companies. A Chinese and a Latin name cannot be compared; if one name has both, as in
`NORDLYS AS (北光有限公司)`, the script that both names have decides.

Source: ipp-facts 3.3 [O14, O20: OFF: that names must agree]; how the portal compares them was not found.

>>> same_owner("Nordlys Trading Co., Ltd.", "NORDLYS TRADING COMPANY LIMITED"), same_owner("Nordlys AS", "Nordlys GmbH")
('yes', 'no')
>>> same_owner("NORDLYS AS (北光有限公司)", "北光有限责任公司"), same_owner("Nordlys AS", "北光有限公司")
('yes', '')
"""

import re
import unicodedata
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal

from ippbook.late_patterns import late_pattern
from ippbook.normalize import clean
from ippbook.quick_dataclasses import dataclass

_FORMS: Final = MappingProxyType(
    {
        **dict.fromkeys(("co", "company"), ""),
        **dict.fromkeys(("ltd", "limited"), "ltd"),
        **dict.fromkeys(("inc", "incorporated"), "inc"),
        **dict.fromkeys(("corp", "corporation"), "corp"),
        **{
            form: form
            for form in ("llc", "llp", "lp", "plc", "gmbh", "ag", "kg", "as", "asa", "ab", "aps", "oy", "oyj")
        },
        **{
            form: form
            for form in ("bv", "nv", "sa", "sas", "sarl", "srl", "spa", "kk", "pte", "pty", "pvt", "sdn", "bhd")
        },
    }
)
"""Words of a legal form -> the common spelling; "" for words without a meaning of their own."""
_FILLERS: Final = frozenset({"the", "and", "&"})
_HAN_FORMS: Final = (("股份有限公司", "股份"), ("有限责任公司", "有限"), ("有限公司", "有限"), ("公司", ""))
_HAN: Final = late_pattern(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class _Name:
    """One script of a name: its words (sorted), the words joined, and the legal form."""

    words: tuple[str, ...]
    joined: str
    form: frozenset[str]

    def same(self, other: "_Name") -> bool:
        """Whether both can be one company."""
        alike = self.words == other.words or self.joined == other.joined
        return alike and (self.form == other.form or not self.form or not other.form)


@lru_cache(maxsize=65_536)
def _scripts(name: str) -> tuple[_Name | None, _Name | None]:
    """The Latin and the Chinese name in *name*; None where it has none."""
    text = clean(name)
    return _latin(_HAN.sub(" ", text)), _chinese("".join(_HAN.findall(text)))


def _latin(text: str) -> _Name | None:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)).casefold()
    # Letters with full stops or strokes between them are one word: A/S and A.S. are AS.
    words = re.findall(r"\w+|&", re.sub(r"(?<=\b\w)[./](?=\w\b)", "", plain))
    core = [word for word in words if word not in _FORMS and word not in _FILLERS]
    if not core:  # a name that consists of such words only
        core = words
    form = frozenset(_FORMS[word] for word in words if word in _FORMS and word not in core) - {""}
    return _Name(tuple(sorted(core)), "".join(core), form) if core else None


def _chinese(text: str) -> _Name | None:
    for ending, form in _HAN_FORMS:
        if text.endswith(ending) and text != ending:
            return _Name((text.removesuffix(ending),), text.removesuffix(ending), frozenset({form} - {""}))
    return _Name((text,), text, frozenset()) if text else None


def same_owner(one: str, other: str) -> Literal["yes", "no", ""]:
    """Whether two names can be one owner: "yes", "no", or "" where one is blank or they have no script in common.

    >>> same_owner("Müller, Jörg", "Jorg Muller"), same_owner("Nordlys A/S", "nordlys as"), same_owner("", "Nordlys")
    ('yes', 'yes', '')
    >>> same_owner("诺德利斯户外用品（上海）有限公司", "诺德利斯户外用品(上海)有限责任公司")
    'yes'
    """
    pairs = [(mine, yours) for mine, yours in zip(_scripts(one), _scripts(other), strict=True) if mine and yours]
    if not pairs:
        return ""
    return "yes" if any(mine.same(yours) for mine, yours in pairs) else "no"
