"""When a complaint is inside the window. Days are whole numbers since 1970-01-01, in int64 columns.

The window of a day is (that day less three months, that day]. Seen from the complaint, it is inside from its own date
until the day on which it *leaves*. Both say the same; the second needs no search.

>>> show = lambda days: str(np.datetime64(int(days[0]), "D"))
>>> show(opens(day_numbers(["2024-05-31"]), Terms()))  # the window of 31 May starts after 29 February
'2024-02-29'
>>> show(leaves(day_numbers(["2025-11-30"]), Terms()))  # 28 February looks back to 28 November: still inside
'2026-03-01'
"""

from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.goodfaith.terms import Terms

Days = NDArray[np.int64]

BLANK: Final = np.iinfo(np.int64).min
"""The day number of no date; NaT has the same number."""

LAST_DAY: Final = 2_932_896
"""31 December 9999, the last day that a workbook and a date can hold."""


def dates(days: Any) -> Any:
    """Day numbers as datetime64[s]; `BLANK` and what lies after `LAST_DAY` as NaT."""
    days = np.asarray(days, dtype=np.int64)
    return np.where(days > LAST_DAY, BLANK, days).view("datetime64[D]").astype("datetime64[s]")


def day_numbers(dates: Any) -> Days:
    """Dates (a Series, an array or a list, times of day ignored) as day numbers; blank or unreadable is `BLANK`."""
    if not pd.api.types.is_datetime64_dtype(dates):
        dates = pd.to_datetime(pd.Series(dates, dtype=object), errors="coerce", format="ISO8601")
    return np.asarray(dates).astype("datetime64[D]").view(np.int64)


def _months_on(days: Days, months: int) -> tuple[Days, Days, Days]:
    """For each day: the first day of the month that lies *months* on, that month's length, and the day's place in its own."""
    month = days.view("datetime64[D]").astype("datetime64[M]")
    place = days - month.astype("datetime64[D]").view(np.int64)
    first = (month + months).astype("datetime64[D]").view(np.int64)
    length = (month + months + 1).astype("datetime64[D]").view(np.int64) - first
    return first, length, place


def opens(days: Days, terms: Terms) -> Days:
    """The last day before the window of each day: what was filed later than this, up to the day itself, is inside."""
    if terms.window_by == "days":
        edge = days - terms.window_days
    else:
        first, length, place = _months_on(days, -terms.window_months)
        edge = first + np.minimum(place, length - 1)
    return edge - 1 if terms.window_first_day == "in" else edge


def leaves(days: Days, terms: Terms) -> Days:
    """The first day whose window no longer holds each day: the least d with `opens(d) >= day`."""
    if len(days) == 0:
        return days
    first, last = int(days.min()), int(days.max())
    if last - first > len(days):
        return _leaves(days, terms)
    # Calendars are slow and days repeat: worked out once a day, not once a complaint.
    return _leaves(np.arange(first, last + 1), terms)[days - first]


def _leaves(days: Days, terms: Terms) -> Days:
    if terms.window_first_day == "in":
        days = days + 1
    if terms.window_by == "days":
        return days + terms.window_days
    # A month too short for the day clips towards its end, so the day leaves on the first of the month after.
    first, length, place = _months_on(days, terms.window_months)
    return first + np.minimum(place, length)


def months_on(day: int, months: int) -> int:
    """The same day so many months later; a day that the later month lacks becomes its last day, as EDATE does."""
    first, length, place = _months_on(np.array([day], dtype=np.int64), months)
    return int(first[0] + min(place[0], length[0] - 1))


def month_ends(until: date, months: int) -> Days:
    """The last days of the *months* months that end with that of *until*, itself in place of its month's end.

    >>> [str(each) for each in month_ends(date(2024, 3, 10), 3).view("datetime64[D]")]
    ['2024-01-31', '2024-02-29', '2024-03-10']
    """
    if months < 1:
        raise ValueError(f"{months} months cannot be shown; ask for one or more")
    this = np.datetime64(until, "M")
    ends = (np.arange(this - months + 2, this + 2).astype("datetime64[D]") - 1).astype(np.int64)
    return np.minimum(ends, np.datetime64(until, "D").astype(np.int64))


def coming_month_ends(after: date, months: int) -> Days:
    """The last days of the next *months* months; the month of *after* is the first unless that is its last day.

    >>> [str(each) for each in coming_month_ends(date(2024, 2, 10), 2).view("datetime64[D]")]
    ['2024-02-29', '2024-03-31']
    """
    first = (np.datetime64(after, "D") + 1).astype("datetime64[M]")
    ends = (np.arange(first + 1, first + 1 + months).astype("datetime64[D]") - 1).astype(np.int64)
    return np.asarray(ends[ends <= LAST_DAY])
