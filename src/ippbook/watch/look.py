"""One look at the watched folders: each workbook with its stamp, and why it must wait. It opens no file, so nothing is downloaded."""

import os
import platform
import stat
from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import cache
from pathlib import Path
from typing import Final

from ippbook.foreign_files import leads_out
from ippbook.languages import say
from ippbook.ooxml.package.owner_files import OpenElsewhere, open_elsewhere, opened_workbooks
from ippbook.quick_dataclasses import dataclass
from ippbook.watch.events import FileStamp, SeenWorkbook, Waiting, WaitKind
from ippbook.watch.names import downloads_of, is_watched, original_of

_ONLINE_WINDOWS: Final = 0x1000 | 0x4_0000 | 0x40_0000
"""FILE_ATTRIBUTE_OFFLINE, _RECALL_ON_OPEN, _RECALL_ON_DATA_ACCESS: the content is not on this computer (Microsoft, File Attribute Constants)."""
_DATALESS_MACOS: Final = 0x4000_0000
"""SF_DATALESS: a file of iCloud Drive, OneDrive or Dropbox on macOS whose content is not on this computer (Apple, TN3150)."""
_HIDDEN: Final = 2


@dataclass
class FolderLook:
    """What was there."""

    workbooks: dict[str, SeenWorkbook] = field(default_factory=dict)
    """By path."""
    unreadable: dict[str, str] = field(default_factory=dict)
    """Folders that could not be read, with the reason."""
    online_only: int = 0
    """How many workbooks are not on this computer."""

    def covers(self, path: str) -> bool:
        """Whether the look could have seen *path*."""
        return not any(_is_below(path, folder) for folder in self.unreadable)


def look_at(folders: Sequence[Path], without: Sequence[Path] = ()) -> FolderLook:
    """The workbooks in *folders* and their sub-folders, but for the folders *without*. Links to folders are not followed."""
    look = FolderLook()
    known: set[tuple[int, int]] = set()
    outside = {os.path.realpath(each) for each in without}
    waiting = [str(each) for each in reversed(folders)]
    while waiting:
        folder = waiting.pop()
        try:
            status = os.stat(folder)  # noqa: PTH116  # thousands of paths stay texts
            identity = (status.st_dev, status.st_ino)
            if identity in known or (outside and os.path.realpath(folder) in outside):
                continue
            known.add(identity)
            with os.scandir(folder) as found:
                entries = {entry.name: entry for entry in found}
            inside = list(_workbooks(entries, folder))
            below = [entry.path for entry in entries.values() if _is_searched(entry)]
        except OSError as failure:
            look.unreadable[folder] = failure.strerror or str(failure)
            continue
        for path, seen in inside:
            look.workbooks[path] = seen
            look.online_only += seen.waiting is not None and seen.waiting.kind is WaitKind.ONLINE_ONLY
        waiting += sorted(below, reverse=True)
    return look


def look_again(path: str) -> SeenWorkbook | None:
    """The workbook at *path* just before and after it is worked on; None where it is gone. Raises `OSError`."""
    try:
        status = os.stat(path)  # noqa: PTH116  # as above
    except FileNotFoundError:
        return None
    elsewhere = open_elsewhere(Path(path))
    return SeenWorkbook(stamp_of(status), _open_in(elsewhere) if elsewhere else _online(status))


def stamp_of(status: os.stat_result) -> FileStamp:
    """The stamp in *status*."""
    return FileStamp(status.st_size, status.st_mtime_ns)


def _workbooks(entries: dict[str, os.DirEntry[str]], folder: str) -> Iterator[tuple[str, SeenWorkbook]]:
    names = [name for name in entries if is_watched(name)]
    if not names:
        return
    opened, downloads = opened_workbooks(entries), downloads_of(entries)
    for name in names:
        try:
            status = entries[name].stat()
        except FileNotFoundError:  # removed since, or a link that leads nowhere
            continue
        if not stat.S_ISREG(status.st_mode) or getattr(status, "st_file_attributes", 0) & _HIDDEN:
            continue
        waiting: Waiting | None = None
        if entries[name].is_symlink() and leads_out(entries[name].path, folder):
            waiting = Waiting(
                WaitKind.LINK, say("a link that leads out of its folder; watch the folder of the workbook itself")
            )
        elif original := original_of(name, entries, _computer()):
            waiting = Waiting(
                WaitKind.CONFLICT_COPY,
                say(
                    "a conflict copy that a sync program made of {original}; bring its changes into {original} and delete it, or rename it if it is a workbook of its own",
                    original=original,
                ),
            )
        elif name in opened:
            waiting = _open_in(opened[name])
        elif name in downloads:
            waiting = Waiting(
                WaitKind.DOWNLOAD,
                say("not complete yet; if nothing downloads it, delete {part}", part=downloads[name]),
            )
        yield entries[name].path, SeenWorkbook(stamp_of(status), waiting or _online(status))


def _open_in(elsewhere: OpenElsewhere) -> Waiting:
    return Waiting(
        WaitKind.OPEN,
        say(
            "open in {program}; close it there (if no one has it open, delete the leftover {owner_file})",
            program=elsewhere.program,
            owner_file=elsewhere.owner_file,
        ),
    )


def _online(status: os.stat_result) -> Waiting | None:
    attributes, flags = getattr(status, "st_file_attributes", 0), getattr(status, "st_flags", 0)
    if attributes & _ONLINE_WINDOWS or flags & _DATALESS_MACOS:
        return Waiting(
            WaitKind.ONLINE_ONLY,
            say("only online; choose Always keep on this device in its menu, so that its content is here"),
        )
    return None


def _is_searched(entry: os.DirEntry[str]) -> bool:
    return not entry.name.startswith((".", "~")) and entry.is_dir(follow_symlinks=False)


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/\\") + os.sep)


@cache
def _computer() -> str:
    return platform.node()
