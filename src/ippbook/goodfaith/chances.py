"""How likely a complaint of a kind is to be taken down, from the team's own decided complaints.

A kind is a platform, a right and a reason. Few kinds have many complaints, so each is drawn towards the pool of all: a
beta-binomial model by empirical Bayes. The chance of a kind is Beta(m k + taken down, (1 - m) k + rejected), where m is the
rate of the pool and k, the weight of the pool in complaints, is the one of a fixed grid under which the decided complaints of all kinds
are likeliest (the marginal likelihood of the beta-binomial), and never more than the pool itself holds. Before anything is decided
the pool stands at 83 %, with the weight of two complaints: what the platform told of complaints without preparation
in 2017 (ipp-facts 6.2 [P1: PLAT]). That a takedown is overturned is taken from the pool alone, and begins at the limit.
"""

from dataclasses import dataclass
from datetime import date
from math import lgamma
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from ippbook.goodfaith.history import Codes, History
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.phases import Phases
from ippbook.goodfaith.tally import Rates
from ippbook.goodfaith.terms import Terms

BASELINE: Final = 0.83
"""Takedown rate of complaints without preparation, July 2017 (ipp-facts 6.2 [P1: PLAT])."""
OVERTURNED: Final = 0.05
"""Where the chance that a takedown is overturned begins: the limit of ipp-facts 6.2, because no rate was found."""
PRIOR_WEIGHT: Final = 2.0
"""What both beginnings weigh, in complaints (chosen: any team's own data soon outweigh it)."""
_WEIGHTS: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0)
_ALONE: Final = 8.0
"""The weight of the pool where fewer than two kinds have decided complaints, so that they tell nothing about it."""

_log_gamma: Final = np.frompyfunc(lgamma, 1, 1)


@dataclass(frozen=True, eq=False)
class Chances:
    """The chance of each kind of `History.kinds` to be taken down, as a beta distribution."""

    taken_down: Rates
    """First parameter of each kind's distribution: its takedowns, and its share of the pool's weight."""
    rejected: Rates
    """The second one."""
    decided: Codes
    """The decided complaints of each kind."""
    overturned: tuple[float, float]
    """Parameters of the chance that a takedown is overturned."""

    @classmethod
    def of(cls: type[Self], units: History, as_of: date, terms: Terms) -> Self:
        """What the complaints of *units* that were decided by *as_of* teach, of whatever age."""
        phases = Phases.of(units, terms)
        day = np.datetime64(as_of, "D").astype(np.int64)
        known = units.counts & (phases.filed <= day) & (phases.settled <= day)
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
        """Chances as they may truly be: (kinds, draws) for takedowns, (draws,) for overturned takedowns."""
        taken_down = random.beta(self.taken_down[:, None], self.rejected[:, None], (len(self.decided), draws))
        return taken_down, random.beta(*self.overturned, draws)


def _log_beta(one: Any, two: Any) -> NDArray[np.float64]:
    both = _log_gamma(one) + _log_gamma(two) - _log_gamma(one + two)
    return np.asarray(both, dtype=np.float64)


def _weight(taken_down: Codes, rejected: Codes, mean: float) -> float:
    """The weight of the pool under which what was decided is likeliest; the lightest of equals."""
    told = np.flatnonzero(taken_down + rejected)
    if len(told) < 2:  # one kind alone cannot differ from the pool
        return _ALONE
    good, bad = taken_down[told], rejected[told]
    likely = [
        (
            _log_beta(good + mean * weight, bad + (1 - mean) * weight) - _log_beta(mean * weight, (1 - mean) * weight)
        ).sum()
        for weight in _WEIGHTS
    ]
    return _WEIGHTS[int(np.argmax(likely))]
