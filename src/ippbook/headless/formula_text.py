"""Formulas in the spelling of the file, and in the spelling of the formula bar.

In the file every reference names its table and new functions have a prefix; in the formula bar they do not:

>>> in_formula_bar("_xlfn.CONCAT(Rights[[#This Row],[Number]],Rights[[#This Row],[Right type]])", "Rights")
'CONCAT([@Number],[@[Right type]])'
>>> in_file("CONCAT([@Number],Rights[@[Right type]])", "Rights")
'_xlfn.CONCAT(Rights[[#This Row],[Number]],Rights[[#This Row],[Right type]])'
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from ippbook.formulas.names import plain_name
from ippbook.formulas.newer_functions import DOTTED_FUNCTIONS, NEWER_FUNCTIONS, SORTED_FUNCTIONS, SPECIAL_FUNCTIONS
from ippbook.formulas.tokens import Token
from ippbook.headless import formula_syntax
from ippbook.headless.errors import excel_error
from ippbook.late_patterns import late_pattern

_COLUMN: Final = r"((?:'.|[^\[\]'])+)"
_IN_FILE: Final = late_pattern(rf"([\w.\\]+)\[\[#This Row\],\[{_COLUMN}\]\]", re.IGNORECASE)
_IN_BAR: Final = late_pattern(rf"\[@(?:\[{_COLUMN}\]|{_COLUMN})\]")
_PREFIX: Final = late_pattern(r"\b_xl(?:fn|ws|pm)\.(?:_xlws\.)?", re.IGNORECASE)
_TEXTS: Final = late_pattern(r'("(?:[^"]|"")*")')
_PLAIN: Final = late_pattern(r"[\w.]+")


@lru_cache(maxsize=4096)
def in_formula_bar(formula: str, table: str) -> str:
    """A formula of the file as Excel shows it in a cell of *table* ("" outside tables). Both without `=`."""

    def column(found: re.Match[str]) -> str:
        owner = "" if found[1].casefold() == table.casefold() else found[1]
        return f"{owner}[@{found[2]}]" if _PLAIN.fullmatch(found[2]) else f"{owner}[@[{found[2]}]]"

    return _outside_texts(formula, lambda part: _IN_FILE.sub(column, _PREFIX.sub("", part)))


@lru_cache(maxsize=4096)
def in_file(formula: str, table: str) -> str:
    """A formula as it is typed into a cell of *table* ("" outside tables), in the spelling of the file. Both without `=`.

    Raises NotImplementedError where the spelling of the file is not known, rather than write a wrong one.
    """
    words = formula_syntax.formula_words(formula)
    out, at = [], 0
    for place, word in enumerate(words):
        behind = words[place + 1] if word.kind != "end" else word
        alone = place == 0 or not _touch(words[place - 1], word) or words[place - 1].kind in ("sign", "area")
        new = word.text
        if word.kind == "name" and (behind.text, behind.kind) == ("(", "sign"):
            new = _function(word.text)
        elif (
            word.kind == "bracket"
            and _touch(word, behind)
            and (behind.kind in ("name", "quoted") or behind.text == "!")
        ):
            _refuse_other_book(word.text, formula)
        elif word.kind == "quoted" and word.text.startswith("'["):
            _refuse_other_book(word.text[1 : word.text.find("]") + 1], formula)
        elif word.kind == "bracket":
            new = _bracket(word.text, table if alone else "", own=alone)
        elif word.kind == "sign" and word.text in ("@", "#"):
            raise NotImplementedError(
                f"The engine without Excel does not write {word.text} in a formula (for a formula that spills, or takes one of many cells): ={formula[:60]}"
            )
        out += [formula[at : word.start], new]
        at = word.start + len(word.text)
    return "".join(out)


def _touch(word: Token, behind: Token) -> bool:
    return word.start + len(word.text) == behind.start


def _refuse_other_book(bracket: str, formula: str) -> None:
    """A file numbers the workbooks that it refers to, `[1]`, and lists them elsewhere."""
    if not bracket[1:-1].isdecimal():
        raise NotImplementedError(
            f"The engine without Excel does not write a reference to another workbook: ={formula[:60]}"
        )


def _bracket(text: str, table: str, *, own: bool) -> str:
    """A reference into a table; *own*: without the name of the table, because the cell is in it."""
    if own and not table:
        raise excel_error("Application-defined or object-defined error")
    if found := _IN_BAR.fullmatch(text):
        return f"{table}[[#This Row],[{found[1] or found[2]}]]"
    if text.startswith("[@"):
        if text != "[@]":
            raise NotImplementedError(f"The engine without Excel does not write {text} in a formula; name one column.")
        return f"{table}[#This Row]"
    return f"{table}{text}"


def _function(name: str) -> str:
    upper = name.upper()
    if upper in NEWER_FUNCTIONS:
        return f"_xlfn.{'_xlws.' if upper in SORTED_FUNCTIONS else ''}{upper}"
    with_dot = "." in name and upper not in DOTTED_FUNCTIONS and not upper.startswith("_XL")
    if upper in SPECIAL_FUNCTIONS or (with_dot and plain_name(name) is None):
        raise NotImplementedError(
            f"The engine without Excel does not know how a file spells the function {name}; write this formula in Excel."
        )
    return name


def _outside_texts(formula: str, change: Callable[[str], str]) -> str:
    return "".join(part if part.startswith('"') else change(part) for part in _TEXTS.split(formula))


__all__ = ["in_file", "in_formula_bar"]
