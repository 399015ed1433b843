"""Excel's limits and Excel's error values. Every room takes them from here.

Source: support.microsoft.com, "Excel specifications and limits"; the numbers of error values are XlCVError's, and Excel's own
for the errors that came later.
"""

from typing import Final

from ippbook.ooxml.errors import EditError
from ippbook.quick_dataclasses import dataclass

MAX_ROW: Final = 1_048_576
"""Rows of a sheet."""
MAX_COL: Final = 16_384
"""Columns of a sheet: A to XFD."""
MAX_CELL_LENGTH: Final = 32_767
"""Characters of a cell's text, as `text_length` counts them."""
MAX_FORMULA_LENGTH: Final = 8_192
"""Characters of a formula, as `text_length` counts them."""
MAX_SHORT_LENGTH: Final = 255
"""Characters of a text in a spilled answer or in a formula, of the message of a validation, of a name, of a number format, and of a function's description."""
MAX_SHEET_NAME: Final = 31
"""Characters of the name of a sheet."""

ERROR_NUMBERS: Final = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
    "#GETTING_DATA": 2043,
    "#SPILL!": 2045,
    "#CONNECT!": 2046,
    "#BLOCKED!": 2047,
    "#UNKNOWN!": 2048,
    "#FIELD!": 2049,
    "#CALC!": 2050,
    "#BUSY!": 2051,
    "#PYTHON!": 2052,
}
"""Excel's error values with their numbers."""
RICH_ERRORS: Final = frozenset(code for code, number in ERROR_NUMBERS.items() if number >= 2045)  # from #SPILL! on
"""Errors that Excel keeps in a part for rich values; the cell itself says #VALUE! in the file."""
COM_ERROR_BASE: Final = -2146828288
"""0x800A0000. Through COM, an error value is this number plus its own."""


@dataclass(frozen=True)
class Error:
    """An error value of a cell, such as `Error("#N/A")`."""

    code: str

    def __post_init__(self) -> None:
        if self.code not in ERROR_NUMBERS:
            raise EditError("{code!r} is not an error value of Excel; use one such as '#N/A'.", code=self.code)

    def __str__(self) -> str:
        """As cells and formulas spell it."""
        return self.code


def is_error(text: str) -> bool:
    """Whether *text* is an error value of Excel, such as #N/A."""
    return text in ERROR_NUMBERS


def text_length(text: str) -> int:
    """How many characters a text has, as Excel counts them: in UTF-16, where an emoji counts as two.

    >>> text_length("品牌"), text_length("🙂")
    (2, 2)
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
