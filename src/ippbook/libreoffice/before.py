"""The profile as it was before the installation, so that uninstalling gives back the same bytes.

LibreOffice keeps lists of extensions in the profile. Removing an extension leaves its name in free places of these lists. So the lists are kept as
they were, with digests of what the installation made of them. Where nothing else changed since, uninstalling puts the old lists back.
"""

import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from ippbook import ooxml

_NAME: Final = "ippbook-before.zip"
_AFTER: Final = "after.json"
_LISTS: Final = "user/uno_packages/"


def lists_of(profile: Path) -> dict[str, bytes]:
    """LibreOffice's lists of extensions: path in the profile and content, without the unpacked extensions."""
    cache = profile / "user" / "uno_packages"
    unpacked = cache / "cache" / "uno_packages"
    return {
        path.relative_to(profile).as_posix(): path.read_bytes()
        for path in sorted(cache.rglob("*"))
        if path.is_file() and (path.parent == unpacked or unpacked not in path.parents)
    }


def keep_before(profile: Path, before: Mapping[str, bytes]) -> None:
    """Keep the lists as they were *before* the installation, which is complete now."""
    after = _digests(lists_of(profile))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(_AFTER, json.dumps(after))
        for path, content in before.items():
            target.writestr(path, content)
    ooxml.write_whole(profile / "user" / _NAME, packed.getvalue())


def forget_before(profile: Path) -> None:
    """Drop what was kept."""
    (profile / "user" / _NAME).unlink(missing_ok=True)


def before_installation(profile: Path) -> dict[str, bytes] | None:
    """The lists as they were before the installation; None where they are not known, or something else has changed them since."""
    try:
        with zipfile.ZipFile(profile / "user" / _NAME) as kept:
            after = json.loads(kept.read(_AFTER))
            names = [name for name in kept.namelist() if name != _AFTER]
            if any(not name.startswith(_LISTS) or ".." in name.split("/") for name in names):
                return None  # not our file
            before = {name: kept.read(name) for name in names}
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
    return before if _digests(lists_of(profile)) == after else None


def _digests(lists: Mapping[str, bytes]) -> dict[str, str]:
    """The lists that name the extensions. The others (.rdb, .pmap) LibreOffice writes again when it starts."""
    return {
        path: hashlib.sha256(content).hexdigest() for path, content in lists.items() if path.endswith((".xml", ".ini"))
    }


def put_back(profile: Path, before: Mapping[str, bytes], unpacked: Path) -> None:
    """Put the lists back, and delete the folder *unpacked* of the extension."""
    for path in lists_of(profile).keys() - before.keys():
        (profile / path).unlink(missing_ok=True)
    for path, content in before.items():
        ooxml.write_whole(profile / path, content)
    shutil.rmtree(unpacked.parent, ignore_errors=True)
    if not before:  # there was no extension, and there is none now
        shutil.rmtree(profile / "user" / "uno_packages", ignore_errors=True)


__all__ = ["before_installation", "forget_before", "keep_before", "lists_of", "put_back"]
