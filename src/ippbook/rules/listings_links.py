"""Rules on Listings: their links."""

import numpy as np

from ippbook.catalog import platforms, reasons
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.languages import say, say_series
from ippbook.rules.rows import is_filled, is_one_of, links_where, sentences_where, sites_differ
from ippbook.tables.column_types import ChoiceColumn, Mask, Sentences, TextColumn
from ippbook.tables.distinct_texts import distinct_texts


def _kind(url: TextColumn, item_id: TextColumn, kinds: frozenset[str]) -> Mask:
    """Links of one of *kinds*. A link with an item ID is a product listing."""
    return links_where(is_filled(url) & ~is_filled(item_id), lambda link: link.kind in kinds, url)


@rule(
    "LS106",
    on="Listings",
    at="URL",
    says="this is a short link; open it and paste the address of the page that it opens",
)
def short_link(url: TextColumn, item_id: TextColumn) -> Mask:
    """Short link.

    The portal's form checks the item number in the link. A short link has no item number, and it stops working.

    Fix: open it in a browser, and paste the address that the browser then shows.
    Source: ipp-facts 2.1, 14 [CODE], 11 U02.
    Certainty: seen in public code.

    Flagged:
        | URL                                 |
        | https://m.tb.cn/h.5abcdeF           |
        | https://qr.1688.com/s/Abcde123      |
        | https://s.lazada.vn/s.AbcD1         |
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
    says="this {url_platform} page is not a product page; paste the link of the product page",
)
def link_without_item(url: TextColumn, item_id: TextColumn, url_platform: TextColumn) -> Mask:
    """Link to a page that is not a product page.

    Start pages, search results, categories, rules and help pages show no single product, so the portal's link check
    refuses them. For pages that may show a product see LS208.

    Fix: open the product page and paste its link.
    Source: ipp-facts 2.1, 14 [CODE], 5.1 [O7: OFF].
    Certainty: official that product listings or stores are reported; the forms of links were seen in public code.

    Flagged:
        | URL                                              |
        | https://s.taobao.com/search?q=nordlys            |
        | https://www.aliexpress.com/                      |
        | https://rule.alibaba.com/rule/detail/11004944.htm |
    Clean:
        | URL                                              |
        | https://item.taobao.com/item.htm?id=612345678901 |
        | https://www.aliexpress.com/ssr/300000512/Deals   |
        | https://m.tb.cn/h.5abcdeF                        |
        | https://shop12345.taobao.com                     |
        | https://www.amazon.com/dp/B000000000             |
        |                                                  |
    """
    rows = is_filled(url) & is_filled(url_platform) & ~is_filled(item_id)
    return links_where(rows, lambda link: link.no_offer, url)


@rule(
    "LS208",
    on="Listings",
    at="URL",
    says="{detail}; open the link and paste the address of the product page",
)
def link_that_may_show_an_item(url: TextColumn, item_id: TextColumn, url_platform: TextColumn) -> Sentences:
    """Link whose product is not clear.

    Some pages show several products, and some addresses of product pages have no product number. The portal's link
    check needs one number.

    Fix: open the link, choose the product, and paste the address of its page.
    Source: ipp-facts 2.1, 14 [CODE].
    Certainty: the page was not read, so this is a warning.

    Flagged:
        | URL                                                                                       |
        | https://www.aliexpress.com/ssr/300000512/Deals?productIds=1005005968714360,1005006802372624 |
        | https://www.aliexpress.com/ssr/300000512/Deals                                            |
        | https://item.taobao.com/item.htm?id=                                                      |
    Clean:
        | URL                                                                        |
        | https://item.taobao.com/item.htm?id=612345678901                           |
        | https://www.aliexpress.com/ssr/300000512/Deals?productIds=1005005968714360 |
        | https://www.aliexpress.com/                                                |
        | https://m.tb.cn/h.5abcdeF                                                  |
        | https://shop12345.taobao.com                                               |
        | https://www.amazon.com/dp/B000000000                                       |
        |                                                                            |
    """

    def unclear(text: str) -> str:
        link = platforms.parse_link(text)
        if link.choices:
            return say(
                "this link shows {choices_count} products ({choices}{part})",
                choices_count=len(link.choices),
                choices=say_series(link.choices[:5]),
                part=(", …" if len(link.choices) > 5 else ""),
            )
        if link.kind != "other" or link.no_offer:
            return ""
        return say(
            "ippbook finds no product number in this {platforms_label} link",
            platforms_label=platforms.PLATFORMS[link.platform].label,
        )

    return sentences_where(is_filled(url) & is_filled(url_platform) & ~is_filled(item_id), unclear, url)


@rule(
    "LS108",
    on="Listings",
    at="Platform",
    says="the platform is {platform}, but the link is on {url_platform}; correct one of them",
)
def listing_platform_differs_from_link(platform: ChoiceColumn, url_platform: TextColumn) -> Mask:
    """Platform that differs from the link.

    The portal checks the links. It refuses links to any marketplace other than the one chosen.

    Fix: correct the platform, or paste the correct link.
    Source: ipp-facts 0.3, 2.2 [C1, C3: CODE].
    Certainty: seen in public code; for marketplaces that share item numbers see LS204.

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
    says="the platform is {platform}, but the link is on {url_platform}; use the marketplace that sells the product",
)
def listing_platform_may_differ_from_link(platform: ChoiceColumn, url_platform: TextColumn) -> Mask:
    """Platform that differs from the link, where both share item numbers.

    A Tmall product also opens under a Taobao address. In the portal you must choose the marketplace that sells the
    product.

    Fix: open the link, check which marketplace sells the product, and correct the platform or the link.
    Source: ipp-facts 2.2 (shared item numbers: GK; site check [C3: CODE]).
    Certainty: general knowledge, so this is a warning.

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
    says="item number {item_id} has an unusual length for {url_platform}; compare the link with the page",
)
def item_number_of_unusual_length(item_id: TextColumn, url_platform: TextColumn) -> Mask:
    """Item number with an unusual length.

    A digit may have been lost or doubled when the link was copied. Item numbers also get longer when a marketplace
    grows, so this is only a question.

    Fix: open the link. If it works, leave it as it is.
    Source: ipp-facts 2.1 (lengths seen: CODE).
    Certainty: seen in public code; item numbers get longer, so this is a warning.

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
    lengths = np.fromiter(map(len, item_id.tolist()), dtype=np.int64, count=len(item_id))
    unusual = np.zeros(len(lengths), dtype=np.bool_)
    sites, codes = distinct_texts(url_platform)
    for site, code in enumerate(codes.tolist()):
        if code:
            unusual |= (sites == site) & ~np.isin(lengths, platforms.PLATFORMS[code].usual_lengths)
    return unusual & is_filled(item_id)


@rule(
    "LS301",
    on="Listings",
    at="URL",
    says="the link is longer than necessary; store it as {canonical_url}",
    on_request=True,
)
def link_not_canonical(url: TextColumn, canonical_url: TextColumn, item_id: TextColumn) -> Mask:
    """Link that is not in its canonical form.

    Tracking parameters and mobile addresses make one product page look like many. Filing tools bring links to this form
    before the link check, and so do plan and pack. So this check runs only if your team wants to store short links: add a
    row to Settings with the code LS301 and the word advice. A product title inside a link is not flagged.

    Fix: replace the link by the one in the column Canonical URL.
    Source: ipp-facts 2.1, 2.2 [C3: CODE].
    Certainty: seen in public code; this is advice.

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
    other = is_filled(item_id) & (url != canonical_url).to_numpy()
    rows = np.flatnonzero(other)
    pairs = zip(url.to_numpy()[rows], canonical_url.to_numpy()[rows], strict=True)
    other[rows] = [_host_and_query(one) != _host_and_query(short) for one, short in pairs]
    return other


def _host_and_query(link: str) -> tuple[str, str]:
    """The host of a link, and what follows its path."""
    rest = link.partition("://")[2] or link
    host, _, path = rest.partition("/")
    marks = [at for at in (path.find("?"), path.find("#")) if at >= 0]
    return host.casefold(), path[min(marks) :] if marks else ""


@rule(
    "LS303",
    on="Listings",
    at="URL",
    says="ippbook does not know this form of link and reads product {item_id}; open {canonical_url} and check that it shows the same product",
)
def item_read_from_an_unseen_form(url: TextColumn, canonical_url: TextColumn, item_id: TextColumn) -> Mask:
    """Product number read from an unknown form of link.

    Marketplaces add hosts and page addresses. Where an address looks like a product page, ippbook reads its number. For
    an unknown country domain see LS210.

    Fix: open the link of the column Canonical URL. If it shows the same product, paste it under URL.
    Source: ipp-facts 2.1, 14 (inferred from the forms that were seen: INF).
    Certainty: inferred; this is advice.

    Flagged:
        | URL                                                      |
        | https://new.detail.tmall.com/item.htm?id=612345678901    |
        | https://best.aliexpress.com/item/1005005968714360.html   |
    Clean:
        | URL                                                      |
        | https://detail.tmall.com/item.htm?id=612345678901        |
        | https://vi.aliexpress.com/item/1005005968714360.html     |
        | https://shop12345.taobao.com                             |
        |                                                          |
    """
    other = is_filled(item_id) & (url != canonical_url).to_numpy()
    return links_where(other, lambda link: link.unseen_form and not link.unknown_host, url)


@rule(
    "LS302",
    on="Listings",
    at="URL",
    says="this is a store, not a product page; report it as a storefront, or paste the link of a product page",
)
def store_among_listings(listing: TextColumn, url: TextColumn, item_id: TextColumn, all_complaints: Whole) -> Mask:
    """Store in Listings.

    The portal has two kinds of complaint: one for product listings, one for storefronts. A store link among product
    links is refused. Stores in a storefront complaint are not flagged.

    Fix: choose the reason storefront for it, or paste the link of the infringing product page.
    Source: ipp-facts 1, 5.1 [O7: OFF], 2.3 [CODE].
    Certainty: official; this is advice, because you may want to report the store.

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
    if not stores.any():
        return stores
    storefront = all_complaints["reason"] == reasons.STOREFRONT
    reported = frozenset(all_complaints["listing"][storefront].str.casefold())
    return stores & ~is_one_of(listing.str.casefold(), reported)
