"""Rules on Complaints: the links of one complaint, against each other and against other complaints."""

from typing import Final

import numpy as np
import pandas as pd

from ippbook.catalog import platforms
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.rules.rows import (
    Groups,
    complaint_numbers,
    equals,
    filled,
    first_in_group,
    group_numbers,
    marketplace,
    per_distinct,
    rows_where,
    sentences_where,
    sites_differ,
    unfiled,
)
from ippbook.tables.column_types import AnyColumn, ChoiceColumn, DateColumn, Mask, NumberColumn, Sentences, TextColumn

_STORE_REASON: Final = "storefront"


def _others(groups: Groups, value: AnyColumn) -> Sentences:
    """For each row whose *value* differs from the first one in its group: that first value; "" elsewhere."""
    known = filled(value)
    first = first_in_group(groups, known)
    codes = group_numbers(value)
    differs = known & (first >= 0) & (codes != codes[first])
    return np.where(differs, value.to_numpy()[first], "").astype(object)


@rule(
    "CP117",
    on="Complaints",
    at="Platform",
    says="the complaint is for {platform}, but the link of {listing} is of {listing_url_platform}; file it there, or correct one of them",
)
def site_is_not_that_of_the_link(
    status: ChoiceColumn, filed: DateColumn, platform: ChoiceColumn, listing_url_platform: TextColumn
) -> Mask:
    """Site that is not that of the link.

    The portal's link check refuses a link of another site than the one chosen. Rows that are filed passed it.

    Fix: choose the site of the link, or report another listing.
    Source: ipp-facts 0.3, 2.2 [C1, C3: CODE].
    Certainty: seen in public code; sites that share their item numbers are under CP209.

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
    says="the complaint is for {platform}, but the link of {listing} is of {listing_url_platform}; see on which of the two the offer stands",
)
def site_may_not_be_that_of_the_link(
    status: ChoiceColumn, filed: DateColumn, platform: ChoiceColumn, listing_url_platform: TextColumn
) -> Mask:
    """Site that differs from the link's, on sites that share their item numbers.

    An offer of Tmall also opens under a Taobao address, so the link does not settle where it stands.

    Fix: open the link, see on which site the offer stands, and choose that site and its link.
    Source: ipp-facts 2.2 (shared item numbers: GK; site check [C3: CODE]).
    Certainty: general knowledge, hence a warning.

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
    says="complaint {complaint} began with a link of {detail}; a complaint is for one site, so give this link a complaint of its own",
)
def sites_mixed_in_one_complaint(
    platform: ChoiceColumn, listing_url_platform: TextColumn, all_complaints: Whole
) -> Sentences:
    """Complaint with links of several sites.

    A complaint is filed for one site. Every row is checked, filed or not: a number of the portal never has two sites.

    Fix: split the complaint by site.
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
    return _others(all_complaints.once(complaint_numbers), marketplace(platform, listing_url_platform))


@rule(
    "CP119",
    on="Complaints",
    at="Right",
    says="complaint {complaint} began with right {detail}; a complaint cites one right, so give this link a complaint of its own",
)
def rights_mixed_in_one_complaint(right: TextColumn, all_complaints: Whole) -> Sentences:
    """Complaint that cites several rights.

    A complaint cites one approved right. Every row is checked, filed or not.

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
    return _others(all_complaints.once(complaint_numbers), right)


@rule(
    "CP120",
    on="Complaints",
    at="Reason",
    says="complaint {complaint} began with the reason {detail}; a complaint has one reason, so give this link a complaint of its own",
)
def reasons_mixed_in_one_complaint(reason: ChoiceColumn, all_complaints: Whole) -> Sentences:
    """Complaint with several reasons.

    A complaint has one reason. Every row is checked, filed or not.

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
    return _others(all_complaints.once(complaint_numbers), reason)


@rule(
    "CP210",
    on="Complaints",
    at="Account",
    says="complaint {complaint} began with account {detail}; one account files a complaint, so correct the account or the number",
)
def accounts_mixed_in_one_complaint(complaint: TextColumn, account: TextColumn) -> Sentences:
    """Complaint number under several accounts.

    One account files a complaint. Two accounts may use the same number of their own by chance; they are then counted as
    two complaints.

    Fix: correct the account, or give one of the complaints another number.
    Source: ipp-facts 0.3 [O7: OFF], 6.2.
    Certainty: inferred for numbers of your own, hence a warning.

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
    return _others(group_numbers(complaint), account)


@rule("CP121", on="Complaints", at="Complaint", says="complaint {complaint} has {links} links; {detail}: split it")
def too_many_links(
    links: NumberColumn, platform: ChoiceColumn, listing_url_platform: TextColumn, all_complaints: Whole
) -> Sentences:
    """Complaint with more links than the portal takes.

    The form takes a limited number of links, one a line. The first row of the complaint is marked.

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
    groups = all_complaints.once(complaint_numbers)
    first = first_in_group(groups, groups >= 0) == np.arange(len(groups))
    over = first & (links.to_numpy() > limits)
    return sentences_where(over, lambda limit: f"the portal takes {limit}", pd.Series(limits))


@rule(
    "CP122",
    on="Complaints",
    at="Reason",
    says="{listing} is a store, but the reason {reason} is for offers; choose the reason storefront, or report an offer",
)
def store_reported_as_offer(
    status: ChoiceColumn, filed: DateColumn, reason: ChoiceColumn, listing_url: TextColumn, listing_item_id: TextColumn
) -> Mask:
    """Store in a complaint about offers.

    The portal takes product listings and storefronts as two kinds of complaint.

    Fix: choose the reason storefront, or report the offers of the store.
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
    offers = filled(reason) & ~equals(reason, _STORE_REASON)
    # Links to items are known by their item id; only the rest is read again.
    rows = unfiled(status, filed) & offers & filled(listing_url) & ~filled(listing_item_id)
    return rows_where(rows, lambda url: platforms.parse_link(url).kind == "store", listing_url)


@rule(
    "CP123",
    on="Complaints",
    at="Reason",
    says="{listing} is an offer, but the reason storefront is for stores; choose the reason for the offer, or report the store",
)
def offer_reported_as_store(
    status: ChoiceColumn, filed: DateColumn, reason: ChoiceColumn, listing_item_id: TextColumn
) -> Mask:
    """Offer in a complaint about a store.

    The reason storefront is for the store's sign, notice and the like, not for what it sells.

    Fix: choose the reason that fits the offer, or report the link of the store.
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
    return unfiled(status, filed) & equals(reason, _STORE_REASON) & filled(listing_item_id)
