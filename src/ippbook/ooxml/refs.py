"""Cell references: `B2` is row 2, column 2. Rows and columns count from 1 everywhere in this package.

>>> cell_place("$B$2")
(2, 2)
>>> cell_name(2, 28)
'AB2'
>>> area("A1:C3")
Area(first_row=1, first_col=1, last_row=3, last_col=3)
"""

from functools import lru_cache
from typing import Final, NamedTuple

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW

_CELL: Final = late_pattern(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class Area(NamedTuple):
    """A block of cells, both corners inside."""

    first_row: int
    first_col: int
    last_row: int
    last_col: int

    def holds(self, row: int, col: int) -> bool:
        """Whether the cell is in the block."""
        return self.first_row <= row <= self.last_row and self.first_col <= col <= self.last_col

    def overlaps(self, other: "Area") -> bool:
        """Whether the blocks have a cell in common."""
        down = self.first_row <= other.last_row and other.first_row <= self.last_row
        return down and self.first_col <= other.last_col and other.first_col <= self.last_col

    def grown(self, other: "Area") -> "Area":
        """The smallest block that holds both."""
        return Area(
            min(self.first_row, other.first_row),
            min(self.first_col, other.first_col),
            max(self.last_row, other.last_row),
            max(self.last_col, other.last_col),
        )

    def __str__(self) -> str:
        start = cell_name(self.first_row, self.first_col)
        end = cell_name(self.last_row, self.last_col)
        return start if start == end else f"{start}:{end}"


@lru_cache(maxsize=32_768)
def column_letters(col: int) -> str:
    """The letters of a column: 1 is A, 16384 is XFD."""
    out = ""
    while col:
        col, rest = divmod(col - 1, 26)
        out = chr(65 + rest) + out
    return out


@lru_cache(maxsize=32_768)
def column_number(text: str) -> int:
    """The number of a column: A is 1."""
    col = 0
    for letter in text.upper():
        col = col * 26 + ord(letter) - 64
    return col


def cell_name(row: int, col: int) -> str:
    """The reference of a cell, without dollar signs."""
    return f"{column_letters(col)}{row}"


def cell_place(text: str) -> tuple[int, int] | None:
    """Row and column of a reference; None when it is not a reference, or is outside the sheet."""
    found = _CELL.fullmatch(text.strip())
    if not found:
        return None
    row, col = int(found[2]), column_number(found[1])
    return (row, col) if 1 <= row <= MAX_ROW and 1 <= col <= MAX_COL else None


def area(text: str) -> Area | None:
    """The block that a reference such as `A1:C3` or `A1` names; None when it does not name one."""
    start, _, end = text.partition(":")
    first = cell_place(start)
    last = cell_place(end or start)
    if first is None or last is None:
        return None
    rows, cols = sorted((first[0], last[0])), sorted((first[1], last[1]))
    return Area(rows[0], cols[0], rows[1], cols[1])
