"""What a sheet holds, column by column: sparse while it is read, dense where it is looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, TypeVar

from ippbook.late_numpy import NDArray, np
from ippbook.ooxml import dates, formula_text, refs
from ippbook.ooxml.errors import DamagedError
from ippbook.ooxml.excel_limits import MAX_ROW
from ippbook.ooxml.read.blocks import (
    BLANK,
    DATE,
    ERROR,
    FILLING,
    NUMBER,
    SHARED,
    TEXT,
    BlockValues,
    Bools,
    Bytes,
    Floats,
    FormulaElement,
    Ints,
    RowBlock,
    StringArray,
)

_INTERNED: Final = 200_000
_DATA_TABLE: Final = "TABLE()"
"""How the formula of a data table reads; Excel shows it so, with its input cells, and the file holds no text."""


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


class FilledArea(NamedTuple):
    """Cells that one formula fills, an array formula's or a data table's, and its text without `=`."""

    area: refs.Area
    text: str


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
    """The cells of a sheet from `first_row` to `last_row` (from 1, both inside). `cells[col]` is that column."""

    def __init__(
        self, parts: "SparseCells", strings: StringArray, first_row: int, last_row: int, *, date1904: bool
    ) -> None:
        self._parts = parts
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
        return tuple(np.unique(self._parts.col).tolist())

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
        low, high = np.searchsorted(parts.col, [col, col + 1])
        place = parts.row[low:high].astype(np.int64) - self.first_row
        inside = (place >= 0) & (place <= self.last_row - self.first_row)
        pick = np.arange(low, high)[inside]
        place = place[inside]
        count = max(0, self.last_row - self.first_row + 1)
        raw_kind, raw_number = parts.kind[pick], parts.number[pick]
        shared = raw_kind == SHARED
        pooled = (raw_kind == TEXT) | (raw_kind == ERROR)
        kind = _spread(place, np.where(shared, TEXT, np.where(raw_kind == DATE, NUMBER, raw_kind)), count, BLANK)
        plain = ~(shared | pooled)
        number = _spread(place[plain], raw_number[plain], count, np.nan)
        text = _spread(place[shared], self._shared(raw_number[shared], place[shared], col), count, "")
        code = _spread(place[shared], raw_number[shared].astype(np.int32), count, -1)
        if pooled.any():
            pool, at = parts.pool, raw_number[pooled].astype(np.int64)
            text, code = text.copy(), code.copy()
            text[place[pooled]] = [pool[each] for each in at.tolist()]
            code[place[pooled]] = at + len(self._strings)  # after those of the shared strings
        dated = raw_kind == DATE
        iso = _spread(place[dated], dated[dated], count, blank=False)
        style = _spread(place, parts.style[pick], count, 0)
        formulas = self._formulas(pick, place, col, count)
        return CellColumn(self.first_row, kind, number, text, iso, style, formulas, code)

    def _shared(self, number: Floats, place: Ints, col: int) -> StringArray:
        bad = ~((number >= 0) & (number < len(self._strings)))
        if bad.any():
            cell = refs.cell_name(int(place[bad][0]) + self.first_row, col)
            raise DamagedError(
                "{where} names shared string {number:.0f} in cell {cell}, and there are only {strings_count}; open the file in Excel, let it repair the file, and save.",
                where=self._parts.where,
                number=number[bad][0],
                cell=cell,
                strings_count=len(self._strings),
            )
        return self._strings[number.astype(np.int64)]

    def _formulas(self, pick: Ints, place: Ints, col: int, count: int) -> StringArray | None:
        filled = [fill for fill in self.fills if fill.area.first_col <= col <= fill.area.last_col]
        ids = self._parts.formula[pick]
        has = np.flatnonzero(ids >= 0)
        if not len(has) and not filled:
            return None
        out = np.full(count, "", dtype=object)
        out[place[has]] = [self._parts.formula_text(at) for at in pick[has].tolist()]
        for fill in filled:
            first, last = fill.area.first_row - self.first_row, fill.area.last_row - self.first_row
            out[max(first, 0) : max(last + 1, 0)] = fill.text
        return out

    def formulas(self) -> Iterator[FormulaCell]:
        """All formulas, column by column."""
        parts = self._parts
        for at in np.flatnonzero(parts.formula >= 0).tolist():
            source = parts.sources[int(parts.formula[at])]
            yield FormulaCell(int(parts.row[at]), int(parts.col[at]), parts.formula_text(at), source.kind, source.ref)

    def formula_runs(self) -> Iterator[FormulaRun]:
        """All formulas, column by column; cells of a column whose formula is stored alike, or shared, are one run."""
        parts = self._parts
        with_formula = np.flatnonzero(parts.formula >= 0)
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


def _spread(place: Ints, values: NDArray[_T], count: int, blank: object) -> NDArray[_T]:
    """An array of *count* entries: *values* at *place*, *blank* elsewhere. Where all are blank it takes no memory and cannot be changed."""
    if not len(place):
        return np.broadcast_to(np.array(blank, dtype=values.dtype), (count,))
    out = np.full(count, blank, dtype=values.dtype) if len(place) < count else np.empty(count, dtype=values.dtype)
    out[place] = values
    return out


class SparseCells:
    """The cells as they were met in the file, sorted by column when it is complete."""

    def __init__(self, where: str, *, date1904: bool) -> None:
        self.where = where
        self.date1904 = date1904
        self.used = (0, 0)
        self.merges: list[refs.Area] = []
        self.pool: list[str] = []
        self.sources: list[FormulaElement] = []
        self.hidden_rows: Ints = np.empty(0, dtype=np.int64)
        self._known: dict[str, int] = {}
        self._known_sources: dict[bytes | FormulaElement, int] = {}
        self._lists: dict[str, list[NDArray[np.generic]]] = {
            name: [] for name in ("row", "col", "kind", "number", "style", "formula", "hidden")
        }
        self._masters: dict[int, tuple[int, int, str]] = {}
        self.fills: dict[FilledArea, None] = {}
        self.dynamic: set[tuple[int, int]] = set()
        """Cells with an array formula that spills."""

    def add(self, block: RowBlock, columns: Bools | None, first_row: int, last_row: int, *, formulas: bool) -> None:
        """Take from a block the cells of the wanted columns (a mask by column number) and rows."""
        row, col = block.row, block.col
        if len(row):
            self.used = (max(self.used[0], int(row.max())), max(self.used[1], int(col.max())))
        want = np.ones(len(row), dtype=bool) if columns is None else columns[col]
        if first_row > 1 or last_row < MAX_ROW:
            want &= (row >= first_row) & (row <= last_row)
        if formulas:
            self._note_others(block, want)
        pick = np.flatnonzero(want)
        found = block.values(pick)
        number = found.number
        textual = np.flatnonzero((found.kind == TEXT) | (found.kind == ERROR) | (found.kind == DATE))
        texts = found.texts
        if (found.kind[textual] == DATE).any():
            textual, texts = self._dated(found, textual)
        number[textual] = self._pooled(texts)
        ids = np.full(len(pick), -1, dtype=np.int32)
        if formulas:
            with_formula = np.flatnonzero(block.f_start[pick] >= 0)
            ids[with_formula] = self._sourced(block, pick[with_formula])
            self._note_dynamic(block, pick[with_formula], ids[with_formula])
        for name, values in (
            ("row", row[pick].astype(np.int32)),
            ("col", col[pick].astype(np.int16)),
            ("kind", found.kind),
            ("number", number),
            ("style", block.style[pick].astype(np.int32)),
            ("formula", ids),
            ("hidden", block.row_number[block.row_hidden]),
        ):
            self._lists[name].append(values)

    def _dated(self, found: BlockValues, textual: Ints) -> tuple[Ints, list[str]]:
        """Read the ISO dates of *found* in place; the *textual* cells that remain, and their texts.

        A date that no calendar has stays a text: the sheet is not refused for one bad cell.
        """
        left = []
        for at, text in zip(textual.tolist(), found.texts, strict=True):
            serial = dates.iso_serial(text, date1904=self.date1904) if found.kind[at] == DATE else None
            if serial is not None:
                found.number[at] = serial
                continue
            if found.kind[at] == DATE:
                found.kind[at] = TEXT
            left.append((at, text))
        return np.array([at for at, _ in left], dtype=np.int64), [text for _, text in left]

    def _pooled(self, texts: list[str]) -> list[int]:
        known, pool = self._known, self.pool
        if len(known) > _INTERNED:
            known.clear()
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        known.update(zip(fresh, range(len(pool), len(pool) + len(fresh)), strict=True))
        pool.extend(fresh)
        return [known[text] for text in texts]

    def _sourced(self, block: RowBlock, pick: Ints) -> list[int]:
        known, pool = self._known_sources, self.sources
        if len(known) > _INTERNED:
            known.clear()
        out = []
        for key in block.formula_keys(pick):
            at = known.get(key)
            if at is None:
                at = known[key] = len(pool)
                pool.append(block.source(key))
            out.append(at)
        return out

    def _note_dynamic(self, block: RowBlock, pick: Ints, ids: NDArray[np.int32]) -> None:
        """Remember the array formulas whose cell has the mark `cm`: those spill."""
        arrays = [number for number in np.unique(ids).tolist() if self.sources[number].kind == "array"]
        mark = " cm=".encode(block.encoding).removeprefix(b"\xff\xfe")
        for at in pick[np.isin(ids, arrays)].tolist() if arrays else ():
            if mark in block.raw[int(block.start[at]) : int(block.tag_end[at])]:
                self.dynamic.add((int(block.row[at]), int(block.col[at])))

    def _note_others(self, block: RowBlock, want: Bools) -> None:
        """Remember the formulas of unwanted cells on which others depend: shared ones, arrays, data tables."""
        other = np.flatnonzero((block.f_start >= 0) & ~want)
        if not len(other):
            return
        if block.quick:
            if b"<f " not in block.raw:
                return
            tags = [key.partition(b">")[0] for key in block.formula_keys(other) if isinstance(key, bytes)]
            other = other[[b" si=" in tag or b" ref=" in tag for tag in tags]]
        for at, source in zip(other.tolist(), block.sources(other), strict=True):
            if source.kind == "shared" and source.text:
                self._masters.setdefault(source.si, (int(block.row[at]), int(block.col[at]), source.text))
            self._note_fill(source)

    def _note_fill(self, source: FormulaElement) -> None:
        """Remember what an array formula or a data table fills, where that is more than its own cell."""
        area = refs.area(source.ref) if source.kind in FILLING else None
        if area is not None and area[:2] != area[2:]:
            self.fills[FilledArea(area, source.text or _DATA_TABLE)] = None

    def finish(self) -> None:
        """Sort by column. Of two cells at one place the later counts."""
        col = self._joined("col", np.int16)
        order = np.argsort(col, kind="stable")
        self.col = col[order]
        self.row = self._joined("row", np.int32)[order]
        self.kind = self._joined("kind", np.uint8)[order]
        self.number = self._joined("number", np.float64)[order]
        self.style = self._joined("style", np.int32)[order]
        self.formula = self._joined("formula", np.int32)[order]
        self.hidden_rows = self._joined("hidden", np.int64)
        self._known.clear()
        self._known_sources.clear()
        for source in self.sources:
            self._note_fill(source)
        shared = [at for at, source in enumerate(self.sources) if source.kind == "shared" and source.text]
        for at in np.flatnonzero(np.isin(self.formula, shared)).tolist() if shared else ():
            source = self.sources[int(self.formula[at])]
            self._masters.setdefault(source.si, (int(self.row[at]), int(self.col[at]), source.text))

    def _joined(self, name: str, dtype: type[_T]) -> NDArray[_T]:
        """What the blocks have of *name*, which they lose, so that one after the other takes memory twice."""
        values = self._lists.pop(name)
        return np.concatenate(values).astype(dtype, copy=False) if values else np.empty(0, dtype=dtype)

    def formula_text(self, at: int) -> str:
        """The formula of entry *at*, without `=`; that of a shared formula as it reads at this cell."""
        source = self.sources[int(self.formula[at])]
        if source.kind != "shared" or source.text:
            return source.text
        master = self._masters.get(source.si)
        if master is None:
            return ""
        return formula_text.moved(master[2], int(self.row[at]) - master[0], int(self.col[at]) - master[1])


__all__ = ["BLANK", "FILLING", "CellColumn", "FilledArea", "FormulaCell", "FormulaRun", "SheetCells", "SparseCells"]
