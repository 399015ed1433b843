"""What differs between the hosts of an xlwings book: names of their own objects, the values they hand over, how they say that they are busy.

Excel on Windows answers through COM, Excel on a Mac through Apple events, xlwings Lite through Office.js, and the engine
without Excel gives the names that COM has. What a host cannot tell is None.
"""

import importlib
import sys
from typing import Any, Final

import xlwings as xw

from ippbook.ooxml import Error

_ERRORS: Final = {
    2000: "#NULL!",
    2007: "#DIV/0!",
    2015: "#VALUE!",
    2023: "#REF!",
    2029: "#NAME?",
    2036: "#NUM!",
    2042: "#N/A",
    2043: "#GETTING_DATA",
    2045: "#SPILL!",
    2046: "#CONNECT!",
    2047: "#BLOCKED!",
    2048: "#UNKNOWN!",
    2049: "#FIELD!",
    2050: "#CALC!",
    2051: "#BUSY!",
    2052: "#PYTHON!",
}
"""Excel's own numbers of error values (XlCVError, and those that came later)."""
_ERROR_ZERO: Final = -2146828288  # 0x800A0000: COM hands an error value over as this number plus its own
_BUSY: Final = frozenset(
    {
        -2147418111,  # RPC_E_CALL_REJECTED
        -2147417846,  # RPC_E_SERVERCALL_RETRYLATER
        -2146777998,  # VBA_E_IGNORE
    }
)
_ATTEMPTS: Final = 200
"""How often xlwings asks a busy Excel again. Its own habit is to ask for ever, which would hang while a cell is edited."""


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
    said = [getattr(error, "hresult", None), *error.args[:1]]
    more = error.args[2] if len(error.args) > 2 else None
    if isinstance(more, tuple):
        said.append(more[-1])
    return type(error).__name__ == "ExcelBusyError" or any(isinstance(each, int) and each in _BUSY for each in said)


def refusal(error: BaseException) -> str:
    """What Excel itself says in an error that it gave through COM; "" where it says nothing, or the error is another's."""
    more = error.args[2] if len(error.args) > 2 else None
    text = more[2] if isinstance(more, tuple) and len(more) > 2 else None
    return " ".join(text.split()).rstrip(".") if isinstance(text, str) else ""


def be_patient_for_a_while() -> None:
    """Let xlwings give up on an Excel that stays busy, so that a person gets a sentence."""
    if sys.platform == "win32":
        importlib.import_module("xlwings._xlwindows").N_COM_ATTEMPTS = _ATTEMPTS


def program(book: xw.Book) -> str:
    """Which program holds the book: windows, mac, or "" for one that shows no dialogs."""
    module = type(book.impl).__module__
    return {"xlwings._xlwindows": "windows", "xlwings._xlmac": "mac"}.get(module, "")


def plain_values(block: xw.Range) -> Any:
    """What cells hold, as rows or as one value: a day or an amount as the number that it is, where the host tells that (Value2).

    As a day Excel gives a time in milliseconds, and an amount with four places; neither is all that the cell holds.
    """
    found = native(block, "Value2") if tells_errors(block.sheet.book) else None
    return block.options(ndim=2, err_to_str=True).value if found is None else found


def cell_value(value: Any) -> Any:
    """A value as the host hands it over, with the number of an error read as that error.

    Every number is a float there; an int can only be an error.
    """
    if type(value) is int and 2000 <= value - _ERROR_ZERO < 2300:
        return Error(_ERRORS.get(value - _ERROR_ZERO, "#VALUE!"))
    return value


def tells_errors(book: xw.Book) -> bool:
    """Whether the host tells an error from a text that reads like one; others give the same words for both."""
    return can_hold(book) or program(book) == "windows"


def can_hold(book: xw.Book) -> bool:
    """Whether the host calculates nothing by itself, and shows in a formula's cell what is laid down there."""
    return hasattr(type(book.sheets[0].range((1, 1)).impl), "hold")


__all__ = [
    "be_patient_for_a_while",
    "busy",
    "can_hold",
    "cell_value",
    "native",
    "plain_values",
    "program",
    "refusal",
    "tells_errors",
]
