"""Where each row stands on a day: as what it counts, whether it is in the window, and when it leaves."""

from datetime import date

import numpy as np
import pandas as pd

from ippbook.goodfaith.history import NEVER, History
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.phases import Phases
from ippbook.goodfaith.standing import NO_YES
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import dates


def places(history: History, as_of: date, terms: Terms | None = None) -> pd.DataFrame:
    """The place of each row on *as_of*; a link shows what its complaint number counts as where that is the unit.

    One row a row of *history*, with its index. Columns: counts_as ("unfiled", "pending", "taken down", "reinstated",
    "rejected", "rejected and reinstated", "withdrawn", "dead"; "unfiled" also before its filing date; "" where it
    cannot count: `History.left_out`), in_window ("yes", "no", or "" where it cannot count), leaves_on (datetime64[s]: the first
    day on which it no longer counts, as things stand; NaT where it cannot count, or after the year 9999).
    """
    terms = terms or Terms()
    units = history.in_scope(terms)
    row = np.where(units.counts, np.arange(len(units)), -1)
    if terms.unit == "complaint":
        units, row = units.numbered()
    rows = np.flatnonzero(row >= 0)
    unit = row[rows]
    day = int(np.datetime64(as_of, "D").astype(np.int64))
    phases = Phases.of(units, terms)
    outcome = np.where(
        phases.settled <= day, units.outcome, np.where(phases.filed <= day, Outcome.PENDING, Outcome.UNFILED)
    )
    ends = np.where((phases.settled < phases.gone) & (phases.gone < NEVER), phases.gone, phases.over)
    words = np.array([each.words for each in Outcome], dtype=object)

    counts_as = np.where(history.outcome == Outcome.UNFILED, Outcome.UNFILED.words, "").astype(object)
    counts_as[rows] = words[outcome[unit]]
    in_window = np.full(len(history), "", dtype=object)
    in_window[rows] = NO_YES[(phases.outcomes(units, day) >= 0).astype(np.int64)[unit]]
    leaves_on = np.full(len(history), np.datetime64("NaT"), dtype="datetime64[s]")
    leaves_on[rows] = dates(ends[unit])
    return pd.DataFrame(
        {
            "counts_as": pd.Series(counts_as, index=history.index, dtype=object),
            "in_window": pd.Series(in_window, index=history.index, dtype=object),
            "leaves_on": pd.Series(leaves_on, index=history.index),
        }
    )
