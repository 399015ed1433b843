"""The file on this computer that belongs to a web address of OneDrive or SharePoint."""

import re
from collections.abc import Iterable
from pathlib import Path, PurePath
from typing import Final
from urllib.parse import unquote, urlsplit

from ippbook.errors import UserError
from ippbook.installer.doctor.subject import Subject, SyncedFolder
from ippbook.late_patterns import late_pattern

_ADDRESS: Final = late_pattern(r"(https?):[\\/]+", re.IGNORECASE)
_SHARED: Final = late_pattern(r"/:[a-z]:/[a-z]/")
"""What SharePoint puts in front of the path in a link that a person copies, such as /:x:/r/."""


def is_web_address(text: str) -> bool:
    """Whether a person typed an address; `Path` may have dropped a slash, or turned it, since."""
    return _ADDRESS.match(text) is not None


def synchronised_file(subject: Subject, text: str) -> Path:
    """The file of the address *text* in a synchronised folder. Raises `UserError` with what to do if there is none."""
    for place in _candidates(subject.synchronised, text):
        path = subject.host.at(place)
        if path.is_file():
            return path
    raise UserError(
        "{address} is a web address, and doctor looks at files on this computer. In the browser open the folder of the workbook and choose Sync or Add shortcut to OneDrive; then name the file in that folder",
        address=_whole(text),
    )


def _whole(text: str) -> str:
    """The address as it was typed."""
    return _ADDRESS.sub(lambda match: f"{match[1].lower()}://", text, count=1).replace("\\", "/")


def _parts(address: str) -> tuple[str, list[str]]:
    """The host and the folders of an address, both in plain letters; without what follows a question mark."""
    split = urlsplit(_SHARED.sub("/", address))
    return split.netloc.casefold(), [unquote(part) for part in split.path.split("/") if part]


def _candidates(folders: Iterable[SyncedFolder], text: str) -> Iterable[PurePath]:
    """Where the file may be: below a library's folder, or, if a person synchronises only a part of the library, below that part."""
    host, wanted = _parts(_whole(text))
    for synced in folders:
        there, above = _parts(synced.address)
        same = [part.casefold() for part in wanted[: len(above)]] == [part.casefold() for part in above]
        if synced.address and there == host and same:
            inside = wanted[len(above) :]
            for start in range(len(inside)):
                yield synced.folder.joinpath(*inside[start:])


__all__ = ["is_web_address", "synchronised_file"]
