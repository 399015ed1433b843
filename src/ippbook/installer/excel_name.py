r"""Which program Windows starts under the name of Excel: WPS Office may have taken over the name, and the objects behind it.

COM reads `Excel.Application\CLSID`, then `CLSID\{…}\LocalServer32`. The user's own classes come first, then those of the computer, each in
a view for 64-bit and one for 32-bit programs. Python reads Excel's objects through its type library. WPS writes its own program into these
places and keeps the old content in values named `.ksobak`.
Sources: xlwings issues 1457, 1796, 2281 and 2575; learn.microsoft.com/windows/win32/sysinfo/merged-view-of-hkey-classes-root;
support.microsoft.com kb 292491 (the keys); jianshu.com/p/fdff0555ef1c (the values .ksobak).
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from ippbook.errors import UserError
from ippbook.installer.host import Host
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

EXCEL_NAME: Final = "Excel.Application"
_EXCEL_CLASS: Final = "{00024500-0000-0000-c000-000000000046}"
_TYPE_LIBRARY: Final = r"TypeLib\{00020813-0000-0000-C000-000000000046}\1.9\0"
"""The objects of Excel 2016 and later, as Python reads them."""
_HIVES: Final = (r"HKCU\Software\Classes", r"HKLM\Software\Classes")
"""In the order in which Windows merges them."""
_VIEWS: Final = ("", "Wow6432Node\\")
"""What 64-bit programs see, and what 32-bit programs see. Names of classes are shared; classes are not."""
_PROGRAM: Final = late_pattern(r'([^\\/":]+\.exe)(?![^\\/"\s])', re.IGNORECASE)
_WPS_PROGRAMS: Final = frozenset({"et.exe", "wps.exe", "wpsoffice.exe", "ksolaunch.exe"})
_WPS_FOLDERS: Final = late_pattern(r"\\(?:kingsoft|wps office|kingso~\d|wpsoff~\d)\\", re.IGNORECASE)


class TakenName(NamedTuple):
    """A place under the name of Excel that starts another program."""

    key: str
    """The registry key, as far as the name or the class."""
    command: str
    """The command line in that key; "" if the class that the name leads to has no program."""

    @property
    def by_wps(self) -> bool:
        """Whether it is a program of WPS Office."""
        return is_wps_program(self.command)


def _program(command: str) -> str:
    found = _PROGRAM.search(command)
    return found[1].casefold() if found else ""


def is_wps_program(command: str) -> bool:
    """Whether a command line starts a program of WPS Office."""
    program = _program(command)
    return program != "excel.exe" and (program in _WPS_PROGRAMS or _WPS_FOLDERS.search(command) is not None)


def _default(host: Host, key: str) -> str:
    value = (host.registry(key) or {}).get("", "")
    return value.strip() if isinstance(value, str) else ""


def taken_names(host: Host) -> list[TakenName]:
    """The places under the name of Excel with another program than Excel, each once. Raises `RegistryDeniedError`."""
    found = [*_taken_classes(host), *_taken_library(host)]
    return list({taken.key.casefold(): taken for taken in found}.values())


def _taken_classes(host: Host) -> Iterator[TakenName]:
    """What starts for the name, for 64-bit and for 32-bit programs."""
    for view in _VIEWS:
        named = next(((hive, text) for hive in _HIVES if (text := _class_of(host, hive, view))), None)
        if named is None:
            continue
        keys = [rf"{hive}\{each}CLSID\{named[1]}\LocalServer32" for each in _VIEWS for hive in _HIVES]
        if named[1].casefold() != _EXCEL_CLASS and not any(_default(host, key) for key in keys):
            yield TakenName(rf"{named[0]}\{EXCEL_NAME}", "")  # what a program left behind that is gone
        for hive in _HIVES:
            server = _default(host, rf"{hive}\{view}CLSID\{named[1]}\LocalServer32")
            if server:
                if _program(server) != "excel.exe":  # the user's own name may lead to a class of the whole computer
                    place = rf"{named[0]}\{EXCEL_NAME}" if named[0] != hive else rf"{hive}\{view}CLSID\{named[1]}"
                    yield TakenName(place, server)
                break


def _class_of(host: Host, hive: str, view: str) -> str:
    """The class behind the name; a name without a class may refer to the name of a version."""
    for prefix in dict.fromkeys(("", view)):
        named = _default(host, rf"{hive}\{prefix}{EXCEL_NAME}\CLSID")
        version = _default(host, rf"{hive}\{prefix}{EXCEL_NAME}\CurVer")
        if named or version:
            return named or _default(host, rf"{hive}\{prefix}{version}\CLSID")
    return ""


def _taken_library(host: Host) -> Iterator[TakenName]:
    for hive in _HIVES:
        for system in ("win64", "win32"):
            file = _default(host, rf"{hive}\{_TYPE_LIBRARY}\{system}")
            if file and is_wps_program(file):
                yield TakenName(rf"{hive}\{_TYPE_LIBRARY}", file)


def has_wps(host: Host) -> bool:
    """Whether WPS Office is installed: it has a folder of its own, or a class for its spreadsheets."""
    folders = (rf"{hive}\Software\{view}Kingsoft\Office\6.0\Common" for hive in ("HKCU", "HKLM") for view in _VIEWS)
    return any((host.registry(key) or {}).get("InstallRoot") for key in folders) or any(
        _default(host, rf"{hive}\{name}.Application\CLSID") for hive in _HIVES for name in ("KET", "ET")
    )


def give_the_name_back() -> str:
    """What a person does so that Excel has its name again.

    Sources: the setting in WPS, the help of programs that work with WPS and ask for it; support.microsoft.com, "Repair an Office application".
    """
    return say(
        "close Excel and WPS. In Start > WPS Office > Configuration Tools > Advanced > Compatibility, untick WPS Office compatible with third-party systems and software. Then in Windows: Settings > Apps > Microsoft 365 or Office > Modify > Quick Repair"
    )


def wps_notes(host: Host) -> tuple[str, ...]:
    """A note for the person who installs ippbook; none if Excel has its name, or if Windows does not say."""
    try:
        taken = [each for each in taken_names(host) if each.by_wps]
    except UserError:
        return ()
    if not taken:
        return ()
    return (
        say(
            "WPS Office has taken over the name {name} ({command}), so a button may fail with a COM error: {remedy}",
            name=EXCEL_NAME,
            command=taken[0].command,
            remedy=give_the_name_back(),
        ),
    )
