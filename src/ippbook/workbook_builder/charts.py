"""How charts look: one palette, quiet axes, limits dashed, and a marker of its own for each line, so that colour is never the only sign."""

from collections.abc import Sequence
from typing import Final

from ippbook.quick_dataclasses import dataclass
from ippbook.workbook_builder import palette
from ippbook.workbook_builder.styles import FONT
from ippbook.workbook_builder.xlsx_types import XlsxChart, XlsxOptions, XlsxSheet, XlsxWorkbook

ROW: Final = 20
"""Pixels of a row."""
CellRange = list[str | int]
"""Sheet, first row, first column, last row, last column (from 0), as XlsxWriter takes them."""
_LETTERS: Final = {"name": FONT["font_name"], "size": 9, "color": palette.MUTED}
_HEADING: Final = {"name": FONT["font_name"], "size": 11, "bold": True, "color": palette.INPUT_HEADER.ground}
_GRID: Final = {"visible": True, "line": {"color": palette.LINE, "width": 0.75}}
_MARKERS: Final = ("circle", "square", "diamond", "triangle", "x", "star")


@dataclass(frozen=True)
class ChartSeries:
    """A line or a bar of a chart."""

    name: str | CellRange
    """A text, or the cell with it."""
    values: CellRange
    colour: str
    limit: bool = False
    """It is a limit: a dashed line without markers."""
    points: bool = False
    """Markers only, without a line between them."""


def line_chart(
    workbook: XlsxWorkbook, title: str | CellRange, months: CellRange, lines: Sequence[ChartSeries], axis: XlsxOptions
) -> XlsxChart:
    """A chart of *lines* over *months*. A month without a figure is a gap. *axis*: the options of the vertical axis."""
    chart = workbook.add_chart({"type": "line"})
    marks = 0
    for line in lines:
        look: XlsxOptions = {"color": line.colour, "width": 2.25}
        marker: XlsxOptions = {"type": "none"}
        if line.limit:
            look = {"color": line.colour, "width": 1.5, "dash_type": "dash"}
        else:
            colours = {"fill": {"color": line.colour}, "border": {"color": line.colour}}
            marker = {"type": _MARKERS[marks % len(_MARKERS)], "size": 6, **colours}
            marks += 1
        chart.add_series(_monthly(workbook, line, months) | {"line": look, "marker": marker})
    chart.show_na_as_empty_cell()
    return _finished(workbook, chart, title, _month_axis(), axis)


def column_chart(
    workbook: XlsxWorkbook,
    title: str | CellRange,
    months: CellRange,
    columns: Sequence[ChartSeries],
    *,
    stacked: bool,
    marked: Sequence[ChartSeries] = (),
) -> XlsxChart:
    """A chart of *columns* over *months*; *marked* are drawn as points over them. The axis counts from 0 in whole numbers."""
    chart = workbook.add_chart({"type": "column", "subtype": "stacked"} if stacked else {"type": "column"})
    for column in columns:
        chart.add_series(
            _monthly(workbook, column, months) | _filled(column) | {"gap": 60, "overlap": 100 if stacked else -5}
        )
    if marked:
        over = workbook.add_chart({"type": "line"})
        for line in marked:
            colours = {"fill": {"color": line.colour}, "border": {"color": line.colour}}
            look = {"line": {"none": True}, "marker": {"type": "diamond", "size": 8, **colours}}
            over.add_series(_monthly(workbook, line, months) | look)
        chart.combine(over)
    return _finished(workbook, chart, title, _month_axis(), {"min": 0, "num_format": "0"})


def bar_chart(
    workbook: XlsxWorkbook, title: str | CellRange, names: CellRange, bars: Sequence[ChartSeries]
) -> XlsxChart:
    """A chart of stacked horizontal *bars*, one for each of *names*, the first at the top."""
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for bar in bars:
        chart.add_series(_series(workbook, bar, names) | _filled(bar) | {"gap": 45, "overlap": 100})
    _finished(workbook, chart, title, {}, {})
    quiet = {"line": {"color": palette.LINE}, "num_font": _LETTERS, "major_tick_mark": "none"}
    # XlsxWriter calls the horizontal axis of a bar chart x
    chart.set_y_axis(quiet | {"reverse": True, "major_gridlines": {"visible": False}})
    chart.set_x_axis(
        quiet
        | {"min": 0, "num_format": "0", "label_position": "high", "major_gridlines": _GRID, "line": {"none": True}}
    )
    return chart


def place_chart(
    sheet: XlsxSheet,
    chart: XlsxChart,
    at: tuple[int, int],
    size: tuple[int, int],
    description: str,
    *,
    stretches: bool = False,
) -> None:
    """Put *chart* on *sheet*: row (from 0) and distance from the left edge in pixels, width and height in pixels.

    *stretches*: it covers the same cells in every program and font.
    """
    row, across = at
    width, height = size
    chart.set_size({"width": width, "height": height})
    sheet.insert_chart(
        row,
        0,
        chart,
        {
            "x_offset": across,
            "y_offset": 0,
            "object_position": 1 if stretches else 2,
            "description": sheet.names.text(description),
        },
    )


def _monthly(workbook: XlsxWorkbook, series: ChartSeries, months: CellRange) -> XlsxOptions:
    """A series over the days of *months*: a reference to numbers, which XlsxWriter takes for texts as long as the cells are blank."""
    _, first, _, last, _ = months
    return _series(workbook, series, months) | {"categories_data": [None] * (int(last) - int(first) + 1)}


def _series(workbook: XlsxWorkbook, series: ChartSeries, categories: CellRange) -> XlsxOptions:
    name = workbook.names.text(series.name) if isinstance(series.name, str) else series.name
    return {"name": name, "categories": categories, "values": series.values}


def _filled(series: ChartSeries) -> XlsxOptions:
    return {"fill": {"color": series.colour}, "border": {"color": palette.PAPER, "width": 0.5}}


def _month_axis() -> XlsxOptions:
    return {"text_axis": True, "num_format": "mmm yy", "label_position": "low"}


def _finished(
    workbook: XlsxWorkbook, chart: XlsxChart, title: str | CellRange, names: XlsxOptions, figures: XlsxOptions
) -> XlsxChart:
    shown = workbook.names.text(title) if isinstance(title, str) else title
    chart.set_title({"name": shown, "name_font": _HEADING, "overlay": False})
    quiet = {"line": {"color": palette.LINE}, "num_font": _LETTERS, "major_tick_mark": "none"}
    lines = {
        "major_gridlines": _GRID,
        "line": {"none": True},
    }
    chart.set_x_axis(quiet | names)
    chart.set_y_axis(quiet | lines | figures)
    chart.set_legend({"position": "bottom", "font": _LETTERS})
    chart.set_chartarea({"border": {"color": palette.LINE}, "fill": {"color": palette.PAPER}})
    chart.show_blanks_as("gap")
    chart.show_hidden_data()  # the sheet Figures is hidden
    return chart
