"""The values of a column as they are compared: typed, so that a date that is stored as text equals the date."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.formulas.fill_down import relative_key
from ippbook.normalize import tidy
from ippbook.ooxml import BOOL, NUMBER, CellColumn
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import AnyColumn, Mask

ShownValue: TypeAlias = str | int | float | None
"""A value as people and programs get it: a text, a number, a day as 2026-01-31; None for a blank."""
RowPlaces: TypeAlias = NDArray[np.int64]
"""Places of rows in a table, from 0."""

_NO_ROWS: Final[Mapping[int, str]] = {}


@dataclass(frozen=True, eq=False)
class ComparedColumn:
    """A column of one workbook. `keys`: what is compared (float64, datetime64[s], or object of str and float), a value a row.

    `texts`: what is shown instead, where that differs; "" elsewhere.
    """

    keys: NDArray[Any]
    texts: NDArray[np.object_] | None = None

    @classmethod
    def typed(cls, column: AnyColumn, unread: Mapping[int, str] = _NO_ROWS) -> "ComparedColumn":
        """A typed column; *unread*: by row, the text of the cells that could not be read, which are blank in *column*."""
        found = cls(column.to_numpy())
        if not unread:
            return found
        keys = found.objects(np.arange(len(column), dtype=np.int64))
        keys[list(unread)] = list(unread.values())
        return cls(keys)

    @classmethod
    def of_cells(cls, cells: CellColumn, first_row: int) -> "ComparedColumn":
        """The cells of a column that ippbook does not know: texts without spaces around them, numbers, TRUE and FALSE.

        A cell with a formula is its formula: the same one, filled down, is the same in every row. *first_row*: the row
        number of the first cell.
        """
        keys = cells.text.copy()
        distinct = pd.unique(keys)
        if any(text != tidy(text) for text in distinct.tolist()):
            keys[:] = [tidy(text) for text in keys.tolist()]
        numbers = cells.kind == NUMBER
        keys[numbers] = cells.number[numbers].astype(object)
        truths = cells.kind == BOOL
        keys[truths] = np.where(cells.number[truths] != 0, "TRUE", "FALSE")
        if cells.formula is None:
            return cls(keys)
        texts = np.full(len(keys), "", dtype=object)
        for row in np.flatnonzero(cells.formula != "").tolist():
            keys[row] = "=" + relative_key(cells.formula[row], first_row + row)
            texts[row] = "=" + cells.formula[row]
        return cls(keys, texts)

    @classmethod
    def of_formulas(cls, cells: CellColumn, first_row: int) -> "ComparedColumn":
        """The formulas of the cells alone; blank where a cell has none."""
        only = CellColumn(
            cells.first_row,
            np.zeros_like(cells.kind),
            cells.number,
            np.full(len(cells.kind), "", dtype=object),
            cells.iso,
            cells.style,
            cells.formula,
        )
        return cls.of_cells(only, first_row)

    def __len__(self) -> int:
        return len(self.keys)

    def objects(self, rows: RowPlaces) -> NDArray[np.object_]:
        """The keys at *rows* as texts and numbers; "" for a blank, days as texts."""
        keys = self.keys[rows]
        if keys.dtype == object:
            return keys
        if keys.dtype.kind == "M":
            days = keys.astype("datetime64[D]")
            return np.where(np.isnat(days), "", np.datetime_as_string(days)).astype(object)
        found: NDArray[np.object_] = keys.astype(object)
        found[np.isnan(keys)] = ""
        return found

    def filled(self, rows: RowPlaces) -> Mask:
        """Which of the cells at *rows* are not blank."""
        keys = self.keys[rows]
        return np.asarray(keys != "", dtype=np.bool_) if keys.dtype == object else ~pd.isna(keys)

    def differs(self, rows: RowPlaces, other: "ComparedColumn", other_rows: RowPlaces) -> Mask:
        """Where the cells at *rows* have another value than those of *other* at *other_rows*."""
        one, two = self.keys[rows], other.keys[other_rows]
        if one.dtype.kind != two.dtype.kind:
            one, two = self.objects(rows), other.objects(other_rows)
        if one.dtype == object:
            return np.asarray(one != two, dtype=np.bool_)
        return np.asarray((one != two) & ~(pd.isna(one) & pd.isna(two)), dtype=np.bool_)

    def shown(self, rows: RowPlaces) -> list[ShownValue]:
        """The values at *rows*."""
        found = [_plain(value) for value in self.objects(rows).tolist()]
        if self.texts is None:
            return found
        return [text or value for text, value in zip(self.texts[rows].tolist(), found, strict=True)]


def _plain(value: str | float) -> ShownValue:
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    return value or None


def shared_codes(one: ComparedColumn, two: ComparedColumn, rows: RowPlaces, other_rows: RowPlaces) -> NDArray[np.int64]:
    """A code for each cell of *one* at *rows*, then of *two* at *other_rows*; equal for equal values."""
    keys, others = one.keys[rows], two.keys[other_rows]
    if keys.dtype.kind != others.dtype.kind:
        keys, others = one.objects(rows), two.objects(other_rows)
    return np.asarray(pd.factorize(np.concatenate([keys, others]), use_na_sentinel=False)[0], dtype=np.int64)
