"""The drawing of a chart as SVG: axes, guides, labels, lines and bars as plain shapes with classes. The page's style sheet colours them.

Every shape of a value has a title, which a browser shows under the pointer. Coordinates are in units of the drawing, from its left upper corner.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from lxml import etree

from ippbook.quick_dataclasses import dataclass
from ippbook.report.chart_ticks import chart_ticks
from ippbook.report.charts import Chart, Series
from ippbook.report.shown_text import cut

_SVG: Final = "http://www.w3.org/2000/svg"
_WIDTH: Final = 460
_HEIGHT: Final = 216
"""Height of a chart with months below it."""
_TOP, _RIGHT, _BELOW, _GAP = 8, 26, 24, 6
"""Margins, and the distance of labels from what they name."""
_ROW: Final = 26
_BAR: Final = 18
"""Height of a row of a bar chart, and of its bar."""
_EDGE: Final = 9
"""Distance of the first and the last dot from the edges of the plot."""
_DOT: Final = 3
_SMALL: Final = 3.8
"""Half the height of a small letter: what moves a text down to its guide."""
_LETTER, _WIDE_LETTER = 6.6, 11.2
"""Width of a letter of the labels, a little more than in fact, and of a Chinese one."""
_MOST_LABEL: Final = 175
"""Width of the longest label at a bar."""
_GROUP: Final = 0.72
"""How much of the room of a month its columns take."""


@dataclass(frozen=True)
class _Plot:
    """The block inside the axes, and the values at its ends."""

    left: float
    top: float
    width: float
    height: float
    ticks: Sequence[float]

    def share(self, value: float) -> float:
        """Where *value* is between the first tick (0) and the last one (1)."""
        first, last = self.ticks[0], self.ticks[-1]
        return (value - first) / (last - first)

    def y(self, value: float) -> float:
        """The height of *value* on a vertical axis."""
        return self.top + self.height * (1 - self.share(value))

    def x(self, value: float) -> float:
        """The place of *value* on an axis to the right."""
        return self.left + self.width * self.share(value)


def draw_chart(chart: Chart, name: str) -> str:
    """*chart* as SVG for a page, without colours, sizes, styles and scripts. *name*: an id that no other drawing of the page has."""
    height = _HEIGHT if chart.kind != "bars" else _TOP + _BELOW + _ROW * len(chart.labels)
    root = etree.fromstring(
        f'<svg xmlns="{_SVG}" class="chart {chart.kind}" viewBox="0 0 {_WIDTH} {height}" role="img"/>'
    )
    root.set("aria-labelledby", f"{name}-title {name}-about")
    _add(root, "title", cut(chart.title), id=f"{name}-title")
    _add(root, "desc", cut(chart.about), id=f"{name}-about")
    {"lines": _draw_lines, "columns": _draw_columns, "bars": _draw_bars}[chart.kind](root, chart)
    return etree.tostring(root, encoding="unicode")


def _draw_lines(root: etree._Element, chart: Chart) -> None:
    values = [value for each in chart.series for value in each.values if value is not None]
    plot = _month_plot(root, chart, chart_ticks(values, percent=chart.percent, least=1 if chart.percent else 0))
    step = (plot.width - 2 * _EDGE) / max(len(chart.labels) - 1, 1)
    places = [plot.left + _EDGE + step * number for number in range(len(chart.labels))]
    _draw_months(root, chart, places)
    factor = 100 if chart.percent else 1
    for each in chart.series:
        group = _add(root, "g", **{"class": f"series {each.role}"})
        dots = [
            (x, plot.y(value * factor), words) for x, (value, words) in zip(places, _worded(chart, each), strict=True)
            if value is not None
        ]  # fmt: skip
        for path in _paths(places, [None if value is None else plot.y(value * factor) for value in each.values]):
            _add(group, "path", d=path, **{"class": "line"})
        for x, y, words in dots if each.role != "limit" else ():
            _add(_add(group, "circle", cx=_number(x), cy=_number(y), r=str(_DOT), **{"class": "dot"}), "title", words)


def _draw_columns(root: etree._Element, chart: Chart) -> None:
    plot = _month_plot(
        root, chart, chart_ticks([0, *(value or 0 for each in chart.series for value in each.values)], percent=False, least=1)
    )  # fmt: skip
    room = plot.width / max(len(chart.labels), 1)
    _draw_months(root, chart, [plot.left + room * (number + 0.5) for number in range(len(chart.labels))])
    width = room * _GROUP / max(len(chart.series), 1)
    for place, each in enumerate(chart.series):
        group = _add(root, "g", **{"class": f"series {each.role}"})
        for number, (value, words) in enumerate(_worded(chart, each)):
            if value:
                x = plot.left + room * (number + (1 - _GROUP) / 2) + width * place
                _draw_bar(group, (x, plot.y(value), width, plot.y(0) - plot.y(value)), words)


def _draw_bars(root: etree._Element, chart: Chart) -> None:
    """Bars to the right, their parts one after the other, and the sum behind each."""
    sums = [sum(each.values[row] or 0 for each in chart.series) for row in range(len(chart.labels))]
    labels = [_fitting(label, _MOST_LABEL) for label in chart.labels]
    left = max(map(_text_width, labels), default=0) + _GAP + 2
    height = _ROW * len(labels)
    plot = _Plot(left, _TOP, _WIDTH - _RIGHT - left, height, chart_ticks([0, *sums], percent=False, least=1))
    axis = _add(root, "g", **{"class": "axis x"})
    for tick in plot.ticks:
        x = plot.x(tick)
        _add(axis, "path", d=f"M{_number(x)} {_TOP}v{height}", **{"class": "guide" if tick else "zero"})
        _add(axis, "text", f"{tick:,.0f}", x=_number(x), y=_number(_TOP + height + 15))
    names = _add(root, "g", **{"class": "axis y"})
    middles = [_TOP + _ROW * (row + 0.5) for row in range(len(labels))]
    for label, middle in zip(labels, middles, strict=True):
        _add(names, "text", label, x=_number(left - _GAP), y=_number(middle + _SMALL))
    ends = [plot.left] * len(labels)
    for each in chart.series:
        group = _add(root, "g", **{"class": f"series {each.role}"})
        for row, (value, words) in enumerate(_worded(chart, each)):
            if value:
                begin, ends[row] = ends[row], ends[row] + plot.width * value / plot.ticks[-1]
                _draw_bar(group, (begin, middles[row] - _BAR / 2, ends[row] - begin, _BAR), words)
    totals = _add(root, "g", **{"class": "totals"})
    for total, end, middle in zip(sums, ends, middles, strict=True):
        _add(totals, "text", f"{total:,.0f}", x=_number(end + _GAP - 1), y=_number(middle + _SMALL))


def _month_plot(root: etree._Element, chart: Chart, ticks: Sequence[float]) -> _Plot:
    """The block of a chart with months below it, after its vertical axis was drawn."""
    unit = " %" if chart.percent else ""
    labels = [f"{tick:,g}{unit}" for tick in ticks]
    left = max(map(_text_width, labels)) + _GAP + 2
    plot = _Plot(left, _TOP, _WIDTH - _RIGHT - left, _HEIGHT - _TOP - _BELOW, ticks)
    axis = _add(root, "g", **{"class": "axis y"})
    for tick, label in zip(ticks, labels, strict=True):
        y = plot.y(tick)
        _add(
            axis,
            "path",
            d=f"M{_number(left)} {_number(y)}h{_number(plot.width)}",
            **{"class": "guide" if tick else "zero"},
        )
        _add(axis, "text", label, x=_number(left - _GAP), y=_number(y + _SMALL))
    return plot


def _draw_months(root: etree._Element, chart: Chart, places: Sequence[float]) -> None:
    """Each third label, the last one included: twelve do not fit."""
    axis = _add(root, "g", **{"class": "axis x"})
    last = len(chart.labels) - 1
    for row, (label, x) in enumerate(zip(chart.labels, places, strict=True)):
        if (last - row) % 3 == 0:
            _add(axis, "text", cut(label), x=_number(x), y=_number(_HEIGHT - _BELOW + 16))


def _paths(places: Sequence[float], heights: Sequence[float | None]) -> Iterator[str]:
    """A path for each run of heights without a gap.

    >>> list(_paths([0, 1, 2, 3], [5, 6, None, 7]))
    ['M0 5L1 6', 'M3 7']
    """
    for blank, run in groupby(zip(places, heights, strict=True), key=lambda point: point[1] is None):
        if not blank:
            yield "M" + "L".join(f"{_number(x)} {_number(y or 0)}" for x, y in run)


def _draw_bar(group: etree._Element, block: tuple[float, float, float, float], words: str) -> None:
    """A bar at *block*: left, top, width, height."""
    sizes = dict(zip(("x", "y", "width", "height"), map(_number, block), strict=True))
    _add(_add(group, "rect", **{"class": "rect", **sizes}), "title", words)


def _worded(chart: Chart, series: Series) -> Iterator[tuple[float | None, str]]:
    """Each value of a series, with what a browser shows under the pointer."""
    for label, value in zip(chart.labels, series.values, strict=True):
        yield value, cut(f"{label} · {series.name}: {chart.value_text(value)}")


def _add(parent: etree._Element, tag: str, words: str = "", **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_SVG}}}{tag}", attributes)
    element.text = words or None
    return element


def _number(value: float) -> str:
    """A coordinate with one decimal place."""
    return f"{value:.1f}".removesuffix(".0")


def _text_width(text: str) -> float:
    """About the width of a label."""
    return sum(_WIDE_LETTER if unicodedata.east_asian_width(letter) in "WF" else _LETTER for letter in text)


def _fitting(text: str, room: float) -> str:
    """*text*, or its beginning that fits into *room*.

    >>> _fitting("counterfeit", 100), _fitting("a longer name of a reason", 100)
    ('counterfeit', 'a longer name …')
    """
    shown = cut(text)
    if _text_width(shown) <= room:
        return shown
    while _text_width(shown) > room - _LETTER:
        shown = shown[:-1]
    return f"{shown}…"
