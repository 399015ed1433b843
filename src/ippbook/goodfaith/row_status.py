"""The status of each row on a day: how it counts, whether it is in the window, and when it leaves."""

from datetime import date

import numpy as np
import pandas as pd

from ippbook.goodfaith.figures import NO_YES
from ippbook.goodfaith.history import NEVER, History
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.phases import Phases
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import NO_DAY, dates, day_number


def row_status(history: History, as_of: date, terms: Terms | None = None) -> pd.DataFrame:
    """The status of each row on *as_of*. If the unit is the complaint number, each link shows how its number counts.

    One row a row of *history*, with its index. Columns: counts_as ("unfiled", "pending", "taken down", "reinstated",
    "rejected", "rejected and reinstated", "withdrawn", "dead"; "unfiled" also before its filing date; "" where it
    cannot count: `History.excluded`), in_window ("yes", "no", or "" where it cannot count), leaves_on (datetime64[s]: the first
    day on which it no longer counts if nothing else happens; NaT where it cannot count, or after the year 9999).
    """
    terms = terms or Terms()
    units = history.in_scope(terms)
    if terms.unit == "complaint":
        units, unit = units.numbered()
    else:
        unit = np.where(units.counts, np.arange(len(units)), -1)
    day = day_number(as_of)
    phases = Phases.of(units, terms)
    outcome = np.where(
        phases.settled <= day, units.outcome, np.where(phases.filed <= day, Outcome.PENDING, Outcome.UNFILED)
    )
    ends = np.where((phases.settled < phases.gone) & (phases.gone < NEVER), phases.gone, phases.over)
    inside = (((phases.filed <= day) & (day < phases.over)) | ((phases.settled <= day) & (day < phases.gone))).astype(
        np.int64
    )
    words = np.array([*(each.words for each in Outcome), ""], dtype=object)
    yes_no = np.append(NO_YES, "")
    every = terms.unit == "link" and bool(units.counts.all())
    if not every:
        # The entry past the last unit is for rows that cannot count: -1 picks it.
        outcome, inside, ends = (
            np.append(outcome, len(Outcome))[unit],
            np.append(inside, 2)[unit],
            np.append(ends, NO_DAY)[unit],
        )
        outcome[history.outcome == Outcome.UNFILED] = Outcome.UNFILED
    return pd.DataFrame(
        {
            "counts_as": pd.Series(words[outcome], index=history.index, dtype=object),
            "in_window": pd.Series(yes_no[inside], index=history.index, dtype=object),
            "leaves_on": pd.Series(dates(ends), index=history.index),
        },
        copy=False,
    )
