"""All formulas of ours in a workbook are calculated, in the order they need; all others are counted and left."""

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from openpyxl.formula.translate import Translator

from ippbook.formulas import ExcelError, PlacedFormula, TablePlace, calculate_formulas
from ippbook.formulas.fill_down import relative_key

NA = ExcelError("#N/A")


def outcome_of(given, functions, cells, formulas, **more):
    source = given.cells({"S": cells, "Other": {1: ["o1", "o2"]}}, **more)
    return calculate_formulas({"S": [PlacedFormula(*formula) for formula in formulas]}, functions, source)


def answers(outcome):
    return {
        (int(row), part.column): value
        for part in outcome.columns
        for row, value in zip(part.rows, part.values, strict=True)
    }


def test_formulas_are_answered_after_those_that_they_read(given, functions):
    chain = [(1, 1, 'IPP_UP(B1&"!")'), (1, 2, 'IPP_UP(C1&"b")'), (1, 3, 'IPP_UP("a")')]
    outcome = outcome_of(given, functions, {1: ["old"], 2: ["old"], 3: ["old"]}, chain)
    assert answers(outcome) == {(1, 1): "AB!", (1, 2): "AB", (1, 3): "A"}


def test_a_column_where_each_cell_reads_the_one_above_is_no_circle(given, functions):
    count = 500
    chain = [(1, 1, "IPP_NEXT(0)"), *((row, 1, f"IPP_NEXT(A{row - 1})") for row in range(2, count + 1))]
    outcome = outcome_of(given, functions, {}, reversed(chain))
    assert answers(outcome) == {(row, 1): float(row) for row in range(1, count + 1)}
    assert outcome.skipped == []


def test_a_circle_is_left_as_it_is_and_said(given, functions):
    formulas = [
        (1, 1, "IPP_UP(B1)"),
        (1, 2, "IPP_UP(A1)"),
        (1, 3, "IPP_UP(A1)"),
        (2, 1, "IPP_UP(A2)"),
        (3, 1, 'IPP_UP("x")'),
    ]
    outcome = outcome_of(given, functions, {1: ["a", "b", "c"]}, formulas)
    assert answers(outcome) == {(3, 1): "X"}
    assert {(one.column, one.rows) for one in outcome.skipped} == {(1, (1, 2)), (2, (1,)), (3, (1,))}
    assert all("refers to itself" in one.why for one in outcome.skipped)
    assert (outcome.calculated, outcome.not_calculated) == (1, 4)


def test_formulas_that_are_not_ours_are_counted_and_ours_that_cannot_be_read_are_named(given, functions):
    formulas = [
        (1, 1, "SUM(B1:B3)"),
        (2, 1, "IPP_GONE(1)"),
        (3, 1, "SUM(IPP_UP(1))"),
        (4, 1, "_xldudf_IPP_UP([1]!IPP_UP(B1))"),
        (5, 1, ""),
    ]
    outcome = outcome_of(given, functions, {2: ["b"]}, formulas)
    assert answers(outcome) == {(4, 1): "B"}
    assert (outcome.calculated, outcome.not_calculated) == (1, 4)
    assert {one.rows: one.why for one in outcome.skipped} == {
        (2,): "IPP_GONE is not a function of ippbook",
        (3,): "ippbook does not calculate the function SUM (at character 1)",
    }


def test_an_array_formula_fills_its_range_and_shows_na_beyond_its_values(given, functions):
    formulas = [(1, 1, "IPP_LIST()", (3, 3)), (1, 5, "IPP_UP(A1:A3)", (2, 6)), (5, 1, "IPP_UP(B2)")]
    found = answers(outcome_of(given, functions, {}, formulas))
    assert [[found[row, column] for column in (1, 2, 3)] for row in (1, 2, 3)] == [
        [1.0, "a", NA],
        [2.0, "b", NA],
        [NA, NA, NA],
    ]
    assert [[found[row, column] for column in (5, 6)] for row in (1, 2)] == [["1.0", "1.0"], ["2.0", "2.0"]]
    assert found[5, 1] == "B"


def test_an_answer_that_is_an_array_shows_its_first_value_in_a_single_cell(given, functions):
    assert answers(outcome_of(given, functions, {}, [(1, 1, "IPP_LIST()")])) == {(1, 1): 1.0}


def test_days_are_numbers_in_cells_and_nothing_is_an_empty_text(given, functions):
    formulas = [(1, 1, "IPP_DAY(46053)"), (1, 2, "IPP_NEXT(A1)"), (1, 3, 'IPP_UP("")')]
    assert answers(outcome_of(given, functions, {}, formulas)) == {(1, 1): 46053.0, (1, 2): 46054.0, (1, 3): ""}


def test_a_reference_within_the_table_means_each_table_below_the_other(given, functions):
    tables = (TablePlace("One", "S", 2, 3, 1, ("a", "x"), 1), TablePlace("Two", "S", 6, 7, 1, ("x", "a"), 5))
    cells = {1: ["a", "p", "q", None, "x", "r", "s"]}
    formulas = (
        [(row, 2, "IPP_UP([@a])") for row in (2, 3)]
        + [(row, 2, "IPP_UP([@x])") for row in (6, 7)]
        + [(4, 2, "IPP_UP([@a])")]
    )
    outcome = outcome_of(given, functions, cells, formulas, tables=tables)
    assert answers(outcome) == {(2, 2): "P", (3, 2): "Q", (6, 2): "R", (7, 2): "S"}
    assert [(one.rows, one.why) for one in outcome.skipped] == [
        ((4,), "it refers to a table, and the cell is not in a table")
    ]


def test_the_row_of_a_table_outside_its_rows_is_an_error_value(given, functions):
    tables = (TablePlace("One", "S", 2, 3, 1, ("a",), 1),)
    formulas = [(row, 3, "IPP_UP(One[@a])") for row in range(1, 5)]
    found = answers(outcome_of(given, functions, {1: ["a", "p", "q", "z"]}, formulas, tables=tables))
    assert found == {(1, 3): ExcelError("#VALUE!"), (2, 3): "P", (3, 3): "Q", (4, 3): ExcelError("#VALUE!")}


def test_an_array_that_claims_the_whole_sheet_is_left(given, functions):
    outcome = outcome_of(given, functions, {}, [(1, 1, "IPP_LIST()", (1_048_576, 16_384))])
    assert not outcome.columns
    assert "fills more than" in outcome.skipped[0].why


def test_a_hundred_thousand_filled_down_formulas_are_parsed_once(given, functions, monkeypatch):
    from ippbook.formulas import groups

    parsed = []
    parse = groups.parse
    monkeypatch.setattr(groups, "parse", lambda text: parsed.append(text) or parse(text))
    count = 100_000
    formulas = [(row, 2, f"IPP_NEXT(A{row})") for row in range(1, count + 1)]
    outcome = outcome_of(given, functions, {1: [float(row) for row in range(count)]}, formulas)
    assert parsed == ["IPP_NEXT(A1)"]
    assert np.array_equal(outcome.columns[0].values.astype(float), np.arange(1, count + 1))


TEXTS = st.lists(
    st.sampled_from(
        [
            "A1",
            "$A1",
            "A$1",
            "$A$1",
            "B2:C3",
            "Sheet1!A1",
            "'A1'!B2",
            '"A1"',
            "LOG10(A3)",
            "A1A",
            "x.A1",
            "'It''s A1'!C$3",
            "A1&B2",
            "-A1%",
            "1",
            "A1:A$9",
            "IPP_Y(A1, C3 )",
            "#N/A",
            "{1,2}",
            "XFD1",
            "AAAA1",
            "A12345678",
        ]
    ),
    min_size=1,
    max_size=8,
)


@drawn(TEXTS, st.integers(1, 50), st.integers(1, 50))
@settings(max_examples=2 * settings().max_examples, deadline=None)
def test_formulas_share_a_key_where_filling_down_makes_the_one_the_other(parts, row, further):
    text = f"IPP_X({','.join(parts)})"
    down = Translator(f"={text}", origin=f"Z{row}").translate_formula(f"Z{row + further}")[1:]
    if down != text:
        assert relative_key(text, row) != relative_key(text, row + further)
    assert relative_key(text, row) == relative_key(down, row + further)


@pytest.mark.parametrize(
    "text", ['IPP_X("B2")', "IPP_X(B$2)", "IPP_X('B2'!C$1)", "IPP_X(T[B2])", "IPP_X(LOG2)", "IPP_X(\x01)"]
)
def test_what_is_no_relative_row_is_kept_as_it_stands(text):
    assert (relative_key(text, 2) == relative_key(text, 3)) is ("LOG2" not in text and "\x01" not in text)


PIECES = st.lists(
    st.sampled_from(
        [
            "IPP_UP(",
            "IPP_TOLD(",
            "IPP_TOTAL(",
            "IPP_LIST()",
            "IF(",
            "IFERROR(",
            "DATE(",
            "TODAY()",
            ")",
            ")",
            ")",
            ",",
            ",",
            "&",
            "A1",
            "A:A",
            "1:2",
            "$B$1:C9",
            "[@a]",
            "T[a]",
            "T[#Totals]",
            "T[[#Headers],[b]]",
            "Bad",
            "Huge",
            "Loop",
            "Gone!A1",
            "{1,2;3,4}",
            "#N/A",
            '"x"',
            "1",
            "1E+300",
            "-",
            "%",
            "@",
            "=",
            "<",
            "/",
            "*",
            "'S'!A2",
            "XFD1048576",
            "[1]!",
        ]
    ),
    max_size=14,
).map("".join)
NAMES = {(None, "Bad"): "'", (None, "Huge"): "S!$A:$XFD", (None, "Loop"): "loop", ("S", "Gone"): "#REF!"}


@drawn(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 3), PIECES), max_size=6, unique_by=lambda cell: cell[:2]))
@settings(max_examples=2 * settings().max_examples, deadline=None)
def test_whatever_stands_in_cells_every_formula_is_either_answered_or_left(given, functions, formulas):
    tables = (TablePlace("T", "S", 2, 3, 1, ("a", "b"), 1),)
    cells = {1: ["a", "x", 2.0], 2: ["b", NA, True]}
    outcome = outcome_of(given, functions, cells, formulas, tables=tables, names=NAMES)
    assert outcome.calculated + outcome.not_calculated == len(formulas)
    assert len(answers(outcome)) == outcome.calculated


def test_the_deepest_formula_that_is_read_is_also_calculated(given, functions):
    deep = [
        (1, 1, "IPP_UP(" * 98 + '"a"' + ")" * 98),
        (2, 1, "IF(TRUE," * 97 + 'IPP_UP("b")' + ")" * 97),
        (3, 1, 'IPP_UP("c"' + '&"c"' * 96 + ")"),
    ]
    assert answers(outcome_of(given, functions, {}, deep)) == {(1, 1): "A", (2, 1): "B", (3, 1): "C" * 97}


def test_formulas_that_merely_mention_our_names_are_foreign_and_not_reported(given, functions):
    mentions = ["MY_IPP_UP(A1)", '"see IPP_UP(x)"', '"IPP_"&A1', "'IPP_UP (2)'!A1", "A1+IPP_UP"]
    outcome = outcome_of(given, functions, {}, [(row, 2, text) for row, text in enumerate(mentions, start=1)])
    assert (outcome.calculated, outcome.not_calculated, outcome.skipped) == (0, len(mentions), [])


def test_a_call_of_ours_inside_a_function_of_others_is_reported(given, functions):
    outcome = outcome_of(given, functions, {}, [(1, 2, "MY_IPP_UP(IPP_UP(A1))")])
    assert (outcome.not_calculated, len(outcome.skipped)) == (1, 1)
