"""What a file has besides its content: rights, owner, access list, extended attributes, other names. A new file gets them, or a warning names them."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

from ippbook.ooxml.package.access_lists import OF_FILE, forget_list, give_new_rights, plain_mode
from ippbook.ooxml.package.temporary_files import default_rights

_OF_SYSTEM: Final = ("security.", "trusted.")
"""Attributes that the system gives to each file itself, such as the labels of SELinux."""
_NAMED: Final = {OF_FILE: "the access list", "system.nfs4_acl": "the access list"}


def keep_properties(new: Path, old: Path, mode: int | None = None) -> tuple[str, ...]:
    """Give the file *new* the properties of *old*, which it will replace. Without an old file: the rights *mode*, or those of any new file.

    Gives a sentence for each property that is lost. Raises `OSError` where the rights cannot be set.
    """
    if not old.exists():
        give_new_rights(new, mode, rights=default_rights())
        return ()
    status = old.stat()
    forget_list(new)
    lost = [] if _takes_owner(new, status) else ["the owner or the group"]
    new.chmod(plain_mode(old))  # after the owner: a change of owner clears bits
    lost += _lost_attributes(new, old)
    warnings = []
    if lost:
        warnings.append(
            f"{old}: the new file does not have {' and '.join(lost)} of the old one, because you may not set them; set them again if you need them."
        )
    if status.st_nlink > 1:
        others = status.st_nlink - 1
        warnings.append(
            f"{old}: the file has {others:,} other {'name' if others == 1 else 'names'} (hard links), and under {'it' if others == 1 else 'them'} the old content stays; link the new file again if you need it there."
        )
    return tuple(warnings)


def _takes_owner(new: Path, old: os.stat_result) -> bool:
    """Whether *new* has the owner and the group of *old* in the end: root may give both, others a group of their own."""
    if not hasattr(os, "chown"):
        return True
    now = new.stat()
    if (now.st_uid, now.st_gid) == (old.st_uid, old.st_gid):
        return True
    with suppress(OSError):
        os.chown(new, old.st_uid, old.st_gid)
        return True
    with suppress(OSError):
        os.chown(new, -1, old.st_gid)
    return False


def _lost_attributes(new: Path, old: Path) -> list[str]:
    """Copy the extended attributes, among them the access list. Gives the words for those that cannot be copied."""
    if not hasattr(os, "listxattr"):  # macOS keeps them out of Python's reach, Windows has none
        return []
    lost = []
    try:
        names = [name for name in os.listxattr(old) if not name.startswith(_OF_SYSTEM)]
    except OSError:  # a disk without them
        return []
    for name in names:
        try:
            os.setxattr(new, name, os.getxattr(old, name))
        except OSError:
            lost.append(_NAMED.get(name, f"the attribute {name}"))
    return lost
