"""Puts new files in their places; each step can be undone."""

import time
from contextlib import ExitStack
from dataclasses import field
from pathlib import Path, PurePath
from typing import Final

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.installer import conf, manifest
from ippbook.installer.host import Host
from ippbook.installer.layout import ADDIN_NAME, XLWINGS, Layout
from ippbook.installer.manifest import InstallRecord
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass
from ippbook.version import __version__

_LAUNCHERS: Final = {
    "windows": '@"%~dp0env\\Scripts\\python.exe" -m ippbook %*\r\n',
    "macos": '#!/bin/sh\nexec "$(dirname "$0")/env/bin/python" -m ippbook "$@"\n',
}
_PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds to wait after each attempt to move a folder."""


def launcher(layout: Layout) -> bytes:
    """The content of the file that starts the command line of the installed environment."""
    return _LAUNCHERS[layout.system].encode()


def retired_place(layout: Layout) -> PurePath:
    """Where the old environment is moved until the new one is in place."""
    return layout.local / "env.old"


def free(path: Path) -> Path:
    """*path*, or *path* with a number if it exists already."""
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.name}-{number}")
        number += 1
    return free


@dataclass
class Placement:
    """Puts files in place; *undo* gets the reverse of each step."""

    host: Host
    layout: Layout
    undo: ExitStack
    wrote: bool = False
    notes: list[str] = field(default_factory=list)
    retired: Path | None = None

    def swap(self, made: PurePath, record: InstallRecord) -> None:
        """Replace the present environment with the new one."""
        current = self.host.at(self.layout.environment)
        if self.host.locked(self.host.at(self.layout.python(self.layout.environment))):
            raise UserError(
                "{environment} is in use: close Excel and every other program that runs ippbook, and run this again",
                environment=self.layout.environment,
            )
        if current.exists():
            self.retired = free(self.host.at(retired_place(self.layout)))
            self._move(current, self.retired)
        self._move(self.host.at(made), current)
        self.notes.append(
            say(
                "ippbook {version} with xlwings {xlwings} is in {environment}",
                version=record.version,
                xlwings=XLWINGS,
                environment=self.layout.environment,
            )
        )

    def _move(self, source: Path, target: Path) -> None:
        why = ""
        for pause in _PAUSES:
            try:
                source.rename(target)
                break
            except OSError as failure:  # a virus scanner checks new files, and locks their folder for a moment
                why = failure.strerror or str(failure)
                time.sleep(pause)
        else:
            raise UserError(
                "{source} cannot be moved ({why}), because a program uses it: close Excel and run this again; the previous installation is unchanged",
                source=source,
                why=why,
            )
        self.undo.callback(target.rename, source)

    def outside(self, addin: bytes, inside: InstallRecord, own_digest: str) -> None:
        """Write the add-in, configuration, launcher and, on a Mac, the script; then their list. *own_digest*: see `InstallRecord.addin`."""
        layout = self.layout
        was = manifest.read_record(self.host.at(layout.installed)) or InstallRecord("")
        files: dict[str, str] = {}
        wanted = {layout.addin: addin, layout.launcher: launcher(layout)}
        if layout.applescript:
            wanted[layout.applescript] = self._applescript()
        for place, content in wanted.items():
            path, ours = self.host.at(place), was.files.get(str(place), "")
            before = manifest.digest(path)
            if self._put(path, content, keep=bool(before) and before != ours):
                self.wrote = True
                self.notes.append(say("{place}: written", place=place))
                ours = manifest.digest(path)
            if ours:  # a file that was there before with the same bytes is the user's: uninstall must not delete it
                files[str(place)] = ours
        if layout.system == "macos":
            self.host.at(layout.launcher).chmod(0o755)
        settings = self._configure(was)
        now = InstallRecord(inside.version or __version__, "", files, settings, addin=own_digest)
        if now != was:
            self._put_list(now)

    def _put(self, path: Path, content: bytes, *, keep: bool) -> bool:
        """Write *content*; False if it is there already. A user's own file is kept in ippbook's folder."""
        if path.is_dir():
            raise UserError(
                "{path} is a folder, but a file is needed there: move the folder away, and run this again", path=path
            )
        before = path.read_bytes() if path.is_file() else None
        if before == content:
            return False
        if keep and before is not None and path.name == ADDIN_NAME:
            kept = free(self.host.at(self.layout.kept / ADDIN_NAME))
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(before)
            self.undo.callback(kept.unlink)
            self.notes.append(
                say(
                    "an {addin_name} was there that ippbook did not install; it is kept as {named}",
                    addin_name=ADDIN_NAME,
                    named=self.host.named(kept),
                )
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
        raise UserError(
            "xlwings {xlwings} in the environment has no AppleScript; use the Mac wheel of xlwings", xlwings=XLWINGS
        )

    def _configure(self, was: InstallRecord) -> dict[str, str]:
        """Write the settings; return those that uninstall may remove: not the ones that the user had set to the same value."""
        path, wanted = self.host.at(self.layout.conf), self.layout.settings
        before = path.read_bytes() if path.is_file() else b""
        present = conf.read_conf(before)
        ours = {
            key: value for key, value in wanted.items() if present.get(key) != value or was.settings.get(key) == value
        }
        replaced = sorted(key for key in wanted if key in present and present[key] != wanted[key])
        if replaced:
            old = ", ".join(f"{key} (was {present[key]!r})" for key in replaced)
            self.notes.append(say("{conf}: replaced {old}", conf=self.layout.conf, old=old))
        if self._put(path, conf.with_settings(before, wanted), keep=False):
            self.wrote = True
            self.notes.append(say("{conf}: written", conf=self.layout.conf))
        return ours

    def _put_list(self, record: InstallRecord) -> None:
        path = self.host.at(self.layout.installed)
        self._back(path, path.read_bytes() if path.is_file() else None)
        manifest.write_record(path, record)
