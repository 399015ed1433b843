"""What doctor's checks examine: a computer and, if one is named, a workbook."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final

from ippbook import ooxml, ooxml_limits
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.installer import environment
from ippbook.installer.host import Host
from ippbook.installer.layout import Layout
from ippbook.ooxml.read.blocks import SheetTail
from ippbook.tables import read_tables
from ippbook.tables.book import Table

_OFFICE: Final = r"Software\Microsoft\Office"


@dataclass(frozen=True)
class ExcelProgram:
    """The Excel of the computer."""

    path: PurePath
    version: str
    bits: int | None

    @property
    def from_store(self) -> bool:
        """Whether it is the app from the Microsoft Store."""
        return any(part.casefold() == "windowsapps" for part in self.path.parts)


@dataclass
class Subject:
    """What the checks examine: a computer and, if one is named, a workbook."""

    host: Host
    file: Path | None = None
    modules: Callable[[str], Mapping[str, str]] | None = None
    """Gives the VBA modules that a workbook of this version has in a language, name -> text."""

    @property
    def layout(self) -> Layout:
        """Where the files are. Only checks that run on Windows or a Mac use it."""
        if self.host.layout is None:
            raise UserError("not on this system")
        return self.host.layout

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
        if self.host.layout is not None:
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
        path, bits = "", None
        for soft in ("Software", r"Software\WOW6432Node"):
            app = read(rf"HKLM\{soft}\Microsoft\Windows\CurrentVersion\App Paths\excel.exe") or {}
            path = path or str(app.get("", ""))
            root = str((read(rf"HKLM\{soft}\Microsoft\Office\16.0\Excel\InstallRoot") or {}).get("Path", ""))
            if root and not bits:
                bits = 32 if "WOW" in soft else 64
                path = path or root + "EXCEL.EXE"
        click = read(rf"HKLM\{_OFFICE}\ClickToRun\Configuration") or {}
        bits = {"x64": 64, "x86": 32}.get(str(click.get("Platform", "")).lower(), bits)
        if not path:
            return None
        return ExcelProgram(PureWindowsPath(path), str(click.get("VersionToReport", "")), bits)


def refusal_sentence(refusal: ooxml.WorkbookError) -> str:
    """The message of a workbook that cannot be read, without its full stop."""
    return (ooxml_limits.sentence(refusal) if isinstance(refusal, ooxml.LimitError) else str(refusal)).rstrip(".")
