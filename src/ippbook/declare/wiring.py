"""The wiring: a parameter name becomes a column, a setting, or the day for which all is judged.

A name is, in this order: a value given by hand (documentation examples do), `as_of`, a setting, a column of the table,
a computed column of the table, a column of a record that the row refers to (`right_expires`), `right_found` (whether the
row's reference leads anywhere), or `all_complaints` (another table, whole).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.declare.column import ComputedColumn
from ippbook.declare.registry import Registry
from ippbook.tables.book import Table, Tables, take
from ippbook.tables.records import RECORDS, record
from ippbook.tables.schema import Field, Kind
from ippbook.tables.values import blank

_T = TypeVar("_T")
_WHOLES: Final = {f"all_{kind.table.lower()}": kind.table for kind in RECORDS}


class UnknownNameError(LookupError):
    """A declaration names something that the table does not have."""


@dataclass
class Wiring:
    """Resolves names for the declarations of one run; every column is computed once."""

    tables: Tables
    registry: Registry
    as_of: date
    settings: Mapping[str, Any]
    overrides: dict[tuple[str, str], Any] = field(default_factory=dict)
    """Values given by hand, by table and name; they go first."""
    _computed: dict[tuple[str, str], Any] = field(default_factory=dict)
    _taken: dict[tuple[str, str], Any] = field(default_factory=dict)
    """Joined columns: many rules ask for the same ones."""
    _busy: set[tuple[str, str]] = field(default_factory=set)
    _made: dict[tuple[str, Any], Any] = field(default_factory=dict)

    def value(self, table: str, name: str) -> Any:
        """The value that *name* stands for in declarations on *table*. Raises `UnknownNameError`."""
        at = (table, name)
        if at in self.overrides:
            return self.overrides[at]
        if name == "as_of":
            return self.as_of
        if name in self.settings:
            return self.settings[name]
        columns = self.tables[table].columns
        if name in columns:
            return columns[name]
        column = self.registry.by_name.get(at)
        if column is not None:
            return self._compute(column)
        return self._whole(name) if name in _WHOLES else self._taken_once(table, name)

    def values(self, table: str, names: tuple[str, ...]) -> list[Any]:
        """The values of several names."""
        return [self.value(table, name) for name in names]

    def kind(self, table: str, name: str) -> Kind | None:
        """The kind of the column that *name* stands for; None where it stands for no column."""
        if found := self.tables[table].field(name):
            return found.kind
        if column := self.registry.by_name.get((table, name)):
            return column.kind
        target = self._target(table, name)
        return None if target is None else self.kind(target[1], target[2])

    def _compute(self, column: ComputedColumn) -> Any:
        at = (column.table, column.name)
        if at not in self._computed:
            if at in self._busy:
                message = f"computed column {column.header} of {column.table} needs itself"
                raise UnknownNameError(message)
            self._busy.add(at)
            try:
                self._computed[at] = self._filled(column)
            finally:
                self._busy.discard(at)
        return self._computed[at]

    def _filled(self, column: ComputedColumn) -> Any:
        """The column computed, and blank in rows that hold nothing."""
        table = self.tables[column.table]
        found = column.compute(self.values(column.table, column.parameters), table.length)
        empty = ~table.filled
        return found.mask(empty, blank(column.kind, 1)[0]) if empty.any() else found

    def _whole(self, name: str) -> "Whole":
        return Whole(self, _WHOLES[name])

    def once(self, table: str, make: "Callable[[Whole], _T]") -> _T:
        """What *make* makes of the whole *table*, made once a run."""
        at = (table, make)
        if at not in self._made:
            self._made[at] = make(Whole(self, table))
        return cast("_T", self._made[at])

    def _target(self, table: str, name: str) -> tuple[Field, str, str] | None:
        """For a joined name: the referring field, the table it refers to, and the field's name there."""
        for source in record(table).fields():
            if not source.column.refers:
                continue
            target = record(source.column.refers)
            names = [item.name for item in target.fields()]
            names += [column.name for column in self.registry.columns_of(target.table)]
            for candidate in names:
                if target.joined_name(candidate) == name:
                    return source, target.table, candidate
        return None

    def _taken_once(self, table: str, name: str) -> Any:
        at = (table, name)
        if at not in self._taken:
            self._taken[at] = self._joined(table, name)
        return self._taken[at]

    def _joined(self, table: str, name: str) -> Any:
        if name.endswith("_found"):
            referring = name.removesuffix("_found")
            source = self.tables[table].field(referring)
            if source is not None and source.column.refers:
                return pd.Series(self.tables.rows_of(table, referring) >= 0)
        found = self._target(table, name)
        if found is None:
            message = f"{table} has no column, join or setting called {name}"
            raise UnknownNameError(message)
        source, target, candidate = found
        column = self.value(target, candidate)
        kind = self.kind(target, candidate) or Kind.TEXT
        return take(column, self.rows(table, source.name), blank(kind, 1))

    def rows(self, table: str, referring: str) -> NDArray[np.int64]:
        """The rows of the records that *table* refers to by its column *referring*; -1 where there is none."""
        return self.tables.rows_of(table, referring)

    def is_known(self, table: str, name: str) -> bool:
        """Whether *name* can be resolved on *table*, without computing anything."""
        own: Table = self.tables[table]
        return (
            name in {"as_of", "row_findings"}
            or name in self.settings
            or name in own.columns
            or (table, name) in self.registry.by_name
            or name in _WHOLES
            or (
                name.endswith("_found")
                and bool((source := own.field(name.removesuffix("_found"))) and source.column.refers)
            )
            or self._target(table, name) is not None
        )


@dataclass(frozen=True)
class Whole:
    """Another table, whole: `all_complaints["filed"]` is its column, by any name that the wiring knows there."""

    wiring: Wiring
    table: str

    def __getitem__(self, name: str) -> Any:
        return self.wiring.value(self.table, name)

    def __len__(self) -> int:
        return self.wiring.tables[self.table].length

    def once(self, make: "Callable[[Whole], _T]") -> _T:
        """What *make* makes of this table, made once a run: what several columns or rules share."""
        return self.wiring.once(self.table, make)

    @property
    def filled(self) -> NDArray[np.bool_]:
        """Which rows hold anything."""
        return self.wiring.tables[self.table].filled
