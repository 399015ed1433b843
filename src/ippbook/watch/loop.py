"""The loop of a watch: look, work on what is due, tell, pause."""

import errno
import os
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from ippbook.batch.journal import file_hash
from ippbook.batch.one_file import FileOptions, FileTask, report_file
from ippbook.batch.sources import NamedWorkbook
from ippbook.languages import say
from ippbook.number_words import counted
from ippbook.ooxml.package.file_state import FileState
from ippbook.ooxml.package.temporary_files import heard_files
from ippbook.quick_dataclasses import dataclass
from ippbook.watch.events import EventKind, FileStamp, SeenWorkbook, Waiting, WaitKind, WatchEvent
from ippbook.watch.look import look_again, look_at
from ippbook.watch.state import WatchState

_SHARE: Final = 20.0
"""A pause is at least this many times as long as the look before it, so that slow drives are not read all the time."""
_IN_USE: Final = frozenset({errno.EBUSY, errno.ETXTBSY, errno.EAGAIN})
_IN_USE_WINDOWS: Final = frozenset({32, 33})
"""ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION."""


@dataclass(frozen=True)
class WatchedFolder:
    """A folder, and the folder for its results; None: back into each workbook."""

    path: Path
    out: Path | None = None


@dataclass(frozen=True)
class WatchPlan:
    """What to watch, and how."""

    folders: Sequence[WatchedFolder]
    options: Callable[[], FileOptions]
    """The options for the day of the call."""
    settle: float
    """Seconds for which a workbook must not change before it is taken."""
    every: float
    """Seconds between two looks."""
    once: bool = False
    """Whether the watch ends when every workbook that is closed is done."""
    at_rest: Callable[[], None] = lambda: None
    """Called when there is nothing to do for a while."""


def watch_folders(
    plan: WatchPlan, clock: Callable[[], float] = time.monotonic, pause: Callable[[float], None] = time.sleep
) -> Iterator[WatchEvent]:
    """Watch until the process is interrupted, or with *once* until the closed workbooks are done. Gives what happens, as it happens."""
    yield from _Watch(plan, clock, pause).events()


class _Watch:
    """One run."""

    def __init__(self, plan: WatchPlan, clock: Callable[[], float], pause: Callable[[float], None]) -> None:
        self._plan = plan
        self._clock = clock
        self._pause = pause
        self._state = WatchState(plan.settle)
        self._options = plan.options()
        self._contents: dict[str, str] = {}
        """The hash of each workbook that was done: a new time without a new content is not a save."""
        self._failures: dict[str, str] = {}
        """The last sentence about each workbook that failed."""
        self._next_look = -float("inf")

    def events(self) -> Iterator[WatchEvent]:
        """Look, work, pause, until there is an end."""
        first = list(self._look())
        yield WatchEvent(EventKind.STARTED, "", _started(len(self._state), self._plan))
        yield from first
        if self._plan.once:
            if self._plan.settle:
                self._pause(self._plan.settle)
            yield from self._look()
            for path in self._state.due(self._clock()):
                yield from self._work(path)
            yield from self._state.unfinished(self._clock())
            return
        while True:
            yield from self._begin_day()
            due = self._state.due(self._clock())
            if due:
                yield from self._work(due[0])
            if not due:
                self._plan.at_rest()
            if self._clock() >= self._next_look or not due:
                self._pause(max(self._next_look - self._clock(), 0.0))
                yield from self._look()

    def _look(self) -> Iterator[WatchEvent]:
        began = self._clock()
        look = look_at(
            [each.path for each in self._plan.folders],
            [each.out for each in self._plan.folders if each.out is not None],
        )
        now = self._clock()
        self._next_look = now + max(self._plan.every, _SHARE * (now - began))
        yield from self._state.take(look, now)

    def _begin_day(self) -> Iterator[WatchEvent]:
        fresh = self._plan.options()
        if fresh.as_of is None and fresh.today != self._options.today:
            self._options = fresh
            self._contents.clear()
            self._state.take_all_again()
            yield WatchEvent(EventKind.NEW_DAY, "", _new_day(fresh.today))

    def _work(self, path: str) -> Iterator[WatchEvent]:
        """Recalculate the workbook at *path*, unless it has changed or was opened since the last look."""
        before = self._state.stamp(path)
        try:
            seen = look_again(path)
        except OSError:  # the next look says what is wrong with the folder
            self._state.fail(path, self._clock())
            return
        if seen is not None and seen.waiting is None and (in_use := _used_by_others(path)) is not None:
            seen = SeenWorkbook(seen.stamp, in_use)
        if seen is None or seen.stamp != before or seen.waiting is not None:
            yield from self._take_over(path, seen)
            return
        known = self._contents.get(path)
        if known and known == file_hash(Path(path)):
            self._state.finish(path, before)
            return
        with heard_files() as heard:
            report = report_file(self._task(path), self._options)
        if report.failed:
            yield from self._failed(
                path, before, report.error, WatchEvent(EventKind.FAILED, path, report.error, report)
            )
            return
        after = _own_stamp(heard, path) or before
        self._state.finish(path, after)
        self._failures.pop(path, None)
        self._remember(path, after)
        yield WatchEvent(EventKind.RECALCULATED, path, report=report)

    def _failed(self, path: str, before: FileStamp, sentence: str, event: WatchEvent) -> Iterator[WatchEvent]:
        """A workbook that changed or was opened meanwhile is not at fault; another failure is reported once and tried again."""
        try:
            seen = look_again(path)
        except OSError:
            seen = SeenWorkbook(before)
        if seen is None or seen.stamp != before:
            why = say("{path}: changed while it was recalculated, so nothing was written; it is taken again", path=path)
            yield WatchEvent(EventKind.CHANGED_MEANWHILE, path, why)
            yield from self._take_over(path, seen)
        elif seen.waiting is not None:
            yield from self._take_over(path, seen)
        else:
            self._state.fail(path, self._clock())
            if self._failures.get(path) != sentence:
                self._failures[path] = sentence
                yield event

    def _take_over(self, path: str, seen: SeenWorkbook | None) -> Iterator[WatchEvent]:
        """What a second look at one workbook saw; the next look at its folder sees it if it is gone."""
        if seen is None:
            self._state.fail(path, self._clock())
        else:
            yield from self._state.see(path, seen, self._clock())

    def _remember(self, path: str, stamp: FileStamp) -> None:
        self._contents.pop(path, None)
        try:
            content = file_hash(Path(path))
            seen = look_again(path)
        except OSError:
            return
        if seen is not None and seen.stamp == stamp and content:
            self._contents[path] = content

    def _task(self, path: str) -> FileTask:
        folder = max(
            (each for each in self._plan.folders if Path(path).is_relative_to(each.path)),
            key=lambda each: len(each.path.parts),
        )
        inside = Path(path).relative_to(folder.path)
        workbook = NamedWorkbook(Path(path), path, inside)
        if folder.out is None:
            return FileTask(workbook, workbook.path)
        return FileTask(workbook, folder.out / inside, top=folder.out)


def _used_by_others(path: str) -> Waiting | None:
    """Why no other program may write the file now; None where this one may, or where the save will say more."""
    try:
        with open(path, "r+b"):  # noqa: PTH123  # as a program that saves: Windows refuses it while another has the file open
            return None
    except OSError as failure:
        in_use = failure.errno in _IN_USE or getattr(failure, "winerror", None) in _IN_USE_WINDOWS
    return Waiting(WaitKind.OPEN, say("another program has it open; close it there")) if in_use else None


def _own_stamp(heard: dict[Path, FileState], path: str) -> FileStamp | None:
    """The stamp of the file that this process put at *path*; None where it put none there."""
    for target, state in heard.items():
        if os.path.realpath(target) == os.path.realpath(path):
            return FileStamp(state.size, state.changed_ns)
    return None


def _started(count: int, plan: WatchPlan) -> str:
    return say(
        "watching {workbooks} in {folders}; each is recalculated {settle:g} seconds after it was saved and closed; Ctrl-C ends this",
        workbooks=counted(count, "workbook"),
        folders=counted(len(plan.folders), "folder"),
        settle=plan.settle,
    )


def _new_day(day: date) -> str:
    return say("it is {day}; every workbook is recalculated for the new day", day=day)
