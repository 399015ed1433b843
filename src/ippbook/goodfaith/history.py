"""The complaints of one or many accounts as columns, in the units in which they are counted."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import field, replace
from typing import Any, Final, Self, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.catalog.platforms import PLATFORMS
from ippbook.errors import UserError
from ippbook.goodfaith.history_columns import Codes, ColumnValues, HistoryColumns, Names
from ippbook.goodfaith.outcome import Outcome, outcome_of
from ippbook.goodfaith.stretches import NEVER, number_stretches
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import NO_DAY, Days
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass

Derived = TypeVar("Derived")


def _portal(platform: str) -> str:
    """The portal on which a marketplace's complaints are filed. A marketplace with an unknown portal is its own."""
    found = PLATFORMS[platform]
    return found.portal.host or found.label


def _kinds(*columns: Names) -> tuple[Codes, tuple[tuple[str, str, str], ...]]:
    """The distinct rows of three text columns: for each row its place among them, and their names."""
    key = np.zeros(len(columns[0].codes), dtype=np.int64)
    for codes, names in columns:
        if names:
            key = key * (len(names) + 1) + codes + 1
    widths = [len(names) + 1 for _, names in columns]
    kinds, many = _compact(key, int(np.prod(widths)))
    place = np.zeros(many, dtype=np.int64)
    place[kinds] = key
    one, two, three = (("", *names) for _, names in columns)
    places = zip(*np.unravel_index(place, widths), strict=True)
    return kinds, tuple((one[first], two[second], three[third]) for first, second, third in places)


def _compact(codes: Codes, top: int) -> tuple[Codes, int]:
    """Codes below *top* renumbered without gaps, and how many there are."""
    if top > 4 * len(codes) + 1_000:
        raw, distinct = pd.factorize(codes)
        return raw, len(distinct)
    used = np.bincount(codes, minlength=top) > 0
    return (np.cumsum(used) - 1)[codes], int(used.sum())


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
    """Place in `accounts`; -1 where the row names no account, -2 where the name is misspelt (`without`)."""
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
    unit: Codes | None = None
    """Where a row is a stretch in the life of a complaint number (`History.numbered`), the place of its number; else None."""
    since: Days | None = None
    """The first day of that stretch. `decided` is then the day on which it is settled."""
    until: Days | None = None
    """The first day after that stretch."""
    derived: dict[Hashable, Any] = field(default_factory=dict, repr=False)
    """What `once` has computed from the columns, of whatever type; several tables of one history share it."""

    @classmethod
    def of(  # the columns of a complaint
        cls: type[Self],
        account: ColumnValues,
        complaint: ColumnValues,
        filed: ColumnValues,
        status: ColumnValues,
        reason: ColumnValues = None,
        decided: ColumnValues = None,
        platform: ColumnValues = None,
        right: ColumnValues = None,
    ) -> Self:
        """The history in columns of one length; all from *reason* on, and *complaint*, may be None.

        A column is a Series, an array or a list. Its values are read like the cells of a workbook: a status or platform
        in any spelling that the vocabulary knows, a date as a date, as a text such as "31/12/2026" or as a serial number.
        Accounts, complaint numbers, reasons and rights are texts; two of them are the same when they differ only in case, width
        or spaces. A blank is "", None, NaN or NaT.

        A row without a status and without a filing date is not filed yet: the team drafted it.

        Nothing is dropped or guessed: raises `UserError` that names row and value where a date cannot be read or a status
        or platform is unknown, and where the columns differ in length.
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
                raise UserError(
                    "The column {name} has {column_count} rows and the column account has {index_count}. Give Good-Faith columns of the same length.",
                    name=name,
                    column_count=len(column),
                    index_count=len(index),
                )
        read = HistoryColumns(index)
        accounts, complaints = read.texts("account", account), read.texts("complaint", complaint)
        filed_on, decided_on = read.days("filed", filed), read.days("decided", decided)
        statuses = read.choices("status", status, "statuses")
        reasons, rights = read.texts("reason", reason), read.texts("right", right)
        platforms = read.choices("platform", platform, "platforms")
        read.check()
        kind, kinds = _kinds(platforms, rights, reasons)
        portals = tuple(dict.fromkeys(map(_portal, platforms.names)))
        # The last entry is what the code -1 (blank) picks.
        portal_of = np.array([*(portals.index(_portal(each)) for each in platforms.names), -1], dtype=np.int64)
        outcomes = np.array([*map(outcome_of, statuses.names), outcome_of("")], dtype=np.int64)[statuses.codes]
        outcomes[(statuses.codes < 0) & (filed_on == NO_DAY)] = Outcome.UNFILED
        return cls(
            index=index,
            accounts=accounts.names,
            reasons=reasons.names,
            portals=portals,
            kinds=kinds,
            account=accounts.codes,
            reason=reasons.codes,
            portal=portal_of[platforms.codes] if portals else platforms.codes,
            kind=kind,
            number=complaints.codes,
            filed=filed_on,
            decided=decided_on,
            outcome=outcomes,
        )

    def __len__(self) -> int:
        return len(self.account)

    def once(self, key: Hashable, make: Callable[[], Derived]) -> Derived:
        """The result of *make*; computed at the first call with *key* and remembered. Columns never change, so neither does it."""
        if key not in self.derived:
            self.derived[key] = make()
        found: Derived = self.derived[key]
        return found

    @property
    def counts(self) -> NDArray[np.bool_]:
        """Whether a row counts on any day: it is filed, on a known day, by a known account."""
        return self.once(
            "counts",
            lambda: np.asarray(
                (self.account >= 0) & (self.filed != NO_DAY) & (self.outcome != Outcome.UNFILED), dtype=np.bool_
            ),
        )

    @property
    def excluded(self) -> "pd.Series[str]":
        """Why a row cannot count on any day: "not filed yet", "no account", "misspelt account", "no filing date", or ""."""
        causes = np.empty(5, dtype=object)
        causes[:] = say("not filed yet"), say("misspelt account"), say("no account"), say("no filing date"), ""
        cause = np.select(
            [self.outcome == Outcome.UNFILED, self.account == -2, self.account < 0, self.filed == NO_DAY],
            range(4),
            default=4,
        )
        return pd.Series(causes[cause], index=self.index, dtype=object)

    def without(self, misspelt: Collection[str]) -> "History":
        """This history without the accounts of these names; their rows count for no account."""
        kept = [place for place, name in enumerate(self.accounts) if name not in misspelt]
        if len(kept) == len(self.accounts):
            return self
        places = np.full(len(self.accounts) + 1, -2, dtype=np.int64)
        places[kept], places[-1] = np.arange(len(kept)), -1
        accounts = tuple(self.accounts[place] for place in kept)
        return replace(self, accounts=accounts, account=places[self.account], derived={})

    def take(self, rows: Any) -> "History":
        """The history of these rows alone, picked by place or by flags."""
        columns = {name: column for name in _COLUMNS if (column := getattr(self, name)) is not None}
        return replace(self, **{name: column[rows] for name, column in columns.items()}, derived={})

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
            derived={},
        )

    def numbered(self, terms: Terms) -> tuple["History", Codes]:
        """The stretches of all complaint numbers, and for each row the place of its number (-1 where it cannot count).

        A number and account is one unit, of the kind of its first link, and counts as the worst of its links as known on the day.
        Worst first: rejected, reinstated, pending, taken down, withdrawn, dead; a number with both a rejected and a
        reinstated link is both. A link does not count before its filing date, and is pending before its decision is known. Links
        that cannot count are not looked at; a link without number is a unit of its own.
        """
        return self.once(("numbered", terms.window_date, terms.later_decisions), lambda: self._numbered(terms))

    def _numbered(self, terms: Terms) -> tuple["History", Codes]:
        place = np.full(len(self), -1, dtype=np.int64)
        rows = np.flatnonzero(self.counts)
        every = len(rows) == len(self)
        account, codes, filed, outcome = (
            each if every else each[rows] for each in (self.account, self.number, self.filed, self.outcome)
        )
        settled = self.settled(terms)[rows]
        if len(rows) == 0:
            return replace(self.take(rows), unit=rows, since=rows, until=rows), place
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
        first %= len(rows)
        shared = np.bincount(unit, minlength=units)[unit] > 1
        several = np.flatnonzero(shared)
        found = number_stretches(
            unit[several], filed[several], settled[several], outcome[several], dated=terms.window_date == "decided"
        )
        single = np.flatnonzero(~shared)
        of_unit = np.append(unit[single], found.unit)
        stretches = replace(
            self.take(rows[first[of_unit]]),
            outcome=np.append(outcome[single], found.outcome),
            decided=np.append(settled[single], found.settled),
            unit=of_unit,
            since=np.append(filed[single], found.since),
            until=np.append(np.full(len(single), NEVER), found.until),
        )
        return stretches, place

    @property
    def unit_count(self) -> int:
        """How many units the rows are about: complaint numbers where the rows are stretches, else rows."""
        return len(self) if self.unit is None else int(self.unit.max(initial=-1)) + 1

    def settled(self, terms: Terms) -> Days:
        """The day from which each row counts as decided, wherever the window is; `NEVER` for pending rows."""
        if self.since is not None:
            settled = self.decided
        elif terms.window_date == "decided" or terms.later_decisions == "pending":
            # A blank decision date is below every date. A decision date before the filing date is a typing error. Both settle on
            # the filing day.
            settled = np.maximum(self.decided, self.filed)
        else:
            settled = self.filed
        return np.where(self.outcome == Outcome.PENDING, NEVER, settled)

    def in_units(self, terms: Terms) -> "History":
        """This history, one account for each that *terms* judge, in what they count as one complaint: links, or stretches of numbers.

        On no day do two rows of one unit count.
        """
        scoped = self.in_scope(terms)
        return scoped.numbered(terms)[0] if terms.unit == "complaint" else scoped


_COLUMNS: Final = frozenset(
    {"index", "account", "reason", "portal", "kind", "number", "filed", "decided", "outcome", "unit", "since", "until"}
)
