"""Blocks of a host's values read like cells of a file."""

import datetime as dt

import numpy as np
import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from ippbook import ooxml
from ippbook.ooxml.excel_limits import is_error
from ippbook.tables.blocks import HostCells, column_of, grid


def test_a_single_value_and_a_single_row_are_grids_too():
    assert grid("x").tolist() == [["x"]]
    assert grid(["a", 1.0]).tolist() == [["a", 1.0]]
    assert grid([["a"], ["b", 2.0]]).tolist() == [["a", None], ["b", 2.0]]
    assert grid([]).shape == (1, 0)


def test_the_values_of_a_host_keep_their_types():
    noon = dt.datetime(2026, 1, 1, 12)  # noqa: DTZ001  # a cell's time has no zone
    values = [None, "", "text", "#N/A", True, 3, 2.5, noon, dt.date(2026, 1, 1), float("nan")]
    column = column_of(values, None, 7, date1904=False)
    kinds = [ooxml.BLANK, ooxml.TEXT, ooxml.TEXT, ooxml.ERROR, ooxml.BOOL, *[ooxml.NUMBER] * 4, ooxml.BLANK]
    assert column.kind.tolist() == kinds
    assert column.number[4:9].tolist() == [1.0, 3.0, 2.5, 46023.5, 46023.0]
    assert column.text.tolist()[:4] == ["", "", "text", "#N/A"]
    assert column.first_row == 7


def test_days_count_from_1904_where_the_workbook_says_so():
    assert column_of([dt.date(1904, 1, 2)], None, 1, date1904=True).number.tolist() == [1.0]


def test_columns_that_hold_nothing_are_not_among_its_columns():
    block = HostCells(grid([[None, "x", None], [None, None, None]]), first_row=3, first_column=5)
    assert block.columns == (6,)
    assert block[5].kind.tolist() == [ooxml.BLANK, ooxml.BLANK]
    assert block[99].kind.tolist() == [ooxml.BLANK, ooxml.BLANK]
    assert (block.first_row, block.last_row) == (3, 4)


def test_formulas_are_named_by_their_cells():
    block = HostCells(grid([[1.0, 2.0]]), grid([["", "A1+1"]]), first_row=4, first_column=2)
    assert [(cell.row, cell.col, cell.text) for cell in block.formulas()] == [(4, 3, "A1+1")]
    assert block[2].formula is None
    assert block[3].formula is not None


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=8
)
CELLS = st.none() | TEXTS | st.booleans() | st.integers(-(10**9), 10**9).map(lambda number: number / 8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=5))
def test_a_block_reads_as_the_same_cells_in_a_file_do(tmp_path_factory, rows):
    rows = [
        [None if value == "" or (isinstance(value, str) and is_error(value)) else value for value in row]
        for row in rows
    ]
    book = openpyxl.Workbook()
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            cell = book.active.cell(row, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
    path = tmp_path_factory.mktemp("block") / "book.xlsx"
    book.save(path)
    read, block = ooxml.open(path).read("Sheet", None, 1, len(rows)), HostCells(grid(rows))
    assert set(read.columns) >= set(block.columns)
    for column in block.columns:
        ours, theirs = block[column], read[column]
        assert ours.kind.tolist() == theirs.kind.tolist()
        assert ours.text.tolist() == theirs.text.tolist()
        assert np.array_equal(ours.number, theirs.number, equal_nan=True)
