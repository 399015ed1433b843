"""The answer of a worksheet function to the cells that Excel passes, in a form that Excel can show.

A function answers what `ippbook.formulas` answers for a formula in a file, so that a cell shows the same with and without
Excel. Excel's own limits are handled here:

- a function cannot return an error value, so an error is returned as its text: `#N/A`;
- a text of more than 255 characters in a spilled answer would turn all of it into #VALUE! (xlwings issue 456): it is cut there, and
  complete in a single cell;
- an answer of more than 65,535 rows does not reach Excel (xlwings issue 395): it is refused with a sentence.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np

from ippbook.command_name import workable
from ippbook.declare import WorksheetFunction
from ippbook.declare.worksheet_function import FAILED
from ippbook.excel.hosts import HostValue, with_error
from ippbook.formulas.calls import call_function
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.values import ExcelError
from ippbook.languages import say
from ippbook.ooxml.dates import serial
from ippbook.ooxml.excel_limits import MAX_CELL_LENGTH, MAX_ROW, MAX_SHORT_LENGTH, is_error
from ippbook.tables.blocks import grid

MOST_ROWS: Final = 65_535


def answer_cells(function: WorksheetFunction, arguments: Sequence[HostValue]) -> HostValue:
    """The answer of *function* to what xlwings read: rows of cells, or None for a missing argument. Never raises.

    One value for a cell, else a list of rows.
    """
    try:
        return _for_excel(call_function(function, [_argument(value) for value in _cut(function, arguments)]))
    except FormulaError as refusal:
        return workable(f"{FAILED} {function.name}: {refusal}")
    except Exception as failure:  # noqa: BLE001  # the border of a cell: Excel would show the exception as a value, with file paths in it
        return say(
            "{failed} {function_name} failed: {name}",
            failed=FAILED,
            function_name=function.name,
            name=type(failure).__name__,
        )


def _argument(value: HostValue) -> HostValue:
    """An argument as `ippbook.formulas` takes it: one value, or a range."""
    if value is None:
        return None
    rows = value if isinstance(value, list) and value and isinstance(value[0], list | tuple) else grid(value).tolist()
    flat = [cell for row in rows for cell in row]
    # Most cells are plain texts and numbers, and many rows have the same date: each call reads a column of maybe 100,000 cells.
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


def _is_plain_text(cell: HostValue) -> bool:
    return type(cell) is str and cell[:1] != "#"


def _value(cell: HostValue) -> HostValue:
    """A cell as in a file: numbers and dates as floats, errors as errors."""
    cell = with_error(cell)
    if isinstance(cell, ExcelError):  # one that xlwings does not know, such as #SPILL!, and passes as its number
        return cell
    if isinstance(cell, str):
        return ExcelError(cell) if is_error(cell) else cell
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, dt.date | dt.time):
        return serial(cell, date1904=False)
    return float(cell)  # an integer from VBA, or a currency, which comes as a decimal number


def _cut(function: WorksheetFunction, arguments: Sequence[HostValue]) -> list[HostValue]:
    """The arguments; whole columns (A:A) are cut, all to the same length, after the last row with a value in any of them."""
    tall = [
        place
        for place, value in enumerate(arguments)
        if isinstance(value, list) and len(value) == MAX_ROW and not function.parameters[place].lifted
    ]
    if not tall:
        return list(arguments)
    last = max((_last(arguments[place]) for place in tall), default=0)
    return [value[: max(last, 1)] if place in tall else value for place, value in enumerate(arguments)]


def _last(rows: list[list[HostValue]]) -> int:
    """The number of rows up to the last one with a value."""
    blank = [None] * len(rows[0])  # rows are compared whole: there are a million of them
    return next((row + 1 for row in range(len(rows) - 1, -1, -1) if rows[row] != blank), 0)


def _for_excel(found: HostValue) -> HostValue:
    """An answer as Excel accepts it."""
    if not isinstance(found, np.ndarray):
        return _cell(found, MAX_CELL_LENGTH)
    if len(found) > MOST_ROWS:
        return say(
            "{failed} {found_count:,} rows are more than a function can return ({most_rows:,}): select fewer rows",
            failed=FAILED,
            found_count=len(found),
            most_rows=MOST_ROWS,
        )
    if found.size == 1:
        return _cell(found.flat[0], MAX_CELL_LENGTH)
    return [[_cell(value, MAX_SHORT_LENGTH) for value in row] for row in found.tolist()]


def _cell(value: HostValue, longest: int) -> HostValue:
    if isinstance(value, ExcelError):
        return value.code
    if isinstance(value, str):
        return (
            "".join(value) if _units(value) <= longest else _head(value, longest)
        )  # plain: a sentence keeps its template
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001  # cells have no time zone
    return "" if value is None else value


def _units(text: str) -> int:
    """Characters as Excel counts them: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _head(text: str, longest: int) -> str:
    """The beginning of *text* with "…", at most *longest* characters; an emoji is never cut in two."""
    head = text[: longest - 1]
    while _units(head) > longest - 1:
        head = head[:-1]
    return f"{head}…"


__all__ = ["MOST_ROWS", "answer_cells"]
