"""Whether an account qualifies on a day, and if not, which test fails."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from ippbook.goodfaith.history import Codes, History, Phases, same_name
from ippbook.goodfaith.standing import OUTCOMES, Counts, Standing
from ippbook.goodfaith.terms import Terms


def assess(
    history: History, as_of: date, terms: Terms | None = None, accounts: Iterable[str] | None = None
) -> pd.DataFrame:
    """The Good-Faith standing of each account on *as_of*.

    One row an account, in order of first appearance, or one for each of *accounts* where they are given (an account
    without complaints gets a row of zeros). Columns: account; complaints (in the window, in the unit of *terms*), links,
    complaint_numbers; decided, taken_down, rejected, pending, withdrawn, dead, counter_upheld (counts);
    takedown_of, counter_of (what the rates divide by); takedown_rate, counter_rate, withdrawn_rate (shares of 1, NaN where
    there is nothing to divide by); worst_reason (the lowest takedown rate); qualifies ("yes" or "no"); fails (every
    failing test in words, "" where none fails). Source: ipp-facts 6.1, 6.2.
    """
    terms = terms or Terms()
    tally, spare = _by_account(history.in_units(terms), as_of, terms)
    standing = Standing.of(tally, terms)
    links = _by_account(history, as_of, terms)[0]
    numbers = _by_account(history.by_number(), as_of, terms)[0]
    reasons = assess_reasons(history, as_of, terms)
    frame = pd.DataFrame(
        {
            "account": pd.Series([*history.accounts, ""], dtype=object),
            "complaints": standing.filed,
            "links": links.sum(axis=1),
            "complaint_numbers": numbers.sum(axis=1),
            **standing.columns(),
            "worst_reason": _worst(reasons, history.accounts),
        }
    )
    failing = reasons[reasons["fails"] != ""]
    by_reason: dict[str, list[str]] = {}
    if terms.per_reason_check == "yes":
        for account, reason, fails in zip(failing["account"], failing["reason"], failing["fails"], strict=True):
            by_reason.setdefault(account, []).extend(f'reason "{reason}": {each}' for each in fails.split("; "))
    fails = []
    for row, account in enumerate(frame["account"]):
        said = [] if standing.enough[row] else [f"{standing.volume[row]} of {terms.min_complaints} complaints"]
        fails.append("; ".join([*said, *standing.rate_failures(row, terms), *by_reason.get(account, [])]))
    frame["qualifies"] = pd.Series(["no" if each else "yes" for each in fails], dtype=object)
    frame["fails"] = pd.Series(fails, dtype=object)
    if accounts is None:
        return frame.iloc[:spare]
    return _asked(frame, history.accounts, list(accounts))


def assess_reasons(history: History, as_of: date, terms: Terms | None = None) -> pd.DataFrame:
    """The figures of each account and reason with a complaint in the window on *as_of*.

    Columns: account, reason ("" where none is given), complaints, the counts and rates of `assess`, tested ("yes" where
    the per-reason test looks at it: it has a reason and enough decided complaints), fails (in words, "" where none).
    Sorted by account in order of first appearance, then by reason. Source: ipp-facts 6.1 [O1, O2 2021: OFF].
    """
    terms = terms or Terms()
    units = history.in_units(terms)
    outcomes = _outcomes(units, as_of, terms)
    rows = np.flatnonzero(outcomes >= 0)
    width = len(history.reasons) + 1
    pairs, place = np.unique(units.account[rows] * width + units.reason[rows] + 1, return_inverse=True)
    standing = Standing.of(_tally(place, outcomes[rows], len(pairs)), terms)
    reason = pairs % width - 1
    tested = (reason >= 0) & (standing.takedown_of >= terms.per_reason_min_decided)
    fails = ["; ".join(standing.rate_failures(row, terms)) if tested[row] else "" for row in range(len(pairs))]
    frame = pd.DataFrame(
        {
            "account": pd.Series([history.accounts[each] for each in pairs // width], dtype=object),
            "reason": pd.Series(["" if each < 0 else history.reasons[each] for each in reason], dtype=object),
            "complaints": standing.filed,
            **standing.columns(),
            "tested": pd.Series(np.where(tested, "yes", "no").astype(object), dtype=object),
            "fails": pd.Series(fails, dtype=object),
        }
    )
    order = np.lexsort((frame["reason"].to_numpy(dtype=str), pairs // width))
    return frame.iloc[order].reset_index(drop=True)


def _outcomes(units: History, as_of: date, terms: Terms) -> Codes:
    day = int(np.datetime64(as_of, "D").astype(np.int64))
    return Phases.of(units, terms).outcomes(units, day)


def _tally(group: Codes, outcomes: Codes, groups: int) -> Counts:
    cells = np.bincount(group * OUTCOMES + outcomes, minlength=groups * OUTCOMES)
    return cells.astype(np.int64).reshape(groups, OUTCOMES)


def _by_account(units: History, as_of: date, terms: Terms) -> tuple[Counts, int]:
    """The tally of each account, with a spare row of zeros at the end for accounts without any complaint; its place."""
    outcomes = _outcomes(units, as_of, terms)
    rows = outcomes >= 0
    spare = len(units.accounts)
    return _tally(units.account[rows], outcomes[rows], spare + 1), spare


def _worst(reasons: pd.DataFrame, accounts: tuple[str, ...]) -> Any:
    """The tested reason with the lowest takedown rate; of equals the higher counter-notice rate, then the larger number."""
    tested = reasons[reasons["tested"] == "yes"].sort_values(
        ["takedown_rate", "counter_rate", "takedown_of", "reason"], ascending=[True, False, False, True]
    )
    worst = tested.drop_duplicates("account").set_index("account")["reason"].to_dict()
    return pd.Series([worst.get(account, "") for account in (*accounts, "")], dtype=object)


def _asked(frame: pd.DataFrame, known: tuple[str, ...], accounts: list[str]) -> pd.DataFrame:
    """The rows of *accounts*, spelled as they were asked for."""
    place = {same_name(account): row for row, account in enumerate(known)}
    found = frame.iloc[[place.get(same_name(account), len(known)) for account in accounts]].reset_index(drop=True)
    return found.assign(account=pd.Series(accounts, dtype=object))
