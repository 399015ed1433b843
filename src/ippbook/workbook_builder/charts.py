"""The charts of the sheet Good-Faith: one chart per account, with both rates and their limits at the last twelve month ends.

The charts read fixed rows of the table GoodFaithMonths: twelve rows for each account, in the order of the sheet Accounts.
"""

from collections.abc import Sequence
from typing import Final

from ippbook.declare import Report
from ippbook.goodfaith.trend import TREND_MONTHS
from ippbook.workbook_builder import palette
from ippbook.workbook_builder.styles import FONT
from ippbook.workbook_builder.xlsx_types import XlsxChart, XlsxSheet, XlsxWorkbook

TABLE: Final = "GoodFaithMonths"
TOP: Final = 3
"""The first row of the charts (from 0)."""
_FEWEST, _MOST = 3, 6
_ABREAST: Final = 3
_WIDTH, _HEIGHT = 470, 300
"""Pixels."""
_APART: Final = 16
"""Pixels between two charts."""
_ROW: Final = 20
"""Pixels of a row."""
_LINES: Final = (
    ("takedown_rate", palette.TAKEDOWNS, False),
    ("takedown_limit", palette.TAKEDOWNS, True),
    ("counter_rate", palette.COUNTERS, False),
    ("counter_limit", palette.COUNTERS, True),
)
"""The columns in a chart: name, colour, whether it is a limit."""
_LETTERS: Final = {"name": FONT["font_name"], "size": 9, "color": palette.MUTED}


def titles(accounts: Sequence[str]) -> tuple[str, ...]:
    """The titles of the charts for these accounts. Excel reads them from the cells; other programs show them as they are."""
    spare = [f"Account {place + 1}" for place in range(len(accounts), _FEWEST)]
    return tuple([*accounts, *spare][:_MOST])


def chart_rows(charts: int) -> int:
    """The number of sheet rows that this number of charts covers, with the gap under them."""
    return -(-charts // _ABREAST) * -(-(_HEIGHT + _APART) // _ROW)


def draw_charts(
    workbook: XlsxWorkbook, sheet: XlsxSheet, report: Report, at: tuple[int, int], titles: Sequence[str]
) -> None:
    """Add a chart for each of *titles* to *sheet*. They read the table *report*, whose header is at *at* (from 0)."""
    for place, title in enumerate(titles):
        first = at[0] + 1 + place * TREND_MONTHS
        chart = _chart(workbook, sheet.get_name(), report, (first, at[1]), title)
        down, across = divmod(place, _ABREAST)
        sheet.insert_chart(
            TOP,
            0,
            chart,
            {
                "x_offset": across * (_WIDTH + _APART),
                "y_offset": down * (-(-(_HEIGHT + _APART) // _ROW) * _ROW),
                "object_position": 2,  # a wider column moves a chart, but does not stretch it
                "description": "Takedown rate and counter-notice rate of one account at the last twelve month ends, against their limits",
            },
        )


def _chart(workbook: XlsxWorkbook, sheet: str, report: Report, at: tuple[int, int], account: str) -> XlsxChart:
    """The chart of the twelve rows from *at* (row and column, from 0). Its title is the account's name in the first row."""
    first, left = at
    columns = {column.name: left + place for place, column in enumerate(report.columns)}
    headers = {column.name: column.header for column in report.columns}

    def cells(name: str) -> list[str | int]:
        return [sheet, first, columns[name], first + TREND_MONTHS - 1, columns[name]]

    chart = workbook.add_chart({"type": "line"})
    for name, colour, limit in _LINES:
        line = {"color": colour, "width": 1.25, "dash_type": "dash"} if limit else {"color": colour, "width": 2.25}
        marker = {"type": "circle", "size": 4, "fill": {"color": colour}, "border": {"color": colour}}
        chart.add_series(
            {
                "name": headers[name],
                "categories": cells("month_end"),
                "values": cells(name),
                "line": line,
                "marker": {"type": "none"} if limit else marker,
            }
        )
    title = {"name": FONT["font_name"], "size": 11, "bold": True, "color": palette.INPUT_HEADER.ground}
    chart.set_title(
        {"name": [sheet, first, columns["account"]], "data": [account], "name_font": title, "overlay": False}
    )
    quiet = {"line": {"color": palette.LINE}, "num_font": _LETTERS, "major_tick_mark": "none"}
    chart.set_x_axis(quiet | {"text_axis": True, "num_format": "mmm yy", "label_position": "low"})
    chart.set_y_axis(
        quiet
        | {
            "min": 0,
            "max": 1,
            "major_unit": 0.2,
            "num_format": "0%",
            "line": {"none": True},
            "major_gridlines": {"visible": True, "line": {"color": palette.LINE, "width": 0.75}},
        }
    )
    chart.set_legend({"position": "bottom", "font": _LETTERS})
    chart.set_chartarea({"border": {"color": palette.LINE}, "fill": {"color": palette.PAPER}})
    chart.show_blanks_as("gap")
    chart.set_size({"width": _WIDTH, "height": _HEIGHT})
    return chart
