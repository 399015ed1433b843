"""The day of a run is today in a time zone, not on the clock of the machine."""

import json
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.cli import run_state
from ippbook.errors import UserError
from ippbook.run_day import TIME_ZONE, today_in


@given(st.integers(0, 3_155_760_000).map(lambda second: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(seconds=second)))
def test_the_day_is_that_of_the_time_zone(now):
    assert today_in(TIME_ZONE, now) == now.astimezone(ZoneInfo("Asia/Shanghai")).date()
    assert today_in("Pacific/Kiritimati", now) == (now + timedelta(hours=14)).date()


@pytest.mark.parametrize("zone", ["Asia/Shangai", "", "../../etc/passwd", "x" * 5000, "\0", "/etc/localtime"])
def test_an_unknown_time_zone_is_one_sentence(zone):
    with pytest.raises(UserError, match="there is no time zone"):
        today_in(zone)


def test_the_option_works_in_any_position_and_is_stated(ippbook):
    for words in (("--timezone", "UTC", "eval", "=1"), ("eval", "=1", "--timezone=UTC")):
        assert '"timezone": "UTC"' in ippbook(*words, "--format", "json").out
    assert '"timezone": "Asia/Shanghai"' in ippbook("eval", "=1", "--format", "json").out


def test_a_slip_in_a_time_zone_is_answered_with_the_nearest_one(ippbook):
    ran = ippbook("eval", "=1", "--timezone", "Asia/Shangai")
    assert (ran.code, "Did you mean Asia/Shanghai?" in ran.err) == (2, True)


def test_a_run_over_midnight_has_one_day(ippbook, small_path, monkeypatch):
    """Each reading of the clock gives the next day; what is judged, and what the document says, is of the first."""
    days = iter(date(2026, 10, 31) + timedelta(days=number) for number in range(100))
    monkeypatch.setattr(run_state, "today_in", lambda _zone: next(days))
    seen = json.loads(ippbook("check", small_path, "no.xlsx", "--format", "json").out)
    assert {seen["as_of"], *(file["as_of"] for file in seen["files"] if file["error"] is None)} == {"2026-10-31"}
    assert next(days) == date(2026, 11, 1)
    assert run_state.today() != run_state.today(), "no day is kept after the command"
