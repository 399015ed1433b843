"""How Excel (English, United States) enters a value into a cell.

A text is entered as if typed: `=`, `+`, `-` and `@` begin formulas, a leading apostrophe is Excel's sign for text and is not
stored, and a text that looks like a number, TRUE or FALSE, an error, a date or a time becomes one, unless the cell has the
format Text.
"""

import datetime as dt
import math
import numbers
import re
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np

from ippbook.headless import cell_display, formula_syntax
from ippbook.headless.cell_display import CellContent, XlwingsValue
from ippbook.headless.errors import excel_error
from ippbook.late_patterns import late_pattern
from ippbook.ooxml import Error
from ippbook.ooxml.excel_limits import MAX_CELL_LENGTH, MAX_FORMULA_LENGTH, is_error, text_length

TEXT_FORMAT: Final = "@"
GENERAL_FORMAT: Final = "General"
LONGEST_IN_ARRAY: Final = 8203
"""Characters of a text in an array that is written at once; Excel refuses the whole array for a longer one."""
_DAY: Final = "m/d/yyyy"
_MONTHS: Final = {
    name: number
    for number, (short, long) in enumerate(
        (
            ("jan", "january"), ("feb", "february"), ("mar", "march"), ("apr", "april"), ("may", "may"), ("jun", "june"),
            ("jul", "july"), ("aug", "august"), ("sep", "september"), ("oct", "october"), ("nov", "november"),
            ("dec", "december"),
        ),
        1,
    )
    for name in (short, long)
}  # fmt: skip
_NUMBER: Final = late_pattern(
    r"(?P<open>\()?(?P<sign>[+-])?(?P<money>\$)?(?P<sign2>[+-])?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)(?:[eE](?P<power>[+-]?\d{1,3}))?\s?(?P<percent>%)?(?P<close>\))?",
    re.ASCII,
)
_FRACTION: Final = late_pattern(r"(-?\d{1,9}) (\d{1,3})/(\d{1,3})", re.ASCII)
_ISO: Final = late_pattern(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
_US: Final = late_pattern(r"(\d{1,2})[-/](\d{1,2})(?:[-/](\d{4}|\d{2}))?", re.ASCII)
_DAY_MONTH: Final = late_pattern(r"(\d{1,2})[- ]?([A-Za-z]{3,9})(?:[-, ]{1,2}(\d{4}|\d{2}))?", re.ASCII)
_MONTH_DAY: Final = late_pattern(r"([A-Za-z]{3,9})[- ]?(\d{1,2})(?:,? ?(\d{4}))?", re.ASCII)
_MONTH_YEAR: Final = late_pattern(r"([A-Za-z]{3,9})[- ](\d{4})", re.ASCII)
_CLOCK: Final = late_pattern(r"(\d{1,4}):(\d{1,2})(?::(\d{1,2})(\.\d{1,3})?)?(?: ?([AaPp])\.?[Mm]?\.?)?", re.ASCII)


class EnteredCell(NamedTuple):
    """What a cell stores then: a value, or a formula without `=`; and a new number format or ""."""

    value: CellContent
    formula: str = ""
    code: str = ""


BLANK_CELL: Final = EnteredCell(None)


def entered(value: XlwingsValue, code: str, *, date1904: bool) -> EnteredCell:
    """What a cell of number format *code* stores for *value*. Raises as COM does for a value that it cannot pass on."""
    if value is None or (isinstance(value, str) and not value):
        return BLANK_CELL
    if type(value) is float and code != TEXT_FORMAT and math.isfinite(value):  # most cells
        return EnteredCell(value)
    if isinstance(value, str):
        return entered_text(
            str(value), is_text=code == TEXT_FORMAT, is_general=code == GENERAL_FORMAT, date1904=date1904
        )
    if isinstance(value, bool | np.bool_):
        return EnteredCell(("TRUE" if value else "FALSE") if code == TEXT_FORMAT else bool(value))
    if isinstance(value, dt.date):
        return _dated(value, code, date1904=date1904)
    if isinstance(value, numbers.Number):
        number = float(value)  # type: ignore[arg-type]  # Decimal and numpy's numbers know how
        if not math.isfinite(number):
            raise excel_error("Application-defined or object-defined error")
        return EnteredCell(_general(number) if code == TEXT_FORMAT else number)
    raise TypeError(f"Objects of type '{type(value).__name__}' can not be converted to a COM VARIANT")


def _dated(value: dt.date, code: str, *, date1904: bool) -> EnteredCell:
    days = cell_display.com_serial(value, date1904=date1904)
    if days < 0:
        raise excel_error("Application-defined or object-defined error")
    if code == TEXT_FORMAT:
        return EnteredCell(f"{value.month}/{value.day}/{value.year}")
    if code != GENERAL_FORMAT:
        return EnteredCell(days)
    return EnteredCell(days, "", _DAY if days.is_integer() else f"{_DAY} h:mm")


def _general(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"


def entered_formula(value: str) -> str:
    """The formula of a text that begins with `=`, without it. Raises Excel's error 1004 for one that Excel does not accept."""
    body = value[1:]
    if len(value) > MAX_FORMULA_LENGTH:
        raise excel_error("Application-defined or object-defined error")
    formula_syntax.check_formula(body)
    return body


@lru_cache(maxsize=65_536)
def entered_text(
    value: str, *, is_text: bool, is_general: bool, date1904: bool
) -> EnteredCell:  # a way out for each kind
    """What a text becomes. A date without a year is in the current year."""
    if len(value) > MAX_CELL_LENGTH // 2 and text_length(value) > MAX_CELL_LENGTH:
        raise excel_error("Application-defined or object-defined error")
    if value.startswith("'"):
        return EnteredCell(value[1:])
    if is_text:
        return EnteredCell(value)
    if value.startswith("=") and len(value) > 1:
        return EnteredCell(None, entered_formula(value))
    bare = value.strip(" ")
    if bare and (found := _read(bare, date1904=date1904)) is not None:
        return found if is_general else found._replace(code="")
    if len(value) > 1 and value[0] in "+-@":
        return EnteredCell(None, entered_formula(f"={value.removeprefix('@')}"))
    return EnteredCell(value)


def _read(value: str, *, date1904: bool) -> EnteredCell | None:
    """The TRUE or FALSE, error, number, time or date that a text looks like; None for any other."""
    upper = value.upper()
    if upper in ("TRUE", "FALSE"):
        return EnteredCell(upper == "TRUE")
    if is_error(upper):
        return EnteredCell(Error(upper))
    return _number(value) or _clock(value) or _date(value, date1904=date1904)


def _number(value: str) -> EnteredCell | None:  # noqa: PLR0911  # a way out for each form
    found = _NUMBER.fullmatch(value)
    if fraction := _FRACTION.fullmatch(value):
        whole, above, below = (int(part) for part in fraction.groups())
        return EnteredCell(whole + math.copysign(above / below, whole), "", "# ?/?") if below else None
    if found is None or bool(found["open"]) != bool(found["close"]) or (found["sign"] and found["sign2"]):
        return None
    digits = found["digits"].replace(",", "")
    number = float(f"{_fifteen(digits)}e{found['power'] or 0}")
    if math.isinf(number):
        return None
    if "-" in (found["sign"], found["sign2"]) or found["open"]:
        number = -number
    if found["percent"]:
        return EnteredCell(number / 100, "", "0.00%" if "." in digits else "0%")
    if found["money"]:
        return EnteredCell(number, "", "$#,##0.00" if "." in digits else "$#,##0")
    if found["power"]:
        return EnteredCell(number, "", "0.00E+00")
    if "," in found["digits"]:
        return EnteredCell(number, "", "#,##0.00" if "." in digits else "#,##0")
    return EnteredCell(number)


def _fifteen(digits: str) -> str:
    """The digits that Excel keeps: fifteen, zeros for the rest."""
    kept, out = 0, ""
    for letter in digits:
        if letter.isdigit():
            kept += bool(kept or letter != "0")
            out += letter if kept <= 15 else "0"
        else:
            out += letter
    return out


def _clock(value: str) -> EnteredCell | None:
    found = _CLOCK.fullmatch(value)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if minute > 59 or second > 59 or (found[5] and not 1 <= hour <= 12):
        return None
    if found[5]:
        hour = hour % 12 + 12 * (found[5].lower() == "p")
    share = (hour * 3600 + minute * 60 + second + float(found[4] or 0)) / 86_400
    code = "h:mm:ss" if found[3] else "h:mm"
    return EnteredCell(share, "", f"{code} AM/PM" if found[5] else code if hour < 24 else "[h]:mm:ss")


def _date(value: str, *, date1904: bool) -> EnteredCell | None:
    day, _, clock = value.partition(" ") if ":" in value else (value, "", "")
    found = _ymd(day)
    if found is None:
        return None
    time = _clock(clock) if clock else EnteredCell(0.0)
    try:
        at = dt.date(*found[0])
    except ValueError:
        return None
    days = cell_display.com_serial(at, date1904=date1904)
    # 29 February 1900 and the days before have other serial numbers in cells than in COM; no one enters such dates here
    if time is None or at.year < 1901 or days < 0:
        return None
    return EnteredCell(days + _serial(time), "", f"{_DAY} h:mm" if clock else found[1])


def _serial(time: EnteredCell) -> float:
    return time.value if isinstance(time.value, float) else 0.0


def _ymd(value: str) -> tuple[tuple[int, int, int], str] | None:
    year = dt.date.today().year  # noqa: DTZ011  # the current year of this computer, as in Excel
    if found := _ISO.fullmatch(value):
        return (int(found[1]), int(found[2]), int(found[3])), _DAY
    if found := _US.fullmatch(value):
        return (_year(found[3], year), int(found[1]), int(found[2])), _DAY if found[3] else "d-mmm"
    if (found := _MONTH_YEAR.fullmatch(value)) and found[1].lower() in _MONTHS:
        return (int(found[2]), _MONTHS[found[1].lower()], 1), "mmm-yy"
    if (found := _DAY_MONTH.fullmatch(value)) and found[2].lower() in _MONTHS:
        return (_year(found[3], year), _MONTHS[found[2].lower()], int(found[1])), "d-mmm-yy" if found[3] else "d-mmm"
    if (found := _MONTH_DAY.fullmatch(value)) and found[1].lower() in _MONTHS:
        return (int(found[3] or year), _MONTHS[found[1].lower()], int(found[2])), "d-mmm-yy" if found[3] else "d-mmm"
    return None


def _year(text: str | None, this: int) -> int:
    if not text:
        return this
    number = int(text)
    return number if number > 99 else number + (2000 if number < 30 else 1900)
