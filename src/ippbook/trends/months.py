"""The months of a trend: the last twelve, and the next twelve. The month of the day of the check is one of them."""

from datetime import date

import numpy as np

from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.trend import TREND_MONTHS
from ippbook.goodfaith.window import NO_DAY, Days, month_ends

__all__ = ["TREND_MONTHS", "last_months", "month_places", "next_months"]


def last_months(as_of: date) -> Days:
    """The ends of the last `TREND_MONTHS` months, as day numbers; the last of them is *as_of*."""
    return month_ends(as_of, TREND_MONTHS)


def next_months(as_of: date) -> Days:
    """The ends of the next `TREND_MONTHS` months, as day numbers; the month of *as_of* is the first.

    >>> [str(each) for each in next_months(date(2026, 1, 31)).view("datetime64[D]")[:2]]
    ['2026-01-31', '2026-02-28']
    """
    this = np.datetime64(as_of, "M")
    return (np.arange(this + 1, this + 1 + TREND_MONTHS).astype("datetime64[D]") - 1).astype(np.int64)


def month_places(days: Days, ends: Days) -> Codes:
    """For each day the place of its month among the months that end on *ends*; -1 outside them. `NO_DAY` is outside.

    A day after the last end is outside, also where it is in the same month.

    >>> ends = last_months(date(2026, 3, 10))
    >>> days = np.array(["2026-03-10", "2026-03-11", "2025-04-01", "2025-03-31"], "datetime64[D]").view(np.int64)
    >>> month_places(days, ends).tolist()
    [11, -1, 0, -1]
    """
    known = np.where(days == NO_DAY, 0, days)
    of_days = known.view("datetime64[D]").astype("datetime64[M]").view(np.int64)
    first = ends[:1].view("datetime64[D]").astype("datetime64[M]").view(np.int64)[0]
    place = of_days - first
    inside = (days != NO_DAY) & (place >= 0) & (place < len(ends)) & (days <= ends[-1])
    return np.where(inside, place, -1)
