"""A task, and the piles of rows from which tasks are made."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass
from ippbook.today.urgency import TaskKind, Urgency, how_late, place_in_order, urgency_of


@dataclass(frozen=True)
class TaskWords:
    """What to do, and why: a sentence without a full stop each."""

    what: str
    why: str = ""


@dataclass(frozen=True)
class TodayTask:
    """One line of the list."""

    kind: TaskKind
    account: str
    """"" where it is about no account, or about several."""
    what: str
    why: str
    day: date | None
    """The day until which it has to be done, or on which it happens; None where there is none."""
    days: int | None
    """Days until then; below 0: it is late."""
    seller: str
    url: str
    """The canonical link of its first listing; "" where there is none."""
    table: str
    sheet: str
    cell: str
    """The first cell that it is about; "" where it is about a whole sheet."""
    count: int = 1
    """How many complaints, listings or rows it is about."""
    code: str = ""
    """The code of the error; "" where it is about none."""

    @property
    def urgency(self) -> Urgency:
        """When to do it."""
        return urgency_of(self.kind, self.days)

    @property
    def when(self) -> str:
        """How late it is, in words."""
        return how_late(self.days)

    @property
    def place(self) -> str:
        """Sheet and cell as people write them."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    @property
    def address(self) -> str:
        """Sheet and cell as a link in Excel needs them: 'Team''s list'!C12; "" without a sheet."""
        return cell_address(self.sheet, self.cell)

    @property
    def order(self) -> tuple[int, int, int, int]:
        """Its place in the list."""
        return place_in_order(self.kind, self.days)


def cell_address(sheet: str, cell: str) -> str:
    """The address of a cell for a link within a workbook.

    >>> cell_address("Team's list", "C12"), cell_address("Rights", ""), cell_address("投诉", "B2"), cell_address("", "A1")
    ("'Team''s list'!C12", 'Rights!A1', '投诉!B2', '')
    >>> cell_address("A1", "B2"), cell_address("2026", "B2"), cell_address("R1C1", "B2")
    ("'A1'!B2", "'2026'!B2", "'R1C1'!B2")
    """
    if not sheet:
        return ""
    plain = _PLAIN_NAME.fullmatch(sheet) and not _LIKE_A_CELL.fullmatch(sheet)
    name = sheet if plain else "'" + sheet.replace("'", "''") + "'"
    return f"{name}!{cell or 'A1'}"


_PLAIN_NAME: Final = late_pattern(r"[^\W\d]\w*")
_LIKE_A_CELL: Final = late_pattern(r"[A-Z]{1,3}\d+|R\d*C?\d*|C\d*|TRUE|FALSE", re.IGNORECASE)


@dataclass(frozen=True)
class Pile:
    """Rows of one table that ask for the same thing; they become one task or several."""

    kind: TaskKind
    table: str
    header: str
    """The column of the cell to which the task leads."""
    rows: NDArray[np.int64]
    """Rising; -1 for the table as a whole."""
    account: NDArray[np.int64]
    """For each of the rows its account, a place in the list of accounts; -1 where it has none."""
    one: Callable[[int, int], TaskWords]
    """The words for one thing: its position in `rows`, and how many rows it has."""
    many: Callable[[int, int], TaskWords]
    """The words for several things: the position of the first in `rows`, and how many things there are."""
    unit: NDArray[np.int64] | None = None
    """For each of the rows the thing that it belongs to, such as its complaint; None: each row is a thing of its own."""
    code: str = ""
    """The code of the error; "" where it is about none."""
    day: NDArray[np.int64] | None = None
    """For each of the rows the days until its day; None where there is none."""

    def of_account(self, place: int) -> "Pile":
        """The rows of one account; the words stay those of the whole pile's positions."""
        chosen = np.flatnonzero(self.account == place)
        one, many = self.one, self.many

        def at(array: NDArray[np.int64] | None) -> NDArray[np.int64] | None:
            return None if array is None else array[chosen]

        return replace(
            self,
            rows=self.rows[chosen],
            account=self.account[chosen],
            one=lambda position, rows: one(int(chosen[position]), rows),
            many=lambda position, count: many(int(chosen[position]), count),
            unit=at(self.unit),
            day=at(self.day),
        )
