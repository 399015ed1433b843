"""Dates as Excel counts them: days since 1900 (with the day 1900-02-29 that never was) or since 1904.

>>> serial(dt.date(1900, 3, 1), date1904=False), serial(dt.date(1904, 1, 1), date1904=True)
(61.0, 0.0)
>>> date_of(46023.5, date1904=False)
datetime.datetime(2026, 1, 1, 12, 0)
"""

import datetime as dt
import re
from typing import Final

from ippbook.late_patterns import late_pattern

_EPOCH_1900: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's dates have no time zone
_EPOCH_1904: Final = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - likewise
_DAY: Final = 86_400_000  # milliseconds, the finest that Excel shows
_LAST: Final = 2_958_466.0  # the serial of 10000-01-01
_ISO: Final = late_pattern(
    r"(?:(\d{4})-(\d\d)-(\d\d))?T?(?:(\d\d):(\d\d)(?::(\d\d)(\.\d{1,40})?)?)?(?:Z|[+-]\d\d:\d\d)?"
)
# how Excel writes a cell of format [h]:mm into a Strict workbook
_SPAN: Final = late_pattern(r"(-)?P(?:(\d{1,7})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9}(?:\.\d{1,40})?)S)?)?")
_BUILT_IN: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_QUOTED: Final = late_pattern(r'"[^"]*"?|\\.|_.|\*.', re.DOTALL)
_ELAPSED: Final = late_pattern(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_NOT_CODE: Final = late_pattern(r'"[^"]*"?|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE | re.DOTALL)


def serial(value: dt.date | dt.datetime | dt.time, *, date1904: bool) -> float:
    """The serial number of a date. A time zone is left out: the clock time counts. A time alone is a part of a day."""
    if isinstance(value, dt.time):
        return ((value.hour * 60 + value.minute) * 60 + value.second + value.microsecond / 1e6) / 86_400
    if isinstance(value, dt.datetime):
        at = value.replace(tzinfo=None)
    else:
        at = dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as above
    gap = at - (_EPOCH_1904 if date1904 else _EPOCH_1900)
    days = gap.days + gap.seconds / 86_400 + gap.microseconds / 86_400_000_000
    return days - 1 if not date1904 and days < 61 else days


def date_of(days: float, *, date1904: bool) -> dt.datetime | dt.date | dt.time | float:
    """The date of a serial number; a time for a part of a day; the number itself where Excel has no date.

    Serial 60 of the 1900 system is 1900-02-29, which no calendar has: the number itself comes back.
    """
    if not 0 <= days < _LAST or (not date1904 and 60 <= days < 61):
        return days
    whole, rest = divmod(round(days * _DAY), _DAY)
    if whole == 0 and not date1904:
        return (_EPOCH_1904 + dt.timedelta(milliseconds=rest)).time()
    if not date1904 and whole < 60:
        whole += 1
    try:
        at = (_EPOCH_1904 if date1904 else _EPOCH_1900) + dt.timedelta(days=whole, milliseconds=rest)
    except OverflowError:
        return days
    return at.date() if rest == 0 else at


def iso_serial(text: str, *, date1904: bool) -> float | None:
    """The serial number of an ISO 8601 date, time or span, as cells of type `d` hold it; None when it is none.

    As in `serial`, the clock time counts and the time zone is left out. 24:00:00 is the end of its day (ISO 8601-1 4.3.8).

    >>> iso_serial("2026-01-01T12:00:00.000", date1904=False), iso_serial("PT6H0M0.000S", date1904=False)
    (46023.5, 0.25)
    """
    text = text.strip()
    span = _SPAN.fullmatch(text)
    if span and any(span.groups()[1:]):
        day, hour, minute, second = (float(part or 0) for part in span.groups()[1:])
        days = day + (hour * 3600 + minute * 60 + second) / 86_400
        return -days if span[1] else days
    found = _ISO.fullmatch(text)
    if not found or not any(found.groups()):
        return None
    year, month, day_text, hour_text, minute_text, second_text, part = found.groups()
    clock = int(hour_text or 0), int(minute_text or 0), int(second_text or 0)
    ends = clock == (24, 0, 0) and not float(part or 0)
    try:
        # Excel writes fractions of any length, such as 11:00:00.00000020954757600
        share = 1.0 if ends else serial(dt.time(*clock), date1904=date1904) + float(part or 0) / 86_400
        return (
            share if year is None else serial(dt.date(int(year), int(month), int(day_text)), date1904=date1904) + share
        )
    except ValueError:
        return None


def is_date_format(code: str, built_in: int = 0) -> bool:
    """Whether a number format shows a date or a time. *built_in* is its number, for those that have no code."""
    if built_in in _BUILT_IN:
        return True
    first = _NOT_CODE.sub("", code).split(";", 1)[0]
    return bool(re.search(r"[ymdhs]", first, re.IGNORECASE)) and "general" not in first.lower()


def is_span_format(code: str) -> bool:
    """Whether a number format shows elapsed time, such as `[h]:mm:ss`: its number is a length, not a moment.

    >>> is_span_format("[h]:mm:ss"), is_span_format("[$-409]h:mm"), is_span_format("[Red]0")
    (True, False, False)
    """
    return bool(_ELAPSED.search(_QUOTED.sub("", code).split(";", 1)[0]))
