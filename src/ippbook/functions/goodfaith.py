"""Good-Faith rates, tests and outlook of an account, from whole columns of complaints. All functions have the same arguments."""

from datetime import date
from typing import Any

import pandas as pd

from ippbook.declare import worksheet
from ippbook.declare.parameters import Percent
from ippbook.functions.goodfaith_arguments import HistoryArguments


@worksheet("IPP_GF_COMPLAINTS", "Good-Faith")
def complaints_filed(account: HistoryArguments) -> int:
    """How many complaints an account filed in the three months that end on a day.

    Source: ipp-facts 6.1, 6.2 [O2: OFF; what counts as one complaint: INF].

    Examples:
        =IPP_GF_COMPLAINTS("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_COMPLAINTS("nordlys-legal", DATE(2026,3,30), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(account.figures["complaints"])


@worksheet("IPP_GF_RATE", "Good-Faith")
def takedown_rate(account: HistoryArguments) -> Percent:
    """The share of an account's decided complaints that were taken down; empty if none is decided.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; how the rate is built: INF].

    Examples:
        =IPP_GF_RATE("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_RATE("nordlys-legal", DATE(2026,6,1), "rejected", "nordlys-legal", DATE(2026,6,30)) -> 0
        =IPP_GF_RATE("nordlys-legal", DATE(2026,6,1), "submitted", "nordlys-legal", DATE(2026,6,30)) ->
    """
    return float(account.figures["takedown_rate"])


@worksheet("IPP_GF_COUNTER_RATE", "Good-Faith")
def counter_rate(account: HistoryArguments) -> Percent:
    """The share of an account's takedowns that a seller's counter-notice overturned; empty if there is no takedown.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; how the rate is built: INF].

    Examples:
        =IPP_GF_COUNTER_RATE("nordlys-legal", DATE(2026,6,1), "reinstated", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_COUNTER_RATE("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return float(account.figures["counter_rate"])


@worksheet("IPP_GF_QUALIFIES", "Good-Faith")
def qualifies(account: HistoryArguments) -> bool:
    """Whether an account meets all Good-Faith tests on a day: enough complaints, enough takedowns, few overturned.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; 100 complaints: VEN].

    Examples:
        =IPP_GF_QUALIFIES("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> no
        =IPP_GF_QUALIFIES("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30), "", "", "", 1) -> yes
    """
    return bool(account.figures["qualifies"] == "yes")


@worksheet("IPP_GF_FAILS", "Good-Faith")
def fails(account: HistoryArguments) -> str:
    """Which Good-Faith tests an account fails on a day, in words; empty if it qualifies.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; 100 complaints: VEN].

    Examples:
        =IPP_GF_FAILS("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 1 of 100 complaints
        =IPP_GF_FAILS("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30), "", "", "", 1) ->
    """
    return str(account.figures["fails"])


@worksheet("IPP_GF_HEADROOM", "Good-Faith")
def headroom(account: HistoryArguments) -> int | None:
    """How many more rejections an account's takedown rate can take, over all and for each reason with a decision.

    Source: ipp-facts 6.2 (derived numbers: INF).

    Examples:
        =IPP_GF_HEADROOM("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 0
        =IPP_GF_HEADROOM("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30), "", "", "", 1, 0.5) -> 1
    """
    return _whole(account.outlook["headroom"])


@worksheet("IPP_GF_HEADROOM_BY", "Good-Faith")
def headroom_by(account: HistoryArguments) -> str:
    """The reason that allows an account the fewest more rejections; empty if all complaints together allow the fewest.

    Source: ipp-facts 6.1 [O1, O2 2021: OFF], 6.2 (derived numbers: INF).

    Examples:
        =IPP_GF_HEADROOM_BY({"a";"a";"a"}, {46174;46174;46174}, {"accepted";"accepted";"accepted"}, "a", DATE(2026,6,30), {"counterfeit";"counterfeit";"keyword abuse"}, "", "", 1, 0.5) -> keyword abuse
        =IPP_GF_HEADROOM_BY("a", DATE(2026,6,1), "accepted", "a", DATE(2026,6,30)) ->
    """
    return str(account.outlook["headroom_by"])


@worksheet("IPP_GF_NEEDED", "Good-Faith")
def needed(account: HistoryArguments) -> int | None:
    """How many further complaints, all taken down, an account needs to meet every test; empty if no number is enough.

    Source: ipp-facts 6.2 (derived numbers: INF).

    Examples:
        =IPP_GF_NEEDED("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 99
        =IPP_GF_NEEDED("nordlys-legal", DATE(2026,6,1), "rejected", "nordlys-legal", DATE(2026,6,30), "", "", "", 1) -> 9
    """
    return _whole(account.outlook["needed"])


@worksheet("IPP_GF_BEST", "Good-Faith")
def best(account: HistoryArguments) -> Percent:
    """The takedown rate of an account if all that is pending is taken down; empty if nothing is pending or decided.

    Source: ipp-facts 6.2 (derived numbers: INF).

    Examples:
        =IPP_GF_BEST("nordlys-legal", DATE(2026,6,1), "submitted", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_BEST("nordlys-legal", DATE(2026,6,1), "rejected", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return float(account.outlook["best_rate"])


@worksheet("IPP_GF_BEST_QUALIFIES", "Good-Faith")
def best_qualifies(account: HistoryArguments) -> bool:
    """Whether an account meets all Good-Faith tests if all that is pending is taken down.

    Source: ipp-facts 6.1, 6.2 (derived numbers: INF).

    Examples:
        =IPP_GF_BEST_QUALIFIES("a", DATE(2026,6,1), "submitted", "a", DATE(2026,6,30), "", "", "", 1) -> yes
        =IPP_GF_BEST_QUALIFIES("a", DATE(2026,6,1), "rejected", "a", DATE(2026,6,30), "", "", "", 1) -> no
    """
    return bool(account.outlook["best"] == "yes")


@worksheet("IPP_GF_WORST", "Good-Faith")
def worst(account: HistoryArguments) -> Percent:
    """The takedown rate of an account if all that is pending is rejected; empty if nothing is pending or decided.

    Source: ipp-facts 6.2 (derived numbers: INF).

    Examples:
        =IPP_GF_WORST("nordlys-legal", DATE(2026,6,1), "submitted", "nordlys-legal", DATE(2026,6,30)) -> 0
        =IPP_GF_WORST("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) -> 1
    """
    return float(account.outlook["worst_rate"])


@worksheet("IPP_GF_WORST_QUALIFIES", "Good-Faith")
def worst_qualifies(account: HistoryArguments) -> bool:
    """Whether an account meets all Good-Faith tests even if all that is pending is rejected.

    Source: ipp-facts 6.1, 6.2 (derived numbers: INF).

    Examples:
        =IPP_GF_WORST_QUALIFIES("a", DATE(2026,6,1), "accepted", "a", DATE(2026,6,30), "", "", "", 1) -> yes
        =IPP_GF_WORST_QUALIFIES("a", DATE(2026,6,1), "submitted", "a", DATE(2026,6,30), "", "", "", 1) -> no
    """
    return bool(account.outlook["worst"] == "yes")


@worksheet("IPP_GF_RUNS_OUT", "Good-Faith")
def runs_out(account: HistoryArguments) -> date | None:
    """The first day on which an account no longer qualifies if nothing more is filed or decided; empty if it does not qualify.

    Source: ipp-facts 6.2 (derived numbers: INF).

    Examples:
        =IPP_GF_RUNS_OUT("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30), "", "", "", 1) -> 2026-09-01
        =IPP_GF_RUNS_OUT("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30)) ->
    """
    return _day(account.outlook["runs_out"])


@worksheet("IPP_GF_LOCKED_UNTIL", "Good-Faith")
def locked_until(account: HistoryArguments) -> date | None:
    """The first day on which an account that lost the status can have it again; empty if it is not locked out.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; who was in: INF].

    Examples:
        =IPP_GF_LOCKED_UNTIL({"a";"a"}, {46174;46183}, {"accepted";"rejected"}, "a", DATE(2026,6,30), "", "", "", 1) -> 2026-09-10
        =IPP_GF_LOCKED_UNTIL("nordlys-legal", DATE(2026,6,1), "accepted", "nordlys-legal", DATE(2026,6,30), "", "", "", 1) ->
    """
    return _day(account.outlook["locked_until"])


@worksheet("IPP_GF_LOST_ON", "Good-Faith")
def lost_on(account: HistoryArguments) -> date | None:
    """The day on which an account last lost the status, by its figures; empty if it never had it or never lost it.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; who was in: INF].

    Examples:
        =IPP_GF_LOST_ON({"a";"a"}, {46174;46183}, {"accepted";"rejected"}, "a", DATE(2026,6,30), "", "", "", 1) -> 2026-06-10
        =IPP_GF_LOST_ON("a", DATE(2026,6,1), "accepted", "a", DATE(2026,6,30), "", "", "", 1) ->
    """
    return _day(account.outlook["lost_on"])


@worksheet("IPP_GF_WORST_REASON", "Good-Faith")
def worst_reason(account: HistoryArguments) -> str:
    """The reason with an account's lowest takedown rate, because each reason is tested separately; it needs the column of reasons.

    Source: ipp-facts 6.1 [O1, O2 2021: OFF].

    Examples:
        =IPP_GF_WORST_REASON({"a";"a"}, {46174;46174}, {"accepted";"rejected"}, "a", DATE(2026,6,30), {"counterfeit";"keyword abuse"}) -> keyword abuse
        =IPP_GF_WORST_REASON("a", DATE(2026,6,1), "accepted", "a", DATE(2026,6,30)) ->
    """
    return str(account.figures["worst_reason"])


@worksheet("IPP_GF_WITHDRAWN_RATE", "Good-Faith")
def withdrawn_rate(account: HistoryArguments) -> Percent:
    """The share of an account's filed complaints that were withdrawn; many are a sign of misuse. Empty if none is filed.

    Source: ipp-facts 5.9 [L24: LAW], 6.2 (INF).

    Examples:
        =IPP_GF_WITHDRAWN_RATE("a", DATE(2026,6,1), "withdrawn", "a", DATE(2026,6,30)) -> 1
        =IPP_GF_WITHDRAWN_RATE("b", DATE(2026,6,1), "withdrawn", "a", DATE(2026,6,30)) ->
    """
    return float(account.figures["withdrawn_rate"])


@worksheet("IPP_GF_RUNS_OUT_BY", "Good-Faith")
def runs_out_by(account: HistoryArguments) -> str:
    """Which tests will fail on the day of IPP_GF_RUNS_OUT, in words; empty if the account does not qualify today.

    Source: ipp-facts 6.2 [O2: OFF; derived: INF].

    Examples:
        =IPP_GF_RUNS_OUT_BY("a", DATE(2026,6,1), "accepted", "a", DATE(2026,6,30), "", "", "", 1) -> 0 of 1 complaints; no decided complaint
        =IPP_GF_RUNS_OUT_BY("a", DATE(2026,6,1), "accepted", "a", DATE(2026,6,30)) ->
    """
    return str(account.outlook["runs_out_by"])


def _whole(number: Any) -> int | None:
    return None if pd.isna(number) else int(number)


def _day(day: Any) -> date | None:
    return None if pd.isna(day) else day.date()
