"""`@report`: a computed table. Its rows are computed too, so it has no columns of the team, and it grows with its rows.

    @report("Sellers", columns=(ReportColumn("Seller", Kind.TEXT, "The seller's name."), ...))
    def sellers(wiring): ...

The function takes a `ReportSource` and returns a DataFrame with a column for each declared one, under its field name. A workbook
without a table of that name does not get the report.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import TypeVar

import pandas as pd

from ippbook.declare.computed_column import as_kind
from ippbook.declare.discovery import declare_on
from ippbook.declare.docstring import page_of
from ippbook.declare.source import ReportSource
from ippbook.declare.value_types import AnyFunction
from ippbook.languages.names import name_in
from ippbook.normalize import key
from ippbook.ooxml import TableArea
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import AnyColumn
from ippbook.tables.findings import Page
from ippbook.tables.headers import field_of
from ippbook.tables.schema import Kind

_F = TypeVar("_F", bound=AnyFunction)


def _escaped(header: str) -> str:
    """A header as it is written in a reference to its column."""
    return re.sub(r"(['#\[\]@])", r"'\1", header)


def plain_reference(formula: str, table: str) -> str:
    """A formula with the references to cells of its own row in one spelling.

    >>> plain_reference('A(T[[#This Row],[Cell]])', "T"), plain_reference('a( [@Cell] )', "T"), plain_reference('A([@[Cell]])', "T")
    ('a([@[cell]])', 'a([@[cell]])', 'a([@[cell]])')
    """
    folded = formula.casefold().replace(f"{table.casefold()}[[#this row],", "[@").replace(" ", "")
    return re.sub(r"\[@([^\[\]]+)\]", r"[@[\1]]", folded)


@dataclass(frozen=True)
class ReportColumn:
    """A column of a computed table."""

    header: str
    kind: Kind
    note: str
    """One plain sentence: what it shows. The note on the header."""
    width: int = 11
    """Width in the drawn workbook, in characters."""
    chinese: tuple[str, ...] = ()
    """Its Chinese headers."""
    good: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Values with a colour in the workbook: value to "good" or "bad"."""
    drawn: bool = True
    """Whether a new workbook gets it; one that has it already keeps it filled."""
    words: str = ""
    """The vocabulary of its values, which a workbook shows in its language; several vocabularies are separated by semicolons."""
    formula: str = ""
    """The formula that a drawn workbook has in the column, with {Header} for a cell of the same row. ippbook writes the result itself,
    so that no engine is needed."""

    def formula_in(self, table: str, headers: Mapping[str, str]) -> str:
        """Its formula in a workbook, without `=`, as a file has it: in the table *table*, with the header that each column has there.

        *headers*: own header -> header there. "" where the formula needs a column that is not there.
        """
        cells = {own: f"{table}[[#This Row],[{_escaped(there)}]]" for own, there in headers.items()}
        try:
            return self.formula.format_map(cells)
        except KeyError:
            return ""

    @property
    def name(self) -> str:
        """The field name of the column."""
        return field_of(self.header)


@dataclass(frozen=True)
class Report:
    """A computed table as a value."""

    table: str
    """The name of the workbook's table that it fills."""
    sheet: str
    """The sheet on which it is drawn."""
    columns: tuple[ReportColumn, ...]
    function: Callable[[ReportSource], pd.DataFrame]
    page: Page
    module: str = ""
    chinese: tuple[str, ...] = ()
    """The Chinese names of the table. They are so special that a team's own table does not have them by chance."""
    chinese_sheet: str = ""
    """The Chinese name of the sheet; the table's where it is empty."""

    def sheet_in(self, language: str) -> str:
        """The name of its sheet in a workbook that is drawn in *language*."""
        return name_in(self.sheet, (self.chinese_sheet, *self.chinese), language)

    @property
    def drawn_columns(self) -> tuple[ReportColumn, ...]:
        """The columns that a new workbook gets."""
        return tuple(column for column in self.columns if column.drawn)

    def names(self) -> tuple[str, ...]:
        """The names that the table can have in a workbook; its own first."""
        return (self.table, *self.chinese)

    def area_in(self, areas: Iterable[TableArea]) -> TableArea | None:
        """The table of a workbook that it fills: the one with the first of its names; None where there is none."""
        by_key = {key(area.name): area for area in areas}
        return next((by_key[name] for name in map(key, self.names()) if name in by_key), None)

    def compute(self, source: ReportSource) -> "dict[str, AnyColumn]":
        """Each column by header, of its kind (as a computed column's), all of one length."""
        found = self.function(source).reset_index(drop=True)
        return {column.header: as_kind(found[column.name], column.kind) for column in self.columns}


def report(
    table: str,
    *,
    columns: tuple[ReportColumn, ...],
    sheet: str = "",
    chinese: tuple[str, ...] = (),
    chinese_sheet: str = "",
) -> Callable[[_F], _F]:
    """Declare the function below as the computed table *table*, drawn on *sheet* (default: one of its own name).

    *chinese*: its Chinese names. *chinese_sheet*: the Chinese name of the sheet (default: that of the table).
    """

    def declare(function: _F) -> _F:
        page = page_of(function)
        value = Report(table, sheet or table, columns, function, page, function.__module__, chinese, chinese_sheet)
        return declare_on(function, value)

    return declare
