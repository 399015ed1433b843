"""The standing of accounts on many days at once.

A complaint counts on a span of days (`Phases`). How many spans cover a day is the number that began by then less the
number that ended by then. Few accounts, few reasons and few days make a table small enough to hold a cell for each; then
no sorting is needed: count what begins and ends in each cell and sum along the days. Otherwise one sort of the days that are
asked for, one search for each end and one running sum answer every question. Both are linear in memory.
"""

from dataclasses import dataclass
from typing import Final, Self

import numpy as np

from ippbook.goodfaith.history import Codes, History
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.phases import Phases
from ippbook.goodfaith.tally import OUTCOMES, Counts, Flags, Standing
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import Days

_CELLS_PER_ROW: Final = 8
_CELLS_FREE: Final = 200_000


@dataclass(frozen=True, eq=False)
class Daily:
    """Answers to the question how an account stands at the end of a day."""

    standing: Standing
    """One entry an answer; several questions may share one."""
    low_reason: Flags
    """Whether some reason fails by itself; False where *terms* do not look at reasons."""
    place: Codes
    """The answer of each question."""

    @classmethod
    def of(cls: type[Self], units: History, account: Codes, days: Days, terms: Terms) -> Self:
        """Answer for each pair of *account* (places in `units.accounts`) and day. *units* come from `History.in_units`."""
        if len(account) == 0:
            return cls(Standing.of(np.zeros((0, OUTCOMES), dtype=np.int64), terms), np.zeros(0, dtype=bool), account)
        first, span = int(days.min()), int(days.max() - days.min()) + 1
        phases = Phases.of(units, terms)
        look = terms.per_reason_check == "yes" and bool(units.reasons)
        room = _CELLS_PER_ROW * (len(units) + len(days)) + _CELLS_FREE
        cells = len(units.accounts) * span * OUTCOMES
        if look and cells * (len(units.reasons) + 1) <= room:
            tally = _cells(units, phases, first, span, by_reason=True)
            fails = _fails(Standing.of(tally[:, 1:].reshape(-1, OUTCOMES), terms), terms)
            low = np.asarray(fails.reshape(len(units.accounts), -1, span).any(axis=1)).ravel()
            return cls(Standing.of(tally.sum(axis=1).reshape(-1, OUTCOMES), terms), low, account * span + days - first)
        calendar = _Calendar.of(days)
        wanted = calendar.keys(account, days)
        asked = _runs(wanted)[0]
        found = _failing_reasons(asked, units, calendar, terms) if look else np.zeros(len(asked), dtype=np.bool_)
        if cells <= room:
            whole = Standing.of(_cells(units, phases, first, span, by_reason=False).reshape(-1, OUTCOMES), terms)
            low = np.zeros(len(units.accounts) * span, dtype=np.bool_)
            low[calendar.group(asked) * span + calendar.day(asked) - first] = found
            return cls(whole, low, account * span + days - first)
        tally = _tally_on(asked, units.account, units.outcome, phases, calendar)
        return cls(Standing.of(tally, terms), found, np.searchsorted(asked, wanted))

    @property
    def passes(self) -> Flags:
        """Whether the account qualifies, an entry an answer."""
        return self.standing.enough & self.standing.removes & self.standing.holds & ~self.low_reason

    @property
    def breaks(self) -> Flags:
        """Whether a rate, over all or of a reason, is beyond its limit; False where there is nothing to make a rate of."""
        return ((self.standing.takedown_of > 0) & ~self.standing.removes) | ~self.standing.holds | self.low_reason


def turns(units: History, phases: Phases) -> tuple[Codes, Days]:
    """The accounts and days on which a figure may change, sorted: something begins or ends to count."""
    rows = np.flatnonzero(units.counts)
    if len(rows) == 0:
        return rows, rows
    spans = ((phases.filed, phases.over), (phases.settled, phases.gone))
    held = [rows[opened[rows] < closed[rows]] for opened, closed in spans]
    account = np.concatenate([units.account[each] for each in held for _ in range(2)])
    days = np.concatenate([side[each] for span, each in zip(spans, held, strict=True) for side in span])
    first, span = int(days.min()), int(days.max() - days.min()) + 1
    keys, top = account * span + days - first, len(units.accounts) * span
    few = top <= 4 * len(keys) + _CELLS_FREE
    distinct = np.flatnonzero(np.bincount(keys, minlength=top)) if few else _runs(keys)[0]
    return distinct // span, distinct % span + first


def _fails(reasons: Standing, terms: Terms) -> Flags:
    return np.asarray(
        (reasons.takedown_of >= terms.per_reason_min_decided) & ~(reasons.removes & reasons.holds), dtype=np.bool_
    )


def _cells(units: History, phases: Phases, first: int, span: int, *, by_reason: bool) -> Counts:
    """The tally of each account, reason (the first: none; or all in one) and day from *first* on."""
    reasons = len(units.reasons) + 1 if by_reason else 1
    group = units.account * reasons + units.reason + 1 if by_reason else units.account
    row = group * span - first
    shape = (len(units.accounts), reasons, span, OUTCOMES)
    size = int(np.prod(shape))
    tally = np.zeros(size, dtype=np.int64)
    # Rows that cannot count have no spans, so that they are never held.
    for opened, closed, counts_as in (
        (phases.filed, phases.over, int(Outcome.PENDING)),
        (phases.settled, phases.gone, units.outcome),
    ):
        held = (opened < closed) & (opened < first + span) & (closed > first)
        begins = (row + np.maximum(opened, first)) * OUTCOMES + counts_as
        ends = (row + closed) * OUTCOMES + counts_as
        tally += np.bincount(begins[held], minlength=size)
        tally -= np.bincount(ends[held & (closed < first + span)], minlength=size)
    cells = tally.reshape(shape)
    return np.cumsum(cells, axis=2, out=cells)


@dataclass(frozen=True, eq=False)
class _Calendar:
    """Days of groups as single numbers: group x span + day.

    Days before the first one asked about fall on it; those after the last fall on the day after it, which nobody asks about.
    """

    start: int
    span: int

    @classmethod
    def of(cls: type[Self], days: Days) -> Self:
        start = int(days.min())
        return cls(start, int(days.max()) - start + 2)

    def keys(self, group: Codes, days: Days) -> Codes:
        return group * self.span + np.clip(days - self.start, 0, self.span - 1)

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


def _failing_reasons(asked: Codes, units: History, calendar: _Calendar, terms: Terms) -> Flags:
    """For each key *asked*, whether some reason of its account fails by itself on its day.

    A reason's figures change only on the days on which a complaint's span begins or ends: find those on which it fails, and count
    the failing stretches that cover each day.
    """
    rows = np.flatnonzero((units.reason >= 0) & units.counts)
    phases = Phases.of(units, terms)
    width = len(units.reasons)
    pair = units.account[rows] * width + units.reason[rows]
    ours = Phases(phases.filed[rows], phases.over[rows], phases.settled[rows], phases.gone[rows])
    turns = _runs(
        np.concatenate([calendar.keys(pair, each) for each in (ours.filed, ours.over, ours.settled, ours.gone)])
    )[0]
    standing = Standing.of(_tally_on(turns, pair, units.outcome[rows], ours, calendar), terms)
    fails = _fails(standing, terms)
    # The last turn of a pair ends its last span, so nothing counts there and nothing fails: what fails lasts to the next turn.
    begins = calendar.keys(calendar.group(turns) // width, calendar.day(turns))
    until = np.append(begins[1:], begins[-1:])
    stretches = np.zeros(len(asked) + 1, dtype=np.int64)
    stretches += np.bincount(np.searchsorted(asked, begins[fails]), minlength=len(stretches))
    stretches -= np.bincount(np.searchsorted(asked, until[fails]), minlength=len(stretches))
    return np.cumsum(stretches)[:-1] > 0
