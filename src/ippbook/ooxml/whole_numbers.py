"""Whole numbers in text that is not trusted: Python's own `int` refuses more than 4,300 digits with an error of its own."""

from typing import Final

_MOST_DIGITS: Final = 18
"""What fits 64 bits, whatever the digits are. No sheet, style or class has a number this long."""


def whole_number(text: str, otherwise: int = 0) -> int:
    """The number that *text* states in decimal digits; *otherwise* where it has anything else, or too many digits.

    >>> whole_number("007"), whole_number("-1"), whole_number("9" * 5000, otherwise=-1)
    (7, 0, -1)
    """
    return int(text) if len(text) <= _MOST_DIGITS and text.isdecimal() else otherwise
