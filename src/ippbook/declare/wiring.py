"""The wiring: the value of each parameter of a rule or a computed column, by its name.

A name is looked up in this order: a value that overrides all others, the day (`as_of`), a setting, a column of the table, a computed
column of the table, a whole table (`all_complaints`), whether the record exists to which the row refers (`right_found`), a
column of that record (`right_expires`). `ippbook.declare.inputs` reads the names.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import date
from typing import TypeVar, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.declare.computed_column import ComputedColumn
from ippbook.declare.content_registry import Registry
from ippbook.declare.inputs import DAY_PARAMETER, Meaning, ParameterRole, meaning_of
from ippbook.declare.shared_work import SharedWork
from ippbook.declare.value_types import WiredValue
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.book import Tables, take
from ippbook.tables.column_types import AnyColumn
from ippbook.tables.findings import Batch
from ippbook.tables.schema import Kind
from ippbook.tables.values import blank

_T = TypeVar("_T")


class UnknownNameError(LookupError):
    """A declaration names something that the table does not have."""


@dataclass
class Wiring:
    """Finds the values of names for the declarations of one run; every column is computed once."""

    tables: Tables
    registry: Registry
    as_of: date
    settings: Mapping[str, WiredValue]
    """Each setting by name, and each group of settings by its parameter name."""
    overrides: dict[tuple[str, str], WiredValue] = field(default_factory=dict)
    """Values that override all others, by table and name: examples of documentation state computed columns so."""
    batches: tuple[Batch, ...] = ()
    """The findings of the run, once its rules have run: computed tables may list them."""
    _computed: dict[tuple[str, str], WiredValue] = field(default_factory=dict)
    _joined: dict[tuple[str, str], WiredValue] = field(default_factory=dict)
    """Columns of other tables: many rules use the same ones."""
    _busy: set[tuple[str, str]] = field(default_factory=set)
    """Computed columns whose computation has begun."""
    _made: dict[tuple[str, WiredValue], WiredValue] = field(default_factory=dict)
    elsewhere: SharedWork | None = None
    """What the second core makes for `once`."""

    def value(self, table: str, name: str) -> WiredValue:  # a column, a setting, a day or a whole table
        """The value of *name* in declarations on *table*. Raises `UnknownNameError`."""
        at = (table, name)
        if at in self.overrides:
            return self.overrides[at]
        if name == DAY_PARAMETER:
            return self.as_of
        if name in self.settings:
            return self.settings[name]
        columns = self.tables[table].columns
        if name in columns:
            return columns[name]
        if column := self.registry.by_name.get(at):
            return self._compute(column)
        if at not in self._joined:
            self._joined[at] = self._of_other_table(table, name)
        return self._joined[at]

    def values(self, table: str, names: tuple[str, ...]) -> list[WiredValue]:
        """The values of several names."""
        return [self.value(table, name) for name in names]

    def categorical(self, table: str, name: str) -> AnyColumn:
        """The column that *name* means, as a pandas Categorical if the reader knows which of its rows share a text."""
        return self.tables[table].categorical(name, self.value(table, name))

    def kind(self, table: str, name: str) -> Kind | None:
        """The kind of the column that *name* means; None if it is not a column."""
        meaning = meaning_of(name, table, self.registry)
        columns = {ParameterRole.COLUMN, ParameterRole.COMPUTED, ParameterRole.JOINED}
        return meaning.kind if meaning is not None and meaning.role in columns else None

    def is_known(self, table: str, name: str) -> bool:
        """Whether *name* means something on *table*; nothing is computed."""
        return name in self.settings or meaning_of(name, table, self.registry) is not None

    def once(self, table: str, make: "Callable[[Whole], _T]") -> _T:
        """The result of *make* for the whole *table*; it is called once a run. Raises `StillMadeError` while rules do not wait for it."""
        at = (table, make)
        if at not in self._made:
            taken = self.elsewhere.taken(at) if self.elsewhere else None
            self._made[at] = taken.value if taken else make(Whole(self, table))
        return cast("_T", self._made[at])

    def forget(self) -> None:
        """Drop what rules and columns shared: it takes memory, and is computed again where it is wanted."""
        self._joined.clear()
        self._made.clear()
        for table in self.tables.tables.values():
            table.__dict__.pop("keys", None)

    def rows(self, table: str, referring: str) -> NDArray[np.int64]:
        """The rows of the records that *table* refers to by its column *referring*; -1 where there is none."""
        return self.tables.rows_of(table, referring)

    def _compute(self, column: ComputedColumn) -> AnyColumn:
        at = (column.table, column.name)
        if at not in self._computed:
            if at in self._busy:
                message = f"computed column {column.header} of {column.table} needs itself"
                raise UnknownNameError(message)
            self._busy.add(at)
            try:
                self._computed[at] = self._blank_where_empty(column)
            finally:
                self._busy.discard(at)
        found: AnyColumn = self._computed[at]
        return found

    def _blank_where_empty(self, column: ComputedColumn) -> AnyColumn:
        """The column computed, and blank in rows that are wholly empty."""
        table = self.tables[column.table]
        found = column.compute(self.values(column.table, column.parameters), table.length)
        empty = ~table.filled
        return found.mask(empty, blank(column.kind, 1)[0]) if empty.any() else found

    def _of_other_table(self, table: str, name: str) -> "AnyColumn | Whole":
        """What *name* means outside the row: a whole table, or a column through the reference of the row."""
        match meaning_of(name, table, self.registry):
            case Meaning(ParameterRole.TABLE, other):
                return Whole(self, other)
            case Meaning(ParameterRole.FOUND, referring=referring) if referring is not None:
                return pd.Series(self.rows(table, referring.name) >= 0)
            case Meaning(ParameterRole.JOINED, other, own, kind, referring) if (
                kind is not None and referring is not None
            ):
                return take(self.value(other, own), self.rows(table, referring.name), kind)
        message = f"{table} has no column, join or setting called {name}"
        raise UnknownNameError(message)


@dataclass(frozen=True)
class Whole:
    """A whole table: `all_complaints["filed"]` is its column, by any name that the wiring knows there."""

    wiring: Wiring
    table: str

    def __getitem__(self, name: str) -> WiredValue:
        return self.wiring.value(self.table, name)

    def __len__(self) -> int:
        return self.wiring.tables[self.table].length

    def categorical(self, name: str) -> AnyColumn:
        """The column *name* to group by: a pandas Categorical if the reader knows which of its rows share a text."""
        return self.wiring.categorical(self.table, name)

    def once(self, make: "Callable[[Whole], _T]") -> _T:
        """The result of *make* for this table. It is called once a run, so several columns or rules can share the result."""
        return self.wiring.once(self.table, make)

    @property
    def filled(self) -> NDArray[np.bool_]:
        """Which rows have a value."""
        return self.wiring.tables[self.table].filled
