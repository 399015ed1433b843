"""The first and the last value that a rule of an office takes, and the one next to each."""

from datetime import date

import pytest

from ippbook.catalog.offices.cn_patent import CN_PATENT, check_digit
from ippbook.catalog.offices.fees import add_months, annuity_due, grace_ends, renewal


def number(digits: str) -> str:
    return f"ZL{digits}.{check_digit(digits)}"


@pytest.mark.parametrize(
    ("digits", "valid"),
    [
        ("84100001", False),  # the first Chinese patents are of 1985
        ("85100001", True),
        ("99100001", True),
        ("00100001", True),
        ("03100001", True),
        ("04100001", False),  # from October 2003 on the year has four digits
        ("200210000001", False),
        ("200310000001", True),
        ("200410000001", True),
        ("209910000001", True),
        ("210010000001", False),
    ],
)
def test_a_patent_number_has_two_digits_of_the_year_until_2003_and_four_from_2003_on(digits, valid):
    assert CN_PATENT.is_valid(number(digits)) is valid


@pytest.mark.parametrize(
    ("filed", "as_of", "due"),
    [
        (date(2020, 6, 19), date(2020, 6, 19), date(2021, 6, 18)),  # none is due in the first year
        (date(2020, 6, 19), date(2021, 6, 18), date(2021, 6, 18)),  # the last day itself
        (date(2020, 6, 19), date(2021, 6, 19), date(2022, 6, 18)),
        (date(2020, 6, 19), date(2019, 1, 1), date(2021, 6, 18)),  # before filing
        (date(2020, 1, 1), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_an_annuity_can_be_paid_up_to_its_last_day(filed, as_of, due):
    assert annuity_due("design patent", "CN", filed, None, as_of) == due


@pytest.mark.parametrize(
    ("until", "due"),
    [(date(2026, 7, 13), None), (date(2026, 7, 14), None), (date(2026, 7, 15), date(2026, 7, 14))],
)
def test_no_annuity_is_due_on_or_after_the_last_day_of_the_term(until, due):
    assert annuity_due("utility model", "CN", date(2016, 7, 15), until, date(2026, 6, 30)) == due


def test_months_are_counted_over_the_ends_of_years_and_of_the_calendar():
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert add_months(date(2026, 1, 31), -1) == date(2025, 12, 31)
    assert add_months(date(2026, 1, 31), 0) == date(2026, 1, 31)
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)
    assert add_months(date(9999, 12, 1), 1) == date.max
    assert add_months(date(1, 2, 1), -1) == date(1, 1, 1)
    assert add_months(date(1, 1, 31), -1) == date.min


def test_a_mark_is_renewed_twelve_months_early_and_six_months_late_at_most():
    found = renewal("trademark", "CN", date(2030, 1, 31))
    assert found == (date(2029, 1, 31), date(2030, 7, 31))
    assert grace_ends(date(2025, 8, 31)) == date(2026, 2, 28)
