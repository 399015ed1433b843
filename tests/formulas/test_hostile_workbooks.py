"""Formulas that a hostile or careless workbook may hold cost little, are named by their cell, and take nothing else with them."""

from time import process_time

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from ippbook.formulas import ExcelError, Place, PlacedFormula, calculate_formulas
from ippbook.formulas.groups import group_formulas
from ippbook.formulas.native.reading import read_formula
from ippbook.formulas.native.spelling import qualified
from ippbook.formulas.order import ordered
from ippbook.ooxml.excel_limits import MAX_CELL_LENGTH

VALUE, REF = ExcelError("#VALUE!"), ExcelError("#REF!")


def outcome_of(source, functions, formulas):
    return calculate_formulas({"S": [PlacedFormula(*formula) for formula in formulas]}, functions, source)


def answers(outcome):
    return {
        (int(row), part.column): value
        for part in outcome.columns
        for row, value in zip(part.rows, part.values, strict=True)
    }


def test_a_text_that_doubles_from_cell_to_cell_ends_at_the_length_of_a_cell(given, functions):
    source = given.cells({"S": {1: ["a"]}})
    doubled = [(row + 1, 1, f'A{row}&A{row}&IF(FALSE,IPP_UP("a"),"")') for row in range(1, 60)]
    found = answers(outcome_of(source, functions, [*doubled, (1, 2, "IPP_UP(A60)"), (2, 2, 'IPP_UP("b")')]))
    assert len(found[15, 1]) == 2**14
    assert {found[row, 1] for row in range(16, 61)} == {VALUE}
    assert (found[1, 2], found[2, 2]) == (VALUE, "B")


def test_a_text_is_as_long_as_excel_counts_it(given, functions):
    fits, emoji = "a" * MAX_CELL_LENGTH, "🙂" * (MAX_CELL_LENGTH // 2 + 1)
    source = given.cells({"S": {1: [fits, emoji, fits]}})
    found = answers(
        outcome_of(
            source,
            functions,
            [(1, 2, 'A1&""&IPP_UP("")'), (2, 2, 'A2&""&IPP_UP("")'), (3, 2, 'IPP_UP(A3)&"b"'), (4, 2, "IPP_UP(A2)")],
        )
    )
    assert found == {(1, 2): fits, (2, 2): VALUE, (3, 2): VALUE, (4, 2): VALUE}


def test_the_same_call_over_an_area_is_made_once_however_many_cells_hold_it(given):
    calls = []
    total = given.function(
        "IPP_SIZE", (given.parameter("cells", whole=True),), lambda cells: calls.append(1) or float(len(cells))
    )
    source = given.cells({"S": {1: [1.0] * 50}})
    texts = [(row, 2, f'IF(A{row % 7 + 1}="x",{row},IPP_SIZE(A:A))') for row in range(1, 400)]
    found = answers(outcome_of(source, {"IPP_SIZE": total}, texts))
    assert set(found.values()) == {399.0}  # a whole column ends with the sheet
    assert len(calls) == 1


def test_an_area_that_a_formula_changes_is_read_again(given, functions):
    source = given.cells({"S": {1: [1.0, 2.0, None], 3: [5.0]}})
    formulas = [
        (1, 2, "IPP_TOTAL(A1:A3)"),
        (3, 1, "IPP_NEXT(C1)"),
        (2, 2, "IPP_TOTAL(A1:A2)"),
        (3, 2, "IPP_TOTAL(A1:B1)"),
    ]
    assert answers(outcome_of(source, functions, formulas)) == {(3, 1): 6.0, (1, 2): 9.0, (2, 2): 3.0, (3, 2): 10.0}


def test_thousands_of_formulas_over_a_column_of_formulas_are_a_matter_of_seconds(given, functions):
    count = 2_000
    source = given.cells({"S": {1: [float(row) for row in range(count)]}})
    read = [(row, 2, f"IPP_NEXT(A{row})+{row}") for row in range(1, count + 1)]
    area = [(row, 3, f'IPP_COUNTED("{row}",B:B)') for row in range(1, count + 1)]
    start = process_time()
    outcome = outcome_of(source, functions, [*area, *read])
    assert process_time() - start < 8
    assert (outcome.calculated, outcome.skipped) == (2 * count, [])


@pytest.mark.parametrize("text", ["IPP_UP(#REF!A1)", "IPP_UP(Gone!A1)", "IPP_UP(#REF!)", "IPP_UP('No such'!A1:A1)"])
def test_a_deleted_sheet_is_an_error_value_of_its_cell_only(given, functions, text):
    source = given.cells({"S": {1: ["a"]}})
    assert answers(outcome_of(source, functions, [(1, 2, text), (2, 2, "IPP_UP(A1)")])) == {(1, 2): REF, (2, 2): "A"}


def test_a_function_that_raises_a_deep_and_an_endless_formula_are_named_and_the_rest_is_calculated(given, functions):
    source = given.cells({"S": {1: ["a"]}})
    formulas = [
        (1, 2, "IPP_FAILING(A1)"),
        (2, 2, "IPP_UP(" * 500 + "A1" + ")" * 500),
        (3, 2, "IPP_UP(A1)" + "&A1" * 20_000),
        (4, 2, 'IPP_UP("x")' + "&A1" * 2_700),
    ]
    outcome = outcome_of(source, functions, formulas)
    assert answers(outcome) == {(1, 2): VALUE, (4, 2): "X" + "a" * 2_700}
    assert [(one.sheet, one.column, one.rows) for one in outcome.skipped] == [("S", 2, (2,)), ("S", 2, (3,))]


AREAS = st.tuples(*(st.integers(1, 4) for _ in range(4)))


@drawn(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4), AREAS, AREAS), min_size=1, max_size=9))
@settings(max_examples=80, deadline=None)
def test_each_formula_comes_after_those_that_it_reads_and_circles_are_found(given, functions, drawn_cells):
    spelled = {}
    for row, column, *areas in drawn_cells:
        spelled[row, column] = [(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in areas]
    text = {
        place: "IPP_TOLD({})".format(
            ",".join(f"{'ABCD'[left - 1]}${top}:{'ABCD'[right - 1]}${bottom}" for top, left, bottom, right in areas)
        )
        for place, areas in spelled.items()
    }
    source = given.cells({"S": {}})
    groups = group_formulas(
        {"S": [PlacedFormula(*place, one) for place, one in text.items()]}, functions.__contains__, source
    ).groups
    reads = {
        place: {
            other
            for other in spelled
            for top, left, bottom, right in areas
            if top <= other[0] <= bottom and left <= other[1] <= right
        }
        for place, areas in spelled.items()
    }
    free: set = set()
    while more := {place for place in spelled if place not in free and reads[place] <= free}:
        free |= more
    first, circular = ordered(groups, source)
    cells = [[(int(row), group.column) for row in group.rows] for group in first]
    assert {place for part in cells for place in part} == free
    assert sum(len(group.rows) for group in circular) == len(spelled) - len(free)
    seen: set = set()
    for part in cells:
        assert all(reads[place] <= seen for place in part)
        seen |= set(part)


def test_answers_in_pieces_of_a_column_wait_only_for_the_cells_that_are_read(given, functions):
    # B1 and B5 are one formula; B3 reads D1, D1 reads B4:B4 which is none: no circle through the gaps.
    source = given.cells({"S": {1: ["a"] * 5}})
    formulas = [(1, 2, "IPP_UP(A1)"), (5, 2, "IPP_UP(A5)"), (3, 2, "IPP_UP(D1)"), (1, 4, "IPP_UP(B4)&IPP_UP(B2)")]
    outcome = outcome_of(source, functions, formulas)
    assert outcome.skipped == []
    assert answers(outcome)[3, 2] == ""


def test_arrays_that_formulas_share_cannot_be_changed(given):
    source = given.cells({"S": {1: [1.0, 2.0]}})
    block = source.block("S", 1, 1, 2, 1)
    assert source.block("S", 1, 1, 2, 1) is block
    with pytest.raises(ValueError, match="read-only"):
        block[0, 0] = np.nan


def test_a_reference_to_a_deleted_sheet_reads_no_cell_and_is_spelled_as_its_error(given):
    source = given.cells({"S": {}})
    assert read_formula("#REF!B6+A1").references == read_formula("1+A1").references
    for text, spelled in (("#REF!$B$6+A1", "#REF!+'S'!A1"), ("SUM(#REF!A1:B2)", "SUM(#REF!)")):
        assert qualified(text, Place("S", 1, 1), source) == spelled
