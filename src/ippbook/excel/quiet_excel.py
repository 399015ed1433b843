"""While cells are written, Excel does not redraw, raise events or recalculate; afterwards its settings are restored, also after a failure."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import MappingProxyType
from typing import Final, Self

import xlwings as xw

from ippbook.excel.hosts import HostValue

_QUIET: Final = (("screen_updating", False), ("enable_events", False), ("calculation", "manual"))
NOT_RESTORED: Final = MappingProxyType(
    {
        "selection": "the cell that was selected could not be selected again",
        "screen_updating": "screen updating could not be turned on again: close the workbook and reopen it",
        "enable_events": "the workbook's own event macros could not be turned on again: close Excel and reopen it",
        "calculation": "the calculation mode could not be restored: check Formulas, Calculation Options",
        "status_bar": "Excel's status bar could not be cleared",
    }
)
"""The message for a setting that could not be restored: what happened, and what to do."""


@contextmanager
def quiet_excel(book: xw.Book, notes: list[str]) -> Iterator[None]:
    """Keep the program in which *book* is open quiet. A setting that the program does not have is ignored.

    *notes* gets a sentence for each setting that cannot be restored; all others are restored, written cells stay written, and
    a failure in the block is raised as it is.
    """
    app = book.app
    before: list[tuple[str, object]] = []
    selected = _selected(app)
    try:
        for name, value in _QUIET:
            with suppress(NotImplementedError, AttributeError):
                was = getattr(app, name)
                if was != value:
                    before.append((name, was))
                    setattr(app, name, value)
        yield
    finally:
        with note_failure(notes, "selection"):
            _select(book, selected)
        for name, was in reversed(before):
            with note_failure(notes, name):
                setattr(app, name, was)


@contextmanager
def note_failure(notes: list[str], name: str) -> Iterator[None]:
    """Try to restore the setting *name*; *notes* gets a sentence where that fails."""
    try:
        yield
    except Exception:  # noqa: BLE001  # each program has its own errors, and none may hide what happened to the cells
        if NOT_RESTORED[name] not in notes:
            notes.append(NOT_RESTORED[name])


def _selected(app: xw.App) -> tuple[str, str] | None:
    """Sheet and address of the selected cells; None where no cells are selected."""
    try:
        selection = app.selection
    except (NotImplementedError, AttributeError):
        return None
    return None if selection is None else (selection.sheet.name, selection.address)


def _select(book: xw.Book, wanted: tuple[str, str] | None) -> None:
    """Select the same cells again, unless they are selected."""
    if wanted is None or wanted == _selected(book.app):
        return
    sheet, address = wanted
    book.sheets[sheet].activate()
    book.sheets[sheet].range(address).select()


class StatusBar:
    """The status bar while a button works. *notes* gets a sentence where its text cannot be restored."""

    def __init__(self, app: xw.App, notes: list[str]) -> None:
        self._app = app
        self._notes = notes
        self._before: HostValue = None
        self._exists = False

    def __enter__(self) -> Self:
        with suppress(NotImplementedError, AttributeError):
            self._before = self._app.status_bar
            self._exists = True
        return self

    def show(self, text: str) -> None:
        """Show *text*."""
        if self._exists:
            self._app.status_bar = text

    def __exit__(self, *_: object) -> None:
        if self._exists:
            with note_failure(self._notes, "status_bar"):
                self._app.status_bar = self._before


__all__ = ["NOT_RESTORED", "StatusBar", "note_failure", "quiet_excel"]
