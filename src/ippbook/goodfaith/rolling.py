"""The standing of an account on the day of each of its complaints: all rows at once."""

from typing import Any

import numpy as np
import pandas as pd

from ippbook.goodfaith.daily import Daily
from ippbook.goodfaith.history import History
from ippbook.goodfaith.standing import NO_YES
from ippbook.goodfaith.terms import Terms


def rolling(history: History, terms: Terms | None = None) -> pd.DataFrame:
    """The standing of each row's account at the end of the day on which the row was filed.

    One row a row of *history*, with its index: complaints, decided, taken_down, rejected, pending, withdrawn, dead,
    counter_upheld, takedown_of, counter_of, takedown_rate, counter_rate, withdrawn_rate (float64, NaN where the row
    cannot count: `History.left_out`) and qualifies ("yes", "no" or ""). Complaints of the same day all count for each
    other. The figures equal those of `assess` on that day. Memory is linear.
    """
    terms = terms or Terms()
    scoped = history.in_scope(terms)
    every = bool(scoped.counts.all())
    rows = slice(None) if every else np.flatnonzero(scoped.counts)
    daily = Daily.of(history.in_units(terms), scoped.account[rows], scoped.filed[rows], terms)
    columns: dict[str, Any] = {}
    for name, figures in {"complaints": daily.standing.filed, **daily.standing.columns()}.items():
        found = figures.astype(np.float64)[daily.place]
        columns[name] = found if every else np.full(len(history), np.nan)
        if not every:
            columns[name][rows] = found
    qualifies = np.full(len(history), "", dtype=object)
    qualifies[rows] = NO_YES[daily.passes.astype(np.int64)][daily.place]
    columns["qualifies"] = pd.Series(qualifies, index=history.index, dtype=object)
    # pandas copies columns to lay them side by side unless it is told not to.
    return pd.DataFrame(columns, index=history.index, copy=False)
