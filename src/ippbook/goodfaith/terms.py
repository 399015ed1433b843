"""The terms of Good-Faith: a setting with a default for everything that the official texts leave open.

>>> Terms().min_takedown_rate
Decimal('0.90')
>>> Terms(min_takedown_rate="92,5 %").min_takedown_rate
Decimal('0.925')
"""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar, Final, Literal

from ippbook.late_patterns import late_pattern
from ippbook.normalize import clean
from ippbook.tables.setting_marks import ReadAs, ShareLimits, setting
from ippbook.tables.settings import SettingGroup


def _excluded(value: Any) -> Any:  # whatever a cell or a caller has; pydantic checks it next
    """The value "excluded" under its older name."""
    return "excluded" if isinstance(value, str) and _OLDER_EXCLUDED.fullmatch(clean(value).casefold()) else value


CountsAs = Annotated[Literal["excluded", "taken down", "not taken down"], ReadAs(_excluded)]
"""How an outcome enters the takedown rate."""

_LONGEST_WINDOW: Final = 1_200
_OLDER_EXCLUDED: Final = late_pattern("left +out")
"""How "excluded" was written in workbooks of earlier versions."""


def _share(value: Any) -> Any:  # whatever a cell or a caller has; pydantic checks it next
    """A share of 1 as people write it: 0.9, "0,9", "90 %", "９０％"."""
    if not isinstance(value, str):
        return value
    text = clean(value).replace(",", ".").replace(" ", "")
    if not text.endswith("%"):
        return text
    try:
        return Decimal(text[:-1]).scaleb(-2)
    except InvalidOperation:
        return text  # pydantic refuses it and names the field


# Six decimals keep counts x denominator far inside 64 bits, so that limits are compared in whole numbers.
Share = Annotated[Decimal, ReadAs(_share), ShareLimits(ge=0, le=1, decimal_places=6)]


_COUNTED_AS: Final = {"excluded": "不计入", "taken down": "投诉成立", "not taken down": "投诉不成立"}
"""The Chinese choices of the settings that say how some complaints enter the takedown rate."""


class Terms(SettingGroup):
    """The settings of the Good-Faith arithmetic. Frozen; a bad value raises pydantic's ValidationError naming the field."""

    title: ClassVar[str] = "Good-Faith"
    parameter: ClassVar[str] = "terms"

    min_complaints: int = setting(
        100,
        "Complaints that must have been filed within the window; exactly this many is enough.",
        "ipp-facts 6.1, 6.2 [SEED: VEN]",
        "vendor",
        ge=0,
        chinese="最少投诉数",
    )
    min_takedown_rate: Share = setting(
        Decimal("0.90"),
        "Lowest successful-takedown rate; exactly this rate is enough.",
        "ipp-facts 6.2 [O1, O2: OFF]",
        "official",
        chinese="最低投诉成立率",
    )
    max_counter_rate: Share = setting(
        Decimal("0.05"),
        "Highest rate of successful counter-notices; exactly this rate is still good.",
        "ipp-facts 6.2 [O1, O2: OFF]",
        "official",
        chinese="最高申诉成立率",
    )
    window_by: Literal["months", "days"] = setting(
        "months",
        "Whether the window is a number of calendar months or of days.",
        "ipp-facts 6.2 (three months: OFF; calendar or days: unstated)",
        "inferred",
        chinese="统计窗口单位",
        words={"months": "月", "days": "天"},
    )
    window_months: int = setting(
        3,
        "Length of the window in calendar months; a day that the earlier month lacks becomes its last day, as EDATE does.",
        "ipp-facts 6.1, 6.2 [O2: OFF]",
        "official",
        ge=1,
        le=_LONGEST_WINDOW,
        chinese="统计窗口月数",
    )
    window_days: int = setting(
        90,
        "Length of the window in days, the as-of day included; used when the window is by days.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
        ge=1,
        le=_LONGEST_WINDOW * 31,
        chinese="统计窗口天数",
    )
    window_first_day: Literal["out", "in"] = setting(
        "out",
        "Whether the day exactly one window before the as-of day still counts. The as-of day always counts.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
        chinese="窗口起始日",
        words={"out": "不计入", "in": "计入"},
    )
    unit: Literal["link", "complaint"] = setting(
        "link",
        "What counts as one complaint: each reported link, or each complaint number with all its links.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
        chinese="计数单位",
        words={"link": "链接", "complaint": "投诉单"},
    )
    scope: Literal["account", "account and portal"] = setting(
        "account",
        "What is judged: each account with all its complaints, or each account separately on each portal.",
        "ipp-facts 6.2 (per account: OFF wording [O1, O2]; which platforms are in: PLAT against OFF)",
        "official",
        chinese="考核范围",
        words={"account": "账号", "account and portal": "账号和投诉平台"},
    )
    window_date: Literal["filed", "decided"] = setting(
        "filed",
        "Which date must be in the window once a complaint is decided. A pending complaint always goes by its filing date.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
        chinese="窗口依据日期",
        words={"filed": "投诉日期", "decided": "处理日期"},
    )
    later_decisions: Literal["pending", "counted"] = setting(
        "pending",
        "How a decision dated after the as-of day counts: still pending on that day, or already decided.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
        chinese="判断日后的处理结果",
        words={"pending": "待处理", "counted": "计入"},
    )
    volume_counts: Literal["filed", "decided"] = setting(
        "filed",
        "Which complaints the number counts: all filed in the window, or only those taken down or rejected.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
        chinese="投诉数口径",
        words={"filed": "已提交", "decided": "已处理"},
    )
    pending_counts_as: CountsAs = setting(
        "excluded",
        "How complaints without a decision enter the takedown rate.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
        chinese="待处理计为",
        words=_COUNTED_AS,
    )
    withdrawn_counts_as: CountsAs = setting(
        "excluded",
        "How complaints that the complainant withdrew enter the takedown rate.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
        chinese="撤诉计为",
        words=_COUNTED_AS,
    )
    dead_counts_as: CountsAs = setting(
        "excluded",
        "How links that were already dead enter the takedown rate.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
        chinese="失效链接计为",
        words=_COUNTED_AS,
    )
    reinstated_counts_as: CountsAs = setting(
        "taken down",
        "How links that came back after a successful counter-notice enter the takedown rate.",
        "ipp-facts 6.2 (accepted, then appealPass: INF)",
        "inferred",
        chinese="恢复链接计为",
        words=_COUNTED_AS,
    )
    counter_rate_of: Literal["taken down", "decided", "filed"] = setting(
        "taken down",
        "What successful counter-notices are divided by: links taken down, all decided links, or all filed links.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
        chinese="申诉成立率分母",
        words={"taken down": "投诉成立", "decided": "已处理", "filed": "已提交"},
    )
    per_reason_check: Literal["yes", "no"] = setting(
        "yes",
        "Whether each complaint reason must meet both rates separately.",
        "ipp-facts 6.1, 6.2 [O1, O2 2021: OFF]",
        "official",
        chinese="按理由考核",
        words={"yes": "是", "no": "否"},
    )
    per_reason_min_decided: int = setting(
        1,
        "A reason is tested separately once this many of its complaints enter the takedown rate.",
        "ipp-facts 6.1, 6.2 (per-reason test OFF; its volume unstated)",
        "inferred",
        ge=1,
        chinese="按理由考核最少处理数",
    )
    lock_out_months: int = setting(
        3,
        "How many months an account stays out after it lost the status.",
        "ipp-facts 6.1, 6.2 [O1, O2: OFF]",
        "official",
        ge=0,
        le=_LONGEST_WINDOW,
        chinese="停用月数",
    )
    lost_by: Literal["rates", "any test"] = setting(
        "rates",
        "What ends the status and starts the lock-out: only a rate beyond its limit, or also too few complaints.",
        "ipp-facts 6.1 (removal when a rate breaks its limit [O1: OFF]; too few complaints: unstated)",
        "inferred",
        chinese="失去资格的条件",
        words={"rates": "仅比率", "any test": "任一考核项"},
    )
    plan_risk: Share = setting(
        Decimal("0.02"),
        "How far a filing plan may lower the chance of qualifying at the next month end, against filing nothing.",
        "ipp-facts 6.2 (INF: the model is ippbook's)",
        "chosen",
        chinese="提交计划风险",
    )
    plan_chance: Share = setting(
        Decimal("0.50"),
        "Below this chance of qualifying a filing plan never goes, if the account has it or can reach it.",
        "ipp-facts 6.2 (INF: the model is ippbook's)",
        "chosen",
        chinese="提交计划最低概率",
    )

    @property
    def limits(self) -> dict[str, Decimal]:
        """The limit of each rate in the tables of figures, by the name of its column."""
        return {"takedown_rate": self.min_takedown_rate, "counter_rate": self.max_counter_rate}
