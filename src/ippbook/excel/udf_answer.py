"""The answer of a worksheet function to the cells that Excel hands over, and as Excel can show it.

What a function answers is what `ippbook.formulas` answers for a formula in a file, so that a cell shows the same in Excel and
without it. Excel's own limits are kept here:

- it cannot be handed an error value, so an error comes back as its text: `#N/A`;
- a text of more than 255 characters in a spilled answer would turn all of it into #VALUE! (xlwings issue 456): it is cut there, and
  whole in a single cell;
- an answer of more than 65,535 rows does not come through (xlwings issue 395): it is refused with a sentence.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from ippbook.declare import WorksheetFunction
from ippbook.declare.worksheet import FAILED
from ippbook.excel.hosts import cell_value
from ippbook.formulas.calls import call_function
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.values import ExcelError
from ippbook.ooxml.dates import serial
from ippbook.ooxml.excel_limits import MAX_CELL_LENGTH, MAX_ROW, MAX_SHORT_LENGTH, is_error
from ippbook.tables.blocks import grid

MOST_ROWS: Final = 65_535


def answer(function: WorksheetFunction, given: Sequence[Any]) -> Any:
    """The answer of *function* to what xlwings read: rows of cells, or None for what was left out. Never raises.

    One value for a cell, else a list of rows.
    """
    try:
        return _shown(call_function(function, [_argument(value) for value in _cut(function, given)]))
    except FormulaError as refusal:
        return f"{FAILED} {function.name}: {refusal}"
    except Exception as failure:  # noqa: BLE001  # the border of a cell: Excel shows what is raised as a value, with our paths in it
        return f"{FAILED} {function.name} failed: {type(failure).__name__}"


def _argument(value: Any) -> Any:
    """An argument as formulas have it: one value, or a range."""
    if value is None:
        return None
    rows = value if isinstance(value, list) and value and isinstance(value[0], list | tuple) else grid(value).tolist()
    flat = [cell for row in rows for cell in row]
    # Most cells are plain texts and numbers, and many rows share a day: a column of 100,000 is gone through at each call.
    odd = {
        (type(cell), cell) for cell in flat if type(cell) is not float and cell is not None and not _is_plain_text(cell)
    }
    if odd:
        read = {key: _value(key[1]) for key in odd}
        kinds = {kind for kind, _ in odd}
        flat = [read.get((type(cell), cell), cell) if type(cell) in kinds else cell for cell in flat]
    if len(flat) == 1:
        return flat[0]
    cells = np.empty(len(flat), dtype=object)
    cells[:] = flat
    return cells.reshape(len(rows), -1)


def _is_plain_text(cell: Any) -> bool:
    return type(cell) is str and cell[:1] != "#"


def _value(cell: Any) -> Any:
    """A cell as a file's is read: numbers and days as floats, errors as errors."""
    cell = cell_value(cell)
    if isinstance(cell, ExcelError):  # one that xlwings does not know, such as #SPILL!, and hands over as its number
        return cell
    if isinstance(cell, str):
        return ExcelError(cell) if is_error(cell) else cell
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, dt.date | dt.time):
        return serial(cell, date1904=False)
    return float(cell)  # a whole number out of VBA, or a currency, which comes as a decimal number


def _cut(function: WorksheetFunction, given: Sequence[Any]) -> list[Any]:
    """The arguments; columns of a whole sheet (A:A) end, all of them alike, where the last of them holds anything."""
    tall = [
        place
        for place, value in enumerate(given)
        if isinstance(value, list) and len(value) == MAX_ROW and not function.parameters[place].lifted
    ]
    if not tall:
        return list(given)
    last = max((_last(given[place]) for place in tall), default=0)
    return [value[: max(last, 1)] if place in tall else value for place, value in enumerate(given)]


def _last(rows: list[list[Any]]) -> int:
    """How many rows there are to the last that holds anything."""
    blank = [None] * len(rows[0])  # rows are compared whole: there are a million of them
    return next((row + 1 for row in range(len(rows) - 1, -1, -1) if rows[row] != blank), 0)


def _shown(found: Any) -> Any:
    """An answer as Excel takes it."""
    if not isinstance(found, np.ndarray):
        return _cell(found, MAX_CELL_LENGTH)
    if len(found) > MOST_ROWS:
        return f"{FAILED} {len(found):,} rows are more than a function can give ({MOST_ROWS:,}): ask for fewer rows"
    if found.size == 1:
        return _cell(found.flat[0], MAX_CELL_LENGTH)
    return [[_cell(value, MAX_SHORT_LENGTH) for value in row] for row in found.tolist()]


def _cell(value: Any, longest: int) -> Any:
    if isinstance(value, ExcelError):
        return value.code
    if isinstance(value, str):
        return value if _units(value) <= longest else _head(value, longest)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001  # cells have no time zone
    return "" if value is None else value


def _units(text: str) -> int:
    """Characters as Excel counts them: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _head(text: str, longest: int) -> str:
    """The beginning of *text* with "…", within *longest*; no emoji is cut in two."""
    head = text[: longest - 1]
    while _units(head) > longest - 1:
        head = head[:-1]
    return f"{head}…"


__all__ = ["MOST_ROWS", "answer"]
