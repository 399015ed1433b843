"""The sheet Good-Faith: each account by complaint reason and by month."""

from types import MappingProxyType
from typing import Final

import pandas as pd

from ippbook.computed.tables.figures import FIGURES_SHEET
from ippbook.declare import ReportColumn, report
from ippbook.declare.wiring import Wiring
from ippbook.goodfaith import assess_reasons
from ippbook.goodfaith.from_tables import history
from ippbook.tables.schema import Kind
from ippbook.trends import in_order_of_accounts, rates_by_month, with_portal

GOOD_FAITH_SHEET: Final = "Good-Faith"

_ACCOUNT: Final = ReportColumn("Account", Kind.TEXT, "The account.", 18, chinese=("账号",))
_COMPLAINTS: Final = ReportColumn(
    "Complaints",
    Kind.COUNT,
    "Filed in the window. The setting Unit says whether links or complaint numbers are counted.",
    12,
    chinese=("投诉数",),
)
_TAKEDOWN_RATE: Final = ReportColumn(
    "Takedown rate",
    Kind.PERCENT,
    "Share of decided complaints that were taken down; empty if nothing is decided.",
    11,
    chinese=("投诉成立率",),
)
_COUNTER_RATE: Final = ReportColumn(
    "Counter rate",
    Kind.PERCENT,
    "Share of takedowns with a successful counter-notice; empty without takedowns.",
    11,
    chinese=("申诉成立率",),
)

_BY_REASON: Final = (
    _ACCOUNT,
    ReportColumn(
        "Portal",
        Kind.TEXT,
        "The portal, if the setting Scope judges each account on each portal separately.",
        12,
        chinese=("投诉平台",),
        drawn=False,  # the account's name has the portal behind it
    ),
    ReportColumn(
        "Reason",
        Kind.TEXT,
        "The complaint reason; empty for complaints without a reason.",
        26,
        chinese=("投诉理由",),
        words="reasons",
    ),
    _COMPLAINTS,
    ReportColumn("Decided", Kind.COUNT, "Taken down or rejected.", chinese=("已处理",)),
    ReportColumn(
        "Taken down",
        Kind.COUNT,
        "Accepted by the platform, including listings that were reinstated later.",
        chinese=("成立",),
    ),
    ReportColumn("Rejected", Kind.COUNT, "Rejected by the platform.", chinese=("不成立",)),
    ReportColumn("Pending", Kind.COUNT, "Not decided yet.", chinese=("待处理",)),
    ReportColumn(
        "Counter upheld",
        Kind.COUNT,
        "The seller's counter-notice succeeded and the listing came back.",
        chinese=("申诉成立",),
    ),
    _TAKEDOWN_RATE,
    _COUNTER_RATE,
    ReportColumn(
        "Tested",
        Kind.YES_NO,
        "yes if this row is tested, because each reason is tested on its own.",
        10,
        chinese=("是否考核",),
    ),
    ReportColumn(
        "Fails",
        Kind.TEXT,
        "The limits that the reason does not meet, in words; empty if it meets all.",
        40,
        chinese=("未达标项",),
    ),
)
_BY_MONTH: Final = (
    _ACCOUNT,
    ReportColumn(
        "Month end",
        Kind.DATE,
        "The last day of the month; in the current month the date of the check.",
        12,
        chinese=("月末",),
    ),
    _COMPLAINTS,
    ReportColumn("Decided", Kind.COUNT, "Taken down or rejected.", chinese=("已处理",)),
    _TAKEDOWN_RATE,
    ReportColumn(
        "Takedown limit", Kind.PERCENT, "The lowest takedown rate that meets the test.", 11, chinese=("成立率下限",)
    ),
    _COUNTER_RATE,
    ReportColumn(
        "Counter limit",
        Kind.PERCENT,
        "The highest rate of successful counter-notices that meets the test.",
        11,
        chinese=("申诉成立率上限",),
    ),
    ReportColumn(
        "Qualifies",
        Kind.YES_NO,
        "Whether the account met all Good-Faith tests on that day.",
        11,
        good=MappingProxyType({"yes": "good"}),
        chinese=("是否达标",),
    ),
    ReportColumn(
        "Fails",
        Kind.TEXT,
        "The Good-Faith tests that failed on that day, in words; empty if none failed.",
        40,
        chinese=("未达标项",),
    ),
)


@report(
    "GoodFaithReasons",
    sheet=GOOD_FAITH_SHEET,
    columns=_BY_REASON,
    chinese=("善意投诉按理由", "诚信投诉按理由"),
    chinese_sheet="善意投诉",
)
def good_faith_reasons(wiring: Wiring) -> pd.DataFrame:
    """The figures of each account and complaint reason in the window, because each reason is tested on its own.

    Source: ipp-facts 6.1, 6.2 [O1, O2 2021: OFF; unit and rates: INF].
    """
    found = assess_reasons(wiring.once("Complaints", history), wiring.as_of, wiring.settings["terms"])
    found = in_order_of_accounts(found, wiring)
    return found.assign(account=with_portal(found))


@report(
    "GoodFaithMonths",
    sheet=FIGURES_SHEET,
    columns=_BY_MONTH,
    chinese=("善意投诉按月", "诚信投诉按月"),
    chinese_sheet="图表数据",
)
def good_faith_months(wiring: Wiring) -> pd.DataFrame:
    """Each account at the end of each of the last twelve months: both rates next to their limits, as in the charts.

    If an account is judged by portal, it has separate rows for each portal, with the portal after its name.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; unit and rates: INF].
    """
    return rates_by_month(wiring)
