"""Computed columns of Complaints: deadlines."""

from datetime import date
from typing import Literal

import numpy as np
import pandas as pd

from ippbook import deadlines
from ippbook.deadlines.workdays import later
from ippbook.declare import column
from ippbook.tables.column_types import ChoiceColumn, DateColumn, FlagColumn
from ippbook.tables.schema import Kind


@column("Complaints", "Reply due", chinese=("答复截止日",), kind=Kind.DATE, width=12)
def reply_due(counter_noticed: DateColumn, reply_working_days: int) -> DateColumn:
    """The last day to answer the seller's counter-notice, in Beijing working days.

    The time to answer is not published; the setting Reply working days has it.

    Source: ipp-facts 5.6, 11 D01 (not found).
    """
    return pd.Series(deadlines.days_after(counter_noticed, reply_working_days).astype("datetime64[s]"))


@column("Complaints", "Reply overdue", chinese=("答复逾期",), kind=Kind.YES_NO, width=10, good={"yes": "bad"})
def reply_overdue(status: ChoiceColumn, reply_due: DateColumn, as_of: date) -> FlagColumn:
    """Whether the answer to a counter-notice is late; empty if no answer is due.

    Source: ipp-facts 5.6, 11 D01 (not found).
    """
    owed = status.isin(deadlines.AWAITS_REPLY) & reply_due.notna()
    late = reply_due < pd.Timestamp(as_of)
    return pd.Series(np.where(owed, np.where(late, "yes", "no"), "").astype(object), dtype=object)


@column("Complaints", "Suit due", chinese=("起诉截止日",), kind=Kind.DATE, width=12)
def suit_due(
    counter_noticed: DateColumn, suit_days: int, suit_days_counted: Literal["calendar", "working"]
) -> DateColumn:
    """The last day to complain to the authority or to sue after the seller's declaration. After it the platform lifts its measures.

    Source: ipp-facts 5.6, 5.8 (E-Commerce Law art. 43) [L4: LAW].
    """
    count = deadlines.days_after if suit_days_counted == "working" else later
    return pd.Series(count(counter_noticed, suit_days).astype("datetime64[s]"))
