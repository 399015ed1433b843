"""Deadlines: Beijing working days, the times that portals and the law give, and what is due when."""

from ippbook.deadlines.agenda import Due, agenda
from ippbook.deadlines.times import APPEAL_OPEN, AWAITS_REPLY, Times
from ippbook.deadlines.workdays import days_after, is_published, published_until, workday, workdays_between

__all__ = [
    "APPEAL_OPEN",
    "AWAITS_REPLY",
    "Due",
    "Times",
    "agenda",
    "days_after",
    "is_published",
    "published_until",
    "workday",
    "workdays_between",
]
