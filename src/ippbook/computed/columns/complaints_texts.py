"""Computed columns of Complaints: the takedown text. What stands here is what the button Fill texts writes."""

from typing import Any

from ippbook.declare import column
from ippbook.notices.complaint_texts import takedowns
from ippbook.tables.schema import Kind


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
