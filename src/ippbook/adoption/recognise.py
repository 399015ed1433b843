"""Which sheet or table of a team's workbook is which table of ippbook, where the name does not say it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.languages import say, say_series
from ippbook.languages.names import OWN_SHEETS
from ippbook.likely_names import did_you_mean
from ippbook.normalize import key
from ippbook.ooxml import Book
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.find_table import TableRange, range_of_sheet
from ippbook.tables.header_parts import header_parts
from ippbook.tables.own_names import NAMES_TABLE, OwnNames, read_own_names
from ippbook.tables.read_tables import places_of
from ippbook.tables.records import RECORDS, record, record_named
from ippbook.tables.schema import Record
from ippbook.tables.settings_table import SETTINGS_NAMES

_LEAST: Final = 3
"""A place with fewer known headers of a table is not taken for it."""
_MARGIN: Final = 2
"""A place is taken for a table only if the next best one has this many points less."""


@dataclass(frozen=True)
class Recognised:
    """The names that a run would use, and what is not clear."""

    names: OwnNames
    found: Mapping[str, str]
    """By table of ippbook: the sheet or table that was recognised by its headers."""
    mapped: Mapping[str, str]
    """By table of ippbook, or table and column with a dot between, what the user names it."""
    questions: tuple[str, ...]


def recognise(book: Book, mapped: Sequence[str]) -> Recognised:
    """The tables in *book*. *mapped*: what the user says, as `Listings=Sheet2` or `Listings.URL=Address`.

    Raises `UserError` for a text that says nothing of the kind, or names what is not there.
    """
    names, _ = read_own_names(book)
    answers = dict(_mapped_names(book, mapped))
    for at, yours in answers.items():
        names = _with_name(names, at, yours)
    free = list(_free_places(book, names))
    missing = [kind for kind in RECORDS if next(places_of(book, kind, names), None) is None]
    best = {place: _best(area) for place, area in free}
    found: dict[str, str] = {}
    questions = []
    for kind in RECORDS:
        mine = [place for place, likely in best.items() if likely == [kind]]
        if kind in missing and len(mine) == 1:
            found[kind.table] = mine[0]
            names = _with_name(names, kind.table, mine[0])
        elif kind in missing and mine:
            ways = say_series((f"--map {kind.table}={place}" for place in mine), " or ")
            questions.append(
                say(
                    "{listed} all look like {kind_table}; say which one it is with {ways}",
                    listed=_listed(mine),
                    kind_table=kind.table,
                    ways=ways,
                )
            )
        elif mine:
            questions.append(
                say(
                    "{listed} also looks like {kind_table}, which the workbook has already; it is not read",
                    listed=_listed(mine),
                    kind_table=kind.table,
                )
            )
    questions += _flat(dict(free), found)
    for place, likely in best.items():
        if len(likely) > 1:
            ways = say_series((f"--map {kind.table}={place}" for kind in likely), " or ")
            questions.append(
                say(
                    "{place} could be {listed}; say which one with {ways}",
                    place=place,
                    listed=_listed([kind.table for kind in likely]),
                    ways=ways,
                )
            )
    return Recognised(names, found, answers, tuple(questions))


def _flat(free: Mapping[str, TableRange], found: Mapping[str, str]) -> Iterator[str]:
    """Sheets that have the columns of listings and of complaints side by side."""
    place = found.get("Complaints", "")
    if not place or "Listings" in found:
        return
    keys = {key(header) for header in free[place].headers}
    fields = [each for each in record("Listings").fields() if keys & (set(each.spellings) - each.fallback_spellings)]
    own = {each.header for each in record("Complaints").fields()}
    if any(each.name == "url" for each in fields):
        names = say_series(each.header for each in fields if each.header not in own)
        yield say(
            "{place} has columns of Listings too ({names}), which are not read there; ippbook needs a table of listings, so copy them to a sheet Listings",
            place=place,
            names=names,
        )


def _listed(names: Sequence[str]) -> str:
    return say_series(names, " and ")


def _free_places(book: Book, names: OwnNames) -> Iterator[tuple[str, TableRange]]:
    """The tables, and the sheets without a table, that no table of ippbook is read from: their names and their headers."""
    taken_sheets: set[str] = set()
    taken_tables: set[str] = set()
    for kind in RECORDS:
        for area in places_of(book, kind, names):
            (taken_tables if area.name else taken_sheets).add(area.name or area.sheet)
    known = {spelling for kind in RECORDS for field in kind.fields() for spelling in field.spellings}
    others = {key(NAMES_TABLE), *map(key, (*SETTINGS_NAMES, *OWN_SHEETS.values()))}
    others |= {key(name) for report in registry().reports for name in report.names()}
    for table in book.tables.values():
        if table.name not in taken_tables and key(table.name) not in others:
            yield table.name, TableRange(table.sheet, table.first_row, 0, 0, table.first_col, table.columns, table.name)
    with_tables = {table.sheet for table in book.tables.values()}
    for sheet in book.sheets:
        if sheet.kind == "worksheet" and sheet.name not in taken_sheets | with_tables and key(sheet.name) not in others:
            found = range_of_sheet(book, sheet.name, known)
            if found is not None:
                yield sheet.name, found


def _best(area: TableRange) -> list[type[Record]]:
    """The tables that the headers fit best: none, one, or those between which they do not decide."""
    points = {kind: _points(kind, area.headers) for kind in RECORDS}
    top = max(points.values())
    return [kind for kind, found in points.items() if found and found > top - _MARGIN]


def _points(kind: type[Record], headers: Iterable[str]) -> int:
    """How well *headers* fit a table: a point for each known column, one more if it is required; 0 where they surely do not."""
    keys = {text for header in headers for text in (key(header), *header_parts(header))} - {""}
    sure = [field for field in kind.fields() if keys & (set(field.spellings) - field.fallback_spellings)]
    required = [field for field in sure if field.column.required]
    return len(sure) + len(required) if len(sure) >= _LEAST and required else 0


def _mapped_names(book: Book, mapped: Sequence[str]) -> Iterator[tuple[str, str]]:
    places = [*dict.fromkeys([*(sheet.name for sheet in book.sheets), *book.tables])]
    for text in mapped:
        left, mark, yours = (part.strip() for part in text.partition("="))
        table, dot, column = (part.strip() for part in left.partition("."))
        if not (mark and table and yours) or (dot and not column):
            raise UserError(
                "--map {text!r}: write TABLE=YOUR SHEET or TABLE.COLUMN=YOUR HEADER, as in --map Listings=Sheet2",
                text=text,
            )
        kind = record_named(table)
        if kind is None:
            tables = say("use one of {records}", records=say_series(each.table for each in RECORDS))
            hint = did_you_mean(table, (name for each in RECORDS for name in each.names()), tables)
            raise UserError(
                "--map {text!r}: {table!r} is not a table of ippbook; {hint}", text=text, table=table, hint=hint
            )
        if not column:
            if key(yours) not in map(key, places):
                raise UserError(
                    "--map {text!r}: {book_path} has no sheet and no table {yours!r}; {hint}",
                    text=text,
                    book_path=book.path,
                    yours=yours,
                    hint=did_you_mean(yours, places, say("it has {near}", near=say_series(places[:8]))),
                )
            yield kind.table, yours
            continue
        field = kind.field_under(column)
        if field is None:
            headers = [each.header for each in kind.fields()]
            raise UserError(
                "--map {text!r}: {kind_table} has no column {column!r}; {hint}",
                text=text,
                kind_table=kind.table,
                column=column,
                hint=did_you_mean(column, headers, say("it has {near}", near=say_series(headers))),
            )
        yield f"{kind.table}.{field.header}", yours


def _with_name(names: OwnNames, at: str, yours: str) -> OwnNames:
    """*names* with one more; what it says comes first."""
    table, _, header = at.partition(".")
    if header:
        return replace(names, headers={**names.headers, table: {**names.headers.get(table, {}), header: yours}})
    return replace(names, places={**names.places, table: (yours, *names.places.get(table, ()))})


__all__ = ["Recognised", "recognise"]
