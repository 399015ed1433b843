"""What differs from computer to computer, as questions: the registry, programs, what runs. `ThisMachine` answers for the real one."""

import csv
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Final, NamedTuple, Protocol

from ippbook.errors import UserError
from ippbook.installer import layout as layouts
from ippbook.installer.layout import Layout

_SESSION: Final = 3
"""Where a line of tasklist has the number of the session."""
_LONG: Final = 1800.0
"""Seconds that a program may take; a slow network fetches a hundred megabytes in less."""


class Ran(NamedTuple):
    """How a program ended, and what it said (output and errors together)."""

    code: int
    said: str


@dataclass(frozen=True)
class Python:
    """A Python interpreter."""

    executable: PurePath
    """The one to build an environment with."""
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
        """Whether it comes from the Microsoft Store: what it writes under the local data lands where Excel cannot see it.

        Source: docs.python.org/3/using/windows.html, "Redirection of local data".
        """
        return any(part.casefold() == "windowsapps" for part in self.executable.parts)


class Host(Protocol):
    """A computer, as far as installing and looking need it. Places are pure paths in the manner of its system."""

    @property
    def system(self) -> str:
        """windows, macos, or what else it is."""

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment variables of the person."""

    @property
    def layout(self) -> Layout | None:
        """Where things lie; None where Excel does not run."""

    @property
    def python(self) -> Python:
        """The interpreter that runs this."""

    def at(self, place: PurePath) -> Path:
        """The real path of *place*."""

    def named(self, path: Path) -> str:
        """How a person on that computer writes *path*."""

    def registry(self, key: str) -> Mapping[str, object] | None:
        r"""The values of a registry key, as in `HKCU\Software\…`; None when there is none or it cannot be read."""

    def run(self, arguments: Sequence[str]) -> Ran:
        """Run a program to its end."""

    def running(self, program: str) -> bool | None:
        """Whether a program of that name runs for this person; None when that cannot be told."""

    def locked(self, path: Path) -> bool:
        """Whether another program holds the file, so that it cannot be replaced."""

    def spells(self, text: str) -> bool:
        """Whether the code page of Windows, in which VBA speaks to the system, has every letter of *text*."""


class ThisMachine:
    """The computer that this runs on."""

    @property
    def system(self) -> str:
        """windows, macos, or Python's word for it."""
        return {"win32": "windows", "darwin": "macos"}.get(sys.platform, sys.platform)

    @property
    def environ(self) -> Mapping[str, str]:
        """The environment variables."""
        return os.environ

    @cached_property
    def layout(self) -> Layout | None:
        """Where things lie."""
        if self.system == "windows":
            return layouts.windows(os.environ)
        return layouts.macos(str(Path.home())) if self.system == "macos" else None

    @property
    def python(self) -> Python:
        """The interpreter outside of any environment, so that ours does not stand on another that may go."""
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
        """The values of a key; None elsewhere than on Windows."""
        if sys.platform == "win32":
            import winreg  # noqa: PLC0415  # exists on Windows only

            root, _, rest = key.partition("\\")
            hive = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}[root]
            try:
                with winreg.OpenKey(hive, rest) as opened:
                    told = (winreg.EnumValue(opened, number) for number in range(winreg.QueryInfoKey(opened)[1]))
                    return {name: value for name, value, _ in told}
            except OSError:  # there is no such key, or the person may not read it
                return None
        return None

    def run(self, arguments: Sequence[str]) -> Ran:
        """Run a program; one that cannot be started ends with 127."""
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
            return Ran(124, f"{arguments[0]} took longer than {_LONG / 60:.0f} minutes")
        except OSError as failure:
            return Ran(127, f"{arguments[0]}: {failure.strerror or failure}")
        return Ran(done.returncode, done.stdout)

    def running(self, program: str) -> bool | None:
        """Whether a program runs, as the system's own list says; that of another person who is signed in is not ours to close."""
        if self.system == "windows":
            listed = self.run(["tasklist", "/FO", "CSV", "/NH"])
            return None if listed.code else _in_session(listed.said, program, os.getpid())
        if self.system == "macos":
            listed = self.run(["pgrep", "-U", str(os.getuid()), "-x", program])
            return {0: True, 1: False}.get(listed.code)
        return None

    def locked(self, path: Path) -> bool:
        """Whether the file cannot be opened for writing; elsewhere than on Windows an open file can be replaced."""
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
        """Whether the ANSI code page has the letters; elsewhere than on Windows every letter is had."""
        if sys.platform == "win32":
            try:
                return text.encode("mbcs", errors="strict").decode("mbcs") == text
            except UnicodeError:
                return False
        return True


def _in_session(listed: str, program: str, own: int) -> bool:
    r"""Whether *program* runs in the session of the process *own*; in any session, where the list does not tell which that is.

    A line of the list: name, number, name of the session, number of the session, memory.

    >>> listed = '"python.exe","7","Console","1","9 K"\n"EXCEL.EXE","8","RDP-Tcp#0","2","9 K"\n'
    >>> _in_session(listed, "Excel.exe", 7), _in_session(listed, "Excel.exe", 8), _in_session(listed, "Excel.exe", 9)
    (False, True, True)
    """
    rows = [row for row in csv.reader(listed.splitlines()) if len(row) > _SESSION]
    here = {row[_SESSION] for row in rows if row[1] == str(own)}
    there = {row[_SESSION] for row in rows if row[0].casefold() == program.casefold()}
    return bool(there & here if here else there)


def layout_of(host: Host) -> Layout:
    """Where things lie; refuses where Excel does not run."""
    if host.layout is None:
        raise UserError(
            f"Excel does not run on this system ({host.system}), so there is nothing to install into; run this on the Windows or Mac computer that has Excel"
        )
    return host.layout
