"""Where the headers of an export are: in a row, in the first column (field, value), in --columns, or nowhere."""

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from ippbook.errors import UserError
from ippbook.imports.export_rows import HEADER_SEARCH, MOST_HEADERS
from ippbook.imports.headers import KnownHeaders
from ippbook.imports.unheaded import chosen_columns, is_listing, propose
from ippbook.languages import say, say_series
from ippbook.normalize import clean, key
from ippbook.quick_dataclasses import dataclass

Cells = Sequence[object]
PlacedRows = Sequence[tuple[int, Cells]]
"""Rows with their places in the file."""
_MOST_FIELDS: Final = 300
"""A list of fields and values is searched this far."""


@dataclass(frozen=True)
class HeaderRow:
    """The headers of an export, and its rows of values."""

    headers: tuple[str, ...]
    rows: PlacedRows
    notes: tuple[str, ...] = ()


def headed(path: Path, rows: PlacedRows, wanted: KnownHeaders, columns: str = "") -> HeaderRow:
    """The headers and the values in *rows*. *columns*: what the person says with --columns. Raises `UserError`."""
    if columns:
        return _as_chosen(path, rows, wanted, columns)
    hits = _hits(rows, wanted)
    best = max(hits, default=0)
    if (fields := _turned(rows, wanted, best)) is not None:
        return fields
    if best:
        at = hits.index(best)
        return HeaderRow(_texts(rows[at][1]), rows[at + 1 :])
    if wanted.for_listings:
        rows = _stacked(rows)
    if wanted.for_listings and (names := propose(path, rows)):
        has = "links" if names == ("URL",) else "item IDs"
        return HeaderRow(names, rows, (say("the file has no header row; its only column has {has}", has=has),))
    raise UserError(
        '{path}: no known header, such as URL or 商品链接, found in the first {header_search} rows; docs/exports.md lists them. If it has other headers, name them with --columns "HEADER=URL, HEADER=Title"',
        path=path,
        header_search=HEADER_SEARCH,
    )


def _stacked(rows: PlacedRows) -> PlacedRows:
    """Item numbers or links side by side as rows of one column; all other rows as they are."""
    cells = [(place, clean(str(cell))) for place, row in rows for cell in row if cell is not None]
    filled = [(place, text) for place, text in cells if text]
    if max((len(row) for _, row in rows), default=0) < 2 or not all(is_listing(text) for _, text in filled):
        return rows
    return [(place, [text]) for place, text in filled]


def _hits(rows: PlacedRows, wanted: KnownHeaders) -> list[int]:
    return [wanted.hits(cells[:MOST_HEADERS]) for _, cells in rows[:HEADER_SEARCH]]


def _texts(cells: Cells) -> tuple[str, ...]:
    """The headers of a row, without the blank ones at its end."""
    texts = [clean(cell) if isinstance(cell, str) else "" for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _as_chosen(path: Path, rows: PlacedRows, wanted: KnownHeaders, columns: str) -> HeaderRow:
    order, named = chosen_columns(path, columns, wanted)
    if named:
        keys = {key(header): name for header, name in named.items()}
        for at, (_, cells) in enumerate(rows[:HEADER_SEARCH]):
            headers = _texts(cells)
            if keys.keys() <= {key(header) for header in headers}:
                return HeaderRow(tuple(keys.get(key(header), header) for header in headers), rows[at + 1 :])
        raise UserError(
            "{path}: --columns: no row has the headers {named}; check their spelling",
            path=path,
            named=say_series(named),
        )
    hits = _hits(rows, wanted)
    best = max(hits, default=0)
    first = hits.index(best) + 1 if best else 0
    width = max((len(cells) for _, cells in islice(rows, HEADER_SEARCH)), default=0)
    if len(order) > width:
        raise UserError(
            "{path}: --columns names {order_count} columns, but the file has {width}",
            path=path,
            order_count=len(order),
            width=width,
        )
    return HeaderRow(order + ("",) * (width - len(order)), rows[first:])


def _turned(rows: PlacedRows, wanted: KnownHeaders, best: int) -> HeaderRow | None:
    """The records of a list of fields and values (字段, 值): the first column has the headers. None where it is not such a list.

    With one column of values a new record begins where a field comes again; with more, each column is a record.
    """
    fields = [cells[0] if cells else None for _, cells in islice(rows, _MOST_FIELDS)]
    if wanted.hits(fields) < 2 or wanted.hits(fields) <= best:
        return None
    if rows and not wanted.name(fields[0]):
        rows = rows[1:]  # the words “field” and “value”
    filled = [(place, clean(str(cells[0])), cells[1:]) for place, cells in rows if cells and clean(str(cells[0] or ""))]
    headers = tuple(dict.fromkeys(header for _, header, _ in filled))
    width = max((len([cell for cell in cells if clean(str(cell or ""))]) for _, _, cells in filled), default=0)
    records: list[tuple[int, dict[str, object]]] = []
    for column in range(max(width, 1)):
        record: dict[str, object] = {}
        for place, header, cells in filled:
            if not record or (header in record and width <= 1):
                record = {}
                records.append((place, record))
            record.setdefault(header, cells[column] if column < len(cells) else None)
    found = [(place, [record.get(header) for header in headers]) for place, record in records]
    return HeaderRow(headers, [(place, ["" if cell is None else cell for cell in cells]) for place, cells in found])


__all__ = ["HeaderRow", "PlacedRows", "headed"]
