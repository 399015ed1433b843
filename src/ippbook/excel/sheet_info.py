"""Facts about a sheet of a host: whether it has cells, whether people see it, its used block, its merged cells."""

import itertools
from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt
import xlwings as xw

from ippbook.excel import hosts
from ippbook.excel.hosts import HostValue
from ippbook.ooxml.errors import WorkbookError
from ippbook.ooxml.refs import Area
from ippbook.tables.blocks import Grid

LARGE: Final = 4_000_000
"""Cells of a used range that is read whole; a larger one is read to the last cell that shows anything."""


def has_cells(sheet: xw.Sheet) -> bool:
    """Whether it is a sheet of cells. A chart sheet has none, and COM raises an error for it."""
    try:
        return sheet.used_range is not None
    except WorkbookError:  # the file cannot be read: not a sheet without cells
        raise
    except Exception as error:  # COM, Apple events and Office.js have their own kinds of errors
        if hosts.is_busy(error):
            raise
        return False


def is_visible(sheet: xw.Sheet) -> bool:
    """Whether people see the sheet. COM answers -1 for yes, and 2, which is true for Python, for one that only VBA can show."""
    try:
        state: HostValue = sheet.visible
    except NotImplementedError:  # a host without this property
        return True
    return state in (True, -1)


def used(sheet: xw.Sheet) -> xw.Range:
    """The used block of the sheet. Where formats reach to the end of the sheet, it ends with the last cell that shows anything.

    Cells of hidden rows show nothing, so the block contains at least every table.
    """
    whole = sheet.used_range
    rows, columns = whole.shape
    if rows * columns <= LARGE:
        return whole
    try:
        last: HostValue = whole.find("*", direction="backward", order="rows")
    except NotImplementedError:
        return whole
    ends = [table.range.last_cell.row for table in sheet.tables] + ([] if last is None else [last.row])
    if not ends:
        return whole
    return sheet.range((whole.row, whole.column), (max(*ends, whole.row), whole.column + columns - 1))


def host_rows(block: HostValue) -> HostValue:
    """The values of a block as rows: a host gives one cell as a value, and one row as a flat list."""
    if not isinstance(block, list | tuple):
        return [[block]]
    return block if not block or isinstance(block[0], list | tuple) else [block]


def begin_with_equals(texts: Grid) -> npt.NDArray[np.bool_]:
    """Where texts begin with "=": bool, of the same shape."""
    flat = texts.ravel().tolist()
    if set(map(type, flat)) <= {str}:  # a sheet has millions of cells: no Python code for each
        found = list(map(str.startswith, flat, itertools.repeat("=")))
    else:
        found = [isinstance(text, str) and text[:1] == "=" for text in flat]
    return np.array(found, dtype=bool).reshape(texts.shape)


def merged_areas(block: xw.Range) -> Iterable[Area]:
    """The merged blocks that meet *block*: it is halved until all or none of a half is merged."""
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


__all__ = ["LARGE", "begin_with_equals", "has_cells", "host_rows", "is_visible", "merged_areas", "used"]
