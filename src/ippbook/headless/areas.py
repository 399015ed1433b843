"""Blocks of cells: what two of them share, which block a text names, and where Ctrl+arrow ends."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from ippbook.late_patterns import late_pattern
from ippbook.ooxml import Area, refs
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.refs import column_letters

_COLUMNS: Final = late_pattern(r"([A-Z]{1,3}):([A-Z]{1,3})", re.IGNORECASE)
_ROWS: Final = late_pattern(r"([0-9]{1,7}):([0-9]{1,7})")


def area_of_text(text: str) -> Area | None:
    """The cells of `A1`, `A1:B2`, `A:B` or `1:2`; None where a text is none of these."""
    if found := refs.area(text):
        return found
    bare = text.replace("$", "")
    if columns := _COLUMNS.fullmatch(bare):
        low, high = sorted(map(refs.column_number, columns.groups()))
        return Area(1, low, MAX_ROW, high)
    if rows := _ROWS.fullmatch(bare):
        low, high = sorted(map(int, rows.groups()))
        return Area(low, 1, high, MAX_COL)
    return None


def areas_meet(one: Area, other: Area) -> bool:
    """Whether two blocks have a cell in common."""
    return common_area(one, other) is not None


def common_area(one: Area, other: Area) -> Area | None:
    """The cells that two blocks have in common; None where they have none."""
    first_row, last_row = max(one.first_row, other.first_row), min(one.last_row, other.last_row)
    first_col, last_col = max(one.first_col, other.first_col), min(one.last_col, other.last_col)
    return Area(first_row, first_col, last_row, last_col) if first_row <= last_row and first_col <= last_col else None


def covered_by(area: Area, blocks: Sequence[Area]) -> bool | None:
    """Whether *blocks*, which do not overlap, cover the area: all of it, nothing of it, or (None) a part."""
    total = (area.last_row - area.first_row + 1) * (area.last_col - area.first_col + 1)
    inside = 0
    for block in blocks:
        rows = min(area.last_row, block.last_row) - max(area.first_row, block.first_row) + 1
        columns = min(area.last_col, block.last_col) - max(area.first_col, block.first_col) + 1
        inside += max(0, rows) * max(0, columns)
    return True if inside == total else None if inside else False


def region_end(filled: npt.NDArray[np.bool_], at: int, step: int, last: int) -> int:
    """Where Ctrl+arrow leads in a line of cells; *filled* tells which are not empty, entry 0 is cell 1."""

    def full(place: int) -> bool:
        return place <= len(filled) and bool(filled[place - 1])

    edge = last if step > 0 else 1
    if at == edge:
        return at
    if full(at) and full(at + step):
        while at != edge and full(at + step):
            at += step
        return at
    at += step
    while at != edge and not full(at):
        if step > 0 and at > len(filled):
            return edge
        at += step
    return at


def address(area: Area, *, row_absolute: bool, col_absolute: bool) -> str:
    """The address of a block, with or without `$`; of whole columns or rows only these."""
    rows = [f"{'$' * row_absolute}{row}" for row in (area.first_row, area.last_row)]
    columns = [f"{'$' * col_absolute}{column_letters(col)}" for col in (area.first_col, area.last_col)]
    if area.last_col - area.first_col + 1 == MAX_COL:
        return ":".join(rows)
    if area.last_row - area.first_row + 1 == MAX_ROW:
        return ":".join(columns)
    first, last = (f"{column}{row}" for column, row in zip(columns, rows, strict=True))
    return first if first == last else f"{first}:{last}"
