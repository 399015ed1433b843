"""What is installed, where, and of which version."""

from dataclasses import dataclass
from typing import Any

from ippbook import __version__
from ippbook.faces.excel.setup import environment, records
from ippbook.faces.excel.setup.beforehand import cut_off
from ippbook.faces.excel.setup.host import Host, layout_of
from ippbook.faces.excel.setup.records import LIST
from ippbook.faces.excel.setup.removing import some


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
    inside, outside = records.read(host.at(layout.environment) / LIST), records.read(host.at(layout.installed))
    notes: list[str] = []
    if inside is None and outside is None:
        state = "absent"
        if cut_off(host, layout):
            notes.append("an installation was cut off; the environment before it comes back with ippbook excel install")
    else:
        if inside is None:
            notes.append(f"the environment {layout.environment} is missing; run ippbook excel install")
        elif broken := records.damaged(host.at(layout.environment), inside):
            notes.append(f"{layout.environment}: {some(broken)} changed or missing; run ippbook excel install")
        elif trouble := environment.trouble(host, layout.environment):
            notes.append(f"{layout.python(layout.environment)} does not start ({trouble}); run ippbook excel install")
        for name, was in (outside.files if outside else {}).items():
            now = records.digest(host.at(type(layout.local)(name)))
            if now != was:
                notes.append(f"{name} {'was changed' if now else 'is missing'}; run ippbook excel install")
        if outside is None:
            notes.append("the add-in and the configuration are not installed; run ippbook excel install")
        state = "damaged" if notes else "installed"
    if inside and records.newer(inside.version, __version__):
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
