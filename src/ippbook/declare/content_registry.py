"""Everything that the content rooms declare: rules, computed columns, worksheet functions, settings, computed tables."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from string import Formatter
from types import MappingProxyType
from typing import Final

from ippbook.declare.computed_column import ComputedColumn
from ippbook.declare.computed_table import Report
from ippbook.declare.discovery import discover, discover_classes, modules_of
from ippbook.declare.platform_rule import Rule
from ippbook.declare.value_types import AnyFunction
from ippbook.declare.worksheet_function import WorksheetFunction
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import FINDINGS_FIELD
from ippbook.tables.records import record
from ippbook.tables.settings import SettingField, SettingGroup

_ROOMS: Final = (
    "ippbook.tables.settings",
    "ippbook.goodfaith.terms",
    "ippbook.deadlines.times",
    "ippbook.functions",
    "ippbook.computed",
    "ippbook.rules",
)
"""The rooms, and the modules of other rooms with groups of settings: loading all of those rooms takes time. A test finds a group that is not here."""


@dataclass(frozen=True)
class Registry:
    """All rules (by code), computed columns (as declared, findings last), functions (by name), setting groups, reports."""

    rules: tuple[Rule, ...]
    columns: tuple[ComputedColumn, ...]
    functions: Mapping[str, WorksheetFunction]
    groups: tuple[type[SettingGroup], ...]
    reports: tuple[Report, ...] = ()

    @cached_property
    def by_name(self) -> Mapping[tuple[str, str], ComputedColumn]:
        """Computed columns by table and field name."""
        return {(column.table, column.name): column for column in self.columns}

    def columns_of(self, table: str) -> tuple[ComputedColumn, ...]:
        """The computed columns of *table*, in order."""
        return tuple(column for column in self.columns if column.table == table)

    @cached_property
    def headers(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """Headers of computed columns by table, each with its Chinese names."""
        tables = dict.fromkeys(column.table for column in self.columns)
        return {table: {column.header: column.chinese for column in self.columns_of(table)} for table in tables}

    @cached_property
    def settings(self) -> Mapping[str, SettingField]:
        """Every setting by name."""
        return {field.name: field for group in self.groups for field in group.settings()}

    def inputs(self, column: ComputedColumn) -> tuple[str, ...] | None:
        """The headers of the cells that the formula of *column* reads; None if an input is not a cell of its own row."""
        if column.native:
            return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(column.native) if name))
        if column.by is None:
            return None
        own = {field.name: field.header for field in record(column.table).fields()}
        own |= {other.name: other.header for other in self.columns_of(column.table)}
        names = list(column.parameters)
        while names and names[-1] not in own and not column.by.parameters[len(names) - 1].required:
            names.pop()
        return None if any(name not in own for name in names) else tuple(own[name] for name in names)

    def formula(
        self, column: ComputedColumn, table: str = "", headers: Mapping[str, str] = MappingProxyType({})
    ) -> str:
        """The worksheet formula of *column*, without "="; "" where it has none.

        *table* and *headers* (ours to theirs): their names in the workbook, where these differ.
        """
        inputs = self.inputs(column)
        if inputs is None:
            return ""
        cells = [f"{table or column.table}[[#This Row],[{escape(headers.get(header, header))}]]" for header in inputs]
        if column.native or column.by is None:
            return column.native.format_map(dict(zip(inputs, cells, strict=True)))
        return f"{column.by.name}({','.join(cells)})"


def escape(header: str) -> str:
    """A header inside a structured reference, with the special characters quoted."""
    return "".join(f"'{sign}" if sign in "[]#'@" else sign for sign in header)


@lru_cache
def registry() -> Registry:
    """Everything that the content rooms declare."""
    modules = tuple(modules_of(*_ROOMS))
    columns = [
        column if column.module else replace(column, module=module.__name__)
        for module, column in discover(modules, ComputedColumn)
    ]
    rules = [rule for _, rule in discover(modules, Rule)]
    functions = [function for _, function in discover(modules, WorksheetFunction)]
    reports = [report for _, report in discover(modules, Report)]
    groups = [group for group in discover_classes(modules, SettingGroup) if group.title]
    _refuse_twice("code", [(rule.code, rule.check) for rule in rules])
    _refuse_twice("function", [(function.name, function.function) for function in functions])
    _refuse_twice("column", [(f"{column.table}: {column.header}", column.function) for column in columns])
    return Registry(
        tuple(sorted(rules, key=lambda rule: rule.code)),
        tuple(sorted(columns, key=lambda column: column.name == FINDINGS_FIELD)),
        {function.name: function for function in sorted(functions, key=lambda function: function.name)},
        tuple(groups),
        tuple(reports),
    )


def _refuse_twice(what: str, declared: Iterable[tuple[str, AnyFunction]]) -> None:
    """Raise `ValueError` where two declarations have one name."""
    first: dict[str, AnyFunction] = {}
    for name, function in declared:
        other = first.setdefault(name, function)
        if other is not function:
            places = " and ".join(f"{each.__module__}.{each.__qualname__}" for each in (other, function))
            message = f"the {what} {name} is declared twice: {places}. Give one of them another name"
            raise ValueError(message)
