"""Which workbook is recalculated when: a state machine over looks at folders. It knows no file and no clock; *now* is seconds of any clock.

A workbook is due once its stamp has been the same for the settle time, nothing holds it, and its stamp is not the one that was done last.
"""

from collections.abc import Iterator
from typing import Final

from ippbook.languages import say
from ippbook.number_words import counted
from ippbook.quick_dataclasses import dataclass
from ippbook.watch.events import EventKind, FileStamp, SeenWorkbook, Waiting, WaitKind, WatchEvent
from ippbook.watch.look import FolderLook

FIRST_RETRY: Final = 30.0
"""Seconds until a workbook that failed is tried again, though it has not changed; each time twice as long."""
LONGEST_RETRY: Final = 3600.0


@dataclass
class _Followed:
    """What is known of one workbook."""

    stamp: FileStamp
    since: float
    """Since when its stamp is the same and nothing holds it."""
    waiting: Waiting | None = None
    reported: WaitKind | None = None
    """Why it waits, as people know already; until it is done, or waits for something else."""
    done: FileStamp | None = None
    """The stamp with which it was finished."""
    failures: int = 0
    retry_at: float = 0.0
    here: bool = True
    """Whether its folder could be read at the last look."""


class WatchState:
    """All watched workbooks."""

    def __init__(self, settle: float) -> None:
        self._settle = settle
        self._followed: dict[str, _Followed] = {}
        self._lost: dict[str, str] = {}
        self._online_only = 0

    def __len__(self) -> int:
        return len(self._followed)

    def take(self, look: FolderLook, now: float) -> Iterator[WatchEvent]:
        """Take over what *look* saw. Gives what people should know, each thing once. Read it to its end."""
        yield from self._folders(look)
        for path in [each for each in self._followed if each not in look.workbooks]:
            if look.covers(path):
                del self._followed[path]
            else:
                self._followed[path].here = False
        for path, seen in look.workbooks.items():
            yield from self.see(path, seen, now)
        if look.online_only != self._online_only:
            self._online_only = look.online_only
            yield _online_only(look.online_only)

    def see(self, path: str, seen: SeenWorkbook, now: float) -> Iterator[WatchEvent]:
        """Take over what one workbook is now."""
        known = self._followed.get(path)
        if known is None:
            known = self._followed[path] = _Followed(seen.stamp, now)
        if known.stamp != seen.stamp or not known.here:
            known.since, known.failures, known.retry_at = now, 0, 0.0
        if known.waiting is not None and seen.waiting is None:
            known.since = now
        known.stamp, known.waiting, known.here = seen.stamp, seen.waiting, True
        if known.waiting is not None and known.reported is not known.waiting.kind and known.done != known.stamp:
            known.reported = known.waiting.kind
            if known.waiting.kind is WaitKind.ONLINE_ONLY:  # there may be thousands; `take` counts them
                return
            yield _waits(path, known.waiting)

    def due(self, now: float) -> list[str]:
        """The workbooks to recalculate, the one that was saved last first: a person waits for it."""
        found = [(-each.since, path) for path, each in self._followed.items() if self._is_due(each, now)]
        return [path for _, path in sorted(found)]

    def stamp(self, path: str) -> FileStamp:
        """The stamp of *path* at the last look."""
        return self._followed[path].stamp

    def finish(self, path: str, stamp: FileStamp) -> None:
        """Note that *path* is done as the file *stamp*: the one that was read, or the one that was written."""
        known = self._followed[path]
        known.stamp = known.done = stamp
        known.failures, known.retry_at, known.reported = 0, 0.0, None

    def fail(self, path: str, now: float) -> None:
        """Note that *path* could not be done. It is tried again after a while, or when it changes."""
        known = self._followed[path]
        known.failures += 1
        known.retry_at = now + min(FIRST_RETRY * 2 ** min(known.failures - 1, 20), LONGEST_RETRY)

    def take_all_again(self) -> None:
        """Make every workbook due again: what they are judged for has changed."""
        for known in self._followed.values():
            known.done, known.failures, known.retry_at = None, 0, 0.0

    def unfinished(self, now: float) -> Iterator[WatchEvent]:
        """The workbooks that are not done because they wait or still change, as events; those that people know already are not repeated."""
        for path, known in sorted(self._followed.items()):
            waiting = known.waiting or Waiting(WaitKind.CHANGING, say("still changes; it is taken when it is at rest"))
            open_point = known.done != known.stamp and not known.failures and not self._is_due(known, now)
            if open_point and known.reported is not waiting.kind:
                yield _waits(path, waiting)

    def _is_due(self, known: _Followed, now: float) -> bool:
        at_rest = known.here and known.waiting is None and now - known.since >= self._settle
        return at_rest and known.done != known.stamp and now >= known.retry_at

    def _folders(self, look: FolderLook) -> Iterator[WatchEvent]:
        for folder, why in look.unreadable.items():
            if folder not in self._lost:
                sentence = say(
                    "{folder}: the folder cannot be read ({why}); its workbooks are taken when it can be read again",
                    folder=folder,
                    why=why,
                )
                yield WatchEvent(EventKind.FOLDER_LOST, folder, sentence)
        for folder in self._lost:
            if folder not in look.unreadable:
                yield WatchEvent(
                    EventKind.FOLDER_BACK, folder, say("{folder}: the folder can be read again", folder=folder)
                )
        self._lost = dict(look.unreadable)


def _online_only(count: int) -> WatchEvent:
    why = say(
        "{workbooks} with content that is only online: left as they are; choose Always keep on this device in their menu, and they are taken",
        workbooks=counted(count, "workbook"),
    )
    return WatchEvent(EventKind.WAITS, "", why, waiting=Waiting(WaitKind.ONLINE_ONLY, why) if count else None)


def _waits(path: str, waiting: Waiting) -> WatchEvent:
    return WatchEvent(EventKind.WAITS, path, say("{path}: {why}", path=path, why=waiting.why), waiting=waiting)
