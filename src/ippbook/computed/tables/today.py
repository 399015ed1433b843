"""The sheet Today: what to do today and this week, and a tile for each account."""

from typing import Final

import pandas as pd

from ippbook.declare import ReportColumn, report
from ippbook.declare.wiring import Whole, Wiring
from ippbook.languages import ENGLISH, in_language
from ippbook.tables.schema import Kind
from ippbook.today.task_list import MOST_TASKS, TaskList, task_list, with_remark
from ippbook.today.tiles import PLACES, cut_to_width, tile_table
from ippbook.today.urgency import URGENCY_WORDS

TODAY_SHEET: Final = "Today"
_LINK: Final = 'IF({Listing link}="","",HYPERLINK({Listing link},MID({Listing link},9,80)))'
_JUMP: Final = 'IF({Cell}="","",HYPERLINK("#"&{Cell},{Cell}))'
"""The text of both formulas is constant: only their results change."""

_SECURE: Final = "https://"
_LONGEST_LINK: Final = 255
"""Characters that HYPERLINK takes."""
_LONGEST_NAME: Final = 36
_LONGEST: Final = 86
"""Width of a text: two lines of its cell. The cell to which the row leads has it all."""
_TASKS: Final = (
    ReportColumn("Urgency", Kind.TEXT, "now, this week or soon; the most urgent task is the first.", 10, chinese=("紧急程度",)),
    ReportColumn("How late", Kind.TEXT, "How many days it is late, or how many days are left.", 13, chinese=("期限",)),
    ReportColumn("Account", Kind.TEXT, "The account; empty if it is about no account or about several.", 19, chinese=("账号",)),
    ReportColumn("What to do", Kind.TEXT, "What to do. Equal tasks share a row, with their number.", 42, chinese=("待办事项",)),
    ReportColumn("Why", Kind.TEXT, "Why it has to be done, and what happens otherwise.", 42, chinese=("原因",)),
    ReportColumn("Seller", Kind.TEXT, "The seller of the first listing.", 19, chinese=("卖家",)),
    ReportColumn("Listing", Kind.TEXT, "The link of the first listing, in its canonical form. Click it.", 23, chinese=("商品",), formula=_LINK),
    ReportColumn("Go to", Kind.TEXT, "The cell that it is about, or the first of several. Click it.", 18, chinese=("转到",), formula=_JUMP),
    ReportColumn("Listing link", Kind.TEXT, "The address behind the column Listing.", 23, chinese=("商品链接",)),
    ReportColumn("Cell", Kind.TEXT, "The address behind the column Go to.", 16, chinese=("单元格",)),
)  # fmt: skip
_TILES: Final = tuple(
    ReportColumn(f"Tile {place}", Kind.TEXT, "The lines of an account's tile; the tiles go from left to right.", 19, chinese=(f"账号卡片{place}",))
    for place in range(1, PLACES // 2 + 1)
)  # fmt: skip


@report("TodayTasks", sheet=TODAY_SHEET, columns=_TASKS, chinese=("知产今日待办",), chinese_sheet="今日待办")
def today_tasks(wiring: Wiring) -> pd.DataFrame:
    """What to do today and this week, the most urgent first.

    Errors that stop a filing, answers that are due, complaints to file, rights and powers of attorney that end, accounts at risk.

    Source: house rule: a list of what the checks, the deadlines and Good-Faith say already; each row names its cell.
    """
    language = _language(wiring)
    rows = []
    for task in with_remark(_found(wiring), MOST_TASKS):
        link = _clickable(task.url)
        texts = (URGENCY_WORDS[task.urgency], task.when, task.account, task.what, task.why, task.seller)
        widths = (_LONGEST_NAME, _LONGEST_NAME, _LONGEST_NAME, _LONGEST, _LONGEST, _LONGEST_NAME)
        shown = (cut_to_width(in_language(text, language), most) for text, most in zip(texts, widths, strict=True))
        rows.append((*shown, _without_scheme(link), task.address, link, task.address))
    return pd.DataFrame(rows, columns=[column.name for column in _TASKS], dtype=object)


@report("TodayAccounts", sheet=TODAY_SHEET, columns=_TILES, chinese=("知产今日账号",), chinese_sheet="今日待办")
def today_accounts(wiring: Wiring) -> pd.DataFrame:
    """A tile for each account: whether it has the Good-Faith status, both rates and their limits, head-room, and what binds.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; derived numbers: INF].
    """
    found = _found(wiring)
    return pd.DataFrame(
        tile_table(found.summary, found.standings), columns=[column.name for column in _TILES], dtype=object
    )


def _clickable(url: str) -> str:
    """The link if a click on it is safe: canonical links of known marketplaces are, and they are short."""
    return url if url.startswith(_SECURE) and len(url) <= _LONGEST_LINK else ""


def _without_scheme(link: str) -> str:
    """What the formula of the column Listing shows."""
    return link[len(_SECURE) :][:80]


def _language(wiring: Wiring) -> str:
    """The language of the findings in this workbook: that of the setting, else that of its sheets and headers."""
    chosen = str(wiring.settings.get("language_of_findings", "auto"))
    return str(getattr(wiring.tables, "language", ENGLISH)) if chosen == "auto" else chosen


def _found(wiring: Wiring) -> TaskList:
    """The list, made once a run: both tables are made from it."""
    return wiring.once("Complaints", _listed)


def _listed(complaints: Whole) -> TaskList:
    return task_list(complaints.wiring, most=MOST_TASKS)
