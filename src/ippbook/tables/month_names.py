"""Names of months in the languages of the teams, and Chinese numerals in dates.

>>> month_number("nov"), month_number("märz"), month_number("septiembre"), month_number("foo")
(11, 3, 9, 0)
>>> chinese_digits("二〇二六年十一月二日"), chinese_digits("二零二六年十二月三十一日")
('2026年11月2日', '2026年12月31日')
"""

from functools import lru_cache
from types import MappingProxyType
from typing import Final

from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_NAMES: Final = (
    "jan january januar jänner janvier janv enero ene gennaio gen janeiro januari styczeń stycznia января янв ocak",
    "feb february februar février févr fév fevrier febrero febbraio fevereiro fev februari luty lutego февраля фев şubat",
    "mar march märz mär maerz mrz mars marzo março maart marzec marca марта мар mart",
    "apr april avril avr abril abr aprile kwiecień kwietnia апреля апр nisan",
    "may mai mayo maggio mag maio mei maj maja мая май mayıs",
    "jun june juni juin junio giugno giu junho czerwiec czerwca июня июн haziran",
    "jul july juli juillet juil julio luglio lug julho lipiec lipca июля июл temmuz",
    "aug august août aout agosto ago augustus sierpień sierpnia августа авг ağustos",
    "sep sept september septembre septiembre settembre set setembro wrzesień września сентября сен eylül",
    "oct october oktober okt octobre octubre ottobre ott outubro out październik października октября окт ekim",
    "nov november novembre noviembre novembro listopad listopada ноября ноя kasım",
    "dec december dezember dez décembre déc decembre diciembre dic dicembre dezembro grudzień grudnia декабря дек aralık",
)
_MONTHS: Final = MappingProxyType(
    {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
)
_DIGITS: Final = MappingProxyType(
    {sign: place for place, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
)
_NUMERALS: Final = late_pattern("[〇零○一二三四五六七八九十]+(?=[年月日号號])")


_ENGLISH: Final = (
    say("January"), say("February"), say("March"), say("April"), say("May"), say("June"), say("July"), say("August"),
    say("September"), say("October"), say("November"), say("December"),
)  # fmt: skip


def month_name(number: int) -> str:
    """The name of a month (1 to 12), to be translated.

    >>> month_name(4)
    'April'
    """
    return _ENGLISH[number - 1]


def month_number(name: str) -> int:
    """The number of a month's name (lower case; whole or abbreviated); 0 for any other word."""
    return _MONTHS.get(name, 0)


@lru_cache(maxsize=4_096)
def chinese_digits(text: str) -> str:
    """The text with the Chinese numerals of years, months and days as digits."""
    return _NUMERALS.sub(lambda found: _digits(found[0]), text)


def _digits(numeral: str) -> str:
    if "十" not in numeral:
        return "".join(str(_DIGITS[sign]) for sign in numeral)
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return numeral
    return str(_DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0))


__all__ = ["chinese_digits", "month_number"]
