"""Rules on Accounts: names and powers of attorney."""

from datetime import date

import numpy as np
import pandas as pd

from ippbook.catalog import offices
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.rules.check_settings import CheckSettings
from ippbook.rules.reminders import reminders
from ippbook.rules.rows import as_mask, cell_empty, equals, filled, group_numbers, repeated, rows_where
from ippbook.tables.column_types import ChoiceColumn, DateColumn, Mask, Sentences, TextColumn


@rule("AC101", on="Accounts", at="Account", says="this account has no name; enter its login name on the portal")
def account_without_name(account: TextColumn) -> Mask:
    """Account without its login name.

    Complaints refer to an account by its login name, and Good-Faith is counted by it.

    Fix: enter the login name of the account.
    Source: ipp-facts 6.2 [O1, O2: OFF]: judged per account.
    Certainty: certain; it is how the tables refer to each other.

    Flagged:
        | Account | Complainant |
        |         | Nordlys AS  |
    Clean:
        | Account       | Complainant |
        | nordlys-legal | Nordlys AS  |
        | nordlys-2     |             |
    """
    return ~filled(account)


@rule(
    "AC102",
    on="Accounts",
    at="Account",
    says="{account} stands in more than one row; references lead to the first of them",
)
def account_twice(account: TextColumn) -> Mask:
    """Account in two rows.

    A complaint is checked against the first row of its account, which may have the older power of attorney.

    Fix: keep one row an account, with its present documents.
    Source: house rule: one row, one record.
    Certainty: certain; it is how the tables refer to each other.

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
    says="this account is an agent's, and no power of attorney is entered; enter its first and last day",
)
def agent_without_power_of_attorney(role: ChoiceColumn, all_accounts: Whole) -> Mask:
    """Agent without a power of attorney.

    Where the complainant is not the right holder, the portal asks for a power of attorney that authorises enforcement.

    Fix: enter the dates of the power of attorney; the portal makes a template once the fields of the right are filled.
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
    says="the power of attorney ended on {poa_end:%Y-%m-%d}; obtain a new one before filing",
)
def power_of_attorney_expired(role: ChoiceColumn, poa_end: DateColumn, as_of: date) -> Mask:
    """Agent whose power of attorney has ended.

    After its last day the agent has no authority, and a complaint without authority is refused.

    Fix: obtain a new power of attorney, upload it, and enter its dates.
    Source: ipp-facts 3.4 [O13: OFF], 10 [O15, O20: OFF; V14: VEN].
    Certainty: official that it is needed; the last day is the document's own.

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
    says="the power of attorney ends on {poa_end:%Y-%m-%d}, before it begins on {poa_start:%Y-%m-%d}; correct one of the dates",
)
def power_of_attorney_ends_before_it_begins(poa_start: DateColumn, poa_end: DateColumn) -> Mask:
    """Power of attorney that ends before it begins.

    The two dates contradict each other.

    Fix: correct the date that is wrong.
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
    says="the power of attorney ends on {poa_end:%Y-%m-%d}, {detail}: obtain a new one",
)
def power_of_attorney_ends_soon(
    role: ChoiceColumn, poa_end: DateColumn, as_of: date, expiry_warning_days: int, checks: CheckSettings
) -> Sentences:
    """Agent whose power of attorney ends soon.

    Signing, sealing and the portal's check take days; appeals run on after the filing.

    Fix: obtain a new power of attorney now. The setting Expiry warning days says how early this comes.
    Source: ipp-facts 10 [O15, O20: OFF; V14: VEN].
    Certainty: the number of days is chosen.

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
    says="the power of attorney begins on {poa_start:%Y-%m-%d}; do not file before",
)
def power_of_attorney_not_begun(role: ChoiceColumn, poa_start: DateColumn, as_of: date) -> Mask:
    """Agent whose power of attorney has not begun.

    Before its first day the agent has no authority.

    Fix: file from that day on, or correct the date.
    Source: ipp-facts 3.4 (INF from [O13: OFF]).
    Certainty: inferred, hence a warning.

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
    says="complainant “{complainant}” is not the name on the ID, “{name_on_id}”; they must be the same",
)
def complainant_is_not_the_name_on_the_id(complainant: TextColumn, name_on_id: TextColumn) -> Mask:
    """Complainant whose name is not that of the identity document.

    The portal compares the complainant with the document. Case, accents, punctuation, the order of words and the usual
    short forms (Co., Ltd.) are not counted as differences; a Chinese name and a Latin one are not compared, and a name that
    states both is compared in the script that the other has.

    Fix: enter the name as the document has it, or submit a document that bears the name.
    Source: ipp-facts 3.3 [O20: OFF].
    Certainty: official; how the portal compares is unknown, hence a warning.

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
    return rows_where(filled(complainant) & filled(name_on_id), _differ, complainant, name_on_id)
