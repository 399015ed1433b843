"""The days of the sample: nine months that end on the sample's as-of date."""

import random
from datetime import date, timedelta
from typing import Final

SAMPLE_DAY: Final = date(2026, 10, 31)
FILING_MONTHS: Final = tuple(date(2026, month, 1) for month in range(2, 11))
"""First days of the months with filed complaints."""
WINDOW: Final = date(2026, 7, 31)
"""The last day before the last three months."""


def random_workday(luck: random.Random, month: date) -> date:
    """A random day of *month*, Monday to Friday."""
    day = month + timedelta(days=luck.randrange(30 if month.month > 2 else 28))
    back = max(day.weekday() - 4, 0)
    return day - timedelta(days=back) if day.day > back else day + timedelta(days=7 - day.weekday())


def workdays_after(day: date, count: int) -> date:
    """*count* Mondays to Fridays after *day*."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day
