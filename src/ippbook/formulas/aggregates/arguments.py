"""What an aggregate takes, and its cells by kind: numbers in one array, texts as codes."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.formulas.problems import NotCalculatedError
from ippbook.formulas.source import RowNumbers, ValueBlock, Vector
from ippbook.formulas.values import ExcelError, Scalar, as_scalar
from ippbook.languages import say
from ippbook.ooxml.dates import serial
from ippbook.quick_dataclasses import dataclass

BLANK, NUMBER, TEXT, TRUTH, ERROR = range(5)
"""The kinds of a cell's value."""

_KINDS: Final = {type(None): BLANK, float: NUMBER, int: NUMBER, str: TEXT, bool: TRUTH, ExcelError: ERROR}
_OTHER: Final = 9


@dataclass(frozen=True, eq=False)
class Prefix:
    """A range that starts at a fixed row and ends in each formula's own row, as `A$2:A2`."""

    block: ValueBlock
    """The longest one, shape (rows, columns)."""
    ends: RowNumbers
    """How many of its rows each formula sees."""


@dataclass(frozen=True, eq=False)
class TallRange:
    """A range whose cells below *block* are all blank, as a whole column has them."""

    block: ValueBlock
    """Its first rows, shape (rows, columns)."""
    height: int
    """How many rows it has."""


AggregateArgument = Scalar | Vector | ValueBlock | Prefix | TallRange
"""A value for all formulas; 1-D, one for each formula; 2-D, the same range for all; or a range that grows, or ends in blank cells."""
AggregateArguments = Sequence[AggregateArgument | None]
"""In the order of the call. None: left empty, or a blank cell. A range of one blank cell is a block."""


def caseless(text: str) -> str:
    """*text* as comparisons of a workbook see it: case does not count.

    >>> caseless("ΟΔΟΣ") == caseless("οδος"), caseless("ß") == caseless("SS")
    (True, False)
    """
    return text.lower().replace("ς", "σ")


@dataclass(frozen=True, eq=False)
class TypedCells:
    """The values of cells in one order, by kind."""

    kinds: NDArray[np.int8]
    numbers: NDArray[np.float64]
    """Numbers, days as serial numbers, TRUE as 1; NaN for other kinds."""
    words: NDArray[np.int64]
    """For a text its place in *texts*; -1 for other kinds."""
    texts: tuple[str, ...]
    """The distinct texts, folded."""
    faults: Vector
    """The error values of cells that are errors; None for other kinds."""

    def __len__(self) -> int:
        return len(self.kinds)

    @cached_property
    def has_texts(self) -> bool:
        """Whether a text is among them that is not empty."""
        return any(self.texts)

    def has(self, kind: int) -> bool:
        """Whether a value of that kind is among them."""
        return bool((self.kinds == kind).any())


def typed(values: Vector | ValueBlock, *, date1904: bool = False) -> TypedCells:
    """*values*, row by row, by kind."""
    flat = values.ravel()
    kinds = np.fromiter((_KINDS.get(type(value), _OTHER) for value in flat), dtype=np.int8, count=len(flat))
    if (kinds == _OTHER).any():
        flat = flat.copy()
        for place in np.flatnonzero(kinds == _OTHER):
            flat[place] = value = plain_value(flat[place], date1904=date1904)
            kinds[place] = _KINDS[type(value)]
    numbers = np.full(len(flat), np.nan)
    numeric = (kinds == NUMBER) | (kinds == TRUTH)
    numbers[numeric] = flat[numeric].astype(np.float64)
    words = np.full(len(flat), -1, dtype=np.int64)
    texts = kinds == TEXT
    codes, spelled = pd.factorize(flat[texts])
    again, distinct = pd.factorize(np.array([caseless(text) for text in spelled], dtype=object))
    words[texts] = again[codes] if len(codes) else codes
    faults = np.full(len(flat), None, dtype=object)
    faults[kinds == ERROR] = flat[kinds == ERROR]
    return TypedCells(kinds, numbers, words, tuple(distinct), faults)


def plain_value(value: Scalar, *, date1904: bool) -> str | float | bool | ExcelError | None:
    """*value* without types of numpy and pandas; a day as its serial number."""
    found = as_scalar(value)
    return serial(found, date1904=date1904) if isinstance(found, date) else found


class BrokenRangeError(Exception):
    """In place of a range there is an error value, as in `COUNTIF(#REF!,1)`: it is the answer. Never leaves this room."""

    def __init__(self, error: ExcelError) -> None:
        super().__init__(error.code)
        self.error = error


def height_of(argument: AggregateArgument | None) -> int:
    """How many rows the range has."""
    return argument.height if isinstance(argument, TallRange) else len(block_of(argument)[0])


def to_height(block: ValueBlock, rows: int) -> ValueBlock:
    """*block* with blank rows below it, so that it has at least *rows*."""
    if len(block) >= rows:
        return block
    below = np.full((rows - len(block), block.shape[1]), None, dtype=object)
    return np.concatenate([block, below])


def block_of(argument: AggregateArgument | None) -> tuple[ValueBlock, RowNumbers | None]:
    """The range that an argument is, and how many of its rows each formula sees (None: all).

    Raises `NotCalculatedError` where each formula has a range of its own, and `BrokenRangeError`.
    """
    if isinstance(argument, TallRange):
        return argument.block, None
    if isinstance(argument, Prefix):
        return argument.block, argument.ends
    if isinstance(argument, np.ndarray):
        if argument.ndim == 1:
            raise NotCalculatedError("it looks in another range in each row")
        return argument, None
    if isinstance(argument, ExcelError) and argument.code == "#REF!":
        raise BrokenRangeError(argument)
    if argument is None or isinstance(argument, ExcelError):
        raise NotCalculatedError("it looks in a range that is missing")
    alone = np.empty((1, 1), dtype=object)
    alone[0, 0] = argument
    return alone, None


def one_each(argument: AggregateArgument | None, count: int) -> Vector:
    """A single value of each formula, *count* of them. Raises `NotCalculatedError` for a range of several cells."""
    if isinstance(argument, Prefix) or (isinstance(argument, np.ndarray) and argument.ndim == 2 and argument.size != 1):
        raise NotCalculatedError("it gives a range where one value is needed")
    if isinstance(argument, np.ndarray) and argument.ndim == 1:
        return argument
    value = argument.flat[0] if isinstance(argument, np.ndarray) else argument
    found = np.empty(count, dtype=object)
    found[:] = [value] * count
    return found


def only_value(argument: AggregateArgument | None, what: str) -> str | float | bool | ExcelError | None:
    """The one value that all formulas give as *what*. Raises `NotCalculatedError` where they differ."""
    if isinstance(argument, np.ndarray) and argument.ndim == 1 and len(argument):
        distinct = {(type(value), value) for value in argument}
        if len(distinct) > 1:
            raise NotCalculatedError(say("it gives another {what} in each row", what=what))
        argument = argument[0]
    value = one_each(argument, 1)[0]
    return plain_value(value, date1904=False)


def distinct_values(values: Vector) -> tuple[NDArray[np.int64], list[Scalar]]:
    """For each of *values* its place in the list of the distinct ones, and that list. TRUE, 1 and "1" are distinct."""
    places: dict[tuple[type, Scalar], int] = {}
    codes = np.fromiter(
        (places.setdefault((type(value), value), len(places)) for value in values), dtype=np.int64, count=len(values)
    )
    return codes, [value for _, value in places]
