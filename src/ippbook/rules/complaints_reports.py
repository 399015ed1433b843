"""Rules on Complaints: the evaluation report of Chinese patents that are granted without examination. They check unfiled rows."""

from typing import Final

import pandas as pd

from ippbook.declare import rule
from ippbook.languages import say
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
from ippbook.tables.column_types import ChoiceColumn, DateColumn, Mask, Sentences, TextColumn

_TAOTIAN: Final = platforms_where(lambda platform: platform.portal.host == "ipp.taobao.com")
"""Marketplaces of the TaoTian portal (ipp-facts 0.4, 1)."""
_STATED: Final = frozenset(
    platforms_where(lambda platform: platform.portal.host == "ipp.taobao.com" and platform.portal.certainty == "LAW")
)
"""Those of which a source says so; the others are inferred, or were seen in code only."""
_REPORTED_ON: Final = frozenset({"design patent", "utility model"})
"""Chinese patents that are granted without examination (ipp-facts 3.5)."""
_REPORT_FROM: Final = pd.Timestamp("2010-01-01")


def _needs_report(
    status: ChoiceColumn,
    filed: DateColumn,
    platform: ChoiceColumn,
    listing_url_platform: ChoiceColumn,
    right_type: ChoiceColumn,
    right_office: ChoiceColumn,
    right_filed: DateColumn,
) -> Mask:
    """Unfiled rows for which the portal of Taobao and Tmall asks for a patent right evaluation report."""
    unexamined = is_one_of(right_type, _REPORTED_ON) & equals(right_office, "CN")
    return (
        unfiled(status, filed)
        & unexamined
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
    Tmall and 1688 asks for CNIPA's evaluation report. Its conclusion must be positive. For Tmall Global and Xianyu, CP229
    warns.

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
        | draft     |            | tmallhk    | design patent    | CN           | 2019-05-02  | none                    |
        | draft     |            | aliexpress | design patent    | CN           | 2019-05-02  | none                    |
        | submitted | 2026-05-04 | taobao     | design patent    | CN           | 2019-05-02  | none                    |
    """
    rows = _needs_report(status, filed, platform, listing_url_platform, right_type, right_office, right_filed)
    stated = is_one_of(marketplace(platform, listing_url_platform), _STATED)
    return sentences_where(rows & stated, _fault, right_evaluation_report)


@rule("CP229", on="Complaints", at="Right", says="{detail}; cite another right, or obtain a positive report first")
def evaluation_report_perhaps_needed(
    status: ChoiceColumn,
    filed: DateColumn,
    platform: ChoiceColumn,
    listing_url_platform: TextColumn,
    right_type: ChoiceColumn,
    right_office: ChoiceColumn,
    right_filed: DateColumn,
    right_evaluation_report: ChoiceColumn,
) -> Sentences:
    """Chinese design or utility model without a positive evaluation report, on Tmall Global or Xianyu.

    The sources name Taobao, Tmall and 1688. Tmall Global and Xianyu use the same portal, so it probably asks for the
    report there too.

    Fix: order the report from CNIPA, or ask the portal whether it needs one. If it is negative, cite another right.
    Source: ipp-facts 3.5 [L10, L11: LAW, for the portal], 1 (Tmall Global: INF; Xianyu: CODE).
    Certainty: inferred for these marketplaces, so this is a warning.

    Flagged:
        | Status | Filed | Platform | Right type    | Right office | Right filed | Right evaluation report |
        | draft  |       | tmallhk  | design patent | CN           | 2010-01-01  | none                    |
        | draft  |       | xianyu   | utility model | CN           | 2019-05-02  | negative                |
    Clean:
        | Status    | Filed      | Platform   | Right type       | Right office | Right filed | Right evaluation report |
        | draft     |            | xianyu     | design patent    | CN           | 2019-05-02  | positive                |
        | draft     |            | tmallhk    | design patent    | CN           | 2009-12-31  | none                    |
        | draft     |            | taobao     | design patent    | CN           | 2019-05-02  | none                    |
        | draft     |            | aliexpress | design patent    | CN           | 2019-05-02  | none                    |
        | submitted | 2026-05-04 | xianyu     | design patent    | CN           | 2019-05-02  | none                    |
    """
    rows = _needs_report(status, filed, platform, listing_url_platform, right_type, right_office, right_filed)
    stated = is_one_of(marketplace(platform, listing_url_platform), _STATED)
    return sentences_where(rows & ~stated, _fault, right_evaluation_report)


def _fault(report: str) -> str:
    faults = {
        "none": say("the portal asks for a patent right evaluation report, but there is none"),
        "negative": say("the patent right evaluation report is negative"),
    }
    return faults.get(report, "")


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
    needed = _needs_report(status, filed, platform, listing_url_platform, right_type, right_office, right_filed)
    return needed & ~is_filled(right_evaluation_report)
