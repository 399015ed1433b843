"""Who starts a macro over a file decides where the file is written: saves of that file are put off, and made once at the end."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ippbook import ooxml
from ippbook.errors import UserError

if TYPE_CHECKING:
    from ippbook.headless.state import BookState

Write = Callable[[Path], ooxml.Saved | None]


class PutOff(NamedTuple):
    """A save that was asked for: the book, and what writes it as it stood then."""

    book: "BookState"
    write: Write


@dataclass(eq=False)
class Ledger:
    """What the saves of all apps of an engine came to."""

    written: list[Path] = field(default_factory=list)
    """Every file that was written, in order."""
    kept_back: Path | None = None
    """The file that no save may write meanwhile."""
    last: PutOff | None = None
    """The last save of that file."""

    def keep_back(self, path: Path) -> None:
        """Put off every save of the file *path* until `finish`."""
        self.kept_back = path.resolve()

    def puts_off(self, target: Path) -> bool:
        """Whether a save to *target* has to wait."""
        return self.kept_back is not None and target.resolve() == self.kept_back

    def put_off(self, book: "BookState", write: Write) -> None:
        """Note a save that has to wait."""
        self.last = PutOff(book, write)


class Finished(NamedTuple):
    """A file that was written at the end, and what the save did."""

    path: Path
    saved: ooxml.Saved | None


def finish(book: "BookState", out: Path | None) -> list[Finished]:
    """Write what is to stay of *book*, the caller of a macro, to *out*, else to its file; what was written.

    A book that is open is saved as it stands, of one that was closed stays what was saved. Raises `UserError` and
    `ooxml.WorkbookError`.
    """
    ledger = book.program.ledger
    due = list(_due(book, ledger, out))
    ledger.kept_back = None
    done = []
    for target, write in due:
        saved = write(target)
        if out is not None or saved is None or saved.changed_parts:
            ledger.written.append(target)
            done.append(Finished(target, saved))
    return done


def _due(book: "BookState", ledger: Ledger, out: Path | None) -> Iterator[tuple[Path, Write]]:
    from ippbook.headless.save import frozen  # noqa: PLC0415  # saving and books name each other

    home, last, own = ledger.kept_back, ledger.last, book.source.path if book.source else None
    if home is None:
        raise TypeError("no file is kept back")
    if book not in book.program.books:
        if last is not None:
            yield out or home, last.write
        elif out is not None:
            yield out, lambda target: ooxml.save(ooxml.open(home), ooxml.Edits(), target)
    elif own is not None and own.resolve() != home and out is None:  # the macro saved it under another name and went on
        if last is not None:
            yield home, last.write
        if book.unsaved:
            yield own, frozen(book)
    elif last is not None and last.book is not book:
        if book.unsaved:
            raise UserError(
                f"{home}: the macro changed this workbook twice, as the book that called and as one that it opened; let it change one of them"
            )
        yield out or home, last.write
    elif out is not None or last is not None or book.unsaved:
        yield out or home, frozen(book)


def lost(book: "BookState") -> Iterator[str]:
    """What was changed and will be written nowhere: a sentence a book. *book*: the caller."""
    if book not in book.program.books and book.unsaved and book.program.ledger.last is None:
        yield f"{book.name}: the macro closed it without saving it, so what it had changed there is lost; let it save first, or not close it"
    for program in book.program.among:
        for other in program.books:
            put_off = book.program.ledger.last
            if other is not book and other.unsaved and (put_off is None or put_off.book is not other):
                yield f"{other.name}: the macro changed it and did not save it, so this is lost; let it call save()"
