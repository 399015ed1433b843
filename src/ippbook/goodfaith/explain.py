"""What happened: the very rows behind each figure, and the days on which an account gained or lost what it needs."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd

from ippbook.goodfaith.assess import assess, assess_reasons, failures, judged
from ippbook.goodfaith.daily import Daily, turns
from ippbook.goodfaith.history import Codes, History, same_name
from ippbook.goodfaith.phases import Phases
from ippbook.goodfaith.row_status import row_status
from ippbook.goodfaith.tally import NO_YES, OUTCOMES, Standing
from ippbook.goodfaith.terms import Terms

_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, eq=False)
class Explained:
    """One account on one day, with the rows behind it."""

    standing: pd.DataFrame
    """As `assess`: one row a portal where each is judged by itself, else one row."""
    reasons: pd.DataFrame
    """As `assess_reasons`."""
    rows: pd.DataFrame
    """A row for each row of the account, with the history's labels: reason, portal, filed, decided (datetime64[s]), unit (rows
    of one unit count once), counts_as, leaves_on (as `places`), figures (which figures of `assess` its unit is counted
    in, joined by ", "; "" where none), why_not ("not filed yet", "no filing date", "filed later", "left on 2026-09-01"
    or "").
    """
    changes: pd.DataFrame
    """As `changes`, up to the day."""


def explain(history: History, account: str, on: date, terms: Terms | None = None) -> Explained:
    """The figures of *account* on the day *on*, and the rows behind each of them; empty tables where nobody is called so."""
    terms = terms or Terms()
    known = [place for place, name in enumerate(history.accounts) if same_name(name) == same_name(account)]
    ours = history.take(np.isin(history.account, known) if known else np.zeros(len(history), dtype=np.bool_))
    standing, reasons = assess(ours, on, terms), assess_reasons(ours, on, terms)
    mine = np.array([same_name(each) == same_name(account) for each in standing["account"]], dtype=np.bool_)
    return Explained(
        standing[mine].reset_index(drop=True), reasons, _rows(ours, on, terms), changes(ours, on, terms, account)
    )


def _rows(history: History, on: date, terms: Terms) -> pd.DataFrame:
    units, unit = units_of(history, terms)
    found = row_status(history, on, terms)
    inside = (found["in_window"] == "yes").to_numpy()
    outcomes = Phases.of(units, terms).outcomes(units, on.toordinal() - _EPOCH)
    words = np.array([*_figures(terms), ""], dtype=object)
    counted = np.full(len(history), -1, dtype=np.int64)
    counted[unit >= 0] = outcomes[unit[unit >= 0]]
    leaves_on = found["leaves_on"].to_numpy()
    late = history.filed > on.toordinal() - _EPOCH
    why = history.left_out.to_numpy(dtype=object, copy=True)
    for row in np.flatnonzero((why == "") & ~inside):
        why[row] = "filed later" if late[row] else f"left on {str(leaves_on[row])[:10]}"
    names = {"reason": (history.reasons, history.reason), "portal": (history.portals, history.portal)}
    columns: dict[str, Any] = {
        name: np.array([*labels, ""], dtype=object)[codes] for name, (labels, codes) in names.items()
    }
    columns |= {
        name: getattr(history, name).view("datetime64[D]").astype("datetime64[s]") for name in ("filed", "decided")
    }
    columns |= {"unit": unit, "counts_as": found["counts_as"], "leaves_on": leaves_on}
    columns |= {"figures": words[counted], "why_not": why}
    return pd.DataFrame(
        {
            name: pd.Series(column, index=history.index, dtype=getattr(column, "dtype", object))
            for name, column in columns.items()
        }
    )


def units_of(history: History, terms: Terms) -> tuple[History, Codes]:
    """What is counted, and for each row the place of its unit; -1 where it cannot count."""
    scoped = history.in_scope(terms)
    if terms.unit == "complaint":
        return scoped.numbered()
    return scoped, np.where(scoped.counts, np.arange(len(scoped)), -1)


def _figures(terms: Terms) -> list[str]:
    """For each `Outcome`: the figures that it enters, as one complaint of that outcome alone shows."""
    one = Standing.of(np.eye(OUTCOMES, dtype=np.int64), terms)
    counts = {
        "complaints": one.filed,
        **{name: column for name, column in one.columns().items() if name[-4:] != "rate"},
    }
    return [", ".join(name for name, column in counts.items() if column[outcome] > 0) for outcome in range(OUTCOMES)]


def changes(history: History, until: date, terms: Terms | None = None, account: str | None = None) -> pd.DataFrame:
    """The days up to *until* on which an account began or ceased to qualify, and what tipped it.

    One row a change, by account and day; with *account* its changes alone. An account does not qualify before its first complaint.
    Columns: account, portal; day (datetime64[s]); qualifies ("yes" or "no": from that day on); fails (in words); filed,
    decided, left (how many units began to count, were decided or left the window on that day); rows (a tuple of the labels of
    their rows).
    """
    terms = terms or Terms()
    units, unit = units_of(history, terms)
    phases = Phases.of(units, terms)
    seat, days = turns(units, phases)
    wanted = days <= until.toordinal() - _EPOCH
    if account is not None:
        wanted &= np.array([same_name(name) == same_name(account) for name in (*units.accounts, "")[:-1]], dtype=bool)[
            seat
        ]
    seat, days = seat[wanted], days[wanted]
    daily = Daily.of(units, seat, days, terms)
    passes = daily.passes[daily.place]
    begins = np.append(True, seat[1:] != seat[:-1])[: len(seat)]
    before = np.where(begins, False, np.roll(passes, 1))
    found = [
        _change(history, units, unit, phases, int(seat[row]), int(days[row]), terms)
        for row in np.flatnonzero(passes != before)
    ]
    names = ["account", "portal", "day", "qualifies", "fails", "filed", "decided", "left", "rows"]
    table = pd.DataFrame(found, columns=names, dtype=object)
    return table.astype({"day": "datetime64[s]", "filed": np.int64, "decided": np.int64, "left": np.int64})


def _change(  # all of it was worked out for the whole history once
    history: History, units: History, unit: Codes, phases: Phases, seat: int, day: int, terms: Terms
) -> tuple[Any, ...]:
    ours = units.account == seat
    held, settles = phases.filed < phases.over, phases.settled < phases.gone
    filed = ours & (phases.filed == day) & (held | settles)
    decided = ours & (phases.settled == day) & settles
    left = ours & ((held & (phases.over == day) & ~decided) | (settles & (phases.gone == day)))
    touched = np.flatnonzero((filed | decided | left)[unit] & (unit >= 0))
    alone = units.take(ours)
    said = failures(*judged(alone, date.fromordinal(day + _EPOCH), terms), terms)[seat]
    return (
        units.accounts[seat],
        units.seats[seat] if units.seats else "",
        np.datetime64(day, "D"),
        NO_YES[int(not said)],
        said,
        int(filed.sum()),
        int((decided & ~filed).sum()),
        int(left.sum()),
        tuple(history.index[touched]),
    )
