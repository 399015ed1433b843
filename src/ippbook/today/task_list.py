"""The whole list of tasks, and the standing of each account."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from ippbook.declare.wiring import Wiring
from ippbook.errors import UserError
from ippbook.languages import say, say_series
from ippbook.likely_names import did_you_mean
from ippbook.number_words import listed
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.book import fold
from ippbook.today.accounts import AccountDirectory
from ippbook.today.errors import error_piles
from ippbook.today.filing import filing_piles
from ippbook.today.grouping import Grouping, tasks_of, with_few_errors
from ippbook.today.running_out import deadline_piles, expiry_piles
from ippbook.today.standing import Standing, risk_piles, standings
from ippbook.today.task import Pile, TodayTask
from ippbook.today.urgency import THIS_WEEK_DAYS, TaskKind, Urgency

MOST_TASKS: Final = 40
"""How many lines the sheet has: two printed pages."""
_MOST_LISTED: Final = 1_000
"""How many lines a list without limit has before it groups more."""


@dataclass(frozen=True)
class TaskList:
    """What to do on a day, the most urgent first; and the standing of each account."""

    as_of: date
    days: int
    tasks: tuple[TodayTask, ...]
    standings: tuple[Standing, ...]
    left_out: int = 0
    """How many lines the list has no room for."""

    @property
    def summary(self) -> str:
        """How many lines of each urgency there are, and the day."""
        counts = {urgency: sum(task.urgency is urgency for task in self.tasks) for urgency in Urgency}
        words = {
            Urgency.NOW: say("{n:,} now", n=counts[Urgency.NOW]),
            Urgency.THIS_WEEK: say("{n:,} this week", n=counts[Urgency.THIS_WEEK]),
            Urgency.SOON: say("{n:,} soon", n=counts[Urgency.SOON]),
        }
        parts = [words[urgency] for urgency, count in counts.items() if count]
        what = say_series(parts) if parts else say("nothing to do")
        return say("{day}: {what}", day=self.as_of, what=what)


def task_list(wiring: Wiring, days: int = THIS_WEEK_DAYS, most: int = _MOST_LISTED, account: str = "") -> TaskList:
    """The tasks of the wiring's day and of *days* days after it, at most *most* lines.

    The findings are those that the run has put into the wiring. *account*: only the tasks of this account. Raises `UserError`
    for an account that the workbook does not have.
    """
    directory = AccountDirectory.of(wiring)
    standing = standings(wiring, directory)
    place = -1 if not account else _place_of(account, directory)
    piles = [
        *error_piles(wiring, directory),
        *filing_piles(wiring, directory),
        *deadline_piles(wiring, directory, days),
        *expiry_piles(wiring, directory, days),
        *risk_piles(wiring, standing),
    ]
    if place >= 0:
        standing = tuple(each for each in standing if each.place == place)
        piles = [part for pile in piles if len((part := pile.of_account(place)).rows)]
    tasks = _grouped(piles, wiring, directory.names, most)
    return TaskList(wiring.as_of, days, tuple(tasks[:most]), standing, max(len(tasks) - most, 0))


def _place_of(account: str, directory: AccountDirectory) -> int:
    names = [fold(name) for name in directory.names]
    if fold(account) not in names:
        known = say("its accounts are: {known}", known=listed(directory.names) or "none")
        hint = did_you_mean(account, [*directory.names], known)
        raise UserError("the workbook has no account {account}; {hint}", account=repr(account), hint=hint)
    return names.index(fold(account))


def with_remark(found: TaskList, most: int) -> tuple[TodayTask, ...]:
    """The tasks, at most *most* lines; where some have no line, the last line says how many."""
    tasks = found.tasks[:most]
    missing = len(found.tasks) - len(tasks) + found.left_out
    if not missing:
        return tasks
    what = say("and {count:,} more tasks", count=missing + 1)
    why = say("the sheet has no room for them; ippbook today FILE lists them")
    return (*tasks[:-1], TodayTask(TaskKind.MORE, "", what, why, None, None, "", "", "", "", "", missing + 1))


def _grouped(piles: Sequence[Pile], wiring: Wiring, accounts: Sequence[str], most: int) -> list[TodayTask]:
    """The tasks in their order, in the finest grouping that has room for them."""
    found: list[TodayTask] = []
    for grouping in Grouping:
        made = ((place, task) for place, pile in enumerate(piles) for task in _tasks(pile, wiring, accounts, grouping))
        found = [task for _, task in sorted(made, key=lambda each: (each[1].order, each[0], each[1].account))]
        if most < _MOST_LISTED:
            found = with_few_errors(found)
        if len(found) <= most:
            break
    return found


def _tasks(pile: Pile, wiring: Wiring, accounts: Sequence[str], grouping: Grouping) -> Iterator[TodayTask]:
    if pile.kind is TaskKind.RISK:  # each is about one account, in its own words
        grouping = Grouping.BY_DAY
    yield from tasks_of(pile, wiring, accounts, grouping)
