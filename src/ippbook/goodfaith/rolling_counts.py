"""The figures of an account on the day of each of its complaints: all rows at once."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from ippbook.goodfaith.figures import NO_YES, Figures, counter_rate_met, takedown_rate_met
from ippbook.goodfaith.history import History
from ippbook.goodfaith.packed_counts import packed_figures
from ippbook.goodfaith.terms import Terms
from ippbook.languages import say, say_series
from ippbook.tables.column_types import TextColumn


def rolling_counts(history: History, terms: Terms | None = None) -> pd.DataFrame:
    """The figures of each row's account at the end of the day on which the row was filed.

    One row a row of *history*, with its index: complaints, decided, taken_down, rejected, pending, withdrawn, dead,
    counter_upheld, takedown_of, counter_of, takedown_rate, counter_rate, withdrawn_rate (float64, NaN where the row
    cannot count: `History.excluded`) and qualifies ("yes", "no" or ""). Complaints of the same day all count for each
    other. The figures equal those of `assess` on that day. Memory is linear.
    """
    terms = terms or Terms()
    scoped = history.in_scope(terms)
    every = bool(scoped.counts.all())
    rows = slice(None) if every else np.flatnonzero(scoped.counts)
    found = packed_figures(history.in_units(terms), scoped.account[rows], scoped.filed[rows], terms)
    place = found.place
    if not every:
        # The entry past the last figure is for rows that cannot count.
        place = np.full(len(history), len(found.passes))
        place[rows] = np.arange(len(found.passes)) if found.place is None else found.place

    def spread(figures: npt.NDArray[np.generic], blank: float) -> npt.NDArray[np.generic]:
        known = figures if every else np.append(figures, figures.dtype.type(blank))
        return known if place is None else known[place]

    columns: dict[str, npt.ArrayLike] = {
        name: spread(figures.astype(np.float64), np.nan)
        for name, figures in {"complaints": found.figures.filed, **found.figures.columns()}.items()
    }
    words = np.append(NO_YES, "")[spread(found.passes.astype(np.int64), 2)]
    columns["qualifies"] = pd.Series(words, index=history.index, dtype=object)
    # Without copy=False pandas copies every column.
    return pd.DataFrame(columns, index=history.index, copy=False)


def rolling_failures(counts: pd.DataFrame, terms: Terms) -> TextColumn:
    """For each row of `rolling_counts` that does not qualify, the tests that fail, in words; "" for the others.

    The name of a failing reason is not known here: "a single complaint reason" is all that it says.
    """
    found = np.full(len(counts), "", dtype=object)
    rows = np.flatnonzero((counts["qualifies"] == "no").to_numpy())
    names = ("complaints", "decided", "takedown_of", "counter_upheld", "counter_of", "takedown_rate")
    table = counts[list(names)].to_numpy()[rows]
    table[:, -1] = np.nan_to_num(table[:, -1] * table[:, 2])
    whole = table.round().astype(np.int64)
    place = np.zeros(len(whole), dtype=np.int64)
    for column in whole.T:  # far faster than numpy's search for distinct rows
        place = pd.factorize(place * (int(column.max(initial=0)) + 1) + column)[0]
    first = np.zeros(int(place.max(initial=-1)) + 1, dtype=np.int64)
    first[place[::-1]] = np.arange(len(place))[::-1]
    kinds = whole[first]
    filed, decided, takedown_of, reinstated, counter_of, successes = kinds.T
    volume, none = filed if terms.volume_counts == "filed" else decided, np.zeros_like(filed)
    figures = Figures(
        volume=volume,
        filed=filed,
        decided=decided,
        taken_down=none,
        rejected=none,
        pending=none,
        withdrawn=none,
        dead=none,
        reinstated=reinstated,
        successes=successes,
        takedown_of=takedown_of,
        counter_of=counter_of,
        enough=volume >= terms.min_complaints,
        meets_takedown_rate=takedown_rate_met(successes, takedown_of, terms),
        meets_counter_rate=counter_rate_met(reinstated, counter_of, terms),
    )
    words = [
        say_series(figures.failures(row, terms), "; ") or say("a single complaint reason") for row in range(len(kinds))
    ]
    found[rows] = np.array([*words, ""], dtype=object)[place]
    return pd.Series(found, index=counts.index, dtype=object)
