"""The time limits of portals and of the law, as settings, because most are not published, or not for every portal."""

from typing import ClassVar, Final, Literal

from ippbook.tables.settings import SettingGroup, setting

AWAITS_REPLY: Final = frozenset({"counter-noticed"})
"""Statuses in which the complainant's answer to a counter-notice is due."""
APPEAL_OPEN: Final = frozenset({"counter-noticed", "intervention"})
"""Statuses with an undecided counter-notice; the time to sue runs."""


class Times(SettingGroup):
    """The time limits for the complainant, the seller and the platform."""

    title: ClassVar[str] = "Deadlines"
    parameter: ClassVar[str] = "times"

    reply_working_days: int = setting(
        3,
        "Beijing working days to answer a counter-notice, counted from the day after it arrived.",
        "ipp-facts 5.6, 11 D01 (not found)",
        "inferred",
        ge=1,
        le=60,
        chinese="答复工作日数",
    )
    reply_reminder_working_days: int = setting(
        1,
        "How many Beijing working days before the due day of an answer the reminder starts.",
        "ipp-facts 5.6 (not found)",
        "chosen",
        ge=0,
        le=60,
        chinese="答复提醒工作日数",
    )
    suit_days: int = setting(
        15,
        "Days to complain to the authority or to sue after the seller's declaration arrived; then the platform lifts its measures.",
        "ipp-facts 5.6, 5.8 (E-Commerce Law art. 43) [L4: LAW]",
        "official",
        ge=1,
        le=120,
        chinese="起诉期限天数",
    )
    suit_days_counted: Literal["calendar", "working"] = setting(
        "calendar",
        "Whether the days to sue are calendar days or Beijing working days.",
        "ipp-facts 5.6 [L4: LAW] (which days: not stated)",
        "inferred",
        chinese="起诉期限计算方式",
        words={"calendar": "自然日", "working": "工作日"},
    )
    suit_excused_working_days: int = setting(
        20,
        "Beijing working days after which even an excused delay, such as a notarisation, is too late.",
        "ipp-facts 5.6 [L5, L6: LAW, SPC Reply in force 2020-09-14]",
        "official",
        ge=1,
        le=120,
        chinese="正当理由延误工作日数",
    )
    seller_working_days: int = setting(
        3,
        "Beijing working days in which the seller may file the first counter-notice after a takedown.",
        "ipp-facts 5.6 [O22: OFF; L21]",
        "official",
        ge=1,
        le=60,
        chinese="卖家申诉工作日数",
    )
    handling_working_days: int = setting(
        7,
        "Beijing working days after which to ask the platform about a complaint without a decision.",
        "ipp-facts 5.6 [L1, V13: LAW 2015, 5 to 7 working days]",
        "vendor",
        ge=1,
        le=60,
        chinese="平台处理工作日数",
    )
