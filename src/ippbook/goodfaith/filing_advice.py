"""What to file next and what to hold back.

Every complaint that is ready to file has a chance of a takedown (`Chances`). For any number of complaints, filing those with the
best chances gives the most takedowns, so only the number has to be chosen. It is found by trying: for each number of
complaints, best chances first, draw the decisions of the pending and the new ones, and count how often the account qualifies.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from ippbook.catalog.platforms import complaint_limits
from ippbook.goodfaith.chances import Chances
from ippbook.goodfaith.figures import Rates
from ippbook.goodfaith.forecast import DRAWS, DrawnFigures, OpenGroups
from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.phases import Phases
from ippbook.goodfaith.stretches import NEVER
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import day_number
from ippbook.tables.column_types import Mask

_TRIES: Final = 40
"""How many numbers of complaints are tried for an account, evenly spread; all of them where there are fewer."""
_WORTH: Final = 0.05
"""How much chance of qualifying may be lost to file more complaints whose own chance meets the limit (chosen)."""
_SAME: Final = 0.005
"""Two chances closer than this count as equal; then no complaint below the limit is filed (chosen)."""


@dataclass(frozen=True, eq=False)
class FilingAdvice:
    """What to file next, what to hold back, and how likely each account is to qualify then."""

    rows: pd.DataFrame
    """A row for each row of the history that is ready, with its label: account, portal, platform, right, reason, chance (0 to 1),
    advice ("file" or "hold back"), why (in words), batch (from 1; 0 where nothing is filed). A batch has one account, platform, right
    and reason, and no more links than a complaint takes."""
    accounts: pd.DataFrame
    """A row for each account: account, portal, ready, file, hold_back (rows), batches, chance_now (of qualifying once the pending
    complaints are decided), chance_then (the same, with the advised complaints filed), pending."""


def filing_advice(history: History, as_of: date, terms: Terms | None = None, *, seed: int = 0) -> FilingAdvice:
    """Which of its ready complaints ("draft", "ready") each account should file, as seen on *as_of*.

    The advice is the number of complaints with the best chance of qualifying. If that costs at most five percentage points, more
    complaints are filed, as long as the chance of each meets the takedown limit. Complaints below the limit are filed
    only if the account does not reach the number of complaints without them. Chances are those of `forecast`. Assumption: everything
    is filed and decided on a day on which all complaints that count today still count. The same *seed* gives the same advice.
    Source: ipp-facts 5.4 (links of a complaint), 6.2 (INF).
    """
    terms = terms or Terms()
    day = day_number(as_of)
    scoped = history.in_scope(terms)
    ready = np.flatnonzero((scoped.outcome == Outcome.UNFILED) & (scoped.account >= 0))
    units = history.in_units(terms)
    chances = Chances.of(units, as_of, terms)
    random = np.random.default_rng(seed)
    likely = chances.draw(random, DRAWS)
    outcomes = Phases.of(units, terms).outcomes(units, day)
    chance = chances.mean[scoped.kind[ready]]
    filed = np.zeros(len(ready), dtype=np.bool_)
    accounts = []
    for seat in range(len(scoped.accounts)):
        ours = np.flatnonzero(scoped.account[ready] == seat)
        line = ours[_best_first(scoped, ready[ours], chance[ours])]
        counting = np.flatnonzero((units.account == seat) & (outcomes >= 0))
        trial = _Trial(units, counting, outcomes[counting], likely, terms, seed)
        queue = scoped.take(ready[line])
        good = int((chance[ours] >= float(terms.min_takedown_rate)).sum())
        now, many, then = _best_number(trial, queue, good, terms)
        filed[line[:many]] = True
        accounts.append(
            (
                scoped.accounts[seat],
                scoped.seats[seat] if scoped.seats else "",
                len(ours),
                many,
                len(ours) - many,
                now,
                then,
                int((outcomes[counting] == Outcome.PENDING).sum()),
            )
        )
    rows = _advice(scoped, ready, chance, filed, chances, terms)
    names = ["account", "portal", "ready", "file", "hold_back", "chance_now", "chance_then", "pending"]
    table = pd.DataFrame(accounts, columns=names).astype({"account": object, "portal": object})
    batches = rows[rows["batch"] > 0].groupby(["account", "portal"])["batch"].nunique().to_dict()
    table["batches"] = [batches.get(key, 0) for key in zip(table["account"], table["portal"], strict=True)]
    return FilingAdvice(rows, table)


def _best_first(history: History, rows: Codes, chance: Rates) -> Codes:
    """The order by chance, best first; if equal, by complaint number, so that the links of one complaint stay together."""
    number = np.where(history.number[rows] < 0, NEVER, history.number[rows])
    return np.lexsort((rows, number, -chance))


@dataclass(frozen=True, eq=False)
class _Trial:
    """An account on the day, to try what happens if it files more."""

    units: History
    counting: Codes
    outcomes: Codes
    likely: tuple[Rates, Rates]
    terms: Terms
    seed: int

    def chance(self, filed: History) -> float:
        """The chance of qualifying if *filed* is filed too and everything is decided. Each try draws the same random numbers."""
        settled = self.outcomes != Outcome.PENDING
        waiting = self.units.take(self.counting[~settled])
        groups = OpenGroups.of(np.append(waiting.reason, filed.reason), np.append(waiting.kind, filed.kind), DRAWS)
        done = self.counting[settled]
        random = np.random.default_rng(self.seed)
        return DrawnFigures.of(
            self.units.reason[done], self.outcomes[settled], groups, self.likely, self.terms, random
        ).chance


def _best_number(trial: _Trial, queue: History, good: int, terms: Terms) -> tuple[float, int, float]:
    """The chance with nothing filed, how many of *queue* to file, and the chance with them.

    The first *good* complaints of the queue have a chance that meets the takedown limit.
    """
    # The links of one complaint number are filed together.
    cuts = np.append(np.flatnonzero((queue.number < 0) | (queue.number != np.roll(queue.number, 1))), len(queue))
    cuts = np.union1d(cuts, 0)
    good = int(cuts[np.searchsorted(cuts, good, side="right") - 1])
    tries = np.union1d(
        good, cuts[np.unique(np.linspace(0, len(cuts) - 1, min(len(cuts), _TRIES + 1)).round().astype(np.int64))]
    )
    found = [trial.chance(_as_filed(queue.take(np.arange(many)), terms)) for many in tries]
    safe = [place for place, chance in enumerate(found) if tries[place] <= good and chance >= max(found) - _WORTH]
    # Complaints below the limit are filed only if they are needed.
    place = max(safe) if safe else min(place for place, chance in enumerate(found) if chance >= max(found) - _SAME)
    return found[0], int(tries[place]), found[place]


def _as_filed(queue: History, terms: Terms) -> History:
    """The complaints to file, in the unit of counting: if that is the complaint number, the first row of each number."""
    if terms.unit == "link":
        return queue
    _, first = np.unique(queue.number, return_index=True)
    alone = np.flatnonzero(queue.number < 0)
    return queue.take(np.union1d(first, alone))


def _advice(scoped: History, ready: Codes, chance: Rates, filed: Mask, chances: Chances, terms: Terms) -> pd.DataFrame:
    kinds = [scoped.kinds[kind] for kind in scoped.kind[ready]]
    rows = pd.DataFrame(
        {
            "account": [scoped.accounts[each] for each in scoped.account[ready]],
            "portal": [scoped.seats[each] if scoped.seats else "" for each in scoped.account[ready]],
            "platform": [kind[0] for kind in kinds],
            "right": [kind[1] for kind in kinds],
            "reason": [kind[2] for kind in kinds],
        },
        index=scoped.index[ready],
        dtype=object,
    )
    rows["chance"] = chance
    rows["advice"] = pd.Series(
        np.array(["hold back", "file"], dtype=object)[filed.astype(np.int64)], rows.index, dtype=object
    )
    limit, shown = float(terms.min_takedown_rate), f"{float(terms.min_takedown_rate) * 100:g} %"
    seen = chances.decided[scoped.kind[ready]]
    why = []
    for each, likely, go in zip(seen, chance, filed, strict=True):
        basis = (
            f"{each} of this kind decided" if each else "none of this kind decided, so the average of all kinds is used"
        )
        low = "below" if likely < limit else "at or above"
        more = ", but filing more of these would lower the chance of qualifying" if not go and likely >= limit else ""
        need = ", but the account needs this many complaints" if go and likely < limit else ""
        why.append(f"chance {int(likely * 100)} %, {low} the limit of {shown}{need}{more}; {basis}")
    rows["why"] = pd.Series(why, index=rows.index, dtype=object)
    rows["batch"] = _batches(rows)
    return rows


def _batches(rows: pd.DataFrame) -> Codes:
    """For each row the number of its batch, from 1 for each account; 0 where it is not filed."""
    batch = np.zeros(len(rows), dtype=np.int64)
    go = np.flatnonzero((rows["advice"] == "file").to_numpy())
    if not len(go):
        return batch
    columns = ["account", "portal", "platform", "right", "reason"]
    grouped = rows.iloc[go].groupby(columns, sort=False)
    limit = rows["platform"].iloc[go].map(lambda code: complaint_limits(code).links)
    part = grouped.cumcount().to_numpy() // limit.to_numpy(dtype=np.int64)
    whole = pd.DataFrame(
        {"account": rows["account"].iloc[go] + "\n" + rows["portal"].iloc[go], "group": grouped.ngroup(), "part": part}
    )
    distinct = whole.drop_duplicates().sort_values(["account", "group", "part"])
    distinct = distinct.assign(batch=distinct.groupby("account").cumcount() + 1)
    batch[go] = whole.merge(distinct, on=["account", "group", "part"])["batch"].to_numpy()
    return batch
