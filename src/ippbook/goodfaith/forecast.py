"""The chance of qualifying at the coming month ends, from random draws of the decisions still pending."""

from collections.abc import Iterator
from datetime import date
from typing import Final, Literal

import numpy as np
import pandas as pd

from ippbook.goodfaith.chances import Chances
from ippbook.goodfaith.daily_figures import reason_fails
from ippbook.goodfaith.figures import OUTCOMES, Counts, Figures, Rates
from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.phases import Phases, known_on
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import coming_month_ends, day_number, opens
from ippbook.languages import say
from ippbook.number_words import counted
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import Mask

DRAWS: Final = 4_000
"""Draws for each account and day. With this many, 19 of 20 chances are off by at most about 1.6 percentage points."""
NOTHING_FILED: Final = say("nothing more is filed")
FEW: Final = 20
"""With fewer decided complaints than this, the forecast is called a rough guess."""


def forecast(  # the account data, and the assumptions
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
    day without decision today); chance (0 to 1); rate_low, rate_middle, rate_high (the 5th, 50th and 95th percentile of the
    takedown rate on that day; NaN where nothing is decided in any draw); sure (in words, how reliable the figures are); assuming
    (in words, what is filed until then).

    Method: the chance of each pending unit comes from `Chances` (beta-binomial, empirical Bayes, by platform, right and
    reason). Both the uncertain chances and the decisions are drawn. Assumptions: all pending complaints are decided by each of the
    month ends, as takedown, rejection or overturned takedown; decided complaints stay as they are; nothing new is filed, or, with
    "same pace", as much a day and kind as in the window of *as_of* (a Poisson number), decided within the month. The same *seed*
    gives the same figures. Source: ipp-facts 5.6 (decisions within days), 6.2; the model is ippbook's: INF.
    """
    terms = terms or Terms()
    units = history.in_units(terms)
    chances = Chances.of(units, as_of, terms)
    random = np.random.default_rng(seed)
    likely = chances.draw(random, DRAWS)
    known = known_on(units, terms, day_number(as_of))
    pool = int(chances.decided.sum())
    found: list[tuple[object, ...]] = []
    for day in coming_month_ends(as_of, months):
        for seat, rows, outcomes in accounts_on(known, int(day), as_of, terms):
            waiting = rows[outcomes == Outcome.PENDING]
            groups = OpenGroups.of(known.reason[waiting], known.kind[waiting], DRAWS)
            if new_filings == "same pace":
                mine = np.flatnonzero(known.account == seat)
                groups = groups.joined(_pace(known, mine, as_of, int(day), terms, random))
            settled = outcomes != Outcome.PENDING
            drawn = DrawnFigures.of(known.reason[rows[settled]], outcomes[settled], groups, likely, terms, random)
            found.append(
                (
                    known.accounts[seat],
                    known.seats[seat] if known.seats else "",
                    np.datetime64(int(day), "D"),
                    len(waiting),
                    drawn.chance,
                    *drawn.spread(),
                    _sure(pool, groups, chances),
                    NOTHING_FILED if new_filings == "none" else say("filing goes on at the same pace"),
                )
            )
    return _table(found, known)


_TEXTS: Final = ("account", "portal", "sure", "assuming")
_NAMES: Final = (
    "account", "portal", "day", "pending", "chance", "rate_low", "rate_middle", "rate_high", "sure", "assuming",
)  # fmt: skip


def _table(found: list[tuple[object, ...]], known: History) -> pd.DataFrame:
    """The rows of a forecast as a table, sorted by account in the order of *known*, then by day."""
    kinds: dict[str, type | str] = {"day": "datetime64[s]", "pending": np.int64, **dict.fromkeys(_TEXTS, object)}
    ordered = pd.DataFrame(found, columns=_NAMES).astype({**dict.fromkeys(_NAMES, np.float64), **kinds})
    place = {
        name: number
        for number, name in enumerate(zip(known.accounts, known.seats or [""] * len(known.accounts), strict=True))
    }
    order = [place[name] for name in zip(ordered["account"], ordered["portal"], strict=True)]
    return ordered.iloc[np.argsort(np.array(order, dtype=np.int64), kind="stable")].reset_index(drop=True)


def accounts_on(known: History, day: int, as_of: date, terms: Terms) -> Iterator[tuple[int, Codes, Codes]]:
    """For each account its rows that count on *day* if nothing happens before, and their outcomes."""
    outcomes = Phases.of(known, terms).outcomes(known, day)
    if terms.window_date == "decided" and opens(np.array([day]), terms)[0] <= day_number(as_of):
        # A decision between today and that day puts a complaint inside, however old its filing is.
        outcomes = np.where(known.outcome == Outcome.PENDING, Outcome.PENDING, outcomes)
    inside = np.flatnonzero(outcomes >= 0)
    order = inside[np.argsort(known.account[inside], kind="stable")]
    ends = np.searchsorted(known.account[order], np.arange(len(known.accounts) + 1))
    for seat in range(len(known.accounts)):
        rows = order[ends[seat] : ends[seat + 1]]
        yield seat, rows, outcomes[rows]


def _pace(
    known: History, rows: Codes, as_of: date, day: int, terms: Terms, random: np.random.Generator
) -> "OpenGroups":
    """New complaints until *day*, filed at the pace of the window: a Poisson number for each reason and kind."""
    window = day_number(as_of) - int(opens(np.array([day_number(as_of)]), terms)[0])
    ahead = min(day - day_number(as_of), window)
    now = OpenGroups.of(known.reason[rows], known.kind[rows], 1)
    return OpenGroups(now.reason, now.kind, random.poisson(now.many * ahead / window, (len(now.reason), DRAWS)))


def _sure(pool: int, groups: "OpenGroups", chances: Chances) -> str:
    """How reliable the figures are, in words."""
    if not len(groups.kind):
        return say("nothing is pending, so this is exact")
    if pool == 0:
        return say("a guess: no complaint was decided yet, so the platform's figure of 2017 is used")
    if pool < FEW:
        return say("a rough guess: only {complaints} decided so far", complaints=counted(pool, "complaint"))
    new = int((chances.decided[np.unique(groups.kind)] == 0).sum())
    if new:
        return say(
            "{new} of {unique_count} pending kinds have no decided complaint; the average of all kinds is used",
            new=new,
            unique_count=len(np.unique(groups.kind)),
        )
    return say("from {pool} decided complaints", pool=pool)


@dataclass(frozen=True, eq=False)
class OpenGroups:
    """Open complaints of one account, grouped by reason and kind; all arrays have one entry a group."""

    reason: Codes
    kind: Codes
    many: Counts
    """How many complaints each group has: (groups, draws) or (groups, 1)."""

    @classmethod
    def of(cls: "type[OpenGroups]", reason: Codes, kind: Codes, draws: int) -> "OpenGroups":
        """Groups of these complaints, the same in all draws."""
        pairs, many = np.unique(np.stack([reason, kind]), axis=1, return_counts=True)
        return cls(pairs[0], pairs[1], np.broadcast_to(many[:, None], (len(many), draws)))

    def joined(self, other: "OpenGroups") -> "OpenGroups":
        """These groups and the groups of *other*."""
        return OpenGroups(
            np.append(self.reason, other.reason),
            np.append(self.kind, other.kind),
            np.concatenate([self.many, other.many]),
        )


@dataclass(frozen=True, eq=False)
class DrawnFigures:
    """The possible figures of an account: an entry a draw."""

    passes: Mask
    rate: Rates

    @classmethod
    def of(  # decided complaints, open ones, their chances, and the terms
        cls: "type[DrawnFigures]",
        reason: Codes,
        outcome: Codes,
        groups: OpenGroups,
        likely: tuple[Rates, Rates],
        terms: Terms,
        random: np.random.Generator,
    ) -> "DrawnFigures":
        """Draw decisions for *groups*, and judge them together with the decided complaints.

        *reason* and *outcome* have an entry for each decided complaint.
        """
        reasons, place = np.unique(np.append(reason, groups.reason), return_inverse=True)
        draws = likely[0].shape[1]
        counts = np.zeros((len(reasons), draws, OUTCOMES), dtype=np.int64)
        settled = np.zeros((len(reasons), OUTCOMES), dtype=np.int64)
        np.add.at(settled, (place[: len(reason)], outcome), 1)
        counts += settled[:, None]
        accepted = random.binomial(groups.many, likely[0][groups.kind])
        overturned = random.binomial(accepted, likely[1][None])
        group = place[len(reason) :]
        for into, many in (
            (Outcome.TAKEN_DOWN, accepted - overturned),
            (Outcome.REINSTATED, overturned),
            (Outcome.REJECTED, groups.many - accepted),
        ):
            np.add.at(counts[:, :, into], group, many)
        whole = Figures.of(counts.sum(axis=0), terms)
        passes = whole.passes
        if terms.per_reason_check == "yes":
            parts = Figures.of(counts[reasons >= 0].reshape(-1, OUTCOMES), terms)
            passes = passes & ~reason_fails(parts, terms).reshape(-1, draws).any(axis=0)
        return cls(np.asarray(passes), whole.takedown_rate)

    @property
    def chance(self) -> float:
        """The share of draws in which the account qualifies."""
        return float(self.passes.mean())

    def spread(self) -> tuple[float, ...]:
        """The 5th, 50th and 95th percentile of the takedown rate."""
        known = self.rate[~np.isnan(self.rate)]
        return tuple(np.quantile(known, (0.05, 0.5, 0.95))) if len(known) else (np.nan,) * 3
