"""Rights end on the day that the law's term gives, and a stated expiry is respected where a right can be renewed."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.catalog.offices import protected_until, protection
from ippbook.catalog.vocabulary import load_vocabulary

DAY = dt.date


@pytest.mark.parametrize(
    ("right_type", "filed", "until"),
    [
        ("invention patent", DAY(2017, 7, 21), DAY(2037, 7, 20)),
        ("utility model", DAY(2018, 5, 2), DAY(2028, 5, 1)),
        ("design patent", DAY(2021, 5, 31), DAY(2031, 5, 30)),
        ("design patent", DAY(2021, 6, 1), DAY(2036, 5, 31)),
        ("utility model", DAY(2016, 2, 29), DAY(2026, 2, 28)),
    ],
)
def test_chinese_patents_last_their_term_from_filing(right_type, filed, until):
    assert protected_until(right_type, "CN", filed=filed) == until


def test_a_chinese_trademark_lasts_ten_years_from_registration():
    assert protected_until("trademark", "CN", registered=DAY(2011, 3, 15)) == DAY(2021, 3, 14)


def test_a_first_term_is_marked_because_the_mark_may_have_been_renewed():
    assert protection("trademark", "CN", registered=DAY(2005, 1, 1)).basis == "first term"
    assert protection("trademark", "CN", registered=DAY(2005, 1, 1), expires=DAY(2034, 12, 31)) == (
        DAY(2034, 12, 31),
        "stated",
    )


def test_the_earlier_of_stated_expiry_and_fixed_term_counts():
    filed = DAY(2018, 5, 2)
    assert protected_until("utility model", "CN", filed=filed, expires=DAY(2030, 1, 1)) == DAY(2028, 5, 1)
    assert protected_until("utility model", "CN", filed=filed, expires=DAY(2024, 1, 1)) == DAY(2024, 1, 1)


def test_an_eu_design_cannot_be_renewed_beyond_twenty_five_years():
    assert protected_until("design patent", "EU", filed=DAY(2004, 6, 1), expires=DAY(2040, 1, 1)) == DAY(2029, 5, 31)
    assert protection("design patent", "EU", filed=DAY(2024, 6, 1)) == (DAY(2029, 5, 31), "first term")


def test_a_us_design_lasts_fifteen_years_from_grant_only_where_the_filing_day_says_so():
    assert protected_until("design patent", "US", DAY(2015, 5, 13), DAY(2016, 8, 2)) == DAY(2031, 8, 1)
    assert protected_until("design patent", "US", DAY(2015, 5, 12), DAY(2016, 8, 2)) is None
    assert protected_until("design patent", "US", None, DAY(2016, 8, 2)) is None


def test_without_a_known_term_only_the_stated_expiry_speaks():
    assert protected_until("copyright", "CN", filed=DAY(2020, 1, 1)) is None
    assert protected_until("copyright", "CN", expires=DAY(2070, 12, 31)) == DAY(2070, 12, 31)
    assert protected_until("trademark", "CN") is None


MAYBE_DAY = st.none() | st.dates()


@given(
    st.sampled_from(load_vocabulary("right_types").codes),
    st.sampled_from(load_vocabulary("offices").codes),
    MAYBE_DAY,
    MAYBE_DAY,
    MAYBE_DAY,
)
def test_no_dates_make_it_fail_and_a_stated_expiry_is_never_extended(right_type, office, filed, registered, expires):
    until = protected_until(right_type, office, filed, registered, expires)
    if expires is not None:
        assert until is not None
        assert until <= expires
