"""The status of each row on a day: how it counts, whether it is in the window, and when it leaves."""

from datetime import date

import numpy as np
import pandas as pd

from ippbook.goodfaith.figures import NO_YES
from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.phases import UnitStatus
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
    units, unit = units_of(history, terms)
    day = day_number(as_of)
    status = UnitStatus.of(units, terms, day)
    outcome, inside, ends = status.outcome, status.inside.astype(np.int64), status.leaves_on
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
        later = (unit >= 0) & (history.filed > day)  # another link of its number may be filed already
        outcome[later | (history.outcome == Outcome.UNFILED)] = Outcome.UNFILED
        inside[later] = 0
    return pd.DataFrame(
        {
            "counts_as": pd.Series(words[outcome], index=history.index, dtype=object),
            "in_window": pd.Series(yes_no[inside], index=history.index, dtype=object),
            "leaves_on": pd.Series(dates(ends), index=history.index),
        },
        copy=False,
    )


def units_of(history: History, terms: Terms) -> tuple[History, Codes]:
    """The units that count, and for each row the place of its unit; -1 where it cannot count."""
    scoped = history.in_scope(terms)
    if terms.unit == "complaint":
        return scoped.numbered(terms)
    return scoped, np.where(scoped.counts, np.arange(len(scoped)), -1)
