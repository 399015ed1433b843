"""Questions that need the tables and no findings: what is due, who sells, what a formula answers."""

import dataclasses
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from ippbook import deadlines, formulas, tables
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.formulas.display import display_value
from ippbook.pipeline.study import day_of, wire
from ippbook.sellers import offenders
from ippbook.tables.sources import WorkbookSource, opened


@dataclass(frozen=True)
class Agenda:
    """What is due in a workbook, seen from a day."""

    as_of: date
    dues: tuple[deadlines.Due, ...]

    def to_frame(self) -> pd.DataFrame:
        """One row for each, with the fields of `deadlines.Due`, and days_left (below 0: overdue)."""
        names = [each.name for each in dataclasses.fields(deadlines.Due)]
        rows = [[*(getattr(due, name) for name in names), due.left(self.as_of)] for due in self.dues]
        return pd.DataFrame(rows, columns=[*names, "days_left"])


def due(path: WorkbookSource, as_of: date | None, days: int, *, today: date) -> Agenda:
    """What is due in the workbook at *path* within *days* days, and what is overdue; the earliest first."""
    book = opened(path)
    typed = tables.typed_tables(book, registry().headers)
    if not any(table.present for table in typed.tables.values()):
        raise UserError(
            f"{book.path}: there is none of the tables {', '.join(typed.tables)}; name your tables or sheets so"
        )
    day = day_of(typed, as_of, today)
    return Agenda(day, deadlines.agenda(wire(typed, day), days))


def sellers(path: WorkbookSource, as_of: date | None, *, today: date) -> pd.DataFrame:
    """The sellers of the workbook at *path*, the worst first; columns as `offenders` has them."""
    book = opened(path)
    typed = tables.typed_tables(book, registry().headers)
    if not typed["Listings"].present:
        raise UserError(f"{book.path}: there is no table Listings, so there are no sellers; name your table so")
    return offenders(wire(typed, day_of(typed, as_of, today)))


@dataclass(frozen=True)
class Answer:
    """What a formula on the command line answers."""

    formula: str
    value: Any
    text: str
    kind: str
    failed: bool = False


def evaluate(text: str, as_of: date) -> Answer:
    """The answer to one worksheet formula that stands in no workbook. Never raises: `failed` says that it could not be read."""
    if not text.strip():
        return Answer(text, "", "", "blank")
    try:
        value = formulas.evaluate(formulas.parse(text), registry().functions, formulas.NoWorkbook(), None, as_of)
    except formulas.FormulaError as refusal:
        return Answer(text, None, f"#IPP! {refusal}", "error", failed=True)
    return Answer(text, *display_value(value))
