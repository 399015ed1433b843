"""A text fits the portal's field whole, or the complaint is refused: nothing is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook import notices


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("brand", 5),
        ("商标", 2),
        ("👍", 2),
        ("👨‍👩‍👧", 8),
        ("𠮷", 2),
        ("a\r\nb", 3),
        ("a\nb", 3),
        ("é", 1),
        ("e\u0301", 2),
    ],
)
def test_characters_are_counted_as_a_browser_counts(text, count):
    """Counted manually: UTF-16 code units, as `String.length` gives; a line break is one."""
    assert notices.characters(text) == count


@given(st.text())
def test_letters_beyond_the_basic_plane_count_twice_and_all_others_once(text):
    beyond = sum(ord(letter) > 0xFFFF for letter in text)
    assert notices.characters(text) == len(text.replace("\r\n", "\n")) + beyond


def test_the_count_of_a_notice_is_that_of_its_text(cases):
    notice = notices.render("keyword abuse", "zh", cases.agent, [cases.link(listing_quoted_words="AEROLITH 👍")])
    assert notice.characters == len(notice.text) + 1


def test_a_text_of_exactly_the_limit_is_taken_and_one_more_is_refused(cases):
    room = 1500 - notices.render("keyword abuse", "en", cases.agent, [cases.link(listing_found_in="x")]).characters
    full = notices.render("keyword abuse", "en", cases.agent, [cases.link(listing_found_in="x" * (room + 1))])
    assert (full.characters, full.problem) == (1500, "")
    over = notices.render("keyword abuse", "en", cases.agent, [cases.link(listing_found_in="x" * (room + 2))])
    assert (over.characters, over.text) == (1501, "")
    assert over.problem == "The text has 1,501 characters, the portal accepts 1,500: shorten the facts."


def test_three_hundred_links_with_the_same_facts_fit_without_their_addresses(cases):
    notice = notices.render("keyword abuse", "en", cases.agent, [cases.link(number) for number in range(300)])
    assert notice.problem == ""
    assert notice.characters <= 1500
    assert "This notice concerns 300 links, numbered in the order submitted." in notice.text
    assert "Links 1–300\n" in notice.text
    assert "https://" not in notice.text


def test_links_are_grouped_by_equal_facts_and_keep_their_places(cases):
    links = [cases.link(number, listing_seller_brand="Bolang" if number % 2 else "Kuba") for number in range(40)]
    text = notices.render("keyword abuse", "zh", cases.agent, links).text
    assert "链接1、3、5、7、9、" in text
    assert "链接2、4、6、8、10、" in text
    assert text.count("所售商品的实际品牌：Bolang") == 1
    assert text.count("所售商品的实际品牌：Kuba") == 1


def test_addresses_are_in_the_text_where_they_fit(cases):
    text = notices.render("keyword abuse", "zh", cases.agent, cases.links).text
    assert all(link["listing_url"] in text for link in cases.links)


def test_many_links_that_all_differ_are_too_long_and_the_remedy_is_named(cases):
    links = [cases.link(number, listing_quoted_words=f"AEROLITH {number}") for number in range(60)]
    notice = notices.render("keyword abuse", "en", cases.agent, links)
    assert notice.text == ""
    assert notice.characters > 1500
    assert notice.problem.endswith("split the complaint or shorten the facts that differ from link to link.")


def test_the_platforms_own_limit_counts_unless_another_is_passed(cases):
    link = cases.link(listing_found_in="x" * 700)
    assert notices.render("keyword abuse", "en", cases.agent, [link]).problem
    assert notices.render("keyword abuse", "en", cases.agent, [link], limit=2500).problem == ""


def test_a_cell_filled_to_the_brim_is_refused_with_its_length(cases):
    notice = notices.render("keyword abuse", "en", cases.agent, [cases.link(listing_found_in="x" * 32_767)])
    assert notice.characters > 32_767
    assert notice.text == ""
