"""The border of a button: `press("check")` is what Excel's VBA calls, what `ippbook run` calls, and what xlwings Lite calls.

Whatever happens, the person gets one message in plain words: what was done, or why nothing was. A fault of ours is written
into the log with all that an engineer needs, and the message names the file.
"""

import difflib
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

import xlwings as xw

from ippbook import ooxml
from ippbook.buttons import buttons
from ippbook.declare.button import Button
from ippbook.errors import UserError
from ippbook.excel import foreign_names, hosts, log, preconditions, write_cells
from ippbook.excel.desk import LiveDesk
from ippbook.excel.open_workbook import LiveBook
from ippbook.excel.quiet_excel import noting
from ippbook.excel.undo import Journal
from ippbook.normalize import key
from ippbook.tables.records import RECORDS

TITLE: Final = "ippbook"
BUSY: Final = "a cell is being edited or a dialog is open: press Enter or Esc, then press the button again"
_LONGEST: Final = 1_000
"""Letters of a message; Excel's own box takes 1,024."""
_ADDIN: Final = "ippbook.xlam"
"""The add-in's file, as `ippbook excel install` names it (`setup.layout`, which a press need not load)."""
_BACK: Final = "\nTo take it back, press Undo in the tab ippbook."


class AfterwardsError(Exception):
    """A button failed when it had written: its cells stand as they should, and its message is lost."""

    def __init__(self, changed: int, journal: Journal | None) -> None:
        super().__init__(f"after {changed:,} cells were changed")
        self.changed = changed
        self.can_undo = journal is not None and journal.kept


@dataclass(frozen=True)
class Pressed:
    """What a press came to."""

    button: str
    text: str
    """The one message."""
    changed: int = 0
    """Cells that changed."""
    grave: bool = False
    """Something is wrong in the workbook that the person must see to."""
    failed: bool = False
    """It could not be done; nothing was changed."""
    fault: bool = False
    """It failed on the way, and nobody foresaw it: a host that writes later must drop what waits."""

    def __str__(self) -> str:
        return self.text


class _Asked(NamedTuple):
    """What a press is asked with, as `press` has it."""

    today: date
    as_of: date | None
    chosen: Path | None
    formulas: Mapping[str, Any] | None


def press(  # one argument an option of `ippbook run`
    name: str,
    book: xw.Book | None = None,
    *,
    as_of: date | None = None,
    chosen: Path | None = None,
    today: date | None = None,
    formulas: Mapping[str, Any] | None = None,
    state: Path | None = None,
) -> Pressed:
    """Press the button *name* (`check`, or its macro `IPP_Check`) over *book*. Never raises what a person could have caused.

    Without *book* it is the book of the macro that called, and the message is shown in Excel; a *book* that is handed in
    gets no message, for the caller has the answer. *chosen*: the file or folder that a dialog would ask for. *formulas*: as
    `LiveBook` has them. *state*: where log and journal go; default: the user's own folder.
    """
    folder = state or log.state_folder()
    began = time.monotonic()
    caller, label, title = book, name, "no book"
    notes: list[str] = []
    try:
        found = _button(name)
        label = found.label
        hosts.be_patient()
        caller = _caller() if book is None else book
        title = caller.name
        asked = _Asked(today or date.today(), as_of, chosen, formulas)  # noqa: DTZ011  # the day on the person's own wall
        done = _press(found, caller, asked, folder, notes, in_excel=book is None)
        said = f"{done.changed} cells changed"
    except (UserError, ooxml.WorkbookError) as refusal:
        done = Pressed(name, _sentence(str(refusal)), failed=True)
        said = f"refused: {refusal}"
    except Exception as failure:  # noqa: BLE001  # the border of a button: a person gets a sentence, an engineer the log
        done, said = _failed(name, label, failure, folder), f"failed: {type(failure).__name__}"
        if not hosts.busy(failure) or isinstance(failure, write_cells.HalfDoneError):
            log.write(folder, f"{label} · {title} · fault", "".join(traceback.format_exception(failure)))
    if notes:
        done = replace(done, text=_ended(done.text, *(f"\n{note[:1].upper()}{note[1:]}." for note in notes)))
        said = f"{said}; {'; '.join(notes)}"
    log.write(folder, f"{label} · {title} · {time.monotonic() - began:.1f} s · {said}")
    if book is None:
        _say(caller, done)
    return done


def _button(name: str) -> Button:
    """The button of that name, or of that macro's name."""
    wanted = name.strip().casefold()
    known = {button.name: button for button in buttons()}
    for button in known.values():
        if wanted in (button.name.casefold(), button.macro.casefold(), button.label.casefold()):
            return button
    near = difflib.get_close_matches(wanted, known, n=3, cutoff=0.5)
    hint = f"did you mean {', '.join(near)}?" if near else f"the buttons are {', '.join(known)}"
    raise UserError(f"there is no button {name!r}; {hint}")


def _caller() -> xw.Book:
    """The book of the macro that called."""
    try:
        return xw.Book.caller()
    except Exception as failure:
        if hosts.busy(failure):
            raise
        raise UserError(
            "no workbook has called: press the button in Excel, or run it over a file: ippbook run check team.xlsx"
        ) from failure


def _press(
    button: Button,
    book: xw.Book,
    asked: _Asked,
    folder: Path,
    notes: list[str],
    *,
    in_excel: bool,
) -> Pressed:
    """Press it: look whether it may be pressed, do it, and leave the status bar as it was. *notes* takes what is not as it was."""
    _refuse_inactive(book)
    live = LiveBook(book, formulas=asked.formulas)
    journal = Journal(folder / "undo", str(live.path), button.label) if live.holds or hosts.program(book) else None
    live.journal, live.notes = journal, notes
    _refuse_strange(live)
    if button.writes:
        preconditions.refuse_read_only(book, str(live.path))
    foreign_names.refuse(book, live.path)
    with _Status(book.app, notes) as status:
        desk = LiveDesk(
            live,
            asked.today,
            asked.as_of,
            asked.chosen,
            journal,
            lambda stage: status.show(f"{TITLE}: {button.label}: {stage} …"),
        )
        try:
            done = button.press(desk)
        except Exception as failure:
            if live.changed:
                raise AfterwardsError(live.changed, journal) from failure
            raise
    text = done.text
    if journal is not None and journal.kept:
        _offer_undo(book, button.label)
        if in_excel:
            text = _ended(text, _BACK)
    return Pressed(button.name, _short(text), live.changed, done.grave)


def _refuse_inactive(book: xw.Book) -> None:
    """Refuse where the person looks at another book than the one that the button would change."""
    active: Any = book.app.books.active
    if active.name.casefold() != book.name.casefold():
        raise UserError(
            f"{book.name} is not the active workbook ({active.name} is): click into {book.name} and press the button again"
        )


def _refuse_strange(live: LiveBook) -> None:
    """Refuse a workbook without our tables, and without a formula of ours."""
    names = {key(record.table) for record in RECORDS}
    if names & {key(name) for name in (*(sheet.name for sheet in live.sheets), *live.tables)}:
        return
    if any(live.names_ours(sheet.name) for sheet in live.sheets):
        return
    raise UserError(
        f"{live.path}: there is none of the tables {', '.join(record.table for record in RECORDS)}, and no formula of ippbook; "
        "name your tables or sheets so, or start from a new workbook: ippbook new team.xlsx"
    )


class _Status:
    """The status bar, while a button works; *notes* takes that it could not be put back."""

    def __init__(self, app: xw.App, notes: list[str]) -> None:
        self._app = app
        self._notes = notes
        self._before: Any = None
        self._has = False

    def __enter__(self) -> Self:
        with suppress(NotImplementedError, AttributeError):
            self._before = self._app.status_bar
            self._has = True
        return self

    def show(self, text: str) -> None:
        """Say *text*."""
        if self._has:
            self._app.status_bar = text

    def __exit__(self, *_: object) -> None:
        if self._has:
            with noting(self._notes, "status_bar"):
                self._app.status_bar = self._before


def _offer_undo(book: xw.Book, label: str) -> None:
    """Tell the VBA of the workbook and of the add-in to put an entry into Excel's list of Undo: one of the two was pressed.

    Each forgets it when the next button of its own is pressed.
    """
    for holder in _with_our_vba(book):
        with suppress(Exception):  # a workbook without our VBA goes without the entry; the button is there all the same
            book.app.macro(f"{holder}IppBook.IppBookUndoable")(f"Undo {label}")


def _with_our_vba(book: xw.Book) -> Iterator[str]:
    """What names the workbook and the add-in before a macro's name. Only what is open: Excel would open a file of that name."""
    where = hosts.program(book)
    if where:
        yield f"'{book.name.replace(chr(39), chr(39) * 2)}'!"
    if where == "windows":
        with suppress(Exception):  # Excel knows no workbook of that name: the add-in is not loaded
            book.app.api.Workbooks(_ADDIN)
            yield f"'{_ADDIN}'!"


def _sentence(text: str) -> str:
    return _short(text if text.rstrip().endswith((".", "?", "!")) else f"{text.rstrip()}.")


def _ended(text: str, *ends: str) -> str:
    """A message and what must not be cut off from its end."""
    end = "".join(ends)
    return f"{_short(text, _LONGEST - len(end))}{end}"


def _short(text: str, most: int = _LONGEST) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _failed(name: str, label: str, failure: Exception, folder: Path) -> Pressed:
    """The message for what nobody expected; never a traceback."""
    log_file = folder / "excel.log"
    if isinstance(failure, AfterwardsError):
        return Pressed(name, _afterwards(label, failure, log_file), failure.changed, failed=True)
    if isinstance(failure, write_cells.HalfDoneError):
        text = f"{label} failed half-way, and not all could be put back: close the workbook without saving it, and open it again; {log_file} says more."
    elif hosts.busy(failure):
        text = f"Excel takes no orders now, so nothing was changed: {BUSY}."
    elif said := hosts.refusal(failure):
        text = f"Excel refused ({said}), and what {label} had changed was put back; {log_file} says more."
    else:
        text = (
            f"{label} failed, and what it had changed was put back. This is a fault of ippbook, not of yours; "
            f"please send the file {log_file} to whoever looks after ippbook."
        )
    return Pressed(name, text, failed=True, fault=True)


def _afterwards(label: str, failure: AfterwardsError, log_file: Path) -> str:
    """The message for a failure behind the writing: what stands, what failed, the way back."""
    cause = failure.__cause__
    why = str(cause) if isinstance(cause, UserError | ooxml.WorkbookError) else f"{log_file} says more"
    back = "to take that back, press Undo in the tab ippbook" if failure.can_undo else "look at them before you save"
    return _short(f"{label} changed {failure.changed:,} cells and then failed: {why.rstrip('.')}; {back}.")


def _say(book: xw.Book | None, done: Pressed) -> None:
    """Show the one message: in Excel, else in a box of the system, else on the console."""
    if book is not None:
        with suppress(Exception):  # an Excel that shows no message must not hide it
            book.app.alert(done.text, title=TITLE, buttons="ok", mode="critical" if done.failed else "info")
            return
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # Windows alone has its boxes

        ctypes.windll.user32.MessageBoxW(0, done.text, TITLE, 0)
    else:
        sys.stderr.write(f"{done.text}\n")


__all__ = ["BUSY", "TITLE", "Pressed", "press"]
