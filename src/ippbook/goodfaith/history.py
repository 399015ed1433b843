"""The complaints of one or many accounts as columns, in the units in which they are counted."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any, Final, Self, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.catalog.platforms import PLATFORMS
from ippbook.goodfaith.outcome import Outcome, outcome_of
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import BLANK, Days, day_numbers
from ippbook.normalize import clean, folded, untouched

Codes = NDArray[np.int64]
Made = TypeVar("Made")

NEVER: Final = 10_000_000
"""A day number after every date that a workbook can hold (the year 9999 ends at 2,932,896)."""


_SAMPLE: Final = 500
"""How many cells of a column are looked at to guess whether equal texts lie in one place."""


def same_name(text: str) -> str:
    """What two spellings of one account or complaint number share. Punctuation stays: accounts are often e-mail addresses."""
    if text.isascii() and text.isalnum():
        return text.lower()  # nothing to clean; most numbers are such, and there may be hundreds of thousands
    return clean(text).casefold()


def _distinct(column: Any) -> tuple[Codes, Any]:
    """For each value of a column its place among the distinct ones, in order of first appearance; missing is -1."""
    values = np.ascontiguousarray(np.asarray(column, dtype=object))
    sample = values[:: max(len(values) // _SAMPLE, 1)].tolist()
    if len(values) < _SAMPLE or len(set(map(id, sample))) > len(set(sample)):
        every, distinct = pd.factorize(values)
        return np.asarray(every, dtype=np.int64), distinct
    # Readers keep one text for all cells that share it: such texts are told apart by where they lie, in a fifth of the time
    # that hashing each takes. What lies in two places is joined afterwards, so that the answer never rests on the sample.
    lies = np.ctypeslib.as_array((ctypes.c_ssize_t * len(values)).from_address(values.ctypes.data))
    raw, many = pd.factorize(lies)
    at = np.empty(len(many), dtype=np.intp)
    at[raw] = np.arange(len(values))
    joined, distinct = pd.factorize(values[at])
    return np.asarray(raw if len(distinct) == len(many) else joined[raw], dtype=np.int64), distinct


def _coded(column: Any, length: int) -> tuple[Codes, tuple[str, ...]]:
    """A text column as codes into its distinct names, in order of first appearance; blank is -1."""
    if column is None:
        return np.full(length, -1, dtype=np.int64), ()
    raw, found = _distinct(column)
    spellings = list(map(str, found))
    names = folded(spellings)
    if len(set(names)) == len(names) and "" not in names:
        return raw, tuple(spellings if untouched(spellings) else map(clean, spellings))
    shown: dict[str, str] = {}
    place: dict[str, int] = {}
    for name, spelling in zip(names, spellings, strict=True):
        if name and name not in place:
            place[name] = len(place)
            shown[name] = clean(spelling)
    # The entry past the last spelling is what pandas' -1 (missing) picks.
    return np.array([*(place.get(name, -1) for name in names), -1], dtype=np.int64)[raw], tuple(shown.values())


def _portal(platform: str) -> str:
    """The portal on which a marketplace's complaints are filed; a marketplace whose portal is not known has its own."""
    found = PLATFORMS.get(platform)
    return platform if found is None else found.portal.host or found.label


def _kinds(*columns: tuple[Codes, tuple[str, ...]]) -> tuple[Codes, tuple[tuple[str, str, str], ...]]:
    """The distinct rows of three coded columns: for each row its place among them, and their names."""
    key = np.zeros(len(columns[0][0]), dtype=np.int64)
    for codes, names in columns:
        if names:
            key = key * (len(names) + 1) + codes + 1
    widths = [len(names) + 1 for _, names in columns]
    kinds, many = _compact(key, int(np.prod(widths)))
    place = np.zeros(many, dtype=np.int64)
    place[kinds] = key
    named = zip(*np.unravel_index(place, widths), strict=True)
    shown = [("", *names) for _, names in columns]
    return kinds, tuple((shown[0][one], shown[1][two], shown[2][three]) for one, two, three in named)


def _compact(codes: Codes, top: int) -> tuple[Codes, int]:
    """Codes below *top* renumbered without gaps, and how many there are."""
    if top > 4 * len(codes) + 1_000:
        raw, distinct = pd.factorize(codes)
        return raw, len(distinct)
    held = np.bincount(codes, minlength=top) > 0
    return (np.cumsum(held) - 1)[codes], int(held.sum())


@dataclass(frozen=True, eq=False)
class History:
    """Complaint rows, one a reported link. Make it with `History.of`; all columns have one length."""

    index: pd.Index
    """The labels of the rows, as they came."""
    accounts: tuple[str, ...]
    reasons: tuple[str, ...]
    portals: tuple[str, ...]
    kinds: tuple[tuple[str, str, str], ...]
    """Platform, right and reason of complaints that are alike."""
    account: Codes
    """Place in `accounts`; -1 where the row names no account."""
    reason: Codes
    """Place in `reasons`; -1 where the row gives no reason."""
    portal: Codes
    """Place in `portals`; -1 where the row names no platform."""
    kind: Codes
    """Place in `kinds`."""
    number: Codes
    """Rows of one complaint number share a code; -1 where there is none."""
    filed: Days
    decided: Days
    outcome: Codes
    """`Outcome` of each row, by its status today."""
    seats: tuple[str, ...] = ()
    """Where accounts are judged portal by portal, the portal of each entry of `accounts`; else empty."""
    made: dict[Any, Any] = field(default_factory=dict, repr=False)
    """What was worked out from the columns, so that several tables of one history share it."""

    @classmethod
    def of(  # the columns of a complaint
        cls: type[Self],
        account: Any,
        complaint: Any,
        filed: Any,
        status: Any,
        reason: Any = None,
        decided: Any = None,
        platform: Any = None,
        right: Any = None,
    ) -> Self:
        """The history in columns of one length (Series, arrays or lists); all from *reason* on, and *complaint*, may be None.

        *status* holds codes of the vocabulary "statuses", *platform* codes of the platforms, *right* any name of a right; *filed* and *decided* are dates,
        NaT where blank or unreadable. Accounts and complaint numbers are the same when they differ only in case, width or spaces.
        Raises ValueError where the columns differ in length.
        """
        index = account.index if isinstance(account, pd.Series) else pd.RangeIndex(len(account))
        columns = {
            "complaint": complaint,
            "filed": filed,
            "status": status,
            "reason": reason,
            "decided": decided,
            "platform": platform,
            "right": right,
        }
        for name, column in columns.items():
            if column is not None and len(column) != len(index):
                raise ValueError(
                    f"The column {name} has {len(column)} rows and the column account has {len(index)}; "
                    "give Good-Faith columns of the same length."
                )
        accounts, account_names = _coded(account, len(index))
        reasons, reason_names = _coded(reason, len(index))
        platforms, platform_names = _coded(platform, len(index))
        rights, right_names = _coded(right, len(index))
        kinds, kind_names = _kinds((platforms, platform_names), (rights, right_names), (reasons, reason_names))
        portal_names = tuple(dict.fromkeys(map(_portal, platform_names)))
        portal_of = np.array([*(portal_names.index(_portal(each)) for each in platform_names), -1], dtype=np.int64)
        raw, statuses = _distinct(status)
        outcomes = np.array([*(outcome_of(str(each)) for each in statuses), Outcome.PENDING], dtype=np.int64)
        return cls(
            index=index,
            accounts=account_names,
            reasons=reason_names,
            portals=portal_names,
            kinds=kind_names,
            account=accounts,
            reason=reasons,
            portal=portal_of[platforms] if platform_names else platforms,
            kind=kinds,
            number=_coded(complaint, len(index))[0],
            filed=day_numbers(filed),
            decided=np.full(len(index), BLANK) if decided is None else day_numbers(decided),
            outcome=outcomes[raw],
        )

    def __len__(self) -> int:
        return len(self.account)

    def once(self, key: Any, make: Callable[[], Made]) -> Made:
        """What *make* gives; worked out at the first call with *key* and remembered. Columns never change, so neither does it."""
        if key not in self.made:
            self.made[key] = make()
        found: Made = self.made[key]
        return found

    @property
    def counts(self) -> NDArray[np.bool_]:
        """Which rows can count at all: they name an account, have a filing date and were filed."""
        return self.once(
            "counts",
            lambda: np.asarray(
                (self.account >= 0) & (self.filed != BLANK) & (self.outcome != Outcome.UNFILED), dtype=np.bool_
            ),
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

    def take(self, rows: Any) -> "History":
        """The history of these rows alone, given by place or by flags."""
        columns = {each.name: getattr(self, each.name)[rows] for each in fields(self) if each.name in _COLUMNS}
        return replace(self, **columns, made={})

    def in_scope(self, terms: Terms) -> "History":
        """This history with an account for each thing that *terms* judge by itself: the account, or the account on one portal.

        Rows that name no platform are judged as a portal of their own, named "".
        """
        if terms.scope == "account":
            return self
        return self.once("in scope", self._by_portal)

    def _by_portal(self) -> "History":
        width = len(self.portals) + 1
        seat = np.where(self.account < 0, -1, self.account * width + self.portal + 1)
        places, seats = pd.factorize(seat[seat >= 0])
        account = np.full(len(self), -1, dtype=np.int64)
        account[seat >= 0] = places
        portals = ("", *self.portals)
        return replace(
            self,
            account=account,
            accounts=tuple(self.accounts[each // width] for each in seats),
            seats=tuple(portals[each % width] for each in seats),
            made={},
        )

    def numbered(self) -> tuple["History", Codes]:
        """The history of `by_number`, and for each row the place of its complaint number in it (-1 where it cannot count)."""
        return self.once("numbered", self._numbered)

    def _numbered(self) -> tuple["History", Codes]:
        place = np.full(len(self), -1, dtype=np.int64)
        rows = np.flatnonzero(self.counts)
        if len(rows) == 0:
            return self.take(rows), place
        every = len(rows) == len(self)
        account, codes, filed, decided, outcome = (
            each if every else each[rows]
            for each in (self.account, self.number, self.filed, self.decided, self.outcome)
        )
        numbers = int(codes.max()) + 1
        top = len(self.accounts) * numbers
        alone = codes < 0
        # Links without a number get numbers of their own, above every real one.
        number = account * numbers + codes
        number[alone] = top + np.arange(np.count_nonzero(alone))
        unit, units = _compact(number, top + int(alone.sum()))
        place[rows] = unit
        first = np.full(units, np.iinfo(np.int64).max)
        np.minimum.at(first, unit, filed * len(rows) + np.arange(len(rows)))
        latest = np.full(units, BLANK)
        np.maximum.at(latest, unit, decided)
        worst = np.zeros(units, dtype=np.int64)
        np.maximum.at(worst, unit, outcome)
        reinstated = np.bincount(unit[outcome == Outcome.REINSTATED], minlength=units) > 0
        both = reinstated & (worst == Outcome.REJECTED)
        made = replace(
            self.take(rows[first % len(rows)]),
            decided=latest,
            outcome=np.where(both, Outcome.REJECTED_AND_REINSTATED, worst),
        )
        return made, place

    def by_number(self) -> "History":
        """One row a complaint number and account: filed on its first link's day, decided on its last, as bad as its worst.

        Worst first: rejected, reinstated, pending, taken down, withdrawn, dead; a number with both a rejected and a
        reinstated link is both. Links that cannot count are not looked at; a link without number stands for itself.
        """
        return self.numbered()[0]

    def in_units(self, terms: Terms) -> "History":
        """This history, one row for each thing that *terms* count as one complaint, one account for each that they judge."""
        scoped = self.in_scope(terms)
        return scoped.by_number() if terms.unit == "complaint" else scoped


_COLUMNS: Final = frozenset({"index", "account", "reason", "portal", "kind", "number", "filed", "decided", "outcome"})
