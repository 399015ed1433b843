"""The standing of an account on the day of each of its complaints: all rows at once.

A complaint counts on a span of days (`Phases`). How many spans cover a day is the number that began by then less the
number that ended by then, so one sort of the days that are asked for, one search for each end and one running sum
answer every row (the cheapest of the methods that stay linear in memory).
"""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pandas as pd

from ippbook.goodfaith.history import Codes, History, Phases
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.standing import OUTCOMES, Counts, Flags, Standing
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import Days


@dataclass(frozen=True, eq=False)
class _Calendar:
    """Days of groups as single numbers: group x span + day. Days after the last one of interest all fall on it."""

    start: int
    span: int

    @classmethod
    def of(cls: type[Self], days: Days) -> Self:
        start = int(days.min())
        return cls(start, int(days.max()) - start + 2)

    def keys(self, group: Codes, days: Days) -> Codes:
        return group * self.span + np.minimum(days - self.start, self.span - 1)

    def group(self, keys: Codes) -> Codes:
        return keys // self.span

    def day(self, keys: Codes) -> Days:
        return keys % self.span + self.start


def _tally_on(asked: Codes, group: Codes, outcome: Codes, phases: Phases, calendar: _Calendar) -> Counts:
    """For each of the sorted distinct keys *asked*, the tally of what counts in its group on its day."""
    size = (len(asked) + 1) * OUTCOMES
    cells = np.zeros(size, dtype=np.int64)
    pending = np.full(len(group), int(Outcome.PENDING))
    for opened, closed, counts_as in (
        (phases.filed, phases.over, pending),
        (phases.settled, phases.gone, outcome),
    ):
        rows = opened < closed
        for ends, sign in ((opened, 1), (closed, -1)):
            # Sorted first, because a search for neighbours finds what it needs in the cache.
            events = np.sort(calendar.keys(group[rows], ends[rows]) * OUTCOMES + counts_as[rows])
            place = np.searchsorted(asked, events // OUTCOMES)
            cell, many = _runs(place * OUTCOMES + events % OUTCOMES)
            cells[cell] += sign * many
    return np.cumsum(cells.reshape(-1, OUTCOMES), axis=0)[:-1]


def _runs(cells: Codes) -> tuple[Codes, Codes]:
    """Distinct cells in order, and how often each stands in *cells*."""
    # numpy's `unique` hashes, which takes three times as long here.
    cells = np.sort(cells)
    starts = np.flatnonzero(np.append(True, cells[1:] != cells[:-1])[: len(cells)])
    return cells[starts], np.diff(np.append(starts, len(cells)))


def _failing_reasons(asked: Codes, units: History, phases: Phases, calendar: _Calendar, terms: Terms) -> Flags:
    """For each key *asked*, whether some reason of its account fails by itself on its day.

    A reason's figures change only on the days on which a complaint's span begins or ends: find those on which it fails, and count
    the failing stretches that cover each day.
    """
    rows = np.flatnonzero(units.reason >= 0)
    width = len(units.reasons)
    pair = units.account[rows] * width + units.reason[rows]
    ours = Phases(phases.filed[rows], phases.over[rows], phases.settled[rows], phases.gone[rows])
    turns = _runs(
        np.concatenate([calendar.keys(pair, each) for each in (ours.filed, ours.over, ours.settled, ours.gone)])
    )[0]
    standing = Standing.of(_tally_on(turns, pair, units.outcome[rows], ours, calendar), terms)
    fails = (standing.takedown_of >= terms.per_reason_min_decided) & ~(standing.removes & standing.holds)
    # The last turn of a pair ends its last span, so nothing counts there and nothing fails: what fails lasts to the next turn.
    begins = calendar.keys(calendar.group(turns) // width, calendar.day(turns))
    until = np.append(begins[1:], begins[-1:])
    stretches = np.zeros(len(asked) + 1, dtype=np.int64)
    stretches += np.bincount(np.searchsorted(asked, begins[fails]), minlength=len(stretches))
    stretches -= np.bincount(np.searchsorted(asked, until[fails]), minlength=len(stretches))
    return np.cumsum(stretches)[:-1] > 0


def rolling(history: History, terms: Terms | None = None) -> pd.DataFrame:
    """The standing of each row's account at the end of the day on which the row was filed.

    One row a row of *history*, with its index: complaints, decided, taken_down, rejected, pending, withdrawn, dead,
    counter_upheld, takedown_of, counter_of, takedown_rate, counter_rate, withdrawn_rate (float64, NaN where the row
    cannot count: `History.left_out`) and qualifies ("yes", "no" or ""). Complaints of the same day all count for each
    other. The figures equal those of `assess` on that day. Time is that of a few sorts; memory is linear.
    """
    terms = terms or Terms()
    rows = np.flatnonzero(history.counts)
    if len(rows) == 0:
        return _spread(
            Standing.of(np.zeros((0, OUTCOMES), dtype=np.int64), terms), np.zeros(0, bool), rows, rows, history
        )
    calendar = _Calendar.of(history.filed[rows])
    wanted = calendar.keys(history.account[rows], history.filed[rows])
    asked = _runs(wanted)[0]
    units = history.in_units(terms)
    counting = np.flatnonzero(units.counts)
    units = units.take(counting)
    phases = Phases.of(units, terms)
    standing = Standing.of(_tally_on(asked, units.account, units.outcome, phases, calendar), terms)
    passes = standing.enough & standing.removes & standing.holds
    if terms.per_reason_check == "yes":
        passes &= ~_failing_reasons(asked, units, phases, calendar, terms)
    return _spread(standing, passes, rows, np.searchsorted(asked, wanted), history)


def _spread(standing: Standing, passes: Flags, rows: Codes, place: Codes, history: History) -> pd.DataFrame:
    """The figures of the days asked for, handed to the rows that asked."""
    columns: dict[str, pd.Series[Any]] = {}
    for name, figures in {"complaints": standing.filed, **standing.columns()}.items():
        column = np.full(len(history), np.nan)
        column[rows] = figures[place]
        columns[name] = pd.Series(column, index=history.index)
    qualifies = np.full(len(history), "", dtype=object)
    qualifies[rows] = np.where(passes, "yes", "no").astype(object)[place]
    return pd.DataFrame({**columns, "qualifies": pd.Series(qualifies, index=history.index, dtype=object)})
