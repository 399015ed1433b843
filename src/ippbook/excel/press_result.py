"""The result of a press, and its one message: what was done, or what happened, why, and what to do."""

import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import xlwings as xw

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.excel import hosts
from ippbook.excel.journal import Journal
from ippbook.excel.write_cells import HalfDoneError

TITLE: Final = "ippbook"
BUSY: Final = "a cell is being edited or a dialog is open"
_LONGEST: Final = 1_000
"""Characters of a message; Excel's own box accepts 1,024."""


class AfterWritingError(Exception):
    """A button failed after it had written: the cells have their new content, and its message is lost."""

    def __init__(self, changed: int, journal: Journal | None) -> None:
        super().__init__(f"after {changed:,} cells were changed")
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
    text = str(refusal).rstrip()
    return PressResult(name, shortened(text if text.endswith((".", "?", "!")) else f"{text}."), failed=True)


def failed_press(name: str, label: str, failure: Exception, log: Path) -> PressResult:
    """The result of a press that failed unexpectedly: a message without a traceback."""
    if isinstance(failure, AfterWritingError):
        return PressResult(name, _after_writing(label, failure, log), failure.changed, failed=True)
    if isinstance(failure, HalfDoneError):
        text = (
            f"{label} failed and some of its changes could not be undone. Close the workbook without saving it, and reopen it. "
            f"Details are in {log}."
        )
    elif hosts.is_busy(failure):
        text = f"Excel is busy ({BUSY}). Nothing was changed. Press Enter or Esc and try again."
    elif reason := hosts.excel_message(failure):
        text = f"Excel refused a change ({reason}). All changes of {label} were undone. Details are in {log}."
    else:
        text = (
            f"{label} failed because of an error in ippbook. All its changes were undone. "
            f"Please send the file {log} to the person who maintains ippbook."
        )
    return PressResult(name, text, failed=True, fault=True)


def _after_writing(label: str, failure: AfterWritingError, log: Path) -> str:
    """The message for a failure after writing: what was changed, what failed, how to undo it."""
    cause = failure.__cause__
    why = str(cause) if isinstance(cause, UserError | ooxml.WorkbookError) else f"details are in {log}"
    remedy = (
        "To undo the changes, press Undo in the tab ippbook" if failure.can_undo else "Check the cells before you save"
    )
    return shortened(f"{label} changed {failure.changed:,} cells and then failed: {why.rstrip('.')}. {remedy}.")


def show_message(book: xw.Book | None, done: PressResult) -> None:
    """Show the one message: in Excel, else in a box of the system, else on the console."""
    if book is not None:
        with suppress(Exception):  # an Excel that shows no message must not hide it
            book.app.alert(done.text, title=TITLE, buttons="ok", mode="critical" if done.failed else "info")
            return
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415  # only Windows has these boxes

        ctypes.windll.user32.MessageBoxW(0, done.text, TITLE, 0)
    else:
        sys.stderr.write(f"{done.text}\n")


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
