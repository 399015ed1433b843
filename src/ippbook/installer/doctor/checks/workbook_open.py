"""Checks of the workbook's file: where it lies, whether Excel lets its macros run."""

import re
from pathlib import Path, PureWindowsPath
from typing import Final

from ippbook.installer.doctor.check import Found, Look, check, right, unknown, wrong
from ippbook.installer.doctor.checks.trust import zone

_LONGEST: Final = 218
"""Characters of a full path with which Excel opens a workbook (support.microsoft.com, "Excel specifications and limits")."""
_DRIVE: Final = re.compile(r"[A-Za-z]:")


@check("Workbook", on="file")
def file_opens(look: Look) -> Found:
    """The file is a workbook in good order."""
    if look.damage:
        said, _, remedy = look.damage.rpartition("; ")
        return wrong(said or remedy, remedy if said else "take the last good copy")
    book = look.book
    if look.path.suffix.lower() != book.ending:
        return wrong(
            f"inside it is an {book.ending} file, and is named {look.path.suffix}",
            f"rename it to end in {book.ending}: Excel refuses it so",
        )
    return right(f"{look.host.named(look.path)}: {len(book.sheets):,} sheets")


@check("Workbook from the internet", on="file")
def file_marked(look: Look) -> Found:
    """Windows marks files from the internet, and Excel does not run macros in them.

    Source: learn.microsoft.com/deployoffice/security/internet-macros-blocked; the stream Zone.Identifier, ms-fscc.
    """
    found = zone(str(look.path))
    if found is None:
        return right("not marked")
    if found < 3:
        return right(f"marked as from zone {found}, which Excel trusts")
    if look.path.suffix.lower() in (".xlsm", ".xltm"):
        return wrong(
            "Windows marked it as coming from the internet: its macros do not run",
            "right-click the file, Properties, tick Unblock",
        )
    return unknown(
        "Windows marked it as coming from the internet: it opens in Protected View",
        "press Enable Editing, or right-click the file, Properties, tick Unblock",
    )


@check("Workbook's folder", on="file")
def file_place(look: Look) -> Found:
    """A folder from which Excel and Python see the same file.

    In a folder that OneDrive or SharePoint keeps, Excel may name the workbook by a web address. The buttons work on the open
    workbook, so they do not mind; evidence folders beside it are then looked for in the synced folder.
    Source: xlwings issues 1203 and 2079; docs.xlwings.org, "OneDrive and SharePoint".
    """
    name = look.host.named(look.path)
    if _DRIVE.match(name) is None and name.startswith("\\\\"):
        return unknown(f"{name}: a network folder", "if Excel or Python is slow or refuses it, work on a local copy")
    if _DRIVE.match(name) and len(name) > _LONGEST:
        return wrong(
            f"the path has {len(name)} characters, and Excel opens at most {_LONGEST}",
            "move it nearer to the top of the drive",
        )
    layout = look.host.layout
    for folder in layout.synced if layout else ():
        place = type(folder)(name)
        if folder == place or folder in place.parents:
            return unknown(
                f"in the folder {folder}, which is kept in step with the cloud",
                "works; if a button does not find files beside the workbook, open it from a local folder",
            )
    return right(name)


@check("Workbook in use", on="file")
def file_in_use(look: Look) -> Found:
    """While Excel has the workbook open, commands on the file would not see what is unsaved, and Excel would overwrite theirs."""
    owner = look.path.with_name(f"~${look.path.name}")
    if owner.exists():
        return unknown(
            "Excel has it open, or did when it crashed", "save and close it before running commands on the file"
        )
    if not _writable(look.path):
        return unknown("the file is write-protected", "save a copy under another name, or take the protection off")
    return right("nobody has it open")


def _writable(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return True
    except OSError:
        return False


def same_place(one: str, other: str) -> bool:
    """Whether two Windows paths, perhaps written as addresses, are the same."""
    cleaned = [PureWindowsPath(text.removeprefix("file:///").replace("%20", " ")) for text in (one, other)]
    return cleaned[0] == cleaned[1]
