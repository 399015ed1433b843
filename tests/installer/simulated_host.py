"""A simulated Windows or Mac computer in a folder. Programs are noted and do not run.

    FOLDER/C/          drive C: of a Windows computer; on a Mac, FOLDER itself is /
    FOLDER/ran.jsonl   each program that would have run, one per line

A test passes what differs from an ordinary computer. All keys are optional: `system` (windows, macos), `environ`, `home` (macOS),
`registry` (key to values; a registry that is passed is the whole one), `denied`
(keys that the user may not read), `running` (names of programs), `locked` (paths),
`python` (`executable`, `version`, `bits`, `prefix`), `path` (the user's Path), `path_locked`, `code_page` (as Python names it), `fails` (a word of a command line, to the
output of the program when it fails).
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any, Final

from ippbook.installer import layout as layouts
from ippbook.installer.host import Python, Ran
from ippbook.installer.layout import XLWINGS, Layout
from ippbook.installer.registry import RegistryDeniedError

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


class SimulatedHost:
    """The computer in *folder*."""

    def __init__(self, folder: Path, machine: Mapping[str, Any] | None = None) -> None:
        self.folder = folder
        differs = machine or {}
        self.machine: dict[str, Any] = {**(_MACOS if differs.get("system") == "macos" else _WINDOWS), **differs}

    @property
    def system(self) -> str:
        return str(self.machine["system"])

    @property
    def environ(self) -> Mapping[str, str]:
        return self.machine.get("environ", {})

    @cached_property
    def layout(self) -> Layout | None:
        if self.system == "windows":
            return layouts.windows(self.environ)
        return layouts.macos(self.machine["home"]) if self.system == "macos" else None

    @property
    def python(self) -> Python:
        facts = self.machine["python"]
        kind = PureWindowsPath if self.system == "windows" else PurePosixPath
        executable = kind(facts["executable"])
        return Python(
            executable, facts["version"], int(facts.get("bits", 64)), kind(facts.get("prefix", executable.parent))
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
        if key.casefold() in (each.casefold() for each in self.machine.get("denied", ())):
            raise RegistryDeniedError(key)
        for name, values in self.machine.get("registry", {}).items():
            if name.casefold() == key.casefold():
                return values
        return None

    def subkeys(self, key: str) -> tuple[str, ...]:
        """The next names below a key, in the order of the registry."""
        above = f"{key}\\".casefold()
        below = [
            name[len(above) :].partition("\\")[0]
            for name in self.machine.get("registry", {})
            if name.casefold().startswith(above)
        ]
        return tuple(dict.fromkeys(below))

    def running(self, program: str) -> bool | None:
        return program.casefold() in (name.casefold() for name in self.machine.get("running", ()))

    def locked(self, path: Path) -> bool:
        return self.named(path).casefold() in (name.casefold() for name in self.machine.get("locked", ()))

    def spells(self, text: str) -> bool:
        try:
            text.encode(self.machine.get("code_page", "utf-8"))
        except UnicodeEncodeError:
            return False
        return True

    def user_path(self) -> str | None:
        """The user's Path: as a test gave it, or as it was set."""
        return str(self.machine.get("path", "")) if self.system == "windows" else None

    def set_user_path(self, folders: str) -> None:
        if self.machine.get("path_locked"):
            raise PermissionError(13, "Access is denied", r"HKCU\Environment")
        self.machine["path"] = folders

    def unblock(self, path: Path) -> bool:
        """On a Windows computer the stream is a file next to the file here."""
        mark = path.with_name(f"{path.name}:Zone.Identifier")
        found = mark.is_file()
        mark.unlink(missing_ok=True)
        return found

    def run(self, arguments: Sequence[str]) -> Ran:
        """Note the program, and write the files that it would have written, as far as the installer reads them."""
        with (self.folder / "ran.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(list(arguments)) + "\n")
        for word, output in self.machine.get("fails", {}).items():
            if word in arguments:
                return Ran(1, output)
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
        assert self.layout
        python = self.at(self.layout.python(environment))
        python.parent.mkdir(parents=True)
        python.write_bytes(b"")
        python.with_name("activate").write_text("", "utf-8")
        self.packages_folder(environment).mkdir(parents=True)
        (self.at(environment) / "pyvenv.cfg").write_text(f"home = {self.python.executable.parent}\n", "utf-8")
        return Ran(0, "")

    def packages_folder(self, environment: PurePath) -> Path:
        """The folder of an environment's packages."""
        library = "Lib" if self.system == "windows" else f"lib/python{self.python.version.rpartition('.')[0]}"
        return self.at(environment) / library / "site-packages"

    def _pip(self, python: PurePath, wheels: Sequence[str]) -> Ran:
        """Unpack ippbook's wheel; of every other package write the folders that show that it is installed."""
        assert self.layout
        environment = python.parent.parent
        packages = self.packages_folder(environment)
        for each in wheels:
            with zipfile.ZipFile(self.at(self._place(each.partition("[")[0]))) as wheel:
                wheel.extractall(packages)
        known = {"xlwings": XLWINGS} | ({"pywin32": "311"} if self.system == "windows" else {})
        for name, version in known.items():
            folder = packages / f"{name}-{version}.dist-info"
            folder.mkdir()
            (folder / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n", "utf-8")
        (packages / "xlwings").mkdir()
        (packages / "xlwings" / f"xlwings-{XLWINGS}.applescript").write_text("-- xlwings\n", "utf-8")
        for dll in self.layout.dlls(environment):
            self.at(dll).write_bytes(hashlib.sha256(dll.name.encode()).digest())
        scripts = self.at(python).parent
        (scripts / f"ippbook{python.suffix}").write_bytes(os.fsencode(python))
        (scripts / "vba_extract.py").write_text(f"#!{python}\n", "utf-8")  # a script of XlsxWriter; pip compiles it
        (scripts / "__pycache__").mkdir()
        (scripts / "__pycache__" / "vba_extract.cpython-312.pyc").write_bytes(b"")
        return Ran(0, "")

    def _probe(self, python: PurePath) -> Ran:
        found = {}
        for folder in self.packages_folder(python.parent.parent).glob("*.dist-info"):
            name, _, version = folder.name.removesuffix(".dist-info").partition("-")
            found[name.lower()] = version
        return Ran(
            0, json.dumps({"xlwings": found.get("xlwings", ""), "ippbook": found.get("ippbook", ""), "pro": False})
        )
