"""`@worksheet`: a plain typed Python function becomes a worksheet function in every host.

A scalar gives a scalar, a column gives a column, and a cell never shows an exception. The decorator returns the function
unchanged and registers a `WorksheetFunction`, which the hosts, the recalculation and the documentation use.
"""

import math
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Final, TypeVar

from ippbook.declare.discovery import declarations_on, declare_on
from ippbook.declare.docstring import page_of, with_arguments
from ippbook.declare.parameters import (
    AnswerShape,
    CodeOf,
    LanguageCode,
    Office,
    OneOnly,
    Parameter,
    Percent,
    PlatformCode,
    ReasonCode,
    RightType,
    TableBlock,
    WholeColumn,
    WholeDates,
    WholeReasonCodes,
    WholeStatuses,
    WholeTexts,
    YesOrNo,
    arguments_class,
    distinct_in,
    is_column,
    kind_in,
    parameters_of,
    returned_type,
    shape_of,
)
from ippbook.declare.value_types import AnyFunction, ArgumentValue
from ippbook.late_numpy import np
from ippbook.late_pandas import is_nat, is_series, pd
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.distinct_texts import distinct_texts
from ippbook.tables.findings import Page
from ippbook.tables.headers import header_of
from ippbook.tables.schema import Kind
from ippbook.tables.values import Unreadable

_F = TypeVar("_F", bound=AnyFunction)
FAILED: Final = "#IPP!"
"""The beginning of a text that is in a cell instead of a result."""
_LONGEST_REFUSAL: Final = 250


@dataclass(frozen=True)
class _Refused:
    """The text for the cell, because an argument cannot be read."""

    text: str


@dataclass(frozen=True)
class WorksheetFunction:
    """A worksheet function as a value: its name, what it calls, its parameters and its page."""

    name: str
    category: str
    function: AnyFunction
    parameters: tuple[Parameter, ...]
    returns: Kind
    page: Page
    shape: AnswerShape = AnswerShape.VALUE
    """The shape of its result. A function that returns a value returns a column if an argument is a column."""

    arguments: AnyFunction | None = None
    """The dataclass whose fields are the arguments, where the function takes one."""

    @cached_property
    def _positional(self) -> AnyFunction:
        """What takes the arguments one after the other."""
        if self.arguments is None:
            return self.function
        function, arguments = self.function, self.arguments
        return lambda *values: function(arguments(*values))

    @cached_property
    def required(self) -> int:
        """How many arguments it needs."""
        return sum(parameter.required for parameter in self.parameters)

    @property
    def signature(self) -> str:
        """The name and its arguments, optional ones in brackets."""
        return f"{self.name}({', '.join(p.name if p.required else f'[{p.name}]' for p in self.parameters)})"

    @property
    def gives(self) -> str:
        """What it returns, in words."""
        return {
            AnswerShape.VALUE: self.returns.value,
            AnswerShape.COLUMN: f"{self.returns.value}, a column",
            AnswerShape.TABLE: "a table",
        }[self.shape]

    def call(self, arguments: Sequence[ArgumentValue], *, typed: bool = False) -> ArgumentValue:
        """The result for *arguments*: scalars, columns or blocks. A column in a scalar's place gives a column (object ndarray).

        A function whose `shape` is a column returns an object ndarray of one dimension, a table one of two. *typed*: the columns
        come from typed tables, so their texts and codes need no reading. Never raises: a refusal is a text that begins with `#IPP!`.
        """
        if not self.required <= len(arguments) <= len(self.parameters):
            most = len(self.parameters)
            takes = f"{most}" if self.required == most else f"{self.required} to {most}"
            return f"{FAILED} {self.signature} takes {takes} argument{'s' * (most != 1)}, not {len(arguments)}"
        values = [*arguments, *[None] * (len(self.parameters) - len(arguments))]
        lifted = [place for place, p in enumerate(self.parameters) if p.lifted and is_column(values[place])]
        for place in lifted:
            if why := self.parameters[place].one_only or (
                "the result is a table" if self.shape is AnswerShape.TABLE else ""
            ):
                return f"{FAILED} {self.name} takes one {header_of(self.parameters[place].name)}, not a column: {why}"
        if lifted:
            return self._lift(values, lifted, typed=typed)
        return self._answer([self._read(p, value) for p, value in zip(self.parameters, values, strict=True)])

    def _lift(self, values: list[ArgumentValue], lifted: list[int], *, typed: bool) -> ArgumentValue:
        """One result a row. Each distinct value is read once, and the function is called once for each distinct row of arguments."""
        length = max(len(values[place]) for place in lifted)
        if any(len(values[place]) not in {1, length} for place in lifted):
            return f"{FAILED} the columns in {self.name} differ in length; use columns of the same table"
        if not length:
            return np.empty(0, dtype=object)
        options: list[list[ArgumentValue]] = []
        codes: list[ArgumentValue] = []
        for place, (parameter, value) in enumerate(zip(self.parameters, values, strict=True)):
            known = typed and parameter.is_text and is_series(value)
            rows: ArgumentValue
            distinct: ArgumentValue
            if place not in lifted:
                rows, distinct = np.zeros(1, dtype=np.intp), [value]
            else:
                rows, distinct = distinct_texts(value) if known else distinct_in(value)
            options.append(
                [item or parameter.blank for item in distinct]
                if known
                else [self._read(parameter, item) for item in distinct]
            )
            codes.append(rows if len(rows) == length else np.broadcast_to(rows, length))
        several = [place for place, distinct in enumerate(options) if len(distinct) > 1]
        if len(several) == 1:  # then the distinct rows of arguments are its distinct values
            (place,) = several
            row, count = codes[place], len(options[place])
            columns = [each if at == place else each * count for at, each in enumerate(options)]
        else:
            row, first = _distinct_rows([codes[place] for place in several], length)
            columns = [[distinct[code] for code in codes[at][first].tolist()] for at, distinct in enumerate(options)]
        found = self._answers(columns)
        answers = np.empty(len(found), dtype=object)
        answers[:] = found
        return answers[row]

    def _answers(self, columns: list[list[ArgumentValue]]) -> list[ArgumentValue]:
        """`_answer` for each row of *columns*: all in one loop, and one by one only if a row is refused or fails."""
        if self.shape is not AnswerShape.VALUE:
            answers = [self._answer(values) for values in zip(*columns, strict=True)]
            refusal = f"{FAILED} {self.name} returns a whole column here; pass one value for each row"
            return [refusal if isinstance(each, np.ndarray) else each for each in answers]
        if not any(_Refused in set(map(type, column)) for column in columns):
            try:
                found = list(map(self._positional, *columns))
                return found if set(map(type, found)) == {str} else list(map(as_cell, found))
            except Exception:  # noqa: BLE001, S110  # the border of a cell: below, each cell gets its own sentence
                pass
        return [self._answer(values) for values in zip(*columns, strict=True)]

    def _answer(self, values: Sequence[ArgumentValue]) -> ArgumentValue:
        """The result for arguments that were read. If one could not be read, its refusal."""
        for value in values:
            if isinstance(value, _Refused):
                return value.text
        try:
            found = self._positional(*values)
            return as_cell(found) if self.shape is AnswerShape.VALUE else as_cells(found)
        except Unreadable as refusal:
            return refusal_text(refusal.why)
        except Exception as failure:  # noqa: BLE001  # the border of a cell: a host would show an exception as #VALUE!
            return f"{FAILED} {self.name} failed: {type(failure).__name__}"

    def _read(self, parameter: Parameter, value: ArgumentValue) -> ArgumentValue:
        try:
            return parameter.read(value)
        except Unreadable as refusal:
            return _Refused(refusal_text(refusal.why))
        except Exception as failure:  # noqa: BLE001  # the border of a cell: a host may pass anything
            return _Refused(f"{FAILED} {self.name} cannot read {parameter.name}: {type(failure).__name__}")


def _distinct_rows(codes: list[ArgumentValue], length: int) -> tuple[ArgumentValue, ArgumentValue]:
    """For rows of codes: for each row its position among the distinct rows, and for each distinct row the first row that has it."""
    if not codes:
        return np.zeros(length, dtype=np.intp), np.zeros(1, dtype=np.intp)
    row = codes[0].astype(np.int64)
    for code in codes[1:]:
        row = row * (int(code.max()) + 1) + code
        row, _ = pd.factorize(row)
    row, distinct = pd.factorize(row)
    first = np.empty(len(distinct), dtype=np.intp)
    first[row[::-1]] = np.arange(length - 1, -1, -1)  # backwards, so that the first row is written last
    return row, first


def refusal_text(why: str) -> str:
    """The text in a cell instead of a result; short enough for a spilled column, whatever it quotes."""
    text = f"{FAILED} {why}"
    return text if len(text) <= _LONGEST_REFUSAL else f"{text[: _LONGEST_REFUSAL - 1]}…"


def as_cell(value: ArgumentValue) -> ArgumentValue:
    """A function's result as the value of a cell: yes and no as text, nothing as an empty text."""
    if type(value) is str:  # nearly every answer is one
        return value
    if value is None or is_nat(value) or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return value.item() if isinstance(value, np.generic) else value


def as_cells(value: ArgumentValue) -> ArgumentValue:
    """A function's result that may be a column or a table: an object array of one or two dimensions, or a single value."""
    if isinstance(value, np.ndarray) and value.ndim == 2:
        found = np.empty(value.shape, dtype=object)
        found[:] = [[as_cell(item) for item in row] for row in value.tolist()]
        return found
    if not isinstance(value, np.ndarray) and not is_series(value):
        return as_cell(value)
    found = np.empty(len(value), dtype=object)
    found[:] = [as_cell(item) for item in value]
    return found if len(found) > 1 else found[0] if len(found) else ""


def worksheet(name: str, category: str) -> Callable[[_F], _F]:
    """Declare the function below as the worksheet function *name*, in *category* of the function wizard.

    Its parameters are the arguments. Where many functions share them, they are the fields of a dataclass, and the function takes that
    dataclass alone: `def takedown_rate(account: HistoryArguments) -> Percent`. The docstring is the page: `Arguments:` has a line for
    each argument, and `Examples:` has lines of the form `=FORMULA -> answer`, which a test executes.
    """

    def declare(function: _F) -> _F:
        hint = returned_type(function)
        parameters = parameters_of(function)
        value = WorksheetFunction(
            name,
            category,
            function,
            parameters,
            returns=Kind.YES_NO if hint is bool else kind_in(hint),
            page=with_arguments(page_of(function), {each.name: each.note for each in parameters}),
            shape=shape_of(hint),
            arguments=arguments_class(function),
        )
        return declare_on(function, value)

    return declare


def declared(function: AnyFunction) -> WorksheetFunction:
    """The worksheet function that was declared on *function*. Raises `TypeError` where there is none."""
    for value in declarations_on(function):
        if isinstance(value, WorksheetFunction):
            return value
    message = f"{function.__module__}.{function.__qualname__} is not a worksheet function. Put @worksheet(NAME, CATEGORY) above it"
    raise TypeError(message)


__all__ = [
    "FAILED",
    "AnswerShape",
    "CodeOf",
    "LanguageCode",
    "Office",
    "OneOnly",
    "Parameter",
    "Percent",
    "PlatformCode",
    "ReasonCode",
    "RightType",
    "TableBlock",
    "WholeColumn",
    "WholeDates",
    "WholeReasonCodes",
    "WholeStatuses",
    "WholeTexts",
    "WorksheetFunction",
    "YesOrNo",
    "as_cell",
    "declared",
    "is_column",
    "worksheet",
]
