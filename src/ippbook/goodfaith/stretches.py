"""How a complaint number counts from day to day: it changes as its links are filed and decided.

A number counts as the worst of its links, as known on the day. An example with three links:

    day                    1          10         12        18        25
    link A             filed     taken down
    link B             filed                              rejected
    link C                                     filed                taken down
    the number       pending     pending                  rejected

Link C changes nothing here. Without link B, the number would be taken down from day 10, pending again from day 12, and
taken down from day 25. Each row that `number_stretches` gives is one such stretch of days: pending first, then settled.
"""

from typing import NamedTuple

import numpy as np

from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.window import NO_DAY, Days

NEVER = 10_000_000
"""A day number after every date that a workbook can hold (the year 9999 ends at 2,932,896)."""


class Stretches(NamedTuple):
    """The stretches of several units, sorted by unit and day; one entry a stretch."""

    unit: Codes
    since: Days
    settled: Days
    """The day on which it is no longer pending; `NO_DAY` where it stays pending."""
    until: Days
    """The day on which the next stretch of the unit begins; `NEVER` where it is the last."""
    outcome: Codes


def number_stretches(unit: Codes, filed: Days, settled: Days, outcome: Codes, *, dated: bool) -> Stretches:
    """The stretches of units that have several links.

    One entry a link in every array; *settled* is `NEVER` for a pending link. With *dated* True, a new decision begins a new
    stretch even if the outcome stays, because the day of the latest decision matters.
    """
    decided = np.flatnonzero(settled < NEVER)
    units = np.append(unit, unit[decided])
    days = np.append(filed, settled[decided])
    order = np.lexsort((days, units))
    units, days = units[order], days[order]
    of_link = np.append(np.arange(len(unit)), decided)[order]
    settles = np.append(np.zeros(len(unit), dtype=bool), np.ones(len(decided), dtype=bool))[order]
    begins = np.append(True, units[1:] != units[:-1])[: len(units)]
    start = np.maximum.accumulate(np.where(begins, np.arange(len(units)), 0))

    def present(change: Codes) -> Codes:
        """How many links of the unit have the outcome after each event."""
        total = np.cumsum(change)
        return np.asarray(total - (total - change)[start])

    into = np.where(settles, outcome[of_link], int(Outcome.PENDING))
    state = np.zeros(len(units), dtype=np.int64)
    returned = np.zeros(len(units), dtype=bool)
    for each in (one for one in Outcome if Outcome.UNFILED < one < Outcome.REJECTED_AND_REINSTATED):
        change = (into == each).astype(np.int64)
        if each is Outcome.PENDING:
            change -= settles
        here = present(change) > 0
        state[here] = each
        if each is Outcome.REINSTATED:
            returned = here
    state[(state == Outcome.REJECTED) & returned] = Outcome.REJECTED_AND_REINSTATED
    first, span = int(days.min(initial=0)), int(days.max(initial=0) - days.min(initial=0)) + 2
    latest = np.maximum.accumulate(units * span + np.where(settles, days - first + 1, 0)) - units * span + first - 1
    last = np.append((units[1:] != units[:-1]) | (days[1:] != days[:-1]), True)[: len(units)]
    return _joined(units[last], days[last], state[last], latest[last], dated=dated)


def _joined(unit: Codes, day: Days, state: Codes, latest: Days, *, dated: bool) -> Stretches:
    """One row a day with an event becomes one row a stretch; a pending stretch is joined to the settled one after it."""
    pending = state == Outcome.PENDING
    new = np.append(True, unit[1:] != unit[:-1])[: len(unit)]
    differs = np.append(True, state[1:] != state[:-1])[: len(unit)]
    if dated:
        differs |= np.append(True, latest[1:] != latest[:-1])[: len(unit)] & ~pending
    kept = np.flatnonzero(new | differs)
    unit, day, state, pending, new = unit[kept], day[kept], state[kept], pending[kept], new[kept]
    ends = np.append(new[1:], True)[: len(unit)]
    until = np.where(ends, NEVER, np.append(day[1:], NEVER)[: len(unit)])
    after_pending = np.append(False, pending[:-1])[: len(unit)] & ~new
    since = np.where(after_pending, np.append(0, day[:-1])[: len(unit)], day)
    joined = ~(pending & ~ends)
    settled = np.where(pending, NO_DAY, day)
    return Stretches(*(each[joined] for each in (unit, since, settled, until, state)))
