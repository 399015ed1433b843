"""Good-Faith figures of an account, from whole columns of complaints. All these functions take the same arguments.

The terms are the defaults of ipp-facts 6.2, but for the limits that the last arguments give. A team's own terms (the Settings
table) enter the computed columns of Accounts, not these functions, because a worksheet function sees its arguments alone.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Any, Final

import pandas as pd
from pydantic import ValidationError

from ippbook.declare import worksheet
from ippbook.declare.parameters import Dates, Percent, ReasonCodes, Statuses, Texts
from ippbook.goodfaith import History, Terms, assess, outlook
from ippbook.tables.schema import Kind
from ippbook.tables.values import Unreadable

Limit = Annotated[float | None, Kind.PERCENT]
_ARGUMENTS: Final = """Arguments:
        accounts: the column of account names, a row a link
        filed: the column of filing dates
        status: the column of statuses
        account: the account asked about
        as_of: the last day of the window
        reasons: the column of reasons; with it each reason is tested by itself
        complaints: the column of complaint numbers; with it the links of one number count once
        decided: the column of decision dates; with it what was decided after the day counts as pending
        min_complaints: complaints that are enough; 100 where left out
        min_takedown_rate: lowest takedown rate that is enough; 90 % where left out
        max_counter_rate: highest rate of upheld counter-notices that does no harm; 5 % where left out

    Examples:"""


class _Asked:
    """One account of a history on a day, under the terms that were given."""

    def __init__(self, history: History, as_of: date, terms: Terms, account: str) -> None:
        self.history, self.as_of, self.terms, self.account = history, as_of, terms, account

    @cached_property
    def standing(self) -> Any:
        """The row of `assess`."""
        return assess(self.history, self.as_of, self.terms, [self.account]).iloc[0]

    @cached_property
    def outlook(self) -> Any:
        """The row of `outlook`."""
        return outlook(self.history, self.as_of, self.terms, [self.account]).iloc[0]


def _terms(unit: str, limits: Mapping[str, Any]) -> Terms:
    try:
        # By way of text, because a cell's 0.9 is a binary fraction a little off, and limits are compared exactly.
        return Terms.model_validate({"unit": unit, **{name: str(limit) for name, limit in limits.items()}})
    except ValidationError as failure:
        wrong = failure.errors()[0]
        name = str(wrong["loc"][0])
        raise Unreadable(f"{name} {limits.get(name)} cannot be used: {wrong['msg']}") from None


def _of_history(answer: Callable[[_Asked], Any]) -> Callable[..., Any]:
    """The worksheet function with all the columns and limits as arguments that answers for one account."""

    def function(  # noqa: PLR0913, PLR0917  # the columns of a history and the limits, as a sheet hands them over
        accounts: Texts,
        filed: Dates,
        status: Statuses,
        account: str,
        as_of: date,
        reasons: ReasonCodes | None = None,
        complaints: Texts | None = None,
        decided: Dates | None = None,
        min_complaints: int | None = None,
        min_takedown_rate: Limit = None,
        max_counter_rate: Limit = None,
    ) -> Any:
        if pd.isna(as_of):
            raise Unreadable("As of is blank: give the day for which to count, for example DATE(2026,6,30)")
        if not account:
            raise Unreadable("Account is blank: name one of the accounts")
        optional = {"reasons": reasons, "complaints": complaints, "decided": decided}
        given = {name: column for name, column in optional.items() if column is not None and not _left_out(column)}
        for name, column in {"filed": filed, "status": status, **given}.items():
            if len(column) != len(accounts):
                raise Unreadable(
                    f"the column {name} has {len(column)} rows and the column accounts has {len(accounts)}"
                )
        limits = {
            "min_complaints": min_complaints,
            "min_takedown_rate": min_takedown_rate,
            "max_counter_rate": max_counter_rate,
        }
        terms = _terms(
            "complaint" if "complaints" in given else "link",
            {name: limit for name, limit in limits.items() if limit is not None},
        )
        history = History.of(
            accounts, given.get("complaints"), filed, status, given.get("reasons"), given.get("decided")
        )
        return answer(_Asked(history, as_of, terms, account))

    function.__name__, function.__qualname__ = answer.__name__, answer.__name__
    function.__annotations__["return"] = answer.__annotations__["return"]
    function.__doc__ = (answer.__doc__ or "").replace("Examples:", _ARGUMENTS)
    return function


def _left_out(column: Any) -> bool:
    """Whether an optional column was not given; hosts hand over a skipped argument as one blank."""
    return len(column) == 1 and (pd.isna(column.iloc[0]) or column.iloc[0] == "")


@worksheet("IPP_GF_COMPLAINTS", "Good-Faith")
@_of_history
def complaints_filed(asked: _Asked) -> int:
    """How many complaints an account filed in the three months that end on a day.

    Source: ipp-facts 6.1, 6.2 [O2: OFF; what counts as one complaint: INF].

    Examples:
        =IPP_GF_COMPLAINTS("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_COMPLAINTS("nordlys-legal", DATE(2026,3,30), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(asked.standing["complaints"])


@worksheet("IPP_GF_RATE", "Good-Faith")
@_of_history
def takedown_rate(asked: _Asked) -> Percent:
    """The share of an account's decided complaints that were taken down; empty where none is decided.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; how the rate is built: INF].

    Examples:
        =IPP_GF_RATE("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_RATE("nordlys-legal", DATE(2026,6,1), "rejected", "nordlys-legal", DATE(2026,6,30)) -> 0
        =IPP_GF_RATE("nordlys-legal", DATE(2026,6,1), "submitted", "nordlys-legal", DATE(2026,6,30)) ->
    """
    return float(asked.standing["takedown_rate"])


@worksheet("IPP_GF_COUNTER_RATE", "Good-Faith")
@_of_history
def counter_rate(asked: _Asked) -> Percent:
    """The share of an account's takedowns that a seller's counter-notice overturned; empty where there is no takedown.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; how the rate is built: INF].

    Examples:
        =IPP_GF_COUNTER_RATE("nordlys-legal", DATE(2026,6,1), "reinstated", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_COUNTER_RATE("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return float(asked.standing["counter_rate"])


@worksheet("IPP_GF_QUALIFIES", "Good-Faith")
@_of_history
def qualifies(asked: _Asked) -> bool:
    """Whether an account meets all Good-Faith tests on a day: enough complaints, enough takedowns, few overturned.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; 100 complaints: VEN].

    Examples:
        =IPP_GF_QUALIFIES("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> no
        =IPP_GF_QUALIFIES("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30), "", "", "", 1) -> yes
    """
    return bool(asked.standing["qualifies"] == "yes")


@worksheet("IPP_GF_FAILS", "Good-Faith")
@_of_history
def fails(asked: _Asked) -> str:
    """Which Good-Faith tests an account fails on a day, in words; empty where it qualifies.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; 100 complaints: VEN].

    Examples:
        =IPP_GF_FAILS("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 1 of 100 complaints
        =IPP_GF_FAILS("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30), "", "", "", 1) ->
    """
    return str(asked.standing["fails"])


@worksheet("IPP_GF_HEADROOM", "Good-Faith")
@_of_history
def headroom(asked: _Asked) -> int | None:
    """How many more rejections leave an account's takedown rate good, over all and in each reason with a decision.

    Source: ipp-facts 6.2 (derived numbers: INF).

    Examples:
        =IPP_GF_HEADROOM("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 0
        =IPP_GF_HEADROOM("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30), "", "", "", 1, 0.5) -> 1
    """
    return _whole(asked.outlook["headroom"])


@worksheet("IPP_GF_NEEDED", "Good-Faith")
@_of_history
def needed(asked: _Asked) -> int | None:
    """How many further complaints, all taken down, an account needs to meet every test; empty where no number is enough.

    Source: ipp-facts 6.2 (derived numbers: INF).

    Examples:
        =IPP_GF_NEEDED("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 99
        =IPP_GF_NEEDED("nordlys-legal", DATE(2026,6,1), "rejected", "nordlys-legal", DATE(2026,6,30), "", "", "", 1) -> 9
    """
    return _whole(asked.outlook["needed"])


@worksheet("IPP_GF_BEST", "Good-Faith")
@_of_history
def best(asked: _Asked) -> Percent:
    """The takedown rate of an account if all that is pending is taken down; empty where nothing is pending or decided.

    Source: ipp-facts 6.2 (derived numbers: INF).

    Examples:
        =IPP_GF_BEST("nordlys-legal", DATE(2026,6,1), "submitted", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_BEST("nordlys-legal", DATE(2026,6,1), "rejected", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return float(asked.outlook["best_rate"])


@worksheet("IPP_GF_WORST", "Good-Faith")
@_of_history
def worst(asked: _Asked) -> Percent:
    """The takedown rate of an account if all that is pending is rejected; empty where nothing is pending or decided.

    Source: ipp-facts 6.2 (derived numbers: INF).

    Examples:
        =IPP_GF_WORST("nordlys-legal", DATE(2026,6,1), "submitted", "nordlys-legal", DATE(2026,6,30)) -> 0
        =IPP_GF_WORST("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 1
    """
    return float(asked.outlook["worst_rate"])


@worksheet("IPP_GF_RUNS_OUT", "Good-Faith")
@_of_history
def runs_out(asked: _Asked) -> date | None:
    """The first day on which an account no longer qualifies if nothing more is filed or decided; empty where it does not qualify.

    Source: ipp-facts 6.2 (derived numbers: INF).

    Examples:
        =IPP_GF_RUNS_OUT("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30), "", "", "", 1) -> 2026-09-01
        =IPP_GF_RUNS_OUT("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) ->
    """
    return _day(asked.outlook["runs_out"])


@worksheet("IPP_GF_LOCKED_UNTIL", "Good-Faith")
@_of_history
def locked_until(asked: _Asked) -> date | None:
    """The first day on which an account that lost the status may have it again; empty where it is not locked out.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; who was in: INF].

    Examples:
        =IPP_GF_LOCKED_UNTIL("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30), "", "", "", 1) ->
    """
    return _day(asked.outlook["locked_until"])


def _whole(number: Any) -> int | None:
    return None if pd.isna(number) else int(number)


def _day(day: Any) -> date | None:
    return None if pd.isna(day) else day.date()
