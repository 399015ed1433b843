"""What becomes of a value that is put into a cell, as Excel (English, United States) enters it.

A text is entered as if typed: `=`, `+`, `-` and `@` begin formulas, an apostrophe is Excel's sign for text and goes, and a
text that reads as a number, a truth value, an error, a date or a time becomes one, unless the cell has the format Text.
"""

import datetime as dt
import math
import numbers
import re
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np

from ippbook.headless import cell_display, formula_syntax
from ippbook.headless.errors import refused
from ippbook.ooxml import Error
from ippbook.ooxml.write.edits import LONGEST_TEXT, is_error, units

TEXT: Final = "@"
GENERAL: Final = "General"
LONGEST_IN_ARRAY: Final = 8203
"""Letters of a text in an array that is written at once; a longer one makes Excel refuse the whole array."""
_LONGEST_FORMULA: Final = 8192
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
_NUMBER: Final = re.compile(
    r"(?P<open>\()?(?P<sign>[+-])?(?P<money>\$)?(?P<sign2>[+-])?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+\.?\d*|\.\d+)(?:[eE](?P<power>[+-]?\d{1,3}))?\s?(?P<percent>%)?(?P<close>\))?",
    re.ASCII,
)
_FRACTION: Final = re.compile(r"(-?\d{1,9}) (\d{1,3})/(\d{1,3})", re.ASCII)
_ISO: Final = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", re.ASCII)
_US: Final = re.compile(r"(\d{1,2})[-/](\d{1,2})(?:[-/](\d{4}|\d{2}))?", re.ASCII)
_DAY_MONTH: Final = re.compile(r"(\d{1,2})[- ]?([A-Za-z]{3,9})(?:[-, ]{1,2}(\d{4}|\d{2}))?", re.ASCII)
_MONTH_DAY: Final = re.compile(r"([A-Za-z]{3,9})[- ]?(\d{1,2})(?:,? ?(\d{4}))?", re.ASCII)
_MONTH_YEAR: Final = re.compile(r"([A-Za-z]{3,9})[- ](\d{4})", re.ASCII)
_CLOCK: Final = re.compile(r"(\d{1,4}):(\d{1,2})(?::(\d{1,2})(\.\d{1,3})?)?(?: ?([AaPp])\.?[Mm]?\.?)?", re.ASCII)


class Entry(NamedTuple):
    """What a cell holds then: a value (None, str, float, bool, Error) or a formula without `=`, and a new number format or ""."""

    value: Any
    formula: str = ""
    code: str = ""


BLANK: Final = Entry(None)


def entered(value: Any, code: str, *, date1904: bool) -> Entry:
    """What a cell of number format *code* holds when *value* is put into it. Raises as COM does for what it cannot carry."""
    if value is None or (isinstance(value, str) and not value):
        return BLANK
    if type(value) is float and code != TEXT and math.isfinite(value):  # most cells
        return Entry(value)
    if isinstance(value, str):
        return text(str(value), is_text=code == TEXT, is_general=code == GENERAL, date1904=date1904)
    if isinstance(value, bool | np.bool_):
        return Entry(("TRUE" if value else "FALSE") if code == TEXT else bool(value))
    if isinstance(value, dt.date):
        return _dated(value, code, date1904=date1904)
    if isinstance(value, numbers.Number):
        number = float(value)  # type: ignore[arg-type]  # Decimal and numpy's numbers know how
        if not math.isfinite(number):
            raise refused("Application-defined or object-defined error")
        return Entry(_general(number) if code == TEXT else number)
    raise TypeError(f"Objects of type '{type(value).__name__}' can not be converted to a COM VARIANT")


def _dated(value: dt.date, code: str, *, date1904: bool) -> Entry:
    days = cell_display.serial(value, date1904=date1904)
    if days < 0:
        raise refused("Application-defined or object-defined error")
    if code == TEXT:
        return Entry(f"{value.month}/{value.day}/{value.year}")
    if code != GENERAL:
        return Entry(days)
    return Entry(days, "", _DAY if days.is_integer() else f"{_DAY} h:mm")


def _general(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"


def formula(value: str) -> str:
    """The formula of a text that begins with `=`, without it. Raises Excel's error 1004 for one that Excel does not take."""
    body = value[1:]
    if len(value) > _LONGEST_FORMULA:
        raise refused("Application-defined or object-defined error")
    formula_syntax.check(body)
    return body


@lru_cache(maxsize=65_536)
def text(value: str, *, is_text: bool, is_general: bool, date1904: bool) -> Entry:  # a way out for each kind
    """What a text becomes. A year that is not said is this one."""
    if len(value) > LONGEST_TEXT // 2 and units(value) > LONGEST_TEXT:
        raise refused("Application-defined or object-defined error")
    if value.startswith("'"):
        return Entry(value[1:])
    if is_text:
        return Entry(value)
    if value.startswith("=") and len(value) > 1:
        return Entry(None, formula(value))
    bare = value.strip(" ")
    if bare and (found := _read(bare, date1904=date1904)) is not None:
        return found if is_general else found._replace(code="")
    if len(value) > 1 and value[0] in "+-@":
        return Entry(None, formula(f"={value.removeprefix('@')}"))
    return Entry(value)


def _read(value: str, *, date1904: bool) -> Entry | None:
    """The truth value, error, number, time or date that a text reads as."""
    upper = value.upper()
    if upper in ("TRUE", "FALSE"):
        return Entry(upper == "TRUE")
    if is_error(upper):
        return Entry(Error(upper))
    return _number(value) or _clock(value) or _date(value, date1904=date1904)


def _number(value: str) -> Entry | None:  # noqa: PLR0911  # a way out for each form
    found = _NUMBER.fullmatch(value)
    if fraction := _FRACTION.fullmatch(value):
        whole, above, below = (int(part) for part in fraction.groups())
        return Entry(whole + math.copysign(above / below, whole), "", "# ?/?") if below else None
    if found is None or bool(found["open"]) != bool(found["close"]) or (found["sign"] and found["sign2"]):
        return None
    digits = found["digits"].replace(",", "")
    number = float(f"{_fifteen(digits)}e{found['power'] or 0}")
    if math.isinf(number):
        return None
    if "-" in (found["sign"], found["sign2"]) or found["open"]:
        number = -number
    if found["percent"]:
        return Entry(number / 100, "", "0.00%" if "." in digits else "0%")
    if found["money"]:
        return Entry(number, "", "$#,##0.00" if "." in digits else "$#,##0")
    if found["power"]:
        return Entry(number, "", "0.00E+00")
    if "," in found["digits"]:
        return Entry(number, "", "#,##0.00" if "." in digits else "#,##0")
    return Entry(number)


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


def _clock(value: str) -> Entry | None:
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
    return Entry(share, "", f"{code} AM/PM" if found[5] else code if hour < 24 else "[h]:mm:ss")


def _date(value: str, *, date1904: bool) -> Entry | None:
    day, _, clock = value.partition(" ") if ":" in value else (value, "", "")
    found = _ymd(day)
    if found is None:
        return None
    time = _clock(clock) if clock else Entry(0.0)
    try:
        at = dt.date(*found[0])
    except ValueError:
        return None
    days = cell_display.serial(at, date1904=date1904)
    # 29 February 1900 and what lies before counts otherwise in cells than in COM; nobody here means those days
    if time is None or at.year < 1901 or days < 0:
        return None
    return Entry(days + time.value, "", f"{_DAY} h:mm" if clock else found[1])


def _ymd(value: str) -> tuple[tuple[int, int, int], str] | None:
    year = dt.date.today().year  # noqa: DTZ011  # the year on the wall, as Excel takes it
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


def _year(said: str | None, this: int) -> int:
    if not said:
        return this
    number = int(said)
    return number if number > 99 else number + (2000 if number < 30 else 1900)
