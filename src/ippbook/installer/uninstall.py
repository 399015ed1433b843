"""Taking out what `install` wrote and nobody changed since."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.installer import conf, manifest
from ippbook.installer.host import Host, layout_of
from ippbook.installer.layout import ADDIN, INTERPRETERS, Layout
from ippbook.installer.manifest import LIST, Record
from ippbook.installer.package_data import shipped
from ippbook.installer.place_files import launcher
from ippbook.installer.preflight import (
    heal,
    refuse_itself,
    refuse_while_excel_runs,
    saying_what_stopped,
)


@dataclass(frozen=True)
class Outcome:
    """What an installation or its removal came to."""

    changed: bool
    notes: tuple[str, ...] = ()
    """What the person should know: files that were kept, what to do next."""


@saying_what_stopped()
def uninstall(host: Host) -> Outcome:
    """Take out what `install` wrote and nobody changed since; everything else stays and is named."""
    layout = layout_of(host)
    refuse_itself(host, layout)
    refuse_while_excel_runs(host, layout)
    heal(host, layout)
    if host.locked(host.at(layout.python(layout.environment))):
        raise UserError(f"{layout.environment} is in use: close Excel and what else runs ippbook, and run this again")
    record, inside = manifest.read(host.at(layout.installed)), manifest.read(host.at(layout.environment) / LIST)
    taken: list[str] = []
    notes: list[str] = []
    left = manifest.Left()
    if inside:
        left = manifest.remove(host.at(layout.environment), inside)
        taken += [] if left.held else ["the environment"]
        if left.held:
            notes.append(
                f"{layout.environment} is not gone yet: another program holds {some(left.held)}; close it, and run this again"
            )
        if left.others:
            notes.append(
                f"{layout.environment} stays: {some(left.others)} did not come from the installation, or was changed since"
            )
    elif host.at(layout.environment).exists():
        notes.append(
            f"{layout.environment} stays, for the list of what was installed in it is gone; remove that folder yourself if nothing of yours is in it"
        )
    for remove in (_remove_outside, _remove_settings):
        more, said = remove(host, layout, record or _unlisted(host, layout), listed=record is not None)
        taken += more
        notes += said
    host.at(layout.installed).unlink(missing_ok=True)
    if not taken and record is None and inside is None:
        return Outcome(False, tuple(notes))
    manifest.prune(host.at(layout.local))
    if host.at(layout.kept).is_dir():
        notes.append(f"{layout.kept} holds what an installation found in its way: take from it what is yours")
    if host.at(layout.local).is_dir() and not left.held:
        notes.append(
            f"{layout.local} stays, for there are files in it that the installation did not write, such as logs"
        )
    return Outcome(True, (*([f"taken out: {', '.join(taken)}"] if taken else []), *notes))


def _unlisted(host: Host, layout: Layout) -> Record:
    """What the list would say, where it is gone: the files and settings that are ours by what they hold."""
    files = {}
    with suppress(UserError):  # a source tree in which no add-in was built
        files[str(layout.addin)] = manifest.digest(shipped(ADDIN))
    files[str(layout.launcher)] = hashlib.sha256(launcher(layout)).hexdigest()
    return Record("", files=files, settings=layout.settings if names_ours(host, layout) else {})


def names_ours(host: Host, layout: Layout) -> bool:
    """Whether the configuration names our interpreter, as an installation writes it."""
    path = host.at(layout.conf)
    told = conf.read(path.read_bytes()) if path.is_file() else {}
    return any(told.get(key) == INTERPRETERS[key] for key in layout.settings if key in INTERPRETERS)


def _remove_outside(host: Host, layout: Layout, record: Record, *, listed: bool) -> tuple[list[str], list[str]]:
    """Take out what lies outside the environment: what was taken, and what the person should know."""
    taken: list[str] = []
    notes: list[str] = []
    known = {
        "the add-in": layout.addin,
        "the command line": layout.launcher,
        "the script for Excel": layout.applescript,
    }
    for what, place in known.items():  # the list lies where anybody can write: of what it names only these are taken
        if place is None or not host.at(place).exists():
            continue
        was = record.files.get(str(place))
        if was and manifest.digest(host.at(place)) == was:
            host.at(place).unlink()
            taken.append(what)
        elif listed and was:
            notes.append(f"{place} stays: it was changed since it was installed")
        elif place != layout.applescript:  # which other projects with xlwings use as well
            notes.append(f"{place} stays, for no list says that an installation wrote it; remove it yourself")
    return taken, notes


def _remove_settings(host: Host, layout: Layout, record: Record, *, listed: bool) -> tuple[list[str], list[str]]:
    """Take our settings out of the configuration, and the file where nothing else is in it."""
    taken: list[str] = []
    notes: list[str] = []
    path = host.at(layout.conf)
    if path.is_file():
        before = path.read_bytes()
        left = conf.without(before, {key: value for key, value in record.settings.items() if key in layout.settings})
        if left != before:
            taken.append("the configuration")
        if left.strip():
            if left != before:
                ooxml.write_whole(path, left)
            if left != before or listed:
                notes.append(f"{layout.conf} stays with your own settings")
        elif before.strip():
            path.unlink()
            if layout.system == "windows":
                manifest.prune(path.parent)
    return taken, notes


def remove_environment(place: Path) -> manifest.Left:
    """Take our files out of the environment at *place*; what stays."""
    record = manifest.read(place / LIST)
    if record is None:
        return manifest.Left(others=tuple(path.name for path in place.iterdir()) if place.is_dir() else ())
    return manifest.remove(place, record)


def some(names: Sequence[str]) -> str:
    """The first of *names*, and how many more."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")
