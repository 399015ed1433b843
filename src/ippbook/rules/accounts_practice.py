"""Rules on Accounts: how the account works, as its complaints show."""

from typing import Final

import numpy as np

from ippbook.declare import rule
from ippbook.languages import KnownWord, say
from ippbook.number_words import counted
from ippbook.rules.check_settings import CheckSettings
from ippbook.rules.rows import as_mask, equals, is_filled, sentences_where
from ippbook.tables.column_types import ChoiceColumn, FlagColumn, Mask, NumberColumn, Sentences, TextColumn

_DECLINED: Final = 0.17
"""The share of requests that was declined in July 2017 (ipp-facts 0.9 [P1: PLAT])."""


@rule(
    "AC210",
    on="Accounts",
    at="Account",
    says="{withdrawn_after_appeal:.0%} of this account's complaints in the window were withdrawn after the seller's appeal; portals see that as careless or malicious, so check the evidence before you file",
)
def withdrawn_too_often(
    withdrawn_after_appeal: NumberColumn, complaints_filed: NumberColumn, checks: CheckSettings
) -> Mask:
    """Account that withdraws many complaints after the seller's appeal.

    In 2017 an agency was barred; more than 60 % of its complaints had been withdrawn after an appeal. This rule warns
    well below that share. It counts only complaints in the Good-Faith window. Complaints withdrawn without an appeal
    are not counted.

    Fix: check what the withdrawn complaints have in common, and stop filing such complaints. The share and the minimum
    number are settings.
    Source: ipp-facts 5.9, 11 G05 [L24: LAW].
    Certainty: law that this happened; the limit is chosen, not official.

    Flagged:
        | Withdrawn after appeal | Complaints filed |
        | 20 %                   | 10               |
        | 61 %                   | 500              |
    Clean:
        | Withdrawn after appeal | Complaints filed |
        | 19 %                   | 100              |
        | 50 %                   | 9                |
        |                        | 100              |
    """
    limit = float(checks.withdrawal_alarm) - 1e-9  # a share of counts, compared at the limit itself
    return (
        as_mask(withdrawn_after_appeal >= limit)
        & as_mask(withdrawn_after_appeal > 0)
        & as_mask(complaints_filed >= checks.withdrawal_minimum)
    )


@rule(
    "AC302",
    on="Accounts",
    at="Account",
    says="this account files for several owners ({owners}); its Good-Faith rates count all of them together",
)
def account_of_several_owners(owners: TextColumn, role: ChoiceColumn) -> Mask:
    """Agent's account that files for several owners.

    Good-Faith is judged per account, so one client's rejected complaints lower the rate for all. Names that cannot be
    compared (Chinese and Latin) count as one owner.

    Fix: give an owner with many complaints a separate account, or watch these rates closely.
    Source: ipp-facts 6.2 [O1, O2: OFF].
    Certainty: official that accounts are judged; this is advice.

    Flagged:
        | Role  | Owners                  |
        | agent | Nordlys AS; Polarlys AS |
    Clean:
        | Role         | Owners                  |
        | agent        |                         |
        | right holder | Nordlys AS; Polarlys AS |
        |              | Nordlys AS; Polarlys AS |
    """
    return equals(role, "agent") & is_filled(owners)


@rule(
    "AC303",
    on="Accounts",
    at="Account",
    says="complaints not filed yet: {waiting}; {detail}; file the safest complaints first",
)
def drafts_beyond_head_room(
    waiting: NumberColumn, head_room: NumberColumn, head_room_by: TextColumn, qualifies: FlagColumn
) -> Sentences:
    """Qualified account that could lose Good-Faith through its drafts.

    In 2017 the platform declined about one in six requests that were filed without preparation. An account that loses
    the status waits three months. This rule warns only if one sixth of the waiting complaints is more than the takedown
    rate allows.

    Fix: file the safest complaints first and wait for the outcome, or fix the findings about the drafts.
    Source: ipp-facts 6.2, 11 G04 [P1: PLAT: 17 % declined in July 2017; O1: OFF: three months].
    Certainty: inferred, so this is advice.

    Flagged:
        | Waiting | Head-room | Head-room by  | Qualifies |
        | 12      | 1         |               | yes       |
        | 6       | 0         | keyword abuse | yes       |
    Clean:
        | Waiting | Head-room | Head-room by  | Qualifies |
        | 6       | 1         |               | yes       |
        | 5       | 0         | keyword abuse | yes       |
        | 120     | 1         |               | no        |
        | 120     |           |               | yes       |
        |         | 0         |               | yes       |
    """
    expected = np.floor(waiting.to_numpy(dtype=float) * _DECLINED + 1e-9)
    beyond = equals(qualifies, "yes") & as_mask(expected > head_room.to_numpy(dtype=float))
    return sentences_where(beyond, _allowance, head_room, head_room_by)


def _allowance(head_room: float, reason: str) -> str:
    """How many more rejections the account can take, and what binds."""
    where = (
        say("for the reason {reason}", reason=KnownWord(reason, "reasons")) if reason else say("over all complaints")
    )
    allowed = counted(int(head_room), "more rejection") if head_room else say("no more rejection")
    return say("the takedown rate {where} allows {allowed}", where=where, allowed=allowed)
