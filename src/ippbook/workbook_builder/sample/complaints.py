"""The fictitious team's complaints: nine months, three accounts, each with another result under Good-Faith.

nordlys-legal qualifies; huanyu-ipr fails on its takedown rate; lighthouse-sea files too few complaints, and one of its reasons fails.
Outcomes are spread evenly, not drawn at random, so that the rates have the intended values.
"""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from ippbook.quick_dataclasses import dataclass
from ippbook.workbook_builder.content import InputValue
from ippbook.workbook_builder.sample.calendar import FILING_MONTHS, SAMPLE_DAY, WINDOW, random_workday, workdays_after
from ippbook.workbook_builder.sample.listings import CHINESE_SITES, SampleListing


@dataclass(frozen=True)
class Habit:
    """How an account files, and its outcomes."""

    account: str
    platforms: frozenset[str]
    links: tuple[int, ...]
    """Links filed in each month."""
    most: int
    """Links in its largest complaint."""
    slowest: int
    """Workdays until its last decisions."""
    rejected: float
    countered: float
    bad_reason: str = ""
    """A reason with nearly half of its links rejected."""


HABITS: Final = (
    Habit(
        "nordlys-legal",
        CHINESE_SITES | {"aliexpress", "alibaba"},
        (18, 24, 26, 30, 34, 36, 46, 52, 60),
        12,
        4,
        0.05,
        0.02,
    ),
    Habit("huanyu-ipr", CHINESE_SITES, (18, 20, 22, 26, 26, 28, 36, 40, 38), 9, 9, 0.17, 0.05),
    Habit(
        "lighthouse-sea",
        frozenset({"lazada", "alibaba"}),
        (4, 6, 8, 8, 8, 10, 12, 12, 12),
        5,
        6,
        0.04,
        0.0,
        bad_reason="design infringement",
    ),
)
_READY: Final = 24
"""Links that are prepared, but not filed."""
_COUNTER_REASONS: Final = (
    "商品为正品，有进货凭证",
    "已获得授权",
    "图片为本店拍摄",
    "Goods were bought from an authorised dealer",
    "The design differs in the strap",
)
_SELLER_APPEALS: Final = 0.09
"""Share of takedowns that a seller contests without success."""


class Dealer:
    """Spreads events evenly at a rate: an event happens each time the sum of the rates reaches one."""

    def __init__(self) -> None:
        self._sums: dict[tuple[object, ...], float] = defaultdict(float)

    def happens(self, rate: float, *name: object) -> bool:
        """Whether the event *name* happens in this row."""
        self._sums[name] += rate
        if self._sums[name] < 1 - 1e-9:
            return False
        self._sums[name] -= 1
        return True


def sample_complaints(luck: random.Random, found: Sequence[SampleListing]) -> list[dict[str, InputValue]]:
    """All rows by filing day; complaints that are not filed yet come last."""
    rows: list[dict[str, InputValue]] = []
    for habit in HABITS:
        rows += _filed(luck, habit, found)
    rows.sort(key=lambda row: (row["filed"], row["account"]))  # a stable sort keeps the links of a complaint together
    numbers: dict[InputValue, str] = {}
    dealer, known = Dealer(), {habit.account: habit for habit in HABITS}
    for row in rows:
        row["complaint"] = numbers.setdefault(row["complaint"], f"C-2026-{len(numbers) + 1:04}")
        row.update(_outcome(luck, dealer, known[str(row["account"])], row))
    return rows + _prepared(luck, found, {str(row["listing"]) for row in rows})


def _filed(luck: random.Random, habit: Habit, found: Sequence[SampleListing]) -> list[dict[str, InputValue]]:
    rows: list[dict[str, InputValue]] = []
    done: set[InputValue] = set()
    for month, amount in zip(FILING_MONTHS, habit.links, strict=True):
        left = amount
        while left > 0:
            day = min(random_workday(luck, month), SAMPLE_DAY - timedelta(days=2))
            open_ = [
                each
                for each in found
                if each.platform in habit.platforms and each.seen <= day and each.row["listing"] not in done
            ]
            first = luck.choice(open_)
            most = 1 if first.reason == "test buy" else min(left, luck.randrange(1, habit.most + 1))
            alike = [
                each
                for each in open_
                if (each.platform, each.reason, each.right) == (first.platform, first.reason, first.right)
                and each is not first
            ]
            chosen = [first, *alike[: most - 1]]
            done |= {each.row["listing"] for each in chosen}
            left -= len(chosen)
            number = f"{habit.account} {len(rows)}"
            rows += [_row(luck, number, habit.account, each) | {"filed": day} for each in chosen]
    return rows


def _row(luck: random.Random, number: str, account: str, each: SampleListing) -> dict[str, InputValue]:
    row: dict[str, InputValue] = {
        "complaint": number, "listing": each.row["listing"], "right": each.right, "account": account, "platform": each.platform,
        "reason": each.reason, "language": "zh" if each.platform in CHINESE_SITES else "en",
    }  # fmt: skip
    if each.reason == "test buy":
        row["order_number"] = f"20{luck.randrange(10**16, 10**17)}"
    return row


def _outcome(luck: random.Random, dealer: Dealer, habit: Habit, row: Mapping[str, InputValue]) -> dict[str, InputValue]:
    """Status and dates of a filed link."""
    filed = row["filed"]
    assert isinstance(filed, date)  # noqa: S101  # `_filed` has set it
    name = (habit.account, row["reason"], filed > WINDOW)
    decided = workdays_after(filed, luck.randrange(1, habit.slowest + 1))
    if decided > SAMPLE_DAY:
        return {"status": "submitted"}
    if dealer.happens(0.03, habit.account, "dead"):
        return {"status": "link dead", "decided": decided}
    if dealer.happens(0.02, habit.account, "withdrawn"):
        return {
            "status": "withdrawn",
            "decided": decided,
            "withdrawn_by": "Legal, J. Berg" if habit.account == "nordlys-legal" else "代理人",
        }
    if dealer.happens(0.45 if row["reason"] == habit.bad_reason else habit.rejected, *name, "rejected"):
        return {
            "status": "rejected",
            "decided": decided,
            "notes": luck.choice(("证据不足", "Evidence insufficient", "Listing does not match the certificate", "")),
        }
    return _taken_down(luck, dealer, habit, name, decided)


def _taken_down(
    luck: random.Random, dealer: Dealer, habit: Habit, name: tuple[object, ...], decided: date
) -> dict[str, InputValue]:
    countered = workdays_after(decided, luck.randrange(1, 4))
    row: dict[str, InputValue] = {"status": "accepted", "decided": decided}
    if countered > SAMPLE_DAY:
        return row
    contest = {"counter_noticed": countered, "counter_reason": luck.choice(_COUNTER_REASONS)}
    if dealer.happens(habit.countered, *name, "countered"):
        return row | contest | {"status": "reinstated"}
    if dealer.happens(_SELLER_APPEALS, habit.account, "appealed"):
        age = (SAMPLE_DAY - countered).days
        return row | contest | {"status": "counter-noticed" if age < 14 else "intervention" if age < 32 else "upheld"}
    return row


def _prepared(luck: random.Random, found: Sequence[SampleListing], reported: set[str]) -> list[dict[str, InputValue]]:
    """Complaints that are ready to file, with all facts, in both languages."""
    texts = ("counterfeit by comparison", "keyword abuse", "stolen pictures")
    fresh = [
        each
        for each in reversed(found)
        if each.reason in texts and each.platform != "lazada" and each.row["listing"] not in reported
    ]
    more = [
        each
        for each in reversed(found)
        if each.reason in texts and each.platform in {"aliexpress", "taobao"} and each not in fresh
    ]
    together: Mapping[tuple[str, str, str], list[SampleListing]] = defaultdict(list)
    for each in (*fresh, *more)[:_READY]:
        together[each.platform, each.reason, each.right].append(each)
    rows: list[dict[str, InputValue]] = []
    for number, (_, group) in enumerate(sorted(together.items()), start=1):
        status = "draft" if number % 4 == 0 else "ready"
        rows += [_row(luck, f"R-2026-{number:02}", "nordlys-legal", each) | {"status": status} for each in group]
    return rows


__all__ = ["HABITS", "sample_complaints"]
