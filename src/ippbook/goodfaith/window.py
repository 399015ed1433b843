"""When a complaint is inside the window. Days are whole numbers since 1970-01-01, in int64 arrays.

The window of a day is (that day minus three months, that day]. Seen from the complaint: it is inside from its own date until
the day on which it *leaves*. Both give the same result; the second needs no search.

>>> show = lambda days: str(np.datetime64(int(days[0]), "D"))
>>> show(opens(day_numbers(["2024-05-31"]), Terms()))  # the window of 31 May starts after 29 February
'2024-02-29'
>>> show(leaves(day_numbers(["2025-11-30"]), Terms()))  # 28 February looks back to 28 November: still inside
'2026-03-01'
"""

from datetime import date
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from ippbook.goodfaith.terms import Terms

Days: TypeAlias = npt.NDArray[np.int64]

NO_DAY: Final = np.iinfo(np.int64).min
"""The day number of a blank date; NaT has the same number."""

LAST_DAY_NUMBER: Final = 2_932_896
"""31 December 9999, the last day that a workbook and a date can have."""


def dates(days: npt.ArrayLike) -> npt.NDArray[np.datetime64]:
    """Day numbers as datetime64[s]; NaT for `NO_DAY` and for days after `LAST_DAY_NUMBER`."""
    numbers = np.asarray(days, dtype=np.int64)
    return np.where(numbers > LAST_DAY_NUMBER, NO_DAY, numbers).view("datetime64[D]").astype("datetime64[s]")


def day_numbers(days: npt.ArrayLike) -> Days:
    """Dates or datetime64 as day numbers; times of day are ignored, NaT is `NO_DAY`."""
    return np.asarray(days, dtype="datetime64").astype("datetime64[D]").view(np.int64)


def day_number(day: date) -> int:
    """One date as a day number.

    >>> day_number(date(1970, 1, 2))
    1
    """
    return day.toordinal() - _EPOCH


def date_of_number(number: int) -> date:
    """The date of a day number."""
    return date.fromordinal(number + _EPOCH)


_EPOCH: Final = date(1970, 1, 1).toordinal()


def _later_month(days: Days, months: int) -> tuple[Days, Days, Days]:
    """For the month that is *months* after each day's month: its first day, its length, and the day's place in its own month."""
    month = days.view("datetime64[D]").astype("datetime64[M]")
    place = days - month.astype("datetime64[D]").view(np.int64)
    first = (month + months).astype("datetime64[D]").view(np.int64)
    length = (month + months + 1).astype("datetime64[D]").view(np.int64) - first
    return first, length, place


def opens(days: Days, terms: Terms) -> Days:
    """The last day before the window of each day. A complaint filed later than this, up to the day itself, is inside."""
    if terms.window_by == "days":
        edge = days - terms.window_days
    else:
        first, length, place = _later_month(days, -terms.window_months)
        edge = first + np.minimum(place, length - 1)
    return edge - 1 if terms.window_first_day == "in" else edge


def leaves(days: Days, terms: Terms) -> Days:
    """The first day whose window no longer contains each day: the smallest d with `opens(d) >= day`."""
    if len(days) == 0:
        return days
    first, last = int(days.min()), int(days.max())
    if last - first > len(days):
        return _leaves(days, terms)
    # Calendars are slow and days repeat: computed once a day, not once a complaint.
    return _leaves(np.arange(first, last + 1), terms)[days - first]


def _leaves(days: Days, terms: Terms) -> Days:
    if terms.window_first_day == "in":
        days = days + 1
    if terms.window_by == "days":
        return days + terms.window_days
    # In a month that is too short for the day, the day leaves on the first of the month after.
    first, length, place = _later_month(days, terms.window_months)
    return first + np.minimum(place, length)


def same_day_later(day: int, months: int) -> int:
    """The same day *months* months later. A day that the later month lacks becomes its last day, as EDATE does."""
    first, length, place = _later_month(np.array([day], dtype=np.int64), months)
    return int(first[0] + min(place[0], length[0] - 1))


def month_ends(until: date, months: int) -> Days:
    """The last days of *months* months; the last of them is the month of *until*, which ends on *until* itself.

    >>> [str(each) for each in month_ends(date(2024, 3, 10), 3).view("datetime64[D]")]
    ['2024-01-31', '2024-02-29', '2024-03-10']
    """
    if months < 1:
        raise ValueError(f"{months} months cannot be shown. Use 1 or more.")
    this = np.datetime64(until, "M")
    ends = (np.arange(this - months + 2, this + 2).astype("datetime64[D]") - 1).astype(np.int64)
    return np.minimum(ends, np.datetime64(until, "D").astype(np.int64))


def coming_month_ends(after: date, months: int) -> Days:
    """The last days of the next *months* months. The month of *after* is the first, unless *after* is its last day.

    >>> [str(each) for each in coming_month_ends(date(2024, 2, 10), 2).view("datetime64[D]")]
    ['2024-02-29', '2024-03-31']
    """
    first = (np.datetime64(after, "D") + 1).astype("datetime64[M]")
    ends = (np.arange(first + 1, first + 1 + months).astype("datetime64[D]") - 1).astype(np.int64)
    return np.asarray(ends[ends <= LAST_DAY_NUMBER])
