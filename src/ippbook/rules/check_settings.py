"""Settings of the checks: how early a reminder comes, which words are generic, how many withdrawals are too many."""

from decimal import Decimal
from typing import ClassVar

from ippbook.goodfaith.terms import Share
from ippbook.tables.settings import SettingGroup, setting


class CheckSettings(SettingGroup):
    """What the checks leave to the team."""

    title: ClassVar[str] = "Checks"
    parameter: ClassVar[str] = "checks"

    second_reminder_days: int = setting(
        60,
        "A reminder of a document or right that runs out is the second one from so many days before.",
        "ipp-facts 10 [30, 60 and 90 days: INF]",
        "chosen",
        ge=0,
        le=3650,
    )
    last_reminder_days: int = setting(
        30,
        "A reminder of a document or right that runs out is the last one from so many days before.",
        "ipp-facts 10 [30, 60 and 90 days: INF]",
        "chosen",
        ge=0,
        le=3650,
    )
    annuity_reminder_days: int = setting(
        60,
        "Remind of a patent's annuity so many days before it is due.",
        "ipp-facts 3.6 [L2: LAW]",
        "chosen",
        ge=0,
        le=366,
    )
    withdrawal_alarm: Share = setting(
        Decimal("0.20"),
        "Warn when this share of an account's complaints in the window, or more, was withdrawn after the seller's appeal.",
        "ipp-facts 5.9 [L24: LAW: an agency was barred at 60 %]",
        "chosen",
    )
    withdrawal_minimum: int = setting(
        10, "Complaints in the window from which that share is looked at.", "ipp-facts 5.9", "chosen", ge=1
    )
    generic_words: str = setting(
        "slip-on; waterproof; portable; wireless; stainless steel; vintage; handmade; unisex",
        "Words that describe goods and are no brand; a mark that is one of them is pointed out. Separated by semicolons.",
        "ipp-facts 5.9 [L26: LAW: slip-on; the other words are ours]",
        "chosen",
    )
