"""The deadlines of a workbook as of a day, the earliest first."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.deadlines.times import APPEAL_OPEN, AWAITS_REPLY, Times
from ippbook.deadlines.workdays import WorkdayDates, days_after, is_published
from ippbook.declare import Wiring
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass
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
    seller: str = ""
    """The seller of its first listing, else the store; "" where no listing names one."""
    url: str = ""
    """The link of its first listing in canonical form; "" where it cannot be read."""

    def left(self, as_of: date) -> int:
        """Calendar days from *as_of* to the day; below 0 when it has passed."""
        return (self.day - as_of).days


def agenda(wiring: Wiring, days: int) -> tuple[Due, ...]:
    """Every deadline up to *days* days after the wiring's day, and every overdue one that is still open; the earliest first."""
    try:
        last = wiring.as_of + timedelta(days=days)
    except OverflowError:
        last = date.max
    found = [*_complaints(wiring, last), *_rights(wiring), *_accounts(wiring)]
    return tuple(
        sorted((due for due in found if due.day <= last), key=lambda due: (due.day, due.kind, due.key, due.account))
    )


@dataclass(frozen=True)
class RunningTimes:
    """The rows of Complaints in which one kind of time runs. Days and rows have an entry for each row of the table."""

    kind: str
    what: str
    header: str
    """The column with the day from which the time runs."""
    day: DateColumn
    since: DateColumn
    rows: NDArray[np.bool_]
    """Where the time runs and its last day is known."""


def running_times(wiring: Wiring) -> Iterator[RunningTimes]:
    """The times that run in Complaints, as columns; `agenda` groups them by complaint."""
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

    def running(  # the parts of one kind of time
        kind: str, what: str, header: str, day: DateColumn, since: DateColumn, rows: "pd.Series[bool]"
    ) -> RunningTimes:
        known = np.asarray(rows, dtype=bool) & day.notna().to_numpy() & table.filled
        return RunningTimes(kind, what, header, day, since, known)

    yield running(
        "reply", say("answer the seller's counter-notice"), "Counter noticed",
        wiring.value("Complaints", "reply_due"), noticed, status.isin(AWAITS_REPLY),
    )  # fmt: skip
    yield running(
        "suit", say("complain to the authority or sue; otherwise the platform lifts its measures"), "Counter noticed",
        wiring.value("Complaints", "suit_due"), noticed, status.isin(APPEAL_OPEN),
    )  # fmt: skip
    yield running(
        "answer", say("the seller's time for a first counter-notice ends"), "Decided", answer_until, value["decided"],
        (status == "accepted") & noticed.isna() & (answer_until >= as_of),
    )  # fmt: skip
    yield running(
        "decision", say("the platform usually has decided by now; ask about it if not"), "Filed", decision, value["filed"],
        pending & value["decided"].isna(),
    )  # fmt: skip


def _series(days: WorkdayDates) -> DateColumn:
    return pd.Series(days.astype("datetime64[s]"))


def _complaints(wiring: Wiring, last: date) -> Iterator[Due]:
    """One deadline for all links of a complaint and account whose time runs from the same day; none after *last*."""
    table = wiring.tables["Complaints"]
    for each in running_times(wiring):
        at = np.flatnonzero(each.rows & (each.day <= pd.Timestamp(last)).to_numpy())
        groups: dict[tuple[str, str, date, date], list[int]] = {}
        days, starts = each.day.iloc[at].dt.date, each.since.iloc[at].dt.date
        complaints, accounts = (table.columns[name].iloc[at] for name in ("complaint", "account"))
        for row, *shared in zip(at.tolist(), complaints, accounts, days, starts, strict=True):
            groups.setdefault((shared[0], shared[1], shared[2], shared[3]), []).append(row)
        for (complaint, account, day, begun), members in groups.items():
            place = _place(wiring, "Complaints", members[0], each.header)
            estimated = each.kind != "suit" and not is_published(day)
            seller, url = listing_facts(wiring, "Complaints", members[0])
            yield Due(
                day, each.kind, each.what, "Complaints", complaint, account, len(members), begun, place, estimated,
                seller, url,
            )  # fmt: skip


def listing_facts(wiring: Wiring, table: str, row: int) -> tuple[str, str]:
    """Seller and canonical link of the listing of a row: of Listings itself, or of Complaints; "" where they are unknown."""
    at = row if table == "Listings" else int(wiring.rows("Complaints", "listing")[row]) if table == "Complaints" else -1
    if at < 0:
        return "", ""
    columns = wiring.tables["Listings"].columns
    return columns["seller"][at] or columns["store"][at], wiring.value("Listings", "canonical_url")[at]


def _rights(wiring: Wiring) -> Iterator[Due]:
    table = wiring.tables["Rights"]
    if not table.length:
        return
    until = wiring.value("Rights", "protected_until")
    for row in np.flatnonzero((until >= pd.Timestamp(wiring.as_of)).to_numpy() & table.filled):
        name = table.columns["right"][row]
        yield Due(
            until[row].date(), "right", say("the protection of {right_name} ends; renew it if it can be renewed", right_name=_right_name(table, int(row))),
            "Rights", name, "", 1, None, _place(wiring, "Rights", int(row), "Expires"),
        )  # fmt: skip


def _right_name(table: Table, row: int) -> str:
    return " ".join(text for text in (table.columns["right_type"][row], table.columns["number"][row]) if text) or say(
        "the right"
    )


def _accounts(wiring: Wiring) -> Iterator[Due]:
    table = wiring.tables["Accounts"]
    if not table.length:
        return
    end = table.columns["poa_end"]
    for row in np.flatnonzero((end >= pd.Timestamp(wiring.as_of)).to_numpy() & table.filled):
        name = table.columns["account"][row]
        yield Due(
            end[row].date(), "authority", say("the power of attorney ends; have a new one signed and submit it"),
            "Accounts", name, name, 1, None, _place(wiring, "Accounts", int(row), "POA end"),
        )  # fmt: skip


def _place(wiring: Wiring, table: str, row: int, header: str) -> str:
    places = wiring.tables[table].places
    cell = places.cell(row, header)
    return f"{places.sheet}!{cell}" if cell else places.sheet
