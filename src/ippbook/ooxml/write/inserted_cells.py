"""Cells and rows that do not exist yet: where they go among the rows of a block, and their bytes."""

from collections.abc import Iterator, Mapping
from dataclasses import field
from itertools import pairwise
from typing import Final

import numpy as np

from ippbook.ooxml.cell_keys import Keys, key_cols, key_rows
from ippbook.ooxml.excel_limits import MAX_COL
from ippbook.ooxml.read.blocks import Ints, RowBlock
from ippbook.ooxml.write.cell_writer import CellWriter
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
        """New cells in the rows *row_at* of the block. A row `<row …/>` is opened for them."""
        if not len(entries):
            return Splices([], [], [])
        closed = block.row_closed[row_at]
        places = np.where(closed, block.row_tag_end[row_at], self._places(block, keys, entries, row_at))
        firsts = np.flatnonzero(np.append(True, np.diff(places) != 0))
        cells = self._cells(entries, firsts, writer)
        begin = places[firsts]
        end, opens = begin.copy(), np.flatnonzero(closed[firsts])
        end[opens] += len(writer.encoded("/>"))
        for at in opens.tolist():
            cells[at] = writer.tag_end + cells[at] + writer.end("row")
        new = Splices(begin.tolist(), end.tolist(), cells)
        return widened_spans(block, self.edits.key[entries], row_at).merged(new)

    def _places(self, block: RowBlock, keys: Keys, entries: Ints, row_at: Ints) -> Ints:
        """Where each cell goes: before the next cell of its row, else at the row's end."""
        wanted = self.edits.key[entries]
        after = np.searchsorted(keys, wanted)
        next_rows = np.append(key_rows(keys), -1)[after]
        starts = np.append(block.start, 0)[after]
        return np.where(next_rows == key_rows(wanted), starts, block.row_end[row_at])

    def _cells(self, entries: Ints, firsts: Ints, writer: CellWriter) -> list[bytes]:
        """The cells of *entries*, those that go to one place together; *firsts* are the first ones of each place."""
        plain = writer == CellWriter("utf-8", "") and not self.dependents.arrays and not self.edits.shaped
        styles = self.column_styles
        plain = plain and not (styles and np.isin(key_cols(self.edits.key[entries]), list(styles)).any())
        if plain and not self.edits.sets_formula[entries].any():
            return plain_cells(self.edits, entries, firsts)
        cells = self._styled_cells(entries, writer)
        return [b"".join(cells[a:b]) for a, b in pairwise([*firsts.tolist(), len(cells)])]

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
