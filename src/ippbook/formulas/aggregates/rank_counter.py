"""Counting and adding within two orders at once: how many of the places [start, end) have a rank below a limit.

A wavelet matrix: the ranks' bits from the highest down, each level a stable partition. All queries walk down together, so a
hundred thousand queries over a hundred thousand places cost seventeen passes over arrays.
"""

import numpy as np
from numpy.typing import NDArray

IntArray = NDArray[np.int64]


class RankCounter:
    """Ranks (from 0) in a fixed order of places, each place with a whole number as its weight."""

    def __init__(self, ranks: IntArray, weights: IntArray | None = None) -> None:
        self._levels: list[tuple[int, IntArray, IntArray]] = []
        highest = int(ranks.max()) + 1 if len(ranks) else 1
        weights = np.ones(len(ranks), dtype=np.int64) if weights is None else weights
        for bit in reversed(range(highest.bit_length())):
            low = (ranks >> bit) & 1 == 0
            self._levels.append((bit, _running(low.astype(np.int64)), _running(np.where(low, weights, 0))))
            ranks, weights = (np.concatenate([part[low], part[~low]]) for part in (ranks, weights))

    def below(self, start: IntArray, end: IntArray, limit: IntArray) -> IntArray:
        """The sum of weights of the places from *start* to before *end* whose rank is below *limit*, for each query."""
        found = np.zeros(len(start), dtype=np.int64)
        most = 1 << len(self._levels)
        limit = np.minimum(limit, most - 1)
        for bit, lows, sums in self._levels:
            high = (limit >> bit) & 1 == 1
            first, last = lows[start], lows[end]
            found += np.where(high, sums[end] - sums[start], 0)
            zeros = lows[-1]
            start = np.where(high, zeros + start - first, first)
            end = np.where(high, zeros + end - last, last)
            # The sums of a level are in its own order, before its partition: both use the same places.
        return found


def _running(values: IntArray) -> IntArray:
    return np.concatenate([[0], np.cumsum(values)])
