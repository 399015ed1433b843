"""What a declaration must contain. Each gap is a sentence that says what to write, and where.

The tests call these functions for every declaration, so a contributor who forgets the source reads how to add it.
"""

import re
from collections.abc import Iterator
from typing import Final

from ippbook.declare.button import Button
from ippbook.declare.computed_column import ComputedColumn
from ippbook.declare.computed_table import Report
from ippbook.declare.content_registry import Registry
from ippbook.declare.docstring import page_tables
from ippbook.declare.inputs import meaning_of
from ippbook.declare.platform_rule import Rule
from ippbook.declare.worksheet_function import WorksheetFunction
from ippbook.tables.findings import Page
from ippbook.tables.records import RECORDS, record

SHORTEST_REASON: Final = 60
"""Characters that a button's page has at least after its first sentence."""
LONGEST_TIP: Final = 120
"""Characters of a button's first sentence, which is its tip, at most."""
LONGEST_LABEL: Final = 30
_SOURCE_LINE: Final = "Write a line of its own, such as `Source: ipp-facts 3.3 [O14: OFF].` or `Source: house rule: …`"


def gaps_of_rule(rule: Rule, registry: Registry) -> tuple[str, ...]:
    """What the rule lacks; empty where it is complete."""
    return tuple(f"{_place(rule.check, rule.code)}: {gap}" for gap in _of_rule(rule, registry))


def _of_rule(rule: Rule, registry: Registry) -> Iterator[str]:
    tables = {kind.table: kind.code for kind in RECORDS}
    if rule.table not in tables:
        yield f"on={rule.table!r} is not a table. Use one of: {', '.join(tables)}."
        return
    if not re.fullmatch(rf"{tables[rule.table]}[123]\d\d", rule.code):
        yield (
            f"the code is not one of the table {rule.table}. Write {tables[rule.table]} and three digits, "
            "the first of them 1 for an error, 2 for a warning, 3 for advice."
        )
    headers = [field.header for field in record(rule.table).fields()] + list(registry.headers.get(rule.table, ()))
    if rule.at not in headers:
        yield f"at={rule.at!r} is not a header of {rule.table}. Use one of: {', '.join(headers)}."
    yield from _of_page(rule.page)
    if not rule.page.why:
        yield "the docstring does not say why the rule matters. Add a paragraph after the first sentence."
    if not rule.page.fix:
        yield "the docstring does not say how to fix a finding. Add a line `Fix: …`."
    if not rule.page.certainty:
        yield "the docstring does not say how certain the rule is. Add a line `Certainty: …`: law, official, vendor, inferred …"
    for heading in ("Flagged", "Clean"):
        if not any(table.rows for table in page_tables(rule.page.section(heading))):
            yield (
                f"the docstring has no example rows under `{heading}:`. Add a table with the headers of the columns, as in\n"
                f"    {heading}:\n        | Filed      | Right expires |\n        | 2026-02-01 | 2026-01-31    |"
            )
    for name in (*rule.parameters, *rule.placeholders):
        if meaning_of(name, rule.table, registry) is None:
            yield (
                f"{name} is not a column of {rule.table}, a column of a record that its rows name, or a setting. "
                "docs/columns.md and docs/settings.md list the names."
            )


def gaps_of_column(column: ComputedColumn, registry: Registry) -> tuple[str, ...]:
    """What the computed column lacks; empty where it is complete."""
    place = _place(column.function, f"column {column.header} of {column.table}")
    return tuple(f"{place}: {gap}" for gap in _of_column(column, registry))


def _of_column(column: ComputedColumn, registry: Registry) -> Iterator[str]:
    yield from _of_page(column.page)
    if record(column.table).field(column.name) is not None:
        yield f"the team already enters a column {column.header} in {column.table}. Choose another header."
    if column.name in registry.settings:
        yield f"{column.header} is the name of a setting. Choose another header."
    for name in column.parameters if column.by is None else ():
        if meaning_of(name, column.table, registry) is None:
            yield f"{name} is not a column of {column.table}, a column of a record that its rows name, or a setting."


def gaps_of_function(function: WorksheetFunction) -> tuple[str, ...]:
    """What the worksheet function lacks; empty where it is complete."""
    return tuple(f"{_place(function.function, function.name)}: {gap}" for gap in _of_function(function))


def _of_function(function: WorksheetFunction) -> Iterator[str]:
    if not re.fullmatch(r"IPP_[A-Z][A-Z0-9_]*", function.name):
        yield "the name does not begin with IPP_, or has other characters than A to Z, 0 to 9 and _."
    yield from _of_page(function.page)
    for parameter in function.parameters:
        if not parameter.note:
            yield (
                f"the argument {parameter.name} has no note for the function wizard. "
                f"Add a line `{parameter.name}: …` under `Arguments:` in the docstring."
            )
    if not any("->" in line for line in function.page.section("Examples").splitlines()):
        yield f"the docstring has no example. Add a line `={function.name}(…) -> result` under `Examples:`."


def gaps_of_report(report: Report) -> tuple[str, ...]:
    """What the computed table lacks; empty where it is complete."""
    gaps = [*_of_page(report.page)]
    gaps += [f"the column {column.header} has no note." for column in report.columns if not column.note]
    return tuple(f"{_place(report.function, f'table {report.table}')}: {gap}" for gap in gaps)


def gaps_of_button(button: Button) -> tuple[str, ...]:
    """What the button lacks; empty where it is complete."""
    return tuple(f"{_place(button.function, f'button {button.name}')}: {gap}" for gap in _of_button(button))


def _of_button(button: Button) -> Iterator[str]:
    for what, text in (("label", button.label), ("group", button.group)):
        if not 0 < len(text) <= LONGEST_LABEL:
            yield f"the {what} has {len(text)} characters. Write 1 to {LONGEST_LABEL}."
    if not re.fullmatch(r"[A-Z][A-Za-z0-9]+", button.image):
        yield f"image={button.image!r} is not the name of an Office picture, such as ReviewTrackChanges."
    yield from _first_sentence(button.page)
    if len(button.page.summary) > LONGEST_TIP:
        yield f"the first sentence, which is the tip, has {len(button.page.summary)} characters. Write at most {LONGEST_TIP}."
    if len(button.page.why) <= SHORTEST_REASON:
        yield (
            f"the docstring has {len(button.page.why)} characters after its first sentence. Say in more than "
            f"{SHORTEST_REASON} what the button reads, what it changes, and what it leaves unchanged."
        )


def _of_page(page: Page) -> Iterator[str]:
    """What every page of the field needs: a first sentence, and a source."""
    yield from _first_sentence(page)
    if not page.source:
        yield f"the docstring has no source. {_SOURCE_LINE}."
    elif "ipp-facts" not in page.source and not page.source.startswith("house rule"):
        yield f"the source names neither a section of ipp-facts nor a house rule. {_SOURCE_LINE}."


def _first_sentence(page: Page) -> Iterator[str]:
    if not page.summary.endswith("."):
        yield "the first line of the docstring is not a sentence that ends with a full stop."


def _place(function: object, name: str) -> str:
    """The file and the name of a declaration, as a person looks for them."""
    module = str(getattr(function, "__module__", ""))
    return f"{module.replace('.', '/')}.py, {name}"


__all__ = ["gaps_of_button", "gaps_of_column", "gaps_of_function", "gaps_of_report", "gaps_of_rule"]
