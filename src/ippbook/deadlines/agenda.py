"""The deadlines of a workbook as of a day, the earliest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.deadlines.times import APPEAL_OPEN, AWAITS_REPLY, Times
from ippbook.deadlines.workdays import WorkdayDates, days_after, is_published
from ippbook.declare import Wiring
from ippbook.tables.book import Table
from ippbook.tables.column_types import DateColumn


@dataclass(frozen=True)
class Due:
    """One deadline."""

    day: date
    kind: str
    """reply, suit, answer (the seller's), decision (the platform's), right, or authority (a power of attorney)."""
    what: str
    """What has to be done, one sentence without a full stop."""
    table: str
    key: str
    """The complaint, right or account."""
    account: str
    links: int
    """How many rows of Complaints share it; 1 in other tables."""
    since: date | None
    """The day from which the time runs; None where the due day was entered directly."""
    place: str
    """The first cell from which it is computed, such as Complaints!K12."""
    estimated: bool = False
    """True where the official calendar of the due day is not published yet."""

    def left(self, as_of: date) -> int:
        """Calendar days from *as_of* to the day; below 0 when it has passed."""
        return (self.day - as_of).days


def agenda(wiring: Wiring, days: int) -> tuple[Due, ...]:
    """Every deadline up to *days* days after the wiring's day, and every overdue one that is still open; the earliest first."""
    try:
        last = wiring.as_of + timedelta(days=days)
    except OverflowError:
        last = date.max
    found = [*_complaints(wiring), *_rights(wiring), *_accounts(wiring)]
    return tuple(
        sorted((due for due in found if due.day <= last), key=lambda due: (due.day, due.kind, due.key, due.account))
    )


def _complaints(wiring: Wiring) -> Iterator[Due]:
    table = wiring.tables["Complaints"]
    if not table.length:
        return
    times = wiring.settings["times"]
    if not isinstance(times, Times):  # the group of that name is declared so
        raise TypeError(times)
    value = {name: wiring.value("Complaints", name) for name in ("status", "filed", "decided", "counter_noticed")}
    status, noticed, as_of = value["status"], value["counter_noticed"], pd.Timestamp(wiring.as_of)
    statuses = load_vocabulary("statuses")
    pending = status.isin([choice.code for choice in statuses if choice.facts["outcome"] == "pending"])
    answer_until = _series(days_after(value["decided"], times.seller_working_days))
    decision = _series(days_after(value["filed"], times.handling_working_days))
    yield from _grouped(
        wiring, "reply", "answer the seller's counter-notice", wiring.value("Complaints", "reply_due"),
        noticed, "Counter noticed", status.isin(AWAITS_REPLY),
    )  # fmt: skip
    yield from _grouped(
        wiring, "suit", "complain to the authority or sue; otherwise the platform lifts its measures",
        wiring.value("Complaints", "suit_due"), noticed, "Counter noticed", status.isin(APPEAL_OPEN),
    )  # fmt: skip
    yield from _grouped(
        wiring, "answer", "the seller's time for a first counter-notice ends", answer_until, value["decided"], "Decided",
        (status == "accepted") & noticed.isna() & (answer_until >= as_of),
    )  # fmt: skip
    yield from _grouped(
        wiring, "decision", "the platform usually has decided by now; ask about it if not", decision, value["filed"], "Filed",
        pending & value["decided"].isna(),
    )  # fmt: skip


def _series(days: WorkdayDates) -> DateColumn:
    return pd.Series(days.astype("datetime64[s]"))


def _grouped(  # the parts of one kind of deadline
    wiring: Wiring, kind: str, what: str, day: DateColumn, since: DateColumn, header: str, rows: "pd.Series[bool]"
) -> Iterator[Due]:
    """One deadline for all links of a complaint and account whose time runs from the same day."""
    table = wiring.tables["Complaints"]
    at = np.flatnonzero(np.asarray(rows, dtype=bool) & day.notna().to_numpy() & table.filled)
    if not len(at):
        return
    groups: dict[tuple[str, str, date, date], list[int]] = {}
    days, starts = day.iloc[at].dt.date, since.iloc[at].dt.date
    complaints, accounts = (table.columns[name].iloc[at] for name in ("complaint", "account"))
    for row, *shared in zip(at.tolist(), complaints, accounts, days, starts, strict=True):
        groups.setdefault((shared[0], shared[1], shared[2], shared[3]), []).append(row)
    for (complaint, account, last, begun), members in groups.items():
        place = _place(wiring, "Complaints", members[0], header)
        estimated = kind != "suit" and not is_published(last)
        yield Due(last, kind, what, "Complaints", complaint, account, len(members), begun, place, estimated)


def _rights(wiring: Wiring) -> Iterator[Due]:
    table = wiring.tables["Rights"]
    if not table.length:
        return
    until = wiring.value("Rights", "protected_until")
    for row in np.flatnonzero((until >= pd.Timestamp(wiring.as_of)).to_numpy() & table.filled):
        name = table.columns["right"][row]
        yield Due(
            until[row].date(), "right", f"the protection of {_right_name(table, int(row))} ends; renew it if it can be renewed",
            "Rights", name, "", 1, None, _place(wiring, "Rights", int(row), "Expires"),
        )  # fmt: skip


def _right_name(table: Table, row: int) -> str:
    return (
        " ".join(text for text in (table.columns["right_type"][row], table.columns["number"][row]) if text)
        or "the right"
    )


def _accounts(wiring: Wiring) -> Iterator[Due]:
    table = wiring.tables["Accounts"]
    if not table.length:
        return
    end = table.columns["poa_end"]
    for row in np.flatnonzero((end >= pd.Timestamp(wiring.as_of)).to_numpy() & table.filled):
        name = table.columns["account"][row]
        yield Due(
            end[row].date(), "authority", "the power of attorney ends; have a new one signed and submit it",
            "Accounts", name, name, 1, None, _place(wiring, "Accounts", int(row), "POA end"),
        )  # fmt: skip


def _place(wiring: Wiring, table: str, row: int, header: str) -> str:
    places = wiring.tables[table].places
    cell = places.cell(row, header)
    return f"{places.sheet}!{cell}" if cell else places.sheet
