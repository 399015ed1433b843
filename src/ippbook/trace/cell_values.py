"""The values of a cell or a range, in a few words."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Final

from ippbook.formulas.source import ValueBlock
from ippbook.formulas.values import ExcelError, Scalar, text_of_number
from ippbook.languages import say, say_series
from ippbook.ooxml.dates import date_of
from ippbook.quick_dataclasses import dataclass

_MOST_SHOWN: Final = 3
_LONGEST: Final = 40


@dataclass(frozen=True)
class CellSummary:
    """What cells hold. *values*: the value of a single cell; of a range the most frequent ones, as people read them."""

    cells: int
    blank: int
    distinct: int
    values: tuple[str, ...]
    value: str | float | bool | None = None
    """Of a single cell, for programs; a date is a text such as 2026-01-31, an error its code."""
    stored: str | None = None
    """Of a single cell: what the file shows, where that is another value."""

    @property
    def empty(self) -> bool:
        """Whether all cells are blank."""
        return self.blank == self.cells

    @property
    def shown(self) -> str:
        """In a few words."""
        if self.cells == 1:
            return self.values[0] if self.values else "(blank)"
        if self.empty:
            return say("{cells:,} blank cells", cells=self.cells)
        blank = say(", {blank:,} blank", blank=self.blank) if self.blank else ""
        more = ", …" if self.distinct > len(self.values) else ""
        return say(
            "{cells:,} cells{blank}: {values}{more}",
            cells=self.cells,
            blank=blank,
            values=say_series(self.values),
            more=more,
        )


def summary_of(values: ValueBlock, is_date: Callable[[], bool], *, date1904: bool) -> CellSummary:
    """The summary of *values*; *is_date* says whether numbers are days."""
    cells: list[Scalar] = values.ravel().tolist()
    counts: Counter[tuple[type, Scalar]] = Counter((type(value), value) for value in cells if value is not None)
    days = any(kind is float for kind, _ in counts) and is_date()

    def shown(value: Scalar) -> str:
        plain = _plain(value, days=days, date1904=date1904)
        text = text_of_number(plain) if isinstance(plain, float) else _truth(plain)
        if isinstance(value, str) and values.size > 1:
            text = f'"{text}"'
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"

    first = [value for (_, value), _ in counts.most_common(_MOST_SHOWN)]
    alone = _plain(cells[0], days=days, date1904=date1904) if values.size == 1 else None
    blank = values.size - sum(counts.values())
    return CellSummary(values.size, blank, len(counts), tuple(map(shown, first)), alone)


def _truth(value: str | bool | None) -> str:
    return ("TRUE" if value else "FALSE") if isinstance(value, bool) else "" if value is None else value


def _plain(value: Scalar, *, days: bool, date1904: bool) -> str | float | bool | None:
    if isinstance(value, ExcelError):
        return value.code
    if isinstance(value, float) and days:
        found = date_of(value, date1904=date1904)
        return found.isoformat() if isinstance(found, dt.date | dt.time) else value
    return value.isoformat() if isinstance(value, dt.date) else value
