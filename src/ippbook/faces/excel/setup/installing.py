"""Install, uninstall, status. A new environment is made aside and put in place at the end; what fails before leaves all as it was."""

import shutil
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Any, Final

from ippbook import __version__, ooxml
from ippbook.faces.excel.setup import conf, environment, records
from ippbook.faces.excel.setup.host import Host, layout_of
from ippbook.faces.excel.setup.layout import ADDIN, XLWINGS, Layout
from ippbook.faces.excel.setup.records import LIST, Record
from ippbook.faces.excel.setup.shipped import shipped, wheel
from ippbook.refusal import Refusal

EXCEL: Final = {"windows": "EXCEL.EXE", "macos": "Microsoft Excel"}
"""What the system calls a running Excel."""
_LAUNCHERS: Final = {
    "windows": '@"%~dp0env\\Scripts\\python.exe" -m ippbook %*\r\n',
    "macos": '#!/bin/sh\nexec "$(dirname "$0")/env/bin/python" -m ippbook "$@"\n',
}


_PAUSES: Final = (0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds to wait after each attempt to move a folder."""


def _silent(_stage: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Outcome:
    """What an installation or its removal came to."""

    changed: bool
    notes: tuple[str, ...] = ()
    """What the person should know: files that were kept, what to do next."""


def install(
    host: Host, addin: Path | None = None, wheels: Path | None = None, tell: Callable[[str], None] = _silent
) -> Outcome:
    """Install this very version for the person: environment, add-in, configuration. Twice is as good as once.

    *addin*: another file than the one that travels with the package, such as the signed one. *wheels*: a folder of wheels.
    Raises `Refusal`, and leaves what was installed before as it was, when Excel runs, a file is locked, or a step fails.
    """
    layout = layout_of(host)
    environment.check_python(host)
    _refuse_itself(host, layout)
    source = _addin(addin)
    if wheels and not any(wheels.glob("*.whl")):
        raise Refusal(f"{wheels}: there are no wheels in this folder; name the folder that holds the .whl files")
    refuse_while_excel_runs(host, layout)
    _heal(host, layout)
    local = host.at(layout.local)
    local.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="making-", dir=local, ignore_cleanup_errors=True) as making, ExitStack() as undo:
        aside = layout.local / Path(making).name
        packed = wheel(Path(making))
        made = _environment(host, layout, aside, packed, wheels, tell)
        tell("putting it in place")
        step = _Step(host, layout, undo)
        if made:
            step.swap(aside / "env", made)
        step.outside(source, made or _present(host, layout))
        undo.pop_all()
    kept = _clear(host, step)
    changed = bool(made) or step.wrote
    return Outcome(changed, (*step.notes, *kept, *(_next(layout) if changed else ())))


def _addin(path: Path | None) -> bytes:
    source = path or shipped(ADDIN)
    try:
        content = source.read_bytes()
    except OSError as failure:
        raise Refusal(f"{source}: the add-in cannot be read ({failure.strerror}); name the file with --addin") from None
    if not content.startswith(b"PK"):
        raise Refusal(f"{source}: this is no Excel add-in (.xlam); name the add-in of ippbook with --addin")
    return content


def refuse_while_excel_runs(host: Host, layout: Layout) -> None:
    """Refuse while Excel runs or holds the add-in."""
    if host.running(EXCEL[layout.system]):
        raise Refusal("Excel is running: save your work, close every Excel window, and run this again")
    if host.locked(host.at(layout.addin)):
        raise Refusal(
            f"{layout.addin} is held by another program: close Excel on every screen of yours, and run this again"
        )


def _refuse_itself(host: Host, layout: Layout) -> None:
    """Refuse when it is the installed environment that runs this: it cannot take itself away."""
    if host.python.prefix == layout.environment:
        raise Refusal(
            "this is the installed ippbook itself, which cannot replace or remove itself while it runs; run the ippbook that you installed it with"
        )


def _heal(host: Host, layout: Layout) -> None:
    """Put back the environment that an installation had moved aside when it was cut off."""
    old, current = host.at(_old(layout)), host.at(layout.environment)
    if old.exists() and not current.exists():
        old.rename(current)
    for left in host.at(layout.local).glob(
        "making-*"
    ):  # of an installation that was cut off; nothing there was in use yet
        shutil.rmtree(left, ignore_errors=True)


def _old(layout: Layout) -> PurePath:
    return layout.local / "env.old"


def _present(host: Host, layout: Layout) -> Record:
    return records.read(host.at(layout.environment) / LIST) or Record("")


def _environment(
    host: Host, layout: Layout, aside: PurePath, packed: Path, wheels: Path | None, tell: Callable[[str], None]
) -> Record | None:
    """The record of a new environment, made at *aside*; None where the present one is whole and of the same code."""
    present, place = _present(host, layout), host.at(layout.environment)
    if present.wheel == records.digest(packed) and not records.damaged(place, present):
        return None
    tell("making the environment; this fetches about a hundred megabytes and takes some minutes")
    made = environment.make(host, aside / "env", packed, wheels)
    records.write(host.at(aside / "env") / LIST, made)
    return made


@dataclass
class _Step:
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
            raise Refusal(
                f"{self.layout.environment} is in use: close Excel and what else runs ippbook, and run this again"
            )
        if current.exists():
            self.retired = _free(self.host.at(_old(self.layout)))
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
            raise Refusal(
                f"{source} cannot be moved ({why}), so something still uses it: close Excel and run this again; what was installed is as it was"
            )
        self.undo.callback(target.rename, source)

    def outside(self, addin: bytes, inside: Record) -> None:
        """Add-in, configuration, launcher and, on a Mac, the script; then the list of them."""
        layout = self.layout
        was = records.read(self.host.at(layout.installed)) or Record("")
        files: dict[str, str] = {}
        wanted = {layout.addin: addin, layout.launcher: _LAUNCHERS[layout.system].encode()}
        if layout.applescript:
            wanted[layout.applescript] = self._applescript()
        for place, content in wanted.items():
            path, ours = self.host.at(place), was.files.get(str(place), "")
            before = records.digest(path)
            if self._put(path, content, keep=bool(before) and before != ours):
                self.wrote = True
                self.notes.append(f"{place}: written")
                ours = records.digest(path)
            if ours:  # a file that lay there before with the same bytes is not ours to take away
                files[str(place)] = ours
        if layout.system == "macos":
            self.host.at(layout.launcher).chmod(0o755)
        settings = self._configure(was)
        now = Record(inside.version or __version__, "", files, settings)
        if now != was:
            self._put_list(now)

    def _put(self, path: Path, content: bytes, *, keep: bool) -> bool:
        """Write *content*; False where it is there already. What a person had there is kept in our folder."""
        before = path.read_bytes() if path.is_file() else None
        if before == content:
            return False
        if keep and before is not None and path.name == ADDIN:
            kept = _free(self.host.at(self.layout.local / "kept" / ADDIN))
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
        raise Refusal(f"xlwings {XLWINGS} in the environment lacks its AppleScript; take the wheel made for the Mac")

    def _configure(self, was: Record) -> dict[str, str]:
        """Write the settings; give those that are ours to take away: not what a person had written alike before."""
        path, wanted = self.host.at(self.layout.conf), self.layout.settings
        before = path.read_bytes() if path.is_file() else b""
        told = conf.read(before)
        ours = {key: value for key, value in wanted.items() if told.get(key) != value or was.settings.get(key) == value}
        replaced = sorted(key for key in wanted if key in told and told[key] != wanted[key])
        if replaced:
            self.notes.append(f"{self.layout.conf}: {', '.join(replaced)} said otherwise and was set anew")
        if self._put(path, conf.changed(before, wanted), keep=False):
            self.wrote = True
            self.notes.append(f"{self.layout.conf}: written")
        return ours

    def _put_list(self, record: Record) -> None:
        path = self.host.at(self.layout.installed)
        self._back(path, path.read_bytes() if path.is_file() else None)
        records.write(path, record)


def _free(path: Path) -> Path:
    """*path*, or with a number where that is taken."""
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.name}-{number}")
        number += 1
    return free


def _clear(host: Host, step: _Step) -> list[str]:
    """Remove the environment that was replaced, but for files that are not ours."""
    if step.retired is None:
        return []
    kept = _remove_environment(step.retired)
    return [f"{host.named(step.retired)} stays: {_some(kept)} in it did not come from an installation"] if kept else []


def _remove_environment(place: Path) -> list[str]:
    record = records.read(place / LIST)
    if record is None:
        return [path.name for path in place.iterdir()] if place.is_dir() else []
    return records.remove(place, record)


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")


def _next(layout: Layout) -> tuple[str, ...]:
    if layout.system == "macos":
        return (
            "next: start Excel and allow its macros when it asks; the buttons stand on the tab ippbook",
            "worksheet functions do not exist in Excel for the Mac this way: for them use xlwings Lite (ippbook lite FILE)",
        )
    return (
        "next: start Excel; the tab ippbook has the buttons, and =IPP_ in a cell offers the functions",
        "if something is amiss, ippbook doctor says what and how to mend it",
    )


def uninstall(host: Host) -> Outcome:
    """Take out what `install` wrote and nobody changed since; everything else stays and is named."""
    layout = layout_of(host)
    _refuse_itself(host, layout)
    refuse_while_excel_runs(host, layout)
    _heal(host, layout)
    if host.locked(host.at(layout.python(layout.environment))):
        raise Refusal(f"{layout.environment} is in use: close Excel and what else runs ippbook, and run this again")
    record, inside = records.read(host.at(layout.installed)), records.read(host.at(layout.environment) / LIST)
    if record is None and inside is None:
        return Outcome(False, ("nothing is installed",))
    notes: list[str] = []
    kept = _remove_environment(host.at(layout.environment))
    if kept:
        notes.append(
            f"{layout.environment} stays: {_some(kept)} did not come from the installation, or was changed since"
        )
    if record:
        notes += _remove_outside(host, layout, record)
    records.prune(host.at(layout.local))
    if host.at(layout.local).is_dir():
        notes.append(
            f"{layout.local} stays, for there are files in it that the installation did not write, such as logs"
        )
    return Outcome(True, ("the environment, the add-in and the configuration are taken out", *notes))


def _remove_outside(host: Host, layout: Layout, record: Record) -> list[str]:
    notes = []
    known = {str(place): place for place in (layout.addin, layout.launcher, layout.applescript) if place}
    for name, was in record.files.items():
        if name not in known:  # the list lies where anybody can write: it names no other file than those
            continue
        path = host.at(known[name])
        if records.digest(path) == was:
            path.unlink()
        elif path.exists():
            notes.append(f"{name} stays: it was changed since it was installed")
    path = host.at(layout.conf)
    if path.is_file():
        before = path.read_bytes()
        left = conf.without(before, {key: value for key, value in record.settings.items() if key in layout.settings})
        if left.strip():
            if left != before:
                ooxml.write_whole(path, left)
            notes.append(f"{layout.conf} stays with your own settings")
        elif before.strip():
            path.unlink()
            if layout.system == "windows":
                records.prune(path.parent)
    host.at(layout.installed).unlink(missing_ok=True)
    return notes


@dataclass(frozen=True)
class Status:
    """What is installed, where, and of which version."""

    state: str
    """installed, damaged, or absent."""
    version: str
    running: str
    """The version of the ippbook that tells it."""
    packages: dict[str, str]
    places: dict[str, str]
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {**vars(self), "notes": list(self.notes)}


def status(host: Host) -> Status:
    """What is installed. Changes nothing."""
    layout = layout_of(host)
    inside, outside = records.read(host.at(layout.environment) / LIST), records.read(host.at(layout.installed))
    notes: list[str] = []
    if inside is None and outside is None:
        state = "absent"
        if host.at(_old(layout)).exists():
            notes.append("an installation was cut off; the environment before it comes back with ippbook excel install")
    else:
        if inside is None:
            notes.append(f"the environment {layout.environment} is missing; run ippbook excel install")
        elif broken := records.damaged(host.at(layout.environment), inside):
            notes.append(f"{layout.environment}: {_some(broken)} changed or missing; run ippbook excel install")
        for name, was in (outside.files if outside else {}).items():
            now = records.digest(host.at(type(layout.local)(name)))
            if now != was:
                notes.append(f"{name} {'was changed' if now else 'is missing'}; run ippbook excel install")
        if outside is None:
            notes.append("the add-in and the configuration are not installed; run ippbook excel install")
        state = "damaged" if notes else "installed"
    if inside and inside.version != __version__:
        notes.append(f"this is ippbook {__version__}; to bring Excel to it, run ippbook excel install")
    places = {
        "environment": layout.environment,
        "add-in": layout.addin,
        "configuration": layout.conf,
        "command line": layout.launcher,
        "logs": layout.logs,
    }
    return Status(
        state,
        inside.version if inside else "",
        __version__,
        environment.packages(host, layout.environment),
        {name: str(place) + ("" if host.at(place).exists() else " (not there)") for name, place in places.items()},
        tuple(notes),
    )
