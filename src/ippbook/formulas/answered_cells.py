"""Answers of formulas next to the cells of a workbook: which cells have another value, and the workbook with the answers in its cells."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ippbook import ooxml
from ippbook.formulas.source import RowNumbers, Vector
from ippbook.formulas.values import VALUE, ExcelError
from ippbook.ooxml.excel_limits import RICH_ERRORS
from ippbook.tables.sources import AnyWorkbook
from ippbook.tables.workbook import SheetColumns

if TYPE_CHECKING:
    from ippbook.formulas.recalculate import Calculated
    from ippbook.formulas.values import Scalar

_NEAR: Final = 1e-13
_NEAR_ZERO: Final = 1e-300


class ValueParts(NamedTuple):
    """Values as kind, number and text of a column's cells, as `ooxml.CellColumn` has them."""

    kind: NDArray[np.uint8]
    number: NDArray[np.float64]
    text: NDArray[np.object_]

    @classmethod
    def of(cls, values: Vector) -> "ValueParts":
        """*values*, each a `Scalar` without days: None is blank, an error has its code as text."""
        of_type = np.fromiter(map(_kind_of, values.tolist()), dtype=np.uint8, count=len(values))
        number, text = np.full(len(values), np.nan), np.full(len(values), "", dtype=object)
        counted = (of_type == ooxml.NUMBER) | (of_type == ooxml.BOOL)
        number[counted] = values[counted].astype(np.float64)
        written = of_type == ooxml.TEXT
        text[written] = values[written]
        for at in np.flatnonzero(of_type == ooxml.ERROR).tolist():
            text[at] = str(values[at])
        return cls(of_type, number, text)


def _kind_of(value: "Scalar") -> int:
    match value:
        case None:
            return ooxml.BLANK
        case bool():
            return ooxml.BOOL
        case float() | int():
            return ooxml.NUMBER
        case str():
            return ooxml.TEXT
        case _:
            return ooxml.ERROR


def values_differ(
    column: ooxml.CellColumn, rows: RowNumbers, values: Vector, *, near: bool = False
) -> NDArray[np.bool_]:
    """For each of *rows* (from 1) whether its cell does not hold the value yet; *near*: numbers may differ after the 13th digit.

    A blank and an empty text are one value. An error that only a newer Excel knows stays where the value is #VALUE!.
    """
    place = rows - column.first_row
    new = ValueParts.of(values)
    inside = place < len(column.kind)
    at = np.where(inside, place, 0)
    nothing: NDArray[np.bool_] = (new.kind == ooxml.BLANK) | ((new.kind == ooxml.TEXT) & (new.text == ""))
    if not len(column.kind):
        return ~nothing
    kind, number, text = column.kind[at], column.number[at], column.text[at]
    same_kind = inside & (new.kind == kind)
    numbers = same_kind & ((kind == ooxml.NUMBER) | (kind == ooxml.BOOL))
    same = np.zeros(len(rows), dtype=bool)
    same[numbers] = new.number[numbers] == number[numbers]
    if near:
        close = numbers & (kind == ooxml.NUMBER)
        same[close] |= _close(new.number[close], number[close])
    texts = same_kind & ((kind == ooxml.TEXT) | (kind == ooxml.ERROR))
    same[texts] = new.text[texts] == text[texts]
    for one in np.flatnonzero(texts & (kind == ooxml.ERROR)).tolist():
        if text[one] in RICH_ERRORS:
            same[one] = new.text[one] in {"#VALUE!", text[one]}
    empty: NDArray[np.bool_] = ~inside | (kind == ooxml.BLANK) | ((kind == ooxml.TEXT) & (text == ""))
    same[nothing] = empty[nothing]
    return np.logical_not(same)


def _close(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.bool_]:
    """As `math.isclose`, for finite numbers."""
    close: NDArray[np.bool_] = np.abs(left - right) <= np.maximum(
        _NEAR * np.maximum(np.abs(left), np.abs(right)), _NEAR_ZERO
    )
    return close


def as_formulas_take(kind: NDArray[np.uint8], number: NDArray[np.float64], text: NDArray[np.object_]) -> Vector:
    """The values of cells that have these kinds, numbers and texts, as formulas take them; dates are numbers."""
    values: Vector = np.full(len(kind), None, dtype=object)
    for of_kind, these in ((number, kind == ooxml.NUMBER), (text, kind == ooxml.TEXT)):
        values[these] = of_kind[these]
    truths = kind == ooxml.BOOL
    values[truths] = number[truths].astype(bool)
    for at in np.flatnonzero(kind == ooxml.ERROR).tolist():
        values[at] = error_of(str(text[at]))
    return values


def error_of(code: str) -> ExcelError:
    """The error value of that code; one that only other programs know is #VALUE!."""
    try:
        return ExcelError(code)
    except ooxml.EditError:
        return VALUE


class AnsweredBook:
    """A workbook whose cells have the answers of formulas, for readers of tables."""

    def __init__(self, book: AnyWorkbook, answers: "Iterable[Calculated]") -> None:
        self._book = book
        self._answers = {(part.sheet, part.column): part for part in answers}
        self.date1904 = book.date1904

    @property
    def sheets(self) -> tuple[ooxml.Sheet, ...]:
        """The book's sheets."""
        return self._book.sheets

    @property
    def tables(self) -> Mapping[str, ooxml.TableArea]:
        """The book's tables by name."""
        return self._book.tables

    def read(
        self,
        sheet_name: str,
        columns: Iterable[int] | None = None,
        first_row: int | None = None,
        last_row: int | None = None,
    ) -> "AnsweredCells":
        """As `ooxml.Book.read`."""
        cells = self._book.read(sheet_name, columns, first_row, last_row)
        name = self._book.sheet(sheet_name).name
        return AnsweredCells(cells, {column: part for (sheet, column), part in self._answers.items() if sheet == name})


class AnsweredCells:
    """Cells of a sheet, with the answers of formulas in place of old values."""

    def __init__(self, cells: SheetColumns, answers: "Mapping[int, Calculated]") -> None:
        self._cells = cells
        self._answers = answers
        self.first_row: int = cells.first_row
        self.last_row: int = cells.last_row
        self.merges = cells.merges

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that have a cell."""
        return self._cells.columns

    def __getitem__(self, column: int) -> ooxml.CellColumn:
        stored = self._cells[column]
        part = self._answers.get(column)
        return stored if part is None else with_values(stored, part.rows, part.values)


def with_values(column: ooxml.CellColumn, rows: RowNumbers, values: Vector) -> ooxml.CellColumn:
    """*column* with *values* in those of *rows* that it has."""
    place = rows - column.first_row
    inside = (place >= 0) & (place < len(column.kind))
    new = ValueParts.of(values[inside])
    kind, number, text = column.kind.copy(), column.number.copy(), column.text.copy()
    kind[place[inside]], number[place[inside]], text[place[inside]] = new
    return replace(column, kind=kind, number=number, text=text, text_code=None)
