"""Every declaration is complete, and a gap is a sentence that says what to write."""

from dataclasses import replace

import pytest

from ippbook.buttons import buttons
from ippbook.declare import column, registry, rule, worksheet
from ippbook.declare.completeness import (
    gaps_of_button,
    gaps_of_column,
    gaps_of_function,
    gaps_of_report,
    gaps_of_rule,
)
from ippbook.tables.findings import Page

KNOWN = registry()
RULE = KNOWN.rules[0]


@pytest.mark.parametrize("one", KNOWN.rules, ids=lambda rule: rule.code)
def test_every_rule_is_complete(one):
    assert gaps_of_rule(one, KNOWN) == ()


@pytest.mark.parametrize("one", KNOWN.columns, ids=lambda column: f"{column.table}.{column.name}")
def test_every_computed_column_is_complete(one):
    assert gaps_of_column(one, KNOWN) == ()


@pytest.mark.parametrize("function", KNOWN.functions.values(), ids=lambda function: function.name)
def test_every_worksheet_function_is_complete(function):
    assert gaps_of_function(function) == ()


@pytest.mark.parametrize("report", KNOWN.reports, ids=lambda report: report.table)
def test_every_computed_table_is_complete(report):
    assert gaps_of_report(report) == ()


@pytest.mark.parametrize("button", buttons(), ids=lambda button: button.name)
def test_every_button_is_complete(button):
    assert gaps_of_button(button) == ()


def test_an_empty_page_of_a_rule_gets_sentences_on_what_to_write():
    empty = replace(RULE, problem=replace(RULE.problem, page=Page("")))
    gaps = "\n".join(gaps_of_rule(empty, KNOWN))
    for what in ("ends with a full stop", "`Source: ipp-facts", "`Fix: …`", "`Certainty: …`", "`Flagged:`", "`Clean:`"):
        assert what in gaps
    assert all(gap.startswith("ippbook/rules/") for gap in gaps_of_rule(empty, KNOWN))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"at": "Nonsense"}, "at='Nonsense' is not a header of Accounts. Use one of: Account, Role"),
        ({"parameters": ("nonsense",)}, "nonsense is not a column of Accounts"),
    ],
)
def test_a_wrong_place_or_parameter_of_a_rule_is_named(changes, sentence):
    (gap,) = gaps_of_rule(replace(RULE, **changes), KNOWN)
    assert sentence in gap


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        ({"code": "AC901"}, "Write AC and three digits"),
        ({"table": "Nonsense"}, "is not a table. Use one of: Rights, Accounts"),
    ],
)
def test_a_wrong_code_or_table_of_a_rule_is_named(problem, sentence):
    gaps = gaps_of_rule(replace(RULE, problem=replace(RULE.problem, **problem)), KNOWN)
    assert sentence in gaps[0]


def test_a_source_that_is_not_a_tag_is_refused_with_an_example():
    changed = replace(KNOWN.columns[0], page=Page("A column.", source="a blog"))
    assert "names neither a section of ipp-facts nor a house rule. Write a line" in gaps_of_column(changed, KNOWN)[0]


def test_a_function_without_notes_and_examples_gets_sentences_on_what_to_write():
    function = KNOWN.functions["IPP_PLATFORM"]
    bare = replace(
        function,
        name="platform",
        page=Page("It is.", source="house rule: x"),
        parameters=(replace(function.parameters[0], note=""),),
    )
    gaps = "\n".join(gaps_of_function(bare))
    assert "does not begin with IPP_" in gaps
    assert "Add a line `url: …` under `Arguments:`" in gaps
    assert "under `Examples:`" in gaps


def test_a_button_with_a_short_page_gets_a_sentence_on_its_length():
    bare = replace(buttons()[0], label="", page=Page("It is.", "Short."))
    gaps = "\n".join(gaps_of_button(bare))
    assert "the label has 0 characters. Write 1 to 30." in gaps
    assert "Say in more than 60" in gaps


def test_a_declaration_that_cannot_be_registered_is_refused_in_a_sentence():
    def untyped(url) -> str:
        """A function."""
        return str(url)

    def without_result(url: str):
        """A function."""
        return url

    with pytest.raises(TypeError, match=r"the argument url has no type. Write what it takes, such as str"):
        worksheet("IPP_X", "Test")(untyped)
    with pytest.raises(TypeError, match="the result has no type"):
        worksheet("IPP_X", "Test")(without_result)
    with pytest.raises(TypeError, match=r"is not a worksheet function. Put @worksheet"):
        column("Rights", "X", by=untyped)
    with pytest.raises(ValueError, match=r"AC901 cannot be the code of a rule. Write the two letters"):
        rule("AC901", on="Accounts", at="Account", says="…")
