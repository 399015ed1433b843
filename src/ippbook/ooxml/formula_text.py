"""The text of a shared formula at another cell: relative references move, nothing else does.

>>> moved('A1+$A1+A$1&"A1"&Rights[[#This Row],[A1]]&LOG10(B2)', 1, 1)
'B2+$A2+B$1&"A1"&Rights[[#This Row],[A1]]&LOG10(C3)'
>>> moved("SUM(A:A,2:2,'A1 B1'!C1)", 1, 1)
"SUM(B:B,3:3,'A1 B1'!D2)"
"""

import re
from functools import lru_cache
from typing import Final

from ippbook.late_patterns import late_pattern
from ippbook.ooxml import refs
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.whole_numbers import whole_number

_TOKEN: Final = late_pattern(
    r"""
    (?P<skip> "(?:[^"]|"")*" | '(?:[^']|'')*' )
  | (?P<bracket> \[ )
  | (?P<columns> (?<![\w.$\\]) \$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3} (?![\w.(!$]) )
  | (?P<rows> (?<![\w.$\\]) \$?[0-9]{1,7}:\$?[0-9]{1,7} (?![\w.(!$]) )
  | (?P<cell> (?<![\w.$\\]) \$?[A-Za-z]{1,3}\$?[0-9]{1,7} (?![\w.(!\\]) )
  | (?P<word> [\w.$\\]+ )
    """,
    re.VERBOSE,
)
_CORNER: Final = late_pattern(r"(\$?)([A-Za-z]*)(\$?)([0-9]*)")


@lru_cache(maxsize=1024)
def _pieces(text: str) -> tuple[str | tuple[tuple[str, int, str, int], ...], ...]:
    """The text cut into what stays and references; a reference is a tuple of corners: `$`, column, `$`, row (0: none)."""
    out: list[str | tuple[tuple[str, int, str, int], ...]] = []
    at = kept = 0
    while found := _TOKEN.search(text, at):
        at = found.end()
        if found.lastgroup == "bracket":
            at = _after_bracket(text, found.start())
        elif found.lastgroup in ("cell", "columns", "rows"):
            corners = tuple(_corner(part) for part in found[0].split(":"))
            if all(col <= MAX_COL and row <= MAX_ROW for _, col, _, row in corners):
                out += [text[kept : found.start()], corners]
                kept = at
    out.append(text[kept:])
    return tuple(out)


def _after_bracket(text: str, at: int) -> int:
    """Behind the bracket that closes the one at *at*; a quote mark frees the letter after it in structured references."""
    depth = 0
    while at < len(text):
        letter = text[at]
        if letter == "'":
            at += 1
        depth += (letter == "[") - (letter == "]")
        at += 1
        if depth == 0:
            break
    return at


def _corner(text: str) -> tuple[str, int, str, int]:
    found = _CORNER.fullmatch(text)
    assert found is not None  # noqa: S101 - the token is made of these parts
    if not found[2]:  # a whole row: its dollar sign is before the digits
        return "", 0, found[1] or found[3], whole_number(found[4])
    return found[1], refs.column_number(found[2]), found[3], whole_number(found[4])


def moved(text: str, rows: int, cols: int) -> str:
    """The formula *text* as it reads *rows* further down and *cols* further right."""
    if not rows and not cols:
        return text
    return "".join(
        piece if isinstance(piece, str) else ":".join(_moved(corner, rows, cols) for corner in piece)
        for piece in _pieces(text)
    )


def _moved(corner: tuple[str, int, str, int], rows: int, cols: int) -> str:
    fixed_col, col, fixed_row, row = corner
    if col and not fixed_col:
        col = (col - 1 + cols) % MAX_COL + 1  # Excel wraps round the edge of the sheet
    if row and not fixed_row:
        row = (row - 1 + rows) % MAX_ROW + 1
    return (fixed_col + refs.column_letters(col) if col else "") + (f"{fixed_row}{row}" if row else "")
