"""Computed columns of Complaints."""

import numpy as np
import pandas as pd

from ippbook.declare import column
from ippbook.declare.worksheet import declared
from ippbook.functions.matches import usable_on
from ippbook.notices.complaint_texts import complaint_groups
from ippbook.tables.column_types import ChoiceColumn, FlagColumn, NumberColumn, TextColumn
from ippbook.tables.findings import FINDINGS_HEADER
from ippbook.tables.schema import Kind


@column("Complaints", "Links", kind=Kind.COUNT, width=8)
def links(complaint: TextColumn, account: TextColumn) -> NumberColumn:
    """How many links the complaint has: rows with this complaint number and account. A complaint takes at most 300.

    Source: ipp-facts 5.4 [O7: OFF].
    """
    groups = complaint_groups(complaint, account)
    counts = np.bincount(groups, minlength=1).astype(float)[groups]
    counts[(complaint == "").to_numpy()] = np.nan
    return pd.Series(counts)


@column("Complaints", "Usable on platform", width=10, good={"yes": "good", "no": "bad"})
def usable_on_platform(  # a column's parameters are the columns that it is made of
    platform: ChoiceColumn,
    listing_url_platform: TextColumn,
    right_type: ChoiceColumn,
    right_office: ChoiceColumn,
    right_china_certificate: FlagColumn,
) -> TextColumn:
    """Whether the complaint's marketplace takes the cited right: yes, no, or unsure where the sources leave it open.

    The marketplace is the one of the complaint; where it names none, the one of the listing's link.

    Source: ipp-facts 3.1 [O4, O7, O21], 3.2 [L7, O18].
    """
    where = platform.where(platform != "", listing_url_platform)
    usable: ChoiceColumn = declared(usable_on).call(
        [where, right_type, right_office, right_china_certificate], typed=True
    )
    return usable


@column("Complaints", FINDINGS_HEADER, width=80)
def findings(row_findings: TextColumn) -> TextColumn:
    """What the checks say of the row, gravest first.

    Source: house rule: what is found is said beside the row.
    """
    return row_findings
