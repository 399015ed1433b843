"""Times that run out: answers, suits, decisions of the platform; rights and powers of attorney."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.deadlines import AWAITS_REPLY, RunningTimes, running_times
from ippbook.declare.wiring import Wiring
from ippbook.languages import say
from ippbook.notices.complaint_texts import complaint_groups
from ippbook.tables.column_types import DateColumn
from ippbook.today.accounts import AccountDirectory
from ippbook.today.task import Pile, TaskWords
from ippbook.today.urgency import TaskKind

_DAY: Final = np.timedelta64(1, "D")


def days_until(day: DateColumn, as_of: date) -> NDArray[np.int64]:
    """Days from *as_of* until each day, none of which is blank."""
    return ((day.to_numpy().astype("datetime64[D]") - np.datetime64(as_of, "D")) // _DAY).astype(np.int64)


def deadline_piles(wiring: Wiring, directory: AccountDirectory, days: int) -> Iterator[Pile]:
    """What is late or runs out within *days* days. A decision of the platform is a task only if it is late."""
    for each in running_times(wiring):
        kind = TaskKind(each.kind)
        if kind is TaskKind.ANSWER:
            continue
        ahead = -1 if kind is TaskKind.DECISION else days
        rows = np.flatnonzero(each.rows)
        left = days_until(each.day.iloc[rows], wiring.as_of)
        rows, left = rows[left <= ahead], left[left <= ahead]
        if len(rows):
            yield _complaints(wiring, directory, each, kind, rows, left)
    yield from _undated(wiring, directory)


def _undated(wiring: Wiring, directory: AccountDirectory) -> Iterator[Pile]:
    """Counter-notices without a day on which they arrived: the last day to answer is not known, and it may have passed."""
    table = wiring.tables["Complaints"]
    if not table.length:
        return
    columns = table.columns
    waiting = columns["status"].isin(AWAITS_REPLY) & columns["counter_noticed"].isna()
    rows = np.flatnonzero(waiting.to_numpy() & table.filled)
    if len(rows):
        names = columns["complaint"].to_numpy()
        groups = complaint_groups(columns["complaint"], columns["account"])
        why = say("without this day the last day to answer is not known; it may have passed")
        yield Pile(
            TaskKind.REPLY, "Complaints", "Counter noticed", rows, directory.of_complaints[rows],
            lambda at, _rows: TaskWords(
                say("enter when the counter-notice in complaint {complaint} arrived", complaint=names[rows[at]]), why
            ),
            lambda _at, many: TaskWords(say("enter when {many:,} counter-notices arrived", many=many), why),
            unit=groups[rows],
        )  # fmt: skip


def _complaints(  # the parts of a pile
    wiring: Wiring,
    directory: AccountDirectory,
    times: RunningTimes,
    kind: TaskKind,
    rows: NDArray[np.int64],
    left: NDArray[np.int64],
) -> Pile:
    complaints = wiring.tables["Complaints"].columns
    number = complaints["complaint"].to_numpy()
    groups = complaint_groups(complaints["complaint"], complaints["account"])

    def name(position: int, links: int) -> str:
        named = number[rows[position]] or say("without a number")
        return say("{complaint} ({links:,} links)", complaint=named, links=links) if links > 1 else named

    def one(position: int, links: int) -> TaskWords:
        row = rows[position]
        return _words(kind, name(position, links), times.since.iloc[row].date(), times.day.iloc[row].date())

    def many(position: int, count: int) -> TaskWords:
        return _words_of_many(kind, count, times.day.iloc[rows[position]].date())

    return Pile(
        kind, "Complaints", times.header, rows, directory.of_complaints[rows], one, many, unit=groups[rows], day=left
    )


def _words(kind: TaskKind, complaint: str, since: date, until: date) -> TaskWords:
    match kind:
        case TaskKind.REPLY:
            return TaskWords(
                say("answer the seller's counter-notice in complaint {complaint}", complaint=complaint),
                say("without an answer by {until} the link may come back and count against the account", until=until),
            )
        case TaskKind.SUIT:
            return TaskWords(
                say("complain to the authority or sue in complaint {complaint}", complaint=complaint),
                say("without word by {until} the platform lifts its measures (E-Commerce Law art. 43)", until=until),
            )
        case _:
            return TaskWords(
                say("ask the platform about complaint {complaint}", complaint=complaint),
                say("filed on {since}; the platform usually decides by {until}", since=since, until=until),
            )


def _words_of_many(kind: TaskKind, count: int, first: date) -> TaskWords:
    match kind:
        case TaskKind.REPLY:
            return TaskWords(
                say("answer {count:,} counter-notices", count=count),
                say(
                    "without an answer by {first} the first link may come back and count against the account",
                    first=first,
                ),
            )
        case TaskKind.SUIT:
            return TaskWords(
                say("complain to the authority or sue in {count:,} complaints", count=count),
                say(
                    "without word by {first} the platform lifts its measures in the first (E-Commerce Law art. 43)",
                    first=first,
                ),
            )
        case _:
            return TaskWords(
                say("ask the platform about {count:,} complaints", count=count),
                say("the platform usually decides the first by {first}", first=first),
            )


def expiry_piles(wiring: Wiring, directory: AccountDirectory, days: int) -> Iterator[Pile]:
    """Rights and powers of attorney that end within *days* days, or within the time of the last reminder, if that is longer."""
    last = wiring.settings["last_reminder_days"]
    ahead = max(days, int(last))
    rights, accounts = wiring.tables["Rights"], wiring.tables["Accounts"]
    if rights.length:
        until = wiring.value("Rights", "protected_until")
        rows, left = _ending(until, rights.filled, wiring.as_of, ahead)
        if len(rows):
            named = rights.columns["right"].to_numpy()
            yield Pile(
                TaskKind.RIGHT, "Rights", "Expires", rows, np.full(len(rows), -1, dtype=np.int64),
                lambda at, _rows: TaskWords(
                    say("renew the right {name}, if it can be renewed", name=named[rows[at]]),
                    say("its protection ends on {day}; after it no complaint can cite the right", day=until.iloc[rows[at]].date()),
                ),
                lambda at, many: TaskWords(
                    say("renew {many:,} rights, if they can be renewed", many=many),
                    say("the first protection ends on {day}; after it no complaint can cite the right", day=until.iloc[rows[at]].date()),
                ),
                day=left,
            )  # fmt: skip
    if accounts.length:
        end = accounts.columns["poa_end"]
        ending, near = _ending(end, accounts.filled, wiring.as_of, ahead)
        if len(ending):
            yield Pile(
                TaskKind.AUTHORITY, "Accounts", "POA end", ending, directory.of_accounts[ending],
                lambda at, _rows: TaskWords(
                    say("have a new power of attorney signed, and submit it"),
                    say("the power of attorney ends on {day}", day=end.iloc[ending[at]].date()),
                ),
                lambda at, many: TaskWords(
                    say("have {many:,} new powers of attorney signed, and submit them", many=many),
                    say("the first power of attorney ends on {day}", day=end.iloc[ending[at]].date()),
                ),
                day=near,
            )  # fmt: skip


def _ending(
    until: DateColumn, filled: NDArray[np.bool_], as_of: date, ahead: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows whose last day is between *as_of* and *ahead* days later, and the days that are left."""
    try:
        last = as_of + timedelta(days=ahead)
    except OverflowError:
        last = date.max
    near = (until >= pd.Timestamp(as_of)) & (until <= pd.Timestamp(last))
    rows = np.flatnonzero(near.to_numpy() & filled)
    return rows, days_until(until.iloc[rows], as_of)
