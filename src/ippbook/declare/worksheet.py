"""`@worksheet`: a plain typed Python function becomes a worksheet function in every host.

A scalar gives a scalar, a column gives a column, and nothing ever raises into a cell. The decorator returns the function
unchanged; what it registers is a `WorksheetFunction`, which the hosts' faces, the recalculation and the documentation use.
"""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Final, TypeVar, get_args, get_origin, get_type_hints

import numpy as np
import pandas as pd

from ippbook.declare.docstring import page_of
from ippbook.tables.findings import Page
from ippbook.tables.headers import header_of
from ippbook.tables.schema import Kind, kind_of, vocabulary
from ippbook.tables.values import Unreadable, blank, read_value, series, show

F = TypeVar("F", bound=Callable[..., Any])
MARK: Final = "__ippbook__"
"""The attribute under which a decorator leaves its declarations on a function."""
FAILED: Final = "#IPP!"
"""How a text begins that stands in a cell instead of an answer."""


@dataclass(frozen=True)
class Of:
    """Annotation: the text is a code of this vocabulary, in any of its spellings."""

    choices: str


@dataclass(frozen=True)
class Whole:
    """Annotation: the parameter takes a whole column, as a pandas Series of this kind."""

    kind: Kind


Texts = Annotated["pd.Series[Any]", Whole(Kind.TEXT)]
Dates = Annotated["pd.Series[Any]", Whole(Kind.DATE)]
RightType = Annotated[str, Of("right_types")]
Office = Annotated[str, Of("offices")]
PlatformCode = Annotated[str, Of("platforms")]
ReasonCode = Annotated[str, Of("reasons")]
Language = Annotated[str, Of("languages")]
Percent = Annotated[float, Kind.PERCENT]


@dataclass(frozen=True)
class Parameter:
    """A parameter of a worksheet function."""

    name: str
    kind: Kind
    whole: bool
    required: bool
    default: Any
    choices: str
    note: str

    def read(self, value: Any) -> Any:
        """The value as the function takes it. Raises `Unreadable`."""
        if self.whole:
            return self._column(value)
        if value is None or value == "":
            return self.default if not self.required else read_value(None, self.kind)
        if self.kind is Kind.COUNT:
            return int(read_value(value, self.kind))
        return read_value(value, self.kind, vocabulary(self.choices) if self.choices else None)

    def _column(self, value: Any) -> "pd.Series[Any]":
        """A whole column; a value in it that cannot be read is blank, as it is in the tables."""
        if isinstance(value, pd.Series) and (value.dtype.kind == "M") == (self.kind is Kind.DATE):
            return value
        if not is_column(value):
            value = [] if value is None else [value]
        lists = vocabulary(self.choices) if self.choices else None
        codes, distinct = pd.factorize(np.array([None if _is_error(item) else item for item in value], dtype=object), use_na_sentinel=False)
        answers = [_read_or_blank(item, self.kind, lists) for item in distinct]
        return series([answers[code] for code in codes], self.kind) if len(codes) else blank(self.kind, 0)


def _read_or_blank(value: Any, kind: Kind, lists: Any) -> Any:
    try:
        return read_value(None if isinstance(value, float) and np.isnan(value) else value, kind, lists)
    except Unreadable:
        return read_value(None, kind)


def _is_error(value: Any) -> bool:
    return type(value).__name__ in {"Error", "ExcelError"}


def is_column(value: Any) -> bool:
    """Whether an argument is a column of values rather than one value."""
    return isinstance(value, list | tuple | np.ndarray | pd.Series)


@dataclass(frozen=True)
class WorksheetFunction:
    """A worksheet function as a value: its name, what it calls, its parameters and its page."""

    name: str
    category: str
    function: Callable[..., Any]
    parameters: tuple[Parameter, ...]
    returns: Kind
    page: Page

    @cached_property
    def required(self) -> int:
        """How many arguments it needs."""
        return sum(parameter.required for parameter in self.parameters)

    @property
    def signature(self) -> str:
        """The name and its arguments, optional ones in brackets."""
        return f"{self.name}({', '.join(p.name if p.required else f'[{p.name}]' for p in self.parameters)})"

    def call(self, arguments: Sequence[Any]) -> Any:
        """The answer for *arguments*, scalars or columns; a column in a scalar's place gives a column (object ndarray).

        Never raises: what cannot be answered is a text that begins with `#IPP!`.
        """
        if not self.required <= len(arguments) <= len(self.parameters):
            return f"{FAILED} {self.signature} takes {self.required} to {len(self.parameters)} arguments, not {len(arguments)}"
        given = dict(zip((parameter.name for parameter in self.parameters), arguments, strict=False))
        lifted = [p.name for p in self.parameters if not p.whole and is_column(given.get(p.name))]
        wholes = {p.name: p.read(given.get(p.name)) for p in self.parameters if p.whole}
        if not lifted:
            return self._one(given, wholes)
        return self._lift(given, wholes, lifted)

    def _lift(self, given: dict[str, Any], wholes: dict[str, Any], lifted: list[str]) -> Any:
        """One answer a row; each distinct row of arguments is asked once."""
        columns = [np.asarray(given[name], dtype=object) if not isinstance(given[name], pd.Series) else given[name].astype(object).to_numpy() for name in lifted]
        length = max(len(column) for column in columns)
        if any(len(column) not in {1, length} for column in columns):
            return f"{FAILED} the columns given to {self.name} differ in length"
        rows = list(zip(*(column if len(column) == length else np.repeat(column, length) for column in columns), strict=True))
        answers: dict[Any, Any] = {}
        found = np.empty(length, dtype=object)
        for position, row in enumerate(rows):
            known = tuple((type(value), value) for value in row) if len(row) == 1 and not isinstance(row[0], str) else row
            if known not in answers:
                answers[known] = self._one(given | dict(zip(lifted, row, strict=True)), wholes)
            found[position] = answers[known]
        return found

    def _one(self, given: dict[str, Any], wholes: dict[str, Any]) -> Any:
        try:
            values = [wholes[p.name] if p.whole else self._read(p, given.get(p.name)) for p in self.parameters]
            return answer(self.function(*values))
        except Unreadable as refusal:
            return f"{FAILED} {refusal.why}"
        except Exception as failure:  # noqa: BLE001  # the border of a cell: a host shows what is raised as a value
            return f"{FAILED} {self.name} failed: {type(failure).__name__}"

    @staticmethod
    def _read(parameter: Parameter, value: Any) -> Any:
        try:
            return parameter.read(value)
        except Unreadable as refusal:
            raise Unreadable(f"{header_of(parameter.name)} {show(value)}: {refusal.why}") from None


def answer(value: Any) -> Any:
    """A function's answer as a cell takes it: yes and no as text, nothing as an empty text."""
    if value is None or value is pd.NaT or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    return value.item() if isinstance(value, np.generic) else value


def worksheet(name: str, category: str) -> Callable[[F], F]:
    """Declare the function below as the worksheet function *name*, in *category* of the function wizard.

    The docstring gives its page, with `Arguments:` (a line each) and `Examples:` (`=FORMULA -> answer`), which are executed.
    """

    def declare(function: F) -> F:
        value = WorksheetFunction(name, category, function, tuple(_parameters(function)), _returns(function), page_of(function))
        setattr(function, MARK, (*getattr(function, MARK, ()), value))
        return function

    return declare


def _parameters(function: Callable[..., Any]) -> list[Parameter]:
    hints = get_type_hints(function, include_extras=True)
    notes = dict(line.split(":", 1) for line in page_of(function).section("Arguments").splitlines() if ":" in line)
    found = []
    for name, parameter in inspect.signature(function).parameters.items():
        extras = get_args(hints[name])[1:] if get_origin(hints[name]) is Annotated else ()
        whole = next((extra for extra in extras if isinstance(extra, Whole)), None)
        choices = next((extra.choices for extra in extras if isinstance(extra, Of)), "")
        kind = whole.kind if whole else Kind.CHOICE if choices else kind_of(hints[name])
        required = parameter.default is inspect.Parameter.empty
        found.append(Parameter(name, kind, whole is not None, required, None if required else parameter.default, choices, notes.get(name, "").strip()))
    return found


def _returns(function: Callable[..., Any]) -> Kind:
    hint = get_type_hints(function, include_extras=True)["return"]
    return Kind.YES_NO if hint is bool else kind_of(hint)


def declared(function: Callable[..., Any]) -> WorksheetFunction:
    """The worksheet function that was declared on *function*."""
    return next(value for value in getattr(function, MARK) if isinstance(value, WorksheetFunction))


__all__ = ["FAILED", "Dates", "Language", "Of", "Office", "Parameter", "Percent", "PlatformCode", "ReasonCode", "RightType", "Texts", "WorksheetFunction", "answer", "date", "declared", "is_column", "worksheet"]
