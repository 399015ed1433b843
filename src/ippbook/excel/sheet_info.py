"""What a host is asked about a sheet: which block it uses, which cells are merged."""

import itertools
from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import xlwings as xw

from ippbook.excel import hosts
from ippbook.ooxml.refs import Area
from ippbook.tables.blocks import Grid

LARGE: Final = 4_000_000
"""Cells of a sheet that are read as they are; of a larger used range the last cell that shows anything is looked for."""


def has_cells(sheet: xw.Sheet) -> bool:
    """Whether it is a sheet of cells; one that is a chart has none, and COM says so with an error of its own."""
    try:
        return sheet.used_range is not None
    except Exception as error:  # COM, Apple events and Office.js have each their own kind of error
        if hosts.busy(error):
            raise
        return False


def shown(sheet: xw.Sheet) -> bool:
    """Whether people see the sheet. COM answers -1 for yes, and 2, which is true to Python, for one that VBA alone shows."""
    try:
        state: Any = sheet.visible
    except NotImplementedError:  # a host that does not tell it
        return True
    return state in (True, -1)


def used(sheet: xw.Sheet) -> xw.Range:
    """The block that the sheet uses. Where formats reach to the sheet's end, it ends with the last cell that shows anything.

    Cells of hidden rows show nothing; so it ends no higher than a table does.
    """
    whole = sheet.used_range
    rows, columns = whole.shape
    if rows * columns <= LARGE:
        return whole
    try:
        last: Any = whole.find("*", direction="backward", order="rows")
    except NotImplementedError:
        return whole
    ends = [table.range.last_cell.row for table in sheet.tables] + ([] if last is None else [last.row])
    if not ends:
        return whole
    return sheet.range((whole.row, whole.column), (max(*ends, whole.row), whole.column + columns - 1))


def rows(block: Any) -> Any:
    """What a host gives for a block, as rows: it gives one cell alone, and one row flat."""
    if not isinstance(block, list | tuple):
        return [[block]]
    return block if not block or isinstance(block[0], list | tuple) else [block]


def begins(texts: Grid) -> Any:
    """Where texts begin with "=" (bool, of the same shape)."""
    flat = texts.ravel().tolist()
    if set(map(type, flat)) <= {str}:  # a sheet has millions of cells: no step of Python's own for each
        found = list(map(str.startswith, flat, itertools.repeat("=")))
    else:
        found = [isinstance(text, str) and text[:1] == "=" for text in flat]
    return np.array(found, dtype=bool).reshape(texts.shape)


def merged(block: xw.Range) -> Iterable[Area]:
    """The merged blocks that meet *block*: it is halved until a half is merged wholly or not at all."""
    found: set[Area] = set()
    parts = [block]
    while parts:
        part = parts.pop()
        state: bool | None = part.merge_cells  # None where only some cells are
        if state is False:
            continue
        if state or part.count == 1:
            first = part[0, 0].merge_area
            area = Area(first.row, first.column, first.last_cell.row, first.last_cell.column)
            if (area.first_row, area.first_col) != (area.last_row, area.last_col):
                found.add(area)
            last = part.last_cell
            if area.last_row >= last.row and area.last_col >= last.column:
                continue
        rows, columns = part.shape
        if rows > 1:
            parts += [part[: rows // 2, :], part[rows // 2 :, :]]
        else:
            parts += [part[:, : columns // 2], part[:, columns // 2 :]]
    return sorted(found)


__all__ = ["LARGE", "begins", "has_cells", "merged", "rows", "shown", "used"]
