"""What each further complaint does to an account's chance of qualifying: the curve "file n -> chance".

Ready complaints differ in two ways: how likely they are taken down, and what a rejection would cost. A reason with two hundred
decisions takes a rejection; a reason with three does not. So the order is not only by chance. At every step, the next
complaints are those that cost the least chance of qualifying for each takedown that they bring. The chances are those of
random draws of all decisions, pending and new, as in `forecast`.
"""

import heapq
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ippbook.goodfaith.figures import OUTCOMES, Counts, Figures, Rates, counter_rate_met, takedown_rate_met
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.terms import Terms
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import Mask

Tally = NDArray[np.int64]
"""Five sums of one group in every draw: (5, draws)."""

_STEPS: Final = 60
"""In how many steps the complaints of an account are tried; one by one where there are fewer."""
_AHEAD: Final = 8
"""How many steps of a reason are looked at together."""
_SIGHT: Final = 0.01
"""How much a failing test weighs against the chance itself. It shows the way where the chance is 0 or 1 with or without a complaint."""


@dataclass(frozen=True, eq=False)
class FilingItem:
    """Complaints that are filed together: rows of one complaint number, or one row without number."""

    rows: Codes
    """Places among the account's ready rows."""
    reason: int
    chance: float
    """The mean chance of its rows to be taken down."""
    kinds: Codes
    """The kind of each complaint that it adds to the count: one for each link, or one for the number."""
    takedowns: float
    """How many links it is expected to take down."""


@dataclass(frozen=True, eq=False)
class CurvePoint:
    """The account after it has filed the first items of the order."""

    items: int
    links: int
    takedowns: float
    """Links that are expected to be taken down, of those filed."""
    chance: float
    """The chance that the account qualifies."""


@dataclass(frozen=True, eq=False)
class FilingCurve:
    """An order of the items, and the curve along it; its first point is for filing nothing."""

    order: tuple[int, ...]
    points: tuple[CurvePoint, ...]


@dataclass(frozen=True, eq=False)
class _Tests:
    """The tests of Good-Faith over draws. A tally has five rows: volume, successes, takedown_of, reinstated, counter_of."""

    terms: Terms
    weights: NDArray[np.int64]
    """What one complaint of each outcome adds to a tally: (5, OUTCOMES)."""

    @classmethod
    def of(cls: "type[_Tests]", terms: Terms) -> "_Tests":
        one = Figures.of(np.eye(OUTCOMES, dtype=np.int64), terms)
        return cls(terms, np.array([one.volume, one.successes, one.takedown_of, one.reinstated, one.counter_of]))

    def tally(self, counts: Counts) -> Tally:
        """The tally of counts (draws, OUTCOMES)."""
        return self.weights @ counts.T

    def rates(self, tally: Tally) -> tuple[Mask, Mask]:
        """Whether each of both rates meets its limit."""
        _, successes, takedown_of, reinstated, counter_of = tally
        return (
            takedown_rate_met(successes, takedown_of, self.terms),
            counter_rate_met(reinstated, counter_of, self.terms),
        )

    def reason_fails(self, reason: int, tally: Tally) -> Mask:
        """Whether the reason fails its own test in each draw."""
        if reason < 0 or self.terms.per_reason_check == "no":
            return np.zeros(tally.shape[1], dtype=np.bool_)
        takedowns, counters = self.rates(tally)
        return np.asarray((tally[2] >= self.terms.per_reason_min_decided) & ~(takedowns & counters), dtype=np.bool_)

    def chances(self, whole: Tally, fails: NDArray[np.int64]) -> tuple[float, float, float]:
        """The chance of qualifying; that of meeting all rates; and the mean number of tests of rates that fail."""
        takedowns, counters = self.rates(whole)
        good = takedowns & counters & (fails == 0)
        draws = len(good)
        broken = 2 - np.count_nonzero(takedowns) / draws - np.count_nonzero(counters) / draws + int(fails.sum()) / draws
        qualifies = np.count_nonzero(good & (whole[0] >= self.terms.min_complaints))
        return qualifies / draws, np.count_nonzero(good) / draws, broken


@dataclass(frozen=True, eq=False)
class _Line:
    """The chunks of one reason, best chances first, and what the reason would be after each; the first entries: after none."""

    chunks: list[list[int]]
    gains: list[float]
    """Links that the first chunks are expected to take down, together."""
    tallies: list[Tally]
    """What the first chunks add, together."""
    fails: list[Mask]
    """Whether the reason fails in each draw after them."""


def filing_curve(
    settled: tuple[Codes, Codes],
    waiting: tuple[Codes, Codes],
    items: list[FilingItem],
    likely: tuple[Rates, Rates],
    terms: Terms,
    random: np.random.Generator,
) -> FilingCurve:
    """The order in which to file *items*, and the curve along it.

    *settled*: reason and outcome of each decided complaint. *waiting*: reason and kind of each pending one. *likely*: the
    possible true chances (`Chances.draw`).
    """
    tests = _Tests.of(terms)
    draws = likely[0].shape[1]
    whole, fails = np.zeros((5, draws), dtype=np.int64), np.zeros(draws, dtype=np.int64)
    lines: dict[int, _Line] = {}
    chunks = _chunks(items)
    for reason in sorted({int(each) for each in np.unique(np.append(settled[0], waiting[0]))} | set(chunks)):
        counts = drawn_counts(waiting[1][waiting[0] == reason], likely, random)
        counts += np.bincount(settled[1][settled[0] == reason], minlength=OUTCOMES)
        start = tests.tally(counts)
        whole += start
        failing = tests.reason_fails(reason, start)
        fails += failing
        if reason in chunks:
            lines[reason] = _line(tests, reason, start, failing, chunks[reason], items, likely, random)
    return _walk(tests, whole, fails, lines, items)


def _line(
    tests: _Tests,
    reason: int,
    start: Tally,
    failing: Mask,
    chunks: list[list[int]],
    items: list[FilingItem],
    likely: tuple[Rates, Rates],
    random: np.random.Generator,
) -> _Line:
    line = _Line(chunks, [0.0], [np.zeros_like(start)], [failing])
    for chunk in chunks:
        kinds = np.concatenate([items[place].kinds for place in chunk])
        line.gains.append(line.gains[-1] + sum(items[place].takedowns for place in chunk))
        line.tallies.append(line.tallies[-1] + tests.tally(drawn_counts(kinds, likely, random)))
        line.fails.append(tests.reason_fails(reason, start + line.tallies[-1]))
    return line


def drawn_counts(kinds: Codes, likely: tuple[Rates, Rates], random: np.random.Generator) -> Counts:
    """Decisions of complaints of these kinds in every draw, as takedown, overturned takedown or rejection: (draws, OUTCOMES)."""
    draws = likely[0].shape[1]
    different, many = np.unique(kinds, return_counts=True)
    accepted = random.binomial(np.broadcast_to(many[:, None], (len(many), draws)), likely[0][different]).sum(axis=0)
    overturned = random.binomial(accepted, likely[1])
    found = np.zeros((draws, OUTCOMES), dtype=np.int64)
    found[:, Outcome.TAKEN_DOWN] = accepted - overturned
    found[:, Outcome.REINSTATED] = overturned
    found[:, Outcome.REJECTED] = len(kinds) - accepted
    return found


def _chunks(items: list[FilingItem]) -> dict[int, list[list[int]]]:
    """For each reason the places of its items in small groups, the best chances first."""
    size = max(-(-len(items) // _STEPS), 1)
    by_reason: dict[int, list[int]] = {}
    for place in sorted(range(len(items)), key=lambda place: (-items[place].chance, place)):
        by_reason.setdefault(items[place].reason, []).append(place)
    return {reason: [line[at : at + size] for at in range(0, len(line), size)] for reason, line in by_reason.items()}


def _walk(
    tests: _Tests, whole: Tally, fails: NDArray[np.int64], lines: dict[int, _Line], items: list[FilingItem]
) -> FilingCurve:
    """Take the chunks that cost least for each takedown, again and again, and note the chance after each."""
    at = dict.fromkeys(lines, 0)
    now = tests.chances(whole, fails)
    order: list[int] = []
    points = [CurvePoint(0, 0, 0.0, now[0])]

    def after(reason: int, level: int) -> tuple[Tally, NDArray[np.int64]]:
        line, here = lines[reason], at[reason]
        more = line.tallies[level] - line.tallies[here]
        return whole + more, fails - line.fails[here] + line.fails[level]

    def cheapest(reason: int) -> tuple[float, int, int]:
        """What the next chunks of the reason cost for each takedown (below 0 where they help), and how many to take at once.

        One more complaint may cost where ten more help, because a reason with ten decisions may have one rejection.
        """
        line, here = lines[reason], at[reason]
        found = []
        for level in range(here + 1, min(here + _AHEAD, len(line.chunks)) + 1):
            then = tests.chances(*after(reason, level))
            lost = now[1] - then[1] + _SIGHT * (then[2] - now[2])
            found.append((lost / max(line.gains[level] - line.gains[here], 1e-9), level))
        return (*min(found), len(order))

    queue = [(cost, reason, level, seen) for reason in lines for cost, level, seen in [cheapest(reason)]]
    heapq.heapify(queue)
    while queue:
        _, reason, target, seen = heapq.heappop(queue)
        # Costs change little from step to step, so only the cheapest is computed again before it is taken.
        if seen < len(order):
            cost, target, seen = cheapest(reason)
            if queue and cost > queue[0][0]:
                heapq.heappush(queue, (cost, reason, target, seen))
                continue
        line = lines[reason]
        for level in range(at[reason] + 1, target + 1):
            whole, fails = after(reason, level)
            at[reason] = level
            now = tests.chances(whole, fails)
            chunk = line.chunks[level - 1]
            order += chunk
            links = points[-1].links + sum(len(items[place].rows) for place in chunk)
            taken = points[-1].takedowns + line.gains[level] - line.gains[level - 1]
            points.append(CurvePoint(len(order), links, taken, now[0]))
        if target < len(line.chunks):
            cost, level, seen = cheapest(reason)
            heapq.heappush(queue, (cost, reason, level, seen))
    return FilingCurve(tuple(order), tuple(points))
