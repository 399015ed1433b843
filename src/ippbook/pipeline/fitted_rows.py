"""Rows as high as the wrapped texts that ippbook computes into them, such as findings."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ippbook import ooxml
from ippbook.formulas.workbook_formulas import ColumnFill
from ippbook.ooxml.write.row_heights import USUAL_WIDTH, RowHeights, column_widths, row_height, wrapped_lines
from ippbook.tables.records import RECORDS
from ippbook.tables.sources import file_of

if TYPE_CHECKING:
    from ippbook.tables import Tables
    from ippbook.tables.sources import AnyWorkbook


def fit_rows(book: "AnyWorkbook", fills: Iterable[ColumnFill], tables: "Tables", edits: ooxml.Edits) -> None:
    """Let *edits* fit the rows of a file in which a wrapped computed text changes. A program fits the rows of its open workbook itself."""
    file = file_of(book)
    if file is None:
        return
    if file is not book:
        fills = [replace(fill, style=_styles(file, fill)) for fill in fills]
    wrapped = sorted(_wrapped(file, fills), key=lambda fill: fill.sheet)
    for sheet, found in groupby(wrapped, key=lambda fill: fill.sheet):
        columns = list(found)
        rows = np.unique(np.concatenate([fill.rows[fill.stale] for fill in columns]))
        if len(rows):
            widths = column_widths(file, sheet)
            lines = np.ones(len(rows), dtype=np.int64)
            for fill in columns:
                _count_lines(fill, rows, widths.get(fill.column, USUAL_WIDTH), lines)
            heights = dict(zip(rows.tolist(), map(row_height, lines.tolist()), strict=True))
            edits.heights[sheet.casefold()] = RowHeights(heights, shrinks=sheet not in _with_own_lines(tables))


def _wrapped(file: ooxml.Book, fills: Iterable[ColumnFill]) -> Iterator[ColumnFill]:
    """The columns whose cells wrap their texts."""
    for fill in fills:
        if fill.style is None or not len(fill.style):
            continue
        styles = np.unique(fill.style).tolist()
        if not file.wrapping_styles.isdisjoint(styles):
            yield fill


def _styles(file: ooxml.Book, fill: ColumnFill) -> NDArray[np.int32]:
    """The number of the style of each cell of *fill*, from the file: an open workbook does not give it."""
    if not len(fill.rows):
        return np.zeros(0, dtype=np.int32)
    first, last = int(fill.rows[0]), int(fill.rows[-1])
    cells = file.read(fill.sheet, [fill.column], first, last, formulas=False)[fill.column]
    return cells.style[fill.rows - first]


def _count_lines(fill: ColumnFill, rows: NDArray[np.int64], width: float, lines: NDArray[np.int64]) -> None:
    """Raise *lines*, one for each of *rows*, to those of the column's texts."""
    known: dict[str, int] = {}
    places = np.searchsorted(fill.rows, rows)
    for at, place in enumerate(np.minimum(places, len(fill.rows) - 1).tolist()):
        value = fill.values[place]
        if isinstance(value, str) and fill.rows[place] == rows[at]:
            if value not in known:
                known[value] = wrapped_lines(value, width)
            lines[at] = max(lines[at], known[value])


def _with_own_lines(tables: "Tables") -> set[str]:
    """Sheets on which the team's own texts wrap too: their rows become higher, never lower."""
    own = {
        record.table
        for record in RECORDS
        if any(field.column.lines and not field.column.prose for field in record.fields())
    }
    return {table.places.sheet for name, table in tables.tables.items() if name in own}
