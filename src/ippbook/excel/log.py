"""The log of the buttons: one file a user, one line a press, with the traceback of an internal error. It contains no cells.

The text of an error may quote a value, so the file is in the user's own folder and only the user can read it.
"""

import os
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from ippbook.control_characters import visible

_MOST_BYTES: Final = 1_000_000
_KEPT: Final = 3
"""Older files that are kept: excel.log.1 is the latest of them."""


def state_folder() -> Path:
    """The folder of ippbook for one user on one computer: the log, and what Undo needs."""
    home = Path.home()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "ippbook" / "state"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "ippbook" / "state"
    return Path(os.environ.get("XDG_STATE_HOME") or home / ".local" / "state") / "ippbook"


def write_log(folder: Path, line: str, details: str = "", *, now: datetime | None = None) -> Path:
    """Append a line, with *details* indented below it; gives the path. A log that cannot be written is ignored."""
    path = folder / "excel.log"
    at = (now or datetime.now().astimezone()).isoformat(timespec="seconds")
    text = "".join(f"    {visible(each)}\n" for each in details.splitlines())
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists() and path.stat().st_size > _MOST_BYTES:
            _rotate(path)
        fresh = not path.exists()
        with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.write(f"{at} {visible(' '.join(line.split()))}\n{text}")
        if fresh:
            path.chmod(0o600)
    return path


def _rotate(path: Path) -> None:
    """excel.log becomes excel.log.1, that becomes excel.log.2, and so on; the oldest is deleted."""
    for number in range(_KEPT - 1, 0, -1):
        older = path.with_name(f"{path.name}.{number}")
        if older.exists():
            older.replace(path.with_name(f"{path.name}.{number + 1}"))
    path.replace(path.with_name(f"{path.name}.1"))


__all__ = ["state_folder", "write_log"]
