"""A right of the type "patent" is, in the tables, the kind of patent that its number shows."""

import numpy as np

from ippbook.tables.from_blocks import ArgumentTables
from ippbook.tables.read_tables import typed_tables

ROWS = [
    ["Right", "Right type", "Office", "Number"],
    ["P1", "patent", "CN", "ZL201710601862.3"],
    ["P2", "专利", "中国", "ZL202030123456.7"],
    ["P3", "Patent", "CN", "202021161803"],
    ["P4", "patent", "CN", ""],
    ["P5", "patent", "US", "D696456"],
    ["P6", "patent", "US", "10,123,456"],
    ["P7", "utility model", "CN", "ZL201710601862.3"],
    ["P8", "trademark", "CN", "8123456"],
]


def test_the_type_digit_decides_and_a_typed_kind_stays():
    tables = typed_tables(ArgumentTables({"Rights": np.array(ROWS, dtype=object)}), {})
    assert tables["Rights"].columns["right_type"].tolist() == [
        "invention patent", "design patent", "utility model", "patent", "design patent", "invention patent", "utility model", "trademark",
    ]  # fmt: skip
