"""Reads an export file: detects its format, finds its header row, and returns its rows."""

import csv
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.foreign_files import WORKBOOK_STARTS
from ippbook.imports.csv_rows import CsvRow, csv_rows, delimiter_of, placed_rows, text_lines
from ippbook.imports.decode import decode_text
from ippbook.imports.export_rows import (
    HEADER_SEARCH,
    JSON_LINES_ENDINGS,
    MOST_HEADERS,
    ExportFile,
    ExportFormat,
    ExportRow,
    csv_row,
    export_bytes,
)
from ippbook.imports.header_row import headed
from ippbook.imports.headers import KnownHeaders
from ippbook.imports.large_csv import read_large_csv
from ippbook.imports.unheaded import chosen_columns
from ippbook.languages import say, say_series
from ippbook.normalize import key
from ippbook.tables.find_table import value_at

JsonValue: TypeAlias = Any  # a JSON value of any shape: json.loads promises nothing else
JsonObject: TypeAlias = dict[str, JsonValue]
_Record: TypeAlias = tuple[int, JsonObject | None, str, str]
"""Place, fields (None where the record cannot be read), its text, and why it cannot be read."""
_DEEPEST: Final = 6
_EXACT: Final = 10**15  # a cell keeps fifteen digits of a number, so longer numbers stay text
_LONG: Final = 100  # digits; Python itself refuses 4,300 and more
_TOO_DEEP: Final = say("it is nested too deeply, or has a number that is too long")


def read_export(path: Path, wanted: KnownHeaders, encoding: str = "", columns: str = "") -> ExportFile:
    """The rows of the export file at *path*. *columns*: the headers, as --columns has them. Raises `UserError` or `ooxml.WorkbookError`."""
    if (large := read_large_csv(path, wanted, encoding, columns)) is not None:
        return large
    data = export_bytes(path)
    if data.startswith(WORKBOOK_STARTS):
        return _workbook(path, wanted, columns)
    text, name = decode_text(data, path, encoding)
    start = text.lstrip()[:1]
    if path.suffix.lower() in JSON_LINES_ENDINGS:
        return _renamed(_lines(path, text, name), wanted, columns)
    if start in {"[", "{"}:
        return _renamed(_lines(path, text, name) if _many(text) else _json(path, text, name, wanted, columns), wanted, columns)  # fmt: skip
    if path.suffix.lower() == ".json":
        raise UserError("{path}: the file is not JSON, although its name ends in .json; export it again", path=path)
    return _csv(path, text, name, wanted, columns)


# ---- CSV and the like


def _csv(path: Path, text: str, encoding: str, wanted: KnownHeaders, columns: str) -> ExportFile:
    delimiter = delimiter_of(text, wanted)
    lines = text_lines(text)
    spoiled: list[CsvRow] = []
    try:
        rows = placed_rows(lines, delimiter)
        if rows is None:
            every = list(csv_rows(lines, delimiter))
            rows, spoiled = [(row.line, row.cells) for row in every if not row.why], [row for row in every if row.why]
    except csv.Error as error:
        raise UserError(
            "{path}: the rows cannot be separated ({error}); export it again", path=path, error=error
        ) from None
    sheet = headed(path, rows, wanted, columns)
    width = len(sheet.headers)
    found = [ExportRow(row.line, tuple(row.cells), row.why) for row in spoiled]
    for place, cells in sheet.rows:
        row = csv_row(place, list(map(str, cells)), width, delimiter)
        if row is not None:
            found.append(row)
    found.sort(key=lambda row: row.place)
    return ExportFile(path, ExportFormat.CSV, sheet.headers, tuple(found), encoding, delimiter, notes=sheet.notes)


# ---- Excel


def _workbook(path: Path, wanted: KnownHeaders, columns: str) -> ExportFile:
    book = ooxml.open(path)
    names = [sheet.name for sheet in book.sheets if sheet.kind == "worksheet"]
    best, chosen = 0, ""
    for name in names:
        top = book.read(name, first_row=1, last_row=HEADER_SEARCH, formulas=False)
        first = [top[number] for number in top.columns[:MOST_HEADERS]]
        rows = [[value_at(column, row) for column in first] for row in range(HEADER_SEARCH)]
        lines: list[Sequence[object]] = [
            *rows,
            *zip(*rows, strict=True),
        ]  # headers are in a row, or in the first column
        hits = max((wanted.hits(line) for line in lines), default=0)
        if hits > best or (first and not chosen):
            best, chosen = hits, name
    if not chosen:
        raise UserError("{path}: no sheet has a filled cell; export it again", path=path)
    cells = book.read(chosen, formulas=False)
    read = [cells[number] for number in cells.columns]
    filled = np.zeros(max(cells.last_row - cells.first_row + 1, 0), dtype=bool)
    for column in read:
        filled |= column.kind != ooxml.BLANK
    rows_of = [(cells.first_row + int(row), tuple(value_at(column, int(row)) for column in read)) for row in np.flatnonzero(filled)]  # fmt: skip
    sheet = headed(path, rows_of, wanted, columns)
    width = len(sheet.headers)
    found = tuple(ExportRow(place, (*values[:width], *[None] * (width - len(values)))) for place, values in sheet.rows)
    return ExportFile(path, ExportFormat.EXCEL, sheet.headers, found, date1904=book.date1904, notes=sheet.notes)


# ---- JSON


def _many(text: str) -> bool:
    """Whether each line is a JSON object."""
    lines = [line for line in text[: 1 << 16].splitlines() if line.strip()][:2]
    return len(lines) == 2 and all(line.strip().startswith("{") and line.strip().endswith("}") for line in lines)  # fmt: skip


def _lines(path: Path, text: str, encoding: str) -> ExportFile:
    rows: list[_Record] = []
    for place, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found = _loads(line)
            why = "" if isinstance(found, dict) else say("it is not a JSON object")
        except ValueError as error:
            found, why = None, say("it is not JSON ({error})", error=error)
        rows.append((place, flat(found) if isinstance(found, dict) else None, line.strip(), why))
    return _gathered(path, ExportFormat.LINES, rows, encoding)


def _loads(text: str) -> JsonValue:
    """The value of a JSON text. Raises ValueError for every fault."""
    try:
        return json.loads(text, parse_constant=lambda _: None, parse_int=_whole_number)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    except json.JSONDecodeError as error:
        raise ValueError(str(error)) from None


def _whole_number(digits: str) -> int | str:
    """A number as JSON has it; one with more digits than a cell keeps stays text, however long it is."""
    return int(digits) if len(digits) < _LONG else digits


def _renamed(source: ExportFile, wanted: KnownHeaders, columns: str) -> ExportFile:
    """The file with the headers that --columns gives to its fields."""
    if not columns:
        return source
    order, named = chosen_columns(source.path, columns, wanted)
    keys = {key(header): name for header, name in named.items()}
    if order or not keys.keys() <= {key(header) for header in source.headers}:
        raise UserError(
            '{source_path}: name its fields as they are in the file, as in --columns "FIELD=URL, FIELD=Title"',
            source_path=source.path,
        )
    return replace(source, headers=tuple(keys.get(key(header), header) for header in source.headers))


def _json(path: Path, text: str, encoding: str, wanted: KnownHeaders, columns: str) -> ExportFile:
    try:
        root = _loads(text)
    except ValueError as error:
        raise UserError("{path}: the file is not JSON ({error}); export it again", path=path, error=error) from None
    records = max(_lists(root, _DEEPEST), key=lambda items: _worth(items, wanted), default=[])
    if under_ids := _under_ids(root, _DEEPEST, wanted):
        records = under_ids
    elif isinstance(root, dict) and (not records or wanted.is_record(flat(root))):
        records = [root]  # one record a file: its lists are its pictures, its variants
    if records and isinstance(records[0], list):
        records = _from_lists(records)
    rows: list[_Record] = [
        (place, flat(item), "", "") if isinstance(item, dict) else (place, None, json.dumps(item, ensure_ascii=False), say("it is not a JSON object"))
        for place, item in enumerate(records, start=1)
    ]  # fmt: skip
    source = _gathered(path, ExportFormat.JSON, rows, encoding)
    if not columns and not wanted.hits(source.headers[:MOST_HEADERS]):
        raise UserError("{path}: no known field, such as url or 商品链接, found; docs/exports.md lists them", path=path)
    return source


def _lists(value: JsonValue, deep: int) -> Iterator[list[JsonValue]]:
    """Every list of records in *value*: of objects, or of lists under a list of headers."""
    if isinstance(value, list):
        if any(isinstance(item, dict) for item in value) or (value and all(isinstance(item, list) for item in value)):
            yield value
    elif isinstance(value, dict) and deep:
        for item in value.values():
            yield from _lists(item, deep - 1)


def _under_ids(value: JsonValue, deep: int, wanted: KnownHeaders) -> list[JsonValue]:
    """The records of an object that has each of them under its id; empty where *value* has no such object."""
    if not isinstance(value, dict) or not deep:
        return []
    inner = list(value.values())
    if len(inner) > 1 and all(isinstance(item, dict) and wanted.is_record(flat(item)) for item in inner):
        return inner
    return next((found for item in inner if (found := _under_ids(item, deep - 1, wanted))), [])


def _worth(items: list[JsonValue], wanted: KnownHeaders) -> tuple[int, int]:
    names: dict[str, None] = {}
    for item in items[:20]:
        names |= dict.fromkeys(flat(item)) if isinstance(item, dict) else {}
    if items and isinstance(items[0], list):
        names |= {str(name): None for name in items[0][:MOST_HEADERS]}
    return wanted.hits(list(names)[:MOST_HEADERS]), len(items)


def _from_lists(rows: list[JsonValue]) -> list[JsonValue]:
    """Objects from a list of headers and lists of values."""
    headers = [str(name) for name in rows[0]]
    return [dict(zip(headers, row, strict=False)) if isinstance(row, list) else row for row in rows[1:]]


def flat(item: JsonObject, before: str = "", deep: int = _DEEPEST) -> JsonObject:
    """An object with the fields of its inner objects under dotted names; lists of plain values as one text.

    >>> flat({"id": 1, "seller": {"name": "x"}, "tags": ["a", "b"]})
    {'id': 1, 'seller.name': 'x', 'tags': 'a; b'}
    """
    found: JsonObject = {}
    for name, value in item.items():
        if isinstance(value, dict):
            if deep:
                found |= flat(value, f"{before}{name}.", deep - 1)
        elif isinstance(value, list):
            found[f"{before}{name}"] = say_series(
                (str(part) for part in value if isinstance(part, str | int | float)), "; "
            )
        elif isinstance(value, float) and not math.isfinite(value):
            found[f"{before}{name}"] = None
        elif type(value) is int and abs(value) >= _EXACT:
            found[f"{before}{name}"] = str(value)
        else:
            found[f"{before}{name}"] = value
    return found


def _gathered(path: Path, form: ExportFormat, rows: list[_Record], encoding: str) -> ExportFile:
    """Records with different fields as rows under common headers."""
    names: dict[str, int] = {}
    for _, record, _, _ in rows:
        for name in record or ():
            names.setdefault(name, len(names))
    if len(names) > MOST_HEADERS:
        raise UserError(
            "{path}: its records have {names_count:,} different fields; export only the fields that are needed",
            path=path,
            names_count=len(names),
        )
    found = []
    for place, record, text, why in rows:
        if record is None:
            found.append(ExportRow(place, (text,), why))
        else:
            values: list[JsonValue] = [None] * len(names)
            for name, value in record.items():
                values[names[name]] = value
            found.append(ExportRow(place, tuple(values)))
    return ExportFile(path, form, tuple(names), tuple(found), encoding)
