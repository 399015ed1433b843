"""The charts of the report: pygal places lines, bars, ticks and labels; the style sheet of the page colours them.

pygal draws on the server, so a chart prints and needs no script. Its own style sheet and script do not go into the page, because
the page's policy allows only the script and styles that it knows by hash. What a chart shows is in its title, its description and a table.
"""

import itertools
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from lxml import etree

from ippbook.report.shown_text import cut

if TYPE_CHECKING:
    from pygal.graph.graph import Graph

_SVG: Final = "{http://www.w3.org/2000/svg}"
_DROPPED: Final = ("defs", "script", "style", "title", "desc")
_KEPT: Final = frozenset(
    {"viewBox", "class", "transform", "d", "x", "y", "cx", "cy", "r", "width", "height", "text-anchor"}
)
"""Attributes of pygal's drawing that the page has too."""
_WIDTH: Final = 460
_MOST_LABEL: Final = 26
"""Characters of a name at a bar."""
_STEPS: Final = tuple(step * 10**power for power in range(-1, 10) for step in (1, 2, 5))


ChartKind: TypeAlias = Literal["lines", "bars", "columns"]


@dataclass(frozen=True)
class Series:
    """A line, or the parts of bars with one meaning: a value (or None) for each label."""

    name: str
    values: tuple[float | None, ...]
    role: str
    """A class of the style sheet: takedowns, counters, limit, good, bad or neutral."""


@dataclass(frozen=True)
class Chart:
    """A chart, and what it says in words and figures."""

    title: str
    about: str
    first: str
    """What the labels are: Month, Marketplace …"""
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    percent: bool = False
    """Whether the values are shares of 1."""
    kind: ChartKind = "lines"
    """Lines; bars to the right, one a label; or columns upwards, which count whole things."""
    caption: str = ""
    """The words above it; "" for the title."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for each in self.series for value in each.values if each.role != "limit")

    def figures(self) -> list[list[str]]:
        """The table of figures: a row for each label; "–" where there is no value."""
        return [
            [label, *(self.value_text(each.values[row]) for each in self.series)]
            for row, label in enumerate(self.labels)
        ]

    def value_text(self, value: float | None) -> str:
        """A value as people read it."""
        if value is None:
            return "–"
        return f"{value * 100:.1f} %" if self.percent else f"{value:,.1f}".removesuffix(".0")

    def svg(self, name: str) -> str:
        """The drawing as SVG for a page. *name*: an id that no other drawing of the page has."""
        drawing = _DRAWINGS[self.kind](self)
        factor = 100 if self.percent else 1
        for each in self.series:
            drawing.add(each.role, [None if value is None else value * factor for value in each.values])
        # pygal's elements get their namespace only in the text.
        drawn = etree.fromstring(etree.tostring(drawing.render_tree()))
        return etree.tostring(_bare(drawn, self, name), encoding="unicode")


def _pygal() -> ModuleType:
    """The library, without the import hook for its plug-ins that it leaves: Python asks the hook for every module afterwards."""
    import pygal  # noqa: PLC0415  # late: only the report draws

    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != pygal.__name__]
    found: ModuleType = pygal
    return found


def _options(height: int) -> dict[str, int | bool | tuple[str, ...]]:
    return {
        "width": _WIDTH,
        "height": height,
        "show_legend": False,
        "js": (),
        "css": (),
        "margin": 6,
        "margin_right": 26,
        "truncate_label": -1,
        "disable_xml_declaration": True,
    }


def _lines(chart: Chart) -> "Graph":
    pygal = _pygal()

    unit = " %" if chart.percent else ""
    values = [value for each in chart.series for value in each.values if value is not None]
    ticks = chart_ticks(values, percent=chart.percent, least=1 if chart.percent else 0)
    drawing = pygal.Line(
        **_options(220),
        range=(ticks[0], ticks[-1]),
        y_labels=ticks,
        dots_size=3,
        value_formatter=lambda value: f"{value:g}{unit}",
        allow_interruptions=True,
    )
    drawing.x_labels = _month_labels(chart)
    return drawing


def _columns(chart: Chart) -> "Graph":
    pygal = _pygal()

    ticks = chart_ticks([0, *(value or 0 for each in chart.series for value in each.values)], percent=False, least=1)
    drawing = pygal.Bar(**_options(220), range=(ticks[0], ticks[-1]), y_labels=ticks)
    drawing.x_labels = _month_labels(chart)
    drawing.value_formatter = lambda value: f"{value:,.0f}"
    return drawing


def _month_labels(chart: Chart) -> list[str]:
    """Each third label, the last one included: twelve do not fit."""
    last = len(chart.labels) - 1
    return [label if (last - row) % 3 == 0 else "" for row, label in enumerate(chart.labels)]


def _bars(chart: Chart) -> "Graph":
    pygal = _pygal()

    totals = [sum(each.values[row] or 0 for each in chart.series) for row in range(len(chart.labels))]
    ticks = chart_ticks([0, *totals], percent=False, least=1)
    drawing = pygal.HorizontalStackedBar(
        **_options(40 + 26 * len(chart.labels)),
        range=(ticks[0], ticks[-1]),
        y_labels=ticks,
        value_formatter=lambda value: f"{value:,.0f}",
    )
    drawing.x_labels = [_bar_label(label) for label in chart.labels]
    return drawing


def _bar_label(text: str) -> str:
    return cut(text, _MOST_LABEL)


def chart_ticks(values: Sequence[float], *, percent: bool, least: float = 0) -> list[float]:
    """Two to seven round numbers around *values*, for the vertical axis: from 0, or of shares of 1 in percent from where they are.

    They are at least *least* apart.

    >>> chart_ticks([0.81, 0.97, 0.9], percent=True)
    [80, 85, 90, 95, 100]
    >>> chart_ticks([3, 17], percent=False), chart_ticks([], percent=False), chart_ticks([1.0], percent=True, least=1)
    ([0, 5, 10, 15, 20], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0], [99, 100])
    """
    factor = 100 if percent else 1
    high = max(values, default=1) * factor or 1
    low = min(values, default=0) * factor if percent else 0
    step = next((each for each in _STEPS if each >= least and (high - low) / each <= 5), _STEPS[-1])
    begin = low // step
    if percent and begin * step >= high:
        begin -= 1
    numbers = (round((begin + number) * step, 1) for number in itertools.count())
    found: list[float] = []
    for tick in numbers:
        found.append(int(tick) if float(tick).is_integer() and step >= 1 else tick)
        if tick >= high:
            break
    return found


def _bare(root: etree._Element, chart: Chart, name: str) -> etree._Element:
    """Pygal's drawing without styles, scripts, tooltips and comments, with its title and description and the roles of its series."""
    etree.strip_elements(root, etree.Comment, *(f"{_SVG}{tag}" for tag in _DROPPED), with_tail=False)
    for each in list(root.iter()):
        classes = each.get("class", "").split()
        if "tooltip" in classes or "text-overlay" in classes:
            parent = each.getparent()
            if parent is not None:
                parent.remove(each)
            continue
        number = next((int(word[6:]) for word in classes if word.startswith("serie-")), None)
        if number is not None:
            each.set("class", f"series {chart.series[number].role}")
            _name_values(each, chart, chart.series[number])
        for attribute in set(each.attrib) - _KEPT:
            del each.attrib[attribute]
        if each.get("class") == "":
            del each.attrib["class"]
    for attribute in ("width", "height"):
        root.attrib.pop(attribute, "")
    root.set("class", f"chart {chart.kind}")
    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title {name}-about")
    for place, (tag, suffix, words) in enumerate((("title", "title", chart.title), ("desc", "about", chart.about))):
        element = etree.Element(f"{_SVG}{tag}", id=f"{name}-{suffix}")
        element.text = cut(words)
        root.insert(place, element)
    etree.cleanup_namespaces(root)
    return root


def _name_values(group: etree._Element, chart: Chart, series: Series) -> None:
    """Give each dot or bar its label and value, which a browser shows under the pointer."""
    drawn = list(group.iter(f"{_SVG}circle", f"{_SVG}rect"))
    for element, words in zip(drawn, _value_words(chart, series), strict=False):
        title = etree.SubElement(element, f"{_SVG}title")
        title.text = cut(words)


def _value_words(chart: Chart, series: Series) -> Iterator[str]:
    for label, value in zip(chart.labels, series.values, strict=True):
        if value is not None:
            yield f"{label} · {series.name}: {chart.value_text(value)}"


_DRAWINGS: Final = {"lines": _lines, "bars": _bars, "columns": _columns}
