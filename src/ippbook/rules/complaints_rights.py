"""Rules on Complaints: whether the right can be cited on this marketplace now. They check rows that are not filed yet."""

from datetime import date
from typing import Final

import pandas as pd

from ippbook.catalog import platforms
from ippbook.declare import rule
from ippbook.rules.rows import (
    as_mask,
    equals,
    is_filled,
    is_one_of,
    marketplace,
    platforms_where,
    sentences_where,
    unfiled,
)
from ippbook.tables.column_types import ChoiceColumn, DateColumn, FlagColumn, Mask, Sentences, TextColumn

_TAOTIAN: Final = platforms_where(lambda platform: platform.portal.host == "ipp.taobao.com")
"""Marketplaces of the TaoTian portal (ipp-facts 0.4, 1)."""
_REPORTED_ON: Final = frozenset({"design patent", "utility model"})
"""Chinese patents that are granted without examination (ipp-facts 3.5)."""
_REPORT_FROM: Final = pd.Timestamp("2010-01-01")


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

    Marketplaces of mainland China accept rights that are valid there. International marks have their own rules, CP115
    and CP206.

    Fix: cite a Chinese registration, or file on a marketplace that accepts foreign rights.
    Source: ipp-facts 3.2 [O9: OFF in part; SEED, V1, V3: VEN].
    Certainty: official in part; every vendor agrees.

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

    The sources do not say whether it does. Examples are a foreign right on Lazada, or a copyright registered abroad on
    Taobao.

    Fix: cite a right registered in the marketplace's country, or ask the portal first.
    Source: ipp-facts 3.1, 3.2 (left open: GK, INF).
    Certainty: not found, so this is a warning.

    Flagged:
        | Status | Filed | Platform | Right type | Right office |
        | draft  |       | lazada   | trademark  | EU           |
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
    says="{right} is a foreign right ({right_office}); this marketplace accepts it, but handles Chinese rights faster",
)
def foreign_right_where_china_is_faster(
    status: ChoiceColumn,
    filed: DateColumn,
    platform: ChoiceColumn,
    listing_url_platform: TextColumn,
    right_office: ChoiceColumn,
    right_type: ChoiceColumn,
) -> Mask:
    """Foreign right where a Chinese right is handled faster.

    Alibaba.com and AliExpress accept foreign registrations. A vendor reports that Chinese ones are handled faster.

    Fix: nothing is wrong. Cite the Chinese registration if you have one.
    Source: ipp-facts 3.2, 11 R09 [SEED: VEN].
    Certainty: vendor only, so this is advice.

    Flagged:
        | Status | Filed | Platform   | Right type | Right office |
        | draft  |       | aliexpress | trademark  | EU           |
        | ready  |       | alibaba    | trademark  | US           |
    Clean:
        | Status    | Filed      | Platform   | Right type     | Right office |
        | draft     |            | aliexpress | trademark      | CN           |
        | draft     |            | aliexpress | copyright      | none         |
        | draft     |            | aliexpress | trademark      |              |
        | draft     |            | aliexpress | portrait right | EU           |
        | draft     |            | taobao     | trademark      | EU           |
        | submitted | 2026-05-04 | aliexpress | trademark      | EU           |
    """
    faster = is_one_of(
        marketplace(platform, listing_url_platform),
        frozenset(code for code in platforms.PLATFORMS if platforms.prefers_china(code)),
    )
    foreign = ~is_one_of(right_office, frozenset({"", "CN", "none"})) & ~equals(right_type, "portrait right")
    return unfiled(status, filed) & faster & foreign


def _needs_report(
    platform: ChoiceColumn,
    listing_url_platform: ChoiceColumn,
    right_type: ChoiceColumn,
    right_office: ChoiceColumn,
    right_filed: DateColumn,
) -> Mask:
    """Where the TaoTian portal asks for a patent right evaluation report."""
    unexamined = is_one_of(right_type, _REPORTED_ON) & equals(right_office, "CN")
    return (
        unexamined
        & as_mask(right_filed >= _REPORT_FROM)
        & is_one_of(marketplace(platform, listing_url_platform), _TAOTIAN)
    )


@rule("CP116", on="Complaints", at="Right", says="{detail}; cite another right, or obtain a positive report first")
def evaluation_report_not_positive(
    status: ChoiceColumn,
    filed: DateColumn,
    platform: ChoiceColumn,
    listing_url_platform: TextColumn,
    right_type: ChoiceColumn,
    right_office: ChoiceColumn,
    right_filed: DateColumn,
    right_evaluation_report: ChoiceColumn,
) -> Sentences:
    """Chinese design or utility model without a positive evaluation report.

    These patents are granted without examination. If the patent was filed on or after 2010-01-01, the portal of Taobao,
    Tmall and 1688 asks for CNIPA's evaluation report. Its conclusion must be positive.

    Fix: order the report from CNIPA. If it is negative, cite another right.
    Source: ipp-facts 3.5 [L10, L11: LAW].
    Certainty: law firms, which agree.

    Flagged:
        | Status | Filed | Platform | Right type    | Right office | Right filed | Right evaluation report |
        | draft  |       | taobao   | design patent | CN           | 2010-01-01  | none                    |
        | draft  |       | 1688     | utility model | CN           | 2019-05-02  | negative                |
    Clean:
        | Status    | Filed      | Platform   | Right type       | Right office | Right filed | Right evaluation report |
        | draft     |            | taobao     | design patent    | CN           | 2019-05-02  | positive                |
        | draft     |            | taobao     | design patent    | CN           | 2009-12-31  | none                    |
        | draft     |            | taobao     | design patent    | CN           |             | none                    |
        | draft     |            | taobao     | design patent    | CN           | 2019-05-02  |                         |
        | draft     |            | taobao     | invention patent | CN           | 2019-05-02  | none                    |
        | draft     |            | aliexpress | design patent    | CN           | 2019-05-02  | none                    |
        | submitted | 2026-05-04 | taobao     | design patent    | CN           | 2019-05-02  | none                    |
    """
    rows = unfiled(status, filed) & _needs_report(platform, listing_url_platform, right_type, right_office, right_filed)
    faults = {
        "none": "the portal asks for a patent right evaluation report, but there is none",
        "negative": "the patent right evaluation report is negative",
    }
    return sentences_where(rows, lambda report: faults.get(report, ""), right_evaluation_report)


@rule(
    "CP208",
    on="Complaints",
    at="Right",
    says="the portal asks for a positive patent right evaluation report; enter in Rights whether you have one",
)
def evaluation_report_not_stated(
    status: ChoiceColumn,
    filed: DateColumn,
    platform: ChoiceColumn,
    listing_url_platform: TextColumn,
    right_type: ChoiceColumn,
    right_office: ChoiceColumn,
    right_filed: DateColumn,
    right_evaluation_report: ChoiceColumn,
) -> Mask:
    """Chinese design or utility model without an entry about its evaluation report.

    The portal of Taobao, Tmall and 1688 asks for the report. Rights does not say whether you have it.

    Fix: enter positive, negative or none under Evaluation report in Rights.
    Source: ipp-facts 3.5 [L10, L11: LAW].
    Certainty: unknown whether you have the report, so this is a warning.

    Flagged:
        | Status | Filed | Platform | Right type    | Right office | Right filed | Right evaluation report |
        | draft  |       | taobao   | design patent | CN           | 2010-01-01  |                         |
    Clean:
        | Status    | Filed      | Platform   | Right type    | Right office | Right filed | Right evaluation report |
        | draft     |            | taobao     | design patent | CN           | 2019-05-02  | positive                |
        | draft     |            | taobao     | design patent | CN           | 2019-05-02  | none                    |
        | draft     |            | taobao     | design patent | CN           |             |                         |
        | draft     |            | taobao     | design patent | EU           | 2019-05-02  |                         |
        | submitted | 2026-05-04 | taobao     | design patent | CN           | 2019-05-02  |                         |
    """
    needed = _needs_report(platform, listing_url_platform, right_type, right_office, right_filed)
    return unfiled(status, filed) & needed & ~is_filled(right_evaluation_report)
