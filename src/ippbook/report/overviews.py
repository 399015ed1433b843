"""The overviews of the report: tasks, deadlines, marketplaces, sellers, and the months behind and ahead."""

import math
from collections.abc import Hashable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pandas as pd

from ippbook.catalog.platforms import PLATFORMS
from ippbook.catalog.reasons import REASONS
from ippbook.deadlines import agenda
from ippbook.languages.names import name_in
from ippbook.quick_dataclasses import dataclass
from ippbook.report.rule_findings import marketplace_link
from ippbook.sellers import offenders
from ippbook.sellers.table import Seller
from ippbook.today.task_list import task_list
from ippbook.trends.accounts import ALL_ACCOUNTS
from ippbook.trends.outcomes import NO_NAME, OTHERS, OUTCOME_GROUPS, outcome_figures

if TYPE_CHECKING:
    from ippbook.pipeline import Study

DAYS_AHEAD: Final = 30
"""How far ahead the report looks for deadlines, in days; `ippbook due` has the same default."""


@dataclass(frozen=True)
class DeadlineReport:
    """A deadline: when, what, about which row, and its cell."""

    day: date
    days_left: int
    """Below 0: late."""
    kind: str
    what: str
    key: str
    account: str
    links: int
    sheet: str
    cell: str
    estimated: bool


@dataclass(frozen=True)
class ReportTask:
    """A line of what to do next (`ippbook.today.TodayTask`)."""

    urgency: str
    when: str
    days: int | None
    what: str
    why: str
    account: str
    seller: str
    listing: str
    """The canonical link of a known marketplace; "" where there is none."""
    sheet: str
    cell: str
    place: str


@dataclass(frozen=True)
class OutcomeFigures:
    """How the links that were filed in the last twelve months ended, on one marketplace or for one reason (`trends.outcomes`)."""

    name: str
    """"" where the row has none."""
    chinese: str
    """Its name in Chinese; "" where it has none."""
    filed: int
    taken_down: int
    """Still down."""
    reinstated: int
    rejected: int
    pending: int
    withdrawn: int

    @property
    def takedown_rate(self) -> float | None:
        """The share of decided links that were taken down, reinstated ones included; None where nothing is decided."""
        down = self.taken_down + self.reinstated
        return down / (down + self.rejected) if down + self.rejected else None

    def name_in(self, language: str) -> str:
        """The name in *language*."""
        return name_in(self.name, (self.chinese,), language)


@dataclass(frozen=True)
class MonthCounts:
    """Figures of a month by name (`ippbook.trends`); None where there is none."""

    month: str
    figures: Mapping[str, float | None]


def deadline_rows(study: "Study", most: int) -> tuple[tuple[DeadlineReport, ...], int]:
    """The deadlines up to `DAYS_AHEAD` days, the earliest first, at most *most* of them; and how many there are."""
    dues = agenda(study.wiring, DAYS_AHEAD)
    rows = []
    for due in dues[:most]:
        sheet, _, cell = due.place.rpartition("!")
        rows.append(
            DeadlineReport(
                due.day, due.left(study.as_of), due.kind, due.what, due.key, due.account, due.links,
                sheet or due.place, cell if sheet else "", due.estimated,
            )
        )  # fmt: skip
    return tuple(rows), len(dues)


def seller_rows(study: "Study", most: int) -> tuple[tuple[Seller, ...], int]:
    """The sellers, the worst first, at most *most* of them; and how many there are."""
    if not study.tables["Listings"].length:
        return (), 0
    frame = offenders(study.wiring)
    return tuple(Seller.of(row) for row in frame.head(most).to_dict("records")), len(frame)


def task_rows(study: "Study", most: int) -> tuple[tuple[ReportTask, ...], int]:
    """What to do next, the most urgent first, at most *most* lines; and how many there are."""
    found = task_list(study.wiring, most=most)
    rows = tuple(
        ReportTask(
            str(task.urgency), task.when, task.days, task.what, task.why, task.account, task.seller,
            marketplace_link(task.url), task.sheet, task.cell, task.place,
        )
        for task in found.tasks
    )  # fmt: skip
    return rows, len(rows) + found.left_out


def outcome_rows(study: "Study") -> tuple[tuple[OutcomeFigures, ...], tuple[OutcomeFigures, ...]]:
    """The outcomes of all accounts together by marketplace and by reason, most links first."""
    found = outcome_figures(study.wiring)
    rows = found[found["account"] == ALL_ACCOUNTS].to_dict("records")
    return (
        tuple(_outcomes(row, *_platform_names(row["name"])) for row in rows if row["by"] == "platform"),
        tuple(_outcomes(row, row["name"], reason_in_chinese(row["name"])) for row in rows if row["by"] == "reason"),
    )


_CountsRow: TypeAlias = Mapping[Hashable, Any]
"""A row of a table of figures: texts and counts by the names of its columns."""


def _outcomes(row: _CountsRow, name: str, chinese: str) -> OutcomeFigures:
    if row["name"] in {NO_NAME, OTHERS}:
        name, chinese = ("", "") if row["name"] == NO_NAME else (OTHERS, "其他")
    counts = {key: int(row[key]) for key in ("filed", *OUTCOME_GROUPS)}
    return OutcomeFigures(name=name, chinese=chinese, **counts)


def _platform_names(code: str) -> tuple[str, str]:
    known = PLATFORMS.get(code)
    return (known.label, known.zh) if known else (code, "")


def reason_in_chinese(reason: str) -> str:
    """The Chinese name of a complaint reason; "" where it is not one of the catalogue."""
    known = REASONS.get(reason)
    return known.zh if known else ""


def month_rows(figures: pd.DataFrame) -> tuple[MonthCounts, ...]:
    """The rows of a table of `ippbook.trends` with a column month_end; of several accounts, those of all together."""
    mine = figures[figures["account"] == ALL_ACCOUNTS].drop(columns="account") if "account" in figures else figures
    return tuple(
        MonthCounts(
            f"{row.pop('month_end'):%Y-%m}",
            {str(name): None if math.isnan(value) else float(value) for name, value in row.items()},
        )
        for row in mine.to_dict("records")
    )
