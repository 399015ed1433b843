"""What ippbook reads in a workbook: the place of each table, what each of its columns is taken for, and how sure that is."""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Final

from ippbook.adoption.recognise import Recognised
from ippbook.catalog import platforms
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.languages import say, say_series
from ippbook.normalize import clean, key
from ippbook.number_words import counted
from ippbook.ooxml import BLANK, TEXT, Book, TableArea
from ippbook.ooxml.refs import Area, column_letters
from ippbook.quick_dataclasses import dataclass
from ippbook.tables import Table, Tables, typed_tables
from ippbook.tables.find_table import TableRange
from ippbook.tables.findings import FINDINGS_HEADER
from ippbook.tables.own_names import NAMES_TABLE
from ippbook.tables.read_tables import places_of
from ippbook.tables.records import RECORDS
from ippbook.tables.schema import Field

_MOST_READ: Final = 0.9
"""A column with a known header is certain if at least this share of its cells can be read."""
_LINKS: Final = 0.8
"""A column with an unknown header is offered as the links if at least this share of its cells are links."""


class ReadingCertainty(StrEnum):
    """How sure it is what a column is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    GUESS = "guess"
    YOURS = "yours"
    """Not a column of ippbook; it is not read."""


@dataclass(frozen=True)
class ColumnReading:
    """A column of the team's: its header and letters, what it is taken for ("" nothing), how sure, why, and how many cells can be read."""

    header: str
    column: str
    taken_for: str
    certainty: ReadingCertainty
    why: str
    filled: int = 0
    unread: int = 0
    computed: bool = False


@dataclass(frozen=True)
class TableReading:
    """A table of ippbook in the workbook: where it is, how it was found, and its columns."""

    table: str
    sheet: str
    range: str
    excel_table: str
    """Its name in Excel; "" for a plain range."""
    found_by: str
    rows: int
    columns: tuple[ColumnReading, ...]
    missing: tuple[str, ...]
    """Required columns that are not there."""
    notes: tuple[str, ...]
    problems: tuple[str, ...]
    """Why nothing can be added to it."""


@dataclass(frozen=True)
class WorkbookLook:
    """The whole workbook."""

    tables: tuple[TableReading, ...]
    unread: tuple[str, ...]
    """Sheets that ippbook does not read."""
    questions: tuple[str, ...]
    """What only a person can decide, with the option that says it."""


@dataclass(frozen=True)
class PlacedTable:
    """A table with its place, for those who add to it."""

    typed: Table
    area: TableRange
    excel: TableArea | None

    @property
    def range(self) -> Area:
        """Its cells, from the headers on."""
        last = max(self.typed.places.first_row + self.typed.length - 1, self.area.header_row)
        return Area(
            self.area.header_row, self.area.first_column, last, self.area.first_column + len(self.area.headers) - 1
        )


def placed_tables(book: Book, known: Recognised) -> tuple[Tables, dict[str, PlacedTable]]:
    """The typed tables of *book*, and those that are there with their places."""
    typed = typed_tables(book, registry().headers, known.names)
    placed = {}
    for kind in RECORDS:
        area = next(places_of(book, kind, known.names), None)
        if area is not None:
            placed[kind.table] = PlacedTable(typed[kind.table], area, book.tables.get(area.name))
    _refuse_unknown_headers(book, known, placed)
    return typed, placed


def _refuse_unknown_headers(book: Book, known: Recognised, placed: Mapping[str, PlacedTable]) -> None:
    for at, yours in known.mapped.items():
        table, _, header = at.partition(".")
        if header and (table not in placed or key(yours) not in map(key, placed[table].area.headers)):
            there = (
                say_series(filter(None, placed[table].area.headers[:12])) if table in placed else say("no such table")
            )
            raise UserError(
                "{book_path}: {table} has no header {yours!r} in your workbook; it has {there}",
                book_path=book.path,
                table=table,
                yours=yours,
                there=there,
            )


def look(book: Book, known: Recognised, typed: Tables, placed: Mapping[str, PlacedTable]) -> WorkbookLook:
    """What ippbook reads in *book*."""
    readings, questions = [], list(known.questions)
    for name, place in placed.items():
        reading = _reading(book, known, typed, place)
        readings.append(reading)
        questions += _questions(book, place, name)
        questions += [
            text
            for batch in typed.batches
            if batch.table == name and batch.problem.code in {"TB202", "TB203", "TB204", "TB302"}
            for text in batch.messages
        ]
    read = {place.area.sheet for place in placed.values()}
    read |= {typed.settings.places.sheet} if typed.settings.places else set()
    reports = {key(name) for report in registry().reports for name in report.names()}
    read |= {table.sheet for table in book.tables.values() if key(table.name) in {*reports, key(NAMES_TABLE)}}
    unread = tuple(sheet.name for sheet in book.sheets if sheet.name not in read and sheet.kind == "worksheet")
    return WorkbookLook(tuple(readings), unread, tuple(questions))


def _reading(book: Book, known: Recognised, typed: Tables, place: PlacedTable) -> TableReading:
    table, area = place.typed, place.area
    name = table.name
    found_by = say("its headers") if name in known.found else "--map" if name in known.mapped else say("its name")
    return TableReading(
        name,
        area.sheet,
        str(place.range),
        area.name,
        found_by,
        int(table.filled.sum()),
        tuple(_columns(known, typed, place)),
        table.missing_columns,
        table.notes,
        tuple(_problems(book, place)),
    )


def _columns(known: Recognised, typed: Tables, place: PlacedTable) -> Iterator[ColumnReading]:
    table, area = place.typed, place.area
    unread = Counter[str]()
    for batch in typed.batches:
        if batch.table == table.name and batch.problem.code in {"CL101", "CL102"}:
            unread[batch.header] += len(batch)
    by_column = {number: header for header, number in table.places.columns.items()}
    own = known.names.headers.get(table.name, {})
    for number, header in enumerate(area.headers, start=area.first_column):
        if not clean(header):
            continue
        taken = by_column.get(number, "")
        field = next((each for each in table.record.fields() if each.header == taken), None)
        letters = column_letters(number)
        if field is None:
            certainty = ReadingCertainty.CERTAIN if taken else ReadingCertainty.YOURS
            why = say("computed by ippbook") if taken else say("not read, and never changed")
            yield ColumnReading(clean(header), letters, taken, certainty, why, computed=bool(taken))
            continue
        filled = _filled(table, field) + unread[taken]
        certainty, why = _certainty(field, header, own, filled, unread[taken])
        yield ColumnReading(clean(header), letters, taken, certainty, why, filled, unread[taken])


def _filled(table: Table, field: Field) -> int:
    values = table.columns[field.name]
    return int((values != "").sum() if values.dtype == object else values.notna().sum())


def _certainty(
    field: Field, header: str, own: Mapping[str, str], filled: int, unread: int
) -> tuple[ReadingCertainty, str]:
    if unread > filled * (1 - _MOST_READ):
        return (
            ReadingCertainty.LIKELY,
            say(
                "the header is known, but {unread:,} of {cells} cannot be read",
                unread=unread,
                cells=counted(filled, "cell"),
            ),
        )
    if key(own.get(field.header, "")) == key(header):
        return ReadingCertainty.CERTAIN, say("--map or IPP_Names")
    if key(header) in field.fallback_spellings:
        if not field.column.refers:
            return ReadingCertainty.LIKELY, say("no other header names the rows")
        return ReadingCertainty.GUESS, say("it may only count the rows; no other header means this")
    if key(header) == field.spellings[0]:
        return ReadingCertainty.CERTAIN, say("its own header")
    return ReadingCertainty.CERTAIN, say("a known header")


def _questions(book: Book, place: PlacedTable, name: str) -> Iterator[str]:
    """Unknown headers above cells that are links, where the links are not found."""
    table, area = place.typed, place.area
    if FINDINGS_HEADER not in table.computed_cells:
        for header, computed in table.computed_cells.items():
            count = int((computed.kind != BLANK).sum())
            if count:
                yield say(
                    "{name} has a column {header}, which ippbook computes, and {cells} in it have a value; if they are yours, rename the column, because recalc writes into it",
                    name=name,
                    header=header,
                    cells=counted(count, "cell"),
                )
    if name != "Listings" or "url" not in table.absent:
        return
    for number, header in enumerate(area.headers, start=area.first_column):
        if header not in table.unknown:
            continue
        cells = book.read(
            area.sheet, [number], table.places.first_row, table.places.first_row + max(table.length, 1) - 1
        )
        texts = cells[number].text[cells[number].kind == TEXT].tolist()
        links = sum(bool(platforms.parse_link(text).platform) for text in texts)
        if texts and links >= len(texts) * _LINKS:
            yield say(
                "“{clean}” looks like URL: {links:,} of {cells} are links; if so, add --map 'Listings.URL={clean}'",
                clean=clean(header),
                links=links,
                cells=counted(len(texts), "cell"),
            )


def _problems(book: Book, place: PlacedTable) -> Iterator[str]:
    """Why nothing can be added to the table."""
    area = place.area
    where = say("{book_path}: sheet {area_sheet!r}", book_path=book.path, area_sheet=area.sheet)
    if book.protected(area.sheet):
        yield say("{where} is protected; in Excel: Review, Unprotect Sheet", where=where)
    header_cells = place.range._replace(last_row=area.header_row)
    for block in book.merged(area.sheet):
        if block.overlaps(header_cells):
            yield say(
                "{where}: the header cells {block} are merged, so it is not clear what is below them; unmerge them and give each column one header",
                where=where,
                block=block,
            )
    if place.excel is not None and not place.excel.header_rows:
        yield say(
            "{where}: the table {area_name!r} has no header row; switch it on in Excel (Table Design, Header Row)",
            where=where,
            area_name=area.name,
        )


__all__ = ["ColumnReading", "PlacedTable", "ReadingCertainty", "TableReading", "WorkbookLook", "look", "placed_tables"]
