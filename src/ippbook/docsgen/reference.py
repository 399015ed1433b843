"""The reference pages in docs/, made from the declarations: `python -m ippbook.docsgen.reference docs [--check]`."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ippbook.catalog import offices, platforms
from ippbook.declare import registry
from ippbook.declare.docstring import page_tables
from ippbook.declare.inputs import DeclaredInput, inputs_of, inputs_of_column
from ippbook.declare.udf_wrapper import wrapper_of
from ippbook.declare.worksheet_function import Parameter, WorksheetFunction
from ippbook.docsgen import (
    buttons_reference,
    coverage,
    engine_reference,
    exports_reference,
    texts_reference,
    verification_reference,
)
from ippbook.docsgen.markdown import table_row
from ippbook.docsgen.ribbon_picture import PICTURE_FOLDER, ribbon_pictures
from ippbook.tables.findings import Problem
from ippbook.tables.problems import PROBLEMS
from ippbook.tables.records import RECORDS
from ippbook.tables.schema import Field

_MADE = "<!-- Made by `make docs` from the declarations. Do not edit. -->\n"

_REQUEST = " Runs only if the Settings table gives it a severity."


def pages() -> dict[str, str]:
    """File name to text of every page made."""
    return {
        "rules.md": "\n".join(_rules()),
        "functions.md": "\n".join(_functions()),
        "buttons.md": "\n".join((f"# Buttons\n\n{_MADE}", *buttons_reference.button_lines())),
        "columns.md": "\n".join(_columns()),
        "exports.md": "\n".join((f"# Exports that are read\n\n{_MADE}", *exports_reference.export_lines())),
        "settings.md": "\n".join(_settings()),
        "platforms.md": "\n".join(_lists()),
        "reasons.md": "\n".join((f"# Reasons\n\n{_MADE}", *texts_reference.reason_lines())),
        "notices.md": "\n".join((f"# Takedown texts\n\n{_MADE}", *texts_reference.notice_lines())),
        "engines.md": "\n".join((f"# Calculation engines\n\n{_MADE}", *engine_reference.engine_lines())),
        "verify.md": "\n".join((f"# Will Excel open it?\n\n{_MADE}", *verification_reference.verification_lines())),
        "coverage.md": "\n".join((f"# What carries the facts\n\n{_MADE}", *coverage.lines())),
        **ribbon_pictures(),
    }


def _rules() -> Iterator[str]:
    known = registry().rules
    yield f"# Rules\n\n{_MADE}"
    yield f"{len(known)} rules check the rows; reading has {len(PROBLEMS)} more findings. The first digit of a code is its severity: 1 error, 2 warning, 3 advice."
    yield "Source tags are explained in [sources.md](sources.md).\n"
    for table in RECORDS:
        yield f"## {table.table}\n"
        for rule in known:
            if rule.table == table.table:
                yield from _problem(
                    rule.problem, f"At *{rule.at}*; named `{rule.name}`.{_REQUEST if rule.on_request else ''}"
                )
                yield from _inputs(inputs_of(rule.parameters, rule.table, registry(), rule.check))
    yield "## Found while reading\n"
    for problem in PROBLEMS:
        yield from _problem(problem, "In any table.")


def _problem(problem: Problem, place: str) -> Iterator[str]:
    page = problem.page
    yield f"### {problem.code} {page.summary}\n"
    yield f"{problem.severity.word.capitalize()}. {place}\n"
    if page.why:
        yield f"{page.why}\n"
    yield f"**Fix:** {page.fix}\n"
    yield f"**Source:** {page.source}{f' **Certainty:** {page.certainty}' if page.certainty else ''}\n"
    for heading in ("Flagged", "Clean"):
        for grid in page_tables(page.section(heading)):
            yield f"{heading}:\n"
            yield _row(grid.headers)
            yield _row(["---"] * len(grid.headers))
            yield from (_row(row) for row in grid.rows)
            yield ""


def _inputs(lines: Sequence[DeclaredInput]) -> Iterator[str]:
    """The table of inputs of a declaration."""
    yield "Inputs:\n"
    yield _row(["Parameter", "Table", "Header", "Kind", "Note"])
    yield _row(["---"] * 5)
    for line in lines:
        yield _row(_input_cells(line))
    yield ""


def _input_cells(line: DeclaredInput) -> list[str]:
    note = f"default {line.default}" if line.default else line.note
    return [f"`{line.parameter}`", line.table, line.header, line.kind, note]


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return table_row(*(cell.replace("<", "&lt;") for cell in cells))


def _functions() -> Iterator[str]:
    known = registry().functions
    yield f"# Worksheet functions\n\n{_MADE}"
    yield "A single value gives a single value, a column gives a column. A refusal is a text that begins with `#IPP!`."
    yield "In Excel, an error in an argument is returned as its text. Excel allows 255 characters for a text in a spilled result, so longer ones are cut there; a single cell has the complete text. A result of more than 65,535 rows is refused."
    yield "A day or a rate is shown as a plain number if the cell has no format for it: format the cells of a spilled result as a date or a percentage. A result of several cells spills automatically in an Excel with dynamic arrays (Microsoft 365, 2021 and later). In an older Excel, select the cells first and press Ctrl+Shift+Enter. Inside a table nothing can spill (#SPILL!): put the formula next to the table, or use one formula in each row for that row."
    yield "In Excel a number is read as a day counted from 1900, as usual. In a workbook that counts from 1904 (an old setting of Excel for Mac), use cells that are formatted as dates: DATE(2026,6,1) and TODAY() are numbers there, and would be read as days four years earlier."
    yield "In a formula, `Complaints[Account]` is a column of a table and `Rights[#All]` a table with its headers. The names of the functions are the same in every language of Excel. In Excel, write what your Excel uses between arguments: `;` where the comma is the decimal sign, as in German, French, Italian and Spanish; a file and `ippbook eval` always have the comma and English names, and Excel translates them."
    yield "Excel may show `=@IPP_ITEM_ID(B2)`. The `@` says that the formula gives one value; Excel adds it where a formula came from a file, or from an Excel without dynamic arrays. The result is the same in a cell for one row. Where you want a whole column, delete the `@`, and the result spills."
    yield "While a workbook opens, or while the function wizard is open, a cell may show `#IPP! not calculated yet`: Excel has no result yet, and ippbook never leaves such a cell blank, which would look like 0. Excel calculates it as soon as it is ready, a formula with TODAY() at each calculation. If the text stays, press Ctrl+Alt+F9. `ippbook recalc` writes the result too."
    yield "The functions run in Excel on Windows, in xlwings Lite ([xlwings-lite.md](xlwings-lite.md)), and in files that `ippbook recalc` calculates; Excel on a Mac runs only the buttons."
    yield "A Good-Faith function knows only its arguments: without `Settings[#All]` the defaults apply, whatever the team has set. With the columns *Reason*, *Complaint*, *Decided* (and *Platform*, if *Scope* is by portal) and the settings, it returns what `ippbook goodfaith` shows: [good-faith.md](good-faith.md#on-the-command-line)."
    yield "In an example, the cells of a spilled table or column are separated by `|` and its rows by `;`.\n"
    for category in dict.fromkeys(function.category for function in known.values()):
        yield f"## {category}\n"
        listed: dict[tuple[Parameter, ...], str] = {}
        for function in known.values():
            if function.category == category:
                yield from _function(function, listed.setdefault(function.parameters, function.name))


def _function(function: WorksheetFunction, listed_at: str) -> Iterator[str]:
    """The entry of *function*. *listed_at*: the function, itself or an earlier one, whose entry lists the arguments."""
    yield f"### {function.name}\n"
    yield f"`={function.signature}` → {function.gives}\n"
    yield f"{function.page.summary} {function.page.why}".strip() + "\n"
    if listed_at != function.name:
        yield f"The arguments are those of [{listed_at}](#{listed_at.casefold()})."
    else:
        for parameter, argument in zip(function.parameters, wrapper_of(function).arguments, strict=True):
            optional = "" if parameter.required else ", optional"
            # Some words are reserved in VBA, so Excel's wizard shows another name.
            shown = "" if argument.name == parameter.name else f", in the function wizard `{argument.name}`"
            yield f"- `{parameter.name}` ({parameter.takes}{optional}{shown}): {parameter.note}"
    yield f"\n**Source:** {function.page.source}\n"
    if examples := function.page.section("Examples"):
        yield f"```text\n{examples}\n```\n"


def _columns() -> Iterator[str]:
    known = registry()
    yield f"# Columns\n\n{_MADE}"
    yield "Columns are found by their headers. Order, case, spaces and width of letters do not matter, and each header has other accepted names. ippbook does not touch a team's own columns.\n"
    for table in RECORDS:
        yield f"## {table.table}\n\n{(table.__doc__ or '').strip()}\n"
        yield "### You enter\n"
        yield _row(["Header", "Kind", "What to enter", "Also accepted", "Source"])
        yield _row(["---"] * 5)
        for field in table.fields():
            yield _row(
                [
                    f"**{field.header}**" if field.column.required else field.header,
                    _kind(field),
                    field.column.note,
                    ", ".join(field.other_headers),
                    field.column.source,
                ]
            )
        yield "\nHeaders in bold are required.\n\n### ippbook computes\n"
        yield _row(["Header", "Kind", "What it shows", "Formula", "Source"])
        yield _row(["---"] * 5)
        for column in known.columns_of(table.table):
            formula = known.formula(column)
            yield _row(
                [
                    column.header,
                    column.kind.value,
                    column.page.summary,
                    f"`={formula}`" if formula else "",
                    column.page.source,
                ]
            )
        yield "\n### What the computed columns read\n"
        yield _row(["Column", "Parameter", "Table", "Header", "Kind", "Note"])
        yield _row(["---"] * 6)
        for column in known.columns_of(table.table):
            for line in inputs_of_column(column, known):
                yield _row([column.header, *_input_cells(line)])
        yield ""


def _kind(field: Field) -> str:
    if field.vocabulary is not None and len(field.vocabulary.codes) <= 12:  # longer lists have a page of their own
        return "one of: " + ", ".join(field.vocabulary.codes)
    if field.column.refers:
        return f"a key of {field.column.refers}"
    return f"{field.kind.value} ({field.column.choices})" if field.column.choices else field.kind.value


def _settings() -> Iterator[str]:
    yield f"# Settings\n\n{_MADE}"
    yield "The *Settings* table has a name and a value in each row. A setting that it does not name keeps its default.\n"
    for group in registry().groups:
        yield f"## {group.title}\n\n{(group.__doc__ or '').strip()}\n"
        yield _row(["Setting", "Default", "What it decides", "Certainty", "Source"])
        yield _row(["---"] * 5)
        for field in group.settings():
            choices = f" One of: {', '.join(field.choices)}." if field.choices else ""
            yield _row(
                [field.header, field.shown_default or "(empty)", field.about + choices, field.certainty, field.source]
            )
        yield ""


def _lists() -> Iterator[str]:
    yield f"# Platforms and number formats\n\n{_MADE}"
    yield "Reasons have [a page of their own](reasons.md).\n"
    yield "## Platforms\n"
    yield _row(["Code", "Name", "Portal", "Checked on", "Source"])
    yield _row(["---"] * 5)
    for platform in platforms.PLATFORMS.values():
        portal = f"{platform.portal.name}: {platform.portal.host}"
        yield _row([platform.code, platform.label, portal, str(platform.checked_on), platform.source])
    yield "\nEach portal has a registration of its own (ipp-facts 14 [N1: LAW]).\n"
    yield "Links to these marketplaces are recognised, but IPP is not known to cover them:\n"
    yield _row(["Name", "Source"])
    yield _row(["---"] * 2)
    for marketplace in platforms.UNCOVERED_MARKETPLACES:
        yield _row([marketplace.label, marketplace.source])
    yield "\n## Number formats\n"
    yield _row(["Right", "Office", "Format"])
    yield _row(["---"] * 3)
    for form in dict.fromkeys(offices.number_formats().values()):
        yield _row([", ".join(form.right_types), form.office, form.name])
    yield ""


def write_pages() -> int:
    """Write the pages into a folder; with --check, list those that are stale and exit with 1."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("folder", type=Path, help="the folder of the pages: docs")
    reader.add_argument("--check", action="store_true", help="write nothing; exit with 1 if a page is stale")
    options = reader.parse_args()
    made = {options.folder / name: text for name, text in pages().items()}
    stale = [path for path, text in made.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    drawn = (options.folder / PICTURE_FOLDER).glob("*")
    stale += [path for path in drawn if path not in made]  # of a button that is gone
    for path in stale:
        if options.check:
            sys.stderr.write(f"{path} is stale. Run: make docs\n")
        elif path in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    return 1 if stale and options.check else 0


if __name__ == "__main__":
    sys.exit(write_pages())
