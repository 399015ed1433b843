"""The sheet Figures: the numbers behind the sheet Charts, in long form. The numbers of the rate charts are in GoodFaithMonths."""

from typing import Final

import pandas as pd

from ippbook.declare import ReportColumn, report
from ippbook.declare.wiring import Wiring
from ippbook.languages import say
from ippbook.tables.schema import Kind
from ippbook.trends import (
    ALL_ACCOUNTS,
    account_names,
    comebacks_by_month,
    last_days_by_month,
    outcome_figures,
    takedown_times,
)

FIGURES_SHEET: Final = "Figures"

_ACCOUNT: Final = ReportColumn(
    "Account",
    Kind.TEXT,
    say("The account; the rows of all accounts together are called {all_accounts}.", all_accounts=ALL_ACCOUNTS),
    18,
    chinese=("账号",),
)
_MONTH_END: Final = ReportColumn(
    "Month end",
    Kind.DATE,
    "The last day of the month; in the current month the date of the check.",
    12,
    chinese=("月末",),
)

_ACCOUNTS: Final = (
    ReportColumn("Account", Kind.TEXT, "An account that the sheet Charts can show.", 18, chinese=("账号",)),
)
_OUTCOMES: Final = (
    _ACCOUNT,
    ReportColumn("By", Kind.TEXT, "What the row counts by: platform or reason.", 10, chinese=("统计项",)),
    ReportColumn(
        "Place", Kind.COUNT, "1 for the name with most links of the account, then 2, and so on.", 8, chinese=("名次",)
    ),
    ReportColumn(
        "Name",
        Kind.TEXT,
        "The platform or reason. Beyond eight names, the rest share one row.",
        26,
        chinese=("名称",),
        words="platforms; reasons",
    ),
    ReportColumn("Filed", Kind.COUNT, "Links filed in the last twelve months.", 9, chinese=("投诉链接数",)),
    ReportColumn("Taken down", Kind.COUNT, "Taken down and still down.", 9, chinese=("成立",)),
    ReportColumn(
        "Reinstated", Kind.COUNT, "Taken down, then back online after a counter-notice.", 12, chinese=("恢复上架",)
    ),
    ReportColumn("Rejected", Kind.COUNT, "Rejected by the platform.", 10, chinese=("不成立",)),
    ReportColumn("Pending", Kind.COUNT, "Not decided yet.", 9, chinese=("待处理",)),
    ReportColumn("Withdrawn", Kind.COUNT, "Withdrawn, or the link was gone.", 12, chinese=("撤诉或失效",)),
)
_TAKEDOWN_TIMES: Final = (
    _ACCOUNT,
    _MONTH_END,
    ReportColumn("Takedowns", Kind.COUNT, "Links that were taken down in the month.", 12, chinese=("下架链接数",)),
    ReportColumn(
        "Median days",
        Kind.NUMBER,
        "Half of the links were down within this number of calendar days from filing; empty without takedowns.",
        9,
        chinese=("下架用时中位数",),
    ),
    ReportColumn(
        "Slowest tenth",
        Kind.NUMBER,
        "Nine of ten links were down within this number of calendar days from filing; empty without takedowns.",
        9,
        chinese=("九成下架用时",),
    ),
)
_COMEBACKS: Final = (
    _MONTH_END,
    ReportColumn("Taken down", Kind.COUNT, "Offers first taken down in the month.", 9, chinese=("下架商品数",)),
    ReportColumn(
        "New offers",
        Kind.COUNT,
        "Other offers for the same right, first seen in the month, after the seller's first takedown for it.",
        9,
        chinese=("下架后新商品",),
    ),
    ReportColumn(
        "Seen again",
        Kind.COUNT,
        "Offers last seen in the month, after they themselves were taken down.",
        9,
        chinese=("重新上架",),
    ),
)
_LAST_DAYS: Final = (
    ReportColumn(
        "Month end", Kind.DATE, "The last day of the month; the month of the check is the first.", 12, chinese=("月末",)
    ),
    ReportColumn("Trademarks", Kind.COUNT, "Trademarks whose protection ends in the month.", 12, chinese=("商标",)),
    ReportColumn(
        "Patents and designs",
        Kind.COUNT,
        "Patents and designs whose protection ends in the month.",
        12,
        chinese=("专利",),
    ),
    ReportColumn(
        "Other rights", Kind.COUNT, "All other rights whose protection ends in the month.", 9, chinese=("其他权利",)
    ),
    ReportColumn(
        "Powers of attorney",
        Kind.COUNT,
        "Powers of attorney of accounts that end in the month.",
        12,
        chinese=("授权委托书",),
    ),
)


@report("ChartAccounts", sheet=FIGURES_SHEET, chinese_sheet="图表数据", columns=_ACCOUNTS, chinese=("知产图表账号",))
def chart_accounts(wiring: Wiring) -> pd.DataFrame:
    """The accounts that the drop-down on the sheet Charts offers.

    Source: house rule: one account is shown at a time, because each account is judged by itself.
    """
    return pd.DataFrame({"account": pd.Series([*account_names(wiring), ALL_ACCOUNTS], dtype=object)})


@report(
    "OutcomeFigures", sheet=FIGURES_SHEET, chinese_sheet="图表数据", columns=_OUTCOMES, chinese=("知产投诉结果统计",)
)
def outcome_table(wiring: Wiring) -> pd.DataFrame:
    """How the links filed in the last twelve months ended, by platform and by reason, by their status today.

    Source: ipp-facts 5.5 [C1: CODE].
    """
    return outcome_figures(wiring)


@report(
    "TakedownFigures",
    sheet=FIGURES_SHEET,
    chinese_sheet="图表数据",
    columns=_TAKEDOWN_TIMES,
    chinese=("知产下架用时统计",),
)
def takedown_table(wiring: Wiring) -> pd.DataFrame:
    """How many calendar days a takedown took, by the month of the decision.

    Source: ipp-facts 5.6.
    """
    return takedown_times(wiring)


@report("ComebackFigures", sheet=FIGURES_SHEET, chinese_sheet="图表数据", columns=_COMEBACKS, chinese=("知产再售统计",))
def comeback_table(wiring: Wiring) -> pd.DataFrame:
    """Takedowns in each month, and offers that came after a takedown.

    Source: ipp-facts 10 (re-listing within days [V18: VEN]).
    """
    return comebacks_by_month(wiring)


@report("LastDayFigures", sheet=FIGURES_SHEET, chinese_sheet="图表数据", columns=_LAST_DAYS, chinese=("知产到期统计",))
def last_day_table(wiring: Wiring) -> pd.DataFrame:
    """Rights and powers of attorney that run out in each of the next twelve months.

    Source: ipp-facts 3.4, 3.6.
    """
    return last_days_by_month(wiring)
