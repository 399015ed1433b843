"""What every number format has: the error, and the format itself."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Final, Literal

from ippbook.catalog.offices.labels import without_label
from ippbook.catalog.offices.term import TermRule, no_term
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.normalize import key
from ippbook.quick_dataclasses import dataclass

NumberFault = Literal[
    "form",
    "check digit",
    "check digit missing",
    "type digit",
    "publication",
    "pct",
    "application",
    "shortened",
    "other office",
]
"""The kinds of faults of a number; "form" is every fault without a name of its own."""


class NumberError(ValueError):
    """A number is not in the form that the office prints. Its text ends the sentence "The number …"; `kind` names the fault."""

    def __init__(self, text: str, kind: NumberFault = "form") -> None:
        super().__init__(say(text) if type(text) is str else text)
        self.kind: NumberFault = kind


_SHORTENED: Final = late_pattern(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,2}", re.IGNORECASE)
_FLOAT: Final = late_pattern(r"([0-9]+)\.0+")
_PCT: Final = late_pattern(r"PCT ?/? ?[A-Z]{2} ?[0-9]{2,4} ?/ ?[0-9]{5,6}", re.IGNORECASE)


def without_point_zero(text: str) -> str:
    """Remove the `.0` that a spreadsheet added to a number."""
    found = _FLOAT.fullmatch(text)
    return found[1] if found else text


def is_pct(text: str) -> bool:
    """Whether *text* is a PCT application number (ipp-facts 4.1 [W1: LAW])."""
    return _PCT.fullmatch(text) is not None


def is_shortened(text: str) -> bool:
    """Whether a spreadsheet rounded the number, as in 2.01711E+12."""
    return _SHORTENED.fullmatch(text) is not None


@dataclass(frozen=True)
class NumberFormat:
    """A number format: one office, the rights that share the format, and the function that reads it.

    *read* gets the number without its label and the right type (a code or ""). It returns the number as the office prints
    it, or raises `NumberError`. Refusing a valid number is the worst fault of a format: in doubt it accepts the number.
    """

    office: str
    """Code of the offices vocabulary."""
    right_types: tuple[str, ...]
    """Codes of the right types vocabulary."""
    name: str
    """The name of the number; it begins the sentence about a fault."""
    read: Callable[[str, str], str]
    year: Callable[[str], int] | None = None
    """The year in a printed number; None where the format has no year."""
    term: TermRule = no_term
    """How long the rights last, by right type, filing date and registration date."""
    certain: bool = True
    """False where the format rests on general knowledge: a number that does not fit is then unusual, not wrong."""

    def compact(self, number: str) -> str:
        """Return the number without its label, otherwise as it was typed."""
        return without_label(number)

    def validate(self, number: str, right_type: str = "", as_of: dt.date | None = None) -> str:
        """Return the number as the office prints it; raise `NumberError` where it cannot be one.

        With *as_of*, numbers with a later year are refused too.
        """
        text = self.compact(number)
        if is_shortened(text):
            raise NumberError(
                say("{text} was shortened by the spreadsheet; enter the number as text", text=text), "shortened"
            )
        printed = self.read(text, right_type)
        if as_of is not None and self.year is not None and self.year(printed) > as_of.year:
            raise NumberError(
                say("{printed} has the year {year}, which is in the future", printed=printed, year=self.year(printed))
            )
        return printed

    def is_valid(self, number: str, right_type: str = "") -> bool:
        """Whether `validate` accepts the number."""
        try:
            self.validate(number, right_type)
        except NumberError:
            return False
        return True

    def format(self, number: str, right_type: str = "") -> str:
        """Return the number as the office prints it, or the compact number where it is not valid."""
        try:
            return self.validate(number, right_type)
        except NumberError:
            return self.compact(number)

    def same(self, number: str, right_type: str = "") -> str:
        """Return a key that is the same for all spellings of one number."""
        return key(self.format(number, right_type))
