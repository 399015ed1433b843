"""Which days the window holds."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from ippbook.goodfaith import History, Terms, assess
from ippbook.goodfaith.window import day_numbers, leaves, opens


def counts_on(filed, as_of, **terms):
    """How many of one complaint filed on a day count on another."""
    history = History.of(["a"], ["C1"], [filed], ["accepted"])
    return int(assess(history, as_of, Terms(**terms))["complaints"].iloc[0])


@pytest.mark.parametrize(
    ("as_of", "last_out", "first_in"),
    [
        # three months back, the same day of the month: that day is out, the next is in
        (date(2026, 11, 23), date(2026, 8, 23), date(2026, 8, 24)),
        # 31 May less 3 months would be 31 February: clipped to the month's last day
        (date(2025, 5, 31), date(2025, 2, 28), date(2025, 3, 1)),
        (date(2024, 5, 31), date(2024, 2, 29), date(2024, 3, 1)),
        (date(2024, 5, 29), date(2024, 2, 29), date(2024, 3, 1)),
        (date(2024, 5, 28), date(2024, 2, 28), date(2024, 2, 29)),
        # 30 June looks back to 30 March; 31 March stays inside
        (date(2026, 6, 30), date(2026, 3, 30), date(2026, 3, 31)),
        # over the turn of the year
        (date(2026, 2, 28), date(2025, 11, 28), date(2025, 11, 29)),
    ],
)
def test_the_window_of_three_months_starts_after_the_same_day_three_months_before(as_of, last_out, first_in):
    assert counts_on(last_out, as_of) == 0
    assert counts_on(first_in, as_of) == 1


def test_the_first_day_counts_where_the_setting_lets_it_in():
    assert counts_on(date(2025, 2, 28), date(2025, 5, 31), window_first_day="in") == 1
    assert counts_on(date(2025, 2, 27), date(2025, 5, 31), window_first_day="in") == 0


def test_the_day_itself_counts_and_the_next_day_does_not():
    assert counts_on(date(2026, 11, 23), date(2026, 11, 23)) == 1
    assert counts_on(date(2026, 11, 24), date(2026, 11, 23)) == 0


def test_a_window_of_90_days_holds_90_days_with_the_day_itself():
    as_of = date(2026, 11, 23)
    inside = [counts_on(as_of - timedelta(days=back), as_of, window_by="days") for back in range(95)]
    assert inside == [1] * 90 + [0] * 5


def test_a_time_of_day_changes_nothing():
    history = History.of(["a"], ["C1"], pd.to_datetime(pd.Series(["2026-11-23 23:59:59"])), ["accepted"])
    assert assess(history, date(2026, 11, 23))["complaints"].tolist() == [1]


@pytest.mark.parametrize("first_day", ["in", "out"])
@pytest.mark.parametrize("months", [1, 3, 6, 12])
def test_a_complaint_leaves_on_the_first_day_whose_window_lacks_it(months, first_day):
    terms = Terms(window_months=months, window_first_day=first_day)
    days = np.arange(*day_numbers([date(2023, 1, 1), date(2026, 1, 1)]))  # holds a leap year
    left = leaves(days, terms)
    assert (opens(left, terms) >= days).all()
    assert (opens(left - 1, terms) < days).all()
