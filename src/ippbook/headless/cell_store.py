"""The cells of a sheet, column by column: what they hold, their formulas, their number formats, and which were written."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ippbook.formulas.groups import LARGEST_ARRAY
from ippbook.headless import cell_display, cell_entry
from ippbook.headless.errors import refused
from ippbook.ooxml import BOOL, ERROR, NUMBER, TEXT, Area, CellColumn, Error, SheetCells
from ippbook.ooxml.read.cells import Fill

Cells = npt.NDArray[np.object_]
Rows = list[list[Any]]
Spoken = Callable[[int, int, str], str]
"""Row and column of a cell and its formula: the formula in other words."""
_NONE: Final = np.empty(0, dtype=object)
NOT_GIVEN: Final = Error("#N/A")


@dataclass
class Column:
    """One column, entry i is row i + 1. values: None, str, float, bool or Error. formulas: without `=`, "" where none."""

    values: Cells
    formulas: Cells
    formats: Cells
    first: Cells
    """The formulas that the file has."""
    kept: Cells
    """The number formats that the file has."""
    written: npt.NDArray[np.bool_]
    styled: npt.NDArray[np.bool_]
    """Cells that have a format of their own, which count as used."""

    @classmethod
    def blank(cls, rows: int) -> "Column":
        """A column without anything."""
        formulas, formats = np.full(rows, "", dtype=object), np.full(rows, cell_entry.GENERAL, dtype=object)
        no = np.zeros(rows, dtype=bool)
        return cls(np.full(rows, None, dtype=object), formulas, formats, formulas.copy(), formats.copy(), no, no.copy())

    @classmethod
    def of(cls, held: CellColumn, number_format: Callable[[int], str]) -> "Column":
        """A column of a file."""
        out = cls.blank(len(held.kind))
        values = out.values
        number = held.kind == NUMBER
        values[number] = held.number[number].tolist()
        text = held.kind == TEXT
        values[text] = held.text[text]
        yes_no = held.kind == BOOL
        values[yes_no] = [bool(value) for value in held.number[yes_no]]
        for row in np.flatnonzero(held.kind == ERROR).tolist():
            values[row] = Error(str(held.text[row]))
        if held.formula is not None:
            out.formulas = held.formula.copy()
            out.first = held.formula.copy()
        for style in np.unique(held.style).tolist():
            out.formats[held.style == style] = number_format(style)
        out.formats[held.iso & (out.formats == cell_entry.GENERAL)] = "yyyy-mm-dd"
        out.kept = out.formats.copy()
        out.styled = held.style != 0
        return out

    def reach(self, rows: int) -> None:
        """Be at least *rows* long."""
        more = rows - len(self.values)
        if more > 0:
            new = Column.blank(more)
            for name in self.__dataclass_fields__:
                setattr(self, name, np.concatenate([getattr(self, name), getattr(new, name)]))

    @property
    def reformatted(self) -> npt.NDArray[np.bool_]:
        """Which cells have another number format than in the file."""
        other: npt.NDArray[np.bool_] = self.formats != self.kept
        return other

    @property
    def full(self) -> npt.NDArray[np.bool_]:
        """Which cells hold something."""
        held: npt.NDArray[np.bool_] = (self.values != None) | (self.formulas != "")  # noqa: E711  # elementwise
        return held

    @property
    def used(self) -> npt.NDArray[np.bool_]:
        """Which cells count as used: those that hold something or have a format."""
        held: npt.NDArray[np.bool_] = self.full | self.styled
        return held


@dataclass
class Page:
    """The cells of one sheet. Rows and columns count from 1."""

    date1904: bool = False
    load: Callable[[], SheetCells] | None = None
    number_format: Callable[[int], str] = str
    columns: dict[int, Column] = field(default_factory=dict)
    changes: int = 0
    """Grows with every write."""
    _source: SheetCells | None = None
    _used: tuple[int, Area] | None = None
    """What was used, at so many changes."""

    @property
    def source(self) -> SheetCells | None:
        """The cells of the file, read when first asked for."""
        if self._source is None and self.load is not None:
            self._source, self.load = self.load(), None
            for fill in self._source.fills:
                self._lay(fill)
        return self._source

    def _lay(self, fill: Fill) -> None:
        """Let each cell that an array formula fills have its formula, also where the file has no cell yet."""
        area = fill.area
        if (area.last_row - area.first_row + 1) * (area.last_col - area.first_col + 1) > LARGEST_ARRAY:
            return  # nobody means it, and it is not calculated
        for number in range(area.first_col, area.last_col + 1):
            column = self._open(number, area.last_row)
            part = slice(area.first_row - 1, area.last_row)
            column.formulas[part] = column.first[part] = fill.text

    def known(self) -> list[int]:
        """The columns that have a cell."""
        source = self.source  # it lays out columns when it is read
        return sorted({*self.columns, *(source.columns if source else ())})

    def column(self, number: int) -> Column | None:
        """A column as it is; None where it has no cell."""
        source = self.source  # as above
        if number not in self.columns:
            if source is None or number not in source.columns:
                return None
            self.columns[number] = Column.of(source[number], self.number_format)
        return self.columns[number]

    def _open(self, number: int, rows: int) -> Column:
        """A column to write into, at least *rows* long."""
        found = self.column(number)
        if found is None:
            found = self.columns[number] = Column.blank(rows)
        found.reach(rows)
        return found

    def merges(self) -> list[Area]:
        """The merged blocks."""
        return list(self.source.merges) if self.source else []

    def used(self) -> Area:
        """The block that holds every used cell; A1 where there is none."""
        if self._used is None or self._used[0] != self.changes:
            self._used = self.changes, self._find_used()
        return self._used[1]

    def _find_used(self) -> Area:
        spans = []
        for number in self.known():
            held = np.flatnonzero(found.used) if (found := self.column(number)) is not None else _NONE
            if len(held):
                spans.append((int(held[0]) + 1, number, int(held[-1]) + 1))
        if not spans:
            return Area(1, 1, 1, 1)
        columns = [number for _, number, _ in spans]
        return Area(min(first for first, _, _ in spans), min(columns), max(last for _, _, last in spans), max(columns))

    def shown(self, area: Area) -> list[list[Any]]:
        """The values of a block by rows, as COM hands them over."""
        return self._rows(area, None, self._shown)

    def plain(self, area: Area) -> list[list[Any]]:
        """The values of a block by rows, days and amounts as numbers."""
        return self._rows(area, None, lambda found, low, high: cell_display.plain(found.values[low:high]))

    def _shown(self, found: Column, low: int, high: int) -> list[Any]:
        return cell_display.shown(found.values[low:high], found.formats[low:high], date1904=self.date1904)

    def formulas(self, area: Area, spoken: Spoken | None = None) -> list[list[str]]:
        """The formulas of a block by rows, with `=`, as *spoken* gives them; of a constant its text as Excel gives it."""
        rows = self._rows(area, "", _formulas)
        if spoken is not None:
            for number in range(area.first_col, area.last_col + 1):
                held = self.column(number)
                part = _NONE if held is None else held.formulas[area.first_row - 1 : area.last_row]
                for row in np.flatnonzero(part != "").tolist():
                    rows[row][number - area.first_col] = f"={spoken(area.first_row + row, number, str(part[row]))}"
        return rows

    def has_formula(self, area: Area) -> list[list[bool]]:
        """Which cells of a block have a formula, by rows."""
        return self._rows(area, False, lambda found, low, high: (found.formulas[low:high] != "").tolist())

    def uncalculated(self, area: Area) -> bool:
        """Whether a cell of a block has a formula that nobody laid a result down for: it shows what the file says, or nothing."""
        rows = slice(area.first_row - 1, area.last_row)
        held = map(self.column, (number for number in self.known() if area.first_col <= number <= area.last_col))
        return any(
            ((found.formulas[rows] != "") & (~found.written[rows] | (found.values[rows] == None))).any()  # noqa: E711  # elementwise
            for found in held
            if found is not None
        )

    def formats(self, area: Area) -> list[list[str]]:
        """The number formats of a block by rows."""
        return self._rows(area, cell_entry.GENERAL, lambda found, low, high: found.formats[low:high].tolist())

    def _rows(self, area: Area, empty: Any, part: Callable[[Column, int, int], list[Any]]) -> Rows:
        count = area.last_row - area.first_row + 1
        parts = []
        for number in range(area.first_col, area.last_col + 1):
            found = self.column(number)
            got = [] if found is None else part(found, area.first_row - 1, area.last_row)
            parts.append(got + [empty] * (count - len(got)))
        return [list(row) for row in zip(*parts, strict=True)]

    def enter(self, area: Area, rows: Sequence[Sequence[Any]], filed: Spoken | None = None) -> None:
        """Put values into a block as Excel enters them; all or none. Cells that *rows* does not reach become #N/A.

        What goes into a cell that lies under merged ones is lost.
        *filed* gives the formula that the file holds for one that was typed.
        """
        many = sum(map(len, rows)) > 1
        if many and any(
            type(value) is str and len(value) > cell_entry.LONGEST_IN_ARRAY for row in rows for value in row
        ):
            raise refused("Application-defined or object-defined error")
        put = []
        for place, number in enumerate(range(area.first_col, area.last_col + 1)):
            column = self._open(number, area.last_row)
            values = [row[place] if place < len(row) else NOT_GIVEN for row in rows]
            values += [NOT_GIVEN] * (area.last_row - area.first_row + 1 - len(values))
            codes = column.formats[area.first_row - 1 : area.last_row].tolist()
            entries = [self._entry(value, code) for value, code in zip(values, codes, strict=True)]
            if filed is not None:
                entries = [
                    entry._replace(formula=filed(row, number, entry.formula)) if entry.formula else entry
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
        """The rows of a block (from 0) whose cells in column *number* lie under no merged ones."""
        seen = np.ones(area.last_row - area.first_row + 1, dtype=bool)
        for merge in self.merges():
            if merge.first_col <= number <= merge.last_col:
                first = merge.first_row + (number == merge.first_col)
                seen[max(first - area.first_row, 0) : max(merge.last_row + 1 - area.first_row, 0)] = False
        return area.first_row - 1 + np.flatnonzero(seen)

    def _entry(self, value: Any, code: str) -> cell_entry.Entry:
        if value is NOT_GIVEN:
            return cell_entry.Entry(NOT_GIVEN)
        return cell_entry.entered(value, code, date1904=self.date1904)

    def hold(self, area: Area, rows: Sequence[Sequence[Any]]) -> None:
        """Lay down what the formulas of a block show: text, number, yes/no, day, an error's code, or nothing.

        Raises `ValueError` where a cell has no formula, `IndexError` where *rows* is of another shape.
        """
        if len(rows) != area.last_row - area.first_row + 1 or any(
            len(row) != area.last_col - area.first_col + 1 for row in rows
        ):
            raise IndexError(f"{area} and the values that its formulas shall show are of different shapes")
        part = slice(area.first_row - 1, area.last_row)
        columns = [self._open(number, area.last_row) for number in range(area.first_col, area.last_col + 1)]
        if not all((column.formulas[part] != "").all() for column in columns):
            raise ValueError(f"{area}: a cell without a formula was given what its formula shows")
        self.changes += 1
        for place, column in enumerate(columns):
            column.values[part] = _objects([self._result(row[place]) for row in rows])
            column.written[part] = True

    def _result(self, value: Any) -> Any:
        if isinstance(value, str):
            return Error(value) if value in cell_display.ERROR_NUMBERS else value
        entry = cell_entry.entered(value, cell_entry.GENERAL, date1904=self.date1904)
        return entry.value

    def fill(self, number: int, first_row: int, last_row: int, formula: str, code: str) -> None:
        """What a table does to its new rows: the calculated column's formula and the format of the row above."""
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

    def changed(self) -> Iterator[tuple[int, Column]]:
        """The columns that were written, or whose formats were."""
        for number, column in sorted(self.columns.items()):
            if column.written.any() or column.reformatted.any():
                yield number, column


def _objects(values: list[Any]) -> Cells:
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out


def _formulas(found: Column, low: int, high: int) -> list[str]:
    # a sheet has millions of cells, and most are texts or blank
    out = [
        value if type(value) is str else "" if value is None else _constant(value)
        for value in found.values[low:high].tolist()
    ]
    formulas = found.formulas[low:high]
    for row in np.flatnonzero(formulas != "").tolist():
        out[row] = f"={formulas[row]}"
    return out


def _constant(value: Any) -> str:
    """The text in the formula bar of a constant that is no text."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return value.code if isinstance(value, Error) else number_text(value)


@lru_cache(maxsize=65_536)
def number_text(value: float) -> str:
    """A number as the formula bar has it: up to fifteen digits, no exponent below 1E+21 or above 1E-9."""
    if value == 0:
        return "0"
    if not 1e-9 <= abs(value) < 1e21:
        mantissa, _, power = f"{value:.14E}".partition("E")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return f"{mantissa}E{int(power):+03d}"
    return np.format_float_positional(float(f"{value:.15g}"), trim="-")
