"""Reads the value of a cell: what hosts, portals and scrapers pass becomes a typed value, or a refusal that says why.

What each host passes:

| value        | workbook file        | Excel through xlwings | LibreOffice add-in | ippbook reads it as  |
|--------------|----------------------|-----------------------|--------------------|----------------------|
| blank        | no cell, or no value | None                  | 0.0 or ""          | "" / NaT / NaN       |
| text         | text                 | str                   | str                | cleaned text         |
| number       | float64              | float                 | float              | number, or its text  |
| date         | serial number        | datetime              | float serial       | date                 |
| yes / no     | TRUE, text, 1        | bool, str, float      | float              | "yes" / "no"         |
| error        | error code           | None or an int        | (not called)       | a finding            |

A number in a column of texts loses its ".0". Beyond 15 digits Excel has already lost the last ones; that is a finding.
"""

from functools import lru_cache
from typing import Any, TypeAlias

from ippbook.catalog.vocabulary import Vocabulary
from ippbook.late_numpy import NDArray, np
from ippbook.late_pandas import pd
from ippbook.tables.column_types import AnyColumn
from ippbook.tables.dates import date_from_number, date_from_text, date_value
from ippbook.tables.numbers import number_from_text, number_value, text_from_number
from ippbook.tables.prices import price_value
from ippbook.tables.schema import Kind
from ippbook.tables.texts import choice, quoted, text_value, yes_no
from ippbook.tables.unreadable import Unreadable

TypedValue: TypeAlias = Any  # str, float, date or None, by the kind of the column


def read_value(value: object, kind: Kind, vocabulary: Vocabulary | None = None) -> TypedValue:
    """One value as *kind*: text, float, date or None. *vocabulary*: the words of its column (`Field.words`). Raises `Unreadable`."""
    match kind:
        case Kind.DATE:
            return date_value(value)
        case Kind.NUMBER | Kind.COUNT | Kind.PERCENT:
            return number_value(value)
        case Kind.YES_NO:
            return yes_no(value, vocabulary)
        case Kind.PRICE:
            return price_value(value)
        case Kind.CHOICE if vocabulary is not None:
            return choice(text_value(value), vocabulary)
        case _:
            return text_value(value)


def blank(kind: Kind, length: int) -> AnyColumn:
    """A column of *length* blank values of *kind*."""
    if kind is Kind.DATE:
        return pd.Series(np.full(length, np.datetime64("NaT"), dtype="datetime64[s]"))
    if kind.numeric:
        return pd.Series(np.full(length, np.nan))
    return pd.Series(np.full(length, "", dtype=object), dtype=object)


def blank_column(kind: Kind, length: int) -> AnyColumn:
    """As `blank`, for a column that is never changed: one is shared by all that ask for it, because most tables have many."""
    return _blank_column(Kind.DATE if kind is Kind.DATE else Kind.NUMBER if kind.numeric else Kind.TEXT, length)


@lru_cache(maxsize=8)
def _blank_column(kind: Kind, length: int) -> AnyColumn:
    return blank(kind, length)


def series(values: list[Any], kind: Kind) -> AnyColumn:
    """Python values of *kind* as a column of that kind."""
    column = blank(kind, len(values))
    if kind is Kind.DATE:
        return pd.Series(np.array([np.datetime64(day or "NaT") for day in values], dtype="datetime64[s]"))
    if kind.numeric:
        return pd.Series(np.array(values, dtype=float))
    column[:] = np.array(values, dtype=object)
    return column


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


__all__ = [
    "Unreadable",
    "blank",
    "blank_column",
    "choice",
    "date_from_number",
    "date_from_text",
    "date_value",
    "distinct_of",
    "number_from_text",
    "number_value",
    "quoted",
    "read_value",
    "series",
    "text_from_number",
    "text_value",
    "yes_no",
]
