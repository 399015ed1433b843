"""The grammar of a check: a function that looks at one thing and says what it found. Its docstring is its line in the documentation.

    @check("Add-in", on="excel")
    def addin_present(look): ...

Dropping such a function into the room `checks` is all that a check takes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import metadata
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final, NamedTuple

from ippbook import ooxml, ooxml_limits
from ippbook.declare import registry
from ippbook.declare.discovery import declare_on, discover, modules_of
from ippbook.declare.docstring import page_of
from ippbook.errors import UserError
from ippbook.installer import environment
from ippbook.installer.host import Host
from ippbook.installer.layout import Layout
from ippbook.ooxml.read.reference_reader import Tail
from ippbook.tables import read_tables
from ippbook.tables.book import Table
from ippbook.tables.findings import Page

RIGHT: Final = "right"
WRONG: Final = "wrong"
UNKNOWN: Final = "unknown"
_OFFICE: Final = r"Software\Microsoft\Office"
_LONGEST: Final = 600
"""Characters of a cell of the doctor's table; the longest path of a file has half of that."""


class Found(NamedTuple):
    """What a check found: its state, what is there, and where it is wrong, the remedy."""

    state: str
    what: str
    remedy: str = ""


def right(what: str) -> Found:
    """All is well."""
    return Found(RIGHT, what)


def wrong(what: str, remedy: str) -> Found:
    """Something is certainly amiss."""
    return Found(WRONG, what, remedy)


def unknown(what: str, remedy: str = "") -> Found:
    """It could not be told, or it may be meant so."""
    return Found(UNKNOWN, what, remedy)


@dataclass(frozen=True)
class Excel:
    """The Excel of the computer."""

    path: PurePath
    version: str
    bits: int | None

    @property
    def from_store(self) -> bool:
        """Whether it is the app from the Microsoft Store."""
        return any(part.casefold() == "windowsapps" for part in self.path.parts)


@dataclass
class Look:
    """What the checks look at: a computer and, where one is named, a workbook."""

    host: Host
    file: Path | None = None
    modules: Callable[[], Mapping[str, str]] | None = None
    """The VBA modules that a workbook of this version has, name -> text."""

    @property
    def layout(self) -> Layout:
        """Where things lie; checks that ask for it run only where Excel does."""
        if self.host.layout is None:
            raise UserError("not on this system")
        return self.host.layout

    @property
    def path(self) -> Path:
        """The workbook; checks that ask for it run only where one is named."""
        if self.file is None:
            raise UserError("no workbook was named")
        return self.file

    @cached_property
    def book(self) -> ooxml.Book:
        """The workbook, open. Raises `WorkbookError`."""
        return ooxml.open(self.path)

    @cached_property
    def tails(self) -> list[tuple[str, bytes]]:
        """What stands behind the rows of each worksheet, by its name. Raises `WorkbookError`, also for damage in the rows."""
        return [
            (sheet.name, item.raw)
            for sheet in self.book.sheets
            if sheet.kind == "worksheet"
            for item in self.book.stream(sheet)
            if isinstance(item, Tail)
        ]

    @cached_property
    def damage(self) -> str:
        """Why the workbook cannot be read, "" where it can."""
        try:
            _ = self.tails
        except ooxml.WorkbookError as refusal:
            return _sentence(refusal)
        return ""

    @cached_property
    def tables(self) -> dict[str, Table]:
        """Those of our tables that the workbook has and that stand on a sheet, by name. Raises `WorkbookError`."""
        found = read_tables.read(self.book, registry().headers).tables
        return {name: table for name, table in found.items() if table.present and table.places.sheet}

    @cached_property
    def packages(self) -> dict[str, str]:
        """The packages that Excel's Python has; where Excel does not run, those of this one."""
        if self.host.layout is not None:
            return environment.packages(self.host, self.layout.environment)
        return {each.metadata["Name"].lower(): each.version for each in metadata.distributions()}

    def office(self, key: str, *, policy: bool = False, part: str = "Excel") -> Mapping[str, object]:
        """The person's registry values of Excel 2016 and later under *key*, or those that the organisation set; names in lower case.

        *part*: Excel, or Common for what all of Office heeds. A policy from the cloud goes before a group policy.
        Source: learn.microsoft.com/microsoft-365-apps/admin-center/overview-cloud-policy; 4sysops.com names the other hive for it.
        """
        places = [rf"HKCU\{_OFFICE}\16.0\{part}\{key}"]
        if policy:  # the later goes before the earlier
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
    def excel(self) -> Excel | None:
        """The Excel that Windows starts; None where none is registered.

        Sources: learn.microsoft.com/windows/win32/shell/app-registration (App Paths); the keys of Click-to-Run as in
        gist.github.com/nicolonsky/b04dd77129577f782178c0c049344101; 32-bit keys under Wow6432Node, support.microsoft.com kb 2778964.
        """
        ask = self.host.registry
        path, bits = "", None
        for soft in ("Software", r"Software\WOW6432Node"):
            told = ask(rf"HKLM\{soft}\Microsoft\Windows\CurrentVersion\App Paths\excel.exe") or {}
            path = path or str(told.get("", ""))
            root = str((ask(rf"HKLM\{soft}\Microsoft\Office\16.0\Excel\InstallRoot") or {}).get("Path", ""))
            if root and not bits:
                bits = 32 if "WOW" in soft else 64
                path = path or root + "EXCEL.EXE"
        click = ask(rf"HKLM\{_OFFICE}\ClickToRun\Configuration") or {}
        bits = {"x64": 64, "x86": 32}.get(str(click.get("Platform", "")).lower(), bits)
        if not path:
            return None
        return Excel(PureWindowsPath(path), str(click.get("VersionToReport", "")), bits)


Looking = Callable[[Look], Found]


def _sentence(refusal: ooxml.WorkbookError) -> str:
    return (ooxml_limits.sentence(refusal) if isinstance(refusal, ooxml.LimitError) else str(refusal)).rstrip(".")


def _short(text: str) -> str:
    """*text*, cut where somebody wrote a novel into a cell or a name."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 2]} …"


@dataclass(frozen=True)
class Check:
    """A check as a value."""

    name: str
    title: str
    on: str
    """Where it makes sense: any, excel (where Excel runs), windows, macos, file (where a workbook is named)."""
    function: Looking
    page: Page
    module: str

    def look(self, look: Look) -> Found:
        """Look, and never fail: what keeps a check from looking is its answer."""
        if self.on not in ("any", "file") and look.host.layout is None:
            return unknown("not on this system")
        try:
            state, what, remedy = self.function(look)
        except ooxml.WorkbookError as stopped:
            if look.damage:  # told once, in the row of the file
                return unknown("not looked at, for the workbook cannot be read: see Workbook")
            return unknown(f"could not be looked at: {_short(_sentence(stopped))}")
        except (UserError, OSError) as stopped:
            return unknown(f"could not be looked at: {_short(str(stopped))}")
        return Found(state, _short(what), _short(remedy))


def check(title: str, *, on: str) -> Callable[[Looking], Looking]:
    """Declare the function below as a check."""

    def declare(function: Looking) -> Looking:
        value = Check(function.__name__, title, on, function, page_of(function), function.__module__)
        return declare_on(function, value)

    return declare


@lru_cache
def checks() -> tuple[Check, ...]:
    """Every check: the computer, Excel, Python, the workbook; in each as declared."""
    found = [check for _, check in discover(modules_of("ippbook.installer.doctor.checks"), Check)]
    order = {name: place for place, name in enumerate(_ROOMS)}
    return tuple(sorted(found, key=lambda each: order.get(each.module.rpartition(".")[2], len(order))))


_ROOMS: Final = ("computer", "program", "addins", "trust", "python", "opening", "contents", "macros")
"""The modules of checks in the order of the table; one that is not named here comes last."""


class Row(NamedTuple):
    """A line of the doctor's table."""

    check: str
    title: str
    state: str
    found: str
    remedy: str


def examine(look: Look) -> list[Row]:
    """Every check that makes sense here: of a workbook where one is named, of Excel where Excel runs."""
    here = {"any", "file"} if look.file is not None else {"any"}
    if look.host.layout is not None:
        here |= {"excel", look.host.system}
    return [Row(each.name, each.title, *each.look(look)) for each in checks() if each.on in here]


def left_out(look: Look) -> int:
    """How many checks of Excel have no sense here, because Excel does not run on this system."""
    return 0 if look.host.layout is not None else sum(each.on not in ("any", "file") for each in checks())


__all__ = [
    "RIGHT",
    "UNKNOWN",
    "WRONG",
    "Check",
    "Found",
    "Look",
    "Row",
    "check",
    "checks",
    "examine",
    "left_out",
    "right",
    "unknown",
    "wrong",
]
