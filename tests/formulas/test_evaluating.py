"""A formula has the value that its arguments give it, for one cell and for a whole column alike."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from ippbook.formulas import ExcelError, Formula, NotCalculatedError, NoWorkbook, Place, evaluate, evaluate_rows, parse
from ippbook.formulas.parser import parse_expression

NA, VALUE, REF = ExcelError("#N/A"), ExcelError("#VALUE!"), ExcelError("#REF!")
HOME = Place("Listings", 3, 5)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('IPP_UP("a""b")', 'A"B'),
        ("IPP_TOLD(1,,TRUE,B3)", "1.0|None|True|None"),
        ("IPP_UP(A3)", "U2"),
        ("IPP_UP($A$2)", "U1"),
        ("IPP_UP('my sheet'!A1)", "X"),
        ("IPP_UP(Gone!A1)", REF),
        ("IPP_UP(B4)", NA),
        ('IPP_TOLD(B4,1/0,"")', NA),
        ("IPP_TOLD(1/0,B4)", ExcelError("#DIV/0!")),
        ("IFERROR(IPP_UP(B4),A2)", "u1"),
        ("IPP_UP(IPP_UP(A2)&IPP_UP(A3))", "U1U2"),
        ("IPP_UP(Rate)", "0.5"),
        ("IPP_UP('My sheet'!Rate)", "OWN"),
        ("IPP_TOTAL(C1:C4)", 3.5),
        ("IPP_TOTAL(C:C)", 3.5),
        ("IPP_COUNTED(A3,Urls)", 1.0),
        ('IPP_COUNTED("u2",Urls)', 1.0),
        ('IPP_COUNTED("u2",Listings[URL])', 1.0),
        ('IPP_COUNTED("URL",Listings[[#All],[url]])', 1.0),
        ('IPP_COUNTED("URL",A:A)', 1.0),
        ("IPP_UP(Listings[[#Headers],[Price]])", "PRICE"),
        ("IPP_UP(@A:A)", "U2"),
        ("IPP_UP(@A1:C1)", VALUE),
        ("IPP_UP(@Listings[URL])", "U2"),
        ("IPP_UP(Listings[@URL])", "U2"),
        ("IPP_UP(Listings[@Gone])", REF),
        ("IPP_DAY(46053)", date(2026, 1, 31)),
        ('IPP_DAY(46053)+1&""', "46054"),
        ("IPP_NEXT(IPP_DAY(46053))", 46054.0),
        ("IPP_NA()", NA),
        ("IPP_FAILING(1)", VALUE),
        ("@IPP_LIST()", 1.0),
        ('IF(IPP_UP("y")="y",DATE(2026,1,31),IPP_FAILING(1))', 46053.0),
    ],
)
def test_a_formula_in_a_cell_has_this_value(functions, book, text, value):
    found = evaluate(parse(text), functions, book(), HOME, date(2026, 1, 31))
    assert type(found) is type(value)
    assert found == value


def test_a_range_where_one_value_is_expected_gives_an_array(functions, book):
    found = evaluate(parse("IPP_UP(A2:B4)"), functions, book(), HOME)
    assert found.tolist() == [["U1", "PATENT"], ["U2", ""], ["U3", NA]]
    found = evaluate(parse('IPP_TOLD({1,2},{"a";"b"})'), functions, book(), HOME)
    assert found.tolist() == [["1.0|'a'", "2.0|'a'"], ["1.0|'b'", "2.0|'b'"]]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("IPP_UP(Nowhere[URL])", "no table 'Nowhere'"),
        ("IPP_UP([@URL])", "is not in a table"),
        ("IPP_UP(nobody)", "no name 'nobody'"),
        ("IPP_UP(Moving)", "more than a range or a value"),
        ("IPP_UP(Ring)", "more than a range or a value"),
        ("IPP_UP(Sum)", "more than a range or a value"),
        ("IPP_GONE(1)", "IPP_GONE is not a function of ippbook"),
        ("IPP_UP(1)&A1:A3", "several cells where one value"),
        ("IPP_TOTAL(A1:C3)", "several columns where one column"),
        ("IPP_TOLD(A1:A2,A1:A3)", "different size"),
    ],
)
def test_what_cannot_be_calculated_is_refused_whole_with_a_sentence(functions, book, text, says):
    with pytest.raises(NotCalculatedError, match=says):
        evaluate(parse(text), functions, book(), HOME)


def test_a_formula_in_no_workbook_refuses_references(functions):
    assert evaluate(parse('=IPP_UP("x")'), functions, NoWorkbook()) == "X"
    with pytest.raises(NotCalculatedError, match="there is no workbook here"):
        evaluate(parse("=IPP_UP(A1)"), functions, NoWorkbook())
    with pytest.raises(NotCalculatedError, match="quotation marks"):
        evaluate(parse("=IPP_UP(url)"), functions, NoWorkbook())


def test_days_of_a_1904_workbook_reach_functions_as_their_own_day_and_come_back(functions, book):
    in_1904 = book(date1904=True)
    assert evaluate(parse("IPP_DAY(44591)"), functions, in_1904, HOME) == date(2026, 1, 31)
    assert evaluate(parse("IPP_DAY(DATE(2026,1,31))"), functions, in_1904, HOME) == date(2026, 1, 31)
    assert evaluate(parse("IPP_DAY_NUMBER(TODAY())"), functions, in_1904, HOME, date(2026, 1, 31)) == 46053.0
    assert evaluate(parse("IPP_NEXT(TODAY())"), functions, in_1904, HOME, date(2026, 1, 31)) == 44592.0


def test_a_filled_down_column_is_one_call_for_all_rows(given):
    calls = []

    def act(text):
        return str(text)

    class Counting(given.function):
        def call(self, arguments):
            calls.append(len(arguments[0]))
            return super().call(arguments)

    functions = {"IPP_X": Counting("IPP_X", (given.parameter("text"),), act)}
    source = given.cells({"S": {1: [f"u{row}" for row in range(1, 1001)]}})
    rows = np.arange(1, 1001)
    found = evaluate_rows(parse("IPP_X(A1)"), functions, source, Place("S", 1, 2), rows)
    assert calls == [1000]
    assert found.values.tolist() == [f"u{row}" for row in rows]


VALUES = st.sampled_from([None, "", "u1", "5", "yes", "1/2", 0.0, 1.0, 2.5, True, False, NA, VALUE])
ARGUMENTS = st.sampled_from(
    [
        "A1",
        "B1",
        "$A$2",
        "C1",
        "A2",
        "A$1:A1",
        "A1:B1",
        "@A:A",
        '"x"',
        "1",
        "A1&B1",
        "-A1",
        "A1+B1",
        "A1=B1",
        "A1<1",
        "IF(A1=1,B1,C1)",
        "IF(A1,B1)",
        "IFERROR(A1,B1)",
        "IFERROR(A1+B1,C1)",
        "T[@a]",
        "T[b]",
        "DATE(2026,A1,1)",
        "#N/A",
        "@A$1:A$3",
        "",
        "A1%",
    ]
)
CALLS = st.builds("{}({},{})".format, st.just("IPP_TOLD"), ARGUMENTS, ARGUMENTS) | st.builds(
    "IPP_COUNTED({},{})".format, ARGUMENTS, st.sampled_from(["A:A", "T[b]", "$B$1:$B$5", "A1:B1", "A1:A2"])
)
FORMULAS = (
    CALLS
    | st.builds("IPP_UP({})".format, CALLS)
    | st.builds('IFERROR({},"none")'.format, CALLS)
    | st.builds('IF(A1="yes",{},{})'.format, CALLS, CALLS)
)


@drawn(FORMULAS, st.lists(st.tuples(VALUES, VALUES, VALUES), min_size=2, max_size=8))
@settings(max_examples=2 * settings().max_examples, deadline=None)
def test_a_column_calculated_at_once_equals_its_cells_calculated_one_by_one(functions, given, text, lines):
    from ippbook.formulas import TablePlace

    table = TablePlace("T", "S", 1, len(lines), 1, ("a", "b"), None)
    sheet = {column: [line[column - 1] for line in lines] for column in (1, 2, 3)}
    formula, home = parse(text), Place("S", 1, 9)
    rows = np.arange(1, len(lines) + 1)
    together = evaluate_rows(formula, functions, given.cells({"S": sheet}, (table,)), home, rows)
    for position, row in enumerate(rows):
        alone = evaluate_rows(formula, functions, given.cells({"S": sheet}, (table,)), home, np.array([row]))
        assert (int(row) in together.skipped) == (int(row) in alone.skipped)
        assert type(together.values[position]) is type(alone.values[0])
        assert together.values[position] == alone.values[0]


def test_the_tree_of_a_name_that_holds_a_constant_is_its_value(functions, book):
    assert evaluate(Formula.of(parse_expression("Rate")), functions, book(), HOME) == 0.5
