"""New content for cells, by column: computed from edits and from the present content, cut into blocks that a host accepts at once."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from ippbook.excel.cell_literal import text_literal
from ippbook.excel.hosts import HostValue
from ippbook.ooxml import BLANK, BOOL, ERROR, NUMBER, TEXT, CellColumn
from ippbook.ooxml.cell_keys import cell_keys
from ippbook.ooxml.write.edits import SheetEdits
from ippbook.quick_dataclasses import dataclass

ChangeRows = npt.NDArray[np.int64]
ChangeFlags = npt.NDArray[np.bool_]
_CellTexts = npt.NDArray[np.object_]

AS_TEXT: Final = "@"
"""The number format Text, in which Excel turns everything that is entered into a text."""
LONGEST_IN_BLOCK: Final = 8_000
"""Characters of a text that is written with others in one block; Excel refuses a block with a text of more than 8,203."""


@dataclass(frozen=True)
class CellChange:
    """Cells of one column of a sheet, and their new content.

    rows: int64[n], from 1, rising. kind, number, text as in `ooxml.CellColumn`. formula: object[n] of str without `=`; ""
    where the cell gets the value; else the value is the result of the formula.
    """

    sheet: str
    column: int
    rows: ChangeRows
    kind: npt.NDArray[np.uint8]
    number: npt.NDArray[np.float64]
    text: _CellTexts
    formula: _CellTexts

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, pick: ChangeFlags) -> "CellChange":
        """The picked cells."""
        return CellChange(
            self.sheet,
            self.column,
            self.rows[pick],
            self.kind[pick],
            self.number[pick],
            self.text[pick],
            self.formula[pick],
        )

    def runs(self) -> Iterator[tuple[int, int]]:
        """First and last row of each run of cells without a gap."""
        cuts = np.flatnonzero(np.diff(self.rows) > 1)
        starts, ends = np.append(0, cuts + 1), np.append(cuts, len(self.rows) - 1)
        yield from zip(self.rows[starts].tolist(), self.rows[ends].tolist(), strict=True)

    def differs(self, cells: CellColumn) -> ChangeFlags:
        """Where *cells* have other content or show another result."""
        place = self.rows - cells.first_row
        formula = np.full(len(self), "", dtype=object) if cells.formula is None else cells.formula[place]
        kind, text = cells.kind[place], cells.text[place]
        empty = (self.kind == BLANK) | ((self.kind == TEXT) & (self.text == ""))
        nothing = (kind == BLANK) | ((kind == TEXT) & (text == ""))
        # a host gives the text "#N/A" and the error #N/A as one text, so they count as the same
        was_text, is_text = np.isin(kind, (TEXT, ERROR)), np.isin(self.kind, (TEXT, ERROR))
        plain = np.where(
            was_text, is_text & (text == self.text), (kind == self.kind) & (cells.number[place] == self.number)
        )
        same = np.where(empty, nothing, plain) & (self.formula == formula)
        return np.asarray(~same.astype(bool), dtype=bool)

    def values(self) -> list[HostValue]:
        """The values as a host takes them: None, str, float, bool; an error's code."""
        return [_value(*parts) for parts in zip(self.kind.tolist(), self.number.tolist(), self.text, strict=True)]


def _value(kind: int, number: float, text: str) -> HostValue:
    if kind == BLANK:
        return None
    if kind == BOOL:
        return bool(number)
    return number if kind == NUMBER else text


def content_as_change(sheet: str, column: int, rows: ChangeRows, cells: CellColumn) -> CellChange:
    """The present content of the cells in *rows*, as a change that would restore it."""
    place = rows - cells.first_row
    formula = np.full(len(rows), "", dtype=object) if cells.formula is None else cells.formula[place]
    return CellChange(sheet, column, rows, cells.kind[place], cells.number[place], cells.text[place], formula)


LiveColumnReader = Callable[[str, int, int, int], CellColumn]
"""Reads a column of a sheet between two rows."""


class SheetChanges(NamedTuple):
    """Cells to write, and results to show for formulas that stay."""

    write: list[CellChange]
    show: list[CellChange]


def needed_changes(sheet: str, plan: SheetEdits, read: LiveColumnReader) -> SheetChanges:
    """The cells of *plan* that do not have the planned content yet. A formula stays unless the plan removes it."""
    rows, columns = np.divmod(plan.key, cell_keys(1, 0))
    out = SheetChanges([], [])
    for column in np.unique(columns).tolist():
        pick = columns == column
        parts = (rows[pick], plan.kind[pick], plan.number[pick], plan.text[pick], plan.formula[pick].copy())
        mine = CellChange(sheet, column, *parts)
        cells = read(sheet, column, int(mine.rows[0]), int(mine.rows[-1]))
        old = content_as_change(sheet, column, mine.rows, cells).formula
        stays = (mine.formula == "") & ~plan.replace[pick] & (old != "")
        mine.formula[stays] = old[stays]
        stale = mine.differs(cells)
        rewrites = stale & (mine.formula != old) | (stale & (mine.formula == ""))
        for into, chosen in ((out.write, rewrites), (out.show, stale & ~rewrites)):
            if chosen.any():
                into.append(mine.at(chosen))
    return out


class ColumnBlock(NamedTuple):
    """Cells of a column that are written at once, from `first_row` on; as formulas, or as values."""

    first_row: int
    entries: list[HostValue]
    formulas: bool


def column_blocks(change: CellChange, cells: CellColumn, *, computed: bool) -> Iterator[ColumnBlock]:
    """The blocks in which *change* is written. Formulas have their own blocks, and so do texts that are too long for a block.

    Cells between two changed cells keep their content. Where they are blank (in a *computed* column also where they have a
    plain value), they are written again with the same content, so that a column is one block; a cell with a formula never is.
    """
    entries = _entries(change.kind.tolist(), change.number.tolist(), change.text.tolist())
    alone = [type(entry) is str and len(entry) > LONGEST_IN_BLOCK for entry in entries]
    formula, rows = (change.formula != "").tolist(), change.rows.tolist()
    first = rows[0]
    block: list[HostValue] = []
    for at, row in enumerate(rows):
        between: list[HostValue] | None = None
        if at and not alone[at] and not alone[at - 1] and formula[at] == formula[at - 1]:
            gap = row - rows[at - 1] - 1
            if not gap:
                between = []
            elif not formula[at]:
                between = _between(cells, rows[at - 1] + 1, row, computed=computed)
        if at and between is None:
            yield ColumnBlock(first, block, formula[at - 1])
            first, block = row, []
        block += between or []
        block.append(f"={change.formula[at]}" if formula[at] else entries[at])
    yield ColumnBlock(first, block, formula[-1])


def _between(cells: CellColumn, first: int, end: int, *, computed: bool) -> list[HostValue] | None:
    """The present content of the cells from *first* to before *end*; None where they must not be written."""
    part = slice(first - cells.first_row, end - cells.first_row)
    if cells.formula is not None and (cells.formula[part] != "").any():
        return None
    kind = cells.kind[part]
    simple = np.isin(kind, (BLANK, NUMBER, BOOL, TEXT)) if computed else kind == BLANK
    texts = cells.text[part]
    if not simple.all() or any(len(text) > LONGEST_IN_BLOCK for text in texts):
        return None
    return _entries(kind.tolist(), cells.number[part].tolist(), texts.tolist())


def _entries(kinds: list[int], numbers: list[float], texts: list[str]) -> list[HostValue]:
    """The values as they are passed to the host. Most texts are in many cells, and each is examined once."""
    written = {text: text_literal(text) for text in set(texts)}
    return [
        written[text] if kind == TEXT else _value(kind, number, text)
        for kind, number, text in zip(kinds, numbers, texts, strict=True)
    ]


__all__ = [
    "CellChange",
    "ColumnBlock",
    "LiveColumnReader",
    "SheetChanges",
    "column_blocks",
    "content_as_change",
    "needed_changes",
]
