"""A sheet with one table: first the input columns, then the computed columns in other colours."""

import re
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from ippbook.declare import ComputedColumn, Registry
from ippbook.tables.findings import FINDINGS_FIELD, Severity
from ippbook.tables.schema import Field, Kind, Record
from ippbook.workbook_builder import palette
from ippbook.workbook_builder.conditional_formats import answer_tints, day_tints, findings_tints, text_tint
from ippbook.workbook_builder.content import InputValue
from ippbook.workbook_builder.finished_package import TABLE_STYLE
from ippbook.workbook_builder.header_notes import computed_note, input_note, write_note
from ippbook.workbook_builder.styles import CellRole, Styles
from ippbook.workbook_builder.validations import rule_for
from ippbook.workbook_builder.xlsx_types import XlsxFormat, XlsxOptions, XlsxSheet, XlsxWorkbook

EMPTY_ROWS: Final = 20
"""Empty rows of a new table; the table grows when the team types below it."""
REACH: Final = 2_000
"""Validation and colours apply at least down to this row (from 1)."""
_LINE: Final = 13.5
"""Height of a line of text, in points."""
_HEADER_LINE: Final = 14
"""Height of a line of a header, in points."""
BUTTON: Final = 5
"""Width of the filter button and the indent, in characters."""
_A3: Final = 8
_PAPER: Final = 1133.0
"""Width of that paper between the margins, in points."""
_MARGIN: Final = 0.4
"""Left and right margin, in inches."""
_POINTS: Final = 5.25
"""Width of one character of a column, in points."""
SMALLEST: Final = 0.65
"""The smallest scale of a printed page: text of 6.5 points is the smallest that is easy to read."""
SENTENCES: Final = frozenset({FINDINGS_FIELD, "fails", "runs_out_by"})
"""Computed columns with sentences. They wrap: a long text would run out of the table and widen its printed page. Every row has a fixed
height: otherwise rows would differ in height in Excel, and texts would overlap in programs that do not fit the height."""
_USUAL: Final = 2
_SHOWN: Final = {"Accounts": 4, "Listings": 1, "Complaints": 1}
"""Lines in a row, and the exceptions by table: a table with many rows gets low rows, a table with few rows gets high ones."""
_TEXT_LINE: Final = 12.75
"""Height of a line in a cell, in points: small enough that the next line stays hidden."""


@dataclass(frozen=True)
class DrawnColumn:
    """A column of a drawn table: an input field or a computed column."""

    header: str
    name: str
    kind: Kind
    width: int
    field: Field | None = None
    computed: ComputedColumn | None = None
    formula: str = ""

    @property
    def drawn_width(self) -> int:
        """Width in characters: as declared, but wide enough for the longest word of the header."""
        return max(self.width, word_width(self.header))

    @property
    def header_lines(self) -> int:
        """The number of lines of the header."""
        return len(textwrap.wrap(self.header, self.drawn_width - BUTTON + 1))

    @property
    def wrap(self) -> bool:
        """Whether its texts may have several lines."""
        return self.field.column.lines and not self.field.column.prose if self.field else self.name in SENTENCES

    @property
    def role(self) -> CellRole:
        """The style of its cells."""
        return CellRole.COMPUTED if self.computed else CellRole.INPUT

    @property
    def header_role(self) -> CellRole:
        """The style of its header."""
        return CellRole.COMPUTED_HEADER if self.computed else CellRole.INPUT_HEADER


def columns_of(record: type[Record], known: Registry) -> tuple[DrawnColumn, ...]:
    """The columns of the drawn table, from left to right."""
    own = [
        DrawnColumn(field.header, field.name, field.kind, field.column.width, field=field) for field in record.fields()
    ]
    found = [
        DrawnColumn(each.header, each.name, each.kind, each.width, computed=each, formula=known.formula(each))
        for each in known.columns_of(record.table)
    ]
    return (*own, *found)


def word_width(header: str) -> int:
    """Width of the longest word of a header with its filter button, in characters."""
    return BUTTON + max(len(word) for word in re.split(r"[ -]", header))


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
    sheet.set_default_row(_TEXT_LINE * _SHOWN.get(record.table, _USUAL) + 1.5)
    _add_table(sheet, styles, record.table, columns, last, live=live)
    for place, column in enumerate(columns):
        _write_column(sheet, styles, place, column, rows, last, live=live)
        write_note(sheet, 0, place, computed_note(column.computed) if column.computed else input_note(column.field))
    reach = max(last + 1_000, REACH) - 1
    _guard(sheet, columns, reach)
    _colour(sheet, styles, columns, reach)
    print_set_up(sheet, record.table, [column.drawn_width for column in columns], key=True)
    sheet.repeat_rows(0)


def _lay_out(sheet: XlsxSheet, styles: Styles, columns: Sequence[DrawnColumn]) -> None:
    for place, column in enumerate(columns):
        # Rows below the table get the format of their column too, so that an id typed there stays text.
        look = styles(CellRole.INPUT, column.kind, wrap=column.wrap) if column.field else None
        sheet.set_column(place, place, column.drawn_width, look)
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
        described.append(entry | ({"formula": column.formula} if live and column.formula else {}))
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
        if (
            column.field and column.wrap and isinstance(value, str) and value
        ):  # some programs do not fit the height of a row
            lines = sum(-(-len(line) // column.width) or 1 for line in value.split("\n"))
            sheet.set_row(row, _LINE * max(lines, _USUAL) + 3)
        if live and column.formula:
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


def _guard(sheet: XlsxSheet, columns: Sequence[DrawnColumn], reach: int) -> None:
    for place, column in enumerate(columns):
        rule = rule_for(column.field) if column.field else None
        if rule:
            sheet.data_validation(1, place, reach, place, rule)


def _colour(sheet: XlsxSheet, styles: Styles, columns: Sequence[DrawnColumn], reach: int) -> None:
    def lay(place: int, conditions: Iterable[XlsxOptions]) -> None:
        for condition in conditions:
            sheet.conditional_format(1, place, reach, place, condition)

    for place, column in enumerate(columns):
        lay(place, day_tints(column.name, column.kind, place, styles))
        if column.computed:
            lay(place, answer_tints(column.computed.good, styles))
            lay(place, text_tint(column.name, (1, place), styles))
        if column.computed and column.name == FINDINGS_FIELD:
            lay(place, findings_tints(place, styles))
            # The first column shows it too, because the findings are often not visible; advice would colour the whole column.
            lay(0, findings_tints(place, styles, above=Severity.ADVICE))


def print_set_up(sheet: XlsxSheet, title: str, widths: Sequence[float], *, key: bool = False) -> None:
    """Print in landscape on A3, on as many pages side by side as needed for readable text; the footer has the sheet's name and the page number.

    *widths*: of the columns, in characters. *key*: the first column names the row and is repeated on every page.
    """
    sheet.set_landscape()
    sheet.set_paper(_A3)
    sheet.fit_to_pages(pages_wide(widths, key=key), 0)
    if key:
        sheet.repeat_columns(0)
    sheet.print_across()
    sheet.set_margins(_MARGIN, _MARGIN, 0.5, 0.6)
    sheet.set_footer(f"&L{title}&C&F&R&P / &N")


def pages_wide(widths: Sequence[float], *, key: bool) -> int:
    """The number of pages side by side for columns of these widths at the smallest scale; no column is split."""
    room = _PAPER / SMALLEST / _POINTS
    first = widths[0] if key else 0.0
    pages, used = 1, 0.0
    for width in widths:
        if used and used + width + 1 > room:
            pages, used = pages + 1, first + 1
        used += width + 1
    return pages
