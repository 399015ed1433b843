"""The evidence files that a complaint names, found in a folder and held against what the portal takes.

Names come from a workbook, so they are strangers: a name that leads out of the folder is refused, also by a link.
"""

import io
import os
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from ippbook.notices.values import items
from ippbook.platforms.schema import Limits

_MEGABYTE: Final = 2**20
BUNDLE: Final = "evidence.zip"
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip can hold; a fixed one keeps the bytes the same. The real times stand in the manifest."""


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a complaint."""

    name: str
    data: bytes
    modified_ns: int
    """When the file was last changed, in nanoseconds since 1970; copies keep it."""


@dataclass(frozen=True)
class Found:
    """What a folder holds of the files named."""

    files: tuple[Attachment, ...]
    problems: tuple[str, ...]
    """Why the complaint cannot go out with them, a sentence each."""
    remarks: tuple[str, ...]
    """What to know of them, a sentence each."""


def named(texts: Sequence[str]) -> tuple[str, ...]:
    """The file names in cells of the column *Evidence*, each once.

    >>> named(["a.jpg; b.png", "a.jpg"])
    ('a.jpg', 'b.png')
    """
    return tuple(dict.fromkeys(name for text in texts for name in items(text)))


def gather(folder: Path, names: Sequence[str], limits: Limits) -> Found:
    """The files *names* out of *folder*; more than the portal takes are put into one zip.

    Source: ipp-facts 5.4 [C1: CODE; V8: VEN; C4: CODE].
    """
    files: list[Attachment] = []
    problems: list[str] = []
    for name in names:
        path = _inside(folder, name)
        if path is None:
            problems.append(f"{name}: there is no such file in {folder}")
        elif fault := _fault(path, limits):
            problems.append(f"{name}: {fault}")
        else:
            files.append(Attachment(path.name, path.read_bytes(), path.stat().st_mtime_ns))
    kept = {file.name.casefold(): file for file in files}
    if len(kept) < len({(file.name.casefold(), file.data) for file in files}):
        problems.append("two different files have one name; rename one, because they would overwrite each other")
    remarks = [
        f"{file.name} is larger than {limits.file_megabytes_warn} MB, which older forms refuse"
        for file in kept.values()
        if len(file.data) > limits.file_megabytes_warn * _MEGABYTE
    ]
    files = list(kept.values())
    if len(files) > limits.files and not problems:
        remarks.append(f"{len(files)} files are in {BUNDLE}, because the portal takes {limits.files}")
        files = [_bundle(files)]
        if len(files[0].data) > limits.file_megabytes * _MEGABYTE:
            problems.append(f"its files are together larger than {limits.file_megabytes} MB; leave some out")
    return Found(tuple(files), tuple(problems), tuple(remarks))


def _inside(folder: Path, name: str) -> Path | None:
    """The file called *name* below *folder*; None where there is none, or where the name leads elsewhere."""
    relative = PurePosixPath(name.replace("\\", "/"))
    if relative.is_absolute() or ".." in relative.parts or ":" in name or "\0" in name:
        return None
    place = folder.resolve()
    try:
        for part in relative.parts:
            found = _entry(place, part)
            if found is None:
                return None
            place = found.resolve()
            if not place.is_relative_to(folder.resolve()):
                return None
    except OSError:
        return None
    return place if place.is_file() else None


def _entry(folder: Path, name: str) -> Path | None:
    """The entry of *folder*; case and the way in which accents are stored do not matter where it is the only one."""
    exact = folder / name
    if exact.exists():
        return exact
    if not folder.is_dir():
        return None
    alike = [entry for entry in os.listdir(folder) if _plain(entry) == _plain(name)]  # noqa: PTH208  # names, not paths
    return folder / alike[0] if len(alike) == 1 else None


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _fault(path: Path, limits: Limits) -> str:
    ending = path.suffix.removeprefix(".").casefold()
    if ending not in limits.file_types and not (ending == "jpeg" and "jpg" in limits.file_types):
        return f"the portal does not take files of this type; it takes {', '.join(limits.file_types)}"
    size = path.stat().st_size
    if not size:
        return "the file is empty"
    if size > limits.file_megabytes * _MEGABYTE:
        return f"the file is larger than {limits.file_megabytes} MB; make it smaller"
    return ""


def _bundle(files: Sequence[Attachment]) -> Attachment:
    """All *files* as one zip, the same bytes for the same files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as box:
        for file in files:
            box.writestr(zipfile.ZipInfo(file.name, _LONG_AGO), file.data)
    return Attachment(BUNDLE, target.getvalue(), max(file.modified_ns for file in files))
