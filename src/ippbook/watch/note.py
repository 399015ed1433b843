"""The note of a watch: a text file in each watched folder, for people without a terminal.

It says who watches, what needs a person, and what was done last. It is written only when that changes, because a sync program would
send each new version to every computer of the team.
"""

import platform
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from ippbook.control_characters import visible_line
from ippbook.errors import UserError
from ippbook.foreign_files import read_foreign
from ippbook.languages import say
from ippbook.languages.run_language import localized
from ippbook.ooxml.package.temporary_files import new_file
from ippbook.watch.events import EventKind, WatchEvent

NOTE_NAME: Final = "ippbook watch.txt"
"""The name of the note."""
_SHOWN: Final = 100
"""How many workbooks of each list the note shows."""
_WORKS: Final = "ippbook watch: works"
"""How a note begins while its watch works, in every language; the end of a watch takes it away."""
_MOST: Final = 1 << 20


class WatchNote:
    """The note of one watched folder."""

    def __init__(self, folder: Path, now: Callable[[], datetime], sentence_of: Callable[[WatchEvent], str]) -> None:
        """*now*: the clock, with its zone. *sentence_of*: an event as people read it."""
        self._folder = folder
        self.path = folder / NOTE_NAME
        self._now = now
        self._sentence_of = sentence_of
        self._began = now()
        self._computer = platform.node()
        self._open: dict[str, str] = {}
        self._done: dict[str, str] = {}
        self._written = ""

    def other_watch(self) -> str:
        """A sentence where the note says that another watch works here; "" where none does."""
        try:
            head = read_foreign(self.path, _MOST)[0].decode("utf-8-sig", "replace")
        except OSError:
            return ""
        first, _, second = head.partition("\n")
        if not first.startswith(_WORKS):
            return ""
        return say(
            "{path}: it says that a watch works here already ({who}); if that is so, end one of the two, because they would change the same files",
            path=self.path,
            who=visible_line(second.partition("\n")[0].strip()),
        )

    def hear(self, event: WatchEvent) -> None:
        """Take *event* into the note where it is about this folder."""
        if event.kind in {EventKind.STARTED, EventKind.NEW_DAY} or not self._is_mine(event.path):
            return
        if not event.path and event.waiting is None:
            self._open.pop(event.path, None)  # nothing is only online any more
            return
        line = f"{self._now():%Y-%m-%d %H:%M}  {localized(self._sentence_of(event))}"
        self._open.pop(event.path, None)
        if event.kind in {EventKind.RECALCULATED, EventKind.FOLDER_BACK}:
            self._done.pop(event.path, None)
            self._done[event.path] = line  # the last one is the newest
        else:
            self._open[event.path] = line

    def write(self, *, ended: bool = False) -> None:
        """Bring the file up to date. Raises `UserError` where it cannot be written."""
        body = "\n".join(self._lines())
        head = localized(say("ippbook watch: ended at {when:%Y-%m-%d %H:%M}", when=self._now())) if ended else _WORKS
        if body == self._written and not ended:
            return
        text = f"{head}\n{body}\n"
        try:
            with new_file(self.path) as new:
                new.stream.write(text.replace("\n", "\r\n").encode("utf-8-sig", "replace"))
                new.finish()
                new.give_default_rights()
                new.take_place()
        except OSError as failure:
            raise UserError(
                "{path}: the note cannot be written ({why}); the watch goes on without it.",
                path=self.path,
                why=failure.strerror or failure,
            ) from None
        self._written = body

    def _is_mine(self, path: str) -> bool:
        return not path or Path(path).is_relative_to(self._folder)

    def _lines(self) -> Iterator[str]:
        yield localized(
            say(
                "{computer}, since {when:%Y-%m-%d %H:%M} ({zone})",
                computer=self._computer,
                when=self._began,
                zone=self._began.tzname(),
            )
        )
        yield localized(say("ippbook recalculates each workbook in this folder after it was saved and closed."))
        yield ""
        if self._open:
            yield localized(say("Look at this:"))
            yield from _first(sorted(self._open.values()))
            yield ""
        yield localized(say("Recalculated, the last one first:"))
        yield from _first(list(reversed(self._done.values())))


def _first(lines: list[str]) -> Iterator[str]:
    yield from (f"  {visible_line(each)}" for each in lines[:_SHOWN])
    if len(lines) > _SHOWN:
        yield "  " + localized(say("and {more:,} more", more=len(lines) - _SHOWN))
