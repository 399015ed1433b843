"""The list of what was installed: each file with its hash. Only files that ippbook wrote are removed again."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path, PurePath
from typing import Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from ippbook import ooxml
from ippbook.installer.host import Host
from ippbook.late_patterns import late_pattern

LIST: Final = "ippbook-installed.json"
"""The list inside an environment; it moves with the environment."""
_RELEASE: Final = late_pattern(r"[0-9]{1,9}(?:\.[0-9]{1,9})*")


@dataclass(frozen=True)
class InstallRecord:
    """What one installation wrote: settings, and files by path with their SHA-256. In an environment, paths are relative to its folder."""

    version: str
    wheel: str = ""
    """SHA-256 of the wheel of ippbook that is in the environment."""
    files: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    """The packages of the environment and their versions."""
    addin: str = ""
    """SHA-256 of the add-in if the user chose its file, such as a signed one; "" for the packaged one."""


_RECORDS: Final = TypeAdapter(InstallRecord)


def read_record(path: Path) -> InstallRecord | None:
    """Read the record in *path*; None if there is none, or it cannot be read."""
    try:
        raw = path.read_bytes()
        content = json.loads(raw)
        known = {each.name for each in fields(InstallRecord)}
        is_record = isinstance(content, dict) and "files" in content and content.keys() <= known
        return _RECORDS.validate_json(raw, strict=True) if is_record else None
    except (OSError, ValueError, RecursionError, ValidationError):
        return None


def write_record(path: Path, record: InstallRecord) -> None:
    """Write the record completely or not at all."""
    ooxml.write_whole(path, (json.dumps(asdict(record), indent=1, sort_keys=True) + "\n").encode())


def newer(version: str, than: str) -> bool:
    """Whether an ippbook *version* is above another, by the leading numbers.

    >>> newer("0.10.0", "0.9.1"), newer("0.1.0", "0.1.0"), newer("what", "0.1")
    (True, False, False)
    """
    return _numbers(version) > _numbers(than)


def _numbers(version: str) -> list[int]:
    found = _RELEASE.match(version)
    return [int(number) for number in found[0].split(".")] if found else []


def digest(path: Path) -> str:
    """SHA-256 of a file, or the target of a link; "" if the file does not exist or cannot be read."""
    try:
        if path.is_symlink():
            return f"-> {path.readlink()}"
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):  # the list is not protected: it may contain names that no file can have
        return ""


def listing(folder: Path) -> dict[str, str]:
    """Every file under *folder* with its hash, without what Python compiles by itself."""
    return {
        path.relative_to(folder).as_posix(): digest(path)
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or path.is_file()) and "__pycache__" not in path.parts and path.name != LIST
    }


def damaged(folder: Path, record: InstallRecord) -> list[str]:
    """The files of *record* that are missing or changed."""
    return [name for name, was in record.files.items() if digest(folder / name) != was]


class Leftover(NamedTuple):
    """The files that stay after a removal."""

    locked: tuple[str, ...] = ()
    """Files of ippbook that a program uses; as long as there are any, their list stays too."""
    others: tuple[str, ...] = ()
    """Files that were changed, or that ippbook did not write."""


def remove_files(folder: Path, record: InstallRecord) -> Leftover:
    """Delete the files of *record* and Python's compiled files from *folder*, then empty folders; return what stays."""
    ours = [
        path
        for path, was in ((folder / name, was) for name, was in record.files.items())
        if ".." not in path.parts and folder in path.parents and digest(path) == was  # never a file outside the folder
    ]
    compiled = [path for path in folder.rglob("*.pyc") if path.parent.name == "__pycache__"]
    locked = set()
    for path in (*ours, *compiled):
        try:
            path.unlink(missing_ok=True)
        except PermissionError:
            locked.add(path.relative_to(folder).as_posix())
    if not locked:
        (folder / LIST).unlink(missing_ok=True)
    prune(folder)
    stays = [
        path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_symlink() or path.is_file()
    ]
    return Leftover(tuple(sorted(locked)), tuple(name for name in stays if name not in locked and name != LIST))


def prune(folder: Path) -> None:
    """Remove *folder* and the folders below it, as long as they are empty."""
    below = sorted((path for path in folder.rglob("*") if path.is_dir()), key=lambda path: -len(path.parts))
    for path in [*below, folder]:
        if path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
            with suppress(OSError):  # a program still uses the folder
                path.rmdir()


def exist(host: Host, places: Iterable[PurePath]) -> list[PurePath]:
    """Those of *places* that exist."""
    return [place for place in places if host.at(place).exists()]
