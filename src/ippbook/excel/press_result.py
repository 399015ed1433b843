"""The result of a press, and its one message: what was done, or what happened, why, and what to do."""

import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

import xlwings as xw

from ippbook import ooxml
from ippbook.command_name import workable
from ippbook.errors import UserError
from ippbook.excel import hosts
from ippbook.excel.journal import Journal
from ippbook.excel.write_cells import HalfDoneError
from ippbook.languages import say, say_series
from ippbook.languages.run_language import localized
from ippbook.quick_dataclasses import dataclass

TITLE: Final = "ippbook"
BUSY: Final = say("a cell is being edited or a dialog is open")
_LONGEST: Final = 1_000
"""Characters of a message; Excel's own box accepts 1,024."""


class AfterWritingError(Exception):
    """A button failed after it had written: the cells have their new content, and its message is lost."""

    def __init__(self, changed: int, journal: Journal | None) -> None:
        super().__init__(say("after {changed:,} cells were changed", changed=changed))
        self.changed = changed
        self.can_undo = journal is not None and journal.kept


@dataclass(frozen=True)
class PressResult:
    """The result of a press."""

    button: str
    text: str
    """The one message."""
    changed: int = 0
    """Cells that changed."""
    severe: bool = False
    """The workbook has something wrong that the person must look at."""
    failed: bool = False
    """The button could not do its work."""
    fault: bool = False
    """An unexpected failure: a host that writes later must drop the writes that wait."""

    def __str__(self) -> str:
        return self.text


def shortened(text: str, most: int = _LONGEST) -> str:
    """*text*, cut to *most* characters."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def with_ending(text: str, *endings: str) -> str:
    """A message with *endings* that are never cut off."""
    ending = "".join(endings)
    return f"{shortened(text, _LONGEST - len(ending))}{ending}"


def refused_press(name: str, refusal: UserError | ooxml.WorkbookError) -> PressResult:
    """The result of a press that was refused."""
    text = localized(str(refusal)).rstrip()
    return PressResult(
        name, shortened(text if text.endswith((".", "?", "!", "。", "？", "！")) else f"{text}{_stop()}"), failed=True
    )


def failed_press(name: str, label: str, failure: Exception, log: Path) -> PressResult:
    """The result of a press that failed unexpectedly: a message without a traceback."""
    if isinstance(failure, AfterWritingError):
        return PressResult(name, _after_writing(label, failure, log), failure.changed, failed=True)
    if isinstance(failure, HalfDoneError):
        text = say(
            "{label} failed and some of its changes could not be undone. Close the workbook without saving it, and reopen it. Details are in {log}.",
            label=label,
            log=log,
        )
    elif hosts.is_busy(failure):
        text = say("Excel is busy ({why}). Nothing was changed. Press Enter or Esc and try again.", why=BUSY)
    elif hosts.lost_excel(failure):
        text = say(
            '{label} failed: Windows did not give Excel to Python (COM error {error}). Nothing was changed. Often WPS Office has taken over the name Excel.Application. To see this and what to do, press Win+R and type: cmd /k "%LOCALAPPDATA%\\ippbook\\ippbook.cmd" doctor',
            label=label,
            error=hosts.com_error_text(failure),
        )
    elif reason := hosts.excel_message(failure) or hosts.com_error_text(failure):
        text = say(
            "Excel refused a change ({reason}). All changes of {label} were undone. Details are in {log}.",
            reason=reason,
            label=label,
            log=log,
        )
    else:
        text = say(
            "{label} failed because of an error in ippbook. All its changes were undone. Please send the file {log} to the person who maintains ippbook.",
            label=label,
            log=log,
        )
    return PressResult(name, localized(text), failed=True, fault=True)


def _after_writing(label: str, failure: AfterWritingError, log: Path) -> str:
    """The message for a failure after writing: what was changed, what failed, how to undo it."""
    cause = failure.__cause__
    known = isinstance(cause, UserError | ooxml.WorkbookError)
    why = localized(str(cause) if known else say("details are in {log}", log=log)).rstrip(".。")
    if failure.can_undo:
        text = say(
            "{label} changed {n:,} cells and then failed: {why}. To undo the changes, press Undo in the tab ippbook.",
            label=label,
            n=failure.changed,
            why=why,
        )
    else:
        text = say(
            "{label} changed {n:,} cells and then failed: {why}. Check the cells before you save.",
            label=label,
            n=failure.changed,
            why=why,
        )
    return shortened(localized(text))


def _stop() -> str:
    """The full stop of the language to speak now."""
    return localized(say_series(("", ""), ". ")).strip()


def show_message(book: xw.Book | None, done: PressResult) -> None:
    """Show the one message: in Excel, else in a box of the system, else on the console. Its commands work on this computer."""
    text = workable(done.text)
    if book is not None:
        with suppress(Exception):  # an Excel that shows no message must not hide it
            book.app.alert(text, title=TITLE, buttons="ok", mode="critical" if done.failed else "info")
            return
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # only Windows has these boxes

        ctypes.windll.user32.MessageBoxW(0, text, TITLE, 0)
    else:
        sys.stderr.write(f"{text}\n")


__all__ = [
    "BUSY",
    "TITLE",
    "AfterWritingError",
    "PressResult",
    "failed_press",
    "refused_press",
    "shortened",
    "show_message",
    "with_ending",
]
