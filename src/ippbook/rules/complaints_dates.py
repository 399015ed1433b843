"""Rules on Complaints: dates and statuses, compared with each other and with the date of the check."""

from datetime import date
from typing import Final

import pandas as pd

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.deadlines import APPEAL_OPEN
from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.rules.rows import as_mask, cell_empty, future_slips, has_outcome, is_filled, is_one_of, unfiled
from ippbook.tables.column_types import ChoiceColumn, DateColumn, Mask

_DECIDED: Final = ("taken down", "rejected")
_REGISTERED_ONLY: Final = frozenset(load_vocabulary("right_types").codes) - {
    "copyright",
    "software copyright",
    "portrait right",
}
"""Rights that do not exist before their registration."""


@rule(
    "CP110",
    on="Complaints",
    at="Decided",
    says="decided on {decided:%Y-%m-%d}, before it was filed on {filed:%Y-%m-%d}; correct one of the dates",
)
def decided_before_filed(filed: DateColumn, decided: DateColumn) -> Mask:
    """Complaint decided before it was filed.

    The two dates contradict each other, and Good-Faith is counted by them.

    Fix: correct the wrong date.
    Source: house rule: dates that contradict each other are reported; ipp-facts 6.2 (window).
    Certainty: certain; the dates contradict each other.

    Flagged:
        | Filed      | Decided    |
        | 2026-05-04 | 2026-05-03 |
        | 2026-05-04 | 2025-05-06 |
    Clean:
        | Filed      | Decided    |
        | 2026-05-04 | 2026-05-04 |
        | 2026-05-04 |            |
        |            | 2026-05-04 |
    """
    return as_mask(decided < filed)


@rule(
    "CP111",
    on="Complaints",
    at="Counter noticed",
    says="the counter-notice came on {counter_noticed:%Y-%m-%d}, before the complaint was filed on {filed:%Y-%m-%d}; correct one of the dates",
)
def countered_before_filed(filed: DateColumn, counter_noticed: DateColumn) -> Mask:
    """Counter-notice that came before the complaint.

    The two dates contradict each other, and the time to answer is counted from one of them.

    Fix: correct the wrong date.
    Source: house rule: dates that contradict each other are reported; ipp-facts 5.6.
    Certainty: certain; the dates contradict each other.

    Flagged:
        | Filed      | Counter noticed |
        | 2026-05-04 | 2026-05-03      |
    Clean:
        | Filed      | Counter noticed |
        | 2026-05-04 | 2026-05-04      |
        | 2026-05-04 |                 |
        |            | 2026-05-04      |
    """
    return as_mask(counter_noticed < filed)


@rule(
    "CP202",
    on="Complaints",
    at="Filed",
    says="status {status}, but the filing date {filed:%Y-%m-%d} is after {as_of:%Y-%m-%d}, the date of this check; correct the date",
)
def filed_in_the_future(filed: DateColumn, status: ChoiceColumn, as_of: date) -> Mask:
    """Filed complaint with a filing date in the future.

    Such a row is not counted in any Good-Faith window. The date may be a typing error. If many rows have later dates,
    the check is made for an earlier day, and nothing is flagged. Drafts may have a planned date.

    Fix: correct the date.
    Source: ipp-facts 6.2 (window [O2: OFF]).
    Certainty: inferred, so this is a warning.

    Flagged:
        | Status    | Filed      | As of      |
        | submitted | 2026-07-01 | 2026-06-30 |
        | accepted  | 2062-05-04 | 2026-06-30 |
    Clean:
        | Status    | Filed      | As of      |
        | submitted | 2026-06-30 | 2026-06-30 |
        | draft     | 2026-07-01 | 2026-06-30 |
        |           | 2026-07-01 | 2026-06-30 |
        | submitted |            | 2026-06-30 |
    """
    return is_filled(status) & ~has_outcome(status, "unfiled") & future_slips(filed, as_of)


@rule(
    "CP203",
    on="Complaints",
    at="Filed",
    says="status {status}, but no filing date; enter it, because the row is not counted for Good-Faith without it",
)
def filing_date_missing(status: ChoiceColumn, all_complaints: Whole) -> Mask:
    """Filed complaint without a filing date.

    The Good-Faith window is counted by filing dates. Without this date the account's figures are wrong.

    Fix: enter the filing date from the portal.
    Source: ipp-facts 6.2 [O2: OFF].
    Certainty: official for the window; that the filing date decides is a setting, so this is a warning.

    Flagged:
        | Status    | Filed |
        | submitted |       |
        | accepted  |       |
    Clean:
        | Status    | Filed      |
        | submitted | 2026-05-04 |
        | draft     |            |
        | ready     |            |
        |           |            |
    """
    return is_filled(status) & ~has_outcome(status, "unfiled") & cell_empty(all_complaints, "filed")


@rule(
    "CP204",
    on="Complaints",
    at="Status",
    says="decided on {decided:%Y-%m-%d}, but the status is {status}; enter the outcome as status",
)
def decided_but_status_open(status: ChoiceColumn, decided: DateColumn) -> Mask:
    """Decided complaint whose status is still open.

    The row is counted as pending, so the account's rates are wrong.

    Fix: enter the outcome as status, or delete the date.
    Source: ipp-facts 5.5 [C1: CODE], 6.2 (pending is excluded: INF).
    Certainty: inferred, so this is a warning.

    Flagged:
        | Status    | Decided    |
        | submitted | 2026-05-04 |
        | draft     | 2026-05-04 |
    Clean:
        | Status    | Decided    |
        | accepted  | 2026-05-04 |
        | rejected  | 2026-05-04 |
        | withdrawn | 2026-05-04 |
        | submitted |            |
        |           | 2026-05-04 |
    """
    return has_outcome(status, "pending", "unfiled") & is_filled(decided)


@rule(
    "CP205",
    on="Complaints",
    at="Filed",
    says="filed on {filed:%Y-%m-%d}, before right {right} was registered on {right_registered:%Y-%m-%d}; a pending right cannot be cited, so cite another right or correct the dates",
)
def filed_before_registration(
    filed: DateColumn, status: ChoiceColumn, right_type: ChoiceColumn, right_registered: DateColumn
) -> Mask:
    """Complaint filed before the right was registered.

    An application gives no right to enforce. Copyright exists without registration, so it is not flagged. Complaints
    that the platform accepted are not flagged either.

    Fix: cite a right that was registered on the filing date, or correct the dates.
    Source: ipp-facts 3.2 (pending marks: INF).
    Certainty: inferred, so this is a warning.

    Flagged:
        | Filed      | Status    | Right type    | Right registered |
        | 2026-05-04 | submitted | trademark     | 2026-05-05       |
        | 2026-05-04 | rejected  | design patent | 2026-05-05       |
        | 2026-05-04 | draft     | trademark     | 2026-05-05       |
    Clean:
        | Filed      | Status    | Right type | Right registered |
        | 2026-05-05 | submitted | trademark  | 2026-05-05       |
        | 2026-05-04 | accepted  | trademark  | 2026-05-05       |
        | 2026-05-04 | submitted | copyright  | 2026-05-05       |
        | 2026-05-04 | submitted | trademark  |                  |
        |            | draft     | trademark  | 2026-05-05       |
    """
    early = as_mask(filed < right_registered)
    return early & is_one_of(right_type, _REGISTERED_ONLY) & ~has_outcome(status, "taken down")


@rule("CP301", on="Complaints", at="Decided", says="status {status}, but no decision date; enter it from the portal")
def decision_date_missing(status: ChoiceColumn, all_complaints: Whole) -> Mask:
    """Decided complaint without a decision date.

    The decision date is needed to compute figures for an earlier day, and to see how long the platform takes.

    Fix: enter the date from the portal.
    Source: ipp-facts 6.2 (which date counts: unstated), 8 (outcome date).
    Certainty: inferred; this is advice.

    Flagged:
        | Status   | Decided |
        | accepted |         |
        | rejected |         |
    Clean:
        | Status    | Decided    |
        | accepted  | 2026-05-06 |
        | submitted |            |
        | withdrawn |            |
        |           |            |
    """
    return has_outcome(status, *_DECIDED) & cell_empty(all_complaints, "decided")


@rule(
    "CP302",
    on="Complaints",
    at="Status",
    says="filed on {filed:%Y-%m-%d}, but no status; enter the status from the portal",
)
def status_missing(filed: DateColumn, as_of: date, all_complaints: Whole) -> Mask:
    """Filed complaint without a status.

    The row is counted as pending until a status is entered.

    Fix: choose the status from the list.
    Source: ipp-facts 5.5 [C1: CODE].
    Certainty: inferred; this is advice.

    Flagged:
        | Status | Filed      | As of      |
        |        | 2026-05-04 | 2026-06-30 |
    Clean:
        | Status    | Filed      | As of      |
        | submitted | 2026-05-04 | 2026-06-30 |
        |           |            | 2026-06-30 |
        |           | 2026-07-01 | 2026-06-30 |
    """
    return cell_empty(all_complaints, "status") & as_mask(filed <= pd.Timestamp(as_of))


@rule(
    "CP303",
    on="Complaints",
    at="Counter noticed",
    says="status {status}, but no date of the counter-notice; enter it, because the time to answer starts on that day",
)
def counter_notice_date_missing(status: ChoiceColumn, all_complaints: Whole) -> Mask:
    """Appealed complaint without the date of the counter-notice.

    The time to answer and the 15 days to sue are counted from the seller's statement.

    Fix: enter the day on which the counter-notice arrived.
    Source: ipp-facts 5.6 [L4, L5, L6: LAW; time to answer: not found].
    Certainty: law for the 15 days; this is advice.

    Flagged:
        | Status          | Counter noticed |
        | counter-noticed |                 |
        | intervention    |                 |
    Clean:
        | Status          | Counter noticed |
        | counter-noticed | 2026-05-10      |
        | accepted        |                 |
        | upheld          |                 |
        |                 |                 |
    """
    return is_one_of(status, APPEAL_OPEN) & cell_empty(all_complaints, "counter_noticed")


@rule(
    "CP304",
    on="Complaints",
    at="Status",
    says="planned for {filed:%Y-%m-%d}, which has passed, but the status is still {status}; file it or change the date",
)
def planned_day_has_passed(status: ChoiceColumn, filed: DateColumn, as_of: date) -> Mask:
    """Draft whose filing date has passed.

    Either the complaint was filed and its status is out of date, or it was forgotten.

    Fix: enter the status from the portal, or a new date.
    Source: ipp-facts 5.5 (draft, ready: internal), 6.2.
    Certainty: inferred; this is advice.

    Flagged:
        | Status | Filed      | As of      |
        | draft  | 2026-06-29 | 2026-06-30 |
        | ready  | 2026-01-01 | 2026-06-30 |
    Clean:
        | Status    | Filed      | As of      |
        | ready     | 2026-06-30 | 2026-06-30 |
        | draft     |            | 2026-06-30 |
        | submitted | 2026-06-29 | 2026-06-30 |
        |           | 2026-06-29 | 2026-06-30 |
    """
    return is_filled(status) & unfiled(status, filed) & as_mask(filed < pd.Timestamp(as_of))
