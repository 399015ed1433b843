"""Runs the Flagged and Clean tables of a rule's page. The page is the test.

Some rules compare rows with each other, so only some of the rows are flagged. Such a table has a column *Flagged* with yes
or no.
"""

from datetime import date
from typing import Final

from ippbook.declare.content_registry import Registry
from ippbook.declare.docstring import PageTable, page_tables
from ippbook.declare.platform_rule import Rule
from ippbook.declare.run_rule import run_rule
from ippbook.declare.value_types import WiredValue
from ippbook.declare.wiring import Wiring
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.book import Table, Tables
from ippbook.tables.headers import field_of
from ippbook.tables.records import record
from ippbook.tables.schema import Record
from ippbook.tables.values import read_value, series

EXAMPLE_DAY: Final = date(2026, 6, 30)
"""The day for which examples are judged, unless they have a column *As of*."""


@dataclass(frozen=True)
class ExampleResult:
    """The result of an example: the rows that should be flagged and are not (Flagged), or are flagged and should not be (Clean)."""

    heading: str
    grid: PageTable
    wrong: tuple[int, ...]
    messages: tuple[str, ...]


def example_results(rule: Rule, registry: Registry, settings: dict[str, WiredValue]) -> list[ExampleResult]:
    """Run every example of *rule*."""
    found = []
    for heading in ("Flagged", "Clean"):
        for grid in page_tables(rule.page.section(heading)):
            batch = run_rule(rule, _wiring(rule.table, grid, registry, settings))
            flagged = set() if batch is None else {int(row) for row in batch.rows}
            wanted = heading == "Flagged"
            wrong = tuple(row for row in range(len(grid.rows)) if (row in flagged) != _wanted(grid, row, wanted))
            if batch is not None and batch.problem.code != rule.code:
                wrong = (-1,)
            found.append(ExampleResult(heading, grid, wrong, tuple(batch.messages) if batch else ()))
    return found


def _wanted(grid: PageTable, row: int, usually: bool) -> bool:
    """Whether *row* of an example should be flagged."""
    return grid.rows[row][grid.headers.index("Flagged")] == "yes" if "Flagged" in grid.headers else usually


def _wiring(table: str, grid: PageTable, registry: Registry, settings: dict[str, WiredValue]) -> Wiring:
    """The tables of an example: its own columns and, where it names joined columns, one record of another table for each row."""
    columns = {field_of(header): [row[place] for row in grid.rows] for place, header in enumerate(grid.headers)}
    settings = dict(settings)
    as_of = EXAMPLE_DAY
    columns.pop("flagged", None)
    if "as_of" in columns:
        as_of = date.fromisoformat(columns.pop("as_of")[0])
    for name in [name for name in columns if name in registry.settings]:
        settings[name] = read_value(columns.pop(name)[0], registry.settings[name].kind)
    kind = record(table)
    overrides: dict[tuple[str, str], WiredValue] = {}
    own: dict[str, list[str]] = {}
    others: dict[str, dict[str, list[str]]] = {}
    for name, texts in columns.items():
        if kind.field(name):
            own[name] = texts
        elif computed := registry.by_name.get((table, name)):
            overrides[table, name] = series([read_value(text, computed.kind) for text in texts], computed.kind)
        else:
            target, candidate = _target(kind, name, registry)
            others.setdefault(target, {})[candidate] = texts
    tables = [_other(name, found, kind, own, len(grid.rows), registry, overrides) for name, found in others.items()]
    first = kind.key_field()
    if first is not None and first.name not in own:
        own[first.name] = [f"{table}-{row}" for row in range(len(grid.rows))]
    tables.append(Table.of(table, _columns(kind, own)))
    return Wiring(Tables.of(*tables), registry, as_of, settings, overrides)


def _columns(kind: type[Record], texts: dict[str, list[str]]) -> WiredValue:
    return {
        field.name: series([read_value(text, field.kind, field.words) for text in texts[field.name]], field.kind)
        for field in kind.fields()
        if field.name in texts
    }


def _other(
    table: str,
    found: dict[str, list[str]],
    kind: type[Record],
    own: dict[str, list[str]],
    length: int,
    registry: Registry,
    overrides: WiredValue,
) -> Table:
    """A table that the example's rows refer to, one record a row."""
    target = record(table)
    referring = next(field.name for field in kind.fields() if field.column.refers == table)
    key_field = target.key_field()
    keys = own.setdefault(referring, [f"{table}-{row}" for row in range(length)])
    texts = {name: column for name, column in found.items() if target.field(name)}
    for name, column in found.items():
        if computed := registry.by_name.get((table, name)):
            overrides[table, name] = series([read_value(text, computed.kind) for text in column], computed.kind)
    if key_field is not None:
        texts[key_field.name] = keys
    return Table.of(table, _columns(target, texts))


def _target(kind: type[Record], name: str, registry: Registry) -> tuple[str, str]:
    for field in kind.fields():
        if field.column.refers:
            target = record(field.column.refers)
            names = [item.name for item in target.fields()] + [
                column.name for column in registry.columns_of(target.table)
            ]
            for candidate in names:
                if target.joined_name(candidate) == name:
                    return target.table, candidate
    message = f"no column called {name} in the example of a rule on {kind.table}"
    raise LookupError(message)
