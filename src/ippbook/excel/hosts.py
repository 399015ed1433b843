"""What differs between the hosts of an xlwings book: names of their own objects, the values they hand over, how they say that they are busy.

Excel on Windows answers through COM, Excel on a Mac through Apple events, xlwings Lite through Office.js, and the engine
without Excel gives the names that COM has. What a host cannot tell is None.
"""

import importlib
import sys
import time
from typing import Any, Final, Self

import numpy as np
import xlwings as xw

from ippbook.ooxml.excel_limits import COM_ERROR_BASE, ERROR_NUMBERS, Error, is_error
from ippbook.tables.blocks import grid

_ERRORS: Final = {number: code for code, number in ERROR_NUMBERS.items()}
_BUSY: Final = frozenset(
    {
        -2147418111,  # RPC_E_CALL_REJECTED
        -2147417846,  # RPC_E_SERVERCALL_RETRYLATER
        -2146777998,  # VBA_E_IGNORE
    }
)
_TIMED_OUT: Final = -1712
"""What Apple events say of a program that does not answer, as one does that shows a dialog."""
PATIENCE: Final = 10.0
"""Seconds for which a busy Excel is asked again, before a person gets a sentence."""
_PAUSES: Final = (0.01, 0.25)
"""Seconds between two questions: the first pause, and the longest."""


_SHOWN_AT_ONCE: Final = 500_000
"""Cells whose texts a Mac's Excel is asked for at once: the size of a reply to an Apple event is limited."""


class _Attempts(int):
    """How often xlwings asks a busy Excel again, told by the time and not by a count.

    xlwings numbers its attempts from 1 and compares each number with this one; a busy Excel turns hundreds of them away within
    a blink, for as long as a mouse button is down.
    """

    def __new__(cls, seconds: float) -> Self:
        """As a number it is larger than any count of attempts."""
        made = super().__new__(cls, 1_000_000_000)
        made.seconds = seconds
        made.until = 0.0
        return made

    seconds: float
    until: float

    def __gt__(self, attempt: int) -> bool:
        """Whether there is time for another attempt; waits a little where there is."""
        if attempt == 1:
            self.until = time.monotonic() + self.seconds
        if time.monotonic() >= self.until:
            return False
        first, longest = _PAUSES
        time.sleep(min(first * attempt, longest))
        return True

    __hash__ = int.__hash__


def native(thing: Any, name: str, apple: str = "") -> Any:
    """A property of Excel's own object behind an xlwings object: *name* in COM, *apple* on a Mac; None where the host has none."""
    try:
        api = thing.api
        try:
            return getattr(api, name)
        except AttributeError:
            return getattr(api, apple).get() if apple else None
    except (AttributeError, NotImplementedError):
        return None


def busy(error: BaseException) -> bool:
    """Whether *error* says that Excel takes no calls now: a cell is being edited, or a dialog is open."""
    if _of_apple(error):
        return getattr(error, "errornumber", None) == _TIMED_OUT
    said = [getattr(error, "hresult", None), *error.args[:1]]
    more = error.args[2] if len(error.args) > 2 else None
    if isinstance(more, tuple):
        said.append(more[-1])
    return type(error).__name__ == "ExcelBusyError" or any(isinstance(each, int) and each in _BUSY for each in said)


def refusal(error: BaseException) -> str:
    """What Excel itself says in an error that it gave through COM or Apple events; "" where it says nothing, or the error is another's."""
    if _of_apple(error):
        text = getattr(error, "errormessage", None) or f"error {getattr(error, 'errornumber', 'of Apple events')}"
    else:
        more = error.args[2] if len(error.args) > 2 else None
        text = more[2] if isinstance(more, tuple) and len(more) > 2 else None
    return " ".join(text.split()).rstrip(".") if isinstance(text, str) else ""


def _of_apple(error: BaseException) -> bool:
    """Whether the error came through Apple events: appscript's, which exists on a Mac alone."""
    return type(error).__name__ == "CommandError" and type(error).__module__.partition(".")[0] == "appscript"


def be_patient(seconds: float = PATIENCE) -> None:
    """Let xlwings ask a busy Excel again for some seconds, then give up, so that a person gets a sentence.

    Its own habit is to ask for ever, which would hang while a cell is edited.
    """
    if sys.platform == "win32":
        importlib.import_module("xlwings._xlwindows").N_COM_ATTEMPTS = _Attempts(seconds)


def program(book: xw.Book) -> str:
    """Which program holds the book: windows, mac, or "" for one that shows no dialogs."""
    module = type(book.impl).__module__
    return {"xlwings._xlwindows": "windows", "xlwings._xlmac": "mac"}.get(module, "")


def plain_values(block: xw.Range) -> Any:
    """What cells hold, as rows or as one value: a day or an amount as the number that it is, where the host tells that (Value2).

    As a day Excel gives a time in milliseconds, and an amount with four places; neither is all that the cell holds.
    """
    book = block.sheet.book
    if program(book) == "mac":
        return _values_on_a_mac(block)
    found = native(block, "Value2") if tells_errors(book) else None
    return block.options(ndim=2, err_to_str=True).value if found is None else found


def _values_on_a_mac(block: xw.Range) -> Any:
    """What cells hold there. Values tell no errors, so these are taken from what the cells show.

    xlwings would do that with `err_to_str`, which 0.37.8 cannot for more than one cell (its `_xlmac.Range.raw_value`).
    """
    values = grid(block.options(ndim=2).value)
    rows, columns = values.shape
    step = max(_SHOWN_AT_ONCE // max(columns, 1), 1)
    for top in range(0, rows, step):
        part = values[top : top + step]
        shown = grid(block[top : top + step, :].api.string_value.get())
        errors = np.array([[isinstance(text, str) and is_error(text) for text in row] for row in shown], dtype=bool)
        part[errors] = shown[errors]
    return values.tolist()


def cell_value(value: Any) -> Any:
    """A value as the host hands it over, with the number of an error read as that error.

    Every number is a float there; an int can only be an error.
    """
    if type(value) is int and 2000 <= value - COM_ERROR_BASE < 2300:
        return Error(_ERRORS.get(value - COM_ERROR_BASE, "#VALUE!"))
    return value


def tells_errors(book: xw.Book) -> bool:
    """Whether the host tells an error from a text that reads like one; others give the same words for both."""
    return can_hold(book) or program(book) == "windows"


def can_hold(book: xw.Book) -> bool:
    """Whether the host calculates nothing by itself, and shows in a formula's cell what is laid down there."""
    return hasattr(type(book.sheets[0].range((1, 1)).impl), "set_results")


__all__ = [
    "PATIENCE",
    "be_patient",
    "busy",
    "can_hold",
    "cell_value",
    "native",
    "plain_values",
    "program",
    "refusal",
    "tells_errors",
]
