"""Rules on Complaints: product pages and sellers that were reported before. They check rows that are not filed yet."""

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.languages import say
from ippbook.rules.rows import (
    Groups,
    as_mask,
    complaint_of_each_row,
    first_in_group,
    group_numbers,
    has_outcome,
    is_filled,
    pair_groups,
    unfiled,
)
from ippbook.tables.column_types import ChoiceColumn, DateColumn, Mask, Sentences, TextColumn
from ippbook.tables.distinct_texts import filled_by

_ONE_STRIKE: Final = pd.Timedelta(days=3)
"""Complaints of one right holder against one seller within this time count as one (ipp-facts 5.7 [V15, V16: VEN])."""


def _pages(complaints: Whole) -> Groups:
    """A number for each reported product page: by its canonical link, else by the listing's short name; -1 without both.

    Call it by `all_complaints.once(_pages)`, so that rules share it; the same for `_cases`.
    """
    address = complaints["listing_canonical_url"]
    return group_numbers(filled_by(address, complaints["listing"]))


def _cases(complaints: Whole) -> Groups:
    """A number for each combination of product page, right and account; -1 where one of them is blank."""
    parties = group_numbers(complaints["right"], complaints["account"])
    return pair_groups(complaints.once(_pages), parties)


@rule(
    "CP211",
    on="Complaints",
    at="Listing",
    says="complaint {complaint} reports this product page twice; delete one of the rows",
)
def product_page_twice_in_one_complaint(status: ChoiceColumn, filed: DateColumn, all_complaints: Whole) -> Mask:
    """The same product page twice in one complaint.

    The portal's link check removes a duplicate link, but the workbook would count two.

    Fix: delete one of the rows.
    Source: ipp-facts 2.2 [C1, C3: CODE].
    Certainty: seen in public code, and the portal corrects it itself, so this is a warning.

    Flagged:
        | Complaint | Account | Listing | Listing canonical URL                           | Status | Filed | Flagged |
        | C-1       | a       | L1      | https://item.taobao.com/item.htm?id=612345678901 | draft  |       | no      |
        | C-1       | a       | L1      | https://item.taobao.com/item.htm?id=612345678901 | draft  |       | yes     |
        | C-1       | a       | L2      | https://item.taobao.com/item.htm?id=612345678901 | draft  |       | yes     |
    Clean:
        | Complaint | Account | Listing | Listing canonical URL                            | Status   | Filed      |
        | C-1       | a       | L1      | https://item.taobao.com/item.htm?id=612345678901 | draft    |            |
        | C-1       | a       | L3      | https://item.taobao.com/item.htm?id=612345678903 | draft    |            |
        | C-2       | a       | L1      | https://item.taobao.com/item.htm?id=612345678901 | draft    |            |
        |           | a       | L1      | https://item.taobao.com/item.htm?id=612345678901 | draft    |            |
        | C-3       | a       | L1      | https://item.taobao.com/item.htm?id=612345678901 | accepted | 2026-05-04 |
        | C-3       | a       | L1      | https://item.taobao.com/item.htm?id=612345678901 | accepted | 2026-05-04 |
    """
    numbered = np.where(is_filled(all_complaints["complaint"]), all_complaints.once(complaint_of_each_row), -1)
    groups = pair_groups(numbered, all_complaints.once(_pages))
    earlier = (groups >= 0) & (first_in_group(groups, groups >= 0) < np.arange(len(groups)))
    return unfiled(status, filed) & earlier


def _earlier_complaints(groups: Groups, rows: Mask, earlier: Mask, complaint: TextColumn) -> Sentences:
    """The first complaint among the *earlier* rows of the same group, for each of *rows*; "" where there is none."""
    first = first_in_group(groups, earlier)
    found = np.full(len(rows), "", dtype=object)
    names = complaint.to_numpy()
    for row in np.flatnonzero(rows & (first >= 0)).tolist():
        name = names[first[row]]
        found[row] = f"complaint {name}" if name else say("another row")
    return found


@rule(
    "CP212",
    on="Complaints",
    at="Listing",
    says="{detail} about the same product page and right is still open; wait for its outcome",
)
def open_complaint_exists(
    complaint: TextColumn, status: ChoiceColumn, filed: DateColumn, all_complaints: Whole
) -> Sentences:
    """Complaint about a product page that is already reported.

    While the account's first complaint about a product page and right is open, a second one is rejected as a duplicate.
    Rejections count against the account.

    Fix: wait for the outcome, or delete the row.
    Source: ipp-facts 10 [V14: VEN], 11 U05.
    Certainty: vendor only, so this is a warning.

    Flagged:
        | Complaint | Account | Listing | Listing canonical URL | Right | Status    | Filed      | Flagged |
        | C-1       | a       | L1      | https://x/1           | R     | submitted | 2026-05-04 | no      |
        | C-2       | a       | L1      | https://x/1           | R     | draft     |            | yes     |
        | C-3       | a       | L2      | https://x/1           | R     |           |            | yes     |
        | C-4       | a       | L3      |                       | R     |           | 2026-05-04 | no      |
        | C-5       | a       | L3      |                       | R     | ready     |            | yes     |
    Clean:
        | Complaint | Account | Listing | Listing canonical URL | Right | Status    | Filed      |
        | C-1       | a       | L1      | https://x/1           | R     | submitted | 2026-05-04 |
        | C-2       | b       | L1      | https://x/1           | R     | draft     |            |
        | C-3       | a       | L1      | https://x/1           | S     | draft     |            |
        | C-4       | a       | L2      | https://x/2           | R     | accepted  | 2026-05-04 |
        | C-5       | a       | L2      | https://x/2           | R     | draft     |            |
        | C-6       | a       | L1      | https://x/1           |       | draft     |            |
    """
    waiting = has_outcome(status, "pending") | (~is_filled(status) & is_filled(filed))
    groups = all_complaints.once(_cases)
    return _earlier_complaints(groups, unfiled(status, filed), waiting, complaint)


@rule(
    "CP213",
    on="Complaints",
    at="Listing",
    says="{detail} is not filed yet and reports the same product page for the same right; file only one of them",
)
def product_page_in_two_drafts(
    complaint: TextColumn, status: ChoiceColumn, filed: DateColumn, all_complaints: Whole
) -> Sentences:
    """The same product page in two complaints that are not filed yet.

    The second complaint would be rejected as a duplicate.

    Fix: delete the row from one of the complaints.
    Source: ipp-facts 2.2 [C1, C3: CODE], 10 [V14: VEN].
    Certainty: vendor only for several complaints, so this is a warning.

    Flagged:
        | Complaint | Account | Listing | Listing canonical URL | Right | Status | Filed | Flagged |
        | C-1       | a       | L1      | https://x/1           | R     | draft  |       | no      |
        | C-2       | a       | L1      | https://x/1           | R     | ready  |       | yes     |
    Clean:
        | Complaint | Account | Listing | Listing canonical URL | Right | Status   | Filed      |
        | C-1       | a       | L1      | https://x/1           | R     | draft    |            |
        | C-1       | a       | L1      | https://x/1           | R     | draft    |            |
        | C-2       | b       | L1      | https://x/1           | R     | draft    |            |
        | C-3       | a       | L1      | https://x/1           | S     | draft    |            |
        | C-4       | a       | L1      | https://x/1           | R     | accepted | 2026-05-04 |
    """
    open_rows = unfiled(status, filed)
    groups = all_complaints.once(_cases)
    first = first_in_group(groups, open_rows)
    complaints = all_complaints.once(complaint_of_each_row)
    return _earlier_complaints(groups, open_rows & (complaints != complaints[first]), open_rows, complaint)


@rule(
    "CP306",
    on="Complaints",
    at="Listing",
    says="{detail} with the same product page, right and reason was rejected; enter under New material what is new, or choose another reason",
)
def rejected_before(
    complaint: TextColumn,
    reason: ChoiceColumn,
    status: ChoiceColumn,
    filed: DateColumn,
    new_material: TextColumn,
    all_complaints: Whole,
) -> Sentences:
    """Complaint that was rejected before.

    If nothing is new, the complaint is rejected again. No rule of the portal about this was found. Rows with an entry
    under New material are not flagged.

    Fix: add new evidence and describe it under New material, or choose the reason that fits.
    Source: ipp-facts 10 [V14: VEN; rule of IPP: not found].
    Certainty: vendor only, so this is advice.

    Flagged:
        | Complaint | Account | Listing | Listing canonical URL | Right | Reason        | Status   | Filed      | Flagged |
        | C-1       | a       | L1      | https://x/1           | R     | keyword abuse | rejected | 2026-05-04 | no      |
        | C-2       | a       | L1      | https://x/1           | R     | keyword abuse | draft    |            | yes     |
    Clean:
        | Complaint | Account | Listing | Listing canonical URL | Right | Reason        | Status   | Filed      |
        | C-1       | a       | L1      | https://x/1           | R     | keyword abuse | rejected | 2026-05-04 |
        | C-2       | a       | L1      | https://x/1           | R     | similar mark  | draft    |            |
        | C-3       | a       | L2      | https://x/2           | R     | keyword abuse | accepted | 2026-05-04 |
        | C-4       | a       | L2      | https://x/2           | R     | keyword abuse | draft    |            |

        | Complaint | Account | Listing | Listing canonical URL | Right | Reason        | Status   | Filed      | New material          |
        | C-1       | a       | L1      | https://x/1           | R     | keyword abuse | rejected | 2026-05-04 |                       |
        | C-2       | a       | L1      | https://x/1           | R     | keyword abuse | draft    |            | certificate of the class |
    """
    groups = pair_groups(all_complaints.once(_cases), group_numbers(reason))
    return _earlier_complaints(
        groups, unfiled(status, filed) & ~is_filled(new_material), has_outcome(status, "rejected"), complaint
    )


@rule(
    "CP307",
    on="Complaints",
    at="Listing",
    says="the same seller was reported on {detail}; complaints within three days count as one for the seller's penalty",
)
def seller_reported_within_three_days(
    status: ChoiceColumn,
    filed: DateColumn,
    listing_seller: TextColumn,
    listing_url_platform: TextColumn,
    right_owner: TextColumn,
    as_of: date,
) -> Sentences:
    """Complaint against a seller who was reported in the last three days.

    Vendors report how a seller's penalty is counted: complaints of one right holder against one seller within three
    days count as one. Links that are filed together always count as one.

    Fix: nothing is wrong. To count separately against a repeat offender, file more than three days later.
    Source: ipp-facts 5.7 [V15, V16: VEN].
    Certainty: vendor only, so this is advice.

    Flagged:
        | Status    | Filed      | Listing seller | Listing URL platform | Right owner | As of      | Flagged |
        | submitted | 2026-06-27 | bagking        | taobao               | Nordlys AS  | 2026-06-30 | no      |
        | draft     |            | bagking        | taobao               | Nordlys AS  | 2026-06-30 | yes     |
    Clean:
        | Status    | Filed      | Listing seller | Listing URL platform | Right owner | As of      |
        | submitted | 2026-06-26 | bagking        | taobao               | Nordlys AS  | 2026-06-30 |
        | draft     |            | bagking        | taobao               | Nordlys AS  | 2026-06-30 |
        | submitted | 2026-06-30 | shoeking       | taobao               | Nordlys AS  | 2026-06-30 |
        | draft     |            | shoeking       | 1688                 | Nordlys AS  | 2026-06-30 |
        | draft     |            | shoeking       | taobao               | Polarlys AS | 2026-06-30 |
        | draft     |            |                | taobao               | Nordlys AS  | 2026-06-30 |
    """
    day = pd.Timestamp(as_of)
    drafts = unfiled(status, filed)
    recent = ~drafts & as_mask((filed <= day) & (filed >= day - _ONE_STRIKE))
    found = np.full(len(drafts), "", dtype=object)
    if not (drafts.any() and recent.any()):
        return found
    first = first_in_group(group_numbers(listing_seller, listing_url_platform, right_owner), recent)
    reported = drafts & (first >= 0)
    found[reported] = [f"{when:%Y-%m-%d}" for when in filed.iloc[first[reported]]]
    return found
