"""The packages that xlwings Lite installs before ippbook's code runs: the lines of requirements.txt.

Packages that Pyodide builds have the version of its distribution and no version here, as the add-in's documentation requires;
pure Python packages come from the index and are pinned, so that a workbook computes the same tomorrow as today.
"""

import re
from collections.abc import Iterable
from typing import Final

from ippbook.excel.lite.main_file import without_last_break
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass

_NAME: Final = late_pattern(r"([A-Za-z0-9][\w.-]*)\s*(?:[\[<>=!~;]|$)")
WHEEL: Final = late_pattern(r"https://[\w.-]+(?::\d+)?/[\w./~%+-]*ippbook-[\w.+]+-py3-none-any\.whl", re.ASCII)
"""The address of ippbook's own package."""
_OURS: Final = "# The packages below are for ippbook; `ippbook lite --remove` removes them."
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


@dataclass(frozen=True)
class SharedRequirements:
    """A requirements.txt that has packages of the team's own, and ippbook's below them."""

    text: str
    kept: tuple[str, ...] = ()
    """Lines of the team that name a package which ippbook uses in another version: theirs is kept."""


def own_lines(text: str, *, has_ippbook: bool) -> str:
    """The team's own part of a requirements.txt, "" where there is none. *has_ippbook*: main.py has ippbook's code already."""
    before, mark, after = text.partition(_OURS)
    if mark:
        return without_last_break(before, after) + "".join(f"{line}\n" for line in other_requirements(after))
    return "".join(f"{line}\n" for line in other_requirements(text)) if has_ippbook else text


def shared_requirements(theirs: str, ours: str) -> SharedRequirements:
    """*ours* below *theirs*: a package that the team names already is not named again."""
    entries = [line.partition("#")[0].strip() for line in theirs.splitlines()]
    named = {name: line for line in entries if (name := package_of(line))}
    wanted = {package_of(line): line for line in ours.splitlines()}
    if not any(entries):
        return SharedRequirements(ours)
    more = [line for name, line in wanted.items() if not name or name not in named]
    kept = [f"{line} ({wanted[name]})" for name, line in named.items() if _differs(line, wanted.get(name))]
    return SharedRequirements("\n".join([theirs, _OURS, *more, ""]), tuple(kept))


def _differs(theirs: str, ours: str | None) -> bool:
    """Whether the team's line asks for a version that ippbook's line does not."""
    plain = "".join(theirs.split()).lower()
    return ours is not None and plain != ours and plain != package_of(theirs)


def other_requirements(lines: str) -> list[str]:
    """The lines of a requirements.txt that ippbook does not write: packages of the team's own."""
    entries = [line.partition("#")[0].strip() for line in lines.splitlines()]
    return [line for line in entries if line and package_of(line) not in LINES and not WHEEL.fullmatch(line)]
