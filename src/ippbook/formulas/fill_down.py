"""Which formulas of a column are one formula, filled down."""

import re
from typing import Final

from ippbook.late_patterns import late_pattern

_WORD: Final = late_pattern(
    r'"(?:[^"]|"")*+"'
    r"|'(?:[^']|'')*+'"
    r"|\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*+\])*+\]"
    r"|(?P<column>\$?[A-Z]{1,3})(?P<row>[1-9][0-9]{0,6})(?![\w.(!\[\\?$])"
    r"|[\w.\\?$]++",
    re.IGNORECASE | re.DOTALL,
)
_MARK: Final = "\x01"  # no cell of a workbook file can hold it


def relative_key(text: str, row: int) -> str:
    r"""Equal for two formulas of one column exactly where the one is the other filled to its row.

    Rows of relative references become distances from *row*; texts, names and headers stay as they are.

    >>> relative_key("IPP_X(B2,$C$1)", 2) == relative_key("IPP_X(B3,$C$1)", 3)
    True
    >>> relative_key('IPP_X("B2")', 2) == relative_key('IPP_X("B3")', 3)
    False
    """
    if _MARK in text:
        return f"{_MARK}{row}{_MARK}{text}"

    def distance(word: re.Match[str]) -> str:
        return f"{word['column']}{_MARK}{int(word['row']) - row}{_MARK}" if word["row"] else word[0]

    return _WORD.sub(distance, text)
