"""A sheet with one table: the key, the findings, the input columns, then the computed columns in other colours.

Rows have no height in the file: Excel and LibreOffice then fit each row to its wrapped text when they open the file, and again when a cell
changes. A height in the file would cut a longer text that ippbook writes later.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from ippbook.declare import Registry
from ippbook.ooxml.excel_limits import MAX_ROW
from ippbook.tables.findings import FINDINGS_FIELD
from ippbook.tables.schema import Record
from ippbook.workbook_builder import palette
from ippbook.workbook_builder.conditional_formats import (
    answer_tints,
    day_tints,
    findings_tints,
    row_tints,
    status_tints,
    text_tint,
)
from ippbook.workbook_builder.content import InputValue
from ippbook.workbook_builder.drawn_columns import DrawnColumn, columns_of
from ippbook.workbook_builder.finished_package import TABLE_STYLE
from ippbook.workbook_builder.header_notes import computed_note, input_note, write_note
from ippbook.workbook_builder.printing import LONG_TABLES, print_elsewhere, print_nothing_yet, print_set_up
from ippbook.workbook_builder.styles import CellRole, Styles
from ippbook.workbook_builder.validations import rule_for
from ippbook.workbook_builder.xlsx_types import XlsxFormat, XlsxOptions, XlsxSheet, XlsxWorkbook

EMPTY_ROWS: Final = 20
"""Empty rows of a new table; the table grows when the team types below it."""
REACH: Final = MAX_ROW - 1
"""Validation and colours apply down to the sheet's last row (from 0): a table may grow as far, whoever makes it grow."""
_HEADER_LINE: Final = 14
"""Height of a line of a header, in points."""


def header_height(lines: int) -> float:
    """Height of a header row with this number of lines, in points."""
    return _HEADER_LINE * max(lines, 2) + 6


def draw_table(
    workbook: XlsxWorkbook,
    styles: Styles,
    known: Registry,
    record: type[Record],
    rows: Sequence[Mapping[str, InputValue]],
    *,
    live: bool,
) -> None:
    """Add the sheet and the table of *record*, with *rows* as its input."""
    sheet = workbook.add_worksheet(record.table)
    columns = columns_of(record, known)
    last = max(len(rows), EMPTY_ROWS // 2) if record.optional else len(rows) or EMPTY_ROWS
    _lay_out(sheet, styles, columns)
    _add_table(sheet, styles, record.table, columns, last, live=live)
    for place, column in enumerate(columns):
        _write_column(sheet, styles, place, column, rows, last, live=live)
        write_note(sheet, 0, place, computed_note(column.computed) if column.computed else input_note(column.field))
    _guard(sheet, columns)
    _colour(sheet, styles, columns)
    print_set_up(sheet, record.table, [column.drawn_width for column in columns if not column.rare], key=True)
    sheet.repeat_rows(0)
    if record.table in LONG_TABLES:
        print_elsewhere(sheet)
    elif not rows:
        print_nothing_yet(sheet)


def _lay_out(sheet: XlsxSheet, styles: Styles, columns: Sequence[DrawnColumn]) -> None:
    closed = False
    for place, column in enumerate(columns):
        # Rows below the table get the format of their column too: an id typed there stays text, a computed date stays a date.
        role = CellRole.BELOW if column.computed else CellRole.INPUT
        group = {"level": 1, "hidden": True} if column.rare else {"collapsed": True} if closed else {}
        sheet.set_column(place, place, column.drawn_width, styles(role, column.kind, wrap=column.wrap), group)
        closed = column.rare
    if closed:
        sheet.set_column(len(columns), len(columns), None, None, {"collapsed": True})
    sheet.set_row(0, header_height(max(column.header_lines for column in columns)))
    sheet.freeze_panes(1, 1)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(palette.TAB_COLOUR)


def _add_table(
    sheet: XlsxSheet, styles: Styles, name: str, columns: Sequence[DrawnColumn], last: int, *, live: bool
) -> None:
    described = []
    for column in columns:
        entry = {
            "header": column.header,
            "header_format": styles.header(column.header_role, column.kind),
            "format": styles(column.role, column.kind, wrap=column.wrap),
        }
        described.append(entry | ({"formula": column.formula} if column.formula and (live or column.clickable) else {}))
    sheet.add_table(
        0, 0, last, len(columns) - 1, {"name": name, "style": TABLE_STYLE, "columns": described, "banded_rows": True}
    )


def _write_column(
    sheet: XlsxSheet,
    styles: Styles,
    place: int,
    column: DrawnColumn,
    rows: Sequence[Mapping[str, InputValue]],
    last: int,
    *,
    live: bool,
) -> None:
    style = styles(column.role, column.kind, wrap=column.wrap)
    for row in range(1, last + 1):
        value = rows[row - 1].get(column.name, "") if column.field and row <= len(rows) else ""
        if column.formula and (live or column.clickable):
            sheet.write_formula(row, place, f"={column.formula}", style, "")
        else:
            write_cell(sheet, row, place, value, style)


def write_cell(sheet: XlsxSheet, row: int, column: int, value: InputValue, style: XlsxFormat) -> None:
    """Write a value with its own type: a text never becomes a formula, a link or a number."""
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, str):
        if value:
            sheet.write_string(row, column, value, style)
        else:
            sheet.write_blank(row, column, None, style)
    else:
        sheet.write_number(row, column, value, style)


def _guard(sheet: XlsxSheet, columns: Sequence[DrawnColumn]) -> None:
    for place, column in enumerate(columns):
        rule = rule_for(column.field) if column.field else None
        if rule:
            sheet.data_validation(1, place, REACH, place, rule)


def _colour(sheet: XlsxSheet, styles: Styles, columns: Sequence[DrawnColumn]) -> None:
    """Colours of single cells first: where they apply, they win over the colour of the whole row."""

    def lay(first: int, last: int, conditions: Iterable[XlsxOptions]) -> None:
        for condition in conditions:
            sheet.conditional_format(1, first, REACH, last, condition)

    findings = next(place for place, column in enumerate(columns) if column.name == FINDINGS_FIELD)
    for place, column in enumerate(columns):
        lay(place, place, day_tints(column.name, column.kind, place, styles))
        if column.computed:
            lay(place, place, answer_tints(column.computed.good, styles))
            lay(place, place, text_tint(column.name, (1, place), styles))
        elif column.field and column.field.vocabulary:
            lay(place, place, status_tints(column.field.vocabulary, place, styles))
    lay(0, findings, findings_tints(findings, styles))
    lay(0, len(columns) - 1, row_tints(findings, styles))
