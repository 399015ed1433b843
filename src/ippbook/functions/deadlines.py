"""Deadlines in Beijing working days."""

from datetime import date, timedelta

from ippbook import deadlines
from ippbook.declare import worksheet

_TIMES = deadlines.Times()


@worksheet("IPP_WORKDAY", "Deadlines")
def workday(start: date | None, days: int) -> date | None:
    """The day that is a number of Beijing working days after (below 0: before) a day.

    Weekends that make up for a bridge day are working days. The day itself does not count; 0 returns the day itself. For a
    year whose calendar is not published yet, only the statutory holidays count.

    Source: ipp-facts 11, last note (GK); yearly notices of the State Council.

    Arguments:
        start: the day from which to count
        days: how many working days

    Examples:
        =IPP_WORKDAY(DATE(2026,2,13), 1) -> 2026-02-14
        =IPP_WORKDAY(DATE(2026,2,14), 1) -> 2026-02-24
        =IPP_WORKDAY(DATE(2026,6,12), -1) -> 2026-06-11
    """
    return deadlines.workday(start, days) if start else None


@worksheet("IPP_WORKDAYS_BETWEEN", "Deadlines")
def workdays_between(start: date | None, end: date | None) -> int | None:
    """How many Beijing working days follow a day, up to another day, which counts. Below 0 where that day is earlier.

    Source: ipp-facts 11, last note (GK); yearly notices of the State Council.

    Arguments:
        start: the day from which to count; it does not count itself
        end: the last day that counts

    Examples:
        =IPP_WORKDAYS_BETWEEN(DATE(2026,2,13), DATE(2026,2,24)) -> 2
        =IPP_WORKDAYS_BETWEEN(DATE(2026,2,24), DATE(2026,2,13)) -> -2
    """
    return deadlines.workdays_between(start, end) if start and end else None


@worksheet("IPP_REPLY_DUE", "Deadlines")
def reply_due(counter_noticed: date | None, working_days: int = _TIMES.reply_working_days) -> date | None:
    """The last day to answer a counter-notice that came on a day. The term is not published: 3 working days here.

    Source: ipp-facts 5.6, 11 D01 (not found).

    Arguments:
        counter_noticed: the day on which the counter-notice came
        working_days: Beijing working days to answer; the workbook's column uses the setting Reply working days

    Examples:
        =IPP_REPLY_DUE(DATE(2026,9,30)) -> 2026-10-10
        =IPP_REPLY_DUE(DATE(2026,6,1), 5) -> 2026-06-08
    """
    return deadlines.workday(counter_noticed, working_days) if counter_noticed else None


@worksheet("IPP_SUIT_DUE", "Deadlines")
def suit_due(counter_noticed: date | None, days: int = _TIMES.suit_days) -> date | None:
    """The last day to complain to the authority or to sue after the seller's declaration came; after it, measures are lifted.

    These are calendar days. A last day that is a holiday is not moved, because the earlier day is the safe one.

    Source: ipp-facts 5.6, 5.8 (E-Commerce Law art. 43) [L4: LAW].

    Arguments:
        counter_noticed: the day on which the seller's declaration came
        days: calendar days; the law says 15

    Examples:
        =IPP_SUIT_DUE(DATE(2026,6,1)) -> 2026-06-16
    """
    try:
        return counter_noticed + timedelta(days=days) if counter_noticed else None
    except OverflowError:
        return None


@worksheet("IPP_SUIT_LATEST", "Deadlines")
def suit_latest(counter_noticed: date | None) -> date | None:
    """The last day to complain or sue if the delay is excused, for example by a notarisation abroad.

    Source: ipp-facts 5.6 [L5, L6: LAW, SPC Reply in force 2020-09-14].

    Arguments:
        counter_noticed: the day on which the seller's declaration came

    Examples:
        =IPP_SUIT_LATEST(DATE(2026,6,1)) -> 2026-06-30
    """
    return deadlines.workday(counter_noticed, _TIMES.suit_excused_working_days) if counter_noticed else None
