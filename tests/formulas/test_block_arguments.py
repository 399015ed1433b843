"""Ranges as blocks of cells: a parameter for a table gets rows and columns, whatever else is lifted."""

import numpy as np
import pytest

from ippbook.formulas.calls import call_function
from ippbook.formulas.problems import NotCalculatedError, RowByRowError
from ippbook.formulas.values import ExcelError


@pytest.fixture
def sized(given):
    """A function of a block and of a number: the shape of the one, the other."""
    return given.function(
        "IPP_SIZED",
        (given.parameter("cells", block=True), given.parameter("number")),
        lambda cells, number: f"{np.shape(cells)} {number}",
    )


def block(rows, columns):
    found = np.empty((rows, columns), dtype=object)
    found[:] = "x"
    return found


def test_a_range_arrives_with_its_rows_and_columns(sized):
    assert call_function(sized, [block(3, 2), 1.0]) == "(3, 2) 1.0"


def test_a_range_of_one_row_or_column_keeps_its_shape(sized):
    assert call_function(sized, [block(1, 4), 1.0]) == "(1, 4) 1.0"
    assert call_function(sized, [block(4, 1), 1.0]) == "(4, 1) 1.0"


def test_an_error_inside_the_block_is_the_function_s_to_judge(sized):
    cells = block(2, 2)
    cells[0, 0] = ExcelError("#N/A")
    assert call_function(sized, [cells, 1.0]) == "(2, 2) 1.0"
    assert call_function(sized, [cells, ExcelError("#REF!")]) == ExcelError("#REF!")


def test_a_cell_of_each_row_is_no_block(sized):
    with pytest.raises(RowByRowError):
        call_function(sized, [np.array(["a", "b"], dtype=object), 1.0])


def test_days_that_count_from_1904_are_not_guessed_in_a_table(sized):
    with pytest.raises(
        NotCalculatedError, match="IPP_SIZED reads whole tables, and the days of this workbook count from 1904"
    ):
        call_function(sized, [block(2, 2), 1.0], date1904=True)
