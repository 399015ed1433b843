"""Missing data is a finding, never a hole in a legal text."""

import datetime as dt
import math
import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ippbook import notices

BLANKS = ["", "  ", None, math.nan, pd.NaT, "\u200b", "-", "—", "n/a", "TBD", '""', "？"]
LANGUAGES = sorted({code for _, code in notices.TAKEDOWN_TEXTS})


def needed(language):
    """Every field that a text of *language* needs, with the text's reason."""
    for text in notices.TAKEDOWN_TEXTS.values():
        if text.language.code == language:
            yield from ((text.reason, field) for field in text.needs)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_needed_field_that_is_blank_is_named_and_no_text_is_written(language, cases, subtests):
    for reason, field in needed(language):
        with subtests.test(reason=reason, language=language, field=field):
            facts = dict(cases.facts_for(reason, cases.agent))
            (link,) = cases.with_examples(notices.TAKEDOWN_TEXTS[reason, language], [cases.link()])
            (link if field.startswith("listing_") else facts)[field] = ""
            notice = notices.render(reason, language, facts, [link])
            assert notice.text == ""
            assert notice.missing == (field,)
            assert field.replace("_", " ") in notice.problem


@pytest.mark.parametrize("blank", BLANKS, ids=repr)
def test_everything_that_says_nothing_counts_as_blank(blank, cases):
    assert notices.render("keyword abuse", "en", cases.agent | {"right_owner": blank}, cases.links).missing == (
        "right_owner",
    )
    link = cases.link(listing_seller_brand=blank)
    assert notices.render("keyword abuse", "zh", cases.agent, [link]).missing == ("listing_seller_brand",)


def test_all_blanks_are_named_at_once_and_each_with_its_links(cases):
    links = [
        cases.link(1),
        cases.link(2, listing_found_in=""),
        cases.link(3, listing_found_in="", listing_quoted_words=""),
    ]
    notice = notices.render("keyword abuse", "en", cases.agent | {"right_number": ""}, links)
    assert set(notice.missing) == {"right_number", "listing_found_in", "listing_quoted_words"}
    assert "right number" in notice.problem
    assert "listing found in (link 2–3)" in notice.problem
    assert "listing quoted words (link 3)" in notice.problem


def test_a_link_without_an_address_is_named(cases):
    notice = notices.render("keyword abuse", "en", cases.agent, [cases.link(1), cases.link(2, listing_url="")])
    assert notice.missing == ("listing_url",)
    assert "link 2" in notice.problem


def test_a_complaint_without_any_facts_names_what_every_text_needs():
    for (reason, language), text in notices.TAKEDOWN_TEXTS.items():
        assert set(notices.render(reason, language, {}, [{}]).missing) >= set(text.needs)


def test_a_complaint_without_links_is_refused(cases):
    assert notices.render("keyword abuse", "en", cases.agent, []).problem == "The complaint has no listing."


def test_the_complainant_is_needed_for_agents_only(cases):
    nameless = {"account_complainant": ""}
    assert notices.render("keyword abuse", "en", cases.agent | nameless, cases.links).missing == (
        "account_complainant",
    )
    assert notices.render("keyword abuse", "en", cases.holder | nameless, cases.links).problem == ""


def test_an_optional_fact_that_is_blank_leaves_no_trace(cases):
    text = notices.render("keyword abuse", "en", cases.agent | {"right_classes": None}, cases.links).text
    assert "Registration: no. 12345678, China (mainland)\nOwner" in text


def test_a_registered_work_needs_its_office(cases):
    facts = cases.agent | cases.registered | {"right_office": ""}
    assert notices.render("stolen pictures", "en", facts, cases.links).missing == ("right_office",)


# What a row may hold. The marks with which holes are looked for below come from the texts alone.
MARKS = ":：,，“”()（）<"
VALUES = st.one_of(
    st.text(st.characters(exclude_characters=MARKS), max_size=40).filter(lambda text: "None" not in text),
    st.sampled_from(BLANKS),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)),
    st.floats(),
    st.sampled_from(["AEROLITH", "{{ right_owner }}", "{% for x in y %}", "a\r\nb", "No. 5"]),
)


@settings(max_examples=2 * settings().max_examples, deadline=None)
@given(data=st.data())
def test_no_text_ever_has_a_hole(data, cases):
    """Either a problem is named, or every line of the text says something."""
    text = data.draw(st.sampled_from(sorted(notices.TAKEDOWN_TEXTS.values(), key=lambda text: text.path)))
    fields = [*text.needs, *text.optional]
    chosen = data.draw(st.dictionaries(st.sampled_from(fields), VALUES, max_size=4))
    facts = cases.facts_for(text.reason, cases.agent) | chosen
    number = data.draw(st.integers(1, 4))
    links = [cases.link(place + 1) | chosen for place in range(number)]
    notice = notices.render(text.reason, text.language.code, facts, links, limit=10**6)
    assert bool(notice.text) is not bool(notice.problem)
    if notice.problem:
        assert notice.missing
        return
    lines = notice.text.split("\n")
    assert len(lines) <= 22 + 4 * number
    for line in lines:
        assert not re.search(r"[:：,，]\s*$", line), line
        assert "  " not in line
        assert line == line.strip()
        assert not re.search(r"“”|（）|\(\)|None|NaT|<", line), line
