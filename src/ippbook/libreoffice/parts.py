"""The extension as a list of parts. `PART_LISTS` names the functions that give them.

To add something to the extension, write a module with a function that gives `Part`s, and add its line here.
"""

import importlib
from collections.abc import Iterable
from importlib.resources import files
from typing import Final, Protocol, cast

from ippbook.quick_dataclasses import dataclass

IDENTIFIER: Final = "org.ippbook.calc"
"""The name by which LibreOffice knows the extension."""
TYPE_LIBRARY: Final = "application/vnd.sun.star.uno-typelibrary;type=RDB"
PYTHON_COMPONENT: Final = "application/vnd.sun.star.uno-component;type=Python"
CONFIGURATION_DATA: Final = "application/vnd.sun.star.configuration-data"
PART_LISTS: Final = (
    "ippbook.libreoffice.function_parts:function_parts",
    "ippbook.libreoffice.menu_parts:menu_parts",
)
"""Module and function, in the order in which the parts are in the file."""


@dataclass(frozen=True)
class Part:
    """A file of the extension."""

    path: str
    """Inside the extension, such as `pythonpath/ippbook_channel.py`."""
    content: bytes
    media_type: str = ""
    """What LibreOffice registers it as (`PYTHON_COMPONENT`, `CONFIGURATION_DATA`, `TYPE_LIBRARY`); "": nothing, the file is only there."""


class _PartList(Protocol):
    def __call__(self) -> Iterable[Part]: ...


def component_file(name: str, path: str, media_type: str = "") -> Part:
    """A file of the folder `inside`, whose files run in LibreOffice's own Python, as a part at *path*."""
    content = files("ippbook.libreoffice").joinpath("inside", name).read_bytes()
    return Part(path, content.replace(b"\r\n", b"\n"), media_type)


def all_parts() -> tuple[Part, ...]:
    """The parts of all lists, in the order of the list. Raises `ValueError` where two have the same path."""
    found: dict[str, Part] = {}
    for name in PART_LISTS:
        module, _, function = name.partition(":")
        part_list = cast("_PartList", getattr(importlib.import_module(module), function))
        for part in part_list():
            if part.path in found:
                message = f"{part.path} is in the extension twice; the second is from {name}"
                raise ValueError(message)
            found[part.path] = part
    return tuple(found.values())


__all__ = [
    "CONFIGURATION_DATA",
    "IDENTIFIER",
    "PART_LISTS",
    "PYTHON_COMPONENT",
    "TYPE_LIBRARY",
    "Part",
    "all_parts",
    "component_file",
]
