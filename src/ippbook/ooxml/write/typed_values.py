"""What a caller puts into the cells of a column, as kinds, numbers and texts."""

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from ippbook.ooxml import dates, refs
from ippbook.ooxml.errors import EditError
from ippbook.ooxml.excel_limits import MAX_CELL_LENGTH, Error, text_length
from ippbook.ooxml.read.blocks import BLANK, BOOL, ERROR, NUMBER, TEXT, Bytes, Floats, Ints, StringArray
from ippbook.quick_dataclasses import dataclass

CellInput = Any
"""What a caller puts into a cell: the types that `Edits` lists. Any other is refused in a sentence."""
CellInputs = Sequence[CellInput] | npt.NDArray[Any]


@dataclass(frozen=True)
class ValuePlaces:
    """Where values go: the cells of a column at *rows*. *where* names the sheet in an error sentence."""

    rows: Ints
    col: int
    where: str
    date1904: bool

    def named(self, at: int) -> str:
        """How an error sentence names the cell of value *at*."""
        return f"{self.where}, cell {refs.cell_name(int(self.rows[at]), self.col)}"


def typed_values(values: CellInputs, places: ValuePlaces) -> tuple[Bytes, Floats, StringArray]:
    """Kind, number and text of each value. Raises `EditError` for one that no cell can hold."""
    if not isinstance(values, np.ndarray | list | tuple):
        values = list(values)  # values that are kept packed are unpacked once
    array = values if isinstance(values, np.ndarray) else None
    count = len(values)
    text = np.full(count, "", dtype=object)
    if array is not None and array.dtype.kind in "fiu":
        number = array.astype(np.float64)
        if np.isinf(number).any():
            raise _endless(places.named(int(np.isinf(number).argmax())))
        return np.where(np.isnan(number), BLANK, NUMBER).astype(np.uint8), number, text
    if array is not None and array.dtype.kind == "M":
        values = array.astype("datetime64[us]").tolist()
    elif array is not None and array.dtype.kind == "O":
        values = array.tolist()  # a list is walked faster
    kind = np.zeros(count, dtype=np.uint8)
    number = np.full(count, np.nan)
    types = set(map(type, values))
    if types <= {str, type(None)} and str in types:
        return _texts(array if array is not None else _object_array(values), places)
    if types <= {float, type(None)} and float in types:
        return typed_values(np.array(values, dtype=np.float64), places)
    for at, value in enumerate(values):
        if type(value) is str:
            kind[at], text[at] = TEXT, value
            if len(value) > MAX_CELL_LENGTH // 2:
                _check_length(value, places.named(at))
        elif value is not None:
            kind[at], number[at], text[at] = _one(value, places, at)
    return kind, number, text


def _object_array(values: CellInputs) -> StringArray:
    out = np.empty(len(values), dtype=object)
    out[:] = values
    return out


def _texts(values: StringArray, places: ValuePlaces) -> tuple[Bytes, Floats, StringArray]:
    """Texts and None, at least one text."""
    blank = values == None  # noqa: E711  # elementwise, which is quicker than a loop
    text = values.copy()
    text[blank] = ""
    if max(map(len, text.tolist())) > MAX_CELL_LENGTH // 2:
        for at, value in enumerate(text.tolist()):
            _check_length(value, places.named(at))
    return np.where(blank, BLANK, TEXT).astype(np.uint8), np.full(len(values), np.nan), text


def _one(value: CellInput, places: ValuePlaces, at: int) -> tuple[int, float, str]:
    if isinstance(value, bool | np.bool_):
        return BOOL, float(value), ""
    if isinstance(value, int | float | np.integer | np.floating):
        number = float(value)
        if math.isinf(number):
            raise _endless(places.named(at))
        return (BLANK if math.isnan(number) else NUMBER), number, ""
    if isinstance(value, np.datetime64):
        value = value.astype("datetime64[us]").item()
    if value is None or value != value:  # NaT is unlike itself  # noqa: PLR0124
        return BLANK, math.nan, ""
    if isinstance(value, dt.date | dt.time):
        day = dates.serial(value, date1904=places.date1904)
        if day < 0:
            raise EditError(
                "{named}: {value} is before the first day that the workbook can store; write it as text.",
                named=places.named(at),
                value=value,
            )
        return NUMBER, day, ""
    if isinstance(value, Error):
        return ERROR, math.nan, value.code
    if isinstance(value, str):
        _check_length(value, places.named(at))
        return TEXT, math.nan, str(value)
    raise EditError(
        "{named}: a value of type {name} cannot be written; use text, a number, a date, yes/no or nothing.",
        named=places.named(at),
        name=type(value).__name__,
    )


def _check_length(value: str, cell: str) -> None:
    letters = text_length(value)
    if letters > MAX_CELL_LENGTH:
        raise EditError(
            "{cell}: the text has {letters:,} characters and a cell takes {max_cell_length:,}; shorten it.",
            cell=cell,
            letters=letters,
            max_cell_length=MAX_CELL_LENGTH,
        )


def _endless(cell: str) -> EditError:
    return EditError(
        "{cell}: the number is infinite, which a cell cannot store; write an error value or a text.", cell=cell
    )


__all__ = ["CellInput", "CellInputs", "ValuePlaces", "typed_values"]
