"""Quiet while cells are written: the screen still, no events, no recalculation; afterwards everything as it was, also after a failure."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import MappingProxyType
from typing import Final

import xlwings as xw

_QUIET: Final = (("screen_updating", False), ("enable_events", False), ("calculation", "manual"))
NOT_BACK: Final = MappingProxyType(
    {
        "selection": "the cell that was selected could not be selected again",
        "screen_updating": "Excel could not be told to show changes again: close the workbook and open it again",
        "enable_events": "Excel could not be told to run the workbook's own event macros again: close Excel and open it again",
        "calculation": "Excel could not be told to calculate as before: look at Formulas, Calculation Options",
        "status_bar": "Excel's status bar could not be cleared",
    }
)
"""What a person is told of a setting that could not be put back, and the remedy."""


@contextmanager
def calm(book: xw.Book, notes: list[str]) -> Iterator[None]:
    """Keep the program that holds *book* quiet. A setting that the program does not have is passed by.

    What cannot be put back is named in *notes*, and stops nothing else from being put back: cells that are written stay
    written, and a failure on the way is told as it is.
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
        with noting(notes, "selection"):
            _select(book, selected)
        for name, was in reversed(before):
            with noting(notes, name):
                setattr(app, name, was)


@contextmanager
def noting(notes: list[str], name: str) -> Iterator[None]:
    """Try to put one thing back."""
    try:
        yield
    except Exception:  # noqa: BLE001  # each program refuses in its own way, and none may hide what happened to the cells
        if NOT_BACK[name] not in notes:
            notes.append(NOT_BACK[name])


def _selected(app: xw.App) -> tuple[str, str] | None:
    """Sheet and address of what is selected; None where that is no cell."""
    try:
        selection = app.selection
    except (NotImplementedError, AttributeError):
        return None
    return None if selection is None else (selection.sheet.name, selection.address)


def _select(book: xw.Book, wanted: tuple[str, str] | None) -> None:
    """Select again what was selected, where it is not."""
    if wanted is None or wanted == _selected(book.app):
        return
    sheet, address = wanted
    book.sheets[sheet].activate()
    book.sheets[sheet].range(address).select()


__all__ = ["NOT_BACK", "calm", "noting"]
