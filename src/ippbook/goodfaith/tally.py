"""From a tally of outcomes to rates and tests, in whole numbers: 90 of 100 meets 0.90 exactly, and 5 of 100 meets 0.05.

A tally is an int64 array with a row for each group (an account, a reason, a day) and a column for each `Outcome`.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.terms import Terms

Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]
Rates = NDArray[np.float64]

OUTCOMES: Final = len(Outcome)
NO_YES: Final = np.array(["no", "yes"], dtype=object)
"""Words of a flag: `NO_YES[flag.astype(int)]`."""

_DECIDED = (Outcome.TAKEN_DOWN, Outcome.REINSTATED, Outcome.REJECTED, Outcome.REJECTED_AND_REINSTATED)
_COUNTERED = (Outcome.REINSTATED, Outcome.REJECTED_AND_REINSTATED)


def _sum(tally: Counts, *outcomes: Outcome) -> Counts:
    return np.asarray(tally[:, list(outcomes)].sum(axis=1), dtype=np.int64)


def _share(part: Counts, whole: Counts) -> Rates:
    """Part of whole as a float for people; NaN where there is no whole."""
    share: Rates = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return share


@dataclass(frozen=True, eq=False)
class Standing:
    """The figures of each group and whether they meet the limits. All columns have the tally's number of rows."""

    volume: Counts
    """What is held against `Terms.min_complaints`."""
    filed: Counts
    decided: Counts
    taken_down: Counts
    """Accepted by the platform, those reinstated later included."""
    rejected: Counts
    pending: Counts
    withdrawn: Counts
    dead: Counts
    reinstated: Counts
    """Seller's counter-notice upheld."""
    successes: Counts
    takedown_of: Counts
    """What the successes are divided by."""
    counter_of: Counts
    """What the reinstated are divided by."""
    enough: Flags
    removes: Flags
    """The takedown rate meets its limit; False where nothing is decided."""
    holds: Flags
    """The counter-notice rate meets its limit; True where there is nothing to divide by and nothing reinstated."""

    @classmethod
    def of(cls: type[Self], tally: Counts, terms: Terms) -> Self:
        """The standing of each row of *tally* under *terms*."""
        counts_as = {
            Outcome.TAKEN_DOWN: "taken down",
            Outcome.REINSTATED: terms.reinstated_counts_as,
            Outcome.REJECTED: "not taken down",
            Outcome.REJECTED_AND_REINSTATED: "not taken down",
            Outcome.PENDING: terms.pending_counts_as,
            Outcome.WITHDRAWN: terms.withdrawn_counts_as,
            Outcome.DEAD: terms.dead_counts_as,
        }
        filed = _sum(tally, *counts_as)
        decided = _sum(tally, *_DECIDED)
        reinstated = _sum(tally, *_COUNTERED)
        # A complaint with a rejected link had no takedown as a whole, but its reinstated link had one to be overturned.
        overturnable = _sum(tally, Outcome.TAKEN_DOWN, *_COUNTERED)
        successes = _sum(tally, *(each for each, how in counts_as.items() if how == "taken down"))
        takedown_of = _sum(tally, *(each for each, how in counts_as.items() if how != "left out"))
        counter_of = {"taken down": overturnable, "decided": decided, "filed": filed}[terms.counter_rate_of]
        volume = filed if terms.volume_counts == "filed" else decided
        lowest, highest = Fraction(terms.min_takedown_rate), Fraction(terms.max_counter_rate)
        return cls(
            volume=volume,
            filed=filed,
            decided=decided,
            taken_down=_sum(tally, Outcome.TAKEN_DOWN, Outcome.REINSTATED),
            rejected=_sum(tally, Outcome.REJECTED, Outcome.REJECTED_AND_REINSTATED),
            pending=_sum(tally, Outcome.PENDING),
            withdrawn=_sum(tally, Outcome.WITHDRAWN),
            dead=_sum(tally, Outcome.DEAD),
            reinstated=reinstated,
            successes=successes,
            takedown_of=takedown_of,
            counter_of=counter_of,
            enough=volume >= terms.min_complaints,
            removes=(takedown_of > 0) & (successes * lowest.denominator >= takedown_of * lowest.numerator),
            holds=reinstated * highest.denominator <= counter_of * highest.numerator,
        )

    @property
    def takedown_rate(self) -> Rates:
        """NaN where nothing is decided."""
        return _share(self.successes, self.takedown_of)

    @property
    def counter_rate(self) -> Rates:
        """NaN where nothing was taken down."""
        return _share(self.reinstated, self.counter_of)

    @property
    def withdrawn_rate(self) -> Rates:
        """Of everything filed; NaN where nothing was (ipp-facts 5.9: many withdrawals are the mark of misuse)."""
        return _share(self.withdrawn, self.filed)

    def columns(self) -> dict[str, Any]:
        """The figures under the names that the tables of `assess` and `rolling` show."""
        return {
            "decided": self.decided,
            "taken_down": self.taken_down,
            "rejected": self.rejected,
            "pending": self.pending,
            "withdrawn": self.withdrawn,
            "dead": self.dead,
            "counter_upheld": self.reinstated,
            "takedown_of": self.takedown_of,
            "counter_of": self.counter_of,
            "takedown_rate": self.takedown_rate,
            "counter_rate": self.counter_rate,
            "withdrawn_rate": self.withdrawn_rate,
        }

    def failures(self, row: int, terms: Terms) -> list[str]:
        """Which tests one group fails, in words; empty where none does."""
        few = [] if self.enough[row] else [f"{self.volume[row]} of {terms.min_complaints} complaints"]
        return [*few, *self.rate_failures(row, terms)]

    def rate_failures(self, row: int, terms: Terms) -> list[str]:
        """Which rates of one group fail, in words; empty where none does.

        Rates are cut towards the failing side, so that 899 of 999 never reads as 90.0 % < 90 %.
        """
        said = []
        if self.takedown_of[row] == 0:
            said.append("no decided complaint")
        elif not self.removes[row]:
            rate = _percent(self.successes[row], self.takedown_of[row], ROUND_FLOOR)
            said.append(f"takedown rate {rate} % < {_limit(terms.min_takedown_rate)} %")
        if not self.holds[row]:
            if self.counter_of[row] == 0:
                said.append(f"{self.reinstated[row]} counter-notices upheld")
            else:
                rate = _percent(self.reinstated[row], self.counter_of[row], ROUND_CEILING)
                said.append(f"counter-notice rate {rate} % > {_limit(terms.max_counter_rate)} %")
        return said


def _percent(part: np.int64, whole: np.int64, rounding: str) -> str:
    return str((Decimal(int(part)) * 100 / Decimal(int(whole))).quantize(Decimal("0.1"), rounding=rounding))


def _limit(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"
