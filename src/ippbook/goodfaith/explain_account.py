"""The rows behind each figure of an account, and the days on which it began or ceased to qualify."""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from ippbook.goodfaith.assess import assess, assess_reasons, failures, judged
from ippbook.goodfaith.daily_figures import DailyFigures, change_days
from ippbook.goodfaith.figures import NO_YES, OUTCOMES, Figures
from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.phases import Phases, UnitStatus
from ippbook.goodfaith.row_status import row_status, units_of
from ippbook.goodfaith.stretches import NEVER
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import date_of_number, dates, day_number
from ippbook.languages import say, say_series
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.book import fold


@dataclass(frozen=True, eq=False)
class ExplainedAccount:
    """One account on one day, with the rows behind it."""

    summary: pd.DataFrame
    """The row of `assess`; one row a portal where each portal is judged separately."""
    reasons: pd.DataFrame
    """The rows of `assess_reasons`."""
    rows: pd.DataFrame
    """A row for each row of the account, with the history's labels: reason, portal, filed, decided (datetime64[s]), unit (rows
    of one unit count once), counts_as, leaves_on (as `row_status`), figures (the figures of `assess` in which its unit
    counts, joined by ", "; "" where none), why_not ("not filed yet", "no filing date", "filed later", "left on 2026-09-01"
    or "").
    """
    changes: pd.DataFrame
    """The rows of `qualification_changes`, up to the day."""


def explain_account(history: History, account: str, on: date, terms: Terms | None = None) -> ExplainedAccount:
    """The figures of *account* on the day *on*, and the rows behind each of them; empty tables where no row names it."""
    terms = terms or Terms()
    known = [place for place, name in enumerate(history.accounts) if fold(name) == fold(account)]
    ours = history.take(np.isin(history.account, known) if known else np.zeros(len(history), dtype=np.bool_))
    summary, reasons = assess(ours, on, terms), assess_reasons(ours, on, terms)
    mine = np.array([fold(each) == fold(account) for each in summary["account"]], dtype=np.bool_)
    return ExplainedAccount(
        summary[mine].reset_index(drop=True),
        reasons,
        _rows(ours, on, terms),
        qualification_changes(ours, on, terms, account),
    )


def _rows(history: History, on: date, terms: Terms) -> pd.DataFrame:
    units, unit = units_of(history, terms)
    found = row_status(history, on, terms)
    inside = (found["in_window"] == "yes").to_numpy()
    status = UnitStatus.of(units, terms, day_number(on))
    words = np.array([*_figures(terms), ""], dtype=object)
    # The entry past the last unit is for rows that cannot count: -1 picks it.
    counted = np.where(inside, np.append(status.outcome, -1)[unit], -1)
    leaves_on = found["leaves_on"].to_numpy()
    late = history.filed > day_number(on)
    why = history.excluded.to_numpy(dtype=object, copy=True)
    for row in np.flatnonzero((why == "") & ~inside):
        why[row] = say("filed later") if late[row] else say("left on {leaves_on}", leaves_on=str(leaves_on[row])[:10])
    names = {"reason": (history.reasons, history.reason), "portal": (history.portals, history.portal)}
    columns: dict[str, npt.ArrayLike] = {
        name: np.array([*labels, ""], dtype=object)[codes] for name, (labels, codes) in names.items()
    }
    columns |= {"filed": dates(history.filed), "decided": dates(history.decided)}
    columns |= {"unit": unit, "counts_as": found["counts_as"], "leaves_on": leaves_on}
    columns |= {"figures": words[counted], "why_not": why}
    return pd.DataFrame(
        {
            name: pd.Series(column, index=history.index, dtype=getattr(column, "dtype", object))
            for name, column in columns.items()
        }
    )


def _figures(terms: Terms) -> list[str]:
    """For each `Outcome` the figures in which it counts, found by counting one complaint of each outcome."""
    one = Figures.of(np.eye(OUTCOMES, dtype=np.int64), terms)
    counts = {
        "complaints": one.filed,
        **{name: column for name, column in one.columns().items() if name[-4:] != "rate"},
    }
    return [say_series((name for name, column in counts.items() if column[outcome] > 0)) for outcome in range(OUTCOMES)]


def qualification_changes(
    history: History, until: date, terms: Terms | None = None, account: str | None = None
) -> pd.DataFrame:
    """The days up to *until* on which an account began or ceased to qualify, and the rows that caused it.

    One row a change, sorted by account and day; with *account*, only its changes. An account does not qualify before its first complaint.
    Columns: account, portal; day (datetime64[s]); qualifies ("yes" or "no": from that day on); fails (in words); filed,
    decided, left (how many units began to count, were decided or left the window on that day); rows (a tuple of the labels of
    their rows).
    """
    terms = terms or Terms()
    units, unit = units_of(history, terms)
    phases = Phases.of(units, terms)
    seat, days = change_days(units, phases)
    wanted = days <= day_number(until)
    if account is not None:
        wanted &= np.array([fold(name) == fold(account) for name in (*units.accounts, "")[:-1]], dtype=bool)[seat]
    seat, days = seat[wanted], days[wanted]
    daily = DailyFigures.of(units, seat, days, terms)
    passes = daily.passes[daily.place]
    begins = np.append(True, seat[1:] != seat[:-1])[: len(seat)]
    before = np.where(begins, False, np.roll(passes, 1))
    found = [
        _change(history, units, unit, int(seat[row]), int(days[row]), terms) for row in np.flatnonzero(passes != before)
    ]
    names = ["account", "portal", "day", "qualifies", "fails", "filed", "decided", "left", "rows"]
    table = pd.DataFrame(found, columns=names, dtype=object)
    return table.astype({"day": "datetime64[s]", "filed": np.int64, "decided": np.int64, "left": np.int64})


def _change(history: History, units: History, unit: Codes, seat: int, day: int, terms: Terms) -> tuple[object, ...]:
    before, now = (_counts_as(units, seat, each, terms) for each in (day - 1, day))
    moved = before != now
    first = np.full(len(now), NEVER)
    np.minimum.at(first, unit[unit >= 0], history.filed[unit >= 0])
    filed = moved & (now >= 0) & (first == day)
    left = moved & (now < 0)
    decided = moved & (now >= 0) & (now != Outcome.PENDING) & ~filed
    touched = np.flatnonzero((unit >= 0) & np.append(moved, False)[unit] & (history.filed <= day))
    alone = units.take(units.account == seat)
    fails = failures(*judged(alone, date_of_number(day), terms), terms)[seat]
    return (
        units.accounts[seat],
        units.seats[seat] if units.seats else "",
        np.datetime64(day, "D"),
        NO_YES[int(not fails)],
        fails,
        int(filed.sum()),
        int(decided.sum()),
        int(left.sum()),
        tuple(history.index[touched]),
    )


def _counts_as(units: History, seat: int, day: int, terms: Terms) -> Codes:
    """The `Outcome` as which each unit of the account counts on the day; -1 outside the window, and for other accounts."""
    outcomes = Phases.of(units, terms).outcomes(units, day)
    rows = np.flatnonzero((outcomes >= 0) & (units.account == seat))
    found = np.full(units.unit_count, -1, dtype=np.int64)
    found[rows if units.unit is None else units.unit[rows]] = outcomes[rows]
    return found
