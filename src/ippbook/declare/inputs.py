"""The inputs of a rule, a computed column or a worksheet function: what each of its parameter names means.

`meaning_of` is the one place that reads a parameter name. The wiring takes its values from there; `ippbook explain` and the
reference pages show the same as a table.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from ippbook.declare.computed_column import ComputedColumn
from ippbook.declare.content_registry import Registry
from ippbook.declare.value_types import AnyFunction
from ippbook.declare.worksheet_function import WorksheetFunction
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import FINDINGS_HEADER
from ippbook.tables.headers import header_of
from ippbook.tables.records import RECORDS, record
from ippbook.tables.schema import Field, Kind
from ippbook.tables.settings import SettingField

DAY_PARAMETER: Final = "as_of"
"""The parameter for the day for which everything is judged."""
FINDINGS_PARAMETER: Final = "row_findings"
"""The parameter for the sentences of the findings of each row."""
FOUND_SUFFIX: Final = "_found"
"""The end of a parameter that says whether the record exists to which the row refers, as in `right_found`."""
WHOLE_TABLES: Final[Mapping[str, str]] = MappingProxyType({f"all_{kind.table.lower()}": kind.table for kind in RECORDS})
"""The parameters for a whole table, as in `all_complaints`."""


class ParameterRole(Enum):
    """What a parameter name can mean."""

    DAY = auto()
    FINDINGS = auto()
    SETTING = auto()
    GROUP = auto()
    """A group of settings."""
    COLUMN = auto()
    """A column of the table that the team fills in."""
    COMPUTED = auto()
    """A computed column of the table."""
    TABLE = auto()
    """A whole table."""
    FOUND = auto()
    """Whether the record exists to which the row refers."""
    JOINED = auto()
    """A column of the record to which the row refers."""


@dataclass(frozen=True)
class Meaning:
    """The meaning of a parameter name, on one table."""

    role: ParameterRole
    table: str = ""
    """The table that has the column; for a group of settings its title."""
    field: str = ""
    """The field name of the column in that table, or of the setting."""
    kind: Kind | None = None
    referring: Field | None = None
    """The column by which the row refers to a record of another table."""


def meaning_of(name: str, table: str, registry: Registry) -> Meaning | None:
    """What the parameter *name* of a declaration on *table* means; None if it means nothing."""
    return (
        _of_the_run(name, table, registry) or _in_table(name, table, registry) or _by_reference(name, table, registry)
    )


def _of_the_run(name: str, table: str, registry: Registry) -> Meaning | None:
    """The day, the findings, a setting or a group of settings."""
    if name == DAY_PARAMETER:
        return Meaning(ParameterRole.DAY, kind=Kind.DATE)
    if name == FINDINGS_PARAMETER:
        return Meaning(ParameterRole.FINDINGS, table, kind=Kind.TEXT)
    if setting := registry.settings.get(name):
        return Meaning(ParameterRole.SETTING, setting.group, name, setting.kind)
    return next(
        (Meaning(ParameterRole.GROUP, group.title) for group in registry.groups if name == group.parameter), None
    )


def _in_table(name: str, table: str, registry: Registry) -> Meaning | None:
    """A column of *table*, or a whole table."""
    if field := record(table).field(name):
        return Meaning(ParameterRole.COLUMN, table, name, field.kind)
    if column := registry.by_name.get((table, name)):
        return Meaning(ParameterRole.COMPUTED, table, name, column.kind)
    return Meaning(ParameterRole.TABLE, WHOLE_TABLES[name]) if name in WHOLE_TABLES else None


def _by_reference(name: str, table: str, registry: Registry) -> Meaning | None:
    """What *name* means in a record to which a row of *table* refers."""
    references = [field for field in record(table).fields() if field.column.refers]
    for field in references:
        if name == field.name + FOUND_SUFFIX:
            return Meaning(ParameterRole.FOUND, field.column.refers, "", None, field)
    for field in references:
        target = record(field.column.refers)
        kinds = {each.name: each.kind for each in target.fields()}
        kinds |= {column.name: column.kind for column in registry.columns_of(target.table)}
        for own, kind in kinds.items():
            if target.joined_name(own) == name:
                return Meaning(ParameterRole.JOINED, target.table, own, kind, field)
    return None


@dataclass(frozen=True)
class DeclaredInput:
    """A line of the table of inputs: a parameter, and the column or value that it means."""

    parameter: str
    table: str
    """The table, or "Settings"; "" for a value that is in no table."""
    header: str
    """The header of the column, or the name of the setting; "" where it is neither."""
    kind: str
    note: str = ""
    """What table and header do not say."""
    default: str = ""
    """The default of a setting."""

    @property
    def place(self) -> str:
        """Table, header and note, as people read them."""
        column = ": ".join(part for part in (self.table, self.header) if part)
        return f"{column} ({self.note})" if column and self.note else column or self.note

    def as_dict(self) -> dict[str, str]:
        """The line for programs."""
        found = {"parameter": self.parameter, "table": self.table, "header": self.header, "kind": self.kind}
        return found | {name: text for name, text in (("note", self.note), ("default", self.default)) if text}


def inputs_of(
    names: Iterable[str], table: str, registry: Registry, function: AnyFunction | None = None
) -> tuple[DeclaredInput, ...]:
    """The inputs of a declaration on *table* with the parameters *names*.

    Of a group of settings these are the settings that *function* reads, or all where it passes the whole group on.
    """
    return tuple(line for name in names for line in _lines(name, table, registry, function))


def _lines(name: str, table: str, registry: Registry, function: AnyFunction | None) -> Iterator[DeclaredInput]:
    meaning = meaning_of(name, table, registry)
    if meaning is None:
        return
    kind = meaning.kind.value if meaning.kind else ""
    through = meaning.referring.header if meaning.referring else ""
    match meaning.role:
        case ParameterRole.DAY:
            yield DeclaredInput(name, "", "", kind, "the day for which everything is judged")
        case ParameterRole.FINDINGS:
            yield DeclaredInput(name, table, FINDINGS_HEADER, kind, "what the rules find in the row")
        case ParameterRole.SETTING:
            yield _setting(name, registry.settings[name])
        case ParameterRole.GROUP:
            group = next(group for group in registry.groups if group.parameter == name)
            read = None if function is None else attributes_read(function, name)
            yield from (_setting(name, each) for each in group.settings() if read is None or each.name in read)
        case ParameterRole.TABLE:
            yield DeclaredInput(name, meaning.table, "", "table", "the whole table")
        case ParameterRole.FOUND:
            yield DeclaredInput(
                name, meaning.table, "", Kind.YES_NO.value, f"whether it has the record that {through} names"
            )
        case ParameterRole.COLUMN | ParameterRole.COMPUTED:
            yield DeclaredInput(name, meaning.table, header_in(meaning.table, meaning.field, registry), kind)
        case ParameterRole.JOINED:
            header = header_in(meaning.table, meaning.field, registry)
            yield DeclaredInput(name, meaning.table, header, kind, f"of the record that {through} names")


def attributes_read(function: AnyFunction, parameter: str) -> frozenset[str] | None:
    """The attributes of *parameter* that the source of *function* reads; None where it uses the parameter as a whole."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):  # no source: a function made at run time
        return None
    uses = sum(isinstance(node, ast.Name) and node.id == parameter for node in ast.walk(tree))
    read = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == parameter
    ]
    return frozenset(read) if len(read) == uses else None


def _setting(parameter: str, setting: SettingField) -> DeclaredInput:
    return DeclaredInput(
        parameter, "Settings", setting.header, setting.kind.value, default=setting.shown_default or "(empty)"
    )


def header_in(table: str, field: str, registry: Registry) -> str:
    """The header of the column *field* of *table*, entered or computed."""
    column = registry.by_name.get((table, field))
    return column.header if column else header_of(field)


def inputs_of_column(column: ComputedColumn, registry: Registry) -> tuple[DeclaredInput, ...]:
    """The inputs of a computed column. An optional argument of its worksheet function that the column leaves out has no line."""
    return inputs_of(column.parameters, column.table, registry, column.function)


def inputs_of_function(function: WorksheetFunction) -> tuple[DeclaredInput, ...]:
    """The arguments of a worksheet function; a cell gives them, so they are in no table."""
    return tuple(
        DeclaredInput(each.name, "", "", each.takes, "an argument" if each.required else "an optional argument")
        for each in function.parameters
    )


__all__ = [
    "DeclaredInput",
    "Meaning",
    "ParameterRole",
    "inputs_of",
    "inputs_of_column",
    "inputs_of_function",
    "meaning_of",
]
