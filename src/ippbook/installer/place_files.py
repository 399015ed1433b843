"""Putting the made things in their places, each with its way back."""

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.installer import conf, manifest
from ippbook.installer.host import Host
from ippbook.installer.layout import ADDIN, XLWINGS, Layout
from ippbook.installer.manifest import Record
from ippbook.version import __version__

_LAUNCHERS: Final = {
    "windows": '@"%~dp0env\\Scripts\\python.exe" -m ippbook %*\r\n',
    "macos": '#!/bin/sh\nexec "$(dirname "$0")/env/bin/python" -m ippbook "$@"\n',
}


_PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds to wait after each attempt to move a folder."""


def launcher(layout: Layout) -> bytes:
    """The file that is the command line of the installed environment."""
    return _LAUNCHERS[layout.system].encode()


def retired_place(layout: Layout) -> PurePath:
    """Where the environment is moved that a new one replaces, until that stands."""
    return layout.local / "env.old"


def free(path: Path) -> Path:
    """*path*, or with a number where that is taken."""
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.name}-{number}")
        number += 1
    return free


@dataclass
class Placing:
    """Puts things in place, each with its way back on *undo*."""

    host: Host
    layout: Layout
    undo: ExitStack
    wrote: bool = False
    notes: list[str] = field(default_factory=list)
    retired: Path | None = None

    def swap(self, made: PurePath, record: Record) -> None:
        """The new environment takes the place of the present one."""
        current = self.host.at(self.layout.environment)
        if self.host.locked(self.host.at(self.layout.python(self.layout.environment))):
            raise UserError(
                f"{self.layout.environment} is in use: close Excel and what else runs ippbook, and run this again"
            )
        if current.exists():
            self.retired = free(self.host.at(retired_place(self.layout)))
            self._move(current, self.retired)
        self._move(self.host.at(made), current)
        self.notes.append(f"ippbook {record.version} with xlwings {XLWINGS} is in {self.layout.environment}")

    def _move(self, source: Path, target: Path) -> None:
        why = ""
        for pause in _PAUSES:
            try:
                source.rename(target)
                break
            except OSError as failure:  # a virus scanner looks at new files, and holds their folder for a moment
                why = failure.strerror or str(failure)
                time.sleep(pause)
        else:
            raise UserError(
                f"{source} cannot be moved ({why}), so something still uses it: close Excel and run this again; what was installed is as it was"
            )
        self.undo.callback(target.rename, source)

    def outside(self, addin: bytes, inside: Record, given: str) -> None:
        """Add-in, configuration, launcher and, on a Mac, the script; then the list of them. *given*: see `Record.addin`."""
        layout = self.layout
        was = manifest.read(self.host.at(layout.installed)) or Record("")
        files: dict[str, str] = {}
        wanted = {layout.addin: addin, layout.launcher: launcher(layout)}
        if layout.applescript:
            wanted[layout.applescript] = self._applescript()
        for place, content in wanted.items():
            path, ours = self.host.at(place), was.files.get(str(place), "")
            before = manifest.digest(path)
            if self._put(path, content, keep=bool(before) and before != ours):
                self.wrote = True
                self.notes.append(f"{place}: written")
                ours = manifest.digest(path)
            if ours:  # a file that lay there before with the same bytes is not ours to take away
                files[str(place)] = ours
        if layout.system == "macos":
            self.host.at(layout.launcher).chmod(0o755)
        settings = self._configure(was)
        now = Record(inside.version or __version__, "", files, settings, addin=given)
        if now != was:
            self._put_list(now)

    def _put(self, path: Path, content: bytes, *, keep: bool) -> bool:
        """Write *content*; False where it is there already. What a person had there is kept in our folder."""
        if path.is_dir():
            raise UserError(f"{path} is a folder, and a file must be there: move the folder away, and run this again")
        before = path.read_bytes() if path.is_file() else None
        if before == content:
            return False
        if keep and before is not None and path.name == ADDIN:
            kept = free(self.host.at(self.layout.kept / ADDIN))
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(before)
            self.undo.callback(kept.unlink)
            self.notes.append(
                f"the {ADDIN} that was there was not written by an installation; it is kept as {self.host.named(kept)}"
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        self._back(path, before)
        ooxml.write_whole(path, content)
        return True

    def _back(self, path: Path, before: bytes | None) -> None:
        self.undo.callback(path.unlink, missing_ok=True) if before is None else self.undo.callback(
            ooxml.write_whole, path, before
        )

    def _applescript(self) -> bytes:
        above, pattern = self.layout.packages(self.layout.environment)
        for path in self.host.at(above).glob(f"{pattern}/xlwings/xlwings-{XLWINGS}.applescript"):
            return path.read_bytes()
        raise UserError(f"xlwings {XLWINGS} in the environment lacks its AppleScript; take the wheel made for the Mac")

    def _configure(self, was: Record) -> dict[str, str]:
        """Write the settings; give those that are ours to take away: not what a person had written alike before."""
        path, wanted = self.host.at(self.layout.conf), self.layout.settings
        before = path.read_bytes() if path.is_file() else b""
        told = conf.read(before)
        ours = {key: value for key, value in wanted.items() if told.get(key) != value or was.settings.get(key) == value}
        replaced = sorted(key for key in wanted if key in told and told[key] != wanted[key])
        if replaced:
            was_said = ", ".join(f"{key} was {told[key]!r}" for key in replaced)
            self.notes.append(f"{self.layout.conf}: {was_said}, and was set anew")
        if self._put(path, conf.changed(before, wanted), keep=False):
            self.wrote = True
            self.notes.append(f"{self.layout.conf}: written")
        return ours

    def _put_list(self, record: Record) -> None:
        path = self.host.at(self.layout.installed)
        self._back(path, path.read_bytes() if path.is_file() else None)
        manifest.write(path, record)
