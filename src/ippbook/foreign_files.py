"""Reads files that others put there: never a pipe, a device or more than expected, whatever the name leads to.

A pipe would keep the reader waiting, and a device or a sparse file has more bytes than the memory. What is read is measured after it
was opened, so a file that is replaced in between is not taken for another one.
"""

import errno
import hashlib
import io
import os
import stat
import time
from pathlib import Path
from typing import BinaryIO, Final

WORKBOOK_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How a workbook begins: a zip file, an empty one, and the format of Excel before 2007 and of workbooks with a password."""
_PIECE: Final = 1 << 20
_PAUSE: Final = 0.05
LONGEST_WAIT: Final = 10.0
"""Seconds until another program must have opened its end of a named pipe."""


class ForeignFileError(OSError):
    """A file that is not read: it is not a regular file, or it is too large."""


def read_foreign(path: Path, most: int) -> tuple[bytes, int]:
    """The bytes of the regular file at *path*, at most *most*, and when it last changed (ns since 1970). Raises `OSError`."""
    with _opened(path) as file:
        status = os.fstat(file.fileno())
        data = (file.read(status.st_size + 1) or b"") if status.st_size <= most else b""  # None: it has no bytes yet
    if status.st_size > most:
        raise ForeignFileError(None, f"it is larger than {most:,} bytes", str(path))
    if len(data) > status.st_size:
        raise ForeignFileError(None, "it grew while it was read", str(path))
    return data, status.st_mtime_ns


def read_bounded(file: BinaryIO | io.FileIO, most: int) -> bytes:
    """The bytes of an open stream, which may be endless: at most *most* and some more, from which the caller sees that there are too many."""
    pieces, size = [], 0
    while size <= most and (piece := file.read(_PIECE)):
        pieces.append(piece)
        size += len(piece)
    return b"".join(pieces)


def digest_of(path: Path, most: int) -> tuple[str, int, int]:
    """SHA-256 ("" where the file is larger than *most* bytes), size, and when it last changed (ns since 1970). Raises `OSError`."""
    with _opened(path) as file:
        status = os.fstat(file.fileno())
        if status.st_size > most:
            return "", status.st_size, status.st_mtime_ns
        digest, size = hashlib.sha256(), 0
        while size <= most and (piece := file.read(_PIECE)):
            digest.update(piece)
            size += len(piece)
    return (digest.hexdigest() if size <= most else ""), size, status.st_mtime_ns


def is_link(path: Path) -> bool:
    """Whether *path* is a symbolic link, or a junction of Windows."""
    return path.is_symlink() or bool(getattr(path, "is_junction", bool)())


def leads_out(path: str | os.PathLike[str], top: str | os.PathLike[str]) -> bool:
    """Whether *path* is a symbolic link to something that is not below the folder *top*."""
    if not os.path.islink(path):  # noqa: PTH114  # thousands of paths stay texts
        return False
    real, home = os.path.realpath(path), os.path.realpath(top)
    return not real.startswith(home.rstrip(os.sep) + os.sep)


def is_named_pipe(path: Path) -> bool:
    """Whether *path* is a pipe that another program must open too. Those of the shell, `<(…)` and /dev/stdout, are open already."""
    return path.is_fifo() and not os.path.realpath(path).startswith(("/dev/", "/proc/"))


def write_pipe(path: Path, data: bytes, seconds: float) -> bool:
    """Write *data* into a named pipe. Gives False where no program reads from it within *seconds*. Raises `OSError`."""
    until = time.monotonic() + seconds
    handle: int | None = None
    while handle is None:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as failure:
            if failure.errno != errno.ENXIO:
                raise
            if time.monotonic() > until:
                return False
            time.sleep(_PAUSE)
    os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as pipe:
        pipe.write(data)
    return True


def read_pipe(path: Path, most: int, seconds: float) -> bytes | None:
    """The bytes of a named pipe, bounded as by `read_bounded`; None where no program writes into it within *seconds*. Raises `OSError`."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # without this flag the opening itself would wait for a writer
    with os.fdopen(handle, "rb", buffering=0) as pipe:
        until = time.monotonic() + seconds
        while (first := pipe.read(_PIECE)) == b"":  # None: there is a writer, and nothing has come yet
            if time.monotonic() > until:
                return None
            time.sleep(_PAUSE)
        os.set_blocking(handle, True)
        return (first or b"") + read_bounded(pipe, most)


def _opened(path: Path) -> BinaryIO:
    """The open file. Raises `ForeignFileError` for anything but a regular file, and never waits."""
    if not stat.S_ISREG(path.stat().st_mode):  # opening some devices has effects
        raise _no_file(path)
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise _no_file(path)
    return os.fdopen(handle, "rb")


def _no_file(path: Path) -> ForeignFileError:
    return ForeignFileError(None, "it is not a file but a folder, a pipe or a device", str(path))
