"""Cells that ask about the same columns share what was worked out of them, and never get another account's figures."""

from datetime import date, timedelta
from functools import wraps

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ippbook.declare import registry
from ippbook.functions import goodfaith_arguments
from ippbook.goodfaith import History, assess
from ippbook.tables.schema import Kind
from ippbook.tables.values import series

DAY = date(2026, 6, 30)
STATUSES = ["accepted", "rejected", "submitted", "reinstated", "withdrawn"]


def ask(name, *arguments):
    return registry().functions[f"IPP_GF_{name}"].call(list(arguments))


def columns(shift=0):
    """Forty rows of two accounts, made again as a host makes them for each cell."""
    return (
        [f"acc{row % 2}" for row in range(40)],
        [DAY - timedelta(days=row + shift) for row in range(40)],
        [STATUSES[row % 3] for row in range(40)],
    )


@pytest.fixture
def counted(monkeypatch):
    calls = []

    @wraps(assess)
    def counting(*arguments, **named):
        calls.append(1)
        return assess(*arguments, **named)

    monkeypatch.setattr(goodfaith_arguments, "assess", counting)
    return calls


def test_all_cells_about_one_set_of_columns_and_one_day_share_one_assessment(counted):
    for name in ("RATE", "COMPLAINTS", "QUALIFIES"):
        for account in ("acc0", "acc1", "nemo"):
            ask(name, *columns(shift=1), account, DAY)
        ask(name, *columns(shift=1), ["acc0", "acc1"], DAY)
    assert len(counted) == 1


def test_another_day_another_limit_and_another_row_are_computed_again(counted):
    ask("RATE", *columns(shift=2), "acc0", DAY)
    ask("RATE", *columns(shift=2), "acc0", DAY - timedelta(days=1))
    ask("RATE", *columns(shift=2), "acc0", DAY, None, None, None, 5)
    accounts, filed, status = columns(shift=2)
    status[3] = "withdrawn"
    ask("RATE", accounts, filed, status, "acc0", DAY)
    assert len(counted) == 4


def test_what_is_and_what_lies_ahead_are_kept_apart():
    # Of the twenty complaints of acc0 7 are accepted, 6 rejected, 7 pending: 7 of 13, and 14 of 20 at best.
    assert ask("RATE", *columns(shift=3), "acc0", DAY) == 7 / 13
    assert ask("BEST", *columns(shift=3), "acc0", DAY) == 0.7
    assert ask("DECIDED", *columns(shift=3), "acc0", DAY) == 13


def test_an_account_without_complaints_has_none_and_no_rate():
    assert ask("COMPLAINTS", *columns(), "nemo", DAY) == 0
    assert ask("RATE", *columns(), "nemo", DAY) == ""
    assert ask("FAILS", *columns(), "nemo", DAY) == "0 of 100 complaints; no decided complaint"


def test_an_account_is_found_in_any_spelling():
    wanted = ask("COMPLAINTS", *columns(), "acc1", DAY)
    assert wanted > 0
    assert ask("COMPLAINTS", *columns(), " ＡＣＣ1 ", DAY) == wanted


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(-10, 120), st.sampled_from(STATUSES)), min_size=1, max_size=60
    )
)
def test_shared_figures_are_those_of_the_account_assessed_alone(rows):
    accounts = [account for account, _, _ in rows]
    filed = [DAY - timedelta(days=days) for _, days, _ in rows]
    status = [each for _, _, each in rows]
    history = History.of(
        series(accounts, Kind.TEXT), None, series(filed, Kind.DATE), series(status, Kind.CHOICE), None, None
    )
    for account in "abcd":
        alone = assess(history, DAY, None, [account]).iloc[0]
        assert ask("COMPLAINTS", accounts, filed, status, account, DAY) == alone["complaints"]
        assert ask("DECIDED", accounts, filed, status, account, DAY) == alone["decided"]
        assert ask("FAILS", accounts, filed, status, account, DAY) == alone["fails"]
