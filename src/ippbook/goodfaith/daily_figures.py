"""The figures of accounts on many days at once.

A complaint counts during a span of days (`Phases`). On any day, the number of complaints that count is the number of spans
that began by that day, minus the number that ended by that day. An example with two complaints, A on days 1 and 2, B on
days 2 to 4:

    day                1   2   3   4   5
    spans that begin  +1  +1               A on day 1, B on day 2
    spans that end            -1      -1   A on day 3, B on day 5: the first days on which they no longer count
    running sum        1   2   1   1   0   how many count

There are two ways to get the running sums. With few accounts, reasons and days, a table has a cell for each of them: count
what begins and ends in each cell and sum along the days; no sorting is needed. With many, the days of interest are sorted once,
the place of each begin and end is searched among them, and one running sum gives the answers. Both need memory in
proportion to the number of rows.
"""

from typing import Final, Self

import numpy as np

from ippbook.goodfaith.figures import OUTCOMES, Counts, Figures
from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.phases import Phases
from ippbook.goodfaith.stretches import NEVER
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import NO_DAY, Days
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import Mask

_CELLS_PER_ROW: Final = 8
_CELLS_FREE: Final = 200_000


def most_cells(rows: int) -> int:
    """How many cells a table may have for a history of *rows* rows and days; with more cells, sorting needs less memory."""
    return _CELLS_PER_ROW * rows + _CELLS_FREE


@dataclass(frozen=True, eq=False)
class DailyFigures:
    """The figures of accounts at the end of days. A query is a pair of an account and a day."""

    figures: Figures
    """One entry an account and day; several queries may share one."""
    failing_reason: Mask
    """Whether a single reason fails, for each entry of `figures`; False where *terms* do not test reasons."""
    place: Codes
    """For each query its entry in `figures`."""

    @classmethod
    def of(cls: type[Self], units: History, account: Codes, days: Days, terms: Terms) -> Self:
        """The figures for each pair of *account* (places in `units.accounts`) and day. *units* come from `History.in_units`."""
        if len(account) == 0:
            return cls(Figures.of(np.zeros((0, OUTCOMES), dtype=np.int64), terms), np.zeros(0, dtype=bool), account)
        first, span = int(days.min()), int(days.max() - days.min()) + 1
        phases = Phases.of(units, terms)
        by_reason = terms.per_reason_check == "yes" and bool(units.reasons)
        room = most_cells(len(units) + len(days))
        cells = len(units.accounts) * span * OUTCOMES
        if by_reason and cells * (len(units.reasons) + 1) <= room:
            counts = _cells(units, phases, first, span, by_reason=True)
            fails = reason_fails(Figures.of(counts[:, 1:].reshape(-1, OUTCOMES), terms), terms)
            failing = np.asarray(fails.reshape(len(units.accounts), -1, span).any(axis=1)).ravel()
            whole = Figures.of(counts.sum(axis=1).reshape(-1, OUTCOMES), terms)
            return cls(whole, failing, account * span + days - first)
        calendar = _Calendar.of(days)
        wanted = calendar.keys(account, days)
        keys = _runs(wanted)[0]
        found = _failing_reasons(keys, units, calendar, terms) if by_reason else np.zeros(len(keys), dtype=np.bool_)
        if cells <= room:
            whole = Figures.of(_cells(units, phases, first, span, by_reason=False).reshape(-1, OUTCOMES), terms)
            failing = np.zeros(len(units.accounts) * span, dtype=np.bool_)
            failing[calendar.group(keys) * span + calendar.day(keys) - first] = found
            return cls(whole, failing, account * span + days - first)
        counts = _counts_on(keys, units.account, units.outcome, phases, calendar)
        return cls(Figures.of(counts, terms), found, np.searchsorted(keys, wanted))

    @property
    def passes(self) -> Mask:
        """Whether the account qualifies, for each entry of `figures`."""
        return self.figures.passes & ~self.failing_reason

    @property
    def breaks(self) -> Mask:
        """Whether a rate, over all or of one reason, is beyond its limit. False where nothing is decided."""
        return rates_break(self.figures) | self.failing_reason


def change_days(units: History, phases: Phases, *, after: int = NO_DAY, until: int = NEVER) -> tuple[Codes, Days]:
    """The accounts and days (after *after*, up to *until*) on which a figure may change, sorted: a complaint begins or ceases to count."""
    changes: list[tuple[Codes, Days]] = []
    for opened, closed in ((phases.filed, phases.over), (phases.settled, phases.gone)):
        counting = units.counts & (opened < closed)
        for side in (opened, closed):
            inside = counting & (side > after) & (side <= until)
            changes.append((units.account[inside], side[inside]))
    many = sum(len(days) for _, days in changes)
    if not many:
        return changes[0]
    first = min(int(days.min()) for _, days in changes if len(days))
    span = max(int(days.max()) for _, days in changes if len(days)) - first + 1
    top = len(units.accounts) * span
    if top <= 4 * many + _CELLS_FREE:
        changed = np.zeros(top, dtype=np.bool_)
        for account, days in changes:
            changed[account * span + (days - first)] = True
        distinct = np.flatnonzero(changed)
    else:
        distinct = _runs(np.concatenate([account * span + (days - first) for account, days in changes]))[0]
    return distinct // span, distinct % span + first


def reason_fails(reasons: Figures, terms: Terms) -> Mask:
    """Whether a reason with these figures fails its own test."""
    tested = reasons.takedown_of >= terms.per_reason_min_decided
    return np.asarray(tested & ~(reasons.meets_takedown_rate & reasons.meets_counter_rate), dtype=np.bool_)


def rates_break(figures: Figures) -> Mask:
    """Whether a rate over all reasons is beyond its limit. False where nothing is decided."""
    beyond = (figures.takedown_of > 0) & ~figures.meets_takedown_rate
    return np.asarray(beyond | ~figures.meets_counter_rate, dtype=np.bool_)


def _cells(units: History, phases: Phases, first: int, span: int, *, by_reason: bool) -> Counts:
    """The counts of each account, reason (the first: none; or all in one) and day from *first* on."""
    reasons = len(units.reasons) + 1 if by_reason else 1
    group = units.account * reasons + units.reason + 1 if by_reason else units.account
    row = group * span - first
    shape = (len(units.accounts), reasons, span, OUTCOMES)
    size = int(np.prod(shape))
    counts = np.zeros(size, dtype=np.int64)
    # Rows that cannot count have empty spans, so `counting` is False for them.
    for opened, closed, counts_as in (
        (phases.filed, phases.over, int(Outcome.PENDING)),
        (phases.settled, phases.gone, units.outcome),
    ):
        counting = (opened < closed) & (opened < first + span) & (closed > first)
        begins = (row + np.maximum(opened, first)) * OUTCOMES + counts_as
        ends = (row + closed) * OUTCOMES + counts_as
        counts += np.bincount(begins[counting], minlength=size)
        counts -= np.bincount(ends[counting & (closed < first + span)], minlength=size)
    cells = counts.reshape(shape)
    return np.cumsum(cells, axis=2, out=cells)


@dataclass(frozen=True, eq=False)
class _Calendar:
    """Days of groups as single numbers: group x span + day.

    Days before the first query fall on its day. Days after the last query fall on the day after it, which no query has.
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


def _counts_on(keys: Codes, group: Codes, outcome: Codes, phases: Phases, calendar: _Calendar) -> Counts:
    """For each of the sorted distinct *keys*, the counts of its group on its day."""
    size = (len(keys) + 1) * OUTCOMES
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
            place = np.searchsorted(keys, events // OUTCOMES)
            cell, many = _runs(place * OUTCOMES + events % OUTCOMES)
            cells[cell] += sign * many
    return np.cumsum(cells.reshape(-1, OUTCOMES), axis=0)[:-1]


def _runs(cells: Codes) -> tuple[Codes, Codes]:
    """Distinct cells in order, and how often *cells* has each."""
    # numpy's `unique` hashes, which takes three times as long here.
    cells = np.sort(cells)
    starts = np.flatnonzero(np.append(True, cells[1:] != cells[:-1])[: len(cells)])
    return cells[starts], np.diff(np.append(starts, len(cells)))


def _failing_reasons(keys: Codes, units: History, calendar: _Calendar, terms: Terms) -> Mask:
    """For each of *keys* (account and day), whether a single reason of the account fails on that day.

    The figures of a reason change only on the days on which a complaint begins or ceases to count. So find the days on
    which each reason fails, join them to stretches, and count the stretches that cover each key.
    """
    rows = np.flatnonzero((units.reason >= 0) & units.counts)
    phases = Phases.of(units, terms)
    width = len(units.reasons)
    pair = units.account[rows] * width + units.reason[rows]
    ours = Phases(phases.filed[rows], phases.over[rows], phases.settled[rows], phases.gone[rows])
    changes = _runs(
        np.concatenate([calendar.keys(pair, each) for each in (ours.filed, ours.over, ours.settled, ours.gone)])
    )[0]
    figures = Figures.of(_counts_on(changes, pair, units.outcome[rows], ours, calendar), terms)
    fails = reason_fails(figures, terms)
    # On the last change of a pair its last span ends. Nothing counts there, so nothing fails there, and each failing change
    # lasts until the next one.
    begins = calendar.keys(calendar.group(changes) // width, calendar.day(changes))
    until = np.append(begins[1:], begins[-1:])
    stretches = np.zeros(len(keys) + 1, dtype=np.int64)
    stretches += np.bincount(np.searchsorted(keys, begins[fails]), minlength=len(stretches))
    stretches -= np.bincount(np.searchsorted(keys, until[fails]), minlength=len(stretches))
    return np.cumsum(stretches)[:-1] > 0
