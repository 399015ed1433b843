"""In which order the formulas of a workbook are calculated: which read which, circles together."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from typing import NamedTuple

from ippbook.formulas.native.nodes import FormulaNode
from ippbook.formulas.regions import Region
from ippbook.quick_dataclasses import dataclass


class _Run(NamedTuple):
    """The rows of a column that one node answers, at least."""

    first: int
    last: int
    node: int


class _ColumnIndex:
    """The nodes that answer cells of one column, by their first row."""

    def __init__(self, runs: list[_Run]) -> None:
        self._runs = sorted(runs)
        self._longest = max((run.last - run.first for run in self._runs), default=0)
        self._firsts = [run.first for run in self._runs]

    def among(self, top: int, bottom: int) -> Iterator[int]:
        """The nodes with a cell from *top* to *bottom*, perhaps with one close to them."""
        for run in self._runs[bisect_left(self._firsts, top - self._longest) :]:
            if run.first > bottom:
                return
            if run.last >= top:
                yield run.node


class CellIndex:
    """Which nodes answer the cells of a range."""

    def __init__(self, nodes: Sequence[FormulaNode]) -> None:
        runs: dict[str, dict[int, list[_Run]]] = defaultdict(lambda: defaultdict(list))
        for number, node in enumerate(nodes):
            for column, rows in node.filled():
                runs[node.sheet][column].append(_Run(int(rows[0]), int(rows[-1]), number))
        self._columns = {
            sheet: {column: _ColumnIndex(found) for column, found in columns.items()} for sheet, columns in runs.items()
        }

    def among(self, region: Region) -> set[int]:
        """The numbers of the nodes that answer a cell of *region*."""
        columns = self._columns.get(region.sheet, {})
        wide = region.right - region.left >= len(columns)
        found: set[int] = set()
        for column in columns if wide else range(region.left, region.right + 1):
            if region.left <= column <= region.right and column in columns:
                found.update(columns[column].among(region.top, region.bottom))
        return found


@dataclass
class FormulaGraph:
    """Nodes, and for each the nodes that it reads. A range that many formulas read is one vertex between them."""

    nodes: list[FormulaNode]
    reads: list[list[int]] = field(init=False)
    """For each vertex the vertices that it reads: first the nodes, then the ranges."""

    def __post_init__(self) -> None:
        index = CellIndex(self.nodes)
        numbers = {id(node): number for number, node in enumerate(self.nodes)}
        spans: dict[Region, int] = {}
        self.reads = [[] for _ in self.nodes]
        everything: list[int] = []
        for number, node in enumerate(self.nodes):
            self.reads[number].extend(numbers[id(helper)] for helper in node.needs if id(helper) in numbers)
            for part in node.reads.parts:
                box = part.box
                plain = Region(box.sheet, box.top, box.left, box.bottom, box.right)
                if plain not in spans:
                    spans[plain] = -1 - len(spans)
                self.reads[number].append(spans[plain])
            if node.reads.everything:
                everything.append(number)
        count = len(self.nodes)
        self.reads = [[other if other >= 0 else count - 1 - other for other in found] for found in self.reads]
        for span in spans:
            self.reads.append(sorted(index.among(span)))
        if everything:
            # a reference made of values may read any formula but those that read such formulas themselves
            readers = self._dependents(everything)
            others = [number for number in range(count) if number not in readers]
            for number in everything:
                self.reads[number].extend(others)

    def _dependents(self, sources: Iterable[int]) -> set[int]:
        """*sources* and all vertices that read them, directly or not."""
        readers: list[list[int]] = [[] for _ in self.reads]
        for number, found in enumerate(self.reads):
            for other in found:
                readers[other].append(number)
        seen = set(sources)
        waiting = list(seen)
        while waiting:
            for reader in readers[waiting.pop()]:
                if reader not in seen:
                    seen.add(reader)
                    waiting.append(reader)
        return seen

    def dependents(self, sources: Iterable[int]) -> set[int]:
        """The numbers of the *sources* and of all nodes that read them, directly or not."""
        return {number for number in self._dependents(sources) if number < len(self.nodes)}

    def precedents(self, sources: Iterable[int]) -> set[int]:
        """The numbers of the *sources* and of all nodes that they read, directly or not."""
        seen = set(sources)
        waiting = list(seen)
        while waiting:
            for other in self.reads[waiting.pop()]:
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return {number for number in seen if number < len(self.nodes)}

    def circles(self) -> list[list[int]]:
        """All vertices in the order of calculation: each list is one of them, or several that need one another."""
        return _Components(self.reads).found

    def reads_itself(self, number: int) -> bool:
        """Whether a node that is in no circle with others reads one of its own cells."""
        count = len(self.nodes)
        return any(other == number or (other >= count and number in self.reads[other]) for other in self.reads[number])


class _Components:
    """Tarjan's algorithm without recursion, so that a chain of formulas may be of any length."""

    def __init__(self, reads: list[list[int]]) -> None:
        self._reads = reads
        count = len(reads)
        self._order, self._low = [-1] * count, [0] * count
        self._waiting: list[int] = []
        self._waits = [False] * count
        self._clock = 0
        self.found: list[list[int]] = []
        """The components, each after those that it reads."""
        for root in range(count):
            if self._order[root] < 0:
                self._walk(root)

    def _walk(self, root: int) -> None:
        work = [(root, 0)]
        while work:
            vertex, place = work.pop()
            if place == 0:
                self._enter(vertex)
            following = self._next(vertex, place)
            if following < len(self._reads[vertex]):
                work.extend(((vertex, following + 1), (self._reads[vertex][following], 0)))
                continue
            if self._low[vertex] == self._order[vertex]:
                self._close(vertex)
            if work:
                parent = work[-1][0]
                self._low[parent] = min(self._low[parent], self._low[vertex])

    def _enter(self, vertex: int) -> None:
        self._order[vertex] = self._low[vertex] = self._clock
        self._clock += 1
        self._waiting.append(vertex)
        self._waits[vertex] = True

    def _next(self, vertex: int, place: int) -> int:
        """The place of the first vertex, from *place* on, that *vertex* reads and that was not entered yet."""
        reads = self._reads[vertex]
        while place < len(reads):
            other = reads[place]
            if self._order[other] < 0:
                return place
            if self._waits[other]:
                self._low[vertex] = min(self._low[vertex], self._order[other])
            place += 1
        return place

    def _close(self, vertex: int) -> None:
        together: list[int] = []
        while not together or together[-1] != vertex:
            member = self._waiting.pop()
            self._waits[member] = False
            together.append(member)
        self.found.append(sorted(together))
