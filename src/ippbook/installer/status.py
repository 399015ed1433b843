"""What is installed, where, and in which version."""

from collections.abc import Iterator

from ippbook.installer import conf, environment, manifest
from ippbook.installer.host import Host, layout_of
from ippbook.installer.layout import Layout
from ippbook.installer.manifest import LIST, InstallRecord
from ippbook.installer.preflight import interrupted
from ippbook.installer.uninstall import abbreviated, names_our_python
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass
from ippbook.version import __version__

_REINSTALL = "run ippbook excel install"


@dataclass(frozen=True)
class Status:
    """What is installed, where, and in which version."""

    state: str
    """installed, damaged, or absent."""
    version: str
    running: str
    """The version of the ippbook that reports this."""
    packages: dict[str, str]
    places: dict[str, str]
    """Where the environment, the add-in, ... are, or would be."""
    missing: tuple[str, ...]
    """The names of the places that do not exist."""
    notes: tuple[str, ...]


def status(host: Host) -> Status:
    """Report what is installed. Changes nothing."""
    layout = layout_of(host)
    inside = manifest.read_record(host.at(layout.environment) / LIST)
    outside = manifest.read_record(host.at(layout.installed))
    state, notes = (
        _absent(host, layout) if inside is None and outside is None else _found(host, layout, inside, outside)
    )
    if inside and manifest.newer(inside.version, __version__):
        notes.append(
            say(
                "Excel has ippbook {version}, which is newer than this one ({version_2}); update this ippbook to {version}",
                version=inside.version,
                version_2=__version__,
            )
        )
    elif inside and inside.version != __version__:
        notes.append(
            say(
                "this is ippbook {version}; to update Excel to it, {reinstall}",
                version=__version__,
                reinstall=_REINSTALL,
            )
        )
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
    """The state without a list of installed files: damaged if parts of an installation are there."""
    notes = []
    parts = manifest.exist(host, (layout.python(layout.environment), layout.addin, layout.launcher))
    parts += [layout.conf] if names_our_python(host, layout) else []
    if parts:
        notes.append(
            say(
                "found {abbreviated}, but no list of installed files; {reinstall}, or ippbook excel uninstall",
                abbreviated=abbreviated([str(place) for place in parts]),
                reinstall=_REINSTALL,
            )
        )
    if interrupted(host, layout):
        notes.append(
            say(
                "an installation was interrupted; to restore the previous environment, {reinstall}",
                reinstall=_REINSTALL,
            )
        )
    return "damaged" if parts else "absent", notes


def _found(
    host: Host, layout: Layout, inside: InstallRecord | None, outside: InstallRecord | None
) -> tuple[str, list[str]]:
    """The state by the lists of installed files: damaged if a file is missing or changed."""
    defects = [*_environment(host, layout, inside), *_outside(host, layout, outside)]
    return "damaged" if defects else "installed", [f"{each}; {_REINSTALL}" for each in defects]


def _environment(host: Host, layout: Layout, inside: InstallRecord | None) -> Iterator[str]:
    place = layout.environment
    if inside is None:
        exists = manifest.exist(host, [place])
        yield say(
            "the environment {place} {part}",
            place=place,
            part=(say("has no list of its files") if exists else say("is missing")),
        )
    elif broken := manifest.damaged(host.at(place), inside):
        yield say("{place}: {abbreviated} changed or missing", place=place, abbreviated=abbreviated(broken))
    elif trouble := environment.trouble(host, place):
        yield say("{python} does not start ({trouble})", python=layout.python(place), trouble=trouble)


def _outside(host: Host, layout: Layout, outside: InstallRecord | None) -> Iterator[str]:
    if outside is None:
        yield "the add-in and the configuration are not installed"
        return
    for name, was in outside.files.items():
        now = manifest.digest(host.at(type(layout.local)(name)))
        if now != was:
            yield f"{name} {'was changed' if now else 'is missing'}"
    path = host.at(layout.conf)
    if not path.is_file():
        yield say("{conf} is missing", conf=layout.conf)
        return
    present = conf.read_conf(path.read_bytes())
    # An installation by an earlier version wrote other values, such as ippbook.faces.excel.udfs; they still work.
    changed = [
        key
        for key, value in layout.settings.items()
        if present.get(key) not in (value, outside.settings.get(key, value))
    ]
    if changed:
        yield say("{conf}: {abbreviated} was changed", conf=layout.conf, abbreviated=abbreviated(changed))
