"""The overviews of the report: marketplaces, sellers, deadlines, and the months behind and ahead."""

import math
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.catalog.platforms import PLATFORMS
from ippbook.catalog.reasons import REASONS
from ippbook.deadlines import agenda
from ippbook.declare.wiring import Whole
from ippbook.goodfaith.from_tables import history, platform_of_rows
from ippbook.goodfaith.outcome import Outcome
from ippbook.languages.names import name_in
from ippbook.report.shown_text import cut
from ippbook.sellers import offenders
from ippbook.sellers.table import Seller

if TYPE_CHECKING:
    from ippbook.pipeline import Study

DAYS_AHEAD: Final = 30
"""How far ahead the report looks for deadlines, in days; `ippbook due` has the same default."""
MONTHS: Final = 12
"""Months behind and ahead in the charts."""


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
class OutcomeFigures:
    """The outcomes of all complaints with one marketplace, or with one reason."""

    name: str
    chinese: str
    """Its name in Chinese; "" where it has none."""
    filed: int
    taken_down: int
    rejected: int
    pending: int
    reinstated: int
    takedown_rate: float | None
    """Taken down (also if reinstated later) of those decided; None where nothing is decided."""
    median_days: float | None
    """From filing to the decision; None where no row has both days."""

    def name_in(self, language: str) -> str:
        """The name in *language*."""
        return name_in(self.name, (self.chinese,), language)


@dataclass(frozen=True)
class MonthFlow:
    """What happened in a month: decisions, their usual time, and offers that sellers began after a takedown."""

    month: str
    decided: int
    median_days: float | None


@dataclass(frozen=True)
class RightsEnding:
    """How many rights end in a coming month."""

    month: str
    rights: int


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


@dataclass(frozen=True, eq=False)
class Outcomes:
    """The filed complaints of a workbook as columns of one length; misspelt accounts count here too."""

    outcome: NDArray[np.int64]
    platform: NDArray[np.int64]
    platforms: tuple[str, ...]
    reason: NDArray[np.int64]
    reasons: tuple[str, ...]
    days: NDArray[np.float64]
    """From filing to the decision; NaN where a day is missing or they are in the wrong order."""
    decided: pd.Series
    """Month of the decision as a text; "" where none is known."""

    @classmethod
    def of(cls, study: "Study") -> "Outcomes":
        """The complaints of *study*."""
        past = study.wiring.once("Complaints", history)
        whole = Whole(study.wiring, "Complaints")
        codes, names = pd.factorize(np.asarray(platform_of_rows(whole), dtype=object))
        filed, decided = whole["filed"], whole["decided"]
        passed = (decided - filed).dt.days.to_numpy(dtype=np.float64, na_value=np.nan)
        days = np.where(passed >= 0, passed, np.nan)
        kept = (past.outcome != Outcome.UNFILED) & study.tables["Complaints"].filled
        return cls(
            past.outcome[kept],
            codes[kept],
            tuple("" if pd.isna(name) else str(name) for name in names),
            past.reason[kept],
            past.reasons,
            days[kept],
            decided[kept].dt.strftime("%Y-%m").fillna(""),
        )

    def by_platform(self) -> tuple[OutcomeFigures, ...]:
        """The figures of each marketplace, the one with most complaints first."""
        known = [PLATFORMS.get(name) for name in self.platforms]
        names = [
            (each.label, each.zh) if each else (name, "") for name, each in zip(self.platforms, known, strict=True)
        ]
        return self._grouped(self.platform, names)

    def by_reason(self) -> tuple[OutcomeFigures, ...]:
        """The figures of each reason, the one with most complaints first."""
        names = [(name, reason_in_chinese(name)) for name in self.reasons]
        return self._grouped(np.where(self.reason < 0, len(self.reasons), self.reason), [*names, ("", "")])

    def _grouped(self, group: NDArray[np.int64], names: list[tuple[str, str]]) -> tuple[OutcomeFigures, ...]:
        width = len(Outcome)
        known = group >= 0
        table = np.bincount(group[known] * width + self.outcome[known], minlength=len(names) * width)
        counts = table.reshape(len(names), width)
        usual = pd.Series(self.days[known]).groupby(group[known]).median()
        found = []
        for place in np.argsort(-counts.sum(axis=1), kind="stable").tolist():
            row = counts[place]
            if not row.sum():
                continue
            back = int(row[Outcome.REINSTATED])
            down, rejected = int(row[Outcome.TAKEN_DOWN]) + back, int(row[Outcome.REJECTED])
            median = usual.get(place, np.nan)
            found.append(
                OutcomeFigures(
                    cut(names[place][0], 80), names[place][1], int(row.sum()), down, rejected, int(row[Outcome.PENDING]), back,
                    down / (down + rejected) if down + rejected else None, _known(median),
                )
            )  # fmt: skip
        return tuple(found)

    def months(self, as_of: date) -> tuple[MonthFlow, ...]:
        """The last months up to *as_of*."""
        names = [str(each) for each in pd.period_range(end=pd.Period(as_of, "M"), periods=MONTHS, freq="M")]
        timed = pd.Series(self.days, index=self.decided.to_numpy()).groupby(level=0)
        many, usual = timed.size(), timed.median()
        return tuple(MonthFlow(name, int(many.get(name, 0)), _known(usual.get(name, np.nan))) for name in names)


def reason_in_chinese(reason: str) -> str:
    """The Chinese name of a complaint reason; "" where it is not one of the catalogue."""
    known = REASONS.get(reason)
    return known.zh if known else ""


def rights_ending(study: "Study") -> tuple[RightsEnding, ...]:
    """How many rights end in each coming month, this month first."""
    if not study.tables["Rights"].length:
        return ()
    until = study.wiring.value("Rights", "protected_until")
    ahead = until[(until >= pd.Timestamp(study.as_of)).to_numpy() & study.tables["Rights"].filled]
    many = ahead.dt.strftime("%Y-%m").value_counts()
    names = [str(each) for each in pd.period_range(pd.Period(study.as_of, "M"), periods=MONTHS, freq="M")]
    return tuple(RightsEnding(name, int(many.get(name, 0))) for name in names)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
