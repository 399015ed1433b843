"""Settings of the checks: how early reminders come, which words are generic, how many withdrawals are too many."""

from decimal import Decimal
from typing import ClassVar

from ippbook.goodfaith.terms import Share
from ippbook.tables.settings import SettingGroup, setting


class CheckSettings(SettingGroup):
    """What the team can set for the checks."""

    title: ClassVar[str] = "Checks"
    parameter: ClassVar[str] = "checks"

    second_reminder_days: int = setting(
        60,
        "How many days before a document or right expires the second reminder comes.",
        "ipp-facts 10 [30, 60 and 90 days: INF]",
        "chosen",
        ge=0,
        le=3650,
        chinese="第二次提醒天数",
    )
    last_reminder_days: int = setting(
        30,
        "How many days before a document or right expires the last reminder comes.",
        "ipp-facts 10 [30, 60 and 90 days: INF]",
        "chosen",
        ge=0,
        le=3650,
        chinese="最后提醒天数",
    )
    annuity_reminder_days: int = setting(
        60,
        "How many days before a patent's annuity is due the reminder comes.",
        "ipp-facts 3.6 [L2: LAW]",
        "chosen",
        ge=0,
        le=366,
        chinese="年费提醒天数",
    )
    withdrawal_alarm: Share = setting(
        Decimal("0.20"),
        "Warn if this share or more of an account's complaints in the window was withdrawn after the seller's appeal.",
        "ipp-facts 5.9 [L24: LAW: an agency was barred at 60 %]",
        "chosen",
        chinese="撤诉率警戒值",
    )
    withdrawal_minimum: int = setting(
        10,
        "Check that share only if the account has this many complaints in the window, or more.",
        "ipp-facts 5.9",
        "chosen",
        ge=1,
        chinese="撤诉率考核最少投诉数",
    )
    generic_words: str = setting(
        "slip-on; waterproof; portable; wireless; stainless steel; vintage; handmade; unisex",
        "Words that describe goods and are not a brand, separated by semicolons. A mark that is such a word is flagged.",
        "ipp-facts 5.9 [L26: LAW: slip-on; the other words are ours]",
        "chosen",
        chinese="通用词",
    )
