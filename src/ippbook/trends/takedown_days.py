"""How long a takedown takes, from the filing day to the platform's decision."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from ippbook.declare.wiring import Wiring
from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.outcome import Outcome
from ippbook.goodfaith.window import NO_DAY, dates
from ippbook.trends.accounts import ALL_ACCOUNTS, account_names, scoped_history, seat_names
from ippbook.trends.months import TREND_MONTHS, last_months, month_places

_DOWN = (Outcome.TAKEN_DOWN, Outcome.REINSTATED)


def takedown_days(scoped: History, as_of: date, names: Sequence[str] = ()) -> pd.DataFrame:
    """Calendar days from filing to decision of the links that were taken down in each of the last twelve months.

    One row an account and month of the decision: `ALL_ACCOUNTS` first, then *names* (default: the accounts of *scoped*), without
    accounts that have no complaint. Links that came back later count too; a link without a decision day, or with one before its filing day, does not.
    Columns: account; month_end (datetime64[s]); takedowns (links); median_days, slowest_tenth (the days within which nine of ten were
    down; NaN in a month without takedown).
    """
    ends = last_months(as_of)
    month = month_places(scoped.decided, ends)
    down = scoped.counts & np.isin(scoped.outcome, _DOWN) & (month >= 0) & (scoped.filed != NO_DAY)
    rows = np.flatnonzero(down & (scoped.decided >= scoped.filed))
    days, month = scoped.decided[rows] - scoped.filed[rows], month[rows]
    seats = len(scoped.accounts)
    group = np.concatenate(
        [(scoped.account[rows] + 1) * TREND_MONTHS + month, month]
    )  # each link counts in all accounts too
    count, median, slowest = _quantiles(group, np.concatenate([days, days]), (seats + 1) * TREND_MONTHS)
    place = {name: at for at, name in enumerate(seat_names(scoped), start=1)}
    shown = [(ALL_ACCOUNTS, 0), *((name, place[name]) for name in names or place if name in place)]
    at = (np.array([at for _, at in shown], dtype=np.int64)[:, None] * TREND_MONTHS + np.arange(TREND_MONTHS)).ravel()
    return pd.DataFrame(
        {
            "account": pd.Series(
                np.repeat(np.array([name for name, _ in shown], dtype=object), TREND_MONTHS), dtype=object
            ),
            "month_end": pd.Series(np.tile(dates(ends), len(shown))),
            "takedowns": count[at],
            "median_days": median[at],
            "slowest_tenth": slowest[at],
        }
    )


def takedown_times(wiring: Wiring) -> pd.DataFrame:
    """`takedown_days` of a workbook, its accounts in the order of `account_names`."""
    return takedown_days(scoped_history(wiring), wiring.as_of, account_names(wiring))


def _quantiles(group: Codes, days: Codes, groups: int) -> tuple[Codes, np.ndarray, np.ndarray]:
    """For each group how many days it has, their median, and the smallest number of days within which nine tenths are."""
    ordered = days[np.lexsort((days, group))]
    count = np.bincount(group, minlength=groups)
    first = np.cumsum(count) - count
    padded = np.append(ordered, 0)
    with_days = count > 0

    def at(offset: Codes) -> np.ndarray:
        return np.where(with_days, padded[np.where(with_days, first + offset, len(ordered))], np.nan)

    median = (at(np.maximum(count - 1, 0) // 2) + at(count // 2)) / 2
    return count, median, at(np.maximum(-(-9 * count // 10) - 1, 0))
