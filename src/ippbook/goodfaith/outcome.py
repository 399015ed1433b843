"""How a complaint ended, or has not ended yet, as Good-Faith counts it."""

from enum import IntEnum
from functools import lru_cache

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.errors import UserError
from ippbook.languages import say_series


class Outcome(IntEnum):
    """The classes that are counted; each complaint is in exactly one of them. The number is the column of a table of counts."""

    UNFILED = 0
    DEAD = 1
    WITHDRAWN = 2
    TAKEN_DOWN = 3
    PENDING = 4
    REINSTATED = 5
    """Taken down, then back online after the seller's counter-notice was upheld."""
    REJECTED = 6
    REJECTED_AND_REINSTATED = 7
    """Only a complaint number can be this: one link was rejected, another reinstated."""

    @property
    def words(self) -> str:
        """The name as people read it: "taken down"."""
        return self.name.lower().replace("_", " ")


@lru_cache(maxsize=1)
def _by_status() -> dict[str, Outcome]:
    names = {
        "unfiled": Outcome.UNFILED,
        "pending": Outcome.PENDING,
        "taken down": Outcome.TAKEN_DOWN,
        "rejected": Outcome.REJECTED,
        "withdrawn": Outcome.WITHDRAWN,
        "dead": Outcome.DEAD,
    }
    return {
        choice.code: Outcome.REINSTATED if choice.facts["countered"] else names[choice.facts["outcome"]]
        for choice in load_vocabulary("statuses")
    }


def outcome_of(status: str) -> Outcome:
    """How a status code counts. A blank status is pending, because no decision is recorded.

    Raises `UserError` where the vocabulary "statuses" has no such code.

    >>> outcome_of("accepted").name, outcome_of("reinstated").name, outcome_of("").name
    ('TAKEN_DOWN', 'REINSTATED', 'PENDING')
    """
    if not status:
        return Outcome.PENDING
    found = _by_status().get(status)
    if found is None:
        raise UserError(
            "The status “{status}” is unknown. Use one of: {by_status}.",
            status=status,
            by_status=say_series(_by_status()),
        )
    return found
