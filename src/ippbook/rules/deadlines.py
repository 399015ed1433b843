"""Rules on Complaints: deadlines to answer counter-notices and to sue."""

from datetime import date

import numpy as np
import pandas as pd

from ippbook import deadlines
from ippbook.declare import rule
from ippbook.rules.rows import as_mask, is_filled, is_one_of, per_distinct
from ippbook.tables.column_types import ChoiceColumn, DateColumn, Mask


@rule(
    "CP240",
    on="Complaints",
    at="Counter noticed",
    says="the answer to the counter-notice of {counter_noticed:%Y-%m-%d} was due by {reply_due:%Y-%m-%d}, but the status is still {status}; withdraw, or ask the platform to decide",
)
def counter_notice_unanswered(status: ChoiceColumn, reply_due: DateColumn, as_of: date) -> Mask:
    """Counter-notice that was not answered in time.

    If the complainant does not answer in time, the platform may treat this as giving up the complaint. The link then
    comes back, and the counter-notice counts against the account.

    Fix: withdraw now, or ask the platform to decide now. Then enter the new status.
    Source: ipp-facts 11 D01, 5.5 [C2: CODE], 5.6 (time to answer: not found).
    Certainty: not found; the time is the setting Reply working days, so this is a warning.

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

    The setting Reply reminder working days says how many Beijing working days before the last day this reminder comes.

    Fix: withdraw, or ask the platform to decide. Then enter the new status.
    Source: ipp-facts 5.6 (time to answer: not found), 11 D01.
    Certainty: not found; both times are settings, so this is advice.

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
def time_to_sue_is_running(status: ChoiceColumn, suit_due: DateColumn, as_of: date) -> Mask:
    """Counter-notice that starts the time to sue.

    After the seller's declaration the platform waits 15 days for news of a complaint to the authority or of a lawsuit.
    Without such news it ends its measures. Delays outside your control, such as a notarisation abroad, are not counted,
    up to 20 working days. If the last day is a holiday, it is not moved here: the earlier day is the safe one.

    Fix: decide with a lawyer. Tell the platform when a complaint or lawsuit is filed, and enter the outcome as status.
    Source: ipp-facts 5.8 (E-Commerce Law art. 43) [L4: LAW], 5.6 [L5, L6: LAW], 11 D02.
    Certainty: law for the 15 days; which days are counted is a setting, so this is advice.

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
    says="the answer is due by {reply_due:%Y-%m-%d}, counted with weekends and statutory holidays only; check this date, because the official calendar of that year is not known yet",
)
def calendar_not_published(status: ChoiceColumn, reply_due: DateColumn) -> Mask:
    """Deadline in a year without a known official calendar of working days.

    Around holidays China moves working days to weekends. The calendar of the next year is published in autumn.

    Fix: look up the days at gov.cn, or update the Python package holidays.
    Source: ipp-facts 11, last note (GK): working days with make-up Saturdays.
    Certainty: general knowledge, so this is advice.

    Flagged:
        | Status          | Counter noticed |
        | counter-noticed | 2058-03-01      |
    Clean:
        | Status          | Counter noticed |
        | counter-noticed | 2026-06-26      |
        | upheld          | 2058-03-01      |
        | counter-noticed |                 |
    """
    rows = is_one_of(status, deadlines.AWAITS_REPLY) & is_filled(reply_due)
    if not rows.any():  # the calendar is slow to load, so it is loaded only if a deadline needs it
        return rows
    years = reply_due.dt.year.fillna(0).astype(int).astype(str)
    return rows & as_mask(
        per_distinct(years, lambda year: year != "0" and not deadlines.is_published(date(int(year), 12, 31)))
    )
