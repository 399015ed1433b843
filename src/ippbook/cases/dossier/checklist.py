"""What a checklist is made of."""

from dataclasses import dataclass
from enum import StrEnum


class ItemState(StrEnum):
    """Whether a statement holds, as far as the workbook tells."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class ChecklistItem:
    """One statement that must hold before complaints are filed with success."""

    step: str
    """Account, Right or Filing; with its name: "Right TM-CN-1"."""
    statement: str
    state: ItemState
    found: str
    """What the workbook says, or where it says nothing."""
    next: str
    """What to do; "" where nothing is to be done."""
    source: str
    place: str = ""
    """The cell that decides it, such as Accounts!E2."""


def answered(answer: str) -> ItemState:
    """The state that a yes/no cell gives."""
    return {"yes": ItemState.TRUE, "no": ItemState.FALSE}.get(answer, ItemState.UNKNOWN)
