"""The state of a file on the disk, and the sentences about a file that has changed or cannot be read."""

import os
from pathlib import Path
from typing import NamedTuple

from ippbook.ooxml.errors import LockedError, WorkbookError


class FileState(NamedTuple):
    """What tells one state of a file from another without reading it. The time of change alone may be set back, or a clock may jump."""

    size: int
    changed_ns: int
    status_ns: int
    """When its content, rights or names changed: no program can set it. On Windows, when the file was made."""
    number: int
    """The inode: a file that took the place of another one has its own."""

    @classmethod
    def of(cls, status: os.stat_result) -> "FileState":
        """The state in *status*."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def unreadable(path: Path, error: OSError) -> WorkbookError:
    """The sentence about a disk that does not give the file."""
    return WorkbookError(
        "{path}: the file cannot be read ({strerror}); copy it to a local disk and try again.",
        path=path,
        strerror=(error.strerror or error),
    )


def changed_error(path: Path) -> LockedError:
    """The sentence about a file that another program has changed."""
    return LockedError("{path}: the file changed since it was read; run again.", path=path)
