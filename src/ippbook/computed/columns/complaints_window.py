"""Computed columns of Complaints: how each row counts for Good-Faith. The button Good-Faith writes them, with Accounts."""

from ippbook.declare import column
from ippbook.declare.wiring import Whole
from ippbook.goodfaith.from_tables import complaint_counts, complaint_failures, complaint_statuses
from ippbook.tables.column_types import AnyColumn, DateColumn, FlagColumn, NumberColumn, TextColumn
from ippbook.tables.schema import Kind


def _place(complaints: Whole, name: str) -> AnyColumn:
    """One column of how each row counts, which is computed once a run."""
    return complaints.once(complaint_statuses)[name]


def _running(complaints: Whole, name: str) -> AnyColumn:
    """One column of the running counts, which are computed once a run."""
    return complaints.once(complaint_counts)[name]


@column("Complaints", "Counts as", chinese=("统计口径",), rare=True, words="counts", width=12)
def counts_as(all_complaints: Whole) -> TextColumn:
    """How the row counts for Good-Faith: unfiled, pending, taken down, reinstated, rejected, withdrawn or dead.

    Empty if the row cannot count, because it has no account or no filing date.

    Source: ipp-facts 5.5 [C1: CODE], 6.2 (INF).
    """
    return _place(all_complaints, "counts_as")


@column("Complaints", "In window", chinese=("窗口内",), kind=Kind.YES_NO, width=10)
def in_window(all_complaints: Whole) -> FlagColumn:
    """Whether the row counts for Good-Faith on the date of the check; empty if it cannot count on any day.

    Source: ipp-facts 6.2 [O2: OFF; the ends of the window: INF].
    """
    return _place(all_complaints, "in_window")


@column("Complaints", "Leaves window on", chinese=("移出窗口日",), rare=True, kind=Kind.DATE, width=12)
def leaves_window_on(all_complaints: Whole) -> DateColumn:
    """The first day on which the row will no longer count for Good-Faith, with its current data.

    Source: ipp-facts 6.2 [O2: OFF; the ends of the window: INF].
    """
    return _place(all_complaints, "leaves_on")


@column("Complaints", "Running count", chinese=("窗口累计数",), rare=True, kind=Kind.COUNT, width=10)
def running_count(all_complaints: Whole) -> NumberColumn:
    """Complaints of the account in the window, at the end of the day on which the row was filed.

    Source: ipp-facts 6.2 [O2: OFF; unit: INF].
    """
    return _running(all_complaints, "complaints")


@column("Complaints", "Running rate", chinese=("窗口成立率",), rare=True, kind=Kind.PERCENT, width=10)
def running_rate(all_complaints: Whole) -> NumberColumn:
    """Takedown rate of the account, at the end of the day on which the row was filed.

    Source: ipp-facts 6.2 [O1, O2: OFF; how the rate is built: INF].
    """
    return _running(all_complaints, "takedown_rate")


@column("Complaints", "Qualified that day", chinese=("当日达标",), rare=True, kind=Kind.YES_NO, width=10)
def qualified_that_day(all_complaints: Whole) -> FlagColumn:
    """Whether the account met all Good-Faith tests, at the end of the day on which the row was filed.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; 100 complaints: VEN].
    """
    return _running(all_complaints, "qualifies")


@column("Complaints", "Failed that day", chinese=("当日未达标项",), rare=True, width=30)
def failed_that_day(all_complaints: Whole) -> TextColumn:
    """The Good-Faith tests that the account failed at the end of that day, in words; empty if it qualified.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; 100 complaints: VEN].
    """
    return all_complaints.once(complaint_failures)
