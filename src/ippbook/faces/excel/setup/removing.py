"""Taking out what `install` wrote and nobody changed since."""

from dataclasses import dataclass
from pathlib import Path

from ippbook import ooxml
from ippbook.faces.excel.setup import conf, records
from ippbook.faces.excel.setup.beforehand import (
    heal,
    refuse_itself,
    refuse_while_excel_runs,
    saying_what_stopped,
)
from ippbook.faces.excel.setup.host import Host, layout_of
from ippbook.faces.excel.setup.layout import Layout
from ippbook.faces.excel.setup.records import LIST, Record
from ippbook.refusal import Refusal


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
        raise Refusal(f"{layout.environment} is in use: close Excel and what else runs ippbook, and run this again")
    record, inside = records.read(host.at(layout.installed)), records.read(host.at(layout.environment) / LIST)
    if record is None and inside is None:
        return Outcome(False)
    notes: list[str] = []
    kept = remove_environment(host.at(layout.environment))
    if kept:
        notes.append(
            f"{layout.environment} stays: {some(kept)} did not come from the installation, or was changed since"
        )
    if record:
        notes += _remove_outside(host, layout, record)
    records.prune(host.at(layout.local))
    if host.at(layout.kept).is_dir():
        notes.append(f"{layout.kept} holds what an installation found in its way: take from it what is yours")
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


def remove_environment(place: Path) -> list[str]:
    """Take our files out of the environment at *place*; the names of those that stay."""
    record = records.read(place / LIST)
    if record is None:
        return [path.name for path in place.iterdir()] if place.is_dir() else []
    return records.remove(place, record)


def some(names: list[str]) -> str:
    """The first of *names*, and how many more."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3:,} more" if len(names) > 3 else "")
