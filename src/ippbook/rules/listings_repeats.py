"""Rules on Listings: one product page in several rows."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from ippbook.catalog import platforms
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.languages import say
from ippbook.rules.rows import (
    first_in_group,
    group_numbers,
    is_filled,
    is_one_of,
    per_distinct,
    repeated,
    sentences_where,
)
from ippbook.tables.column_types import Mask, Sentences, TextColumn
from ippbook.tables.distinct_texts import distinct_texts


class _Repeats(NamedTuple):
    """Rows whose product page is in an earlier row, for the same right or where one of the two rows has no right."""

    plain: Mask
    shifted: Mask
    """Rows that have the same product page only because an aliexpress.us number was converted."""


def _repeats(listings: Whole) -> _Repeats:
    """The repeated product pages of the whole table. Call it by `all_listings.once(_repeats)`."""
    item_id, url, right = listings["item_id"], listings["url"].to_numpy(), listings["right"]
    later = is_filled(listings["duplicate_of"])
    if not later.any():
        return _Repeats(later, later)
    # Only pages that are in two rows are compared; most tables have few of them.
    addresses = listings["canonical_url"]
    canonical = addresses.where(is_one_of(addresses, frozenset(addresses[later])), "")
    pages = group_numbers(canonical)
    row = np.arange(len(pages))
    first = first_in_group(pages, pages >= 0)
    nameless = first_in_group(pages, ~is_filled(right))
    same = first_in_group(group_numbers(canonical, right), pages >= 0)
    repeated = later & (((same >= 0) & (same < row)) | ((nameless >= 0) & (nameless < row)) | ~is_filled(right))
    shifted = np.zeros(len(row), dtype=np.bool_)
    for at in np.flatnonzero(repeated):
        number = item_id.iloc[at]
        shifted[at] = (number in url[at]) != (number in url[first[at]])
    return _Repeats(repeated & ~shifted, repeated & shifted)


@rule(
    "LS109",
    on="Listings",
    at="URL",
    says="this is the same product page as {duplicate_of}; keep one row for each right",
)
def listing_twice(all_listings: Whole) -> Mask:
    """The same product page in two rows.

    Two links lead to the same product page if their platform and item number are the same. A second report is refused
    by the link check, or counts twice against the account. A product page may have one row for each right that it
    infringes.

    Fix: keep one row, and let the complaints refer to it.
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
    says="this is probably the same product page as {duplicate_of}, because item numbers of aliexpress.us and aliexpress.com differ by a constant; compare the pages",
)
def listing_twice_by_its_us_address(all_listings: Whole) -> Mask:
    """The same product page in two rows, once with its address in the United States.

    An item number of aliexpress.us is the number of aliexpress.com plus 2 to the power of 51. The platform does not
    publish this, but it was true for every pair that we compared.

    Fix: open both pages. If they are the same, keep one row.
    Source: ipp-facts 2.2 (INF, 11 of 11 links).
    Certainty: inferred, so this is a warning.

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


@rule("LS206", on="Listings", at="URL", says="{detail}; open both links, because they may be the same product page")
def same_number_on_a_sister_site(
    listing: TextColumn, url_platform: TextColumn, item_id: TextColumn, right: TextColumn
) -> Sentences:
    """The same item number on two marketplaces that share item numbers.

    Taobao and Tmall share their item numbers, so the two links are probably the same product page.

    Fix: open both links. If they are the same product page, keep the row of the marketplace that sells it.
    Source: ipp-facts 2.2 (GK).
    Certainty: general knowledge, so this is a warning.

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
    shared = is_filled(spaces) & is_filled(item_id) & repeated(distinct_texts(item_id)[0])
    if not shared.any():
        return np.full(len(item_id), "", dtype=object)
    numbers = item_id.where(shared, "")
    groups = group_numbers(spaces, numbers, "=" + right)
    first = first_in_group(groups, groups >= 0)
    sister = (groups >= 0) & (url_platform.to_numpy() != url_platform.to_numpy()[first])
    names = listing.where(listing != "", "another row").iloc[first].reset_index(drop=True)
    sites = url_platform.iloc[first].reset_index(drop=True)
    return sentences_where(
        sister, lambda name, site: say("{name} has the same item number on {site}", name=name, site=site), names, sites
    )
