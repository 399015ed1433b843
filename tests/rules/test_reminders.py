"""One document, one reminder, and it says the first time, the second and the last apart."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.rules.check_settings import CheckSettings
from ippbook.rules.reminders import reminders
from ippbook.tables.schema import Kind
from ippbook.tables.values import series

DAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (0, "today (last reminder)"),
        (1, "in 1 day (last reminder)"),
        (30, "in 30 days (last reminder)"),
        (31, "in 31 days (second reminder)"),
        (60, "in 60 days (second reminder)"),
        (61, "in 61 days"),
        (90, "in 90 days"),
        (91, ""),
        (-1, ""),
    ],
)
def test_the_three_reminders_begin_90_60_and_30_days_before(days, sentence):
    until = series([DAY + timedelta(days=days), None], Kind.DATE)
    assert reminders(until, DAY, 90, CheckSettings()).tolist() == [sentence, ""]


def test_the_days_of_the_reminders_are_settings():
    until = series([DAY + timedelta(days=20)], Kind.DATE)
    assert reminders(until, DAY, 30, CheckSettings(second_reminder_days=20, last_reminder_days=7))[0].endswith(
        "(second reminder)"
    )
    assert reminders(until, DAY, 19, CheckSettings()).tolist() == [""]


@given(st.lists(st.none() | st.dates(date(1900, 1, 1), date(9999, 12, 31)), max_size=6), st.integers(0, 3650))
def test_a_reminder_comes_exactly_for_the_days_ahead(days, ahead):
    sentence = reminders(series(days, Kind.DATE), DAY, ahead, CheckSettings())
    wanted = [day is not None and 0 <= (day - DAY).days <= ahead for day in days]
    assert np.array_equal(sentence != "", np.array(wanted, dtype=bool))
