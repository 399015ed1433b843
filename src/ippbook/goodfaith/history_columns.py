"""Columns of any kind, read like cells into the numbers that Good-Faith counts with.

A text column becomes codes: for each row the place of its text among the names of the column. A date becomes a day number.
Each different value of a column is read once, by the same code that reads a cell of a workbook, so a frame and a sheet
with the same values give the same history. A pandas Categorical has codes already; they are used as they are.

>>> columns = HistoryColumns(pd.RangeIndex(3))
>>> columns.texts("account", ["acme", None, " ACME"])
Names(codes=array([ 0, -1,  0]), names=('acme',))
>>> [int(day) for day in columns.days("filed", ["31/12/2026", "2026-12-31", 46387])]
[20818, 20818, 20818]
"""

from collections.abc import Callable, Sequence
from dataclasses import field
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.errors import UserError
from ippbook.goodfaith.window import NO_DAY, Days, day_number, day_numbers
from ippbook.languages import say
from ippbook.normalize import clean, folded, untouched
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.schema import vocabulary_of
from ippbook.tables.values import Unreadable, choice, date_value, quoted, text_value

Codes = NDArray[np.int64]
ColumnValues: TypeAlias = Any
"""What pandas takes for a column: a Series, an array, a Categorical, a list or a range, of whatever values."""

_SHOWN: Final = 5
"""How many unreadable values an error names."""


class Names(NamedTuple):
    """A text column: for each row its place in `names`, -1 where it is blank. Names differ in more than case and spaces."""

    codes: Codes
    names: tuple[str, ...]


@dataclass
class HistoryColumns:
    """Reads the columns of one history, and collects what cannot be read."""

    index: pd.Index
    """The labels of the rows, for messages."""
    problems: list[str] = field(default_factory=list)
    """One sentence for each value that cannot be read."""

    def texts(self, name: str, column: ColumnValues) -> Names:
        """A column of any texts. Numbers are texts too: 8123456.0 is "8123456"."""
        return self._names(name, column, _text)

    def choices(self, name: str, column: ColumnValues, choices: str) -> Names:
        """A column of words that the vocabulary *choices* knows, in any spelling; the names are its codes."""
        known = vocabulary_of(choices)
        return self._names(name, column, lambda value: choice(text_value(value), known))

    def days(self, name: str, column: ColumnValues) -> Days:
        """A column of dates as day numbers; `NO_DAY` where a cell is blank."""
        if column is None:
            return np.full(len(self.index), NO_DAY)
        if pd.api.types.is_datetime64_dtype(column):
            return day_numbers(column)
        codes, values = _distinct(column)
        found = self._read(name, codes, values, date_value)
        days = [NO_DAY if day is None else day_number(day) for day in found]
        return np.array([*days, NO_DAY], dtype=np.int64)[codes]

    def check(self) -> None:
        """Raise `UserError` if a value could not be read."""
        if self.problems:
            more = len(self.problems) - _SHOWN
            rest = [say("{more:,} more values cannot be read.", more=more)] if more > 0 else []
            raise UserError(" ".join([*self.problems[:_SHOWN], *rest]))

    def _names(self, name: str, column: ColumnValues, reader: Callable[[Any], str]) -> Names:
        if column is None:
            return Names(np.full(len(self.index), -1, dtype=np.int64), ())
        codes, values = _distinct(column)
        return _named(codes, self._read(name, codes, values, reader))

    def _read(
        self,
        name: str,
        codes: Codes,
        values: Sequence[Any],  # a cell may hold anything
        reader: Callable[[Any], Any],  # gives a text or a date
    ) -> list[Any]:
        """Each of the distinct *values*, read; None where that fails, with a problem for the first row that has it."""
        if reader is _text and set(map(type, values)) <= {str}:
            return list(values)
        found = []
        for place, value in enumerate(values):
            try:
                found.append(reader(value))
            except Unreadable as refusal:
                found.append(None)
                rows = np.flatnonzero(codes == place)
                also = f" (and {len(rows) - 1:,} more)" if len(rows) > 1 else ""
                self.problems.append(
                    say(
                        "Column {name}, row {index}{also}: {value} cannot be read: {why}.",
                        name=name,
                        index=self.index[rows[0]],
                        also=also,
                        value=quoted(value),
                        why=refusal.why,
                    )
                )
        return found


def _text(value: Any) -> str:  # a cell may hold anything
    return value if type(value) is str else text_value(value)


def _distinct(column: ColumnValues) -> tuple[Codes, Sequence[Any]]:
    """For each value its place among the distinct ones, in order of first appearance; -1 where it is missing."""
    if isinstance(getattr(column, "dtype", None), pd.CategoricalDtype):
        category = pd.Categorical(column)
        codes, used = pd.factorize(category.codes)
        values = np.array([*np.asarray(category.categories, dtype=object), None], dtype=object)[used]  # -1 picks None
        return np.asarray(codes, dtype=np.int64), values.tolist()
    if not isinstance(column, pd.Series | np.ndarray):
        column = np.array([*column, None], dtype=object)[:-1]
    codes, found = pd.factorize(column)
    distinct: ColumnValues = found  # an Index for a Series: numpy hands out its values much faster than its own loop
    if not isinstance(distinct, np.ndarray):
        distinct = np.asarray(distinct, dtype=object)
    return np.asarray(codes, dtype=np.int64), list(distinct)


def _named(codes: Codes, spellings: list[str]) -> Names:
    """Codes into distinct *spellings* as codes into names: spellings that differ in case, width or spaces share a name."""
    texts = [each or "" for each in spellings]
    keys = folded(texts)
    if len(set(keys)) == len(keys) and "" not in keys:
        return Names(codes, tuple(texts if untouched(texts) else map(clean, texts)))
    shown: dict[str, str] = {}
    place: dict[str, int] = {}
    for key, spelling in zip(keys, texts, strict=True):
        if key and key not in place:
            place[key] = len(place)
            shown[key] = clean(spelling)
    # The entry past the last spelling is what the code -1 (missing) picks.
    return Names(np.array([*(place.get(key, -1) for key in keys), -1], dtype=np.int64)[codes], tuple(shown.values()))
