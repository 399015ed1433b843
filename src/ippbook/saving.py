"""Saves of edits after which every formula and chart of the file is current: what depends on an edited cell is calculated first."""

from dataclasses import field
from datetime import date
from pathlib import Path

from ippbook import ooxml
from ippbook.declare import registry
from ippbook.formulas.charts import chart_updates
from ippbook.formulas.native.request import FormulaRequest, FormulaScope
from ippbook.formulas.recalculate import Calculated, FormulaOutcome
from ippbook.formulas.workbook_formulas import Formulas
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.settings import day_by_settings
from ippbook.tables.settings_table import read_settings_table
from ippbook.tables.sources import AnyWorkbook, save_edits


@dataclass(frozen=True)
class CurrentSave:
    """What a save did: the file, and what became of the formulas; None where the workbook has none, or its host calculates them."""

    saved: ooxml.Saved
    outcome: FormulaOutcome | None = None

    calculated: int = 0
    """How many of the changed cells are formulas that depend on the edits."""
    stale_charts: tuple[str, ...] = ()
    """Each chart that depends on an edit and keeps old values: its place and why."""

    @property
    def changed_cells(self) -> int:
        """How many cells have another value or formula now."""
        return self.saved.changed_cells

    @property
    def edited_cells(self) -> int:
        """How many of them were edited, without the formulas that depend on them."""
        return max(self.saved.changed_cells - self.calculated, 0)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user must know of the file: a signature is no longer valid, Excel does not open it under its ending, a property was lost."""
        return self.saved.warnings

    @property
    def stale(self) -> tuple[str, ...]:
        """Each formula and chart that keeps an old value: its place and why."""
        return (*(self.outcome.stale_sentences() if self.outcome else ()), *self.stale_charts)


@dataclass
class CurrentEdits:
    """Edits, with the new values of the formulas that depend on them."""

    edits: ooxml.Edits
    outcome: FormulaOutcome | None = None
    answers: list[Calculated] = field(default_factory=list)


def save_current(
    book: AnyWorkbook,
    edits: ooxml.Edits,
    out: Path | None = None,
    *,
    day: date,
    request: FormulaRequest | None = None,
) -> CurrentSave:
    """Put *edits* into *book* as `save_edits` does, and into the file the values of all formulas that depend on them. TODAY() is *day*."""
    current = current_edits(book, edits, day, request)
    calculated = sum(len(part.rows) for part in current.answers)
    saved, charts = save_with_charts(book, current.edits, out)
    return CurrentSave(saved, current.outcome, calculated, charts)


def save_with_charts(
    book: AnyWorkbook, edits: ooxml.Edits, out: Path | None = None
) -> tuple[ooxml.Saved, tuple[str, ...]]:
    """Put *edits* into *book* as `save_edits` does, and new values into the charts of the file that show an edited cell.

    Gives the save, and a sentence for each chart that keeps old values. A host draws its charts itself.
    """
    if not isinstance(book, ooxml.Book):
        return save_edits(book, edits, out), ()
    charts = chart_updates(book, edits, everything=edits.whole_workbook)
    return save_edits(book, edits, out, charts.parts), tuple(part.sentence for part in charts.stale)


def current_edits(
    book: AnyWorkbook, edits: ooxml.Edits, day: date, request: FormulaRequest | None = None
) -> CurrentEdits:
    """*edits* and the new values of formulas. They are calculated as if the file had the edits, its tables grown and filled down."""
    if not isinstance(book, ooxml.Book) or not (edits.batches or edits.growths or edits.whole_workbook):
        return CurrentEdits(edits)
    request = request or FormulaRequest(scope=FormulaScope.EVERYTHING if edits.whole_workbook else FormulaScope.CHANGED)
    formulas = Formulas(book, registry().functions, request)
    if not formulas.total and not _puts_formulas(edits):
        return CurrentEdits(edits)
    outcome = formulas.calculate((), day, edits=edits)
    answers = formulas.stale(outcome)
    put_answers(edits, answers, outcome)
    return CurrentEdits(edits, outcome, answers)


def put_answers(edits: ooxml.Edits, answers: list[Calculated], outcome: FormulaOutcome) -> None:
    """Put the answers of formulas into *edits*, and the new sizes of spills."""
    for part in answers:
        edits.put_column(part.sheet, part.column, part.rows, part.values)
    for spill in outcome.spills:
        edits.fill_range(spill.sheet, spill.row, spill.column, spill.until)


def day_of_workbook(book: AnyWorkbook, as_of: date | None, today: date) -> date:
    """The day of a calculation: *as_of*, else the workbook's setting *As of*, else *today*."""
    return day_by_settings(read_settings_table(book)[0].values, as_of, today)


def _puts_formulas(edits: ooxml.Edits) -> bool:
    sheets = {*edits.batches, *(growth.table.sheet.casefold() for growth in edits.growths.values())}
    return any(edits.columns_with_formulas(sheet) for sheet in sheets)
