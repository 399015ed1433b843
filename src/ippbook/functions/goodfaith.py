"""Good-Faith figures of an account, from whole columns of complaints. All five functions take the same arguments.

The terms are the defaults of ipp-facts 6.2. A team's own terms (the Settings table) enter the computed columns of
Accounts, not these functions, because a worksheet function sees its arguments alone.
"""

from datetime import date
from typing import Any

from ippbook.declare import worksheet
from ippbook.declare.parameters import Dates, Percent, ReasonCodes, Statuses, Texts
from ippbook.goodfaith import History, Terms, assess
from ippbook.tables.values import Unreadable


def _standing(  # the columns of a history
    accounts: Any,
    filed: Any,
    status: Any,
    account: str,
    as_of: date | None,
    reasons: Any,
    complaints: Any,
    decided: Any,
) -> Any:
    """The row of `assess` for one account. With complaint numbers given, links of one number count once."""
    if as_of is None:
        raise Unreadable("As of is blank: give the day for which to count, for example DATE(2026,6,30)")
    if not account:
        raise Unreadable("Account is blank: name one of the accounts")
    columns = {"filed": filed, "status": status, "reasons": reasons, "complaints": complaints, "decided": decided}
    for name, column in columns.items():
        if column is not None and len(column) != len(accounts):
            raise Unreadable(f"the column {name} has {len(column)} rows and the column accounts has {len(accounts)}")
    history = History.of(accounts, complaints, filed, status, reasons, decided)
    terms = Terms(unit="link" if complaints is None else "complaint")
    return assess(history, as_of, terms, [account]).iloc[0]


@worksheet("IPP_GF_COMPLAINTS", "Good-Faith")
def complaints_filed(  # the columns of a history
    accounts: Texts,
    filed: Dates,
    status: Statuses,
    account: str,
    as_of: date,
    reasons: ReasonCodes | None = None,
    complaints: Texts | None = None,
    decided: Dates | None = None,
) -> int:
    """How many complaints an account filed in the three months that end on a day.

    Source: ipp-facts 6.1, 6.2 [O2: OFF; what counts as one complaint: INF].

    Arguments:
        accounts: the column of account names, a row a link
        filed: the column of filing dates
        status: the column of statuses
        account: the account asked about
        as_of: the last day of the window
        reasons: the column of reasons; with it each reason is tested by itself
        complaints: the column of complaint numbers; with it the links of one number count once
        decided: the column of decision dates; with it what was decided after the day counts as pending

    Examples:
        =IPP_GF_COMPLAINTS("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_COMPLAINTS("nordlys-legal", DATE(2026,3,30), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(_standing(accounts, filed, status, account, as_of, reasons, complaints, decided)["complaints"])


@worksheet("IPP_GF_RATE", "Good-Faith")
def takedown_rate(  # the columns of a history
    accounts: Texts,
    filed: Dates,
    status: Statuses,
    account: str,
    as_of: date,
    reasons: ReasonCodes | None = None,
    complaints: Texts | None = None,
    decided: Dates | None = None,
) -> Percent:
    """The share of an account's decided complaints that were taken down; empty where none is decided.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; how the rate is built: INF].

    Arguments:
        accounts: the column of account names, a row a link
        filed: the column of filing dates
        status: the column of statuses
        account: the account asked about
        as_of: the last day of the window
        reasons: the column of reasons; not needed for this figure
        complaints: the column of complaint numbers; with it the links of one number count once
        decided: the column of decision dates; with it what was decided after the day counts as pending

    Examples:
        =IPP_GF_RATE("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_RATE("nordlys-legal", DATE(2026,6,1), "rejected", "nordlys-legal", DATE(2026,6,30)) -> 0
        =IPP_GF_RATE("nordlys-legal", DATE(2026,6,1), "submitted", "nordlys-legal", DATE(2026,6,30)) ->
    """
    return float(_standing(accounts, filed, status, account, as_of, reasons, complaints, decided)["takedown_rate"])


@worksheet("IPP_GF_COUNTER_RATE", "Good-Faith")
def counter_rate(  # the columns of a history
    accounts: Texts,
    filed: Dates,
    status: Statuses,
    account: str,
    as_of: date,
    reasons: ReasonCodes | None = None,
    complaints: Texts | None = None,
    decided: Dates | None = None,
) -> Percent:
    """The share of an account's takedowns that a seller's counter-notice overturned; empty where there is no takedown.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; how the rate is built: INF].

    Arguments:
        accounts: the column of account names, a row a link
        filed: the column of filing dates
        status: the column of statuses
        account: the account asked about
        as_of: the last day of the window
        reasons: the column of reasons; not needed for this figure
        complaints: the column of complaint numbers; with it the links of one number count once
        decided: the column of decision dates; with it what was decided after the day counts as pending

    Examples:
        =IPP_GF_COUNTER_RATE("nordlys-legal", DATE(2026,6,1), "reinstated", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_COUNTER_RATE("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return float(_standing(accounts, filed, status, account, as_of, reasons, complaints, decided)["counter_rate"])


@worksheet("IPP_GF_QUALIFIES", "Good-Faith")
def qualifies(  # the columns of a history
    accounts: Texts,
    filed: Dates,
    status: Statuses,
    account: str,
    as_of: date,
    reasons: ReasonCodes | None = None,
    complaints: Texts | None = None,
    decided: Dates | None = None,
) -> bool:
    """Whether an account meets all Good-Faith tests on a day: enough complaints, enough takedowns, few overturned.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; 100 complaints: VEN].

    Arguments:
        accounts: the column of account names, a row a link
        filed: the column of filing dates
        status: the column of statuses
        account: the account asked about
        as_of: the last day of the window
        reasons: the column of reasons; with it each reason is tested by itself
        complaints: the column of complaint numbers; with it the links of one number count once
        decided: the column of decision dates; with it what was decided after the day counts as pending

    Examples:
        =IPP_GF_QUALIFIES("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> no
    """
    return bool(_standing(accounts, filed, status, account, as_of, reasons, complaints, decided)["qualifies"] == "yes")


@worksheet("IPP_GF_FAILS", "Good-Faith")
def fails(  # the columns of a history
    accounts: Texts,
    filed: Dates,
    status: Statuses,
    account: str,
    as_of: date,
    reasons: ReasonCodes | None = None,
    complaints: Texts | None = None,
    decided: Dates | None = None,
) -> str:
    """Which Good-Faith tests an account fails on a day, in words; empty where it qualifies.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; 100 complaints: VEN].

    Arguments:
        accounts: the column of account names, a row a link
        filed: the column of filing dates
        status: the column of statuses
        account: the account asked about
        as_of: the last day of the window
        reasons: the column of reasons; with it each reason is tested by itself
        complaints: the column of complaint numbers; with it the links of one number count once
        decided: the column of decision dates; with it what was decided after the day counts as pending

    Examples:
        =IPP_GF_FAILS("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 1 of 100 complaints
    """
    return str(_standing(accounts, filed, status, account, as_of, reasons, complaints, decided)["fails"])
