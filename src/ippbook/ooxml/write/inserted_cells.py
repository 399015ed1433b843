"""Cells and rows that do not exist yet: where they go among the rows of a block, and their bytes."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from ippbook.ooxml.cell_keys import Keys, key_cols, key_rows
from ippbook.ooxml.excel_limits import MAX_COL
from ippbook.ooxml.read.blocks import Ints, RowBlock
from ippbook.ooxml.write.cell_writer import ByteArray, CellWriter
from ippbook.ooxml.write.dependent_formulas import DependentFormulas
from ippbook.ooxml.write.edits import SheetEdits
from ippbook.ooxml.write.new_cells import plain_cells
from ippbook.ooxml.write.patch_log import PatchLog
from ippbook.ooxml.write.row_spans import widened_spans
from ippbook.ooxml.xml.splices import Splice, Splices
from ippbook.quick_dataclasses import dataclass

_AT_ONCE: Final = 1 << 17
"""About this many cells are made at once."""


@dataclass
class InsertedCells:
    """New cells of one sheet, block by block."""

    edits: SheetEdits
    dependents: DependentFormulas
    log: PatchLog
    column_styles: Mapping[int, int] = field(default_factory=dict)
    """The style of each column of the sheet that has one: Excel gives it to a new cell, so a date is shown as a date."""

    def note(self, entries: Ints) -> None:
        """Log that these entries of the edits become cells. Raises `EditError` where an array would lose a cell to a formula."""
        self.log.inserted.append(self.edits.key[entries])
        keys = self.edits.key[entries[self.edits.sets_formula[entries]]]
        self.dependents.refuse_in_arrays(keys)
        self.log.new_formula += keys.tolist()

    def rows(self, entries: Ints, writer: CellWriter) -> Iterator[bytes]:
        """Whole new rows of *entries*, which are sorted by key: some rows at a time, because the cells of all take much memory."""
        rows, end = key_rows(self.edits.key[entries]), writer.end("row")
        firsts = np.flatnonzero(np.append(True, np.diff(rows) != 0)) if len(rows) else rows
        for some in np.array_split(firsts, len(rows) // _AT_ONCE + 1):
            if len(some):
                out: list[bytes] = []
                until = np.searchsorted(rows, rows[some[-1]], side="right")
                cells = self._styled_cells(entries[some[0] : until], writer)
                bounds = (np.append(some, until) - some[0]).tolist()
                for row, (first, after) in zip(rows[some].tolist(), pairwise(bounds), strict=True):
                    out += [writer.start("row", f' r="{row}"'), b"".join(cells[first:after]), end]
                yield b"".join(out)

    def splices(self, block: RowBlock, keys: Keys, entries: Ints) -> Splices:
        """The splices that put *entries* into a block whose cells have the *keys*."""
        writer = CellWriter(block.encoding, block.prefix)
        rows = key_rows(self.edits.key[entries])
        row_at = np.searchsorted(block.row_number, rows)
        there = block.row_number[np.minimum(row_at, len(block.row_number) - 1)] == rows
        found = Splices.of(self._new_rows(block, entries[~there], row_at[~there], writer))
        return found.merged(self._into_rows(block, keys, entries[there], row_at[there], writer))

    def _new_rows(self, block: RowBlock, entries: Ints, row_at: Ints, writer: CellWriter) -> list[Splice]:
        """New rows, before the rows *row_at* of the block."""
        starts = np.append(block.row_start, len(block.raw))
        found: list[Splice] = []
        for place in np.unique(row_at).tolist():
            at = int(starts[place])
            found.append((at, at, b"".join(self.rows(entries[row_at == place], writer))))
        return found

    def _into_rows(self, block: RowBlock, keys: Keys, entries: Ints, row_at: Ints, writer: CellWriter) -> Splices:
        """New cells in the rows *row_at* of the block."""
        cells = self._cells(entries, writer)
        closed = block.row_closed[row_at]
        found = Splices.of(_opened_rows(block, row_at[closed], cells[closed], writer))
        found = found.merged(widened_spans(block, self.edits.key[entries], row_at))
        opened = ~closed
        places = self._places(block, keys, entries[opened], row_at[opened])
        return found.merged(_joined(places, cells[opened]))

    def _places(self, block: RowBlock, keys: Keys, entries: Ints, row_at: Ints) -> Ints:
        """Where each cell goes: before the next cell of its row, else at the row's end."""
        wanted = self.edits.key[entries]
        after = np.searchsorted(keys, wanted)
        next_rows = np.append(key_rows(keys), -1)[after]
        starts = np.append(block.start, 0)[after]
        return np.where(next_rows == key_rows(wanted), starts, block.row_end[row_at])

    def _cells(self, entries: Ints, writer: CellWriter) -> ByteArray:
        """The cells of *entries*: object[n, k] of the k pieces of each."""
        plain = writer == CellWriter("utf-8", "") and not self.dependents.arrays and not self.edits.shaped
        plain = plain and not any(
            int(col) in self.column_styles for col in np.unique(key_cols(self.edits.key[entries]))
        )
        if plain and not self.edits.sets_formula[entries].any():
            return plain_cells(self.edits, entries)
        cells = np.empty((len(entries), 1), dtype=object)
        cells[:, 0] = self._styled_cells(entries, writer)
        return cells

    def _styled_cells(self, entries: Ints, writer: CellWriter) -> list[bytes]:
        """Cells of any shape: with the look that a growing table gives them, and with formulas."""
        edits = self.edits
        keys, kind = edits.key[entries], edits.kind[entries]
        cached = edits.sets_formula[entries] | self.dependents.fills(keys)
        contents = writer.values(kind, edits.number[entries], edits.text[entries], cached)
        formulas = edits.formula[entries]
        for place in np.flatnonzero(edits.sets_formula[entries]).tolist():
            contents[place] = writer.formula(formulas[place]) + contents[place]
        return writer.new_cells(keys, self._styles(keys), kind, cached, contents)

    def _styles(self, keys: Keys) -> Ints:
        """The style of each new cell: that of a growing table, else that of its column."""
        styles = self.edits.styles(keys)
        if self.column_styles and not styles.all():
            of_columns = np.zeros(MAX_COL + 1, dtype=np.int64)
            for column, style in self.column_styles.items():
                of_columns[column] = style
            styles = np.where(styles == 0, of_columns[key_cols(keys)], styles)
        return styles


def _opened_rows(block: RowBlock, row_at: Ints, cells: ByteArray, writer: CellWriter) -> list[Splice]:
    """Rows `<row …/>`, opened for their first cells."""
    rows: dict[int, list[bytes]] = {}
    for row, cell in zip(row_at.tolist(), cells.tolist(), strict=True):
        rows.setdefault(row, []).extend(cell)
    slash = len(writer.encoded("/>"))
    return [
        (at := int(block.row_tag_end[row]), at + slash, writer.tag_end + b"".join(pieces) + writer.end("row"))
        for row, pieces in rows.items()
    ]


def _joined(places: Ints, cells: npt.NDArray[np.object_]) -> Splices:
    """The cells at their places, which rise; cells at one place go in as one."""
    if not len(places):
        return Splices([], [], [])
    first = np.flatnonzero(np.append(True, np.diff(places) != 0))
    at = places[first].tolist()
    pieces = cells.ravel().tolist()
    bounds = (np.append(first, len(places)) * cells.shape[1]).tolist()
    return Splices(at, at, [b"".join(pieces[a:b]) for a, b in pairwise(bounds)])
