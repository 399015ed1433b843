"""From piles of rows to a list that stays short enough to be read.

Up to three equal things have a line each; four or more share a line with their number. Equal: same kind, same account, same day.
If the list is still longer than it may be, things of one account and urgency share a line, then those of all accounts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ippbook.deadlines import listing_facts
from ippbook.declare.wiring import Wiring
from ippbook.languages import say
from ippbook.number_words import listed
from ippbook.quick_dataclasses import dataclass
from ippbook.today.task import Pile, TodayTask
from ippbook.today.urgency import THIS_WEEK_DAYS, TaskKind

GROUPED_FROM: Final = 4
"""This many equal things share a line."""


class Grouping(IntEnum):
    """Which things share a line; each is shorter than the one before it."""

    BY_DAY = 0
    BY_URGENCY = 1
    OVER_ACCOUNTS = 2


@dataclass(frozen=True)
class _Things:
    """The things of a pile: entries by thing, in order of their first row."""

    first: NDArray[np.int64]
    """The position of its first row in the pile."""
    size: NDArray[np.int64]
    """How many rows it has."""
    account: NDArray[np.int64]
    day: NDArray[np.int64] | None
    """That of its first row; days are part of what makes a thing."""


def tasks_of(pile: Pile, wiring: Wiring, accounts: Sequence[str], grouping: Grouping) -> Iterator[TodayTask]:
    """The tasks of a pile. *accounts*: the names of the accounts."""
    things = _things(pile)
    for members in _groups(things, grouping):
        lone = len(members) < (GROUPED_FROM if grouping is Grouping.BY_DAY else 2)
        for part in members[:, None] if lone else members[None, :]:
            yield _task(pile, things, part, wiring, accounts)


def _things(pile: Pile) -> _Things:
    if pile.unit is None:
        one = np.arange(len(pile.rows), dtype=np.int64)
        return _Things(one, np.ones_like(one), pile.account, pile.day)
    key = pile.unit
    if pile.day is not None and len(key):
        near = pile.day - pile.day.min()
        key = key * (int(near.max()) + 1) + near
    _, first, size = np.unique(key, return_index=True, return_counts=True)
    order = np.argsort(first)
    first, size = first[order].astype(np.int64), size[order].astype(np.int64)
    return _Things(first, size, pile.account[first], None if pile.day is None else pile.day[first])


def _groups(things: _Things, grouping: Grouping) -> Iterator[NDArray[np.int64]]:
    """The members of each group: positions in *things*, the earliest day first."""
    count = len(things.first)
    days = np.zeros(count, dtype=np.int64) if things.day is None else things.day
    near = np.digitize(days, [1, THIS_WEEK_DAYS + 1]) if grouping is not Grouping.BY_DAY else days
    account = things.account if grouping is not Grouping.OVER_ACCOUNTS else np.zeros(count, dtype=np.int64)
    order = np.lexsort((things.first, days, near, account))
    starts = np.flatnonzero((np.diff(account[order]) != 0) | (np.diff(near[order]) != 0)) + 1
    yield from np.split(order, starts) if count else ()


def _task(
    pile: Pile, things: _Things, members: NDArray[np.int64], wiring: Wiring, accounts: Sequence[str]
) -> TodayTask:
    at = int(things.first[members[0]])
    row, count = int(pile.rows[at]), len(members)
    words = pile.one(at, int(things.size[members[0]])) if count == 1 else pile.many(at, count)
    days = None if things.day is None else int(things.day[members[0]])
    whose = np.unique(things.account[members])
    places = wiring.tables.places.get(pile.table)
    seller, url = listing_facts(wiring, pile.table, row) if row >= 0 else ("", "")
    return TodayTask(
        pile.kind,
        accounts[whose[0]] if len(whose) == 1 and whose[0] >= 0 else "",
        words.what,
        words.why,
        None if days is None else wiring.as_of + timedelta(days=days),
        days,
        _sellers(pile, things.first[members], seller, wiring),
        url,
        pile.table,
        places.sheet if places else "",
        places.cell(row, pile.header) if places and pile.header else "",
        count,
        pile.code,
    )


def _sellers(pile: Pile, positions: NDArray[np.int64], first: str, wiring: Wiring) -> str:
    """The seller of a group, or the first of several."""
    if len(positions) == 1 or not first:
        return first
    rows = pile.rows[positions]
    at = wiring.rows("Complaints", "listing")[rows] if pile.table == "Complaints" else rows
    columns = wiring.tables["Listings"].columns
    seller, store = (columns[name].to_numpy()[at[at >= 0]] for name in ("seller", "store"))
    names = np.where(seller == "", store, seller)
    others = ((names != first) & (names != "")).any()
    return say("{seller} and others", seller=first) if others else first


_ERRORS: Final = (TaskKind.ERROR, TaskKind.FLAW)
_ERROR_LINES: Final = 6
"""On a list of limited length, the errors of one urgency have this many lines, so that the other tasks are seen."""


def with_few_errors(tasks: Sequence[TodayTask]) -> list[TodayTask]:
    """The tasks in their order; where there are many kinds of errors, those after the first ones share a line."""
    found = list(tasks)
    for kind in _ERRORS:
        rest = [task for task in found if task.kind is kind][_ERROR_LINES - 1 :]
        if len(rest) > 1:
            count, accounts = sum(task.count for task in rest), {task.account for task in rest}
            shared = replace(
                rest[0],
                account=rest[0].account if len(accounts) == 1 else "",
                what=say("fix {count:,} more errors", count=count),
                why=listed(sorted({task.code for task in rest})),
                seller="",
                url="",
                count=count,
                code="",
            )
            gone = {id(task) for task in rest[1:]}
            found = [shared if task is rest[0] else task for task in found if id(task) not in gone]
    return found
