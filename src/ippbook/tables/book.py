"""The typed tables of one workbook, and the joins between them.

A `Table` has columns (pandas Series, one value a row, all of one length) and the places of their cells.
`Tables` has every table, the settings as typed, and the problems found while reading.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.languages import ENGLISH
from ippbook.normalize import clean, folded
from ippbook.ooxml import CellColumn
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import AnyColumn
from ippbook.tables.distinct_texts import blank_rows, distinct_texts, note_taken
from ippbook.tables.findings import Batch, Places
from ippbook.tables.records import RECORDS, record
from ippbook.tables.schema import Field, Kind, Record
from ippbook.tables.text_codes import TextCodes
from ippbook.tables.values import blank, blank_column
from ippbook.tables.workbook import SheetColumns


@dataclass
class Table:
    """One table: its columns by field name, its place, and which rows are filled."""

    record: type[Record]
    columns: "dict[str, AnyColumn]"
    places: Places
    length: int
    present: bool = True
    """False where the workbook has no such table; then it has no rows."""
    cells: SheetColumns | None = None
    """Its cells as they are in the workbook, rows from its first one; None where they were not kept."""
    computed_cells: dict[str, CellColumn] = field(default_factory=dict)
    """The present cells of computed columns, by header."""
    totals: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    """The rows (from 0) with totals, which are not data; their cells are blank in `columns`."""
    absent: frozenset[str] = frozenset()
    """The fields whose column the workbook does not have."""
    notes: tuple[str, ...] = ()
    """Sentences on what the reader skipped on purpose: rows above the headers, totals rows."""
    unknown: tuple[str, ...] = ()
    """Headers of the team's own columns."""
    codes: dict[str, TextCodes] = field(default_factory=dict)
    """The codes of text columns by field name, where the reader has them. Another column of that name does not have them."""

    @classmethod
    def of(cls, table: str, columns: "Mapping[str, AnyColumn]", sheet: str = "") -> "Table":
        """A table from columns only, as tests and documentation make it. Missing columns are blank."""
        kind = record(table)
        length = max((len(column) for column in columns.values()), default=0)
        fields = kind.fields()
        headers = {item.header: position for position, item in enumerate(fields, start=1)}
        return cls(
            kind,
            {item.name: columns.get(item.name, blank(item.kind, length)) for item in fields},
            Places(sheet or table, 2, headers),
            length,
        )

    @cached_property
    def missing_columns(self) -> tuple[str, ...]:
        """The headers of required columns that the workbook's table does not have. Reading reports each once."""
        return tuple(item.header for item in self.record.fields() if item.column.required and item.name in self.absent)

    @property
    def name(self) -> str:
        """The table's name."""
        return self.record.table

    def field(self, name: str) -> Field | None:
        """The input column called *name*, or None."""
        return self.record.field(name)

    def categorical(self, name: str, column: AnyColumn) -> AnyColumn:
        """*column*, as a pandas Categorical if it is this table's column *name* and its codes are known.

        A Categorical is quick to group by. Its missing values are the blanks of *column*.
        """
        found = self.codes.get(name)
        return column if found is None or found.column is not column else found.categorical()

    @cached_property
    def filled(self) -> NDArray[np.bool_]:
        """Which rows have a value (bool, one a row). Wholly empty rows do not count as records."""
        filled = np.zeros(self.length, dtype=bool)
        for column in self.columns.values():
            filled |= ~blank_rows(column)
            if filled.all():
                break
        return filled

    @cached_property
    def keys(self) -> dict[str, int]:
        """The row of each key. Where a key is there twice, the first row counts."""
        key_field = self.record.key_field()
        if key_field is None:
            return {}
        keys = folded(self.columns[key_field.name].tolist())
        found = {key: row for row, key in zip(range(len(keys) - 1, -1, -1), reversed(keys), strict=True)}
        found.pop("", None)
        return found

    @cached_property
    def row_keys(self) -> list[str]:
        """What names each row when rows move (`Record.identity_fields`): its key; of a complaint its number and its listing."""
        parts = zip(*(self.columns[field.name].tolist() for field in self.record.identity_fields()), strict=True)
        return [" ".join(part for part in row if part) for row in parts]


@dataclass
class Tables:
    """Every table of a workbook, by name."""

    tables: dict[str, Table]
    settings: "SettingsTyped"
    batches: tuple[Batch, ...] = ()
    """The problems found while reading."""
    language: str = ENGLISH
    """The language of its sheets and headers."""
    _joins: dict[tuple[str, str], NDArray[np.int64]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    @classmethod
    def of(cls, *tables: Table, settings: "SettingsTyped | None" = None) -> "Tables":
        """These tables, and all others empty."""
        present = {table.name: table for table in tables}
        every = {kind.table: present.get(kind.table) or Table.of(kind.table, {}) for kind in RECORDS}
        return cls(every, settings or SettingsTyped())

    @property
    def notes(self) -> tuple[str, ...]:
        """What the reader skipped on purpose, in sentences."""
        return tuple(note for table in self.tables.values() for note in table.notes)

    @property
    def places(self) -> dict[str, Places]:
        """The place of each table, in the order of the workbook, with the Settings table."""
        found = {name: table.places for name, table in self.tables.items()}
        return found | ({"Settings": self.settings.places} if self.settings.places else {})

    def rows_of(self, table: str, referring: str) -> NDArray[np.int64]:
        """For each row of *table*, the row of the record that its column *referring* names; -1 where there is none."""
        at = (table, referring)
        if at not in self._joins:
            source = self[table]
            target_field = source.field(referring)
            if target_field is None or not target_field.column.refers:
                raise KeyError(referring)
            keys = self[target_field.column.refers].keys
            codes, distinct = distinct_texts(source.columns[referring])
            found = np.array([keys.get(key, -1) for key in folded(distinct.tolist())], dtype=np.int64)
            self._joins[at] = found[codes] if len(distinct) else np.full(source.length, -1, dtype=np.int64)
        return self._joins[at]


@dataclass
class SettingsTyped:
    """The Settings table as it was typed: name to raw value, and its place."""

    values: dict[str, Any] = field(default_factory=dict)
    """By the name as typed, cleaned; raw cell values."""
    rows: dict[str, int] = field(default_factory=dict)
    places: Places | None = None


def fold(value: str) -> str:
    """A key as it is compared: cleaned, without case."""
    return clean(value).casefold()


def take(column: AnyColumn, rows: NDArray[np.int64], kind: Kind) -> AnyColumn:
    """The values of *column*, which is of *kind*, at *rows*; blank where a row is -1."""
    if column is blank_column(kind, len(column)):
        return blank_column(kind, len(rows))
    padded = np.concatenate([column.to_numpy(), blank(kind, 1).to_numpy()])
    taken = pd.Series(padded[rows], dtype=object if column.dtype == object else None, copy=False)
    note_taken(taken, column, rows)
    return taken


def joined_fields(table: type[Record]) -> Sequence[tuple[str, Field, Field]]:
    """Every field that *table* sees through a reference: its joined name, the referring field, the target's field."""
    return [
        (record(source.column.refers).joined_name(target.name), source, target)
        for source in table.fields()
        if source.column.refers
        for target in record(source.column.refers).fields()
    ]
