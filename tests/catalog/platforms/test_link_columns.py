"""Many links read together are the links that are read one by one."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from ippbook.catalog.platforms.link_columns import parse_links
from ippbook.catalog.platforms.links import Link, parse_link_once
from ippbook.computed.columns import listings
from ippbook.tables.book import take
from ippbook.tables.column_links import links_of
from ippbook.tables.schema import Kind

_KNOWN = sorted(
    {
        link
        for file in Path(__file__).parent.glob("test_*.py")
        for link in re.findall(r"""["']([^"'\s]*(?:\.com|\.cn|\.us|\.hk|\.vn|\.my)[^"'\s]*)["']""", file.read_text(encoding="utf-8"))
    }
)  # fmt: skip
_PIECES = st.sampled_from(
    ("", "&amp;", "%", "%20", " ", "\n", "#a", "?spm=1&", "】", "9" * 30, "@item.taobao.com", ".")
)
LINKS = st.builds(
    lambda link, piece, at: link[:at] + piece + link[at:], st.sampled_from(_KNOWN), _PIECES, st.integers(0, 90)
)


def agrees(texts: list[str]) -> None:
    together = parse_links(texts)
    expected = [*map(parse_link_once, texts), Link()]
    assert [together.each(at) for at in range(len(texts) + 1)] == expected
    assert together.shared(lambda link: link.platform).tolist() == [link.platform for link in expected]
    assert together.where(lambda link: link.unseen_form).tolist() == [link.unseen_form for link in expected]


def test_every_link_of_these_tests_is_read_alike() -> None:
    assert len(_KNOWN) > 200
    agrees(_KNOWN)


@given(st.lists(LINKS, max_size=8))
def test_links_with_something_inside_are_read_alike(texts: list[str]) -> None:
    agrees(texts)


@settings(max_examples=25)
@given(
    st.lists(st.one_of(LINKS, st.just("")), min_size=1, max_size=6),
    st.lists(st.integers(-1, 299), min_size=1, max_size=6),
)
def test_the_links_of_a_column_and_of_one_joined_to_it_are_those_of_its_texts(
    texts: list[str], rows: list[int]
) -> None:
    column = pd.Series(np.resize(np.array(texts, dtype=object), 300), dtype=object)
    joined = take(column, np.resize(np.array(rows, dtype=np.int64), 300), Kind.TEXT)
    for each in (column, joined):
        links = links_of(each)
        assert [links.each(row) for row in range(300)] == list(map(parse_link_once, each))
        for computed in (listings.url_platform, listings.item_id, listings.canonical_url):
            assert computed.by is not None
            assert computed.compute([each], 300).tolist() == list(computed.by.call([each], typed=True))
