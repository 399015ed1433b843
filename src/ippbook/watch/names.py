"""What the name of a file says: a workbook to watch, a download that is not complete, the conflict copy of a sync program."""

from collections.abc import Collection
from pathlib import PurePath
from typing import Final

from ippbook.batch.sources import is_named_like_a_workbook
from ippbook.late_patterns import late_pattern

_DOWNLOADS: Final = (".part", ".partial", ".crdownload", ".opdownload", ".download", ".downloading")
"""Endings that browsers and sync programs put behind the name of a file until it is complete."""
_CONFLICT: Final = late_pattern(
    r"(?i)"
    r" *[(（][^()（）]*(?:conflicted copy|conflict copy|SFConflict|NSConflict|冲突|衝突)[^()（）]*[)）]"  # Dropbox, Nextcloud, Seafile, Nutstore
    r"|[-_]conflict-\d{8}-\d{6}"  # ownCloud
    r"|\.sync-conflict-\d{8}-\d{6}(?:-\w+)?"  # Syncthing
    r"|-(?:冲突|衝突|NSConflict)(?:[-(（_ ].*)?$"  # Nutstore
    r"|-(?:DESKTOP|LAPTOP)-[A-Z0-9]{7}(?:-\d+)?$"  # OneDrive puts the name of the computer there
)


def is_watched(name: str) -> bool:
    """Whether a file of this name is a workbook that is neither hidden nor temporary.

    >>> is_watched("team.xlsx"), is_watched("~$team.xlsx"), is_watched(".team.xlsx"), is_watched("team.xlsx.part")
    (True, False, False, False)
    """
    return is_named_like_a_workbook(name) and not name.startswith((".", "~"))


def downloads_of(names: Collection[str]) -> dict[str, str]:
    """Which of the workbooks *names* of one folder are not complete yet: by its name, the name of the file that says so."""
    found: dict[str, str] = {}
    for name in names:
        if name.lower().endswith(_DOWNLOADS):
            whole = PurePath(name).stem
            while whole and whole not in names and "." in whole:
                whole = PurePath(whole).stem
            if is_watched(whole) and whole in names:
                found[whole] = name
    return found


def original_of(name: str, names: Collection[str], computer: str = "") -> str:
    """The workbook of which *name* is the conflict copy of a sync program, if that is one of *names*; else "".

    *computer*: the name of this computer, which OneDrive writes behind the name. A workbook without such an original next to it is
    a workbook of its own, whatever its name.

    >>> original_of("team (conflicted copy 2026-11-30 101500).xlsx", ["team.xlsx"])
    'team.xlsx'
    >>> original_of("team-冲突.xlsx", ["team.xlsx"]), original_of("冲突清单.xlsx", ["team.xlsx"])
    ('team.xlsx', '')
    """
    path = PurePath(name)
    stem = path.stem
    plain = _CONFLICT.sub("", stem).rstrip()
    if plain == stem and computer and stem.casefold().endswith(f"-{computer}".casefold()):
        plain = stem[: -len(computer) - 1]
    original = f"{plain}{path.suffix}"
    return original if plain and plain != stem and original in names else ""
