"""Access lists of Linux (POSIX ACLs): who else may read or write a file. A new file gets the list that its folder gives to new files, and no wider rights.

A file with a list shows the *mask* of the list as the rights of its group, so its mode alone says too much about the group.
Source: acl(5); `struct posix_acl_xattr_header` and `posix_acl_xattr_entry` in Linux's posix_acl_xattr.h.
"""

import os
import stat
import struct
from contextlib import suppress
from pathlib import Path
from typing import Final

OF_FILE: Final = "system.posix_acl_access"
OF_NEW_FILES: Final = "system.posix_acl_default"
_OWNER: Final = 0x01
_GROUP: Final = 0x04
_MASK: Final = 0x10
_OTHERS: Final = 0x20
_HEAD: Final = struct.Struct("<I")
_ENTRY: Final = struct.Struct("<HHI")
"""Tag, rights, user or group."""


def list_of(path: Path, kind: str) -> bytes:
    """The access list of *path*; empty where it has none, and on systems and disks without them."""
    if hasattr(os, "getxattr"):
        with suppress(OSError):
            return os.getxattr(path, kind)
    return b""


def give_new_rights(new: Path, mode: int | None, *, rights: int) -> None:
    """Give the file *new* the rights *mode*, or those of any new file: the access list of its folder, else *rights*. Raises `OSError`."""
    inherited = list_of(new.parent, OF_NEW_FILES)
    limited = limited_list(inherited, 0o666 if mode is None else mode)
    if limited is not None:
        os.setxattr(new, OF_FILE, limited)
    else:
        new.chmod(rights if mode is None else mode)


def forget_list(new: Path) -> None:
    """Take the access list away that *new* has from its folder."""
    if list_of(new, OF_FILE):
        with suppress(OSError):
            os.removexattr(new, OF_FILE)


def plain_mode(path: Path) -> int:
    """The rights of owner, group and others, where no access list is kept: those of the group are the group's own, not the mask."""
    mode = stat.S_IMODE(path.stat().st_mode)
    group = [rights for tag, rights, _ in _entries(list_of(path, OF_FILE)) if tag == _GROUP]
    return mode & ~0o070 | (mode & group[0] << 3) if group else mode


def limited_list(found: bytes, mode: int) -> bytes | None:
    """The list *found* without the rights that *mode* does not give, as the system makes it for a new file. None where it is not a list."""
    entries = _entries(found)
    tags = {tag for tag, _, _ in entries}
    if not {_OWNER, _GROUP, _OTHERS} <= tags:
        return None
    mode_rights = {_OWNER: mode >> 6 & 7, _MASK if _MASK in tags else _GROUP: mode >> 3 & 7, _OTHERS: mode & 7}
    packed = [_ENTRY.pack(tag, rights & mode_rights.get(tag, 7), who) for tag, rights, who in entries]
    return found[: _HEAD.size] + b"".join(packed)


def _entries(found: bytes) -> list[tuple[int, int, int]]:
    body = found[_HEAD.size :]
    if len(found) < _HEAD.size or _HEAD.unpack_from(found) != (2,) or len(body) % _ENTRY.size:
        return []
    return list(_ENTRY.iter_unpack(body))
