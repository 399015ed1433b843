"""Rules on Complaints: references, and what every row must state."""

import numpy as np

from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.goodfaith.account_names import similar_accounts
from ippbook.languages import say
from ippbook.rules.rows import as_mask, cell_empty, equals, is_filled, sentences_where, table_exists, unfiled
from ippbook.tables.column_types import ChoiceColumn, DateColumn, FlagColumn, FoundColumn, Mask, Sentences, TextColumn


@rule(
    "CP101",
    on="Complaints",
    at="Filed",
    says="right {right} expired on {right_expires:%Y-%m-%d}, before the complaint was filed on {filed:%Y-%m-%d}; cite a valid right, or correct the date",
)
def filed_after_expiry(filed: DateColumn, right_expires: DateColumn) -> Mask:
    """Complaint filed after the right expired.

    Portals reject a notice that cites an expired right, and rejections count against the account's success rate. Filed
    rows are checked too: in a past complaint, one of the two dates is wrong.

    Fix: renew the right and enter the new date, choose another right, or correct the filing date.
    Source: ipp-facts 3.3 [O15: OFF], 10 [O15, O20: OFF; V14: VEN], 5.8 (E-Commerce Law art. 42 [L3: LAW]).
    Certainty: law; the last day is in the register.

    Flagged:
        | Filed      | Right expires |
        | 2026-02-01 | 2026-01-31    |
    Clean:
        | Filed      | Right expires |
        | 2026-01-31 | 2026-01-31    |
        | 2026-01-31 |               |
        |            | 2026-01-31    |
    """
    return as_mask(filed > right_expires)


@rule(
    "CP102",
    on="Complaints",
    at="Complaint",
    says="this row has no complaint number; enter the portal's number, or your own until you have one",
)
def complaint_without_number(all_complaints: Whole) -> Mask:
    """Row without a complaint number.

    Links that are filed together share a number. Without it, the limits of a complaint cannot be checked, and no
    takedown text can be written.

    Fix: enter the portal's number, or your own until you have one.
    Source: ipp-facts 0.3 [O7: OFF], 8 (what teams keep).
    Certainty: certain; rows with the same number are one complaint.

    Flagged:
        | Complaint | Listing |
        |           | L0001   |
    Clean:
        | Complaint   | Listing |
        | C-2026-0001 | L0001   |
        | C-2026-0001 | L0002   |
    """
    return cell_empty(all_complaints, "complaint")


@rule("CP103", on="Complaints", at="Listing", says="this row has no listing; enter the short name of the listing")
def listing_missing(all_complaints: Whole) -> Mask:
    """Row without a listing.

    Each row is one reported link.

    Fix: enter the short name of the listing.
    Source: ipp-facts 0.3, 5.1 [O7: OFF].
    Certainty: official.

    Flagged:
        | Complaint   | Listing |
        | C-2026-0001 |         |
    Clean:
        | Complaint   | Listing |
        | C-2026-0001 | L0001   |
    """
    return cell_empty(all_complaints, "listing")


@rule("CP104", on="Complaints", at="Right", says="this row has no right; enter the short name of the right")
def right_missing(all_complaints: Whole) -> Mask:
    """Row without a right.

    A complaint cites one approved right.

    Fix: enter the short name of the right.
    Source: ipp-facts 0.3, 5.1 [O7: OFF].
    Certainty: official.

    Flagged:
        | Complaint   | Right |
        | C-2026-0001 |       |
    Clean:
        | Complaint   | Right   |
        | C-2026-0001 | TM-CN-1 |
    """
    return cell_empty(all_complaints, "right")


@rule(
    "CP105",
    on="Complaints",
    at="Account",
    says="this row has no account; enter the login name of the account that files",
)
def account_missing(all_complaints: Whole) -> Mask:
    """Row without an account.

    Good-Faith is judged per account. A row without an account is not counted.

    Fix: enter the login name of the account that files or filed.
    Source: ipp-facts 6.2 [O1, O2: OFF].
    Certainty: official.

    Flagged:
        | Complaint   | Account |
        | C-2026-0001 |         |
    Clean:
        | Complaint   | Account       |
        | C-2026-0001 | nordlys-legal |
    """
    return cell_empty(all_complaints, "account")


@rule("CP106", on="Complaints", at="Reason", says="this row has no reason; choose the reason for the portal's form")
def reason_missing(all_complaints: Whole) -> Mask:
    """Row without a reason.

    The reason decides which evidence and which fields the portal asks for. Good-Faith is also tested per reason.

    Fix: choose the reason from the list.
    Source: ipp-facts 5.1 [O7: OFF], 6.1 [O1, O2 2021: OFF].
    Certainty: official.

    Flagged:
        | Complaint   | Reason |
        | C-2026-0001 |        |
    Clean:
        | Complaint   | Reason        |
        | C-2026-0001 | keyword abuse |
    """
    return cell_empty(all_complaints, "reason")


@rule(
    "CP107",
    on="Complaints",
    at="Listing",
    says="there is no listing called {listing} in Listings; correct the name or add the listing",
)
def listing_unknown(listing: TextColumn, listing_found: FoundColumn, all_listings: Whole) -> Mask:
    """Complaint about an unknown listing.

    Without the listing, nothing that depends on it can be checked or filled in.

    Fix: correct the short name, or add the listing to Listings.
    Source: house rule: every reference leads to a record.
    Certainty: certain; complaints refer to listings by this name.

    Flagged:
        | Complaint   | Listing |
        | C-2026-0001 | L9999   |
    Clean:
        | Complaint   | Listing | Listing title |
        | C-2026-0001 | L0001   | Red bag       |
        | C-2026-0001 |         |               |
    """
    return is_filled(listing) & ~as_mask(listing_found) & table_exists(all_listings)


@rule(
    "CP108",
    on="Complaints",
    at="Right",
    says="there is no right called {right} in Rights; correct the name or add the right",
)
def right_of_complaint_unknown(right: TextColumn, right_found: FoundColumn, all_rights: Whole) -> Mask:
    """Complaint that cites an unknown right.

    Without the right, nothing that depends on it can be checked or filled in.

    Fix: correct the short name, or add the right to Rights.
    Source: house rule: every reference leads to a record.
    Certainty: certain; complaints refer to rights by this name.

    Flagged:
        | Complaint   | Right   |
        | C-2026-0001 | TM-CN-9 |
    Clean:
        | Complaint   | Right   | Right type |
        | C-2026-0001 | TM-CN-1 | trademark  |
        | C-2026-0001 |         |            |
    """
    return is_filled(right) & ~as_mask(right_found) & table_exists(all_rights)


@rule(
    "CP109",
    on="Complaints",
    at="Account",
    says="there is no account called {account} in Accounts; {detail}",
)
def account_unknown(account: TextColumn, account_found: FoundColumn, all_accounts: Whole) -> Sentences:
    """Complaint from an unknown account.

    Its power of attorney cannot be checked. A name that is almost that of a known account is taken for a spelling mistake, and
    the row counts for no account in Good-Faith.

    Fix: correct the login name, or add the account to Accounts.
    Source: house rule: every reference leads to a record.
    Certainty: certain; complaints refer to accounts by this name.

    Flagged:
        | Complaint   | Account |
        | C-2026-0001 | nordlis |
    Clean:
        | Complaint   | Account       | Account role |
        | C-2026-0001 | nordlys-legal | right holder |
        | C-2026-0001 |               |              |
    """
    unknown = is_filled(account) & ~as_mask(account_found) & table_exists(all_accounts)
    if not unknown.any():
        return np.full(len(unknown), "", dtype=object)
    similar = similar_accounts(account[unknown].unique(), all_accounts["account"].unique())

    def remedy(name: str) -> str:
        return (
            say("did you mean {similar}? Correct it", similar=similar[name])
            if name in similar
            else say("correct the name or add the account")
        )

    return sentences_where(unknown, remedy, account)


@rule(
    "CP201",
    on="Complaints",
    at="Listing",
    says="the seller of {listing} is on the whitelist; do not report an authorised seller",
)
def seller_is_whitelisted(status: ChoiceColumn, filed: DateColumn, listing_whitelisted: FlagColumn) -> Mask:
    """Complaint against an authorised seller.

    A wrong notice makes you liable, and a successful counter-notice counts against the account. Filed rows are not
    flagged; withdraw those complaints manually.

    Fix: delete the row, or correct the whitelist.
    Source: ipp-facts 11 C15 [C2: CODE], 5.8 (E-Commerce Law art. 42 [L3: LAW]).
    Certainty: seen in public code as a column that teams keep, so this is a warning.

    Flagged:
        | Status | Filed | Listing whitelisted |
        | draft  |       | yes                 |
        |        |       | yes                 |
    Clean:
        | Status    | Filed      | Listing whitelisted |
        | draft     |            | no                  |
        | draft     |            |                     |
        | submitted | 2026-05-04 | yes                 |
        |           | 2026-05-04 | yes                 |
    """
    return unfiled(status, filed) & equals(listing_whitelisted, "yes")
