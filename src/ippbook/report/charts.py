"""What a chart of the report shows: its labels, its series of values, its words, and the table of its figures.

`chart_drawing` draws it on our side, so a chart prints and needs no script.
"""

from typing import Literal, TypeAlias

from ippbook.quick_dataclasses import dataclass

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
