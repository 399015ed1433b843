"""MATCH, VLOOKUP, HLOOKUP, XMATCH, XLOOKUP with an exact match, and INDEX, for a whole column of formulas at once.

Source: support.microsoft.com, the page of each function.
"""

import math
from typing import Final, cast

import numpy as np

from ippbook.formulas.aggregates.arguments import (
    AggregateArgument,
    AggregateArguments,
    TypedCells,
    block_of,
    height_of,
    one_each,
    only_value,
    plain_value,
    to_height,
    typed,
)
from ippbook.formulas.aggregates.exact_positions import NOWHERE, TOO_LONG, MatchRules, errors_wanted, exact_positions
from ippbook.formulas.aggregates.rank_counter import IntArray
from ippbook.formulas.problems import NotCalculatedError
from ippbook.formulas.source import RowNumbers, Vector
from ippbook.formulas.values import NOT_AVAILABLE, VALUE, ExcelError, to_number, to_truth

_REF: Final = ExcelError("#REF!")
_CLASSIC: Final = MatchRules(wildcards=True)


def match(arguments: AggregateArguments, count: int, *, date1904: bool) -> Vector:
    """MATCH with 0 as its third argument."""
    if len(arguments) != 3:
        raise NotCalculatedError("it looks for the nearest value, not for an equal one")
    if to_number(only_value(arguments[2], "kind of match")) != 0:
        raise NotCalculatedError("it looks for the nearest value, not for an equal one")
    wanted = typed(one_each(arguments[0], count), date1904=date1904)
    found = _found_in(wanted, arguments[1], _CLASSIC, date1904=date1904)
    return _with_errors(_positions(found), wanted)


def x_match(arguments: AggregateArguments, count: int, *, date1904: bool) -> Vector:
    """XMATCH with an exact match or wildcards, from the first or the last."""
    wanted = typed(one_each(arguments[0], count), date1904=date1904)
    found = _found_in(wanted, arguments[1], _modern_rules(arguments[2:]), date1904=date1904)
    return _with_errors(_positions(found), wanted)


def v_lookup(arguments: AggregateArguments, count: int, *, date1904: bool) -> Vector:
    """VLOOKUP with FALSE as its fourth argument."""
    return _table_lookup(arguments, count, date1904=date1904, across=False)


def h_lookup(arguments: AggregateArguments, count: int, *, date1904: bool) -> Vector:
    """HLOOKUP with FALSE as its fourth argument."""
    return _table_lookup(arguments, count, date1904=date1904, across=True)


def x_lookup(arguments: AggregateArguments, count: int, *, date1904: bool) -> Vector:
    """XLOOKUP with an exact match or wildcards, where it answers with one cell."""
    if not 3 <= len(arguments) <= 6:
        raise NotCalculatedError("it has too few or too many arguments")
    wanted = typed(one_each(arguments[0], count), date1904=date1904)
    cells, ends = block_of(arguments[1])
    answers, answer_ends = block_of(arguments[2])
    shape, other = (
        (height_of(each), block.shape[1]) for each, block in ((arguments[1], cells), (arguments[2], answers))
    )
    if shape != other:
        if shape[0] != other[0] and shape[1] != other[1]:
            return _repeated(VALUE, count)
        raise NotCalculatedError("it answers with several cells, or its ranges are of different size")
    if not _same_ends(ends, answer_ends):
        raise NotCalculatedError("its ranges grow in different ways")
    found = _found_in(wanted, arguments[1], _modern_rules(arguments[4:]), date1904=date1904)
    answers = to_height(answers, min(len(cells) + 1, shape[0]))
    missing = _repeated(NOT_AVAILABLE, count)
    if len(arguments) > 3 and arguments[3] is not None:
        missing = one_each(arguments[3], count)
    flat = answers.ravel()
    shown = np.where(found >= 0, flat[np.maximum(found, 0)], missing)
    return _with_errors(shown, wanted)


def index(arguments: AggregateArguments, count: int, *, date1904: bool) -> Vector:
    """INDEX over a range, where it answers with one cell. *date1904* has no part in it."""
    del date1904
    if not 2 <= len(arguments) <= 3:
        raise NotCalculatedError("it has too few or too many arguments")
    block, ends = block_of(arguments[0])
    if ends is not None:
        raise NotCalculatedError("it takes a cell out of a range that grows")
    first, wrong = _numbers(arguments[1], count)
    if len(arguments) == 3:
        second, wrong_too = _numbers(arguments[2], count)
        wrong = np.where(wrong == None, wrong_too, wrong)  # noqa: E711  # one by one
    else:
        second = np.ones(count, dtype=np.int64)
        if height_of(arguments[0]) == 1:
            first, second = second, first
        elif block.shape[1] > 1:
            raise NotCalculatedError("it answers with a whole row")
    sure = wrong == None  # noqa: E711  # one by one
    if (((first == 0) & (height_of(arguments[0]) > 1)) | ((second == 0) & (block.shape[1] > 1)))[sure].any():
        raise NotCalculatedError("it answers with a whole row or column")
    rows, columns = np.maximum(first, 1), np.maximum(second, 1)
    height = height_of(arguments[0])
    inside = (rows <= height) & (columns <= block.shape[1])
    known = inside & (rows <= block.shape[0])
    shown = block[np.where(known, rows, 1) - 1, np.where(known, columns, 1) - 1]
    shown[~known] = None
    shown[~inside] = _REF
    shown[(first < 0) | (second < 0)] = VALUE
    shown[~sure] = wrong[~sure]
    return cast("Vector", shown)


def _table_lookup(arguments: AggregateArguments, count: int, *, date1904: bool, across: bool) -> Vector:
    if len(arguments) != 4:
        raise NotCalculatedError("it looks for the nearest value, not for an equal one")
    if to_truth(only_value(arguments[3], "kind of match")) is not False:
        raise NotCalculatedError("it looks for the nearest value, not for an equal one")
    wanted = typed(one_each(arguments[0], count), date1904=date1904)
    table, ends = block_of(arguments[1])
    if across and (ends is not None or height_of(arguments[1]) > len(table)):
        raise NotCalculatedError("it looks along a row in a range that grows or is very tall")
    table = table.T if across else table
    found = exact_positions(wanted, typed(table[:, :1], date1904=date1904), ends, _CLASSIC)
    columns, wrong = _numbers(arguments[2], count)
    inside = (columns >= 1) & (columns <= table.shape[1])
    shown = table[np.maximum(found, 0), np.where(inside, columns, 1) - 1]
    shown[found == NOWHERE] = NOT_AVAILABLE
    shown[found == TOO_LONG] = VALUE
    shown[columns > table.shape[1]] = _REF
    shown[columns < 1] = VALUE
    shown = np.where(wrong == None, shown, wrong)  # noqa: E711  # one by one
    return _with_errors(shown, wanted)


def _found_in(wanted: TypedCells, argument: AggregateArgument | None, rules: MatchRules, *, date1904: bool) -> IntArray:
    """The places of *wanted* in a row or column."""
    block, ends = block_of(argument)
    height = height_of(argument)
    if min(height, block.shape[1]) > 1:
        raise NotCalculatedError("it looks up a value in a range of several rows and columns")
    if ends is not None and block.shape[1] > 1:
        raise NotCalculatedError("it looks along a row in a range that grows")
    # one blank cell below represents all of them
    return exact_positions(wanted, typed(to_height(block, min(len(block) + 1, height)), date1904=date1904), ends, rules)


def _modern_rules(arguments: AggregateArguments) -> MatchRules:
    """How XLOOKUP and XMATCH compare: match mode and search mode."""
    modes = [to_number(only_value(argument, "kind of match")) for argument in arguments]
    how = 0.0 if not modes or arguments[0] is None else modes[0]
    order = 1.0 if len(modes) < 2 or arguments[1] is None else modes[1]
    if how not in {0.0, 2.0}:
        raise NotCalculatedError("it looks for the nearest value, not for an equal one")
    if order not in {1.0, -1.0}:
        raise NotCalculatedError("it searches in a sorted range")
    return MatchRules(wildcards=how == 2.0, last=order == -1.0, modern=True)


def _positions(found: IntArray) -> Vector:
    shown = np.empty(len(found), dtype=object)
    shown[:] = (found + 1.0).tolist()
    shown[found == NOWHERE] = NOT_AVAILABLE
    shown[found == TOO_LONG] = VALUE
    return shown


def _with_errors(shown: Vector, wanted: TypedCells) -> Vector:
    """An error that is looked up is the answer."""
    these = errors_wanted(wanted)
    shown[these] = wanted.faults[these]
    return shown


def _numbers(argument: AggregateArgument | None, count: int) -> tuple[IntArray, Vector]:
    """A row or column number of each formula, cut to whole ones, and the error that it is instead (None: it is none)."""
    values = one_each(argument, count)
    found = np.ones(count, dtype=np.int64)
    wrong = np.full(count, None, dtype=object)
    for place, value in enumerate(values):
        number = value if type(value) is float else to_number(plain_value(value, date1904=False))
        if isinstance(number, ExcelError):
            wrong[place] = number
        else:
            found[place] = int(max(min(math.trunc(number), 2**40), -(2**40)))
    return found, wrong


def _repeated(value: ExcelError, count: int) -> Vector:
    found = np.empty(count, dtype=object)
    found[:] = [value] * count
    return found


def _same_ends(one: RowNumbers | None, other: RowNumbers | None) -> bool:
    if one is None or other is None:
        return one is other
    return bool(np.array_equal(one, other))
