"""Texts as Excel takes them: whatever it would make a formula, a number, a date, a truth or an error of goes behind an apostrophe.

Excel enters a text that a macro writes as if somebody typed it. The apostrophe says “this is text”; it is no part of the cell's
value. What Excel reads depends on the language of the computer (month names, currencies, words for TRUE), so the test is
generous: an apostrophe too many does no harm.
"""

import re
from typing import Final

_TRUTHS: Final = frozenset(
    [
        "true",
        "false",
        "wahr",
        "falsch",
        "vrai",
        "faux",
        "verdadero",
        "verdadeiro",
        "falso",
        "vero",
        "waar",
        "onwaar",
        "sand",
        "falsk",
        "falskt",
        "fals",
        "sant",
        "usant",
        "sann",
        "usann",
        "prawda",
        "falsz",
        "fałsz",
        "igaz",
        "hamis",
        "pravda",
        "nepravda",
        "adevarat",
        "adevărat",
        "истина",
        "ложь",
        "doğru",
        "yanlış",
        "yanliş",  # what case folding makes of YANLIŞ
        "αληθησ",
        "ψευδησ",
        "tosi",
        "epätosi",
        "真",
        "假",
        "참",
        "거짓",
    ]
)
_CONVERTIBLE: Final = 64
"""No date, number or amount that Excel reads is longer, unless it is all digits and signs."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_DIGIT: Final = re.compile("[0-9]")
_FIRST_WORD: Final = re.compile(r"\s*[^\W\d_]+(?:-[^\W\d_]+)*")
"""The weekday may have two parts: segunda-feira."""


def literal(text: str) -> str:
    """*text* as it is to be written so that the cell holds just *text*.

    >>> literal("=cmd|'/c calc'!A1"), literal("00123"), literal("TRUE"), literal("Mar 1"), literal("Adidas shoes")
    ("'=cmd|'/c calc'!A1", "'00123", "'TRUE", "'Mar 1", 'Adidas shoes')
    """
    return f"'{text}" if text and _needs(text) else text


def _needs(text: str) -> bool:
    if not text[0].isalpha():
        return True
    bare = text.strip()
    if len(bare) > _CONVERTIBLE:
        return False
    if bare.casefold() in _TRUTHS:
        return True
    if "\n" in text:
        return False
    first = _FIRST_WORD.match(text)
    rest = text[first.end() if first else 0 :]
    if not (_DIGIT.search(rest) if rest.isascii() else any(letter.isnumeric() for letter in rest)):
        return False
    # A date in words has a weekday and a month at most; two long words behind the first one are prose.
    return sum(len(word) > 3 for word in _WORD.findall(rest)) < 2


__all__ = ["literal"]
