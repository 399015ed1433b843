"""What was worked out of whole columns is kept for a while: many cells ask about the same columns in one recalculation.

Hosts hand the same columns over anew for each cell, so columns are compared by what they hold; what is worked out of them is
then compared by identity, which costs nothing. Both memories are small and forget what was not asked for longest.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd

_Made = TypeVar("_Made")
_SHORT: Final = 32
"""Shorter columns are read at once: that is quicker than to compare them."""
_MOST: Final = 64
"""Columns and blocks kept, at most."""
_CELLS: Final = 5_000_000
"""Their cells, at most; each costs 16 bytes beside its value."""


class _ByIdentity:
    """Arguments, alike where columns are the very same and all else is equal."""

    __slots__ = ("_key", "arguments")

    def __init__(self, arguments: tuple[Any, ...]) -> None:
        self.arguments = arguments
        self._key = tuple(
            id(each) if isinstance(each, pd.Series | np.ndarray) else (type(each), each) for each in arguments
        )

    def __hash__(self) -> int:
        return hash(self._key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ByIdentity) and self._key == other._key


def remembered(most: int) -> Callable[[Callable[..., _Made]], Callable[..., _Made]]:
    """The function below remembers its *most* last answers; its columns are compared by identity and never changed."""

    def keep(function: Callable[..., _Made]) -> Callable[..., _Made]:
        @lru_cache(maxsize=most)
        def known(asked: _ByIdentity) -> _Made:  # holds the arguments, so that no other column gets their identity
            return function(*asked.arguments)

        def answer(*arguments: Any) -> _Made:
            return known(_ByIdentity(arguments))

        answer.__name__, answer.__doc__ = function.__name__, function.__doc__
        return answer

    return keep


class _ColumnCache:
    """The columns and blocks that were read last, by what they hold."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Any, Any] = OrderedDict()
        self._cells = 0

    def column(self, values: Any, read: Callable[[Any], Any], *how: Any) -> Any:
        """What *read* makes of *values*; the very same for values that are equal in value and kind and read in the same way."""
        return read(values) if len(values) < _SHORT else self._same(tuple(values), lambda: read(values), how)

    def block(self, cells: Any) -> Any:
        """A block of cells: the very same array for cells that are equal in value, kind and shape."""
        return self._same(tuple(cells.ravel().tolist()), lambda: cells, cells.shape)

    def _same(self, held: tuple[Any, ...], make: Callable[[], Any], how: Any) -> Any:
        # 1 and TRUE are equal in Python, and not in a cell.
        key = (held, tuple(map(type, held)), how)
        try:
            found = self._kept.get(key)
        except TypeError:  # something that is no content of a cell
            return make()
        if found is not None:
            self._kept.move_to_end(key)
            return found
        found = self._kept[key] = make()
        self._cells += len(held)
        while len(self._kept) > 1 and (len(self._kept) > _MOST or self._cells > _CELLS):
            oldest, _ = self._kept.popitem(last=False)
            self._cells -= len(oldest[0])
        return found


COLUMN_CACHE: Final = _ColumnCache()

__all__ = ["COLUMN_CACHE", "remembered"]
