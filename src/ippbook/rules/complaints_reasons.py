"""Rules on Complaints: the reason, the right that it needs, and the fields that the portal asks for with it."""

from typing import Final

import numpy as np

from ippbook.catalog import reasons
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.rules.rows import (
    complaint_of_each_row,
    group_numbers,
    is_filled,
    is_one_of,
    marketplace,
    pair_groups,
    rows_where,
    spelled_alike,
    unfiled,
)
from ippbook.tables.column_types import ChoiceColumn, DateColumn, Mask, NumberColumn, TextColumn

PORTAL_FIELDS: Final = frozenset({"order_number", "verdict_number", "chat_number"})
"""Fields of the portal's form that a rule below checks; a test compares them with `ippbook.catalog.reasons`."""

_TAO: Final = frozenset({"taobao", "tmall", "tmallhk"})
"""The Tao marketplaces: Taobao, Tmall, Tmall Global (ipp-facts 6.2 [P2]); the form's fields were seen there (5.2 [C1: CODE])."""


def asking_for(field: str) -> frozenset[str]:
    """The reasons for which the portal asks for *field*."""
    return frozenset(code for code, reason in reasons.REASONS.items() if field in reason.portal_fields)


def stating(fact: str) -> frozenset[str]:
    """The reasons whose text must state *fact*."""
    return frozenset(code for code, reason in reasons.REASONS.items() if fact in reason.text_facts)


@rule(
    "CP124",
    on="Complaints",
    at="Reason",
    says="the reason {reason} does not fit the right ({right_type}); choose another reason, or cite another right",
)
def reason_does_not_fit_the_right(
    status: ChoiceColumn, filed: DateColumn, reason: ChoiceColumn, right_type: ChoiceColumn
) -> Mask:
    """Reason that does not fit the right.

    The portal offers only the reasons for the chosen kind of right. It rejects a notice if reason and right do not fit
    together.

    Fix: choose a reason for this kind of right, or cite another right.
    Source: ipp-facts 5.1 [O7: OFF], 5.2 [C1: CODE].
    Certainty: official that reasons depend on the right; the list was seen in code of 2019.

    Flagged:
        | Status | Filed | Reason          | Right type    |
        | draft  |       | keyword abuse   | copyright     |
        | ready  |       | stolen pictures | trademark     |
        |        |       | portrait        | trademark     |
    Clean:
        | Status    | Filed      | Reason          | Right type |
        | draft     |            | keyword abuse   | trademark  |
        | draft     |            | stolen pictures | copyright  |
        | draft     |            | storefront      | trademark  |
        | draft     |            | keyword abuse   |            |
        | draft     |            |                 | copyright  |
        | submitted | 2026-05-04 | keyword abuse   | copyright  |
    """
    rows = unfiled(status, filed)
    return rows_where(rows, lambda one, other: reasons.reason_fits(one, other) == "no", reason, right_type)


@rule(
    "CP125",
    on="Complaints",
    at="Order number",
    says="the reason {reason} needs the order number of the test buy; enter it",
)
def order_number_missing(
    status: ChoiceColumn, filed: DateColumn, reason: ChoiceColumn, order_number: TextColumn
) -> Mask:
    """Test buy without its order number.

    The portal's form asks for the order number and compares it with the listing.

    Fix: enter the order number of the test buy.
    Source: ipp-facts 5.2 [O11: OFF; C1: CODE].
    Certainty: official.

    Flagged:
        | Status | Filed | Reason   | Order number |
        | draft  |       | test buy |              |
        |        |       | patent test buy |       |
    Clean:
        | Status    | Filed      | Reason        | Order number        |
        | draft     |            | test buy      | 3412345678901234567 |
        | draft     |            | keyword abuse |                     |
        | draft     |            |               |                     |
        | submitted | 2026-05-04 | test buy      |                     |
    """
    return _missing("order_number", order_number, status, filed, reason)


def _missing(field: str, number: TextColumn, status: ChoiceColumn, filed: DateColumn, reason: ChoiceColumn) -> Mask:
    """Where the portal asks for the *number* of the form's *field*, and there is none."""
    return unfiled(status, filed) & is_one_of(reason, asking_for(field)) & ~is_filled(number)


def _on_tao(platform: ChoiceColumn, listing_url_platform: TextColumn) -> Mask:
    return is_one_of(marketplace(platform, listing_url_platform), _TAO)


@rule(
    "CP126",
    on="Complaints",
    at="Verdict number",
    says="the reason {reason} needs the number of the judgment or decision; enter it",
)
def verdict_number_missing(
    status: ChoiceColumn,
    filed: DateColumn,
    platform: ChoiceColumn,
    listing_url_platform: TextColumn,
    reason: ChoiceColumn,
    verdict_number: TextColumn,
) -> Mask:
    """Decision without its number, on the Tao marketplaces.

    The form for Taobao, Tmall and Tmall Global asks for the number of the judgment or administrative decision. If the marks
    are similar but not identical, a decision is the required evidence. For other marketplaces, CP227 warns.

    Fix: enter the number of the decision, or choose a reason that needs no decision.
    Source: ipp-facts 5.2 [C1: CODE; O10, O12: OFF].
    Certainty: official for the decision; the field was seen in code of 2019, for the Tao marketplaces.

    Flagged:
        | Status | Filed | Platform | Reason               | Verdict number |
        | draft  |       | taobao   | counterfeit decision |                |
        | draft  |       | tmallhk  | similar mark         |                |
    Clean:
        | Status    | Filed      | Platform   | Reason               | Verdict number            |
        | draft     |            | taobao     | counterfeit decision | （2024）浙01民初123号     |
        | draft     |            | taobao     | keyword abuse        |                           |
        | draft     |            | aliexpress | counterfeit decision |                           |
        | submitted | 2026-05-04 | taobao     | counterfeit decision |                           |
    """
    missing = _missing("verdict_number", verdict_number, status, filed, reason)
    return missing & _on_tao(platform, listing_url_platform)


@rule(
    "CP227",
    on="Complaints",
    at="Verdict number",
    says="the reason {reason} rests on a judgment or decision; enter its number, because the form may ask for it",
)
def verdict_number_perhaps_needed(
    status: ChoiceColumn,
    filed: DateColumn,
    platform: ChoiceColumn,
    listing_url_platform: TextColumn,
    reason: ChoiceColumn,
    verdict_number: TextColumn,
) -> Mask:
    """Decision without its number, outside the Tao marketplaces.

    A field for the number was seen in the form for Taobao and Tmall only. The form of this marketplace may differ.

    Fix: enter the number of the decision.
    Source: ipp-facts 5.2 [C1: CODE, of the Tao marketplaces; O10, O12: OFF for the decision].
    Certainty: inferred for this marketplace, so this is a warning.

    Flagged:
        | Status | Filed | Platform   | Reason               | Verdict number |
        | draft  |       | aliexpress | counterfeit decision |                |
        | draft  |       | 1688       | similar mark         |                |
        | draft  |       |            | counterfeit decision |                |
    Clean:
        | Status    | Filed      | Platform   | Reason               | Verdict number            |
        | draft     |            | aliexpress | counterfeit decision | （2024）浙01民初123号     |
        | draft     |            | aliexpress | keyword abuse        |                           |
        | draft     |            | taobao     | counterfeit decision |                           |
        | submitted | 2026-05-04 | aliexpress | counterfeit decision |                           |
    """
    missing = _missing("verdict_number", verdict_number, status, filed, reason)
    return missing & ~_on_tao(platform, listing_url_platform)


@rule(
    "CP127", on="Complaints", at="Chat number", says="the reason {reason} needs the proof number of the chat; enter it"
)
def chat_number_missing(
    status: ChoiceColumn,
    filed: DateColumn,
    platform: ChoiceColumn,
    listing_url_platform: TextColumn,
    reason: ChoiceColumn,
    chat_number: TextColumn,
) -> Mask:
    """Admission in a chat without its proof number, on the Tao marketplaces.

    The chat is recorded under a proof number. The form for Taobao, Tmall and Tmall Global asks for this number and verifies
    it. For other marketplaces, CP228 warns.

    Fix: enter the proof number of the chat.
    Source: ipp-facts 5.2 [C1: CODE].
    Certainty: seen in code of 2019, for the Tao marketplaces.

    Flagged:
        | Status | Filed | Platform | Reason         | Chat number |
        | draft  |       | taobao   | chat admission |             |
    Clean:
        | Status    | Filed      | Platform | Reason         | Chat number |
        | draft     |            | taobao   | chat admission | 20260504123 |
        | draft     |            | taobao   | keyword abuse  |             |
        | draft     |            | alibaba  | chat admission |             |
        | submitted | 2026-05-04 | taobao   | chat admission |             |
    """
    missing = _missing("chat_number", chat_number, status, filed, reason)
    return missing & _on_tao(platform, listing_url_platform)


@rule(
    "CP228",
    on="Complaints",
    at="Chat number",
    says="the reason {reason} rests on a chat; enter its proof number, because the form may ask for it",
)
def chat_number_perhaps_needed(
    status: ChoiceColumn,
    filed: DateColumn,
    platform: ChoiceColumn,
    listing_url_platform: TextColumn,
    reason: ChoiceColumn,
    chat_number: TextColumn,
) -> Mask:
    """Admission in a chat without its proof number, outside the Tao marketplaces.

    A field for the proof number was seen in the form for Taobao and Tmall only. The form of this marketplace may differ.

    Fix: enter the proof number of the chat, if there is one.
    Source: ipp-facts 5.2 [C1: CODE, of the Tao marketplaces].
    Certainty: inferred for this marketplace, so this is a warning.

    Flagged:
        | Status | Filed | Platform | Reason         | Chat number |
        | draft  |       | alibaba  | chat admission |             |
        | draft  |       |          | chat admission |             |
    Clean:
        | Status    | Filed      | Platform | Reason         | Chat number |
        | draft     |            | alibaba  | chat admission | 20260504123 |
        | draft     |            | taobao   | chat admission |             |
        | draft     |            | alibaba  | keyword abuse  |             |
        | submitted | 2026-05-04 | alibaba  | chat admission |             |
    """
    missing = _missing("chat_number", chat_number, status, filed, reason)
    return missing & ~_on_tao(platform, listing_url_platform)


@rule(
    "CP128",
    on="Complaints",
    at="Order number",
    says="order {order_number} is used for more than one listing, but a test buy proves only one; enter the order of each listing",
)
def order_number_of_several_listings(
    status: ChoiceColumn, filed: DateColumn, order_number: TextColumn, listing: TextColumn
) -> Mask:
    """One order number for several listings.

    A test buy proves only the listing that was bought. Each listing needs its own order and its own complaint. The same
    listing may be reported again with the same order. Filed rows are not flagged.

    Fix: enter the order number of each listing, or delete the listings that were not bought.
    Source: ipp-facts 5.2, 10 [O11: OFF].
    Certainty: official.

    Flagged:
        | Status    | Filed      | Order number | Listing | Flagged |
        | submitted | 2026-05-04 | 34123        | L1      | no      |
        | draft     |            | 34123        | L2      | yes     |
        | draft     |            | 34123        | L3      | yes     |
    Clean:
        | Status    | Filed      | Order number | Listing |
        | rejected  | 2026-05-04 | 34123        | L1      |
        | draft     |            | 34123        | l1      |
        | draft     |            | 34124        | L2      |
        | draft     |            |              | L3      |
        | draft     |            |              | L4      |
        | accepted  | 2026-05-04 | 34125        | L5      |
        | accepted  | 2026-05-04 | 34125        | L6      |
    """
    orders = group_numbers(order_number)
    if orders.max(initial=-1) < 0:
        return orders >= 0
    pairs = pair_groups(orders, group_numbers(listing.where(orders >= 0, "")))
    distinct = np.unique(np.stack([orders, pairs])[:, pairs >= 0], axis=1)[0]
    several = np.bincount(distinct, minlength=int(orders.max()) + 1)[orders] > 1
    return unfiled(status, filed) & (pairs >= 0) & several


@rule(
    "CP129",
    on="Complaints",
    at="Reason",
    says="complaint {complaint} has {links} links, but a test buy proves only one listing; file a complaint for each listing",
)
def test_buy_with_several_links(
    status: ChoiceColumn, filed: DateColumn, reason: ChoiceColumn, links: NumberColumn, all_complaints: Whole
) -> Mask:
    """Test buy in a complaint with several links.

    A test buy has one order number, one complaint and one listing. The finding marks the first row of the complaint.

    Fix: file a separate complaint for each listing, with its own order.
    Source: ipp-facts 0.3, 5.2 [O11: OFF].
    Certainty: official.

    Flagged:
        | Status | Filed | Complaint | Account | Reason   | Links | Flagged |
        | draft  |       | C-1       | a       | test buy | 2     | yes     |
        | draft  |       | C-1       | a       | test buy | 2     | no      |
    Clean:
        | Status    | Filed      | Complaint | Account | Reason        | Links |
        | draft     |            | C-1       | a       | test buy      | 1     |
        | draft     |            | C-2       | a       | keyword abuse | 2     |
        | draft     |            |           | a       | test buy      |       |
        | submitted | 2026-05-04 | C-3       | a       | test buy      | 2     |
    """
    groups = all_complaints.once(complaint_of_each_row)
    first = np.zeros(len(groups), dtype=np.bool_)
    first[np.unique(groups, return_index=True)[1]] = True
    bought = is_one_of(reason, asking_for("order_number"))
    return unfiled(status, filed) & bought & first & (links > 1).to_numpy()


@rule(
    "CP214",
    on="Complaints",
    at="Reason",
    says="the seller's own brand is “{listing_seller_brand}”, which is your mark; if your mark is on the goods, choose a reason for counterfeits",
)
def own_mark_as_sellers_brand(
    status: ChoiceColumn,
    filed: DateColumn,
    reason: ChoiceColumn,
    listing_seller_brand: TextColumn,
    right_name: TextColumn,
) -> Mask:
    """Keyword abuse for goods with your own mark.

    Keyword abuse means that goods of another brand are found through your mark. If your mark is on the goods, this is
    the wrong reason and the complaint is rejected.

    Fix: enter the brand that is really on the goods, or choose a reason for counterfeits.
    Source: ipp-facts 5.2 [C1: CODE], 10 [O9: OFF].
    Certainty: inferred from the conditions of the reason, so this is a warning.

    Flagged:
        | Status | Filed | Reason        | Listing seller brand | Right name |
        | draft  |       | keyword abuse | Nordlys              | NORDLYS    |
    Clean:
        | Status    | Filed      | Reason                    | Listing seller brand | Right name |
        | draft     |            | keyword abuse             | Sunbag               | NORDLYS    |
        | draft     |            | keyword abuse             |                      | NORDLYS    |
        | draft     |            | keyword abuse             |                      |            |
        | draft     |            | counterfeit by comparison | Nordlys              | NORDLYS    |
        | submitted | 2026-05-04 | keyword abuse             | Nordlys              | NORDLYS    |
    """
    rows = unfiled(status, filed) & is_one_of(reason, stating("listing_seller_brand")) & is_filled(listing_seller_brand)
    return rows_where(rows, spelled_alike, listing_seller_brand, right_name)
