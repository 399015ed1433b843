"""What is installed, where, and of which version."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ippbook.installer import conf, environment, manifest
from ippbook.installer.host import Host, layout_of
from ippbook.installer.layout import Layout
from ippbook.installer.manifest import LIST, Record
from ippbook.installer.preflight import cut_off
from ippbook.installer.uninstall import names_ours, some
from ippbook.version import __version__


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
    """Where the environment, the add-in, ... are, or would be."""
    missing: tuple[str, ...]
    """Those of the places at which there is nothing."""
    notes: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {**vars(self), "missing": list(self.missing), "notes": list(self.notes)}


def status(host: Host) -> Status:
    """What is installed. Changes nothing."""
    layout = layout_of(host)
    inside, outside = manifest.read(host.at(layout.environment) / LIST), manifest.read(host.at(layout.installed))
    state, notes = (
        _absent(host, layout) if inside is None and outside is None else _found(host, layout, inside, outside)
    )
    if inside and manifest.newer(inside.version, __version__):
        notes.append(
            f"this is ippbook {__version__}, and Excel has the newer {inside.version}; bring this ippbook up to {inside.version}"
        )
    elif inside and inside.version != __version__:
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
        {name: str(place) for name, place in places.items()},
        tuple(name for name, place in places.items() if not host.at(place).exists()),
        tuple(notes),
    )


def _absent(host: Host, layout: Layout) -> tuple[str, list[str]]:
    """Where there is no list: whether something is there all the same."""
    notes = []
    there = manifest.exist(host, (layout.python(layout.environment), layout.addin, layout.launcher))
    there += [layout.conf] if names_ours(host, layout) else []
    if there:
        notes.append(
            f"{some([str(place) for place in there])}: there, though no list says that an installation wrote it; run ippbook excel install, or uninstall"
        )
    if cut_off(host, layout):
        notes.append("an installation was cut off; the environment before it comes back with ippbook excel install")
    return "damaged" if there else "absent", notes


def _found(host: Host, layout: Layout, inside: Record | None, outside: Record | None) -> tuple[str, list[str]]:
    """Whether what the lists say is there and as it was written."""
    told = [*_environment(host, layout, inside), *_outside(host, layout, outside)]
    return "damaged" if told else "installed", [f"{each}; run ippbook excel install" for each in told]


def _environment(host: Host, layout: Layout, inside: Record | None) -> Iterator[str]:
    place = layout.environment
    if inside is None:
        gone = "has lost the list of what is in it" if manifest.exist(host, [place]) else "is missing"
        yield f"the environment {place} {gone}"
    elif broken := manifest.damaged(host.at(place), inside):
        yield f"{place}: {some(broken)} changed or missing"
    elif trouble := environment.trouble(host, place):
        yield f"{layout.python(place)} does not start ({trouble})"


def _outside(host: Host, layout: Layout, outside: Record | None) -> Iterator[str]:
    if outside is None:
        yield "the add-in and the configuration are not installed"
        return
    for name, was in outside.files.items():
        now = manifest.digest(host.at(type(layout.local)(name)))
        if now != was:
            yield f"{name} {'was changed' if now else 'is missing'}"
    path = host.at(layout.conf)
    told = conf.read(path.read_bytes()) if path.is_file() else {}
    other = [key for key, value in layout.settings.items() if told.get(key) != value]
    if other:
        yield f"{layout.conf} {f'says {some(other)} otherwise than installed' if path.is_file() else 'is missing'}"
