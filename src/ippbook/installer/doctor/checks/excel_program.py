"""Checks of Excel itself."""

import plistlib
from pathlib import PurePosixPath

from ippbook.installer.doctor.check import Found, Look, check, right, unknown, wrong
from ippbook.installer.layout import XLWINGS
from ippbook.installer.preflight import EXCEL

_MAC_EXCEL = PurePosixPath("/Applications/Microsoft Excel.app")


@check("Excel", on="excel")
def excel_found(look: Look) -> Found:
    """Excel is installed as a desktop program.

    Source: learn.microsoft.com/windows/win32/shell/app-registration (App Paths); Click-to-Run's Configuration key.
    """
    if look.layout.system == "macos":
        info = look.host.at(_MAC_EXCEL / "Contents" / "Info.plist")
        if not info.is_file():
            return unknown(f"{_MAC_EXCEL} is not there", "if Excel is elsewhere, start it once and allow macros")
        try:
            told = plistlib.loads(info.read_bytes())
        except (plistlib.InvalidFileException, ValueError):
            return unknown(f"{info} cannot be read")
        return right(f"Excel {told.get('CFBundleShortVersionString', 'of unknown version')}")
    if look.excel is None:
        return wrong(
            "no desktop Excel is registered on this computer", "install the desktop Excel of Microsoft 365 or Office"
        )
    bits = f", {look.excel.bits}-bit" if look.excel.bits else ""
    return right(f"Excel {look.excel.version or 'of unknown version'}{bits}: {look.excel.path}")


@check("Kind of Excel", on="windows")
def excel_kind(look: Look) -> Found:
    """The Excel from the Microsoft Store lives in a sandbox in which Python does not reach it.

    Source: add-in-express.com/creating-addins-blog/2019/02/27/office-from-store-issues; xlwings issue 1260.
    """
    if look.excel is None:
        return unknown("no Excel was found")
    if look.excel.from_store:
        return wrong(
            f"Excel comes from the Microsoft Store ({look.excel.path})",
            "uninstall it and install the desktop version from your Microsoft account's page",
        )
    return right("the desktop version")


@check("Running Excel", on="excel")
def excel_running(look: Look) -> Found:
    """An add-in can only be replaced while Excel is closed."""
    match look.host.running(EXCEL[look.layout.system]):
        case True:
            return right("running; close it before ippbook excel install or uninstall")
        case False:
            return right("not running")
        case _:
            return unknown("the list of running programs could not be read")


@check("32 or 64 bit", on="windows")
def bitness(look: Look) -> Found:
    """Excel loads the library of its own width; Python may be of the other one, for they talk across processes.

    Source: XLPyLoadDLL in the VBA of xlwings 0.37.8.
    """
    present = [dll for dll in look.layout.dlls(look.layout.environment) if look.host.at(dll).is_file()]
    if look.excel is None or look.excel.bits is None:
        return unknown("the width of Excel is not registered", "see File > Account > About Excel")
    wanted = f"xlwings{look.excel.bits}-{XLWINGS}.dll"
    if wanted not in {dll.name for dll in present}:
        return wrong(f"Excel is {look.excel.bits}-bit and {wanted} is missing", "run ippbook excel install")
    return right(f"Excel is {look.excel.bits}-bit and {wanted} is there")
