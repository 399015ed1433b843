"""When an account lost the status, and until when it stays out.

A workbook does not know which accounts are in the mechanism. The assumption here: an account is in from the first day on which
its figures qualify. It is out on the day on which a rate goes beyond its limit. It may be in again `Terms.lock_out_months` later, if
its figures qualify then (ipp-facts 6.1, 6.2 [O1, O2: OFF]).
"""

import numpy as np
import pandas as pd

from ippbook.goodfaith.daily_figures import change_days
from ippbook.goodfaith.history import History
from ippbook.goodfaith.packed_counts import packed_figures
from ippbook.goodfaith.phases import Phases
from ippbook.goodfaith.stretches import NEVER
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import NO_DAY, dates, same_day_later
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import DateColumn


@dataclass
class _Member:
    """The state of one account, day after day."""

    terms: Terms
    passes: bool = False
    inside: bool = False
    lost: int = -NEVER
    locked: int = -NEVER

    def change(self, day: int, passes: bool, breaks: bool) -> None:
        """From *day* on the account passes all tests or not, and has a rate beyond its limit or not."""
        self.release(day - 1)
        self.passes = passes
        if self.inside and (breaks or (self.terms.lost_by == "any test" and not passes)):
            self.inside, self.lost, self.locked = False, day, same_day_later(day, self.terms.lock_out_months)
        self.release(day)

    def release(self, day: int) -> None:
        """An account that qualifies and is not locked out on *day* is in."""
        if self.passes and self.locked <= day:
            self.inside = True


def lock_outs(units: History, day: int, terms: Terms) -> dict[str, DateColumn]:
    """For each account of *units* and a spare one: lost_on (the last loss, NaT where none) and locked_until.

    locked_until is the first day on which the account may be in again, where that is after *day*; else NaT (datetime64[s]).
    """
    account, days = change_days(units, Phases.of(units, terms), until=day)
    # An account that passes its other tests on no day is never in, so its reasons need no test.
    daily = packed_figures(units, account, days, terms)
    passes, breaks = daily.passes, daily.breaks
    if daily.place is not None:
        passes, breaks = passes[daily.place], breaks[daily.place]
    same = (account[1:] == account[:-1]) & (passes[1:] == passes[:-1]) & (breaks[1:] == breaks[:-1])
    changes = np.flatnonzero(~np.append(False, same)[: len(account)])
    members = [_Member(terms) for _ in range(len(units.accounts) + 1)]
    for row in changes:
        members[account[row]].change(int(days[row]), bool(passes[row]), bool(breaks[row]))
    for member in members:
        member.release(day)
    return {
        "lost_on": pd.Series(dates([member.lost if member.lost > -NEVER else NO_DAY for member in members])),
        "locked_until": pd.Series(dates([member.locked if member.locked > day else NO_DAY for member in members])),
    }
