"""Computed values as cells of the workbook: computed columns of typed tables, and computed tables, which grow.

Every value is compared with the value of its cell, so a workbook that is up to date does not change.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ippbook import ooxml
from ippbook.declare.computed_table import plain_reference
from ippbook.formulas.display import canonical_text
from ippbook.formulas.workbook_formulas import ColumnFill
from ippbook.languages import ENGLISH, say
from ippbook.normalize import key
from ippbook.ooxml.dates import serial
from ippbook.ooxml.errors import WorkbookError
from ippbook.ooxml.write.table_growth import Growth, grow
from ippbook.pipeline.cell_words import worded
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.find_table import area_of

if TYPE_CHECKING:
    from ippbook.declare import ComputedColumn, Registry, Report, ReportColumn, Wiring
    from ippbook.pipeline.study import Study
    from ippbook.tables import Table, Tables
    from ippbook.tables.column_types import AnyColumn
    from ippbook.tables.sources import AnyWorkbook


class ColumnFormula(NamedTuple):
    """The formula that a computed column can have in a workbook."""

    formula: str
    """Without `=`; "" where the column cannot have a formula."""
    why: str = ""
    """Why there is no formula."""
    missing: str = ""
    """The header of the column that the formula needs and the table lacks."""


def column_formula(book: "AnyWorkbook", table: "Table", column: "ComputedColumn", known: "Registry") -> ColumnFormula:
    """The formula of *column*, with the names of the table and the headers in *book*; a team may have its own names."""
    inputs = known.inputs(column)
    if inputs is None:
        return ColumnFormula("", say("they do not come from cells of their own row alone"))
    area = area_of(book, table)
    if area is None:
        return ColumnFormula("", say("their sheet has no table (Insert, Table)"))
    places = table.places.columns
    for header in inputs:
        if header not in places:
            return ColumnFormula("", say("their table lacks a column that they need"), header)
    return ColumnFormula(
        known.formula(column, area.name, {each: area.columns[places[each] - area.first_col] for each in inputs})
    )


@dataclass(frozen=True)
class FilledTable:
    """A computed table, filled: its cells, and its growth where it needs more rows."""

    area: ooxml.TableArea
    fills: tuple[ColumnFill, ...]
    growth: Growth | None = None
    problem: str = ""
    """Why it could not grow, and how many rows are missing."""


@dataclass(frozen=True)
class ComputedCells:
    """The cells of every computed column and computed table that a workbook has."""

    columns: tuple[ColumnFill, ...]
    tables: tuple[FilledTable, ...]
    warnings: tuple[str, ...]
    """A sentence for each computed table that could not be filled completely."""

    @classmethod
    def of(cls, book: "AnyWorkbook", study: "Study", known: "Registry") -> "ComputedCells":
        """The cells of *book* for what *study* has computed."""
        columns = computed_columns(book, study.tables, study.computed, known, study.language)
        tables, warnings = computed_tables(book, study.wiring, known, study.language)
        return cls(tuple(columns), tuple(tables), tuple(warnings))

    @property
    def fills(self) -> list[ColumnFill]:
        """All of them, column by column."""
        return [*self.columns, *(fill for table in self.tables for fill in table.fills)]

    def growths(self) -> ooxml.Edits:
        """New edits that let the tables grow; the values of their rows are in `fills`."""
        edits = ooxml.Edits()
        edits.growths |= {table.area.name.casefold(): table.growth for table in self.tables if table.growth is not None}
        return edits


def computed_columns(
    book: "AnyWorkbook",
    tables: "Tables",
    answers: Mapping[tuple[str, str], "AnyColumn"],
    known: "Registry",
    language: str = ENGLISH,
) -> list[ColumnFill]:
    """The computed columns that the workbook has, their words in *language*; *answers* by table and header.

    A cell with a formula other than the column's own is skipped.
    """
    found = []
    every: dict[str, NDArray[np.int64]] = {}
    for column in known.columns:
        table = tables[column.table]
        existing = table.computed_cells.get(column.header)
        computed = answers.get((column.table, column.header))
        if existing is None or computed is None or not table.length:
            continue
        rows = np.ones(table.length, dtype=bool)
        mine, own = ~rows, 0
        if existing.formula is not None:
            area = area_of(book, table)
            name = area.name if area else column.table
            alike = plain_reference if column.native else canonical_text
            standard = alike(column_formula(book, table, column, known).formula, name)
            standard_text = {text: bool(standard) and alike(text, name) == standard for text in set(existing.formula)}
            with_formula = existing.formula != ""
            mine = np.array([standard_text[text] for text in existing.formula], dtype=bool) & with_formula
            rows, own = ~with_formula | mine, int(mine.sum())
        rows[table.totals] = False
        shown = worded(computed, column.kind, column.words, language, mine if own else None)
        values, same = _compared(shown, existing, date1904=book.date1904)
        if own:
            values[mine & (values == None)] = ""  # noqa: E711  # elementwise; a formula without an answer has an empty text
        sheet, number = table.places.sheet, table.places.columns[column.header]
        if rows.all():  # then the columns of a table share the numbers of their rows
            if column.table not in every:
                every[column.table] = table.places.first_row + np.arange(table.length, dtype=np.int64)
            found.append(
                ColumnFill(sheet, number, every[column.table], values, ~same, own, existing.style, bool(column.native))
            )
            continue
        place = table.places.first_row + np.flatnonzero(rows)
        found.append(
            ColumnFill(sheet, number, place, values[rows], ~same[rows], own, existing.style[rows], bool(column.native))
        )
    return found


def computed_tables(
    book: "AnyWorkbook", wiring: "Wiring", known: "Registry", language: str = ENGLISH
) -> tuple[list[FilledTable], list[str]]:
    """The computed tables that the workbook has, filled in *language*; and a sentence for each that is not filled completely.

    Rows after the last result become blank. Columns that the workbook lacks are skipped, and so are columns in which
    the team entered a formula.
    """
    found, problems = [], []
    for report in known.reports:
        area = report.area_in(book.tables.values())
        if area is None:
            continue
        try:
            computed = report.compute(wiring)
        except (WorkbookError, OSError):  # the file cannot be read: no rule and no value is right
            raise
        except Exception as failure:  # noqa: BLE001  # the border of a rule: one table's failure must not stop the others
            problems.append(
                say(
                    "The table {area_name} could not be computed: {name}: {failure}.",
                    area_name=area.name,
                    name=type(failure).__name__,
                    failure=failure,
                )
            )
            continue
        shown = {
            column.header: worded(computed[column.header], column.kind, column.words, language)
            for column in report.columns
            if column.header in computed
        }
        filled = _filled(book, area, report, shown)
        found.append(filled)
        if filled.problem:
            problems.append(filled.problem)
    return found, problems


def _filled(
    book: "AnyWorkbook", area: ooxml.TableArea, report: "Report", computed: Mapping[str, "AnyColumn"]
) -> FilledTable:
    """The table *area* with the columns *computed*, by header."""
    first, last = area.data_rows
    room = max(last - first + 1, 0)
    length = max(len(column) for column in computed.values())
    added, growth, why = max(length - room, 0), None, ""
    if added:
        try:
            growth = grow(book, area.name, added)
        except ooxml.EditError as refusal:
            why = say(
                "The last {added:,} rows of the table {area_name} are missing, because it cannot grow: {refusal}",
                added=added,
                area_name=area.name,
                refusal=refusal,
            )
            added = 0
    headers = {key(header): area.first_col + place for place, header in enumerate(area.columns)}
    names = {column.header: map(key, (column.header, *column.chinese)) for column in report.columns}
    hits = {header: next((headers[name] for name in names[header] if name in headers), None) for header in computed}
    places = {header: place for header, place in hits.items() if place is not None}
    rows = np.arange(first, first + room + added, dtype=np.int64)
    cells = book.read(area.sheet, sorted(places.values()), first, first + len(rows) - 1) if len(rows) else None
    fills = []
    by_header = {column.header: column for column in report.columns}
    for header, place in places.items():
        if cells is None:
            continue
        existing = cells[place]
        own = _own_formulas(existing, area, _shown(area, places, by_header[header]))
        if own is None:
            continue
        values, same = _compared(_resized(computed[header], len(rows)), existing, date1904=book.date1904)
        if own:
            values[values == None] = ""  # noqa: E711  # elementwise; a formula without an answer has an empty text
        fills.append(ColumnFill(area.sheet, place, rows, values, ~same, own, existing.style))
    return FilledTable(area, tuple(fills), growth, why)


def _shown(area: ooxml.TableArea, places: Mapping[str, int], column: "ReportColumn") -> str:
    """The formula that the drawn *column* has in the table *area*, with the headers that the workbook has; "" where it has none."""
    return column.formula_in(
        area.name, {header: area.columns[place - area.first_col] for header, place in places.items()}
    )


def _own_formulas(existing: ooxml.CellColumn, area: ooxml.TableArea, formula: str) -> int | None:
    """How many cells of a computed table's column have its own *formula*; None where one has another, which is the team's."""
    if existing.formula is None:
        return 0
    texts = existing.formula[existing.formula != ""]
    standard = plain_reference(formula, area.name)
    others = any(not formula or plain_reference(text, area.name) != standard for text in set(texts.tolist()))
    return None if others else len(texts)


def _resized(column: "AnyColumn", length: int) -> "AnyColumn":
    """The first *length* values of *column*; blanks after its end."""
    return column.reindex(range(length), fill_value="" if column.dtype == object else None)


def _compared(
    computed: "AnyColumn", existing: ooxml.CellColumn, *, date1904: bool
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """The column as cell values (None: blank), and the rows whose cells have the same value already."""
    empty = existing.kind == ooxml.BLANK
    if computed.dtype == object:
        texts = computed.to_numpy()
        blank = texts == ""
        same = (existing.kind == ooxml.TEXT) & (existing.text == texts)
        values = texts.copy()
    else:
        numbers = (
            _serials(computed, date1904=date1904) if computed.dtype.kind == "M" else computed.to_numpy(dtype=float)
        )
        blank = np.isnan(numbers)
        same = (existing.kind == ooxml.NUMBER) & (existing.number == numbers)
        values = numbers.astype(object)
    values[blank] = None
    nothing = empty | ((existing.kind == ooxml.TEXT) & (existing.text == ""))
    return values, np.where(blank, nothing, same).astype(bool)


def _serials(days: "AnyColumn", *, date1904: bool) -> NDArray[np.float64]:
    """Days as serial numbers of the workbook's date system; NaN where blank."""
    zero = np.datetime64("1904-01-01" if date1904 else "1899-12-30")
    whole = days.to_numpy().astype("datetime64[D]")
    numbers = (whole - zero).astype("float64")
    numbers[np.isnat(whole)] = np.nan
    early = (whole < np.datetime64("1900-03-01")) & (not date1904)  # Excel's 1900 has a 29 February
    numbers[early] = [serial(day, date1904=date1904) for day in whole[early].astype(object)]
    return numbers
