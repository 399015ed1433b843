"""The Good-Faith standing of each account: the figures of its tile, and the tasks that follow from them."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.declare.wiring import Whole, Wiring
from ippbook.goodfaith.assess import assess
from ippbook.goodfaith.from_tables import account_figures, account_outlook, history
from ippbook.goodfaith.outlook import outlook
from ippbook.goodfaith.percent_text import percent_text
from ippbook.goodfaith.terms import Terms
from ippbook.languages import KnownWord, parts_of, say, say_number, say_series
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.book import fold
from ippbook.today.accounts import AccountDirectory
from ippbook.today.task import Pile, TaskWords
from ippbook.today.urgency import TaskKind

LOW_HEADROOM: Final = 2
"""An account with this many further rejections or fewer until it loses the status is at risk."""
RUNS_OUT_WITHIN: Final = 31
"""An account that stops qualifying within this many days, if nothing more is filed or decided, is at risk."""


@dataclass(frozen=True)
class Standing:
    """An account and its Good-Faith figures on the day."""

    account: str
    portal: str
    qualifies: bool
    locked_until: date | None
    takedown_rate: float | None
    counter_rate: float | None
    takedown_limit: Decimal
    counter_limit: Decimal
    meets_takedown_rate: bool
    """True where nothing is decided yet."""
    meets_counter_rate: bool
    headroom: int | None
    """How many more rejections it can take; None where no number breaks the rate."""
    headroom_by: str
    """The reason that allows the fewest; "" where all complaints together do."""
    runs_out: date | None
    binds: str
    """The test that fails, else what will fail first, in words; "" where nothing binds."""
    fails: str
    runs_out_by: str
    place: int
    """Its place in `AccountDirectory`."""
    row: int
    """Its row in Accounts; -1 where only Complaints names it."""

    @property
    def verdict(self) -> str:
        """yes, no, or locked out until a day."""
        if self.locked_until is not None:
            return say("locked out until {day}", day=self.locked_until)
        return say("yes") if self.qualifies else say("no")

    @property
    def loses(self) -> str:
        """The failing tests of a rate; "" where only the number of complaints is too small, or nothing fails."""
        return say_series(
            (part for part in parts_of(self.fails, "; ") if "complaint" not in part.split(": ")[-1]), "; "
        )


def standings(wiring: Wiring, directory: AccountDirectory) -> tuple[Standing, ...]:
    """Each account once, in the order of `AccountDirectory`."""
    terms = wiring.settings["terms"]
    if not isinstance(terms, Terms):  # the group of that name is declared so
        raise TypeError(terms)
    places = _known(wiring, directory)
    names = [directory.names[place] for place in places.tolist()]
    first = _first_rows(directory)[places]
    if (first >= 0).all():  # the columns of Accounts have computed them already
        accounts = Whole(wiring, "Accounts")
        figures, ahead = (accounts.once(make).iloc[first] for make in (account_figures, account_outlook))
    else:
        found = wiring.once("Complaints", history)
        figures, ahead = (make(found, wiring.as_of, terms, names) for make in (assess, outlook))
    return tuple(
        _standing((name, place, row), figures.iloc[[at]], ahead.iloc[[at]], terms)
        for at, (name, place, row) in enumerate(zip(names, places.tolist(), first.tolist(), strict=True))
    )


def _first_rows(directory: AccountDirectory) -> NDArray[np.int64]:
    """For each account its first row in Accounts; -1 where only Complaints names it."""
    first = np.full(len(directory.names), -1, dtype=np.int64)
    rows = np.flatnonzero(directory.of_accounts >= 0)[::-1]
    first[directory.of_accounts[rows]] = rows
    return first


def _known(wiring: Wiring, directory: AccountDirectory) -> NDArray[np.int64]:
    """The accounts that are accounts: a misspelt name in Complaints is none of its own (`goodfaith.similar_accounts`)."""
    first = _first_rows(directory)
    if (first >= 0).all():
        return np.arange(len(first), dtype=np.int64)
    counted = {fold(name) for name in wiring.once("Complaints", history).accounts}
    known = [row >= 0 or fold(name) in counted for name, row in zip(directory.names, first, strict=True)]
    return np.flatnonzero(known)


def _standing(account: tuple[str, int, int], figures: pd.DataFrame, ahead: pd.DataFrame, terms: Terms) -> Standing:
    """The standing of an account (its name, its place, its row) from a row of `assess` and one of `outlook`."""
    name, place, row = account
    now, later = figures.to_dict("records")[0], ahead.to_dict("records")[0]
    takedown, counter = (None if pd.isna(now[rate]) else float(now[rate]) for rate in ("takedown_rate", "counter_rate"))
    fails, by = str(now["fails"]), str(later["runs_out_by"])
    room = None if pd.isna(later["headroom"]) else int(later["headroom"])
    reason = str(later["headroom_by"])
    return Standing(
        name,
        str(now["portal"]),
        now["qualifies"] == "yes",
        _day(later["locked_until"]),
        takedown,
        counter,
        terms.min_takedown_rate,
        terms.max_counter_rate,
        "takedown rate" not in _own(fails),
        "counter-notice" not in _own(fails),
        room,
        reason,
        _day(later["runs_out"]),
        fails or (say("reason {reason}", reason=KnownWord(reason, "reasons")) if reason else by),
        fails,
        by,
        place,
        row,
    )


def _own(fails: str) -> str:
    """The failing tests over all complaints, without those of single reasons."""
    return "; ".join(part for part in fails.split("; ") if not part.startswith('reason "'))


def _day(value: object) -> date | None:
    return value.date() if isinstance(value, pd.Timestamp) else None


def rate_text(rate: float | None, limit: Decimal) -> str:
    """A rate for people, never rounded across its limit; "none yet" where nothing is decided."""
    return say("none yet") if rate is None else percent_text(rate, limit)


def risk_piles(wiring: Wiring, found: tuple[Standing, ...]) -> Iterator[Pile]:
    """A task for each account that breaks a limit, may soon break one, or stops qualifying soon."""
    for each in found:
        words, day = _risk(each, wiring.as_of)
        if words is None:
            continue
        row = each.row
        if row < 0:
            row = int(np.flatnonzero(_complaints_of(wiring, each.account))[0])
        yield Pile(
            TaskKind.RISK,
            "Accounts" if each.row >= 0 else "Complaints",
            "Account",
            np.array([row], dtype=np.int64),
            np.array([each.place], dtype=np.int64),
            _always(words),
            _always(words),
            day=None if day is None else np.array([day], dtype=np.int64),
        )


def _always(words: TaskWords) -> Callable[[int, int], TaskWords]:
    return lambda _position, _count: words


def _complaints_of(wiring: Wiring, account: str) -> NDArray[np.bool_]:
    return np.asarray(wiring.tables["Complaints"].columns["account"] == account, dtype=np.bool_)


def _risk(each: Standing, as_of: date) -> tuple[TaskWords | None, int | None]:
    if each.loses:
        return TaskWords(say("file only safe complaints until the account meets the limits again"), each.loses), None
    if not each.qualifies:
        return None, None
    if each.headroom is not None and each.headroom <= LOW_HEADROOM:
        return TaskWords(say("file only safe complaints"), _headroom_words(each.headroom, each.headroom_by)), None
    left = None if each.runs_out is None else (each.runs_out - as_of).days
    if each.runs_out is not None and left is not None and left <= RUNS_OUT_WITHIN:
        why = say(
            "if nothing more is filed or decided, it ends on {day}: {tests}", day=each.runs_out, tests=each.runs_out_by
        )
        return TaskWords(say("file safe complaints in time to keep the Good-Faith status"), why), left
    return None, None


def _headroom_words(room: int, reason: str) -> str:
    count = room + 1
    if not reason:
        return say_number(
            count,
            "with the next rejection the takedown rate no longer meets its limit",
            "with {n:,} more rejections the takedown rate no longer meets its limit",
        )
    return say_number(
        count,
        "with the next rejection for {reason} the takedown rate no longer meets its limit",
        "with {n:,} more rejections for {reason} the takedown rate no longer meets its limit",
        reason=KnownWord(reason, "reasons"),
    )
