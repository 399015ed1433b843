"""Cells to typed tables: find each table, match its headers, read its columns, and note what cannot be read."""

from collections.abc import Container, Iterator, Mapping, Sequence

import numpy as np

from ippbook.languages import say
from ippbook.normalize import key
from ippbook.ooxml import BLANK, CellColumn
from ippbook.ooxml.refs import Area
from ippbook.tables.book import Table, Tables
from ippbook.tables.column_types import AnyColumn
from ippbook.tables.distinct_texts import note_cells
from ippbook.tables.find_table import TableRange, cells_in, find_tables, log_unread, sheet_named
from ippbook.tables.findings import Places
from ippbook.tables.match_headers import match_headers
from ippbook.tables.own_names import OwnNames, read_own_names
from ippbook.tables.problem_log import ProblemLog
from ippbook.tables.problems import problem
from ippbook.tables.read_column import Fault, read_column
from ippbook.tables.records import RECORDS
from ippbook.tables.schema import Field, Kind, Record
from ippbook.tables.settings_table import read_settings_table
from ippbook.tables.text_codes import TextCodes
from ippbook.tables.totals import totals_rows, without_rows
from ippbook.tables.values import blank_column
from ippbook.tables.workbook import Readable, SheetColumns
from ippbook.tables.written_language import language_of


def typed_tables(
    book: Readable,
    computed: Mapping[str, Mapping[str, Sequence[str]]],
    own_names: OwnNames | None = None,
    keep_cells: Container[str] = (),
) -> Tables:
    """All typed tables of *book*.

    *computed*: by table the headers of computed columns, each with its other names; their cells are kept, not read.
    *own_names*: to use instead of those in the workbook. *keep_cells*: the tables whose cells are needed as they are, too.
    """
    tables: dict[str, Table] = {}
    names, batches = read_own_names(book) if own_names is None else (own_names, [])
    areas: list[TableRange] = []
    for kind in RECORDS:
        log = ProblemLog(kind.table)
        own = names.headers.get(kind.table, {})
        places = list(places_of(book, kind, names))
        area = places[0] if places else None
        areas += places[:1]
        tables[kind.table] = (
            _absent(book, kind, log)
            if area is None
            else _read(book, kind, area, computed.get(kind.table, {}), log, own, keep=kind.table in keep_cells)
        )
        for other in places[1:]:
            _log_rival(kind, places[0], other, log)
        batches += log.batches()
    settings, problems = read_settings_table(book)
    return Tables(tables, settings, (*batches, *problems), language_of(areas))


def places_of(book: Readable, kind: type[Record], names: OwnNames) -> Iterator[TableRange]:
    """Every place in *book* that has a name of the table; the first is the one that is read. The team's own names count first."""
    known = [field.spellings for field in kind.fields()]
    known.append(tuple(map(key, names.headers.get(kind.table, {}).values())))
    return find_tables(book, (*names.places.get(kind.table, ()), *kind.names()), known)


def _absent(book: Readable, kind: type[Record], log: ProblemLog) -> Table:
    """A table without rows, for one that the workbook does not have."""
    sheet = None if kind.optional else sheet_named(book, kind.names())
    if not kind.optional:
        log_unread(book, kind.table, sheet, log, kind.chinese[0])
    table = Table.of(kind.table, {})
    table.present, table.places = False, Places(sheet or "", 0, {})
    return table


def _read(
    book: Readable,
    kind: type[Record],
    area: TableRange,
    computed: Mapping[str, Sequence[str]],
    log: ProblemLog,
    own: Mapping[str, str],
    *,
    keep: bool = False,
) -> Table:
    fields = kind.fields()
    positions = match_headers(area, fields, computed, log, own)
    numbers = {header: area.first_column + position for header, position in positions.items()}
    cells = cells_in(book, area, numbers.values())
    length = max(cells.last_row - cells.first_row + 1, 0)
    table = Table(kind, {}, Places(area.sheet, area.first_row, numbers), length)
    table.cells = cells if keep else None
    table.absent = frozenset(field.name for field in fields if field.header not in numbers)
    table.totals = totals_rows(
        book, area, cells, [numbers[field.header] for field in fields if field.header in numbers]
    )
    table.notes = tuple(_notes(area, table))
    for field in fields:
        if field.header not in numbers:
            table.columns[field.name] = blank_column(field.kind, length)
            continue
        column_cells = without_rows(cells[numbers[field.header]], table.totals)
        column = _read_field(column_cells, field, log, date1904=book.date1904)
        table.columns[field.name] = column
        note_cells(column, column_cells)
        if field.names and (codes := TextCodes.of(column, column_cells)):
            table.codes[field.name] = codes
    table.columns |= kind.settled(table.columns)  # new columns, so the codes of the old ones no longer count
    table.computed_cells = {header: cells[number] for header, number in numbers.items() if header in computed}
    known = set(positions.values())
    table.unknown = tuple(header for position, header in enumerate(area.headers) if header and position not in known)
    _log_merged(area, cells, log)
    if not table.filled.any() and not kind.optional:
        log.add("TB301", "")
    return table


def _log_rival(kind: type[Record], area: TableRange, other: TableRange, log: ProblemLog) -> None:
    """Note that a second place has a name of the table and at least two of its headers, so it may have rows that are not checked."""
    known = {spelling for field in kind.fields() for spelling in field.spellings}
    if sum(key(header) in known for header in other.headers) > 1:
        log.add(
            "TB204",
            say(
                "{named} also has a name of {kind_table}; only {named_2} is read",
                named=_named(other),
                kind_table=kind.table,
                named_2=_named(area),
            ),
        )


def _named(area: TableRange) -> str:
    return (
        say("the table {area_name} on the sheet {area_sheet}", area_name=area.name, area_sheet=area.sheet)
        if area.name
        else say("the sheet {area_sheet}", area_sheet=area.sheet)
    )


def _notes(area: TableRange, table: Table) -> Iterator[str]:
    """What the reader skipped on purpose."""
    above = area.header_row - 1
    if not area.name and above:
        skipped = say("the row above it is") if above == 1 else say("the {above:,} rows above it are", above=above)
        yield say(
            "{area_sheet}: the headers are in row {header_row}; {skipped} not read",
            area_sheet=area.sheet,
            header_row=area.header_row,
            skipped=skipped,
        )
    for row in [*(int(each) + area.first_row for each in table.totals), area.totals_row]:
        if row:
            yield say(
                "{area_sheet}: row {row:,} is a totals row; it is not read as data", area_sheet=area.sheet, row=row
            )


def _read_field(cells: CellColumn, field: Field, log: ProblemLog, *, date1904: bool) -> AnyColumn:
    column, faults = read_column(
        cells, field.kind, field.words, date1904=date1904, prose=field.column.prose, lines=field.column.lines
    )
    if cells.formula is not None:
        faults += [
            Fault(int(row), "CL202", str(cells.formula[row])[:60])
            for row in np.flatnonzero((cells.kind == BLANK) & (cells.formula != ""))
        ]
    for fault in faults:
        if field.kind is Kind.PRICE:
            log.add("CL301", say(problem(fault.code).says, detail=fault.why), field.header, fault.row)
        else:
            log.add(fault.code, fault.why, field.header, fault.row)
    return column


def _log_merged(area: TableRange, cells: SheetColumns, log: ProblemLog) -> None:
    data = Area(area.first_row, area.first_column, cells.last_row, area.first_column + len(area.headers) - 1)
    for block in dict.fromkeys(cells.merges):
        if block.overlaps(data):
            log.add("CL203", str(block), "", max(block.first_row - area.first_row, 0))


__all__ = ["places_of", "typed_tables"]
