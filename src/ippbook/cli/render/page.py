"""The page of a code, a worksheet function or a computed column, as a terminal shows it: headings, wrapped texts, tables."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from ippbook.cli.render.fitting import FittingColumn, print_table
from ippbook.cli.render.text import safe
from ippbook.declare.docstring import page_in, page_tables
from ippbook.declare.inputs import DeclaredInput
from ippbook.languages.run_language import localized, run_language
from ippbook.tables.findings import Page

_WIDEST: Final = 88
"""A line of prose that is longer is hard to read."""
_INDENT: Final = 2
_TITLES: Final = {"Flagged": "Flagged: rows that have this finding", "Clean": "Clean: rows that do not have it"}


def print_page(console: Console, code: str, kind: str, page: Page, inputs: Sequence[DeclaredInput]) -> None:
    """Print the page, without a pager, in at most the width of *console*."""
    page = page_in(page, run_language())
    _prose(console, Text.assemble((code, "bold cyan"), "  ", (page.summary, "bold")), indent=0)
    _prose(console, safe(kind, "dim"), indent=0)
    for heading, text in (("Why", page.why), ("Fix", page.fix), ("Source", page.source), ("Certainty", page.certainty)):
        if text:
            _heading(console, heading)
            for line in (text[:1].upper() + text[1:]).splitlines():
                _prose(console, safe(line))
    for heading, text in page.sections:
        _heading(console, _TITLES.get(heading, heading))
        grids = page_tables(text) if heading in _TITLES else ()
        for grid in grids:
            cells = zip(grid.headers, zip(*grid.rows, strict=True), strict=True)
            print_table(console, "", [FittingColumn(name, [safe(cell) for cell in column]) for name, column in cells])
        for line in () if grids else text.splitlines():
            _prose(console, safe(line))
    if inputs:
        _heading(console, "Reads")
        print_table(console, "", list(_input_columns(inputs)))


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(localized(text), style="bold"))


def _prose(console: Console, text: Text, indent: int = _INDENT) -> None:
    console.print(
        Padding(text, (0, 0, 0, indent), expand=False),
        width=min(console.width, _WIDEST),
        soft_wrap=False,
        overflow="fold",
    )


def _input_columns(inputs: Sequence[DeclaredInput]) -> Iterator[FittingColumn]:
    kinds = [f"{each.kind}; default {each.default}" if each.default else each.kind for each in inputs]
    yield FittingColumn("Input", [safe(each.parameter) for each in inputs])
    yield FittingColumn("From", [safe(each.place) for each in inputs])
    yield FittingColumn("Kind", [safe(kind) for kind in kinds])
