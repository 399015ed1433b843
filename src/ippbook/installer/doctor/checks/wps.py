"""Checks of WPS Office next to Excel, or in its place."""

from typing import Final

from ippbook.installer.doctor.check import CheckResult, doctor_check, failed, passed, uncertain
from ippbook.installer.doctor.subject import Subject
from ippbook.installer.excel_name import EXCEL_NAME, give_the_name_back, has_wps, taken_names
from ippbook.languages import say, say_series

_CHOICES: Final = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts"
_OF_WPS: Final = ("et.", "ket.", "wps.", "kwps.")
"""How the names of WPS's kinds of files begin, such as ET.Xlsx.6."""


@doctor_check("Name of Excel", on="windows")
def excel_name(subject: Subject) -> CheckResult:
    """WPS Office may take over the name Excel.Application. Python then gets WPS in place of Excel, and a button fails with a COM error.

    Source: xlwings issues 1457, 1796, 2281 and 2575 (xlwings does not support WPS); the keys, support.microsoft.com kb 292491.
    """
    taken = taken_names(subject.host)
    wps = has_wps(subject.host)
    if subject.excel is None and (wps or any(each.by_wps for each in taken)):
        return failed(
            "this computer has WPS Office but no Excel: the buttons and functions of ippbook do not run in WPS",
            "install the desktop Excel; or work without buttons: ippbook watch FOLDER recalculates each workbook that you save in WPS",
        )
    by_wps = next((each for each in taken if each.by_wps), None)
    if by_wps:
        return failed(
            say(
                "WPS Office has taken over the name {name}: {key} starts {command}",
                name=EXCEL_NAME,
                key=by_wps.key,
                command=by_wps.command,
            ),
            give_the_name_back(),
        )
    lost = next((each for each in taken if not each.command), None)
    if lost:
        return uncertain(
            say(
                "the name {name} leads to no program ({key}); a program that is gone has left this",
                name=EXCEL_NAME,
                key=lost.key,
            ),
            "if a button fails with a COM error: in Windows, Settings > Apps > Microsoft 365 or Office > Modify > Quick Repair",
        )
    if taken:
        return uncertain(
            say(
                "another program has the name {name}: {key} starts {command}",
                name=EXCEL_NAME,
                key=taken[0].key,
                command=taken[0].command,
            ),
            "if a button fails with a COM error: in Windows, Settings > Apps > Microsoft 365 or Office > Modify > Quick Repair",
        )
    if wps:
        return passed("Excel has its name; WPS Office is installed too: click the buttons in Excel, not in WPS")
    return passed("no other program has the name of Excel")


@doctor_check("Program for workbooks", on="windows")
def workbook_program(subject: Subject) -> CheckResult:
    """If Windows opens workbooks in WPS Office, a double-click shows a workbook without the buttons of ippbook.

    Source: learn.microsoft.com/windows/win32/shell/fa-file-types (the program that a user chose); WPS's names of its kinds of files,
    such as ET.Xlsx.6, are those that its installer registers.
    """
    opened = [ending for ending in (".xlsx", ".xlsm") if _chosen(subject, ending).startswith(_OF_WPS)]
    if opened and subject.excel is not None:
        return uncertain(
            say("Windows opens {endings} in WPS Office, where ippbook has no buttons", endings=say_series(opened)),
            "to open them in Excel: right-click the workbook, choose Open with > Choose another app, then Excel and Always",
        )
    return passed("no sign that Windows opens workbooks in another program than Excel")


def _chosen(subject: Subject, ending: str) -> str:
    """The kind of file that the user chose for an ending, in lower case."""
    choice = subject.host.registry(rf"{_CHOICES}\{ending}\UserChoice") or {}
    return str(next((value for name, value in choice.items() if name.casefold() == "progid"), "")).casefold()
