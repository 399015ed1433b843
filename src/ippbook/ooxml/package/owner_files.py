"""The small files that a program puts next to a workbook while it has it open.

Excel writes `~$team.xlsx`, and so do WPS Office on Windows and ONLYOFFICE; LibreOffice writes `.~lock.team.xlsx#`; WPS Office on Linux
writes `.~team.xlsx`. In place of the first one or two characters of a long name, Office and WPS write their sign: `~$am.xlsx`.

Source: haiwen/seadrive-fuse, src/repo-tree.c (a sync client that locks what is open; pull request 14, 2025-02); LibreOffice's own
lock files; Excel's owner files.
"""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from ippbook.languages.sentence import say


class OwnerSign(NamedTuple):
    """How a program names its file."""

    program: str
    before: str
    after: str
    replaces: tuple[int, ...]
    """How many first characters of the workbook's name its sign may replace."""


class OpenElsewhere(NamedTuple):
    """A workbook that a program has open."""

    program: str
    owner_file: str
    """The name of its file."""


OWNER_SIGNS: Final = (
    OwnerSign("LibreOffice", ".~lock.", "#", ()),  # before WPS Office: its sign begins with that one's
    OwnerSign(say("Excel or WPS Office"), "~$", "", (2,)),
    OwnerSign("WPS Office", ".~", "", (1, 2)),
)
"""The programs, each with the sign of its files."""


def open_elsewhere(path: Path) -> OpenElsewhere | None:
    """The program that has the workbook at *path* open, as far as a file next to it says so; None where none does."""
    for sign in OWNER_SIGNS:
        name = f"{sign.before}{path.name}{sign.after}"
        if os.path.lexists(path.parent / name):
            return OpenElsewhere(sign.program, name)
    return None


def opened_workbooks(names: Iterable[str]) -> dict[str, OpenElsewhere]:
    """Which of the files *names* of one folder are open in a program, by their names.

    >>> sorted(opened_workbooks(["team.xlsx", "~$team.xlsx", "long.xlsx", ".~ong.xlsx", "shut.xlsx"]))
    ['long.xlsx', 'team.xlsx']
    """
    every = frozenset(names)
    found: dict[str, OpenElsewhere] = {}
    for name in sorted(every):
        for sign in OWNER_SIGNS:
            if name.startswith(sign.before) and name.endswith(sign.after):
                for workbook in _owned(name[len(sign.before) : len(name) - len(sign.after)], sign, every):
                    found.setdefault(workbook, OpenElsewhere(sign.program, name))
                break
    return found


def _owned(rest: str, sign: OwnerSign, every: frozenset[str]) -> Iterator[str]:
    """The workbooks that a sign in front of *rest* may be about: the one of this name, else those whose first characters it replaces."""
    if rest in every:
        yield rest
        return
    for name in every:
        if not name.startswith(("~", ".")) and any(name[cut:] == rest for cut in sign.replaces):
            yield name
