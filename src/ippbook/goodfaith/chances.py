"""How likely a complaint of a kind is to be taken down, from the team's own decided complaints.

A kind is a platform, a right and a reason. Few kinds have many complaints, so the chance of each kind is a mix of its own
rate and the rate of all kinds together (the pool): a beta-binomial model with empirical Bayes. The chance of a kind is
Beta(m k + taken down, (1 - m) k + rejected). Here m is the rate of the pool, and k is the weight of the pool in complaints.
k is the value from a fixed list under which the decided complaints are most likely (the marginal likelihood of the
beta-binomial); it is never more than the number of complaints in the pool. Before any decision, the rate of the pool is 83 %
with the weight of two complaints: the platform's own figure for complaints without preparation in 2017 (ipp-facts 6.2
[P1: PLAT]). The chance that a takedown is overturned comes from the pool alone, and starts at the limit.
"""

from datetime import date
from math import lgamma
from typing import Final, Self

import numpy as np
import numpy.typing as npt
from numpy.typing import NDArray

from ippbook.goodfaith.figures import Rates
from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.phases import Phases
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import day_number
from ippbook.quick_dataclasses import dataclass

BASELINE: Final = 0.83
"""Takedown rate of complaints without preparation, July 2017 (ipp-facts 6.2 [P1: PLAT])."""
OVERTURNED: Final = 0.05
"""The chance that a takedown is overturned, before any decision: the limit of ipp-facts 6.2, because no rate is published."""
PRIOR_WEIGHT: Final = 2.0
"""The weight of both starting values, in complaints (chosen low, so that a team's own data soon outweigh them)."""
_WEIGHTS: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0)
_ALONE: Final = 8.0
"""The weight of the pool where fewer than two kinds have decided complaints, because it cannot be estimated then."""

_log_gamma: Final = np.frompyfunc(lgamma, 1, 1)


@dataclass(frozen=True, eq=False)
class Chances:
    """The chance of each kind of `History.kinds` to be taken down, as a beta distribution."""

    taken_down: Rates
    """First parameter of each kind's distribution: its takedowns plus its share of the pool's weight."""
    rejected: Rates
    """Second parameter: its rejections plus the rest of the pool's weight."""
    decided: Codes
    """The number of decided complaints of each kind."""
    overturned: tuple[float, float]
    """Parameters of the chance that a takedown is overturned."""

    @classmethod
    def of(cls: type[Self], units: History, as_of: date, terms: Terms) -> Self:
        """The chances from the complaints of *units* that were decided by *as_of*, of any age."""
        phases = Phases.of(units, terms)
        day = day_number(as_of)
        known = units.counts & (phases.filed <= day) & (phases.settled <= day)
        if units.until is not None:
            known &= day < units.until
        good = known & np.isin(units.outcome, (Outcome.TAKEN_DOWN, Outcome.REINSTATED))
        bad = known & np.isin(units.outcome, (Outcome.REJECTED, Outcome.REJECTED_AND_REINSTATED))
        size = len(units.kinds)
        taken_down = np.bincount(units.kind[good], minlength=size)
        rejected = np.bincount(units.kind[bad], minlength=size)
        decided = taken_down + rejected
        pool = decided.sum() + PRIOR_WEIGHT
        mean = (taken_down.sum() + PRIOR_WEIGHT * BASELINE) / pool
        weight = min(_weight(taken_down, rejected, float(mean)), float(pool))
        back = int((good & (units.outcome == Outcome.REINSTATED)).sum())
        return cls(
            taken_down=taken_down + mean * weight,
            rejected=rejected + (1 - mean) * weight,
            decided=decided,
            overturned=(back + PRIOR_WEIGHT * OVERTURNED, taken_down.sum() - back + PRIOR_WEIGHT * (1 - OVERTURNED)),
        )

    @property
    def mean(self) -> Rates:
        """The chance of each kind, a share of 1."""
        return self.taken_down / (self.taken_down + self.rejected)

    def draw(self, random: np.random.Generator, draws: int) -> tuple[Rates, Rates]:
        """Possible true chances: (kinds, draws) for takedowns, (draws,) for overturned takedowns."""
        taken_down = random.beta(self.taken_down[:, None], self.rejected[:, None], (len(self.decided), draws))
        return taken_down, random.beta(*self.overturned, draws)


def _log_beta(one: npt.ArrayLike, two: npt.ArrayLike) -> NDArray[np.float64]:
    both = _log_gamma(one) + _log_gamma(two) - _log_gamma(np.add(one, two))
    return np.asarray(both, dtype=np.float64)


def _weight(taken_down: Codes, rejected: Codes, mean: float) -> float:
    """The weight of the pool under which the decisions are most likely; the lightest if several are equal."""
    decided = np.flatnonzero(taken_down + rejected)
    if len(decided) < 2:  # one kind alone cannot differ from the pool
        return _ALONE
    good, bad = taken_down[decided], rejected[decided]
    likely = [
        (
            _log_beta(good + mean * weight, bad + (1 - mean) * weight) - _log_beta(mean * weight, (1 - mean) * weight)
        ).sum()
        for weight in _WEIGHTS
    ]
    return _WEIGHTS[int(np.argmax(likely))]
