"""What xlwings Lite installs before our code runs: the lines of requirements.txt.

Packages that Pyodide builds have the version of its distribution and are named without one, as the add-in's own pages ask;
pure Python ones come from the index and are pinned, so that a workbook computes tomorrow what it computes today.
"""

from collections.abc import Iterable
from typing import Final

LINES: Final = {
    "babel": "babel==2.18.0",
    "holidays": "holidays==0.109",
    "icalendar": "icalendar==7.3.0",
    "jinja2": "jinja2",
    "lxml": "lxml",
    "numpy": "numpy",
    "openpyxl": "openpyxl==3.1.5",
    "pandas": "pandas",
    "pydantic": "pydantic",
    "xlwings": "xlwings==0.37.8",
}
"""The line for each module that may be imported."""


def text(imports: Iterable[str], wheel: str = "") -> str:
    """The lines for modules that are imported, xlwings first; *wheel* is the address of our own package.

    Raises `LookupError` for a module without a line: somebody imports what the add-in would not install.
    """
    wanted = sorted({*imports} - {"xlwings"})
    return "\n".join([LINES["xlwings"], *(LINES[name] for name in wanted), *([wheel] if wheel else []), ""])
