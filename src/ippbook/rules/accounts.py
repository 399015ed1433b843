"""Rules on Accounts: names and powers of attorney."""

from datetime import date

import numpy as np
import pandas as pd

from ippbook.catalog import offices
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.rules.check_settings import CheckSettings
from ippbook.rules.reminders import reminders
from ippbook.rules.rows import as_mask, cell_empty, equals, group_numbers, is_filled, repeated, rows_where
from ippbook.tables.column_types import ChoiceColumn, DateColumn, Mask, Sentences, TextColumn


@rule(
    "AC101", on="Accounts", at="Account", says="this account has no login name; enter the login name used on the portal"
)
def account_without_login_name(account: TextColumn) -> Mask:
    """Account without a login name.

    Complaints refer to an account by its login name. Good-Faith is also counted by login name.

    Fix: enter the login name of the account.
    Source: ipp-facts 6.2 [O1, O2: OFF]: judged per account.
    Certainty: certain; complaints refer to accounts by this name.

    Flagged:
        | Account | Complainant |
        |         | Nordlys AS  |
    Clean:
        | Account       | Complainant |
        | nordlys-legal | Nordlys AS  |
        | nordlys-2     |             |
    """
    return ~is_filled(account)


@rule(
    "AC102",
    on="Accounts",
    at="Account",
    says="{account} is in more than one row, and only the first row is used; keep one row for each account",
)
def account_in_two_rows(account: TextColumn) -> Mask:
    """The same account in two rows.

    Complaints are checked against the first row of the account. That row may have the older power of attorney.

    Fix: keep one row for each account, with its current documents.
    Source: house rule: one row, one record.
    Certainty: certain; complaints refer to accounts by this name.

    Flagged:
        | Account       | POA end    |
        | nordlys-legal | 2025-12-31 |
        | Nordlys-Legal | 2027-12-31 |
    Clean:
        | Account       | POA end    |
        | nordlys-legal | 2027-12-31 |
        | nordlys-2     | 2027-12-31 |
        |               | 2027-12-31 |
        |               | 2026-12-31 |
    """
    return repeated(group_numbers(account))


@rule(
    "AC103",
    on="Accounts",
    at="POA start",
    says="this agent's account has no power of attorney; enter the first and last day of the power of attorney",
)
def agent_without_power_of_attorney(role: ChoiceColumn, all_accounts: Whole) -> Mask:
    """Agent without a power of attorney.

    If the complainant is not the right holder, the portal asks for a power of attorney that authorises enforcement.

    Fix: enter the first and last day of the power of attorney. The portal offers a template after the fields of the
    right are filled in.
    Source: ipp-facts 3.4 [O13: OFF].
    Certainty: official.

    Flagged:
        | Role  | POA start | POA end |
        | agent |           |         |
    Clean:
        | Role         | POA start  | POA end    |
        | agent        | 2025-01-01 | 2027-12-31 |
        | agent        | 2025-01-01 |            |
        | agent        |            | 2027-12-31 |
        | right holder |            |            |
        |              |            |            |
    """
    return equals(role, "agent") & cell_empty(all_accounts, "poa_start") & cell_empty(all_accounts, "poa_end")


@rule(
    "AC104",
    on="Accounts",
    at="POA end",
    says="the power of attorney ended on {poa_end:%Y-%m-%d}; obtain a new one before you file",
)
def power_of_attorney_expired(role: ChoiceColumn, poa_end: DateColumn, as_of: date) -> Mask:
    """Agent whose power of attorney has ended.

    After its last day the agent has no authority. A complaint without authority is rejected.

    Fix: obtain a new power of attorney, upload it, and enter its dates.
    Source: ipp-facts 3.4 [O13: OFF], 10 [O15, O20: OFF; V14: VEN].
    Certainty: official that it is needed; its last day is in the document.

    Flagged:
        | Role  | POA end    | As of      |
        | agent | 2026-06-29 | 2026-06-30 |
    Clean:
        | Role         | POA end    | As of      |
        | agent        | 2026-06-30 | 2026-06-30 |
        | agent        |            | 2026-06-30 |
        | right holder | 2020-01-01 | 2026-06-30 |
        |              | 2020-01-01 | 2026-06-30 |
    """
    return equals(role, "agent") & as_mask(poa_end < pd.Timestamp(as_of))


@rule(
    "AC105",
    on="Accounts",
    at="POA end",
    says="the power of attorney ends on {poa_end:%Y-%m-%d}, before it starts on {poa_start:%Y-%m-%d}; correct one of the dates",
)
def power_of_attorney_ends_before_it_starts(poa_start: DateColumn, poa_end: DateColumn) -> Mask:
    """Power of attorney that ends before it starts.

    The two dates contradict each other.

    Fix: correct the wrong date.
    Source: ipp-facts 3.4 [O13: OFF].
    Certainty: certain; the dates contradict each other.

    Flagged:
        | POA start  | POA end    |
        | 2026-01-02 | 2026-01-01 |
    Clean:
        | POA start  | POA end    |
        | 2026-01-01 | 2026-01-01 |
        | 2026-01-01 |            |
        |            | 2026-01-01 |
    """
    return as_mask(poa_end < poa_start)


@rule(
    "AC201",
    on="Accounts",
    at="POA end",
    says="the power of attorney ends on {poa_end:%Y-%m-%d}, {detail}; obtain a new one",
)
def power_of_attorney_ends_soon(
    role: ChoiceColumn, poa_end: DateColumn, as_of: date, expiry_warning_days: int, checks: CheckSettings
) -> Sentences:
    """Agent whose power of attorney ends soon.

    Signing, sealing and the portal's check take days. Appeals continue after the filing.

    Fix: obtain a new power of attorney now. The setting Expiry warning days says how early the first reminder comes.
    Source: ipp-facts 10 [O15, O20: OFF; V14: VEN].
    Certainty: the number of days is chosen, not official.

    Flagged:
        | Role  | POA end    | As of      |
        | agent | 2026-06-30 | 2026-06-30 |
        | agent | 2026-09-28 | 2026-06-30 |
    Clean:
        | Role         | POA end    | As of      |
        | agent        | 2026-09-29 | 2026-06-30 |
        | agent        | 2026-06-29 | 2026-06-30 |
        | right holder | 2026-07-01 | 2026-06-30 |
    """
    return np.where(equals(role, "agent"), reminders(poa_end, as_of, expiry_warning_days, checks), "").astype(object)


@rule(
    "AC202",
    on="Accounts",
    at="POA start",
    says="the power of attorney starts on {poa_start:%Y-%m-%d}; do not file before that day",
)
def power_of_attorney_not_started(role: ChoiceColumn, poa_start: DateColumn, as_of: date) -> Mask:
    """Agent whose power of attorney has not started.

    Before its first day the agent has no authority.

    Fix: file on that day or later, or correct the date.
    Source: ipp-facts 3.4 (INF from [O13: OFF]).
    Certainty: inferred, so this is a warning.

    Flagged:
        | Role  | POA start  | As of      |
        | agent | 2026-07-01 | 2026-06-30 |
    Clean:
        | Role         | POA start  | As of      |
        | agent        | 2026-06-30 | 2026-06-30 |
        | agent        |            | 2026-06-30 |
        | right holder | 2026-07-01 | 2026-06-30 |
    """
    return equals(role, "agent") & as_mask(poa_start > pd.Timestamp(as_of))


def _differ(one: str, other: str) -> bool:
    return offices.same_owner(one, other) == "no"


@rule(
    "AC203",
    on="Accounts",
    at="Complainant",
    says="the complainant “{complainant}” is not the name on the ID (“{name_on_id}”); use the same name",
)
def complainant_is_not_the_name_on_the_id(complainant: TextColumn, name_on_id: TextColumn) -> Mask:
    """Complainant whose name differs from the identity document.

    The portal compares the complainant's name with the identity document. Differences in case, accents, punctuation,
    word order and the usual short forms (Co., Ltd.) are ignored. A Chinese name is not compared with a Latin one. If a
    name is written in both scripts, it is compared in the script of the other name.

    Fix: enter the name exactly as in the document, or submit a document with this name.
    Source: ipp-facts 3.3 [O20: OFF].
    Certainty: official; how the portal compares is unknown, so this is a warning.

    Flagged:
        | Complainant  | Name on ID      |
        | Nordlys AS   | Polarlys AS     |
        | Nordlys AS   | Nordlys GmbH    |
        | 北极光有限公司 | 南极光有限公司 |
    Clean:
        | Complainant             | Name on ID                   |
        | Nordlys AS              | NORDLYS A/S                  |
        | Nordlys Trading Co Ltd  | Nordlys Trading Company Limited |
        | Müller, Jörg            | Jorg Muller                  |
        | Nordlys AS              | 北极光有限公司               |
        | NORDLYS AS (北极光有限公司) | 北极光有限责任公司       |
        | Nordlys                 | Nordlys AS                   |
        | Nordlys AS              |                              |
        |                         | Nordlys AS                   |
    """
    return rows_where(is_filled(complainant) & is_filled(name_on_id), _differ, complainant, name_on_id)
