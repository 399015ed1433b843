"""Keeps recent results that were computed from whole columns: in one recalculation, many cells name the same columns.

Hosts pass the same columns again for each cell, so columns are compared by their values. Results are then compared by identity,
which costs nothing. Both caches are small and drop the entry that was not used for longest.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeVar

from ippbook.declare.value_types import ArgumentValue
from ippbook.late_numpy import np
from ippbook.late_pandas import is_series

_Made = TypeVar("_Made")
_SHORT: Final = 32
"""Shorter columns are not cached: reading them is faster than comparing them."""
_MOST: Final = 64
"""Columns and blocks kept, at most."""
_FEW: Final = 16
"""Arrays known by identity, at most: those that nothing can change."""
_CELLS: Final = 5_000_000
"""Their cells, at most; each costs 16 bytes more than its value."""


class _ByIdentity:
    """Arguments; two are equal if their columns are identical and all else is equal."""

    __slots__ = ("_key", "arguments")

    def __init__(self, arguments: tuple[ArgumentValue, ...]) -> None:
        self.arguments = arguments
        self._key = tuple(
            id(each) if isinstance(each, np.ndarray) or is_series(each) else (type(each), each) for each in arguments
        )

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self._key == other._key


def remembered(most: int) -> Callable[[Callable[..., _Made]], Callable[..., _Made]]:
    """Keep the last *most* results of the function below. Its columns are compared by identity and must not be changed."""

    def keep(function: Callable[..., _Made]) -> Callable[..., _Made]:
        @lru_cache(maxsize=most)
        def known(key: _ByIdentity) -> _Made:  # keeps the arguments alive, so that no other column gets their identity
            return function(*key.arguments)

        def answer(*arguments: ArgumentValue) -> _Made:
            return known(_ByIdentity(arguments))

        answer.__name__, answer.__doc__ = function.__name__, function.__doc__
        return answer

    return keep


class _ColumnCache:
    """The columns and blocks that were read last, by their values."""

    def __init__(self) -> None:
        self._kept: OrderedDict[ArgumentValue, ArgumentValue] = OrderedDict()
        self._cells = 0
        self._constant: OrderedDict[ArgumentValue, tuple[ArgumentValue, ArgumentValue]] = OrderedDict()

    def column(
        self, values: ArgumentValue, read: Callable[[ArgumentValue], ArgumentValue], *how: ArgumentValue
    ) -> ArgumentValue:
        """The result of *read* for *values*; the same object for values that are equal in value and type and are read in the same way."""
        if len(values) < _SHORT:
            return read(values)
        return self._identical(values, how, lambda: self._same(tuple(values), lambda: read(values), how))

    def block(self, cells: ArgumentValue) -> ArgumentValue:
        """A block of cells: the same array for cells that are equal in value, type and shape."""
        return self._identical(
            cells, None, lambda: self._same(tuple(cells.ravel().tolist()), lambda: cells, cells.shape)
        )

    def _identical(self, values: ArgumentValue, how: ArgumentValue, make: Callable[[], ArgumentValue]) -> ArgumentValue:
        """What *make* gives; for the same part of an array that nothing can change, without comparing its values."""
        if not isinstance(values, np.ndarray) or values.flags.writeable:
            return make()
        owner: object = values if values.base is None else values.base
        if not isinstance(owner, np.ndarray) or owner.flags.writeable:
            return make()
        key = (id(owner), values.__array_interface__["data"][0], values.shape, values.strides, how)
        if key in self._constant:
            self._constant.move_to_end(key)
            return self._constant[key][1]
        found = make()
        self._constant[key] = owner, found  # the owner too, so that no other array gets its identity
        if len(self._constant) > _FEW:
            self._constant.popitem(last=False)
        return found

    def _same(
        self, values: tuple[ArgumentValue, ...], make: Callable[[], ArgumentValue], how: ArgumentValue
    ) -> ArgumentValue:
        # 1 and TRUE are equal in Python, and not in a cell.
        key = (values, tuple(map(type, values)), how)
        try:
            found = self._kept.get(key)
        except TypeError:  # a value that no cell can have
            return make()
        if found is not None:
            self._kept.move_to_end(key)
            return found
        found = self._kept[key] = make()
        self._cells += len(values)
        while len(self._kept) > 1 and (len(self._kept) > _MOST or self._cells > _CELLS):
            oldest, _ = self._kept.popitem(last=False)
            self._cells -= len(oldest[0])
        return found


COLUMN_CACHE: Final = _ColumnCache()

__all__ = ["COLUMN_CACHE", "remembered"]
