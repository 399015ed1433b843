"""COUNTIF and its kin over whole columns: Excel's criteria, each case with the answer that Excel documents or is known for."""

from time import process_time

import numpy as np
import pytest

from ippbook.formulas import ExcelError, NotCalculatedError
from ippbook.formulas.aggregates import Prefix, TallRange, aggregate

NA, VALUE, DIV0 = ExcelError("#N/A"), ExcelError("#VALUE!"), ExcelError("#DIV/0!")


def vector(values):
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def column(*values):
    return vector(values).reshape(-1, 1)


def answer(name, *arguments):
    """The one answer of a formula."""
    (found,) = aggregate(name, arguments, 1)
    return found


MIXED = column(1.0, "1", True, None, "", NA, "Open", "open ", "a*b", "acb", 0.0, 46053.0, "2026-01-31", 0.5, "50%")


@pytest.mark.parametrize(
    ("criterion", "count"),
    [
        (1.0, 2),  # a text that reads as the number counts too
        ("1", 2),
        ("=1", 2),
        ("= 1", 2),
        ("<>2", 15),
        (">0", 3),  # numbers only, never texts
        (">=0", 4),
        ("<1", 2),
        ("<=1", 3),
        (None, 1),  # a blank criterion is 0
        ("=", 1),  # blank cells
        ("", 2),  # blank cells and empty texts
        ("<>", 14),  # an empty text is not a blank cell
        (True, 1),
        ("TRUE", 1),
        ("<>true", 14),
        (NA, 1),
        ("#N/A", 1),
        ("<>#n/a", 14),
        ("OPEN", 1),
        ("open*", 2),
        ("a*b", 2),
        ("a~*b", 1),
        ("a?b", 2),
        ("*", 8),  # every text, the empty one too
        ("?*", 7),
        ("<>*", 7),
        ("<>open*", 13),
        ("2026-01-31", 2),
        (">2026-01-30", 1),
        ("50%", 2),
        (46053.0, 2),
        ("nothing", 0),
        ("<>nothing", 15),
        ("x" * 255, 0),
        ("x" * 256, VALUE),
    ],
)
def test_countif_reads_a_criterion_as_excel_does(criterion, count):
    assert answer("COUNTIF", MIXED, criterion) == count
    in_rows = aggregate("COUNTIFS", [MIXED, vector([criterion, "acb", criterion])], 3)
    assert in_rows.tolist() == [count, 1, count]


@pytest.mark.parametrize("criterion", [">", "<", ">=", "<="])
def test_an_inequality_with_nothing_chooses_nothing_among_numbers(criterion):
    assert answer("COUNTIF", column(1.0, None, 0.0), criterion) == 0


@pytest.mark.parametrize(
    ("cells", "criterion"),
    [
        (column("a", "b"), ">a"),  # the order of texts
        (column("1/2/2026", 5.0), 46024.0),  # a day in some languages
        (column(5.0), "1/2/2026"),
        (column("1,000"), 1000.0),
        (column("a~b"), "a~b"),  # a ~ before another sign
        (column(True, "TRUE"), True),
        (column(True), ">FALSE"),
        (column("1", 2.0), "<>1"),
    ],
)
def test_what_depends_on_the_language_or_is_not_documented_is_left_to_others(cells, criterion):
    with pytest.raises(NotCalculatedError):
        answer("COUNTIF", cells, criterion)


def test_codes_that_look_like_days_equal_only_themselves():
    assert aggregate("COUNTIF", [column("12-34", "12-35", "12-34"), vector(["12-34", "12-35"])], 2).tolist() == [2, 1]
    with pytest.raises(NotCalculatedError):
        answer("COUNTIF", column("1-2", "01-02"), "1-2")


def test_texts_of_digits_are_compared_by_their_first_fifteen():
    cells = column("1234567890123456", "1234567890123457", "1234567890123446")
    assert answer("COUNTIF", cells, "1234567890123456") == 2


def test_sumif_takes_the_size_of_its_criterion_range():
    assert answer("SUMIF", column("a", "b", "a"), "a", column(1.0, 2.0, 4.0, 8.0)) == 5
    assert answer("SUMIF", column(1.0, 2.0, "x"), ">1") == 2
    with pytest.raises(NotCalculatedError):
        answer("SUMIF", column("a", "b"), "a", column(1.0))


def test_sums_leave_texts_out_and_take_an_error_only_where_it_is_chosen():
    keys, values = column("a", "b", "a", "c"), column(1.0, NA, "2", DIV0)
    assert aggregate("SUMIFS", [values, keys, vector(["a", "b", "c", "d"])], 4).tolist() == [1, NA, DIV0, 0]
    assert answer("SUMIFS", values, keys, "<>a") == NA
    assert answer("SUMIF", column(1.0, NA, 2.0), "<>#N/A") == 3


def test_an_average_of_nothing_is_a_division_by_zero_and_a_largest_of_nothing_is_zero():
    keys, values = column("a", "a", "b"), column(-1.0, -3.0, None)
    assert aggregate("AVERAGEIFS", [values, keys, vector(["a", "b", "c"])], 3).tolist() == [-2, DIV0, DIV0]
    assert aggregate("MAXIFS", [values, keys, vector(["a", "b", "c"])], 3).tolist() == [-1, 0, 0]
    assert aggregate("MINIFS", [values, keys, vector(["a", "b", "c"])], 3).tolist() == [-3, 0, 0]
    assert answer("AVERAGEIF", keys, "a", values) == -2


def test_ranges_of_different_size_are_an_error_value():
    assert answer("COUNTIFS", column(1.0, 2.0), 1.0, column(1.0), 1.0) == VALUE
    assert answer("SUMIFS", column(1.0), column(1.0, 2.0), 1.0) == VALUE


def test_truths_among_what_is_added_are_left_to_others_only_where_they_are_chosen():
    assert answer("SUMIFS", column(1.0, True), column("a", "b"), "a") == 1
    with pytest.raises(NotCalculatedError):
        answer("SUMIFS", column(1.0, True), column("a", "b"), "b")


def test_a_range_that_grows_with_each_row_counts_what_is_above():
    ids = vector(["x", "y", "x", "X", "y"])
    grows = Prefix(ids.reshape(-1, 1), np.arange(1, 6))
    assert aggregate("COUNTIF", [grows, ids], 5).tolist() == [1, 1, 2, 3, 2]
    amounts = Prefix(column(1.0, 2.0, 4.0, 8.0, 16.0), np.arange(1, 6))
    assert aggregate("SUMIF", [grows, ids, amounts], 5).tolist() == [1, 2, 5, 13, 18]
    assert aggregate("MAXIFS", [amounts, grows, ids], 5).tolist() == [1, 2, 4, 8, 16]


def test_days_are_their_serial_numbers_in_the_count_of_the_workbook():
    assert aggregate("COUNTIF", [column(46053.0), "2026-01-31"], 1).tolist() == [1]
    assert aggregate("COUNTIF", [column(46053.0 - 1462), "2026-01-31"], 1, date1904=True).tolist() == [1]


def test_blocks_of_several_columns_are_taken_row_by_row():
    block = vector(["a", "b", "b", "a"]).reshape(2, 2)
    assert answer("COUNTIF", block, "a") == 2
    assert answer("SUMIFS", vector([1.0, 2.0, 4.0, 8.0]).reshape(2, 2), block, "b") == 6


def test_a_whole_column_has_blank_cells_down_to_the_last_row_of_the_sheet():
    tall = TallRange(column("x", None, "y"), 1_048_576)
    other = TallRange(column(1.0), 1_048_576)
    counts = {
        "": 1_048_574,
        "=": 1_048_574,
        "<>": 2,
        "<>x": 1_048_575,
        "x": 1,
        "*": 2,
        "<>*": 1_048_574,
        0.0: 0,
        "<1": 0,
    }
    assert aggregate("COUNTIF", [tall, vector(list(counts))], len(counts)).tolist() == list(counts.values())
    assert answer("COUNTIFS", tall, "<>x", other, "") == 1_048_575
    assert answer("COUNTIFS", tall, "x", other, 1.0) == 1
    assert answer("SUMIFS", other, tall, "x") == 1
    assert answer("SUMIF", tall, "x", other) == 1
    assert answer("COUNTIFS", tall, "x", column(1.0, None, None), 1.0) == VALUE


def test_a_range_of_a_deleted_sheet_is_the_answer():
    ref = ExcelError("#REF!")
    for name, arguments in (("COUNTIF", [ref, 1.0]), ("SUMIFS", [column(1.0), ref, 1.0]), ("MATCH", [1.0, ref, 0.0])):
        assert aggregate(name, arguments, 2).tolist() == [ref, ref]


def test_what_would_cost_too_much_is_refused_at_once(monkeypatch):
    monkeypatch.setattr("ippbook.formulas.aggregates.selection.MOST_SCANS", 10_000)
    texts = vector([f"text {place}" for place in range(200)])
    patterns = vector([f"*{place}*" for place in range(200)])
    with pytest.raises(NotCalculatedError, match="too expensive"):
        aggregate("COUNTIF", [texts.reshape(-1, 1), patterns], len(patterns))


def test_a_hostile_pattern_costs_no_more_than_its_text():
    assert answer("COUNTIF", column("a" * 30_000), "*a" * 120 + "b") == 0


def test_a_call_that_is_no_whole_column_function_is_refused():
    for name, arguments in (
        ("SUM", [1.0, 2.0]),
        ("COUNTIF", [column(1.0)]),
        ("COUNTIFS", [column(1.0), 1.0, column(1.0)]),
    ):
        with pytest.raises(NotCalculatedError):
            aggregate(name, arguments, 1)


def test_a_rolling_window_over_a_hundred_thousand_rows_is_a_matter_of_seconds():
    count = 100_000
    chance = np.random.default_rng(7)
    accounts = vector([f"account {place}" for place in chance.integers(0, 5000, count)])
    days = vector((46000.0 + chance.integers(0, 700, count)).tolist())
    after, until = vector([f">{day - 90:.0f}" for day in days]), vector([f"<={day:.0f}" for day in days])
    start = process_time()
    found = aggregate(
        "COUNTIFS",
        [accounts.reshape(-1, 1), accounts, days.reshape(-1, 1), after, days.reshape(-1, 1), until],
        count,
    )
    assert process_time() - start < 5
    expected = ((accounts == accounts[0]) & (days > days[0] - 90) & (days <= days[0])).sum()
    assert found[0] == expected
