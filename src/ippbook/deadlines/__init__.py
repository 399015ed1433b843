"""Deadlines: Beijing working days, the time limits of portals and of the law, and the list of what is due."""

from ippbook.deadlines.agenda import Due, RunningTimes, agenda, listing_facts, running_times
from ippbook.deadlines.times import APPEAL_OPEN, AWAITS_REPLY, Times
from ippbook.deadlines.workdays import days_after, is_published, published_until, workday, workdays_between

__all__ = [
    "APPEAL_OPEN",
    "AWAITS_REPLY",
    "Due",
    "RunningTimes",
    "Times",
    "agenda",
    "days_after",
    "is_published",
    "listing_facts",
    "published_until",
    "running_times",
    "workday",
    "workdays_between",
]
