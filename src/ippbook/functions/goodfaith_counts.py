"""Good-Faith counts of an account, from whole columns of complaints. All functions have the same arguments and count in the window."""

from ippbook.declare import worksheet
from ippbook.functions.goodfaith_arguments import HistoryArguments


@worksheet("IPP_GF_DECIDED", "Good-Faith")
def decided(account: HistoryArguments) -> int:
    """How many complaints of an account were taken down or rejected.

    Source: ipp-facts 6.2 (unstated: INF).

    Examples:
        =IPP_GF_DECIDED("nordlys-legal", DATE(2026,6,1), "rejected", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_DECIDED("nordlys-legal", DATE(2026,6,1), "draft", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(account.figures["decided"])


@worksheet("IPP_GF_TAKEN_DOWN", "Good-Faith")
def taken_down(account: HistoryArguments) -> int:
    """How many complaints of an account the platform accepted, including those reinstated later.

    Source: ipp-facts 6.2 (unstated: INF).

    Examples:
        =IPP_GF_TAKEN_DOWN("nordlys-legal", DATE(2026,6,1), "reinstated", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_TAKEN_DOWN("nordlys-legal", DATE(2026,6,1), "draft", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(account.figures["taken_down"])


@worksheet("IPP_GF_REJECTED", "Good-Faith")
def rejected(account: HistoryArguments) -> int:
    """How many complaints of an account the platform refused.

    Source: ipp-facts 6.2 (unstated: INF).

    Examples:
        =IPP_GF_REJECTED("nordlys-legal", DATE(2026,6,1), "rejected", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_REJECTED("nordlys-legal", DATE(2026,6,1), "draft", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(account.figures["rejected"])


@worksheet("IPP_GF_PENDING", "Good-Faith")
def pending(account: HistoryArguments) -> int:
    """How many complaints of an account are not decided yet.

    Source: ipp-facts 6.2 (unstated: INF).

    Examples:
        =IPP_GF_PENDING("nordlys-legal", DATE(2026,6,1), "submitted", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_PENDING("nordlys-legal", DATE(2026,6,1), "draft", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(account.figures["pending"])


@worksheet("IPP_GF_WITHDRAWN", "Good-Faith")
def withdrawn(account: HistoryArguments) -> int:
    """How many complaints of an account were withdrawn.

    Source: ipp-facts 5.5 [C1: CODE], 5.9 [L24: LAW].

    Examples:
        =IPP_GF_WITHDRAWN("nordlys-legal", DATE(2026,6,1), "withdrawn", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_WITHDRAWN("nordlys-legal", DATE(2026,6,1), "draft", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(account.figures["withdrawn"])


@worksheet("IPP_GF_DEAD", "Good-Faith")
def dead(account: HistoryArguments) -> int:
    """How many complaints of an account ended because the link was dead.

    Source: ipp-facts 5.5 [C1: CODE], 6.2 (INF).

    Examples:
        =IPP_GF_DEAD("nordlys-legal", DATE(2026,6,1), "link dead", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_DEAD("nordlys-legal", DATE(2026,6,1), "draft", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(account.figures["dead"])


@worksheet("IPP_GF_COUNTER_UPHELD", "Good-Faith")
def counter_upheld(account: HistoryArguments) -> int:
    """How many complaints of an account came back after the seller's counter-notice succeeded.

    Source: ipp-facts 5.5 [C1: CODE], 6.2.

    Examples:
        =IPP_GF_COUNTER_UPHELD("nordlys-legal", DATE(2026,6,1), "reinstated", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_COUNTER_UPHELD("nordlys-legal", DATE(2026,6,1), "draft", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(account.figures["counter_upheld"])


@worksheet("IPP_GF_LINKS", "Good-Faith")
def links_filed(account: HistoryArguments) -> int:
    """How many links an account reported, whatever counts as one complaint.

    Source: ipp-facts 6.2 (what counts as one complaint: INF).

    Examples:
        =IPP_GF_LINKS({"a";"a"}, {46174;46174}, {"accepted";"accepted"}, "a", DATE(2026,6,30), "", {"C1";"C1"}) -> 2
        =IPP_GF_LINKS("a", DATE(2026,6,1), "draft", "a", DATE(2026,6,30)) -> 0
    """
    return int(account.figures["links"])


@worksheet("IPP_GF_COMPLAINT_NUMBERS", "Good-Faith")
def complaint_numbers(account: HistoryArguments) -> int:
    """How many complaint numbers an account's links have, whatever counts as one complaint; each link without a number counts as one.

    Source: ipp-facts 6.2 (what counts as one complaint: INF).

    Examples:
        =IPP_GF_COMPLAINT_NUMBERS({"a";"a"}, {46174;46174}, {"accepted";"accepted"}, "a", DATE(2026,6,30), "", {"C1";"C1"}) -> 1
        =IPP_GF_COMPLAINT_NUMBERS("a", DATE(2026,6,1), "draft", "a", DATE(2026,6,30)) -> 0
    """
    return int(account.figures["complaint_numbers"])


@worksheet("IPP_GF_TAKEDOWN_OF", "Good-Faith")
def takedown_of(account: HistoryArguments) -> int:
    """The number of complaints by which the takedown rate of an account is divided.

    Source: ipp-facts 6.2 (how the rate is built: INF).

    Examples:
        =IPP_GF_TAKEDOWN_OF("a", DATE(2026,6,1), "rejected", "a", DATE(2026,6,30)) -> 1
        =IPP_GF_TAKEDOWN_OF("a", DATE(2026,6,1), "submitted", "a", DATE(2026,6,30)) -> 0
    """
    return int(account.figures["takedown_of"])


@worksheet("IPP_GF_COUNTER_OF", "Good-Faith")
def counter_of(account: HistoryArguments) -> int:
    """The number of complaints by which the counter-notice rate of an account is divided.

    Source: ipp-facts 6.2 (how the rate is built: INF).

    Examples:
        =IPP_GF_COUNTER_OF("a", DATE(2026,6,1), "accepted", "a", DATE(2026,6,30)) -> 1
        =IPP_GF_COUNTER_OF("a", DATE(2026,6,1), "rejected", "a", DATE(2026,6,30)) -> 0
    """
    return int(account.figures["counter_of"])
