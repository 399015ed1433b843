"""Reads an export file: detects its format, finds its header row, and returns its rows."""

import csv
import io
import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.imports.decode import decode_text
from ippbook.imports.export_rows import HEADER_SEARCH, ExportFile, ExportFormat, ExportRow, export_bytes
from ippbook.imports.headers import KnownHeaders
from ippbook.tables.find_table import value_at

JsonValue: TypeAlias = Any  # a JSON value of any shape: json.loads promises nothing else
JsonObject: TypeAlias = dict[str, JsonValue]
_Record: TypeAlias = tuple[int, JsonObject | None, str, str]
"""Place, fields (None where the record cannot be read), its text, and why it cannot be read."""
_DELIMITERS: Final = ",;\t|"
_DEEPEST: Final = 6
_EXACT: Final = 10**15  # a cell keeps fifteen digits of a number, so longer numbers stay text
_LONGEST_CELL: Final = 1 << 20
_MOST_HEADERS: Final = 2_000
_TOO_DEEP: Final = "it is nested too deeply, or has a number that is too long"


def read_export(path: Path, wanted: KnownHeaders, encoding: str = "") -> ExportFile:
    """The rows of the export file at *path*. Raises `UserError` or `ooxml.WorkbookError`."""
    data = export_bytes(path)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        return _workbook(path, wanted)
    text, name = decode_text(data, path, encoding)
    start = text.lstrip()[:1]
    if path.suffix.lower() in {".jsonl", ".ndjson"}:
        return _lines(path, text, name)
    if start in {"[", "{"}:
        return _lines(path, text, name) if _many(text) else _json(path, text, name, wanted)
    if path.suffix.lower() == ".json":
        raise UserError(f"{path}: the file is not JSON, although its name ends in .json; export it again")
    return _csv(path, text, name, wanted)


# ---- CSV and the like


def _csv(path: Path, text: str, encoding: str, wanted: KnownHeaders) -> ExportFile:
    delimiter = _delimiter(text, wanted)
    try:
        rows = list(_records(text, delimiter))
    except csv.Error as error:
        raise UserError(f"{path}: the rows cannot be separated ({error}); export it again") from None
    at = _header([cells for _, cells in rows[:HEADER_SEARCH]], wanted, path)
    headers = _trimmed(rows[at][1])
    found = []
    for place, cells in rows[at + 1 :]:
        more = [cell for cell in cells[len(headers) :] if cell.strip()]
        if more:
            joined = delimiter.join(cells)
            why = (
                f"it has {len(cells)} cells for {len(headers)} headers; put texts that contain “{delimiter}” in quotes"
            )
            found.append(ExportRow(place, (joined,), why))
        elif any(cell.strip() for cell in cells):
            values = [_unguarded(cell) for cell in cells[: len(headers)]]
            found.append(ExportRow(place, (*values, *[""] * (len(headers) - len(values)))))
    return ExportFile(path, ExportFormat.CSV, headers, tuple(found), encoding, delimiter)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row and the line (from 1) that it begins on."""
    csv.field_size_limit(min(_LONGEST_CELL, sys.maxsize))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    for cells in reader:
        yield line, cells
        line = reader.line_num + 1


def _delimiter(text: str, wanted: KnownHeaders) -> str:
    """The separator of cells: the one with the most known headers, else the one with the most cells."""
    start = "\n".join(text[: 1 << 18].splitlines()[:HEADER_SEARCH])

    def worth(sign: str) -> tuple[int, int]:
        try:
            rows = [cells for _, cells in _records(start, sign)]
        except csv.Error:
            return 0, 0
        return max((wanted.hits(cells) for cells in rows), default=0), max(map(len, rows), default=0)

    return max(_DELIMITERS, key=worth)


def _unguarded(text: str) -> str:
    """The text without the apostrophe that protects from formulas in a file of refused rows."""
    return text[1:] if text.startswith("'") and text[1:2] in _DANGEROUS else text


_DANGEROUS: Final = frozenset("=+-@\t\r")


def guarded(text: str) -> str:
    """The text, with an apostrophe where a spreadsheet program would read it as a formula."""
    return f"'{text}" if text[:1] in _DANGEROUS else text


def _trimmed(headers: Sequence[object]) -> tuple[str, ...]:
    texts = [str(header).strip() if isinstance(header, str) else "" for header in headers]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _header(rows: Sequence[Sequence[object]], wanted: KnownHeaders, path: Path) -> int:
    """Which of the first rows has the headers."""
    hits = [wanted.hits(cells[:_MOST_HEADERS]) for cells in rows]
    if not hits or not max(hits):
        raise UserError(
            f"{path}: no known header, such as URL or 商品链接, found in the first {HEADER_SEARCH} rows; docs/columns.md lists them"
        )
    return hits.index(max(hits))


# ---- Excel


def _workbook(path: Path, wanted: KnownHeaders) -> ExportFile:
    book = ooxml.open(path)
    best: tuple[int, str, int] = (0, "", 0)
    for sheet in book.sheets:
        if sheet.kind != "worksheet":
            continue
        top = book.read(sheet.name, first_row=1, last_row=HEADER_SEARCH, formulas=False)
        columns = [top[number] for number in top.columns[:_MOST_HEADERS]]
        for row in range(HEADER_SEARCH):
            hits = wanted.hits([value_at(column, row) for column in columns])
            if hits > best[0]:
                best = (hits, sheet.name, row + 1)
    if not best[0]:
        raise UserError(
            f"{path}: no known header, such as URL or 商品链接, found in the first {HEADER_SEARCH} rows of any sheet; docs/columns.md lists them"
        )
    cells = book.read(best[1], first_row=best[2], formulas=False)
    columns = [cells[number] for number in cells.columns]
    headers = tuple(str(value_at(column, 0) or "").strip() for column in columns)
    filled = np.zeros(max(cells.last_row - cells.first_row + 1, 0), dtype=bool)
    for column in columns:
        filled |= column.kind != ooxml.BLANK
    rows = [
        ExportRow(best[2] + int(row), tuple(value_at(column, int(row)) for column in columns))
        for row in np.flatnonzero(filled)
        if row
    ]
    return ExportFile(path, ExportFormat.EXCEL, headers, tuple(rows), date1904=book.date1904)


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
            why = "" if isinstance(found, dict) else "it is not a JSON object"
        except ValueError as error:
            found, why = None, f"it is not JSON ({error})"
        rows.append((place, flat(found) if isinstance(found, dict) else None, line.strip(), why))
    return _gathered(path, ExportFormat.LINES, rows, encoding)


def _loads(text: str) -> JsonValue:
    """The value of a JSON text. Raises ValueError for every fault."""
    try:
        return json.loads(text, parse_constant=lambda _: None)
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    except json.JSONDecodeError as error:
        raise ValueError(str(error)) from None


def _json(path: Path, text: str, encoding: str, wanted: KnownHeaders) -> ExportFile:
    try:
        root = _loads(text)
    except ValueError as error:
        raise UserError(f"{path}: the file is not JSON ({error}); export it again") from None
    records = max(_lists(root, _DEEPEST), key=lambda items: _worth(items, wanted), default=[])
    if not records and isinstance(root, dict):
        records = [root]
    if records and isinstance(records[0], list):
        records = _from_lists(records)
    rows: list[_Record] = [
        (place, flat(item), "", "") if isinstance(item, dict) else (place, None, json.dumps(item, ensure_ascii=False), "it is not a JSON object")
        for place, item in enumerate(records, start=1)
    ]  # fmt: skip
    source = _gathered(path, ExportFormat.JSON, rows, encoding)
    if not wanted.hits(source.headers[:_MOST_HEADERS]):
        raise UserError(f"{path}: no known field, such as url or 商品链接, found; docs/columns.md lists them")
    return source


def _lists(value: JsonValue, deep: int) -> Iterator[list[JsonValue]]:
    """Every list of records in *value*: of objects, or of lists under a list of headers."""
    if isinstance(value, list):
        if any(isinstance(item, dict) for item in value) or (value and all(isinstance(item, list) for item in value)):
            yield value
    elif isinstance(value, dict) and deep:
        for item in value.values():
            yield from _lists(item, deep - 1)


def _worth(items: list[JsonValue], wanted: KnownHeaders) -> tuple[int, int]:
    names: dict[str, None] = {}
    for item in items[:20]:
        names |= dict.fromkeys(flat(item)) if isinstance(item, dict) else {}
    if items and isinstance(items[0], list):
        names |= {str(name): None for name in items[0][:_MOST_HEADERS]}
    return wanted.hits(list(names)[:_MOST_HEADERS]), len(items)


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
            found[f"{before}{name}"] = "; ".join(str(part) for part in value if isinstance(part, str | int | float))
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
    if len(names) > _MOST_HEADERS:
        raise UserError(
            f"{path}: its records have {len(names):,} different fields; export only the fields that are needed"
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
