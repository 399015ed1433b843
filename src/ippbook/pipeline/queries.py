"""Queries that need the tables but no findings: deadlines, sellers, the value of a formula."""

import dataclasses
from datetime import date

import pandas as pd

from ippbook import deadlines, tables
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.languages import say_series
from ippbook.pipeline.recalculate import calculate
from ippbook.pipeline.study import day_of, wire
from ippbook.quick_dataclasses import dataclass
from ippbook.sellers import offenders
from ippbook.tables.sources import WorkbookSource, opened
from ippbook.today.task_list import TaskList, task_list
from ippbook.today.urgency import by_urgency


@dataclass(frozen=True)
class Agenda:
    """The deadlines of a workbook, as of a day."""

    as_of: date
    dues: tuple[deadlines.Due, ...]
    """The earliest first."""

    @property
    def by_urgency(self) -> tuple[deadlines.Due, ...]:
        """The same, the most urgent first."""
        return by_urgency(self.dues, self.as_of)

    def to_frame(self) -> pd.DataFrame:
        """One row for each deadline: the fields of `deadlines.Due`, and days_left (below 0: overdue)."""
        names = [each.name for each in dataclasses.fields(deadlines.Due)]
        rows = [[*(getattr(due, name) for name in names), due.left(self.as_of)] for due in self.dues]
        return pd.DataFrame(rows, columns=[*names, "days_left"])


def due(path: WorkbookSource, as_of: date | None, days: int, *, today: date) -> Agenda:
    """The deadlines in the workbook at *path* within *days* days, and the overdue ones; the earliest first."""
    book = opened(path)
    typed = tables.typed_tables(book, registry().headers)
    if not any(table.present for table in typed.tables.values()):
        raise UserError(
            "{book_path}: no ippbook table ({tables}) found. To see what it could read there, run: ippbook adopt {book_path}",
            book_path=book.path,
            tables=say_series(typed.tables),
        )
    day = day_of(typed, as_of, today)
    return Agenda(day, deadlines.agenda(wire(typed, day), days))


def todays_tasks(path: WorkbookSource, as_of: date | None, days: int, account: str = "", *, today: date) -> TaskList:
    """What to do on the day and in *days* days after it, the most urgent first. The workbook is checked for it.

    *account*: only this one. Raises `WorkbookError`, and `UserError` for an account that the workbook does not have.
    """
    return task_list(calculate(opened(path), as_of, today=today).study.wiring, days, account=account)


def sellers(path: WorkbookSource, as_of: date | None, *, today: date) -> pd.DataFrame:
    """The sellers in the workbook at *path*, the worst first; the columns are those of `offenders`."""
    book = opened(path)
    typed = tables.typed_tables(book, registry().headers)
    if not typed["Listings"].present:
        raise UserError(
            "{book_path}: no table Listings found, so no sellers are known. Give your table or sheet this name.",
            book_path=book.path,
        )
    return offenders(wire(typed, day_of(typed, as_of, today)))
