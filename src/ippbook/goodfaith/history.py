"""The complaints of one or many accounts as columns, and the days on which each of them counts."""

from dataclasses import dataclass, replace
from typing import Any, Final, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.goodfaith.outcome import Outcome, outcome_of
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import BLANK, Days, day_numbers, leaves
from ippbook.spelling import clean

Codes = NDArray[np.int64]

NEVER: Final = 10_000_000
"""A day number after every date that a workbook can hold (the year 9999 ends at 2,932,896)."""


def same_name(text: str) -> str:
    """What two spellings of one account or complaint number share. Punctuation stays: accounts are often e-mail addresses."""
    return clean(text).casefold()


def _coded(column: Any, length: int) -> tuple[Codes, tuple[str, ...]]:
    """A text column as codes into its distinct names, in order of first appearance; blank is -1."""
    if column is None:
        return np.full(length, -1, dtype=np.int64), ()
    raw, spellings = pd.factorize(np.asarray(column, dtype=object))
    shown: dict[str, str] = {}
    code_of: list[int] = []
    place: dict[str, int] = {}
    for spelling in map(str, spellings):
        name = same_name(spelling)
        if not name:
            code_of.append(-1)
            continue
        shown.setdefault(name, clean(spelling))
        code_of.append(place.setdefault(name, len(place)))
    # The entry past the last spelling is what pandas' -1 (missing) picks.
    return np.array([*code_of, -1], dtype=np.int64)[raw], tuple(shown.values())


@dataclass(frozen=True, eq=False)
class History:
    """Complaint rows, one a reported link. Make it with `History.of`; all columns have one length."""

    index: pd.Index
    """The labels of the rows, as they came."""
    accounts: tuple[str, ...]
    reasons: tuple[str, ...]
    account: Codes
    """Place in `accounts`; -1 where the row names no account."""
    reason: Codes
    """Place in `reasons`; -1 where the row gives no reason."""
    number: Codes
    """Rows of one complaint number share a code; -1 where there is none."""
    filed: Days
    decided: Days
    outcome: Codes
    """`Outcome` of each row, by its status today."""

    @classmethod
    def of(
        cls: type[Self], account: Any, complaint: Any, filed: Any, status: Any, reason: Any = None, decided: Any = None
    ) -> Self:
        """The history in columns of one length (Series, arrays or lists); *complaint*, *reason* and *decided* may be None.

        *status* holds codes of the vocabulary "statuses"; *filed* and *decided* are dates, NaT where blank or unreadable.
        Accounts and complaint numbers are the same when they differ only in case, width or spaces.
        Raises ValueError where the columns differ in length.
        """
        index = account.index if isinstance(account, pd.Series) else pd.RangeIndex(len(account))
        columns = {"complaint": complaint, "filed": filed, "status": status, "reason": reason, "decided": decided}
        for name, column in columns.items():
            if column is not None and len(column) != len(index):
                raise ValueError(
                    f"The column {name} has {len(column)} rows and the column account has {len(index)}; "
                    "give Good-Faith columns of the same length."
                )
        accounts, account_names = _coded(account, len(index))
        reasons, reason_names = _coded(reason, len(index))
        raw, statuses = pd.factorize(np.asarray(status, dtype=object))
        outcomes = np.array([*(outcome_of(str(each)) for each in statuses), Outcome.PENDING], dtype=np.int64)
        return cls(
            index=index,
            accounts=account_names,
            reasons=reason_names,
            account=accounts,
            reason=reasons,
            number=_coded(complaint, len(index))[0],
            filed=day_numbers(filed),
            decided=np.full(len(index), BLANK) if decided is None else day_numbers(decided),
            outcome=outcomes[raw],
        )

    def __len__(self) -> int:
        return len(self.account)

    @property
    def counts(self) -> NDArray[np.bool_]:
        """Which rows can count at all: they name an account, have a filing date and were filed."""
        return np.asarray(
            (self.account >= 0) & (self.filed != BLANK) & (self.outcome != Outcome.UNFILED), dtype=np.bool_
        )

    @property
    def left_out(self) -> "pd.Series[str]":
        """Why a row cannot count on any day: "not filed yet", "no account", "no filing date", or "" where it can."""
        why = np.select(
            [self.outcome == Outcome.UNFILED, self.account < 0, self.filed == BLANK],
            ["not filed yet", "no account", "no filing date"],
            default="",
        )
        return pd.Series(why.astype(object), index=self.index, dtype=object)

    def take(self, rows: Codes) -> "History":
        """The history of these rows alone."""
        return History(
            index=self.index[rows],
            accounts=self.accounts,
            reasons=self.reasons,
            account=self.account[rows],
            reason=self.reason[rows],
            number=self.number[rows],
            filed=self.filed[rows],
            decided=self.decided[rows],
            outcome=self.outcome[rows],
        )

    def numbered(self) -> tuple["History", Codes]:
        """The history of `by_number`, and for each row the place of its complaint number in it (-1 where it cannot count)."""
        place = np.full(len(self), -1, dtype=np.int64)
        rows = np.flatnonzero(self.counts)
        if len(rows) == 0:
            return self.take(rows), place
        # Links without a number get numbers of their own, below every real one.
        number = np.where(self.number[rows] >= 0, self.number[rows], -1 - np.arange(len(rows)))
        order = np.lexsort((self.filed[rows], number, self.account[rows]))
        links, number = self.take(rows[order]), number[order]
        begins = np.append(True, (np.diff(number) != 0) | (np.diff(links.account) != 0))
        starts = np.flatnonzero(begins)
        place[rows[order]] = np.cumsum(begins) - 1
        worst = np.maximum.reduceat(links.outcome, starts)
        reinstated = np.logical_or.reduceat(links.outcome == Outcome.REINSTATED, starts)
        both = reinstated & (worst == Outcome.REJECTED)
        units = replace(
            links.take(starts),
            decided=np.maximum.reduceat(links.decided, starts),
            outcome=np.where(both, Outcome.REJECTED_AND_REINSTATED, worst),
        )
        return units, place

    def by_number(self) -> "History":
        """One row a complaint number and account: filed on its first link's day, decided on its last, as bad as its worst.

        Worst first: rejected, reinstated, pending, taken down, withdrawn, dead; a number with both a rejected and a
        reinstated link is both. Links that cannot count are not looked at; a link without number stands for itself.
        """
        return self.numbered()[0]

    def in_units(self, terms: Terms) -> "History":
        """This history, one row for each thing that *terms* count as one complaint."""
        return self.by_number() if terms.unit == "complaint" else self


@dataclass(frozen=True, eq=False)
class Phases:
    """The days on which each row of a history counts, half-open: pending in [filed, over), settled in [settled, gone).

    An empty span means that it never counts that way. The two spans of a row never overlap.
    """

    filed: Days
    over: Days
    settled: Days
    gone: Days

    @classmethod
    def of(cls: type[Self], history: History, terms: Terms) -> Self:
        """The spans of each row under *terms*."""
        counts = history.counts
        filed = np.where(counts, history.filed, 0)
        settled = filed
        if terms.window_date == "decided" or terms.later_decisions == "pending":
            # A blank decision is below every date, and a decision before its filing is a slip: both settle on the filing day.
            settled = np.maximum(history.decided, filed)
        left = leaves(filed, terms)
        gone = leaves(settled, terms) if terms.window_date == "decided" else left
        settled = np.where(history.outcome == Outcome.PENDING, NEVER, settled)
        over = np.minimum(left, settled)
        return cls(
            filed=filed,
            over=np.where(counts, over, filed),
            settled=settled,
            gone=np.where(counts, np.maximum(gone, settled), settled),
        )

    def outcomes(self, history: History, day: int) -> Codes:
        """The `Outcome` as which each row counts on *day*; -1 where it is outside the window."""
        pending = (self.filed <= day) & (day < self.over)
        settled = (self.settled <= day) & (day < self.gone)
        return np.where(settled, history.outcome, np.where(pending, int(Outcome.PENDING), -1))
