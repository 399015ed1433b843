"""What a number shows about its row: the kind of a patent, and the class that is behind it."""

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


def test_a_class_behind_the_number_goes_to_blank_classes_of_a_trademark():
    rows = [
        ["Right", "Right type", "Office", "Number", "Classes"],
        ["T1", "trademark", "CN", "17528858 第9类", ""],
        ["T2", "trademark", "CN", "17528858 Class 9", "25"],
        ["T3", "trademark", "CN", "17528858", ""],
        ["T4", "trademark", "US", "Reg. No. 7,924,799 (Int. Cl. 9, 25)", ""],
        ["C1", "copyright", "CN", "国作登字-2021-L-00268255", ""],
    ]
    tables = typed_tables(ArgumentTables({"Rights": np.array(rows, dtype=object)}), {})
    assert tables["Rights"].columns["classes"].tolist() == ["9", "25", "", "9, 25", ""]
