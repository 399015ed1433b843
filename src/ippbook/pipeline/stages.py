"""The stages of the story, one function for each. A new stage is a function here and a line in `STAGES`.

IPP_ formulas may be in cells that the checks read, and may read what the checks compute. So the stages repeat until no
answer changes a cell that `read` has read; in almost every workbook that is after the first round.
"""

from collections.abc import Callable
from typing import Final, NamedTuple

from ippbook import tables
from ippbook.errors import UserError
from ippbook.formulas.recalculate import Calculated
from ippbook.formulas.workbook_formulas import AnsweredBook
from ippbook.pipeline import fills
from ippbook.pipeline.run import Run
from ippbook.pipeline.study import day_of, examine

_ROUNDS: Final = 8
"""How often the stages repeat before ippbook stops waiting for formulas and checks to agree."""


def read(run: Run) -> None:
    """Cells to typed tables, with the answers of formulas in place of what their cells have."""
    book = AnsweredBook(run.book, run.answers) if run.answers else run.book
    run.tables = tables.typed_tables(book, run.known.headers)
    _refuse_unknown_workbook(run)


def check(run: Run) -> None:
    """Typed tables to findings and computed values."""
    day = day_of(run.tables, run.as_of, run.today)
    run.study = examine(run.tables, day, run.known, folders=run.folders, outside=run.folders.batches(run.tables))


def compute(run: Run) -> None:
    """Computed values to cells of the columns and tables that the workbook has."""
    run.columns = fills.columns(run.book, run.study.tables, run.study.computed, run.known)
    run.computed_tables, run.warnings = fills.reports(run.book, run.study.wiring, run.known)


def answer_formulas(run: Run) -> None:
    """IPP_ formulas to answers; they read the values that `compute` has found."""
    run.outcome = run.formulas.calculate(run.fills, run.study.as_of)
    before, run.answers = run.answers, run.formulas.stale(run.outcome)
    run.settled = _in_tables(run, before) == _in_tables(run, run.answers)


class Stage(NamedTuple):
    """A stage and the name under which a person sees its progress."""

    name: str
    do: Callable[[Run], None]


STAGES: Final = (
    Stage("reading", read),
    Stage("checking", check),
    Stage("computing", compute),
    Stage("calculating formulas", answer_formulas),
)


def go_through(run: Run) -> Run:
    """Take *run* through every stage, until nothing changes any more."""
    for _ in range(_ROUNDS):
        for stage in STAGES:
            run.progress(stage.name)
            stage.do(run)
        if run.settled:
            break
    return run


def _in_tables(run: Run, answers: list[Calculated]) -> dict[tuple[str, int], tuple[list[int], list[object]]]:
    """The answers in cells that `read` has read, by sheet and column."""
    places = [place for place in run.tables.places.values() if place.sheet]
    read_cells = {(place.sheet, column) for place in places for column in place.columns.values()}
    return {
        (part.sheet, part.column): (part.rows.tolist(), part.values.tolist())
        for part in answers
        if (part.sheet, part.column) in read_cells
    }


def _refuse_unknown_workbook(run: Run) -> None:
    named = any(table.present or table.places.sheet for table in run.tables.tables.values())
    if not named and not run.formulas.census.with_ippbook:
        names = ", ".join(run.tables.tables)
        raise UserError(
            f"{run.book.path}: no ippbook table ({names}) and no IPP_ formula found. "
            "Give your tables or sheets these names, or create a workbook with: ippbook new team.xlsx"
        )


__all__ = ["STAGES", "Run", "Stage", "answer_formulas", "check", "compute", "go_through", "read"]
