"""What to file next, what to hold back, and what to fix first: the most takedowns at a stated risk.

`FilingCurve` says what each further complaint does to the chance of qualifying at the next month end. The plan files as many
as the settings *Plan risk* and *Plan chance* allow.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from ippbook.catalog.platforms import complaint_limits
from ippbook.goodfaith.chances import Chances
from ippbook.goodfaith.figures import Rates
from ippbook.goodfaith.filing_curve import CurvePoint, FilingCurve, FilingItem, filing_curve
from ippbook.goodfaith.filing_reasons import LEAST_CHANCE, row_reasons, way_to_qualify
from ippbook.goodfaith.forecast import DRAWS, accounts_on
from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.outlook import outlook
from ippbook.goodfaith.percent_text import percent_text
from ippbook.goodfaith.phases import known_on
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import LAST_DAY_NUMBER, coming_month_ends, day_number, opens
from ippbook.languages import say, say_series
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import TextColumn

_SHOWN: Final = 10
"""How many steps of a curve a line shows."""
_NO_ERRORS: Final = pd.Series([], dtype=object)
_ACCOUNTS: Final = (
    "account", "portal", "ready", "fix_first", "file", "hold_back", "batches", "pending", "month_end", "chance_now",
    "chance_then", "takedowns", "chance_of_all", "way",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class FilingAdvice:
    """What to file next, what to hold back, what to fix first, and how likely each account is to qualify then."""

    rows: pd.DataFrame
    """A row for each row of the history that is not filed yet, with its label: account, portal, platform, right, reason, chance (of a
    takedown, 0 to 1), advice ("file", "hold back" or "fix first"), why (in words), likelier (what would raise the chance of a complaint
    to hold back, in words), batch (from 1; 0 where nothing is filed). A batch has one account, platform, right and reason, and no more
    links than a complaint takes."""
    accounts: pd.DataFrame
    """A row for each account: account, portal, ready, fix_first, file, hold_back (rows; ready is all three), batches, pending;
    month_end (datetime64[s]); chance_now (of qualifying on that day if nothing is filed), chance_then (with the advised complaints),
    takedowns (links that are expected to be taken down of those), chance_of_all (with all that is not to be fixed); way (in words: why
    this many, or what the account needs to qualify)."""
    curve: pd.DataFrame
    """The curve of each account: account, portal, file (links), takedowns, chance. One row a step, from filing nothing to filing all."""

    def sentences(self) -> list[str]:
        """For each account that has ready complaints: what to do with them, why, and the curve."""
        lines = []
        for each in self.accounts[self.accounts["ready"] > 0].to_dict("records"):
            name = str(each["account"]) + (f" · {each['portal']}" if each["portal"] else "")
            end = f"{each['month_end']:%Y-%m-%d}"
            lines.append(
                say(
                    "{name}: file {file}, hold back {hold_back}, fix {fix_first} first; chance of qualifying on {end}: {now} if nothing is filed, {then} with the plan; {way}.",
                    name=name,
                    file=each["file"],
                    hold_back=each["hold_back"],
                    fix_first=each["fix_first"],
                    end=end,
                    now=percent_text(each["chance_now"]),
                    then=percent_text(each["chance_then"]),
                    way=each["way"],
                )
            )
            mine = self.curve[(self.curve["account"] == each["account"]) & (self.curve["portal"] == each["portal"])]
            if len(mine) > 1:
                lines.append(say("{name}: {curve}", name=name, curve=curve_text(mine, each["file"])))
        return lines


def curve_text(curve: pd.DataFrame, chosen: int) -> str:
    """The curve of one account in a line: file 0 → 94.9 %, 5 → 98.1 %, …; a few of many steps, and always the chosen one."""
    files = curve["file"].tolist()
    steps = np.unique(np.linspace(0, len(files) - 1, _SHOWN).round().astype(np.int64)).tolist()
    places = sorted({*steps, *(place for place, many in enumerate(files) if many == chosen)})
    chances = curve["chance"].tolist()
    shown = [
        f"{files[place]:,}{'*' if files[place] == chosen else ''} → {percent_text(chances[place])}" for place in places
    ]
    return say("links filed → chance of qualifying: ") + say_series(shown) + say(" (* the plan)")


def filing_advice(
    history: History,
    as_of: date,
    terms: Terms | None = None,
    *,
    errors: TextColumn = _NO_ERRORS,
    seed: int = 0,
) -> FilingAdvice:
    """Which of its ready complaints ("draft", "ready", or no status and no filing date) each account should file, as seen on *as_of*.

    *errors* has the label of each row that cannot be filed yet, and why: its advice is "fix first". Of the others, as many are
    filed as bring the most takedowns while the chance of qualifying at the next month end stays high enough:

    - An account that has at least *Plan chance* without filing may lose *Plan risk*, but stays at *Plan chance*.
    - An account that reaches *Plan chance* only by filing stays within *Plan risk* of its best chance.
    - Any other may lose *Plan risk*. If that leaves nothing to lose, everything is filed.

    A complaint that is more likely rejected than taken down is never filed, because a wrong notice makes liable (ipp-facts 5.8).

    Chances are those of `forecast`. Assumption: what is filed is decided by the month end. The same *seed* gives the same advice.
    Source: ipp-facts 5.4 (links of a complaint), 6.2 (INF).
    """
    terms = terms or Terms()
    scoped = history.in_scope(terms)
    ready = np.flatnonzero((scoped.outcome == Outcome.UNFILED) & (scoped.account >= 0))
    labels = scoped.index[ready]
    why_not = errors.reindex(labels, fill_value="").to_numpy()
    units = history.in_units(terms)
    chances = Chances.of(units, as_of, terms)
    chance = chances.mean[scoped.kind[ready]]
    advice = np.where(why_not != "", say("fix first"), say("hold back")).astype(object)
    end, counted = _month_end(as_of, terms)
    needed = outlook(history, as_of, terms)["needed"].to_numpy()
    accounts, curves = [], []
    for trial in _trials(units, as_of, end, terms, chances, seed):
        ours = np.flatnonzero(scoped.account[ready] == trial.seat)
        good = ours[why_not[ours] == ""]
        items = [each for each in _items(scoped, ready[good], chance[good], terms) if each.chance >= LEAST_CHANCE]
        curve = trial.curve(items if counted else [])
        place, lowest = _chosen(curve.points, terms) if counted else (0, 0.0)
        then, rest = curve.points[place], curve.points[-1]
        if counted:
            for item in curve.order[: then.items]:
                advice[good[items[item].rows]] = "file"
        else:
            advice[good[[row for item in items for row in item.rows]]] = "file"
        name = scoped.accounts[trial.seat], scoped.seats[trial.seat] if scoped.seats else ""
        taken = then.takedowns if counted else sum(item.takedowns for item in items)
        filed = int((advice[ours] == "file").sum())
        way = way_to_qualify(curve.points, place, lowest, needed[trial.seat], terms)
        counts = len(ours), len(ours) - len(good), filed, len(good) - filed, 0, trial.pending
        accounts.append(
            (*name, *counts, np.datetime64(end, "D"), curve.points[0].chance, then.chance, taken, rest.chance, way)
        )
        curves += [(*name, point.links, point.takedowns, point.chance) for point in curve.points]
    rows = _rows(scoped, ready, chance, advice, why_not, chances, terms)
    table = pd.DataFrame(accounts, columns=_ACCOUNTS).astype(
        {"account": object, "portal": object, "month_end": "datetime64[s]", "way": object}
    )
    batches = rows[rows["batch"] > 0].groupby(["account", "portal"])["batch"].nunique().to_dict()
    table["batches"] = [batches.get(key, 0) for key in zip(table["account"], table["portal"], strict=True)]
    curve_table = pd.DataFrame(curves, columns=["account", "portal", "file", "takedowns", "chance"])
    return FilingAdvice(rows, table, curve_table.astype({"account": object, "portal": object}))


def _month_end(as_of: date, terms: Terms) -> tuple[int, bool]:
    """The next month end, and whether a complaint that is filed on *as_of* still counts on it."""
    ends = coming_month_ends(as_of, 1)
    end = int(ends[0]) if len(ends) else LAST_DAY_NUMBER
    return end, terms.window_date == "decided" or int(opens(np.array([end]), terms)[0]) < day_number(as_of)


@dataclass(frozen=True, eq=False)
class _Trial:
    """An account at the month end, to try what happens if it files more."""

    seat: int
    pending: int
    settled: tuple[Codes, Codes]
    waiting: tuple[Codes, Codes]
    likely: tuple[Rates, Rates]
    terms: Terms
    seed: int

    def curve(self, items: list[FilingItem]) -> FilingCurve:
        """The curve for these items. Each account draws its own random numbers, so other accounts do not change it."""
        random = np.random.default_rng((self.seed, self.seat))
        return filing_curve(self.settled, self.waiting, items, self.likely, self.terms, random)


def _trials(units: History, as_of: date, end: int, terms: Terms, chances: Chances, seed: int) -> Iterator[_Trial]:
    likely = chances.draw(np.random.default_rng(seed), DRAWS)
    known = known_on(units, terms, day_number(as_of))
    for seat, rows, outcomes in accounts_on(known, end, as_of, terms):
        pending = outcomes == Outcome.PENDING
        decided, open_ones = rows[~pending], rows[pending]
        yield _Trial(
            seat,
            int(pending.sum()),
            (known.reason[decided], outcomes[~pending]),
            (known.reason[open_ones], known.kind[open_ones]),
            likely,
            terms,
            seed,
        )


def _items(scoped: History, rows: Codes, chance: Rates, terms: Terms) -> list[FilingItem]:
    """The complaints that are filed together: the rows of one number, or a row without one."""
    number = scoped.number[rows].copy()
    alone = number < 0
    number[alone] = number.max(initial=-1) + 1 + np.arange(int(alone.sum()))
    order = np.argsort(number, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(number[order])) + 1) if len(order) else []
    return [
        FilingItem(
            group,
            int(scoped.reason[rows[group[0]]]),
            float(chance[group].mean()),
            scoped.kind[rows[group if terms.unit == "link" else group[:1]]],
            float(chance[group].sum()),
        )
        for group in groups
    ]


def _chosen(points: tuple[CurvePoint, ...], terms: Terms) -> tuple[int, float]:
    """The last point of the curve at which the chance is high enough, and how high that is."""
    now, best = points[0].chance, max(point.chance for point in points)
    risk, wanted = float(terms.plan_risk), float(terms.plan_chance)
    start = now if now >= wanted else best
    lowest = max(start - risk, wanted) if start >= wanted else now - risk
    place = max(place for place, point in enumerate(points) if point.chance >= lowest - 1e-9)
    return place, lowest


def _rows(
    scoped: History,
    ready: Codes,
    chance: Rates,
    advice: np.ndarray,
    why_not: np.ndarray,
    chances: Chances,
    terms: Terms,
) -> pd.DataFrame:
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
    rows["advice"] = pd.Series(advice, rows.index, dtype=object)
    why, likelier = row_reasons(scoped, scoped.kind[ready], advice, why_not, chances, terms)
    rows["why"] = pd.Series(why, index=rows.index, dtype=object)
    rows["likelier"] = pd.Series(likelier, index=rows.index, dtype=object)
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
