"""In which order groups of formulas are calculated, so that each reads what those before it have answered."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import numpy as np

from ippbook.formulas.groups import Group
from ippbook.formulas.regions import Region
from ippbook.formulas.source import CellSource, RowNumbers

MOST_LINKS: Final = 20_000_000
"""Formula cells looked at while the order is sought, before the workbook counts as too entangled."""


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
    index = _Index(groups)
    readers: dict[int, list[int]] = defaultdict(list)
    unmet = np.zeros(len(groups), dtype=np.int64)
    for number, group in enumerate(groups):
        for other in index.among(group.spans(source)):
            readers[other].append(number)
            unmet[number] += 1
    ready = [int(number) for number in np.flatnonzero(unmet == 0)]
    place = 0
    while place < len(ready):
        for reader in readers[ready[place]]:
            unmet[reader] -= 1
            if not unmet[reader]:
                ready.append(reader)
        place += 1
    return [groups[number] for number in ready], [groups[int(number)] for number in np.flatnonzero(unmet > 0)]


class _Index:
    """Which group answers which cell: for each column of a sheet, the rows in order and the number of each one's group."""

    def __init__(self, groups: list[Group]) -> None:
        parts: dict[str, dict[int, list[tuple[RowNumbers, int]]]] = defaultdict(lambda: defaultdict(list))
        for number, group in enumerate(groups):
            for column, rows in _filled(group):
                parts[group.sheet][column].append((rows, number))
        self._columns = {
            sheet: {column: _merged(pieces) for column, pieces in columns.items()} for sheet, columns in parts.items()
        }
        self._looked = 0

    def among(self, spans: list[Region]) -> set[int]:
        """The numbers of the groups that answer a cell in *spans*. Raises `EntangledError`."""
        found: set[int] = set()
        for span in spans:
            columns = self._columns.get(span.sheet, {})
            wide = span.right - span.left >= len(columns)
            for column in columns if wide else range(span.left, span.right + 1):
                if span.left <= column <= span.right and column in columns:
                    rows, numbers = columns[column]
                    start, end = np.searchsorted(rows, span.top), np.searchsorted(rows, span.bottom, side="right")
                    self._looked += int(end - start)
                    if self._looked > MOST_LINKS:
                        raise EntangledError
                    found.update(np.unique(numbers[start:end]).tolist())
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
