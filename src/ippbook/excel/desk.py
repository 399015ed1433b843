"""What a button can use in Excel: the open workbook, the active cell, the status bar, the dialogs, Undo."""

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

import xlwings as xw

from ippbook.declare.button import Restored, Spot
from ippbook.errors import UserError
from ippbook.excel import hosts, sheet_info
from ippbook.excel.journal import Journal
from ippbook.excel.live_book import LiveBook
from ippbook.excel.undo import undo_last_press
from ippbook.imports import rejects
from ippbook.quick_dataclasses import dataclass

_FOLDER_PICKER: Final = 4  # msoFileDialogFolderPicker
_MAC_SECONDS: Final = 3600
"""Seconds after which an open dialog on a Mac is closed."""


@dataclass
class LiveDesk:
    """A desk over an xlwings book. *chosen*: a file or folder that was named in advance; then no dialog is shown."""

    book: LiveBook
    today: date
    as_of: date | None = None
    chosen: Path | None = None
    journal: Journal | None = None
    show_stage: Callable[[str], None] = lambda _stage: None

    @property
    def put_aside(self) -> Callable[..., Path]:
        """Writes the refused rows of an export into a file next to it."""
        return rejects.write_rejects

    @property
    def answers(self) -> bool:
        """Whether worksheet functions of ippbook work in this host: everywhere except in Excel for Mac, which has no functions in Python."""
        return hosts.program(self._book) != "mac"

    @property
    def spot(self) -> Spot:
        """The active cell: the first selected cell."""
        selection = self._book.app.selection
        if selection is None:
            raise UserError(
                "{book_path}: no cell is selected; click a cell and press the button again", book_path=self.book.path
            )
        return Spot(selection.sheet.name, selection.row, selection.column)

    @property
    def _book(self) -> xw.Book:
        return self.book.book

    def tell(self, stage: str) -> None:
        """Show in the status bar what is being done."""
        self.show_stage(stage)

    def go(self, spot: Spot) -> None:
        """Select a cell and show its sheet."""
        select(self._book, self.book.path, spot)

    def choose_file(self, title: str, endings: tuple[str, ...]) -> Path | None:
        """Let the person choose a file; None where none is chosen. Raises `UserError` where there is no dialog."""
        if self.chosen is not None:
            return self.chosen
        match hosts.program(self._book):
            case "windows":
                shown = ";".join(f"*{ending}" for ending in endings)
                found = self._book.app.api.GetOpenFilename(f"{title} ({shown}),{shown}", 1, title)
                return Path(found) if isinstance(found, str) else None
            case "mac":
                return _mac_dialog("file", title, self._start(self.book.path.parent))
            case "calc":
                file: Path | None = self._book.impl.choose_file(title, endings)
                return file
        raise UserError(
            "{book_path}: no file dialog is available here. Pass the file: ippbook run MACRO team.xlsx --with export.csv",
            book_path=self.book.path,
        )

    def choose_folder(self, title: str, default: Path) -> Path | None:
        """Let the person choose a folder; *default* where there is no dialog, None where none is chosen."""
        if self.chosen is not None:
            return self.chosen
        start = self._start(default.parent)
        match hosts.program(self._book):
            case "windows":
                dialog = self._book.app.api.FileDialog(_FOLDER_PICKER)
                dialog.Title, dialog.InitialFileName = title, f"{start}\\"
                return Path(dialog.SelectedItems(1)) if dialog.Show() == -1 else None
            case "mac":
                return _mac_dialog("folder", title, start)
            case "calc":
                folder: Path | None = self._book.impl.choose_folder(title, start)
                return folder
        return start / default.name

    @staticmethod
    def _start(folder: Path) -> Path:
        """*folder* if it is a folder of this computer, else the home folder: a book may be new or on a server."""
        return folder if folder.is_absolute() and folder.is_dir() else Path.home()

    def take_back(self) -> Restored:
        """Restore what the last press changed."""
        if self.journal is None:
            raise UserError(
                "{book_path}: the button Undo does not work in this program; use the program's own Undo",
                book_path=self.book.path,
            )
        restored = self._by_the_host() or undo_last_press(self.book, self.journal)
        self.book.changed += restored.cells
        self.book.forget_save_plan()
        return restored

    def _by_the_host(self) -> Restored | None:
        """Let Calc undo its last step if that is the last press; None where it is not, or in another program."""
        if hosts.program(self._book) != "calc" or self.journal is None:
            return None
        last = self.journal.read()
        if last is None or not self._book.impl.take_back(last.label):
            return None
        self.journal.forget()
        return Restored(last.label, sum(map(len, last.before)))


def select(book: xw.Book, path: Path, spot: Spot) -> None:
    """Select a cell and show its sheet. Raises `UserError` for a hidden sheet or a chart; *path* begins the message."""
    sheet = book.sheets[spot.sheet]
    if not sheet_info.is_visible(sheet):
        raise UserError(
            "{path}: sheet {spot_sheet!r} is hidden, so its cells cannot be selected; unhide it (right-click a sheet's tab, Unhide), or choose a cell of another sheet",
            path=path,
            spot_sheet=spot.sheet,
        )
    if not sheet_info.has_cells(sheet):
        raise UserError(
            "{path}: sheet {spot_sheet!r} is a chart and has no cells; choose a cell of another sheet",
            path=path,
            spot_sheet=spot.sheet,
        )
    sheet.activate()
    sheet.range((spot.row, spot.column)).select()


def _mac_dialog(kind: str, title: str, start: Path) -> Path | None:
    """Show the Mac's own dialog for a file or a folder. The texts are passed as arguments, so that a quote in them is not script."""
    script = (
        f"on run argv\nset found to choose {kind} with prompt (item 1 of argv) default location (POSIX file (item 2 of argv))\n"
        "return POSIX path of found\nend run"
    )
    done = subprocess.run(  # noqa: S603  # a fixed program; what comes from outside is an argument
        ["/usr/bin/osascript", "-e", script, title, str(start)],
        capture_output=True,
        text=True,
        timeout=_MAC_SECONDS,
        check=False,
    )
    return Path(done.stdout.rstrip("\n")) if done.returncode == 0 and done.stdout.strip() else None


__all__ = ["LiveDesk", "select"]
