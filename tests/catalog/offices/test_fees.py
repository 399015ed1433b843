"""Renewal windows and annuities, against days counted manually and against a day-by-day search."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.catalog.offices import annuity_due, grace_ends, renewal
from ippbook.catalog.offices.fees import add_months

DAYS = st.dates(date(1985, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("until", "opens", "ends"),
    [
        (date(2031, 4, 13), date(2030, 4, 13), date(2031, 10, 13)),
        (date(2028, 2, 29), date(2027, 2, 28), date(2028, 8, 29)),
        (date(2026, 8, 31), date(2025, 8, 31), date(2027, 2, 28)),
    ],
)
def test_a_chinese_mark_is_renewed_in_its_last_twelve_months_or_six_months_late(until, opens, ends):
    assert renewal("trademark", "CN", until) == (opens, ends)


@pytest.mark.parametrize(("right_type", "office"), [("trademark", "KR"), ("design patent", "CN"), ("", "")])
def test_no_renewal_is_made_up_where_none_is_known(right_type, office):
    assert renewal(right_type, office, date(2030, 1, 1)) is None


@given(DAYS, DAYS)
def test_the_next_annuity_falls_on_the_day_before_an_anniversary(filed, as_of):
    found = annuity_due("invention patent", "CN", filed, None, as_of)
    assert found is not None
    assert found >= as_of
    assert found > filed
    following = found + timedelta(days=1)
    assert (following.month, following.day) in {(filed.month, filed.day), (3, 1)}
    if as_of > filed:  # less than a year and a day ahead: no anniversary is passed over
        assert found - as_of < timedelta(days=367)


def test_no_annuity_is_due_for_the_year_in_which_the_term_ends():
    assert annuity_due("utility model", "CN", date(2016, 7, 15), date(2026, 7, 14), date(2026, 6, 30)) is None
    assert annuity_due("utility model", "CN", date(2017, 7, 15), date(2027, 7, 14), date(2026, 6, 30)) == date(
        2026, 7, 14
    )


@pytest.mark.parametrize(
    ("day", "later"), [(date(2026, 6, 18), date(2026, 12, 18)), (date(2026, 8, 30), date(2027, 2, 28))]
)
def test_an_annuity_is_taken_for_six_months_more(day, later):
    assert grace_ends(day) == later


@given(st.dates(), st.integers(-2_000, 2_000))
def test_counting_months_never_fails(day, months):
    found = add_months(day, months)
    assert (found >= day) == (months >= 0) or found in {date.min, date.max}
