"""What stops a write, as Excel refuses it; and what Excel would do badly, which is refused too."""

import itertools

from ippbook.faces.excel.headless.errors import refused
from ippbook.faces.excel.headless.model import SheetState, meet
from ippbook.ooxml import Area


def check(sheet: SheetState, area: Area) -> None:
    """Refuse as Excel does: locked cells of a protected sheet, part of an array; and what Excel does badly: see the page."""
    places = itertools.product(range(area.first_row, area.last_row + 1), range(area.first_col, area.last_col + 1))
    if sheet.protected and any(sheet.locked(row, col) for row, col in places):
        raise refused(
            "The cell or chart you're trying to change is on a protected sheet. To make a change, unprotect the sheet."
        )
    if any(area.grown(held) != area and meet(area, held) for held in sheet.arrays):
        raise refused("You can't change part of an array.")
    if area.first_row != area.last_row and sheet.filtered and sheet.hidden_rows(area.first_row, area.last_row).any():
        raise NotImplementedError(
            f"{sheet.quoted}!{area} has rows that a filter hides, and Excel writes a block over such rows at wrong places; "
            f"clear the filter first."
        )
    for table in sheet.tables:
        below = table.area._replace(first_row=table.area.last_row + 1, last_row=table.area.last_row + 1)
        if not table.totals and meet(area, below):
            raise NotImplementedError(
                f"{sheet.quoted}!{area} touches the row below table {table.name}, where Excel may let the table grow by itself; "
                f"resize the table first, then write."
            )
