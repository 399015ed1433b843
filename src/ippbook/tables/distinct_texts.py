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


class _Entry:
    """What is known about a column."""

    __slots__ = ("blank", "column", "taken", "texts")

    def __init__(self, column: "weakref.ref[AnyColumn]") -> None:
        self.column = column
        self.texts: _Texts | None = None
        self.taken: _Taken | None = None
        self.blank: NDArray[np.bool_] | None = None


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
    found = _texts_of(column)
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


def blank_rows(column: AnyColumn) -> NDArray[np.bool_]:
    """The rows of *column* that are blank: an empty text, NaN or NaT. The array is remembered, so it cannot be written to."""
    values = column.to_numpy()
    if len(values) < _FEW_ROWS:
        return _blank(values)
    entry = _entry(column)
    if entry.blank is None:
        found = entry.texts if values.dtype == object else None
        if found is not None and found.codes is not None and found.texts is not None:
            entry.blank = np.asarray(found.texts == "", dtype=np.bool_)[found.codes]
        elif entry.taken is not None:
            entry.blank = np.append(blank_rows(entry.taken.source), True)[entry.taken.rows]  # -1 is the last
        else:
            entry.blank = _blank(values)
        entry.blank.flags.writeable = False
    return entry.blank


def rows_equal(column: AnyColumn, text: str) -> NDArray[np.bool_]:
    """The rows of *column* that have exactly *text*."""
    values = column.to_numpy()
    found = _texts_of(column) if len(values) >= _FEW_ROWS and _is_found(column) else None
    if found is not None and found.codes is not None and found.texts is not None:
        same: NDArray[np.bool_] = np.asarray(found.texts == text, dtype=np.bool_)[found.codes]
        return same
    return np.asarray(values == text, dtype=np.bool_)


def filled_by(column: AnyColumn, other: AnyColumn) -> AnyColumn:
    """The texts of *column*; where it is blank, those of *other*. It is one of the two where they say so, so what is known of it stays known."""
    blank = blank_rows(column)
    if not blank.any():
        return column
    if blank.all():
        return other
    return pd.Series(np.where(blank, other.to_numpy(), column.to_numpy()), dtype=object, copy=False)


def blanks_as(column: AnyColumn, text: str) -> AnyColumn:
    """The texts of *column*; *text* where it is blank."""
    blank = blank_rows(column)
    return column.mask(blank, text) if blank.any() else column


def are_texts_known(column: AnyColumn) -> bool:
    """Whether `distinct_texts` of *column* compares no text."""
    return _is_found(column)


def _blank(values: NDArray[np.generic]) -> NDArray[np.bool_]:
    # numpy compares texts several times as fast as pandas
    return np.asarray(values == "" if values.dtype == object else pd.isna(values), dtype=np.bool_)


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
    if len(column) >= _FEW_ROWS:
        _entry(column).taken = _Taken(source, rows)


def taken_from(column: AnyColumn) -> tuple[AnyColumn, NDArray[np.int64]] | None:
    """The column from which *column* was joined, and for each row its row there, -1 where *column* is blank; None where it was not joined."""
    entry = _KNOWN.get(id(column))
    return None if entry is None else entry.taken


def _is_found(column: AnyColumn) -> bool:
    """Whether no text has to be compared for the distinct texts of *column*."""
    entry = _KNOWN.get(id(column))
    if entry is None:
        return False
    return entry.texts is not None or (entry.taken is not None and _is_found(entry.taken.source))


def _texts_of(column: AnyColumn) -> _Texts | None:
    entry = _KNOWN.get(id(column))
    if entry is None or entry.column() is not column:
        return None
    return _resolved(column, entry.taken) if entry.texts is None and entry.taken is not None else entry.texts


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
    _entry(column).texts = found
    return found


def _entry(column: AnyColumn) -> _Entry:
    """What is known about *column*; it is forgotten together with the column."""
    key = id(column)
    entry = _KNOWN.get(key)
    if entry is not None and entry.column() is column:
        return entry
    known = _KNOWN  # its own name: at the end of the program the module may have lost its names before the column goes

    def forget(_: object) -> None:
        known.pop(key, None)

    entry = known[key] = _Entry(weakref.ref(column, forget))
    return entry


__all__ = [
    "are_texts_known",
    "blank_rows",
    "blanks_as",
    "codes_at",
    "distinct_texts",
    "filled_by",
    "note_cells",
    "note_taken",
    "rows_equal",
    "taken_from",
]
