"""One row of a table, by names, with the places of its cells."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ippbook.pipeline import Study
from ippbook.tables.headers import header_of


@dataclass(frozen=True)
class CaseRow:
    """A row of *table*."""

    study: Study
    table: str
    number: int
    """Position in the table, from 0."""

    def text(self, name: str) -> str:
        """The value of a text, choice or yes/no column: its own, a computed or a joined one; "" where blank."""
        return str(self.study.wiring.value(self.table, name).iloc[self.number])

    def day(self, name: str) -> date | None:
        """The value of a date column; None where blank."""
        found: Any = self.study.wiring.value(self.table, name).iloc[self.number]
        return None if pd.isna(found) else found.date()

    def place(self, name: str) -> str:
        """The cell under the column *name*: Accounts!E2; the sheet alone where the workbook has no such column."""
        places = self.study.tables[self.table].places
        cell = places.cell(self.number, header_of(name))
        return f"{places.sheet}!{cell}" if cell else places.sheet
