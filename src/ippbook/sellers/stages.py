"""Where a reported link stands, as somebody sees it who must decide whether to file again, to wait, or to look anew."""

from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.deadlines import APPEAL_OPEN
from ippbook.goodfaith.outcome import Outcome, outcome_of


class Stage(StrEnum):
    """The stages; a row of Complaints is in exactly one."""

    UNFILED = "unfiled"
    OPEN = "open"
    """Filed, and something is still to come: the review, an answer to a counter-notice, the platform's decision."""
    DOWN = "taken down"
    REJECTED = "rejected"
    REINSTATED = "reinstated"
    WITHDRAWN = "withdrawn"
    DEAD = "link dead"


ENDED: Final = frozenset({Stage.DOWN, Stage.REJECTED, Stage.REINSTATED, Stage.WITHDRAWN, Stage.DEAD})
"""Stages in which nothing is to come by itself."""
_BY_OUTCOME: Final = {
    Outcome.UNFILED: Stage.UNFILED,
    Outcome.PENDING: Stage.OPEN,
    Outcome.TAKEN_DOWN: Stage.DOWN,
    Outcome.REINSTATED: Stage.REINSTATED,
    Outcome.REJECTED: Stage.REJECTED,
    Outcome.WITHDRAWN: Stage.WITHDRAWN,
    Outcome.DEAD: Stage.DEAD,
}


@lru_cache(maxsize=64)
def stage_of(status: str, *, filed: bool) -> Stage:
    """The stage of a row with the code *status* that has a filing date, or has none.

    A link whose takedown the seller contests is open, although it is down: its end is not known yet. A blank status
    is unfiled without a filing date, and open with one.

    Source: ipp-facts 5.5 [C1: CODE].

    >>> stage_of("accepted", filed=True), stage_of("counter-noticed", filed=True), stage_of("", filed=False)
    (<Stage.DOWN: 'taken down'>, <Stage.OPEN: 'open'>, <Stage.UNFILED: 'unfiled'>)
    """
    if status in APPEAL_OPEN:
        return Stage.OPEN
    if not status:
        return Stage.OPEN if filed else Stage.UNFILED
    return _BY_OUTCOME[outcome_of(status)]


def stages(status: "pd.Series[Any]", filed: "pd.Series[Any]") -> NDArray[np.object_]:
    """The stage of each row (object[n] of Stage)."""
    found = [stage_of(code, filed=dated) for code, dated in zip(status, filed.notna(), strict=True)]
    return np.array([*found, None], dtype=object)[:-1]
