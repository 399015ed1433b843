"""What a watch sees and tells: the stamp of a file, why it waits, an event."""

from enum import StrEnum
from typing import NamedTuple

from ippbook.batch.reports import FileReport
from ippbook.quick_dataclasses import dataclass


class FileStamp(NamedTuple):
    """What tells one save of a file from another, as a look at its folder shows it.

    The time of the last change of its status is not in it, because sync programs set attributes after each upload; and neither is its
    number (inode), which some network drives change at each look.
    """

    size: int
    changed_ns: int


class WaitKind(StrEnum):
    """Why a workbook is not recalculated now."""

    OPEN = "open"
    DOWNLOAD = "download"
    CHANGING = "changing"
    ONLINE_ONLY = "online only"
    CONFLICT_COPY = "conflict copy"
    LINK = "link"


@dataclass(frozen=True)
class Waiting:
    """Why a workbook is not recalculated now, for people too."""

    kind: WaitKind
    why: str
    """A sentence without the name of the workbook."""


@dataclass(frozen=True)
class SeenWorkbook:
    """A workbook at one look."""

    stamp: FileStamp
    waiting: Waiting | None = None


class EventKind(StrEnum):
    """What happened. The words are those of --json-lines."""

    STARTED = "started"
    RECALCULATED = "recalculated"
    FAILED = "failed"
    WAITS = "waits"
    CHANGED_MEANWHILE = "changed meanwhile"
    FOLDER_LOST = "folder lost"
    FOLDER_BACK = "folder back"
    NEW_DAY = "new day"


@dataclass(frozen=True)
class WatchEvent:
    """Something that happened to a workbook or a folder."""

    kind: EventKind
    path: str
    """The workbook or the folder; "" where it is about all of them."""
    sentence: str = ""
    """For people; a recalculation has its report instead."""
    report: FileReport | None = None
    waiting: Waiting | None = None
