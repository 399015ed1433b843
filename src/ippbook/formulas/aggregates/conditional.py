"""COUNTIF, SUMIF, AVERAGEIF and their kin, for a whole column of formulas at once.

Source: support.microsoft.com, the page of each function. Ranges of different size are #VALUE!; an average of nothing is #DIV/0!, a
largest or smallest of nothing is 0; an error in the range that is added counts only where the criteria choose it.
"""

from dataclasses import replace

import numpy as np

from ippbook.formulas.aggregates.arguments import (
    ERROR,
    NUMBER,
    TRUTH,
    AggregateArgument,
    AggregateArguments,
    TypedCells,
    block_of,
    distinct_values,
    height_of,
    one_each,
    to_height,
    typed,
)
from ippbook.formulas.aggregates.criteria import Special, criterion_of
from ippbook.formulas.aggregates.criteria_range import CriteriaRange, criteria_range
from ippbook.formulas.aggregates.selection import Condition, Selection
from ippbook.formulas.aggregates.spans import FloatArray
from ippbook.formulas.problems import NotCalculatedError
from ippbook.formulas.source import RowNumbers, ValueBlock, Vector
from ippbook.formulas.values import DIVIDED_BY_ZERO, VALUE
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class _Range:
    """A range of the call: its cells, its shape, and how many rows each formula sees (None: all)."""

    block: ValueBlock
    """Its first rows; those below are blank."""
    ends: RowNumbers | None
    height: int

    @classmethod
    def of(cls, argument: AggregateArgument | None) -> "_Range":
        block, ends = block_of(argument)
        return cls(block, ends, height_of(argument))

    def with_rows(self, rows: int) -> "_Range":
        """At least *rows* of it, as far as it has them."""
        return replace(self, block=to_height(self.block, min(rows, self.height)))


class _Criteria:
    """The pairs of a range and a criterion of a call."""

    def __init__(self, pairs: AggregateArguments, count: int, *, date1904: bool) -> None:
        if len(pairs) < 2 or len(pairs) % 2:
            raise NotCalculatedError("it has a range without a criterion")
        self.count = count
        self.date1904 = date1904
        ranges = [_Range.of(one) for one in pairs[::2]]
        rows = max(len(one.block) for one in ranges)
        self.ranges = [one.with_rows(rows) for one in ranges]
        self.refused = np.zeros(count, dtype=bool)
        known: list[tuple[ValueBlock, CriteriaRange]] = []
        self._conditions = [
            self._condition(one.block, criterion, known)
            for one, criterion in zip(self.ranges, pairs[1::2], strict=True)
        ]

    def _condition(
        self, block: ValueBlock, criterion: AggregateArgument | None, known: list[tuple[ValueBlock, CriteriaRange]]
    ) -> Condition:
        codes, values = distinct_values(one_each(criterion, self.count))
        criteria = tuple(criterion_of(value, date1904=self.date1904) for value in values)
        too_long = np.array([one.operand is Special.TOO_LONG for one in criteria], dtype=bool)
        if too_long.any():
            self.refused |= too_long[codes]
            criteria = tuple(criterion_of("") if one.operand is Special.TOO_LONG else one for one in criteria)
        cells = next((cells for before, cells in known if before is block), None)
        if cells is None:
            fresh = typed(block, date1904=self.date1904)
            cells = next((one for _, one in known if _same(one.cells, fresh)), None)
            cells = cells or criteria_range(fresh, date1904=self.date1904)
            known.append((block, cells))
        return Condition(cells, codes, criteria)

    def selection(self, values: _Range | None) -> Selection:
        """What the criteria choose. Where *values* or a range has another size than the first, the answer is #VALUE!."""
        first = self.ranges[0]
        ends = first.ends
        for other in [*self.ranges[1:], *([] if values is None else [values])]:
            if first.block.shape[1] != other.block.shape[1]:
                self.refused[:] = True
            elif first.ends is None and other.ends is None:
                self.refused |= first.height != other.height
            else:
                here = np.full(self.count, first.height) if first.ends is None else first.ends
                there = np.full(self.count, other.height) if other.ends is None else other.ends
                self.refused |= here != there
                ends = np.minimum(here, there)
        size = min(one.block.size for one in self.ranges)
        if self.refused.all():
            return Selection([], 0, self.count, None)
        conditions = [_cropped(condition, size) for condition in self._conditions]
        return Selection(conditions, size, self.count, None if ends is None else ends * first.block.shape[1])

    def below(self) -> RowNumbers:
        """How many of the blank cells below the rows that are known each formula chooses."""
        first = self.ranges[0]
        cells = 0 if first.ends is not None else (first.height - len(first.block)) * first.block.shape[1]
        chosen = np.ones(self.count, dtype=bool)
        for condition in self._conditions:
            blank = np.array([one.takes_blank_cells for one in condition.criteria], dtype=bool)
            chosen &= blank[condition.codes]
        return chosen * cells


def _cropped(condition: Condition, size: int) -> Condition:
    """The same over the first *size* cells: all else is beyond what any formula sees."""
    cells = condition.cells
    return condition if len(cells.keys) == size else Condition(cells.first(size), condition.codes, condition.criteria)


def _same(cells: TypedCells, other: TypedCells) -> bool:
    return (
        len(cells) == len(other)
        and np.array_equal(cells.kinds, other.kinds)
        and np.array_equal(cells.numbers, other.numbers, equal_nan=True)
        and np.array_equal(cells.words, other.words)
        and cells.texts == other.texts
        and np.array_equal(cells.faults, other.faults)
    )


class _Values:
    """What is added or compared: the numbers of a range, and the errors among them."""

    def __init__(self, criteria: _Criteria, values: _Range) -> None:
        values = values.with_rows(len(criteria.ranges[0].block))
        self.selection = criteria.selection(values)
        self.refused = criteria.refused
        cells = typed(values.block.ravel()[: self.selection.size], date1904=criteria.date1904)
        if cells.has(TRUTH) and self.selection.counted(cells.kinds == TRUTH).any():
            raise NotCalculatedError("it adds TRUE or FALSE in a range, where Excel's own description and Excel differ")
        self.numeric = cells.kinds == NUMBER
        self.numbers = np.where(self.numeric, cells.numbers, 0.0)
        self.cells = cells

    def answers(self, found: FloatArray) -> Vector:
        """*found* as answers, errors in their place."""
        shown = np.empty(len(found), dtype=object)
        shown[:] = found.tolist()
        self._put_errors(shown)
        shown[self.refused] = VALUE
        return shown

    def _put_errors(self, shown: Vector) -> None:
        """Where a chosen cell is an error, the first of them is the answer."""
        if not self.cells.has(ERROR):
            return
        wrong = self.cells.kinds == ERROR
        order = -np.arange(len(self.cells), dtype=np.float64)
        first = -self.selection.largest(wrong, order)
        for formula in np.flatnonzero(~np.isnan(first)):
            shown[formula] = self.cells.faults[int(first[formula])]


def count_if(arguments: AggregateArguments, count: int, *, date1904: bool) -> Vector:
    """COUNTIF and COUNTIFS."""
    criteria = _Criteria(arguments, count, date1904=date1904)
    found = criteria.selection(None).counted() + criteria.below()
    shown = np.empty(count, dtype=object)
    shown[:] = found.astype(np.float64).tolist()
    shown[criteria.refused] = VALUE
    return shown


def sum_if(arguments: AggregateArguments, count: int, *, date1904: bool) -> Vector:
    """SUMIF: the range that is added starts where it says and has the size of the range of the criterion."""
    values = _sized(arguments, count, date1904=date1904)
    return values.answers(values.selection.summed(values.numeric, values.numbers))


def sum_ifs(arguments: AggregateArguments, count: int, *, date1904: bool) -> Vector:
    """SUMIFS."""
    values = _first(arguments, count, date1904=date1904)
    return values.answers(values.selection.summed(values.numeric, values.numbers))


def average_if(arguments: AggregateArguments, count: int, *, date1904: bool) -> Vector:
    """AVERAGEIF: sized as in SUMIF."""
    return _average(_sized(arguments, count, date1904=date1904))


def average_ifs(arguments: AggregateArguments, count: int, *, date1904: bool) -> Vector:
    """AVERAGEIFS."""
    return _average(_first(arguments, count, date1904=date1904))


def max_ifs(arguments: AggregateArguments, count: int, *, date1904: bool) -> Vector:
    """MAXIFS."""
    values = _first(arguments, count, date1904=date1904)
    return values.answers(np.nan_to_num(values.selection.largest(values.numeric, values.numbers), nan=0.0))


def min_ifs(arguments: AggregateArguments, count: int, *, date1904: bool) -> Vector:
    """MINIFS."""
    values = _first(arguments, count, date1904=date1904)
    return values.answers(np.nan_to_num(-values.selection.largest(values.numeric, -values.numbers), nan=0.0))


def _average(values: _Values) -> Vector:
    counts = values.selection.counted(values.numeric)
    sums = values.selection.summed(values.numeric, values.numbers)
    shown = values.answers(sums / np.maximum(counts, 1))
    nothing = (counts == 0) & np.array([isinstance(value, float) for value in shown], dtype=bool)
    shown[nothing] = DIVIDED_BY_ZERO
    return shown


def _first(arguments: AggregateArguments, count: int, *, date1904: bool) -> _Values:
    """The range that is added comes first, then pairs."""
    values = _Range.of(arguments[0])
    return _Values(_Criteria(arguments[1:], count, date1904=date1904), values)


def _sized(arguments: AggregateArguments, count: int, *, date1904: bool) -> _Values:
    """One pair, then perhaps the range that is added. Raises `NotCalculatedError` where that range is too small."""
    if not 2 <= len(arguments) <= 3:
        raise NotCalculatedError("it has too few or too many arguments")
    criteria = _Criteria(arguments[:2], count, date1904=date1904)
    first = criteria.ranges[0]
    if len(arguments) == 2:
        return _Values(criteria, first)
    other = _Range.of(arguments[2]).with_rows(len(first.block))
    rows, width = first.block.shape
    if other.height < first.height or other.block.shape[1] < width:
        raise NotCalculatedError("it adds cells outside the range that it names")
    return _Values(criteria, _Range(other.block[:rows, :width], first.ends, first.height))
