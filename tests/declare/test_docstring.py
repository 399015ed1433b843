"""The docstring reader: a docstring is a page."""

from hypothesis import given
from hypothesis import strategies as st

from ippbook.declare.docstring import PageTable, page_tables, parse_page

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
