"""What xlwings Lite installs before our code runs: the lines of requirements.txt.

Packages that Pyodide builds have the version of its distribution and are named without one, as the add-in's own pages ask;
pure Python ones come from the index and are pinned, so that a workbook computes tomorrow what it computes today.
"""

import re
from collections.abc import Iterable
from typing import Final

_NAME: Final = re.compile(r"([A-Za-z0-9][\w.-]*)\s*(?:[\[<>=!~;]|$)")
LINES: Final = {
    "babel": "babel==2.18.0",
    "holidays": "holidays==0.109",
    "jinja2": "jinja2",
    "lxml": "lxml",
    "numpy": "numpy",
    "pandas": "pandas",
    "pydantic": "pydantic",
    "pyopenvba": "",  # reads the macros of a file on a disk, which a web add-in has not
    "xlsxwriter": "xlsxwriter==3.3.1",
    "xlwings": "xlwings==0.37.8",
}
"""The line for each module that may be imported; "" where what imports it is never reached there."""


def module(line: str) -> str:
    """The package that a line names, as `LINES` names it; "" for an address."""
    found = _NAME.match(line)
    return found[1].lower() if found else ""


def text(imports: Iterable[str], wheel: str = "") -> str:
    """The lines for modules that are imported, xlwings first; *wheel* is the address of our own package.

    Raises `LookupError` for a module without a line: somebody imports what the add-in would not install.
    """
    wanted = [LINES[name] for name in sorted({*imports} - {"xlwings"})]
    lines = [LINES["xlwings"], *wanted, wheel]
    return "".join(f"{line}\n" for line in lines if line)
