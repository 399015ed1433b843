"""The days on which each complaint counts, and as what."""

from dataclasses import replace
from typing import Self

import numpy as np

from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.stretches import NEVER
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import Days, leaves
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import Mask


@dataclass(frozen=True, eq=False)
class Phases:
    """The days on which each row of a history counts, half-open: pending in [filed, over), settled in [settled, gone).

    An empty span means that it never counts that way. The two spans of a row never overlap.
    """

    filed: Days
    over: Days
    settled: Days
    gone: Days

    @classmethod
    def of(cls: type[Self], history: History, terms: Terms) -> Self:
        """The spans of each row under *terms*."""
        return history.once((cls, terms), lambda: cls._of(history, terms))

    @classmethod
    def _of(cls: type[Self], history: History, terms: Terms) -> Self:
        counts = history.counts
        filed = np.where(counts, history.filed, 0)
        since = filed if history.since is None else history.since
        until = NEVER if history.until is None else history.until
        settled = np.where(counts, history.settled(terms), filed)
        left = leaves(filed, terms)
        gone = _leaves_settled(filed, settled, terms)
        return cls(
            filed=since,
            over=np.where(counts, np.maximum(np.minimum(np.minimum(left, settled), until), since), since),
            settled=settled,
            gone=np.where(counts, np.maximum(np.minimum(gone, until), settled), settled),
        )

    def outcomes(self, history: History, day: int) -> Codes:
        """The `Outcome` as which each row counts on *day*; -1 outside the window."""
        pending = (self.filed <= day) & (day < self.over)
        settled = (self.settled <= day) & (day < self.gone)
        return np.where(settled, history.outcome, np.where(pending, int(Outcome.PENDING), -1))


def known_on(units: History, terms: Terms, day: int) -> History:
    """The rows of *units* that count on *day*, with the decisions known by then. Nothing is filed or decided afterwards."""
    outcomes = Phases.of(units, terms).outcomes(units, day)
    rows = np.flatnonzero(outcomes >= 0)
    known = replace(units.take(rows), outcome=outcomes[rows])
    return known if known.until is None else replace(known, until=np.full(len(rows), NEVER))


@dataclass(frozen=True, eq=False)
class UnitStatus:
    """How each unit counts on a day, as known on that day; one entry a unit."""

    outcome: Codes
    """`Outcome.UNFILED` before its filing day."""
    inside: Mask
    """Whether it is in the window."""
    leaves_on: Days
    """The first day on which it no longer counts if nothing else happens."""

    @classmethod
    def of(cls: type[Self], units: History, terms: Terms, day: int) -> Self:
        """The status of each unit of `History.in_units`, or of each row where the rows are links."""
        rows = _current_rows(units, day)
        phases = Phases.of(units, terms)
        known = phases.settled <= day
        outcome = np.where(known, units.outcome, np.where(phases.filed <= day, Outcome.PENDING, Outcome.UNFILED))
        filed = np.where(units.counts, units.filed, 0)
        # A decision that is not known yet does not change the day.
        ends = np.where(known, _leaves_settled(filed, phases.settled, terms), leaves(filed, terms))
        inside = phases.outcomes(units, day) >= 0
        return cls(outcome[rows], inside[rows], ends[rows])


def _leaves_settled(filed: Days, settled: Days, terms: Terms) -> Days:
    """The day on which a decided complaint leaves the window."""
    if terms.window_date == "filed":
        return leaves(filed, terms)
    never = settled >= NEVER
    return np.where(never, NEVER, leaves(np.where(never, filed, settled), terms))


def _current_rows(units: History, day: int) -> Codes:
    """For each unit the row of its stretch on the day; before its filing day, its first stretch."""
    if units.unit is None or units.since is None:
        return np.arange(len(units))
    begun = np.flatnonzero(units.since <= day)
    found = np.full(units.unit_count, -1, dtype=np.int64)
    # Stretches of one unit are sorted by day: the first is written last, then the latest that has begun.
    found[units.unit[::-1]] = np.arange(len(units))[::-1]
    found[units.unit[begun]] = begun
    return found
