"""The values of a formula, and Excel's rules for turning one kind into another.

A value is None (blank), a text, a number (float), TRUE or FALSE (bool), a day (date) or an error (`ExcelError`, the workbook layer's own).
Where Excel's own answer depends on the machine's language (dates in texts, the order of texts), `NotCalculatedError` is raised:
the cell then stays as it is, because a wrong value is worse than an old one.
"""

import math
import re
import sys
from datetime import date, datetime
from typing import Any, Final

from ippbook.formulas.problems import NotCalculatedError
from ippbook.late_numpy import np
from ippbook.late_pandas import is_na, is_nat, pd
from ippbook.late_patterns import late_pattern
from ippbook.ooxml.dates import serial
from ippbook.ooxml.excel_limits import MAX_CELL_LENGTH, Error, text_length
from ippbook.tables.dates import LAST_SERIAL

ExcelError = Error
"""An error value, such as `#N/A`: the workbook layer's own."""
Literal = str | float | bool | ExcelError
Operand = None | str | float | bool | ExcelError
"""What operators take: days are numbers to them."""
Scalar = Operand | date

VALUE: Final = ExcelError("#VALUE!")
NOT_AVAILABLE: Final = ExcelError("#N/A")
NO_NUMBER: Final = ExcelError("#NUM!")
DIVIDED_BY_ZERO: Final = ExcelError("#DIV/0!")

_PLAIN_NUMBER: Final = late_pattern(
    r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:E[-+]?\d{1,3})?\s*(%?)\s*", re.IGNORECASE | re.ASCII
)


def date_serial(year: float, month: float, day: float) -> float | ExcelError:
    """What Excel's DATE gives: months and days may run over, years below 1900 count from 1900.

    >>> date_serial(2026, 13, 1) == serial(date(2027, 1, 1), date1904=False), date_serial(2026, 3, 0) == serial(date(2026, 2, 28), date1904=False)
    (True, True)
    >>> date_serial(-1, 1, 1)
    Error(code='#NUM!')
    """
    if not all(math.isfinite(part) and abs(part) < 1e7 for part in (year, month, day)):
        return NO_NUMBER
    years, months = math.floor(year), math.floor(month) - 1
    years += 1900 if 0 <= years < 1900 else 0
    years, months = years + months // 12, months % 12
    if not 1900 <= years <= 9999:
        return NO_NUMBER
    number = serial(date(years, months + 1, 1), date1904=False) + math.floor(day) - 1
    return number if 0 <= number <= LAST_SERIAL else NO_NUMBER


def text_of_number(number: float) -> str:
    """A number as Excel joins it to a text: fifteen digits, no needless zeros or exponent.

    >>> text_of_number(1.0), text_of_number(0.1 + 0.2), text_of_number(-2.5), text_of_number(1e21)
    ('1', '0.3', '-2.5', '1E+21')
    """
    shown = f"{number:.15g}"
    mantissa, _, exponent = shown.partition("e")
    if not exponent:
        return "0" if shown == "-0" else shown
    power = int(exponent)
    if 0 <= power <= 20:
        return f"{float(shown):.0f}"
    return f"{mantissa}E{power:+03d}"


def to_text(value: Operand) -> str | ExcelError:
    """*value* as `&` takes it."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            if value and not 1e-4 <= abs(value) < 1e21:
                raise NotCalculatedError("it joins a very large or very small number to a text")
            return text_of_number(value)
        case _:
            return value


def fits_cell(text: str) -> bool:
    """Whether a cell can hold *text*. Excel gives #VALUE! in place of a longer one."""
    return len(text) <= MAX_CELL_LENGTH // 2 or text_length(text) <= MAX_CELL_LENGTH


def to_number(value: Operand) -> float | ExcelError:
    """*value* as arithmetic takes it."""
    match value:
        case None:
            return 0.0
        case bool() | float():
            return float(value)
        case str():
            return _number_in(value)
        case _:
            return value


def _number_in(text: str) -> float | ExcelError:
    if found := _PLAIN_NUMBER.fullmatch(text):
        number = float(text.strip().rstrip("% ")) / (100 if found[1] else 1)
        return number if math.isfinite(number) else VALUE
    if any(letter.isdigit() for letter in text):
        raise NotCalculatedError("it calculates with a text that could be a date or a number of some language")
    return VALUE


def to_truth(value: Operand) -> bool | ExcelError:
    """*value* as the condition of IF."""
    match value:
        case ExcelError():
            return value
        case str():
            return {"TRUE": True, "FALSE": False}.get(value.upper(), VALUE)
        case _:
            number = to_number(value)
            return number if isinstance(number, ExcelError) else number != 0


def compare(operator: str, left: Operand, right: Operand) -> bool | ExcelError:
    """Excel's comparisons: numbers before texts before TRUE and FALSE; case does not count; a blank is 0, "" or FALSE."""
    for value in (left, right):
        if isinstance(value, ExcelError):
            return value
    (rank, first), (other_rank, second) = _ranked(left, right), _ranked(right, left)
    if rank == other_rank == 1 and operator not in {"=", "<>"} and first != second:
        raise NotCalculatedError("it puts texts in order, which depends on the language of the machine")
    before, after = (rank, first) < (other_rank, second), (rank, first) > (other_rank, second)
    return {
        "=": not before and not after,
        "<>": before or after,
        "<": before,
        ">": after,
        "<=": not after,
        ">=": not before,
    }[operator]


def _ranked(value: Operand, other: Operand) -> tuple[int, Any]:  # values of one rank can be compared
    """The order of kinds, and the value to order by within the kind."""
    if value is None:
        value = "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0
    match value:
        case bool():
            return 2, value
        case str():
            return 1, value.casefold()
        case _:
            return 0, to_number(value)


def as_scalar(value: Any) -> Scalar:  # whatever a function returns
    """One value that a function returned, as a value of a formula: numpy and pandas types become Python's."""
    match value:
        case None | str() | ExcelError():
            return value
        case bool() | np.bool_():
            return bool(value)
        case np.datetime64() | np.timedelta64():
            return as_scalar(pd.Timestamp(value)) if isinstance(value, np.datetime64) else str(value)
        case int() | float() | np.number():
            number = float(value)
            return None if math.isnan(number) else number if math.isfinite(number) else NO_NUMBER
        case date() if not is_nat(value):
            return _day(value)
    return None if is_nat(value) or is_na(value) else str(value)


def _day(value: date) -> date:
    """A date without a time of day is a plain date; pandas' own kind becomes Python's."""
    if not isinstance(value, datetime):
        return value
    moment = value.to_pydatetime() if "pandas" in sys.modules and isinstance(value, pd.Timestamp) else value
    return moment.date() if moment.time() == moment.time().min else moment
