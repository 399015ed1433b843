"""Where things lie on a Windows or a Mac computer: our folder, Excel's folders, the configuration. Paths as that system writes them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Final

from ippbook.errors import UserError

XLWINGS: Final = "0.37.8"
"""The xlwings whose VBA and DLL the workbooks and the add-in carry; the names of its files hold the number."""
ADDIN: Final = "ippbook.xlam"
INTERPRETERS: Final = {
    "INTERPRETER_WIN": r"%LOCALAPPDATA%\ippbook\env\Scripts\python.exe",
    "INTERPRETER_MAC": "$HOME/.ippbook/env/bin/python",
}
"""What the configuration names as the Python, on each system, for everybody: Excel puts the person's own folder in.

python.exe and not pythonw.exe: xlwings hides its window anyway, and what a failing start says reaches the log only this way.
"""
CONFIGURATION: Final = {
    **INTERPRETERS,
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    "UDF MODULES": "ippbook.udfs",
}
"""What `excel install` writes into the person's configuration file. A sheet ippbook.conf of a workbook goes before it."""


@dataclass(frozen=True)
class Layout:
    """The folders and files of one person on one computer."""

    system: str
    """windows or macos."""
    home: PurePath
    local: PurePath
    """Our folder: the environment, the list of what was installed."""
    startup: PurePath
    """Excel opens every file in it when it starts, and trusts the macros in it."""
    addins: PurePath
    """Where Excel looks first when a person adds an add-in by hand."""
    conf: PurePath
    """The configuration that the VBA reads whose project is named ippbook."""
    xlwings_conf: PurePath
    """The configuration that the VBA reads whose project is named xlwings, that of every other xlwings workbook too."""
    logs: PurePath
    """Where the buttons write what went wrong, and what Undo needs (`ippbook.excel.log`)."""
    scripts: PurePath | None = None
    """macOS: where Excel may start scripts from."""
    synced: tuple[PurePath, ...] = ()
    """Folders that OneDrive keeps in step with the cloud."""

    @property
    def environment(self) -> PurePath:
        """The Python that Excel starts, with everything that it needs."""
        return self.local / "env"

    def python(self, environment: PurePath) -> PurePath:
        """The interpreter of an environment."""
        return environment / "Scripts" / "python.exe" if self.system == "windows" else environment / "bin" / "python"

    def packages(self, environment: PurePath) -> tuple[PurePath, str]:
        """The folder above an environment's packages, and the pattern of the one that holds them."""
        if self.system == "windows":
            return environment / "Lib", "site-packages"
        return environment / "lib", "python3.*/site-packages"

    def dlls(self, environment: PurePath) -> tuple[PurePath, ...]:
        """The libraries through which Excel for Windows calls Python, one for 32 and one for 64 bit; none on a Mac."""
        if self.system != "windows":
            return ()
        return tuple(environment / f"xlwings{bits}-{XLWINGS}.dll" for bits in (32, 64))

    @property
    def addin(self) -> PurePath:
        """The add-in as installed."""
        return self.startup / ADDIN

    @property
    def kept(self) -> PurePath:
        """Where an installation puts what it found in its way and did not write."""
        return self.local / "kept"

    @property
    def launcher(self) -> PurePath:
        """The command line of the installed environment."""
        return self.local / ("ippbook.cmd" if self.system == "windows" else "ippbook")

    @property
    def installed(self) -> PurePath:
        """The list of what was installed outside the environment."""
        return self.local / "installed.json"

    @cached_property
    def settings(self) -> dict[str, str]:
        """The configuration to write: the interpreter of this system, and what both need."""
        other = "INTERPRETER_MAC" if self.system == "windows" else "INTERPRETER_WIN"
        return {key: value for key, value in CONFIGURATION.items() if key != other}

    @property
    def applescript(self) -> PurePath | None:
        """macOS: the script through which Excel starts Python."""
        return self.scripts / f"xlwings-{XLWINGS}.applescript" if self.scripts else None


def windows(environ: Mapping[str, str]) -> Layout:
    """The layout of a Windows computer, from the environment variables of the person.

    Sources: the startup folder, learn.microsoft.com/en-us/office/troubleshoot/excel/use-startup-folders; the add-ins folder,
    bettersolutions.com/vba/add-ins/registry-keys.htm; the configuration files, GetConfigFilePath in the VBA of xlwings 0.37.8.
    """
    given = {name.upper(): value for name, value in environ.items() if value}
    missing = [name for name in ("LOCALAPPDATA", "APPDATA", "USERPROFILE") if name not in given]
    if missing:
        raise UserError(
            f"this Windows does not say where your folders are ({', '.join(missing)} not set); sign in as yourself and run it in an ordinary command window"
        )
    home, roaming = PureWindowsPath(given["USERPROFILE"]), PureWindowsPath(given["APPDATA"])
    synced = {given[name] for name in ("ONEDRIVE", "ONEDRIVECOMMERCIAL", "ONEDRIVECONSUMER") if name in given}
    return Layout(
        "windows",
        home,
        PureWindowsPath(given["LOCALAPPDATA"]) / "ippbook",
        roaming / "Microsoft" / "Excel" / "XLSTART",
        roaming / "Microsoft" / "AddIns",
        home / ".ippbook" / "ippbook.conf",
        home / ".xlwings" / "xlwings.conf",
        PureWindowsPath(given["LOCALAPPDATA"]) / "ippbook" / "state",
        synced=tuple(PureWindowsPath(folder) for folder in sorted(synced)),
    )


def macos(home: str) -> Layout:
    """The layout of a Mac, from the home folder of the person.

    Our folder has no blank in its path, because the script of xlwings hands the path to the shell without quotes.
    Sources: GetConfigFilePath in the VBA and runpython_install in the command line of xlwings 0.37.8 (BSD); the startup folder,
    where the add-ins of Adobe and Foxit for the Mac lie.
    """
    place = PurePosixPath(home)
    if " " in home or "'" in home or '"' in home:
        raise UserError(
            f"the home folder {home} has a blank or a quotation mark in its name, which Excel's start of Python cannot take; use an account without"
        )
    library = place / "Library"
    group = library / "Group Containers" / "UBF8T346G9.Office" / "User Content.localized"
    data = library / "Containers" / "com.microsoft.Excel" / "Data"
    return Layout(
        "macos",
        place,
        place / ".ippbook",
        group / "Startup.localized" / "Excel",
        group / "Add-Ins.localized",
        data / "ippbook.conf",
        data / "xlwings.conf",
        library / "Application Support" / "ippbook" / "state",
        library / "Application Scripts" / "com.microsoft.Excel",
        (library / "CloudStorage", place / "OneDrive"),
    )
