"""Checks of the add-in in Excel's folders and lists."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import PurePath, PureWindowsPath
from typing import Final

from ippbook.errors import UserError
from ippbook.installer import manifest
from ippbook.installer.doctor.check import Found, Look, check, right, unknown, wrong
from ippbook.installer.layout import ADDIN
from ippbook.installer.package_data import shipped

_OPEN: Final = re.compile(r"open\d*")


@check("Add-in", on="excel")
def addin_present(look: Look) -> Found:
    """The add-in lies in the folder whose files Excel opens when it starts, as this version has it.

    Source: learn.microsoft.com/en-us/office/troubleshoot/excel/use-startup-folders.
    """
    path = look.host.at(look.layout.addin)
    if not path.is_file():
        return wrong(f"{look.layout.addin} is not there", "run ippbook excel install")
    installed = manifest.read(look.host.at(look.layout.installed))
    now = manifest.digest(path)
    if installed is None or installed.files.get(str(look.layout.addin)) != now:
        return unknown(
            f"{look.layout.addin} was not written by ippbook excel install, or was changed since",
            "run ippbook excel install",
        )
    try:
        same = hashlib.sha256(shipped(ADDIN).read_bytes()).hexdigest() == now
    except UserError:
        return right(f"{look.layout.addin}")
    if installed.addin == now:
        return right(f"{look.layout.addin}, the one that was named with --addin")
    if not same:
        return unknown(
            f"{look.layout.addin} is another than this version carries",
            "run ippbook excel install, with --addin if your team has a signed one",
        )
    return right(f"{look.layout.addin}, as in this version")


def _opened(look: Look) -> list[str]:
    """The add-ins that Excel opens because a person ticked them."""
    return [str(value) for name, value in look.office("Options").items() if _OPEN.fullmatch(name)]


@check("Add-in loaded once", on="windows")
def addin_once(look: Look) -> Found:
    """An add-in in the startup folder loads by itself; ticked in the list as well, it loads twice.

    Source: bettersolutions.com/vba/add-ins/registry-keys.htm (values OPEN, OPEN1, … of Excel's Options).
    """
    ticked = [each for each in _opened(look) if ADDIN in each.casefold()]
    in_startup = look.host.at(look.layout.addin).is_file()
    if ticked and in_startup:
        return wrong(
            f"Excel opens {ADDIN} from its startup folder, and again because it is ticked: {ticked[0]}",
            "untick ippbook in Excel under File > Options > Add-ins > Excel Add-ins > Go",
        )
    if ticked:
        return unknown(f"ticked, from another place: {ticked[0]}", "run ippbook excel install, then untick it there")
    if not in_startup:
        return wrong("neither in the startup folder nor ticked", "run ippbook excel install")
    return right("from the startup folder only")


@check("Disabled items", on="windows")
def disabled_items(look: Look) -> Found:
    r"""Excel switches off what was open when it crashed, and keeps it off.

    Source: superuser.com/questions/17557 (the list Resiliency\DisabledItems, and how its values are made).
    """
    for value in look.office(r"Resiliency\DisabledItems").values():
        text = value.decode("utf-16-le", errors="ignore").casefold() if isinstance(value, bytes) else ""
        # The length of what stands before the text is not certain in every version: both ways to cut the pairs are read.
        shifted = value[1:].decode("utf-16-le", errors="ignore").casefold() if isinstance(value, bytes) else ""
        if "ippbook" in text or "ippbook" in shifted:
            return wrong(
                "Excel has disabled ippbook after a crash",
                "in Excel: File > Options > Add-ins > Manage: Disabled Items > Go, choose ippbook, Enable",
            )
    return right("ippbook is not among them")


def _strangers(look: Look) -> Iterator[PurePath]:
    """Files of Excel's own folders that are add-ins of ours or of xlwings, and not the installed one."""
    for folder in (look.layout.startup, look.layout.addins):
        path = look.host.at(folder)
        for each in sorted(path.iterdir()) if path.is_dir() else ():
            name = each.name.casefold()
            if name.startswith(("ippbook", "xlwings")) and ".xla" in name and folder / each.name != look.layout.addin:
                yield folder / each.name
    for text in _opened(look) if look.layout.system == "windows" else ():
        place = PureWindowsPath(text.removeprefix("/R").strip().strip('"'))
        if place.name.casefold().startswith(("ippbook", "xlwings")) and place.name.casefold() != ADDIN:
            yield place


@check("Other add-ins", on="excel")
def other_addins(look: Look) -> Found:
    """A second ippbook add-in answers for the first; the add-in of xlwings itself must not be of another version for its own workbooks.

    Source: xlwings issues 823 and 2333 (names that two projects define).
    """
    found = list(dict.fromkeys(_strangers(look)))
    ours = [each for each in found if each.name.casefold().startswith("ippbook")]
    if ours:
        return wrong(f"another ippbook add-in: {ours[0]}", "close Excel and move that file away")
    if found:
        return unknown(
            f"the add-in of xlwings is there too: {found[0]}", "it does no harm to ippbook; remove it if nobody uses it"
        )
    return right("no other add-in of ippbook or xlwings")
