"""Remove what `install` wrote, except files that were changed since."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.installer import conf, manifest
from ippbook.installer.host import Host, layout_of
from ippbook.installer.layout import ADDIN_NAME, INTERPRETERS, Layout
from ippbook.installer.manifest import LIST, InstallRecord
from ippbook.installer.own_uninstaller import remove_uninstaller
from ippbook.installer.package_data import shipped
from ippbook.installer.place_files import launcher
from ippbook.installer.preflight import (
    explain_refusals,
    refuse_itself,
    refuse_while_excel_runs,
    restore_interrupted,
)
from ippbook.languages import say, say_series
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class SetupResult:
    """The result of an installation or its removal."""

    changed: bool
    notes: tuple[str, ...] = ()
    """Notes for the user: files that were kept, what to do next."""


@explain_refusals()
def uninstall(host: Host) -> SetupResult:
    """Remove what `install` wrote; files that were changed since stay and are named."""
    layout = layout_of(host)
    refuse_itself(host, layout)
    refuse_while_excel_runs(host, layout)
    restore_interrupted(host, layout)
    if host.locked(host.at(layout.python(layout.environment))):
        raise UserError(
            "{environment} is in use: close Excel and every other program that runs ippbook, and run this again",
            environment=layout.environment,
        )
    outside = manifest.read_record(host.at(layout.installed))
    inside = manifest.read_record(host.at(layout.environment) / LIST)
    left, removed, notes = _remove_inside(host, layout, inside)
    for remove in (_remove_outside, _remove_settings):
        more, remarks = remove(host, layout, outside or _unlisted(host, layout), listed=outside is not None)
        removed += more
        notes += remarks
    host.at(layout.installed).unlink(missing_ok=True)
    remove_uninstaller(host, layout)
    if not removed and outside is None and inside is None:
        return SetupResult(False, tuple(notes))
    manifest.prune(host.at(layout.local))
    if host.at(layout.kept).is_dir():
        notes.append(
            say(
                "{kept} has files that an installation found and did not write: take out what you need",
                kept=layout.kept,
            )
        )
    if _has_others(host, layout) and not left.locked:
        notes.append(
            say("{local} stays: it has files that the installation did not write, such as logs", local=layout.local)
        )
    return SetupResult(True, (*([say("removed: {removed}", removed=say_series(removed))] if removed else []), *notes))


def _has_others(host: Host, layout: Layout) -> bool:
    """Whether ippbook's folder has files that no installation wrote; a private Python goes with the script that fetched it."""
    local = host.at(layout.local)
    return local.is_dir() and any(path != host.at(layout.private_python) for path in local.iterdir())


def _remove_inside(
    host: Host, layout: Layout, inside: InstallRecord | None
) -> tuple[manifest.Leftover, list[str], list[str]]:
    """Remove the environment: the files that stay, what was removed, and notes for the user."""
    place = layout.environment
    if inside is None:
        notes = [
            say(
                "{place} stays: the list of the files in it is missing; delete the folder yourself if it has none of your files",
                place=place,
            )
        ]
        return manifest.Leftover(), [], notes if host.at(place).exists() else []
    notes = []
    left = manifest.remove_files(host.at(place), inside)
    if left.locked:
        notes.append(
            say(
                "{place} is not deleted yet: another program uses {abbreviated}; close it, and run this again",
                place=place,
                abbreviated=abbreviated(left.locked),
            )
        )
    if left.others:
        notes.append(
            say(
                "{place} stays: {abbreviated} did not come from the installation, or was changed since",
                place=place,
                abbreviated=abbreviated(left.others),
            )
        )
    return left, [] if left.locked else [say("the environment")], notes


def _unlisted(host: Host, layout: Layout) -> InstallRecord:
    """A replacement for a missing list: the files and settings that have exactly the content that ippbook writes."""
    files = {}
    with suppress(UserError):  # a source tree without a built add-in
        files[str(layout.addin)] = manifest.digest(shipped(ADDIN_NAME))
    files[str(layout.launcher)] = hashlib.sha256(launcher(layout)).hexdigest()
    return InstallRecord("", files=files, settings=layout.settings if names_our_python(host, layout) else {})


def names_our_python(host: Host, layout: Layout) -> bool:
    """Whether the configuration names the interpreter that an installation writes."""
    path = host.at(layout.conf)
    present = conf.read_conf(path.read_bytes()) if path.is_file() else {}
    return any(present.get(key) == INTERPRETERS[key] for key in layout.settings if key in INTERPRETERS)


def _remove_outside(host: Host, layout: Layout, record: InstallRecord, *, listed: bool) -> tuple[list[str], list[str]]:
    """Remove the files outside the environment: what was removed, and notes for the user."""
    removed: list[str] = []
    notes: list[str] = []
    known = {
        say("the add-in"): layout.addin,
        say("the command line"): layout.launcher,
        say("the script for Excel"): layout.applescript,
    }
    for what, place in known.items():  # anyone can write to the list: of the files in it, only these are removed
        if place is None or not host.at(place).exists():
            continue
        was = record.files.get(str(place))
        if was and manifest.digest(host.at(place)) == was:
            host.at(place).unlink()
            removed.append(what)
        elif listed and was:
            notes.append(say("{place} stays: it was changed since it was installed", place=place))
        elif place != layout.applescript:  # other projects with xlwings use that one too
            notes.append(say("{place} stays: it is not in a list of installed files; delete it yourself", place=place))
    return removed, notes


def _remove_settings(host: Host, layout: Layout, record: InstallRecord, *, listed: bool) -> tuple[list[str], list[str]]:
    """Remove ippbook's settings from the configuration; delete the file if it has no others."""
    removed: list[str] = []
    notes: list[str] = []
    path = host.at(layout.conf)
    if path.is_file():
        before = path.read_bytes()
        ours = {key: value for key, value in record.settings.items() if key in layout.settings}
        left = conf.without_settings(before, ours)
        if left != before:
            removed.append(say("the configuration"))
        if left.strip():
            if left != before:
                ooxml.write_whole(path, left)
            if left != before or listed:
                notes.append(say("{conf} stays with your own settings", conf=layout.conf))
        elif before.strip():
            path.unlink()
            if layout.system == "windows":
                manifest.prune(path.parent)
    return removed, notes


def remove_environment(place: Path) -> manifest.Leftover:
    """Remove ippbook's files from the environment at *place*; return what stays."""
    record = manifest.read_record(place / LIST)
    if record is None:
        return manifest.Leftover(others=tuple(path.name for path in place.iterdir()) if place.is_dir() else ())
    return manifest.remove_files(place, record)


def abbreviated(names: Sequence[str]) -> str:
    """The first of *names*, and the number of the others."""
    return ", ".join(names[:3]) + (
        say(" and {names_count:,} more", names_count=len(names) - 3) if len(names) > 3 else ""
    )
