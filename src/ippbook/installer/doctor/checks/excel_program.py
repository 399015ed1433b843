"""Checks of Excel itself."""

import plistlib
import re
from pathlib import PurePosixPath
from typing import Final

from ippbook.installer.doctor.check import CheckResult, doctor_check, failed, passed, uncertain
from ippbook.installer.doctor.subject import Subject
from ippbook.installer.layout import XLWINGS
from ippbook.installer.preflight import EXCEL
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_YEAR: Final = late_pattern(r"(20\d\d)(?:Retail|Volume)", re.IGNORECASE)
_LAST_WITHOUT: Final = 2019
_SUBSCRIPTIONS: Final = ("o365", "m365", "mondo")
_MAC_EXCEL = PurePosixPath("/Applications/Microsoft Excel.app")


@doctor_check("Excel", on="excel")
def excel_found(subject: Subject) -> CheckResult:
    """Excel is installed as a desktop program.

    Source: learn.microsoft.com/windows/win32/shell/app-registration (App Paths); Click-to-Run's Configuration key.
    """
    if subject.layout.system == "macos":
        info = subject.host.at(_MAC_EXCEL / "Contents" / "Info.plist")
        if not info.is_file():
            return uncertain(
                say("{mac_excel} does not exist", mac_excel=_MAC_EXCEL),
                "if Excel is in another folder, start it once and allow macros",
            )
        try:
            properties = plistlib.loads(info.read_bytes())
        except (plistlib.InvalidFileException, ValueError):
            return uncertain(say("{info} cannot be read", info=info))
        return passed(
            say(
                "Excel {properties}", properties=properties.get("CFBundleShortVersionString", say("of unknown version"))
            )
        )
    if subject.excel is None:
        return failed(
            "no desktop Excel is registered on this computer", "install the desktop Excel of Microsoft 365 or Office"
        )
    version = subject.excel.version or say("of unknown version")
    if subject.excel.bits:
        return passed(
            say(
                "Excel {version}, {bits}-bit: {path}", version=version, bits=subject.excel.bits, path=subject.excel.path
            )
        )
    return passed(say("Excel {version}: {path}", version=version, path=subject.excel.path))


@doctor_check("Kind of Excel", on="windows")
def excel_kind(subject: Subject) -> CheckResult:
    """The Excel from the Microsoft Store runs in a sandbox, and Python cannot reach it there.

    Source: add-in-express.com/creating-addins-blog/2019/02/27/office-from-store-issues; xlwings issue 1260.
    """
    if subject.excel is None:
        return uncertain("no Excel was found")
    if subject.excel.from_store:
        return failed(
            say("Excel comes from the Microsoft Store ({excel_path})", excel_path=subject.excel.path),
            "uninstall it and install the desktop version from your Microsoft account's page",
        )
    return passed("the desktop version")


@doctor_check("Running Excel", on="excel")
def excel_running(subject: Subject) -> CheckResult:
    """The add-in can be replaced only while Excel is closed."""
    match subject.host.running(EXCEL[subject.layout.system]):
        case True:
            return passed("running; close it before ippbook excel install or uninstall")
        case False:
            return passed("not running")
        case _:
            return uncertain("the list of running programs could not be read")


@doctor_check("32 or 64 bit", on="windows")
def bitness(subject: Subject) -> CheckResult:
    """A 32-bit Excel needs the 32-bit library, a 64-bit Excel the 64-bit one. Python may differ: the two are separate processes.

    Source: XLPyLoadDLL in the VBA of xlwings 0.37.8.
    """
    present = [dll for dll in subject.layout.dlls(subject.layout.environment) if subject.host.at(dll).is_file()]
    if subject.excel is None or subject.excel.bits is None:
        return uncertain(
            "the registry does not say whether Excel is 32-bit or 64-bit", "see File > Account > About Excel"
        )
    wanted = f"xlwings{subject.excel.bits}-{XLWINGS}.dll"
    if wanted not in {dll.name for dll in present}:
        return failed(
            say("Excel is {bits}-bit, and {wanted} is missing", bits=subject.excel.bits, wanted=wanted),
            "run ippbook excel install",
        )
    return passed(say("Excel is {bits}-bit, and {wanted} exists", bits=subject.excel.bits, wanted=wanted))


@doctor_check("Formulas that spill", on="windows")
def dynamic_arrays(subject: Subject) -> CheckResult:
    """In Excel 2016 and 2019 a function that gives several values fills one cell only. Later versions fill the cells below and to the right.

    Source: support.microsoft.com, "Dynamic array formulas and spilled array behavior"; the names of products, learn.microsoft.com,
    "Product IDs that are supported by the Office Deployment Tool for Click-to-Run" (ProductReleaseIds in the registry).
    """
    if subject.excel is None:
        return uncertain("no Excel was found")
    years = {found[1] for each in subject.excel.products if (found := _YEAR.search(each))}
    subscribed = any(each.lower().startswith(_SUBSCRIPTIONS) for each in subject.excel.products)
    if subscribed or any(int(year) > _LAST_WITHOUT for year in years):
        return passed("this Excel fills the cells below by itself")
    if years:
        name = max(years)
    elif subject.excel.products or subject.excel.own_installer:
        name = "2016"
    else:
        return passed(
            "the registry does not name the product; Microsoft 365 and Excel 2021 fill the cells below by themselves"
        )
    return uncertain(
        say("Excel {name}: a function that gives several values fills one cell only", name=name),
        "to see all values: select the cells for them, type the formula, and press Ctrl+Shift+Enter. Functions that give one value, and all buttons, work as usual",
    )
