"""Rules on Accounts: what the complaints of an account say of how it works."""

from typing import Final

import numpy as np

from ippbook.declare import rule
from ippbook.rules.check_settings import CheckSettings
from ippbook.rules.rows import as_mask, equals, filled
from ippbook.tables.column_types import ChoiceColumn, FlagColumn, Mask, NumberColumn, TextColumn

_DECLINED: Final = 0.17
"""The share of requests that was declined in July 2017 (ipp-facts 0.9 [P1: PLAT])."""


@rule(
    "AC210",
    on="Accounts",
    at="Account",
    says="{withdrawn_after_appeal:.0%} of its complaints in the window were withdrawn after the seller's appeal; portals read that as carelessness or malice, so check the evidence before filing",
)
def withdrawn_too_often(
    withdrawn_after_appeal: NumberColumn, complaints_filed: NumberColumn, checks: CheckSettings
) -> Mask:
    """Account that withdraws many complaints after the seller's appeal.

    In 2017 an agency was barred of whose complaints more than 60 % were withdrawn after an appeal. The alarm is set well
    below that. Only complaints in the Good-Faith window count, and those withdrawn without an appeal do not.

    Fix: look at what the withdrawn complaints have in common, and stop filing like that; the settings hold share and minimum.
    Source: ipp-facts 5.9, 11 G05 [L24: LAW].
    Certainty: law that it happened; the limit is chosen.

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
    says="this account files for several owners ({owners}), and its Good-Faith rates are those of all together",
)
def account_of_several_owners(owners: TextColumn, role: ChoiceColumn) -> Mask:
    """Agent's account that files for several owners.

    Good-Faith is judged per account: one client's rejected complaints lower the rate for all. Names that cannot be
    compared (Chinese and Latin) are taken for one owner.

    Fix: give an owner with many complaints an account of its own, or watch the rates together.
    Source: ipp-facts 6.2 [O1, O2: OFF].
    Certainty: official that accounts are judged; advice only.

    Flagged:
        | Role  | Owners                  |
        | agent | Nordlys AS; Polarlys AS |
    Clean:
        | Role         | Owners                  |
        | agent        |                         |
        | right holder | Nordlys AS; Polarlys AS |
        |              | Nordlys AS; Polarlys AS |
    """
    return equals(role, "agent") & filled(owners)


@rule(
    "AC303",
    on="Accounts",
    at="Account",
    says="{waiting} complaints wait to be filed, and the takedown rate bears {head_room} more refusals; file the surest first",
)
def drafts_beyond_head_room(waiting: NumberColumn, head_room: NumberColumn, qualifies: FlagColumn) -> Mask:
    """Qualified account whose drafts could cost it Good-Faith.

    Without preparation about one request in six was declined in 2017. An account that falls out waits three months. Said
    only where a sixth of what waits is more than the account can bear.

    Fix: file what is surest first and wait for its outcome, or repair what rules say of the drafts.
    Source: ipp-facts 6.2, 11 G04 [P1: PLAT: 17 % declined in July 2017; O1: OFF: three months].
    Certainty: inferred, hence an advice.

    Flagged:
        | Waiting | Head-room | Qualifies |
        | 12      | 1         | yes       |
        | 6       | 0         | yes       |
    Clean:
        | Waiting | Head-room | Qualifies |
        | 6       | 1         | yes       |
        | 5       | 0         | yes       |
        | 120     | 1         | no        |
        | 120     |           | yes       |
        |         | 0         | yes       |
    """
    expected = np.floor(waiting.to_numpy(dtype=float) * _DECLINED + 1e-9)
    return equals(qualifies, "yes") & as_mask(expected > head_room.to_numpy(dtype=float))
