"""Why to file a complaint, hold it back or fix it first, and what would make it likelier, in words."""

from typing import Final

import numpy as np

from ippbook.goodfaith.chances import Chances
from ippbook.goodfaith.filing_curve import CurvePoint
from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.percent_text import limit_text, percent_text
from ippbook.goodfaith.terms import Terms
from ippbook.languages import say, say_series
from ippbook.number_words import counted

_SEEN: Final = 5
"""From how many decided complaints on another reason or right is recommended (chosen)."""
_BETTER: Final = 0.01
"""By how much its chance must be higher (chosen)."""
LEAST_CHANCE: Final = 0.5
"""A complaint with a lower chance is never filed: it is more likely rejected than taken down (chosen; ipp-facts 5.8 [L3: LAW])."""
_NOTHING: Final = 0.005
"""Below this chance, an account has nothing to lose."""


def row_reasons(
    scoped: History, kind: Codes, advice: np.ndarray, why_not: np.ndarray, chances: Chances, terms: Terms
) -> tuple[list[str], list[str]]:
    """For each ready row why it has its advice, and what would make it likelier ("" unless its advice is "hold back")."""
    mean, seen = chances.mean, chances.decided
    limit = terms.min_takedown_rate
    better = _better_kinds(scoped, chances)
    basis: dict[int, str] = {}
    ways: dict[int, str] = {}
    for each in np.unique(kind).tolist():
        shown = percent_text(float(mean[each]), limit)
        seen_words = say("{complaints} of its kind decided", complaints=counted(int(seen[each]), "complaint"))
        words = say("chance {shown}", shown=shown)
        basis[each] = (
            say_series((words, seen_words))
            if seen[each]
            else words + say(", none of its kind decided, so the average of all kinds is used")
        )
        ways[each] = _likelier(scoped, each, better, chances)
    why, likelier = [], []
    for each, word, error in zip(kind.tolist(), advice.tolist(), why_not.tolist(), strict=True):
        if word == "fix first":
            why.append(error)
        elif word == "file":
            why.append(basis[each])
        elif mean[each] < LEAST_CHANCE:
            why.append(say("{basis}; it is more likely rejected than taken down", basis=basis[each]))
        else:
            why.append(
                say("{basis}; filing it too would lower the account's chance of qualifying too much", basis=basis[each])
            )
        likelier.append(ways[each] if word == "hold back" else "")
    return why, likelier


def _better_kinds(scoped: History, chances: Chances) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]]:
    """The likeliest kind of each platform and right, and of each platform and reason, of those with enough decisions."""
    by_right: dict[tuple[str, str], int] = {}
    by_reason: dict[tuple[str, str], int] = {}
    for each in np.flatnonzero(chances.decided >= _SEEN).tolist():
        platform, right, reason = scoped.kinds[each]
        for found, key in ((by_right, (platform, right)), (by_reason, (platform, reason))):
            if key not in found or chances.mean[each] > chances.mean[found[key]]:
                found[key] = each
    return by_right, by_reason


def _likelier(
    scoped: History, kind: int, better: tuple[dict[tuple[str, str], int], dict[tuple[str, str], int]], chances: Chances
) -> str:
    platform, right, reason = scoped.kinds[kind]
    by_right, by_reason = better
    found = []
    for other, place, what in (
        (by_right.get((platform, right)), 2, say("the reason")),
        (by_reason.get((platform, reason)), 1, say("the right")),
    ):
        if other is not None and chances.mean[other] >= chances.mean[kind] + _BETTER and scoped.kinds[other][place]:
            seen = say(
                "{float}, {int} decided",
                float=percent_text(float(chances.mean[other])),
                int=int(chances.decided[other]),
            )
            found.append(
                say("{what} {kinds} if it fits ({seen})", what=what, kinds=scoped.kinds[other][place], seen=seen)
            )
    return say_series(found, "; ")


def way_to_qualify(points: tuple[CurvePoint, ...], place: int, lowest: float, needed: float, terms: Terms) -> str:
    """Why the plan stops at this point of the curve, and what the account needs to qualify where it probably does not.

    *lowest*: the chance below which the plan does not go. *needed*: as in `outlook`.
    """
    now, then, wanted = points[0].chance, points[place].chance, float(terms.plan_chance)
    best = max(points, key=lambda point: (point.chance, -point.links))
    if len(points) == 1:
        return say("nothing can be filed") + (_needs(needed) if now < wanted else "")
    if now < wanted <= then:
        return say(
            "filing these raises the chance from {now} to {then}", now=percent_text(now), then=percent_text(then)
        )
    if max(now, best.chance) < _NOTHING:
        return say(
            "nothing to lose: the account does not qualify on that day whatever it files{needs}", needs=_needs(needed)
        )
    all_filed = say("all of them can be filed")
    stopped = say(
        "filing more would bring the chance below {max} (Plan risk {limit_text}, Plan chance {limit_text_2})",
        max=percent_text(max(lowest, 0.0)),
        limit_text=limit_text(terms.plan_risk),
        limit_text_2=limit_text(terms.plan_chance),
    )
    why = all_filed if place == len(points) - 1 else stopped
    if then >= wanted:
        return why
    return say(
        "{why}; the best chance is {chance}, with {links}{needs}",
        why=why,
        chance=percent_text(best.chance),
        links=counted(best.links, "link"),
        needs=_needs(needed),
    )


def _needs(needed: float) -> str:
    if np.isnan(needed):
        return say("; no number of takedowns is enough before older complaints leave the window")
    return (
        say(
            "; it needs {more_takedowns} without a rejection to qualify",
            more_takedowns=counted(int(needed), "more takedown"),
        )
        if needed
        else ""
    )
