"""What cells shall hold, by column: made of edits and of what the cells hold now, cut into the blocks that a host takes at once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from ippbook.excel.cell_literal import literal
from ippbook.ooxml import BLANK, BOOL, ERROR, NUMBER, TEXT, CellColumn
from ippbook.ooxml.cell_keys import cell_keys
from ippbook.ooxml.write.edits import SheetEdits

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]

AS_TEXT: Final = "@"
"""The number format Text, in which Excel makes a text of whatever is entered."""
LONGEST: Final = 8_000
"""Letters of a text that goes with others in one block; Excel refuses a block with a text of more than 8,203."""


@dataclass(frozen=True)
class Change:
    """Cells of one column of a sheet, and what they shall hold.

    rows: int64[n], from 1, rising. kind, number, text as in `ooxml.CellColumn`. formula: object[n] of str without `=`; ""
    where the cell shall hold the value; else the value is what the formula shows.
    """

    sheet: str
    column: int
    rows: Ints
    kind: npt.NDArray[np.uint8]
    number: npt.NDArray[np.float64]
    text: Texts
    formula: Texts

    def __len__(self) -> int:
        return len(self.rows)

    def at(self, pick: Bools) -> "Change":
        """The picked cells."""
        return Change(
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

    def differs(self, held: CellColumn) -> Bools:
        """Where the cells hold something else, or show it."""
        place = self.rows - held.first_row
        had = np.full(len(self), "", dtype=object) if held.formula is None else held.formula[place]
        kind, text = held.kind[place], held.text[place]
        empty = (self.kind == BLANK) | ((self.kind == TEXT) & (self.text == ""))
        nothing = (kind == BLANK) | ((kind == TEXT) & (text == ""))
        # a host gives the text "#N/A" and the error #N/A as one text, so they count as the same
        worded, wording = np.isin(kind, (TEXT, ERROR)), np.isin(self.kind, (TEXT, ERROR))
        plain = np.where(
            worded, wording & (text == self.text), (kind == self.kind) & (held.number[place] == self.number)
        )
        same = np.where(empty, nothing, plain) & (self.formula == had)
        return np.asarray(~same.astype(bool), dtype=bool)

    def values(self) -> list[Any]:
        """What a program takes for the values: None, str, float, bool; an error's code."""
        return [_value(*parts) for parts in zip(self.kind.tolist(), self.number.tolist(), self.text, strict=True)]


def _value(kind: int, number: float, text: str) -> Any:
    if kind == BLANK:
        return None
    if kind == BOOL:
        return bool(number)
    return number if kind == NUMBER else text


def held_as(sheet: str, column: int, rows: Ints, held: CellColumn) -> Change:
    """What the cells in *rows* hold now."""
    place = rows - held.first_row
    formula = np.full(len(rows), "", dtype=object) if held.formula is None else held.formula[place]
    return Change(sheet, column, rows, held.kind[place], held.number[place], held.text[place], formula)


Reader = Callable[[str, int, int, int], CellColumn]
"""Reads a column of a sheet between two rows."""


class Wanted(NamedTuple):
    """What is to be written, and what formulas that stay are to show."""

    write: list[Change]
    show: list[Change]


def wanted(sheet: str, plan: SheetEdits, read: Reader) -> Wanted:
    """The cells of *plan* that do not hold what they shall. A formula stays where the plan does not take it away."""
    rows, columns = np.divmod(plan.key, cell_keys(1, 0))
    out = Wanted([], [])
    for column in np.unique(columns).tolist():
        pick = columns == column
        parts = (rows[pick], plan.kind[pick], plan.number[pick], plan.text[pick], plan.formula[pick].copy())
        mine = Change(sheet, column, *parts)
        held = read(sheet, column, int(mine.rows[0]), int(mine.rows[-1]))
        had = np.full(len(mine), "", dtype=object) if held.formula is None else held.formula[mine.rows - held.first_row]
        stays = (mine.formula == "") & ~plan.replace[pick] & (had != "")
        mine.formula[stays] = had[stays]
        stale = mine.differs(held)
        rewrites = stale & (mine.formula != had) | (stale & (mine.formula == ""))
        for into, chosen in ((out.write, rewrites), (out.show, stale & ~rewrites)):
            if chosen.any():
                into.append(mine.at(chosen))
    return out


class Strip(NamedTuple):
    """Cells of a column that are written at once, from `first_row` on; as formulas, or as values."""

    first_row: int
    entries: list[Any]
    formulas: bool


def strips(change: Change, held: CellColumn, *, ours: bool) -> Iterator[Strip]:
    """The blocks in which *change* is written. Formulas go by themselves, and so do texts that are too long for a block.

    Between two cells lie others that shall stay. Where they are blank (in a column of ours, where they hold a plain value)
    they are written again with what they hold, so that a column is one block; a cell with a formula is never among them.
    """
    entries = _entries(change.kind.tolist(), change.number.tolist(), change.text.tolist())
    alone = [type(entry) is str and len(entry) > LONGEST for entry in entries]
    formula, rows = (change.formula != "").tolist(), change.rows.tolist()
    first, block = rows[0], []  # type: int, list[Any]
    for at, row in enumerate(rows):
        between: list[Any] | None = None
        if at and not alone[at] and not alone[at - 1] and formula[at] == formula[at - 1]:
            gap = row - rows[at - 1] - 1
            if not gap:
                between = []
            elif not formula[at]:
                between = _between(held, rows[at - 1] + 1, row, ours=ours)
        if at and between is None:
            yield Strip(first, block, formula[at - 1])
            first, block = row, []
        block += between or []
        block.append(f"={change.formula[at]}" if formula[at] else entries[at])
    yield Strip(first, block, formula[-1])


def _between(held: CellColumn, first: int, end: int, *, ours: bool) -> list[Any] | None:
    """What the cells from *first* to before *end* are written again with; None where they must not be touched."""
    part = slice(first - held.first_row, end - held.first_row)
    if held.formula is not None and (held.formula[part] != "").any():
        return None
    kind = held.kind[part]
    simple = np.isin(kind, (BLANK, NUMBER, BOOL, TEXT)) if ours else kind == BLANK
    texts = held.text[part]
    if not simple.all() or any(len(text) > LONGEST for text in texts):
        return None
    return _entries(kind.tolist(), held.number[part].tolist(), texts.tolist())


def _entries(kinds: list[int], numbers: list[float], texts: list[str]) -> list[Any]:
    """What is handed to the host for values. Most texts stand in many cells, and each is looked at once."""
    written = {text: literal(text) for text in set(texts)}
    return [
        written[text] if kind == TEXT else _value(kind, number, text)
        for kind, number, text in zip(kinds, numbers, texts, strict=True)
    ]


__all__ = ["Change", "Reader", "Strip", "Wanted", "held_as", "strips", "wanted"]
