"""The sheet Today, the first one: a line of summary, tiles of the accounts, and the list of tasks.

The tiles are a computed table whose header is hidden: a column for each tile, a row for each line of text. A text runs over the empty
cells at its right, so a tile may be as wide as several columns of the list below. Frames and colours are conditional formats.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from ippbook.computed.tables.today import TODAY_SHEET
from ippbook.declare import Registry, Report
from ippbook.languages import in_language, known_languages, say
from ippbook.ooxml.refs import column_letters
from ippbook.today.task_list import MOST_TASKS
from ippbook.today.tiles import BAD, GOOD, LOCKED, TILE_LINES, TileRow
from ippbook.today.urgency import URGENCY_WORDS, Urgency
from ippbook.workbook_builder import palette
from ippbook.workbook_builder.finished_package import TABLE_STYLE
from ippbook.workbook_builder.header_notes import report_note, write_note
from ippbook.workbook_builder.instructions import Instructions
from ippbook.workbook_builder.styles import CellRole, Styles
from ippbook.workbook_builder.xlsx_types import XlsxFormat, XlsxOptions, XlsxSheet, XlsxWorkbook

_MARGIN: Final = 1.5
"""Width of the empty first column, in characters."""
_LEFT: Final = 1
"""The first column of the list and of the tiles."""
_WIDTHS: Final = (11, 14, 17, 42, 42, 19, 23, 18, 23, 16)
"""Widths of the columns of the list, in characters; three, one, one and two of them are as wide as a tile."""
_TILES: Final = ((0, 2), (3, 3), (4, 4), (5, 6))
"""First and last column of the list below each tile of a band."""
_HIDDEN: Final = 2
"""The last columns of the list are hidden: the addresses behind the links."""
_TOP: Final = 3
"""The first row of the tiles; the hidden header is above it."""
_LIST: Final = _TOP + TileRow.REST + 2
"""The row of the list's header."""
_TALL: Final = 16.5
"""Height of a line of a tile, in points."""
_TASK: Final = 27.0
"""Height of a task, in points: two lines."""
_LOW: Final = 6.0
"""Height of the empty row above a band of tiles, in points."""
_A4: Final = 9
_THICK: Final = 5


def draw_today(workbook: XlsxWorkbook, styles: Styles, known: Registry, instructions: Instructions) -> None:
    """Add the sheet, with an empty list and no tile; `recalculate` fills both."""
    reports = {report.table: report for report in known.reports if report.sheet == TODAY_SHEET}
    sheet = workbook.add_worksheet(TODAY_SHEET)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(palette.COUNTERS)
    sheet.set_column(0, 0, _MARGIN)
    for place, width in enumerate(_WIDTHS, start=_LEFT):
        hidden = place >= _LEFT + len(_WIDTHS) - _HIDDEN
        sheet.set_column(place, place, width, None, {"hidden": True} if hidden else {})
    sheet.set_row(0, 30)
    sheet.write_string(0, _LEFT, TODAY_SHEET, styles(CellRole.TITLE))
    sheet.write_string(
        1, _LEFT, f"What to do today and this week, the most urgent task first. {instructions('recalculate')} to update this sheet.",
        styles(CellRole.TITLE_LINE),
    )  # fmt: skip
    _draw_tiles(sheet, styles, reports["TodayAccounts"])
    _draw_list(sheet, styles, reports["TodayTasks"])
    _set_up_print(sheet)
    sheet.activate()


def _draw_tiles(sheet: XlsxSheet, styles: Styles, report: Report) -> None:
    """The table of the tiles, and the formats of each tile."""
    names = iter(report.columns)
    firsts = {first for first, _ in _TILES}
    headers = [
        next(names).header if place in firsts else say("Room {place}", place=place)
        for place in range(_TILES[-1][1] + 1)
    ]
    bottom = _TOP + TileRow.REST
    options = {
        "name": report.table, "autofilter": False, "banded_rows": False, "style": None,
        "columns": [{"header": header} for header in headers],
    }  # fmt: skip
    sheet.set_row(
        _TOP - 1, None, None, {"hidden": True}
    )  # a program that edits open workbooks needs a header to find a column
    sheet.add_table(_TOP - 1, _LEFT, bottom, _LEFT + len(headers) - 1, options)
    sheet.set_row(_TOP, 20)
    for first, last in _TILES:
        for place in range(first, last + 1):
            for row in range(_TOP, bottom + 1):
                sheet.write_blank(row, _LEFT + place, None, _look(styles, row - _TOP, ends=place == last))
    for band in TileRow.BANDS:
        sheet.set_row(_TOP + band - 1, _LOW)
        for line in range(TILE_LINES):
            sheet.set_row(_TOP + band + line, _TALL)
        for first, last in _TILES:
            _colour_tile(sheet, styles, (_TOP + band, _LEFT + first), _LEFT + last)


def _look(styles: Styles, row: int, *, ends: bool) -> XlsxFormat:
    """The format of a cell of the tiles by its row in their table. *ends*: it is the last column of its tile."""
    if row == TileRow.SUMMARY:
        return styles(CellRole.SECTION)
    if row == TileRow.REST:
        return styles(CellRole.TITLE_LINE)
    line = next((row - band for band in TileRow.BANDS if 0 <= row - band < TILE_LINES), -1)
    edge: XlsxOptions = {"right": _THICK, "right_color": palette.PAPER} if ends else {}
    return styles.tile_line(line, edge)


def _colour_tile(sheet: XlsxSheet, styles: Styles, at: tuple[int, int], last: int) -> None:
    """The colours of a tile whose first cell is *at*; no tile, no colour."""
    top, left = at
    name, verdict = (f"${_letter(left)}${top + 1 + line}" for line in (0, 1))
    signs = ((GOOD, palette.GOOD_TINT), (LOCKED, palette.WARNING_TINT), (BAD, palette.BAD_TINT))
    for sign, pair in signs:
        sheet.conditional_format(
            top + 1, left, top + 1, last,
            {"type": "formula", "criteria": f'=LEFT({verdict},1)="{sign}"', "format": styles.tint(pair), "stop_if_true": True},
        )  # fmt: skip
    for line in range(2, TILE_LINES):
        criteria = f'=LEFT(${_letter(left)}${top + 1 + line},1)="{BAD}"'
        sheet.conditional_format(
            top + line, left, top + line, last,
            {"type": "formula", "criteria": criteria, "format": styles.tint(palette.BAD_TINT), "stop_if_true": True},
        )  # fmt: skip
    sheet.conditional_format(
        top, left, top + TILE_LINES - 1, last,
        {"type": "formula", "criteria": f"=LEN({name})>0", "format": styles.tint(palette.COMPUTED)},
    )  # fmt: skip


def _draw_list(sheet: XlsxSheet, styles: Styles, report: Report) -> None:
    bottom = _LIST + MOST_TASKS
    headers = {column.header: column.header for column in report.columns}
    described = [
        {
            "header": column.header,
            "header_format": styles.header(CellRole.COMPUTED_HEADER, column.kind),
            "format": styles.task(link=bool(column.formula)),
        }
        | ({"formula": column.formula_in(report.table, headers)} if column.formula else {})
        for column in report.columns
    ]
    options = {"name": report.table, "style": TABLE_STYLE, "columns": described, "banded_rows": False}
    sheet.add_table(_LIST, _LEFT, bottom, _LEFT + len(described) - 1, options)
    sheet.set_row(_LIST, 22)
    for row in range(_LIST + 1, bottom + 1):
        sheet.set_row(row, _TASK)
    for place, column in enumerate(report.columns, start=_LEFT):
        write_note(sheet, _LIST, place, report_note(report, column))
        look = styles.task(link=bool(column.formula))
        for row in range(_LIST + 1, bottom + 1):
            if column.formula:
                sheet.write_formula(row, place, f"={column.formula_in(report.table, headers)}", look, "")
            else:
                sheet.write_blank(row, place, None, look)
    for condition, (first, last) in _list_colours(styles, report.columns):
        sheet.conditional_format(_LIST + 1, _LEFT + first, bottom, _LEFT + last, condition)


def _list_colours(styles: Styles, columns: Sequence[object]) -> Iterator[tuple[XlsxOptions, tuple[int, int]]]:
    """The colours of the list: urgency by its word, and a line below each task."""
    urgency = f"${_letter(_LEFT)}{_LIST + 2}"
    pairs = {
        Urgency.NOW: palette.ERROR_TINT,
        Urgency.THIS_WEEK: palette.WARNING_TINT,
        Urgency.SOON: palette.ADVICE_TINT,
    }
    for word, pair in pairs.items():
        words = {
            in_language(URGENCY_WORDS[word], language) for language in known_languages()
        }  # that of a run may differ
        tests = ",".join(f'{urgency}="{each}"' for each in sorted(words))
        yield {"type": "formula", "criteria": f"=OR({tests})", "format": styles.tint(pair)}, (0, 1)
    yield {"type": "formula", "criteria": f"=LEN({urgency})>0", "format": styles.underline()}, (0, len(columns) - 1)


def _letter(column: int) -> str:
    return column_letters(column + 1)


def _set_up_print(sheet: XlsxSheet) -> None:
    """A4 landscape, as wide as a page, two pages at most; the list's header on each page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 2)
    sheet.print_area(0, 0, _LIST + MOST_TASKS, _LEFT + len(_WIDTHS) - _HIDDEN - 1)
    sheet.repeat_rows(_LIST)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer(f"&L{TODAY_SHEET}&C&F&R&P / &N")
