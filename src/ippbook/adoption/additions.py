"""What adopting would add to a workbook: columns at the right of its tables, and sheets for tables that it does not have."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ippbook.adoption.look import PlacedTable
from ippbook.adoption.recognise import Recognised
from ippbook.declare import ComputedColumn, Report, ReportColumn, registry
from ippbook.errors import UserError
from ippbook.languages import ENGLISH, in_language, say, say_series
from ippbook.languages.names import CHINESE, name_in
from ippbook.normalize import has_chinese, key
from ippbook.number_words import counted, listed
from ippbook.ooxml import Book
from ippbook.quick_dataclasses import dataclass
from ippbook.tables import Tables
from ippbook.tables.findings import FINDINGS_HEADER
from ippbook.tables.own_names import NAMES_COLUMNS, NAMES_TABLE
from ippbook.tables.records import RECORDS, record
from ippbook.tables.schema import Kind
from ippbook.tables.settings_table import SETTINGS_COLUMNS, SETTINGS_NAMES

NAMES_SHEET: Final = "IPP names"
_DRAWN: Final = 3
"""A workbook with computed columns in this many tables of Excel with ippbook's own names was drawn by ippbook."""


@dataclass(frozen=True)
class AddedColumn:
    """A column to add: its header as it will be, ippbook's own, its kind, and its width in characters."""

    header: str
    field: str
    kind: Kind
    width: float
    computed: bool


@dataclass(frozen=True)
class AddedColumns:
    """The columns that a table gets."""

    table: str
    columns: tuple[AddedColumn, ...]


@dataclass(frozen=True)
class AddedTable:
    """A table of a sheet to add: its name, its columns, its rows of texts."""

    table: str
    columns: tuple[AddedColumn, ...]
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class AddedSheet:
    """A sheet to add."""

    name: str
    tables: tuple[AddedTable, ...]


@dataclass(frozen=True)
class Additions:
    """All that would be added, and what would not be."""

    columns: tuple[AddedColumns, ...]
    sheets: tuple[AddedSheet, ...]
    names: tuple[tuple[str, str, str], ...]
    """Rows of the table of the team's own names: table, column ("" for the table itself), the team's name."""
    excluded: tuple[str, ...]

    @property
    def nothing(self) -> bool:
        """Whether the workbook has everything."""
        return not (self.columns or self.sheets or self.names)


def additions(
    book: Book,
    known: Recognised,
    typed: Tables,
    placed: Mapping[str, PlacedTable],
    only: Sequence[str] = (),
    *,
    inputs: bool = False,
    sheets: bool = True,
) -> Additions:
    """What *book* lacks.

    *only*: names of tables, or of a table and a column with a dot between; empty for all. *inputs*: input columns too; a
    workbook that ippbook has drawn gets them anyway. *sheets*: also tables that it does not have. Raises `UserError` for a
    name in *only* that ippbook does not know.
    """
    chosen = _Choice.of(only)
    chinese = _speaks_chinese(typed, placed)
    inputs = inputs or _is_drawn(typed, placed)
    columns = []
    for name, place in placed.items():
        added = tuple(
            each
            for each in _columns_of(name, chinese=_speaks_chinese(typed, {name: place}))
            if _lacks(place, each, inputs=inputs) and chosen.takes(name, each)
        )
        if added:
            columns.append(AddedColumns(name, added))
    new, excluded = _sheets(book, typed, placed, chosen, chinese=chinese) if sheets else ((), ())
    rows = tuple(_names(known))
    if not inputs:
        excluded = (*excluded, *_unused_inputs(placed, chosen))
    there = {key(name) for name in typed.settings.values}
    unset = [each.header for each in registry().settings.values() if not {*map(key, each.spellings)} & there]
    if typed.settings.places is not None and unset and chosen.takes_table("Settings"):
        excluded = (
            *excluded,
            say(
                "{settings} that Settings does not have ({unset}): their defaults apply; to choose a value, add a row with the name",
                settings=counted(len(unset), "setting"),
                unset=listed(unset),
            ),
        )
    excluded = (
        *excluded,
        say("drop-down lists, colours, charts and the guide: ippbook new draws a workbook with them"),
    )
    return Additions(tuple(columns), tuple(new), rows, excluded)


def _unused_inputs(placed: Mapping[str, PlacedTable], chosen: "_Choice") -> Iterator[str]:
    """The input columns that the team does not have, by table."""
    for name, place in placed.items():
        absent = [each.header for each in record(name).fields() if each.name in place.typed.absent]
        if absent and chosen.takes_table(name):
            yield say(
                "input columns that {name} does not have ({absent}); --inputs adds them",
                name=name,
                absent=say_series(absent),
            )


@dataclass(frozen=True)
class _Choice:
    """What the user wants: tables, and columns by table; nothing means everything."""

    tables: frozenset[str]
    columns: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, only: Sequence[str]) -> "_Choice":
        tables, columns = set(), set()
        names = {key(name): kind.table for kind in RECORDS for name in kind.names()}
        names |= {key(name): "Settings" for name in SETTINGS_NAMES}
        names |= {
            key(name): each.table
            for each in registry().reports
            for name in (each.sheet, each.sheet_in(CHINESE), *each.names())
        }
        for text in only:
            table, _, column = (part.strip() for part in text.partition("."))
            if key(table) not in names:
                raise UserError(
                    "--only {text!r}: {table!r} is not a table of ippbook; use one of {fromkeys}",
                    text=text,
                    table=table,
                    fromkeys=say_series(dict.fromkeys(names.values())),
                )
            name = names[key(table)]
            if not column:
                tables.add(name)
                continue
            known = [*_columns_of(name, chinese=False)] if name in {kind.table for kind in RECORDS} else []
            found = next((each for each in known if key(each.field) == key(column)), None)
            if found is None:
                there = say_series(each.field for each in known if each.computed) or say("no columns to choose")
                raise UserError(
                    "--only {text!r}: {name} has no column {column!r}; it has {there}",
                    text=text,
                    name=name,
                    column=column,
                    there=there,
                )
            columns.add((name, found.field))
        return cls(frozenset(tables), frozenset(columns))

    @property
    def everything(self) -> bool:
        return not (self.tables or self.columns)

    def takes(self, table: str, column: AddedColumn) -> bool:
        return self.everything or table in self.tables or (table, column.field) in self.columns

    def takes_table(self, table: str) -> bool:
        return self.everything or table in self.tables


def _columns_of(table: str, *, chinese: bool) -> Iterator[AddedColumn]:
    """All columns of a table, as a drawn workbook has them: the inputs, then the computed ones."""
    for field in record(table).fields():
        header = field.column.chinese[0] if chinese and field.column.chinese else field.header
        yield AddedColumn(header, field.header, field.kind, field.column.width, computed=False)
    for column in registry().columns_of(table):
        yield _computed(column, chinese=chinese)


def _computed(column: ComputedColumn | ReportColumn, *, chinese: bool) -> AddedColumn:
    header = column.chinese[0] if chinese and column.chinese else column.header
    return AddedColumn(header, column.header, column.kind, column.width, computed=True)


def _lacks(place: PlacedTable, column: AddedColumn, *, inputs: bool) -> bool:
    return column.field not in place.typed.places.columns and (column.computed or inputs)


def _speaks_chinese(typed: Tables, placed: Mapping[str, PlacedTable]) -> bool:
    """Whether most headers that were read are Chinese, so that the new ones should be."""
    headers = [
        place.area.headers[number - place.area.first_column]
        for name, place in placed.items()
        for number in typed[name].places.columns.values()
    ]
    return sum(has_chinese([header]) for header in headers) * 2 > len(headers)


def _is_drawn(typed: Tables, placed: Mapping[str, PlacedTable]) -> bool:
    """Whether ippbook has drawn the workbook, perhaps an earlier version."""
    own = [name for name, place in placed.items() if place.area.name == name and not record(name).optional]
    return sum(FINDINGS_HEADER in typed[name].computed_cells for name in own) >= _DRAWN


def _sheets(
    book: Book, typed: Tables, placed: Mapping[str, PlacedTable], chosen: _Choice, *, chinese: bool
) -> tuple[tuple[AddedSheet, ...], tuple[str, ...]]:
    """The sheets that the workbook lacks, and the sentences about those that cannot be added."""
    found: list[AddedSheet] = []
    for kind in RECORDS:
        if kind.table not in placed and chosen.takes_table(kind.table):
            name = kind.chinese[0] if chinese else kind.table
            found.append(AddedSheet(name, (AddedTable(kind.table, tuple(_columns_of(kind.table, chinese=chinese))),)))
    there = {key(name) for name in book.tables}
    by_sheet: dict[str, list[Report]] = {}
    for report in registry().reports:
        by_sheet.setdefault(report.sheet_in(CHINESE if chinese else ENGLISH), []).append(report)
    for sheet, group in by_sheet.items():
        reports = [each for each in group if not set(map(key, each.names())) & there]
        tables = tuple(
            AddedTable(report.table, tuple(_computed(column, chinese=chinese) for column in report.columns))
            for report in reports
            if chosen.takes_table(report.table)
        )
        if tables:
            found.append(AddedSheet(sheet, tables))
    if typed.settings.places is None and chosen.takes_table("Settings"):
        found.append(_settings_sheet(chinese=chinese))
    taken = {key(sheet.name) for sheet in book.sheets}
    clear = tuple(sheet for sheet in found if key(sheet.name) not in taken)
    refused = tuple(
        say(
            "the sheet {sheet_name}: the workbook has a sheet of that name, which is not read as a table of ippbook; rename it first",
            sheet_name=sheet.name,
        )
        for sheet in found
        if key(sheet.name) in taken
    )
    return clear, refused


def _settings_sheet(*, chinese: bool) -> AddedSheet:
    widths = (26.0, 16.0, 24.0, 96.0, 50.0, 12.0)
    columns = tuple(
        AddedColumn(others[0] if chinese else header, header, Kind.TEXT, width, computed=False)
        for (header, others), width in zip(SETTINGS_COLUMNS.items(), widths, strict=True)
    )
    language = CHINESE if chinese else ENGLISH
    rows = tuple(
        (
            name_in(each.header, each.chinese, language),
            "",
            each.choice_in(each.shown_default, language),
            in_language(each.about, language),
            each.source,
            in_language(each.certainty, language),
        )
        for each in registry().settings.values()
    )
    return AddedSheet(SETTINGS_NAMES[1] if chinese else SETTINGS_NAMES[0], (AddedTable("Settings", columns, rows),))


def _names(known: Recognised) -> Iterator[tuple[str, str, str]]:
    """What must be written down so that the next run reads the workbook in the same way."""
    for table, yours in known.found.items():
        yield table, "", yours
    for at, yours in known.mapped.items():
        table, _, header = at.partition(".")
        yield table, header, yours


def names_sheet(rows: Sequence[tuple[str, str, str]]) -> AddedSheet:
    """The sheet with the table of the team's own names."""
    columns = tuple(AddedColumn(header, header, Kind.TEXT, 24, computed=False) for header in NAMES_COLUMNS)
    return AddedSheet(NAMES_SHEET, (AddedTable(NAMES_TABLE, columns, tuple(rows)),))


__all__ = ["AddedColumn", "AddedColumns", "AddedSheet", "AddedTable", "Additions", "additions", "names_sheet"]
