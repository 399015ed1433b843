"""Every parameter of a rule or a computed column says by its type what the wiring passes for it."""

import inspect
import typing
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from ippbook.declare import ComputedColumn, Rule, Wiring, registry
from ippbook.declare.wiring import Whole
from ippbook.tables.book import Tables
from ippbook.tables.column_types import (
    ChoiceColumn,
    DateColumn,
    FlagColumn,
    FoundColumn,
    Mask,
    NumberColumn,
    Sentences,
    TextColumn,
    kinds_of,
)
from ippbook.tables.schema import Kind
from ippbook.tables.setting_marks import declared_settings
from ippbook.tables.settings import read_settings

KNOWN = registry()
SETTINGS = read_settings({}, KNOWN.groups).values()
WIRING = Wiring(Tables.of(), KNOWN, date(2026, 6, 30), SETTINGS)
TYPES = {
    **{name: field.annotation for group in KNOWN.groups for name, field in declared_settings(group).items()},
    **{group.parameter: group for group in KNOWN.groups if group.parameter},
}
"""The Python type of each setting and each group of settings."""
WRITTEN = [column for column in KNOWN.columns if column.by is None]
"""Computed columns with a function of their own; the types of the others are those of the worksheet function."""


def expected(table: str, name: str) -> Any:
    """What the parameter *name* of a declaration on *table* must be annotated with: a type, or the kind of a column."""
    if name == "as_of":
        return date
    if name == "row_findings":
        return Kind.TEXT
    if name in SETTINGS:
        return TYPES[name]
    if name.startswith("all_"):
        return Whole
    kind = WIRING.kind(table, name)
    return FoundColumn if kind is None and name.endswith("_found") else kind


def agrees(annotation: Any, wanted: Any) -> bool:
    """Whether the annotation is the type, or an alias of columns of the kind."""
    return wanted in kinds_of(annotation) if isinstance(wanted, Kind) else annotation == wanted


def faults(function: Callable[..., Any], table: str) -> list[str]:
    """Each parameter that is not annotated, or not with what the wiring passes."""
    hints = typing.get_type_hints(function, include_extras=True)
    found = []
    for name in inspect.signature(function).parameters:
        wanted = expected(table, name)
        if name not in hints:
            found.append(f"{name} is not annotated; the wiring passes {wanted}")
        elif not agrees(hints[name], wanted):
            found.append(f"{name} is {hints[name]}; the wiring passes {wanted}")
    return found


@pytest.mark.parametrize("rule", KNOWN.rules, ids=lambda rule: rule.code)
def test_the_parameters_of_a_rule_have_the_types_of_its_columns_and_settings(rule: Rule) -> None:
    assert faults(rule.check, rule.table) == []


@pytest.mark.parametrize("rule", KNOWN.rules, ids=lambda rule: rule.code)
def test_a_rule_answers_with_a_mask_or_with_sentences(rule: Rule) -> None:
    assert typing.get_type_hints(rule.check)["return"] in (Mask, Sentences)


@pytest.mark.parametrize("column", WRITTEN, ids=lambda column: f"{column.table}.{column.name}")
def test_the_parameters_and_the_answer_of_a_computed_column_have_its_types(column: ComputedColumn) -> None:
    assert faults(column.function, column.table) == []
    answer = typing.get_type_hints(column.function, include_extras=True)["return"]
    assert column.kind in kinds_of(answer)


def filed_late(filed: TextColumn, right_expires: DateColumn, right_found, as_of: str, all_rights: Whole) -> None:  # type: ignore[no-untyped-def]  # the missing type is what is tested
    """A rule whose first and fourth parameters have the wrong type, and whose third has none."""


def test_a_wrong_and_a_missing_type_are_found() -> None:
    assert [fault.split(" ")[0] for fault in faults(filed_late, "Complaints")] == ["filed", "right_found", "as_of"]


@pytest.mark.parametrize(
    ("alias", "kind"),
    [
        (TextColumn, Kind.TEXT),
        (ChoiceColumn, Kind.CHOICE),
        (FlagColumn, Kind.YES_NO),
        (DateColumn, Kind.DATE),
        (NumberColumn, Kind.COUNT),
    ],
)
def test_an_alias_agrees_with_its_own_kind_only(alias: Any, kind: Kind) -> None:
    assert [
        other for other in (Kind.TEXT, Kind.CHOICE, Kind.YES_NO, Kind.DATE, Kind.COUNT) if agrees(alias, other)
    ] == [kind]
