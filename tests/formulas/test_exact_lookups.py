"""MATCH, VLOOKUP, HLOOKUP, XMATCH, XLOOKUP and INDEX over whole columns, with the answers that Excel documents or is known for."""

import numpy as np
import pytest

from ippbook.formulas import ExcelError, NotCalculatedError
from ippbook.formulas.aggregates import Prefix, TallRange, aggregate
from ippbook.formulas.engines.rewrites import for_engine

NA, VALUE, REF = ExcelError("#N/A"), ExcelError("#VALUE!"), ExcelError("#REF!")


def vector(values):
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def column(*values):
    return vector(values).reshape(-1, 1)


CELLS = column("b", 1.0, "1", True, "TRUE", None, "", "A*b", "acb", NA, "b")
WANTED = ("B", 1.0, "1", True, "true", "", "a*b", "a~*b", "none", 2.0, NA, "x" * 256)


def test_match_finds_the_first_equal_cell_of_the_same_kind():
    found = aggregate("MATCH", [vector(WANTED), CELLS, 0.0], len(WANTED))
    assert found.tolist() == [1, 2, 3, 4, 5, 7, 8, 8, NA, NA, NA, VALUE]


def test_xmatch_has_wildcards_only_in_its_mode_and_finds_the_last():
    few = vector(["b", "a*b", True, "a~*b"])
    assert aggregate("XMATCH", [few, CELLS], 4).tolist() == [1, 8, 4, NA]
    assert aggregate("XMATCH", [few, CELLS, 2.0, -1.0], 4).tolist() == [11, 9, 4, 8]


def test_a_blank_finds_a_blank_cell_in_the_modern_functions_only():
    assert aggregate("XMATCH", [vector([None, 1.0]), CELLS], 2).tolist() == [6, 2]
    assert aggregate("MATCH", [vector([None, 1.0]), CELLS, 0.0], 2).tolist() == [NA, 2]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("MATCH", [None, column(0.0, 1.0), 0.0]),
        ("XMATCH", ["", column(None, "")]),
        ("MATCH", [1.0, column(1.0), 1.0]),
        ("MATCH", [1.0, column(1.0)]),
        ("VLOOKUP", [1.0, column(1.0), 1.0]),
        ("VLOOKUP", [1.0, column(1.0), 1.0, True]),
        ("XLOOKUP", [1.0, column(1.0), column(1.0), "", -1.0]),
        ("XLOOKUP", [1.0, column(1.0), column(1.0), "", 0.0, 2.0]),
        ("XLOOKUP", [1.0, column(1.0), vector([1.0, 2.0]).reshape(1, 2)]),
        ("INDEX", [column(1.0, 2.0), 0.0]),
    ],
)
def test_what_is_not_exact_not_sure_or_not_one_cell_is_left_to_others(name, arguments):
    with pytest.raises(NotCalculatedError):
        aggregate(name, arguments, 1)


TABLE = np.array([["k", "v", 3.0], ["l", None, 4.0], ["K", "w", NA]], dtype=object)


def test_vlookup_and_hlookup_answer_with_the_cell_of_the_first_equal_key():
    wanted = vector(["K", "l", "m", NA])
    for name, table in (("VLOOKUP", TABLE), ("HLOOKUP", TABLE.T)):
        assert aggregate(name, [wanted, table, 2.0, False], 4).tolist() == ["v", None, NA, NA]
        assert aggregate(name, [wanted, table, vector([1.9, 3.0, 4.0, 0.0]), 0.0], 4).tolist() == ["k", 4, REF, NA]
        assert aggregate(name, ["k", table, 0.0, None], 1).tolist() == [VALUE]


def test_xlookup_answers_with_its_fourth_argument_where_nothing_is_equal():
    keys, answers = column("k", "l"), column("v", None)
    assert aggregate("XLOOKUP", [vector(["L", "m"]), keys, answers], 2).tolist() == [None, NA]
    assert aggregate("XLOOKUP", [vector(["m", "n"]), keys, answers, vector(["no", NA])], 2).tolist() == ["no", NA]
    assert aggregate("XLOOKUP", ["m", keys, answers, None, 0.0], 1).tolist() == [NA]
    assert aggregate("XLOOKUP", ["m", keys, np.full((3, 2), 1.0, dtype=object)], 1).tolist() == [VALUE]


def test_index_takes_a_cell_of_a_range():
    assert aggregate("INDEX", [column(5.0, None), vector([1.0, 2.0, 3.0, -1.0, "2", NA])], 6).tolist() == [
        5,
        None,
        REF,
        VALUE,
        None,
        NA,
    ]
    assert aggregate("INDEX", [column(5.0, 6.0).T, 2.0], 1).tolist() == [6]
    assert aggregate("INDEX", [TABLE, vector([1.0, 2.0]), 3.0], 2).tolist() == [3, 4]


def test_a_lookup_in_a_range_that_grows_sees_only_what_is_above():
    ids = vector(["x", "y", "x", "y"])
    grows = Prefix(ids.reshape(-1, 1), np.arange(1, 5))
    assert aggregate("MATCH", [ids, grows, 0.0], 4).tolist() == [1, 2, 1, 2]
    above = Prefix(ids.reshape(-1, 1), np.arange(4))
    assert aggregate("MATCH", [ids, above, 0.0], 4).tolist() == [NA, NA, 1, 2]
    assert aggregate("XMATCH", [ids, above, 2.0, -1.0], 4).tolist() == [NA, NA, 1, 2]


def test_a_whole_column_ends_in_blank_cells():
    keys, answers = TallRange(column("k", "l"), 1_048_576), TallRange(column("v"), 1_048_576)
    assert aggregate("XLOOKUP", [vector(["k", "l", "m", None]), keys, answers, "none"], 4).tolist() == [
        "v",
        None,
        "none",
        None,
    ]
    assert aggregate("XMATCH", [None, keys], 1).tolist() == [3]
    assert aggregate("MATCH", [vector(["l", "m"]), keys, 0.0], 2).tolist() == [2, NA]
    assert aggregate("INDEX", [answers, vector([1.0, 5000.0, 2_000_000.0])], 3).tolist() == ["v", None, REF]
    assert aggregate(
        "VLOOKUP", ["l", TallRange(np.hstack([column("k", "l"), column(1.0, 2.0)]), 1_048_576), 2.0, False], 1
    ).tolist() == [2]


def test_a_lookup_of_several_rows_at_once_is_spelled_for_the_engine_with_its_list():
    spelled = for_engine("HLOOKUP(A1,B1:D2,{2,1},0)", [])
    assert "INDEX(B1:D2,{2,1}," in spelled
    assert "HLOOKUP(A1,B1:D2,{2,1},FALSE)" in spelled
