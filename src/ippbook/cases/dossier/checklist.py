"""The items of a checklist and their states."""

from enum import StrEnum

from ippbook.quick_dataclasses import dataclass


class ItemState(StrEnum):
    """Whether a statement is true, judged by the workbook alone."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ChecklistItem:
    """One statement that must be true before complaints can succeed."""

    step: str
    """Account, Right or Filing; with its name: "Right TM-CN-1"."""
    statement: str
    state: ItemState
    found: str
    """The value in the workbook; "" where it is blank."""
    next: str
    """What to do; "" where there is nothing to do."""
    source: str
    place: str = ""
    """The cell that decides it, such as Accounts!E2."""


def answered(answer: str) -> ItemState:
    """The state for the value of a yes/no cell."""
    return {"yes": ItemState.TRUE, "no": ItemState.FALSE}.get(answer, ItemState.UNKNOWN)
