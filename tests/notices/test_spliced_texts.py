"""A text that is written once for many complaints, with each link's facts put in later, is the text that is written for each alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ippbook import notices
from ippbook.notices.example import example_case
from ippbook.notices.render import NoticeWriters
from ippbook.notices.values import as_text, as_texts

TEXTS = sorted(notices.TAKEDOWN_TEXTS)
HOSTILE = (
    "", " ", "—", "n/a", "{{ right_name }}", "{% if x %}", "%s %% %(a)s {0}", "<b>&amp;", "a\nb\r\nc", "“A”“B”；“C”", '"one; two"', "(1) red; (2) blue",
    "\0000\0", "\x1b[31m\u202e\u200b", "\ud800", "标题、详情页；主图", "👍", "1, 3-5", "title", "x" * 2_000, "\u2028", "_ ", "'", "{#", "0",
)  # fmt: skip
VALUES = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12))
ADDRESSES = st.sampled_from(
    (
        "https://a.example/1",
        "https://item.taobao.com/item.htm?id=612345678901",
        "",
        "诺德.中国/包 1",
        "https://a.example/%s?x=%25",
        "—",
    )
)


@settings(max_examples=60)
@given(st.sampled_from(TEXTS), st.data(), st.sampled_from([60, 900, 1_500, 100_000]))
def test_the_facts_of_links_are_put_into_a_text_as_the_text_would_print_them(at, data, limit):
    template = notices.TAKEDOWN_TEXTS[at]
    assert template.used.prints_addresses
    assert template.used.prints_link_facts
    facts = dict(example_case(template).facts)
    fields = template.used.of_links
    link = st.fixed_dictionaries(dict.fromkeys(fields, VALUES) | {"listing_url": ADDRESSES})
    quick = NoticeWriters(template, facts, limit, own=False)
    for links in data.draw(st.lists(st.lists(link, max_size=3), min_size=1, max_size=4)):
        plain = NoticeWriters(template, facts, limit).of_links(links)
        urls = [each["listing_url"] for each in links]
        alone = plain.write(urls)
        writer = quick.of_links(links)
        assert writer.write(urls) == alone
        for batch in (writer.write_all([as_texts(urls)] * 2), plain.write_all([as_texts(urls)] * 2)):
            assert batch.texts == [alone.text] * 2
            assert batch.characters == [alone.characters] * 2
            assert batch.others == ({0: alone, 1: alone} if alone.problem else {})


@pytest.mark.parametrize(
    ("condition", "prints"),
    [
        ("group.listing_title", True),
        ("not group.listing_title and count", True),
        ("group.listing_title == 'a'", False),
        ("group.listing_title | quoted", False),
    ],
)
def test_a_text_that_looks_at_a_fact_is_not_written_before_the_fact_is_known(condition, prints):
    body = f"{{% for group in groups %}}{{{{ group.where }}}}{{% if {condition} %}}{{{{ group.listing_title | quoted }}}}{{% endif %}}{{% endfor %}}"
    text = notices.read_template(body, "keyword abuse", notices.LANGUAGES["en"])
    assert text.used.prints_link_facts is prints
    for title in ("a", "b", ""):
        links = [{"listing_url": "https://a.example", "listing_title": title}]
        pair = [
            NoticeWriters(text, {}, 1_500, own=own).of_links(links).write(["https://a.example"])
            for own in (False, True)
        ]
        assert pair[0] == pair[1]


@given(st.lists(st.one_of(ADDRESSES, VALUES, st.none()), max_size=300))
def test_many_values_are_read_as_each_alone(values):
    assert as_texts(values) == [as_text(value) for value in values]
