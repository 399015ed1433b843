"""Rules on Complaints: whether the account may file this complaint. They check rows that are not filed yet."""

from datetime import date

import numpy as np
import pandas as pd

from ippbook.catalog import offices, platforms
from ippbook.declare import rule
from ippbook.languages import say
from ippbook.normalize import clean
from ippbook.rules.accounts_documents import listed_names
from ippbook.rules.rows import as_mask, equals, is_filled, marketplace, rows_where, sentences_where, unfiled
from ippbook.tables.book import fold
from ippbook.tables.column_types import ChoiceColumn, DateColumn, FlagColumn, Mask, Sentences, TextColumn
from ippbook.tables.schema import vocabulary_of


@rule(
    "CP132",
    on="Complaints",
    at="Account",
    says="the portal has not accepted the identity document of {account}; nothing can be filed until it has",
)
def account_not_verified(status: ChoiceColumn, filed: DateColumn, account_identity_verified: FlagColumn) -> Mask:
    """Complaint from an account whose identity is not verified.

    The portal first verifies the account and its identity. Rights and complaints come after that.

    Fix: submit the identity document or business certificate. Set Identity verified to yes when the portal has accepted
    it.
    Source: ipp-facts 5.1 [O5, O7: OFF], 3.3 [O19, O20: OFF].
    Certainty: official.

    Flagged:
        | Status | Filed | Account identity verified |
        | draft  |       | no                        |
    Clean:
        | Status   | Filed      | Account identity verified |
        | draft    |            | yes                       |
        | draft    |            |                           |
        | accepted | 2026-05-04 | no                        |
    """
    return unfiled(status, filed) & equals(account_identity_verified, "no")


@rule(
    "CP133",
    on="Complaints",
    at="Account",
    says="the power of attorney of {account} {detail}; use a valid one",
)
def no_valid_power_of_attorney(
    status: ChoiceColumn,
    filed: DateColumn,
    account_role: ChoiceColumn,
    account_poa_start: DateColumn,
    account_poa_end: DateColumn,
    as_of: date,
) -> Sentences:
    """Complaint from an agent without a valid power of attorney.

    An agent may file only while the power of attorney is valid. If the row has a planned filing date, that date is
    checked. If the account has no dates for its power of attorney, see AC103.

    Fix: obtain a new power of attorney and enter its dates, or file from the right holder's account.
    Source: ipp-facts 3.4, 11 A01 [O13: OFF], 10.
    Certainty: official that it is needed; its dates are in the document.

    Flagged:
        | Status | Filed      | Account role | Account POA start | Account POA end | As of      |
        | draft  |            | agent        | 2025-01-01        | 2026-06-29      | 2026-06-30 |
        | draft  |            | agent        | 2026-07-01        |                 | 2026-06-30 |
        | ready  | 2026-07-10 | agent        | 2025-01-01        | 2026-07-09      | 2026-06-30 |
    Clean:
        | Status   | Filed      | Account role | Account POA start | Account POA end | As of      |
        | draft    |            | agent        | 2025-01-01        | 2026-06-30      | 2026-06-30 |
        | draft    |            | agent        |                   |                 | 2026-06-30 |
        | draft    |            | right holder | 2025-01-01        | 2026-06-29      | 2026-06-30 |
        | accepted | 2026-05-04 | agent        | 2025-01-01        | 2026-06-29      | 2026-06-30 |
    """
    rows = unfiled(status, filed) & equals(account_role, "agent")
    day = filed.where(filed > pd.Timestamp(as_of), pd.Timestamp(as_of))
    found = np.full(len(rows), "", dtype=object)
    early, late = rows & as_mask(account_poa_start > day), rows & as_mask(account_poa_end < day)
    found[early] = [say("starts only on {first:%Y-%m-%d}", first=first) for first in account_poa_start[early]]
    found[late] = [say("ended on {last:%Y-%m-%d}", last=last) for last in account_poa_end[late]]
    return found


@rule(
    "CP219",
    on="Complaints",
    at="Account",
    says="{account} has not accepted the portal's disclaimer; accept it before you file",
)
def disclaimer_not_accepted(status: ChoiceColumn, filed: DateColumn, account_disclaimer_accepted: FlagColumn) -> Mask:
    """Complaint from an account that has not accepted the disclaimer.

    The portal asks every account to accept a disclaimer. We did not find its text; a vendor describes it.

    Fix: read and accept the disclaimer on the portal, then set Disclaimer accepted to yes.
    Source: ipp-facts 5.9, 12b [SEED: VEN].
    Certainty: vendor only, so this is a warning.

    Flagged:
        | Status | Filed | Account disclaimer accepted |
        | draft  |       | no                          |
    Clean:
        | Status   | Filed      | Account disclaimer accepted |
        | draft    |            | yes                         |
        | draft    |            |                             |
        | accepted | 2026-05-04 | no                          |
    """
    return unfiled(status, filed) & equals(account_disclaimer_accepted, "no")


@rule(
    "CP220",
    on="Complaints",
    at="Account",
    says="{account} is registered as the right holder “{account_complainant}”, but {right} belongs to “{right_owner}”; file as an agent with a power of attorney, or from the owner's account",
)
def complainant_is_not_the_owner(
    status: ChoiceColumn,
    filed: DateColumn,
    account_role: ChoiceColumn,
    account_complainant: TextColumn,
    right_owner: TextColumn,
) -> Mask:
    """Right holder's account that cites another owner's right.

    A complainant who is not the right holder needs a power of attorney. An account registered as right holder has none.
    Different spellings of a name count as the same name, and a Chinese name is not compared with a Latin one.

    Fix: correct the owner or the account, or register as an agent with a power of attorney.
    Source: ipp-facts 3.4 [O13, O19: OFF], 3.3 [O14: OFF].
    Certainty: official; how the portal compares names was not found, so this is a warning.

    Flagged:
        | Status | Filed | Account role | Account complainant | Right owner  |
        | draft  |       | right holder | Nordlys AS          | Polarlys AS  |
    Clean:
        | Status   | Filed      | Account role | Account complainant | Right owner         |
        | draft    |            | right holder | Nordlys AS          | NORDLYS A/S         |
        | draft    |            | right holder | Nordlys AS          | 北光有限公司        |
        | draft    |            | right holder | Nordlys AS          | NORDLYS AS (北光)   |
        | draft    |            | right holder | Nordlys AS          |                     |
        | draft    |            | agent        | Nordlys AS          | Polarlys AS         |
        | draft    |            |              | Nordlys AS          | Polarlys AS         |
        | accepted | 2026-05-04 | right holder | Nordlys AS          | Polarlys AS         |
    """
    rows = unfiled(status, filed) & equals(account_role, "right holder")
    return rows_where(rows, lambda one, other: offices.same_owner(one, other) == "no", account_complainant, right_owner)


@rule(
    "CP221",
    on="Complaints",
    at="Right",
    says="the power of attorney of {account} covers {account_poa_rights}, not {right}; have it extended, or cite a right that it covers",
)
def right_outside_the_power_of_attorney(
    status: ChoiceColumn,
    filed: DateColumn,
    account_role: ChoiceColumn,
    account_poa_rights: TextColumn,
    right: TextColumn,
    right_number: TextColumn,
) -> Mask:
    """Right that the agent's power of attorney does not cover.

    A power of attorney for named rights covers only these rights. It may use their short names or their numbers.

    Fix: have the power of attorney extended and add the right under POA rights, or cite a right that it covers.
    Source: ipp-facts 3.4, 11 A01 [O13: OFF; that the portal looks for the right: INF].
    Certainty: inferred, so this is a warning.

    Flagged:
        | Status | Filed | Account role | Account POA rights | Right   | Right number |
        | draft  |       | agent        | TM-CN-2, TM-CN-3   | TM-CN-1 | 8123456      |
    Clean:
        | Status   | Filed      | Account role | Account POA rights | Right   | Right number |
        | draft    |            | agent        | tm-cn-1、TM-CN-2   | TM-CN-1 | 8123456      |
        | draft    |            | agent        | 8123456            | TM-CN-1 | 8123456      |
        | draft    |            | agent        | all                | TM-CN-1 | 8123456      |
        | draft    |            | agent        |                    | TM-CN-1 | 8123456      |
        | draft    |            | right holder | TM-CN-2            | TM-CN-1 | 8123456      |
        | accepted | 2026-05-04 | agent        | TM-CN-2            | TM-CN-1 | 8123456      |
    """

    def outside(names: str, right: str, number: str) -> bool:
        covered = listed_names(names)
        return bool(covered) and not {fold(right), fold(number)} & set(covered)

    rows = unfiled(status, filed) & equals(account_role, "agent") & is_filled(right)
    return rows_where(rows, outside, account_poa_rights, right, right_number)


@rule(
    "CP222",
    on="Complaints",
    at="Platform",
    says="the power of attorney of {account} covers {account_poa_platforms}, but this complaint is for {detail}; have it extended, or file on a marketplace that it covers",
)
def platform_outside_the_power_of_attorney(
    status: ChoiceColumn,
    filed: DateColumn,
    account_role: ChoiceColumn,
    account_poa_platforms: TextColumn,
    platform: ChoiceColumn,
    listing_url_platform: TextColumn,
) -> Sentences:
    """Marketplace that the agent's power of attorney does not cover.

    A power of attorney for named marketplaces covers only these marketplaces. If one of the names is unknown, this rule
    checks nothing; see AC212.

    Fix: have the power of attorney extended and add the marketplace under POA platforms, or correct the platform.
    Source: ipp-facts 3.4 (scope: INF from [O13: OFF]).
    Certainty: inferred, so this is a warning.

    Flagged:
        | Status | Filed | Account role | Account POA platforms | Platform   | Listing URL platform |
        | draft  |       | agent        | taobao, tmall         | aliexpress |                      |
        | draft  |       | agent        | 淘宝                  |            | 1688                 |
    Clean:
        | Status   | Filed      | Account role | Account POA platforms | Platform | Listing URL platform |
        | draft    |            | agent        | taobao, tmall         | taobao   |                      |
        | draft    |            | agent        | 淘宝                  |          | taobao               |
        | draft    |            | agent        | tao bao bao           | 1688     |                      |
        | draft    |            | agent        |                       | 1688     |                      |
        | draft    |            | right holder | taobao                | 1688     |                      |
        | accepted | 2026-05-04 | agent        | taobao                | 1688     |                      |
    """
    read = vocabulary_of("platforms").read

    def not_covered(names: str, code: str) -> str:
        covered = [read(name) for name in listed_names(names)]
        return "" if not covered or None in covered or code in covered else code

    chosen = marketplace(platform, listing_url_platform)
    rows = unfiled(status, filed) & equals(account_role, "agent") & is_filled(chosen)
    return sentences_where(rows, not_covered, account_poa_platforms, chosen)


@rule(
    "CP223",
    on="Complaints",
    at="Account",
    says="{account} is an account of {account_portal}, but complaints for this marketplace are filed on {detail}, which has a registration of its own; choose an account of {detail}",
)
def account_on_another_portal(
    status: ChoiceColumn,
    filed: DateColumn,
    account_portal: TextColumn,
    platform: ChoiceColumn,
    listing_url_platform: TextColumn,
) -> Sentences:
    """Account on a different portal from the marketplace.

    There are two portals: Taobao & Tmall Group (Taobao, Tmall, Tmall Global, 1688, Xianyu) and Alibaba International
    (Alibaba.com, AliExpress, Lazada, Miravia). You register for each separately, so an account of one does not serve
    the other. An account with another portal, such as the former one, is not flagged.

    Fix: choose an account of the marketplace's portal. If you are registered on both under this name, enter both.
    Source: ipp-facts 14 [N1: LAW]; the hosts: 0.4, 1 [C3, C4, C5: CODE].
    Certainty: a government's guidance; the portals' own pages were not seen, so this is a warning.

    Flagged:
        | Status | Filed | Account portal    | Platform   | Listing URL platform |
        | draft  |       | ipp.taobao.com    | aliexpress |                      |
        | draft  |       | ipp.aidcgroup.net |            | taobao               |
        | draft  |       | ipp.taobao.com    | lazada     |                      |
        | draft  |       | ipp.taobao.com    | miravia    |                      |
        | draft  |       | Alibaba International | tmall  |                      |
    Clean:
        | Status   | Filed      | Account portal                      | Platform   | Listing URL platform |
        | draft    |            | ipp.taobao.com                      | tmall      |                      |
        | draft    |            | https://IPP.taobao.com/ippCenter.htm | taobao    |                      |
        | draft    |            | ipp.taobao.com, ipp.aidcgroup.net   | aliexpress |                      |
        | draft    |            |                                     | aliexpress |                      |
        | draft    |            | ipp.aidcgroup.net                   | lazada     |                      |
        | draft    |            | Taobao & Tmall Group                | 1688       |                      |
        | draft    |            | ipp.alibabagroup.com                | taobao     |                      |
        | accepted | 2026-05-04 | ipp.taobao.com                      | aliexpress |                      |
    """
    known = {(each.portal.host, each.portal.name) for each in platforms.PLATFORMS.values()}

    def other_portal(portals: str, code: str) -> str:
        right, stated = platforms.PLATFORMS[code].portal, clean(portals).casefold()
        named = {portal for portal in known if portal[0] in stated or portal[1].casefold() in stated}
        return "" if not named or (right.host, right.name) in named else right.host

    chosen = marketplace(platform, listing_url_platform)
    return sentences_where(
        unfiled(status, filed) & is_filled(account_portal) & is_filled(chosen), other_portal, account_portal, chosen
    )
