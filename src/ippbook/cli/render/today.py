"""What to do and what is due, for people: a block of lines for each task, at most 80 columns wide."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pandas as pd
from rich.console import Console
from rich.text import Text

from ippbook.cli.render.text import day_text, show_frame, tell
from ippbook.control_characters import visible
from ippbook.languages import say
from ippbook.languages.run_language import localized, localized_text, run_language
from ippbook.pipeline import Agenda
from ippbook.today.standing import Standing
from ippbook.today.task import TodayTask
from ippbook.today.task_list import TaskList
from ippbook.today.tiles import cut_to_width, tile_lines
from ippbook.today.urgency import URGENCY_WORDS, TaskKind, Urgency, how_late, urgency_of

_WIDTH: Final = 80
_LONGEST: Final = 400
"""Width of a text: five lines."""
_NAME: Final = 60
"""Width of a name."""


def show_tasks(console: Console, found: TaskList) -> None:
    """The standing of each account, then the tasks by urgency. The same on a terminal and in a pipe, at most 80 columns wide."""
    tell(console, say("Today is {day}.", day=day_text(found.as_of)))
    for each in found.standings:
        tell(console, "", *_standing(console, each))
    for urgency in Urgency:
        tasks = [task for task in found.tasks if task.urgency is urgency]
        if tasks:
            tell(console, "", f"{_urgency(urgency)} ({len(tasks):,})")
        for task in tasks:
            tell(console, *_block(console, task.when, _task(task)))
    if not found.tasks:
        tell(console, "", say("Nothing to do on this day or in the {days:,} days after it.", days=found.days))
    if found.left_out:
        more = say("… and {n:,} more. To see fewer at a time, name an account: --account NAME", n=found.left_out)
        tell(console, "", more)


def _urgency(urgency: Urgency) -> str:
    return localized(URGENCY_WORDS[urgency]).upper()


def _standing(console: Console, each: Standing) -> Iterator[str]:
    name, *figures = tile_lines(each, _LONGEST, run_language())
    yield from _wrapped(console, cut_to_width(name, _NAME), "", "  ")
    for line in figures:
        yield from _wrapped(console, line, "  ", "    ")


def _task(task: TodayTask) -> list[str]:
    about = " · ".join(
        cut_to_width(localized_text(part), _NAME) for part in (task.account, task.seller, task.place) if part
    )
    return [
        task.what,
        *([task.why] if task.why else []),
        *([about] if about else []),
        *([task.url] if task.url else []),
    ]


def show_agenda(console: Console, found: Agenda, days: int) -> None:
    """What is due, the most urgent first: blocks on a terminal, lines of cells separated by tabs in a pipe."""
    day = day_text(found.as_of)
    dues, title = found.by_urgency, say("Due within {days:,} days of {day}", days=days, day=day)
    if not dues:
        tell(console, say("Nothing is due within {days:,} days of {day}.", days=days, day=day))
        return
    if not console.is_terminal:
        rows = [
            {
                "when": how_late(due.left(found.as_of)),
                "due": due.day,
                "about": due.key,
                "account": due.account,
                "seller": due.seller,
                "links": due.links,
                "what": _what(due.what, estimated=due.estimated),
                "where": due.place,
                "link": due.url,
            }
            for due in dues
        ]
        show_frame(console, title, pd.DataFrame(rows))
        return
    tell(console, title)
    last = None
    for due in dues:
        left = due.left(found.as_of)
        urgency = urgency_of(TaskKind(due.kind), left)
        if urgency is not last:
            tell(console, "", _urgency(urgency))
            last = urgency
        about = [due.key, due.account if due.account != due.key else "", due.seller, due.place]
        lines = [
            _what(due.what, estimated=due.estimated),
            " · ".join(cut_to_width(part, _NAME) for part in about if part),
            due.url,
        ]
        tell(console, *_block(console, say("{late} ({day})", late=how_late(left), day=due.day), [*filter(None, lines)]))


def _what(what: str, *, estimated: bool) -> str:
    return say("{what} (the calendar of that year is not published yet)", what=what) if estimated else what


def _block(console: Console, when: str, lines: Sequence[str]) -> Iterator[str]:
    """The lines of a task, with how late it is in front of the first one."""
    for place, line in enumerate(lines):
        text = say("{when}: {line}", when=when, line=line) if when and not place else line
        yield from _wrapped(console, text, "  • " if not place else "    ", "    ")


def _wrapped(console: Console, text: str, first: str, other: str) -> Iterable[str]:
    """The text in lines of at most 80 columns; an East Asian character is two wide."""
    safe = cut_to_width(visible(localized_text(text)).replace("\n", " "), _LONGEST)
    width = min(console.width, _WIDTH) if console.is_terminal else _WIDTH
    lines = Text(safe).wrap(console, max(width - len(other), 20))
    for place, line in enumerate(lines):
        yield f"{first if not place else other}{line.plain.rstrip()}"
