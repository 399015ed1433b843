"""What a row holds is printed, never obeyed."""

import datetime as dt
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook import notices
from ippbook.notices.values import as_text, as_texts, list_items, printable, quotations, ranges, unquoted


@pytest.mark.parametrize(
    "title",
    [
        "{{ right_owner }}",
        "{% if true %}x{% endif %}",
        "{# gone #}",
        "{{ ''.__class__.__mro__ }}",
        "{{ 7*7 }}",
        "%s %d {0}",
    ],
)
def test_a_value_that_looks_like_a_template_is_printed_letter_by_letter(title, cases):
    notice = notices.render("keyword abuse", "en", cases.agent, [cases.link(listing_quoted_words=title)])
    assert f"Words used: “{title}”" in notice.text


def test_a_value_cannot_forge_a_line(cases):
    forged = "Bolang\r\nFiled by: somebody else\u2028Listing: https://evil.example"
    text = notices.render("keyword abuse", "en", cases.agent, [cases.link(listing_seller_brand=forged)]).text
    assert "Brand of the goods offered: Bolang Filed by: somebody else Listing: https://evil.example" in text
    assert sum(line.startswith("Filed by:") for line in text.split("\n")) == 1


def test_marks_of_direction_and_controls_are_dropped_and_letters_stay_as_quoted(cases):
    words = "\u202eＡＥＲＯ\u200bLITH\x00\x1b[31m"
    text = notices.render("keyword abuse", "en", cases.agent, [cases.link(listing_quoted_words=words)]).text
    assert "“ＡＥＲＯLITH[31m”" in text


def test_lone_surrogates_do_not_reach_the_text(cases):
    text = notices.render("keyword abuse", "en", cases.agent, [cases.link(listing_quoted_words="AERO\ud83dLITH")]).text
    assert "“AEROLITH”" in text
    text.encode("utf-8")


def test_words_that_come_in_quotation_marks_are_quoted_once(cases):
    for words in ('"AEROLITH bag"', "“AEROLITH bag”", "「AEROLITH bag」"):
        text = notices.render("keyword abuse", "zh", cases.agent, [cases.link(listing_quoted_words=words)]).text
        assert "使用的文字：“AEROLITH bag”\n" in text


@pytest.mark.parametrize(
    "words",
    [
        "AEROLITH同款; 高仿",
        "AEROLITH同款；高仿",
        "“AEROLITH同款”“高仿”",
        '"AEROLITH同款", "高仿"',
        "「AEROLITH同款」と「高仿」",
        "AEROLITH同款\n高仿",
    ],
)
@pytest.mark.parametrize(
    ("language", "quoted"),
    [
        ("en", "“AEROLITH同款”, “高仿”"),
        ("zh", "“AEROLITH同款”、“高仿”"),
        ("de", "„AEROLITH同款“, „高仿“"),
        ("ja", "「AEROLITH同款」、「高仿」"),
    ],
)
def test_two_quoted_words_are_two_quotations(words, language, quoted, cases):
    links = [cases.link(listing_quoted_words=words)]
    assert f"{quoted}\n" in notices.render("keyword abuse", language, cases.agent, links).text


def test_a_name_with_a_semicolon_is_one_name(cases):
    facts = cases.agent | {"right_name": "NORD; LYS"}
    assert "“NORD; LYS”" in notices.render("keyword abuse", "en", facts, cases.links).text


def test_quotation_marks_of_two_different_quotes_stay():
    assert unquoted('"a" and "b"') == '"a" and "b"'


def test_an_owner_whose_name_ends_with_a_point_gets_no_second_one(cases):
    facts = cases.holder | {"right_owner": "Aerolith Co., Ltd."}
    assert "Ltd.." not in notices.render("keyword abuse", "en", facts, cases.links).text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.date(2026, 1, 31), "2026-01-31"),
        (pd.Timestamp("2026-01-31"), "2026-01-31"),
        (25.0, "25"),
        (2.5, "2.5"),
        (12345678, "12345678"),
        (float("nan"), ""),
        (pd.NaT, ""),
        (None, ""),
    ],
)
def test_a_typed_cell_is_written_as_people_write_it(value, text):
    assert as_text(value) == text


def test_differences_are_taken_apart_at_semicolons_and_lines():
    assert list_items(printable("red stitching；no label\nzip; ; blank")) == (
        "red stitching",
        "no label",
        "zip",
        "blank",
    )


def test_differences_are_numbered_in_the_text(cases):
    link = cases.link(listing_differences="red stitching\nno label")
    text = notices.render("counterfeit by comparison", "en", cases.agent, [link]).text
    assert "Differences of the goods offered: (1) red stitching; (2) no label\n" in text


@pytest.mark.parametrize(
    ("differences", "language", "line"),
    [
        ("红色缝线，正品为灰色；无内标（见图2）！", "zh", "（1）红色缝线，正品为灰色；（2）无内标（见图2）！"),
        ("（1）红色缝线；（2）无内标", "zh", "（1）红色缝线；（2）无内标"),
        ("1. red stitching\n2. no label", "en", "(1) red stitching; (2) no label"),
        ("①赤い縫い目；②内側にラベルなし", "ja", "（1）赤い縫い目；（2）内側にラベルなし"),
        ("2.5 cm; 3 cm", "en", "(1) 2.5 cm; (2) 3 cm"),
    ],
)
def test_differences_keep_their_marks_and_are_numbered_once(differences, language, line, cases):
    link = cases.link(listing_differences=differences)
    text = notices.render("counterfeit by comparison", language, cases.agent, [link]).text
    assert re.search(rf"^[^\n]*[:：] ?{re.escape(line)}$", text, re.MULTILINE)


@given(st.text())
def test_quotations_lose_no_letter(text):
    kept = "".join(quotations(text))
    assert [letter for letter in printable(text) if letter.isalnum()] == [
        letter for letter in kept if letter.isalnum()
    ] or (
        set(re.sub(r"[\W_]+", " ", printable(text)).split()) - set(re.sub(r"[\W_]+", " ", kept).split())
        <= {"and", "und", "et", "y", "和", "及", "と", "および"}
    )


@given(st.text())
def test_plain_text_is_settled_once_and_has_nothing_invisible_at_its_edges(text):
    once = printable(text)
    assert printable(once) == once
    assert once == once.strip()
    once.encode("utf-8")


@given(st.sets(st.integers(1, 400), min_size=1))
def test_ranges_name_exactly_these_numbers(numbers):
    named = set()
    for run in ranges(sorted(numbers), ",").split(","):
        first, _, last = run.partition("–")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == numbers


@given(
    st.lists(
        st.one_of(st.text(max_size=12), st.sampled_from(["https://a.example/1", "http://—", "https://a  b", None, 2.0]))
    )
)
def test_many_values_become_what_each_becomes(values: list[object]) -> None:
    assert as_texts(values) == [as_text(value) for value in values]
