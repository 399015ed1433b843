"""Heights of rows: what is written is what the quick reader reads."""

import pytest

from ippbook.ooxml.write.row_heights import RowHeights, with_heights


@pytest.mark.parametrize(
    ("row", "with_height"),
    [
        ('<row r="3" spans="1:4">', '<row r="3" ht="30" spans="1:4">'),
        ('<row r="3"/>', '<row r="3" ht="30"/>'),
        ('<row spans="1:4" r="3">', '<row spans="1:4" r="3" ht="30">'),
        ('<row r="3" ht="15">', '<row r="3" ht="30">'),
        ('<row r="3" ht="15" customHeight="1">', '<row r="3" ht="15" customHeight="1">'),
        ('<row r="4">', '<row r="4">'),
    ],
)
def test_a_height_stands_behind_the_number_of_the_row_which_the_quick_reader_expects_first(row, with_height):
    assert with_heights(row.encode(), RowHeights({3: 30.0})) == with_height.encode()
