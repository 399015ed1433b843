"""Answers of functions over whole ranges, kept while one workbook is calculated: thousands of cells may hold the same call."""

from collections import OrderedDict
from typing import Final
from weakref import WeakKeyDictionary

from ippbook.formulas.calls import call_function
from ippbook.formulas.source import CellSource, FormulaFunction, Value, Vector
from ippbook.late_numpy import np

_MOST: Final = 64
_MOST_CELLS: Final = 4_000_000
_Part = tuple[type, object]


class RecentCalls:
    """The last calls with a range that nothing changes: the cache of cells gives the same array for the same range."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[object, ...], tuple[list[Value], Value]] = OrderedDict()
        self._cells = 0

    def answer(self, function: FormulaFunction, values: list[Value], *, date1904: bool) -> Value:
        """What `call_function` answers, without calling where the same call is known. The answer is not to be changed."""
        key = _key(function, values)
        if key is None:
            return call_function(function, values, date1904=date1904)
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known[1]
        found = call_function(function, values, date1904=date1904)
        if isinstance(found, np.ndarray):
            found.flags.writeable = False
        # The arguments are kept too, so that no other array gets their identity.
        self._known[key] = values, found
        self._cells += _size(values, found)
        while len(self._known) > 1 and (len(self._known) > _MOST or self._cells > _MOST_CELLS):
            self._cells -= _size(*self._known.popitem(last=False)[1])
        return found


def recent_calls(source: CellSource) -> RecentCalls:
    """The calls that were answered over *source*."""
    return _OF_SOURCE.setdefault(source, RecentCalls())


_OF_SOURCE: Final[WeakKeyDictionary[CellSource, RecentCalls]] = WeakKeyDictionary()


def _key(function: FormulaFunction, values: list[Value]) -> tuple[object, ...] | None:
    """What makes a call the same; None where it has no fixed range, or a column."""
    parts: list[_Part] = []
    ranges = 0
    for value in values:
        if not isinstance(value, np.ndarray):
            parts.append((type(value), value))
        elif value.ndim == 2 and not value.flags.writeable:
            ranges += 1
            parts.append((np.ndarray, id(value)))
        else:
            return None
    return (id(function), *parts) if ranges else None


def _size(values: list[Value], found: Value | Vector) -> int:
    return sum(value.size for value in [*values, found] if isinstance(value, np.ndarray))
