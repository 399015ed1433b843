"""The figures of an account on the day of each of its complaints: all rows at once."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from ippbook.goodfaith.figures import NO_YES
from ippbook.goodfaith.history import History
from ippbook.goodfaith.packed_counts import packed_figures
from ippbook.goodfaith.terms import Terms


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
