"""The distinct texts of a column, found once: many rules, joins and functions ask for those of the same column.

A column never changes after it was made, so the answer is kept for as long as the column is. It is kept small: a hundred
thousand rows with ten statuses cost a hundred kilobytes. What the reader of the file knows about equal texts is used, and
a column that was joined takes the answer of the column that it came from.
"""

import weakref
from typing import Final, NamedTuple

from ippbook.late_numpy import NDArray, np
from ippbook.late_pandas import pd
from ippbook.ooxml import BLANK, ERROR, TEXT, CellColumn
from ippbook.tables.column_types import AnyColumn

_FEW_ROWS: Final = 256
"""Shorter columns are not worth remembering."""
_FEW: Final = 4
"""Where fewer than one row in this many is wanted, only those are compared."""


class _Texts(NamedTuple):
    """For each row the place of its text in `texts`; both None where all rows differ."""

    codes: NDArray[np.signedinteger] | None
    texts: NDArray[np.object_] | None


class _Taken(NamedTuple):
    """The column is *source* at *rows*, and blank where a row is -1."""

    source: AnyColumn
    rows: NDArray[np.int64]


class _Entry(NamedTuple):
    column: "weakref.ref[AnyColumn]"
    found: _Texts | _Taken


_KNOWN: Final[dict[int, _Entry]] = {}
"""By the identity of a column."""


def distinct_texts(column: AnyColumn) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """For each row of *column* the place of its value among the distinct ones, and these, in order of first appearance.

    What `pd.factorize` answers for the values; a column of texts is remembered.

    >>> codes, texts = distinct_texts(pd.Series(["acme", "", "acme"], dtype=object))
    >>> codes.tolist(), texts.tolist()
    ([0, 1, 0], ['acme', ''])
    """
    values = column.to_numpy()
    if values.dtype != object or len(values) < _FEW_ROWS:
        return pd.factorize(values)
    found = _of(column)
    if found is None:
        found = _remember(column, *pd.factorize(values))
    if found.codes is None or found.texts is None:
        return np.arange(len(values), dtype=np.int64), values
    return found.codes.astype(np.int64), found.texts


def codes_at(column: AnyColumn, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for the value of *column* at each of *rows*, from 0: the same where the values are the same, -1 for NaN and NaT."""
    if not _is_found(column) and len(rows) * _FEW < len(column):
        return pd.factorize(column.to_numpy()[rows])[0]
    return distinct_texts(column)[0][rows]


def blank_texts(column: AnyColumn) -> NDArray[np.bool_] | None:
    """The rows of *column* with an empty text; None where its distinct texts are not known."""
    if not _is_found(column):
        return None
    found = _of(column)
    if found is None or found.codes is None or found.texts is None:
        return None
    blank: NDArray[np.bool_] = np.asarray(found.texts == "", dtype=np.bool_)[found.codes]
    return blank


def note_cells(column: AnyColumn, cells: CellColumn) -> None:
    """Note that *column* was read from *cells*, whose reader knows which of them share a text."""
    if cells.text_code is None or column.dtype != object or len(column) < _FEW_ROWS:
        return
    if not np.isin(cells.kind, (TEXT, BLANK, ERROR)).all():
        return
    places, distinct = pd.factorize(np.where(cells.kind == TEXT, cells.text_code, -1))
    if len(distinct) * 2 > len(column):  # the texts themselves are then as quick
        return
    rows = np.zeros(len(distinct), dtype=np.intp)
    rows[places] = np.arange(len(places))  # any row of a code will do
    joined, texts = pd.factorize(column.to_numpy()[rows])  # two codes may have one text
    _remember(column, joined[places], texts)


def note_taken(column: AnyColumn, source: AnyColumn, rows: NDArray[np.int64]) -> None:
    """Note that *column* has the values of *source* at *rows*, and is blank where a row is -1."""
    if column.dtype == object and len(column) >= _FEW_ROWS:
        _keep(column, _Taken(source, rows))


def _is_found(column: AnyColumn) -> bool:
    """Whether no text has to be compared for the distinct texts of *column*."""
    entry = _KNOWN.get(id(column))
    if entry is None:
        return False
    return isinstance(entry.found, _Texts) or _is_found(entry.found.source)


def _of(column: AnyColumn) -> _Texts | None:
    entry = _KNOWN.get(id(column))
    if entry is None or entry.column() is not column:
        return None
    return entry.found if isinstance(entry.found, _Texts) else _resolved(column, entry.found)


def _resolved(column: AnyColumn, taken: _Taken) -> _Texts:
    codes, texts = distinct_texts(taken.source)
    blank = np.flatnonzero(texts == "")
    empty = int(blank[0]) if len(blank) else len(texts)
    places, used = pd.factorize(np.append(codes, empty)[taken.rows])
    every = np.append(texts, "")
    return _remember(column, places, every[used])


def _remember(column: AnyColumn, codes: NDArray[np.intp], texts: NDArray[np.object_]) -> _Texts:
    if len(texts) == len(column):
        found = _Texts(None, None)
    else:
        found = _Texts(codes.astype(np.min_scalar_type(-max(len(texts), 1))), texts)
    _keep(column, found)
    return found


def _keep(column: AnyColumn, found: _Texts | _Taken) -> None:
    key = id(column)
    known = _KNOWN  # its own name: at the end of the program the module may have lost its names before the column goes

    def forget(_: object) -> None:
        known.pop(key, None)

    known[key] = _Entry(weakref.ref(column, forget), found)


__all__ = ["blank_texts", "codes_at", "distinct_texts", "note_cells", "note_taken"]
