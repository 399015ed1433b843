"""Cells to typed tables: find each table, match its headers, read its columns, and say what could not be read."""

import difflib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np

from ippbook.normalize import clean, key
from ippbook.ooxml import BLANK, BOOL, NUMBER, TEXT, CellColumn, Edits, FormulaCell, Saved, Sheet, TableArea
from ippbook.ooxml import Area as MergedArea
from ippbook.tables.book import SettingsTyped, Table, Tables
from ippbook.tables.findings import Batch, Places
from ippbook.tables.problems import problem
from ippbook.tables.records import RECORDS
from ippbook.tables.schema import Field, Record
from ippbook.tables.values import Fault, blank, quoted, read_column

_HEADER_SEARCH: Final = 30
"""Where a sheet has no table, its header row is looked for in so many first rows."""
_ALIKE: Final = 0.84
"""How like a known header an unknown one must be, to be asked about."""


TO_THE_END: Final = -1


class SheetColumns(Protocol):
    """Cells of a sheet, as `ooxml.SheetCells` has them."""

    first_row: int
    last_row: int

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that have a cell."""

    @property
    def merges(self) -> Sequence[MergedArea]:
        """The merged blocks of the sheet."""

    def __getitem__(self, column: int) -> CellColumn: ...


class Readable(Protocol):
    """What reading needs of a workbook: an `ooxml.Book`, the book of a host, or one with answers laid over its cells."""

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets."""

    @property
    def date1904(self) -> bool:
        """Whether serial numbers count from 1904."""

    @property
    def tables(self) -> Mapping[str, TableArea]:
        """The tables by name."""

    def read(
        self,
        sheet_name: str,
        columns: Iterable[int] | None = None,
        first_row: int | None = None,
        last_row: int | None = None,
    ) -> SheetColumns:
        """The cells of a sheet."""


class Workbook(Readable, Protocol):
    """What calculating needs of a workbook: an `ooxml.Book`, or the book of a host in which it is open."""

    @property
    def path(self) -> Path:
        """The file, as sentences name it."""

    @property
    def defined_names(self) -> Mapping[str, str]:
        """What each defined name stands for."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know of it."""

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name, without regard to case."""

    def where(self, sheet: Sheet) -> str:
        """How an error sentence names the sheet."""

    def read(
        self,
        sheet_name: str,
        columns: Iterable[int] | None = None,
        first_row: int | None = None,
        last_row: int | None = None,
        *,
        formulas: bool = True,
    ) -> SheetColumns:
        """The cells of a sheet; *formulas* False leaves formula texts out, which saves time."""

    def formulas(self, sheet_name: str) -> list[FormulaCell]:
        """Every formula of a sheet that is to be calculated here; a host that calculates by itself has none."""


class HostBook(Workbook, Protocol):
    """The book of a host: edits go into its cells, and no file is written."""

    def write(self, edits: Edits) -> Saved:
        """Put *edits* into the cells."""


@dataclass(frozen=True)
class TableRange:
    """Where a table stands in a sheet: 1-based rows and columns; `headers` from left to right."""

    sheet: str
    header_row: int
    first_row: int
    last_row: int
    """`TO_THE_END`: to the last row that holds anything. One above `first_row` where the table has no rows."""
    first_column: int
    headers: tuple[str, ...]


class Readout:
    """What reading has to say of one table, gathered as batches."""

    def __init__(self, table: str) -> None:
        self.table = table
        self._said: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)

    def say(self, code: str, detail: str, header: str = "", row: int = -1) -> None:
        """Note the problem *code* at a cell, or at the table."""
        self._said[code, header].append((row, problem(code).says.format(detail=detail)))

    def batches(self) -> list[Batch]:
        """Everything said, a batch for each problem and column."""
        return [
            Batch(
                problem(code),
                self.table,
                header,
                np.array([row for row, _ in said], dtype=np.int64),
                [text for _, text in said],
            )
            for (code, header), said in self._said.items()
        ]


def read(book: Readable, computed: Mapping[str, Sequence[str]]) -> Tables:
    """All typed tables of *book*. *computed* names the headers of computed columns by table; their cells are held, not read."""
    tables: dict[str, Table] = {}
    batches: list[Batch] = []
    for kind in RECORDS:
        says = Readout(kind.table)
        area = _find(book, kind.table, [field.spellings for field in kind.fields()])
        tables[kind.table] = (
            _empty(book, kind, says) if area is None else _read(book, kind, area, computed.get(kind.table, ()), says)
        )
        batches += says.batches()
    settings, said = _read_settings(book)
    return Tables(tables, settings, (*batches, *said))


def _empty(book: Readable, kind: type[Record], says: Readout) -> Table:
    sheet = None if kind.optional else _sheet(book, kind.table)
    if not kind.optional:
        _say_unread(book, kind.table, sheet, says)
    table = Table.of(kind.table, {})
    table.present, table.places = False, Places(sheet or "", 0, {})
    return table


def _say_unread(book: Readable, name: str, sheet: str | None, says: Readout) -> None:
    """Why there is nothing to read of the table called *name*: no sheet, an empty one, or one with other headers."""
    if sheet is None:
        says.say("TB201", name)
    elif book.read(sheet, first_row=1, last_row=_HEADER_SEARCH).columns:
        says.say("TB103", sheet)
    else:
        says.say("TB301", "")


def _sheet(book: Readable, name: str) -> str | None:
    return next((sheet.name for sheet in book.sheets if key(sheet.name) == key(name)), None)


def _find(book: Readable, name: str, known: Sequence[tuple[str, ...]]) -> TableRange | None:
    """The table called *name*; else the only table on the sheet of that name; else that sheet's header row."""
    for table in book.tables.values():
        if key(table.name) == key(name):
            return _area_of_table(table)
    sheet = _sheet(book, name)
    if sheet is None:
        return None
    on_sheet = [table for table in book.tables.values() if table.sheet == sheet]
    if len(on_sheet) == 1:
        return _area_of_table(on_sheet[0])
    return _area_of_sheet(book, sheet, {spelling for spellings in known for spelling in spellings})


def area_of(book: Readable, table: Table) -> TableArea | None:
    """The sheet's table that *table* was read from; None where it was read from a plain sheet."""
    for area in book.tables.values():
        if area.sheet == table.places.sheet and area.data_rows[0] == table.places.first_row:
            columns = table.places.columns.values()
            if all(area.first_col <= column <= area.last_col for column in columns):
                return area
    return None


def _area_of_table(table: TableArea) -> TableRange:
    first, last = table.data_rows
    return TableRange(table.sheet, table.first_row, first, max(last, first - 1), table.first_col, table.columns)


def _area_of_sheet(book: Readable, sheet: str, known: set[str]) -> TableRange | None:
    """The row among the first ones that holds most known headers."""
    top = book.read(sheet, first_row=1, last_row=_HEADER_SEARCH)
    columns = {number: top[number] for number in top.columns}
    best = (0, 0)
    for row in range(_HEADER_SEARCH):
        hits = sum(1 for column in columns.values() if _header(column, row) and key(_header(column, row)) in known)
        if hits > best[0]:
            best = (hits, row)
    if not best[0]:
        return None
    width = max(number for number, column in columns.items() if column.kind[best[1]] != BLANK)
    headers = tuple(_header(columns.get(number), best[1]) for number in range(1, width + 1))
    return TableRange(sheet, best[1] + 1, best[1] + 2, TO_THE_END, 1, headers)


def _header(column: CellColumn | None, row: int) -> str:
    return "" if column is None or column.kind[row] != TEXT else str(column.text[row])


def _read(book: Readable, kind: type[Record], area: TableRange, computed: Sequence[str], says: Readout) -> Table:
    fields = kind.fields()
    found = match_headers(area, fields, computed, says)
    cells = _cells(book, area, [area.first_column + position for position in found.values()])
    length = max(cells.last_row - cells.first_row + 1, 0)
    columns: dict[str, Any] = {}
    for field in fields:
        position = found.get(field.header)
        columns[field.name] = (
            blank(field.kind, length)
            if position is None
            else _read_field(cells[area.first_column + position], field, says, date1904=book.date1904)
        )
    places = Places(
        area.sheet, area.first_row, {header: area.first_column + position for header, position in found.items()}
    )
    table = Table(kind, columns, places, length)
    table.computed_cells = {
        header: cells[area.first_column + position] for header, position in found.items() if header in computed
    }
    table.unknown = tuple(
        header for position, header in enumerate(area.headers) if header and position not in found.values()
    )
    _say_merged(area, cells, says)
    if not table.filled.any() and not kind.optional:
        says.say("TB301", "")
    return table


def _cells(book: Readable, area: TableRange, numbers: Iterable[int]) -> SheetColumns:
    last = None if area.last_row == TO_THE_END else area.last_row
    return book.read(area.sheet, columns=sorted(numbers), first_row=area.first_row, last_row=last)


def match_headers(area: TableRange, fields: Sequence[Field], computed: Sequence[str], says: Readout) -> dict[str, int]:
    """Position in the area of each of our headers that is there; says what is missing, doubled or almost ours.

    A column's own header goes before its other names, and the left one before the right one.
    """
    keys = [key(header) for header in area.headers]
    found: dict[str, int] = {}
    taken: set[int] = set()
    for header in computed:
        if key(header) in keys:
            found[header] = keys.index(key(header))
            taken.add(found[header])
    for field in fields:
        hits = [
            position
            for spelling in field.spellings
            for position, text in enumerate(keys)
            if text == spelling and position not in taken
        ]
        if hits:
            found[field.header] = hits[0]
            taken.add(hits[0])
            for other in hits[1:]:
                says.say(
                    "TB202",
                    f"columns “{area.headers[hits[0]]}” and “{area.headers[other]}” both stand for {field.header}; only the first is read",
                    field.header,
                )
                taken.add(other)
        elif field.column.required:
            says.say("TB101", f"“{field.header}”")
    missing = {key(text): text for text in [*(field.header for field in fields), *computed] if text not in found}
    for position, text in enumerate(keys):
        if position not in taken and text:
            for near in difflib.get_close_matches(text, missing, n=1, cutoff=_ALIKE):
                says.say("TB203", f"{clean(area.headers[position])}” is not read; did you mean “{missing[near]}”?")
    return found


def _read_field(held: CellColumn, field: Field, says: Readout, *, date1904: bool) -> Any:
    column, faults = read_column(
        held, field.kind, field.vocabulary, date1904=date1904, prose=field.column.prose, lines=field.column.lines
    )
    if held.formula is not None:
        faults += [
            Fault(int(row), "CL202", str(held.formula[row])[:60])
            for row in np.flatnonzero((held.kind == BLANK) & (held.formula != ""))
        ]
    for fault in faults:
        says.say(fault.code, fault.why, field.header, fault.row)
    return column


def _say_merged(area: TableRange, cells: SheetColumns, says: Readout) -> None:
    last_column = area.first_column + len(area.headers) - 1
    for block in cells.merges:
        down = block.first_row <= cells.last_row and block.last_row >= area.first_row
        across = block.first_col <= last_column and block.last_col >= area.first_column
        if down and across:
            says.say("CL203", str(block), "", max(block.first_row - area.first_row, 0))


def _read_settings(book: Readable) -> tuple[SettingsTyped, list[Batch]]:
    """The Settings table: a name, a value, a row. It may be missing; then every default holds."""
    area = _find(book, "Settings", [(key("Setting"), key("设置")), (key("Value"), key("值"))])
    if area is None:
        sheet, says = _sheet(book, "Settings"), Readout("Settings")
        if sheet is None:
            return SettingsTyped(), []
        _say_unread(book, "Settings", sheet, says)
        return SettingsTyped(places=Places(sheet, 0, {})), says.batches()
    keys = [key(header) for header in area.headers]
    names = next((position for position, text in enumerate(keys) if text in {key("Setting"), key("设置")}), None)
    values = next((position for position, text in enumerate(keys) if text in {key("Value"), key("值")}), None)
    if names is None or values is None:
        says = Readout("Settings")
        says.say("TB101", "“Setting” or “Value” in the Settings table; every default holds")
        return SettingsTyped(places=Places(area.sheet, area.first_row, {})), says.batches()
    first, second = area.first_column + names, area.first_column + values
    cells = _cells(book, area, [first, second])
    settings = SettingsTyped(places=Places(area.sheet, area.first_row, {"Setting": first, "Value": second}))
    for row in range(max(cells.last_row - cells.first_row + 1, 0)):
        name = clean(str(value_at(cells[first], row) or ""))
        if name:
            settings.values[name] = value_at(cells[second], row)
            settings.rows[name] = row
    return settings, []


def value_at(column: CellColumn, row: int) -> str | float | bool | None:
    """The value of one cell of a column, for readers of single values. An error is its text."""
    if column.kind[row] == BLANK:
        return None
    if column.kind[row] == BOOL:
        return bool(column.number[row])
    return float(column.number[row]) if column.kind[row] == NUMBER else str(column.text[row])


__all__ = ["Readout", "TableRange", "match_headers", "quoted", "read", "value_at"]
