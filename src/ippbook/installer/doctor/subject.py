"""What doctor's checks examine: a computer and, if one is named, a workbook."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from importlib import metadata
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final

from ippbook import ooxml, ooxml_limits
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.installer import environment
from ippbook.installer.excel_name import is_wps_program
from ippbook.installer.host import Host
from ippbook.installer.layout import Layout
from ippbook.late_patterns import late_pattern
from ippbook.ooxml.read.blocks import SheetTail
from ippbook.quick_dataclasses import dataclass
from ippbook.tables import read_tables
from ippbook.tables.book import Table

_OFFICE: Final = r"Software\Microsoft\Office"
_LIBRARIES: Final = r"HKCU\Software\SyncEngines\Providers\OneDrive"
_PACKAGE: Final = late_pattern(r"\\WindowsApps\\[^\\]*_(x64|x86)_", re.IGNORECASE)
_VARIABLE: Final = late_pattern(r"%([^%]+)%")


@dataclass(frozen=True)
class ExcelProgram:
    """The Excel of the computer."""

    path: PurePath
    version: str
    bits: int | None
    products: tuple[str, ...] = ()
    """What Office calls the product, such as O365ProPlusRetail or ProPlus2019Volume; empty where the registry has no such list."""
    own_installer: bool = False
    """Whether it came from an installer of its own, as Excel 2016 still could, and not from Click-to-Run."""

    @property
    def from_store(self) -> bool:
        """Whether it is the app from the Microsoft Store."""
        return any(part.casefold() == "windowsapps" for part in self.path.parts)


@dataclass(frozen=True)
class SyncedFolder:
    """A folder that is kept equal to one in the cloud."""

    folder: PurePath
    address: str = ""
    """Its web address, where it is known."""
    in_sharepoint: bool = False
    """Whether it is a library of SharePoint, which several people share."""


@dataclass
class Subject:
    """What the checks examine: a computer and, if one is named, a workbook."""

    host: Host
    file: Path | None = None
    modules: Callable[[str], Mapping[str, str]] | None = None
    """Gives the VBA modules that a workbook of this version has in a language, name -> text."""
    without_places: str = ""
    """Why ippbook cannot be installed for this user, such as a home folder that Excel cannot use; set by `places`."""

    @cached_property
    def places(self) -> Layout | None:
        """Where the files are; None on a system without Excel, and where ippbook cannot be installed for this user."""
        try:
            return self.host.layout
        except UserError as refusal:
            self.without_places = str(refusal)
            return None

    @property
    def layout(self) -> Layout:
        """Where the files are. Only checks that run on Windows or a Mac use it."""
        if self.places is None:
            raise UserError("not on this system")
        return self.places

    @property
    def path(self) -> Path:
        """The workbook. Only checks of a workbook use it."""
        if self.file is None:
            raise UserError("no workbook was named")
        return self.file

    @cached_property
    def book(self) -> ooxml.Book:
        """The workbook, open. Raises `WorkbookError`."""
        return ooxml.open(self.path)

    @cached_property
    def tails(self) -> list[tuple[str, bytes]]:
        """The XML after the rows of each worksheet, by the sheet's name. Raises `WorkbookError`, also for damage in the rows."""
        return [
            (sheet.name, item.raw)
            for sheet in self.book.sheets
            if sheet.kind == "worksheet"
            for item in self.book.stream(sheet)
            if isinstance(item, SheetTail)
        ]

    @cached_property
    def damage(self) -> str:
        """Why the workbook cannot be read; "" if it can."""
        try:
            _ = self.tails
        except ooxml.WorkbookError as refusal:
            return refusal_sentence(refusal)
        return ""

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables of ippbook that are on a sheet of the workbook, by name. Raises `WorkbookError`."""
        found = read_tables.typed_tables(self.book, registry().headers).tables
        return {name: table for name, table in found.items() if table.present and table.places.sheet}

    @cached_property
    def packages(self) -> dict[str, str]:
        """The packages of Excel's Python; on a system without Excel, the packages of this Python."""
        if self.places is not None:
            return environment.packages(self.host, self.layout.environment)
        return {each.metadata["Name"].lower(): each.version for each in metadata.distributions()}

    def office(self, key: str, *, policy: bool = False, part: str = "Excel") -> Mapping[str, object]:
        """The registry values of Excel 2016 and later under *key*, names in lower case: the user's, or with *policy* the organisation's.

        *part*: Excel, or Common for settings of all Office programs. A policy from the cloud overrides a group policy.
        Source: learn.microsoft.com/microsoft-365-apps/admin-center/overview-cloud-policy; 4sysops.com names the other hive for it.
        """
        places = [rf"HKCU\{_OFFICE}\16.0\{part}\{key}"]
        if policy:  # a later place overrides an earlier one
            places = [
                rf"{hive}\Software\Policies\Microsoft\{office}\16.0\{part}\{key}"
                for office in ("Office", r"Cloud\Office")
                for hive in ("HKLM", "HKCU")
            ]
        found: dict[str, object] = {}
        for place in places:
            found |= {name.lower(): value for name, value in (self.host.registry(place) or {}).items()}
        return found

    @cached_property
    def excel(self) -> ExcelProgram | None:
        """The Excel that Windows starts; None if none is registered.

        Sources: learn.microsoft.com/windows/win32/shell/app-registration (App Paths); the keys of Click-to-Run as in
        gist.github.com/nicolonsky/b04dd77129577f782178c0c049344101; 32-bit keys under Wow6432Node, support.microsoft.com kb 2778964.
        """
        read = self.host.registry
        path, bits, own = "", None, False
        for soft in ("Software", r"Software\WOW6432Node"):
            app = read(rf"HKLM\{soft}\Microsoft\Windows\CurrentVersion\App Paths\excel.exe") or {}
            named = self._expanded(str(app.get("", "")).strip().strip('"'))
            path = path or ("" if is_wps_program(named) else named)
            root = str((read(rf"HKLM\{soft}\Microsoft\Office\16.0\Excel\InstallRoot") or {}).get("Path", ""))
            if root and not bits:
                bits, own = 32 if "WOW" in soft else 64, True
                path = path or root + "EXCEL.EXE"
        click = read(rf"HKLM\{_OFFICE}\ClickToRun\Configuration") or {}
        bits = {"x64": 64, "x86": 32}.get(str(click.get("Platform", "")).lower(), bits)
        if not path:
            return None
        package = _PACKAGE.search(path)
        bits = {"x64": 64, "x86": 32}.get(package[1].lower(), bits) if package else bits
        version = str(click.get("VersionToReport", ""))
        for soft in ("Software", r"Software\WOW6432Node"):  # an Excel 2016 from an installer of its own
            version = version or str(
                (read(rf"HKLM\{soft}\Microsoft\Office\16.0\Common\ProductVersion") or {}).get("LastProduct", "")
            )
        products = [each.strip() for each in str(click.get("ProductReleaseIds", "")).split(",") if each.strip()]
        return ExcelProgram(PureWindowsPath(path), version, bits, tuple(products), own and not click)

    @cached_property
    def synchronised(self) -> tuple[SyncedFolder, ...]:
        r"""The folders that OneDrive keeps equal to the cloud: its own, and each library of SharePoint that the user synchronises.

        Source: HKCU\Software\SyncEngines\Providers\OneDrive, whose keys have MountPoint and UrlNamespace (several public scripts read them).
        """
        found = [SyncedFolder(folder) for folder in (self.places.synced if self.places else ())]
        for name in self.host.subkeys(_LIBRARIES):
            values = {
                key.casefold(): str(value) for key, value in (self.host.registry(rf"{_LIBRARIES}\{name}") or {}).items()
            }
            if values.get("mountpoint"):
                kind = values.get("librarytype", "").casefold()
                found.append(
                    SyncedFolder(
                        PureWindowsPath(values["mountpoint"]),
                        values.get("urlnamespace", ""),
                        kind not in ("", "personal", "mysite"),
                    )
                )
        return tuple(found)

    def _expanded(self, text: str) -> str:
        """*text* with each %NAME% replaced by the variable of that name, as Windows does with such a value."""
        known = {name.upper(): value for name, value in self.host.environ.items()}
        return _VARIABLE.sub(lambda match: known.get(match[1].upper(), match[0]), text)


def refusal_sentence(refusal: ooxml.WorkbookError) -> str:
    """The message of a workbook that cannot be read, without its full stop."""
    return (ooxml_limits.sentence(refusal) if isinstance(refusal, ooxml.LimitError) else str(refusal)).rstrip(".")
