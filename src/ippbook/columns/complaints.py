"""Computed columns of Complaints."""

from types import MappingProxyType
from typing import Any, Final

import numpy as np
import pandas as pd

from ippbook.declare import column
from ippbook.declare.worksheet import declared
from ippbook.functions.matches import usable_on
from ippbook.functions.takedowns import complaint_groups, takedowns
from ippbook.goodfaith import History
from ippbook.goodfaith.history import Phases
from ippbook.tables.schema import Kind
from ippbook.vocabulary import load

_COUNTS_AS: Final = MappingProxyType({choice.code: str(choice.facts["outcome"]) for choice in load("statuses")})


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
def usable_on_platform(  # noqa: PLR0913, PLR0917  # a column's parameters are the columns that it is made of
    platform: Any, listing_url_platform: Any, right_type: Any, right_office: Any, right_china_certificate: Any
) -> Any:
    """Whether the complaint's marketplace takes the cited right: yes, no, or unsure where the sources leave it open.

    The marketplace is the one of the complaint; where it names none, the one of the listing's link.

    Source: ipp-facts 3.1 [O4, O7, O21], 3.2 [L7, O18].
    """
    where = platform.where(platform != "", listing_url_platform)
    return declared(usable_on).call([where, right_type, right_office, right_china_certificate])


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
def counts_as(status: Any, filed: Any) -> Any:
    """What the status comes to for Good-Faith: unfiled, pending, taken down, rejected, withdrawn or dead.

    A row without a status is pending when it has a filing date, and unfiled when it has none.

    Source: ipp-facts 5.5 [C1: CODE], 6.2 (INF).
    """
    codes, statuses = pd.factorize(status.to_numpy())
    named = np.array([_COUNTS_AS.get(code, "") for code in statuses], dtype=object)
    found = named[codes] if len(named) else np.full(len(codes), "", dtype=object)
    return pd.Series(
        np.where(found != "", found, np.where(filed.notna(), "pending", "unfiled").astype(object)), dtype=object
    )


@column("Complaints", "In window", kind=Kind.YES_NO, width=10)
def in_window(all_complaints: Any, as_of: Any, terms: Any) -> Any:
    """Whether the row counts for Good-Faith on the day for which all is judged.

    Source: ipp-facts 6.2 [O2: OFF; the ends of the window: INF].
    """
    history = History.of(
        *(all_complaints[name] for name in ("account", "complaint", "filed", "status", "reason", "decided"))
    )
    day = int(np.datetime64(as_of, "D").astype(np.int64))
    inside = Phases.of(history, terms).outcomes(history, day) >= 0
    return pd.Series(np.where(inside, "yes", "no").astype(object), dtype=object)


@column("Complaints", "Findings", width=60)
def findings(row_findings: Any) -> Any:
    """What the checks say of the row, gravest first.

    Source: house rule: what is found is said beside the row.
    """
    return row_findings
