"""Reads a column of cells as one kind of value. Each distinct text is read once."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.catalog.vocabulary import Vocabulary
from ippbook.languages import say
from ippbook.normalize import clean, tidy, untouched
from ippbook.ooxml import BOOL, ERROR, NUMBER, TEXT, CellColumn
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.column_types import AnyColumn
from ippbook.tables.dates import DAYS_TO_1904, LAST_SERIAL, date_from_text
from ippbook.tables.numbers import text_from_number
from ippbook.tables.schema import Kind
from ippbook.tables.texts import quoted
from ippbook.tables.unreadable import Unreadable
from ippbook.tables.values import TypedValue, blank, blank_column, distinct_of, read_value

_EXACT_DIGITS: Final = 10**15
"""Excel keeps fifteen digits of a number."""


@dataclass(frozen=True)
class Fault:
    """A cell that cannot be read: its row in the column (from 0), the code of the problem, and the reason."""

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
) -> tuple[AnyColumn, list[Fault]]:
    """A column of cells as *kind*, and the cells that cannot be read; those are blank in the column.

    Each distinct text is read once, so a column costs what its distinct values cost. *date1904*: the workbook counts
    its days from 1904. *prose*: letters keep their width. *lines*: line breaks are part of a text.
    """
    if date1904 and kind is Kind.DATE:
        cells = replace(cells, number=_from_1904(cells.number))
    length = len(cells.kind)
    if not cells.kind.any():
        return blank_column(kind, length), []
    column = blank(kind, length).to_numpy(copy=True)
    faults = [Fault(int(row), "CL102", str(cells.text[row])) for row in np.flatnonzero(cells.kind == ERROR)]
    numbers = np.flatnonzero((cells.kind == NUMBER) | (cells.kind == BOOL))
    texts = np.flatnonzero(cells.kind == TEXT)
    if len(texts):
        typed = cells.text[texts]
        distinct = _coded_texts(cells, texts)
        if kind is Kind.TEXT and (prose or not lines) and untouched(distinct[1] if distinct else typed.tolist()):
            column[texts] = typed
        else:
            whole = _tidy_lines if prose else _whole_lines
            read = whole if lines else tidy if prose else _text_reader(kind, vocabulary, serials=not date1904)
            _fill(column, texts, typed, read, faults, distinct=distinct or _distinct_texts(typed))
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
    return pd.Series(column, dtype=None if column.dtype != object else object, copy=False), faults


def _from_1904(numbers: NDArray[np.float64]) -> NDArray[np.float64]:
    """Day numbers of a 1904 workbook in the 1900 count. Larger numbers are dates written as 20260131, 0 is a blank."""
    days = (numbers > 0) & (numbers <= LAST_SERIAL - DAYS_TO_1904)
    return np.where(days, numbers + DAYS_TO_1904, numbers)


def _text_reader(kind: Kind, vocabulary: Vocabulary | None, *, serials: bool) -> Callable[[object], TypedValue]:
    if kind is Kind.DATE and not serials:  # digits as text in a 1904 workbook: 1900 or 1904 is unknown
        return lambda value: date_from_text(str(value), serials=False) if clean(str(value)) else None
    return clean if kind is Kind.TEXT else lambda value: read_value(value, kind, vocabulary)


def _whole_lines(value: object) -> str:
    r"""The text as it was typed, full-width marks too; line breaks as "\\n", none before or after it."""
    return "\n".join(line.rstrip() for line in re.split(r"\r\n|\r|\n", str(value))).strip("\n")


def _tidy_lines(value: object) -> str:
    """Each line as `tidy` gives it; lines without text are dropped."""
    lines = (tidy(line) for line in re.split(r"\r\n|[\r\n\v\f\x85\u2028\u2029]", str(value)))
    return "\n".join(line for line in lines if line)


def _number_values(rows: NDArray[np.int64], cells: CellColumn) -> NDArray[np.object_]:
    """Numbers as floats and booleans as booleans, for the readers of single values."""
    values = cells.number[rows].astype(object)
    truths = cells.kind[rows] == BOOL
    values[truths] = cells.number[rows][truths].astype(bool)
    return values


def _serials(column: NDArray[Any], rows: NDArray[np.int64], cells: CellColumn) -> NDArray[np.int64]:
    """Fill the rows whose number is a plain modern serial; return the rest."""
    number = cells.number[rows]
    plain = (cells.kind[rows] == NUMBER) & (number >= 61) & (number < LAST_SERIAL + 1)
    days = np.floor(number[plain]).astype("int64") - 25_569  # 1970-01-01 is serial 25569
    column[rows[plain]] = days.astype("datetime64[D]").astype("datetime64[s]")
    rest: NDArray[np.int64] = rows[~plain]
    return rest


def _digits_lost(rows: NDArray[np.int64], cells: CellColumn, faults: list[Fault]) -> None:
    faults.extend(
        Fault(int(row), "CL201", text_from_number(float(cells.number[row])))
        for row in rows[(np.abs(cells.number[rows]) >= _EXACT_DIGITS) & np.isfinite(cells.number[rows])]
    )


def _coded_texts(cells: CellColumn, rows: NDArray[np.int64]) -> tuple[NDArray[np.intp], list[str]] | None:
    """As `_distinct_texts` for the cells at *rows*, by the codes of the reader; None where they are unknown, or nearly all differ."""
    if cells.text_code is None:
        return None
    places, codes = pd.factorize(cells.text_code[rows])
    if len(codes) * 2 > len(rows):  # the texts themselves are then as quick
        return None
    first = np.zeros(len(codes), dtype=np.intp)
    first[places[::-1]] = rows[::-1]  # backwards, so that the first row is written last
    return places, cells.text[first].tolist()


def _distinct_texts(texts: NDArray[np.object_]) -> tuple[NDArray[np.intp], list[Any]]:
    """As `distinct_of`, for texts alone."""
    codes, distinct = pd.factorize(texts)
    return codes, distinct.tolist()


def _fill(
    column: NDArray[Any],
    rows: NDArray[np.int64],
    values: NDArray[Any],
    read: Callable[[object], TypedValue],
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
            Fault(
                int(row),
                "CL101",
                say("{values} cannot be read: {bad}", values=quoted(values[place]), bad=bad[int(codes[place])]),
            )
            for row, place in zip(rows[unread], np.flatnonzero(unread), strict=True)
        )
        rows, good = rows[~unread], good[~unread]
    if column.dtype == object:
        column[rows] = good
    elif column.dtype.kind == "M":
        column[rows] = np.array([np.datetime64(day or "NaT") for day in good], dtype="datetime64[s]")
    else:
        column[rows] = good.astype(float)


__all__ = ["Fault", "read_column"]
