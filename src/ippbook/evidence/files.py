"""The evidence files that Listings names: whether they exist, and whether the portal accepts them.

File names come from the workbook and are untrusted: paths and symbolic links that leave the folder are refused.
Files are found and measured, never opened.
"""

import os
import time
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Final

import numpy as np

from ippbook.catalog import platforms
from ippbook.catalog.platforms.schema import ComplaintLimits
from ippbook.languages import say, say_series
from ippbook.notices.values import list_items
from ippbook.tables.book import Table
from ippbook.tables.findings import Batch
from ippbook.tables.problems import problem

MEGABYTE: Final = 2**20
_JUST_NOW: Final = 2 * 10**9
_MOST_NAMES: Final = 500_000
_HEADER: Final = "Evidence"
_WORD: Final = frozenset({"doc", "docx"})
_STATEMENT: Final = ("claim statement", "claim-statement", "claim_statement", "claimstatement", "权利声明", "声明书")


def named_files(texts: Sequence[str]) -> tuple[str, ...]:
    """The file names in cells of the column *Evidence*, each once.

    >>> named_files(["a.jpg; b.png", "a.jpg"])
    ('a.jpg', 'b.png')
    """
    return tuple(dict.fromkeys(name for text in texts for name in list_items(text)))


def ending(name: str) -> str:
    """The extension of a file name, without the dot, in lower case; jpeg is jpg.

    >>> ending("Page 1.JPEG"), ending("no ending")
    ('jpg', '')
    """
    found = PurePosixPath(name.replace("\\", "/")).suffix.removeprefix(".").casefold()
    return "jpg" if found == "jpeg" else found


def is_taken(name: str, limits: ComplaintLimits) -> bool:
    """Whether the portal accepts files of this type (ipp-facts 5.4 [C1: CODE])."""
    return ending(name) in limits.file_types


def is_word_statement(name: str) -> bool:
    """Whether a file name is that of a copyright claim statement in Word, which the portal refuses (ipp-facts 3.1 [O21: OFF]).

    >>> is_word_statement("Copyright Claim Statement.docx"), is_word_statement("Copyright Claim Statement.pdf")
    (True, False)
    """
    plain = _plain(name)
    return ending(name) in _WORD and any(words in plain for words in _STATEMENT)


def find(folder: Path, name: str) -> Path | None:
    """The file called *name* below *folder*; None where there is no such file, or where the name leaves the folder."""
    relative = PurePosixPath(name.replace("\\", "/"))
    if relative.is_absolute() or ".." in relative.parts or ":" in name or "\0" in name:
        return None
    try:
        top = place = folder.resolve()
        for part in relative.parts:
            found = _entry(place, part)
            if found is None:
                return None
            place = found.resolve()
            if not place.is_relative_to(top):
                return None
        return place if place.is_file() else None
    except (OSError, RuntimeError, ValueError):  # also a circle of links, and a name that no disk can have
        return None


def _entry(folder: Path, name: str) -> Path | None:
    """The entry of *folder* with this name. Case and the encoding of accents do not matter if only one entry matches."""
    exact = folder / name
    if exact.exists():
        return exact
    if not folder.is_dir():
        return None
    alike = _names(folder).get(_plain(name), [])
    return folder / alike[0] if len(alike) == 1 else None


def _names(folder: Path) -> dict[str, list[str]]:
    """The names in *folder*, by their plain form. A folder that has just changed is listed again, since a second change may have the same time."""
    changed = folder.stat().st_mtime_ns
    if time.time_ns() - changed < _JUST_NOW:
        return _listed(folder)
    return _known(folder, changed)


@lru_cache(maxsize=4)
def _known(folder: Path, changed: int) -> dict[str, list[str]]:
    del changed  # it makes the difference between two states of a folder
    return _listed(folder)


def _listed(folder: Path) -> dict[str, list[str]]:
    """At most `_MOST_NAMES` names: beyond them only the exact name is found."""
    found: dict[str, list[str]] = {}
    with os.scandir(folder) as entries:
        for entry in islice(entries, _MOST_NAMES):
            found.setdefault(_plain(entry.name), []).append(entry.name)
    return found


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def fault(path: Path, limits: ComplaintLimits) -> str:
    """Why the portal does not accept the file at *path*, in a few words; "" where it does."""
    if not is_taken(path.name, limits):
        return say(
            "the portal does not accept files of this type; it accepts {file_types}",
            file_types=say_series(limits.file_types),
        )
    size = path.stat().st_size
    if not size:
        return say("the file is empty")
    if size > limits.file_megabytes * MEGABYTE:
        return say("the file is larger than {file_megabytes} MB; make it smaller", file_megabytes=limits.file_megabytes)
    return ""


def is_large(path: Path, limits: ComplaintLimits) -> bool:
    """Whether the file is larger than older forms accept (ipp-facts 5.4 [C1: CODE 2019; V8: VEN])."""
    return path.stat().st_size > limits.file_megabytes_warn * MEGABYTE


def check_evidence(folder: Path, listings: Table) -> list[Batch]:
    """The problems of the files that the table Listings names, found in *folder*: one batch for each code.

    Source: ipp-facts 5.4 [C1: CODE; V8: VEN; C4: CODE].
    """
    problems: dict[str, tuple[list[int], list[str]]] = {}
    seen: dict[tuple[str, str], tuple[str, str]] = {}
    rows = zip(listings.columns["evidence"], listings.columns["platform"], strict=True)
    for row, (cell, site) in enumerate(rows):
        for name in named_files([cell]) if cell else ():
            if (name, site) not in seen:
                seen[name, site] = _judge(folder, name, platforms.complaint_limits(site))
            code, why = seen[name, site]
            if code:
                at, sentences = problems.setdefault(code, ([], []))
                at.append(row)
                sentences.append(say(problem(code).says, detail=say("{name}: {why}", name=name, why=why)))
    return [
        Batch(problem(code), listings.name, _HEADER, np.array(at, dtype=np.int64), sentences)
        for code, (at, sentences) in sorted(problems.items())
    ]


def _judge(folder: Path, name: str, limits: ComplaintLimits) -> tuple[str, str]:
    """The code of the problem with one file, and why; "" and "" where there is no problem."""
    path = find(folder, name)
    if path is None:
        return "EV101", say("this file is not in {folder}", folder=folder)
    try:
        if why := fault(path, limits):
            return "EV102", why
        if is_large(path, limits):
            return "EV201", say(
                "the file is larger than {file_megabytes_warn} MB, which older forms refuse",
                file_megabytes_warn=limits.file_megabytes_warn,
            )
    except OSError as failure:
        return "EV102", say("the file cannot be read ({strerror})", strerror=failure.strerror)
    return "", ""
