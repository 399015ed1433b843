"""Quiet while cells are written: the screen still, no events, no recalculation; afterwards everything as it was, also after a failure."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

import xlwings as xw

_QUIET: Final = (("screen_updating", False), ("enable_events", False), ("calculation", "manual"))


@contextmanager
def calm(book: xw.Book) -> Iterator[None]:
    """Keep the program that holds *book* quiet. A setting that the program does not have is passed by."""
    app = book.app
    before: list[tuple[str, object]] = []
    selected = _selected(app)
    try:
        for name, value in _QUIET:
            with suppress(NotImplementedError, AttributeError):
                was = getattr(app, name)
                if was != value:
                    setattr(app, name, value)
                    before.append((name, was))
        yield
    finally:
        _select(book, selected)
        for name, was in reversed(before):
            setattr(app, name, was)


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


__all__ = ["calm"]
