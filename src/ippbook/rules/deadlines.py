"""Rules on deadlines: counter-notices that wait for an answer, and the time to sue."""

from datetime import date

import numpy as np
import pandas as pd

from ippbook import deadlines
from ippbook.declare import rule
from ippbook.rules.rows import as_mask, filled, is_one_of, per_distinct
from ippbook.tables.column_types import ChoiceColumn, DateColumn, Mask


@rule(
    "CP240",
    on="Complaints",
    at="Counter noticed",
    says="the counter-notice of {counter_noticed:%Y-%m-%d} was to be answered by {reply_due:%Y-%m-%d} and still has status {status}",
)
def counter_notice_unanswered(status: ChoiceColumn, reply_due: DateColumn, as_of: date) -> Mask:
    """Counter-notice that was not answered in time.

    A complainant who lets the time pass may be taken to give in; the link comes back, and the counter-notice counts
    against the account.

    Fix: withdraw or ask the platform to decide, at once; then enter the new status.
    Source: ipp-facts 11 D01, 5.5 [C2: CODE], 5.6 (time to answer: not found).
    Certainty: not found; the time is the setting Reply working days, hence a warning.

    Flagged:
        | Status          | Counter noticed | As of      |
        | counter-noticed | 2026-06-24      | 2026-06-30 |
        | counter-noticed | 2026-05-04      | 2026-06-30 |
    Clean:
        | Status          | Counter noticed | As of      |
        | counter-noticed | 2026-06-25      | 2026-06-30 |
        | counter-noticed |                 | 2026-06-30 |
        | intervention    | 2026-05-04      | 2026-06-30 |
        | upheld          | 2026-05-04      | 2026-06-30 |
    """
    return is_one_of(status, deadlines.AWAITS_REPLY) & as_mask(reply_due < pd.Timestamp(as_of))


@rule(
    "CP340",
    on="Complaints",
    at="Counter noticed",
    says="answer the counter-notice of {counter_noticed:%Y-%m-%d} by {reply_due:%Y-%m-%d}",
)
def answer_due_soon(status: ChoiceColumn, reply_due: DateColumn, as_of: date, reply_reminder_working_days: int) -> Mask:
    """Counter-notice whose answer is due soon.

    The reminder comes as many Beijing working days before the last day as the setting Reply reminder working days says.

    Fix: withdraw, or ask the platform to decide; then enter the new status.
    Source: ipp-facts 5.6 (time to answer: not found), 11 D01.
    Certainty: not found; both times are settings, hence an advice.

    Flagged:
        | Status          | Counter noticed | As of      |
        | counter-noticed | 2026-06-25      | 2026-06-30 |
        | counter-noticed | 2026-06-26      | 2026-06-30 |
    Clean:
        | Status          | Counter noticed | As of      |
        | counter-noticed | 2026-06-29      | 2026-06-30 |
        | counter-noticed | 2026-06-24      | 2026-06-30 |
        | intervention    | 2026-06-26      | 2026-06-30 |
    """
    remind = deadlines.days_after(reply_due, -reply_reminder_working_days) if reply_reminder_working_days else reply_due
    day = pd.Timestamp(as_of)
    soon = as_mask(reply_due >= day) & as_mask(pd.Series(np.asarray(remind).astype("datetime64[s]")) <= day)
    return is_one_of(status, deadlines.AWAITS_REPLY) & soon


@rule(
    "CP341",
    on="Complaints",
    at="Counter noticed",
    says="the seller declared non-infringement on {counter_noticed:%Y-%m-%d}; complain to the authority or sue by {suit_due:%Y-%m-%d}, or the platform lifts its measures",
)
def time_to_sue_runs(status: ChoiceColumn, suit_due: DateColumn, as_of: date) -> Mask:
    """Counter-notice after which the time to sue is running.

    After the seller's declaration the platform waits 15 days for word of a complaint to the authority or of a suit, and
    then ends its measures. Delays that nobody could help, such as a notarisation abroad, are not counted, for 20 working
    days at most. A last day that is a holiday is not moved here: the earlier day is the safe one.

    Fix: decide with counsel; tell the platform when a complaint or suit is filed, and enter the outcome as status.
    Source: ipp-facts 5.8 (E-Commerce Law art. 43) [L4: LAW], 5.6 [L5, L6: LAW], 11 D02.
    Certainty: law for the 15 days; which days is a setting, hence an advice.

    Flagged:
        | Status          | Counter noticed | As of      |
        | counter-noticed | 2026-06-26      | 2026-06-30 |
        | intervention    | 2026-06-15      | 2026-06-30 |
    Clean:
        | Status          | Counter noticed | As of      |
        | intervention    | 2026-06-14      | 2026-06-30 |
        | upheld          | 2026-06-26      | 2026-06-30 |
        | intervention    |                 | 2026-06-30 |
    """
    return is_one_of(status, deadlines.APPEAL_OPEN) & as_mask(suit_due >= pd.Timestamp(as_of))


@rule(
    "CP342",
    on="Complaints",
    at="Counter noticed",
    says="the answer is due by {reply_due:%Y-%m-%d} by weekends and statutory holidays alone, because the official calendar of that year is not known yet; look it up",
)
def calendar_not_published(status: ChoiceColumn, reply_due: DateColumn) -> Mask:
    """Deadline in a year whose official calendar of working days is not known.

    China moves working days to weekends around holidays, and publishes in autumn how it will do so in the next year.

    Fix: look the days up at gov.cn, or update ippbook's package of holidays.
    Source: ipp-facts 11, last note (GK): working days with make-up Saturdays.
    Certainty: general knowledge, hence an advice.

    Flagged:
        | Status          | Counter noticed |
        | counter-noticed | 2058-03-01      |
    Clean:
        | Status          | Counter noticed |
        | counter-noticed | 2026-06-26      |
        | upheld          | 2058-03-01      |
        | counter-noticed |                 |
    """
    rows = is_one_of(status, deadlines.AWAITS_REPLY) & filled(reply_due)
    if not rows.any():  # the calendar is read only when a day hangs on it
        return rows
    years = reply_due.dt.year.fillna(0).astype(int).astype(str)
    return rows & as_mask(
        per_distinct(years, lambda year: year != "0" and not deadlines.is_published(date(int(year), 12, 31)))
    )
