"""The stages of the story, one function for each. A new stage is a function here and a line in `STAGES`.

An IPP_ formula may be in a cell that the checks read, and it may itself read a computed column. So all stages but the last
repeat until no answer changes a cell that `read_tables` has read. In almost every workbook one round is enough.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from ippbook import ooxml, tables
from ippbook.catalog.platforms import parse_link
from ippbook.errors import UserError
from ippbook.formulas.answered_cells import AnsweredBook
from ippbook.formulas.charts import chart_updates
from ippbook.formulas.groups import SkippedFormulas
from ippbook.formulas.native.request import FormulaScope
from ippbook.freed_memory import give_back_freed_memory
from ippbook.languages import say, say_series
from ippbook.pipeline.fills import ComputedCells
from ippbook.pipeline.fitted_rows import fit_rows
from ippbook.pipeline.printed_sheets import print_filled_sheets
from ippbook.pipeline.study import day_of, examine
from ippbook.tables import sources

if TYPE_CHECKING:
    from ippbook.formulas.recalculate import Calculated
    from ippbook.pipeline.run import Run

_ROUNDS: Final = 8
"""After this many rounds the stages stop, even if formulas and checks still change each other."""


def read_tables(run: "Run") -> None:
    """Cells to typed tables. In later rounds the answers of formulas replace the values of their cells."""
    book = AnsweredBook(run.book, run.answers) if run.answers else run.book
    run.tables = tables.typed_tables(book, run.known.headers)
    if isinstance(run.book, ooxml.Book):
        run.formulas.count()
        run.book.forget_scanned()
    _refuse_unknown_workbook(run)


def check_tables(run: "Run") -> None:
    """Typed tables to findings and computed values."""
    day = day_of(run.tables, run.as_of, run.today)
    run.study = examine(run.tables, day, run.known, folders=run.folders, outside=run.folders.batches(run.tables))
    if run.foreign:
        run.study.batches = ()  # a workbook that is not ippbook's need not have these tables


def compute_cells(run: "Run") -> None:
    """Computed values to the cells of the computed columns and computed tables that the workbook has."""
    run.computed = ComputedCells.of(run.book, run.study, run.known)


def answer_formulas(run: "Run") -> None:
    """Formulas to answers: IPP_ formulas by ippbook, native ones by an engine.

    They see what `compute_cells` has computed: the values, and the computed tables as long as they will be.
    """
    growths = run.computed.growths()
    run.outcome = run.formulas.calculate(run.fills, run.study.as_of, needed=_read_cells(run), edits=growths)
    run.before, run.answers = run.answers, run.formulas.stale(run.outcome)
    run.settled = _in_tables(run, run.before) == _in_tables(run, run.answers)


def collect_edits(run: "Run") -> None:
    """Every changed cell to edits, with the heights of rows and the sheets that print from now on."""
    run.final = run.edits
    run.final.whole_workbook = run.request is None or run.request.scope is FormulaScope.EVERYTHING
    fit_rows(run.book, run.fills, run.tables, run.final)
    print_filled_sheets(run.book, run.fills, run.final)


def refresh_charts(run: "Run") -> None:
    """Edits to the values that charts keep of their cells. A host draws its charts itself; checks write nothing."""
    if run.request is None or run.request.scope is FormulaScope.NEEDED or not isinstance(run.book, ooxml.Book):
        return
    everything = run.request.scope is FormulaScope.EVERYTHING
    run.charts = chart_updates(run.book, run.final if run.writes else run.edits, everything=everything)


def write_workbook(run: "Run") -> None:
    """The edits to the file *out*, or into the cells of an open workbook."""
    run.study.wiring.forget()
    parse_link.cache_clear()  # the largest of what is known about texts; writing needs the memory
    give_back_freed_memory()
    run.saved = sources.save_edits(run.book, run.final, run.out, run.charts.parts)


class Stage(NamedTuple):
    """A stage, and its name in the progress display."""

    name: str
    execute: Callable[["Run"], None]
    repeats: bool = True
    """False: it runs once, after the last round."""
    writes: bool = False
    """It runs only if the run writes."""


STAGES: Final = (
    Stage("reading", read_tables),
    Stage("checking", check_tables),
    Stage("computing", compute_cells),
    Stage("calculating formulas", answer_formulas),
    Stage("collecting changes", collect_edits, repeats=False, writes=True),
    Stage("refreshing charts", refresh_charts, repeats=False),
    Stage("writing", write_workbook, repeats=False, writes=True),
)


def run_stages(run: "Run") -> "Run":
    """Run the stages in rounds until nothing changes any more, then the last ones; it writes if the run writes."""
    for _ in range(_ROUNDS):
        _execute(run, [stage for stage in STAGES if stage.repeats])
        if run.settled:
            break
    else:
        _name_unsettled(run)
    _execute(run, [stage for stage in STAGES if not stage.repeats and (run.writes or not stage.writes)])
    return run


def _execute(run: "Run", stages: list[Stage]) -> None:
    for stage in stages:
        run.progress(stage.name)
        stage.execute(run)


def _read_cells(run: "Run") -> set[tuple[str, int]]:
    """Sheet and column of the cells that `read_tables` has read."""
    places = [place for place in run.tables.places.values() if place.sheet]
    return {(place.sheet, column) for place in places for column in place.columns.values()}


def _name_unsettled(run: "Run") -> None:
    """Formulas in tables whose answers still change after the last round are stale: their value is not known."""
    before, now = _in_tables(run, run.before), _in_tables(run, run.answers)
    unsettled = {place for place in before.keys() | now.keys() if before.get(place) != now.get(place)}
    for part in run.answers:
        if (part.sheet, part.column) in unsettled:
            why = say("does not settle: it still changes after {rounds} calculations", rounds=_ROUNDS)
            run.outcome.skipped.append(SkippedFormulas(part.sheet, part.column, tuple(part.rows.tolist()), why))
    run.answers = [part for part in run.answers if (part.sheet, part.column) not in unsettled]


def _in_tables(run: "Run", answers: list["Calculated"]) -> dict[tuple[str, int], tuple[list[int], list[object]]]:
    """The answers in cells that `read_tables` has read, by sheet and column."""
    read_cells = _read_cells(run)
    return {
        (part.sheet, part.column): (part.rows.tolist(), part.values.tolist())
        for part in answers
        if (part.sheet, part.column) in read_cells
    }


def _refuse_unknown_workbook(run: "Run") -> None:
    """Refuse a workbook in which there is nothing to do. One without our tables may still have formulas to calculate."""
    calculates = run.request is not None and run.request.scope is not FormulaScope.NEEDED and run.formulas.total
    if run.foreign and not calculates:
        names = say_series(run.tables.tables)
        raise UserError(
            "{book_path}: no ippbook table ({names}) and no IPP_ formula found. To see what it could read there, run: ippbook adopt {book_path}. Or create a workbook with: ippbook new team.xlsx",
            book_path=run.book.path,
            names=names,
        )
