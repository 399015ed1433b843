"""Values of cells as desktop Excel gives them through COM.

Every number is a float; a date or time (known by the number format) is a datetime; an amount in dollars is a Decimal of four
places, as COM's currency; an error is the number that COM has for it; a blank is None.
"""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from ippbook.ooxml import Error, dates
from ippbook.ooxml.excel_limits import COM_ERROR_BASE, ERROR_NUMBERS

XlwingsValue = Any
"""A value, an object or an argument as xlwings passes it through: it may be anything, and xlwings has no types for it."""
CellContent = str | float | bool | Error | None
"""What a cell of the engine stores."""
CellArray = npt.NDArray[np.object_]
"""`CellContent`, or texts, one a cell."""

COM_ERRORS: Final = {code: COM_ERROR_BASE + number for code, number in ERROR_NUMBERS.items()}
"""The number of each error value, as COM gives it."""
MISSING: Final = -2147352572
"""DISP_E_PARAMNOTFOUND as a number: what a worksheet function gets for a missing argument."""
_EPOCH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  # cells have no time zone; COM counts days from here
_GAP_1904: Final = 1462
_END: Final = 2_958_466.0  # 10000-01-01
_MILLISECONDS: Final = 86_400_000


@lru_cache(maxsize=4096)
def is_date(code: str) -> bool:
    """Whether Excel gives a number of this format as a date."""
    return code != "General" and dates.is_date_format(code)


@lru_cache(maxsize=4096)
def is_money(code: str) -> bool:
    """Whether Excel (of the United States) gives a number of this format as COM's currency."""
    if code == "General" or "$" not in code:
        return False
    inside = ""
    depth = 0
    for letter in code:
        depth += (letter == "[") - (letter == "]")
        inside += letter if not depth else ""
    return "$" in inside


def com_datetime(serial: float, *, date1904: bool) -> dt.datetime | float:
    """The day and time of a serial number, as COM counts: before 1900-03-01 a day less than what Excel shows."""
    days = serial + _GAP_1904 if date1904 else serial
    if not 0 <= days < _END:
        return serial
    return _EPOCH + dt.timedelta(milliseconds=round(days * _MILLISECONDS))


def com_serial(value: dt.date | dt.datetime, *, date1904: bool) -> float:
    """The serial number of a day as COM counts; a time zone is ignored."""
    if not isinstance(value, dt.datetime):
        value = dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001  # as above
    gap = value.replace(tzinfo=None) - _EPOCH
    days = gap.days + gap.seconds / 86_400 + gap.microseconds / 86_400_000_000
    return days - _GAP_1904 if date1904 else days


def com_values(values: CellArray, formats: CellArray, *, date1904: bool) -> list[XlwingsValue]:
    """One column of stored values as COM gives them: two arrays of one length."""
    out: list[XlwingsValue] = values.tolist()
    codes = set(formats.tolist())
    special = {code: is_date(code) for code in codes if is_date(code) or is_money(code)}
    if special:
        for place, code in enumerate(formats.tolist()):
            if code in special and type(out[place]) is float:
                out[place] = (
                    com_datetime(out[place], date1904=date1904)
                    if special[code]
                    else Decimal(repr(out[place])).quantize(Decimal("0.0001"))
                )
    return _numbered(out)


def com_plain_values(values: CellArray) -> list[XlwingsValue]:
    """One column of stored values as COM gives them without dates and currencies (Value2)."""
    return _numbered(values.tolist())


def _numbered(values: list[XlwingsValue]) -> list[XlwingsValue]:
    if Error in set(map(type, values)):
        return [COM_ERRORS[value.code] if isinstance(value, Error) else value for value in values]
    return values
