"""Serial numbers are days as Excel counts them, in both date systems."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles.numbers import is_date_format as oracle_is_date
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

from ippbook.ooxml import dates

DAYS = st.dates(dt.date(1904, 1, 2), dt.date(9999, 12, 31))


@given(DAYS, st.booleans())
def test_a_day_has_the_serial_that_openpyxl_gives_it_and_comes_back(day: dt.date, date1904: bool):
    serial = dates.serial(day, date1904=date1904)
    assert serial == to_excel(day, CALENDAR_MAC_1904 if date1904 else CALENDAR_WINDOWS_1900)
    assert dates.date_of(serial, date1904=date1904) == day


def test_the_day_that_never_was_is_a_number_and_its_neighbours_are_days():
    assert dates.date_of(59, date1904=False) == dt.date(1900, 2, 28)
    assert dates.date_of(60, date1904=False) == 60
    assert dates.date_of(61, date1904=False) == dt.date(1900, 3, 1)
    assert dates.serial(dt.date(1900, 1, 1), date1904=False) == 1
    assert dates.date_of(0.5, date1904=False) == dt.time(12)


@pytest.mark.parametrize(
    "code",
    [
        "yyyy-mm-dd",
        "0.00",
        "General",
        '"day" 0',
        "[h]:mm",
        "[Red]0",
        "d/m;@",
        "#,##0 \\d",
        "mmm",
        "0.00E+00",
        "[$-409]h:mm AM/PM",
        "@",
    ],
)
def test_a_format_is_a_date_where_openpyxl_says_so(code: str):
    assert dates.is_date_format(code) == bool(oracle_is_date(code))


@pytest.mark.parametrize(
    ("text", "serial"),
    [
        ("2009-01-01T11:00:00.00000020954757600", 39814 + 11 / 24),
        ("10:59:59.9999999999984025", 11 / 24),
        ("PT0H11M0.000S", 11 / 1440),
        ("P1DT30H", 2.25),
        ("2026-05-01", 46143),
        ("1900-02-28T06:00:00Z", 59.25),
        ("2026-05-01T24:00:00", 46144),
        ("2026-05-01T24:00:00.000Z", 46144),
        ("T24:00:00", 1),
        ("2026-05-01T06:00:00+08:00", 46143.25),
        ("2026-05-01T06:00:00-03:30", 46143.25),
        ("2026-05-01+08:00", 46143),
    ],
)
def test_the_iso_dates_that_excel_writes_into_strict_workbooks_are_read(text: str, serial: float):
    assert dates.iso_serial(text, date1904=False) == pytest.approx(serial, abs=1e-9)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "T",
        "P",
        "PT",
        "yesterday",
        "2026-02-30",
        "25:00",
        "2026-1-1",
        "24:00:01",
        "2026-05-01T24:01",
        "24:00:00.5",
        "+08:00",
    ],
)
def test_what_is_no_iso_date_is_none(text: str):
    assert dates.iso_serial(text, date1904=False) is None


@pytest.mark.parametrize(
    "code", ["[h]:mm:ss", "[hh]:mm", "[m]:ss", "[ss]", "[H]:MM", '[Red][h]"h"', "[h]:mm;-[h]:mm;@"]
)
def test_a_format_of_elapsed_time_is_a_length(code: str):
    assert dates.is_span_format(code)


@pytest.mark.parametrize(
    "code", ["h:mm:ss", "yyyy-mm-dd", "General", '"[h]" 0', "\\[h]0", "[$-409]h:mm", "[Magenta]0", "0;[h]"]
)
def test_other_formats_show_no_length(code: str):
    assert not dates.is_span_format(code)
