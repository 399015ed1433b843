"""Files and folders that exist only while ippbook works; the next run removes those of a run that was killed.

A new file grows next to the one that it replaces, because only there can it take its place at once. Its writer keeps it locked
(`flock`), and the system gives the lock back when the process ends, however it ends. So a file that has a name of ippbook,
belongs to this user and can be locked has no writer any more. Where locks do not reach (another computer, a system without
them), a day must have passed too.
"""

import hashlib
import os
import re
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from typing import BinaryIO, Final

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.package.access_lists import give_new_rights
from ippbook.ooxml.package.file_state import FileState

if sys.platform != "win32":  # an open file cannot be removed there
    import fcntl

_NAME: Final = late_pattern(r"(?:\..*\.)?ippbook-(?P<computer>[0-9a-f]{6})-[A-Za-z0-9_]{8}(?:\.tmp)?", re.DOTALL)
_NAME_KEPT: Final = 40
"""Characters of the target's name in that of its new file: enough to recognise it, and never too long for a disk."""
_DAY: Final = 86_400.0
_AGAIN: Final = 60.0
"""Seconds until a folder is searched again, so that a thousand files of one folder cost one search."""
_PAUSE: Final = 0.02
_heard: Final[ContextVar[dict[Path, FileState] | None]] = ContextVar("_heard", default=None)
_SEARCHED: Final[dict[Path, float]] = {}


@contextmanager
def heard_files() -> Iterator[dict[Path, FileState]]:
    """Inside the block, note each file that took the place of another: by its path, its state just before.

    So a writer knows its own file again, even where another program replaces it in the next moment. The change of its name gives a
    file a new `status_ns`.
    """
    found: dict[Path, FileState] = {}
    token = _heard.set(found)
    try:
        yield found
    finally:
        _heard.reset(token)


@contextmanager
def new_file(target: Path) -> Iterator["NewFile"]:
    """A new file that can take the place of *target*; it is gone after the block if it did not. Raises `OSError`."""
    remove_leftovers(target.parent)
    new = NewFile(*_locked_file(target), target)
    try:
        new.open()
        yield new
    finally:
        new.close()


class NewFile:
    """A file while it is written. It has no other readers: its name is known to its writer only."""

    stream: BinaryIO

    def __init__(self, handle: int, path: Path, target: Path) -> None:
        self.path = path
        self._target = target
        self._locked: int | None = handle

    def open(self) -> None:
        """Open the stream. It is closed before the file takes its place, because a disk may report a fault only then; the lock stays."""
        if self._locked is not None:
            self.stream = os.fdopen(os.dup(self._locked), "w+b")

    def finish(self) -> None:
        """Bring every byte to the disk. What fails later than this cannot lose the content."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        self.stream.close()

    def give_default_rights(self) -> None:
        """Give the file the rights of any new file; until then only its owner can read it."""
        give_new_rights(self.path, None, rights=default_rights())

    def take_place(self) -> None:
        """Replace the target, at once; then make the new name survive a power cut."""
        heard = _heard.get()
        now = FileState.of(self.path.stat()) if heard is not None else None
        if sys.platform == "win32":
            self._unlock()
        self.path.replace(self._target)
        sync_folder(self._target.parent)
        if heard is not None and now is not None:
            heard[self._target] = now

    def take_free_name(self, name: Path) -> bool:
        """Take *name* if nothing has it. Gives False where something has."""
        try:
            os.link(self.path, name)
        except FileExistsError:
            return False
        except OSError:  # a disk without hard links
            if os.path.lexists(name):
                return False
            if sys.platform == "win32":
                self._unlock()
            self.path.rename(name)
        sync_folder(name.parent)
        return True

    def close(self) -> None:
        """Let go of the file and remove it where it still has its first name."""
        with suppress(OSError, AttributeError):  # it may never have been opened
            self.stream.close()
        if sys.platform == "win32":
            self._unlock()
        with suppress(OSError):
            self.path.unlink()
        self._unlock()

    def _unlock(self) -> None:
        if self._locked is not None:
            with suppress(OSError):
                os.close(self._locked)
            self._locked = None


@contextmanager
def temporary_folder(place: Path | None = None) -> Iterator[Path]:
    """A folder in *place* (the system's place for temporary files), for this user only; gone after the block. Raises `OSError`."""
    place = place or _own_place()
    if place is not None:
        remove_leftovers(place)
    path = Path(tempfile.mkdtemp(prefix=f"ippbook-{_computer()}-", dir=place))
    handle = None
    try:
        handle = _lock_folder(path)
        yield path
    finally:
        for _ in range(2):  # a disk may fail once
            shutil.rmtree(path, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def remove_leftovers(folder: Path) -> None:
    """Remove from *folder* what killed runs of this user left there. What cannot be seen or removed stays."""
    now = time.monotonic()
    if now - _SEARCHED.get(folder, -_AGAIN) < _AGAIN:
        return
    _SEARCHED[folder] = now
    try:
        with os.scandir(folder) as entries:
            found = [(entry.path, match["computer"]) for entry in entries if (match := _NAME.fullmatch(entry.name))]
    except OSError:
        return
    for path, computer in found:
        with suppress(OSError):
            _remove_if_dead(path, only_old=computer != _computer())


def _remove_if_dead(path: str, *, only_old: bool) -> None:
    """Remove *path* if it is a file or folder of this user whose writer has ended."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        status = os.fstat(handle)
        is_folder = stat.S_ISDIR(status.st_mode)
        if not (is_folder or stat.S_ISREG(status.st_mode)) or not _is_own(status):
            return
        locked = _lock(handle)
        is_old = time.time() - status.st_mtime > _DAY
        if locked is False or ((only_old or locked is None) and not is_old):
            return
        if is_folder:
            shutil.rmtree(path, ignore_errors=True)
        else:
            os.unlink(path)  # noqa: PTH108  # as it was listed
    finally:
        os.close(handle)


def _is_own(status: os.stat_result) -> bool:
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def _locked_file(target: Path) -> tuple[int, Path]:
    """A new, locked file next to *target*, for this user only."""
    while True:
        prefix = f".{target.name[:_NAME_KEPT]}.ippbook-{_computer()}-"
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=prefix, suffix=".tmp")
        try:
            _lock(handle)
            if Path(name).exists():  # else another run took it for a leftover before it was locked
                return handle, Path(name)
        except BaseException:
            os.unlink(name)  # noqa: PTH108  # as it was made
            os.close(handle)
            raise
        os.close(handle)


def _lock(handle: int) -> bool | None:
    """Lock an open file. Gives False where another process has locked it, None where the system or the disk has no locks."""
    if sys.platform == "win32":
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _lock_folder(path: Path) -> int | None:
    if sys.platform == "win32":
        return None
    handle = os.open(path, os.O_RDONLY)
    _lock(handle)
    return handle


@contextmanager
def only_writer(file: BinaryIO, seconds: float) -> Iterator[bool]:
    """Inside the block no other run of ippbook on this computer replaces the open *file*. Gives False if the wait was in vain."""
    until = time.monotonic() + seconds
    while (locked := _lock(file.fileno())) is False and time.monotonic() < until:
        time.sleep(_PAUSE)
    try:
        yield locked is not False
    finally:
        if sys.platform != "win32" and locked:
            with suppress(OSError):
                fcntl.flock(file.fileno(), fcntl.LOCK_UN)


def _own_place() -> Path | None:
    """The folder in which this user's temporary folders are; None where another user has planted one."""
    if not hasattr(os, "geteuid"):
        return None  # on Windows the place for temporary files is the user's own
    place = Path(tempfile.gettempdir()) / f"ippbook-{os.geteuid()}"
    with suppress(OSError):
        place.mkdir(mode=0o700)
    try:
        status = place.lstat()
    except OSError:
        return None
    is_safe = stat.S_ISDIR(status.st_mode) and _is_own(status) and not status.st_mode & 0o077
    return place if is_safe else None


def _computer() -> str:
    """A short sign for this computer: a lock reaches no other."""
    name = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")
    return hashlib.sha256(name.encode(errors="replace")).hexdigest()[:6]


def default_rights() -> int:
    """The rights of a new file. The bits that it does not get can only be read by setting them."""
    mask = os.umask(0o022)
    os.umask(mask)
    return 0o666 & ~mask


def sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut; Windows needs and allows no such call."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some file systems cannot
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
