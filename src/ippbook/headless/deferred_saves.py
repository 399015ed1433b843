"""Whoever starts a macro over a file decides where the file is written: saves of that file wait, and one is made at the end."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.headless.save import frozen
from ippbook.headless.state import BookState, SaveLedger, WriteFile


class WrittenFile(NamedTuple):
    """A file that was written at the end, and what the save did."""

    path: Path
    saved: ooxml.Saved | None


def write_deferred(book: BookState, out: Path | None) -> list[WrittenFile]:
    """Write what shall remain of *book*, the caller of a macro, to *out*, else to its file; gives what was written.

    A book that is open is saved as it is now; of one that was closed the last save counts. Raises `UserError` and
    `ooxml.WorkbookError`.
    """
    ledger = book.app.ledger
    due = list(_due(book, ledger, out))
    ledger.kept_back = None
    done = []
    for target, write in due:
        saved = write(target)
        if out is not None or saved is None or saved.changed_parts:
            ledger.written.append(target)
            done.append(WrittenFile(target, saved))
    return done


def _due(book: BookState, ledger: SaveLedger, out: Path | None) -> Iterator[tuple[Path, WriteFile]]:
    home, last, own = ledger.kept_back, ledger.last, book.source.path if book.source else None
    if home is None:
        raise TypeError("no file is kept back")
    if book not in book.app.books:
        if last is not None:
            yield out or home, last.write
        elif out is not None:
            yield out, lambda target: ooxml.save(ooxml.open(home), ooxml.Edits(), target)
    elif (
        own is not None and own.resolve() != home and out is None
    ):  # the macro saved it under another name and continued
        if last is not None:
            yield home, last.write
        if book.unsaved:
            yield own, frozen(book)
    elif last is not None and last.book is not book:
        if book.unsaved:
            raise UserError(
                "{home}: the macro changed this workbook twice: as the book that it was started from, and as a book that it opened; change only one of them",
                home=home,
            )
        yield out or home, last.write
    elif out is not None or last is not None or book.unsaved:
        yield out or home, frozen(book)


def lost_changes(book: BookState) -> Iterator[str]:
    """What was changed and will not be written: a sentence a book. *book*: the caller."""
    last = book.app.ledger.last
    if book not in book.app.books and book.unsaved and last is None:
        yield f"{book.name}: the macro closed it without saving it, so its changes are lost; save it before you close it, or do not close it"
    for app in book.app.open_apps:
        for other in app.books:
            if other is not book and other.unsaved and (last is None or last.book is not other):
                yield f"{other.name}: the macro changed it and did not save it, so its changes are lost; call save()"
