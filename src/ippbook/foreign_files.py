"""Reads files that others put there: never a pipe, a device or more than expected, whatever the name leads to.

A pipe would keep the reader waiting, and a device or a sparse file has more bytes than the memory. What is read is measured after it
was opened, so a file that is replaced in between is not taken for another one.
"""

import hashlib
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

_PIECE: Final = 1 << 20


class ForeignFileError(OSError):
    """A file that is not read: it is not a regular file, or it is too large."""


def read_foreign(path: Path, most: int) -> tuple[bytes, int]:
    """The bytes of the regular file at *path*, at most *most*, and when it last changed (ns since 1970). Raises `OSError`."""
    with _opened(path) as file:
        status = os.fstat(file.fileno())
        data = file.read(status.st_size + 1) if status.st_size <= most else b""
    if status.st_size > most:
        raise ForeignFileError(None, f"it is larger than {most:,} bytes", str(path))
    if len(data) > status.st_size:
        raise ForeignFileError(None, "it grew while it was read", str(path))
    return data, status.st_mtime_ns


def read_bounded(file: BinaryIO, most: int) -> bytes:
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
