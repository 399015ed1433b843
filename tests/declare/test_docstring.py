"""The docstring reader: a docstring is a page."""

from hypothesis import given
from hypothesis import strategies as st

from ippbook.declare.docstring import PageTable, noted, notes_in, page_of, page_tables, parse_page

TEXT = """Complaint filed after the right expired.

Portals refuse a notice
that cites a lapsed right.

Fix: renew the right,
or choose another.
Source: ipp-facts 3.3.
Certainty: official.

Flagged:
    | Filed      | Right expires |
    | 2026-02-01 | 2026-01-31    |

    | Filed |
    | a \\| b |
Clean:
    | Filed      |
    |------------|
    | 2026-01-31 |
"""


def test_a_page_has_summary_why_fix_source_and_certainty_each_as_flowing_text():
    found = parse_page(TEXT)
    assert found.summary == "Complaint filed after the right expired."
    assert found.why == "Portals refuse a notice that cites a lapsed right."
    assert found.fix == "renew the right, or choose another."
    assert found.source == "ipp-facts 3.3."
    assert found.certainty == "official."


def test_a_blank_line_parts_two_tables_and_an_escaped_bar_stays_in_its_cell():
    assert page_tables(parse_page(TEXT).section("Flagged")) == (
        PageTable(("Filed", "Right expires"), (("2026-02-01", "2026-01-31"),)),
        PageTable(("Filed",), (("a | b",),)),
    )


def test_a_markdown_rule_under_the_headers_is_no_row():
    assert page_tables(parse_page(TEXT).section("Clean")) == (PageTable(("Filed",), (("2026-01-31",),)),)


@given(st.text())
def test_no_docstring_raises(text):
    found = parse_page(text)
    for heading, _ in found.sections:
        page_tables(found.section(heading))


def test_shared_notes_stand_among_the_arguments_in_the_order_of_the_signature():
    def function(day, tables, own, bare):
        """Counts.

        Source: house rule.

        Arguments:
            own: what it says itself,
                on two lines
            day: its own day

        Examples:
            =F(1) -> 2
        """

    found = page_of(noted({"tables": "whole tables", "day": "a shared day", "other": "of another function"})(function))
    assert list(notes_in(found).items()) == [
        ("day", "its own day"),
        ("tables", "whole tables"),
        ("own", "what it says itself, on two lines"),
    ]
    assert (found.summary, found.source, found.section("Examples")) == ("Counts.", "house rule.", "=F(1) -> 2")


def test_a_function_that_explains_none_of_its_arguments_takes_the_shared_notes():
    def function(day):
        """Counts.

        Examples:
            =F(1) -> 2
        """

    assert notes_in(page_of(noted({"day": "a day"})(function))) == {"day": "a day"}
