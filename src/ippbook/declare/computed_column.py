"""`@column`: a computed column. Its parameter names are the wiring; its result fills the column.

    @column("Complaints", "Links", chinese=("投诉链接数",))
    def links(complaint): ...

If a column is only a worksheet function of cells of its own row, that function declares it, and the workbook can have
the formula:

    url_platform = column("Listings", "URL platform", by=platform, chinese=("链接平台",))
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from types import MappingProxyType
from typing import TypeVar, get_type_hints, overload

import numpy as np
import pandas as pd

from ippbook.declare.discovery import declare_on
from ippbook.declare.docstring import page_of
from ippbook.declare.value_types import AnyFunction, ArgumentValue, WiredValue, parameter_names
from ippbook.declare.worksheet_function import WorksheetFunction, declared
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import AnyColumn
from ippbook.tables.findings import Page
from ippbook.tables.headers import field_of
from ippbook.tables.schema import Kind
from ippbook.tables.values import series

_F = TypeVar("_F", bound=AnyFunction)


@dataclass(frozen=True)
class ComputedColumn:
    """A computed column as a value."""

    table: str
    header: str
    kind: Kind
    function: AnyFunction
    parameters: tuple[str, ...]
    """The names that the wiring gives it, in order."""
    page: Page
    width: int
    by: WorksheetFunction | None = None
    chinese: tuple[str, ...] = ()
    """Its Chinese headers. They are so special that a team's own column does not have them by chance."""
    module: str = ""
    """The module that declares it; the registry fills it in where the column is declared by a worksheet function."""
    good: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Values with a colour in the workbook: value to "good" or "bad"."""
    rare: bool = False
    """Seldom read: the drawn workbook has it in a closed group of columns."""
    native: str = ""
    """A formula of Excel that the drawn workbook has in the column, with {Header} for a cell of the same row, such as a link. ippbook writes
    its result itself, so that no engine is needed."""
    words: str = ""
    """The vocabulary of its values, which a workbook shows in its language."""
    whole: AnyFunction | None = None
    """What computes the whole column at once, where that is quicker than to call `by` for each value; the answers are the same."""

    @property
    def name(self) -> str:
        """The field name of the column."""
        return field_of(self.header)

    def compute(self, values: "list[WiredValue]", length: int) -> AnyColumn:
        """The column, *length* values of its kind, from the values of its parameters."""
        if self.whole is not None:
            found = self.whole(*values)
        else:
            found = self.by.call(values, typed=True) if self.by else self.function(*values)
        if isinstance(found, pd.Series):
            found = found.reset_index(drop=True)
        elif isinstance(found, str | float | int | date) or found is None:
            found = [found] * length
        if len(found) != length:
            message = f"computed column {self.header} of {self.table} returned {len(found)} rows for {length}"
            raise ValueError(message)
        return as_kind(found, self.kind)


def as_kind(found: WiredValue, kind: Kind) -> AnyColumn:
    """The results of a function, one a row, as a column of *kind*."""
    dtype = getattr(found, "dtype", None)
    if dtype is not None and dtype.kind == "b":
        return pd.Series(np.where(np.asarray(found), "yes", "no").astype(object), dtype=object)
    if dtype is not None and dtype.kind in "iufM" and (kind is Kind.DATE) == (dtype.kind == "M"):
        return pd.Series(np.asarray(found).astype("datetime64[s]" if kind is Kind.DATE else float), copy=False)
    if kind is Kind.DATE or kind.numeric:
        return series([blank_of(value, kind) for value in found], kind)
    values_found = (
        found.tolist() if isinstance(found, pd.Series | np.ndarray) else found
    )  # a list is quick to go through
    texts_alone = set(map(type, values_found)) <= {str}
    if texts_alone and isinstance(found, pd.Series) and found.dtype == object:
        return found
    values = np.empty(len(found), dtype=object)
    values[:] = found if texts_alone else ["" if value is None or value is pd.NaT or value != value else value for value in values_found]  # fmt: skip  # noqa: PLR0124  # NaN differs from itself
    return pd.Series(values, dtype=object, copy=False)


def blank_of(value: ArgumentValue, kind: Kind) -> ArgumentValue:
    """An empty text as the blank of *kind*."""
    if isinstance(value, str) and (kind is Kind.DATE or kind.numeric):
        return None if kind is Kind.DATE else float("nan")
    return value


@overload
def column(
    table: str,
    header: str,
    *,
    chinese: tuple[str, ...] = ...,
    width: int = ...,
    good: Mapping[str, str] = ...,
    rare: bool = ...,
    words: str = ...,
    kind: Kind | None = ...,
    native: str = ...,
) -> Callable[[_F], _F]: ...
@overload
def column(
    table: str,
    header: str,
    *,
    chinese: tuple[str, ...] = ...,
    by: AnyFunction,
    width: int = ...,
    good: Mapping[str, str] = ...,
    rare: bool = ...,
    words: str = ...,
    kind: Kind | None = ...,
    wiring: Mapping[str, str] = ...,
    whole: AnyFunction | None = ...,
) -> ComputedColumn: ...
def column(  # noqa: PLR0913  # one parameter for each property that a declaration may state
    table: str,
    header: str,
    *,
    chinese: tuple[str, ...] = (),
    by: AnyFunction | None = None,
    width: int = 14,
    good: Mapping[str, str] = MappingProxyType({}),
    rare: bool = False,
    words: str = "",
    kind: Kind | None = None,
    wiring: Mapping[str, str] = MappingProxyType({}),
    native: str = "",
    whole: AnyFunction | None = None,
) -> ArgumentValue:
    """Declare a computed column of *table* under *header*; *chinese*: its Chinese headers.

    *by*: the worksheet function that computes it from its own row; *wiring* renames its parameters to fields; *whole* computes all rows at once, with the same answers.
    *rare*: it is drawn in a closed group of columns. *words*: the vocabulary of its values. *native*: the formula of Excel that the drawn workbook has in it. *kind* defaults to the function's return annotation (text where it is a Series).
    """
    if by is not None:
        function = declared(by)
        names = tuple(wiring.get(parameter.name, parameter.name) for parameter in function.parameters)
        return ComputedColumn(
            table,
            header,
            kind or function.returns,
            by,
            names,
            function.page,
            width,
            function,
            chinese,
            good=good,
            rare=rare,
            words=words,
            whole=whole,
        )

    def declare(function: _F) -> _F:
        kinds = get_type_hints(function, include_extras=True).get("return")
        found = kind or next(
            (extra for extra in getattr(kinds, "__metadata__", ()) if isinstance(extra, Kind)), Kind.TEXT
        )
        names = parameter_names(function)
        value = ComputedColumn(
            table,
            header,
            found,
            function,
            names,
            page_of(function),
            width,
            None,
            chinese,
            function.__module__,
            good,
            rare,
            native,
            words,
        )
        return declare_on(function, value)

    return declare
