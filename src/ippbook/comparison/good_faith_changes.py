"""Good-Faith before and after: the figures of each account, and of each reason where a verdict changes."""

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from datetime import date
from typing import Final

import pandas as pd

from ippbook import goodfaith
from ippbook.comparison.column_values import ShownValue
from ippbook.comparison.sides import Side
from ippbook.declare.wiring import Whole
from ippbook.goodfaith.from_tables import history
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.book import fold

_FIGURES: Final = (
    "qualifies", "fails", "locked_until", "complaints", "decided", "taken_down", "rejected", "pending", "withdrawn",
    "takedown_rate", "counter_upheld", "counter_rate", "withdrawn_rate", "worst_reason",
)  # fmt: skip
_BY_REASON: Final = ("fails", "complaints", "decided", "taken_down", "takedown_rate", "counter_upheld", "counter_rate")


@dataclass(frozen=True)
class FigureChange:
    """A figure before and after; None where there is none."""

    figure: str
    old: ShownValue
    new: ShownValue


@dataclass(frozen=True)
class AccountChange:
    """The figures of an account, or of one of its reasons, that differ."""

    account: str
    portal: str
    old_verdict: str
    """In words, as `ippbook goodfaith` says it; "" where the workbook has no complaint of the account."""
    new_verdict: str
    figures: tuple[FigureChange, ...]
    reason: str = ""
    reasons: tuple["AccountChange", ...] = ()
    """The reasons with other figures, where the verdict differs."""

    @property
    def verdict_differs(self) -> bool:
        """Whether the account qualifies in one of the workbooks and not in the other, or is locked out in one."""
        return any(each.figure in {"qualifies", "locked_until"} for each in self.figures)


@dataclass(frozen=True)
class GoodFaithChanges:
    """The accounts with other figures, in the order of the new workbook, and how many have the same."""

    accounts: tuple[AccountChange, ...] = ()
    unchanged: int = 0


def good_faith_changes(old: Side, new: Side) -> GoodFaithChanges:
    """Good-Faith of each account on the day of its side."""
    before, after = _figures(old), _figures(new)
    found, same = [], 0
    for at in dict.fromkeys((*after.accounts, *before.accounts)):
        one, two = before.accounts.get(at), after.accounts.get(at)
        figures = tuple(_differences(one, two, _FIGURES))
        if not figures:
            same += 1
            continue
        shown = two if two is not None else one
        if shown is None:
            continue
        change = AccountChange(str(shown["account"]), str(shown["portal"]), _verdict(one), _verdict(two), figures)
        reasons = tuple(_reasons(before, after, at)) if change.verdict_differs else ()
        found.append(replace(change, reasons=reasons))
    return GoodFaithChanges(tuple(found), same)


_Row = dict[str, ShownValue]


@dataclass(frozen=True)
class _Figures:
    """The rows of `goodfaith.assess` with those of `outlook`, and of `assess_reasons`, by account and portal (folded)."""

    accounts: dict[tuple[str, str], _Row] = field(default_factory=dict)
    reasons: dict[tuple[str, str], dict[str, _Row]] = field(default_factory=dict)


def _figures(side: Side) -> _Figures:
    if side.study is None or not side.tables["Complaints"].present:
        return _Figures()
    wiring = side.study.wiring
    terms = wiring.settings["terms"]
    if not isinstance(terms, goodfaith.Terms):  # the group of that name is declared so
        raise TypeError(terms)
    complaints = Whole(wiring, "Complaints").once(history)
    accounts = goodfaith.assess(complaints, side.as_of, terms)
    accounts["locked_until"] = goodfaith.outlook(complaints, side.as_of, terms)["locked_until"]
    reasons = goodfaith.assess_reasons(complaints, side.as_of, terms)
    found = _Figures({_at(row): row for row in _rows(accounts)})
    for row in _rows(reasons):
        found.reasons.setdefault(_at(row), {})[str(row["reason"] or "")] = row
    return found


def _rows(frame: pd.DataFrame) -> Iterator[_Row]:
    for row in frame.to_dict("records"):
        yield {str(name): _plain(value) for name, value in row.items()}


def _plain(value: object) -> ShownValue:
    if value is None or value is pd.NaT or value != value:  # noqa: PLR0124  # NaN differs from itself
        return None
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, str | int | float):
        return value
    return str(value)


def _at(row: _Row) -> tuple[str, str]:
    return fold(str(row["account"])), str(row["portal"] or "")


def _differences(one: _Row | None, two: _Row | None, names: Sequence[str]) -> Iterator[FigureChange]:
    for name in names:
        old, new = ((row.get(name) if row is not None else None) for row in (one, two))
        if old != new and {old, new} != {None, ""}:
            yield FigureChange(name, old, new)


def _reasons(before: _Figures, after: _Figures, at: tuple[str, str]) -> Iterator[AccountChange]:
    old, new = before.reasons.get(at, {}), after.reasons.get(at, {})
    for reason in sorted({*old, *new}):
        figures = tuple(_differences(old.get(reason), new.get(reason), _BY_REASON))
        if figures:
            yield AccountChange("", "", "", "", figures, reason=reason)


def _verdict(row: _Row | None) -> str:
    if row is None:
        return ""
    locked = row["locked_until"]
    until = date.fromisoformat(locked) if isinstance(locked, str) else None
    return goodfaith.verdict(str(row["qualifies"]), str(row["fails"] or ""), until)


__all__ = ["AccountChange", "FigureChange", "GoodFaithChanges", "good_faith_changes"]
