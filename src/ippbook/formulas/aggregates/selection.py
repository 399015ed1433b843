"""Which cells the criteria of each formula choose, for a whole column of formulas at once."""

from dataclasses import field
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ippbook.formulas.aggregates.criteria import Criterion
from ippbook.formulas.aggregates.criteria_range import CriteriaRange
from ippbook.formulas.aggregates.rank_counter import IntArray
from ippbook.formulas.aggregates.spans import FloatArray, KeyMatch, RankMatch, Spans, spans, whole_numbers
from ippbook.formulas.problems import NotCalculatedError
from ippbook.quick_dataclasses import dataclass

MOST_SCANS: Final = 200_000_000
"""Cells looked at, once for each distinct criterion that no order answers, before a column counts as too expensive."""
_CHOSEN, _EQUAL, _UNEQUAL, _ORDERED = range(4)


@dataclass(frozen=True, eq=False)
class Condition:
    """A range and the criterion of each formula: its place in *criteria*."""

    cells: CriteriaRange
    codes: IntArray
    criteria: tuple[Criterion, ...]


@dataclass(eq=False)
class _FormulaGroup:
    """Formulas whose criteria are of the same kinds."""

    formulas: IntArray
    places: NDArray[np.bool_]
    equal: list[KeyMatch] = field(default_factory=list)
    unequal: list[KeyMatch] = field(default_factory=list)
    between: list[RankMatch] = field(default_factory=list)
    ranges: list[CriteriaRange] = field(default_factory=list)

    def spans(self, among: NDArray[np.bool_], more: tuple[KeyMatch, ...] = ()) -> Spans:
        places = np.flatnonzero(self.places & among)
        return spans(places, [*self.equal, *more], self.between, len(self.formulas))

    def signed(self, among: NDArray[np.bool_]) -> list[tuple[int, Spans]]:
        """All cells, less those that equal what is excluded, and so on: each part with its sign."""
        return [
            (-1 if size % 2 else 1, self.spans(among, more))
            for size in range(len(self.unequal) + 1)
            for more in combinations(self.unequal, size)
        ]


class Selection:
    """The cells that *count* formulas choose out of *size* by *conditions*; a formula sees only the first *ends* of them."""

    def __init__(self, conditions: list[Condition], size: int, count: int, ends: IntArray | None) -> None:
        self._conditions = conditions
        self.size = size
        self._count = count
        self._ends = ends
        self._known: dict[bool, list[_FormulaGroup]] = {}

    def counted(self, among: NDArray[np.bool_] | None = None) -> IntArray:
        """How many cells of *among* each formula chooses. Raises `NotCalculatedError`, as all of these do."""
        found = np.zeros(self._count, dtype=np.int64)
        among = np.ones(self.size, dtype=bool) if among is None else among
        for group in self._groups(exact=True):
            for sign, part in group.signed(among):
                found[group.formulas] += sign * part.counted()
        return found

    def summed(self, among: NDArray[np.bool_], weights: FloatArray) -> FloatArray:
        """The sum of *weights* over the cells of *among* that each formula chooses."""
        found = np.zeros(self._count)
        numbers = np.where(among, weights, 0.0)
        exact = whole_numbers(numbers, scale=False)
        for group in self._groups(exact=exact is not None):
            found[group.formulas] = self._sums(group, among, numbers, exact)
        return found

    def _sums(
        self, group: _FormulaGroup, among: NDArray[np.bool_], numbers: FloatArray, exact: tuple[IntArray, int] | None
    ) -> FloatArray:
        if exact is None:
            try:
                return group.spans(among).summed(numbers)
            except NotCalculatedError:
                if (exact := whole_numbers(numbers, scale=True)) is None:
                    raise
        values, factor = exact
        found = np.zeros(len(group.formulas))
        for sign, part in group.signed(among):
            found += sign * (
                part.summed_whole(values) if len(part.rest) < 2 else part.summed(values.astype(np.float64))
            )
        return found / factor

    def largest(self, among: NDArray[np.bool_], weights: FloatArray) -> FloatArray:
        """The largest of *weights* over the cells of *among* that each formula chooses; NaN: it chooses none."""
        found = np.full(self._count, np.nan)
        for group in self._groups(exact=False):
            found[group.formulas] = group.spans(among).largest(weights)
        return found

    def _groups(self, *, exact: bool) -> list[_FormulaGroup]:
        """The formulas by the kinds of their criteria. Where *exact*, what is unequal is all less what is equal."""
        if exact not in self._known:
            self._known[exact] = self._grouped(exact=exact)
        return self._known[exact]

    def _grouped(self, *, exact: bool) -> list[_FormulaGroup]:
        answered = [_answers(condition, exact=exact) for condition in self._conditions]
        signature = np.zeros(self._count, dtype=np.int64)
        for condition, known in zip(self._conditions, answered, strict=True):
            # A criterion that no order answers has a group of its own.
            own = np.where(known.ways == _CHOSEN, np.arange(len(known.ways)) + _ORDERED + 1, known.ways)
            signature = signature * (len(own) + _ORDERED + 1) + own[condition.codes]
            signature = np.unique(signature, return_inverse=True)[1].ravel()
        order = np.argsort(signature, kind="stable")
        parts = np.split(order, np.flatnonzero(np.diff(signature[order])) + 1) if len(order) else []
        if len(parts) * self.size > MOST_SCANS:
            raise NotCalculatedError("it is too expensive: too many different criteria with wildcards or exclusions")
        return [self._group(part, answered) for part in parts]

    def _group(self, formulas: IntArray, answered: "list[_Answers]") -> _FormulaGroup:
        group = _FormulaGroup(formulas, np.ones(self.size, dtype=bool))
        for condition, known in zip(self._conditions, answered, strict=True):
            codes = condition.codes[formulas]
            way = int(known.ways[codes[0]])
            if way == _CHOSEN:
                group.places &= condition.cells.chosen(condition.criteria[int(codes[0])])
            elif way == _ORDERED:
                _add_interval(group, condition.cells, known.first[codes], known.end[codes])
            else:
                match = KeyMatch(condition.cells.keys, known.first[codes])
                (group.equal if way == _EQUAL else group.unequal).append(match)
        if self._ends is not None:
            every = np.arange(self.size, dtype=np.int64)
            group.between.append(RankMatch(every, np.zeros(len(formulas), dtype=np.int64), self._ends[formulas]))
        return group


@dataclass(frozen=True, eq=False)
class _Answers:
    """How each criterion of a condition is answered: by its key (*first*), or by the keys from *first* to before *end*."""

    ways: NDArray[np.int64]
    first: IntArray
    end: IntArray


def _answers(condition: Condition, *, exact: bool) -> _Answers:
    count = len(condition.criteria)
    ways, first, end = (np.zeros(count, dtype=np.int64) for _ in range(3))
    if count > 1:
        for place, criterion in enumerate(condition.criteria):
            if criterion.ordered:
                ways[place] = _ORDERED
                first[place], end[place] = condition.cells.interval(criterion)
            elif (key := condition.cells.key(criterion)) is not None and (exact or criterion.operator == "="):
                ways[place] = _EQUAL if criterion.operator == "=" else _UNEQUAL
                first[place] = key
    return _Answers(ways, first, end)


def _add_interval(group: _FormulaGroup, cells: CriteriaRange, first: IntArray, end: IntArray) -> None:
    """One more interval of numbers; two over the same cells become one."""
    group.places &= cells.real_numbers
    for place, known in enumerate(group.ranges):
        if known is cells:
            before = group.between[place]
            group.between[place] = RankMatch(before.ranks, np.maximum(before.first, first), np.minimum(before.end, end))
            return
    group.ranges.append(cells)
    group.between.append(RankMatch(cells.keys, first, end))
