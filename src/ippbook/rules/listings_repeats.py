"""Rules on Listings: one offer in several rows."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ippbook.catalog import platforms
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.rules.rows import filled, first_in_group, group_numbers, is_one_of, per_distinct, sentences_where
from ippbook.tables.column_types import Mask, Sentences, TextColumn


class _Repeats(NamedTuple):
    """Rows whose offer stands in an earlier row, for the same right or where one of the two names none."""

    plain: Mask
    shifted: Mask
    """Those that are one offer only because an aliexpress.us number was shifted back."""


def _repeats(listings: Whole) -> _Repeats:
    """The repeated offers of the whole table; ask for it by `all_listings.once(_repeats)`."""
    item_id, url, right = listings["item_id"], listings["url"].to_numpy(), listings["right"]
    later = filled(listings["duplicate_of"])
    if not later.any():
        return _Repeats(later, later)
    # Only offers that stand twice are compared; most tables have few of them.
    addresses = listings["canonical_url"]
    canonical = addresses.where(is_one_of(addresses, frozenset(addresses[later])), "")
    offers = group_numbers(canonical)
    row = np.arange(len(offers))
    first = first_in_group(offers, offers >= 0)
    nameless = first_in_group(offers, ~filled(right))
    same = first_in_group(group_numbers(canonical, right), offers >= 0)
    repeated = later & (((same >= 0) & (same < row)) | ((nameless >= 0) & (nameless < row)) | ~filled(right))
    shifted = np.zeros(len(row), dtype=np.bool_)
    for at in np.flatnonzero(repeated):
        number = item_id.iloc[at]
        shifted[at] = (number in url[at]) != (number in url[first[at]])
    return _Repeats(repeated & ~shifted, repeated & shifted)


@rule("LS109", on="Listings", at="URL", says="the same offer as {duplicate_of}; keep one row for each right")
def listing_twice(all_listings: Whole) -> Mask:
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
def listing_twice_by_its_us_address(all_listings: Whole) -> Mask:
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
def same_number_on_a_sister_site(
    listing: TextColumn, url_platform: TextColumn, item_id: TextColumn, right: TextColumn
) -> Sentences:
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
    spaces = pd.Series(
        per_distinct(url_platform, lambda code: platforms.PLATFORMS[code].id_space if code else ""), dtype=object
    )
    numbers = item_id.where((spaces != "") & item_id.duplicated(keep=False), "")
    groups = group_numbers(spaces, numbers, "=" + right)
    first = first_in_group(groups, groups >= 0)
    sister = (groups >= 0) & (url_platform.to_numpy() != url_platform.to_numpy()[first])
    names = listing.where(listing != "", "another row").iloc[first].reset_index(drop=True)
    sites = url_platform.iloc[first].reset_index(drop=True)
    return sentences_where(sister, lambda name, site: f"{name} has the same item number on {site}", names, sites)
