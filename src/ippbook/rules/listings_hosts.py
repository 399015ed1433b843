"""Rules on Listings: the hosts of links, and the marketplaces that they belong to."""

from typing import Final

from ippbook.catalog import platforms
from ippbook.declare import rule
from ippbook.rules.rows import is_filled, is_one_of, links_where, platforms_where, sentences_where
from ippbook.tables.column_types import Mask, Sentences, TextColumn

_SEVERAL_COUNTRIES: Final = platforms_where(lambda platform: bool(platform.country_names))
_OWN_DOMAIN: Final = platforms_where(lambda platform: "{domain}" in platform.canonical)
"""Platforms whose links keep their country's domain when they are stored."""


@rule(
    "LS105",
    on="Listings",
    at="URL",
    says="this is not a link to a marketplace that IPP covers; paste the link of the product page",
)
def link_without_marketplace(url: TextColumn, url_platform: TextColumn) -> Mask:
    """Link that does not lead to a supported marketplace.

    The portal accepts only links to Alibaba's marketplaces. Some addresses look similar but lead elsewhere. For Daraz,
    Trendyol and Fliggy see LS209.

    Fix: paste the link of the product page as the browser shows it. Keep listings on other marketplaces in another
    table.
    Source: ipp-facts 1 [O4, O5, O26: OFF], 2.1 [CODE].
    Certainty: official for the marketplaces; the forms of links were seen in public code.

    Flagged:
        | URL                                                    |
        | https://www.amazon.com/dp/B000000000                   |
        | https://item.taobao.com.evil.cn/item.htm?id=612345678901 |
        | red bag from the big shop                              |
        | https://aliexpress.co/item/1005005968714360.html       |
    Clean:
        | URL                                              |
        | https://item.taobao.com/item.htm?id=612345678901 |
        | https://www.aliexpress.com/item/1005005968714360.html |
        | https://m.tb.cn/h.5abcdeF                        |
        | https://shop12345.taobao.com                     |
        | https://www.trendyol.com/nordlys/bag-p-123456789 |
        |                                                  |
    """
    return links_where(is_filled(url) & ~is_filled(url_platform), lambda link: not link.uncovered, url)


@rule(
    "LS209",
    on="Listings",
    at="URL",
    says="this link is on {detail}, which IPP is not known to cover; report it to {detail} itself, or ask the portal first",
)
def marketplace_not_known_to_be_covered(url: TextColumn, url_platform: TextColumn) -> Sentences:
    """Link to a marketplace that IPP is not known to cover.

    Daraz, Trendyol and Fliggy belong or belonged to the Alibaba group. No page that was read says that IPP takes
    complaints about them.

    Fix: report the listing to the marketplace itself, or ask the portal whether it takes the link.
    Source: ipp-facts 1 (nothing found), 14 [N1: LAW] (does not name them).
    Certainty: not found, so this is a warning.

    Flagged:
        | URL                                                         |
        | https://www.trendyol.com/nordlys/bag-p-123456789            |
        | https://www.daraz.pk/products/red-bag-i123456789-s1.html    |
        | https://traveldetail.fliggy.com/item.htm?id=612345678901    |
    Clean:
        | URL                                              |
        | https://item.taobao.com/item.htm?id=612345678901 |
        | https://www.miravia.es/p/bag-i1357123456789012.html |
        | https://www.amazon.com/dp/B000000000             |
        | https://trendyol.com.evil.cn/bag-p-123456789     |
        |                                                  |
    """
    rows = links_where(is_filled(url) & ~is_filled(url_platform), lambda link: bool(link.uncovered), url)
    return sentences_where(rows, lambda text: platforms.parse_link(text).uncovered, url)


@rule(
    "LS210",
    on="Listings",
    at="URL",
    says="ippbook does not know the host {detail}; check that it is the marketplace's own before you file",
)
def host_that_nobody_vouches_for(
    url: TextColumn, item_id: TextColumn, canonical_url: TextColumn, url_platform: TextColumn
) -> Sentences:
    """Product page under a country domain that is not known.

    AliExpress, Lazada and Miravia have sites under the domains of several countries and may open others. Anybody can
    register such a name, so it can also be an imitation. ippbook reads the product number, and the portal decides.

    Fix: open the link. If the site is the marketplace's own, file it. If not, remove the row.
    Source: ipp-facts 2.1, 14 (country domains seen: CODE; further ones: INF).
    Certainty: inferred from the name of the host, so this is a warning.

    Flagged:
        | URL                                                   |
        | https://www.aliexpress.pl/item/1005005968714360.html  |
        | https://www.lazada.com.tw/products/bag-i123456789.html |
    Clean:
        | URL                                                   |
        | https://www.aliexpress.com/item/1005005968714360.html |
        | https://www.aliexpress.ru/item/1005005968714360.html  |
        | https://aliexpress-shop.de/item/1005005968714360.html |
        | https://aliexpress.pl.evil.com/item/1005005968714360.html |
        | https://aliexpress.co/item/1005005968714360.html      |
        |                                                       |
    """
    in_form = (url == canonical_url).to_numpy() & ~is_one_of(url_platform, _OWN_DOMAIN)
    rows = is_filled(item_id) & is_one_of(url_platform, _SEVERAL_COUNTRIES) & ~in_form
    rows = links_where(rows, lambda link: bool(link.unknown_host), url)
    return sentences_where(rows, lambda text: platforms.parse_link(text).unknown_host, url)
