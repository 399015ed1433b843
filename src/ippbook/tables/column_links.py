"""The links in a column of texts: each distinct text is read once in a run, whatever rules and columns ask about it."""

import weakref
from collections.abc import Callable
from typing import Final

from ippbook.catalog.platforms.link_columns import ParsedLinks, parse_links
from ippbook.catalog.platforms.links import Link
from ippbook.late_numpy import NDArray, np
from ippbook.tables.column_types import AnyColumn
from ippbook.tables.distinct_texts import are_texts_known, distinct_texts, taken_from

_FEW: Final = 1_000
"""Shorter columns are read again: that costs less than to remember them."""


class ColumnLinks:
    """The links of a column, one for each row. Arrays have one entry a row."""

    __slots__ = ("_links", "_places")

    def __init__(self, links: ParsedLinks, places: NDArray[np.int64]) -> None:
        self._links, self._places = links, places

    @property
    def item_id(self) -> NDArray[np.object_]:
        """object[n] of str: `Link.item_id`."""
        return self._links.item_id[self._places]

    @property
    def canonical(self) -> NDArray[np.object_]:
        """object[n] of str: `Link.canonical`."""
        return self._links.canonical[self._places]

    def shared(self, fact: Callable[[Link], object]) -> NDArray[np.object_]:
        """object[n]: the *fact* of each link, one that does not depend on its item number."""
        return self._links.shared(fact)[self._places]

    def where(self, test: Callable[[Link], bool]) -> NDArray[np.bool_]:
        """bool[n]: which links pass *test*, one that does not depend on the item number."""
        return self._links.where(test)[self._places]

    def each(self, row: int) -> Link:
        """The link of *row*."""
        return self._links.each(int(self._places[row]))

    def at(self, rows: NDArray[np.int64]) -> "ColumnLinks":
        """The links at *rows*; that of an empty text where a row is -1."""
        return ColumnLinks(self._links, np.where(rows < 0, -1, self._places[rows]))


_KNOWN: Final[dict[int, "tuple[weakref.ref[AnyColumn], ColumnLinks]"]] = {}
"""By the identity of a column."""


def links_of(column: AnyColumn) -> ColumnLinks:
    """The links of *column*. A column that was joined takes those of the column that it came from."""
    known = _KNOWN.get(id(column))
    if known is not None and known[0]() is column:
        return known[1]
    taken = taken_from(column)
    if taken is not None and len(taken[0]):
        return links_of(taken[0]).at(taken[1])
    if _mostly_different(column):
        found = ColumnLinks(parse_links(column.tolist()), np.arange(len(column), dtype=np.int64))
    else:
        places, texts = distinct_texts(column)
        found = ColumnLinks(parse_links(texts.tolist()), places)
    if len(column) >= _FEW:
        key, all_known = id(column), _KNOWN  # as in `distinct_texts`

        def forget(_: object) -> None:
            all_known.pop(key, None)

        _KNOWN[key] = weakref.ref(column, forget), found
    return found


def _mostly_different(column: AnyColumn) -> bool:
    """Whether to look for equal texts in *column* would cost more than to read some of them again."""
    if len(column) < _FEW or are_texts_known(column):
        return False
    sample = column.to_numpy()[:: len(column) // _FEW].tolist()
    return len(set(sample)) * 2 > len(sample)


__all__ = ["ColumnLinks", "links_of"]
