"""What an account has in hand and what it lacks: head-room, need, best and worst case, and when today's lead runs out."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Final

import numpy as np
import pandas as pd

from ippbook.goodfaith.assess import asked, by_reason, failures, judged, named
from ippbook.goodfaith.daily import Daily, turns
from ippbook.goodfaith.history import Codes, History
from ippbook.goodfaith.lockout import lock_outs
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.phases import Phases, known_on
from ippbook.goodfaith.tally import NO_YES, OUTCOMES, Counts, Flags, Rates, Standing
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import BLANK, LAST_DAY, dates

_EPOCH: Final = date(1970, 1, 1).toordinal()


def outlook(
    history: History, as_of: date, terms: Terms | None = None, accounts: Iterable[str] | None = None
) -> pd.DataFrame:
    """What each account has in hand on *as_of*. Rows as those of `assess`.

    Columns: account, portal; complaints (in the window); headroom (how many more rejections leave the takedown rate good,
    over all and in whichever reason with a decided complaint they fall; NaN where no number of them breaks it); needed (the fewest further
    complaints, all taken down, after which every test is met; NaN where no number is enough); best_rate, best (takedown
    rate and "yes"/"no" if all that is pending is taken down), worst_rate, worst (if all of it is rejected); runs_out
    (datetime64[s]: the first later day on which the account no longer qualifies if nothing more is filed or decided; NaT where it does not
    qualify on the day), runs_out_by (the tests that fail then, in words); lost_on, locked_until (`lock_outs`).
    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; derived numbers: INF].
    """
    terms = terms or Terms()
    units = history.in_units(terms)
    day = int(np.datetime64(as_of, "D").astype(np.int64))
    groups = _Groups(*by_reason(units, as_of, terms), len(units.accounts) + 1, terms)
    best_rate, best = groups.settled(Outcome.TAKEN_DOWN)
    worst_rate, worst = groups.settled(Outcome.REJECTED)
    runs_out, by = _runs_out(units, day, terms)
    frame = pd.DataFrame(
        {
            **named(units),
            "complaints": groups.whole.filed,
            "headroom": groups.headroom(),
            "needed": groups.needed(),
            "best_rate": best_rate,
            "best": pd.Series(NO_YES[best.astype(np.int64)], dtype=object),
            "worst_rate": worst_rate,
            "worst": pd.Series(NO_YES[worst.astype(np.int64)], dtype=object),
            "runs_out": runs_out,
            "runs_out_by": pd.Series(by, dtype=object),
            **lock_outs(units, day, terms),
        }
    )
    return frame.iloc[:-1] if accounts is None else asked(frame, list(accounts))


class _Groups:
    """The accounts (the last: a spare one without complaints) and their reasons on a day."""

    def __init__(self, tally: Counts, seat: Codes, reason: Codes, seats: int, terms: Terms) -> None:
        self.terms, self.seats, self.tally, self.seat = terms, seats, tally, seat
        self.reasoned = (reason >= 0) & (terms.per_reason_check == "yes")
        self.whole, self.parts = self._standings(tally)

    def _standings(self, tally: Counts) -> tuple[Standing, Standing]:
        whole = np.zeros((self.seats, OUTCOMES), dtype=np.int64)
        np.add.at(whole, self.seat, tally)
        return Standing.of(whole, self.terms), Standing.of(tally, self.terms)

    def _tested(self, parts: Standing) -> Flags:
        return np.asarray(self.reasoned & (parts.takedown_of >= self.terms.per_reason_min_decided), dtype=np.bool_)

    def settled(self, outcome: Outcome) -> tuple[Rates, Flags]:
        """The takedown rate, and whether the account qualifies, if all that is pending comes to *outcome*."""
        tally = self.tally.copy()
        tally[:, outcome] += tally[:, Outcome.PENDING]
        tally[:, Outcome.PENDING] = 0
        whole, parts = self._standings(tally)
        passes = whole.enough & whole.removes & whole.holds
        passes[self.seat[self._tested(parts) & ~(parts.removes & parts.holds)]] = False
        return whole.takedown_rate, passes

    def headroom(self) -> Rates:
        """Rejections that the rate bears: the largest k with successes / (all + k) >= limit, over all and in each reason."""
        limit = Fraction(self.terms.min_takedown_rate)
        if limit == 0:
            return np.full(self.seats, np.nan)

        def bears(of: Standing) -> Codes:
            return of.successes * limit.denominator // limit.numerator - of.takedown_of

        room = bears(self.whole)
        tried = np.flatnonzero(self.reasoned & (self.parts.takedown_of > 0))
        # Rejections that leave a reason too small to be tested do no harm to it.
        untested = self.terms.per_reason_min_decided - 1 - self.parts.takedown_of
        np.minimum.at(room, self.seat[tried], np.maximum(bears(self.parts), untested)[tried])
        return np.maximum(room, 0).astype(np.float64)

    def needed(self) -> Rates:
        """Takedowns still needed: what the failing reasons need one by one, or the account as a whole if that is more."""
        whole = np.maximum(
            _lacking(self.whole, self.terms), np.maximum(self.terms.min_complaints - self.whole.volume, 0)
        )
        parts = np.zeros(self.seats)
        failing = np.flatnonzero(self._tested(self.parts))
        np.add.at(parts, self.seat[failing], _lacking(self.parts, self.terms)[failing])
        return np.asarray(np.maximum(whole, parts))


def _lacking(of: Standing, terms: Terms) -> Rates:
    """The fewest k for which k further takedowns bring both rates within their limits; NaN where none does."""
    low, high = Fraction(terms.min_takedown_rate), Fraction(terms.max_counter_rate)
    short = of.takedown_of * low.numerator - of.successes * low.denominator
    if low == 1:
        takedowns = np.where(short > 0, np.nan, 0.0)
    else:
        takedowns = (-(-short // (low.denominator - low.numerator))).astype(np.float64)
    if high == 0:
        counters = np.where(of.reinstated > 0, np.nan, 0.0)
    else:
        counters = (-(-of.reinstated * high.denominator // high.numerator) - of.counter_of).astype(np.float64)
    # Without any decided complaint there is no rate yet, so one is needed.
    return np.asarray(np.maximum(np.maximum(takedowns, counters), np.where(of.takedown_of == 0, 1.0, 0.0)))


def _runs_out(units: History, day: int, terms: Terms) -> tuple["pd.Series[pd.Timestamp]", list[str]]:
    """For each account (and the spare one): the first later day without the status, and what fails on it."""
    known = known_on(units, terms, day)
    seats = len(units.accounts)
    everyone = np.arange(seats)
    now = Daily.of(known, everyone, np.full(seats, day), terms)
    qualifies = now.passes[now.place]
    account, days = turns(known, Phases.of(known, terms))
    ahead = (days > day) & qualifies[account]
    account, days = account[ahead], days[ahead]
    later = Daily.of(known, account, days, terms)
    failing = np.flatnonzero(~later.passes[later.place])
    # Sorted by account and day, so the first of each account is the earliest.
    lost, first = np.unique(account[failing], return_index=True)
    ends = days[failing][first]
    found = np.full(seats + 1, BLANK)
    found[lost] = ends
    by = [""] * (seats + 1)
    for end in np.unique(ends[ends <= LAST_DAY]):
        said = failures(*judged(known, date.fromordinal(int(end) + _EPOCH), terms), terms)
        for seat in lost[ends == end]:
            by[seat] = said[seat]
    return pd.Series(dates(found)), by
