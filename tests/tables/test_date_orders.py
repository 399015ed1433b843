"""Dates of exports and of other countries: read where one day is possible, refused with every reading where two are."""

import calendar
import itertools
import random
from datetime import date, timedelta

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st
from tests.tables.test_values import column, days

from ippbook.normalize import clean
from ippbook.tables.dates import date_from_number, date_from_text
from ippbook.tables.read_column import read_column
from ippbook.tables.schema import Kind
from ippbook.tables.unreadable import Unreadable

SECOND = date(2026, 11, 2)


@pytest.mark.parametrize(
    "text",
    ["2-Nov-26", "02-NOV-2026", "2 Nov 26", "Nov 2, 2026", "Nov. 2, 26", "November 2nd, 2026", "2026-Nov-02", "2. November 2026", "2 novembre 2026",
     "2 de noviembre de 2026", "2 ноября 2026", "2.11.26", "26.11.2", "26/11/2", "26年11月2日", "2026年11月2号", "二〇二六年十一月二日",
     "2026. 11. 2.", "2026년 11월 2일", "’2026-11-02", "'2026-11-02", "2026–11–02", "2026/11/2 上午10:33", "2026-11-02T10:33:21.123+08:00", "20261102103321",
     "Mon, 02 Nov 2026 10:33:21 +0000", "Monday, 2 November 2026", "2026-11-02 (Mon)", "2026-11-02 星期一", "Mo. 2.11.2026", "46328", "46328.44", "1793609601", "1793609601000"],
)  # fmt: skip
def test_the_second_of_november_is_read_from_what_programs_and_people_write(text):
    assert date_from_text(text) == SECOND


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("11/02/2026", ["2026-02-11", "2026-11-02"]),
        ("02-11-2026", ["2026-02-11", "2026-11-02"]),
        ("02.11.26", ["2026-11-02", "2002-11-26"]),
        ("25/12/26", ["2026-12-25", "2025-12-26"]),
        ("05/06/07", ["2007-06-05", "2007-05-06", "2005-06-07"]),
        ("2-Nov-55", ["2055-11-02", "1955-11-02"]),
    ],
)
def test_a_date_that_can_be_read_in_two_ways_is_refused_with_every_reading(text, readings):
    with pytest.raises(Unreadable, match="it can mean") as refusal:
        date_from_text(text)
    assert all(day in refusal.value.why for day in readings)


@pytest.mark.parametrize(
    ("text", "why"),
    [("2026-11", "no day"), ("Nov-26", "no day"), ("2026年11月", "no day"), ("11月2日", "no year"), ("2 Nov", "no year"), ("昨天", "not a date"),
     ("3 days ago", "not a date"), ("2026-11-02 - 2026-11-05", "not a date"), ("2026-11-02, 2026-11-05", "not a date"), ("99999", "not a date"), ("12345", "not a date")],
)  # fmt: skip
def test_what_is_not_one_day_is_refused_with_what_is_missing(text, why):
    with pytest.raises(Unreadable, match=why):
        date_from_text(text)


def test_digits_as_text_in_a_workbook_of_1904_are_in_doubt():
    found, faults = read_column(column("46328", "2026-11-02"), Kind.DATE, date1904=True)
    assert days(found) == ["NaT", "2026-11-02"]
    assert [fault.row for fault in faults] == [0]


def test_a_time_in_seconds_or_milliseconds_is_its_day():
    assert date_from_number(1_793_609_601) == date_from_number(1_793_609_601_000) == SECOND


@given(st.dates(date(1990, 1, 1), date(2049, 12, 31)), st.sampled_from(["en_GB", "en_US", "de_DE", "fr_FR", "es_ES", "it_IT", "pt_BR", "zh_CN", "ja_JP", "ko_KR"]))  # fmt: skip
def test_the_long_form_of_a_country_is_read_back(day, locale):
    assert date_from_text(format_date(day, "long", locale)) == day


@given(st.integers(1, 99), st.integers(1, 99), st.integers(0, 99), st.sampled_from("-/."))
def test_three_numbers_are_a_day_only_where_every_other_order_is_impossible(first, second, last, sign):
    """Judged by trying every order with the calendar: dots never put the month first, and a year is never one digit."""
    orders = [(last, second, first)] + ([] if sign == "." else [(last, first, second)])
    parts = [(year, *rest) for year, *rest in orders] + ([(first, second, last)] if first > 9 else [])
    possible = set()
    for year, month, day in parts:
        for century in [2000] if year < 50 else [1900] if year >= 70 else [1900, 2000]:
            if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(century + year, month)[1]:
                possible.add(date(century + year, month, day))
    text = f"{first}{sign}{second}{sign}{last:02}"
    try:
        assert {date_from_text(text)} == possible
    except Unreadable:
        assert len(possible) != 1


@given(st.one_of(st.text(max_size=30), st.text("0123456789-/. 年月日NovT:'", max_size=20)))
def test_no_text_raises_and_a_day_never_comes_from_a_text_without_digits(text):
    try:
        found = date_from_text(text)
    except Unreadable:
        return
    assert date(1, 1, 1) <= found
    assert any(sign.isdecimal() or sign in "一二三四五六七八九十" for sign in clean(text))


@pytest.mark.deep
def test_ten_thousand_pieces_of_dates_in_every_order_are_read_as_one_of_their_orders_or_refused():
    luck = random.Random(12)
    for _ in range(10_000):
        day = date(1990, 1, 1) + timedelta(days=luck.randrange(20_000))
        pieces = [str(day.year), f"{day.month:02}", f"{day.day:02}"]
        luck.shuffle(pieces)
        text = luck.choice("-/. ").join(pieces)
        try:
            found = date_from_text(text)
        except Unreadable:
            continue
        orders = set(itertools.permutations(map(int, pieces)))
        assert (found.year, found.month, found.day) in orders
