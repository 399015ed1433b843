"""Sheets of computed tables. They have no input, so every column has the colours of computed cells."""

import textwrap
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.computed.tables.figures import FIGURES_SHEET
from ippbook.computed.tables.good_faith import GOOD_FAITH_SHEET
from ippbook.computed.tables.open_rows import OPEN_ROWS_SHEET
from ippbook.computed.tables.today import TODAY_SHEET
from ippbook.declare import Registry, Report, ReportColumn
from ippbook.goodfaith.trend import TREND_MONTHS
from ippbook.tables.findings import FINDINGS_FIELD
from ippbook.workbook_builder import charts, palette
from ippbook.workbook_builder.conditional_formats import (
    answer_tints,
    findings_tints,
    row_tints,
    status_tints,
    text_tint,
)
from ippbook.workbook_builder.drawn_columns import BUTTON, SENTENCES, word_width
from ippbook.workbook_builder.finished_package import TABLE_STYLE
from ippbook.workbook_builder.header_notes import report_note, write_note
from ippbook.workbook_builder.instructions import Instructions
from ippbook.workbook_builder.printing import print_nothing, print_nothing_yet, print_set_up
from ippbook.workbook_builder.styles import CellRole, Styles
from ippbook.workbook_builder.table_sheet import EMPTY_ROWS, REACH, header_height
from ippbook.workbook_builder.xlsx_types import XlsxSheet, XlsxWorkbook

_GAP: Final = 3
"""Width of the empty column between two tables, in characters."""
_UNDER: Final = 2
"""Rows of a table's heading: the text and an empty row."""
_TITLES: Final = {
    "GoodFaithReasons": "By complaint reason, in the current window",
    "GoodFaithMonths": "By month (the data of the charts)",
}

_LAST: Final = frozenset({OPEN_ROWS_SHEET, FIGURES_SHEET})
"""Sheets that are drawn last: the figures after what they explain."""


def draw_reports(
    workbook: XlsxWorkbook,
    styles: Styles,
    known: Registry,
    accounts: Sequence[str],
    instructions: Instructions,
    *,
    rows: bool,
) -> None:
    """Add the sheets of all computed tables. *accounts*: the accounts in the workbook; each gets a chart. *rows*: the workbook has input."""
    others = (report for report in known.reports if report.sheet != TODAY_SHEET)  # `draw_today` draws it
    in_order = sorted(others, key=lambda report: (report.sheet in _LAST, report.sheet == FIGURES_SHEET))
    for name, found in groupby(in_order, key=lambda report: report.sheet):
        sheet = workbook.add_worksheet(name)
        sheet.hide_gridlines(2)
        sheet.set_tab_color(palette.REPORT_TAB_COLOUR)
        reports = tuple(found)
        if name == GOOD_FAITH_SHEET:
            _draw_good_faith(workbook, sheet, styles, reports, accounts, instructions)
        else:
            left = 0
            for report in reports:
                left = _draw_table(sheet, styles, report, (0, left), EMPTY_ROWS)
            sheet.freeze_panes(1, 1)
            sheet.repeat_rows(0)
        print_set_up(sheet, name, _widths(reports)[:-1], key=name != GOOD_FAITH_SHEET)
        if name == FIGURES_SHEET:
            print_nothing(sheet)
        elif not rows:
            print_nothing_yet(sheet)


def _draw_good_faith(
    workbook: XlsxWorkbook,
    sheet: XlsxSheet,
    styles: Styles,
    reports: Sequence[Report],
    accounts: Sequence[str],
    instructions: Instructions,
) -> None:
    """Draw the charts, and below them both tables side by side, so that each table can grow downwards."""
    titles = charts.titles(accounts)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "Good-Faith", styles(CellRole.TITLE))
    sheet.write_string(
        1,
        0,
        f"Both rates of each account and their limits (dashed) at the last twelve month ends. The limits are in Settings. {instructions('good_faith')} to update this sheet.",
        styles(CellRole.TITLE_LINE),
    )
    top = charts.TOP + charts.chart_rows(len(titles)) + _UNDER
    left = 0
    for report in reports:
        sheet.write_string(top - _UNDER, left, _TITLES.get(report.table, report.table), styles(CellRole.SECTION))
        rows = TREND_MONTHS * len(titles) if report.table == charts.TABLE else EMPTY_ROWS
        if report.table == charts.TABLE:
            charts.draw_charts(workbook, sheet, report, (top, left), titles)
        left = _draw_table(sheet, styles, report, (top, left), rows)


def _widths(reports: Sequence[Report]) -> list[float]:
    """The widths of all columns of a sheet from left to right, with the gap after each table."""
    return [width for report in reports for width in (*map(_width, report.columns), _GAP)]


def _width(column: ReportColumn) -> int:
    """The declared width, but wide enough for the longest word of the header."""
    return max(column.width, word_width(column.header))


def _draw_table(sheet: XlsxSheet, styles: Styles, report: Report, at: tuple[int, int], rows: int) -> int:
    """Draw the table with its header at *at* (row and column, from 0). Returns the first column after the table and a gap."""
    top, left = at
    widths = [_width(column) for column in report.columns]
    described = [
        {
            "header": column.header,
            "header_format": styles.header(CellRole.COMPUTED_HEADER, column.kind),
            "format": styles(CellRole.COMPUTED, column.kind, wrap=column.name in SENTENCES),
        }
        for column in report.columns
    ]
    options = {"name": report.table, "style": TABLE_STYLE, "columns": described, "banded_rows": True}
    sheet.add_table(top, left, top + rows, left + len(described) - 1, options)
    lines = [
        len(textwrap.wrap(column.header, width - BUTTON + 1))
        for column, width in zip(report.columns, widths, strict=True)
    ]
    sheet.set_row(top, header_height(max(lines)))
    for place, (column, width) in enumerate(zip(report.columns, widths, strict=True), start=left):
        look = styles(CellRole.COMPUTED, column.kind, wrap=column.name in SENTENCES)
        below = styles(CellRole.BELOW, column.kind, wrap=column.name in SENTENCES)
        sheet.set_column(place, place, width, below if top == 0 else None)
        write_note(sheet, top, place, report_note(report, column))
        for row in range(top + 1, top + 1 + rows):
            sheet.write_blank(row, place, None, look)
        tints = [*answer_tints(column.good, styles), *text_tint(column.name, (top + 1, place), styles)]
        if column.name == "status":
            tints += status_tints(load_vocabulary("statuses"), place, styles)
        for condition in tints:
            sheet.conditional_format(top + 1, place, REACH, place, condition)
    findings = next((place for place, column in enumerate(report.columns, left) if column.name == FINDINGS_FIELD), None)
    if findings is not None and top == 0:
        for condition in findings_tints(findings, styles):
            sheet.conditional_format(top + 1, findings, REACH, findings, condition)
        for condition in row_tints(findings, styles):
            sheet.conditional_format(top + 1, left, REACH, findings, condition)
    after = left + len(described)
    sheet.set_column(after, after, _GAP)
    return after + 1
