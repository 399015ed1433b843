"""Cells in an order in which all that one formula chooses are neighbours, and what is counted, added and compared there."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ippbook.formulas.aggregates.rank_counter import IntArray, RankCounter
from ippbook.formulas.problems import NotCalculatedError
from ippbook.quick_dataclasses import dataclass

FloatArray = NDArray[np.float64]
MOST_PAIRS: Final = 30_000_000
"""Pairs of a formula and a cell that are looked at one by one, before a column counts as too expensive."""
_CHUNK: Final = 2_000_000
_SURE_DIGITS: Final = 6
_EXACT: Final = 2.0**53


@dataclass(frozen=True, eq=False)
class KeyMatch:
    """Cells whose key equals the formula's: *keys* of the cells, *wanted* of the formulas."""

    keys: IntArray
    wanted: IntArray


@dataclass(frozen=True, eq=False)
class RankMatch:
    """Cells whose rank is at least *first* and below *end*, both for each formula."""

    ranks: IntArray
    first: IntArray
    end: IntArray


@dataclass(frozen=True, eq=False)
class Spans:
    """The cells *places* in an order; each formula looks at those from *start* to before *end*, if they meet *rest* too."""

    places: IntArray
    start: IntArray
    end: IntArray
    rest: tuple[RankMatch, ...]

    @property
    def pairs(self) -> int:
        """Cells that the formulas look at, *rest* not considered."""
        return int((self.end - self.start).sum())

    def counted(self) -> IntArray:
        """How many cells each formula chooses."""
        if not self.rest:
            return self.end - self.start
        if len(self.rest) == 1:
            return self._ranked(None)
        found = np.zeros(len(self.start), dtype=np.int64)
        for formulas, _ in self._each():
            found += np.bincount(formulas, minlength=len(found))
        return found

    def _ranked(self, weights: IntArray | None) -> IntArray:
        only = self.rest[0]
        counter = RankCounter(only.ranks[self.places], weights)
        upper = counter.below(self.start, self.end, np.maximum(only.end, only.first))
        return upper - counter.below(self.start, self.end, only.first) if only.first.any() else upper

    def summed_whole(self, weights: IntArray) -> IntArray:
        """The sums of whole numbers, *weights* of all cells."""
        if len(self.rest) == 1:
            return self._ranked(weights[self.places])
        running: IntArray = np.concatenate([[0], np.cumsum(weights[self.places])])
        return np.asarray(running[self.end] - running[self.start], dtype=np.int64)

    def summed(self, weights: FloatArray) -> FloatArray:
        """The sums of *weights*, added in the order of the cells, as Excel does."""
        if not self.rest:
            # Formulas that choose the same cells share one sum.
            _, one, same = np.unique(
                self.start * (len(self.places) + 1) + self.end, return_index=True, return_inverse=True
            )
            if len(one) < len(self.start):
                sums: FloatArray = replace(self, start=self.start[one], end=self.end[one]).summed(weights)[same.ravel()]
                return sums
        found = np.zeros(len(self.start))
        for formulas, places in self._each():
            order = np.lexsort((places, formulas))
            found += np.bincount(formulas[order], weights=weights[places[order]], minlength=len(found))
        return found

    def largest(self, weights: FloatArray) -> FloatArray:
        """The largest of *weights*; NaN where a formula chooses no cell."""
        found = np.full(len(self.start), -np.inf)
        if self.rest:
            for formulas, places in self._each():
                np.maximum.at(found, formulas, weights[places])
        else:
            self._largest_between(weights[self.places], found)
        found[np.isneginf(found)] = np.nan
        return found

    def _largest_between(self, values: FloatArray, found: FloatArray) -> None:
        """By maxima over stretches of 1, 2, 4, … places: two of them cover each span."""
        lengths = self.end - self.start
        level, stretch = values, 1
        while len(level):
            these = (lengths >= stretch) & (lengths < 2 * stretch)
            found[these] = np.maximum(level[self.start[these]], level[self.end[these] - stretch])
            stretch *= 2
            level = (
                np.maximum(level[: -stretch // 2], level[stretch // 2 :]) if len(level) > stretch // 2 else level[:0]
            )

    def _each(self) -> Iterator[tuple[IntArray, IntArray]]:
        """Formulas and the cells that they choose, as pairs, some millions at once. Raises `NotCalculatedError`."""
        if self.pairs > MOST_PAIRS:
            raise NotCalculatedError("it is too expensive: its criteria choose too many cells in too many rows")
        lengths = self.end - self.start
        until = np.cumsum(lengths)
        first = 0
        while first < len(lengths):
            done = int(until[first - 1]) if first else 0
            last = max(int(np.searchsorted(until, done + _CHUNK, side="right")), first + 1)
            part = lengths[first:last]
            formulas = np.repeat(np.arange(first, last), part)
            offsets = np.arange(len(formulas)) - np.repeat(np.cumsum(part) - part, part)
            places = self.places[self.start[formulas] + offsets]
            keep = np.ones(len(places), dtype=bool)
            for match in self.rest:
                ranks = match.ranks[places]
                keep &= (ranks >= match.first[formulas]) & (ranks < match.end[formulas])
            yield formulas[keep], places[keep]
            first = last


def spans(places: IntArray, equal: list[KeyMatch], between: list[RankMatch], count: int) -> Spans:
    """The cells *places* (rising) in the order that suits *count* formulas best."""
    groups, wanted = _grouped(places, equal, count)
    if not between:
        return _ordered(places, groups, wanted, RankMatch(np.zeros_like(places), *_all(count)), ranks=None, rest=())
    found = [
        _ordered(
            places,
            groups,
            wanted,
            one,
            ranks=one.ranks[places],
            rest=tuple(other for other in between if other is not one),
        )
        for one in between
    ]
    return min(found, key=lambda one: one.pairs)


def _all(count: int) -> tuple[IntArray, IntArray]:
    return np.zeros(count, dtype=np.int64), np.ones(count, dtype=np.int64)


def _ordered(
    places: IntArray,
    groups: IntArray,
    wanted: IntArray,
    match: RankMatch,
    *,
    ranks: IntArray | None,
    rest: tuple[RankMatch, ...],
) -> Spans:
    size = 1 if ranks is None or not len(ranks) else int(ranks.max()) + 1
    codes = groups * size + (0 if ranks is None else ranks)
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    start = np.searchsorted(codes, wanted * size + np.minimum(match.first, size))
    end = np.searchsorted(codes, wanted * size + np.minimum(match.end, size))
    none = (wanted < 0) | (end < start)
    start[none] = end[none] = 0
    return Spans(places[order], start, end, rest)


def _grouped(places: IntArray, equal: list[KeyMatch], count: int) -> tuple[IntArray, IntArray]:
    """The group of each cell, from 0, and the group that each formula wants; -1: a group without cells."""
    groups, wanted = np.zeros(len(places), dtype=np.int64), np.zeros(count, dtype=np.int64)
    for match in equal:
        distinct, keys = np.unique(match.keys[places], return_inverse=True)
        chosen = _position(distinct, match.wanted)
        pairs, groups = np.unique(groups * max(len(distinct), 1) + keys, return_inverse=True)
        both = np.where((wanted < 0) | (chosen < 0), -1, wanted * max(len(distinct), 1) + chosen)
        wanted = _position(pairs, both)
    return groups, wanted


def _position(distinct: IntArray, wanted: IntArray) -> IntArray:
    """The place of each of *wanted* in *distinct* (rising), or -1."""
    if not len(distinct):
        return np.full(len(wanted), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(distinct, wanted), len(distinct) - 1)
    return np.where(distinct[place] == wanted, place, -1)


def whole_numbers(weights: FloatArray, *, scale: bool) -> tuple[IntArray, int] | None:
    """*weights* as whole numbers and the power of ten that they were multiplied with (1 unless *scale*); None: it cannot be exact."""
    most = float(np.abs(weights).sum())
    for digits in range(_SURE_DIGITS + 1 if scale else 1):
        factor = 10**digits
        if most * factor >= _EXACT:
            return None
        rounded = np.round(weights * factor)
        if (rounded / factor == weights).all():
            return rounded.astype(np.int64), factor
    return None
