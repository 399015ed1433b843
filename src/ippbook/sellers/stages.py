"""The stage of a reported link: not filed, open or ended. It decides whether to file, to wait or to check the offer again."""

from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ippbook.deadlines import APPEAL_OPEN
from ippbook.goodfaith.outcome import Outcome, outcome_of

if TYPE_CHECKING:
    from ippbook.tables.column_types import ChoiceColumn, DateColumn


class LinkStage(StrEnum):
    """The stages; a row of Complaints is in exactly one."""

    UNFILED = "unfiled"
    OPEN = "open"
    """Filed and not ended: the review, an answer to a counter-notice or the platform's decision is still to come."""
    DOWN = "taken down"
    REJECTED = "rejected"
    REINSTATED = "reinstated"
    WITHDRAWN = "withdrawn"
    DEAD = "link dead"


ENDED: Final = frozenset(
    {LinkStage.DOWN, LinkStage.REJECTED, LinkStage.REINSTATED, LinkStage.WITHDRAWN, LinkStage.DEAD}
)
"""Stages after which nothing more happens unless someone acts."""
_BY_OUTCOME: Final = {
    Outcome.UNFILED: LinkStage.UNFILED,
    Outcome.PENDING: LinkStage.OPEN,
    Outcome.TAKEN_DOWN: LinkStage.DOWN,
    Outcome.REINSTATED: LinkStage.REINSTATED,
    Outcome.REJECTED: LinkStage.REJECTED,
    Outcome.WITHDRAWN: LinkStage.WITHDRAWN,
    Outcome.DEAD: LinkStage.DEAD,
}


@lru_cache(maxsize=64)
def stage_of(status: str, *, filed: bool) -> LinkStage:
    """The stage of a row with the code *status* that has a filing date, or has none.

    A link is open while the seller contests its takedown, because the result is not known yet. A blank status is unfiled
    without a filing date, and open with one.

    Source: ipp-facts 5.5 [C1: CODE].

    >>> stage_of("accepted", filed=True), stage_of("counter-noticed", filed=True), stage_of("", filed=False)
    (<LinkStage.DOWN: 'taken down'>, <LinkStage.OPEN: 'open'>, <LinkStage.UNFILED: 'unfiled'>)
    """
    if status in APPEAL_OPEN:
        return LinkStage.OPEN
    if not status:
        return LinkStage.OPEN if filed else LinkStage.UNFILED
    return _BY_OUTCOME[outcome_of(status)]


def link_stages(status: "ChoiceColumn", filed: "DateColumn") -> NDArray[np.object_]:
    """The stage of each row (object[n] of LinkStage)."""
    found = [stage_of(code, filed=dated) for code, dated in zip(status, filed.notna(), strict=True)]
    return np.array([*found, None], dtype=object)[:-1]
