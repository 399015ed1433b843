"""The words of every reminder: how many days are left until a document or right ends."""

from datetime import date

import numpy as np
import pandas as pd

from ippbook.languages import say
from ippbook.number_words import counted
from ippbook.rules.check_settings import CheckSettings
from ippbook.rules.rows import per_distinct
from ippbook.tables.column_types import DateColumn, Sentences


def reminders(until: DateColumn, as_of: date, first_days: int, checks: CheckSettings) -> Sentences:
    """How many days are left, for each day of *until* from *as_of* to *first_days* days later; "" elsewhere.

    The settings say from when it is the second or the last reminder.
    """
    left = (until - pd.Timestamp(as_of)).dt.days.to_numpy(dtype=float)
    found = np.full(len(left), "", dtype=object)
    near = np.flatnonzero((left >= 0) & (left <= first_days))
    found[near] = per_distinct(pd.Series(left[near]), lambda days: _sentence(int(days), checks))
    return found


def _sentence(days: int, checks: CheckSettings) -> str:
    left = "today" if not days else say("in {days}", days=counted(days, "day"))
    if days <= checks.last_reminder_days:
        return say("{left} (last reminder)", left=left)
    return say("{left} (second reminder)", left=left) if days <= checks.second_reminder_days else left
