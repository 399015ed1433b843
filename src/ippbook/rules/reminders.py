"""How near the end of a document or right is, in words: the one way in which all reminders say it."""

from datetime import date

import numpy as np
import pandas as pd

from ippbook.rules.check_settings import CheckSettings
from ippbook.rules.rows import per_distinct
from ippbook.tables.column_types import DateColumn, Sentences


def reminders(until: DateColumn, as_of: date, first_days: int, checks: CheckSettings) -> Sentences:
    """For each day of *until* that is *as_of* or at most *first_days* days later, how many days are left; "" elsewhere.

    From the settings' days on, the sentence says that it is the second reminder, or the last.
    """
    left = (until - pd.Timestamp(as_of)).dt.days.to_numpy(dtype=float)
    found = np.full(len(left), "", dtype=object)
    near = np.flatnonzero((left >= 0) & (left <= first_days))
    found[near] = per_distinct(pd.Series(left[near]), lambda days: _said(int(days), checks))
    return found


def _said(days: int, checks: CheckSettings) -> str:
    left = "today" if not days else f"in {days} day{'' if days == 1 else 's'}"
    if days <= checks.last_reminder_days:
        return f"{left}; last reminder"
    return f"{left}; second reminder" if days <= checks.second_reminder_days else left
