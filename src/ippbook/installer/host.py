"""What differs between computers: the registry, programs, open files. `ThisMachine` is the real computer."""

import csv
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Final, NamedTuple, Protocol

from ippbook.errors import UserError
from ippbook.installer import layout as layouts
from ippbook.installer.layout import Layout
from ippbook.installer.registry import registry_subkeys, registry_values
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass

_SESSION: Final = 3
"""The column of tasklist's output that holds the session number."""
_LONG: Final = 1800.0
"""Seconds that a program may run; a slow network fetches a hundred megabytes in less."""


class Ran(NamedTuple):
    """How a program ended, and its output (standard output and errors together)."""

    code: int
    output: str


@dataclass(frozen=True)
class Python:
    """A Python interpreter."""

    executable: PurePath
    """The program to build an environment with."""
    version: str
    bits: int
    prefix: PurePath
    """The environment that it runs in."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The version as numbers."""
        return tuple(int(part) for part in self.version.split(".")[:2])

    @property
    def from_store(self) -> bool:
        """Whether it comes from the Microsoft Store: Excel cannot see what it writes under the local data.

        Source: docs.python.org/3/using/windows.html, "Redirection of local data".
        """
        return any(part.casefold() == "windowsapps" for part in self.executable.parts)


class Host(Protocol):
    """A computer, as far as the installer and doctor need it. Places are pure paths in the style of its system."""

    @property
    def system(self) -> str:
        """windows, macos, or another system's name."""

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment variables of the user."""

    @property
    def layout(self) -> Layout | None:
        """Where the files are; None if Excel does not run on this system."""

    @property
    def python(self) -> Python:
        """The interpreter that runs this."""

    def at(self, place: PurePath) -> Path:
        """The real path of *place*."""

    def named(self, path: Path) -> str:
        """How a user of that computer writes *path*."""

    def registry(self, key: str) -> Mapping[str, object] | None:
        r"""The values of a registry key such as `HKCU\Software\…`; None if it does not exist. Raises `RegistryDeniedError`."""

    def subkeys(self, key: str) -> tuple[str, ...]:
        """The names of a registry key's subkeys. Raises `RegistryDeniedError`."""

    def user_path(self) -> str | None:
        """Where an ordinary window of this user looks for programs, as Windows keeps it; None on other systems."""

    def set_user_path(self, folders: str) -> None:
        """Change it, for windows that open from now on. Raises `OSError` if the user may not."""

    def unblock(self, path: Path) -> bool:
        """Remove Windows' mark that a file came from the internet; whether there was one."""

    def run(self, arguments: Sequence[str]) -> Ran:
        """Run a program and wait for its end."""

    def running(self, program: str) -> bool | None:
        """Whether this user runs a program of that name; None if unknown."""

    def locked(self, path: Path) -> bool:
        """Whether another program locks the file, so that it cannot be replaced."""

    def spells(self, text: str) -> bool:
        """Whether the code page of Windows has every letter of *text*: VBA calls the system in that code page."""


class ThisMachine:
    """The computer that this code runs on."""

    @property
    def system(self) -> str:
        """windows, macos, or Python's name of the system."""
        return {"win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment variables."""
        return os.environ

    @cached_property
    def layout(self) -> Layout | None:
        """Where the files are."""
        if self.system == "windows":
            return layouts.windows(os.environ)
        return layouts.macos(str(Path.home())) if self.system == "macos" else None

    @property
    def python(self) -> Python:
        """The interpreter outside any environment: an environment built on another one would break when that one is deleted."""
        executable = getattr(sys, "_base_executable", "") or sys.executable
        kind = PureWindowsPath if self.system == "windows" else PurePosixPath
        bits = 64 if sys.maxsize > 2**32 else 32
        return Python(kind(executable), platform.python_version(), bits, kind(sys.prefix))

    def at(self, place: PurePath) -> Path:
        """The same path."""
        return Path(place)

    def named(self, path: Path) -> str:
        """The whole path."""
        return str(path.absolute())

    def registry(self, key: str) -> Mapping[str, object] | None:
        """The values of a key; None on other systems than Windows."""
        return registry_values(key)

    def subkeys(self, key: str) -> tuple[str, ...]:
        """The subkeys of a key; none on other systems than Windows."""
        return registry_subkeys(key)

    def user_path(self) -> str | None:
        """The value Path of the user's own environment, with its %NAMES%; None on other systems than Windows."""
        if sys.platform == "win32":
            found = self.registry(r"HKCU\Environment") or {}
            return str(next((value for name, value in found.items() if name.casefold() == "path"), ""))
        return None

    def set_user_path(self, folders: str) -> None:
        """Write the value Path, and tell the windows that are open. A text with %NAMES% stays one."""
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415  # the next three exist or are of use on Windows only
            import winreg  # noqa: PLC0415

            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, "Environment", 0, winreg.KEY_SET_VALUE) as opened:
                winreg.SetValueEx(opened, "Path", 0, winreg.REG_EXPAND_SZ, folders)
            everyone, setting_changed, unless_hung = 0xFFFF, 0x1A, 2
            ctypes.windll.user32.SendMessageTimeoutW(
                everyone, setting_changed, 0, "Environment", unless_hung, 2000, None
            )

    def unblock(self, path: Path) -> bool:
        """Delete the stream Zone.Identifier of a file; other systems than Windows have none."""
        if self.system != "windows":
            return False
        try:
            os.unlink(f"{path}:Zone.Identifier")  # noqa: PTH108  # the name of a stream, not of a file
        except FileNotFoundError:
            return False
        return True

    def run(self, arguments: Sequence[str]) -> Ran:
        """Run a program; the code is 127 if it cannot be started."""
        try:
            done = subprocess.run(  # noqa: S603  # the programs are our own choice, and no shell reads the arguments
                list(arguments),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=_LONG,
                check=False,
                text=True,
                errors="replace",
            )
        except subprocess.TimeoutExpired:
            return Ran(
                124, say("{arguments} took longer than {long:.0f} minutes", arguments=arguments[0], long=_LONG / 60)
            )
        except OSError as failure:
            return Ran(127, f"{arguments[0]}: {failure.strerror or failure}")
        return Ran(done.returncode, done.stdout)

    def running(self, program: str) -> bool | None:
        """Whether a program runs, by the system's own list; a program of another signed-in user does not count."""
        if self.system == "windows":
            listed = self.run(["tasklist", "/FO", "CSV", "/NH"])
            return None if listed.code else _in_session(listed.output, program, os.getpid())
        if self.system == "macos":
            listed = self.run(["pgrep", "-U", str(os.getuid()), "-x", program])
            return {0: True, 1: False}.get(listed.code)
        return None

    def locked(self, path: Path) -> bool:
        """Whether the file cannot be opened for writing; only Windows refuses to replace an open file."""
        if self.system != "windows":
            return False
        try:
            with path.open("r+b"):
                return False
        except FileNotFoundError:
            return False
        except OSError:
            return True

    def spells(self, text: str) -> bool:
        """Whether the ANSI code page has the letters; other systems than Windows have every letter."""
        if sys.platform == "win32":
            try:
                return text.encode("mbcs", errors="strict").decode("mbcs") == text
            except UnicodeError:
                return False
        return True


def _in_session(listed: str, program: str, own: int) -> bool:
    r"""Whether *program* runs in the session of the process *own*; in any session, if the list does not have that process.

    A line of the list: name, process number, session name, session number, memory.

    >>> listed = '"python.exe","7","Console","1","9 K"\n"EXCEL.EXE","8","RDP-Tcp#0","2","9 K"\n'
    >>> _in_session(listed, "Excel.exe", 7), _in_session(listed, "Excel.exe", 8), _in_session(listed, "Excel.exe", 9)
    (False, True, True)
    """
    rows = [row for row in csv.reader(listed.splitlines()) if len(row) > _SESSION]
    here = {row[_SESSION] for row in rows if row[1] == str(own)}
    there = {row[_SESSION] for row in rows if row[0].casefold() == program.casefold()}
    return bool(there & here if here else there)


def layout_of(host: Host) -> Layout:
    """Where the files are. Raises `UserError` on a system without Excel."""
    if host.layout is None:
        raise UserError(
            "Excel does not run on this system ({system}); run this on the Windows or Mac computer that has Excel",
            system=host.system,
        )
    return host.layout
