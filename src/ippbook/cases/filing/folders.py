"""A folder that ippbook renews and people work in: files that a person changed are never overwritten.

`manifest.json` lists what ippbook wrote: name, size and hash of each file. ippbook may renew or remove a file that still
has this hash; any other file belongs to a person. The manifest has a seal over its own content, so that a manifest that
was edited manually is not trusted.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final, TypeAlias

from pydantic import BaseModel, Field, ValidationError, field_validator

from ippbook.control_characters import visible
from ippbook.errors import UserError
from ippbook.foreign_files import ForeignFileError, is_link, read_foreign
from ippbook.ooxml.package.temporary_files import new_file

MANIFEST: Final = "manifest.json"
_LARGEST: Final = 1 << 30
"""Bytes of the largest file that ippbook may have written; a larger one belongs to a person."""
_NOT_OURS: Final = b"\0not a file of ippbook"
JsonFields: TypeAlias = dict[str, Any]  # the fields of a JSON object


class _Entry(BaseModel):
    """A file in a manifest; never one outside the folder."""

    name: str = Field(pattern=r"^(?:evidence/)?[^/\\\x00]+$")
    sha256: str
    changed_by_hand: bool

    @field_validator("name")
    @classmethod
    def _stays_inside(cls, name: str) -> str:
        if PurePosixPath(name).name in {"", ".", ".."}:
            raise ValueError(name)
        return name


class _Manifest(BaseModel):
    """The parts of an existing manifest that ippbook uses."""

    packed_for: str
    files: tuple[_Entry, ...]


@dataclass(frozen=True)
class FolderFile:
    """A file to write: its place below the folder, its bytes, and its time of change, if it keeps one."""

    name: str
    data: bytes
    modified_ns: int | None = None


@dataclass(frozen=True)
class WrittenFolder:
    """A folder after writing."""

    folder: Path
    state: str
    """new, renewed or unchanged."""
    kept: tuple[str, ...]
    """Files that a person changed; they are not overwritten."""


class LinkedFolderError(UserError):
    """The folder of a complaint is a link to another place."""


def write_folder(folder: Path, files: Sequence[FolderFile], facts: Mapping[str, object], day: str) -> WrittenFolder:
    """Write *files* and their manifest, which also states *facts* and the *day* for which it was packed.

    The day stays that of the first packing until something else changes. Raises `LinkedFolderError` where the folder is
    a link to another place, and `UserError` where it cannot be written.
    """
    for place in (folder, folder / "evidence"):
        if is_link(place):
            raise LinkedFolderError(
                "{place} is a link to another place, and nothing is written through links; remove the link", place=place
            )
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _write(folder, files, facts, day, is_new=is_new)
    except OSError as failure:
        raise UserError(
            "{folder}: cannot be written ({strerror}); free some space or choose another folder",
            folder=folder,
            strerror=(failure.strerror or failure),
        ) from None


def _write(
    folder: Path, files: Sequence[FolderFile], facts: Mapping[str, object], day: str, *, is_new: bool
) -> WrittenFolder:
    before = _manifest(folder)
    own = {entry["name"]: entry["sha256"] for entry in before.get("files", ()) if not entry["changed_by_hand"]}
    entries, kept, changed = [], [], False
    for file in files:
        stored = _content(folder / file.name)
        edited = stored is not None and stored != file.data and own.get(file.name) != _hash(stored)
        if edited:
            kept.append(file.name)
        elif stored != file.data or not _dated(folder / file.name, file):
            _put(folder / file.name, file)
            changed = True
        entries.append(_entry(file, stored if edited and stored is not None else file.data, edited=edited))
    gone, left = _clear(folder, own, {file.name for file in files})
    manifest = {**facts, "packed_for": before.get("packed_for", day), "files": entries}
    if before.get("packed_for") and {**manifest, "seal": ""} != {**before, "seal": ""}:
        manifest["packed_for"] = day
    data = _sealed(manifest)
    stored = _content(folder / MANIFEST)
    if stored is not None and not before and stored != data:
        kept.append(MANIFEST)
    elif stored != data:
        _put(folder / MANIFEST, FolderFile(MANIFEST, data))
        changed = True
    state = "new" if is_new else "renewed" if changed or gone else "unchanged"
    return WrittenFolder(folder, state, (*kept, *left))


def _content(path: Path) -> bytes | None:
    """The bytes at *path*; None where there is nothing. A folder, link, pipe or device has content that ippbook never wrote."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return _NOT_OURS
    try:
        return read_foreign(path, _LARGEST)[0] if path.exists() else None
    except ForeignFileError:
        return _NOT_OURS


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _dated(path: Path, file: FolderFile) -> bool:
    """Whether the file has the time that it should keep, as exactly as the disk stores it."""
    return file.modified_ns is None or abs(path.stat().st_mtime_ns - file.modified_ns) < 2 * 10**9


def _put(path: Path, file: FolderFile) -> None:
    """Write one file completely or not at all. The new file has a name that no one can foresee, so no link at it is followed."""
    path.parent.mkdir(exist_ok=True)
    with new_file(path) as new:
        new.stream.write(file.data)
        new.finish()
        new.give_default_rights()
        if file.modified_ns is not None:
            os.utime(new.path, ns=(file.modified_ns, file.modified_ns))
        new.take_place()


def _entry(file: FolderFile, data: bytes, *, edited: bool) -> JsonFields:
    found = {"name": file.name, "bytes": len(data), "sha256": _hash(data), "changed_by_hand": edited}
    if file.modified_ns is not None:
        found["modified"] = f"{datetime.fromtimestamp(file.modified_ns // 10**9, UTC):%Y-%m-%dT%H:%M:%SZ}"
    return found


def _clear(folder: Path, own: Mapping[str, str], wanted: set[str]) -> tuple[list[str], list[str]]:
    """Remove ippbook's files that are no longer needed; files that a person changed stay. Returns both."""
    gone, left = [], []
    for name in own.keys() - wanted:
        path = folder / name
        stored = _content(path)
        if stored is None:
            continue
        if _hash(stored) == own[name]:
            path.unlink()
            gone.append(name)
            with suppress(OSError):  # not empty: it has files that ippbook did not write
                path.parent.rmdir()
        else:
            left.append(name)
    return gone, sorted(left)


def _sealed(manifest: Mapping[str, object]) -> bytes:
    text = json.dumps({**manifest, "seal": ""}, ensure_ascii=False, indent=2, sort_keys=True)
    full = {**manifest, "seal": _hash(text.encode())}
    return (visible(json.dumps(full, ensure_ascii=False, indent=2, sort_keys=True)) + "\n").encode()


def _manifest(folder: Path) -> JsonFields:
    """The folder's manifest; empty where there is none, or where its seal is not valid."""
    stored = _content(folder / MANIFEST)
    if stored is None:
        return {}
    try:
        found: JsonFields = json.loads(stored)
        _Manifest.model_validate(found)
    except (ValidationError, ValueError, RecursionError):
        return {}
    if _sealed({name: value for name, value in found.items() if name != "seal"}) != stored:
        return {}
    return found
