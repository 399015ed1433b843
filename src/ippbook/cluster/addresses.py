"""Addresses of workbooks: a path in a file system, or a place in remote storage such as s3://bucket/folder/team.xlsx."""

import re
from pathlib import Path
from typing import Final

from ippbook.late_patterns import late_pattern

_PROTOCOL: Final = late_pattern(r"([A-Za-z][A-Za-z0-9+.-]+):/{1,2}", re.ASCII)
"""One slash too: `Path("s3://bucket/team.xlsx")` has lost the other."""

_LONGEST: Final = 200
"""Bytes of a name that every file system takes, with room for the ending of a temporary file."""


def is_remote(address: str | Path) -> bool:
    """Whether *address* is a place in remote storage.

    >>> is_remote("s3://bucket/team.xlsx"), is_remote("C:/team.xlsx"), is_remote("team.xlsx")
    (True, False, False)
    """
    return _PROTOCOL.match(str(address)) is not None


def protocol_of(address: str) -> str:
    """The protocol of a remote address, in lower case.

    >>> protocol_of("S3://bucket/team.xlsx")
    's3'
    """
    found = _PROTOCOL.match(address)
    return found[1].lower() if found else ""


def whole_address(named: str | Path) -> str:
    """A remote address with both slashes, also where it went through `Path`.

    >>> whole_address("s3:/bucket/team.xlsx")
    's3://bucket/team.xlsx'
    """
    text = named if isinstance(named, str) else named.as_posix()
    return _PROTOCOL.sub(lambda found: f"{found[1].lower()}://", text, count=1)


def file_name(address: str) -> str:
    """The last part of an address.

    >>> file_name("s3://bucket/folder/team.xlsx")
    'team.xlsx'
    """
    return address.rstrip("/").rsplit("/", 1)[-1]


def joined_address(folder: str, inside: str) -> str:
    """The address of *inside* below *folder*.

    >>> joined_address("s3://bucket/out/", "emea/team.xlsx")
    's3://bucket/out/emea/team.xlsx'
    """
    return f"{folder.rstrip('/')}/{inside}"


def local_name(address: str) -> str:
    """A name for a local copy of the file at *address*: its own, without what a file system may not take.

    >>> local_name("s3://bucket/a:b/team?.xlsx"), local_name("s3://bucket/..")
    ('team_.xlsx', 'workbook')
    """
    name = re.sub(r'[<>:"/\\\\|?*\x00-\x1f\x7f]', "_", file_name(address))
    if len(name.encode()) > _LONGEST:
        ending = name[name.rfind(".") :] if "." in name[-6:] else ""
        name = f"workbook{ending}"
    return name if name.strip(". ") else "workbook"
