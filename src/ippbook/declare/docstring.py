"""A docstring is a page: summary, why, Fix, Source, Certainty, and headed sections. One reader for all declarations."""

import inspect
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ippbook.declare.value_types import AnyFunction
from ippbook.languages import ENGLISH, in_language
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import Page

_ONE_LINE: Final = late_pattern(r"^(Fix|Source|Certainty):\s*(.*)$")
_SECTION: Final = late_pattern(r"^(Flagged|Clean|Arguments|Examples|Returns|Note):\s*$")


def page_of(function: AnyFunction) -> Page:
    """The page in the docstring of *function*."""
    return parse_page(inspect.getdoc(function) or "")


def parse_page(text: str) -> Page:
    r"""The page in *text*.

    >>> parse_page("Late.\n\nIt is late.\n\nFix: be early.\nSource: ipp-facts 1.\n\nFlagged:\n    | A |\n").fix
    'be early.'
    """
    summary, _, rest = text.partition("\n")
    named: dict[str, list[str]] = {"why": []}
    sections: dict[str, list[str]] = {}
    into = named["why"]
    for line in rest.splitlines():
        if found := _SECTION.match(line):
            into = sections.setdefault(found[1], [])
        elif found := _ONE_LINE.match(line):
            into = named.setdefault(found[1].lower(), [])
            into.append(found[2])
        else:
            into.append(line)
    whole = {name: _flow(lines) for name, lines in named.items()}
    return Page(
        summary.strip(),
        whole["why"],
        whole.get("fix", ""),
        whole.get("source", ""),
        whole.get("certainty", ""),
        tuple((name, inspect.cleandoc("\n" + "\n".join(lines))) for name, lines in sections.items()),
    )


def _flow(lines: list[str]) -> str:
    """Lines as paragraphs: single line breaks become spaces."""
    paragraphs = "\n".join(lines).strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs if paragraph.strip())


def notes_in(page: Page) -> dict[str, str]:
    """The lines of `Arguments:`, by name; a line without a name continues the one before."""
    found: dict[str, str] = {}
    last = ""
    for line in page.section("Arguments").splitlines():
        name, colon, note = line.partition(":")
        if colon and name.strip().isidentifier():
            last = name.strip()
            found[last] = note.strip()
        elif last:
            found[last] = f"{found[last]} {line.strip()}".strip()
    return found


def page_in(page: Page, language: str) -> Page:
    """*page* in *language*; citations of sources and examples stay as they are."""
    if language == ENGLISH:
        return page
    notes = {name: in_language(note, language) for name, note in notes_in(page).items()}
    return replace(
        with_arguments(page, notes),
        summary=in_language(page.summary, language),
        why="\n\n".join(in_language(part, language) for part in page.why.split("\n\n")),
        fix=in_language(page.fix, language),
        certainty=in_language(page.certainty, language),
    )


def with_arguments(page: Page, notes: Mapping[str, str]) -> Page:
    """*page* with the lines of *notes* (name to note) as its section `Arguments`, before the examples."""
    lines = "\n".join(f"{name}: {note}" for name, note in notes.items() if note)
    others = [section for section in page.sections if section[0] != "Arguments"]
    return replace(page, sections=(*([("Arguments", lines)] if lines else []), *others))


@dataclass(frozen=True)
class PageTable:
    """A table in a page: headers, and rows of texts as long as the headers."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def page_tables(text: str) -> tuple[PageTable, ...]:
    r"""The tables of a section, in order; a blank line separates two of them.

    >>> page_tables("| Filed | Status |\n| 2026-01-31 | |")
    (PageTable(headers=('Filed', 'Status'), rows=(('2026-01-31', ''),)),)
    """
    found = []
    for block in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in block.splitlines() if line.strip().startswith("|")]
        cells = [
            tuple(cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]) for line in lines
        ]
        rows = tuple(row for row in cells[1:] if not all(set(cell) <= set("-: ") and cell for cell in row))
        if cells:
            found.append(PageTable(cells[0], rows))
    return tuple(found)
