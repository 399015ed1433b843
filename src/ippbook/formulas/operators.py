"""Operators over scalars, and over columns one value at a time."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, cast

from ippbook.formulas.problems import NotCalculatedError
from ippbook.formulas.source import Value, ValueBlock, Vector
from ippbook.formulas.values import (
    DIVIDED_BY_ZERO,
    NO_NUMBER,
    VALUE,
    ExcelError,
    Operand,
    Scalar,
    compare,
    fits_cell,
    to_number,
    to_text,
)
from ippbook.late_numpy import np

Operation = Callable[..., Operand]


def _join(left: Operand, right: Operand) -> Operand:
    texts = [to_text(left), to_text(right)]
    for text in texts:
        if isinstance(text, ExcelError):
            return text
    joined = "".join(cast("list[str]", texts))
    return joined if fits_cell(joined) else VALUE


def _numeric(calculate: Callable[..., float]) -> Operation:
    def operation(*values: Operand) -> Operand:
        numbers = [to_number(value) for value in values]
        for number in numbers:
            if isinstance(number, ExcelError):
                return number
        try:
            found = calculate(*numbers)
        except ZeroDivisionError:
            return DIVIDED_BY_ZERO
        return found if np.isfinite(found) else NO_NUMBER

    return operation


def _comparison(operator: str) -> Operation:
    return lambda left, right: compare(operator, left, right)


_OPERATIONS: Final[dict[str, Operation]] = {
    "&": _join,
    "+": _numeric(lambda left, right: left + right),
    "-": _numeric(lambda left, right: left - right),
    "*": _numeric(lambda left, right: left * right),
    "/": _numeric(lambda left, right: left / right),
    "-x": _numeric(lambda value: -value),
    "+x": lambda value: value,
    "%x": _numeric(lambda value: value / 100),
    **{operator: _comparison(operator) for operator in ("=", "<>", "<", ">", "<=", ">=")},
}
OPERATIONS: Final[Mapping[str, Operation]] = MappingProxyType(_OPERATIONS)
"""What each operator does to single values; the prefix and postfix ones are named with an x for their operand."""


def operate(operation: str | Operation, values: list[Value]) -> Operand | Vector:
    """*operation* (or the operator of that sign) on scalars; row by row where any of *values* is a column.

    Raises `NotCalculatedError` where one of them is a range of several cells.
    """
    act = OPERATIONS[operation] if isinstance(operation, str) else operation
    columns = [value for value in values if isinstance(value, np.ndarray) and value.ndim == 1]
    if not columns:
        return act(*(one_value(value) for value in values))
    count = len(columns[0])
    found = np.empty(count, dtype=object)
    found[:] = [act(*row) for row in zip(*(spread(value, count) for value in values), strict=True)]
    return found


def mapped(act: Callable[[Scalar], Scalar], values: ValueBlock) -> ValueBlock:
    """*act* on each of *values*, in an array of the same shape."""
    found = np.empty(values.size, dtype=object)
    found[:] = [act(value) for value in values.ravel().tolist()]
    return found.reshape(values.shape)


def one_value(value: Value) -> Scalar:
    """*value* where a single one is needed. Raises `NotCalculatedError` for a range or array of several."""
    if isinstance(value, np.ndarray):
        if value.size != 1:
            raise NotCalculatedError("it uses several cells where one value is needed")
        return cast("Scalar", value.flat[0])
    return value


def spread(value: Value, count: int) -> Vector:
    """*value* as a column of *count* rows. Raises `NotCalculatedError` where it is a range of several cells."""
    if isinstance(value, np.ndarray) and value.ndim == 1:
        return value
    column = np.empty(count, dtype=object)
    column[:] = [one_value(value)] * count
    return column
