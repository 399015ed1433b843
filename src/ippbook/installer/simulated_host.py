"""A Windows or Mac computer in a folder: drives are folders, the registry and what runs stand in machine.json, programs are told and not run.

    FOLDER/machine.json    what differs from an ordinary computer; may be missing
    FOLDER/C/              drive C: of a Windows; on a Mac, FOLDER itself is /
    FOLDER/ran.jsonl       written: each program that would have run, a line each

Keys of machine.json, all of them optional: `system` (windows, macos), `environ`, `home` (macOS), `registry` (key to values; bytes as
{"hex": "..."}),
`running` (names of programs), `locked` (paths), `python` (`executable`, `version`, `bits`, `prefix`), `code_page` (as Python names it),
`fails` (a word of a command line to what the program says when it fails).
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ippbook.errors import UserError
from ippbook.installer import layout as layouts
from ippbook.installer.host import Python, Ran
from ippbook.installer.layout import XLWINGS, Layout

_OFFICE: Final = r"Software\Microsoft\Office"
_WINDOWS: Final[dict[str, Any]] = {
    "system": "windows",
    "environ": {
        "USERPROFILE": r"C:\Users\Anna",
        "LOCALAPPDATA": r"C:\Users\Anna\AppData\Local",
        "APPDATA": r"C:\Users\Anna\AppData\Roaming",
    },
    "registry": {
        rf"HKLM\{_OFFICE}\ClickToRun\Configuration": {"Platform": "x64", "VersionToReport": "16.0.18227.20162"},
        r"HKLM\Software\Microsoft\Windows\CurrentVersion\App Paths\excel.exe": {
            "": r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"
        },
        rf"HKCU\{_OFFICE}\16.0\Excel\Security": {"VBAWarnings": 2},
    },
    "python": {"executable": r"C:\Program Files\Python312\python.exe", "version": "3.12.4", "bits": 64},
    "code_page": "cp1252",
}
_MACOS: Final[dict[str, Any]] = {
    "system": "macos",
    "home": "/Users/anna",
    "python": {"executable": "/Library/Frameworks/Python.framework/Versions/3.12/bin/python3", "version": "3.12.4"},
}


class _Interpreter(BaseModel):
    executable: str
    version: Annotated[str, Field(pattern=r"^\d+\.\d+")]
    bits: int = 64
    prefix: str = ""


class _Machine(BaseModel):
    """What machine.json may say; other keys say nothing."""

    model_config = ConfigDict(strict=True)
    system: str = ""
    environ: dict[str, str] = {}
    home: str = ""
    registry: dict[str, dict[str, Any]] = {}
    running: list[str] = []
    locked: list[str] = []
    python: _Interpreter | None = None
    code_page: str = ""
    fails: dict[str, str] = {}


def _value(told: Any) -> object:
    """A value of the registry: bytes are told as an object with their hexadecimal digits."""
    return bytes.fromhex(told["hex"]) if isinstance(told, dict) else told


class Simulated:
    """The computer in *folder*."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise UserError(f"{folder}: there is no such folder; make it, and in it what the simulated computer holds")
        self.folder = folder
        told = self._told(folder / "machine.json")
        plain = _MACOS if told.get("system") == "macos" else _WINDOWS
        self.machine: dict[str, Any] = {**plain, **told}

    def _told(self, path: Path) -> dict[str, Any]:
        try:
            told = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as failure:
            raise UserError(f"{path}: this is no JSON ({failure}); write the simulated computer as an object") from None
        if not isinstance(told, dict):
            raise UserError(f"{path}: this is no JSON object; write the simulated computer as one")
        try:
            _Machine.model_validate(told)
        except ValidationError as failure:
            first = failure.errors()[0]
            key = ".".join(str(each) for each in first["loc"])
            raise UserError(f"{path}: {key}: {first['msg']}; docs/windows-release.md says what each key is") from None
        return told

    @property
    def system(self) -> str:
        """The simulated system."""
        return str(self.machine["system"])

    @property
    def environ(self) -> Mapping[str, str]:
        """The simulated environment variables."""
        given: dict[str, str] = self.machine.get("environ", {})
        return given

    @cached_property
    def layout(self) -> Layout | None:
        """Where things lie."""
        if self.system == "windows":
            return layouts.windows(self.environ)
        return layouts.macos(self.machine["home"]) if self.system == "macos" else None

    @property
    def python(self) -> Python:
        """The simulated interpreter."""
        told = self.machine["python"]
        kind = PureWindowsPath if self.system == "windows" else PurePosixPath
        executable = kind(told["executable"])
        return Python(
            executable, told["version"], int(told.get("bits", 64)), kind(told.get("prefix", executable.parent))
        )

    def at(self, place: PurePath) -> Path:
        r"""The path under the folder: `C:\x` is FOLDER/C/x, `/x` is FOLDER/x; a path of the real computer stays."""
        if isinstance(place, PureWindowsPath):
            return self.folder.joinpath(place.drive.rstrip(":").strip("\\").replace("\\", "/"), *place.parts[1:])
        return self.folder.joinpath(*place.parts[1:])

    def named(self, path: Path) -> str:
        """The path as the simulated computer writes it; a path outside the folder as it is."""
        try:
            inside = path.resolve().relative_to(self.folder.resolve())
        except ValueError:
            return str(path)
        if self.system == "windows":
            return str(PureWindowsPath(f"{inside.parts[0]}:\\", *inside.parts[1:])) if inside.parts else str(path)
        return str(PurePosixPath("/", *inside.parts))

    def registry(self, key: str) -> Mapping[str, object] | None:
        """The values of a key, without regard to case."""
        for name, values in self.machine.get("registry", {}).items():
            if name.casefold() == key.casefold():
                return {each: _value(value) for each, value in values.items()}
        return None

    def running(self, program: str) -> bool | None:
        """Whether machine.json says that it runs."""
        return program.casefold() in (name.casefold() for name in self.machine.get("running", ()))

    def locked(self, path: Path) -> bool:
        """Whether machine.json says that another program holds it."""
        return self.named(path).casefold() in (name.casefold() for name in self.machine.get("locked", ()))

    def spells(self, text: str) -> bool:
        """Whether the simulated code page has the letters."""
        try:
            text.encode(self.machine.get("code_page", "utf-8"))
        except UnicodeEncodeError:
            return False
        return True

    def run(self, arguments: Sequence[str]) -> Ran:
        """Note the program; leave behind what it would have left, as far as anything here looks at it."""
        with (self.folder / "ran.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(list(arguments)) + "\n")
        for word, said in self.machine.get("fails", {}).items():
            if word in arguments:
                return Ran(1, said)
        if arguments[-2:-1] and "venv" in arguments:
            return self._venv(self._place(arguments[-1]))
        if "pip" in arguments:
            return self._pip(self._place(arguments[0]), [each for each in arguments if ".whl" in each])
        if "-c" in arguments:
            return self._probe(self._place(arguments[0]))
        return Ran(0, "")

    def _place(self, text: str) -> PurePath:
        return PureWindowsPath(text) if self.system == "windows" else PurePosixPath(text)

    def _venv(self, environment: PurePath) -> Ran:
        assert self.layout  # noqa: S101  # only an installation runs it, and that has a layout
        python = self.at(self.layout.python(environment))
        python.parent.mkdir(parents=True)
        python.write_bytes(b"")
        python.with_name("activate").write_text("", "utf-8")
        (self._packages(environment)).mkdir(parents=True)
        (self.at(environment) / "pyvenv.cfg").write_text(f"home = {self.python.executable.parent}\n", "utf-8")
        return Ran(0, "")

    def _packages(self, environment: PurePath) -> Path:
        return (
            self.at(environment)
            / ("Lib" if self.system == "windows" else f"lib/python{self.python.version.rpartition('.')[0]}")
            / "site-packages"
        )

    def _pip(self, python: PurePath, wheels: Sequence[str]) -> Ran:
        """Unpack our own wheel; of everything else leave the folders by which an installed package is known."""
        assert self.layout  # noqa: S101  # as above
        environment = python.parent.parent
        packages = self._packages(environment)
        for each in wheels:
            with zipfile.ZipFile(self.at(self._place(each.partition("[")[0]))) as wheel:
                wheel.extractall(packages)  # a wheel that we have just packed ourselves
        known = {"xlwings": XLWINGS} | ({"pywin32": "311"} if self.system == "windows" else {})
        for name, version in known.items():
            about = packages / f"{name}-{version}.dist-info"
            about.mkdir()
            (about / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n", "utf-8")
        (packages / "xlwings").mkdir()
        (packages / "xlwings" / f"xlwings-{XLWINGS}.applescript").write_text("-- xlwings\n", "utf-8")
        for dll in self.layout.dlls(environment):
            self.at(dll).write_bytes(hashlib.sha256(dll.name.encode()).digest())
        beside = self.at(python).parent
        (beside / f"ippbook{python.suffix}").write_bytes(os.fsencode(python))
        (beside / "vba_extract.py").write_text(
            f"#!{python}\n", "utf-8"
        )  # a script of XlsxWriter's, and pip compiles it
        (beside / "__pycache__").mkdir()
        (beside / "__pycache__" / "vba_extract.cpython-312.pyc").write_bytes(b"")
        return Ran(0, "")

    def _probe(self, python: PurePath) -> Ran:
        found = {}
        for about in self._packages(python.parent.parent).glob("*.dist-info"):
            name, _, version = about.name.removesuffix(".dist-info").partition("-")
            found[name.lower()] = version
        return Ran(
            0, json.dumps({"xlwings": found.get("xlwings", ""), "ippbook": found.get("ippbook", ""), "pro": False})
        )
