"""Which members of xlwings' object model the engine covers: `python -m ippbook.headless.coverage_page PAGE` writes it."""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from xlwings import base_classes

from ippbook.headless.books import Book, Books
from ippbook.headless.coverage import covered, part_of
from ippbook.headless.engine import App, Apps
from ippbook.headless.names import Name, Names
from ippbook.headless.ranges import Range
from ippbook.headless.sheets import Sheet, Sheets
from ippbook.headless.tables import Table, TableColumn, TableColumns, Tables

_KINDS: Final[tuple[type, ...]] = (
    Apps, App, Books, Book, Sheets, Sheet, Range, Names, Name, Tables, Table, TableColumns, TableColumn,
)  # fmt: skip
START: Final = "<!-- members: written by python -m ippbook.headless.coverage_page -->"
END: Final = "<!-- end of members -->"


class Member(NamedTuple):
    """A member that xlwings declares for engines. state: covered, partly, read only, or not covered; part: what it does then."""

    kind: str
    name: str
    state: str
    part: str = ""


def members() -> Iterator[Member]:
    """Every public member of the classes that the engine has, but those that xlwings itself calls “only in xlwings Lite”."""
    for kind in _KINDS:
        declared = getattr(base_classes, kind.__name__)
        for name, member in vars(declared).items():
            if name.startswith("_") or inspect.iscoroutinefunction(member):
                continue
            state = "covered" if covered(kind, name) else "not covered"
            if (
                state == "covered"
                and isinstance(member, property)
                and member.fset
                and not covered(kind, name, setting=True)
            ):
                state = "read only"
            part = part_of(getattr(kind, name, None)) if state == "covered" else ""
            yield Member(kind.__name__, name, "partly" if part else state, part)


def _named(member: Member) -> str:
    return f"`{member.name}`: {member.part}" if member.part else f"`{member.name}`"


def section() -> str:
    """The table of members for the page."""
    lines = ["| Class | Covered | Partly | Read only | Not covered |", "|---|---|---|---|---|"]
    for kind in _KINDS:
        mine = [member for member in members() if member.kind == kind.__name__]
        cells = [
            ("; " if state == "partly" else ", ").join(_named(member) for member in mine if member.state == state)
            or "–"
            for state in ("covered", "partly", "read only", "not covered")
        ]
        lines.append(f"| {kind.__name__} | {' | '.join(cells)} |")
    others = [
        name
        for name, value in vars(base_classes).items()
        if inspect.isclass(value) and value.__module__ == base_classes.__name__ and not name.startswith("_")
    ]
    known = {kind.__name__ for kind in _KINDS} | {"Collection"}
    whole = ", ".join(f"`{name}`" for name in others if name not in known)
    return "\n".join([START, "", *lines, "", f"Whole classes that are not covered: {whole}.", "", END])


def main() -> int:
    """Write the section into the page that the command names."""
    page = Path(sys.argv[1])
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(START)
    page.write_text(before + section() + rest.partition(END)[2], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
