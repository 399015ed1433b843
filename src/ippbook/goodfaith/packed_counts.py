"""The figures of accounts on the days on which they filed, fast: several counts share one whole number.

A table has a cell for each account and day. A complaint adds 1 to the cell of the day on which it begins to count, and takes
1 away on the day on which it ceases to count; a running sum along the days gives how many count on each
(`daily_figures` has an example). One running sum for each outcome would need eight passes over the table. Here one pass
serves all of them, because each outcome has its own bits of one 64-bit number.

An example: at most 3 complaints are taken down at any time, which needs 2 bits, and at most 1 is rejected, which needs 1 bit.
Taken down gets bits 0 and 1, rejected gets bit 2. One complaint taken down adds 1, one rejected adds 4:

    day                         1        2        3
    change                     +1       +1+4     -1
    running sum                 1        6        5
    in bits                   0 01     1 10     1 01
    rejected, taken down      0, 1     1, 2     1, 1

No count can overflow into the bits of the next, because the bits are chosen for the largest possible count. Outcomes that
do not fit into one number go into a second one. Memory is in proportion to the rows: where the table would have many more
cells than there are rows, `DailyFigures` is used instead.
"""

from typing import Final, Self

import numpy as np
import pandas as pd

from ippbook.goodfaith.daily_figures import DailyFigures, most_cells, rates_break, reason_fails
from ippbook.goodfaith.figures import OUTCOMES, Counts, Figures
from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.phases import Phases
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import Days
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import Mask

_BITS: Final = 63
_FEW_BITS: Final = 16
"""With this few bits, it is faster to judge every possible number than to find out which numbers occur."""


@dataclass(frozen=True, eq=False)
class PackedFigures:
    """The figures of accounts at the end of days, as `rolling_counts` shows them."""

    figures: Figures
    passes: Mask
    """Whether the account qualifies, for each entry of `figures`."""
    failing_reason: Mask
    """Whether a single reason fails, for each entry of `figures`; False for accounts that pass their other tests on none of the days."""
    place: Codes | None
    """For each query (a pair of account and day) its entry in `figures`; None where each has its own, in order."""

    @property
    def breaks(self) -> Mask:
        """Whether a rate is beyond its limit, as `DailyFigures.breaks`; without the reasons of accounts that never pass their other tests."""
        return rates_break(self.figures) | self.failing_reason


@dataclass(frozen=True)
class Packing:
    """Which bits each outcome has: for each 64-bit number its outcomes, each with its first bit and its number of bits."""

    numbers: tuple[tuple[tuple[Outcome, int, int], ...], ...]

    @classmethod
    def of(cls: type[Self], group: Codes, groups: int, outcome: Codes, enters: Mask) -> Self:
        """Enough bits for the counts of the outcomes that *enters* names. Any complaint may be pending for a while.

        >>> taken_down, rejected = int(Outcome.TAKEN_DOWN), int(Outcome.REJECTED)
        >>> enters = np.arange(OUTCOMES) != Outcome.PENDING
        >>> packing = Packing.of(np.zeros(4, dtype=int), 1, np.array([taken_down] * 3 + [rejected]), enters)
        >>> [(outcome.name, start, bits) for outcome, start, bits in packing.numbers[0]]
        [('TAKEN_DOWN', 0, 2), ('REJECTED', 2, 1)]
        >>> packing.unpack([np.array([6])])[0, [rejected, taken_down]].tolist()
        [1, 2]
        """
        cells = np.bincount(group * OUTCOMES + outcome, minlength=groups * OUTCOMES).reshape(groups, OUTCOMES)
        most = cells.max(axis=0, initial=0)
        most[Outcome.PENDING] = cells.sum(axis=1).max(initial=0)
        numbers: list[list[tuple[Outcome, int, int]]] = []
        end = _BITS + 1
        for each in Outcome:
            bits = int(most[each]).bit_length()
            if each == Outcome.UNFILED or not bits or not enters[each]:
                continue
            if end + bits > _BITS:
                numbers.append([])
                end = 0
            numbers[-1].append((each, end, bits))
            end += bits
        return cls(tuple(map(tuple, numbers)) or ((),))

    def weights(self, number: int) -> Counts:
        """What one complaint of each outcome adds to this number."""
        found = np.zeros(OUTCOMES, dtype=np.int64)
        for outcome, start, _ in self.numbers[number]:
            found[outcome] = 1 << start
        return found

    def unpack(self, packed: list[Counts]) -> Counts:
        """The counts in these numbers, a row an entry. Each column is contiguous, because all sums run along columns."""
        narrow = all(bits < 16 for number in self.numbers for _, _, bits in number)
        counts = np.zeros((len(packed[0]), OUTCOMES), dtype=np.int16 if narrow else np.int64, order="F")
        for values, outcomes in zip(packed, self.numbers, strict=True):
            for outcome, start, bits in outcomes:
                counts[:, outcome] = (values >> start) & ((1 << bits) - 1)
        return counts


@dataclass(frozen=True, eq=False)
class _Changes:
    """The cells in which complaints begin and cease to count: a cell for each group and day, and a spare day after the last."""

    outcome: Codes
    filed: Codes
    over: Codes
    settled: Codes
    gone: Codes
    size: int

    @classmethod
    def of(cls: type[Self], group: Codes, groups: int, outcome: Codes, phases: Phases, first: int, span: int) -> Self:
        """A span that begins before *first* begins on it; one that ends after the last day ends on the spare day."""
        start = group * (span + 1) - first
        last = first + span
        filed, over, settled, gone = (
            np.clip(each, first, last) + start for each in (phases.filed, phases.over, phases.settled, phases.gone)
        )
        return cls(outcome, filed, over, settled, gone, groups * (span + 1))

    def sums(self, weights: Counts) -> Counts:
        """How much each cell changes from the day before. An empty span adds and subtracts in the same cell."""
        cells = np.zeros(self.size, dtype=np.int64)
        if weights[Outcome.PENDING]:
            np.add.at(cells, self.filed, weights[Outcome.PENDING])
            np.subtract.at(cells, self.over, weights[Outcome.PENDING])
        settled = weights[self.outcome]
        np.add.at(cells, self.settled, settled)
        np.subtract.at(cells, self.gone, settled)
        return cells


def packed_figures(units: History, account: Codes, days: Days, terms: Terms) -> PackedFigures:
    """The figures for each pair of *account* and day, as `DailyFigures.of`."""
    if len(account) == 0:
        return _sorted(units, account, days, terms)
    first, span = int(days.min()), int(days.max() - days.min()) + 1
    phases = Phases.of(units, terms)
    # Rows that cannot count have empty spans, which change nothing in whichever cell they are.
    seat = np.maximum(units.account, 0)
    room = most_cells(len(units) + len(days))
    seats = len(units.accounts)
    packing = Packing.of(seat, seats, units.outcome, np.ones(OUTCOMES, dtype=np.bool_))
    if seats * (span + 1) * len(packing.numbers) > room:
        return _sorted(units, account, days, terms)
    changes = _Changes.of(seat, seats, units.outcome, phases, first, span)
    cells = account * (span + 1) + (days - first)
    packed = []
    few = changes.size <= len(days)
    for number in range(len(packing.numbers)):
        table = changes.sums(packing.weights(number))
        np.cumsum(table, out=table)
        packed.append(table if few else table[cells])
    figures = Figures.of(packing.unpack(packed), terms)
    passes = figures.passes
    failing = np.zeros(len(passes), dtype=np.bool_)
    if terms.per_reason_check == "yes" and units.reasons and passes.any():
        # Reasons are tested only for accounts that pass everything else.
        passing = np.zeros(seats, dtype=np.bool_)
        passing[np.flatnonzero(passes) // (span + 1) if few else account[passes]] = True
        found = _failing_reasons(units, passing, first, span, room, terms)
        if found is None:
            return _sorted(units, account, days, terms)
        failing = found if few else found[cells]
    return PackedFigures(figures, passes & ~failing, failing, cells if few else None)


def _sorted(units: History, account: Codes, days: Days, terms: Terms) -> PackedFigures:
    found = DailyFigures.of(units, account, days, terms)
    return PackedFigures(found.figures, found.passes, found.failing_reason, found.place)


def _failing_reasons(units: History, accounts: Mask, first: int, span: int, room: int, terms: Terms) -> Mask | None:
    """For each account and day, whether a single reason fails; False for accounts outside *accounts*. None: too many cells."""
    seats, width = int(np.count_nonzero(accounts)), span + 1
    reasons = len(units.reasons)
    if seats * reasons * width > room:
        return None
    outcome, phases = units.outcome, Phases.of(units, terms)
    account = np.maximum(units.account, 0)  # rows of no account, or of a misspelt one, have empty spans
    pair = (np.cumsum(accounts) - 1)[account] * reasons + units.reason
    wanted = (units.reason >= 0) & (units.account >= 0) & accounts[account]
    if not wanted.all():
        rows = np.flatnonzero(wanted)
        pair, outcome = pair[rows], outcome[rows]
        phases = Phases(phases.filed[rows], phases.over[rows], phases.settled[rows], phases.gone[rows])
    one = Figures.of(np.eye(OUTCOMES, dtype=np.int64), terms)
    enters = (one.takedown_of > 0) | (one.counter_of > 0) | (one.reinstated > 0)
    packing = Packing.of(pair, seats * reasons, outcome, enters)
    if len(packing.numbers) > 1:
        return None
    changes = _Changes.of(pair, seats * reasons, outcome, phases, first, span)
    cells = changes.sums(packing.weights(0))
    changed = np.flatnonzero(cells)
    # All that begins in a pair also ends in it, at the latest on the spare day, so no sum continues into the next pair.
    fails = _fails(np.cumsum(cells[changed]), packing, terms)
    moved = np.flatnonzero(np.diff(fails, prepend=np.False_))
    flips = np.where(fails[moved], 1, -1)
    seat, day = np.divmod(changed[moved], width)
    failing = np.zeros(len(units.accounts) * width, dtype=np.int64)
    np.add.at(failing, np.flatnonzero(accounts)[seat // reasons] * width + day, flips)
    return np.asarray(np.cumsum(failing) > 0)


def _fails(packed: Counts, packing: Packing, terms: Terms) -> Mask:
    """Whether a reason with these packed counts fails. Many are equal, so each different number is judged once."""
    bits = sum(bits for _, _, bits in packing.numbers[0])
    if bits <= _FEW_BITS:
        return reason_fails(Figures.of(packing.unpack([np.arange(1 << bits)]), terms), terms)[packed]
    place, kinds = pd.factorize(packed)
    return reason_fails(Figures.of(packing.unpack([np.asarray(kinds)]), terms), terms)[place]
