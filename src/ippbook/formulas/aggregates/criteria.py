"""What a criterion of COUNTIF and its kin asks for.

Source: support.microsoft.com, COUNTIF, COUNTIFS, SUMIFS and "Use wildcard characters in searches"; behaviour where they are silent:
"=" finds blank cells, "" also finds empty texts, "<>" finds all but blank cells, a blank criterion is 0, a text that reads as a
number equals that number, inequalities compare numbers with numbers only.
"""

from enum import Enum
from typing import Final

from ippbook.formulas.aggregates.arguments import caseless, plain_value
from ippbook.formulas.aggregates.number_texts import Reading, number_in
from ippbook.formulas.aggregates.wildcards import WildcardPattern, has_wildcards, wildcard_pattern
from ippbook.formulas.values import ExcelError, Scalar
from ippbook.ooxml.excel_limits import MAX_SHORT_LENGTH, is_error, text_length
from ippbook.quick_dataclasses import dataclass

_OPERATORS: Final = ("<>", "<=", ">=", "=", "<", ">")
_TRUTHS: Final = {"true": True, "false": False}


class Special(Enum):
    """What a criterion compares with, other than a value."""

    NO_CELL = "cells without a value"
    EMPTY = "cells without a value or with an empty text"
    TOO_LONG = "a text over 255 characters: #VALUE!"


@dataclass(frozen=True)
class Criterion:
    """An operator and what it compares with. *unsure*: the text *operand* is a number in some languages."""

    operator: str
    operand: float | bool | str | ExcelError | WildcardPattern | Special
    unsure: bool = False

    @property
    def ordered(self) -> bool:
        """Whether it asks for smaller or larger values."""
        return self.operator not in {"=", "<>"}

    @property
    def takes_blank_cells(self) -> bool:
        """Whether a cell without a value meets it."""
        blank = isinstance(self.operand, Special)
        return not self.ordered and blank == (self.operator == "=")


def criterion_of(value: Scalar, *, date1904: bool = False) -> Criterion:
    """The criterion that *value* is. Raises `NotCalculatedError` for a wildcard that no source explains.

    >>> criterion_of(">=5"), criterion_of("Open").operand, criterion_of("<>").operand
    (Criterion(operator='>=', operand=5.0, unsure=False), 'open', <Special.NO_CELL: 'cells without a value'>)
    """
    plain = plain_value(value, date1904=date1904)
    if plain is None:
        return Criterion("=", 0.0)
    if not isinstance(plain, str):
        return Criterion("=", plain)
    if text_length(plain) > MAX_SHORT_LENGTH:
        return Criterion("=", Special.TOO_LONG)
    if not plain:
        return Criterion("=", Special.EMPTY)
    operator = next((sign for sign in _OPERATORS if plain.startswith(sign)), "")
    return _compared(operator or "=", plain[len(operator) :], date1904=date1904)


def _compared(operator: str, text: str, *, date1904: bool) -> Criterion:
    if not text:
        return Criterion(operator, Special.NO_CELL)
    shown = caseless(text)
    number = number_in(shown, date1904=date1904)
    if not isinstance(number, Reading):
        return Criterion(operator, number)
    if shown in _TRUTHS:
        return Criterion(operator, _TRUTHS[shown])
    if is_error(text.upper()):
        return Criterion(operator, ExcelError(text.upper()))
    if operator in {"=", "<>"} and has_wildcards(shown):
        return Criterion(operator, wildcard_pattern(shown))
    return Criterion(operator, shown, unsure=number is Reading.UNSURE)
