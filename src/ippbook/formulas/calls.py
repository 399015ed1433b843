"""Calls of worksheet functions: errors pass through, columns and ranges are lifted, and nothing raises into a cell."""

from typing import cast

from ippbook.formulas.operators import mapped, one_value
from ippbook.formulas.problems import NotCalculatedError, RowByRowError
from ippbook.formulas.source import FormulaFunction, Returned, Value, ValueBlock, Vector
from ippbook.formulas.values import VALUE, ExcelError, Scalar, as_scalar
from ippbook.languages import say
from ippbook.late_numpy import np
from ippbook.late_pandas import is_frame, is_series
from ippbook.ooxml.errors import WorkbookError
from ippbook.tables.dates import DAYS_TO_1904, LAST_SERIAL
from ippbook.tables.schema import Kind


def call_function(function: FormulaFunction, values: list[Value], *, date1904: bool = False) -> Value:
    """The answer of *function* to *values*: scalars, 1-D arrays with an entry a row, 2-D ranges. The answer is like them.

    An error in place of a single value is the answer, row by row. A parameter for a whole column gets the range as
    a column, one for a block gets its rows, errors included; an error in place of all of it, as a formula has it whose table was
    deleted, is the answer too. Raises `NotCalculatedError` where ranges do not fit each other or the parameter.
    """
    known = len(function.parameters)
    wholes = [position < known and function.parameters[position].whole for position in range(len(values))]
    blocks = [position < known and function.parameters[position].block for position in range(len(values))]
    if date1904 and any(block and value is not None for block, value in zip(blocks, values, strict=True)):
        raise NotCalculatedError(
            say(
                "{function_name} reads whole tables, and the days of this workbook count from 1904",
                function_name=function.name,
            )
        )
    arguments: list[Value] = [
        _broken(value) or (_column(value) if whole else _range(value) if block else _unwrapped(value))
        for value, whole, block in zip(values, wholes, blocks, strict=True)
    ]
    if date1904:
        arguments = [_from_1904(argument, function, position) for position, argument in enumerate(arguments)]
    singles = [
        position
        for position, argument in enumerate(arguments)
        if isinstance(argument, ExcelError) or (not wholes[position] and not blocks[position])
    ]
    lifted = [position for position in singles if isinstance(arguments[position], np.ndarray)]
    if not lifted:
        fixed = (arguments[position] for position in singles)
        error = next((one for one in fixed if isinstance(one, ExcelError)), None)
        return error or _grid(_called(function, arguments))
    shape = _fit(arguments, lifted)
    answers = _row_by_row(function, arguments, singles, lifted)
    return answers if shape is None else answers.reshape(shape)


def _row_by_row(function: FormulaFunction, arguments: list[Value], singles: list[int], lifted: list[int]) -> Vector:
    """The answers where the arguments *lifted*, all of one length, have a value a row; of *singles* an error is the answer."""
    columns = {position: cast("Vector", arguments[position]) for position in lifted}
    answers = np.empty(len(columns[lifted[0]]), dtype=object)
    good = np.ones(len(answers), dtype=bool)
    for position in reversed(singles):  # so that the first argument's error is the one that stays
        argument = arguments[position]
        if position in columns:
            column = columns[position]
            wrong = np.fromiter((isinstance(one, ExcelError) for one in column), dtype=bool, count=len(answers))
            answers[wrong] = column[wrong]
            good &= ~wrong
        elif isinstance(argument, ExcelError):
            answers[:] = [argument] * len(answers)
            good[:] = False
    if good.any():
        for position, column in columns.items():
            arguments[position] = column[good]
        answers[good] = _each(_called(function, arguments), int(good.sum()))
    return answers


def _broken(value: Value) -> ExcelError | None:
    """The error in place of an argument, or in its only cell."""
    alone = _unwrapped(value)
    return alone if isinstance(alone, ExcelError) else None


def _column(value: Value) -> Value:
    """A range as the whole column that a parameter takes."""
    if not isinstance(value, np.ndarray):
        return value
    if value.ndim == 1:
        raise RowByRowError
    if min(value.shape) > 1:
        raise NotCalculatedError("it gives a range of several columns where one column is expected")
    return value.ravel()


def _range(value: Value) -> Value:
    """A range as the block of cells that a parameter takes."""
    if isinstance(value, np.ndarray) and value.ndim == 1:
        raise RowByRowError
    return value


def _unwrapped(value: Value) -> Value:
    """A range of one cell as the value in it."""
    alone = isinstance(value, np.ndarray) and value.ndim == 2 and value.size == 1
    return one_value(value) if alone else value


def _from_1904(argument: Value, function: FormulaFunction, position: int) -> Value:
    """The day numbers of a 1904 workbook as functions read them, where the parameter is a date."""
    if position >= len(function.parameters) or function.parameters[position].kind is not Kind.DATE:
        return argument
    if isinstance(argument, np.ndarray):
        return mapped(_day_from_1904, argument)
    return _day_from_1904(argument)


def _day_from_1904(value: Scalar) -> Scalar:
    # Larger numbers are dates written as 20260131.
    return value + DAYS_TO_1904 if isinstance(value, float) and 0 <= value <= LAST_SERIAL - DAYS_TO_1904 else value


def _fit(arguments: list[Value], lifted: list[int]) -> tuple[int, ...] | None:
    """Bring the *lifted* arguments to one length, in place; the shape of the answer where they are ranges."""
    arrays = [cast("ValueBlock", arguments[position]) for position in lifted]
    ranges = [array for array in arrays if array.ndim == 2]
    if not ranges:
        return None
    if len(ranges) < len(lifted):
        raise RowByRowError
    try:
        fitted = np.broadcast_arrays(*arrays)
    except ValueError:
        raise NotCalculatedError("it gives ranges of different size") from None
    for position, block in zip(lifted, fitted, strict=True):
        arguments[position] = block.ravel()
    return fitted[0].shape


def _called(function: FormulaFunction, arguments: list[Value]) -> Returned:
    try:
        return function.call(arguments)
    except (WorkbookError, OSError):  # the file cannot be read: no rule and no value is right
        raise
    except Exception:  # noqa: BLE001  # the border of a cell: whatever a function does, the workbook is calculated
        return VALUE


def _each(found: Returned, count: int) -> Vector:
    """A lifted answer as one value a row; a single answer, such as a refusal of the whole call, is repeated in every row."""
    values = np.empty(count, dtype=object)
    if isinstance(found, np.ndarray | list | tuple) or is_series(found):
        values[:] = (
            [one if type(one) is str else as_scalar(one) for one in found] if len(found) == count else [VALUE] * count
        )
    else:
        values[:] = [as_scalar(found)] * count
    return values


def _grid(found: Returned) -> Scalar | ValueBlock:
    """An answer that was not lifted: one value, or a 2-D array where the function gives several."""
    if is_frame(found) or is_series(found):
        found = found.to_numpy(dtype=object)
    if not isinstance(found, np.ndarray | list | tuple):
        return as_scalar(found)
    lines = [list(line) if isinstance(line, np.ndarray | list | tuple) else [line] for line in found]
    if not lines or not lines[0] or len({len(line) for line in lines}) != 1:
        return VALUE
    block = np.empty((len(lines), len(lines[0])), dtype=object)
    for position, line in enumerate(lines):
        block[position] = [as_scalar(one) for one in line]
    return cast("ValueBlock", block)
