"""The standing of accounts on the days on which they filed, fast: several counts side by side in one whole number.

A table holds a cell for each account and day. A complaint that begins to count adds to its cell, one that ends takes away,
and a running sum along the days tells what counts on each. Counts of at most n need only as many bits as n has, so one
number of 64 bits carries several outcomes, and one running sum serves them all. Memory is linear: where the cells are many
more than the rows, `Daily` sorts instead.
"""

from dataclasses import dataclass
from typing import Any, Final, Self

import numpy as np
import pandas as pd

from ippbook.goodfaith import daily
from ippbook.goodfaith.daily import Daily, _fails
from ippbook.goodfaith.history import Codes, History
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.phases import Phases
from ippbook.goodfaith.tally import OUTCOMES, Counts, Flags, Standing
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import Days

_BITS: Final = 63
_FEW_BITS: Final = 16
"""With so few bits, judging every state that there can be takes less time than finding out which there are."""


@dataclass(frozen=True, eq=False)
class Answers:
    """How accounts stand at the end of days: what `rolling` shows."""

    standing: Standing
    passes: Flags
    """Whether the account qualifies; one entry an entry of `standing`."""
    place: Codes | None
    """The entry of each question; None where each has its own, in order."""


@dataclass(frozen=True)
class _Packing:
    """Where the count of each outcome lies: word after word, each of as many outcomes as fit, with its first bit and its bits."""

    words: tuple[tuple[tuple[Outcome, int, int], ...], ...]

    @classmethod
    def of(cls: type[Self], group: Codes, groups: int, outcome: Codes, enters: Flags) -> Self:
        """Room for the counts in each group of the outcomes that enter; any complaint may be pending for a while."""
        cells = np.bincount(group * OUTCOMES + outcome, minlength=groups * OUTCOMES).reshape(groups, OUTCOMES)
        most = cells.max(axis=0, initial=0)
        most[Outcome.PENDING] = cells.sum(axis=1).max(initial=0)
        words: list[list[tuple[Outcome, int, int]]] = []
        end = _BITS + 1
        for each in Outcome:
            bits = int(most[each]).bit_length()
            if each == Outcome.UNFILED or not bits or not enters[each]:
                continue
            if end + bits > _BITS:
                words.append([])
                end = 0
            words[-1].append((each, end, bits))
            end += bits
        return cls(tuple(map(tuple, words)) or ((),))

    def units(self, word: int) -> Counts:
        """What one complaint of each outcome adds to this word."""
        found = np.zeros(OUTCOMES, dtype=np.int64)
        for outcome, start, _ in self.words[word]:
            found[outcome] = 1 << start
        return found

    def tally(self, words: list[Counts]) -> Any:
        """The counts in these words, a row an entry. Columns lie together, because all sums run along them."""
        narrow = all(bits < 16 for word in self.words for _, _, bits in word)
        tally = np.zeros((len(words[0]), OUTCOMES), dtype=np.int16 if narrow else np.int64, order="F")
        for word, outcomes in zip(words, self.words, strict=True):
            for outcome, start, bits in outcomes:
                tally[:, outcome] = (word >> start) & ((1 << bits) - 1)
        return tally


@dataclass(frozen=True, eq=False)
class _Changes:
    """The cells in which complaints begin and end to count: a cell for each group and day, and a spare day after the last."""

    outcome: Codes
    filed: Codes
    over: Codes
    settled: Codes
    gone: Codes
    size: int

    @classmethod
    def of(cls: type[Self], group: Codes, groups: int, outcome: Codes, phases: Phases, first: int, span: int) -> Self:
        """No span that counts may begin before *first*. What ends after the last day ends on the spare one."""
        start = group * (span + 1) - first
        last = first + span
        filed, over, settled, gone = (
            np.clip(each, first, last) + start for each in (phases.filed, phases.over, phases.settled, phases.gone)
        )
        return cls(outcome, filed, over, settled, gone, groups * (span + 1))

    def sums(self, units: Counts) -> Counts:
        """How much each cell changes from the day before. An empty span adds and takes away in one cell."""
        cells = np.zeros(self.size, dtype=np.int64)
        if units[Outcome.PENDING]:
            np.add.at(cells, self.filed, units[Outcome.PENDING])
            np.subtract.at(cells, self.over, units[Outcome.PENDING])
        weights = units[self.outcome]
        np.add.at(cells, self.settled, weights)
        np.subtract.at(cells, self.gone, weights)
        return cells


def answers(units: History, account: Codes, days: Days, terms: Terms) -> Answers:
    """The standing for each pair of *account* and day, as `Daily.of`; no complaint of *units* is filed before the first day."""
    if len(account) == 0:
        return _sorted(units, account, days, terms)
    first, span = int(days.min()), int(days.max() - days.min()) + 1
    phases = Phases.of(units, terms)
    # Rows that cannot count have empty spans, which change nothing wherever they lie.
    seat = np.maximum(units.account, 0)
    # How many cells are worth a table is said once, where the other way of counting asks it too.
    room = daily._CELLS_PER_ROW * (len(units) + len(days)) + daily._CELLS_FREE  # noqa: SLF001 (as said above)
    seats = len(units.accounts)
    packing = _Packing.of(seat, seats, units.outcome, np.ones(OUTCOMES, dtype=np.bool_))
    if seats * (span + 1) * len(packing.words) > room:
        return _sorted(units, account, days, terms)
    changes = _Changes.of(seat, seats, units.outcome, phases, first, span)
    cells = account * (span + 1) + (days - first)
    words = []
    few = changes.size <= len(days)
    for word in range(len(packing.words)):
        table = changes.sums(packing.units(word))
        np.cumsum(table, out=table)
        words.append(table if few else table[cells])
    standing = Standing.of(packing.tally(words), terms)
    passes = standing.enough & standing.removes & standing.holds
    if terms.per_reason_check == "yes" and units.reasons and passes.any():
        # Reasons are looked at only where an account passes all else.
        asked = np.zeros(seats, dtype=np.bool_)
        asked[np.flatnonzero(passes) // (span + 1) if few else account[passes]] = True
        low = _low(units, asked, first, span, room, terms)
        if low is None:
            return _sorted(units, account, days, terms)
        passes &= ~(low if few else low[cells])
    return Answers(standing, passes, cells if few else None)


def _sorted(units: History, account: Codes, days: Days, terms: Terms) -> Answers:
    found = Daily.of(units, account, days, terms)
    return Answers(found.standing, found.passes, found.place)


def _low(units: History, asked: Flags, first: int, span: int, room: int, terms: Terms) -> Flags | None:
    """For each account and day, whether some reason fails by itself; accounts that are not *asked* pass. None: no room for cells."""
    seats, width = int(np.count_nonzero(asked)), span + 1
    reasons = len(units.reasons)
    if seats * reasons * width > room:
        return None
    outcome, phases = units.outcome, Phases.of(units, terms)
    pair = (np.cumsum(asked) - 1)[units.account] * reasons + units.reason
    wanted = (units.reason >= 0) & asked[units.account]
    if not wanted.all():
        rows = np.flatnonzero(wanted)
        pair, outcome = pair[rows], outcome[rows]
        phases = Phases(phases.filed[rows], phases.over[rows], phases.settled[rows], phases.gone[rows])
    one = Standing.of(np.eye(OUTCOMES, dtype=np.int64), terms)
    enters = (one.takedown_of > 0) | (one.counter_of > 0) | (one.reinstated > 0)
    packing = _Packing.of(pair, seats * reasons, outcome, enters)
    if len(packing.words) > 1:
        return None
    changes = _Changes.of(pair, seats * reasons, outcome, phases, first, span)
    cells = changes.sums(packing.units(0))
    turns = np.flatnonzero(cells)
    # All that begins in a pair also ends in it, at the latest on the spare day, so that no sum runs into the next pair.
    fails = _failing(np.cumsum(cells[turns]), packing, terms)
    moved = np.flatnonzero(np.diff(fails, prepend=np.False_))
    flips = np.where(fails[moved], 1, -1)
    seat, day = np.divmod(turns[moved], width)
    failing = np.zeros(len(units.accounts) * width, dtype=np.int64)
    np.add.at(failing, np.flatnonzero(asked)[seat // reasons] * width + day, flips)
    return np.asarray(np.cumsum(failing) > 0)


def _failing(words: Counts, packing: _Packing, terms: Terms) -> Flags:
    """Whether a reason with these counts fails by itself. Many words are alike, so that each kind is judged once."""
    bits = sum(bits for _, _, bits in packing.words[0])
    if bits <= _FEW_BITS:
        return _fails(Standing.of(packing.tally([np.arange(1 << bits)]), terms), terms)[words]
    place, kinds = pd.factorize(words)
    return _fails(Standing.of(packing.tally([np.asarray(kinds)]), terms), terms)[place]
