"""What stops a write, as Excel refuses it; and what Excel would do badly, which is refused too."""

import itertools
from collections.abc import Sequence
from typing import Any

from ippbook.headless.errors import check_size, refused
from ippbook.headless.state import SheetState, common, meet
from ippbook.ooxml import Area


def check(sheet: SheetState, area: Area) -> None:
    """Refuse as Excel does: locked cells of a protected sheet, part of an array; and what Excel does badly: see the page."""
    places = itertools.product(range(area.first_row, area.last_row + 1), range(area.first_col, area.last_col + 1))
    if sheet.protected:
        check_size((area.last_row - area.first_row + 1) * (area.last_col - area.first_col + 1))
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


def check_growth(sheet: SheetState, area: Area, given: Sequence[Sequence[Any]]) -> None:
    """Refuse values in the empty row below a table or the empty column beside it, where Excel may let the table grow by itself."""
    for table in sheet.tables:
        held = table.area
        beside = held._replace(first_col=held.last_col + 1, last_col=held.last_col + 1)
        below = held._replace(first_row=held.last_row + 1, last_row=held.last_row + 1)
        places = [("column to the right of", beside)]
        if not table.totals:  # below totals no table grows
            places.append(("row below", below))
        for what, place in places:
            met = common(area, place)
            if met and _filling(area, given, met) and not any(map(any, sheet.page.formulas(place))):
                raise NotImplementedError(
                    f"{sheet.quoted}!{area} touches the {what} table {table.name}, where Excel may let the table grow by itself; "
                    f"resize the table first, then write."
                )


def _filling(area: Area, given: Sequence[Sequence[Any]], part: Area) -> bool:
    """Whether anything but blanks is put into *part* of *area*. Cells that *given* does not reach become #N/A."""
    first, last = part.first_col - area.first_col, part.last_col - area.first_col + 1
    rows = given[part.first_row - area.first_row : part.last_row - area.first_row + 1]
    short = len(rows) <= part.last_row - part.first_row
    return short or any(
        len(row) < last or any(value is not None and value != "" for value in row[first:last]) for row in rows
    )
