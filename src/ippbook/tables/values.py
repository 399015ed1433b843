"""The one place that reads a cell: what hosts, portals and scrapers hand over becomes a typed value, or a plain complaint.

What each host hands over:

| value        | workbook file        | Excel through xlwings | LibreOffice add-in | we take it as        |
|--------------|----------------------|-----------------------|--------------------|----------------------|
| blank        | no cell, or no value | None                  | 0.0 or ""          | "" / NaT / NaN       |
| text         | text                 | str                   | str                | cleaned text         |
| number       | float64              | float                 | float              | number, or its text  |
| date         | serial number        | datetime              | float serial       | date                 |
| yes / no     | TRUE, text, 1        | bool, str, float      | float              | "yes" / "no"         |
| error        | error code           | None or an int        | (not called)       | a finding            |

Numbers that should be texts lose their ".0"; beyond 15 digits Excel has already lost the last ones, and that is said.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.catalog.vocabulary import Vocabulary
from ippbook.normalize import clean, tidy, untouched
from ippbook.ooxml import BOOL, ERROR, NUMBER, TEXT, CellColumn
from ippbook.tables.schema import Kind

_LAST_SERIAL: Final = 2_958_465  # 9999-12-31
_DAYS_TO_1904: Final = 1462
_EXACT_DIGITS: Final = 10**15  # Excel keeps fifteen digits of a number
_YES: Final = frozenset({"yes", "y", "true", "1", "x", "是", "有", "√", "✓", "✔", "ja", "oui", "si"})
_NO: Final = frozenset({"no", "n", "false", "0", "否", "无", "没有", "×", "✗", "nein", "non"})
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan january",
            "feb february",
            "mar march",
            "apr april",
            "may",
            "jun june",
            "jul july",
            "aug august",
            "sep sept september",
            "oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_YEAR_FIRST: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[t ].*)?$")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_YEAR_LAST: Final = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})(?: .*)?$")
_NAMED: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[ .,-]*([a-z]{3,9})|([a-z]{3,9})[ .]*(\d{1,2})(?:st|nd|rd|th)?)[ .,-]+(\d{4})(?: .*)?$"
)


class Unreadable(Exception):  # noqa: N818  # it names the value, not a failure of the program
    """A value that cannot be taken as what its column holds; `why` finishes the sentence "… cannot be read: "."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@lru_cache(maxsize=65_536)
def date_from_text(text: str) -> date:
    """The day that a text names. Raises `Unreadable` where two days are possible, or none.

    >>> date_from_text("2026-03-04"), date_from_text("2026年3月4日"), date_from_text("4 March 2026"), date_from_text("25.12.2026")
    (datetime.date(2026, 3, 4), datetime.date(2026, 3, 4), datetime.date(2026, 3, 4), datetime.date(2026, 12, 25))
    >>> date_from_text("03/04/2026")
    Traceback (most recent call last):
        ...
    ippbook.tables.values.Unreadable: it could be 3 April or 4 March 2026; write it as 2026-04-03 or 2026-03-04
    """
    plain = clean(text).casefold()
    try:
        if found := _YEAR_FIRST.match(plain) or _COMPACT.match(plain):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _NAMED.match(plain):
            day, month = found[1] or found[4], _MONTHS.get(found[2] or found[3], 0)
            return date(int(found[5]), month, int(day))
        if found := _YEAR_LAST.match(plain):
            return _year_last(int(found[1]), int(found[3]), int(found[4]), dotted=found[2] == ".")
    except ValueError:
        raise Unreadable("there is no such day") from None
    raise Unreadable("it is no date; write it as 2026-01-31")


def _year_last(first: int, second: int, year: int, *, dotted: bool) -> date:
    """Day and month where the year stands last: dots mean day first; with other signs only one reading may be possible."""
    if dotted or first > 12 or first == second:
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    one, other = date(year, second, first), date(year, first, second)
    raise Unreadable(f"it could be {one.day} {one:%B} or {other.day} {other:%B} {year}; write it as {one} or {other}")


def date_from_number(number: float) -> date:
    """The day of a serial number (1900 system), or of a number such as 20260131.

    >>> date_from_number(46053), date_from_number(20260131.0)
    (datetime.date(2026, 1, 31), datetime.date(2026, 1, 31))
    """
    if 1 <= number < _LAST_SERIAL + 1:
        days = int(number)
        return date(1899, 12, 31 if days < 60 else 30) + timedelta(days=days)  # Excel's 1900 has a 29 February
    if 19_000_101 <= number <= 21_001_231 and number == int(number):
        return date_from_text(str(int(number)))
    raise Unreadable("the number is no date; write it as 2026-01-31")


def text_from_number(number: float) -> str:
    """The text of a number that stands where a text should: no ".0", no exponent for whole numbers.

    >>> text_from_number(8123456.0), text_from_number(0.5), text_from_number(1005005968714360.0)
    ('8123456', '0.5', '1005005968714360')
    """
    if not np.isfinite(number):
        raise Unreadable("the number is too large")
    return str(int(number)) if number == int(number) and abs(number) < 10**18 else repr(float(number))


@lru_cache(maxsize=16_384)
def number_from_text(text: str) -> float:
    """The number that a text spells: with thousands separators, currency or percent sign.

    >>> number_from_text("1,234.50"), number_from_text("￥99"), number_from_text("12 %")
    (1234.5, 99.0, 0.12)
    """
    plain = re.sub(r"^(?:[¥$€£]|cny|rmb|usd|eur|us\$)\s*|\s*(?:[¥$€£元]|cny|rmb|usd|eur)$", "", clean(text).casefold())
    percent = plain.endswith("%")
    plain = plain.removesuffix("%").strip()
    if re.fullmatch(r"[-+]?\d{1,3}(?:[, ']\d{3})+(?:\.\d+)?", plain):
        plain = re.sub(r"[, ']", "", plain)
    if not re.fullmatch(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d{1,3})?", plain):
        raise Unreadable("it is no number")
    number = float(plain)
    if not np.isfinite(number):
        raise Unreadable("the number is too large")
    return number / 100 if percent else number


def yes_no(value: Any) -> str:
    """Yes or no, from whatever a host says for it.

    >>> yes_no("是"), yes_no(True), yes_no(0.0), yes_no("")
    ('yes', 'yes', 'no', '')
    """
    plain = text_of(value).casefold()
    if not plain:
        return ""
    if plain in _YES:
        return "yes"
    if plain in _NO:
        return "no"
    raise Unreadable("enter yes or no")


def choice(text: str, vocabulary: Vocabulary) -> str:
    """The code of a choice; raises `Unreadable` with the codes that there are."""
    plain = clean(text)
    if not plain:
        return ""
    code = vocabulary.read(plain)
    if code is None:
        raise Unreadable(f"it is none of: {', '.join(vocabulary.codes)}")
    return code


def text_of(value: Any) -> str:
    """One value as cleaned text."""
    if value is None or value is pd.NaT:
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, int | float | np.number):
        return "" if value != value else text_from_number(float(value))  # noqa: PLR0124  # NaN differs from itself
    if isinstance(value, date):
        return value.isoformat()[:10]
    return clean(str(value))


def date_of(value: Any) -> date | None:
    """One value as a day; None where blank. Raises `Unreadable`."""
    if value is None or value is pd.NaT or value == "" or (isinstance(value, float) and np.isnan(value)):
        return None
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else pd.Timestamp(value).date()
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool | np.bool_):
        raise Unreadable("it is yes or no, not a date")
    if isinstance(value, int | float | np.number):
        return None if value == 0 else date_from_number(float(value))  # LibreOffice hands a blank cell over as 0
    return date_from_text(str(value)) if clean(str(value)) else None


def number_of(value: Any) -> float:
    """One value as a number; NaN where blank. Raises `Unreadable`."""
    if value is None or value is pd.NaT:
        return float("nan")
    if isinstance(value, date):
        raise Unreadable("it is a date, not a number")
    if isinstance(value, int | float | np.number | bool | np.bool_):
        return float(value)
    return number_from_text(str(value)) if clean(str(value)) else float("nan")


def read_value(value: Any, kind: Kind, vocabulary: Vocabulary | None = None) -> Any:
    """One value as *kind*: text, float, date or None. Raises `Unreadable`."""
    match kind:
        case Kind.DATE:
            return date_of(value)
        case Kind.NUMBER | Kind.COUNT | Kind.PERCENT:
            return number_of(value)
        case Kind.YES_NO:
            return yes_no(value)
        case Kind.CHOICE if vocabulary is not None:
            return choice(text_of(value), vocabulary)
        case _:
            return text_of(value)


def blank(kind: Kind, length: int) -> "pd.Series[Any]":
    """A column of *length* blank values of *kind*."""
    if kind is Kind.DATE:
        return pd.Series(np.full(length, np.datetime64("NaT"), dtype="datetime64[s]"))
    if kind.numeric:
        return pd.Series(np.full(length, np.nan))
    return pd.Series(np.full(length, "", dtype=object), dtype=object)


def series(values: list[Any], kind: Kind) -> "pd.Series[Any]":
    """Python values of *kind* as a column of that kind."""
    column = blank(kind, len(values))
    if kind is Kind.DATE:
        return pd.Series(np.array([np.datetime64(day or "NaT") for day in values], dtype="datetime64[s]"))
    if kind.numeric:
        return pd.Series(np.array(values, dtype=float))
    column[:] = np.array(values, dtype=object)
    return column


@dataclass(frozen=True)
class Fault:
    """A cell that could not be read as it stands: the row in the column (from 0), the problem's code, the reason."""

    row: int
    code: str
    why: str


def read_column(
    cells: CellColumn,
    kind: Kind,
    vocabulary: Vocabulary | None = None,
    *,
    date1904: bool = False,
    prose: bool = False,
    lines: bool = False,
) -> tuple["pd.Series[Any]", list[Fault]]:
    """A column of cells as *kind*, and the cells that could not be read; those are blank in the column.

    Each distinct text is read once, so a column costs what its distinct values cost. *date1904*: the workbook counts
    its days from 1904. *prose*: letters keep their width. *lines*: line breaks are part of a text.
    """
    if date1904 and kind is Kind.DATE:
        cells = replace(cells, number=_from_1904(cells.number))
    length = len(cells.kind)
    column = blank(kind, length).to_numpy(copy=True)
    faults = [Fault(int(row), "CL102", str(cells.text[row])) for row in np.flatnonzero(cells.kind == ERROR)]
    numbers = np.flatnonzero((cells.kind == NUMBER) | (cells.kind == BOOL))
    texts = np.flatnonzero(cells.kind == TEXT)
    if len(texts):
        typed = cells.text[texts]
        if kind is Kind.TEXT and not lines and untouched(typed.tolist()):
            column[texts] = typed
        else:
            read = _whole_lines if lines else tidy if prose else _text_reader(kind, vocabulary)
            _fill(column, texts, typed, read, faults, distinct=_distinct_texts(typed))
    if len(numbers):
        if kind is Kind.DATE:
            numbers = _serials(column, numbers, cells)
        elif kind.numeric:
            column[numbers], numbers = cells.number[numbers], numbers[:0]
        elif kind is Kind.TEXT:
            _digits_lost(numbers, cells, faults)
        _fill(
            column, numbers, _number_values(numbers, cells), lambda value: read_value(value, kind, vocabulary), faults
        )
    faults.sort(key=lambda fault: fault.row)
    return pd.Series(column, dtype=None if column.dtype != object else object), faults


def _from_1904(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Day numbers of a 1904 workbook in the 1900 count. Larger numbers are dates written as 20260131, 0 is a blank."""
    days = (numbers > 0) & (numbers <= _LAST_SERIAL - _DAYS_TO_1904)
    return np.where(days, numbers + _DAYS_TO_1904, numbers)


def _text_reader(kind: Kind, vocabulary: Vocabulary | None) -> Callable[[Any], Any]:
    return clean if kind is Kind.TEXT else lambda value: read_value(value, kind, vocabulary)


def _whole_lines(value: Any) -> str:
    r"""The text as it was typed, full-width marks too; line breaks as "\\n", none before or after it."""
    return "\n".join(line.rstrip() for line in re.split(r"\r\n|\r|\n", str(value))).strip("\n")


def _number_values(rows: NDArray[np.int64], cells: CellColumn) -> NDArray[np.object_]:
    """Numbers as floats and booleans as booleans, for the readers of single values."""
    values = cells.number[rows].astype(object)
    truths = cells.kind[rows] == BOOL
    values[truths] = cells.number[rows][truths].astype(bool)
    return values


def _serials(column: NDArray[Any], rows: NDArray[np.int64], cells: CellColumn) -> NDArray[np.int64]:
    """Fill the rows whose number is a plain modern serial; return the rest."""
    number = cells.number[rows]
    plain = (cells.kind[rows] == NUMBER) & (number >= 61) & (number < _LAST_SERIAL + 1)
    days = np.floor(number[plain]).astype("int64") - 25_569  # 1970-01-01 is serial 25569
    column[rows[plain]] = days.astype("datetime64[D]").astype("datetime64[s]")
    rest: NDArray[np.int64] = rows[~plain]
    return rest


def _digits_lost(rows: NDArray[np.int64], cells: CellColumn, faults: list[Fault]) -> None:
    faults.extend(
        Fault(int(row), "CL201", text_from_number(float(cells.number[row])))
        for row in rows[(np.abs(cells.number[rows]) >= _EXACT_DIGITS) & np.isfinite(cells.number[rows])]
    )


def distinct_of(values: NDArray[Any]) -> tuple[NDArray[np.intp], list[Any]]:
    """The distinct values of an array (object or datetime64), and for each row the place of its value among them.

    Values of different types stay apart: 1 and TRUE are equal in Python, and not in a cell. NaN becomes None.
    """
    if values.dtype == object and any(isinstance(item, bool | np.bool_) for item in values):
        known: dict[tuple[type, Any], int] = {}
        codes = np.array([known.setdefault((type(item), item), len(known)) for item in values], dtype=np.intp)
        return codes, [item for _, item in known]
    codes, distinct = pd.factorize(values, use_na_sentinel=False)
    return codes, [None if item != item else item for item in distinct]  # noqa: PLR0124  # NaN and NaT differ from themselves


def _distinct_texts(texts: NDArray[np.object_]) -> tuple[NDArray[np.intp], list[Any]]:
    """As `distinct_of`, for texts alone."""
    codes, distinct = pd.factorize(texts)
    return codes, distinct.tolist()


def _fill(
    column: NDArray[Any],
    rows: NDArray[np.int64],
    values: NDArray[Any],
    read: Callable[[Any], Any],
    faults: list[Fault],
    distinct: tuple[NDArray[np.intp], list[Any]] | None = None,
) -> None:
    """Read the distinct *values* once and put them into *column* at *rows*; what cannot be read becomes a fault.

    *distinct*: what `distinct_of` answers for *values*, where it is known.
    """
    if not len(rows):
        return
    codes, distinct_values = distinct or distinct_of(values)
    found = np.empty(len(distinct_values), dtype=object)
    bad: dict[int, str] = {}
    for position, value in enumerate(distinct_values):
        try:
            found[position] = read(value)
        except Unreadable as refusal:
            found[position], bad[position] = None, refusal.why
    good = found[codes]
    if bad:
        unread = np.isin(codes, list(bad))
        faults.extend(
            Fault(int(row), "CL101", f"{quoted(values[place])} cannot be read: {bad[int(codes[place])]}")
            for row, place in zip(rows[unread], np.flatnonzero(unread), strict=True)
        )
        rows, good = rows[~unread], good[~unread]
    if column.dtype == object:
        column[rows] = good
    elif column.dtype.kind == "M":
        column[rows] = np.array([np.datetime64(day or "NaT") for day in good], dtype="datetime64[s]")
    else:
        column[rows] = good.astype(float)


def quoted(value: Any, most: int = 40) -> str:
    """A value in a sentence: quoted, cut at *most* characters."""
    endless = isinstance(value, float | np.floating) and not np.isfinite(value)
    text = str(value) if endless else text_of(value)
    return f"“{text[:most]}…”" if len(text) > most else f"“{text}”"
