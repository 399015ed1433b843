"""Checks before anything is changed, and the repair of an installation that was interrupted."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.installer import manifest
from ippbook.installer.host import Host
from ippbook.installer.layout import Layout
from ippbook.installer.manifest import LIST
from ippbook.installer.place_files import retired_place
from ippbook.languages import say

EXCEL: Final = {"windows": "EXCEL.EXE", "macos": "Microsoft Excel"}
"""The name of Excel in the system's list of programs."""
_LONGEST: Final = 259
"""Characters of the longest path that Windows opens without long paths."""
_DEEPEST: Final = 140
"""Characters that the deepest file of the packages adds to the path of ippbook's folder, while it is made there."""
_PERMISSION: Final = say("ask your IT for permission to write there; then run this again")


def refuse_while_excel_runs(host: Host, layout: Layout) -> None:
    """Refuse while Excel runs or a program locks the add-in."""
    if host.running(EXCEL[layout.system]):
        raise UserError("Excel is running: save your work, close every Excel window, and run this again")
    if host.at(layout.addin).is_file() and host.locked(host.at(layout.addin)):
        raise UserError(
            "another program uses {addin}: close every Excel window, and run this again", addin=layout.addin
        )


@contextmanager
def explain_refusals() -> Iterator[None]:
    """Turn a refusal by the system to write or delete a file into one sentence with a remedy."""
    try:
        yield
    except ooxml.LockedError as failure:  # its remedy may be "choose another place", which the user cannot do here
        what, _, remedy = str(failure).rstrip(".").rpartition("; ")
        if "choose another" in remedy:
            remedy = say("make it writable, or {permission}", permission=_PERMISSION)
        raise UserError("{what}; {remedy}", what=what, remedy=remedy) from None
    except OSError as failure:
        raise UserError(
            "{filename} cannot be written or removed ({strerror}): close the program that uses it, or {permission}",
            filename=(failure.filename or say("a file")),
            strerror=(failure.strerror or failure),
            permission=_PERMISSION,
        ) from None


def refuse_long_paths(host: Host, layout: Layout) -> None:
    """Refuse a user's folder in which the packages would have longer paths than Windows opens.

    Source: learn.microsoft.com/windows/win32/fileio/maximum-file-path-limitation: 260 characters with the final zero, unless
    LongPathsEnabled is 1; Python's programs declare that they can.
    """
    if layout.system != "windows":
        return
    allowed = host.registry(r"HKLM\SYSTEM\CurrentControlSet\Control\FileSystem") or {}
    length = len(str(layout.local)) + _DEEPEST
    if length > _LONGEST and allowed.get("LongPathsEnabled") != 1:
        raise UserError(
            "the folder {local} has so long a name that files in it would have paths of {length} characters, and Windows opens {longest}; ask your IT to turn on long paths (LongPathsEnabled), or use xlwings Lite",
            local=layout.local,
            length=length,
            longest=_LONGEST,
        )


def refuse_itself(host: Host, layout: Layout) -> None:
    """Refuse to run from the installed environment: it cannot remove itself."""
    if host.python.prefix == layout.environment and host.at(layout.uninstaller).is_file():
        raise UserError(
            "this is the installed ippbook, which cannot replace or remove itself while it runs; to remove it, start {uninstaller}; to replace it, start the installation of the download again",
            uninstaller=layout.uninstaller,
        )
    if host.python.prefix == layout.environment:
        raise UserError(
            "this is the installed ippbook, which cannot replace or remove itself while it runs; use the ippbook from which you installed it"
        )


def interrupted(host: Host, layout: Layout) -> bool:
    """Whether an installation was interrupted after it had moved the environment aside."""
    return (host.at(retired_place(layout)) / LIST).is_file() and not host.at(layout.environment).exists()


def restore_interrupted(host: Host, layout: Layout) -> None:
    """Repair what an interrupted installation left: put its environment back, delete temporary files."""
    if interrupted(host, layout):
        host.at(retired_place(layout)).rename(host.at(layout.environment))
    elif host.at(layout.environment).exists():
        for retired in host.at(layout.local).glob(f"{retired_place(layout).name}*"):
            record = manifest.read_record(retired / LIST)
            if record:  # a program used it, or the installation was interrupted after the new one was in place
                manifest.remove_files(retired, record)
    for temporary in host.at(layout.local).glob("making-*"):  # not in use yet
        shutil.rmtree(temporary, ignore_errors=True)
