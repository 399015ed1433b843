"""Beijing working days, compared with another package of the official calendars and with days counted manually."""

from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import numpy as np
import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from ippbook import deadlines
from ippbook.deadlines.workdays import (
    CALENDAR_FILE,
    HolidayDays,
    chinese_holidays,
    days_after,
    holiday_days,
    installed_holidays,
    later,
    workday,
    workdays_between,
    written_holidays,
)
from ippbook.tables.values import Unreadable

PUBLISHED = st.dates(date(2010, 1, 10), date(2026, 11, 1))
ANY = st.dates(date(2002, 1, 1), date(2059, 1, 1))


@given(PUBLISHED, st.integers(1, 25))
def test_a_working_day_later_is_what_counting_by_the_other_package_gives(start, days):
    day, left = start, days
    while left:
        day += timedelta(days=1)
        left -= chinese_calendar.is_workday(day)
    assert workday(start, days) == day


@given(PUBLISHED, PUBLISHED)
def test_days_between_are_the_working_days_of_the_other_package(one, other):
    start, end = sorted((one, min(other, one + timedelta(days=200)) if other > one else other))
    start = max(start, end - timedelta(days=200))
    counted = sum(chinese_calendar.is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
    assert workdays_between(start, end) == counted


@pytest.mark.parametrize(
    ("start", "days", "wanted"),
    [
        (date(2026, 9, 30), 3, date(2026, 10, 10)),  # National Day 1 to 7 October, make-up Saturday 10 October
        (date(2026, 2, 13), 1, date(2026, 2, 14)),  # a make-up Saturday before Spring Festival
        (date(2026, 2, 14), 1, date(2026, 2, 24)),
        (date(2026, 6, 18), 1, date(2026, 6, 22)),  # Dragon Boat on Friday 19 June
        (date(2026, 7, 4), 1, date(2026, 7, 6)),  # from a Saturday
    ],
)
def test_known_days_of_2026_come_out(start, days, wanted):
    assert workday(start, days) == wanted


@given(ANY, st.integers(-40, 40).filter(bool))
def test_counting_there_and_back_agrees(start, days):
    assert workdays_between(start, workday(start, days)) == days


@given(ANY)
def test_a_year_that_is_not_published_still_has_its_statutory_holidays(day):
    first = date(day.year, 1, 1)
    assert workday(first - timedelta(days=1), 1) != first
    assert workday(date(day.year, 9, 30), 1) > date(day.year, 10, 3)


def test_a_published_year_differs_from_an_unpublished_one():
    assert deadlines.is_published(date(2026, 12, 31))
    assert not deadlines.is_published(deadlines.published_until() + timedelta(days=1))


def test_blank_days_stay_blank_and_days_out_of_reach_are_blank():
    days = np.array(["2026-06-01", "NaT", "1850-01-01", "2990-01-01", "2060-12-31"], dtype="datetime64[s]")
    found = days_after(days, 5)
    assert str(found[0]) == "2026-06-08"
    assert np.isnat(found[1:]).all()


def test_a_day_out_of_reach_is_refused_in_words():
    with pytest.raises(Unreadable, match="2001-01-01"):
        workday(date(1990, 1, 1), 3)
    with pytest.raises(Unreadable, match="2001-01-01"):
        workdays_between(date(2026, 1, 1), date(2990, 1, 1))


@given(ANY, st.lists(ANY, max_size=5), st.integers(-30, 30))
def test_a_column_gives_what_its_days_give_one_by_one(first, more, days):
    every = [first, *more]
    column = days_after(np.array(every, dtype="datetime64[D]"), days)
    assert [day.item() for day in column] == [workday(day, days) for day in every]


def test_the_calendar_reaches_from_its_first_day_to_its_last():
    first, last = date(2001, 1, 1), date(2060, 12, 31)  # a holiday, and a Friday
    assert workday(first, 1) == date(2001, 1, 2)
    assert workday(date(2001, 1, 3), -1) == date(2001, 1, 2)
    assert workday(last, -1) == date(2060, 12, 30)
    assert workday(date(2060, 12, 30), 1) == last
    assert workdays_between(first, date(2001, 1, 2)) == workdays_between(date(2060, 12, 30), last) == 1
    for day, days in ((first, -1), (date(2001, 1, 2), -1), (last, 1), (date(2000, 12, 31), 1), (date(2061, 1, 1), -1)):
        with pytest.raises(Unreadable):
            workday(day, days)


def test_zero_working_days_later_is_the_day_itself_even_on_a_weekend():
    assert workday(date(2026, 7, 4), 0) == date(2026, 7, 4)
    assert workdays_between(date(2026, 7, 4), date(2026, 7, 4)) == 0


def test_a_year_is_published_from_2001_to_the_last_official_calendar():
    until = deadlines.published_until()
    assert (until.month, until.day) == (12, 31)
    assert [deadlines.is_published(day) for day in (date(2000, 12, 31), date(2001, 1, 1), until)] == [False, True, True]


def test_calendar_days_later_are_counted_over_weekends_and_blanks_stay_blank():
    found = later(np.array(["2026-06-26", "NaT"], dtype="datetime64[s]"), 15)
    assert found.astype(str).tolist() == ["2026-07-11", "NaT"]


def test_the_calendar_of_china_alone_is_that_of_the_whole_package() -> None:
    years = range(2001, 2061)
    alone, whole = chinese_holidays(years), country_holidays("CN", years=years)
    assert dict(alone) == dict(whole)
    assert alone.weekend_workdays == whole.weekend_workdays


def test_the_written_calendar_is_that_of_the_package_in_the_constraints() -> None:
    written = CALENDAR_FILE.read_text("ascii")
    constraints = (Path(__file__).parents[2] / "constraints.txt").read_text("utf-8").splitlines()
    stale = "run python -m ippbook.docsgen.holidays with the packages of constraints.txt"
    assert written.splitlines()[0].replace("-", "==") in constraints, stale
    if written.startswith(f"{installed_holidays()}\n"):
        assert written == holiday_days().as_text(installed_holidays()), stale


def test_another_version_of_the_package_is_asked_itself() -> None:
    off = np.array(["2026-10-01"], dtype="datetime64[D]")
    mine = HolidayDays(off, off + 9).as_text(installed_holidays())
    found = written_holidays(mine)
    assert found is not None
    assert (found.off.tolist(), found.made_up.tolist()) == ([date(2026, 10, 1)], [date(2026, 10, 10)])
    assert written_holidays(mine.replace("holidays-", "holidays-9")) is None
