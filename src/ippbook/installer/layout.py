"""Where files are on a Windows or a Mac computer: ippbook's folder, Excel's folders, the configuration. Paths as that system writes them."""

from collections.abc import Mapping
from functools import cached_property
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Final

from ippbook.errors import UserError
from ippbook.languages import say_series
from ippbook.quick_dataclasses import dataclass

XLWINGS: Final = "0.37.8"
"""The version of xlwings whose VBA and DLL the workbooks and the add-in use; the names of its files contain this number."""
ADDIN_NAME: Final = "ippbook.xlam"
INTERPRETERS: Final = {
    "INTERPRETER_WIN": r"%LOCALAPPDATA%\ippbook\env\Scripts\python.exe",
    "INTERPRETER_MAC": "$HOME/.ippbook/env/bin/python",
}
"""The Python interpreter in the configuration, by system. It is the same for every user: Excel fills in the user's folder.

python.exe, not pythonw.exe: xlwings hides its window anyway, and only python.exe writes the error of a failed start to the log.
"""
CONFIGURATION: Final = {
    **INTERPRETERS,
    "ADD_WORKBOOK_TO_PYTHONPATH": "False",
    "UDF MODULES": "ippbook.udfs",
}
"""What `excel install` writes into the user's configuration file. A sheet ippbook.conf in a workbook overrides it."""


@dataclass(frozen=True)
class Layout:
    """The folders and files of one user on one computer."""

    system: str
    """windows or macos."""
    home: PurePath
    local: PurePath
    """ippbook's folder: the environment, and the list of what was installed."""
    startup: PurePath
    """Excel opens every file in this folder when it starts, and trusts its macros."""
    addins: PurePath
    """The folder that Excel shows first when a user adds an add-in manually."""
    conf: PurePath
    """The configuration that VBA reads in a project named ippbook."""
    xlwings_conf: PurePath
    """The configuration that VBA reads in a project named xlwings; every other xlwings workbook reads it too."""
    logs: PurePath
    """Where the buttons write errors and the data for Undo (`ippbook.excel.log`)."""
    scripts: PurePath | None = None
    """macOS: the folder from which Excel may start scripts."""
    synced: tuple[PurePath, ...] = ()
    """Folders that OneDrive synchronises."""

    @property
    def environment(self) -> PurePath:
        """The Python environment that Excel starts, with all packages."""
        return self.local / "env"

    def python(self, environment: PurePath) -> PurePath:
        """The interpreter of an environment."""
        return environment / "Scripts" / "python.exe" if self.system == "windows" else environment / "bin" / "python"

    def packages(self, environment: PurePath) -> tuple[PurePath, str]:
        """The parent folder of an environment's packages, and the pattern of the folder that contains them."""
        if self.system == "windows":
            return environment / "Lib", "site-packages"
        return environment / "lib", "python3.*/site-packages"

    def dlls(self, environment: PurePath) -> tuple[PurePath, ...]:
        """The libraries through which Excel for Windows calls Python, for 32 and 64 bit; none on a Mac."""
        if self.system != "windows":
            return ()
        return tuple(environment / f"xlwings{bits}-{XLWINGS}.dll" for bits in (32, 64))

    @property
    def addin(self) -> PurePath:
        """The add-in as installed."""
        return self.startup / ADDIN_NAME

    @property
    def kept(self) -> PurePath:
        """Where an installation puts foreign files that it had to replace."""
        return self.local / "kept"

    @property
    def launcher(self) -> PurePath:
        """The command line of the installed environment."""
        return self.local / ("ippbook.cmd" if self.system == "windows" else "ippbook")

    @property
    def uninstaller(self) -> PurePath:
        """What a release leaves for the user to start when ippbook is to go: the download may be gone by then."""
        return self.local / ("uninstall.cmd" if self.system == "windows" else "uninstall.command")

    @property
    def own_setup(self) -> PurePath:
        """The files that `uninstaller` starts."""
        return self.local / "setup"

    @property
    def private_python(self) -> PurePath:
        """Where a release puts the Python that it fetches for ippbook alone."""
        return self.local / "python"

    @property
    def installed(self) -> PurePath:
        """The list of what was installed outside the environment."""
        return self.local / "installed.json"

    @cached_property
    def settings(self) -> dict[str, str]:
        """The configuration to write: the interpreter of this system, and the settings that both systems need."""
        other = "INTERPRETER_MAC" if self.system == "windows" else "INTERPRETER_WIN"
        return {key: value for key, value in CONFIGURATION.items() if key != other}

    @property
    def applescript(self) -> PurePath | None:
        """macOS: the script through which Excel starts Python."""
        return self.scripts / f"xlwings-{XLWINGS}.applescript" if self.scripts else None


def windows(environ: Mapping[str, str]) -> Layout:
    """The layout of a Windows computer, from the environment variables of the user.

    Sources: the startup folder, learn.microsoft.com/en-us/office/troubleshoot/excel/use-startup-folders; the add-ins folder,
    bettersolutions.com/vba/add-ins/registry-keys.htm; the configuration files, GetConfigFilePath in the VBA of xlwings 0.37.8.
    """
    folders = {name.upper(): value for name, value in environ.items() if value}
    missing = [name for name in ("LOCALAPPDATA", "APPDATA", "USERPROFILE") if name not in folders]
    if missing:
        raise UserError(
            "Windows does not define your folders ({missing} not set); sign in to your own account and run this in an ordinary command window",
            missing=say_series(missing),
        )
    home, roaming = PureWindowsPath(folders["USERPROFILE"]), PureWindowsPath(folders["APPDATA"])
    synced = {folders[name] for name in ("ONEDRIVE", "ONEDRIVECOMMERCIAL", "ONEDRIVECONSUMER") if name in folders}
    return Layout(
        "windows",
        home,
        PureWindowsPath(folders["LOCALAPPDATA"]) / "ippbook",
        roaming / "Microsoft" / "Excel" / "XLSTART",
        roaming / "Microsoft" / "AddIns",
        home / ".ippbook" / "ippbook.conf",
        home / ".xlwings" / "xlwings.conf",
        PureWindowsPath(folders["LOCALAPPDATA"]) / "ippbook" / "state",
        synced=tuple(PureWindowsPath(folder) for folder in sorted(synced)),
    )


def macos(home: str) -> Layout:
    """The layout of a Mac, from the home folder of the user.

    The path of ippbook's folder has no blank, because the script of xlwings passes it to the shell without quotes.
    Sources: GetConfigFilePath in the VBA and runpython_install in the command line of xlwings 0.37.8 (BSD); the startup folder,
    where Adobe and Foxit put their add-ins for the Mac.
    """
    place = PurePosixPath(home)
    if " " in home or "'" in home or '"' in home:
        raise UserError(
            "the home folder {home} has a blank or a quotation mark in its name, so Excel cannot start Python from it; use an account without one",
            home=home,
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
