"""The accounts of a workbook: those of the sheet Accounts in their order, then those that only Complaints names."""

import numpy as np
from numpy.typing import NDArray

from ippbook.declare.wiring import Wiring
from ippbook.normalize import folded
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.distinct_texts import distinct_texts


@dataclass(frozen=True)
class AccountDirectory:
    """The names of the accounts, and the account of each row of the tables that name one."""

    names: tuple[str, ...]
    """As first written; an account that is written in two ways is here once."""
    of_accounts: NDArray[np.int64]
    """For each row of Accounts its place in `names`; -1 for a blank."""
    of_complaints: NDArray[np.int64]
    """The same for Complaints."""

    @classmethod
    def of(cls, wiring: Wiring) -> "AccountDirectory":
        """The accounts of the tables of *wiring*."""
        places: dict[str, int] = {}
        names: list[str] = []
        of_rows = []
        for table in ("Accounts", "Complaints"):
            codes, spellings = distinct_texts(wiring.tables[table].columns["account"])
            found = []
            for text, name in zip(folded(spellings.tolist()), spellings.tolist(), strict=True):
                if text and text not in places:
                    places[text] = len(names)
                    names.append(name)
                found.append(places[text] if text else -1)
            of_rows.append(np.array([*found, -1], dtype=np.int64)[codes])
        return cls(tuple(names), *of_rows)

    def of_table(self, table: str, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The account of each of *rows* of *table*; -1 where the table names none, and for row -1."""
        known = {"Accounts": self.of_accounts, "Complaints": self.of_complaints}.get(table)
        return np.full(len(rows), -1, dtype=np.int64) if known is None else np.append(known, -1)[rows]
