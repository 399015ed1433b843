"""Takedowns, and the offers that appeared after them, over the last twelve months."""

import numpy as np
import pandas as pd

from ippbook.declare.wiring import Wiring
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.window import dates, day_numbers
from ippbook.sellers.table import Comebacks, comebacks
from ippbook.trends.months import TREND_MONTHS, last_months, month_places


def comebacks_by_month(wiring: Wiring) -> pd.DataFrame:
    """How many offers were taken down in each of the last twelve months, and how many came after a takedown.

    One row a month. Columns: month_end (datetime64[s]); taken_down (offers, by the first day of a takedown); new_offers (other offers of a seller for the same
    right, by the day on which they were first seen); seen_again (offers that were seen after they themselves were taken down, by the
    last day on which they were seen). An offer is a link. Source: ipp-facts 10 (re-listing within days [V18: VEN]).
    """
    ends = last_months(wiring.as_of)
    found = wiring.once("Listings", comebacks)
    down = np.array(list(found.taken_down.values()), dtype="datetime64[s]")
    return pd.DataFrame(
        {
            "month_end": pd.Series(dates(ends)),
            "taken_down": _counted(np.arange(len(down)), day_numbers(down), ends),
            "new_offers": _offers(found, found.new, found.first, ends),
            "seen_again": _offers(found, found.again, found.latest, ends),
        }
    )


def _offers(found: Comebacks, rows: np.ndarray, days: np.ndarray, ends: Codes) -> Codes:
    """How many different offers the *rows* are about, by the month of *days*."""
    offers, _ = pd.factorize(found.offer[rows])
    return _counted(offers, day_numbers(days[rows]), ends)


def _counted(offers: Codes, days: Codes, ends: Codes) -> Codes:
    """How many different offers each month has."""
    month = month_places(days, ends)
    pairs = pd.unique(offers[month >= 0] * TREND_MONTHS + month[month >= 0])
    return np.bincount(pairs % TREND_MONTHS, minlength=TREND_MONTHS)
