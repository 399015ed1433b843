"""Days: from a text in any of the usual spellings, from a serial number, from what a host passes.

A text is a day only if one day is possible. Where the order of day, month and year can be read in two ways, all readings are named.
"""

import math
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final

from ippbook.languages import say, say_series
from ippbook.late_numpy import np
from ippbook.late_pandas import is_nat, pd
from ippbook.late_patterns import late_pattern
from ippbook.normalize import clean
from ippbook.tables.month_names import chinese_digits, month_name, month_number
from ippbook.tables.unreadable import Doubtful, Unreadable

LAST_SERIAL: Final = 2_958_465
"""The serial number of 9999-12-31, the last day that Excel knows."""
DAYS_TO_1904: Final = 1462
"""Add this to a serial number of a workbook that counts from 1904: the result counts from 1900."""
_FORM: Final = say("use YYYY-MM-DD, as in 2026-01-31")
_SERIALS: Final = (20_000, 73_050)
"""The serial numbers of 1954-10-03 and 2099-12-31: a text of five digits in between is a day."""
_MODERN: Final = (1_262_304_000, 4_102_444_800)
"""Seconds since 1970 from 2010 to 2099: what programs store as a time."""
_TIME: Final = late_pattern(
    r"(?:[t ,]\s*(?:at |um |上午|下午|晚上|凌晨|오전 |오후 )?\d{1,2}[:.h时時]\s?\d{2}.*| \d{1,2}[时時點点시].*| ?[\[(]?(?:周|星期|礼拜)[一二三四五六日天][\])]?.*| ?[(\[][^()\[\]]*[)\]]"
    r"|[t ]\d{6}z?|t|z| \D{1,40})$"
)
_DASHES: Final = late_pattern("[\u2010-\u2015\u2212]")
_WEEKDAY: Final = late_pattern(
    r"^(?:(?:mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:mo|di|mi|do|fr|sa|so)\.)[,.]? +(?=[\da-z])"
    r"|^(?:星期|周)[一二三四五六日天][,，]? ?"
)
_YEAR_FIRST: Final = late_pattern(
    r"(\d{4})\s*(?:[-/.年년_]|\s)\s*(\d{1,2})\s*(?:[-/.月월_]|\s)\s*(\d{1,2})\s*[日号號일.]?$"
)
_COMPACT: Final = late_pattern(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?$")
_SHORT_YEAR_FIRST: Final = late_pattern(r"'?(\d{2})年(\d{1,2})月(\d{1,2})[日号號]?$")
_YEAR_LAST: Final = late_pattern(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*'?(\d{4}|\d{2}|\d)$")
_DAY_NAME_YEAR: Final = late_pattern(
    r"(\d{1,2})(?:st|nd|rd|th|er|\.|º|°)?[ .,\-/]*(?:of |de |d')?([^\W\d_]{3,12})\.?[ .,\-/]*(?:of |de |del )?'?(\d{4}|\d{2})$"
)
_NAME_DAY_YEAR: Final = late_pattern(
    r"([^\W\d_]{3,12})\.?[ .\-/]*(\d{1,2})(?:st|nd|rd|th)?(?:[ .,\-/]+'?(\d{4})|[ ]*,[ ]*'?(\d{2}))$"
)
_YEAR_NAME_DAY: Final = late_pattern(r"(\d{4})[ .,\-/]*([^\W\d_]{3,12})\.?[ .,\-/]*(\d{1,2})$")
_SERIAL: Final = late_pattern(r"([1-9]\d{4})(?:\.\d+)?$")
_SECONDS: Final = late_pattern(r"(\d{10})(?:\.\d+)?$|(\d{13})$")
_MONTH: Final = late_pattern(
    r"(?:\d{4}\s*[-/.年년]\s*\d{1,2}\s*[月월]?|\d{1,2}[-/.]\d{4}|[^\W\d_]{3,12}\.?[ \-/.,']*(?:\d{4}|\d{2}))$"
)
_NO_YEAR: Final = late_pattern(
    r"(?:\d{1,2}\s*[-/.月월]\s*\d{1,2}\s*[日号號일.]?|\d{1,2}\.?[ -][^\W\d_]{3,12}|[^\W\d_]{3,12} \d{1,2})$"
)


@lru_cache(maxsize=65_536)
def date_from_text(text: str, *, serials: bool = True) -> date:
    """The day that a text names. Raises `Doubtful` where the text can mean two days, `Unreadable` where it names none.

    *serials*: whether five digits are a serial number of Excel (1900 system).

    >>> date_from_text("2026-03-04"), date_from_text("2026年3月4日"), date_from_text("4 March 2026"), date_from_text("25.12.2026")
    (datetime.date(2026, 3, 4), datetime.date(2026, 3, 4), datetime.date(2026, 3, 4), datetime.date(2026, 12, 25))
    >>> date_from_text("2-Nov-26"), date_from_text("46053"), date_from_text("12/31/26")
    (datetime.date(2026, 11, 2), datetime.date(2026, 1, 31), datetime.date(2026, 12, 31))
    >>> date_from_text("03/04/2026")
    Traceback (most recent call last):
        ...
    ippbook.tables.unreadable.Doubtful: it can mean 3 April or 4 March 2026; write 2026-04-03 or 2026-03-04
    """
    plain = chinese_digits(clean(text).casefold().strip("'\u2018\u2019\"\u201c\u201d` "))
    plain = _WEEKDAY.sub("", _DASHES.sub("-", plain), count=1)
    for candidate in dict.fromkeys((plain, _TIME.sub("", plain, count=1).strip(" ,"))):
        readings = tuple(_readings(candidate, serials=serials))
        if readings:
            return _one(readings)
    if _MONTH.match(plain) and not _COMPACT.match(plain):
        raise Unreadable(say("it names no day; {form}", form=_FORM))
    if _NO_YEAR.match(plain):
        raise Unreadable(say("it names no year; {form}", form=_FORM))
    raise Unreadable(say("not a date; {form}", form=_FORM))


_Parts = tuple[int, int, int]
"""Year, month and day, not yet compared with the calendar."""


def _readings(plain: str, *, serials: bool) -> Iterator[_Parts]:
    """Every way to read the text as year, month and day."""
    if found := _YEAR_FIRST.match(plain) or _COMPACT.match(plain):
        yield int(found[1]), int(found[2]), int(found[3])
    elif found := _SHORT_YEAR_FIRST.match(plain):
        yield from _years(found[1], int(found[2]), int(found[3]))
    elif found := _YEAR_LAST.match(plain):
        yield from _three_numbers(found[1], found[3], found[4], dotted=found[2] == ".")
    elif (found := _DAY_NAME_YEAR.match(plain)) and (month := month_number(found[2])):
        yield from _years(found[3], month, int(found[1]))
    elif (found := _NAME_DAY_YEAR.match(plain)) and (month := month_number(found[1])):
        yield from _years(found[3] or found[4], month, int(found[2]))
    elif (found := _YEAR_NAME_DAY.match(plain)) and (month := month_number(found[2])):
        yield int(found[1]), month, int(found[3])
    elif serials and (found := _SERIAL.match(plain)) and _SERIALS[0] <= int(found[1]) <= _SERIALS[1]:
        yield _parts(date_from_number(float(found[1])))
    elif (found := _SECONDS.match(plain)) and (day := _day_of_seconds(int(found[1] or 0) or int(found[2]) // 1000)):
        yield _parts(day)


def _parts(day: date) -> _Parts:
    return day.year, day.month, day.day


def _three_numbers(first: str, second: str, last: str, *, dotted: bool) -> Iterator[_Parts]:
    """Three numbers: day first, month first (never with dots), and year first if each year has two digits."""
    if len(last) != 1:
        yield from _years(last, int(second), int(first))
        if not dotted:
            yield from _years(last, int(first), int(second))
    if len(last) <= 2 and len(first) == 2:
        yield from _years(first, int(second), int(last))


def _years(year: str, month: int, day: int) -> Iterator[_Parts]:
    """A year of two digits: 00 to 49 are of this century, 70 to 99 of the last; programs disagree on the others, so both are possible."""
    if len(year) == 4:
        yield int(year), month, day
        return
    if int(year) < 70:
        yield 2000 + int(year), month, day
    if int(year) >= 50:
        yield 1900 + int(year), month, day


def _one(readings: tuple[_Parts, ...]) -> date:
    """The only day of the calendar among the readings."""
    days = []
    for parts in dict.fromkeys(readings):
        try:
            days.append(date(*parts))
        except ValueError:
            continue
    if not days:
        raise Unreadable("there is no such day in the calendar")
    if len(days) == 1:
        return days[0]
    same = len({day.year for day in days}) == 1
    names = [_day_in_words(day, with_year=not same) for day in days]
    year = say(" {year}", year=days[0].year) if same else ""
    raise Doubtful(
        say(
            "it can mean {names}{year}; write {days}",
            names=say_series(names, " or "),
            year=year,
            days=say_series(map(str, days), " or "),
        )
    )


def _day_in_words(day: date, *, with_year: bool) -> str:
    if with_year:
        return say("{day} {month} {year}", day=day.day, month=month_name(day.month), year=day.year)
    return say("{day} {month}", day=day.day, month=month_name(day.month))


def date_from_number(number: float) -> date:
    """The day of a serial number (1900 system), of a number such as 20260131, or of seconds or milliseconds since 1970 (UTC).

    >>> date_from_number(46053), date_from_number(20260131.0), date_from_number(1769817600)
    (datetime.date(2026, 1, 31), datetime.date(2026, 1, 31), datetime.date(2026, 1, 31))
    """
    if 1 <= number < LAST_SERIAL + 1:
        days = int(number)
        return date(1899, 12, 31 if days < 60 else 30) + timedelta(days=days)  # Excel's 1900 has a 29 February
    if 19_000_101 <= number <= 21_001_231 and number == int(number):
        return date_from_text(str(int(number)))
    if day := _day_of_seconds(number) or _day_of_seconds(number / 1000):
        return day
    raise Unreadable(say("the number is not a date; {form}", form=_FORM))


def _day_of_seconds(seconds: float) -> date | None:
    """The day of seconds since 1970 (UTC); None outside the years in which programs store such times."""
    return datetime.fromtimestamp(seconds, UTC).date() if _MODERN[0] <= seconds < _MODERN[1] else None


def date_value(value: object) -> date | None:
    """One value as a day; None where blank. Raises `Unreadable`."""
    if value is None or is_nat(value) or value == "" or (isinstance(value, float) and math.isnan(value)):
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
