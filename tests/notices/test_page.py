"""The pages on reasons and takedown texts say what is so: their examples are tried."""

import re
from pathlib import Path

import pytest

from ippbook import notices
from ippbook.catalog import reasons

DOCS = Path(__file__).parents[2] / "docs"
ENGLISH = notices.LANGUAGES["en"]


@pytest.fixture(scope="module")
def page():
    return (DOCS / "notices.md").read_text(encoding="utf-8")


def test_the_text_shown_as_an_example_can_be_used(page):
    (example,) = re.findall(r"```text\n(.*?)```", page, re.DOTALL)
    text = notices.read_template(example, "keyword abuse", ENGLISH)
    assert text.refusal == ""
    assert "listing_quoted_words" in text.needs


def test_every_field_that_the_page_lists_can_stand_in_a_text_and_no_other_can(page):
    listed = set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE))
    assert listed == notices.text_fields()
    for name in listed:
        body = (
            f"{{% for group in groups %}}{{{{ group.{name} }}}}{{% endfor %}}"
            if name.startswith("listing_")
            else f"{{{{ {name} }}}}"
        )
        assert notices.read_template(body, "keyword abuse", ENGLISH).refusal == "", name


def test_every_filter_that_the_page_names_exists(page):
    for name in re.findall(r"`\| (\w+)(?:\([^)]*\))?`", page):
        argument = '("offices")' if name == "named" else ""
        assert (
            notices.read_template(f"{{{{ right_office | {name}{argument} }}}}", "keyword abuse", ENGLISH).refusal == ""
        )


def test_the_page_says_that_the_list_of_languages_is_ours(page):
    assert "**This list is ippbook's.**" in page
    assert all(f"| {code} |" in page for code in notices.LANGUAGES)


def test_every_reason_has_a_section_with_evidence_and_source():
    page = (DOCS / "reasons.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### (.+?)\n(.*?)(?=^###? |\Z)", page, re.DOTALL | re.MULTILINE))
    assert set(sections) == set(reasons.REASONS)
    for code, section in sections.items():
        assert reasons.REASONS[code].source in section
        assert all(
            sentence in section for sentence in (*reasons.REASONS[code].evidence, *reasons.REASONS[code].not_when)
        )
