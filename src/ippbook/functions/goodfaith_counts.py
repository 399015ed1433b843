"""Good-Faith counts of an account, from whole columns of complaints. All take the same arguments; all count in the window."""

from ippbook.declare import worksheet
from ippbook.functions.asking import Asked, of_history


@worksheet("IPP_GF_DECIDED", "Good-Faith")
@of_history
def decided(asked: Asked) -> int:
    """How many complaints of an account were taken down or rejected.

    Source: ipp-facts 6.2 (unstated: INF).

    Examples:
        =IPP_GF_DECIDED("nordlys-legal", DATE(2026,6,1), "rejected", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_DECIDED("nordlys-legal", DATE(2026,6,1), "draft", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(asked.standing["decided"])


@worksheet("IPP_GF_TAKEN_DOWN", "Good-Faith")
@of_history
def taken_down(asked: Asked) -> int:
    """How many complaints of an account the platform accepted, those reinstated later included.

    Source: ipp-facts 6.2 (unstated: INF).

    Examples:
        =IPP_GF_TAKEN_DOWN("nordlys-legal", DATE(2026,6,1), "reinstated", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_TAKEN_DOWN("nordlys-legal", DATE(2026,6,1), "draft", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(asked.standing["taken_down"])


@worksheet("IPP_GF_REJECTED", "Good-Faith")
@of_history
def rejected(asked: Asked) -> int:
    """How many complaints of an account the platform refused.

    Source: ipp-facts 6.2 (unstated: INF).

    Examples:
        =IPP_GF_REJECTED("nordlys-legal", DATE(2026,6,1), "rejected", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_REJECTED("nordlys-legal", DATE(2026,6,1), "draft", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(asked.standing["rejected"])


@worksheet("IPP_GF_PENDING", "Good-Faith")
@of_history
def pending(asked: Asked) -> int:
    """How many complaints of an account are not decided yet.

    Source: ipp-facts 6.2 (unstated: INF).

    Examples:
        =IPP_GF_PENDING("nordlys-legal", DATE(2026,6,1), "submitted", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_PENDING("nordlys-legal", DATE(2026,6,1), "draft", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(asked.standing["pending"])


@worksheet("IPP_GF_WITHDRAWN", "Good-Faith")
@of_history
def withdrawn(asked: Asked) -> int:
    """How many complaints of an account were withdrawn.

    Source: ipp-facts 5.5 [C1: CODE], 5.9 [L24: LAW].

    Examples:
        =IPP_GF_WITHDRAWN("nordlys-legal", DATE(2026,6,1), "withdrawn", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_WITHDRAWN("nordlys-legal", DATE(2026,6,1), "draft", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(asked.standing["withdrawn"])


@worksheet("IPP_GF_DEAD", "Good-Faith")
@of_history
def dead(asked: Asked) -> int:
    """How many complaints of an account came to nothing because the link was dead.

    Source: ipp-facts 5.5 [C1: CODE], 6.2 (INF).

    Examples:
        =IPP_GF_DEAD("nordlys-legal", DATE(2026,6,1), "link dead", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_DEAD("nordlys-legal", DATE(2026,6,1), "draft", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(asked.standing["dead"])


@worksheet("IPP_GF_COUNTER_UPHELD", "Good-Faith")
@of_history
def counter_upheld(asked: Asked) -> int:
    """How many complaints of an account came back after the seller's counter-notice succeeded.

    Source: ipp-facts 5.5 [C1: CODE], 6.2.

    Examples:
        =IPP_GF_COUNTER_UPHELD("nordlys-legal", DATE(2026,6,1), "reinstated", "nordlys-legal", DATE(2026,6,30)) -> 1
        =IPP_GF_COUNTER_UPHELD("nordlys-legal", DATE(2026,6,1), "draft", "nordlys-legal", DATE(2026,6,30)) -> 0
    """
    return int(asked.standing["counter_upheld"])
