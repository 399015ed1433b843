"""The chance of qualifying at the coming month ends, by drawing how what is pending may be decided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

import numpy as np
import pandas as pd

from ippbook.goodfaith.chances import Chances
from ippbook.goodfaith.history import Codes, History
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.phases import Phases, known_on
from ippbook.goodfaith.tally import OUTCOMES, Counts, Flags, Rates, Standing
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import coming_month_ends, opens

DRAWS: Final = 4_000
"""Draws for each account and day: the chance shown is off by at most about 1.6 points, 19 times of 20."""
FEW: Final = 20
"""Fewer decided complaints than this are called few."""


def forecast(  # what is asked, and under which assumptions
    history: History,
    as_of: date,
    terms: Terms | None = None,
    *,
    months: int = 3,
    new_filings: Literal["none", "same pace"] = "none",
    seed: int = 0,
) -> pd.DataFrame:
    """The chance that each account qualifies at each of the next *months* month ends, as seen on *as_of*.

    One row an account and month end. Columns: account, portal; day (datetime64[s]); pending (units still in the window on that
    day without decision today); chance (0 to 1); rate_low, rate_middle, rate_high (the 5th, 50th and 95th hundredth of the
    takedown rate on that day; NaN where nothing is decided in any draw); sure (in words how far the figures carry).

    Method: the chance of each pending unit comes from `Chances` (beta-binomial, empirical Bayes, by platform, right and
    reason); the unsure chance is drawn as well as the decisions. Assumed: all that is pending is decided by each of the month ends, as
    takedown, rejection or overturned takedown; decided complaints stay as they are; nothing new is filed, or, with "same pace",
    as much a day and kind as in the window of *as_of* (a Poisson number), decided within the month. The same *seed* gives the same figures.
    Source: ipp-facts 5.6 (decisions within days), 6.2; the model is ours: INF.
    """
    terms = terms or Terms()
    units = history.in_units(terms)
    chances = Chances.of(units, as_of, terms)
    random = np.random.default_rng(seed)
    likely = chances.draw(random, DRAWS)
    known = known_on(units, terms, _number(as_of))
    pool = int(chances.decided.sum())
    found = []
    for day in coming_month_ends(as_of, months):
        for seat, rows, outcomes in _accounts(known, int(day), as_of, terms):
            waiting = rows[outcomes == Outcome.PENDING]
            heaps = Heaps.of(known.reason[waiting], known.kind[waiting], DRAWS)
            if new_filings == "same pace":
                mine = np.flatnonzero(known.account == seat)
                heaps = heaps.joined(_pace(known, mine, as_of, int(day), terms, random))
            settled = outcomes != Outcome.PENDING
            drawn = Drawn.of(known.reason[rows[settled]], outcomes[settled], heaps, likely, terms, random)
            found.append(
                (
                    known.accounts[seat],
                    known.seats[seat] if known.seats else "",
                    np.datetime64(int(day), "D"),
                    len(waiting),
                    drawn.chance,
                    *drawn.spread(),
                    _sure(pool, heaps, chances),
                )
            )
    names = ["account", "portal", "day", "pending", "chance", "rate_low", "rate_middle", "rate_high", "sure"]
    table = pd.DataFrame(found, columns=names)
    kinds: dict[str, Any] = {
        "account": object,
        "portal": object,
        "day": "datetime64[s]",
        "pending": np.int64,
        "sure": object,
    }
    ordered = table.astype({**dict.fromkeys(names, np.float64), **kinds})
    place = {
        name: number
        for number, name in enumerate(zip(known.accounts, known.seats or [""] * len(known.accounts), strict=True))
    }
    order = [place[name] for name in zip(ordered["account"], ordered["portal"], strict=True)]
    return ordered.iloc[np.argsort(np.array(order, dtype=np.int64), kind="stable")].reset_index(drop=True)


def _number(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


def _accounts(known: History, day: int, as_of: date, terms: Terms) -> Iterator[tuple[int, Codes, Codes]]:
    """For each account: its rows that count on *day* if nothing happens before, and as what."""
    outcomes = Phases.of(known, terms).outcomes(known, day)
    if terms.window_date == "decided" and opens(np.array([day]), terms)[0] <= _number(as_of):
        # What is decided between today and that day is inside by its decision date, however old its filing is.
        outcomes = np.where(known.outcome == Outcome.PENDING, Outcome.PENDING, outcomes)
    inside = np.flatnonzero(outcomes >= 0)
    order = inside[np.argsort(known.account[inside], kind="stable")]
    ends = np.searchsorted(known.account[order], np.arange(len(known.accounts) + 1))
    for seat in range(len(known.accounts)):
        rows = order[ends[seat] : ends[seat + 1]]
        yield seat, rows, outcomes[rows]


def _pace(known: History, rows: Codes, as_of: date, day: int, terms: Terms, random: np.random.Generator) -> "Heaps":
    """What is filed until *day* at the pace of the window: a Poisson number for each reason and kind."""
    window = _number(as_of) - int(opens(np.array([_number(as_of)]), terms)[0])
    ahead = min(day - _number(as_of), window)
    now = Heaps.of(known.reason[rows], known.kind[rows], 1)
    return Heaps(now.reason, now.kind, random.poisson(now.many * ahead / window, (len(now.reason), DRAWS)))


def _sure(pool: int, heaps: "Heaps", chances: Chances) -> str:
    """How far the figures carry, in words."""
    if not len(heaps.kind):
        return "nothing is open, so this is arithmetic and no estimate"
    if pool == 0:
        return "no complaint was decided yet: a guess from the platform's figure of 2017"
    if pool < FEW:
        return f"a rough guess: only {pool} complaints were decided so far"
    new = int((chances.decided[np.unique(heaps.kind)] == 0).sum())
    if new:
        return (
            f"{new} of {len(np.unique(heaps.kind))} kinds that are open were never decided before: judged by all others"
        )
    return f"from {pool} decided complaints"


@dataclass(frozen=True, eq=False)
class Heaps:
    """Open complaints of one account, put together by reason and kind; all arrays have one entry a heap."""

    reason: Codes
    kind: Codes
    many: Counts
    """How many lie on each heap: (heaps, draws) or (heaps, 1)."""

    @classmethod
    def of(cls: "type[Heaps]", reason: Codes, kind: Codes, draws: int) -> "Heaps":
        """Heaps of these complaints, equal in all draws."""
        pairs, many = np.unique(np.stack([reason, kind]), axis=1, return_counts=True)
        return cls(pairs[0], pairs[1], np.broadcast_to(many[:, None], (len(many), draws)))

    def joined(self, other: "Heaps") -> "Heaps":
        """These heaps and those of *other*."""
        return Heaps(
            np.append(self.reason, other.reason),
            np.append(self.kind, other.kind),
            np.concatenate([self.many, other.many]),
        )


@dataclass(frozen=True, eq=False)
class Drawn:
    """How an account may stand: an entry a draw."""

    passes: Flags
    rate: Rates

    @classmethod
    def of(  # what is settled, what is open, how likely, and the terms
        cls: "type[Drawn]",
        reason: Codes,
        outcome: Codes,
        heaps: Heaps,
        likely: tuple[Rates, Rates],
        terms: Terms,
        random: np.random.Generator,
    ) -> "Drawn":
        """Draw decisions for *heaps* and judge them with what is settled: *reason* and *outcome*, an entry a complaint."""
        reasons, place = np.unique(np.append(reason, heaps.reason), return_inverse=True)
        draws = likely[0].shape[1]
        tally = np.zeros((len(reasons), draws, OUTCOMES), dtype=np.int64)
        settled = np.zeros((len(reasons), OUTCOMES), dtype=np.int64)
        np.add.at(settled, (place[: len(reason)], outcome), 1)
        tally += settled[:, None]
        accepted = random.binomial(heaps.many, likely[0][heaps.kind])
        overturned = random.binomial(accepted, likely[1][None])
        heap = place[len(reason) :]
        for into, many in (
            (Outcome.TAKEN_DOWN, accepted - overturned),
            (Outcome.REINSTATED, overturned),
            (Outcome.REJECTED, heaps.many - accepted),
        ):
            np.add.at(tally[:, :, into], heap, many)
        whole = Standing.of(tally.sum(axis=0), terms)
        passes = whole.enough & whole.removes & whole.holds
        if terms.per_reason_check == "yes":
            parts = Standing.of(tally[reasons >= 0].reshape(-1, OUTCOMES), terms)
            low = (parts.takedown_of >= terms.per_reason_min_decided) & ~(parts.removes & parts.holds)
            passes &= ~low.reshape(-1, draws).any(axis=0)
        return cls(np.asarray(passes), whole.takedown_rate)

    @property
    def chance(self) -> float:
        """The share of draws in which the account qualifies."""
        return float(self.passes.mean())

    def spread(self) -> tuple[Any, ...]:
        """The 5th, 50th and 95th hundredth of the takedown rate."""
        known = self.rate[~np.isnan(self.rate)]
        return tuple(np.quantile(known, (0.05, 0.5, 0.95))) if len(known) else (np.nan,) * 3
