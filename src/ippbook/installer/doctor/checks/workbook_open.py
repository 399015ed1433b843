"""Checks of the workbook's file: its folder, and whether Excel runs its macros."""

from pathlib import Path, PureWindowsPath
from typing import Final

from ippbook.installer.doctor.check import CheckResult, doctor_check, failed, passed, uncertain
from ippbook.installer.doctor.checks.trust import zone
from ippbook.installer.doctor.subject import Subject
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_LONGEST: Final = 218
"""Characters of the longest path of a workbook that Excel opens (support.microsoft.com, "Excel specifications and limits")."""
_DRIVE: Final = late_pattern(r"[A-Za-z]:")


@doctor_check("Workbook", on="file")
def file_opens(subject: Subject) -> CheckResult:
    """The file is a workbook without damage."""
    if subject.damage:
        what, _, remedy = subject.damage.rpartition("; ")
        return failed(what or remedy, remedy if what else "use the last good copy")
    book = subject.book
    if subject.path.suffix.lower() != book.ending:
        return failed(
            say(
                "the content is that of an {ending} file, but its name ends in {suffix}",
                ending=book.ending,
                suffix=subject.path.suffix,
            ),
            say("rename the file to end in {ending}; Excel refuses to open it otherwise", ending=book.ending),
        )
    return passed(
        say("{named}: {sheets_count:,} sheets", named=subject.host.named(subject.path), sheets_count=len(book.sheets))
    )


@doctor_check("Workbook from the internet", on="file")
def file_marked(subject: Subject) -> CheckResult:
    """Windows marks files from the internet. Excel does not run macros in marked files.

    Source: learn.microsoft.com/deployoffice/security/internet-macros-blocked; the stream Zone.Identifier, ms-fscc.
    """
    found = zone(str(subject.path))
    if found is None:
        return passed("not marked")
    if found < 3:
        return passed(say("marked as from zone {found}; Excel trusts that zone", found=found))
    if subject.path.suffix.lower() in (".xlsm", ".xltm"):
        return failed(
            "Windows marked it as coming from the internet: its macros do not run",
            "right-click the file, choose Properties, tick Unblock",
        )
    return uncertain(
        "Windows marked it as coming from the internet: it opens in Protected View",
        "click Enable Editing, or right-click the file, choose Properties, tick Unblock",
    )


@doctor_check("Workbook's folder", on="file")
def file_place(subject: Subject) -> CheckResult:
    """Excel and Python must see the same file in the same folder.

    In a folder of OneDrive or SharePoint, Excel may give the workbook's web address in place of its path. The buttons work on the open
    workbook, so they still work; evidence folders next to it are then searched in the synchronised folder.
    Source: xlwings issues 1203 and 2079; docs.xlwings.org, "OneDrive and SharePoint".
    """
    name = subject.host.named(subject.path)
    if _DRIVE.match(name) is None and name.startswith("\\\\"):
        return uncertain(
            say("{name} is on the network", name=name),
            "if Excel or Python is slow or refuses the file, work on a local copy",
        )
    if _DRIVE.match(name) and len(name) > _LONGEST:
        return failed(
            say(
                "the path has {name_count} characters, but Excel allows at most {longest}",
                name_count=len(name),
                longest=_LONGEST,
            ),
            "move the file to a folder with a shorter path",
        )
    for synced in subject.synchronised:
        place = type(synced.folder)(name)
        if synced.folder != place and synced.folder not in place.parents:
            continue
        if synced.in_sharepoint:
            return uncertain(
                say("in the folder {folder}, a library of SharePoint that others edit too", folder=synced.folder),
                "this works; before you click a button, let all others close the workbook, because a button writes whole columns",
            )
        return uncertain(
            say("in the folder {folder}, which is synchronised with the cloud", folder=synced.folder),
            "this works; if a button does not find files next to the workbook, open it from a local folder",
        )
    return passed(name)


@doctor_check("Workbook in use", on="file")
def file_in_use(subject: Subject) -> CheckResult:
    """While the workbook is open in Excel, commands on the file do not see unsaved changes, and Excel overwrites their results."""
    owner = subject.path.with_name(f"~${subject.path.name}")
    if owner.exists():
        return uncertain(
            "open in Excel, or it was open when Excel crashed", "save and close it before you run commands on the file"
        )
    if not _writable(subject.path):
        return uncertain("the file is write-protected", "save a copy under another name, or remove the protection")
    return passed("not open")


def _writable(path: Path) -> bool:
    try:
        with path.open("r+b"):
            return True
    except OSError:
        return False


def same_place(one: str, other: str) -> bool:
    """Whether two Windows paths, possibly written as file addresses, are the same."""
    cleaned = [PureWindowsPath(text.removeprefix("file:///").replace("%20", " ")) for text in (one, other)]
    return cleaned[0] == cleaned[1]
