"""The days on which each complaint counts, and as what."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from ippbook.goodfaith.history import NEVER, History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import Days, leaves


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
        settled = filed
        if terms.window_date == "decided" or terms.later_decisions == "pending":
            # A blank decision date is below every date. A decision date before the filing date is a typing error. Both settle on
            # the filing day.
            settled = np.maximum(history.decided, filed)
        left = leaves(filed, terms)
        gone = leaves(settled, terms) if terms.window_date == "decided" else left
        settled = np.where(history.outcome == Outcome.PENDING, NEVER, settled)
        over = np.minimum(left, settled)
        return cls(
            filed=filed,
            over=np.where(counts, over, filed),
            settled=settled,
            gone=np.where(counts, np.maximum(gone, settled), settled),
        )

    def outcomes(self, history: History, day: int) -> Codes:
        """The `Outcome` as which each row counts on *day*; -1 outside the window."""
        pending = (self.filed <= day) & (day < self.over)
        settled = (self.settled <= day) & (day < self.gone)
        return np.where(settled, history.outcome, np.where(pending, int(Outcome.PENDING), -1))


def known_on(units: History, terms: Terms, day: int) -> History:
    """The rows of *units* that count on *day*, with the decisions known by then. Nothing is filed or decided afterwards."""
    phases = Phases.of(units, terms)
    outcomes = phases.outcomes(units, day)
    rows = np.flatnonzero(outcomes >= 0)
    return replace(units.take(rows), outcome=outcomes[rows])
