"""Rules on Complaints: whether the right can be cited on this marketplace now. They check rows that are not filed yet."""

from datetime import date

import numpy as np
import pandas as pd

from ippbook.catalog import platforms
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.normalize import key
from ippbook.rules.rows import (
    as_mask,
    equals,
    is_filled,
    is_one_of,
    marketplace,
    sentences_where,
    unfiled,
)
from ippbook.tables.column_types import ChoiceColumn, DateColumn, FlagColumn, Mask, Sentences, TextColumn


@rule(
    "CP112",
    on="Complaints",
    at="Right",
    says="right {right} expired on {right_expires:%Y-%m-%d}; renew it and enter the new date, or cite another right",
)
def right_has_expired(status: ChoiceColumn, filed: DateColumn, right_expires: DateColumn, as_of: date) -> Mask:
    """Unfiled complaint that cites an expired right.

    Portals reject a notice that cites an expired right, and rejections count against the account. If the filing date is
    after the last day of the right, CP101 reports it instead.

    Fix: renew the right and enter the new date, or cite another right.
    Source: ipp-facts 10 [O15, O20: OFF; V14: VEN], 3.6 [L2: LAW].
    Certainty: law; the last day is in the register.

    Flagged:
        | Status | Filed | Right expires | As of      |
        | draft  |       | 2026-06-29    | 2026-06-30 |
        | ready  |       | 2016-06-30    | 2026-06-30 |
        |        |       | 2026-06-29    | 2026-06-30 |
    Clean:
        | Status   | Filed      | Right expires | As of      |
        | draft    |            | 2026-06-30    | 2026-06-30 |
        | draft    |            |               | 2026-06-30 |
        | accepted | 2026-05-04 | 2026-06-29    | 2026-06-30 |
        |          | 2026-05-04 | 2026-06-29    | 2026-06-30 |
    """
    day = pd.Timestamp(as_of)
    return unfiled(status, filed) & as_mask((right_expires < day) & ~(filed > right_expires))


@rule(
    "CP113",
    on="Complaints",
    at="Right",
    says="the portal has not approved right {right} (status: {right_status}); file only after the approval",
)
def right_not_approved(status: ChoiceColumn, filed: DateColumn, right_status: ChoiceColumn) -> Mask:
    """Complaint that cites a right that the portal has not approved.

    A complaint can be filed only after the portal has verified the right.

    Fix: submit the right, wait for the approval, enter it in Rights, then file.
    Source: ipp-facts 5.1 [O21: OFF].
    Certainty: official.

    Flagged:
        | Status | Filed | Right status  |
        | draft  |       | pending       |
        | ready  |       | rejected      |
        |        |       | not submitted |
    Clean:
        | Status    | Filed      | Right status |
        | draft     |            | approved     |
        | draft     |            |              |
        | submitted | 2026-05-04 | pending      |
    """
    return unfiled(status, filed) & is_filled(right_status) & ~equals(right_status, "approved")


@rule(
    "CP114",
    on="Complaints",
    at="Right",
    says="right {right} ({right_type}, {right_office}) is not valid in mainland China, but this marketplace requires that; cite a Chinese right",
)
def right_not_accepted(
    status: ChoiceColumn,
    filed: DateColumn,
    usable_on_platform: TextColumn,
    right_office: ChoiceColumn,
    right_type: ChoiceColumn,
) -> Mask:
    """Right that the marketplace does not accept.

    Taobao, Tmall and 1688 accept rights that are valid in mainland China. International marks have their own rules, CP115
    and CP206. For Tmall Global and Xianyu the sources do not say it, so CP207 warns there.

    Fix: cite a Chinese registration, or file on a marketplace that accepts foreign rights. If somebody else has registered
    your mark in China, three ways remain. Cite a copyright or a design of yours, act against that registration, or
    complain on AliExpress by the foreign mark.
    Source: ipp-facts 3.2 [O9: OFF in part; SEED, V1, V3: VEN], 14.
    Certainty: vendors, which agree; official in part, for Taobao.

    Flagged:
        | Status | Filed | Platform | Right type    | Right office |
        | draft  |       | taobao   | trademark     | EU           |
        | ready  |       | 1688     | design patent | US           |
        |        |       | tmall    | trademark     | none         |
    Clean:
        | Status    | Filed      | Platform   | Right type | Right office |
        | draft     |            | taobao     | trademark  | CN           |
        | draft     |            | aliexpress | trademark  | EU           |
        | draft     |            | taobao     | copyright  | none         |
        | draft     |            | taobao     | trademark  | WIPO         |
        | draft     |            | lazada     | trademark  | EU           |
        | draft     |            | tmallhk    | trademark  | EU           |
        | draft     |            | xianyu     | trademark  | none         |
        | draft     |            |            | trademark  | EU           |
        | draft     |            | taobao     | trademark  |              |
        | submitted | 2026-05-04 | taobao     | trademark  | EU           |
    """
    refused = equals(usable_on_platform, "no") & ~_is_madrid(right_type, right_office)
    return unfiled(status, filed) & refused


def _is_madrid(right_type: ChoiceColumn, right_office: ChoiceColumn) -> Mask:
    return equals(right_office, "WIPO") & equals(right_type, "trademark")


@rule(
    "CP115",
    on="Complaints",
    at="Right",
    says="this marketplace requires CNIPA's certificate that international mark {right} extends to China; obtain it, or cite a Chinese mark",
)
def extension_to_china_not_proved(
    status: ChoiceColumn,
    filed: DateColumn,
    usable_on_platform: TextColumn,
    right_type: ChoiceColumn,
    right_office: ChoiceColumn,
    right_china_certificate: FlagColumn,
) -> Mask:
    """International mark without proof that it extends to China.

    It is not enough that a Madrid mark designates China. The portal also asks for the certificate.

    Fix: order the certified copy from CNIPA and upload it, or cite a national Chinese mark.
    Source: ipp-facts 3.2 [O18: OFF, title only; L7: LAW].
    Certainty: official by its title; law for the document.

    Flagged:
        | Status | Filed | Platform | Right type | Right office | Right china certificate |
        | draft  |       | taobao   | trademark  | WIPO         | no                      |
    Clean:
        | Status    | Filed      | Platform   | Right type | Right office | Right china certificate |
        | draft     |            | taobao     | trademark  | WIPO         | yes                     |
        | draft     |            | taobao     | trademark  | WIPO         |                         |
        | draft     |            | aliexpress | trademark  | WIPO         | no                      |
        | draft     |            | taobao     | trademark  | CN           | no                      |
        | submitted | 2026-05-04 | taobao     | trademark  | WIPO         | no                      |
    """
    refused = equals(usable_on_platform, "no") & _is_madrid(right_type, right_office)
    return unfiled(status, filed) & refused & equals(right_china_certificate, "no")


@rule(
    "CP206",
    on="Complaints",
    at="Right",
    says="this marketplace requires CNIPA's certificate that international mark {right} extends to China; enter in Rights whether you have it",
)
def extension_to_china_not_stated(
    status: ChoiceColumn,
    filed: DateColumn,
    usable_on_platform: TextColumn,
    right_type: ChoiceColumn,
    right_office: ChoiceColumn,
    right_china_certificate: FlagColumn,
) -> Mask:
    """International mark without an entry about its extension to China.

    The portal asks for the certificate. Rights does not say whether you have it.

    Fix: enter yes or no under China certificate in Rights.
    Source: ipp-facts 3.2 [O18: OFF, title only; L7: LAW].
    Certainty: unknown whether you have the certificate, so this is a warning.

    Flagged:
        | Status | Filed | Platform | Right type | Right office | Right china certificate |
        | draft  |       | taobao   | trademark  | WIPO         |                         |
    Clean:
        | Status    | Filed      | Platform   | Right type | Right office | Right china certificate |
        | draft     |            | taobao     | trademark  | WIPO         | yes                     |
        | draft     |            | taobao     | trademark  | WIPO         | no                      |
        | draft     |            | aliexpress | trademark  | WIPO         |                         |
        | submitted | 2026-05-04 | taobao     | trademark  | WIPO         |                         |
    """
    refused = equals(usable_on_platform, "no") & _is_madrid(right_type, right_office)
    return unfiled(status, filed) & refused & ~is_filled(right_china_certificate)


@rule(
    "CP207",
    on="Complaints",
    at="Right",
    says="this marketplace may not accept right {right} ({right_type}, {right_office}); ask the portal, or cite a right of the marketplace's country",
)
def right_perhaps_not_accepted(status: ChoiceColumn, filed: DateColumn, usable_on_platform: TextColumn) -> Mask:
    """Right that the marketplace may not accept.

    The sources do not say whether it does. Examples are a foreign right on Lazada, Tmall Global or Xianyu, or a copyright
    registered abroad on Taobao.

    Fix: cite a right registered in the marketplace's country, or ask the portal first.
    Source: ipp-facts 3.1, 3.2 (left open: GK, INF).
    Certainty: not found, so this is a warning.

    Flagged:
        | Status | Filed | Platform | Right type | Right office |
        | draft  |       | lazada   | trademark  | EU           |
        | draft  |       | tmallhk  | trademark  | EU           |
        | draft  |       | xianyu   | trademark  | WIPO         |
        | draft  |       | taobao   | copyright  | US           |
    Clean:
        | Status    | Filed      | Platform | Right type | Right office |
        | draft     |            | lazada   | trademark  | SG           |
        | draft     |            | taobao   | copyright  | CN           |
        | draft     |            | taobao   | trademark  | EU           |
        | submitted | 2026-05-04 | lazada   | trademark  | EU           |
    """
    return unfiled(status, filed) & equals(usable_on_platform, "unsure")


@rule(
    "CP305",
    on="Complaints",
    at="Right",
    says="{right} is a foreign right ({right_office}); cite the Chinese right {detail}, because this marketplace handles Chinese rights faster",
)
def foreign_right_where_china_is_faster(
    status: ChoiceColumn,
    filed: DateColumn,
    platform: ChoiceColumn,
    listing_url_platform: TextColumn,
    right_office: ChoiceColumn,
    right_type: ChoiceColumn,
    right_name: TextColumn,
    all_rights: Whole,
) -> Sentences:
    """Foreign right although the same right in China is handled faster.

    Alibaba.com and AliExpress accept foreign registrations. A vendor reports that Chinese ones are handled faster. The
    finding comes only if Rights has a Chinese right of the same type and name that can be cited.

    Fix: cite the Chinese right that the finding names, if it covers the goods.
    Source: ipp-facts 3.2, 11 R09 [SEED: VEN].
    Certainty: vendor only, so this is advice.

    Flagged:
        | Status    | Filed      | Platform   | Right type | Right name | Right office | Right status | Flagged |
        | draft     |            | aliexpress | trademark  | NORDLYS    | EU           |              | yes     |
        | ready     |            | alibaba    | trademark  | Nordlys    | US           |              | yes     |
        | submitted | 2026-05-04 | taobao     | trademark  | NORDLYS    | CN           | approved     | no      |
    Clean:
        | Status    | Filed      | Platform   | Right type     | Right name | Right office | Right status |
        | draft     |            | aliexpress | trademark      | NORDLYS    | CN           |              |
        | draft     |            | aliexpress | trademark      | POLARIS    | EU           |              |
        | draft     |            | aliexpress | design patent  | NORDLYS    | EU           |              |
        | draft     |            | aliexpress | trademark      | NORDLYS    |              |              |
        | draft     |            | taobao     | trademark      | NORDLYS    | EU           |              |
        | submitted | 2026-05-04 | aliexpress | trademark      | NORDLYS    | EU           |              |
        | draft     |            | aliexpress | trademark      | AURORA     | EU           |              |
        | submitted | 2026-05-04 | taobao     | trademark      | AURORA     | CN           | rejected     |
    """
    faster = is_one_of(
        marketplace(platform, listing_url_platform),
        frozenset(code for code in platforms.PLATFORMS if platforms.prefers_china(code)),
    )
    foreign = ~is_one_of(right_office, frozenset({"", "CN", "none"}))
    chinese = all_rights.once(_chinese_rights)
    rows = unfiled(status, filed) & faster & foreign
    return sentences_where(rows, lambda *right: chinese.get((right[0], key(right[1])), ""), right_type, right_name)


def _chinese_rights(rights: Whole) -> dict[tuple[str, str], str]:
    """The first Chinese right that can be cited, by type and name."""
    usable = is_one_of(rights["status"], frozenset({"", "approved"})) & ~equals(rights["in_force"], "no")
    found: dict[tuple[str, str], str] = {}
    for row in np.flatnonzero(usable & equals(rights["office"], "CN")).tolist():
        name = key(rights["name"].iloc[row])
        if name:
            found.setdefault((rights["right_type"].iloc[row], name), rights["right"].iloc[row])
    return found
