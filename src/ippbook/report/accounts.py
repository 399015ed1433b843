"""The accounts of the report: verdict, figures against their limits, forecast, plan and the last twelve months."""

import math
from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from ippbook import goodfaith
from ippbook.cases.team import Team, good_faith, good_faith_plan, team_forecast, team_of_study
from ippbook.languages.names import name_in
from ippbook.languages.sentence import parts_of
from ippbook.quick_dataclasses import dataclass
from ippbook.report.overviews import reason_in_chinese
from ippbook.tables.book import fold

if TYPE_CHECKING:
    from ippbook.pipeline import Study


class AccountState(StrEnum):
    """What the figures of an account say, in the order of urgency."""

    LOCKED_OUT = "locked out"
    FAILS = "does not qualify"
    NO_COMPLAINTS = "no complaints"
    QUALIFIES = "qualifies"


@dataclass(frozen=True)
class ForecastDay:
    """The chance of an account to qualify on a month end, if nothing more is filed."""

    day: date
    chance: float
    sure: str


@dataclass(frozen=True)
class AccountPlan:
    """What to do with the complaints of an account that are not filed yet (`goodfaith.FilingAdvice.accounts`)."""

    file: int
    hold_back: int
    fix_first: int
    month_end: date
    chance_now: float
    chance_then: float
    way: str


@dataclass(frozen=True)
class MonthFigures:
    """The figures of an account at the end of a month; a rate is None where nothing is decided."""

    day: date
    complaints: int
    takedown_rate: float | None
    counter_rate: float | None
    qualifies: bool


@dataclass(frozen=True)
class ReasonFigures:
    """The figures of an account for one complaint reason within the window."""

    reason: str
    chinese: str
    """Its name in Chinese; "" where it has none."""
    complaints: int
    taken_down: int
    rejected: int
    pending: int
    takedown_rate: float | None
    counter_rate: float | None
    tested: bool
    fails: str

    def name_in(self, language: str) -> str:
        """The name in *language*."""
        return name_in(self.reason, (self.chinese,), language)


@dataclass(frozen=True)
class AccountReport:
    """An account, or an account on a portal where the setting Scope judges it so."""

    name: str
    portal: str
    state: AccountState
    fails: tuple[str, ...]
    """The tests that it does not meet, in words."""
    complaints: int
    takedown_rate: float | None
    counter_rate: float | None
    headroom: int | None
    """Rejections that the takedown rate can still take; None where no number breaks it."""
    headroom_by: str
    needed: int | None
    """Takedowns that it still needs; None where no number is enough."""
    runs_out: date | None
    runs_out_by: str
    locked_until: date | None
    forecast: tuple[ForecastDay, ...]
    plan: AccountPlan | None
    months: tuple[MonthFigures, ...]
    reasons: tuple[ReasonFigures, ...]

    @property
    def title(self) -> str:
        """The account, and its portal."""
        return f"{self.name} · {self.portal}" if self.portal else self.name


@dataclass(frozen=True)
class GoodFaithLimits:
    """The limits of Good-Faith, from the settings."""

    complaints: int
    takedown_rate: float
    counter_rate: float


@dataclass(frozen=True)
class GoodFaithReport:
    """The accounts, those that need attention first, and their limits."""

    limits: GoodFaithLimits
    accounts: tuple[AccountReport, ...]
    more_accounts: int
    """Accounts beyond the ones that the report shows."""
    notes: tuple[str, ...] = ()
    """On rows that were excluded, and names that may be misspelt."""

    @property
    def qualifying(self) -> int:
        """How many of the shown accounts qualify."""
        return sum(each.state is AccountState.QUALIFIES for each in self.accounts)


def good_faith_report(study: "Study", name: str, most: int) -> GoodFaithReport:
    """The accounts of the workbook: those with complaints, then those that are only in the table Accounts; at most *most*.

    *name*: of the workbook.
    """
    terms = study.wiring.settings["terms"]
    if not isinstance(terms, goodfaith.Terms):  # the group of that name is declared so
        raise TypeError(terms)
    limits = GoodFaithLimits(terms.min_complaints, float(terms.min_takedown_rate), float(terms.max_counter_rate))
    team = team_of_study(name, study) if study.tables["Complaints"].present else None
    whole = good_faith(team).accounts.to_dict("records") if team else []
    order = sorted(range(len(whole)), key=lambda row: list(AccountState).index(_state(whole[row])))
    chosen = [whole[row] for row in order[:most]]
    parts = _Parts.of(team, {name: study}) if team and chosen else _Parts({}, {}, {}, {})
    found = [_account(row, parts) for row in chosen]
    known = {fold(row["account"]) for row in whole}
    silent = [each for each in _names(study) if fold(each) not in known]
    found += [_silent(each) for each in silent[: max(most - len(found), 0)]]
    return GoodFaithReport(limits, tuple(found), len(whole) + len(silent) - len(found), team.notes if team else ())


_MOST_REASONS: Final = 30
"""Reasons of an account, and tests that it fails, that the report has; the portals know about twenty reasons."""
_Row = dict[Any, Any]
"""A row of a table of figures: texts, numbers and dates by the names of its columns."""
_Key = tuple[str, str]
"""Account and portal."""


@dataclass(frozen=True)
class _Parts:
    """What is known of each account, by account and portal."""

    forecast: dict[_Key, list[_Row]]
    plan: dict[_Key, list[_Row]]
    months: dict[_Key, list[_Row]]
    reasons: dict[_Key, list[_Row]]

    @classmethod
    def of(cls, team: Team, studies: Mapping[str, "Study"]) -> "_Parts":
        past, day, terms = team.history, team.as_of, team.terms
        return cls(
            _by_account(team_forecast(team)),
            _by_account(good_faith_plan(team, studies).accounts),
            _by_account(goodfaith.trend(past, day, terms)),
            _by_account(goodfaith.assess_reasons(past, day, terms)),
        )


def _by_account(frame: pd.DataFrame) -> dict[_Key, list[_Row]]:
    found: dict[_Key, list[_Row]] = {}
    for row in frame.to_dict("records"):
        found.setdefault((row["account"], row["portal"]), []).append(row)
    return found


def _names(study: "Study") -> Iterable[str]:
    """The names in the table Accounts, each once."""
    names: dict[str, str] = {}
    for name in study.tables["Accounts"].columns["account"]:
        if name:
            names.setdefault(fold(name), name)
    return names.values()


def _state(row: _Row) -> AccountState:
    if _day(row["locked_until"]) is not None:
        return AccountState.LOCKED_OUT
    return AccountState.QUALIFIES if row["qualifies"] == "yes" else AccountState.FAILS


def _account(row: _Row, parts: _Parts) -> AccountReport:
    key = (row["account"], row["portal"])
    plans = [each for each in parts.plan.get(key, ()) if each["ready"]]
    return AccountReport(
        name=row["account"],
        portal=row["portal"],
        state=_state(row),
        fails=_parts(row["fails"])[:_MOST_REASONS],
        complaints=int(row["complaints"]),
        takedown_rate=_share(row["takedown_rate"]),
        counter_rate=_share(row["counter_rate"]),
        headroom=_number(row["headroom"]),
        headroom_by=row["headroom_by"],
        needed=_number(row["needed"]),
        runs_out=_day(row["runs_out"]),
        runs_out_by=row["runs_out_by"],
        locked_until=_day(row["locked_until"]),
        forecast=tuple(
            ForecastDay(each["day"].date(), float(each["chance"]), each["sure"]) for each in parts.forecast.get(key, ())
        ),
        plan=_plan(plans[0]) if plans else None,
        months=tuple(
            MonthFigures(
                each["day"].date(),
                int(each["complaints"]),
                _share(each["takedown_rate"]),
                _share(each["counter_rate"]),
                each["qualifies"] == "yes",
            )
            for each in parts.months.get(key, ())
        ),
        reasons=tuple(_reason(each) for each in parts.reasons.get(key, ())[:_MOST_REASONS]),
    )


def _reason(row: _Row) -> ReasonFigures:
    return ReasonFigures(
        reason=row["reason"],
        chinese=reason_in_chinese(row["reason"]),
        complaints=int(row["complaints"]),
        taken_down=int(row["taken_down"]),
        rejected=int(row["rejected"]),
        pending=int(row["pending"]),
        takedown_rate=_share(row["takedown_rate"]),
        counter_rate=_share(row["counter_rate"]),
        tested=row["tested"] == "yes",
        fails=row["fails"],
    )


def _plan(row: _Row) -> AccountPlan:
    return AccountPlan(
        file=int(row["file"]),
        hold_back=int(row["hold_back"]),
        fix_first=int(row["fix_first"]),
        month_end=row["month_end"].date(),
        chance_now=float(row["chance_now"]),
        chance_then=float(row["chance_then"]),
        way=row["way"],
    )


def _parts(fails: str) -> tuple[str, ...]:
    """The failing tests one by one, as texts that can be translated."""
    return parts_of(fails, "; ")


def _silent(name: str) -> AccountReport:
    """An account of the table Accounts that has no complaint."""
    return AccountReport(
        name, "", AccountState.NO_COMPLAINTS, (), 0, None, None, None, "", None, None, "", None, (), None, (), ()
    )


def _share(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _number(value: float) -> int | None:
    return None if math.isnan(value) else int(value)


def _day(value: object) -> date | None:
    return value.date() if isinstance(value, pd.Timestamp) else None  # NaT is not one
