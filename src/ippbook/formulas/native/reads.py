"""The cells that a formula reads, and those that a formula reads in each row to which it is filled."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ippbook.formulas.native.reading import FormulaReading, SheetSpan, read_formula
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.regions import NAMES_DEEP, Region, is_fixed, locate
from ippbook.formulas.source import CellSource, Place, RowNumbers
from ippbook.formulas.tree import THIS_ROW, AnyReference, AreaReference, Constant, NameReference, TableReference
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class GroupRead:
    """What one reference of a filled-down formula means in its first and in its last row."""

    first: Region
    last: Region
    start: int
    """The formula's first row."""

    @property
    def box(self) -> Region:
        """Everything between."""
        first, last = self.first, self.last
        return Region(
            first.sheet,
            min(first.top, last.top),
            min(first.left, last.left),
            max(first.bottom, last.bottom),
            max(first.right, last.right),
        )

    def bounds(self, rows: RowNumbers) -> tuple[RowNumbers, RowNumbers]:
        """The first and the last row that the formula reads in each of *rows*."""
        moves_top = self.first.moves or (self.first.stretches and self.first.top != self.last.top)
        moves_bottom = self.first.moves or (self.first.stretches and self.first.bottom != self.last.bottom)
        shift = rows - self.start
        return self.first.top + shift * moves_top, self.first.bottom + shift * moves_bottom

    def within(self, rows: RowNumbers) -> "GroupRead":
        """The same reference of the formula in some of its rows alone."""
        top, bottom = self.bounds(rows)
        first, last = (replace(self.first, top=int(top[at]), bottom=int(bottom[at])) for at in (0, -1))
        return GroupRead(first, last, int(rows[0]))

    def meets(self, rows: RowNumbers, changed: RowNumbers) -> NDArray[np.bool_]:
        """In which of *rows* the formula reads one of the rows *changed* (rising), whatever their column."""
        top, bottom = self.bounds(rows)
        meets: NDArray[np.bool_] = np.searchsorted(changed, bottom, side="right") > np.searchsorted(changed, top)
        return meets


@dataclass(frozen=True)
class FormulaReads:
    """All that a formula reads. Where a name in it means other cells in each cell, it is not calculated (`relative_name`)."""

    parts: tuple[GroupRead, ...]
    everything: bool = False
    """It makes references out of values, so it may read any cell."""
    functions: frozenset[str] = frozenset()
    """The functions that it calls, those in the names that it uses included."""
    other_workbook: str = ""
    relative_name: str = ""
    """A defined name with relative references."""


def reads_of(text: str, source: CellSource, home: Place, rows: RowNumbers) -> FormulaReads:
    """What the formula *text*, written for the cell *home* and filled to *rows*, reads. Raises `FormulaError` for a text that is not a formula."""
    reading = read_formula(text)
    parts: list[GroupRead] = []
    everything, functions, outside = reading.points, set(reading.functions), reading.other_workbook
    relative = ""
    for reference in reading.references:
        for one, of_name in _meanings(reference, source, home, NAMES_DEEP):
            if isinstance(one, FormulaReading):
                functions |= one.functions
                everything |= one.points
                outside = outside or one.other_workbook
                continue
            if of_name and not _fixed(one):
                relative = relative or getattr(reference, "name", "")
                continue
            parts.extend(_located(one, source, home, rows))
    if reading.joins_references and parts:
        parts = list(_joined(parts))
    return FormulaReads(tuple(parts), everything, frozenset(functions), outside, relative)


def regions_read(text: str, source: CellSource, place: Place) -> list[Region] | None:
    """The ranges that the formula *text* reads in the cell *place*; None where only a calculation can tell. Raises `FormulaError`."""
    reads = reads_of(text, source, place, np.array([place.row], dtype=np.int64))
    return None if reads.everything else [part.first for part in reads.parts]


def _meanings(
    reference: AnyReference | SheetSpan, source: CellSource, home: Place, depth: int
) -> Iterator[tuple[AnyReference | SheetSpan | FormulaReading, bool]]:
    """The references behind *reference*, and whether they are in a defined name; also what was read in names."""
    if not isinstance(reference, NameReference):
        yield reference, False
        return
    if source.table(reference.name) is not None:
        yield TableReference(reference.name), False
        return
    text = source.name(reference.name, reference.sheet or home.sheet)
    if text is None or not depth:
        return  # a variable of LET, a parameter of LAMBDA, or a name that is not there
    try:
        reading = read_formula(text.removeprefix("="))
    except FormulaError:
        return
    yield reading, True
    for inner in reading.references:
        for one, _ in _meanings(inner, source, home, depth - 1):
            yield one, True


def _fixed(one: AnyReference | SheetSpan) -> bool:
    area = one.area if isinstance(one, SheetSpan) else one
    if isinstance(area, TableReference):
        return area.table is not None and THIS_ROW not in area.items
    return is_fixed(area) if isinstance(area, AreaReference) else True


def _located(
    reference: AnyReference | SheetSpan, source: CellSource, home: Place, rows: RowNumbers
) -> Iterator[GroupRead]:
    if isinstance(reference, SheetSpan):
        for sheet in source.sheets_between(reference.first, reference.last):
            area = AreaReference(reference.area.first, reference.area.last, sheet)
            yield from _located(area, source, home, rows)
        return
    first, last = (_region(reference, source, home, int(row)) for row in (rows[0], rows[-1]))
    if first is not None and last is not None and first.sheet == last.sheet:
        yield GroupRead(first, last, int(rows[0]))
    elif first is not None or last is not None:
        # one end is outside the table or the sheet: the rows between may read anything in those columns
        some = first or last
        assert some is not None  # noqa: S101  # one of the two is there
        whole = Region(some.sheet, 1, some.left, MAX_ROW, some.right)
        yield GroupRead(whole, whole, int(rows[0]))


def _region(reference: AnyReference, source: CellSource, home: Place, row: int) -> Region | None:
    try:
        found = locate(reference, source, home, row)
    except FormulaError:
        return None
    return None if isinstance(found, Constant) else found


def _joined(parts: list[GroupRead]) -> Iterator[GroupRead]:
    """One range for each sheet, around all references: `A1:INDEX(B:B,5)` may read anything between."""
    for sheet in dict.fromkeys(part.first.sheet for part in parts):
        boxes = [part.box for part in parts if part.first.sheet == sheet]
        whole = Region(
            sheet,
            min(box.top for box in boxes),
            min(box.left for box in boxes),
            min(max(box.bottom for box in boxes), MAX_ROW),
            min(max(box.right for box in boxes), MAX_COL),
        )
        yield GroupRead(whole, whole, parts[0].start)
