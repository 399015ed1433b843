"""The versions on which answers depend. They must be the same on every worker, or the same workbook would get two answers."""

import sys
from collections.abc import Mapping
from functools import cache
from importlib import metadata
from typing import Final

from ippbook.languages import say, say_series

PACKAGES: Final = (
    "ippbook", "babel", "cellrune", "dask", "distributed", "holidays", "isal", "jinja2", "lxml", "numpy", "pandas", "pydantic",
)  # fmt: skip
"""What calculates, what writes texts and bytes, and what carries tasks."""
PYTHON: Final = "python"
CARRIED: Final = (PYTHON, "ippbook", "dask", "distributed")
"""What the scheduler must have too: it reads the tasks."""


@cache
def installed_versions(packages: tuple[str, ...] = (PYTHON, *PACKAGES)) -> dict[str, str]:
    """The version of each package here, "" where it is not installed; of Python the first two numbers."""
    found = {}
    for name in packages:
        try:
            found[name] = f"{sys.version_info[0]}.{sys.version_info[1]}" if name == PYTHON else metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
    return found


def reported_versions(packages: Mapping[str, str | None]) -> dict[str, str]:
    """The same from what Dask says of a worker, as in `{"python": "3.11.7.final.0", "ippbook": "0.2.0"}`."""
    found = {name: packages.get(name) or "" for name in (PYTHON, *PACKAGES)}
    found[PYTHON] = ".".join(found[PYTHON].split(".")[:2])
    return found


def difference(here: Mapping[str, str], there: Mapping[str, str], who: str) -> str:
    """A sentence that names each package of which *who* has another version; "" where there is none.

    >>> difference({"pandas": "3.1.1"}, {"pandas": "3.0.0"}, "the worker a")
    "the worker a has other versions than this machine: pandas 3.0.0 there, 3.1.1 here. Install the same versions on both, from one list such as ippbook's constraints.txt."
    """
    found = [
        say(
            "{name} {there} there, {version} here",
            name=name,
            there=(there.get(name) or say("not installed")),
            version=(version or say("not installed")),
        )
        for name, version in here.items()
        if there.get(name, "") != version
    ]
    if not found:
        return ""
    return say(
        "{who} has other versions than this machine: {found}. Install the same versions on both, from one list such as ippbook's constraints.txt.",
        who=who,
        found=say_series(found, "; "),
    )
