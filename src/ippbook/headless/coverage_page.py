"""Which members of xlwings' object model the engine covers: `python -m ippbook.headless.coverage_page PAGE` writes it."""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from xlwings import base_classes

from ippbook.headless.apps import HeadlessApp, HeadlessApps
from ippbook.headless.books import HeadlessBook, HeadlessBooks
from ippbook.headless.coverage import is_read_only, model_of, part_of
from ippbook.headless.names import HeadlessName, HeadlessNames
from ippbook.headless.ranges import HeadlessRange
from ippbook.headless.sheets import HeadlessSheet, HeadlessSheets
from ippbook.headless.tables import HeadlessTable, HeadlessTableColumn, HeadlessTableColumns, HeadlessTables
from ippbook.headless.uncovered import UNCOVERED

ENGINE_CLASSES: Final[tuple[type, ...]] = (
    HeadlessApps, HeadlessApp, HeadlessBooks, HeadlessBook, HeadlessSheets, HeadlessSheet, HeadlessRange, HeadlessNames,
    HeadlessName, HeadlessTables, HeadlessTable, HeadlessTableColumns, HeadlessTableColumn,
)  # fmt: skip
MEMBERS_START: Final = "<!-- members: written by python -m ippbook.headless.coverage_page -->"
MEMBERS_END: Final = "<!-- end of members -->"
_STATES: Final = ("covered", "partly", "read only", "not covered")


class XlwingsMember(NamedTuple):
    """A member that xlwings declares for engines. state: covered, partly, read only, or not covered; part: what it does then."""

    kind: str
    name: str
    state: str
    part: str = ""


def members() -> Iterator[XlwingsMember]:
    """Every public member of the classes that the engine has, except those that xlwings itself calls “only in xlwings Lite”."""
    for kind in ENGINE_CLASSES:
        model = model_of(kind)
        for name, declared in vars(getattr(base_classes, model)).items():
            if not name.startswith("_") and not inspect.iscoroutinefunction(declared):
                yield _member(kind, model, name, declared)


def _member(kind: type, model: str, name: str, declared: object) -> XlwingsMember:
    if name in UNCOVERED.get(model, ()):
        return XlwingsMember(model, name, "not covered")
    part = part_of(inspect.getattr_static(kind, name))
    if part:
        return XlwingsMember(model, name, "partly", part)
    settable = isinstance(declared, property) and declared.fset is not None
    return XlwingsMember(model, name, "read only" if settable and is_read_only(kind, name) else "covered")


def _item(member: XlwingsMember) -> str:
    return f"`{member.name}`: {member.part}" if member.part else f"`{member.name}`"


def section() -> str:
    """The table of members for the page."""
    lines = ["| Class | Covered | Partly | Read only | Not covered |", "|---|---|---|---|---|"]
    listed = list(members())
    models = [model_of(kind) for kind in ENGINE_CLASSES]
    for model in models:
        mine = [member for member in listed if member.kind == model]
        cells = [
            ("; " if state == "partly" else ", ").join(_item(member) for member in mine if member.state == state) or "–"
            for state in _STATES
        ]
        lines.append(f"| {model} | {' | '.join(cells)} |")
    whole = ", ".join(f"`{name}`" for name in _other_classes() if name not in {*models, "Collection"})
    return "\n".join([MEMBERS_START, "", *lines, "", f"Whole classes that are not covered: {whole}.", "", MEMBERS_END])


def _other_classes() -> list[str]:
    return [
        name
        for name, value in vars(base_classes).items()
        if inspect.isclass(value) and value.__module__ == base_classes.__name__ and not name.startswith("_")
    ]


def write_members(page: Path) -> None:
    """Write the table of members into *page*."""
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(MEMBERS_START)
    page.write_text(before + section() + rest.partition(MEMBERS_END)[2], encoding="utf-8")


if __name__ == "__main__":
    write_members(Path(sys.argv[1]))
