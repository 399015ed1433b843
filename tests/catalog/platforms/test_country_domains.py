"""A product page under a country domain that nobody vouches for is read with a note; imitations of the name are not read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.catalog import platforms

LONG = "1005005968714360"


@pytest.mark.parametrize(
    ("url", "platform", "item", "host", "canonical"),
    [
        (f"https://www.aliexpress.de/item/{LONG}.html", "aliexpress", LONG, "aliexpress.de", f"https://www.aliexpress.com/item/{LONG}.html"),
        (f"https://m.aliexpress.pl/i/{LONG}.html?spm=a", "aliexpress", LONG, "m.aliexpress.pl", f"https://www.aliexpress.com/item/{LONG}.html"),
        (f"aliexpress.com.tr/item/{LONG}.html", "aliexpress", LONG, "aliexpress.com.tr", f"https://www.aliexpress.com/item/{LONG}.html"),
        (f"https://de.aliexpress.co.uk/item/{LONG}.html", "aliexpress", LONG, "de.aliexpress.co.uk", f"https://www.aliexpress.com/item/{LONG}.html"),
        ("https://www.lazada.com.tw/products/bag-i123456789-s1.html", "lazada", "123456789", "lazada.com.tw", "https://www.lazada.com.tw/products/i123456789.html"),
        ("https://www.lazada.in/products/bag-i123456789.html", "lazada", "123456789", "lazada.in", "https://www.lazada.in/products/i123456789.html"),
        ("https://www.miravia.it/p/bag-i1357123456789012.html", "miravia", "1357123456789012", "miravia.it", "https://www.miravia.es/p/i1357123456789012.html"),
    ],
)  # fmt: skip
def test_a_product_page_under_a_further_country_is_read_with_a_note(url, platform, item, host, canonical):
    link = platforms.parse_link(url)
    assert (link.platform, link.kind, link.item_id, link.unknown_host) == (platform, "item", item, host)
    assert link.canonical == canonical
    assert link.unseen_form


def test_each_further_country_of_lazada_counts_its_items_separately():
    one, other = (
        platforms.parse_link(f"https://www.lazada.{end}/products/i123456789.html") for end in ("com.tw", "in")
    )
    assert (one.key, other.key) == ("lazada:TW:123456789", "lazada:IN:123456789")


@pytest.mark.parametrize(
    "host",
    [
        "aliexpress-shop.de", "shop-aliexpress.de", "aliexpress.shop", "aliexpress.co", "aliexpress.cm", "aliexpress.com.co", "aliexpress.io",
        "aliexpress.xyz", "lazada.xyz", "lazada.store", "aliexpress.de.evil.com", "aliexpress.com.evil.de", "aliexpress.de@evil.com",
        "evil.com:80@x.aliexpres.de", "aliexpress.evil.de", "evil.de/aliexpress.de", "evil.de?aliexpress.de", "aliexpress.zz", "aliexpress.net.de",
        "login.aliexpress.de", "item.aliexpress.evil.de", "taobao.de", "item.taobao.de", "tmall.de", "detail.tmall.de", "1688.de", "alibaba.de",
        "xn--aliexpress-x.de", "aliexpress.de.", "de", "aliexpress", ".de",
    ],
)  # fmt: skip
def test_an_imitation_of_a_name_and_a_marketplace_without_country_domains_are_not_read(host):
    link = platforms.parse_link(f"https://{host}/item/{LONG}.html")
    if host == "aliexpress.de.":  # a dot at the end is the same host
        assert link.unknown_host == "aliexpress.de"
    else:
        assert (link.platform, link.item_id, link.unknown_host) == ("", "", "")


@pytest.mark.parametrize(
    "tail",
    ["", "/", "/store/1234567", "/category/1", f"/item/{LONG}1234.html", "/item/12345678.html", f"/x?id={LONG}", f"/p/deals?productIds={LONG}",
     f"/share.htm?redirectUrl=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F{LONG}.html"],
)  # fmt: skip
def test_only_product_pages_of_a_form_that_was_seen_are_read_there(tail):
    assert platforms.parse_link(f"https://www.aliexpress.de{tail}") == platforms.Link()


def test_such_a_host_inside_another_link_does_not_count():
    inside = f"https%3A%2F%2Fwww.aliexpress.de%2Fitem%2F{LONG}.html"
    assert platforms.parse_link(f"https://star.aliexpress.com/share/share.htm?redirectUrl={inside}").item_id == ""
    assert platforms.parse_link(f"https://evil.com/?u={inside}").platform == ""


@pytest.mark.parametrize("host", ["www.aliexpress.com", "aliexpress.us", "aliexpress.ru", "vi.aliexpress.com"])
def test_a_known_host_gets_no_note(host):
    link = platforms.parse_link(f"https://{host}/item/{LONG}.html")
    assert (link.platform, link.unknown_host) == ("aliexpress", "")


@given(st.from_regex(r"[a-z0-9-]{1,12}(\.[a-z0-9-]{1,8}){0,3}", fullmatch=True))
def test_a_host_is_unknown_only_if_the_marketplace_s_name_is_directly_before_the_country(host):
    link = platforms.parse_link(f"https://{host}/item/{LONG}.html")
    if link.unknown_host:
        labels = host.removeprefix("www.").split(".")
        assert len(labels[-1]) == 2
        assert "aliexpress" in {labels[-2], labels[-3] if labels[-2] in {"com", "co"} else ""}
