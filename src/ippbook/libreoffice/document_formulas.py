"""Formulas as Excel's files spell them, and as Calc spells them in programs: other separators, other references to sheets.

    Excel:  IF(Rights!$B$2="a,b",SUM(Listings[Price],{1,2;3,4}),'Good-Faith'!A1)
    Calc:   IF($Rights.$B$2="a,b";SUM(Listings[Price];{1;2|3;4});$'Good-Faith'.A1)

Texts in quotes stay as they are. A name of ippbook's functions has no prefix in Excel's spelling.
"""

import re
from collections.abc import Callable
from typing import Final

_TEXT: Final = r'"(?:[^"]|"")*"'
_QUOTED: Final = r"'(?:[^']|'')+'"
_BARE: Final = r"[^\W\d][\w]*"
_EXCEL: Final = re.compile(
    rf"(?P<text>{_TEXT})|(?P<sheet>{_QUOTED}|{_BARE})!|(?P<prefix>_xlfn\.(?:_xlws\.)?)|(?P<end>(?!))|(?P<sign>[\[\]{{}},;])"
)
_CALC: Final = re.compile(
    rf"(?P<text>{_TEXT})|\$?(?P<sheet>{_QUOTED}|{_BARE})\.(?=\$?[A-Za-z]{{1,3}}\$?\d|#REF!)|(?P<prefix>(?:\w+\.)+)(?=IPP_)|(?P<end>(?<=:)\.)|(?P<sign>[\[\]{{}};|])",
    re.IGNORECASE,
)
_CALC_FUNCTION: Final = re.compile(rf"({_TEXT}|{_QUOTED})|\b(ipp_\w+)(?=\()")


def calc_formula(text: str) -> str:
    """A formula of Excel, without `=`, as Calc takes it.

    >>> print(calc_formula("IF('Good-Faith'!A1=1,SUM(L[[#This Row],[P]],{1,2;3,4}),Rights!$B$2:$B$5)"))
    IF($'Good-Faith'.A1=1;SUM(L[[#This Row];[P]];{1;2|3;4});$Rights.$B$2:$B$5)
    """

    def sheet(found: str) -> str:
        return f"${found}."

    return _spelled(text, _EXCEL, sheet, {",": ";"}, {",": ";", ";": "|"})


def excel_formula(text: str) -> str:
    """A formula of Calc, without `=` or braces around it, as Excel's files spell it.

    >>> print(excel_formula("IF($'Good-Faith'.A1=1;SUM(L[[#This Row];[P]];{1;2|3;4});ippbook.ipp_x($Rights.$B$2:.$B$5))"))
    IF('Good-Faith'!A1=1,SUM(L[[#This Row],[P]],{1,2;3,4}),IPP_X(Rights!$B$2:$B$5))
    """

    def sheet(found: str) -> str:
        return f"{found}!"

    spelled = _spelled(text, _CALC, sheet, {";": ","}, {";": ",", "|": ";"})
    return _CALC_FUNCTION.sub(lambda found: found[1] or found[2].upper(), spelled)


def _spelled(
    text: str,
    pattern: re.Pattern[str],
    sheet: Callable[[str], str],
    outside: dict[str, str],
    in_array: dict[str, str],
) -> str:
    """*text* with other signs: *outside* of arrays, and *in_array*. A column's name in brackets keeps its own signs."""
    depth = braces = 0

    def other(found: re.Match[str]) -> str:
        nonlocal depth, braces
        if found["text"] is not None or (depth and not found["sign"]):
            return found[0]
        if found["sheet"] is not None:
            return sheet(found["sheet"])
        if found["prefix"] is not None or found["end"] is not None:
            return ""
        sign = found["sign"]
        depth += {"[": 1, "]": -1}.get(sign, 0)
        braces += {"{": 1, "}": -1}.get(sign, 0)
        if depth > 1 or (depth == 1 and not text[: found.start()].rstrip().endswith("]")):
            return sign
        return (in_array if braces else outside).get(sign, sign)

    return pattern.sub(other, text)


__all__ = ["calc_formula", "excel_formula"]
