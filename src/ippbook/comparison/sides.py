"""One of the two workbooks: read, checked, and its tables with every column that is compared."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from ippbook import ooxml
from ippbook.comparison.column_values import ComparedColumn
from ippbook.errors import UserError
from ippbook.formulas.native.request import FormulaRequest, FormulaScope
from ippbook.goodfaith import Terms
from ippbook.pipeline import Progress, Run, Study, day_of, silent
from ippbook.pipeline.side_folders import NO_FOLDERS, SideFolders
from ippbook.pipeline.stages import run_stages
from ippbook.quick_dataclasses import dataclass
from ippbook.tables import Table, Tables
from ippbook.tables.column_types import Mask
from ippbook.tables.find_table import TableRange, cells_in, value_at
from ippbook.tables.own_names import read_own_names
from ippbook.tables.read_tables import places_of
from ippbook.tables.records import RECORDS
from ippbook.tables.totals import without_rows
from ippbook.tables.workbook import SheetColumns

_UNREAD: Final = frozenset({"CL101", "CL102", "CL301"})
"""The codes of findings about cells that could not be read; such a cell is compared by its text."""


@dataclass(frozen=True, eq=False)
class TableSide:
    """A table of one workbook, with its columns by header. A table that the workbook lacks has no rows."""

    table: Table
    inputs: Mapping[str, ComparedColumn]
    """Each input column of the table; a column that the workbook lacks is blank."""
    formulas: Mapping[str, ComparedColumn] = field(default_factory=dict)
    """The formulas of the input columns that have some."""
    own: Mapping[str, ComparedColumn] = field(default_factory=dict)
    """The team's own columns."""
    computed: Mapping[str, ComparedColumn] = field(default_factory=dict)
    """The computed columns that the workbook has, with the values that ippbook computes."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """The headers as they are in the sheet, of input and computed columns, by ippbook's own."""

    @property
    def filled(self) -> Mask:
        """Which rows have a value in any input column or own column, readable or not (bool, one a row)."""
        every = np.arange(self.table.length, dtype=np.int64)
        found = self.table.filled.copy()
        for column in (*self.inputs.values(), *self.own.values()):
            if column.keys.dtype == object and not found.all():
                found |= column.filled(every)
        return found


@dataclass(frozen=True, eq=False)
class Side:
    """One of the two workbooks."""

    name: str
    """As messages name it."""
    tables: Tables
    as_of: date
    """The day for which it is judged."""
    book: ooxml.Book | None = None
    """None: there is no file on this side."""
    study: Study | None = None
    """None: the workbook has nothing of ippbook's, or there is no file."""
    stale_cells: int = 0
    """How many computed cells do not have the value that ippbook computes."""
    formula_counts: Mapping[str, int] = field(default_factory=dict)
    """How many formulas each sheet has."""
    stale_formulas: tuple[str, ...] = ()
    """Formulas that could not be calculated, so that their old values were compared."""

    @property
    def limits(self) -> Mapping[str, Decimal]:
        """The limits of the Good-Faith rates, by figure; none where the workbook was not checked."""
        terms = None if self.study is None else self.study.wiring.settings.get("terms")
        return terms.limits if isinstance(terms, Terms) else {}

    @cached_property
    def areas(self) -> Mapping[str, TableRange]:
        """Where each table is, by its name; only those that were read."""
        if self.book is None:
            return {}
        names, _ = read_own_names(self.book)
        present = (kind for kind in RECORDS if self.tables[kind.table].present)
        found = ((kind.table, next(places_of(self.book, kind, names), None)) for kind in present)
        return {table: area for table, area in found if area is not None}

    def table(self, name: str) -> TableSide:
        """The table *name* with its columns."""
        table = self.tables[name]
        area = self.areas.get(name)
        cells = self._cells(table, area)
        unread = dict(self._unread(table, cells)) if cells is not None else {}
        inputs, formulas = {}, {}
        for each in table.record.fields():
            number = table.places.columns.get(each.header)
            inputs[each.header] = ComparedColumn.typed(table.columns[each.name], unread.get(each.header, {}))
            if cells is not None and number is not None and cells[number].formula is not None:
                formulas[each.header] = ComparedColumn.of_formulas(cells[number], cells.first_row)
        study = self.study
        computed = {
            header: ComparedColumn.typed(study.computed[name, header])
            for header in table.computed_cells
            if study is not None and (name, header) in study.computed
        }
        own = dict(_own_columns(table, area, cells)) if area is not None and cells is not None else {}
        return TableSide(table, inputs, formulas, own, computed, _headers(table, area))

    def _cells(self, table: Table, area: TableRange | None) -> SheetColumns | None:
        """The cells of *table*, if any of them must be looked at again: own columns, formulas, cells that were not read."""
        if self.book is None or area is None:
            return None
        faulty = any(batch.table == table.name and batch.problem.code in _UNREAD for batch in self.tables.batches)
        if not (table.unknown or faulty or self.formula_counts.get(area.sheet, 0)):
            return None
        last = area.first_column + len(area.headers)
        return cells_in(self.book, area, range(area.first_column, last))

    def _unread(self, table: Table, cells: SheetColumns) -> Iterator[tuple[str, dict[int, str]]]:
        """By header, the texts of the cells that could not be read, by row."""
        found: dict[str, dict[int, str]] = {}
        for batch in self.tables.batches:
            number = table.places.columns.get(batch.header)
            if batch.table != table.name or batch.problem.code not in _UNREAD or number is None:
                continue
            for row in batch.rows.tolist():
                if row >= 0:
                    found.setdefault(batch.header, {})[row] = str(value_at(cells[number], row) or "")
        yield from found.items()


def _own_columns(table: Table, area: TableRange, cells: SheetColumns) -> Iterator[tuple[str, ComparedColumn]]:
    known = set(table.places.columns.values())
    seen: dict[str, int] = {}
    for place, header in enumerate(area.headers):
        if not header or area.first_column + place in known:
            continue
        seen[header] = seen.get(header, 0) + 1
        column = without_rows(cells[area.first_column + place], table.totals)
        name = header if seen[header] == 1 else f"{header} ({seen[header]})"
        compared = ComparedColumn.of_cells(column, cells.first_row)
        yield name, ComparedColumn(compared.keys[: table.length], compared.texts)


def _headers(table: Table, area: TableRange | None) -> dict[str, str]:
    if area is None:
        return {}
    return {header: area.headers[number - area.first_column] for header, number in table.places.columns.items()}


def read_side(
    path: Path,
    name: str,
    as_of: date | None,
    *,
    today: date,
    folders: SideFolders = NO_FOLDERS,
    progress: Progress = silent,
) -> Side:
    """Read and check the workbook at *path*, which messages call *name*.

    It may be a workbook without any table of ippbook: then its sheets are compared cell by cell. Raises `ooxml.WorkbookError`.
    """
    book = ooxml.open(path)
    run = Run(book, as_of, today, folders, progress, request=FormulaRequest(scope=FormulaScope.NEEDED))
    counts = run.formulas.census.counts
    try:
        run_stages(run)
    except UserError:
        if not run.foreign:
            raise
        return Side(name, run.tables, day_of(run.tables, as_of, today), book, formula_counts=counts)
    return Side(name, run.tables, run.study.as_of, book, run.study, run.changed, counts, run.failed_formulas)


def absent_side(name: str, day: date) -> Side:
    """The side without a file, as git names it /dev/null: a workbook without anything in it."""
    empty = Tables.of()
    for table in empty.tables.values():
        table.present = False
    return Side(name, empty, day)


__all__ = ["Side", "TableSide", "absent_side", "read_side"]
