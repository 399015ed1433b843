"""The currencies of prices: code, names and signs, as data in `currencies.toml`.

>>> currency_code("US$"), currency_code("人民币"), currency_code("zł"), currency_code("$")
('USD', 'CNY', 'PLN', '$')
"""

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Final

from ippbook.normalize import clean
from ippbook.quick_dataclasses import dataclass

SHARED_SIGNS: Final = (
    "$", "¥", "kr", "kr.", "rs", "rs.", "fr", "dollar", "dollars", "peso", "pesos", "rupee", "rupees", "dinar", "dinars", "dirham", "dirhams",
    "riyal", "franc", "francs", "crowns", "fcfa", "din.", "比索", "卢比", "第纳尔", "法郎", "克朗", "迪拉姆", "镑", "里亚尔",
)  # fmt: skip
"""Signs and words of several currencies. The currency of such a price stays unknown: only the sign is known."""

_LONGEST_SHORT: Final = 4
"""Letters of an abbreviation. People write it with a dot too, directly before the amount: Cg.1.10, Kč.99. A code has no dot: EUR.50 is half a euro."""


@dataclass(frozen=True)
class Currency:
    """One currency: its ISO 4217 code, its English and Chinese name, and how shops write its prices."""

    code: str
    name: str
    zh: str
    spellings: tuple[str, ...] = ()
    decimals: int = 2
    dots: bool = False
    """Whether 1.299 can be a price in thousands."""


@lru_cache(maxsize=1)
def currencies() -> dict[str, Currency]:
    """Every currency by its code."""
    text = files(__name__).joinpath("currencies.toml").read_text(encoding="utf-8")
    return {
        code: Currency(code, **entry | {"spellings": tuple(entry["spellings"])})
        for code, entry in tomllib.loads(text).items()
    }


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """The code of each spelling (cleaned, without case); a shared sign is its own code."""
    found = {sign: sign for sign in SHARED_SIGNS}
    for currency in currencies().values():
        for spelling in (currency.code, currency.name, currency.zh, *currency.spellings):
            written = clean(spelling).casefold()
            if found.setdefault(written, currency.code) != currency.code:
                message = f"currencies.toml: {spelling!r} means both {found[written]!r} and {currency.code!r}"
                raise ValueError(message)
    short = [
        (written, code)
        for written, code in found.items()
        if len(written) <= _LONGEST_SHORT and written != code.casefold()
    ]
    for written, code in short:
        if _touches(written[-1]):
            found.setdefault(f"{written}.", code)
    return found


def currency_code(text: str) -> str:
    """The ISO 4217 code that a sign, code or name means; the sign itself where several currencies share it; "" for none."""
    return _codes().get(clean(text).casefold(), "")


@lru_cache(maxsize=1)
def currency_pattern() -> re.Pattern[str]:
    """Finds a sign, code or name in a text that is cleaned and without case; the longest one wins.

    >>> currency_pattern().search("us$ 12.99")[0]
    'us$'
    """
    return _pattern(tuple(_codes()))


def currency_at(text: str, at: int) -> re.Match[str] | None:
    """What `currency_pattern` finds at the place *at* of *text*, by a pattern of the words that are there: to compile all takes as long as reading a workbook.

    >>> currency_at("12.99 us$", 6)[0]
    'us$'
    """
    words = tuple(word for word in _codes() if text.startswith(word, at))
    return _pattern(words).match(text, at) if words else None


@lru_cache(maxsize=1_024)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(
        "|".join(f"{_edge(word[0], '<')}{re.escape(word)}{_edge(word[-1], '')}" for word in longest_first)
    )


def _edge(letter: str, side: str) -> str:
    """A letter of an alphabet must not touch another letter: the `rm` of `from` is not a currency. Ideographs may."""
    return f"(?{side}![^\\W\\d_])" if _touches(letter) else ""


def _touches(letter: str) -> bool:
    """Whether it is a letter of an alphabet, which joins with its neighbours to a word."""
    return letter.isalpha() and not "\u2e80" <= letter <= "\u9fff"


__all__ = ["SHARED_SIGNS", "Currency", "currencies", "currency_at", "currency_code", "currency_pattern"]
