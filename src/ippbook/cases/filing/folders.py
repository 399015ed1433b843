"""A folder that ippbook writes again and again, and people work in: what a person changed is never overwritten.

`manifest.json` says what was written: name, size and hash of each file. A file whose hash is still that one is ours and
may be renewed or removed; any other is a person's. The manifest carries a seal over itself, so that a manifest which was
changed by hand proves nothing any more.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

from pydantic import BaseModel, Field, ValidationError, field_validator

from ippbook.errors import UserError

MANIFEST: Final = "manifest.json"


class _Entry(BaseModel):
    """A file as a manifest names it; never one outside the folder."""

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
    """What is used of a manifest that lies in a folder."""

    packed_for: str
    files: tuple[_Entry, ...]


@dataclass(frozen=True)
class FolderFile:
    """A file to be written: its place below the folder, its bytes, and the time that it keeps, if any."""

    name: str
    data: bytes
    modified_ns: int | None = None


@dataclass(frozen=True)
class WrittenFolder:
    """What became of a folder."""

    folder: Path
    state: str
    """new, renewed or unchanged."""
    kept: tuple[str, ...]
    """Files that a person changed, left as they are."""


def write_folder(folder: Path, files: Sequence[FolderFile], facts: Mapping[str, Any], day: str) -> WrittenFolder:
    """Write *files* and their manifest, which also states *facts* and the *day* for which it was packed.

    The day stays that of the first packing as long as nothing else changes. Raises `UserError` where the folder cannot be
    written.
    """
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _write(folder, files, facts, day, is_new=is_new)
    except OSError as failure:
        raise UserError(
            f"{folder}: cannot be written ({failure.strerror or failure}); make room or choose another folder"
        ) from None


def _write(
    folder: Path, files: Sequence[FolderFile], facts: Mapping[str, Any], day: str, *, is_new: bool
) -> WrittenFolder:
    before = _manifest(folder)
    ours = {entry["name"]: entry["sha256"] for entry in before.get("files", ()) if not entry["changed_by_hand"]}
    entries, kept, changed = [], [], False
    for file in files:
        held = _held(folder / file.name)
        by_hand = held is not None and held != file.data and ours.get(file.name) != _hash(held)
        if by_hand:
            kept.append(file.name)
        elif held != file.data or not _dated(folder / file.name, file):
            _put(folder / file.name, file)
            changed = True
        entries.append(_entry(file, held if by_hand and held is not None else file.data, by_hand=by_hand))
    gone, left = _clear(folder, ours, {file.name for file in files})
    manifest = {**facts, "packed_for": before.get("packed_for", day), "files": entries}
    if before.get("packed_for") and {**manifest, "seal": ""} != {**before, "seal": ""}:
        manifest["packed_for"] = day
    data = _sealed(manifest)
    held = _held(folder / MANIFEST)
    if held is not None and not before and held != data:
        kept.append(MANIFEST)
    elif held != data:
        _put(folder / MANIFEST, FolderFile(MANIFEST, data))
        changed = True
    state = "new" if is_new else "renewed" if changed or gone else "unchanged"
    return WrittenFolder(folder, state, (*kept, *left))


def _held(path: Path) -> bytes | None:
    """What stands at *path*; None where nothing does. What is no plain file holds nothing that could be ours."""
    if path.is_symlink() or path.is_dir():
        return b"\0not a file"
    return path.read_bytes() if path.exists() else None


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _dated(path: Path, file: FolderFile) -> bool:
    """Whether the file bears the time that it keeps, as exactly as the disk can tell."""
    return file.modified_ns is None or abs(path.stat().st_mtime_ns - file.modified_ns) < 2 * 10**9


def _put(path: Path, file: FolderFile) -> None:
    """Write one file whole or not at all."""
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_name(f".{path.name}.part")
    try:
        temporary.write_bytes(file.data)
        if file.modified_ns is not None:
            os.utime(temporary, ns=(file.modified_ns, file.modified_ns))
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _entry(file: FolderFile, data: bytes, *, by_hand: bool) -> dict[str, Any]:
    found = {"name": file.name, "bytes": len(data), "sha256": _hash(data), "changed_by_hand": by_hand}
    if file.modified_ns is not None:
        found["modified"] = f"{datetime.fromtimestamp(file.modified_ns // 10**9, UTC):%Y-%m-%dT%H:%M:%SZ}"
    return found


def _clear(folder: Path, ours: Mapping[str, str], wanted: set[str]) -> tuple[list[str], list[str]]:
    """Remove files of ours that no longer belong; what a person changed stays. Gives both."""
    gone, left = [], []
    for name in ours.keys() - wanted:
        path = folder / name
        held = _held(path)
        if held is None:
            continue
        if _hash(held) == ours[name]:
            path.unlink()
            gone.append(name)
            with suppress(OSError):  # not empty: somebody else's files are in it
                path.parent.rmdir()
        else:
            left.append(name)
    return gone, sorted(left)


def _sealed(manifest: Mapping[str, Any]) -> bytes:
    text = json.dumps({**manifest, "seal": ""}, ensure_ascii=False, indent=2, sort_keys=True)
    full = {**manifest, "seal": _hash(text.encode())}
    return (json.dumps(full, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _manifest(folder: Path) -> dict[str, Any]:
    """The folder's manifest; empty where there is none, or where it is not one that `_sealed` made."""
    held = _held(folder / MANIFEST)
    if held is None:
        return {}
    try:
        found: dict[str, Any] = json.loads(held)
        _Manifest.model_validate(found)
    except (ValidationError, ValueError, RecursionError):
        return {}
    if _sealed({name: value for name, value in found.items() if name != "seal"}) != held:
        return {}
    return found
