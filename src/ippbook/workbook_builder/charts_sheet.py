"""The sheet Charts: one account chosen in a drop-down, its charts, the charts of the whole team, and below them the numbers of the chosen account.

The numbers are native formulas over the tables GoodFaithMonths, OutcomeFigures and TakedownFigures, so that Excel follows the drop-down at
once; in a file recalculation follows. A month without a figure is #N/A, because a chart draws an empty text as 0 and leaves a gap for #N/A.
"""

from collections.abc import Sequence
from typing import Final

from ippbook.computed.tables.figures import FIGURES_SHEET
from ippbook.declare import Registry
from ippbook.goodfaith.trend import TREND_MONTHS
from ippbook.ooxml.refs import column_letters
from ippbook.tables.schema import Kind
from ippbook.trends import ALL_ACCOUNTS, OUTCOME_GROUPS
from ippbook.trends.outcomes import MOST_NAMES
from ippbook.workbook_builder import charts, palette
from ippbook.workbook_builder.charts import CellRange, ChartSeries
from ippbook.workbook_builder.drawn_names import TypedText
from ippbook.workbook_builder.figure_places import FigurePlaces, figure_reports
from ippbook.workbook_builder.good_faith_sheet import takedown_axis
from ippbook.workbook_builder.instructions import Instructions
from ippbook.workbook_builder.printing import print_nothing_yet
from ippbook.workbook_builder.styles import FONT, CellRole, Styles
from ippbook.workbook_builder.xlsx_types import XlsxOptions, XlsxSheet, XlsxWorkbook

CHARTS_SHEET: Final = "Charts"
_ACCOUNTS_NAME: Final = "ippbook_chart_accounts"
_ACCOUNT_ROW: Final = 3
"""The row of the drop-down (from 0); its cell is in the second column."""
_TOP: Final = 6
"""The first row of the charts."""
_BAND: Final = 12
"""Rows of a band of charts."""
_GAP: Final = 12
"""Pixels between two charts."""
_WHOLE: Final = 1290
"""Pixels of all columns."""
_HEIGHT: Final = _BAND * charts.ROW - _GAP
_COLUMNS: Final = 15
_COLUMN: Final = 11.57
"""Width of a column in characters: 86 pixels."""
_NUMBERS: Final = _TOP + 3 * _BAND + 1
"""The row with the heading of the numbers."""
_FIRST: Final = _NUMBERS + 2
"""The first row of numbers."""
_NAMES, _COUNTS_FROM = 8, 10
"""The columns of platforms and reasons, which are two columns wide, and of the first count."""
_MONTH_FIGURES: Final = (
    ("Takedown rate", "GoodFaithMonths", "Takedown rate", "0.0%"),
    ("Takedown limit", "GoodFaithMonths", "Takedown limit", "0%"),
    ("Counter rate", "GoodFaithMonths", "Counter rate", "0.0%"),
    ("Counter limit", "GoodFaithMonths", "Counter limit", "0%"),
    ("Median days", "TakedownFigures", "Median days", "0.0"),
    ("Slowest tenth", "TakedownFigures", "Slowest tenth", "0"),
)
"""Columns of the numbers by month: heading, table, header, number format."""
_HELPERS: Final = {"GoodFaithMonths": 1, "TakedownFigures": 2, "OutcomeFigures": 3}
_COUNTS: Final = {"platform": 4, "reason": 5}
"""Columns of the cells that say where the chosen account is in the tables, and how many rows it has."""
_GROUP_HEADERS: Final = {name: name.replace("_", " ").capitalize() for name in OUTCOME_GROUPS}


def draw_charts_sheet(
    workbook: XlsxWorkbook,
    styles: Styles,
    known: Registry,
    instructions: Instructions,
    accounts: Sequence[str],
    lowest: float | None,
) -> None:
    """Add the sheet. *accounts*: those of the workbook; the first is chosen. *lowest*: as `takedown_axis` takes it."""
    sheet = workbook.add_worksheet(CHARTS_SHEET)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(palette.REPORT_TAB_COLOUR)
    sheet.set_column(0, _COLUMNS - 1, _COLUMN)
    reports = figure_reports(known)
    places = FigurePlaces.of(reports, workbook.names.sheets.get(FIGURES_SHEET, FIGURES_SHEET))
    _draw_head(workbook, sheet, styles, instructions, accounts)
    _draw_numbers(sheet, styles)
    _draw_account_charts(workbook, sheet, lowest)
    _draw_team_charts(workbook, sheet, places)
    _print(sheet, numbers=bool(accounts))


def _draw_head(
    workbook: XlsxWorkbook, sheet: XlsxSheet, styles: Styles, instructions: Instructions, accounts: Sequence[str]
) -> None:
    text = sheet.names.text
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, "Charts", styles(CellRole.TITLE))
    line = (
        f"The last twelve months of one account, and of the team. {instructions('recalculate')} to update this sheet."
    )
    sheet.write_string(1, 0, line, styles(CellRole.TITLE_LINE))
    sheet.set_row(_ACCOUNT_ROW, 20)
    sheet.write_string(_ACCOUNT_ROW, 0, "Account", styles(CellRole.LABEL))
    chosen = workbook.add_format(
        FONT
        | {
            "font_size": 12,
            "bold": True,
            "border": 1,
            "border_color": palette.INPUT_HEADER.ground,
            "indent": 1,
            "font_color": palette.INK,
        }
    )
    first = TypedText(accounts[0] if accounts else ALL_ACCOUNTS)  # as the table ChartAccounts has it
    sheet.merge_range(_ACCOUNT_ROW, 1, _ACCOUNT_ROW, 3, "", chosen)
    sheet.write_string(_ACCOUNT_ROW, 1, first, chosen)
    count = "MAX(1,COUNTA(ChartAccounts[Account]))"
    workbook.define_name(_ACCOUNTS_NAME, f"=INDEX(ChartAccounts[Account],1):INDEX(ChartAccounts[Account],{count})")
    sheet.data_validation(
        _ACCOUNT_ROW, 1, _ACCOUNT_ROW, 1,
        {
            "validate": "list", "source": f"={_ACCOUNTS_NAME}", "error_type": "stop",
            "error_title": "Not an account", "error_message": "Choose an account from the drop-down list.",
        },
    )  # fmt: skip
    sheet.write_string(
        _ACCOUNT_ROW, 5, "Choose an account in the drop-down; the charts follow.", styles(CellRole.TITLE_LINE)
    )
    rates = f"{_fixed(_FIRST, 1)}:{_fixed(_FIRST + TREND_MONTHS - 1, 1)}"
    words = {
        "none": "No data yet: no complaint was filed in the last twelve months.",
        "all": "Good-Faith is judged for each account: choose an account to see its rates.",
        "undecided": "No data yet for the rates: no complaint of this account is decided.",
    }
    quoted = {name: '"' + text(sentence).replace('"', '""') + '"' for name, sentence in words.items()}
    everyone = '"' + ALL_ACCOUNTS + '"'
    sheet.write_formula(
        _ACCOUNT_ROW + 1, 1,
        f'=IF(COUNT(OutcomeFigures[Filed])=0,{quoted["none"]},IF({_fixed(_ACCOUNT_ROW, 1)}={everyone},{quoted["all"]},IF(COUNT({rates})=0,{quoted["undecided"]},"")))',
        styles(CellRole.TITLE_LINE), text(words["none"]),
    )  # fmt: skip


def _fixed(row: int, column: int) -> str:
    """The address of a cell (from 0), fixed."""
    return f"${column_letters(column + 1)}${row + 1}"


def _draw_numbers(sheet: XlsxSheet, styles: Styles) -> None:
    """The numbers behind the charts of the chosen account."""
    sheet.write_string(_NUMBERS, 0, "The numbers of the chosen account", styles(CellRole.SECTION))
    sheet.write_string(_NUMBERS, 8, "#N/A: there is no figure; the charts leave a gap.", styles(CellRole.TITLE_LINE))
    _draw_helpers(sheet, styles)
    _draw_months(sheet, styles)
    _draw_outcomes(sheet, styles)
    criteria = f"=ISNA({column_letters(1)}{_FIRST + 1})"
    missing = {"type": "formula", "criteria": criteria, "format": styles.quiet(palette.MUTED)}
    sheet.conditional_format(_FIRST, 0, _FIRST + TREND_MONTHS - 1, len(_MONTH_FIGURES), missing)


def _draw_helpers(sheet: XlsxSheet, styles: Styles) -> None:
    """Where the rows of the chosen account begin in each table, and how many it has by platform and by reason."""
    # a pattern, because MATCH and COUNTIFS read * ? ~ in a text as wildcards
    chosen = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({_fixed(_ACCOUNT_ROW, 1)},"~","~~"),"*","~*"),"?","~?")'
    small = FONT | {"font_color": palette.MUTED, "font_size": 8}
    row = _helper_row()
    sheet.write_string(row, 0, "First rows", styles.workbook.add_format(small))
    look = styles.workbook.add_format(small | {"align": "right"})
    for table, place in _HELPERS.items():
        sheet.write_formula(row, place, f"=IFERROR(MATCH({chosen},{table}[Account],0),NA())", look, "#N/A")
    for by, place in _COUNTS.items():
        formula = f'=COUNTIFS(OutcomeFigures[Account],{chosen},OutcomeFigures[By],"{by}")'
        sheet.write_formula(row, place, formula, look, 0)


def _draw_months(sheet: XlsxSheet, styles: Styles) -> None:
    look: XlsxOptions = FONT | {"font_color": palette.INK, "bottom": 1, "bottom_color": palette.LINE}
    sheet.set_row(_FIRST - 1, 30)
    sheet.write_string(_FIRST - 1, 0, "Month end", styles(CellRole.COMPUTED_HEADER))
    for place, (heading, *_) in enumerate(_MONTH_FIGURES, start=1):
        sheet.write_string(_FIRST - 1, place, heading, styles.header(CellRole.COMPUTED_HEADER, Kind.TEXT))
    date_look = styles.workbook.add_format(look | {"num_format": "mmm yyyy", "align": "left"})
    numbers = [styles.workbook.add_format(look | {"num_format": each[3], "align": "right"}) for each in _MONTH_FIGURES]
    for month in range(TREND_MONTHS):
        row = _FIRST + month
        at = f"INDEX(ComebackFigures[Month end],{month + 1})"
        sheet.write_formula(row, 0, f'=IF({at}="",NA(),{at})', date_look, "#N/A")
        for place, (_, table, header, _) in enumerate(_MONTH_FIGURES, start=1):
            at = f"INDEX({table}[{header}],{_fixed(_helper_row(), _HELPERS[table])}+{month})"
            sheet.write_formula(row, place, f'=IFERROR(IF({at}="",NA(),{at}),NA())', numbers[place - 1], "#N/A")


def _draw_outcomes(sheet: XlsxSheet, styles: Styles) -> None:
    look: XlsxOptions = FONT | {"font_color": palette.INK, "bottom": 1, "bottom_color": palette.LINE}
    number = styles.workbook.add_format(look | {"num_format": "0", "align": "right"})
    word = styles.workbook.add_format(look | {"align": "left"})
    first = _fixed(_helper_row(), _HELPERS["OutcomeFigures"])
    for block, (by, heading) in enumerate((("platform", "Platform"), ("reason", "Reason"))):
        top = _outcome_row(block)
        count = _fixed(_helper_row(), _COUNTS[by])
        before = f"+{_fixed(_helper_row(), _COUNTS['platform'])}" if block else ""
        for place, header in enumerate((heading, "", *_GROUP_HEADERS.values()), start=_NAMES):
            sheet.write_string(top - 1, place, header, styles(CellRole.COMPUTED_HEADER))
        for place in range(MOST_NAMES):
            row = f"{first}{before}+{place}"
            name = f'=IF({place}<{count},INDEX(OutcomeFigures[Name],{row}),"")'
            sheet.write_formula(top + place, _NAMES, name, word, "")
            sheet.write_blank(top + place, _NAMES + 1, None, word)
            for column, header in enumerate(_GROUP_HEADERS.values(), start=_COUNTS_FROM):
                value = f'=IF({place}<{count},INDEX(OutcomeFigures[{header}],{row}),"")'
                sheet.write_formula(top + place, column, value, number, "")


def _helper_row() -> int:
    return _outcome_row(1) + MOST_NAMES + 1


def _outcome_row(block: int) -> int:
    """The first row of the numbers by platform (0) or by reason (1)."""
    return _FIRST + block * (MOST_NAMES + 2)


def _draw_account_charts(workbook: XlsxWorkbook, sheet: XlsxSheet, lowest: float | None) -> None:
    name = sheet.get_name()

    def month_cells(column: int) -> CellRange:
        return [name, _FIRST, column, _FIRST + TREND_MONTHS - 1, column]

    months = month_cells(0)
    half = (_WHOLE - _GAP) // 2
    rates = (
        ("Takedown rate against its limit", 1, palette.TAKEDOWNS, "Takedown rate", "Limit: at least", takedown_axis(lowest)),
        ("Counter-notice rate against its limit", 3, palette.COUNTERS, "Counter-notice rate", "Limit: at most", {"min": 0, "num_format": "0%"}),
    )  # fmt: skip
    for place, (title, column, colour, own, limit, axis) in enumerate(rates):
        lines = [
            ChartSeries(own, month_cells(column), colour),
            ChartSeries(limit, month_cells(column + 1), palette.LIMIT, limit=True),
        ]
        chart = charts.line_chart(workbook, title, months, lines, axis)
        charts.place_chart(sheet, chart, (_TOP, place * (half + _GAP)), (half, _HEIGHT), title, stretches=True)
    for block, title in enumerate(("How complaints ended, by platform", "How complaints ended, by reason")):
        top = _outcome_row(block)
        names = [name, top, _NAMES, top + MOST_NAMES - 1, _NAMES]
        bars = [
            ChartSeries(header, [name, top, column, top + MOST_NAMES - 1, column], palette.BARS[group])
            for column, (group, header) in enumerate(_GROUP_HEADERS.items(), start=_COUNTS_FROM)
        ]
        chart = charts.bar_chart(workbook, title, names, bars)
        charts.place_chart(sheet, chart, (_TOP + _BAND, block * (half + _GAP)), (half, _HEIGHT), title, stretches=True)
    days = charts.column_chart(
        workbook, "Days from filing to takedown", months,
        [ChartSeries("Half were down within", month_cells(5), palette.TAKEDOWNS)], stacked=False,
        marked=[ChartSeries("Nine of ten were down within", month_cells(6), palette.COUNTERS)],
    )  # fmt: skip
    third = (_WHOLE - 2 * _GAP) // 3
    charts.place_chart(
        sheet,
        days,
        (_TOP + 2 * _BAND, 0),
        (third, _HEIGHT),
        "Days from filing to takedown, by month of the decision",
        stretches=True,
    )


def _draw_team_charts(workbook: XlsxWorkbook, sheet: XlsxSheet, places: FigurePlaces) -> None:
    third = (_WHOLE - 2 * _GAP) // 3
    row = _TOP + 2 * _BAND

    def cells(table: str, column: str) -> CellRange:
        return places.rows(table, column, 0, TREND_MONTHS)

    back = [
        ChartSeries("Taken down", cells("ComebackFigures", "taken_down"), palette.BARS["pending"]),
        ChartSeries("New offers after a takedown", cells("ComebackFigures", "new_offers"), palette.COUNTERS),
        ChartSeries("Seen again", cells("ComebackFigures", "seen_again"), palette.LIMIT),
    ]
    title = "All accounts: offers taken down, and after"
    chart = charts.column_chart(workbook, title, cells("ComebackFigures", "month_end"), back, stacked=False)
    charts.place_chart(sheet, chart, (row, third + _GAP), (third, _HEIGHT), title, stretches=True)
    kinds = (
        ("trademarks", "Trademarks", palette.TAKEDOWNS),
        ("patents_and_designs", "Patents and designs", palette.COUNTERS),
        ("other_rights", "Other rights", palette.BARS["pending"]),
        ("powers_of_attorney", "Powers of attorney", palette.BARS["withdrawn"]),
    )
    ending = [ChartSeries(label, cells("LastDayFigures", column), colour) for column, label, colour in kinds]
    title = "Running out in the next twelve months"
    chart = charts.column_chart(workbook, title, cells("LastDayFigures", "month_end"), ending, stacked=True)
    charts.place_chart(sheet, chart, (row, 2 * (third + _GAP)), (third, _HEIGHT), title, stretches=True)


def _print(sheet: XlsxSheet, *, numbers: bool) -> None:
    """A4 landscape: the charts on the first page, the numbers on the second; nothing while the workbook has no accounts."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    if numbers:
        sheet.print_area(0, 0, _outcome_row(1) + MOST_NAMES, _COLUMNS - 1)
        sheet.set_h_pagebreaks([_NUMBERS])
    else:
        print_nothing_yet(sheet)
    sheet.set_margins(0.4, 0.4, 0.4, 0.5)
    sheet.set_footer(f"&L{CHARTS_SHEET}&C&F&R&P / &N")
