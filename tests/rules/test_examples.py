"""The examples on every rule's page are executed, and every page is complete."""

import re
from collections import Counter
from functools import cache

import pytest

from ippbook.declare import Wiring, registry
from ippbook.declare.docstring import page_tables
from ippbook.declare.examples import EXAMPLE_DAY, ExampleResult, example_results
from ippbook.tables.book import Tables
from ippbook.tables.records import record
from ippbook.tables.settings import read_settings

KNOWN = registry()
TABLES = sorted({rule.table for rule in KNOWN.rules})
BY_TABLE = pytest.mark.parametrize(
    "rules", [[rule for rule in KNOWN.rules if rule.table == name] for name in TABLES], ids=TABLES
)
"""One test a table; a subtest a rule, so that what fails names its rule."""
SETTINGS = {name: value for name, value in read_settings({}, KNOWN.groups).values().items() if name != "as_of"}
WORDS = 25
"""The most words of a sentence; a longer one must be read twice."""
_UNSURE = re.compile(r"\b(?:inferred|vendor|general knowledge|not found)\b")


@cache
def results(code: str) -> list[ExampleResult]:
    """The examples of a rule, run once for all tests of them."""
    return example_results(next(rule for rule in KNOWN.rules if rule.code == code), KNOWN, SETTINGS)


@BY_TABLE
def test_flagged_examples_are_flagged_and_clean_ones_are_not(rules, subtests):
    for rule in rules:
        with subtests.test(rule=f"{rule.code} {rule.name}"):
            for outcome in results(rule.code):
                rows = [outcome.grid.rows[row] if row >= 0 else "the rule failed" for row in outcome.wrong]
                assert not rows, (
                    f"{outcome.heading}: {rows} of {outcome.grid.headers}; its messages: {outcome.messages}"
                )


@BY_TABLE
def test_messages_have_no_hole(rules, subtests):
    for rule in rules:
        with subtests.test(rule=f"{rule.code} {rule.name}"):
            for outcome in results(rule.code):
                for message in outcome.messages:
                    assert not re.search(r"[{}]|\bnan\b|NaT|None|  |\(no date\)", message), message


@BY_TABLE
def test_every_rule_has_flagged_and_clean_rows(rules, subtests):
    for rule in rules:
        with subtests.test(rule=f"{rule.code} {rule.name}"):
            for heading in ("Flagged", "Clean"):
                assert any(grid.rows for grid in page_tables(rule.page.section(heading))), f"no rows under {heading}"


@BY_TABLE
def test_every_page_is_complete(rules, subtests):
    for rule in rules:
        with subtests.test(rule=f"{rule.code} {rule.name}"):
            page = rule.page
            assert page.summary.endswith(".")
            assert page.why
            assert page.fix
            assert page.certainty
            assert "ipp-facts" in page.source or page.source.startswith("house rule")


@BY_TABLE
def test_the_sentences_of_a_page_are_short(rules, subtests):
    for rule in rules:
        with subtests.test(rule=f"{rule.code} {rule.name}"):
            page = rule.page
            for text in (page.summary, page.why, page.fix, page.certainty):
                for sentence in re.split(r"(?<=[.:;]) ", text):
                    assert len(sentence.split()) <= WORDS, sentence


@BY_TABLE
def test_a_finding_marks_a_column_of_the_rules_table(rules, subtests):
    for rule in rules:
        with subtests.test(rule=f"{rule.code} {rule.name}"):
            inputs = {field.header for field in record(rule.table).fields()}
            assert rule.at in inputs | set(KNOWN.headers.get(rule.table, ()))


@BY_TABLE
def test_every_parameter_and_placeholder_is_known(rules, subtests):
    for rule in rules:
        with subtests.test(rule=f"{rule.code} {rule.name}"):
            wiring = Wiring(Tables.of(), KNOWN, EXAMPLE_DAY, SETTINGS)
            unknown = [name for name in (*rule.parameters, *rule.placeholders) if not wiring.is_known(rule.table, name)]
            assert not unknown


@BY_TABLE
def test_codes_name_table_and_severity(rules, subtests):
    for rule in rules:
        with subtests.test(rule=f"{rule.code} {rule.name}"):
            assert re.fullmatch(record(rule.table).code + r"[123]\d\d", rule.code)


@BY_TABLE
def test_what_is_unsure_is_never_an_error(rules, subtests):
    for rule in rules:
        with subtests.test(rule=f"{rule.code} {rule.name}"):
            if rule.code[2] == "1":
                assert not _UNSURE.match(rule.page.certainty.casefold()), rule.page.certainty


def test_codes_and_names_are_never_used_twice():
    assert not [code for code, times in Counter(rule.code for rule in KNOWN.rules).items() if times > 1]
    assert not [name for name, times in Counter((rule.table, rule.name) for rule in KNOWN.rules).items() if times > 1]


def test_there_are_rules_on_every_table():
    assert {rule.table for rule in KNOWN.rules} >= {"Rights", "Accounts", "Listings", "Complaints"}
