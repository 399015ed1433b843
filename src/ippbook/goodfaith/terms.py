"""The terms of Good-Faith: a setting with a default for everything that the official texts leave open.

>>> Terms().min_takedown_rate
Decimal('0.90')
>>> Terms(min_takedown_rate="92,5 %").min_takedown_rate
Decimal('0.925')
"""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, ClassVar, Final, Literal

from pydantic import BeforeValidator, Field

from ippbook.late_patterns import late_pattern
from ippbook.normalize import clean
from ippbook.tables.settings import SettingGroup, setting


def _excluded(value: Any) -> Any:  # whatever a cell or a caller has; pydantic checks it next
    """The value "excluded" under its older name."""
    return "excluded" if isinstance(value, str) and _OLDER_EXCLUDED.fullmatch(clean(value).casefold()) else value


CountsAs = Annotated[Literal["excluded", "taken down", "not taken down"], BeforeValidator(_excluded)]
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
Share = Annotated[Decimal, BeforeValidator(_share), Field(ge=0, le=1, decimal_places=6)]


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
    )
    min_takedown_rate: Share = setting(
        Decimal("0.90"),
        "Lowest successful-takedown rate; exactly this rate is enough.",
        "ipp-facts 6.2 [O1, O2: OFF]",
        "official",
    )
    max_counter_rate: Share = setting(
        Decimal("0.05"),
        "Highest rate of successful counter-notices; exactly this rate is still good.",
        "ipp-facts 6.2 [O1, O2: OFF]",
        "official",
    )
    window_by: Literal["months", "days"] = setting(
        "months",
        "Whether the window is a number of calendar months or of days.",
        "ipp-facts 6.2 (three months: OFF; calendar or days: unstated)",
        "inferred",
    )
    window_months: int = setting(
        3,
        "Length of the window in calendar months; a day that the earlier month lacks becomes its last day, as EDATE does.",
        "ipp-facts 6.1, 6.2 [O2: OFF]",
        "official",
        ge=1,
        le=_LONGEST_WINDOW,
    )
    window_days: int = setting(
        90,
        "Length of the window in days, the as-of day included; used when the window is by days.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
        ge=1,
        le=_LONGEST_WINDOW * 31,
    )
    window_first_day: Literal["out", "in"] = setting(
        "out",
        "Whether the day exactly one window before the as-of day still counts. The as-of day always counts.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
    )
    unit: Literal["link", "complaint"] = setting(
        "link",
        "What counts as one complaint: each reported link, or each complaint number with all its links.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
    )
    scope: Literal["account", "account and portal"] = setting(
        "account",
        "What is judged: each account with all its complaints, or each account separately on each portal.",
        "ipp-facts 6.2 (per account: OFF wording [O1, O2]; which platforms are in: PLAT against OFF)",
        "official",
    )
    window_date: Literal["filed", "decided"] = setting(
        "filed",
        "Which date must be in the window once a complaint is decided. A pending complaint always goes by its filing date.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
    )
    later_decisions: Literal["pending", "counted"] = setting(
        "pending",
        "How a decision dated after the as-of day counts: still pending on that day, or already decided.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
    )
    volume_counts: Literal["filed", "decided"] = setting(
        "filed",
        "Which complaints the number counts: all filed in the window, or only those taken down or rejected.",
        "ipp-facts 6.2 (unstated)",
        "inferred",
    )
    pending_counts_as: CountsAs = setting(
        "excluded",
        "How complaints without a decision enter the takedown rate.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
    )
    withdrawn_counts_as: CountsAs = setting(
        "excluded",
        "How complaints that the complainant withdrew enter the takedown rate.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
    )
    dead_counts_as: CountsAs = setting(
        "excluded",
        "How links that were already dead enter the takedown rate.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
    )
    reinstated_counts_as: CountsAs = setting(
        "taken down",
        "How links that came back after a successful counter-notice enter the takedown rate.",
        "ipp-facts 6.2 (accepted, then appealPass: INF)",
        "inferred",
    )
    counter_rate_of: Literal["taken down", "decided", "filed"] = setting(
        "taken down",
        "What successful counter-notices are divided by: links taken down, all decided links, or all filed links.",
        "ipp-facts 6.2 (unstated: INF)",
        "inferred",
    )
    per_reason_check: Literal["yes", "no"] = setting(
        "yes",
        "Whether each complaint reason must meet both rates separately.",
        "ipp-facts 6.1, 6.2 [O1, O2 2021: OFF]",
        "official",
    )
    per_reason_min_decided: int = setting(
        1,
        "A reason is tested separately once this many of its complaints enter the takedown rate.",
        "ipp-facts 6.1, 6.2 (per-reason test OFF; its volume unstated)",
        "inferred",
        ge=1,
    )
    lock_out_months: int = setting(
        3,
        "How many months an account stays out after it lost the status.",
        "ipp-facts 6.1, 6.2 [O1, O2: OFF]",
        "official",
        ge=0,
        le=_LONGEST_WINDOW,
    )
    lost_by: Literal["rates", "any test"] = setting(
        "rates",
        "What ends the status and starts the lock-out: only a rate beyond its limit, or also too few complaints.",
        "ipp-facts 6.1 (removal when a rate breaks its limit [O1: OFF]; too few complaints: unstated)",
        "inferred",
    )
    plan_risk: Share = setting(
        Decimal("0.02"),
        "How far a filing plan may lower the chance of qualifying at the next month end, against filing nothing.",
        "ipp-facts 6.2 (INF: the model is ippbook's)",
        "chosen",
    )
    plan_chance: Share = setting(
        Decimal("0.50"),
        "Below this chance of qualifying a filing plan never goes, if the account has it or can reach it.",
        "ipp-facts 6.2 (INF: the model is ippbook's)",
        "chosen",
    )

    @property
    def limits(self) -> dict[str, Decimal]:
        """The limit of each rate in the tables of figures, by the name of its column."""
        return {"takedown_rate": self.min_takedown_rate, "counter_rate": self.max_counter_rate}
