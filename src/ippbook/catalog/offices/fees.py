"""When the fees of a right are due: renewal windows of trademarks, annuities of patents, and the months of grace after them.

A day that a shorter month does not have becomes its last day.

Source: ipp-facts 3.6 [annuities L2: LAW; renewal of Chinese trademarks: GK].
"""

import calendar
import datetime as dt
from typing import Final, NamedTuple

from ippbook.catalog.offices.term import last_day

_GRACE_MONTHS: Final = 6
_RENEWAL_OPENS_MONTHS: Final = 12
_RENEWED: Final = frozenset({("trademark", "CN")})
_PAID_YEARLY: Final = frozenset({("invention patent", "CN"), ("utility model", "CN"), ("design patent", "CN")})


class Renewal(NamedTuple):
    """The days on which a right can be renewed: from *opens* to its last day, and with a surcharge to *grace_ends*."""

    opens: dt.date
    grace_ends: dt.date


def add_months(day: dt.date, months: int) -> dt.date:
    """Give the day that is *months* after *day* (negative: before).

    >>> add_months(dt.date(2026, 8, 31), 6), add_months(dt.date(2026, 1, 15), -12)
    (datetime.date(2027, 2, 28), datetime.date(2025, 1, 15))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return dt.date.max if months > 0 else dt.date.min
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def renewal(right_type: str, office: str, until: dt.date | None) -> Renewal | None:
    """Give the days on which a right that lasts to *until* can be renewed; None where they are not known.

    >>> renewal("trademark", "CN", dt.date(2031, 4, 13))
    Renewal(opens=datetime.date(2030, 4, 13), grace_ends=datetime.date(2031, 10, 13))
    """
    if until is None or (right_type, office) not in _RENEWED:
        return None
    return Renewal(add_months(until, -_RENEWAL_OPENS_MONTHS), add_months(until, _GRACE_MONTHS))


def annuity_due(
    right_type: str, office: str, filed: dt.date | None, until: dt.date | None, as_of: dt.date
) -> dt.date | None:
    """Give the next last day to pay an annuity: the day before an anniversary of filing, not before *as_of*.

    None where no annuity is known, or where no further annuity is due before the term ends on *until*.

    >>> annuity_due("utility model", "CN", dt.date(2020, 6, 19), dt.date(2030, 6, 18), dt.date(2026, 6, 30))
    datetime.date(2027, 6, 18)
    """
    if filed is None or (right_type, office) not in _PAID_YEARLY:
        return None
    years = max(as_of.year - filed.year, 1)
    due = next((day for day in (last_day(filed, years), last_day(filed, years + 1)) if day >= as_of), None)
    return None if due is None or (until is not None and due >= until) else due


def grace_ends(due: dt.date) -> dt.date:
    """Give the last day on which an annuity that was due on *due* is accepted, with a surcharge."""
    return add_months(due, _GRACE_MONTHS)
