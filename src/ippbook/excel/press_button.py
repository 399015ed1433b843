"""The border of a button: `press("check")` is what Excel's VBA calls, what `ippbook run` calls, and what xlwings Lite calls.

Whatever happens, the person gets one message in plain words: what was done, or why nothing was changed. An internal error goes
into the log with all that an engineer needs, and the message names the file.
"""

import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import xlwings as xw

from ippbook import ooxml
from ippbook.buttons import buttons
from ippbook.declare.button import Button
from ippbook.errors import UserError
from ippbook.excel import foreign_names, hosts, log, preconditions
from ippbook.excel.desk import LiveDesk
from ippbook.excel.hosts import HostValue
from ippbook.excel.journal import Journal
from ippbook.excel.live_book import LiveBook
from ippbook.excel.press_result import (
    BUSY,
    TITLE,
    AfterWritingError,
    PressResult,
    failed_press,
    refused_press,
    shortened,
    show_message,
    with_ending,
)
from ippbook.excel.quiet_excel import StatusBar
from ippbook.excel.sheet_facts import SheetFacts
from ippbook.excel.write_cells import HalfDoneError
from ippbook.languages import say, say_series
from ippbook.languages.run_language import localized
from ippbook.normalize import key, near_names
from ippbook.run_day import today_in
from ippbook.tables.records import RECORDS

_ADDIN: Final = "ippbook.xlam"
"""The add-in's file, as `ippbook excel install` names it (`installer.layout`, which a press need not load)."""
_HOW_TO_UNDO: Final = say("To undo it, press Undo in the tab ippbook.")


class _PressOptions(NamedTuple):
    """The options of a press, as `press` has them."""

    today: date
    as_of: date | None
    chosen: Path | None
    formulas: Mapping[str, HostValue] | None
    facts: Mapping[str, SheetFacts] | None


def press(  # one argument for each option of `ippbook run`
    name: str,
    book: xw.Book | None = None,
    *,
    as_of: date | None = None,
    chosen: Path | None = None,
    today: date | None = None,
    formulas: Mapping[str, HostValue] | None = None,
    facts: Mapping[str, SheetFacts] | None = None,
    state: Path | None = None,
) -> PressResult:
    """Press the button *name* (`check`, or its macro `IPP_Check`) over *book*. Never raises for anything that a person can cause.

    Without *book* it is the book of the macro that called, and the message is shown in Excel; with *book* no message is shown,
    for the caller has the result. *chosen*: the file or folder that a dialog would ask for. *formulas*, *facts*: as
    `LiveBook` has them. *state*: the folder for log and journal; default: the user's own folder.
    """
    folder = state or log.state_folder()
    began = time.monotonic()
    caller, label, title = book, name, "no book"
    notes: list[str] = []
    try:
        button = _button(name)
        label = button.label
        hosts.be_patient()
        caller = _caller() if book is None else book
        title = caller.name
        options = _PressOptions(today or today_in(), as_of, chosen, formulas, facts)
        done = _press(button, caller, options, folder, notes, in_excel=book is None)
        result = say("{changed} cells changed", changed=done.changed)
    except (UserError, ooxml.WorkbookError) as refusal:
        done, result = refused_press(name, refusal), say("refused: {refusal}", refusal=refusal)
    except Exception as failure:  # noqa: BLE001  # the border of a button: a person gets a message, an engineer the log
        done, result = (
            failed_press(name, label, failure, folder / "excel.log"),
            say("failed: {name}", name=type(failure).__name__),
        )
        if not hosts.is_busy(failure) or isinstance(failure, HalfDoneError):
            log.write_log(
                folder,
                say("{label} · {title} · fault", label=label, title=title),
                "".join(traceback.format_exception(failure)),
            )
    if notes:
        done = replace(done, text=with_ending(done.text, *(f"\n{note[:1].upper()}{note[1:]}." for note in notes)))
        result = f"{result}; {'; '.join(notes)}"
    log.write_log(folder, f"{label} · {title} · {time.monotonic() - began:.1f} s · {result}")
    if book is None:
        show_message(caller, done)
    return done


def label_of(name: str) -> str:
    """The label of the button of that name. Raises `UserError` where there is none."""
    return _button(name).label


def _button(name: str) -> Button:
    """The button of that name, or of that macro's name."""
    wanted = name.strip().casefold()
    known = {button.name: button for button in buttons()}
    for button in known.values():
        if wanted in (button.name.casefold(), button.macro.casefold(), button.label.casefold()):
            return button
    near = near_names(wanted, known) or [name for name in known if wanted and name.startswith(wanted)]
    hint = (
        say("did you mean {near}?", near=say_series(near))
        if near
        else say("the buttons are {known}", known=say_series(known))
    )
    raise UserError("there is no button {name!r}; {hint}", name=name, hint=hint)


def _caller() -> xw.Book:
    """The book of the macro that called."""
    try:
        return xw.Book.caller()
    except Exception as failure:
        if hosts.is_busy(failure) or hosts.com_error_number(failure) is not None:
            raise
        raise UserError(
            "This command has to be started from a workbook. Click the button in Excel, or run: ippbook run check team.xlsx"
        ) from failure


def _press(
    button: Button,
    book: xw.Book,
    options: _PressOptions,
    folder: Path,
    notes: list[str],
    *,
    in_excel: bool,
) -> PressResult:
    """Check whether the button may be pressed, and press it. *notes* gets each setting of Excel that could not be restored."""
    _refuse_inactive(book)
    live = LiveBook(book, formulas=options.formulas, facts=options.facts)
    has_undo = live.calculates_nothing or hosts.program(book)
    journal = Journal(folder / "undo", str(live.path), button.label) if has_undo else None
    live.journal, live.notes = journal, notes
    _refuse_unrelated(live)
    if button.writes:
        preconditions.refuse_read_only(book, str(live.path))
    foreign_names.refuse_name_clashes(book, live.path)
    with StatusBar(book.app, notes) as status:
        desk = LiveDesk(
            live,
            options.today,
            options.as_of,
            options.chosen,
            journal,
            lambda stage: status.show(f"{TITLE}: {button.label}: {stage} …"),
        )
        try:
            done = button.press(desk)
        except Exception as failure:
            if live.changed:
                raise AfterWritingError(live.changed, journal) from failure
            raise
    text = localized(done.text)
    if journal is not None and journal.kept:
        _offer_undo(book, button.label)
        if in_excel:
            text = with_ending(text, "\n", localized(_HOW_TO_UNDO))
    return PressResult(button.name, shortened(text), live.changed, done.grave)


def _refuse_inactive(book: xw.Book) -> None:
    """Refuse where the person looks at another book than the one that the button would change."""
    active: HostValue = book.app.books.active
    if active.name.casefold() != book.name.casefold():
        raise UserError(
            "{book_name} is not the active workbook ({active_name} is): click into {book_name} and press the button again",
            book_name=book.name,
            active_name=active.name,
        )


def _refuse_unrelated(live: LiveBook) -> None:
    """Refuse a workbook that has neither a table nor a formula of ippbook."""
    names = {key(name) for record in RECORDS for name in record.names()}
    if names & {key(name) for name in (*(sheet.name for sheet in live.sheets), *live.tables)}:
        return
    if any(live.has_ippbook_formula(sheet.name) for sheet in live.sheets):
        return
    raise UserError(
        "{live_path}: No ippbook table ({records}) and no IPP_ formula found. Give your tables or sheets these names, or create a workbook with: ippbook new team.xlsx",
        live_path=live.path,
        records=say_series(record.table for record in RECORDS),
    )


def _offer_undo(book: xw.Book, label: str) -> None:
    """Let the VBA of the workbook and of the add-in put an entry into Excel's list of Undo: one of the two was pressed.

    Each forgets it when the next button of its own is pressed.
    """
    for place in _places_of_vba(book):
        with suppress(Exception):  # without ippbook's VBA there is no entry; the button Undo works all the same
            book.app.macro(f"{place}IppBook.IppBookUndoable")(say("Undo {label}", label=label))


def _places_of_vba(book: xw.Book) -> Iterator[str]:
    """The workbook and the add-in as they are written before a macro's name. Only open ones: Excel would open a file of that name."""
    where = hosts.program(book)
    if where:
        yield f"'{book.name.replace(chr(39), chr(39) * 2)}'!"
    if where == "windows":
        with suppress(Exception):  # Excel has no workbook of that name: the add-in is not loaded
            book.app.api.Workbooks(_ADDIN)
            yield f"'{_ADDIN}'!"


__all__ = ["BUSY", "TITLE", "PressResult", "label_of", "press"]
