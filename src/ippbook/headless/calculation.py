"""Formulas of a book in the engine without Excel: calculated at `app.calculate()` and at the save, as `ippbook recalc` does it."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from ippbook import ooxml, pipeline
from ippbook.errors import UserError
from ippbook.formulas.recalculate import Calculated
from ippbook.formulas.workbook_formulas import census
from ippbook.headless.state import BookState
from ippbook.ooxml import Area
from ippbook.saving import current_edits, day_of_workbook, save_current


def calculate_book(book: BookState, written: ooxml.Edits) -> None:
    """Show in each formula that depends on what was *written* the result that Excel would show. A book without a file has none yet.

    A note names each formula that keeps an old result.
    """
    source = book.source
    if source is None or not written.batches:
        return
    current = current_edits(source, written, _day(book, source))
    _show(book, current.answers)
    book.written = False
    if current.outcome is not None:
        _note_stale(book, current.outcome.stale_sentences())


def calculate_inputs(book: BookState, as_of: date | None, today: date) -> None:
    """Show current results in the native formulas that the checks read, before a button of ippbook is pressed for the day *as_of*.

    Excel has calculated them when a person presses a button; a file may hold old results, or none.
    """
    source, book.app.day = book.source, as_of
    if source is None or not any(census(source).counts.values()):
        return
    try:
        run = pipeline.calculate(source, as_of, today)
    except UserError:
        return  # the button itself says what the workbook lacks
    native = run.outcome.native_columns
    _show(book, [part for part in run.answers if (part.sheet, part.column) in native])
    _note_stale(book, run.failed_formulas)


def _show(book: BookState, answers: Iterable[Calculated]) -> None:
    """Set the results that formulas show."""
    for part in answers:
        sheet = book.sheet(part.sheet)
        for row, value in zip(part.rows.tolist(), part.values.tolist(), strict=True):
            area = Area(row, part.column, row, part.column)
            if sheet.cells.has_formula(area) == [[True]]:
                shown = value.code if isinstance(value, ooxml.Error) else value
                sheet.cells.set_results(area, [[shown]])


def save_calculated(book: BookState, source: ooxml.Book, written: ooxml.Edits, target: Path) -> ooxml.Saved:
    """Write what was *written* to *target*, and the results of the formulas that depend on it."""
    done = save_current(source, written, target, day=_day(book, source))
    _note_stale(book, done.stale)
    return done.saved


def _day(book: BookState, source: ooxml.Book) -> date:
    """TODAY() of the book: the day for which a button is pressed, its setting *As of*, else the day of this computer, as in Excel."""
    return day_of_workbook(source, book.app.day, date.today())  # noqa: DTZ011  # the person's own day


def _note_stale(book: BookState, sentences: tuple[str, ...]) -> None:
    for sentence in sentences:
        note = f"{book.name}: STALE {sentence}"
        if note not in book.app.notes:
            book.app.notes.append(note)


__all__ = ["calculate_book", "calculate_inputs", "save_calculated"]
