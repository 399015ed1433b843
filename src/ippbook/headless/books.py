"""A book, and the books that are open."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from xlwings import base_classes

from ippbook import ooxml
from ippbook.headless import com_api, deferred_saves
from ippbook.headless.book_files import new_book, opened_book
from ippbook.headless.calculation import calculate_inputs
from ippbook.headless.cell_display import XlwingsValue
from ippbook.headless.coverage import EngineObject
from ippbook.headless.deferred_saves import WrittenFile
from ippbook.headless.errors import excel_error
from ippbook.headless.names import HeadlessNames
from ippbook.headless.openpyxl_copy import openpyxl_workbook
from ippbook.headless.read_only_api import OpenpyxlValue, read_only
from ippbook.headless.save import save_book
from ippbook.headless.sheets import HeadlessSheets
from ippbook.headless.state import AppState, BookState

if TYPE_CHECKING:
    from ippbook.headless.apps import HeadlessApp


class HeadlessBook(EngineObject, base_classes.Book):
    """A book that is open in the engine: one of a file, which is saved losslessly, or a new one."""

    def __init__(self, state: BookState) -> None:
        self._state = state
        self._app = state.app

    # what only ippbook uses; xlwings has no such names

    @property
    def file(self) -> ooxml.Book | None:
        """The file as it was opened or last saved; None for a new book."""
        return self._state.source

    def calculate_inputs(self, as_of: date | None, today: date) -> None:
        """Show current results in the native formulas that the checks read, before a button is pressed for the day *as_of*."""
        calculate_inputs(self._state, as_of, today)

    def plan_save(self, edits: ooxml.Edits | None) -> None:
        """Let the save give rows the heights that *edits* have, and bring up to date what they ask for, as `ippbook recalc` does it.

        None: forget what was planned.
        """
        state = self._state
        state.heights = {**state.heights, **edits.heights} if edits else {}
        state.whole_workbook = edits is not None and (state.whole_workbook or edits.whole_workbook)

    def keep_back(self, path: Path) -> None:
        """Defer every save of the file *path* until `write_deferred`."""
        self._state.app.ledger.keep_back(path)

    def write_deferred(self, out: Path | None) -> list[WrittenFile]:
        """Write what shall remain of the book to *out*, else to its file; nothing where nothing changed and there is no *out*.

        Raises `UserError` and `ooxml.WorkbookError`.
        """
        return deferred_saves.write_deferred(self._state, out)

    def lost_changes(self) -> tuple[str, ...]:
        """What a macro changed and did not save, a sentence a book."""
        return tuple(deferred_saves.lost_changes(self._state))

    def written_files(self) -> tuple[Path, ...]:
        """Every file that was written so far, by any app, in order."""
        return tuple(self._state.app.ledger.written)

    def all_alerts(self) -> tuple[str, ...]:
        """The texts of all messages: of the app of this book, then of other apps that a macro started."""
        return tuple(text for app in self._apps() for _, text in app.alerts)

    def all_notes(self) -> tuple[str, ...]:
        """The notes for the author of a macro, of all apps."""
        return tuple(note for app in self._apps() for note in app.notes)

    def _apps(self) -> list[AppState]:
        mine = self._state.app
        return [mine, *(app for app in mine.open_apps if app is not mine)]

    def save_with_result(self, path: str | os.PathLike[str] | None = None) -> ooxml.Saved | None:
        """As `save`; gives what the save did, None for a new book."""
        own = self.fullname if self._state.source else f"{self.name}.xlsx"
        return save_book(self._state, Path(path or own).absolute())

    def allow_writing(self) -> None:
        """Say that the book will be saved under another name, so that a read-only file does not matter."""
        self._state.read_only = False

    # xlwings' own names

    @property
    def api(self) -> com_api.ComWorkbook:
        """Excel's Workbook, as far as the engine has it."""
        return com_api.ComWorkbook(self._state)

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self._state.name

    @property
    def fullname(self) -> str:
        """The file's path; of a book that was never saved, its name."""
        return str(self._state.source.path) if self._state.source else self._state.name

    @property
    def app(self) -> "HeadlessApp":
        """The app."""
        from ippbook.headless.apps import HeadlessApp  # noqa: PLC0415  # books and apps name each other

        return HeadlessApp(self._state.app)

    @property
    def date1904(self) -> bool:
        """Whether serial numbers count from 1904. Excel's own name; xlwings has none."""
        return self._state.date1904

    @property
    def sheets(self) -> HeadlessSheets:
        """The sheets."""
        return HeadlessSheets(self._state)

    @property
    def names(self) -> HeadlessNames:
        """The defined names of the whole book."""
        return HeadlessNames(self._state)

    def activate(self) -> None:
        """Make this book the active one."""
        self._state.app.front = self._state

    def close(self) -> None:
        """Close without saving."""
        self._state.app.close(self._state)

    def save(self, path: str | os.PathLike[str] | None = None, password: str | None = None) -> None:
        """Save: a book of a file losslessly, with only the written cells changed; a new one through openpyxl.

        Raises `UserError` or `ooxml.WorkbookError`, one sentence, and writes nothing where it cannot be saved.
        """
        if password:
            raise NotImplementedError("The engine without Excel does not encrypt; save without a password.")
        if self._state.read_only and path is None:
            raise excel_error(
                f"'{self.name}' is read-only. To save a copy, click OK, then give the workbook a new name."
            )
        self.save_with_result(path)


class HeadlessBooks(EngineObject, base_classes.Books):
    """The books that are open."""

    def __init__(self, app: AppState) -> None:
        self._app = app

    @property
    def api(self) -> OpenpyxlValue:
        """Openpyxl's workbooks."""
        return [read_only(openpyxl_workbook(book)) for book in self._app.books]

    @property
    def app(self) -> "HeadlessApp":
        """The app."""
        from ippbook.headless.apps import HeadlessApp  # noqa: PLC0415  # books and apps name each other

        return HeadlessApp(self._app)

    @property
    def active(self) -> HeadlessBook:
        """The book in front."""
        if self._app.front is None:
            raise excel_error("No workbook is open")
        return HeadlessBook(self._app.front)

    def __call__(self, name_or_index: str | int) -> HeadlessBook:
        """The book of a file's name, or at a place from 1."""
        if isinstance(name_or_index, int):
            return HeadlessBook(self._app.books[name_or_index - 1])
        for book in self._app.books:
            if book.name.casefold() == name_or_index.casefold():
                return HeadlessBook(book)
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._app.books)

    def __iter__(self) -> Iterator[HeadlessBook]:
        return map(HeadlessBook, list(self._app.books))

    def add(self) -> HeadlessBook:
        """A new book with one sheet; it becomes the active one."""
        return HeadlessBook(self._app.take(new_book(self._app)))

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,  # noqa: ARG002  # links are never updated
        read_only: bool | None = None,
        *others: XlwingsValue,
    ) -> HeadlessBook:
        """Open a workbook file, read-only if *read_only* or if the file cannot be written. Raises `ooxml.WorkbookError`."""
        if any(other is not None for other in others):
            raise NotImplementedError(
                "The engine without Excel opens plain workbooks; of the options it knows only read_only."
            )
        path = Path(fullname).absolute()
        source = ooxml.open(path)
        closed = bool(read_only) or not os.access(path, os.W_OK) or not path.stat().st_mode & 0o222
        return HeadlessBook(self._app.take(opened_book(self._app, source, read_only=closed)))
