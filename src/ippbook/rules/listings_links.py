"""Rules on Listings: what their links say."""

import re
from typing import Final

import numpy as np

from ippbook.catalog import platforms
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.rules.rows import filled, is_one_of, rows_where, sites_differ
from ippbook.tables.column_types import ChoiceColumn, Mask, TextColumn

_STORE_REASON: Final = "storefront"


def _kind(url: TextColumn, item_id: TextColumn, kinds: frozenset[str]) -> Mask:
    """Links of one of *kinds*. Links to items are known by their item id; only the rest is read again."""
    rows = filled(url) & ~filled(item_id)
    return rows_where(rows, lambda text: platforms.parse_link(text).kind in kinds, url)


@rule(
    "LS105",
    on="Listings",
    at="URL",
    says="this is no link of a marketplace that IPP covers; paste the link of the offer",
)
def link_of_no_marketplace(url: TextColumn, url_platform: TextColumn) -> Mask:
    """Link that leads to none of the marketplaces.

    The portal takes links of Alibaba's marketplaces only. Addresses that merely look like them lead elsewhere.

    Fix: paste the link of the offer as the browser shows it; keep listings of other marketplaces in another table.
    Source: ipp-facts 1 [O4, O5, O26: OFF], 2.1 [CODE].
    Certainty: official for the marketplaces, seen in public code for the forms of links.

    Flagged:
        | URL                                                    |
        | https://www.amazon.com/dp/B000000000                   |
        | https://item.taobao.com.evil.cn/item.htm?id=612345678901 |
        | red bag from the big shop                              |
    Clean:
        | URL                                              |
        | https://item.taobao.com/item.htm?id=612345678901 |
        | https://www.aliexpress.com/item/1005005968714360.html |
        | https://m.tb.cn/h.5abcdeF                        |
        | https://shop12345.taobao.com                     |
        |                                                  |
    """
    return filled(url) & ~filled(url_platform)


@rule("LS106", on="Listings", at="URL", says="this is a short link; open it and paste the long link of the offer")
def short_link(url: TextColumn, item_id: TextColumn) -> Mask:
    """Short link.

    The portal's form checks the item number in the link. A short link has none, and it stops working.

    Fix: open it in a browser and paste the address that the browser then shows.
    Source: ipp-facts 2.1 [CODE], 11 U02.
    Certainty: seen in public code.

    Flagged:
        | URL                                 |
        | https://m.tb.cn/h.5abcdeF           |
        | https://a.aliexpress.com/_mKabcde   |
        | https://s.click.aliexpress.com/e/_DAbcdef |
    Clean:
        | URL                                              |
        | https://item.taobao.com/item.htm?id=612345678901 |
        | https://shop12345.taobao.com                     |
        |                                                  |
    """
    return _kind(url, item_id, frozenset({"short"}))


@rule(
    "LS107",
    on="Listings",
    at="URL",
    says="this page of {url_platform} names no offer; paste the link of the offer itself",
)
def link_without_item(url: TextColumn, item_id: TextColumn, url_platform: TextColumn) -> Mask:
    """Link to a page that is no offer.

    Search results, categories and start pages hold no item number, so the portal's link check refuses them.

    Fix: open the offer and paste its link.
    Source: ipp-facts 2.1 [CODE], 5.1 [O7: OFF].
    Certainty: official that offers or stores are reported; the forms of links are seen in public code.

    Flagged:
        | URL                                              |
        | https://s.taobao.com/search?q=nordlys            |
        | https://www.aliexpress.com/                      |
    Clean:
        | URL                                              |
        | https://item.taobao.com/item.htm?id=612345678901 |
        | https://m.tb.cn/h.5abcdeF                        |
        | https://shop12345.taobao.com                     |
        | https://www.amazon.com/dp/B000000000             |
        |                                                  |
    """
    return filled(url_platform) & _kind(url, item_id, frozenset({"other"}))


@rule(
    "LS108",
    on="Listings",
    at="Platform",
    says="the platform is {platform}, but the link is of {url_platform}; correct one of them",
)
def platform_is_not_that_of_the_link(platform: ChoiceColumn, url_platform: TextColumn) -> Mask:
    """Platform that differs from the link's.

    A link of another site than the one chosen is refused when the portal verifies the links.

    Fix: correct the platform, or paste the right link.
    Source: ipp-facts 0.3, 2.2 [C1, C3: CODE].
    Certainty: seen in public code; sites that share their item numbers are under LS204.

    Flagged:
        | Platform | URL                                                   |
        | taobao   | https://www.aliexpress.com/item/1005005968714360.html |
        | 1688     | https://item.taobao.com/item.htm?id=612345678901      |
    Clean:
        | Platform | URL                                                   |
        | taobao   | https://item.taobao.com/item.htm?id=612345678901      |
        | tmall    | https://item.taobao.com/item.htm?id=612345678901      |
        |          | https://item.taobao.com/item.htm?id=612345678901      |
        | taobao   |                                                       |
        | taobao   | not a link                                            |
    """
    return sites_differ(platform, url_platform, shared=False)


@rule(
    "LS204",
    on="Listings",
    at="Platform",
    says="the platform is {platform}, but the link is of {url_platform}; file it on the site where the offer opens",
)
def platform_may_not_be_that_of_the_link(platform: ChoiceColumn, url_platform: TextColumn) -> Mask:
    """Platform that differs from the link's, on sites that share their item numbers.

    An offer of Tmall also opens under a Taobao address. The site chosen in the portal must be the one that the offer
    belongs to.

    Fix: open the link, see on which site the offer stands, and correct the platform or the link.
    Source: ipp-facts 2.2 (shared item numbers: GK; site check [C3: CODE]).
    Certainty: general knowledge, hence a warning.

    Flagged:
        | Platform | URL                                              |
        | tmall    | https://item.taobao.com/item.htm?id=612345678901 |
        | taobao   | https://detail.tmall.com/item.htm?id=612345678901 |
    Clean:
        | Platform | URL                                              |
        | tmall    | https://detail.tmall.com/item.htm?id=612345678901 |
        | 1688     | https://item.taobao.com/item.htm?id=612345678901 |
        |          | https://item.taobao.com/item.htm?id=612345678901 |
    """
    return sites_differ(platform, url_platform, shared=True)


@rule(
    "LS207",
    on="Listings",
    at="URL",
    says="an item number of {url_platform} does not usually have as many digits as {item_id}; compare the link with the page",
)
def item_number_of_unusual_length(item_id: TextColumn, url_platform: TextColumn) -> Mask:
    """Item number of an unusual length.

    A digit may have been lost or doubled in copying. New lengths come up when a marketplace has grown, so this is a
    question.

    Fix: open the link; where it works, leave it.
    Source: ipp-facts 2.1 (lengths seen: CODE).
    Certainty: seen in public code, and lengths grow, hence a warning.

    Flagged:
        | URL                                                  |
        | https://item.taobao.com/item.htm?id=12345678         |
        | https://www.aliexpress.com/item/100500596871436.html |
    Clean:
        | URL                                                   |
        | https://item.taobao.com/item.htm?id=612345678901      |
        | https://item.taobao.com/item.htm?id=123456789         |
        | https://www.aliexpress.com/item/1005005968714360.html |
        | https://www.aliexpress.us/item/3256805782399608.html  |
        | https://shop12345.taobao.com                          |
        |                                                       |
    """
    lengths = np.fromiter(map(len, item_id), dtype=np.int64, count=len(item_id))
    unusual = np.zeros(len(lengths), dtype=np.bool_)
    for code, platform in platforms.PLATFORMS.items():
        unusual |= (url_platform == code).to_numpy() & ~np.isin(lengths, platform.usual_lengths)
    return unusual & filled(item_id)


@rule(
    "LS301",
    on="Listings",
    at="URL",
    says="the link carries more than it needs; {canonical_url} is the form to store and to file",
)
def link_not_canonical(url: TextColumn, canonical_url: TextColumn, item_id: TextColumn) -> Mask:
    """Link that is not in its canonical form.

    Tracking parameters and mobile hosts make one offer look like many. Tools that file bring links to this form before the
    link check. The title that a marketplace writes into a link is no fault and is not mentioned.

    Fix: nothing must be done; the column Canonical URL has the form to file.
    Source: ipp-facts 2.1, 2.2 [C3: CODE].
    Certainty: seen in public code; an advice.

    Flagged:
        | URL                                                          |
        | https://item.taobao.com/item.htm?spm=a1z10&id=612345678901   |
        | https://m.1688.com/offer/612345678901.html                   |
        | https://www.aliexpress.com/item/1005005968714360.html?pvid=1 |
    Clean:
        | URL                                                   |
        | https://item.taobao.com/item.htm?id=612345678901      |
        | https://detail.1688.com/offer/612345678901.html       |
        | https://www.alibaba.com/product-detail/Red-Backpack_1600000594718.html |
        | https://shop12345.taobao.com/                         |
        | not a link                                            |
        |                                                       |
    """
    other = filled(item_id) & (url != canonical_url).to_numpy()
    rows = np.flatnonzero(other)
    pairs = zip(url.to_numpy()[rows], canonical_url.to_numpy()[rows], strict=True)
    other[rows] = [_host_and_query(one) != _host_and_query(short) for one, short in pairs]
    return other


def _host_and_query(link: str) -> tuple[str, str]:
    """What stands before the path of a link, and what stands behind it."""
    rest = link.partition("://")[2] or link
    host, _, path = rest.partition("/")
    return host.casefold(), "".join(re.split(r"(?=[?#])", path, maxsplit=1)[1:])


@rule(
    "LS302",
    on="Listings",
    at="URL",
    says="this is a store, not an offer; report it as a storefront, or paste the link of an offer",
)
def store_among_listings(listing: TextColumn, url: TextColumn, item_id: TextColumn, all_complaints: Whole) -> Mask:
    """Store among the listings.

    The portal takes product listings and storefronts as two kinds of complaint. A store link among product links is
    refused. Stores that a storefront complaint names are left alone.

    Fix: choose the reason storefront for it, or paste the link of the offer that infringes.
    Source: ipp-facts 1, 5.1 [O7: OFF], 2.3 [CODE].
    Certainty: official; an advice, because a store may be meant.

    Flagged:
        | URL                                      |
        | https://shop12345.taobao.com             |
        | https://www.aliexpress.com/store/1234567 |
    Clean:
        | URL                                              |
        | https://item.taobao.com/item.htm?id=612345678901 |
        | https://m.tb.cn/h.5abcdeF                        |
        |                                                  |
    """
    stores = _kind(url, item_id, frozenset({"store"}))
    meant = all_complaints["reason"] == _STORE_REASON
    reported = frozenset(all_complaints["listing"][meant].str.casefold()) if stores.any() else frozenset()
    return stores & ~is_one_of(listing.str.casefold(), reported)
