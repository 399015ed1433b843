"""One row of a table, by names, with the places of its cells."""

from datetime import date
from typing import Any, Final

import pandas as pd

from ippbook.declare.run_rule import closed_list
from ippbook.languages import KnownWord, say
from ippbook.pipeline import Study
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.headers import header_of

_ANSWERS: Final = {"yes": say("yes"), "no": say("no")}


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

    def word(self, name: str) -> str:
        """As `text`, for a choice or an answer that is shown to people: a word that other languages name."""
        found = self.text(name)
        vocabulary = closed_list(self.table, name)
        return KnownWord(found, vocabulary) if found and vocabulary else _ANSWERS.get(found, found)

    def day(self, name: str) -> date | None:
        """The value of a date column; None where blank."""
        found: Any = self.study.wiring.value(self.table, name).iloc[self.number]
        return None if pd.isna(found) else found.date()

    def place(self, name: str) -> str:
        """The cell under the column *name*: Accounts!E2; the sheet alone where the workbook has no such column."""
        places = self.study.tables[self.table].places
        cell = places.cell(self.number, header_of(name))
        return f"{places.sheet}!{cell}" if cell else places.sheet
