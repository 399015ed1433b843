"""The parameters of worksheet functions: their annotations, and how a host's value becomes an argument."""

import inspect
from dataclasses import is_dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin, get_type_hints

from ippbook.declare.cache import COLUMN_CACHE
from ippbook.declare.docstring import notes_in, page_of
from ippbook.declare.value_types import AnyFunction, ArgumentValue, TypeHint, parameter_names
from ippbook.late_numpy import np
from ippbook.late_pandas import is_na, is_nat, is_series, pd
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.blocks import Grid, grid
from ippbook.tables.headers import header_of
from ippbook.tables.schema import Kind, kind_of, vocabulary_of
from ippbook.tables.values import Unreadable, blank, distinct_of, quoted, read_value, series


@dataclass(frozen=True)
class CodeOf:
    """Annotation: the text is a code of this vocabulary, in any of its spellings."""

    choices: str


@dataclass(frozen=True)
class AsTyped:
    """Annotation: the text is used as typed, with its line breaks and widths; it is not cleaned."""


@dataclass(frozen=True)
class WholeColumn:
    """Annotation: the parameter takes a whole column, as a pandas Series of this kind."""

    kind: Kind


@dataclass(frozen=True)
class WholeBlock:
    """Annotation: the parameter takes a block of cells as a 2-D object array, or None if it is blank. As the type of a result it means a table."""


@dataclass(frozen=True)
class OneOnly:
    """Annotation: the parameter takes one value. A column in its place is refused; *why* is the reason."""

    why: str


@dataclass(frozen=True)
class Note:
    """Annotation: what the argument is, in one line. For arguments that several functions share; `Arguments:` in a docstring overrides it."""

    text: str


if TYPE_CHECKING:
    Series = pd.Series[Any]
else:
    Series = object  # hints are evaluated in the modules of functions, where a text AnyColumn finds no pd

Verbatim = Annotated[str, AsTyped()]
WholeTexts = Annotated[Series, WholeColumn(Kind.TEXT)]
WholeDates = Annotated[Series, WholeColumn(Kind.DATE)]
WholeStatuses = Annotated[Series, WholeColumn(Kind.CHOICE), CodeOf("statuses")]
WholeReasonCodes = Annotated[Series, WholeColumn(Kind.CHOICE), CodeOf("reasons")]
WholePlatformCodes = Annotated[Series, WholeColumn(Kind.CHOICE), CodeOf("platforms")]
RightType = Annotated[str, CodeOf("right_types")]
Office = Annotated[str, CodeOf("offices")]
PlatformCode = Annotated[str, CodeOf("platforms")]
ReasonCode = Annotated[str, CodeOf("reasons")]
LanguageCode = Annotated[str, CodeOf("languages")]
YesOrNo = Annotated[str, Kind.YES_NO]
Percent = Annotated[float, Kind.PERCENT]
TableBlock = Annotated[Grid, WholeBlock()]


class AnswerShape(StrEnum):
    """The shape of a function's result in cells."""

    VALUE = "value"
    COLUMN = "column"
    """A column, from a function that reads a whole column; one value if its arguments name one row."""
    TABLE = "table"
    """Rows and columns, headers first."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of a worksheet function."""

    name: str
    kind: Kind
    whole: bool
    """Whether it takes a whole column. For any other parameter, a column gives one result for each row."""
    required: bool
    default: ArgumentValue
    choices: str
    """The vocabulary that limits it, or ""."""
    note: str
    verbatim: bool = False
    """Whether a text is used as typed, not cleaned."""
    block: bool = False
    """Whether it takes a block of cells: a table with its header row."""
    one_only: str = ""
    """Why a column in its place is refused; "" if a column is allowed."""

    @property
    def lifted(self) -> bool:
        """Whether a column in its place gives one result for each row."""
        return not self.whole and not self.block

    @property
    def takes(self) -> str:
        """What it takes, in words."""
        if self.block:
            return "a table with its headers"
        return f"{self.kind.value}, a whole column" if self.whole else self.kind.value

    @property
    def is_text(self) -> bool:
        """Whether it takes a text or a code, as in typed tables."""
        return not self.kind.numeric and self.kind is not Kind.DATE

    @property
    def blank(self) -> ArgumentValue:
        """The value for a blank text of a typed table."""
        return "" if self.required else self.default

    def read(self, value: ArgumentValue) -> ArgumentValue:
        """The value as the function takes it. Raises `Unreadable`, whose text names the parameter and the value."""
        value = None if is_na(value) else value
        if self.whole:
            return self._column(value)
        if self.block:
            return self._block(value)
        if not self.required and (value is None or value == ""):
            return self.default
        try:
            return self._one(value)
        except Unreadable as refusal:
            raise Unreadable(f"{header_of(self.name)} {quoted(value)} cannot be read: {refusal.why}") from None

    def _one(self, value: ArgumentValue) -> ArgumentValue:
        if not _is_plain(value):
            raise Unreadable("not a text, number or date")
        if self.verbatim and isinstance(value, str):
            return value
        if self.kind is not Kind.COUNT:
            return read_value(value, self.kind, vocabulary_of(self.choices) if self.choices else None)
        number = read_value(value, self.kind)
        if number != int(number if np.isfinite(number) else 0):
            raise Unreadable("enter a whole number")
        return int(number)

    def _column(self, value: ArgumentValue) -> ArgumentValue:
        """A whole column. As in tables, a value that cannot be read becomes blank."""
        if value is None and not self.required:
            return self.default
        if is_series(value) and value.dtype.kind == "M" and self.kind is Kind.DATE:
            return value.reset_index(drop=True)
        if not is_column(value):
            value = [] if value is None else [value]
        return COLUMN_CACHE.column(value, self._read_column, self.kind, self.choices)

    def _read_column(self, value: ArgumentValue) -> ArgumentValue:
        codes, distinct = distinct_in(value)
        if not len(codes):
            return blank(self.kind, 0)
        closed = vocabulary_of(self.choices) if self.choices else None
        answers = np.empty(len(distinct), dtype=object)
        answers[:] = [self._or_blank(item, closed) for item in distinct]
        return series(list(answers[codes]), self.kind)

    def _block(self, value: ArgumentValue) -> ArgumentValue:
        """A block of cells; None for a single blank cell, which hosts pass for a skipped argument."""
        if isinstance(value, np.ndarray):
            rows = value if value.ndim == 2 else value.reshape(-1, 1)
        else:
            rows = grid(list(value) if is_column(value) else value)
        if rows.size <= 1 and (not rows.size or rows.flat[0] is None or rows.flat[0] == ""):
            return self.default
        return COLUMN_CACHE.block(rows)

    def _or_blank(self, value: ArgumentValue, closed: ArgumentValue) -> ArgumentValue:
        try:
            return read_value(value if _is_plain(value) else None, self.kind, closed)
        except Unreadable:
            return read_value(None, self.kind, closed)


def _is_plain(value: ArgumentValue) -> bool:
    """Whether *value* can be the content of a cell; error values have types of their own."""
    return value is None or isinstance(value, str | int | float | date | np.generic) or is_nat(value)


def is_column(value: ArgumentValue) -> bool:
    """Whether an argument is a column of values rather than one value."""
    # An array without a dimension is one value, which has no length.
    return isinstance(value, list | tuple) or is_series(value) or (isinstance(value, np.ndarray) and value.ndim > 0)


def distinct_in(column: ArgumentValue) -> tuple[ArgumentValue, list[ArgumentValue]]:
    """The distinct values of a column from a host, and for each row the position of its value among them."""
    if is_series(column) and column.dtype.kind == "M":
        codes, days = pd.factorize(column, use_na_sentinel=False)
        return codes, [None if day is pd.NaT else day for day in days]
    values = np.empty(len(column), dtype=object)
    # Element by element: numpy would take a list of lists for a block of cells.
    values[:] = [None if is_na(item) else item if _is_plain(item) else _Odd(item) for item in column]
    return distinct_of(values)


class _Odd:
    """A value that is not the content of a cell (a list, an error value). It is equal only to itself, so it can be separated from the others."""

    def __init__(self, item: object) -> None:
        self.item = item

    def __str__(self) -> str:
        return str(self.item)


_TYPES = (
    "Write what it takes, such as str, float, date, Office or WholeTexts: ippbook.declare.parameters lists the types"
)


def returned_type(function: AnyFunction) -> TypeHint:
    """The type of the result of the worksheet function *function*. Raises `TypeError` where it states none."""
    hints = get_type_hints(function, include_extras=True)
    if "return" not in hints:
        message = (
            f"{function.__module__}.{function.__qualname__}: the result has no type. Write `-> str` or what it returns"
        )
        raise TypeError(message)
    return hints["return"]


def arguments_class(function: AnyFunction) -> type | None:
    """The dataclass whose fields are the arguments of the worksheet function *function*; None where its own parameters are.

    Raises `TypeError` where a dataclass is only one of several parameters.
    """
    hints = get_type_hints(function)
    classes = [hint for name, hint in hints.items() if name != "return" and is_dataclass(hint)]
    if not classes:
        return None
    if len(parameter_names(function)) > 1:
        message = f"{function.__name__} takes a dataclass of arguments and other parameters too. Make them fields of the dataclass."
        raise TypeError(message)
    found = classes[0]
    return found if isinstance(found, type) else None


def parameters_of(function: AnyFunction) -> tuple[Parameter, ...]:
    """The arguments of the worksheet function *function*, in order: its parameters, or the fields of its dataclass of arguments.

    Their annotations give the kinds. `Arguments:` in the docstring gives the notes, and `Note` where the docstring has none.
    """
    source = arguments_class(function) or function
    hints = get_type_hints(source, include_extras=True)
    parameters = inspect.signature(source).parameters
    for name in parameters:
        if name not in hints:
            message = f"{function.__module__}.{function.__qualname__}: the argument {name} has no type. {_TYPES}"
            raise TypeError(message)
    notes = notes_in(page_of(function))
    return tuple(_parameter(parameter, hints[name], notes.get(name, "")) for name, parameter in parameters.items())


def _parameter(parameter: inspect.Parameter, hint: TypeHint, note: str) -> Parameter:
    extras = _extras(hint)
    required = parameter.default is inspect.Parameter.empty
    return Parameter(
        parameter.name,
        kind_in(hint),
        any(isinstance(extra, WholeColumn) for extra in extras),
        required,
        None if required else parameter.default,
        next((extra.choices for extra in extras if isinstance(extra, CodeOf)), ""),
        note or next((extra.text for extra in extras if isinstance(extra, Note)), ""),
        verbatim=any(isinstance(extra, AsTyped) for extra in extras),
        block=any(isinstance(extra, WholeBlock) for extra in extras),
        one_only=next((extra.why for extra in extras if isinstance(extra, OneOnly)), ""),
    )


def kind_in(hint: TypeHint) -> Kind:
    """The kind of value in *hint*; for a column the kind of its values. A block can have values of any kind."""
    extras = _extras(hint)
    column = next((extra for extra in extras if isinstance(extra, WholeColumn)), None)
    if column is not None:
        return column.kind
    if any(isinstance(extra, CodeOf) for extra in extras):
        return Kind.CHOICE
    return Kind.TEXT if any(isinstance(extra, WholeBlock) for extra in extras) else kind_of(hint)


def shape_of(hint: TypeHint) -> AnswerShape:
    """The shape in cells of a result of the type *hint*."""
    extras = _extras(hint)
    if any(isinstance(extra, WholeBlock) for extra in extras):
        return AnswerShape.TABLE
    return AnswerShape.COLUMN if any(isinstance(extra, WholeColumn) for extra in extras) else AnswerShape.VALUE


def _extras(hint: object) -> tuple[object, ...]:
    """What is annotated, at any depth: also inside `WholeTexts | None`."""
    if get_origin(hint) is Annotated:
        inner, *own = get_args(hint)
        return (*own, *_extras(inner))
    return tuple(extra for part in get_args(hint) for extra in _extras(part))
