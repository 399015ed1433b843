"""Engines give the values that Excel documents, or say that they cannot: 800 formulas around tables like ours."""

from collections import Counter

import pytest

from conformance import cases, differences, suite
from ippbook.formulas.engines import Unavailable, engine_named
from ippbook.formulas.engines.guards import GUARDS, WORD_GUARDS, guard
from ippbook.formulas.engines.rewrites import for_engine
from ippbook.formulas.tokens import tokens

UNAVAILABLE = {
    'COUNTIF(Data!D1:D6,"#N/A")',
    'INDIRECT("Cutoff")',
    'INDIRECT("Data!R3C1",FALSE)',
    'INDIRECT("Rate")',
    "ROUND(RATE(48,-200,8000),4)",
    'SUM(INDIRECT("Listings[Sold]"))',
    'TEXT(7040,"0####")',
    'VLOOKUP("TM-2",Rights[],0,FALSE)',
}
"""What the default engine cannot do, of the suite."""


def test_the_suite_is_large_and_no_formula_is_in_it_twice():
    known = cases()
    assert len(known) >= 800
    twice = Counter((case.text, case.at, case.date1904) for case in known)
    assert [text for text, count in twice.items() if count > 1] == []
    assert all(case.source.startswith("Microsoft: ") for case in known)


def test_the_default_engine_gives_the_values_that_excel_documents():
    found = differences(engine_named("cellrune"), cases())
    assert [(str(each.case), each.case.expected, each.answer) for each in found if each.unavailable is None] == []
    assert {each.case.text for each in found} == UNAVAILABLE


def test_guards_and_rewrites_are_needed():
    """Without them, the suite sees wrong values: a guard that nothing shows could go."""
    found = differences(engine_named("cellrune"), cases(), bare=True)
    wrong = [each for each in found if each.unavailable is None]
    assert len(wrong) >= 8
    assert all(
        guard(each.case.text) or for_engine(each.case.text, (), array=each.case.array) != each.case.text
        for each in wrong
    )


def test_a_rewritten_formula_is_still_one():
    tables = ["Listings", "Rights"]
    for case in cases():
        changed = for_engine(case.text, tables, array=case.array)
        assert [word.text for word in tokens(changed)].count("(") == [word.text for word in tokens(changed)].count(")")


def test_a_suite_workbook_has_a_cell_for_every_case():
    book = suite(cases())
    assert len(set(book.places)) == len(book.places)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SUM([1]Sheet1!A1)", "external"),
        ("SUBTOTAL(109,Table1[[Fee ]])", "formula"),
        ("SUBTOTAL(109,[Fee])", "formula"),
        ("_xlfn.STDEV.S(A1:A3)+LINEST(A1:A3,B1:B3)", "function"),
        ('SUMIFS(A:A,B:B,"<>")', "function"),
    ],
)
def test_what_the_engine_gets_wrong_is_named(text, code):
    found = guard(text)
    assert isinstance(found, Unavailable)
    assert found.code == code


@pytest.mark.parametrize(
    "text",
    [
        '"[1]"&A1',
        "Table1[[#This Row],[Fee]]",
        "SUM(Table1[Fee],Table1[[No]:[Fee]])",
        'COUNTIF(A1:A9,"<>")',
        'COUNTIFS(A1:A9,"<>",B1:B9,"Open")',
        'TEXT(A1,"#,##0.00")',
        'INDIRECT("A"&ROW())',
        'AND(A1,"TRUE")',
    ],
)
def test_what_the_engine_gets_right_reaches_it(text):
    assert guard(text) is None


def test_guards_have_their_evidence():
    assert all(entry.evidence and entry.why for entry in (*GUARDS, *WORD_GUARDS))


@pytest.mark.parametrize(
    "text", ["", "((((", "IF(1,2", '"', "A1:", "SUM(1,,)", "f(" * 500, "}{", "VLOOKUP(Rights", "1)2"]
)
def test_a_broken_formula_comes_back_as_it_is(text):
    assert for_engine(text, ["Rights"]) in (text, text.replace("Rights", "Rights[]"))
    assert guard(text) is None


def test_texts_and_sheets_named_like_a_table_stay():
    assert (
        for_engine('IF(A1="Rights",Rights!A1,ROWS(Rights))', ["Rights"]) == 'IF(A1="Rights",Rights!A1,ROWS(Rights[]))'
    )
