"""The sheet To print: of the long tables, the rows that are open or have findings.

The tables Listings and Complaints grow to many pages, and a print without macros cannot choose rows: a saved filter would hide rows from people,
and it does not follow changes. So the rows that are worth paper are a computed table of their own.
"""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.declare import ReportColumn, report
from ippbook.declare.wiring import Wiring
from ippbook.languages import say
from ippbook.sellers.stages import ENDED, link_stages
from ippbook.tables.column_types import AnyColumn
from ippbook.tables.schema import Kind

OPEN_ROWS_SHEET: Final = "To print"
MOST_OPEN_ROWS: Final = 1_000
"""Rows of each table; the last row says how many more there are. A thousand rows are about 25 pages."""
NEW: Final = "new"
"""The status of a listing that no complaint names."""

_COLUMNS: Final = (
    ReportColumn(
        "Complaint", Kind.TEXT, "The complaint's number; empty in rows of Listings.", 14, chinese=("投诉单号",)
    ),
    ReportColumn("Listing", Kind.TEXT, "The listing.", 10, chinese=("商品编号",)),
    ReportColumn("Right", Kind.TEXT, "The right that the row cites.", 11, chinese=("权利",)),
    ReportColumn("Account", Kind.TEXT, "The account that files.", 16, chinese=("投诉账号",)),
    ReportColumn("Platform", Kind.TEXT, "The marketplace.", 11, chinese=("所属站点",)),
    ReportColumn(
        "Status",
        Kind.TEXT,
        "The status of the complaint; a listing that no complaint names is new.",
        15,
        chinese=("处理状态",),
    ),
    ReportColumn(
        "Since",
        Kind.DATE,
        "The day on which the complaint was filed, or the listing was first seen.",
        11,
        chinese=("起始日",),
    ),
    ReportColumn(
        "Reply due", Kind.DATE, "The last day to answer the seller's counter-notice.", 11, chinese=("答复截止日",)
    ),
    ReportColumn("Findings", Kind.TEXT, "The findings of the row, most severe first.", 104, chinese=("检查结果",)),
)


_SHOWN_OF_COMPLAINTS: Final = (
    "complaint",
    "listing",
    "right",
    "account",
    "platform",
    "status",
    "filed",
    "reply_due",
    "findings",
)
_SHOWN_OF_LISTINGS: Final = ("listing", "right", "platform", "first_seen", "whitelisted", "findings")


@report("OpenRows", columns=_COLUMNS, sheet=OPEN_ROWS_SHEET, chinese=("知产待办行",), chinese_sheet="打印清单")
def open_rows(wiring: Wiring) -> pd.DataFrame:
    """The rows of Complaints and Listings that are open or have findings, for the printer. Complaints are first.

    A complaint is open until the platform has decided, the seller's counter-notice is decided, or it is withdrawn. A listing is open
    if no complaint names it and its seller is not authorised.

    Source: house rule: a print shows what somebody may have to act on.
    """
    return pd.concat([_complaints(wiring), _listings(wiring)], ignore_index=True)


def _complaints(wiring: Wiring) -> pd.DataFrame:
    columns = {name: wiring.value("Complaints", name) for name in _SHOWN_OF_COMPLAINTS}
    columns |= {"since": columns["filed"]}
    stages = link_stages(columns["status"], columns["filed"])
    going_on = np.fromiter((stage not in ENDED for stage in stages), dtype=bool, count=len(stages))
    named = (columns["complaint"] != "").to_numpy()
    return _chosen(columns, going_on & named, "Complaints")


def _listings(wiring: Wiring) -> pd.DataFrame:
    columns = {name: wiring.value("Listings", name) for name in _SHOWN_OF_LISTINGS}
    columns |= {"since": columns["first_seen"]}
    reported = np.zeros(len(columns["listing"]), dtype=bool)
    named_by = wiring.rows("Complaints", "listing")
    reported[named_by[named_by >= 0]] = True
    new = ((columns["listing"] != "") & (columns["whitelisted"] != "yes")).to_numpy() & ~reported
    columns["status"] = pd.Series(np.where(new, NEW, "").astype(object), dtype=object)
    return _chosen(columns, new, "Listings")


def _chosen(columns: dict[str, AnyColumn], going_on: NDArray[np.bool_], table: str) -> pd.DataFrame:
    """The rows that are open or have findings, errors first; the last one says how many are left out."""
    findings = columns["findings"].to_numpy()
    wanted = np.flatnonzero(going_on | (findings != ""))
    worst = np.array([text[2:3] or "9" for text in findings[wanted].tolist()], dtype="U1")
    wanted = wanted[np.argsort(worst, kind="stable")]
    shown = wanted[:MOST_OPEN_ROWS]
    frame = pd.DataFrame({column.name: _cells(columns, column, shown) for column in _COLUMNS})
    if len(wanted) > MOST_OPEN_ROWS:
        more = say(
            "{n:,} more rows are open or have findings; filter the sheet {sheet} to see them",
            n=len(wanted) - MOST_OPEN_ROWS,
            sheet=table,
        )
        last = {column.name: "" for column in _COLUMNS if column.kind is Kind.TEXT} | {"findings": more}
        frame = pd.concat([frame, pd.DataFrame([last])], ignore_index=True)
    return frame


def _cells(columns: dict[str, AnyColumn], column: ReportColumn, rows: NDArray[np.int64]) -> AnyColumn:
    """The cells of one column; blank where the table has no such column."""
    if column.name in columns:
        return columns[column.name].iloc[rows].reset_index(drop=True)
    return pd.Series(
        pd.NaT if column.kind is Kind.DATE else "",
        index=range(len(rows)),
        dtype="datetime64[s]" if column.kind is Kind.DATE else object,
    )
