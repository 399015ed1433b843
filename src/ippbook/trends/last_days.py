"""Rights and powers of attorney whose last day is in one of the next twelve months."""

from typing import Final

import numpy as np
import pandas as pd

from ippbook.declare.wiring import Wiring
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.window import dates, day_number, day_numbers
from ippbook.trends.months import TREND_MONTHS, month_places, next_months

RIGHT_GROUPS: Final = {
    "trademarks": ("trademark",),
    "patents_and_designs": ("design patent", "utility model", "invention patent"),
}
"""Columns of counts, and the right types of each; all other types are in *other_rights*."""


def last_days_by_month(wiring: Wiring) -> pd.DataFrame:
    """How many rights and powers of attorney run out in each of the next twelve months, from the day of the check on.

    One row a month. Columns: month_end (datetime64[s]), trademarks, patents_and_designs, other_rights, powers_of_attorney. A right counts on the
    last day of its protection (column *Protected until*). Source: ipp-facts 3.4, 3.6.
    """
    ends = next_months(wiring.as_of)
    rights = wiring.tables["Rights"].filled
    types = wiring.value("Rights", "right_type").to_numpy()
    until = _months(wiring, "Rights", "protected_until", ends)
    found = {}
    other = rights.copy()
    for name, members in RIGHT_GROUPS.items():
        chosen = rights & np.isin(types, members)
        other &= ~chosen
        found[name] = _counted(until[chosen])
    found["other_rights"] = _counted(until[other])
    powers = _months(wiring, "Accounts", "poa_end", ends)
    found["powers_of_attorney"] = _counted(powers[wiring.tables["Accounts"].filled])
    return pd.DataFrame({"month_end": pd.Series(dates(ends)), **found})


def _months(wiring: Wiring, table: str, column: str, ends: Codes) -> Codes:
    """The month of the column's days; -1 for days before the day of the check and after the last month."""
    days = day_numbers(wiring.value(table, column).to_numpy())
    return np.where(days < day_number(wiring.as_of), -1, month_places(days, ends))


def _counted(months: Codes) -> Codes:
    return np.bincount(months[months >= 0], minlength=TREND_MONTHS)
