"""Computed columns of Complaints."""

from typing import Any

import numpy as np
import pandas as pd

from ippbook.declare import column
from ippbook.declare.worksheet import declared
from ippbook.functions.histories import places, running
from ippbook.functions.matches import usable_on
from ippbook.functions.takedowns import complaint_groups, takedowns
from ippbook.tables.schema import Kind


@column("Complaints", "Links", kind=Kind.COUNT, width=8)
def links(complaint: Any, account: Any) -> Any:
    """How many links the complaint has: rows with this complaint number and account. A complaint takes at most 300.

    Source: ipp-facts 5.4 [O7: OFF].
    """
    groups = complaint_groups(complaint, account)
    counts = np.bincount(groups, minlength=1).astype(float)[groups]
    counts[(complaint == "").to_numpy()] = np.nan
    return pd.Series(counts)


@column("Complaints", "Usable on platform", width=10, good={"yes": "good", "no": "bad"})
def usable_on_platform(  # a column's parameters are the columns that it is made of
    platform: Any, listing_url_platform: Any, right_type: Any, right_office: Any, right_china_certificate: Any
) -> Any:
    """Whether the complaint's marketplace takes the cited right: yes, no, or unsure where the sources leave it open.

    The marketplace is the one of the complaint; where it names none, the one of the listing's link.

    Source: ipp-facts 3.1 [O4, O7, O21], 3.2 [L7, O18].
    """
    where = platform.where(platform != "", listing_url_platform)
    return declared(usable_on).call([where, right_type, right_office, right_china_certificate], typed=True)


@column("Complaints", "Takedown text", width=60)
def takedown_text(all_complaints: Any) -> Any:
    """The text for the portal, in the first row of each complaint; empty while data for it is missing.

    Source: ipp-facts 5.3 [O8: OFF; C1: CODE], 5.8 (E-Commerce Law art. 42).
    """
    return all_complaints.once(takedowns)["text"]


@column("Complaints", "Characters", kind=Kind.COUNT, width=10)
def characters(all_complaints: Any) -> Any:
    """Length of the takedown text as the portal counts it; also of a text that was refused because it is too long.

    Source: ipp-facts 5.4 [C1: CODE 2019].
    """
    return all_complaints.once(takedowns)["characters"]


@column("Complaints", "Counts as", width=12)
def counts_as(all_complaints: Any) -> Any:
    """What the row comes to for Good-Faith on the day: unfiled, pending, taken down, reinstated, rejected, withdrawn or dead.

    Empty where the row cannot count, because it names no account or no filing date.

    Source: ipp-facts 5.5 [C1: CODE], 6.2 (INF).
    """
    return all_complaints.once(places)["counts_as"]


@column("Complaints", "In window", kind=Kind.YES_NO, width=10)
def in_window(all_complaints: Any) -> Any:
    """Whether the row counts for Good-Faith on the day; empty where it cannot count on any day.

    Source: ipp-facts 6.2 [O2: OFF; the ends of the window: INF].
    """
    return all_complaints.once(places)["in_window"]


@column("Complaints", "Leaves window on", kind=Kind.DATE, width=12)
def leaves_window_on(all_complaints: Any) -> Any:
    """The first day on which the row no longer counts for Good-Faith, as things stand.

    Source: ipp-facts 6.2 [O2: OFF; the ends of the window: INF].
    """
    return all_complaints.once(places)["leaves_on"]


@column("Complaints", "Running count", kind=Kind.COUNT, width=10)
def running_count(all_complaints: Any) -> Any:
    """Complaints of the account in the window at the end of the day on which the row was filed.

    Source: ipp-facts 6.2 [O2: OFF; unit: INF].
    """
    return all_complaints.once(running)["complaints"]


@column("Complaints", "Running rate", kind=Kind.PERCENT, width=10)
def running_rate(all_complaints: Any) -> Any:
    """Takedown rate of the account at the end of the day on which the row was filed.

    Source: ipp-facts 6.2 [O1, O2: OFF; how the rate is built: INF].
    """
    return all_complaints.once(running)["takedown_rate"]


@column("Complaints", "Qualified that day", kind=Kind.YES_NO, width=10)
def qualified_that_day(all_complaints: Any) -> Any:
    """Whether the account met all Good-Faith tests at the end of the day on which the row was filed.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; 100 complaints: VEN].
    """
    return all_complaints.once(running)["qualifies"]


@column("Complaints", "Findings", width=60)
def findings(row_findings: Any) -> Any:
    """What the checks say of the row, gravest first.

    Source: house rule: what is found is said beside the row.
    """
    return row_findings
