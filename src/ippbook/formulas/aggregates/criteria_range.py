"""A range as criteria see it: each cell has a key, and each criterion is an interval or a set of keys."""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ippbook.formulas.aggregates.arguments import BLANK, ERROR, NUMBER, TEXT, TRUTH, TypedCells
from ippbook.formulas.aggregates.criteria import Criterion, Special
from ippbook.formulas.aggregates.number_texts import Reading, day_shape, number_in
from ippbook.formulas.aggregates.wildcards import MOST_WILDCARD_LOOKS, WildcardPattern, fitting
from ippbook.formulas.problems import NotCalculatedError
from ippbook.formulas.values import ExcelError
from ippbook.quick_dataclasses import dataclass

NO_KEY: Final = -1


@dataclass(eq=False)
class CriteriaRange:
    """The cells of one range with their keys: numbers in their order first, so that a key is also a rank."""

    cells: TypedCells
    keys: NDArray[np.int64]
    numbers: list[float]
    """The distinct numbers, rising, those that texts spell included."""
    _of_number: dict[float, int]
    _of_word: dict[str, int]
    _of_value: dict[bool | ExcelError, int]
    _blank: int
    _spelled: frozenset[float]
    """The numbers that texts in the range spell."""
    _unsure: "_UnsureTexts"
    _looks: int = 0

    @property
    def real_numbers(self) -> NDArray[np.bool_]:
        """Which cells are numbers, not texts that spell one."""
        return np.asarray(self.cells.kinds == NUMBER, dtype=bool)

    def first(self, size: int) -> "CriteriaRange":
        """The first *size* cells, with the same keys."""
        cells = self.cells
        part = TypedCells(
            cells.kinds[:size], cells.numbers[:size], cells.words[:size], cells.texts, cells.faults[:size]
        )
        return replace(self, cells=part, keys=self.keys[:size])

    def key(self, criterion: Criterion) -> int | None:
        """The key of the cells that equal the operand of *criterion*; `NO_KEY`: no cell; None: it is not one key."""
        match criterion.operand:
            case WildcardPattern() | Special.EMPTY | Special.TOO_LONG:
                return None
            case Special.NO_CELL:
                return self._blank
            case bool() as truth:
                if {"true", "false"} & self._of_word.keys():
                    raise NotCalculatedError(
                        "its criterion is TRUE or FALSE, and the range has a text that looks the same"
                    )
                return self._of_value.get(truth, NO_KEY)
            case ExcelError() as error:
                if error.code.lower() in self._of_word:
                    raise NotCalculatedError("its criterion is an error, and the range has a text that looks the same")
                return self._of_value.get(error, NO_KEY)
            case float() as number:
                if self._unsure.any:
                    raise NotCalculatedError(
                        "it compares a number with texts that are days or amounts in some languages"
                    )
                if criterion.operator == "<>" and number in self._spelled:
                    raise NotCalculatedError("it excludes a number, and the range has a text that reads as that number")
                return self._of_number.get(number, NO_KEY)
            case str() as word:
                if criterion.unsure and (self.numbers or not self._unsure.distinct_from(word)):
                    raise NotCalculatedError("its criterion is a day or an amount in some languages")
                return self._of_word.get(word, NO_KEY)

    def interval(self, criterion: Criterion) -> tuple[int, int]:
        """The keys of the numbers that are smaller or larger, as first and one after the last.

        Raises `NotCalculatedError` where texts, TRUE or FALSE would be put in order.
        """
        operand, operator = criterion.operand, criterion.operator
        if isinstance(operand, float):
            if operator in {">", ">="}:
                side = bisect_right if operator == ">" else bisect_left
                return side(self.numbers, operand), len(self.numbers)
            return 0, (bisect_right if operator == "<=" else bisect_left)(self.numbers, operand)
        if isinstance(operand, bool):
            if self.cells.has(TRUTH):
                raise NotCalculatedError("it asks for values larger or smaller than TRUE or FALSE")
            return 0, 0
        if isinstance(operand, ExcelError):
            if self.cells.has(ERROR):
                raise NotCalculatedError("it asks for values larger or smaller than an error")
            return 0, 0
        if self.cells.has(TEXT) or criterion.unsure:
            raise NotCalculatedError("it puts texts in order, which depends on the language of the machine")
        return 0, 0

    def chosen(self, criterion: Criterion) -> NDArray[np.bool_]:
        """Which cells meet *criterion*. Raises `NotCalculatedError`."""
        if criterion.ordered:
            first, end = self.interval(criterion)
            return (self.keys >= first) & (self.keys < end) & self.real_numbers
        if isinstance(criterion.operand, WildcardPattern):
            found = self._fitting(criterion.operand)
        elif criterion.operand is Special.EMPTY:
            found = (self.keys == self._blank) | (self.keys == self._of_word.get("", NO_KEY))
        else:
            found = self.keys == self.key(criterion)
        return found if criterion.operator == "=" else ~found

    def _fitting(self, pattern: WildcardPattern) -> NDArray[np.bool_]:
        self._looks += len(self.cells.texts)
        if self._looks > MOST_WILDCARD_LOOKS:
            raise NotCalculatedError("it is too expensive: it compares too many texts with too many wildcard criteria")
        return fitting(pattern, self.cells)


@dataclass(frozen=True)
class _UnsureTexts:
    """The texts of a range that are days or amounts in some languages only."""

    shapes: dict[tuple[int, ...], str]
    clear: bool
    """Whether no two of them can be the same day."""

    @property
    def any(self) -> bool:
        return bool(self.shapes) or not self.clear

    def distinct_from(self, word: str) -> bool:
        """Whether *word* equals, in every language, only the text that is spelled like it."""
        shape = day_shape(word)
        if not self.any:
            return True
        same_size = shape is not None and all(len(shape) == len(other) for other in list(self.shapes)[:1])
        return self.clear and shape is not None and same_size and self.shapes.get(shape, word) == word


def _unsure_texts(texts: list[str]) -> _UnsureTexts:
    shapes = [day_shape(text) for text in texts]
    known = {shape: text for shape, text in zip(shapes, texts, strict=True) if shape is not None}
    clear = len(known) == len(texts) and len({len(shape) for shape in known}) <= 1
    return _UnsureTexts(known, clear)


def criteria_range(cells: TypedCells, *, date1904: bool) -> CriteriaRange:
    """The keys of *cells*."""
    spelled = [number_in(text, date1904=date1904) for text in cells.texts]
    sure = np.array([np.nan if isinstance(number, Reading) else number for number in spelled] + [np.nan])
    values = np.where(cells.kinds == TEXT, sure[cells.words], np.where(cells.kinds == NUMBER, cells.numbers, np.nan))
    numeric = ~np.isnan(values)
    distinct, ranks = np.unique(values[numeric], return_inverse=True)
    numbers = distinct.tolist()
    keys = np.empty(len(cells), dtype=np.int64)
    keys[numeric] = ranks
    start = len(numbers)
    words = (cells.kinds == TEXT) & ~numeric
    keys[words] = start + cells.words[words]
    of_word = {text: start + place for place, text in enumerate(cells.texts) if isinstance(spelled[place], Reading)}
    blank = start + len(cells.texts)
    keys[cells.kinds == BLANK] = blank
    of_value: dict[bool | ExcelError, int] = {False: blank + 1, True: blank + 2}
    truths = cells.kinds == TRUTH
    keys[truths] = blank + 1 + cells.numbers[truths].astype(np.int64)
    for place in np.flatnonzero(cells.kinds == ERROR):
        keys[place] = of_value.setdefault(cells.faults[place], blank + 1 + len(of_value))
    unsure = _unsure_texts(
        [text for text, number in zip(cells.texts, spelled, strict=True) if number is Reading.UNSURE]
    )
    of_number = {number: place for place, number in enumerate(numbers)}
    texts_as_numbers = frozenset(number for number in spelled if not isinstance(number, Reading))
    return CriteriaRange(cells, keys, numbers, of_number, of_word, of_value, blank, texts_as_numbers, unsure)
