"""Whether an account qualifies on a day, and if not, which test fails."""

from collections.abc import Iterable, Iterator
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.goodfaith.daily_figures import reason_fails
from ippbook.goodfaith.figures import NO_YES, OUTCOMES, Counts, Figures
from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.phases import Phases
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import day_number
from ippbook.languages import KnownWord, parts_of, say, say_series
from ippbook.tables.book import fold
from ippbook.tables.column_types import Mask, TextColumn


def assess(
    history: History, as_of: date, terms: Terms | None = None, accounts: Iterable[str] | None = None
) -> pd.DataFrame:
    """The Good-Faith figures of each account on *as_of*.

    One row an account, in order of first appearance; or one row an account and portal, if that is the scope of *terms*.
    With *accounts*, one row for each of them: zeros for an account without complaints; if an account has several portals, the one
    with most complaints in the window. Columns: account; portal ("" where accounts are not judged by portal); complaints
    (in the window, in the unit of *terms*), links, complaint_numbers (the different numbers of these links); decided, taken_down, rejected, pending, withdrawn, dead, counter_upheld
    (counts); takedown_of, counter_of (what the rates divide by); takedown_rate, counter_rate, withdrawn_rate (shares of 1, NaN
    where there is nothing to divide by); worst_reason (the lowest takedown rate); qualifies ("yes" or "no"); fails (every
    failing test in words, "" where none fails). Source: ipp-facts 6.1, 6.2.
    """
    terms = terms or Terms()
    scoped, units = history.in_scope(terms), history.in_units(terms)
    figures, reasons, seats = judged(units, as_of, terms)
    fails = failures(figures, reasons, seats, terms)
    frame = pd.DataFrame(
        {
            **account_columns(units),
            "complaints": figures.filed,
            "links": _by_account(scoped, as_of, terms).sum(axis=1),
            "complaint_numbers": _numbers(scoped, as_of, terms),
            **figures.columns(),
            "worst_reason": _worst(reasons.assign(seat=seats), len(scoped.accounts) + 1),
            "qualifies": pd.Series(NO_YES[[int(not each) for each in fails]], dtype=object),
            "fails": pd.Series(fails, dtype=object),
        }
    )
    if accounts is None:
        return frame.iloc[:-1]
    return rows_of_accounts(frame, list(accounts))


def judged(units: History, as_of: date, terms: Terms) -> tuple[Figures, pd.DataFrame, Codes]:
    """The figures of each account of *units* and of a spare one after them; the table of reasons; the account of each of its rows."""
    return Figures.of(_by_account(units, as_of, terms), terms), *_reasons(units, as_of, terms)


def failures(
    figures: Figures, reasons: pd.DataFrame, seats: Codes, terms: Terms, wanted: Iterable[int] | None = None
) -> list[str]:
    """The tests that fail according to `judged`, in words, an entry an account; *wanted*: only for the accounts at these places."""
    failing = (reasons["fails"] != "").to_numpy()
    rows = zip(seats[failing].tolist(), reasons["reason"][failing], reasons["fails"][failing], strict=True)
    by_reason = [(seat, reason, parts_of(fails, "; ")) for seat, reason, fails in rows]
    return _in_words(figures, by_reason, terms, range(len(figures.volume)) if wanted is None else wanted)


def failures_on(units: History, as_of: date, terms: Terms) -> list[str]:
    """The failing tests of each account of *units*, in words, as `failures` of `judged` says them; no table is made for them."""
    reasons, seat, names, tested = _by_reason_sorted(units, as_of, terms)
    by_reason = [(int(seat[row]), names[row], tests) for row, tests in _failing_rows(reasons, tested, terms)]
    figures = Figures.of(_by_account(units, as_of, terms), terms)
    return _in_words(figures, by_reason, terms, range(len(units.accounts)))


def _in_words(
    figures: Figures, by_reason: Iterable[tuple[int, str, Iterable[str]]], terms: Terms, wanted: Iterable[int]
) -> list[str]:
    """The failing tests of each of the accounts at *wanted*; *by_reason*: an account's place, a reason, its failing tests."""
    of_reasons: dict[int, list[str]] = {}
    if terms.per_reason_check == "yes":
        for seat, reason, tests in by_reason:
            of_reasons.setdefault(seat, []).extend(
                say('reason "{reason}": {each}', reason=KnownWord(reason, "reasons"), each=each) for each in tests
            )
    return [say_series([*figures.failures(row, terms), *of_reasons.get(row, [])], "; ") for row in wanted]


def account_columns(units: History) -> dict[str, TextColumn]:
    """The columns account and portal: the accounts of *units*, and a spare one without name at the end."""
    return {
        "account": pd.Series([*units.accounts, ""], dtype=object),
        "portal": pd.Series([*(units.seats or [""] * len(units.accounts)), ""], dtype=object),
    }


def assess_reasons(history: History, as_of: date, terms: Terms | None = None) -> pd.DataFrame:
    """The figures of each account and reason with a complaint in the window on *as_of*.

    Columns: account, portal (as `assess`), reason ("" where the row has none), complaints, the counts and rates of `assess`, tested ("yes" where
    the test of single reasons applies: *terms* test reasons, and there is one, with enough decided complaints), fails (in words, "" where none).
    Sorted by account in order of first appearance, then by reason. Source: ipp-facts 6.1 [O1, O2 2021: OFF].
    """
    terms = terms or Terms()
    return _reasons(history.in_units(terms), as_of, terms)[0]


def _reasons(units: History, as_of: date, terms: Terms) -> tuple[pd.DataFrame, Codes]:
    """The rows of `assess_reasons`, and for each the place of its account in *units*."""
    figures, seat, names, tested = _by_reason_sorted(units, as_of, terms)
    fails = np.full(len(seat), "", dtype=object)
    for row, tests in _failing_rows(figures, tested, terms):
        fails[row] = say_series(tests, "; ")
    seats = account_columns(units)
    frame = pd.DataFrame(
        {
            "account": pd.Series(seats["account"].to_numpy()[seat], dtype=object),
            "portal": pd.Series(seats["portal"].to_numpy()[seat], dtype=object),
            "reason": pd.Series(names, dtype=object),
            "complaints": figures.filed,
            **figures.columns(),
            "tested": pd.Series(NO_YES[tested.astype(np.int64)], dtype=object),
            "fails": pd.Series(fails, dtype=object),
        }
    )
    return frame, seat


def _by_reason_sorted(units: History, as_of: date, terms: Terms) -> tuple[Figures, Codes, NDArray[np.object_], Mask]:
    """The figures of each account and reason, by account, then reason; the account's place, the reason, whether it is tested."""
    counts, seat, reason = by_reason(units, as_of, terms)
    names = np.array([*units.reasons, ""], dtype=object)
    rank = np.empty(len(names), dtype=np.int64)
    rank[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    order = np.lexsort((rank[reason], seat))
    seat, reason = seat[order], reason[order]
    figures = Figures.of(counts[order], terms)
    tested = (reason >= 0) & (figures.takedown_of >= terms.per_reason_min_decided) & (terms.per_reason_check == "yes")
    return figures, seat, names[reason], tested


def _failing_rows(figures: Figures, tested: Mask, terms: Terms) -> Iterator[tuple[int, list[str]]]:
    """The rows of `_by_reason_sorted` that fail, and their failing tests in words."""
    for row in np.flatnonzero(tested & reason_fails(figures, terms)).tolist():
        yield row, figures.rate_failures(row, terms)


def by_reason(units: History, as_of: date, terms: Terms) -> tuple[Counts, Codes, Codes]:
    """The counts of each account and reason in the window on the day; their places in *units* (reason -1: no reason)."""
    rows, outcomes = _inside(units, as_of, terms)
    width = len(units.reasons) + 1
    key = units.account[rows] * width + units.reason[rows] + 1
    raw, found = pd.factorize(key)
    order = np.argsort(found)
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    pairs = found[order]
    return _counts(place[raw], outcomes, len(pairs)), pairs // width, pairs % width - 1


def _inside(units: History, as_of: date, terms: Terms) -> tuple[Codes, Codes]:
    """The rows that count on the day, and as which `Outcome`."""
    day = day_number(as_of)

    def find() -> tuple[Codes, Codes]:
        outcomes = Phases.of(units, terms).outcomes(units, day)
        rows = np.flatnonzero(outcomes >= 0)
        return rows, outcomes[rows]

    return units.once(("inside", day, terms), find)


def _numbers(scoped: History, as_of: date, terms: Terms) -> Counts:
    """How many complaint numbers the links in the window have, for each account and a spare one; a link without one counts by itself."""
    rows, _ = _inside(scoped, as_of, terms)
    account, number = scoped.account[rows], scoped.number[rows]
    named = number >= 0
    width = int(number.max(initial=-1)) + 1
    distinct = pd.unique(account[named] * width + number[named])
    seats = len(scoped.accounts) + 1
    found = np.bincount(account[~named], minlength=seats)
    return found + (np.bincount(distinct // width, minlength=seats) if width else 0)


def _counts(group: Codes, outcomes: Codes, groups: int) -> Counts:
    cells = np.bincount(group * OUTCOMES + outcomes, minlength=groups * OUTCOMES)
    return cells.astype(np.int64).reshape(groups, OUTCOMES)


def _by_account(units: History, as_of: date, terms: Terms) -> Counts:
    """The counts of each account, with a spare row of zeros at the end for accounts without any complaint."""
    rows, outcomes = _inside(units, as_of, terms)
    return _counts(units.account[rows], outcomes, len(units.accounts) + 1)


def _worst(reasons: pd.DataFrame, seats: int) -> TextColumn:
    """The tested reason with the lowest takedown rate; if equal, the higher counter-notice rate, then the larger number."""
    tested = reasons[reasons["tested"] == "yes"].sort_values(
        ["takedown_rate", "counter_rate", "takedown_of", "reason"], ascending=[True, False, False, True]
    )
    worst = tested.drop_duplicates("seat").set_index("seat")["reason"].to_dict()
    return pd.Series([worst.get(seat, "") for seat in range(seats)], dtype=object)


def rows_of_accounts(frame: pd.DataFrame, accounts: list[str]) -> pd.DataFrame:
    """The rows of *accounts*, with their spelling; accounts without complaints get the last row of *frame*.

    If an account has several rows (its portals), the one with most complaints; if equal, the first.
    """
    place: dict[str, int] = {}
    many = frame["complaints"].to_numpy()
    for row, account in enumerate(frame["account"][:-1]):
        name = fold(account)
        if name not in place or many[row] > many[place[name]]:
            place[name] = row
    found = frame.iloc[[place.get(fold(account), len(frame) - 1) for account in accounts]].reset_index(drop=True)
    return found.assign(account=pd.Series(accounts, dtype=object))
