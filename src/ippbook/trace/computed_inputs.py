"""What ippbook's computed columns and tables read: cells of the same row, of the records that it names, settings, whole tables."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np

from ippbook.declare import ComputedColumn, Registry
from ippbook.declare.computed_table import Report
from ippbook.declare.inputs import Meaning, ParameterRole, attributes_read, header_in, meaning_of
from ippbook.formulas.regions import Region
from ippbook.formulas.source import RowNumbers
from ippbook.languages import say
from ippbook.normalize import key
from ippbook.ooxml import TableArea
from ippbook.pipeline.run import Run
from ippbook.quick_dataclasses import dataclass
from ippbook.tables import Table
from ippbook.trace.areas import meet


@dataclass(frozen=True)
class ComputedInput:
    """Cells that a computed value reads, or a sentence about what it reads that is in no cell."""

    region: Region | None
    note: str = ""
    whole: bool = False
    """A whole table: what is in it is not followed."""


@dataclass(frozen=True)
class ComputedCellsPart:
    """Cells that ippbook computes without a formula: of a computed column, or a computed table."""

    region: Region
    column: ComputedColumn | None = None
    report: Report | None = None

    @property
    def name(self) -> str:
        """What it is, for people."""
        if self.column is not None:
            return say(
                "computed column {column_header} of {column_table}",
                column_header=self.column.header,
                column_table=self.column.table,
            )
        return say("computed table {report_table}", report_table=self.report.table) if self.report else ""


class ComputedPlaces:
    """The computed columns and tables that a workbook has."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._known: Registry = run.known
        self._columns: list[tuple[ComputedColumn, Table, Region]] = []
        for column in self._known.columns:
            table = run.tables[column.table]
            number = table.places.columns.get(column.header)
            if number is not None and table.length and column.header in table.computed_cells:
                self._columns.append((column, table, _data(table, number)))
        self._reports = [
            (report, _region(area))
            for report in self._known.reports
            if (area := report.area_in(run.book.tables.values())) is not None
        ]

    def within(self, region: Region) -> Iterator[ComputedCellsPart]:
        """What of *region* ippbook computes."""
        for column, _, cells in self._columns:
            if common := meet(cells, region):
                yield ComputedCellsPart(common, column)
        for report, cells in self._reports:
            if common := meet(cells, region):
                yield ComputedCellsPart(common, report=report)

    def inputs(self, part: ComputedCellsPart) -> list[ComputedInput]:
        """What the cells of *part* read."""
        if part.column is None:
            return self._tables
        column, table, _ = next(each for each in self._columns if each[0] is part.column)
        found: list[ComputedInput] = []
        for name in column.parameters:
            meaning = meaning_of(name, column.table, self._known)
            if meaning is not None:
                found += [one for one in self._read(column, table, name, meaning, part.region) if one not in found]
        return found

    def readers(self, region: Region) -> Iterator[ComputedCellsPart]:
        """The computed cells that read a cell of *region*."""
        for column, cells, inputs in self._read_by_columns:
            for one in inputs:
                common = None if one.region is None else meet(one.region, region)
                if common is not None and one.region is not None:
                    same_row = (one.region.top, one.region.bottom) == (cells.top, cells.bottom)
                    own = one.region.sheet == cells.sheet and same_row
                    rows = Region(cells.sheet, common.top, cells.left, common.bottom, cells.right) if own else cells
                    yield ComputedCellsPart(rows, column)
                    break
        if any(one.region and meet(one.region, region) for one in self._tables):
            for report, cells in self._reports:
                yield ComputedCellsPart(cells, report=report)

    @cached_property
    def _read_by_columns(self) -> list[tuple[ComputedColumn, Region, list[ComputedInput]]]:
        """What the whole of each computed column reads: each range of a trace asks for it."""
        return [(column, cells, self.inputs(ComputedCellsPart(cells, column))) for column, _, cells in self._columns]

    @cached_property
    def _tables(self) -> list[ComputedInput]:
        """The day and all tables that the team fills in: what is computed from whole tables may read each of them."""
        names = [name for name, table in self._run.tables.tables.items() if table.length and table.places.sheet]
        return [ComputedInput(None, self._day()), *(one for name in names for one in self._whole(name))]

    def _whole(self, name: str) -> list[ComputedInput]:
        """The columns of a table that the team fills in, each stretch of neighbours as one range."""
        table = self._run.tables[name]
        entered = {field.header for field in table.record.fields()}
        columns = sorted(number for header, number in table.places.columns.items() if header in entered)
        if not table.length or not columns:
            return [ComputedInput(None, say("the table {name}, which is empty", name=name))]
        first, found = table.places.first_row, []
        for stretch in np.split(np.array(columns), np.flatnonzero(np.diff(columns) != 1) + 1):
            left, right = int(stretch[0]), int(stretch[-1])
            region = Region(table.places.sheet, first, left, first + table.length - 1, right)
            found.append(ComputedInput(region, say("the whole table {name}", name=name), whole=True))
        return found

    def _day(self) -> str:
        return say("the day for which everything is judged: {as_of:%Y-%m-%d}", as_of=self._run.study.as_of)

    def _read(
        self, column: ComputedColumn, table: Table, name: str, meaning: Meaning, cells: Region
    ) -> Iterator[ComputedInput]:
        match meaning.role:
            case ParameterRole.DAY:
                yield ComputedInput(None, self._day())
            case ParameterRole.FINDINGS:
                yield ComputedInput(
                    None,
                    say("what the rules find in the rows of {column_table}: ippbook check", column_table=column.table),
                )
            case ParameterRole.SETTING:
                yield self._setting(name)
            case ParameterRole.GROUP:
                group = next(group for group in self._known.groups if group.parameter == name)
                read = attributes_read(column.function, name)
                for each in group.settings():
                    if read is None or each.name in read:
                        yield self._setting(each.name)
            case ParameterRole.TABLE:
                yield from self._tables  # a whole table leads to every other one: Accounts to Complaints
            case ParameterRole.COLUMN | ParameterRole.COMPUTED:
                yield self._cells(table, header_in(meaning.table, meaning.field, self._known), cells)
            case ParameterRole.FOUND | ParameterRole.JOINED:
                yield from self._of_record(table, meaning, cells)

    def _cells(self, table: Table, header: str, cells: Region) -> ComputedInput:
        """The cells under *header* in the rows of *cells*."""
        number = table.places.columns.get(header)
        if number is None:
            return ComputedInput(
                None,
                say("{table_name} has no column {header}: it counts as blank", table_name=table.name, header=header),
            )
        return ComputedInput(Region(cells.sheet, cells.top, number, cells.bottom, number))

    def _of_record(self, table: Table, meaning: Meaning, cells: Region) -> Iterator[ComputedInput]:
        """The cells that name the record, and the record's cells."""
        if meaning.referring is None:
            return
        yield self._cells(table, meaning.referring.header, cells)
        target = self._run.tables[meaning.table]
        header = header_in(meaning.table, meaning.field, self._known) if meaning.field else ""
        number = target.places.columns.get(header)
        if number is None or not target.length:
            return
        first = table.places.first_row
        rows: RowNumbers = self._run.tables.rows_of(table.name, meaning.referring.name)
        found = rows[cells.top - first : cells.bottom - first + 1]
        found = found[found >= 0]
        if len(found):
            top, bottom = int(np.min(found)), int(np.max(found))
            start = target.places.first_row
            yield ComputedInput(Region(target.places.sheet, start + top, number, start + bottom, number))

    def _setting(self, name: str) -> ComputedInput:
        field = self._known.settings[name]
        settings = self._run.tables.settings
        row = next((row for typed, row in settings.rows.items() if key(typed) == key(field.header)), None)
        if row is None or settings.places is None:
            return ComputedInput(
                None,
                say(
                    "the setting {field_header}: its default, {shown_default}",
                    field_header=field.header,
                    shown_default=(field.shown_default or say("(empty)")),
                ),
            )
        number = settings.places.columns.get("Value", max(settings.places.columns.values(), default=2))
        at = settings.places.first_row + row
        return ComputedInput(
            Region(settings.places.sheet, at, number, at, number),
            say("the setting {field_header}", field_header=field.header),
        )


def _data(table: Table, number: int) -> Region:
    first = table.places.first_row
    return Region(table.places.sheet, first, number, first + table.length - 1, number)


def _region(area: TableArea) -> Region:
    first, last = area.data_rows
    return Region(area.sheet, first, area.first_col, max(last, first), area.last_col)
