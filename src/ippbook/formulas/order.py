"""In which order groups of formulas are calculated, so that each reads what those before it have answered."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import numpy as np

from ippbook.formulas.groups import Group
from ippbook.formulas.regions import Region
from ippbook.formulas.source import CellSource, RowNumbers

MOST_LINKS: Final = 20_000_000
"""Links between formulas and ranges while the order is sought, before the workbook counts as too entangled."""


class EntangledError(Exception):
    """Seeking the order would cost too much. Never leaves this room."""


def ordered(groups: list[Group], source: CellSource) -> tuple[list[Group], list[Group]]:
    """*groups* in the order of calculation, and those that refer to themselves or wait for one that does.

    Groups that need one another are taken apart into single cells first: a column where each cell reads the one above it
    is not a circle.
    """
    first, waiting = _sorted(groups, source)
    if not waiting:
        return first, []
    cells = [
        one for group in waiting for one in (map(group.alone, map(int, group.rows)) if len(group.rows) > 1 else [group])
    ]
    then, circular = _sorted(cells, source)
    return first + then, circular


def _sorted(groups: list[Group], source: CellSource) -> tuple[list[Group], list[Group]]:
    """Groups after those that they read; and those in circles."""
    links = _Links(groups)
    for number, group in enumerate(groups):
        links.read(number, group.spans(source))
    answered = [number for number in links.in_order() if number < len(groups)]
    waiting = sorted(set(range(len(groups))).difference(answered))
    return [groups[number] for number in answered], [groups[number] for number in waiting]


class _Links:
    """What must be answered before what: groups by their number, and further numbers for stretches of cells that are read together.

    A range in thousands of formulas has one number. It waits for stretches of its columns, and these for their halves, so that a
    range costs as many links as its column has formulas once, and a few for each other range over the same column.
    """

    def __init__(self, groups: list[Group]) -> None:
        self._readers: list[list[int]] = [[] for _ in groups]
        self._unmet: list[int] = [0] * len(groups)
        self._links = 0
        self._spans: dict[tuple[str, int, int, int, int], int] = {}
        parts: dict[str, dict[int, list[tuple[RowNumbers, int]]]] = defaultdict(lambda: defaultdict(list))
        for number, group in enumerate(groups):
            for column, rows in _filled(group):
                parts[group.sheet][column].append((rows, number))
        self._columns = {
            sheet: {column: _Column(*_merged(pieces), self) for column, pieces in columns.items()}
            for sheet, columns in parts.items()
        }

    def add(self) -> int:
        """One more number."""
        self._readers.append([])
        self._unmet.append(0)
        return len(self._unmet) - 1

    def wait(self, reader: int, other: int) -> None:
        """*reader* is answered after *other*. Raises `EntangledError`."""
        self._links += 1
        if self._links > MOST_LINKS:
            raise EntangledError
        self._readers[other].append(reader)
        self._unmet[reader] += 1

    def read(self, number: int, spans: list[Region]) -> None:
        """The group *number* reads the cells of *spans*. Raises `EntangledError`."""
        for edges in {(span.sheet, span.top, span.left, span.bottom, span.right) for span in spans}:
            known = self._spans.get(edges)
            if known is None:
                parts = self._parts(*edges)
                if len(parts) == 1:
                    known = parts.pop()
                elif parts:
                    known = self.add()
                    for part in parts:
                        self.wait(known, part)
                else:
                    known = -1
                self._spans[edges] = known
            if known >= 0:
                self.wait(number, known)

    def _parts(self, sheet: str, top: int, left: int, bottom: int, right: int) -> set[int]:
        columns = self._columns.get(sheet, {})
        wide = right - left >= len(columns)
        found: set[int] = set()
        for column in columns if wide else range(left, right + 1):
            if left <= column <= right and column in columns:
                found.update(columns[column].parts(top, bottom))
        return found

    def in_order(self) -> list[int]:
        """The numbers that wait for nothing, then those that wait only for these, and so on."""
        ready = [number for number, unmet in enumerate(self._unmet) if not unmet]
        for number in ready:  # it grows
            for reader in self._readers[number]:
                self._unmet[reader] -= 1
                if not self._unmet[reader]:
                    ready.append(reader)
        return ready


class _Column:
    """The formula cells of a column, in runs of one group without a gap, and the numbers of stretches of them: a tree whose leaves are the runs."""

    def __init__(self, rows: RowNumbers, numbers: RowNumbers, links: _Links) -> None:
        starts = np.flatnonzero(np.concatenate([[True], (numbers[1:] != numbers[:-1]) | (np.diff(rows) != 1)]))
        self._first: list[int] = rows[starts].tolist()
        self._last: list[int] = rows[np.append(starts[1:], len(rows)) - 1].tolist()
        count = len(self._first)
        self._nodes: list[int] = [-1] * count + numbers[starts].tolist()
        self._links = links

    def _node(self, place: int) -> int:
        """The number of a stretch, linked to its halves when it is first needed."""
        if self._nodes[place] < 0:
            waiting = [place]
            while waiting:
                one = waiting[-1]
                halves = [2 * one, 2 * one + 1]
                missing = [half for half in halves if self._nodes[half] < 0]
                if missing:
                    waiting.extend(missing)
                    continue
                waiting.pop()
                if self._nodes[one] < 0:
                    self._nodes[one] = self._links.add()
                    for half in halves:
                        self._links.wait(self._nodes[one], self._nodes[half])
        return self._nodes[place]

    def parts(self, top: int, bottom: int) -> list[int]:
        """The numbers of groups and stretches that together hold the formula cells from row *top* to row *bottom*."""
        count = len(self._first)
        start, end = bisect_left(self._last, top) + count, bisect_right(self._first, bottom) + count
        found: list[int] = []
        while start < end:
            if start & 1:
                found.append(self._node(start))
                start += 1
            if end & 1:
                end -= 1
                found.append(self._node(end))
            start //= 2
            end //= 2
        return found


def _filled(group: Group) -> Iterator[tuple[int, RowNumbers]]:
    """The cells that a group answers, column by column: an array formula fills more than its own."""
    if group.until is None:
        yield group.column, group.rows
        return
    rows = np.arange(int(group.rows[0]), group.until[0] + 1, dtype=np.int64)
    for column in range(group.column, group.until[1] + 1):
        yield column, rows


def _merged(pieces: list[tuple[RowNumbers, int]]) -> tuple[RowNumbers, RowNumbers]:
    rows = np.concatenate([piece for piece, _ in pieces])
    numbers = np.concatenate([np.full(len(piece), number, dtype=np.int64) for piece, number in pieces])
    order = np.argsort(rows, kind="stable")
    return rows[order], numbers[order]
