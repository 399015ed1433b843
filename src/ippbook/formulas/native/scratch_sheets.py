"""Sheets that no workbook has, only the copies for an engine: for helper cells, for arrays of any size, for the sizes of spills."""

from collections.abc import Iterable
from typing import Final

from ippbook.ooxml.refs import column_letters

HELPERS: Final = "ippbook helpers"
"""A helper in a cell for each row of its formula: one column for each."""
SIZES: Final = "ippbook sizes"
"""Formulas that count how many rows and columns each spill has."""
_ARRAY: Final = "ippbook array "


def array_sheet(number: int) -> str:
    """The sheet of one array."""
    return f"{_ARRAY}{number}"


def holds_array(sheet: str) -> bool:
    """Whether it is the sheet of an array."""
    return sheet.startswith(_ARRAY)


def array_name(sheet: str) -> str:
    """The defined name of the range that the array on *sheet* fills now."""
    return sheet.replace(" ", "_")


def names_array(name: str) -> bool:
    """Whether a word of a formula is the name of such a range."""
    return name.startswith(array_name(_ARRAY))


def array_range(sheet: str, until: tuple[int, int]) -> str:
    """The range from A1 to the row and column *until*.

    >>> array_range(array_sheet(2), (3, 28))
    "'ippbook array 2'!$A$1:$AB$3"
    """
    row, column = until
    return f"'{sheet}'!$A$1:${column_letters(column)}${row}"


def taken_name(sheets: Iterable[str]) -> str:
    """The first of *sheets* whose name the copies need; empty where there is none."""
    return next((name for name in sheets if holds_array(name.casefold()) or name.casefold() in {HELPERS, SIZES}), "")
