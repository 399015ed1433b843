"""Very many new rows of a table: planned, encoded and written some at a time, so that a million of them take little memory.

Only rows below everything that the sheet's part has: there each part of the plan is whole new rows, and what it makes are the
same bytes as with a plan of the whole. `save` plans a sheet like this; whatever else is to be changed is planned at once.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ippbook.ooxml import refs
from ippbook.ooxml.cell_keys import Keys, cell_keys
from ippbook.ooxml.excel_limits import MAX_ROW
from ippbook.ooxml.read.blocks import RowBlock
from ippbook.ooxml.read.book import Book
from ippbook.ooxml.read.records import Sheet
from ippbook.ooxml.write.edit_batches import EditBatch
from ippbook.ooxml.write.edits import Edits, SheetEdits
from ippbook.ooxml.write.table_growth import CellLook, Growth
from ippbook.quick_dataclasses import dataclass

_PLAIN: Final = CellLook()
MOST_AT_ONCE: Final = 1 << 20
"""New rows with fewer cells than this are planned with the rest of the sheet."""
CELLS_AT_ONCE: Final = 1 << 17
"""About this many cells are planned at once."""


@dataclass(frozen=True)
class LaterRows:
    """The new rows of one table below all rows of the sheet's part, which `plan` leaves to `parts`."""

    edits: Edits
    sheet: Sheet
    where: str
    date1904: bool
    area: refs.Area

    @property
    def corners(self) -> Keys:
        """The keys of the first and the last cell: a range with both contains every new cell."""
        area = self.area
        return cell_keys([area.first_row, area.last_row], [area.first_col, area.last_col])

    def parts(self) -> Iterator[SheetEdits]:
        """What is to be written, some rows at a time, from the first to the last. Raises `EditError` for a value that no cell can hold."""
        step = max(CELLS_AT_ONCE // (self.area.last_col - self.area.first_col + 1), 1)
        for first in range(self.area.first_row, self.area.last_row + 1, step):
            rows = first, min(first + step - 1, self.area.last_row)
            part = self.edits.plan(self.sheet.name, self.where, date1904=self.date1904, rows=rows)
            assert part is not None  # noqa: S101  # the new rows of a table always have cells
            yield part


def plan_sheet(book: Book, sheet: Sheet, edits: Edits) -> SheetEdits | None:
    """The edits of *sheet* in order; None where it has none. Very many new rows of a table are left to its `later`."""
    where = book.where(sheet)
    area = _later_area(book, sheet, edits)
    if area is None:
        return edits.plan(sheet.name, where, date1904=book.date1904)
    first = edits.plan(sheet.name, where, date1904=book.date1904, rows=(1, area.first_row - 1))
    later = LaterRows(edits, sheet, where, book.date1904, area)
    return None if first is None else replace(first, later=later)


def _later_area(book: Book, sheet: Sheet, edits: Edits) -> refs.Area | None:
    """The new rows that can be planned apart; None where they are few, or where anything else reaches into them."""
    growths = [growth for growth in edits.growths.values() if growth.table.sheet == sheet.name]
    if len(growths) != 1 or edits.ranges.get(sheet.name.casefold()) or book.calc_chain_part:
        return None
    if any(new.sheet.casefold() == sheet.name.casefold() for new in edits.columns):
        return None
    growth = growths[0]
    area = growth.added._replace(first_row=max(growth.added.first_row, _last_row(book, sheet, growth) + 1))
    cells = (area.last_row - area.first_row + 1) * len(growth.looks)
    if cells < MOST_AT_ONCE or any(growth.looks.get(col, _PLAIN) == _PLAIN for col in (area.first_col, area.last_col)):
        return None  # few cells, or rows that need not have their first and last cell
    plain = all(_is_plain(batch, area) for batch in edits.batches.get(sheet.name.casefold(), []))
    return area if plain else None


def _last_row(book: Book, sheet: Sheet, growth: Growth) -> int:
    """The last row that the sheet's part or a table other than the growing one has."""
    if growth.rows * len(growth.looks) < MOST_AT_ONCE:
        return MAX_ROW  # nothing is planned apart, so nothing is read
    others = [table.last_row for table in book.tables.values() if table.sheet == sheet.name and table != growth.table]
    rows = (item.row_number for item in book.stream(sheet) if isinstance(item, RowBlock))
    return max([growth.old.last_row, *others, *(int(row[-1]) for row in rows if len(row))])


def _is_plain(batch: EditBatch, area: refs.Area) -> bool:
    """Whether a batch stays out of *area* and what is right of it and below it, or only puts values into its cells."""
    if not len(batch.rows) or int(batch.rows.max()) < area.first_row:
        return True
    inside = area.first_col <= batch.col <= area.last_col and int(batch.rows.max()) <= area.last_row
    return inside and not batch.replace and not batch.formula
