"""Texts that COUNTIF and its kin take for numbers: in their criteria and in cells.

Only what Excel reads alike in every language is read: digits with a point, an exponent, a percent sign, days that start with
the year, times of day. What one language reads as a day or an amount and another as a text is `UNSURE`.
"""

import datetime as dt
import re
from enum import Enum
from typing import Final

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.dates import serial


class Reading(Enum):
    """A text that is not surely a number."""

    WORD = "a text in every language"
    UNSURE = "a number or a day in some languages"


WORD: Final = Reading.WORD
UNSURE: Final = Reading.UNSURE

_NUMBER: Final = late_pattern(r"([-+]?)(\d+\.?\d*|\.\d+)(?:e([-+]?\d{1,3}))?(%?)", re.ASCII)
_DAY: Final = late_pattern(
    r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?: +(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?)?", re.ASCII
)
_TIME: Final = late_pattern(r"(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,3})?)?", re.ASCII)
_GROUPS: Final = late_pattern(r"\d{1,4}(?:([-/.]) ?\d{1,4}){1,2}(?: +\d.*)?", re.ASCII)
_AMOUNT: Final = late_pattern(
    r"[-+($€£¥￥₩]*\s*[-+]?\s*\d[\d.,' ]*(?:e[-+]?\d+)?\s*(?:[%)€£¥￥₩$]|元|円)*\s*(?:[ap]\.?m?\.?)?", re.ASCII
)
_FRACTION: Final = late_pattern(r"[-+]?(?:\d+ +)?\d+/\d+", re.ASCII)
_MONTH: Final = late_pattern(r"(?=.*\d).*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.ASCII)
_CLOCK: Final = late_pattern(r"\d{1,4}(?::\d{1,2}){0,2}(?:\.\d+)? *[ap]m?", re.ASCII)
_CHINESE: Final = late_pattern(r"(?=.*\d)[\d年月日号时時分秒: 上下午]+")
_DIGITS: Final = 15
_LONGEST: Final = 60
"""A longer text is never a day or an amount."""


def number_in(text: str, *, date1904: bool = False) -> float | Reading:
    """The number that the folded *text* is, or whether it could be one.

    >>> number_in("12"), number_in(" 1.5e3 "), number_in("50%"), number_in("2026-01-31")
    (12.0, 1500.0, 0.5, 46053.0)
    >>> number_in("1/2/2026"), number_in("1,000"), number_in("7-a")
    (<Reading.UNSURE: 'a number or a day in some languages'>, <Reading.UNSURE: 'a number or a day in some languages'>, <Reading.WORD: 'a text in every language'>)
    """
    shown = text.strip(" ")
    if not shown or (len(shown) > _LONGEST and not shown.isdigit()):
        return WORD
    if found := _NUMBER.fullmatch(shown):
        return _plain(*found.groups())
    if not any(letter in "0123456789" for letter in shown):
        return WORD
    if found := _DAY.fullmatch(shown):
        year, _, month, day, hour, minute, second, part = found.groups()
        return _moment(int(year), int(month), int(day), _seconds(hour, minute, second, part), date1904=date1904)
    if found := _TIME.fullmatch(shown):
        seconds = _seconds(*found.groups())
        return UNSURE if seconds is None else seconds / 86_400
    return UNSURE if _could_be_number(shown) else WORD


def day_shape(text: str) -> tuple[int, ...] | None:
    """What two texts must share to be the same day in some language: their numbers, centuries and order left out.

    None: it is not written with numbers between dashes or slashes.

    >>> day_shape("1/2/2026") == day_shape("2026-02-01") == (1, 2, 26), day_shape("1-Feb")
    (True, None)
    """
    parts = re.split(r"[-/]", text.strip(" "))
    if len(parts) < 2 or not all(part.isdecimal() for part in parts):
        return None
    return tuple(sorted(int(part) % 100 for part in parts))


def _plain(sign: str, digits: str, exponent: str | None, percent: str) -> float | Reading:
    """A plain number with the fifteen digits that Excel keeps; those after them are 0."""
    whole, point, part = digits.partition(".")
    whole = whole.lstrip("0")
    kept = whole[:_DIGITS] + "0" * (len(whole) - _DIGITS)
    significant = len(whole)
    if not whole:
        significant = -(len(part) - len(part.lstrip("0")))
    tail = part[: max(_DIGITS - significant, 0)]
    number = float(f"{sign}{kept or '0'}{point}{tail}e{exponent or 0}") / (100 if percent else 1)
    return WORD if number in {float("inf"), float("-inf")} else number


def _seconds(hour: str | None, minute: str | None, second: str | None, part: str | None) -> float | None:
    if hour is None or minute is None:
        return 0.0
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        return None
    return int(hour) * 3600 + int(minute) * 60 + int(second or 0) + float(part or 0)


def _moment(year: int, month: int, day: int, seconds: float | None, *, date1904: bool) -> float | Reading:
    try:
        at = dt.date(year, month, day)
    except ValueError:
        return UNSURE
    if seconds is None or year < (1904 if date1904 else 1900):
        return UNSURE
    return serial(at, date1904=date1904) + seconds / 86_400


def _could_be_number(shown: str) -> bool:
    if _GROUPS.fullmatch(shown):
        first = re.split(r" +(?=\d)", shown)[0]
        sizes = [len(group) for group in re.findall(r"\d+", first)]
        return sizes.count(4) + sum(size in {1, 2} for size in sizes) == len(sizes) and sizes.count(4) <= 1
    return any(pattern.fullmatch(shown) for pattern in (_AMOUNT, _FRACTION, _CLOCK, _CHINESE)) or (
        _MONTH.match(shown) is not None
    )
