"""The packages that xlwings Lite installs before ippbook's code runs: the lines of requirements.txt.

Packages that Pyodide builds have the version of its distribution and no version here, as the add-in's documentation requires;
pure Python packages come from the index and are pinned, so that a workbook computes the same tomorrow as today.
"""

from collections.abc import Iterable
from typing import Final

from ippbook.late_patterns import late_pattern

_NAME: Final = late_pattern(r"([A-Za-z0-9][\w.-]*)\s*(?:[\[<>=!~;]|$)")
LINES: Final = {
    "babel": "babel==2.18.0",
    "cellrune": "",  # native formulas are left to Excel
    "formulon": "",  # as cellrune
    "holidays": "holidays==0.109",
    "jinja2": "jinja2",
    "lxml": "lxml",
    "numpy": "numpy",
    "pandas": "pandas",
    "pydantic": "pydantic",
    "pyopenvba": "",  # reads the macros of a file on a disk; a web add-in has no disk
    "xlsxwriter": "xlsxwriter==3.3.1",
    "xlwings": "xlwings==0.37.8",
}
"""The line for each module that may be imported; "" for a module that never runs there."""


def package_of(line: str) -> str:
    """The package that a line names, as `LINES` names it; "" for an address."""
    found = _NAME.match(line)
    return found[1].lower() if found else ""


def requirement_lines(imports: Iterable[str], wheel: str = "") -> str:
    """The lines for the imported modules, xlwings first; *wheel* is the address of ippbook's own package.

    Raises `LookupError` for a module without a line: the add-in would not install it.
    """
    wanted = [LINES[name] for name in sorted({*imports} - {"xlwings"})]
    lines = [LINES["xlwings"], *wanted, wheel]
    return "".join(f"{line}\n" for line in lines if line)
