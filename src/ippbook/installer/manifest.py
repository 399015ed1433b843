"""What was installed, written down: each file with its hash, so that only what we wrote is taken out again."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from ippbook import ooxml
from ippbook.installer.host import Host

LIST: Final = "ippbook-installed.json"
"""The list inside an environment; it moves with it."""
_RELEASE: Final = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})*")


@dataclass(frozen=True)
class Record:
    """What one installation wrote: files by their path (in an environment: from its folder) with their SHA-256, and settings."""

    version: str
    wheel: str = ""
    """SHA-256 of the wheel of ippbook that is in the environment."""
    files: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    """The packages of the environment and their versions."""
    addin: str = ""
    """SHA-256 of the add-in where a person named its file, such as the signed one; "" for that of the package."""


_RECORDS: Final = TypeAdapter(Record)


def read(path: Path) -> Record | None:
    """The record in *path*; None where there is none that can be read."""
    try:
        raw = path.read_bytes()
        told = json.loads(raw)
        known = isinstance(told, dict) and "files" in told and told.keys() <= {each.name for each in fields(Record)}
        return _RECORDS.validate_json(raw, strict=True) if known else None
    except (OSError, ValueError, RecursionError, ValidationError):
        return None


def write(path: Path, record: Record) -> None:
    """Write the record whole or not at all."""
    ooxml.write_whole(path, (json.dumps(asdict(record), indent=1, sort_keys=True) + "\n").encode())


def newer(version: str, than: str) -> bool:
    """Whether the *version* of an ippbook is above another, by the numbers that it starts with.

    >>> newer("0.10.0", "0.9.1"), newer("0.1.0", "0.1.0"), newer("what", "0.1")
    (True, False, False)
    """
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> list[int]:
    found = _RELEASE.match(version)
    return [int(number) for number in found[0].split(".")] if found else []


def digest(path: Path) -> str:
    """SHA-256 of a file, or where a link leads; "" where there is none or it cannot be read."""
    try:
        if path.is_symlink():
            return f"-> {path.readlink()}"
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):  # the list, which anybody can write to, may name what no file can be called
        return ""


def listing(folder: Path) -> dict[str, str]:
    """Every file under *folder* with its hash, but for what Python compiles by itself."""
    return {
        path.relative_to(folder).as_posix(): digest(path)
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or path.is_file()) and "__pycache__" not in path.parts and path.name != LIST
    }


def damaged(folder: Path, record: Record) -> list[str]:
    """The files of *record* that are gone or changed."""
    return [name for name, was in record.files.items() if digest(folder / name) != was]


class Left(NamedTuple):
    """What stays where files were taken out."""

    held: tuple[str, ...] = ()
    """Files of ours that a program holds; while there are any, their list stays too."""
    others: tuple[str, ...] = ()
    """Files that were changed, or are not ours."""


def remove(folder: Path, record: Record) -> Left:
    """Take the files of *record* and what Python compiled out of *folder*, then the folders that are empty; say what stays."""
    ours = [
        path
        for path, was in ((folder / name, was) for name, was in record.files.items())
        if ".." not in path.parts and folder in path.parents and digest(path) == was  # the list names files inside only
    ]
    compiled = [path for path in folder.rglob("*.pyc") if path.parent.name == "__pycache__"]
    held = set()
    for path in (*ours, *compiled):
        try:
            path.unlink(missing_ok=True)
        except PermissionError:
            held.add(path.relative_to(folder).as_posix())
    if not held:
        (folder / LIST).unlink(missing_ok=True)
    prune(folder)
    stays = [
        path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file()
    ]
    return Left(tuple(sorted(held)), tuple(name for name in stays if name not in held and name != LIST))


def prune(folder: Path) -> None:
    """Remove *folder* and what is below it, as far as the folders are empty."""
    below = sorted((path for path in folder.rglob("*") if path.is_dir()), key=lambda path: -len(path.parts))
    for path in [*below, folder]:
        if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
            with suppress(OSError):  # a program still stands in it
                path.rmdir()


def exist(host: Host, places: Iterable[PurePath]) -> list[PurePath]:
    """Those of *places* that are there."""
    return [place for place in places if host.at(place).exists()]
