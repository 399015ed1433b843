"""The cells of a sheet, column by column. Rows and columns count from 1."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from typing import Final

import numpy as np
import numpy.typing as npt

from ippbook.formulas.groups import LARGEST_ARRAY
from ippbook.headless import cell_display, cell_entry
from ippbook.headless.cell_display import CellArray, CellContent, XlwingsValue
from ippbook.headless.errors import excel_error
from ippbook.headless.formula_bar import formula_bar_texts
from ippbook.headless.stored_column import StoredColumn
from ippbook.ooxml import Area, Error, SheetCells
from ippbook.ooxml.read.sparse_cells import FilledArea
from ippbook.quick_dataclasses import dataclass

CellRows = list[list[XlwingsValue]]
FormulaSpelling = Callable[[int, int, str], str]
"""Row and column of a cell and its formula: the same formula in another spelling."""
_NONE: Final = np.empty(0, dtype=object)
NOT_REACHED: Final = Error("#N/A")


@dataclass
class CellStore:
    """The cells of one sheet."""

    date1904: bool = False
    load: Callable[[], SheetCells] | None = None
    number_format: Callable[[int], str] = str
    columns: dict[int, StoredColumn] = field(default_factory=dict)
    changes: int = 0
    """The number of writes so far."""
    _source: SheetCells | None = None
    _used: tuple[int, Area] | None = None
    """The used block, and the number of changes at which it was found."""

    @property
    def source(self) -> SheetCells | None:
        """The cells of the file, read at the first use."""
        if self._source is None and self.load is not None:
            self._source, self.load = self.load(), None
            for fill in self._source.fills:
                self._spread(fill)
        return self._source

    def _spread(self, fill: FilledArea) -> None:
        """Give each cell that an array formula fills its formula, also where the file has no cell yet."""
        area = fill.area
        if (area.last_row - area.first_row + 1) * (area.last_col - area.first_col + 1) > LARGEST_ARRAY:
            return  # no one needs that many cells, and they are not calculated
        for number in range(area.first_col, area.last_col + 1):
            column = self._open(number, area.last_row)
            part = slice(area.first_row - 1, area.last_row)
            column.formulas[part] = column.first[part] = fill.text

    def known(self) -> list[int]:
        """The columns that have a cell."""
        source = self.source  # reading it adds columns
        return sorted({*self.columns, *(source.columns if source else ())})

    def column(self, number: int) -> StoredColumn | None:
        """A column as it is; None where it has no cell."""
        source = self.source  # as above
        if number not in self.columns:
            if source is None or number not in source.columns:
                return None
            self.columns[number] = StoredColumn.of(source[number], self.number_format)
        return self.columns[number]

    def _open(self, number: int, rows: int) -> StoredColumn:
        """A column to write into, at least *rows* long."""
        found = self.column(number)
        if found is None:
            found = self.columns[number] = StoredColumn.blank(rows)
        found.reach(rows)
        return found

    def merges(self) -> list[Area]:
        """The merged blocks."""
        return list(self.source.merges) if self.source else []

    def used(self) -> Area:
        """The block around every used cell; A1 where there is none."""
        if self._used is None or self._used[0] != self.changes:
            self._used = self.changes, self._find_used()
        return self._used[1]

    def _find_used(self) -> Area:
        spans = []
        for number in self.known():
            rows = np.flatnonzero(found.used) if (found := self.column(number)) is not None else _NONE
            if len(rows):
                spans.append((int(rows[0]) + 1, number, int(rows[-1]) + 1))
        if not spans:
            return Area(1, 1, 1, 1)
        columns = [number for _, number, _ in spans]
        return Area(min(first for first, _, _ in spans), min(columns), max(last for _, _, last in spans), max(columns))

    def com_values(self, area: Area) -> CellRows:
        """The values of a block by rows, as COM gives them."""
        return self._rows(area, None, self._com_values)

    def com_plain_values(self, area: Area) -> CellRows:
        """The values of a block by rows, dates and amounts as numbers."""
        return self._rows(area, None, lambda found, low, high: cell_display.com_plain_values(found.values[low:high]))

    def _com_values(self, found: StoredColumn, low: int, high: int) -> list[XlwingsValue]:
        return cell_display.com_values(found.values[low:high], found.formats[low:high], date1904=self.date1904)

    def formulas(self, area: Area, spelling: FormulaSpelling | None = None) -> list[list[str]]:
        """The formulas of a block by rows, with `=`, in the spelling of *spelling*; of a constant its text in the formula bar."""
        rows = self._rows(area, "", formula_bar_texts)
        if spelling is not None:
            for number in range(area.first_col, area.last_col + 1):
                found = self.column(number)
                part = _NONE if found is None else found.formulas[area.first_row - 1 : area.last_row]
                for row in np.flatnonzero(part != "").tolist():
                    rows[row][number - area.first_col] = f"={spelling(area.first_row + row, number, str(part[row]))}"
        return rows

    def has_formula(self, area: Area) -> list[list[bool]]:
        """Which cells of a block have a formula, by rows."""
        return self._rows(area, False, lambda found, low, high: (found.formulas[low:high] != "").tolist())

    def uncalculated(self, area: Area) -> bool:
        """Whether a cell of a block has a formula without a result from a macro: it shows the result in the file, or nothing."""
        rows = slice(area.first_row - 1, area.last_row)
        columns = map(self.column, (number for number in self.known() if area.first_col <= number <= area.last_col))
        return any(
            ((found.formulas[rows] != "") & (~found.written[rows] | (found.values[rows] == None))).any()  # noqa: E711  # elementwise
            for found in columns
            if found is not None
        )

    def formats(self, area: Area) -> list[list[str]]:
        """The number formats of a block by rows."""
        return self._rows(area, cell_entry.GENERAL_FORMAT, lambda found, low, high: found.formats[low:high].tolist())

    def _rows(
        self, area: Area, empty: XlwingsValue, part: Callable[[StoredColumn, int, int], list[XlwingsValue]]
    ) -> CellRows:
        count = area.last_row - area.first_row + 1
        parts = []
        for number in range(area.first_col, area.last_col + 1):
            found = self.column(number)
            got = [] if found is None else part(found, area.first_row - 1, area.last_row)
            parts.append(got + [empty] * (count - len(got)))
        return [list(row) for row in zip(*parts, strict=True)]

    def enter(
        self, area: Area, rows: Sequence[Sequence[XlwingsValue]], spelling: FormulaSpelling | None = None
    ) -> None:
        """Put values into a block as Excel enters them; all or none. Cells that *rows* does not reach become #N/A.

        A value for a cell that is covered by a merged cell is lost. *spelling* turns a typed formula into that of the file.
        """
        many = sum(map(len, rows)) > 1
        if many and any(
            type(value) is str and len(value) > cell_entry.LONGEST_IN_ARRAY for row in rows for value in row
        ):
            raise excel_error("Application-defined or object-defined error")
        put = []
        for place, number in enumerate(range(area.first_col, area.last_col + 1)):
            column = self._open(number, area.last_row)
            values = [row[place] if place < len(row) else NOT_REACHED for row in rows]
            values += [NOT_REACHED] * (area.last_row - area.first_row + 1 - len(values))
            codes = column.formats[area.first_row - 1 : area.last_row].tolist()
            entries = [self._entry(value, code) for value, code in zip(values, codes, strict=True)]
            if spelling is not None:
                entries = [
                    entry._replace(formula=spelling(row, number, entry.formula)) if entry.formula else entry
                    for row, entry in enumerate(entries, area.first_row)
                ]
            put.append((column, self._seen(number, area), entries))
        self.changes += 1
        for column, seen, entries in put:
            column.values[seen] = _objects([entry.value for entry in entries])[seen - area.first_row + 1]
            column.formulas[seen] = _objects([entry.formula for entry in entries])[seen - area.first_row + 1]
            column.written[seen] = True
            for row in seen.tolist():
                if code := entries[row - area.first_row + 1].code:
                    column.formats[row] = code

    def _seen(self, number: int, area: Area) -> npt.NDArray[np.int64]:
        """The rows of a block (from 0) whose cells in column *number* are not covered by a merged cell."""
        seen = np.ones(area.last_row - area.first_row + 1, dtype=bool)
        for merge in self.merges():
            if merge.first_col <= number <= merge.last_col:
                first = merge.first_row + (number == merge.first_col)
                seen[max(first - area.first_row, 0) : max(merge.last_row + 1 - area.first_row, 0)] = False
        return area.first_row - 1 + np.flatnonzero(seen)

    def _entry(self, value: XlwingsValue, code: str) -> cell_entry.EnteredCell:
        if value is NOT_REACHED:
            return cell_entry.EnteredCell(NOT_REACHED)
        return cell_entry.entered(value, code, date1904=self.date1904)

    def set_results(self, area: Area, rows: Sequence[Sequence[XlwingsValue]]) -> None:
        """Set the results that the formulas of a block show: text, number, yes/no, date, an error's code, or nothing.

        Raises `ValueError` where a cell has no formula, `IndexError` where *rows* is of another shape.
        """
        if len(rows) != area.last_row - area.first_row + 1 or any(
            len(row) != area.last_col - area.first_col + 1 for row in rows
        ):
            raise IndexError(f"{area} and the results for its formulas have different shapes")
        part = slice(area.first_row - 1, area.last_row)
        columns = [self._open(number, area.last_row) for number in range(area.first_col, area.last_col + 1)]
        if not all((column.formulas[part] != "").all() for column in columns):
            raise ValueError(f"{area}: a cell without a formula cannot show a result")
        self.changes += 1
        for place, column in enumerate(columns):
            column.values[part] = _objects([self._result(row[place]) for row in rows])
            column.written[part] = True

    def _result(self, value: XlwingsValue) -> CellContent:
        if isinstance(value, str):
            return Error(value) if value in cell_display.COM_ERRORS else value
        entry = cell_entry.entered(value, cell_entry.GENERAL_FORMAT, date1904=self.date1904)
        return entry.value

    def fill(self, number: int, first_row: int, last_row: int, formula: str, code: str) -> None:
        """Fill new rows of a table as Excel does: the formula of the calculated column, and the format of the row above."""
        column = self._open(number, last_row)
        part = slice(first_row - 1, last_row)
        if formula:
            column.formulas[part] = formula
            column.values[part] = None
            self.changes += 1
        column.first[part] = formula
        column.formats[part] = column.kept[part] = code

    def reformat(self, area: Area, code: str) -> None:
        """Give a block a number format."""
        part = slice(area.first_row - 1, area.last_row)
        for number in range(area.first_col, area.last_col + 1):
            column = self._open(number, area.last_row)
            column.formats[part], column.styled[part] = code, True
        self.changes += 1

    def changed(self) -> Iterator[tuple[int, StoredColumn]]:
        """The columns in which cells or formats were changed."""
        for number, column in sorted(self.columns.items()):
            if column.written.any() or column.reformatted.any():
                yield number, column


def _objects(values: Sequence[CellContent]) -> CellArray:
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out
