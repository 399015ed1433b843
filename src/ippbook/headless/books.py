"""A book, and the books that are open."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ippbook import ooxml
from ippbook.headless import com_api
from ippbook.headless.coverage import Hosted
from ippbook.headless.errors import refused
from ippbook.headless.names import Names
from ippbook.headless.read_only_api import viewed
from ippbook.headless.sheets import Sheets
from ippbook.headless.state import BookState, Program

if TYPE_CHECKING:
    from ippbook.headless.engine import App


class Book(Hosted, base_classes.Book):
    """A book that is open in the engine: of a file, which is saved losslessly, or a new one."""

    def __init__(self, state: BookState) -> None:
        self._state = state
        self._program = state.program

    @property
    def state(self) -> BookState:
        """What the book holds. xlwings has no such name."""
        return self._state

    @property
    def api(self) -> com_api.File:
        """Openpyxl's workbook, with ReadOnly."""
        return com_api.File(self._state)

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self._state.name

    @property
    def fullname(self) -> str:
        """The file's path; of a book that was never saved, its name."""
        return str(self._state.source.path) if self._state.source else self._state.name

    @property
    def app(self) -> "App":
        """The app."""
        from ippbook.headless.engine import App  # noqa: PLC0415  # books and apps name each other

        return App(self._state.program)

    @property
    def date1904(self) -> bool:
        """Whether serial numbers count from 1904. Excel's own name; xlwings has none."""
        return self._state.date1904

    @property
    def sheets(self) -> Sheets:
        """The sheets."""
        return Sheets(self._state)

    @property
    def names(self) -> Names:
        """The defined names of the whole book."""
        return Names(self._state)

    def activate(self) -> None:
        """Make this the active book."""
        self._state.program.front = self._state

    def close(self) -> None:
        """Close without saving."""
        self._state.program.close(self._state)

    def save(self, path: str | os.PathLike[str] | None = None, password: str | None = None) -> None:
        """Save: a book of a file losslessly, with what was written and nothing else changed; a new one through openpyxl.

        Raises `UserError` or `ooxml.WorkbookError`, one sentence, and writes nothing where that cannot be.
        """
        if password:
            raise NotImplementedError("The engine without Excel does not encrypt; leave the password out.")
        if self._state.read_only and path is None:
            raise refused(f"'{self.name}' is read-only. To save a copy, click OK, then give the workbook a new name.")
        self.save_and_tell(path)

    def save_and_tell(self, path: str | os.PathLike[str] | None = None) -> ooxml.Saved | None:
        """As `save`, and what it did; None for a new book. xlwings has no such name."""
        own = self.fullname if self._state.source else f"{self.name}.xlsx"
        return self._state.save(Path(path or own).absolute())

    def save_elsewhere(self) -> None:
        """Say that the book will be saved under another name, so that it does not matter whether its file may be written."""
        self._state.read_only = False


class Books(Hosted, base_classes.Books):
    """The books that are open."""

    def __init__(self, program: Program) -> None:
        self._program = self._app = program

    @property
    def api(self) -> Any:
        """Openpyxl's workbooks."""
        return [viewed(book.native()) for book in self._app.books]

    @property
    def app(self) -> "App":
        """The app."""
        from ippbook.headless.engine import App  # noqa: PLC0415  # books and apps name each other

        return App(self._app)

    @property
    def active(self) -> Book:
        """The book in front."""
        if self._app.front is None:
            raise refused("No workbook is open")
        return Book(self._app.front)

    def __call__(self, name_or_index: str | int) -> Book:
        """The book of a file's name, or at a place from 1."""
        if isinstance(name_or_index, int):
            return Book(self._app.books[name_or_index - 1])
        for book in self._app.books:
            if book.name.casefold() == name_or_index.casefold():
                return Book(book)
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._app.books)

    def __iter__(self) -> Iterator[Book]:
        return map(Book, list(self._app.books))

    def add(self) -> Book:
        """A new book with one sheet; it becomes the active one."""
        return Book(self._app.take(BookState.new(self._app)))

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,  # noqa: ARG002  # links are never updated
        read_only: bool | None = None,
        *others: Any,
    ) -> Book:
        """Open a workbook file. It is read-only where asked, or where the file cannot be written. Raises `ooxml.WorkbookError`."""
        if any(other is not None for other in others):
            raise NotImplementedError("The engine without Excel opens plain workbooks: only read_only may be given.")
        path = Path(fullname).absolute()
        source = ooxml.open(path)
        closed = bool(read_only) or not os.access(path, os.W_OK) or not path.stat().st_mode & 0o222
        return Book(self._app.take(BookState.opened(self._app, source, read_only=closed)))
