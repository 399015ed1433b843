"""Formulas as the file holds them, and as Excel shows and takes them.

In the file every reference names its table and new functions carry a prefix; in the formula bar they do not:

>>> spoken("_xlfn.CONCAT(Rights[[#This Row],[Number]],Rights[[#This Row],[Right type]])", "Rights")
'CONCAT([@Number],[@[Right type]])'
>>> filed("CONCAT([@Number],Rights[@[Right type]])", "Rights")
'_xlfn.CONCAT(Rights[[#This Row],[Number]],Rights[[#This Row],[Right type]])'
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from ippbook.faces.excel.headless.errors import refused

_COLUMN: Final = r"((?:'.|[^\[\]'])+)"
_IN_FILE: Final = re.compile(rf"([\w.\\]+)\[\[#This Row\],\[{_COLUMN}\]\]", re.IGNORECASE)
_IN_BAR: Final = re.compile(rf"([\w.\\]*)\[@(?:\[{_COLUMN}\]|{_COLUMN})\]")
_PREFIX: Final = re.compile(r"\b_xl(?:fn|ws|pm)\.(?:_xlws\.)?", re.IGNORECASE)
_TEXTS: Final = re.compile(r'("(?:[^"]|"")*")')
_PLAIN: Final = re.compile(r"[\w.]+")
_SORTED: Final = frozenset({"FILTER", "SORT"})
_NEW: Final = re.compile(
    r"(?<![\w.])(ACOT|ARRAYTOTEXT|BYCOL|BYROW|CHOOSECOLS|CHOOSEROWS|CONCAT|DAYS|DROP|EXPAND|FILTER|FILTERXML|FORMULATEXT|HSTACK|IFNA|IFS|"
    r"ISFORMULA|ISOWEEKNUM|LAMBDA|LET|MAP|MAXIFS|MINIFS|NUMBERVALUE|RANDARRAY|REDUCE|SCAN|SEQUENCE|SHEET|SHEETS|SORT|SORTBY|SWITCH|"
    r"TAKE|TEXTAFTER|TEXTBEFORE|TEXTJOIN|TEXTSPLIT|TOCOL|TOROW|UNICHAR|UNICODE|UNIQUE|VALUETOTEXT|VSTACK|WRAPCOLS|WRAPROWS|XLOOKUP|"
    r"XMATCH|XOR)(?=\()",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def spoken(formula: str, table: str) -> str:
    """A formula of the file as Excel shows it in a cell of *table* ("" outside tables). Both without `=`."""

    def column(found: re.Match[str]) -> str:
        owner = "" if found[1].casefold() == table.casefold() else found[1]
        return f"{owner}[@{found[2]}]" if _PLAIN.fullmatch(found[2]) else f"{owner}[@[{found[2]}]]"

    return _outside_texts(formula, lambda part: _IN_FILE.sub(column, _PREFIX.sub("", part)))


@lru_cache(maxsize=4096)
def filed(formula: str, table: str) -> str:
    """A formula as it is typed into a cell of *table* ("" outside tables), as the file holds it. Both without `=`."""

    def column(found: re.Match[str]) -> str:
        owner = found[1] or table
        if not owner:
            raise refused("Application-defined or object-defined error")
        return f"{owner}[[#This Row],[{found[2] or found[3]}]]"

    def function(found: re.Match[str]) -> str:
        return f"_xlfn.{'_xlws.' if found[1].upper() in _SORTED else ''}{found[1]}"

    return _outside_texts(formula, lambda part: _NEW.sub(function, _IN_BAR.sub(column, part)))


def _outside_texts(formula: str, change: Callable[[str], str]) -> str:
    return "".join(part if part.startswith('"') else change(part) for part in _TEXTS.split(formula))


__all__ = ["filed", "spoken"]
