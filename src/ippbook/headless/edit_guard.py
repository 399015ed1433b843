"""Checks before cells are written: what Excel refuses, and what Excel does badly, which the engine refuses as well."""

import itertools
from collections.abc import Sequence

from ippbook.headless.areas import areas_meet, common_area
from ippbook.headless.cell_display import XlwingsValue
from ippbook.headless.errors import check_size, excel_error
from ippbook.headless.openpyxl_copy import is_locked
from ippbook.headless.state import SheetState
from ippbook.ooxml import Area


def check_edit(sheet: SheetState, area: Area) -> None:
    """Refuse locked cells of a protected sheet and a part of an array, as Excel does; and filtered rows, which Excel writes badly."""
    places = itertools.product(range(area.first_row, area.last_row + 1), range(area.first_col, area.last_col + 1))
    if sheet.protected:
        check_size((area.last_row - area.first_row + 1) * (area.last_col - area.first_col + 1))
    if sheet.protected and any(is_locked(sheet, row, col) for row, col in places):
        raise excel_error(
            "The cell or chart you're trying to change is on a protected sheet. To make a change, unprotect the sheet."
        )
    if any(area.grown(array) != area and areas_meet(area, array) for array in sheet.arrays):
        raise excel_error("You can't change part of an array.")
    if area.first_row != area.last_row and sheet.filtered and sheet.hidden_rows(area.first_row, area.last_row).any():
        raise NotImplementedError(
            f"{sheet.quoted}!{area} has rows that a filter hides, and Excel writes to wrong cells in such a block; "
            f"clear the filter first."
        )


def check_growth(sheet: SheetState, area: Area, values: Sequence[Sequence[XlwingsValue]]) -> None:
    """Refuse values in the empty row below a table or the empty column to its right: Excel may extend the table by itself."""
    for table in sheet.tables:
        block = table.area
        right = block._replace(first_col=block.last_col + 1, last_col=block.last_col + 1)
        below = block._replace(first_row=block.last_row + 1, last_row=block.last_row + 1)
        places = [("column to the right of", right)]
        if not table.totals:  # a table does not grow below totals
            places.append(("row below", below))
        for what, place in places:
            met = common_area(area, place)
            if met and _fills(area, values, met) and not any(map(any, sheet.cells.formulas(place))):
                raise NotImplementedError(
                    f"{sheet.quoted}!{area} touches the {what} table {table.name}, where Excel may extend the table by itself; "
                    f"resize the table first, then write."
                )


def _fills(area: Area, values: Sequence[Sequence[XlwingsValue]], part: Area) -> bool:
    """Whether anything but blanks is put into *part* of *area*. Cells that *values* does not reach become #N/A."""
    first, last = part.first_col - area.first_col, part.last_col - area.first_col + 1
    rows = values[part.first_row - area.first_row : part.last_row - area.first_row + 1]
    short = len(rows) <= part.last_row - part.first_row
    return short or any(
        len(row) < last or any(value is not None and value != "" for value in row[first:last]) for row in rows
    )
