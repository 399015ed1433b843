"""What an import asks about the cells of a table: which are blank, and which have a formula."""

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ippbook import ooxml
from ippbook.normalize import says_nothing

CellFlags = NDArray[np.bool_]
_Facts = TypeVar("_Facts")


class WhenAsked(dict[str, _Facts]):
    """Facts about the cells of a field, found when they are needed: for most fields they never are."""

    def __init__(self, find: Callable[[str], _Facts]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, name: str) -> _Facts:
        found = self[name] = self._find(name)
        return found


def where_blank(cells: ooxml.CellColumn | None) -> CellFlags:
    """Where the cells are completely blank: no value, not even an unreadable one, and no formula."""
    if cells is None:
        return np.ones(0, dtype=bool)
    blank: CellFlags = cells.kind == ooxml.BLANK
    rows = np.flatnonzero(cells.kind == ooxml.TEXT)
    blank[rows] = [says_nothing(text) for text in cells.text[rows].tolist()]
    return blank & ~where_formulas(cells)


def where_formulas(cells: ooxml.CellColumn | None) -> CellFlags:
    """Where the cells have a formula."""
    if cells is None or cells.formula is None:
        return np.zeros(0 if cells is None else len(cells.kind), dtype=bool)
    return np.asarray(cells.formula != "", dtype=bool)
