"""Which formulas may give more than one value: as `formula2` they spill, and the file marks them as arrays, which is not written here.

>>> [may_spill(text) for text in ("A1*2", "SUM(A1:A9)/2", 'COUNTIF(A:A,[@URL])', "SUM(A1:A9*2)", "A1:A9", "UNIQUE(A1:A9)")]
[False, False, False, True, True, True]
"""

from typing import Final

from ippbook.formulas.tokens import Token, tokens

_FIRST: Final = (0,)
_SECOND: Final = (1,)
_ALL: Final = tuple(range(255))
_ANYWHERE: Final = """
    AND AVERAGE AVERAGEA CONCAT COUNT COUNTA MAX MAXA MEDIAN MIN MINA OR PRODUCT STDEV.P STDEV.S SUM SUMSQ VAR.P VAR.S XOR
    """.split()  # noqa: SIM905  # a table of words is read more easily
_BLOCKS: Final[dict[str, tuple[int, ...]]] = {
    **dict.fromkeys(_ANYWHERE, _ALL),
    **dict.fromkeys(("COLUMNS", "COUNTBLANK", "COUNTIF", "LARGE", "ROWS", "SMALL"), _FIRST),
    **dict.fromkeys(("HLOOKUP", "MATCH", "RANK.EQ", "VLOOKUP", "XMATCH"), _SECOND),
    **dict.fromkeys(("AVERAGEIF", "SUMIF"), (0, 2)),
    **dict.fromkeys(("AVERAGEIFS", "MAXIFS", "MINIFS", "SUMIFS"), (0, *_ALL[1::2])),
    "COUNTIFS": _ALL[::2],
    "SUBTOTAL": _ALL[1:],
    "TEXTJOIN": _ALL[2:],
}
"""Functions that take blocks of cells, by the places of these arguments, and give one value."""
_SINGLE: Final = frozenset(
    """
    ABS CEILING.MATH CHAR CLEAN CODE DATE DATEDIF DATEVALUE DAY DAYS EDATE EOMONTH ERROR.TYPE EXACT FALSE FIND FIXED FLOOR.MATH HOUR
    HYPERLINK IF IFERROR IFNA IFS INT ISBLANK ISERROR ISNA ISNUMBER ISTEXT LEFT LEN LOWER MID MINUTE MOD MONTH N NA NETWORKDAYS NOT
    NOW PROPER RAND RANDBETWEEN REPLACE REPT RIGHT ROUND ROUNDDOWN ROUNDUP SEARCH SECOND SIGN SQRT SUBSTITUTE SWITCH T TEXT TEXTAFTER
    TEXTBEFORE TIME TIMEVALUE TODAY TRIM TRUE TRUNC UPPER VALUE WEEKDAY WORKDAY YEAR
    """.split()  # noqa: SIM905  # a table of words is read more easily
)
"""Functions that give one value for single values."""


def may_spill(formula: str) -> bool:
    """Whether *formula*, without `=`, may give more than one value. One that is not known to give one only may."""
    words = [word for word in tokens(formula) if word.kind != "end"]
    open_functions: list[tuple[str, int]] = []
    at = 0
    while at < len(words):
        word = words[at]
        end = _reference(words, at)
        if end > at:
            if not _single(words[at:end]) and not _whole_argument(words, at, end, open_functions):
                return True
            at = end
            continue
        if word.kind == "name" and _next(words, at) == "(":
            if word.text.upper() not in _SINGLE and word.text.upper() not in _BLOCKS:
                return True
            open_functions.append((word.text.upper(), 0))
            at += 1  # and the bracket
        elif word.kind == "sign" and word.text == "(":
            open_functions.append(("", 0))
        elif word.kind == "sign" and word.text == ")":
            open_functions.pop()
        elif word.kind == "sign" and word.text == ",":
            name, place = open_functions.pop()
            if not name:  # several areas in brackets
                return True
            open_functions.append((name, place + 1))
        elif word.kind == "sign" and word.text in ("{", ":", "@", "#", "!"):
            return True
        at += 1
    return False


def _next(words: list[Token], at: int) -> str:
    return words[at + 1].text if at + 1 < len(words) and words[at + 1].kind == "sign" else ""


def _reference(words: list[Token], at: int) -> int:
    """Where the reference that begins at *at* ends; *at* where none does."""
    end = at
    if words[end].kind in ("name", "quoted") and _next(words, end) == "!" and end + 2 < len(words):
        end += 2
    word = words[end]
    if word.kind == "name" and _next(words, end) != "(" and word.text.upper() not in ("TRUE", "FALSE"):
        return end + 2 if end + 1 < len(words) and words[end + 1].kind == "bracket" else end + 1
    return end + 1 if word.kind in ("area", "bracket") else at


def _single(reference: list[Token]) -> bool:
    """Whether a reference is one cell: `A1`, or a column in the cell's own row."""
    last = reference[-1]
    if last.kind == "bracket":
        return last.text.startswith(("[@", "[[#This Row],[")) and ":" not in last.text and last.text != "[@]"
    return last.kind == "area" and ":" not in last.text


def _whole_argument(words: list[Token], at: int, end: int, open_functions: list[tuple[str, int]]) -> bool:
    """Whether a reference is all of an argument that may be a block."""
    if not open_functions or not at or end >= len(words):
        return False
    name, place = open_functions[-1]
    alone = words[at - 1].text in ("(", ",") and words[end].text in (")", ",")
    return alone and place in _BLOCKS.get(name, ())
