"""Days: from a text in any of the usual spellings, from a serial number, from what a host passes."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from ippbook.normalize import clean
from ippbook.tables.unreadable import Unreadable

LAST_SERIAL: Final = 2_958_465
"""The serial number of 9999-12-31, the last day that Excel knows."""
DAYS_TO_1904: Final = 1462
"""Add this to a serial number of a workbook that counts from 1904: the result counts from 1900."""
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[t ].*)?$")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})(?: .*)?$")
_NAMED: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[ .,-]*([a-z]{3,9})|([a-z]{3,9})[ .]*(\d{1,2})(?:st|nd|rd|th)?)[ .,-]+(\d{4})(?: .*)?$"
)


@lru_cache(maxsize=65_536)
def date_from_text(text: str) -> date:
    """The day that a text names. Raises `Unreadable` where the text can mean two days, or none.

    >>> date_from_text("2026-03-04"), date_from_text("2026年3月4日"), date_from_text("4 March 2026"), date_from_text("25.12.2026")
    (datetime.date(2026, 3, 4), datetime.date(2026, 3, 4), datetime.date(2026, 3, 4), datetime.date(2026, 12, 25))
    >>> date_from_text("03/04/2026")
    Traceback (most recent call last):
        ...
    ippbook.tables.unreadable.Unreadable: it can mean 3 April or 4 March 2026; write 2026-04-03 or 2026-03-04
    """
    plain = clean(text).casefold()
    try:
        if found := _YEAR_FIRST.match(plain) or _COMPACT.match(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _NAMED.match(plain):
            day, month = found[1] or found[4], _MONTHS.get(found[2] or found[3], 0)
            return date(int(found[5]), month, int(day))
        if found := _YEAR_LAST.match(plain):
            return _year_last(int(found[1]), int(found[3]), int(found[4]), dotted=found[2] == ".")
    except ValueError:
        raise Unreadable("there is no such day in the calendar") from None
    raise Unreadable("not a date; use YYYY-MM-DD, as in 2026-01-31")


def _year_last(first: int, second: int, year: int, *, dotted: bool) -> date:
    """Day and month before a year: with dots the day is first. With other signs, only one of the two readings may be possible."""
    if dotted or first > 12 or first == second:
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    one, other = date(year, second, first), date(year, first, second)
    raise Unreadable(f"it can mean {one.day} {one:%B} or {other.day} {other:%B} {year}; write {one} or {other}")


def date_from_number(number: float) -> date:
    """The day of a serial number (1900 system), or of a number such as 20260131.

    >>> date_from_number(46053), date_from_number(20260131.0)
    (datetime.date(2026, 1, 31), datetime.date(2026, 1, 31))
    """
    if 1 <= number < LAST_SERIAL + 1:
        days = int(number)
        return date(1899, 12, 31 if days < 60 else 30) + timedelta(days=days)  # Excel's 1900 has a 29 February
    if 19_000_101 <= number <= 21_001_231 and number == int(number):
        return date_from_text(str(int(number)))
    raise Unreadable("the number is not a date; use YYYY-MM-DD, as in 2026-01-31")


def date_value(value: object) -> date | None:
    """One value as a day; None where blank. Raises `Unreadable`."""
    if value is None or value is pd.NaT or value == "" or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else pd.Timestamp(value).date()
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool | np.bool_):
        raise Unreadable("this is yes or no, not a date")
    if isinstance(value, int | float | np.number):
        return None if value == 0 else date_from_number(float(value))  # LibreOffice hands a blank cell over as 0
    return date_from_text(str(value)) if clean(str(value)) else None


__all__ = ["DAYS_TO_1904", "LAST_SERIAL", "date_from_number", "date_from_text", "date_value"]
