"""How urgent a task is, how late it is in words, and the order of tasks. The sheet, the commands and the report take them from here."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ippbook.languages.sentence import say

if TYPE_CHECKING:
    from ippbook.deadlines import Due

THIS_WEEK_DAYS: Final = 7
"""A task is for this week if its day is at most this many days ahead."""


class Urgency(StrEnum):
    """When to do it; the most urgent first."""

    NOW = "now"
    THIS_WEEK = "this week"
    SOON = "soon"


class TaskKind(StrEnum):
    """The kinds of tasks; of two tasks with the same urgency the earlier kind comes first."""

    ERROR = "error"
    """An error that stops the filing of a complaint that is drafted, or of every complaint of an account."""
    REPLY = "reply"
    SUIT = "suit"
    FILE = "file"
    """A complaint that is ready to be filed."""
    DRAFT = "draft"
    """A draft that is not complete."""
    FLAW = "flaw"
    """An error that will stop a filing: in a right or a listing that no draft cites, in settings, in a text."""
    PLAN = "plan"
    """Listings for which a complaint can be drafted."""
    RIGHT = "right"
    AUTHORITY = "authority"
    RISK = "risk"
    """An account whose Good-Faith status is at risk."""
    DECISION = "decision"
    """The platform has taken longer than usual: ask."""
    ANSWER = "answer"
    """The seller's time: nothing to do."""
    OLD_ERROR = "old error"
    """An error in a complaint that is filed already."""
    MORE = "more"
    """Tasks that the list has no room for."""


URGENCY_WORDS: Final = {
    Urgency.NOW: say("now"),
    Urgency.THIS_WEEK: say("this week"),
    Urgency.SOON: say("soon"),
}
"""The words for people, which a language translates."""
_URGENCIES: Final = tuple(Urgency)
_KINDS: Final = tuple(TaskKind)
_TOGETHER: Final = {TaskKind.SUIT: TaskKind.REPLY, TaskKind.AUTHORITY: TaskKind.RIGHT}
"""Kinds that share their place in the order with an earlier kind: of these the earliest day comes first."""
_NEVER_NOW: Final = frozenset({TaskKind.DECISION, TaskKind.RISK})
"""Nothing is lost on that very day."""
_NOW_WITHOUT_DAY: Final = frozenset({TaskKind.ERROR, TaskKind.REPLY})
"""An answer whose last day is not known may be late."""
_SOON: Final = frozenset({TaskKind.ANSWER, TaskKind.OLD_ERROR, TaskKind.MORE})


def urgency_of(kind: TaskKind, days: int | None) -> Urgency:
    """The urgency of a task of *kind* whose day is *days* days ahead (below 0: it has passed; None: it has no day).

    >>> urgency_of(TaskKind.REPLY, -16), urgency_of(TaskKind.REPLY, 3), urgency_of(TaskKind.RIGHT, 20)
    (<Urgency.NOW: 'now'>, <Urgency.THIS_WEEK: 'this week'>, <Urgency.SOON: 'soon'>)
    >>> urgency_of(TaskKind.ERROR, None), urgency_of(TaskKind.FILE, None), urgency_of(TaskKind.DECISION, -40)
    (<Urgency.NOW: 'now'>, <Urgency.THIS_WEEK: 'this week'>, <Urgency.THIS_WEEK: 'this week'>)
    """
    if kind in _SOON:
        return Urgency.SOON
    if days is None:
        return Urgency.NOW if kind in _NOW_WITHOUT_DAY else Urgency.THIS_WEEK
    if days <= 0 and kind not in _NEVER_NOW:
        return Urgency.NOW
    return Urgency.THIS_WEEK if days <= THIS_WEEK_DAYS else Urgency.SOON


def how_late(days: int | None) -> str:
    """How many days are left, in words; "" for a task without a day.

    >>> how_late(-16), how_late(-1), how_late(0), how_late(1), how_late(1200), how_late(None)
    ('16 days late', '1 day late', 'due today', 'in 1 day', 'in 1,200 days', '')
    """
    match days:
        case None:
            return ""
        case 0:
            return say("due today")
        case 1:
            return say("in 1 day")
        case -1:
            return say("1 day late")
        case _:
            return say("in {n:,} days", n=days) if days > 0 else say("{n:,} days late", n=-days)


def place_in_order(kind: TaskKind, days: int | None) -> tuple[int, int, int, int]:
    """A key by which the most urgent task is the first: urgency, kind, day. Answers and suits are in one order, by day."""
    urgency, first = urgency_of(kind, days), _TOGETHER.get(kind, kind)
    return _URGENCIES.index(urgency), _KINDS.index(first), 0 if days is None else days, _KINDS.index(kind)


def by_urgency(dues: "Iterable[Due]", as_of: date) -> "tuple[Due, ...]":
    """Deadlines in the order of their urgency on *as_of*; of one urgency and kind the earliest first."""
    return tuple(
        sorted(
            dues,
            key=lambda due: (*place_in_order(TaskKind(due.kind), due.left(as_of)), due.key, due.account, due.place),
        )
    )
