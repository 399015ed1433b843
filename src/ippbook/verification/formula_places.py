"""A formula with the place where it is."""

from typing import NamedTuple


class FormulaText(NamedTuple):
    """A formula: the cell or range that it belongs to, what it is of, and its text without the equals sign."""

    place: str
    of: str
    text: str
