"""Changes cells in the bytes of a sheet part. Every byte that belongs to no changed cell stays as it is.

The parts of the work: `changed_cells` (cells that exist), `inserted_cells` (cells and rows that do not), `row_spans` and
`dimension` (what rows and sheet state about their cells), `cell_writer` (cells as bytes).
"""

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Final

import numpy as np

from ippbook.late_patterns import late_pattern
from ippbook.ooxml import refs
from ippbook.ooxml.cell_keys import Keys, cell_key, cell_keys, key_cols
from ippbook.ooxml.errors import EditError
from ippbook.ooxml.excel_limits import MAX_ROW
from ippbook.ooxml.read.blocks import Bools, ProvedBlock, RowBlock, SheetHead, SheetTail, StringArray
from ippbook.ooxml.write.cell_writer import CellWriter
from ippbook.ooxml.write.changed_cells import ChangedCells
from ippbook.ooxml.write.dependent_formulas import DependentFormulas
from ippbook.ooxml.write.dimension import widened
from ippbook.ooxml.write.edits import SheetEdits
from ippbook.ooxml.write.inserted_cells import InsertedCells
from ippbook.ooxml.write.merged_cells import refuse_covered
from ippbook.ooxml.write.new_columns import width_splices
from ippbook.ooxml.write.patch_log import PatchLog
from ippbook.ooxml.write.row_heights import column_styles, with_heights
from ippbook.ooxml.write.table_growth import grown_tail
from ippbook.ooxml.xml.splices import Splice, Splices, spliced
from ippbook.quick_dataclasses import dataclass

_RANGE: Final = late_pattern(r"""(\sref\s*=\s*["'])([^"']*)(["'])""")


@dataclass
class SheetPatcher:
    """Patches one sheet part, item by item. Afterwards `log` lists what it did."""

    edits: SheetEdits
    where: str
    strings: Callable[[], StringArray]
    date1904: bool
    dimension: refs.Area | None = None
    """To write instead of the old one."""
    log: PatchLog = field(default_factory=PatchLog)
    head: SheetHead | None = None
    _next: int = 0  # the first entry of the edits that no block has taken
    _last_row: int = 0

    def __post_init__(self) -> None:
        self._dependents = DependentFormulas(self.where, list(self.edits.ranges.values()))
        self._changed = ChangedCells(self.edits, self._dependents, self.strings, self.date1904, self.log)
        self._inserted = InsertedCells(self.edits, self._dependents, self.log)

    def run(self, items: Iterator[SheetHead | RowBlock | ProvedBlock | SheetTail]) -> Iterator[bytes]:
        """The bytes of the part, changed."""
        for item in items:
            if isinstance(item, SheetHead):
                self.head = item
                self._inserted.column_styles = column_styles(item, self.where)
                yield self._patched_head(item)
            elif isinstance(item, RowBlock):
                yield self._fitted(self._patched_block(item), item.encoding)
            elif isinstance(item, ProvedBlock):
                block = item.rows if self._all_behind(item) else item.whole()
                yield self._fitted(self._patched_block(block), block.encoding)
            else:
                yield from self._patched_tail(item)

    def new_dimension(self) -> refs.Area | None:
        """The dimension that contains the inserted cells too; None where the old one does."""
        return widened(self.head.dimension if self.head else "", [*self.log.inserted, *self.log.corners])

    def _fitted(self, raw: bytes, encoding: str) -> bytes:
        """Rows with the heights that their new texts need."""
        return with_heights(raw, self.edits.heights) if self.edits.heights and encoding.lower() == "utf-8" else raw

    # ---- before and behind the rows

    def _patched_head(self, head: SheetHead) -> bytes:
        raw, encoding = head.raw, head.encoding
        found: list[Splice] = []
        if self.dimension is not None and head.dimension_start >= 0:
            mark = ">".encode(encoding)
            end = raw.index(mark, head.dimension_start) + len(mark)
            tag = raw[head.dimension_start : end].decode(encoding)
            new = _RANGE.sub(lambda found: f"{found[1]}{self.dimension}{found[3]}", tag, count=1)
            found.append((head.dimension_start, end, new.encode(encoding)))
        found += width_splices(head, self.edits.columns, self.where)
        if head.closed and self._pending(MAX_ROW):
            found.append((raw.rindex("/>".encode(encoding)), len(raw), ">".encode(encoding)))
        elif head.data_start < 0 and self._pending(MAX_ROW):
            raise EditError("{where} has no place for cells; choose another sheet.", where=self.where)
        return spliced(raw, Splices.of(found))

    def _patched_tail(self, tail: SheetTail) -> Iterator[bytes]:
        head = self.head
        assert head is not None  # noqa: S101 - the stream begins with it
        if self._pending(MAX_ROW):
            writer = CellWriter(head.encoding, head.prefix)
            new = np.flatnonzero(self.edits.creates[self._next :]) + self._next
            self._inserted.note(new)
            for rows in self._inserted.rows(new, writer):
                yield self._fitted(rows, head.encoding)
            for rows in self._later_rows(writer):
                yield self._fitted(rows, head.encoding)
            if head.closed:
                yield writer.end("sheetData")
            self._next = len(self.edits.key)
        if tail.merges and self.log.count():
            refuse_covered(self.log.keys(), tail.merges, self.where)
        yield grown_tail(head, tail, self.edits.growths, self.where) if self.edits.growths else tail.raw

    def _later_rows(self, writer: CellWriter) -> Iterator[bytes]:
        """The new rows below all others, some at a time. The log keeps their number, not the key of each."""
        if self.edits.later is None:
            return
        self.log.corners.append(self.edits.later.corners)
        for part in self.edits.later.parts():
            new = np.flatnonzero(part.creates)
            self.log.later += len(new)
            yield from InsertedCells(part, self._dependents, self.log, self._inserted.column_styles).rows(new, writer)

    def _pending(self, last_row: int) -> bool:
        """Whether the edits make cells, up to *last_row*, that no block has taken."""
        if self.edits.later is not None and last_row == MAX_ROW:
            return True
        return bool(self.edits.creates[self._next : self._until(last_row)].any())

    def _until(self, last_row: int) -> int:
        """The first entry of the edits below *last_row*."""
        return int(np.searchsorted(self.edits.key, cell_key(last_row + 1, 0)))

    # ---- rows

    def _patched_block(self, block: RowBlock) -> bytes:
        if not len(block.row_number):
            return block.raw
        self._dependents.note(block)
        keys = cell_keys(block.row, block.col)
        self._check_order(block, keys)
        low, high = self._next, self._until(self._last_row)
        if high <= low:
            self._check_shared(block, keys, keys[:0])
            return block.raw
        self._next = high
        exists, places = _found(keys, self.edits.key[low:high])
        found, replaced = self._changed.splices(block, places[exists], np.flatnonzero(exists) + low)
        self._check_shared(block, keys, replaced)
        if self.edits.ranges:
            found = found.merged(self._new_ranges(block, keys))
        new = np.flatnonzero(~exists & self.edits.creates[low:high]) + low
        if len(new):
            self._inserted.note(new)
            found = found.merged(self._inserted.splices(block, keys, new))
        return spliced(block.raw, found)

    def _new_ranges(self, block: RowBlock, keys: Keys) -> Splices:
        """The splices that give array formulas of the block another range."""
        cuts: list[Splice] = []
        for key, area in self.edits.ranges.items():
            at = int(np.searchsorted(keys, key))
            if at >= len(keys) or int(keys[at]) != key or block.f_start[at] < 0:
                continue
            start, mark = int(block.f_start[at]), ">".encode(block.encoding)
            end = block.raw.index(mark, start) + len(mark)
            tag = block.raw[start:end].decode(block.encoding)
            new = _RANGE.sub(rf"\g<1>{area}\g<3>", tag, count=1)
            if new != tag:
                cuts.append((start, end, new.encode(block.encoding)))
        return Splices.of(cuts)

    def _check_order(self, block: RowBlock, keys: Keys) -> None:
        """Refuse a block whose rows or cells do not rise; remember its last row."""
        rows, last = block.row_number, int(block.row_number[-1])
        if rows[0] <= self._last_row or (np.diff(rows) <= 0).any() or (np.diff(keys) <= 0).any():
            raise EditError(
                "{where}: its rows or cells are not in order near row {last}, so cells cannot be placed; open the file in Excel or LibreOffice and save it.",
                where=self.where,
                last=last,
            )
        self._last_row = last

    def _check_shared(self, block: RowBlock, keys: Keys, replaced: Keys) -> None:
        if self.edits.touches_formulas:
            self._dependents.check_shared(block, keys, replaced)

    def _all_behind(self, item: ProvedBlock) -> bool:
        """Whether all that the edits have for these rows goes behind their last cells, so that the cells need not be known."""
        rows = item.rows.row_number
        keys = self.edits.key[self._next : self._until(int(rows[-1])) if len(rows) else None]
        return bool((key_cols(keys) > item.widest).all())


def _found(keys: Keys, wanted: Keys) -> tuple[Bools, Keys]:
    """Which of the *wanted* keys are among the sorted *keys*, and where each is or would be."""
    places = np.searchsorted(keys, wanted)
    exists = np.zeros(len(wanted), dtype=bool)
    inside = places < len(keys)
    exists[inside] = keys[places[inside]] == wanted[inside]
    return exists, places
