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
from ippbook.ooxml.refs import column_letters
from ippbook.tables.findings import FINDINGS_FIELD
from ippbook.workbook_builder import palette
from ippbook.workbook_builder.charts_sheet import draw_charts_sheet
from ippbook.workbook_builder.conditional_formats import (
    answer_tints,
    findings_tints,
    row_tints,
    status_tints,
    text_tint,
)
from ippbook.workbook_builder.content import Content
from ippbook.workbook_builder.drawn_columns import BUTTON, SENTENCES, word_width
from ippbook.workbook_builder.figure_places import FigurePlaces, figure_reports
from ippbook.workbook_builder.finished_package import TABLE_STYLE
from ippbook.workbook_builder.good_faith_sheet import TABLE_ROW, draw_good_faith_top, lowest_rate, month_cell
from ippbook.workbook_builder.header_notes import report_note, write_note
from ippbook.workbook_builder.instructions import Instructions
from ippbook.workbook_builder.printing import print_nothing, print_nothing_yet, print_set_up
from ippbook.workbook_builder.styles import CellRole, Styles
from ippbook.workbook_builder.table_sheet import EMPTY_ROWS, REACH, header_height
from ippbook.workbook_builder.xlsx_types import XlsxSheet, XlsxWorkbook

_GAP: Final = 3
"""Width of the empty column between two tables, in characters."""

_LAST: Final = frozenset({OPEN_ROWS_SHEET, FIGURES_SHEET})
"""Sheets that are drawn last: the figures after what they explain."""


def draw_reports(
    workbook: XlsxWorkbook, styles: Styles, known: Registry, content: Content, instructions: Instructions
) -> None:
    """Add the sheets of all computed tables, and the sheet Charts."""
    accounts = [str(name) for row in content.rows.get("Accounts", ()) if (name := row.get("account"))]
    lowest = lowest_rate(content.rows.get("Complaints", ()))
    figures = figure_reports(known)
    others = [report for report in known.reports if report not in figures]
    others = sorted(others, key=lambda report: report.sheet in _LAST)
    for name, found in groupby(others, key=lambda report: report.sheet):
        if name == TODAY_SHEET:  # `draw_today` draws it
            continue
        sheet = _report_sheet(workbook, name)
        reports = tuple(found)
        if name == GOOD_FAITH_SHEET:
            places = FigurePlaces.of(figures, workbook.names.sheets.get(FIGURES_SHEET, FIGURES_SHEET))
            draw_good_faith_top(workbook, sheet, styles, places, accounts, instructions, lowest)
            sheet.write_string(TABLE_ROW - 1, 0, "By complaint reason, in the current window", styles(CellRole.SECTION))
            _draw_side_by_side(sheet, styles, reports, TABLE_ROW)
            _colour_failing(sheet, styles, reports[0], places)
        else:
            _draw_side_by_side(sheet, styles, reports, 0)
            sheet.freeze_panes(1, 1)
            sheet.repeat_rows(0)
        print_set_up(sheet, name, _widths(reports)[:-1], key=name != GOOD_FAITH_SHEET)
        if not any(content.rows.values()):
            print_nothing_yet(sheet)
    draw_charts_sheet(workbook, styles, known, instructions, accounts, lowest)
    sheet = _report_sheet(workbook, FIGURES_SHEET)
    _draw_side_by_side(sheet, styles, figures, 0)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    print_set_up(sheet, FIGURES_SHEET, _widths(figures)[:-1])
    print_nothing(sheet)
    sheet.hide()  # the numbers that people read are on Charts and Good-Faith


def _report_sheet(workbook: XlsxWorkbook, name: str) -> XlsxSheet:
    sheet = workbook.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(palette.REPORT_TAB_COLOUR)
    return sheet


def _draw_side_by_side(sheet: XlsxSheet, styles: Styles, reports: Sequence[Report], top: int) -> None:
    """Draw tables with their headers in the row *top*, so that each can grow downwards."""
    left = 0
    for report in reports:
        left = _draw_table(sheet, styles, report, (top, left), EMPTY_ROWS)


def _colour_failing(sheet: XlsxSheet, styles: Styles, report: Report, places: FigurePlaces) -> None:
    """Colour the rate that fails where it is. The column Fails says it in words."""
    columns = {column.name: place for place, column in enumerate(report.drawn_columns)}
    row = TABLE_ROW + 2
    fails = f"${column_letters(columns['fails'] + 1)}{row}"
    for rate, limit, sign in (("takedown_rate", "takedown_limit", "<"), ("counter_rate", "counter_limit", ">")):
        place = columns[rate]
        cell = f"${column_letters(place + 1)}{row}"
        criteria = f"=AND(LEN({fails})>0,ISNUMBER({cell}),{cell}{sign}{month_cell(places, limit, 0)})"
        condition = {"type": "formula", "criteria": criteria, "format": styles.tint(palette.BAD_TINT)}
        sheet.conditional_format(TABLE_ROW + 1, place, REACH, place, condition)


def _widths(reports: Sequence[Report]) -> list[float]:
    """The widths of all columns of a sheet from left to right, with the gap after each table."""
    return [width for report in reports for width in (*map(_width, report.drawn_columns), _GAP)]


def _width(column: ReportColumn) -> int:
    """The declared width, but wide enough for the longest word of the header."""
    return max(column.width, word_width(column.header))


def _draw_table(sheet: XlsxSheet, styles: Styles, report: Report, at: tuple[int, int], rows: int) -> int:
    """Draw the table with its header at *at* (row and column, from 0). Returns the first column after the table and a gap."""
    top, left = at
    widths = [_width(column) for column in report.drawn_columns]
    described = [
        {
            "header": column.header,
            "header_format": styles.header(CellRole.COMPUTED_HEADER, column.kind),
            "format": styles(CellRole.COMPUTED, column.kind, wrap=column.name in SENTENCES),
        }
        for column in report.drawn_columns
    ]
    options = {"name": report.table, "style": TABLE_STYLE, "columns": described, "banded_rows": True}
    sheet.add_table(top, left, top + rows, left + len(described) - 1, options)
    lines = [
        len(textwrap.wrap(column.header, width - BUTTON + 1))
        for column, width in zip(report.drawn_columns, widths, strict=True)
    ]
    sheet.set_row(top, header_height(max(lines)))
    for place, (column, width) in enumerate(zip(report.drawn_columns, widths, strict=True), start=left):
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
    findings = next(
        (place for place, column in enumerate(report.drawn_columns, left) if column.name == FINDINGS_FIELD), None
    )
    if findings is not None and top == 0:
        for condition in findings_tints(findings, styles):
            sheet.conditional_format(top + 1, findings, REACH, findings, condition)
        for condition in row_tints(findings, styles):
            sheet.conditional_format(top + 1, left, REACH, findings, condition)
    after = left + len(described)
    sheet.set_column(after, after, _GAP)
    return after + 1
