"""Engines give the values that Excel documents, or say that they cannot: 800 formulas around tables like ours."""

import json
from collections import Counter

import pytest

from conformance import RESULTS, cases, differences, facts_of, suite
from ippbook.formulas.engines import Unavailable, engine_named
from ippbook.formulas.engines.guards import GUARDS, WORD_GUARDS, guard
from ippbook.formulas.engines.rewrites import for_engine
from ippbook.formulas.tokens import tokens

UNAVAILABLE = {
    'COUNTIF(Data!D1:D6,"#N/A")',
    "INDEX(Rights[Fee],-1)",
    'PROPER("76BudGet")',
    'PROPER("this is a TITLE 2-way")',
    'VLOOKUP("TM-2",Rights[],-1,FALSE)',
    'INDIRECT("Cutoff")',
    'INDIRECT("Data!R3C1",FALSE)',
    'INDIRECT("Share")',
    'SUM(INDIRECT("Listings[Sold]"))',
    'TEXT(7040,"0####")',
    'VLOOKUP("TM-2",Rights[],0,FALSE)',
}
"""What the default engine cannot do, of the suite."""


def stored_results(name: str, *, bare: bool = False) -> dict[str, object]:
    """What docs/engines.md is made from."""
    facts = json.loads(RESULTS.read_text(encoding="utf-8"))
    assert facts["formulas"] == len(cases())
    return next(each for each in facts["engines"] if (each["name"], each["bare"]) == (name, bare))


@pytest.mark.hosts
def test_libreoffice_answers_as_the_page_says():
    engine = engine_named("libreoffice")
    stored = stored_results("libreoffice")
    found = facts_of(engine, differences(engine, cases()), bare=False)
    if found["version"] == stored["version"]:
        assert found == stored
    else:  # another version: it may know more, and must not get worse than by a tenth
        assert len(found["differences"]) <= 1.1 * len(stored["differences"])


@pytest.mark.deep
@pytest.mark.slow("the third engine compiles itself at each start")
def test_the_third_engine_answers_as_the_page_says():
    engine = engine_named("formulon")
    assert facts_of(engine, differences(engine, cases()), bare=False) == stored_results("formulon")


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


def test_the_page_shows_what_the_default_engine_answers_without_help():
    engine = engine_named("cellrune")
    found = differences(engine, cases(), bare=True)
    assert facts_of(engine, found, bare=True) == stored_results("cellrune", bare=True)
    wrong = [each for each in found if each.unavailable is None]
    assert len(wrong) > 15, "the guards and rewrites are for these"
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
        ("_xlfn.STDEV.S(A1:A3)+LINEST(A1:A3,B1:C3)", "function"),
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
