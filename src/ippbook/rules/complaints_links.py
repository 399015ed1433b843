"""Rules on Complaints: the links of one complaint, compared with each other and with the complaint."""

import numpy as np
import pandas as pd

from ippbook.catalog import platforms, reasons
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.languages import KnownWord, say
from ippbook.rules.rows import (
    Groups,
    complaint_of_each_row,
    equals,
    first_in_group,
    group_numbers,
    is_filled,
    links_where,
    marketplace,
    per_distinct,
    sentences_where,
    sites_differ,
    unfiled,
)
from ippbook.tables.column_types import AnyColumn, ChoiceColumn, DateColumn, Mask, NumberColumn, Sentences, TextColumn


def _first_values(groups: Groups, value: AnyColumn) -> Sentences:
    """The first value of the group, for each row whose *value* differs from it; "" elsewhere."""
    known = is_filled(value)
    first = first_in_group(groups, known)
    codes = group_numbers(value)
    differs = known & (first >= 0) & (codes != codes[first])
    return np.where(differs, value.to_numpy()[first], "").astype(object)


@rule(
    "CP117",
    on="Complaints",
    at="Platform",
    says="the complaint is for {platform}, but the link of {listing} is on {listing_url_platform}; change the platform, or report another listing",
)
def complaint_platform_differs_from_link(
    status: ChoiceColumn, filed: DateColumn, platform: ChoiceColumn, listing_url_platform: TextColumn
) -> Mask:
    """Platform that is not the link's marketplace.

    The portal checks the links. It refuses links to any marketplace other than the one chosen. Filed rows have passed
    this check.

    Fix: choose the link's marketplace, or report another listing.
    Source: ipp-facts 0.3, 2.2 [C1, C3: CODE].
    Certainty: seen in public code; for marketplaces that share item numbers see CP209.

    Flagged:
        | Status | Filed | Platform | Listing URL platform |
        | draft  |       | taobao   | aliexpress           |
        |        |       | 1688     | taobao               |
    Clean:
        | Status    | Filed      | Platform | Listing URL platform |
        | draft     |            | taobao   | taobao               |
        | draft     |            | tmall    | taobao               |
        | draft     |            |          | taobao               |
        | draft     |            | taobao   |                      |
        | submitted | 2026-05-04 | taobao   | aliexpress           |
    """
    return unfiled(status, filed) & sites_differ(platform, listing_url_platform, shared=False)


@rule(
    "CP209",
    on="Complaints",
    at="Platform",
    says="the complaint is for {platform}, but the link of {listing} is on {listing_url_platform}; check which of the two sells the product",
)
def complaint_platform_may_differ_from_link(
    status: ChoiceColumn, filed: DateColumn, platform: ChoiceColumn, listing_url_platform: TextColumn
) -> Mask:
    """Platform that differs from the link, where both share item numbers.

    A Tmall product also opens under a Taobao address, so the link alone does not show which marketplace sells it.

    Fix: open the link, check which marketplace sells the product, and use this marketplace and its link.
    Source: ipp-facts 2.2 (shared item numbers: GK; site check [C3: CODE]).
    Certainty: general knowledge, so this is a warning.

    Flagged:
        | Status | Filed | Platform | Listing URL platform |
        | draft  |       | tmall    | taobao               |
        | ready  |       | taobao   | tmall                |
    Clean:
        | Status    | Filed      | Platform | Listing URL platform |
        | draft     |            | taobao   | taobao               |
        | draft     |            | 1688     | taobao               |
        | draft     |            | taobao   |                      |
        | submitted | 2026-05-04 | tmall    | taobao               |
    """
    return unfiled(status, filed) & sites_differ(platform, listing_url_platform, shared=True)


@rule(
    "CP118",
    on="Complaints",
    at="Platform",
    says="complaint {complaint} is for {detail} (its first link), but this link is on another marketplace; file it as a separate complaint",
)
def marketplaces_mixed_in_one_complaint(
    platform: ChoiceColumn, listing_url_platform: TextColumn, all_complaints: Whole
) -> Sentences:
    """Complaint with links to several marketplaces.

    A complaint is filed for one marketplace. Filed rows are checked too: the portal never gives one number to two
    marketplaces.

    Fix: split the complaint by marketplace.
    Source: ipp-facts 0.3 [O7: OFF; S-A: PLAT].
    Certainty: official.

    Flagged:
        | Complaint | Account | Platform | Listing URL platform | Flagged |
        | C-1       | a       | taobao   | taobao               | no      |
        | C-1       | a       |          | aliexpress           | yes     |
        | c-1       | a       | tmall    | tmall                | yes     |
    Clean:
        | Complaint | Account | Platform | Listing URL platform |
        | C-1       | a       | taobao   | taobao               |
        | C-1       | a       |          | taobao               |
        | C-1       | a       |          |                      |
        | C-2       | a       | tmall    | tmall                |
        | C-1       | b       | tmall    | tmall                |
        |           | a       | tmall    | tmall                |
        |           | a       | taobao   | taobao               |
    """
    found = _first_values(all_complaints.once(complaint_of_each_row), marketplace(platform, listing_url_platform))
    return per_distinct(pd.Series(found, dtype=object), lambda code: KnownWord(code, "platforms") if code else "")


@rule(
    "CP119",
    on="Complaints",
    at="Right",
    says="complaint {complaint} cites right {detail} in its first row, but {right} here; file this row as a separate complaint",
)
def rights_mixed_in_one_complaint(right: TextColumn, all_complaints: Whole) -> Sentences:
    """Complaint that cites several rights.

    A complaint cites one approved right. Filed rows are checked too.

    Fix: split the complaint by right.
    Source: ipp-facts 0.3, 5.1 [O7: OFF; S-A: PLAT].
    Certainty: official.

    Flagged:
        | Complaint | Account | Right   | Flagged |
        | C-1       | a       | TM-CN-1 | no      |
        | C-1       | a       | TM-CN-2 | yes     |
    Clean:
        | Complaint | Account | Right   |
        | C-1       | a       | TM-CN-1 |
        | C-1       | a       | tm-cn-1 |
        | C-1       | a       |         |
        | C-2       | a       | TM-CN-2 |
    """
    return _first_values(all_complaints.once(complaint_of_each_row), right)


@rule(
    "CP120",
    on="Complaints",
    at="Reason",
    says="complaint {complaint} has the reason {detail} in its first row, but {reason} here; file this row as a separate complaint",
)
def reasons_mixed_in_one_complaint(reason: ChoiceColumn, all_complaints: Whole) -> Sentences:
    """Complaint with several reasons.

    A complaint has one reason. Filed rows are checked too.

    Fix: split the complaint by reason.
    Source: ipp-facts 0.3, 5.1 [O7: OFF; S-A: PLAT].
    Certainty: official.

    Flagged:
        | Complaint | Account | Reason          | Flagged |
        | C-1       | a       | keyword abuse   | no      |
        | C-1       | a       | stolen pictures | yes     |
    Clean:
        | Complaint | Account | Reason          |
        | C-1       | a       | keyword abuse   |
        | C-1       | a       | keyword abuse   |
        | C-1       | a       |                 |
        | C-2       | a       | stolen pictures |
    """
    return _first_values(all_complaints.once(complaint_of_each_row), reason)


@rule(
    "CP210",
    on="Complaints",
    at="Account",
    says="complaint {complaint} has the account {detail} in its first row, but {account} here; correct the account or the complaint number",
)
def accounts_mixed_in_one_complaint(complaint: TextColumn, account: TextColumn) -> Sentences:
    """The same complaint number under several accounts.

    One account files a complaint. If two accounts use the same number of their own by chance, they are counted as two
    complaints.

    Fix: correct the account, or give one of the complaints another number.
    Source: ipp-facts 0.3 [O7: OFF], 6.2.
    Certainty: inferred for your own numbers, so this is a warning.

    Flagged:
        | Complaint | Account       | Flagged |
        | C-1       | nordlys-legal | no      |
        | C-1       | nordlys-2     | yes     |
    Clean:
        | Complaint | Account       |
        | C-1       | nordlys-legal |
        | C-1       | Nordlys-Legal |
        | C-1       |               |
        | C-2       | nordlys-2     |
        |           | nordlys-2     |
    """
    return _first_values(group_numbers(complaint), account)


@rule(
    "CP121",
    on="Complaints",
    at="Complaint",
    says="complaint {complaint} has {links} links, but {detail}; split the complaint",
)
def too_many_links(
    links: NumberColumn, platform: ChoiceColumn, listing_url_platform: TextColumn, all_complaints: Whole
) -> Sentences:
    """Complaint with more links than the portal accepts.

    The portal's form accepts a limited number of links, one per line. The finding marks the first row of the complaint.

    Fix: split the complaint.
    Source: ipp-facts 5.4 [O7: OFF; S-A, S-L: PLAT; C1, C3, C4: CODE].
    Certainty: official.

    Flagged:
        | Complaint | Account | Platform | Links | Flagged |
        | C-1       | a       | taobao   | 301   | yes     |
        | C-1       | a       | taobao   | 301   | no      |
        | C-2       | a       |          | 900   | yes     |
    Clean:
        | Complaint | Account | Platform | Links |
        | C-1       | a       | taobao   | 300   |
        | C-2       | a       | taobao   | 1     |
        |           | a       | taobao   |       |
    """
    limits = per_distinct(
        marketplace(platform, listing_url_platform), lambda code: platforms.complaint_limits(code).links
    )
    groups = all_complaints.once(complaint_of_each_row)
    first = first_in_group(groups, groups >= 0) == np.arange(len(groups))
    over = first & (links.to_numpy() > limits)
    return sentences_where(over, lambda limit: say("the portal accepts {limit}", limit=limit), pd.Series(limits))


@rule(
    "CP122",
    on="Complaints",
    at="Reason",
    says="{listing} is a store, but the reason {reason} is for product listings; choose the reason storefront, or report a product listing",
)
def store_reported_as_product(
    status: ChoiceColumn, filed: DateColumn, reason: ChoiceColumn, listing_url: TextColumn, listing_item_id: TextColumn
) -> Mask:
    """Store in a complaint about product listings.

    The portal has two kinds of complaint: one for product listings, one for storefronts.

    Fix: choose the reason storefront, or report the product listings of the store.
    Source: ipp-facts 1, 5.1 [O7: OFF; C1: CODE].
    Certainty: official.

    Flagged:
        | Status | Filed | Reason        | Listing URL                  |
        | draft  |       | keyword abuse | https://shop12345.taobao.com |
    Clean:
        | Status    | Filed      | Reason        | Listing URL                                      |
        | draft     |            | storefront    | https://shop12345.taobao.com                     |
        | draft     |            | keyword abuse | https://item.taobao.com/item.htm?id=612345678901 |
        | draft     |            |               | https://shop12345.taobao.com                     |
        | draft     |            | keyword abuse | https://m.tb.cn/h.5abcdeF                        |
        | draft     |            | keyword abuse |                                                  |
        | submitted | 2026-05-04 | keyword abuse | https://shop12345.taobao.com                     |
    """
    for_listings = is_filled(reason) & ~equals(reason, reasons.STOREFRONT)
    # A link with an item ID is a product listing.
    rows = unfiled(status, filed) & for_listings & is_filled(listing_url) & ~is_filled(listing_item_id)
    return links_where(rows, lambda link: link.kind == "store", listing_url)


@rule(
    "CP123",
    on="Complaints",
    at="Reason",
    says="{listing} is a product listing, but the reason storefront is for stores; choose another reason, or report the store",
)
def product_reported_as_store(
    status: ChoiceColumn, filed: DateColumn, reason: ChoiceColumn, listing_item_id: TextColumn
) -> Mask:
    """Product listing in a complaint about a store.

    The reason storefront is for the store's sign, notices and the like, not for the products that it sells.

    Fix: choose a reason that fits the product listing, or report the link of the store.
    Source: ipp-facts 1, 5.1 [O7: OFF; C1: CODE].
    Certainty: official.

    Flagged:
        | Status | Filed | Reason     | Listing item ID |
        | draft  |       | storefront | 612345678901    |
    Clean:
        | Status    | Filed      | Reason        | Listing item ID |
        | draft     |            | storefront    |                 |
        | draft     |            | keyword abuse | 612345678901    |
        | draft     |            |               | 612345678901    |
        | submitted | 2026-05-04 | storefront    | 612345678901    |
    """
    return unfiled(status, filed) & equals(reason, reasons.STOREFRONT) & is_filled(listing_item_id)
