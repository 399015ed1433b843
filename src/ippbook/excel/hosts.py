"""Differences between the hosts of an xlwings book: names of their own objects, the values they give, their errors when they are busy.

Excel on Windows answers through COM, Excel on a Mac through Apple events, xlwings Lite through Office.js, and the engine
without Excel has the same names as COM. A property that a host does not have is None.
"""

import importlib
import sys
import time
from typing import Any, Final, Self

import numpy as np
import xlwings as xw

from ippbook.languages import say
from ippbook.ooxml.excel_limits import COM_ERROR_BASE, ERROR_NUMBERS, Error, is_error
from ippbook.tables.blocks import grid

HostValue = Any
"""A value, a property or an object as a host gives it: xlwings and the programs behind it have no types for them."""
_ERRORS: Final = {number: code for code, number in ERROR_NUMBERS.items()}
_BUSY: Final = frozenset(
    {
        -2147418111,  # RPC_E_CALL_REJECTED
        -2147417846,  # RPC_E_SERVERCALL_RETRYLATER
        -2146777998,  # VBA_E_IGNORE
    }
)
_NOT_EXCEL: Final = frozenset(
    {
        -2147024894,  # the program behind the name does not exist: xlwings issue 1457
        -2147352573,  # DISP_E_MEMBERNOTFOUND: xlwings issues 2281 and 2575, with WPS in Excel's place
        -2147221005,  # CO_E_CLASSSTRING: no program has the name
        -2147221164,  # REGDB_E_CLASSNOTREG
        -2146959355,  # CO_E_SERVER_EXEC_FAILURE: pywin32 issue 1192, with WPS
        -2147467262,  # E_NOINTERFACE: the objects are those of another program or version
        -2147319779,  # TYPE_E_LIBNOTREGISTERED
        -2147312566,  # TYPE_E_CANTLOADLIBRARY
    }
)
_TIMED_OUT: Final = -1712
"""The error of Apple events for a program that does not answer, for example while it shows a dialog."""
PATIENCE: Final = 10.0
"""Seconds of repeated calls to a busy Excel, before a person gets a message."""
_PAUSES: Final = (0.01, 0.25)
"""Seconds between two calls: the first pause, and the longest."""


_SHOWN_AT_ONCE: Final = 500_000
"""Cells whose texts Excel for Mac gives in one call: the size of a reply to an Apple event is limited."""


class _Attempts(int):
    """How often xlwings repeats a call to a busy Excel, limited by time and not by a count.

    xlwings numbers its attempts from 1 and compares each number with this one; a busy Excel rejects hundreds of them in a
    moment, for example while a mouse button is down.
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


def host_property(thing: HostValue, name: str, apple: str = "") -> HostValue:
    """A property of Excel's own object behind an xlwings object: *name* in COM, *apple* on a Mac; None where the host has none."""
    try:
        api = thing.api
        try:
            return getattr(api, name)
        except AttributeError:
            return getattr(api, apple).get() if apple else None
    except (AttributeError, NotImplementedError):
        return None


def is_busy(error: BaseException) -> bool:
    """Whether *error* means that Excel accepts no calls now: a cell is being edited, or a dialog is open."""
    if _of_apple(error):
        return getattr(error, "errornumber", None) == _TIMED_OUT
    numbers = [getattr(error, "hresult", None), *error.args[:1]]
    more = error.args[2] if len(error.args) > 2 else None
    if isinstance(more, tuple):
        numbers.append(more[-1])
    return type(error).__name__ == "ExcelBusyError" or any(isinstance(each, int) and each in _BUSY for each in numbers)


def excel_message(error: BaseException) -> str:
    """Excel's own text in an error that came through COM or Apple events; "" for an error without one."""
    if _of_apple(error):
        text = getattr(error, "errormessage", None) or say(
            "error {getattr}", getattr=getattr(error, "errornumber", "of Apple events")
        )
    else:
        more = error.args[2] if len(error.args) > 2 else None
        text = more[2] if isinstance(more, tuple) and len(more) > 2 else None
    return " ".join(text.split()).rstrip(".") if isinstance(text, str) else ""


def com_error_number(error: BaseException) -> int | None:
    """The number (HRESULT) of an error that came through COM; None for another error."""
    number = getattr(error, "hresult", None)
    return number if type(error).__name__ == "com_error" and isinstance(number, int) else None


def com_error_text(error: BaseException) -> str:
    """An error of COM as a person can look it up: its number and what Windows says of it, as in 0x80020003, Member not found. "" for another error."""
    number = com_error_number(error)
    if number is None:
        return ""
    words = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], str) else ""
    return ", ".join(part for part in (f"0x{number & 0xFFFFFFFF:08X}", " ".join(words.split()).rstrip(".。")) if part)


def lost_excel(error: BaseException) -> bool:
    """Whether Windows did not give Excel to Python: its name or its objects belong to another program, or to none."""
    return com_error_number(error) in _NOT_EXCEL


def _of_apple(error: BaseException) -> bool:
    """Whether the error came through Apple events: it is one of appscript, which exists only on a Mac."""
    return type(error).__name__ == "CommandError" and type(error).__module__.partition(".")[0] == "appscript"


def be_patient(seconds: float = PATIENCE) -> None:
    """Let xlwings repeat calls to a busy Excel for some seconds, then give up, so that a person gets a message.

    By default it repeats them for ever, and would hang while a cell is edited.
    """
    if sys.platform == "win32":
        importlib.import_module("xlwings._xlwindows").N_COM_ATTEMPTS = _Attempts(seconds)


def program(book: xw.Book) -> str:
    """The program in which the book is open: windows, mac, calc, or "" for one that shows no dialogs."""
    module = type(book.impl).__module__
    desktop = {"xlwings._xlwindows": "windows", "xlwings._xlmac": "mac"}.get(module)
    return desktop or str(getattr(book.impl, "program", ""))


def plain_values(block: xw.Range) -> HostValue:
    """The values of cells, as rows or as one value: a date or an amount as its plain number, where the host can give it (Value2).

    As dates and amounts Excel gives rounded values: a time in milliseconds, an amount with four places.
    """
    book = block.sheet.book
    if program(book) == "mac":
        return _values_on_a_mac(block)
    found = host_property(block, "Value2") if distinguishes_errors(book) else None
    return block.options(ndim=2, err_to_str=True).value if found is None else found


def _values_on_a_mac(block: xw.Range) -> HostValue:
    """The values of cells there. Values do not include errors, so these are taken from the texts that the cells show.

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


def with_error(value: HostValue) -> HostValue:
    """A value of a host; the number of an error becomes that error.

    Every number is a float there; an int can only be an error.
    """
    if type(value) is int and 2000 <= value - COM_ERROR_BASE < 2300:
        return Error(_ERRORS.get(value - COM_ERROR_BASE, "#VALUE!"))
    return value


def distinguishes_errors(book: xw.Book) -> bool:
    """Whether the host distinguishes an error from a text that looks like one; other hosts give the same text for both."""
    return calculates_nothing(book) or program(book) in ("windows", "calc")


def calculates_nothing(book: xw.Book) -> bool:
    """Whether the host calculates no formula by itself, and lets ippbook set the result that a formula's cell shows."""
    return hasattr(type(book.sheets[0].range((1, 1)).impl), "set_results")


__all__ = [
    "PATIENCE",
    "HostValue",
    "be_patient",
    "calculates_nothing",
    "com_error_number",
    "com_error_text",
    "distinguishes_errors",
    "excel_message",
    "host_property",
    "is_busy",
    "lost_excel",
    "plain_values",
    "program",
    "with_error",
]
