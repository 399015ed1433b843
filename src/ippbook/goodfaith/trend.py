"""The figures of each account at the ends of the last months, for a chart of both rates and their limits."""

from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from ippbook.goodfaith.assess import failures_on
from ippbook.goodfaith.daily_figures import DailyFigures
from ippbook.goodfaith.figures import NO_YES
from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.terms import Terms
from ippbook.goodfaith.window import Days, date_of_number, month_ends
from ippbook.languages import say_series

TREND_MONTHS: Final = 12
"""Month ends of each account in the table of months; each chart reads exactly this many rows."""


def trend(history: History, as_of: date, terms: Terms | None = None, months: int = TREND_MONTHS) -> pd.DataFrame:
    """Each account at the last *months* month ends; the month of *as_of* ends on *as_of*, because nothing later is known.

    One row an account and month end, in order. Columns: account, portal; day (datetime64[s]); complaints, decided; takedown_rate,
    counter_rate (NaN where there is none); min_takedown_rate, max_counter_rate (the limits); qualifies; fails (every failing
    test in words). Raises ValueError where *months* is less than 1.
    """
    terms = terms or Terms()
    ends = month_ends(as_of, months)
    units = history.in_units(terms)
    seats = len(units.accounts)
    account, days = np.repeat(np.arange(seats), len(ends)), np.tile(ends, seats)
    daily = DailyFigures.of(units, account, days, terms)
    figures, place = daily.figures, daily.place
    return pd.DataFrame(
        {
            "account": pd.Series([units.accounts[each] for each in account], dtype=object),
            "portal": pd.Series([units.seats[each] if units.seats else "" for each in account], dtype=object),
            "day": pd.Series(days.view("datetime64[D]").astype("datetime64[s]")),
            "complaints": figures.filed[place],
            "decided": figures.decided[place],
            "takedown_rate": figures.takedown_rate[place],
            "counter_rate": figures.counter_rate[place],
            "min_takedown_rate": float(terms.min_takedown_rate),
            "max_counter_rate": float(terms.max_counter_rate),
            "qualifies": pd.Series(NO_YES[daily.passes[place].astype(np.int64)], dtype=object),
            "fails": pd.Series(_failures(units, daily, account, days, terms), dtype=object),
        }
    )


def _failures(units: History, daily: DailyFigures, account: Codes, days: Days, terms: Terms) -> list[str]:
    """The failing tests of each query in words. Reasons are tested only on days on which one fails."""
    by_day: dict[int, list[str]] = {}
    found = []
    for seat, day, place in zip(account.tolist(), days.tolist(), daily.place.tolist(), strict=True):
        if not daily.failing_reason[place]:
            found.append(say_series(daily.figures.failures(place, terms), "; "))
            continue
        if day not in by_day:
            by_day[day] = failures_on(units, date_of_number(day), terms)
        found.append(by_day[day][seat])
    return found


def named_as_reported(months: pd.DataFrame) -> pd.DataFrame:
    """The table of `trend` with the column names of the report."""
    return months.rename(
        columns={"day": "month_end", "min_takedown_rate": "takedown_limit", "max_counter_rate": "counter_limit"}
    )
