"""The formulas of a workbook: how many there are, which are IPP_ formulas, their answers, and its cells with these answers.

Only sheets that name a function of ippbook are read for their formulas; in the others formulas are only counted, so a
workbook without IPP_ formulas costs one look at its bytes.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from datetime import date
from functools import cached_property, partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ippbook import ooxml
from ippbook.formulas.answered_cells import as_formulas_take, values_differ, with_values
from ippbook.formulas.cell_cache import CellCache, ValuesWhenRead
from ippbook.formulas.evaluation import Functions
from ippbook.formulas.groups import PlacedFormula
from ippbook.formulas.native.request import CellPlaces, FormulaRequest, name_scope
from ippbook.formulas.pending_edits import PendingEdits
from ippbook.formulas.recalculate import Calculated, FormulaOutcome, calculate_formulas
from ippbook.formulas.source import RowNumbers, TablePlace, Vector
from ippbook.formulas.values import VALUE, ExcelError, Scalar
from ippbook.late_patterns import late_pattern
from ippbook.ooxml.dates import serial
from ippbook.ooxml.excel_limits import RICH_ERRORS
from ippbook.ooxml.package import container
from ippbook.ooxml.read.byte_words import stands_behind
from ippbook.ooxml.refs import area
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.sources import AnyWorkbook

_FORMULA: Final = late_pattern(rb"<(?:[\w.-]+:)?f[\s/>]")
_SEAM: Final = 256
"""Bytes by which the chunks of a sheet overlap while they are searched, so that nothing is missed at a seam."""


@dataclass(frozen=True)
class Census:
    """How many formulas each sheet has, and which sheets may name a function of ippbook."""

    counts: Mapping[str, int]
    with_ippbook: frozenset[str]


def census(book: AnyWorkbook) -> Census:
    """Count the formulas of each sheet; those of a file without reading its cells."""
    counts: dict[str, int] = {}
    ours: set[str] = set()
    if not isinstance(book, ooxml.Book):
        found = {sheet.name: book.formulas(sheet.name) for sheet in book.sheets}
        named = (name for name, cells in found.items() if any(may_name_ippbook(cell.text.encode()) for cell in cells))
        return Census({name: len(cells) for name, cells in found.items()}, frozenset(named))
    for sheet in book.sheets:
        member = book.members.get(sheet.part.lower())
        if sheet.kind != "worksheet" or member is None:
            continue
        texts = book.scanned_formulas(sheet)
        if texts is None:
            counts[sheet.name], mentioned = _count(book, sheet.name, container.inflate(book.container, member))
        else:
            counts[sheet.name], mentioned = sum(texts.values()), any(may_name_ippbook(text.encode()) for text in texts)
        if counts[sheet.name] and mentioned:
            ours.add(sheet.name)
    return Census(counts, frozenset(ours))


def _count(book: ooxml.Book, sheet: str, chunks: Iterable[bytes]) -> tuple[int, bool]:
    found, mentioned, tail = 0, False, b""
    for position, chunk in enumerate(chunks):
        if position == 0 and b"\x00" in chunk[:4]:  # UTF-16: such a part is read whole, as it is rare
            cells = list(book.read(sheet).formulas())
            return len(cells), bool(cells)
        seam = tail[-_SEAM:] + chunk[:_SEAM]
        border = min(len(tail), _SEAM)
        found += formulas_in(chunk)
        found += sum(match.start() < border < match.end() for match in _FORMULA.finditer(seam))
        if found and not mentioned:  # a name before the first formula is not part of one
            mentioned = may_name_ippbook(chunk) or may_name_ippbook(seam)
        tail = chunk
    return found, mentioned


def formulas_in(chunk: bytes) -> int:
    """How many formulas begin in a piece of a sheet. Nearly every sheet has none, or spells them `<f>` and `<f …>`; then nothing else is looked for."""
    if not stands_behind(chunk, b"f", b"<:"):
        return 0
    begin = chunk.count(b"<f")
    if b":f" not in chunk and begin == chunk.count(b"<f>") + chunk.count(b"<f "):
        return begin
    return len(_FORMULA.findall(chunk))


def may_name_ippbook(data: bytes) -> bool:
    """Whether a function of ippbook may be named there, in any case."""
    lowered = data.lower()
    return b"ipp_" in lowered or b"ipp." in lowered


@dataclass(frozen=True)
class ColumnFill:
    """Values of a column that are known without its formulas: *rows* (from 1, rising), *values* (None: blank)."""

    sheet: str
    column: int
    rows: NDArray[np.int64]
    values: NDArray[np.object_]
    stale: NDArray[np.bool_]
    """Which of the cells have another value now."""
    formulas: int
    """How many of the cells have the formula that these values answer."""
    style: NDArray[np.int32] | None = None
    """The number of each cell's style; None where it is not known."""
    native: bool = False
    """Whether the formula is one of Excel's alone, such as a link."""


@dataclass
class Formulas:
    """The formulas of a workbook, read once, calculated as often as what they read changes."""

    book: AnyWorkbook
    functions: Functions
    request: FormulaRequest | None = None
    """How native formulas are calculated; None: they are left to the host, as in an open workbook."""
    _cells: dict[str, list[PlacedFormula]] = field(default_factory=dict)
    _sheets: dict[str, ooxml.SheetCells] = field(default_factory=dict)
    _columns: dict[tuple[str, int], ooxml.CellColumn] = field(default_factory=dict)
    _new_values: dict[tuple[str, int], list[ValuesWhenRead]] = field(default_factory=dict)
    """The values that cells have before their formulas are calculated, where those are not the file's; set by `calculate`."""

    @cached_property
    def census(self) -> Census:
        """How many formulas each sheet has."""
        return census(self.book)

    def count(self) -> None:
        """Count the formulas now, while what the second core has scanned is there."""
        _ = self.census

    @property
    def total(self) -> int:
        """How many formulas the workbook has."""
        return sum(self.census.counts.values())

    def calculate(
        self,
        fills: Iterable[ColumnFill],
        as_of: date,
        *,
        needed: Collection[tuple[str, int]] = (),
        edits: ooxml.Edits | None = None,
        changed: CellPlaces | None = None,
    ) -> FormulaOutcome:
        """Calculate every IPP_ formula outside *fills*, and native ones as requested; formulas that read a filled cell see its value.

        *needed*: the columns that the checks read, by sheet. *changed*: cells that have another value than when the file was last
        calculated. *edits* of a file, which formulas see as if they were written: new values,
        tables that have grown, formulas that come and go.
        """
        fills = list(fills)
        if self.request is not None and isinstance(self.book, ooxml.Book):
            pending = None if edits is None else PendingEdits(self.book, edits)
            changes = {**(changed or {}), **({} if pending is None else pending.changed)}
            return self._calculate_all(self.book, self.request, fills, as_of, needed, changes, pending)
        answered = dict.fromkeys(self.census.counts, 0)
        wanted: dict[str, set[int]] = {}
        for fill in fills:
            answered[fill.sheet] += fill.formulas
            wanted.setdefault(fill.sheet, set()).add(fill.column)
        busy = [
            sheet
            for sheet in self.census.counts
            if sheet in self.census.with_ippbook and self.census.counts[sheet] > answered[sheet]
        ]
        quiet = sum(count - answered[sheet] for sheet, count in self.census.counts.items() if sheet not in busy)
        if not busy:
            return FormulaOutcome(not_calculated=quiet)
        source = cells_of(self.book)
        source.prepare(wanted)
        for fill in fills:
            source.put(fill.sheet, fill.column, fill.rows, fill.values)
        outcome = calculate_formulas({sheet: self._open(sheet, fills) for sheet in busy}, self.functions, source, as_of)
        outcome.not_calculated += quiet
        return outcome

    def _calculate_all(
        self,
        book: ooxml.Book,
        request: FormulaRequest,
        fills: list[ColumnFill],
        as_of: date,
        needed: Collection[tuple[str, int]],
        changed: dict[tuple[str, int], RowNumbers],
        pending: PendingEdits | None,
    ) -> FormulaOutcome:
        """Calculate IPP_ formulas and native ones together."""
        answered = dict.fromkeys(self.census.counts, 0)
        places: dict[tuple[str, int], RowNumbers] = {}
        self._new_values = {} if pending is None else {place: [pending.values_of(*place)] for place in pending.changed}
        for fill in fills:
            place = fill.sheet, fill.column
            answered[fill.sheet] += fill.formulas
            if fill.formulas:
                places[place] = fill.rows
            self._new_values.setdefault(place, []).append(partial(_of_fill, fill))
        with_new = frozenset[str]() if pending is None else pending.sheets_with_formulas
        busy = [sheet for sheet, count in self.census.counts.items() if count > answered[sheet] or sheet in with_new]
        if not busy:
            return FormulaOutcome()
        for fill in fills:
            if fill.stale.any():
                known = changed.get((fill.sheet, fill.column), fill.rows[:0])
                changed[fill.sheet, fill.column] = np.union1d(known, fill.rows[fill.stale])
        for sheet in busy:
            if sheet not in self._sheets:
                self._sheets[sheet] = book.read(sheet)
        source = cells_of(book, self._sheets, pending)
        for place, several in self._new_values.items():
            for values_when_read in several:
                source.put_when_read(*place, values_when_read)
        cells = {sheet: self._sheets[sheet] for sheet in busy}
        from ippbook.formulas.native.workbook import WorkbookCalculation  # noqa: PLC0415  # late: only where there is work for it

        calculation = WorkbookCalculation(
            book, cells, source, self.functions, request, places, changed, needed, pending
        )
        return calculation.outcome(as_of)

    def _open(self, sheet: str, fills: list[ColumnFill]) -> list[PlacedFormula]:
        """The formula cells of *sheet* that no fill answers."""
        if sheet not in self._cells:
            self._cells[sheet] = formula_cells(self.book.formulas(sheet))
        filled = {fill.column: set(fill.rows.tolist()) for fill in fills if fill.sheet == sheet and fill.formulas}
        return [cell for cell in self._cells[sheet] if cell.row not in filled.get(cell.column, ())]

    def stale(self, outcome: FormulaOutcome) -> list[Calculated]:
        """The answers of *outcome* that the cells do not have yet, as cell values: days as serial numbers."""
        found = []
        for part in outcome.columns:
            column = self._column(part.sheet, part.column, outcome)
            values = np.empty(len(part.values), dtype=object)
            values[:] = [self._cell_value(value) for value in part.values]
            near = (part.sheet, part.column) in outcome.native_columns
            differs = values_differ(column, part.rows, values, near=near)
            if differs.any():
                found.append(Calculated(part.sheet, part.column, part.rows[differs], values[differs]))
        return found

    def _column(self, sheet: str, column: int, outcome: FormulaOutcome) -> ooxml.CellColumn:
        """The column as the file has it, with the values that it gets."""
        if (sheet, column) not in self._columns:
            columns = sorted({part.column for part in outcome.columns if part.sheet == sheet})
            cells = self._sheets.get(sheet) or self.book.read(sheet, columns, first_row=1, formulas=False)
            self._columns |= {(sheet, each): cells[each] for each in columns}
        found = self._columns[sheet, column]
        for values_when_read in self._new_values.get((sheet, column), ()):
            found = with_values(found, *values_when_read())
        return found

    def _cell_value(self, value: Scalar) -> Scalar:
        if isinstance(value, ExcelError) and value.code in RICH_ERRORS:
            return VALUE
        return serial(value, date1904=self.book.date1904) if isinstance(value, date) else value


def _of_fill(fill: ColumnFill) -> tuple[RowNumbers, Vector]:
    return fill.rows, fill.values


def cells_of(
    book: AnyWorkbook, read: Mapping[str, ooxml.SheetCells] | None = None, pending: PendingEdits | None = None
) -> CellCache:
    """The cells, tables and names of *book*, as a source for formulas; a column is read when a formula first needs it.

    *read*: sheets that were read whole already. *pending*: edits whose tables count.
    """

    def columns_of(sheet: str, columns: frozenset[int] | None) -> Mapping[int, Vector]:
        found = (read or {}).get(sheet) or book.read(sheet, columns, first_row=1, formulas=False)
        wanted = found.columns if columns is None else sorted(columns & set(found.columns))
        return {column: values_of(found[column]) for column in wanted}

    return CellCache(
        [sheet.name for sheet in book.sheets],
        columns_of,
        [_table(one) for one in (book if pending is None else pending).tables.values()],
        {name_scope(name): text for name, text in book.defined_names.items()},
        date1904=book.date1904,
    )


def values_of(column: ooxml.CellColumn) -> Vector:
    """The values of a column from row 1 on, as formulas take them; dates are numbers."""
    values = np.full(column.first_row - 1 + len(column.kind), None, dtype=object)
    values[column.first_row - 1 :] = as_formulas_take(column.kind, column.number, column.text)
    return values


def formula_cells(formulas: Iterable[ooxml.FormulaCell]) -> list[PlacedFormula]:
    """The formulas of a sheet as `calculate_formulas` takes them. Data tables, which no formula text describes, have an empty one."""
    found = []
    for cell in formulas:
        filled = area(cell.ref) if cell.kind == "array" and cell.ref else None
        several = filled is not None and (filled.first_row, filled.first_col) != (filled.last_row, filled.last_col)
        until = (filled.last_row, filled.last_col) if filled is not None and several else None
        found.append(PlacedFormula(cell.row, cell.col, "" if cell.kind == "dataTable" else cell.text, until))
    return found


def _table(found: ooxml.TableArea) -> TablePlace:
    first, last = found.data_rows
    header = found.first_row if found.header_rows else None
    totals = found.last_row if found.totals_rows else None
    return TablePlace(found.name, found.sheet, first, last, found.first_col, found.columns, header, totals)
