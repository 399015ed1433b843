"""Blocks of values from a host (Excel, LibreOffice, an argument of a worksheet function), read like the cells of a file.

For a cell a host passes: None if it is blank, a str, a bool, a number (always a float in Excel), a date or time if the cell
is formatted as one, and the text of an error (`#N/A`).
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, SupportsFloat, cast

from ippbook.late_numpy import NDArray, np
from ippbook.ooxml import BLANK, BOOL, ERROR, NUMBER, TEXT, CellColumn, Error, FormulaCell
from ippbook.ooxml import Area as Merged
from ippbook.ooxml.dates import serial
from ippbook.ooxml.excel_limits import is_error
from ippbook.ooxml.refs import area as area_of

Grid = NDArray[np.object_]
_NONE: Final = type(None)


def grid(rows: object) -> Grid:
    """Rows of cells as an object array of two dimensions; a single value or a single row becomes one too."""
    if not isinstance(rows, list | tuple):
        rows = [[rows]]
    elif not rows or not isinstance(rows[0], list | tuple):
        rows = [rows]
    out = np.full((len(rows), max((len(row) for row in rows), default=0)), None, dtype=object)
    for place, row in enumerate(rows):
        out[place, : len(row)] = row
    return out


class HostCells:
    """Cells of a sheet from `first_row` on, a `SheetColumns`; columns count from *first_column*.

    *formulas* has the same shape: texts without "=", "" where a cell has no formula. *worded*: the host passes errors as
    texts, so the text `#N/A` is read as an error; if it is False, errors are `ooxml.Error`.
    """

    def __init__(
        self,
        values: Grid,
        formulas: Grid | None = None,
        *,
        first_row: int = 1,
        first_column: int = 1,
        merges: Sequence[Merged] = (),
        date1904: bool = False,
        worded: bool = True,
    ) -> None:
        self.first_row = first_row
        self.last_row = first_row + len(values) - 1
        self.merges = merges
        self._values = values
        self._formulas = formulas
        self._left = first_column
        self._date1904 = date1904
        self._worded = worded

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns with a cell that is not blank."""
        used = (self._values != None).any(axis=0) if self._values.size else np.zeros(0, dtype=bool)  # noqa: E711  # elementwise
        return tuple((np.flatnonzero(used) + self._left).tolist())

    def __getitem__(self, column: int) -> CellColumn:
        place = column - self._left
        if not 0 <= place < self._values.shape[1]:
            return column_of([None] * len(self._values), None, self.first_row)
        formulas = None if self._formulas is None else self._formulas[:, place]
        values = self._values[:, place].tolist()
        return column_of(values, formulas, self.first_row, date1904=self._date1904, worded=self._worded)

    def formulas(self, fills: Iterable[FormulaCell] = ()) -> Iterator[FormulaCell]:
        """Every formula, column by column. A host repeats the formula of an array in each of its cells; *fills* are those arrays."""
        if self._formulas is None:
            return
        alone = self._formulas != ""
        first: dict[tuple[int, int], FormulaCell] = {}
        for fill in fills:
            row, column, area = fill.row - self.first_row, fill.col - self._left, area_of(fill.ref)
            if area is not None and alone[row : row + 1, column : column + 1].any():
                alone[row : area.last_row - self.first_row + 1, column : area.last_col - self._left + 1] = False
                first[row, column] = fill
        for row, column in first:
            alone[row, column] = True
        for column, row in np.argwhere(alone.T).tolist():
            text = str(self._formulas[row, column])
            plain = FormulaCell(self.first_row + row, self._left + column, text, "normal", "")
            yield first.get((row, column), plain)


def column_of(
    values: list[object], formulas: Grid | None, first_row: int, *, date1904: bool = False, worded: bool = True
) -> CellColumn:
    """One column of a host's values, like a column of a file. *worded* as for `HostCells`."""
    count = len(values)
    kind, number = np.zeros(count, dtype=np.uint8), np.full(count, np.nan)
    text = np.full(count, "", dtype=object)
    types = list(map(type, values))
    found = set(types)
    if str in found:  # most cells are texts or numbers: these go in one step
        texts = np.fromiter((one is str for one in types), dtype=bool, count=count)
        strings = [value for value in values if type(value) is str]
        text[texts] = strings
        kind[texts] = [ERROR if value[:1] == "#" and is_error(value) else TEXT for value in strings] if worded else TEXT
    if float in found:
        floats = np.fromiter((one is float for one in types), dtype=bool, count=count)
        number[floats] = [value for value in values if type(value) is float]
        kind[floats] = np.where(np.isnan(number[floats]), BLANK, NUMBER)
    if found - {_NONE, str, float}:
        for place, value in enumerate(values):
            if types[place] not in (_NONE, str, float):
                kind[place], number[place], text[place] = _parts(value, date1904=date1904)
    has = None if formulas is None or not (formulas != "").any() else formulas
    blank = np.zeros(count, dtype=bool)
    return CellColumn(first_row, kind, number, text, blank, np.zeros(count, dtype=np.int32), has)


def _parts(value: object, *, date1904: bool) -> tuple[int, float, str]:
    """Kind, number and text of one value."""
    if isinstance(value, str | Error):
        string = value if isinstance(value, str) else value.code
        return (ERROR if is_error(string) else TEXT), np.nan, string
    if isinstance(value, bool | np.bool_):
        return BOOL, float(value), ""
    if isinstance(value, dt.date | dt.time):
        if value is not value:  # noqa: PLR0124  # pandas' NaT is a date that is not itself
            return BLANK, np.nan, ""
        return NUMBER, serial(value, date1904=date1904), ""
    try:
        found = float(cast("SupportsFloat", value))  # a host may pass a currency as a decimal number
    except (TypeError, ValueError):
        return TEXT, np.nan, str(value)
    return (BLANK if np.isnan(found) else NUMBER), found, ""


__all__ = ["HostCells", "column_of", "grid"]
