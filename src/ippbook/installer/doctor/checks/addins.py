"""Checks of the add-in in Excel's folders and lists."""

import hashlib
from collections.abc import Iterator
from pathlib import PurePath, PureWindowsPath
from typing import Final

from ippbook.errors import UserError
from ippbook.installer import manifest
from ippbook.installer.doctor.check import CheckResult, doctor_check, failed, passed, uncertain
from ippbook.installer.doctor.subject import Subject
from ippbook.installer.layout import ADDIN_NAME
from ippbook.installer.package_data import shipped
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_OPEN: Final = late_pattern(r"open\d*")
_OF_EXCEL: Final = (".xlam", ".xla", ".xlsm", ".xlsx", ".xltm", ".xltx")
_ENABLE: Final = say(
    "in Excel: File > Options > Add-ins > Manage: Disabled Items > Go, choose it, Enable; then start Excel again"
)
_INSTALL: Final = say("run ippbook excel install")


@doctor_check("Add-in", on="excel")
def addin_present(subject: Subject) -> CheckResult:
    """The add-in of this version is in Excel's startup folder. Excel opens every file in that folder when it starts.

    Source: learn.microsoft.com/en-us/office/troubleshoot/excel/use-startup-folders.
    """
    place = subject.layout.addin
    path = subject.host.at(place)
    if not path.is_file():
        return failed(say("{place} is missing", place=place), _INSTALL)
    installed = manifest.read_record(subject.host.at(subject.layout.installed))
    now = manifest.digest(path)
    if installed is None or installed.files.get(str(place)) != now:
        return uncertain(
            say("{place} was not installed by ippbook excel install, or was changed since", place=place), _INSTALL
        )
    try:
        same = hashlib.sha256(shipped(ADDIN_NAME).read_bytes()).hexdigest() == now
    except UserError:
        return passed(str(place))
    if installed.addin == now:
        return passed(say("{place}, the file that was passed with --addin", place=place))
    if not same:
        return uncertain(
            say("{place} is not the add-in of this version", place=place),
            say("{install}, with --addin if your team has a signed add-in", install=_INSTALL),
        )
    return passed(say("{place}, as in this version", place=place))


def _opened(subject: Subject) -> list[str]:
    """The add-ins that a user has ticked in Excel's list."""
    return [str(value) for name, value in subject.office("Options").items() if _OPEN.fullmatch(name)]


@doctor_check("Add-in loaded once", on="windows")
def addin_once(subject: Subject) -> CheckResult:
    """An add-in in the startup folder loads by itself. If it is also ticked in Excel's list, it loads twice.

    Source: bettersolutions.com/vba/add-ins/registry-keys.htm (values OPEN, OPEN1, … of Excel's Options).
    """
    ticked = [each for each in _opened(subject) if ADDIN_NAME in each.casefold()]
    in_startup = subject.host.at(subject.layout.addin).is_file()
    if ticked and in_startup:
        return failed(
            say(
                "Excel opens {addin_name} from its startup folder, and again because it is ticked: {ticked}",
                addin_name=ADDIN_NAME,
                ticked=ticked[0],
            ),
            "untick ippbook in Excel under File > Options > Add-ins > Excel Add-ins > Go",
        )
    if ticked:
        return uncertain(
            say("ticked, but in another folder: {ticked}", ticked=ticked[0]),
            say("{install}, then untick it there", install=_INSTALL),
        )
    if not in_startup:
        return failed("neither in the startup folder nor ticked", _INSTALL)
    return passed("from the startup folder only")


@doctor_check("Disabled items", on="windows")
def disabled_items(subject: Subject) -> CheckResult:
    r"""After a crash Excel disables the add-ins and files that were open, and keeps them disabled.

    Source: the list Resiliency\\DisabledItems, stackoverflow.com/questions/751048 (the form of its values); superuser.com/questions/17557.
    """
    own = subject.host.named(subject.file) if subject.file else ""
    for value in subject.office(r"Resiliency\DisabledItems").values():
        disabled = PureWindowsPath(_disabled_path(value) if isinstance(value, bytes) else "")
        name = disabled.name.casefold()
        if own and disabled == PureWindowsPath(own):  # Windows compares paths without regard to case
            return failed(say("Excel has disabled this workbook after a crash: {disabled}", disabled=disabled), _ENABLE)
        if name.startswith("ippbook") and name.endswith(_OF_EXCEL):
            return failed(say("Excel has disabled {disabled} after a crash", disabled=disabled), _ENABLE)
    return passed("ippbook is not disabled")


def _disabled_path(value: bytes) -> str:
    """The path in a value of the list: three numbers of four bytes, of which the second is the path's length in bytes, then the path.

    >>> _disabled_path(bytes([1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0]) + "c:a".encode("utf-16-le") + bytes(2))
    'c:a'
    """
    length = int.from_bytes(value[4:8], "little")
    return value[12 : 12 + length].decode("utf-16-le", errors="ignore").partition("\0")[0]


def _others(subject: Subject) -> Iterator[PurePath]:
    """Add-ins of ippbook or xlwings in Excel's folders and list, except the installed one."""
    for folder in (subject.layout.startup, subject.layout.addins):
        path = subject.host.at(folder)
        for each in sorted(path.iterdir()) if path.is_dir() else ():
            name = each.name.casefold()
            if (
                name.startswith(("ippbook", "xlwings"))
                and ".xla" in name
                and folder / each.name != subject.layout.addin
            ):
                yield folder / each.name
    for text in _opened(subject) if subject.layout.system == "windows" else ():
        place = PureWindowsPath(text.removeprefix("/R").strip().strip('"'))
        if place.name.casefold().startswith(("ippbook", "xlwings")) and place.name.casefold() != ADDIN_NAME:
            yield place


@doctor_check("Other add-ins", on="excel")
def other_addins(subject: Subject) -> CheckResult:
    """A second ippbook add-in answers in place of the first one. The add-in of xlwings itself does no harm to ippbook.

    Source: xlwings issues 823 and 2333 (names that two projects define).
    """
    found = list(dict.fromkeys(_others(subject)))
    ours = [each for each in found if each.name.casefold().startswith("ippbook")]
    if ours:
        return failed(say("another ippbook add-in: {ours}", ours=ours[0]), "close Excel and move that file away")
    if found:
        return uncertain(
            say("the add-in of xlwings is installed too: {found}", found=found[0]),
            "it does no harm to ippbook; remove it if no one uses it",
        )
    return passed("no other add-in of ippbook or xlwings")
