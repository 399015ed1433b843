"""The outlook of an account: head-room, takedowns needed, best and worst case, and the day on which it stops qualifying."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd

from ippbook.goodfaith.assess import account_columns, by_reason, failures, judged, rows_of_accounts
from ippbook.goodfaith.daily_figures import DailyFigures, change_days
from ippbook.goodfaith.figures import NO_YES, OUTCOMES, Counts, Figures, Rates
from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.lockout import lock_outs
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.packed_counts import packed_figures
from ippbook.goodfaith.phases import Phases, known_on
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import LAST_DAY_NUMBER, NO_DAY, date_of_number, dates, day_number
from ippbook.tables.column_types import DateColumn, Mask


def outlook(
    history: History, as_of: date, terms: Terms | None = None, accounts: Iterable[str] | None = None
) -> pd.DataFrame:
    """The outlook of each account on *as_of*. Rows as those of `assess`.

    Columns: account, portal; complaints (in the window); headroom (how many more rejections the takedown rate
    can take, over all and in any single reason that has a decided complaint; NaN where no number breaks it), headroom_by (the
    reason that allows the fewest, "" where all complaints together do); needed (the
    fewest further complaints, all taken down, after which every test is met; NaN where no number is enough); best_rate, best
    (takedown rate and "yes"/"no" if all pending complaints are taken down), worst_rate, worst (if all are rejected); runs_out
    (datetime64[s]: the first later day on which the account no longer qualifies if nothing more is filed or decided; NaT where
    it does not qualify on *as_of*), runs_out_by (the tests that fail then, in words); lost_on, locked_until (`lock_outs`).
    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; derived numbers: INF].
    """
    terms = terms or Terms()
    units = history.in_units(terms)
    day = day_number(as_of)
    groups = _Groups(*by_reason(units, as_of, terms), len(units.accounts) + 1, terms)
    best_rate, best = groups.settled(Outcome.TAKEN_DOWN)
    worst_rate, worst = groups.settled(Outcome.REJECTED)
    room, binding = groups.headroom()
    reasons = np.array([*units.reasons, ""], dtype=object)
    runs_out, by = _runs_out(units, day, terms)
    frame = pd.DataFrame(
        {
            **account_columns(units),
            "complaints": groups.whole.filed,
            "headroom": room,
            "headroom_by": pd.Series(reasons[binding], dtype=object),
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
    return frame.iloc[:-1] if accounts is None else rows_of_accounts(frame, list(accounts))


class _Groups:
    """The accounts (the last: a spare one without complaints) and their reasons on a day."""

    def __init__(self, counts: Counts, seat: Codes, reason: Codes, seats: int, terms: Terms) -> None:
        self.terms, self.seats, self.counts, self.seat, self.reason = terms, seats, counts, seat, reason
        self.reasoned = (reason >= 0) & (terms.per_reason_check == "yes")
        self.whole, self.parts = self._figures(counts)

    def _figures(self, counts: Counts) -> tuple[Figures, Figures]:
        whole = np.zeros((self.seats, OUTCOMES), dtype=np.int64)
        np.add.at(whole, self.seat, counts)
        return Figures.of(whole, self.terms), Figures.of(counts, self.terms)

    def _tested(self, parts: Figures) -> Mask:
        return np.asarray(self.reasoned & (parts.takedown_of >= self.terms.per_reason_min_decided), dtype=np.bool_)

    def settled(self, outcome: Outcome) -> tuple[Rates, Mask]:
        """The takedown rate, and whether the account qualifies, if all pending complaints end as *outcome*."""
        counts = self.counts.copy()
        counts[:, outcome] += counts[:, Outcome.PENDING]
        counts[:, Outcome.PENDING] = 0
        whole, parts = self._figures(counts)
        passes = whole.passes
        passes[self.seat[self._tested(parts) & ~(parts.meets_takedown_rate & parts.meets_counter_rate)]] = False
        return whole.takedown_rate, passes

    def headroom(self) -> tuple[Rates, Codes]:
        """How many more rejections the rate can take, and the reason that allows the fewest (-1: all complaints together).

        It is the largest k with successes / (all + k) >= limit, over all and in each reason.
        """
        limit = Fraction(self.terms.min_takedown_rate)
        binding = np.full(self.seats, -1, dtype=np.int64)
        if limit == 0:
            return np.full(self.seats, np.nan), binding

        def spare(of: Figures) -> Codes:
            return of.successes * limit.denominator // limit.numerator - of.takedown_of

        room = spare(self.whole)
        tried = np.flatnonzero(self.reasoned & (self.parts.takedown_of > 0))
        # A reason with too few decided complaints is not tested, so rejections up to that number do no harm.
        untested = self.terms.per_reason_min_decided - 1 - self.parts.takedown_of
        allowed = np.maximum(spare(self.parts), untested)[tried]
        # The last one written binds: the tightest reason, of several the first.
        order = np.lexsort((-tried, -allowed))
        seat, reason, allowed = self.seat[tried][order], self.reason[tried][order], allowed[order]
        tighter = np.maximum(allowed, 0) < np.maximum(room, 0)[seat]
        binding[seat[tighter]] = reason[tighter]
        np.minimum.at(room, seat, allowed)
        return np.maximum(room, 0).astype(np.float64), binding

    def needed(self) -> Rates:
        """Takedowns still needed: the sum over the failing reasons, or what the account needs as a whole if that is more."""
        whole = np.maximum(
            _missing(self.whole, self.terms), np.maximum(self.terms.min_complaints - self.whole.volume, 0)
        )
        parts = np.zeros(self.seats)
        failing = np.flatnonzero(self._tested(self.parts))
        np.add.at(parts, self.seat[failing], _missing(self.parts, self.terms)[failing])
        return np.asarray(np.maximum(whole, parts))


def _missing(of: Figures, terms: Terms) -> Rates:
    """The smallest k for which k further takedowns bring both rates within their limits; NaN where none does."""
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


def _runs_out(units: History, day: int, terms: Terms) -> tuple[DateColumn, list[str]]:
    """For each account (and the spare one): the first later day on which it does not qualify, and what fails on it."""
    known = known_on(units, terms, day)
    seats = len(units.accounts)
    everyone = np.arange(seats)
    now = DailyFigures.of(known, everyone, np.full(seats, day), terms)
    qualifies = now.passes[now.place]
    account, days = change_days(known, Phases.of(known, terms), after=day)
    ahead = qualifies[account]
    account, days = account[ahead], days[ahead]
    later = packed_figures(known, account, days, terms)
    failing = np.flatnonzero(~(later.passes if later.place is None else later.passes[later.place]))
    # Sorted by account and day, so the first of each account is the earliest.
    lost, first = np.unique(account[failing], return_index=True)
    ends = days[failing][first]
    found = np.full(seats + 1, NO_DAY)
    found[lost] = ends
    by = [""] * (seats + 1)
    rows_end = found[known.account]
    for end in np.unique(ends[ends <= LAST_DAY_NUMBER]):
        # Only the rows of the accounts that stop qualifying on that day.
        theirs = known.take(np.flatnonzero(rows_end == end))
        mine = lost[ends == end].tolist()
        for seat, tests in zip(
            mine, failures(*judged(theirs, date_of_number(int(end)), terms), terms, mine), strict=True
        ):
            by[seat] = tests
    return pd.Series(dates(found)), by
