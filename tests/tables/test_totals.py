"""Totals rows of a column-wise reader are those that a look at each row finds."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ippbook.tables.blocks import HostCells, grid
from ippbook.tables.find_table import TO_THE_END, TableRange
from ippbook.tables.totals import is_totals_row, totals_rows
from ippbook.tables.workbook import Readable, SheetColumns

CELLS = st.sampled_from([None, "合计", "Total: 5", "total", "130", "共130条", "L1", "https://a.example", 3.0, "x" * 70])
HEADERS = ("Listing", "URL", "Title")


class OneSheet:
    """A workbook whose sheets are all the same."""

    def __init__(self, cells: HostCells) -> None:
        self.cells = cells

    def read(self, *_: object, **__: object) -> SheetColumns:
        return self.cells


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_totals_rows_are_found_by_columns_as_by_rows(rows: list[tuple[object, ...]]) -> None:
    cells = HostCells(grid([list(row) for row in rows]), first_row=2)
    area = TableRange("Listings", 1, 2, TO_THE_END, 1, HEADERS)
    book: Readable = OneSheet(cells)  # type: ignore[assignment]  # only read is used
    found = totals_rows(book, area, cells, [1, 2, 3])
    without_numbers = [[value for value in row if not isinstance(value, float)] for row in rows]  # they say nothing
    assert found.tolist() == np.flatnonzero([is_totals_row(row) for row in without_numbers]).tolist()
