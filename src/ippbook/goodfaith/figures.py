"""The figures of an account: counts, rates, and whether they meet the limits.

The input is an int64 array of counts, a row for each group (an account, a reason or a day) and a column for each `Outcome`.
Rates are compared in whole numbers, so 90 of 100 meets a limit of 0.90 exactly, and 5 of 100 meets 0.05.

>>> counts = np.zeros((1, OUTCOMES), dtype=np.int64)
>>> counts[0, [Outcome.TAKEN_DOWN, Outcome.REJECTED]] = 90, 10
>>> figures = Figures.of(counts, Terms())
>>> figures.takedown_rate.tolist(), figures.meets_takedown_rate.tolist(), figures.failures(0, Terms())
([0.9], [True], [])
"""

from fractions import Fraction
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.percent_text import limit_text, percent_text
from ippbook.goodfaith.terms import Terms
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import Mask

Counts = NDArray[np.int64]
Rates = NDArray[np.float64]

OUTCOMES: Final = len(Outcome)
NO_YES: Final = np.array(["no", "yes"], dtype=object)
"""Words of a flag: `NO_YES[flag.astype(int)]`."""

_DECIDED = (Outcome.TAKEN_DOWN, Outcome.REINSTATED, Outcome.REJECTED, Outcome.REJECTED_AND_REINSTATED)
_COUNTERED = (Outcome.REINSTATED, Outcome.REJECTED_AND_REINSTATED)


def _sum(counts: Counts, *outcomes: Outcome) -> Counts:
    return np.asarray(counts[:, list(outcomes)].sum(axis=1), dtype=np.int64)


def _share(part: Counts, whole: Counts) -> Rates:
    """*part* divided by *whole*, for display; NaN where *whole* is 0."""
    share: Rates = np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)
    return share


def takedown_rate_met(successes: Counts, takedown_of: Counts, terms: Terms) -> Mask:
    """Whether each takedown rate meets its limit; False where there is nothing to divide by."""
    lowest = Fraction(terms.min_takedown_rate)
    return (takedown_of > 0) & (successes * lowest.denominator >= takedown_of * lowest.numerator)


def counter_rate_met(reinstated: Counts, counter_of: Counts, terms: Terms) -> Mask:
    """Whether each counter-notice rate meets its limit; True where nothing is reinstated."""
    highest = Fraction(terms.max_counter_rate)
    return reinstated * highest.denominator <= counter_of * highest.numerator


@dataclass(frozen=True, eq=False)
class Figures:
    """The figures of each group, and whether they meet the limits; one entry a group in every array."""

    volume: Counts
    """What is compared with `Terms.min_complaints`."""
    filed: Counts
    decided: Counts
    taken_down: Counts
    """Accepted by the platform; includes those reinstated later."""
    rejected: Counts
    pending: Counts
    withdrawn: Counts
    dead: Counts
    reinstated: Counts
    """Back online after the seller's counter-notice was upheld."""
    successes: Counts
    """What counts as taken down for the takedown rate."""
    takedown_of: Counts
    """What `successes` is divided by."""
    counter_of: Counts
    """What `reinstated` is divided by."""
    enough: Mask
    """There are enough complaints."""
    meets_takedown_rate: Mask
    """The takedown rate meets its limit; False where nothing is decided."""
    meets_counter_rate: Mask
    """The counter-notice rate meets its limit; True where there is nothing to divide by and nothing reinstated."""

    @classmethod
    def of(cls: type[Self], counts: Counts, terms: Terms) -> Self:
        """The figures of each row of *counts* under *terms*."""
        counts_as = {
            Outcome.TAKEN_DOWN: "taken down",
            Outcome.REINSTATED: terms.reinstated_counts_as,
            Outcome.REJECTED: "not taken down",
            Outcome.REJECTED_AND_REINSTATED: "not taken down",
            Outcome.PENDING: terms.pending_counts_as,
            Outcome.WITHDRAWN: terms.withdrawn_counts_as,
            Outcome.DEAD: terms.dead_counts_as,
        }
        filed = _sum(counts, *counts_as)
        decided = _sum(counts, *_DECIDED)
        reinstated = _sum(counts, *_COUNTERED)
        # A complaint number with a rejected link was not taken down as a whole, but its reinstated link was, and came back.
        overturnable = _sum(counts, Outcome.TAKEN_DOWN, *_COUNTERED)
        successes = _sum(counts, *(each for each, how in counts_as.items() if how == "taken down"))
        takedown_of = _sum(counts, *(each for each, how in counts_as.items() if how != "excluded"))
        counter_of = {"taken down": overturnable, "decided": decided, "filed": filed}[terms.counter_rate_of]
        volume = filed if terms.volume_counts == "filed" else decided
        return cls(
            volume=volume,
            filed=filed,
            decided=decided,
            taken_down=_sum(counts, Outcome.TAKEN_DOWN, Outcome.REINSTATED),
            rejected=_sum(counts, Outcome.REJECTED, Outcome.REJECTED_AND_REINSTATED),
            pending=_sum(counts, Outcome.PENDING),
            withdrawn=_sum(counts, Outcome.WITHDRAWN),
            dead=_sum(counts, Outcome.DEAD),
            reinstated=reinstated,
            successes=successes,
            takedown_of=takedown_of,
            counter_of=counter_of,
            enough=volume >= terms.min_complaints,
            meets_takedown_rate=takedown_rate_met(successes, takedown_of, terms),
            meets_counter_rate=counter_rate_met(reinstated, counter_of, terms),
        )

    @property
    def passes(self) -> Mask:
        """Whether a group meets all three tests over all its complaints; the tests of single reasons are separate."""
        return self.enough & self.meets_takedown_rate & self.meets_counter_rate

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
        """Of everything filed; NaN where nothing was. Many withdrawals are a sign of misuse (ipp-facts 5.9)."""
        return _share(self.withdrawn, self.filed)

    def columns(self) -> dict[str, Counts | Rates]:
        """The figures under their names in the tables of `assess` and `rolling_counts`."""
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
        """The tests that group *row* fails, in words; empty where it passes all."""
        what = say("complaints") if terms.volume_counts == "filed" else say("decided complaints")
        few = (
            []
            if self.enough[row]
            else [
                say(
                    "{volume} of {min_complaints} {what}",
                    volume=self.volume[row],
                    min_complaints=terms.min_complaints,
                    what=what,
                )
            ]
        )
        return [*few, *self.rate_failures(row, terms)]

    def rate_failures(self, row: int, terms: Terms) -> list[str]:
        """The rate tests that group *row* fails, in words; empty where it passes both. Rates as `percent_text` has them."""
        failing = []
        if self.takedown_of[row] == 0:
            failing.append(say("no decided complaint"))
        elif not self.meets_takedown_rate[row]:
            limit, rate = terms.min_takedown_rate, self.successes[row] / self.takedown_of[row]
            failing.append(
                say("takedown rate {rate} < {limit}", rate=percent_text(rate, limit), limit=limit_text(limit))
            )
        if not self.meets_counter_rate[row]:
            # Every reinstated complaint is also in `counter_of`, so a failing rate never divides by zero.
            limit, rate = terms.max_counter_rate, self.reinstated[row] / self.counter_of[row]
            failing.append(
                say("counter-notice rate {rate} > {limit}", rate=percent_text(rate, limit), limit=limit_text(limit))
            )
        return failing
