"""What a sheet holds, column by column: sparse while it is read, dense where it is looked at."""

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple, TypeVar

from ippbook.late_numpy import NDArray, np
from ippbook.ooxml import formula_text, refs
from ippbook.ooxml.errors import DamagedError
from ippbook.ooxml.excel_limits import MAX_COL
from ippbook.ooxml.read.blocks import (
    BLANK,
    BOOL,
    DATE,
    ERROR,
    FILLING,
    NUMBER,
    SHARED,
    TEXT,
    Bools,
    Bytes,
    Floats,
    FormulaElement,
    Ints,
    StringArray,
)
from ippbook.ooxml.read.sparse_cells import FilledArea, SparseCells
from ippbook.quick_dataclasses import dataclass


class FormulaCell(NamedTuple):
    """One formula: its place (from 1), its text without `=`, its kind (normal, shared, array, dataTable) and the cells it fills."""

    row: int
    col: int
    text: str
    kind: str
    ref: str


class FormulaRun(NamedTuple):
    """One formula in the cells of a column: *rows* (int64, rising), its text in the first of them, what `FormulaCell` says, and the cells that show nothing."""

    col: int
    rows: Ints
    text: str
    kind: str
    ref: str
    dynamic: bool
    """An array formula that Excel lets spill: its range follows the size of its answer."""
    empty: Bools
    """bool[n]: the cell has no cached value."""


@dataclass(frozen=True)
class CellColumn:
    """One column of a sheet, dense: entry i is row `first_row + i`.

    kind: uint8[n] of BLANK, NUMBER, TEXT, BOOL, ERROR. number: float64[n], NaN where none; booleans 0 or 1; dates as serials.
    text: object[n] of str, "" where none; the code (`#N/A`) where kind is ERROR. iso: bool[n], the cell was written as an
    ISO date. style: int32[n], the number of the cell format. formula: object[n] of str without `=`, "" where none; None when
    the column has no formula. Every cell that an array formula or a data table fills has its formula, as Excel shows it.
    text_code: int32[n], -1 where the cell has no text; cells with the same code have the same text, and cells with the same
    text may have two codes. None when the source has no codes. Do not change the arrays: one that is blank takes no memory.
    """

    first_row: int
    kind: Bytes
    number: Floats
    text: StringArray
    iso: Bools
    style: NDArray[np.int32]
    formula: StringArray | None
    text_code: NDArray[np.int32] | None = None


class SheetCells:
    """The cells of a sheet from `first_row` to `last_row` (from 1, both inside). `cells[col]` is that column.

    *parts* may have more than these rows, and more than the *columns* that are wanted (a mask by column number; all when None).
    """

    def __init__(
        self,
        parts: SparseCells,
        strings: StringArray,
        first_row: int,
        last_row: int,
        *,
        date1904: bool,
        columns: Bools | None = None,
    ) -> None:
        self._parts = parts
        self._columns = columns
        self._strings = strings
        self._date1904 = date1904
        self.first_row = first_row
        self.last_row = last_row
        self.used = parts.used
        self.merges = parts.merges
        self.fills: tuple[FilledArea, ...] = tuple(parts.fills)

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """The columns (from 1) that have a cell among those read."""
        return tuple(np.unique(self._parts.col[self._inside]).tolist())

    @cached_property
    def _inside(self) -> Ints:
        """The entries of the cells that are wanted."""
        parts = self._parts
        inside = (parts.row >= self.first_row) & (parts.row <= self.last_row)
        return np.flatnonzero(inside if self._columns is None else inside & self._columns[parts.col])

    @cached_property
    def hidden(self) -> Bools:
        """bool[n]: the row is hidden, manually or by a filter."""
        out = np.zeros(max(0, self.last_row - self.first_row + 1), dtype=bool)
        rows = self._parts.hidden_rows
        rows = rows[(rows >= self.first_row) & (rows <= self.last_row)]
        out[rows - self.first_row] = True
        return out

    def __getitem__(self, col: int) -> CellColumn:
        parts = self._parts
        pick = self._entries(col)
        spread = _Spread(parts.row[pick].astype(np.int64) - self.first_row, max(0, self.last_row - self.first_row + 1))
        place, raw_kind, raw_number = spread.place, parts.kind[pick], parts.number[pick]
        shared = _chosen(raw_kind == SHARED)
        pooled = (raw_kind == TEXT) | (raw_kind == ERROR)
        plain = _chosen((raw_kind != SHARED) & ~pooled)
        dated = _chosen(raw_kind == DATE)
        kind = spread(_kinds()[raw_kind], slice(None), BLANK)
        number = spread(raw_number[plain], plain, np.nan)
        text = spread(self._shared(raw_number[shared], place[shared], col), shared, "")
        code = spread(raw_number[shared].astype(np.int32), shared, -1)
        if pooled.any():
            pool, at = parts.pool, raw_number[pooled].astype(np.int64)
            text, code = text.copy(), code.copy()
            text[place[pooled]] = [pool[each] for each in at.tolist()]
            code[place[pooled]] = at + len(self._strings)  # after those of the shared strings
        iso = spread(np.ones(len(place), dtype=np.bool_)[dated], dated, blank=False)
        style = spread(parts.style[pick], slice(None), 0)
        formulas = self._formulas(pick, place, col, spread.count)
        return CellColumn(self.first_row, kind, number, text, iso, style, formulas, code)

    def _entries(self, col: int) -> slice | Ints:
        """The wanted cells of a column among all cells."""
        parts = self._parts
        if not 0 <= col <= MAX_COL or not (self._columns is None or self._columns[col]):
            return slice(0, 0)
        low, high = parts.col.searchsorted(np.array([col, col + 1], dtype=parts.col.dtype)).tolist()
        rows = parts.row[low:high]
        inside = (rows >= self.first_row) & (rows <= self.last_row)
        return slice(low, high) if inside.all() else np.arange(low, high)[inside]

    def _shared(self, number: Floats, place: Ints, col: int) -> StringArray:
        if len(number) and not (number.min() >= 0 and number.max() < len(self._strings)):
            bad = ~((number >= 0) & (number < len(self._strings)))
            cell = refs.cell_name(int(place[bad][0]) + self.first_row, col)
            raise DamagedError(
                "{where} names shared string {number:.0f} in cell {cell}, and there are only {strings_count}; open the file in Excel, let it repair the file, and save.",
                where=self._parts.where,
                number=number[bad][0],
                cell=cell,
                strings_count=len(self._strings),
            )
        return self._strings[number.astype(np.int64)]

    def _formulas(self, pick: slice | Ints, place: Ints, col: int, count: int) -> StringArray | None:
        filled = [fill for fill in self.fills if fill.area.first_col <= col <= fill.area.last_col]
        ids = self._parts.formula[pick]
        has = np.flatnonzero(ids >= 0)
        if not len(has) and not filled:
            return None
        out = np.full(count, "", dtype=object)
        entries = has + pick.start if isinstance(pick, slice) else pick[has]
        out[place[has]] = [self._parts.formula_text(at) for at in entries.tolist()]
        for fill in filled:
            first, last = fill.area.first_row - self.first_row, fill.area.last_row - self.first_row
            out[max(first, 0) : max(last + 1, 0)] = fill.text
        return out

    @cached_property
    def _with_formula(self) -> Ints:
        """The entries of the cells that have a formula."""
        found: Ints = self._inside[self._parts.formula[self._inside] >= 0]
        return found

    def formulas(self) -> Iterator[FormulaCell]:
        """All formulas, column by column."""
        parts = self._parts
        for at in self._with_formula.tolist():
            source = parts.sources[int(parts.formula[at])]
            yield FormulaCell(int(parts.row[at]), int(parts.col[at]), parts.formula_text(at), source.kind, source.ref)

    def formula_runs(self) -> Iterator[FormulaRun]:
        """All formulas, column by column; cells of a column whose formula is stored alike, or shared, are one run."""
        parts = self._parts
        with_formula = self._with_formula
        alike = np.arange(len(parts.sources), dtype=np.int64)
        for number, source in enumerate(parts.sources):
            if source.kind == "shared":  # a formula and its followers share a number
                alike[number] = -1 - source.si
        keys = parts.col[with_formula].astype(np.int64) * (1 << 40) + (alike[parts.formula[with_formula]] + (1 << 32))
        order = np.lexsort((parts.row[with_formula], keys))
        starts = np.flatnonzero(np.append(True, keys[order][1:] != keys[order][:-1]))[: len(order)]
        for run in np.split(with_formula[order], starts[1:]) if len(order) else ():
            source = parts.sources[int(parts.formula[run[0]])]
            # the same text in two rows is one formula filled down only where it says the same in the next row
            alike_below = source.kind == "shared" or formula_text.moved(source.text, 1, 0) == source.text
            for together in [run] if alike_below else np.split(run, len(run)):
                yield self._run(together, source)

    def _run(self, run: NDArray[np.intp], source: FormulaElement) -> FormulaRun:
        parts = self._parts
        at = int(run[0])
        place = int(parts.row[at]), int(parts.col[at])
        return FormulaRun(
            place[1],
            parts.row[run].astype(np.int64),
            parts.formula_text(at),
            source.kind,
            source.ref,
            place in parts.dynamic,
            parts.kind[run] == BLANK,
        )


_T = TypeVar("_T", bound=np.generic)


class _Spread:
    """Spreads what the cells of a column have over its rows: *place* is the row (from 0) of each cell, of *count* rows."""

    def __init__(self, place: Ints, count: int) -> None:
        self.place = place
        self.count = count
        self._dense = len(place) == count and bool((place == np.arange(count)).all())

    def __call__(self, values: NDArray[_T], chosen: slice | Bools, blank: object) -> NDArray[_T]:
        """*values* of the *chosen* cells in their rows, *blank* elsewhere. Where all are blank it takes no memory and cannot be changed."""
        if not len(values):
            return np.broadcast_to(np.array(blank, dtype=values.dtype), (self.count,))
        if self._dense and len(values) == self.count:
            return values if values.base is None else values.copy()  # a view would keep all columns
        out = np.full(self.count, blank, dtype=values.dtype)
        out[self.place[chosen]] = values
        return out


def _kinds() -> Bytes:
    """What a cell is, by its kind in the file: a shared string is a text, and an ISO date a number."""
    return np.array([BLANK, NUMBER, TEXT, BOOL, ERROR, TEXT, NUMBER], dtype=np.uint8)


def _chosen(cells: Bools) -> slice | Bools:
    """The same cells; all or none of them as a slice, which is quicker."""
    count = np.count_nonzero(cells)
    return cells if 0 < count < len(cells) else slice(0, count)


__all__ = ["BLANK", "FILLING", "CellColumn", "FormulaCell", "FormulaRun", "SheetCells"]
