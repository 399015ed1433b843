"""Formulas of a book in the engine without Excel: calculated at `app.calculate()` and at the save, as `ippbook recalc` does it."""

from datetime import date
from pathlib import Path

from ippbook import ooxml
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
    current = current_edits(source, written, _day(source))
    for part in current.answers:
        sheet = book.sheet(part.sheet)
        for row, value in zip(part.rows.tolist(), part.values.tolist(), strict=True):
            area = Area(row, part.column, row, part.column)
            if sheet.cells.has_formula(area) == [[True]]:
                shown = value.code if isinstance(value, ooxml.Error) else value
                sheet.cells.set_results(area, [[shown]])
    book.written = False
    if current.outcome is not None:
        _note_stale(book, current.outcome.stale_sentences())


def save_calculated(book: BookState, source: ooxml.Book, written: ooxml.Edits, target: Path) -> ooxml.Saved:
    """Write what was *written* to *target*, and the results of the formulas that depend on it."""
    done = save_current(source, written, target, day=_day(source))
    _note_stale(book, done.stale)
    return done.saved


def _day(source: ooxml.Book) -> date:
    """TODAY() of the book: its setting *As of*, else the day of this computer, as in Excel."""
    return day_of_workbook(source, None, date.today())  # noqa: DTZ011  # the person's own day


def _note_stale(book: BookState, sentences: tuple[str, ...]) -> None:
    for sentence in sentences:
        note = f"{book.name}: STALE {sentence}"
        if note not in book.app.notes:
            book.app.notes.append(note)


__all__ = ["calculate_book", "save_calculated"]
