"""The pages that people ask for by code or name: findings, rules, worksheet functions and computed columns."""

import re
from collections.abc import Mapping
from dataclasses import replace

from ippbook.declare.computed_column import ComputedColumn
from ippbook.declare.content_registry import Registry, registry
from ippbook.declare.inputs import DeclaredInput, inputs_of, inputs_of_column, inputs_of_function
from ippbook.errors import UserError
from ippbook.languages import say, say_series
from ippbook.normalize import clean, near_names
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import Page
from ippbook.tables.problems import PROBLEMS


@dataclass(frozen=True)
class PageEntry:
    """What a person sees of a code or a name."""

    code: str
    kind: str
    page: Page
    inputs: tuple[DeclaredInput, ...] = ()
    """What it reads: `page_entry` fills this in."""


def page_entries() -> dict[str, PageEntry]:
    """The page of every code and every worksheet function."""
    known = registry()
    found = {
        problem.code: PageEntry(
            problem.code, say("{word}, found while reading", word=problem.severity.word), problem.page
        )
        for problem in PROBLEMS
    }
    found |= {
        rule.code: PageEntry(
            rule.code,
            say(
                "{word} on {rule_table}, at {at} ({rule_name})",
                word=rule.severity.word,
                rule_table=rule.table,
                at=rule.at,
                rule_name=rule.name,
            ),
            rule.page,
        )
        for rule in known.rules
    }
    found |= {
        name: PageEntry(
            function.signature,
            say("worksheet function, category {category}", category=function.category),
            function.page,
        )
        for name, function in known.functions.items()
    }
    return found


def column_entry(column: ComputedColumn) -> PageEntry:
    """The page of a computed column."""
    name = f"{column.table}: {column.header}"
    return PageEntry(
        name,
        say("computed column, {kind_value}", kind_value=column.kind.value),
        column.page,
        inputs_of_column(column, registry()),
    )


def page_entry(code: str) -> PageEntry:
    """The page of *code*, with its inputs: a code, a worksheet function, or a computed column as in "Complaints: Links".

    Raises `UserError` with the nearest names where there is none.
    """
    known, wanted = page_entries(), code.strip().upper()
    if wanted in known:
        return replace(known[wanted], inputs=_inputs(wanted, registry()))
    columns = _columns(registry())
    if (column := columns.get(_spelling(code))) is not None:
        return column_entry(column)
    names = {_spelling(name): name for name in known}
    names |= {_spelling(name): name for name in (f"{each.table}: {each.header}" for each in columns.values())}
    near = near_names(_spelling(code), names) or [name for name in names if f" {_spelling(code)}" in name][:3]
    hint = (
        say("did you mean {near}?", near=say_series(names[each] for each in near)) if near else say("see ippbook rules")
    )
    raise UserError("there is no code {code!r}; {hint}", code=code, hint=hint)


def _columns(known: Registry) -> Mapping[str, ComputedColumn]:
    """Computed columns by table and header, and by the header alone where only one table has it."""
    found = {_spelling(f"{column.table} {column.header}"): column for column in known.columns}
    headers = [_spelling(column.header) for column in known.columns]
    alone = {
        header: column for header, column in zip(headers, known.columns, strict=True) if headers.count(header) == 1
    }
    return alone | found


def _inputs(code: str, known: Registry) -> tuple[DeclaredInput, ...]:
    """The inputs of a rule or a worksheet function; empty for a finding of reading."""
    if code in known.functions:
        return inputs_of_function(known.functions[code])
    return next(
        (inputs_of(rule.parameters, rule.table, known, rule.check) for rule in known.rules if rule.code == code), ()
    )


def _spelling(name: str) -> str:
    """A name as it is compared: without case and punctuation."""
    return re.sub(r"[\W_]+", " ", clean(name).casefold()).strip()


__all__ = ["PageEntry", "column_entry", "page_entries", "page_entry"]
