"""The formats of `check` and `recalc`: a module for each, and its name is the word after --format. A new module is a new format."""

import importlib
import pkgutil
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ippbook.cli.report_run import OutputFormat

DEFAULT_FORMAT = "text"
"""The format for people; it is the first one."""


@cache
def format_names() -> tuple[str, ...]:
    """The names of all formats, the default first. No module is imported for it."""
    found = sorted(entry.name for entry in pkgutil.iter_modules(__path__))
    return (DEFAULT_FORMAT, *(name for name in found if name != DEFAULT_FORMAT))


def output_format(name: str) -> "OutputFormat":
    """The format *name*. Raises `TypeError` if its module declares none."""
    from ippbook.cli.report_run import OutputFormat  # noqa: PLC0415  # late: most commands print no report

    module = importlib.import_module(f"{__name__}.{name}")
    declared = [value for value in vars(module).values() if isinstance(value, OutputFormat)]
    if len(declared) != 1:
        raise TypeError(f"{module.__name__} declares {len(declared)} output formats instead of one")
    return declared[0]
