"""Computed columns of Complaints."""

import numpy as np
import pandas as pd

from ippbook.declare import column
from ippbook.declare.worksheet_function import declared
from ippbook.functions.matches import usable_on
from ippbook.notices.complaint_texts import complaint_groups
from ippbook.tables.column_types import ChoiceColumn, FlagColumn, NumberColumn, TextColumn
from ippbook.tables.distinct_texts import blank_rows, filled_by
from ippbook.tables.findings import FINDINGS_CHINESE, FINDINGS_HEADER
from ippbook.tables.schema import Kind


@column("Complaints", "Links", chinese=("投诉链接数",), kind=Kind.COUNT, width=8)
def links(complaint: TextColumn, account: TextColumn) -> NumberColumn:
    """How many links the complaint has: rows with this complaint number and account. A complaint can have at most 300.

    Source: ipp-facts 5.4 [O7: OFF].
    """
    groups = complaint_groups(complaint, account)
    counts = np.bincount(groups, minlength=1).astype(float)[groups]
    counts[blank_rows(complaint)] = np.nan
    return pd.Series(counts)


@column(
    "Complaints",
    "Usable on platform",
    chinese=("平台可用",),
    words="answers",
    width=10,
    good={"yes": "good", "no": "bad"},
)
def usable_on_platform(  # a column's parameters are the columns that it uses
    platform: ChoiceColumn,
    listing_url_platform: TextColumn,
    right_type: ChoiceColumn,
    right_office: ChoiceColumn,
    right_china_certificate: FlagColumn,
) -> TextColumn:
    """Whether the complaint's marketplace accepts the cited right: yes, no, or unsure if the sources do not say.

    The marketplace is the complaint's Platform. If this is empty, it is the marketplace of the listing's link.

    Source: ipp-facts 3.1 [O4, O7, O21], 3.2 [L7, O18].
    """
    where = filled_by(platform, listing_url_platform)
    usable: ChoiceColumn = declared(usable_on).call(
        [where, right_type, right_office, right_china_certificate], typed=True
    )
    return usable


@column("Complaints", FINDINGS_HEADER, chinese=FINDINGS_CHINESE, width=56)
def findings(row_findings: TextColumn) -> TextColumn:
    """The findings of the checks about this row, most severe first.

    Source: house rule: findings are shown in the row that they are about.
    """
    return row_findings
