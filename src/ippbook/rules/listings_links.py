"""Rules on Listings: what their links say."""

from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from ippbook import platforms
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.rules.rows import Column, Flags, Texts, asked, each, first_rows, group, held, other_site, sentences, within

_STORE_REASON: Final = "storefront"


def _kind(url: Column, item_id: Column, kinds: frozenset[str]) -> Flags:
    """Links of one of *kinds*. Links to items are known by their item id; only the rest is read again."""
    rows = held(url) & ~held(item_id)
    return asked(rows, lambda text: platforms.parse(text).kind in kinds, url)


@rule(
    "LS105",
    on="Listings",
    at="URL",
    says="this is no link of a marketplace that IPP covers; paste the link of the offer",
)
def link_of_no_marketplace(url: Column, url_platform: Column) -> Flags:
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
    return held(url) & ~held(url_platform)


@rule("LS106", on="Listings", at="URL", says="this is a short link; open it and paste the long link of the offer")
def short_link(url: Column, item_id: Column) -> Flags:
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
def link_without_item(url: Column, item_id: Column, url_platform: Column) -> Flags:
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
    return held(url_platform) & _kind(url, item_id, frozenset({"other"}))


@rule(
    "LS108",
    on="Listings",
    at="Platform",
    says="the platform is {platform}, but the link is of {url_platform}; correct one of them",
)
def platform_is_not_that_of_the_link(platform: Column, url_platform: Column) -> Flags:
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
    return other_site(platform, url_platform, shared=False)


@rule(
    "LS204",
    on="Listings",
    at="Platform",
    says="the platform is {platform}, but the link is of {url_platform}; file it on the site where the offer opens",
)
def platform_may_not_be_that_of_the_link(platform: Column, url_platform: Column) -> Flags:
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
    return other_site(platform, url_platform, shared=True)


class _Repeats(NamedTuple):
    """Rows whose offer stands in an earlier row, for the same right or where one of the two names none."""

    plain: Flags
    shifted: Flags
    """Those that are one offer only because an aliexpress.us number was shifted back."""


def _repeats(listings: Whole) -> _Repeats:
    """The repeated offers of the whole table; ask for it by `all_listings.once(_repeats)`."""
    item_id, url, right = listings["item_id"], listings["url"].to_numpy(), listings["right"]
    later = held(listings["duplicate_of"])
    if not later.any():
        return _Repeats(later, later)
    # Only offers that stand twice are compared; most tables have few of them.
    addresses = listings["canonical_url"]
    canonical = addresses.where(within(addresses, frozenset(addresses[later])), "")
    offers = group(canonical)
    row = np.arange(len(offers))
    first = first_rows(offers, offers >= 0)
    nameless = first_rows(offers, ~held(right))
    same = first_rows(group(canonical, right), offers >= 0)
    repeated = later & (((same >= 0) & (same < row)) | ((nameless >= 0) & (nameless < row)) | ~held(right))
    shifted = np.zeros(len(row), dtype=np.bool_)
    for at in np.flatnonzero(repeated):
        number = item_id.iloc[at]
        shifted[at] = (number in url[at]) != (number in url[first[at]])
    return _Repeats(repeated & ~shifted, repeated & shifted)


@rule("LS109", on="Listings", at="URL", says="the same offer as {duplicate_of}; keep one row for each right")
def listing_twice(all_listings: Whole) -> Flags:
    """Offer in two rows.

    Two links are one offer when platform and item number are the same, whatever else they carry. Reporting it twice
    is refused by the link check, or counts twice against the account. An offer may have a row for each right that it
    infringes.

    Fix: keep one row, and let the complaints name it.
    Source: ipp-facts 2.2 [CODE], 11 U05.
    Certainty: seen in public code.

    Flagged:
        | Listing | URL                                                    | Right | Flagged |
        | L1      | https://item.taobao.com/item.htm?id=612345678901       | A     | no      |
        | L2      | https://item.taobao.com/item.htm?spm=a1&id=612345678901 | A    | yes     |
        | L3      | https://m.intl.taobao.com/detail/detail.html?id=612345678901 |  | yes    |
        | L4      | https://item.taobao.com/item.htm?id=612345678901       | B     | yes     |
    Clean:
        | Listing | URL                                                    | Right |
        | L1      | https://item.taobao.com/item.htm?id=612345678901       | A     |
        | L2      | https://item.taobao.com/item.htm?id=612345678901       | B     |
        | L3      | https://item.taobao.com/item.htm?id=612345678902       | A     |
        | L4      | https://detail.tmall.com/item.htm?id=612345678901      | A     |
        | L5      | https://www.aliexpress.com/item/1005005968714360.html  | A     |
        | L6      | https://www.aliexpress.us/item/3256805782399608.html   | A     |
        | L7      |                                                        | A     |
        | L8      |                                                        | A     |
    """
    return all_listings.once(_repeats).plain


@rule(
    "LS205",
    on="Listings",
    at="URL",
    says="seems the same offer as {duplicate_of}: the numbers of aliexpress.us and aliexpress.com differ by a constant; compare the pages",
)
def listing_twice_by_its_us_address(all_listings: Whole) -> Flags:
    """Offer in two rows, once under its address in the United States.

    A number of aliexpress.us is that of aliexpress.com plus 2 to the power of 51. No page of the platform says so; it held
    for every pair that was compared.

    Fix: open both pages; where they are one offer, keep one row.
    Source: ipp-facts 2.2 (INF, 11 of 11 links).
    Certainty: inferred, hence a warning.

    Flagged:
        | Listing | URL                                                   | Right | Flagged |
        | L1      | https://www.aliexpress.com/item/1005005968714360.html | A     | no      |
        | L2      | https://www.aliexpress.us/item/3256805782399608.html  | A     | yes     |
    Clean:
        | Listing | URL                                                   | Right |
        | L1      | https://www.aliexpress.com/item/1005005968714360.html | A     |
        | L2      | https://www.aliexpress.us/item/3256805782399608.html  | B     |
        | L3      | https://www.aliexpress.us/item/2251832766343175.html  | A     |
        | L4      | https://www.aliexpress.com/item/1005005968714361.html | A     |
    """
    return all_listings.once(_repeats).shifted


@rule("LS206", on="Listings", at="URL", says="{detail}; open both links, it may be one offer")
def same_number_on_a_sister_site(listing: Column, url_platform: Column, item_id: Column, right: Column) -> Texts:
    """Same item number on two sites that share their numbers.

    Taobao and Tmall number their items together, so the two links are likely one offer.

    Fix: open both links; where they are one offer, keep the row of the site on which it stands.
    Source: ipp-facts 2.2 (GK).
    Certainty: general knowledge, hence a warning.

    Flagged:
        | Listing | URL                                               | Right | Flagged |
        | L1      | https://item.taobao.com/item.htm?id=612345678901  | A     | no      |
        | L2      | https://detail.tmall.com/item.htm?id=612345678901 | A     | yes     |
        | L3      | https://item.taobao.com/item.htm?id=612345678901  | A     | no      |
    Clean:
        | Listing | URL                                               | Right |
        | L1      | https://item.taobao.com/item.htm?id=612345678901  | A     |
        | L2      | https://detail.tmall.com/item.htm?id=612345678902 | A     |
        | L3      | https://detail.1688.com/offer/612345678901.html   | A     |
        | L4      | https://detail.tmall.com/item.htm?id=612345678901 | B     |
    """
    spaces = pd.Series(each(url_platform, lambda code: platforms.ALL[code].id_space if code else ""), dtype=object)
    numbers = item_id.where((spaces != "") & item_id.duplicated(keep=False), "")
    groups = group(spaces, numbers, "=" + right)
    first = first_rows(groups, groups >= 0)
    sister = (groups >= 0) & (url_platform.to_numpy() != url_platform.to_numpy()[first])
    names = listing.where(listing != "", "another row").iloc[first].reset_index(drop=True)
    sites = url_platform.iloc[first].reset_index(drop=True)
    return sentences(sister, lambda name, site: f"{name} has the same item number on {site}", names, sites)


@rule(
    "LS207",
    on="Listings",
    at="URL",
    says="an item number of {url_platform} does not usually have as many digits as {item_id}; compare the link with the page",
)
def item_number_of_unusual_length(item_id: Column, url_platform: Column) -> Flags:
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
    for code, platform in platforms.ALL.items():
        unusual |= (url_platform == code).to_numpy() & ~np.isin(lengths, platform.usual_lengths)
    return unusual & held(item_id)


@rule(
    "LS301",
    on="Listings",
    at="URL",
    says="the link carries more than it needs; {canonical_url} is the form to store and to file",
)
def link_not_canonical(url: Column, canonical_url: Column, item_id: Column) -> Flags:
    """Link that is not in its canonical form.

    Tracking parameters make one offer look like many. Tools that file bring links to this form before the link check.

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
        | https://shop12345.taobao.com/                         |
        | not a link                                            |
        |                                                       |
    """
    return held(item_id) & (url != canonical_url).to_numpy()


@rule(
    "LS302",
    on="Listings",
    at="URL",
    says="this is a store, not an offer; report it as a storefront, or paste the link of an offer",
)
def store_among_listings(listing: Column, url: Column, item_id: Column, all_complaints: Whole) -> Flags:
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
    return stores & ~within(listing.str.casefold(), reported)
