"""Every section of the dossier is carried or explained, and every tag leads to a section."""

import re
from pathlib import Path

import pytest

from ippbook.declare import registry
from ippbook.docsgen import coverage
from ippbook.tables.problems import PROBLEMS

SECTIONS = {section.number: section for section in coverage.sections()}
CODES = {rule.code for rule in registry().rules} | {problem.code for problem in PROBLEMS}
DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("number", SECTIONS)
def test_every_section_is_carried_or_explained(number):
    carried = coverage.by_section()
    parts = [other for other in SECTIONS if other.startswith(f"{number}.")]
    assert number in carried or SECTIONS[number].excluded or any(part in carried for part in parts)


def test_every_source_tag_leads_to_a_section():
    strays = {
        (carrier.kind, carrier.name, number)
        for carrier in coverage.carriers()
        for number in coverage.cited(carrier.source)
        if coverage.section_of(number) not in SECTIONS
    }
    assert not strays


def test_every_mention_of_the_dossier_in_a_rule_is_read_as_a_tag():
    unread = [
        rule.code
        for rule in registry().rules
        if re.search(r"ipp-facts \d", rule.page.source) and not coverage.cited(rule.page.source)
    ]
    assert not unread


def test_the_sections_are_those_of_the_page_of_sources():
    text = (DOCS / "sources.md").read_text(encoding="utf-8")
    table = text.split("## Sections of the dossier")[1].split("## Sources")[0]
    rows = re.findall(r"^\| (\d+(?:\.\d+)?b?) \| (.*) \|$", table, re.MULTILINE)
    assert rows == [(section.number, section.subject) for section in coverage.sections()]


def test_every_suggested_rule_has_codes_that_exist_or_a_reason():
    for name, carried in coverage.suggested().items():
        assert carried, name
        if not isinstance(carried, str):
            assert set(carried) <= CODES, name


def test_every_suggestion_is_one_of_the_dossiers():
    # Section 11 suggests U01-U07, R01-R14, A01-A03, C01-C16, D01-D02 and G01-G05.
    counts = {"U": 7, "R": 14, "A": 3, "C": 16, "D": 2, "G": 5}
    assert list(coverage.suggested()) == [
        f"{letter}{number:02}" for letter, last in counts.items() for number in range(1, last + 1)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ipp-facts 10 [30, 60 and 90 days: INF]", ("10",)),
        ("ipp-facts 3.1, 5.4, 11 R14 [O21: OFF].", ("3.1", "5.4", "11")),
        ("ipp-facts 5.3 [O8: OFF; C1, V4], 5.8 (E-Commerce Law art. 42 [L3: LAW]).", ("5.3", "5.8")),
        ("ipp-facts 5.3 and 5.8; not yet reviewed", ("5.3", "5.8")),
        ("ipp-facts 0.4, 1 [C3: CODE]", ("0.4", "1")),
        ("house rule: one row", ()),
        ("see ipp-facts.", ()),
    ],
)
def test_tags_are_read_out_of_sentences(text, found):
    assert coverage.cited(text) == found


def test_the_page_names_every_section_and_every_rule_that_cites_one():
    page = "\n".join(coverage.lines())
    assert all(f"## {section.number} {section.subject}" in page for section in coverage.sections())
    citing = [rule.code for rule in registry().rules if coverage.cited(rule.page.source)]
    assert all(re.search(rf"\b{code}\b", page) for code in citing)
