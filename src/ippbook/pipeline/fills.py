"""What ippbook computes, as cells of the workbook: computed columns of typed tables, and computed tables that grow.

Everything is compared with what the cells hold, so that a workbook that is right is left as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook import ooxml
from ippbook.declare import ComputedColumn, Registry, Wiring
from ippbook.formulas.display import canonical_text
from ippbook.formulas.workbook_formulas import ColumnFill
from ippbook.normalize import key
from ippbook.ooxml.dates import serial
from ippbook.tables import Table, Tables
from ippbook.tables.find_table import area_of
from ippbook.tables.sources import AnyWorkbook


class Own(NamedTuple):
    """The formula that a computed column may hold in a workbook, without `=`; "" where it has none, and why."""

    formula: str
    why: str = ""
    lacks: str = ""
    """The column that is not there."""


def formula(book: AnyWorkbook, table: Table, column: ComputedColumn, known: Registry) -> Own:
    """The formula of *column* with the names that *book* has for the table and its headers; a team may have its own."""
    inputs = known.inputs(column)
    if inputs is None:
        return Own("", "they do not come from cells of their own row alone")
    area = area_of(book, table)
    if area is None:
        return Own("", "their sheet has no table (Insert, Table)")
    places = table.places.columns
    for header in inputs:
        if header not in places:
            return Own("", "their table lacks a column that they need", header)
    return Own(known.formula(column, area.name, {each: area.columns[places[each] - area.first_col] for each in inputs}))


@dataclass(frozen=True)
class FilledTable:
    """A computed table, filled: its cells, and the rows that it has to grow by."""

    table: ooxml.TableArea
    fills: tuple[ColumnFill, ...]
    grown: int = 0
    refused: str = ""
    """Why it could not grow, and what it lacks for that."""


def columns(
    book: AnyWorkbook, tables: Tables, answers: "Mapping[tuple[str, str], pd.Series[Any]]", known: Registry
) -> list[ColumnFill]:
    """The computed columns that the workbook has; *answers* by table and header. Cells with a formula other than the column's own are left out."""
    found = []
    for column in known.columns:
        table = tables[column.table]
        held = table.computed_cells.get(column.header)
        computed = answers.get((column.table, column.header))
        if held is None or computed is None or not table.length:
            continue
        rows = np.ones(table.length, dtype=bool)
        mine, own = ~rows, 0
        if held.formula is not None:
            area = area_of(book, table)
            name = area.name if area else column.table
            standard = canonical_text(formula(book, table, column, known).formula, name)
            meant = {text: bool(standard) and canonical_text(text, name) == standard for text in set(held.formula)}
            with_formula = held.formula != ""
            mine = np.array([meant[text] for text in held.formula], dtype=bool) & with_formula
            rows, own = ~with_formula | mine, int(mine.sum())
        values, same = _compared(computed, held, date1904=book.date1904)
        if own:
            values[mine & (values == None)] = ""  # noqa: E711  # elementwise; a formula that answers nothing holds an empty text
        place = table.places.first_row + np.flatnonzero(rows)
        sheet, number = table.places.sheet, table.places.columns[column.header]
        found.append(ColumnFill(sheet, number, place, values[rows], ~same[rows], own))
    return found


def reports(book: AnyWorkbook, wiring: Wiring, known: Registry) -> tuple[list[FilledTable], list[str]]:
    """The computed tables that the workbook has, filled, and a sentence for each that is not filled, or not wholly.

    Rows that are left over become blank, columns that the workbook lacks are left out, and so are columns in which
    somebody entered a formula.
    """
    areas = {key(area.name): area for area in book.tables.values()}
    found, said = [], []
    for report in known.reports:
        area = areas.get(key(report.table))
        if area is None:
            continue
        try:
            computed = report.compute(wiring)
        except Exception as failure:  # noqa: BLE001  # the border of a rule: one table's failure must not stop the others
            said.append(f"the table {area.name} could not be computed: {type(failure).__name__}: {failure}")
            continue
        filled = _filled(book, area, computed)
        found.append(filled)
        if filled.refused:
            said.append(filled.refused)
    return found, said


def _filled(book: AnyWorkbook, area: ooxml.TableArea, computed: "Mapping[str, pd.Series[Any]]") -> FilledTable:
    """The table *area* with the columns *computed*, by header."""
    first, last = area.data_rows
    room = max(last - first + 1, 0)
    length = max(len(column) for column in computed.values())
    grown, why = max(length - room, 0), ""
    if grown:
        try:
            ooxml.Edits().grow(book, area.name, grown)
        except ooxml.EditError as refusal:
            grown, why = 0, f"the table {area.name} lacks its last {grown:,} rows: {refusal}"
    headers = {key(header): area.first_col + place for place, header in enumerate(area.columns)}
    places = {header: headers[key(header)] for header in computed if key(header) in headers}
    rows = np.arange(first, first + room + grown, dtype=np.int64)
    cells = book.read(area.sheet, sorted(places.values()), first, first + len(rows) - 1) if len(rows) else None
    fills = []
    for header, place in places.items():
        if cells is None:
            continue
        held = cells[place]
        if held.formula is not None and (held.formula != "").any():
            continue
        values, same = _compared(_resized(computed[header], len(rows)), held, date1904=book.date1904)
        fills.append(ColumnFill(area.sheet, place, rows, values, ~same, 0))
    return FilledTable(area, tuple(fills), grown, why)


def _resized(column: "pd.Series[Any]", length: int) -> "pd.Series[Any]":
    """The first *length* values of *column*, and blanks behind its end."""
    return column.reindex(range(length), fill_value="" if column.dtype == object else None)


def _compared(
    computed: "pd.Series[Any]", held: ooxml.CellColumn, *, date1904: bool
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """The column as cell values (None: blank), and where the cells hold just that."""
    empty = held.kind == ooxml.BLANK
    if computed.dtype == object:
        texts = computed.to_numpy()
        blank = texts == ""
        same = (held.kind == ooxml.TEXT) & (held.text == texts)
        values = texts.copy()
    else:
        numbers = (
            _serials(computed, date1904=date1904) if computed.dtype.kind == "M" else computed.to_numpy(dtype=float)
        )
        blank = np.isnan(numbers)
        same = (held.kind == ooxml.NUMBER) & (held.number == numbers)
        values = numbers.astype(object)
    values[blank] = None
    nothing = empty | ((held.kind == ooxml.TEXT) & (held.text == ""))
    return values, np.where(blank, nothing, same).astype(bool)


def _serials(days: "pd.Series[Any]", *, date1904: bool) -> NDArray[np.float64]:
    """Days as serial numbers of the workbook's date system; NaN where blank."""
    zero = np.datetime64("1904-01-01" if date1904 else "1899-12-30")
    whole = days.to_numpy().astype("datetime64[D]")
    numbers = (whole - zero).astype("float64")
    numbers[np.isnat(whole)] = np.nan
    early = (whole < np.datetime64("1900-03-01")) & (not date1904)  # Excel's 1900 has a 29 February
    numbers[early] = [serial(day, date1904=date1904) for day in whole[early].astype(object)]
    return numbers
