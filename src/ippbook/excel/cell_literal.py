"""Texts as a macro must write them: with an apostrophe where Excel would turn the text into a formula, a number, a date, TRUE or an error.

Excel enters a text that a macro writes as if a person typed it. The apostrophe means “this is text” and does not become part
of the cell's value. What Excel recognises depends on the language of the computer (month names, currencies, words for TRUE),
so the test adds an apostrophe in case of doubt: one too many does no harm.
"""

from typing import Final

from ippbook.late_patterns import late_pattern

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
"""The longest date, number or amount that Excel recognises, unless it is all digits and signs."""
_WORD: Final = late_pattern(r"[^\W\d_]+")
_DIGIT: Final = late_pattern("[0-9]")
_FIRST_WORD: Final = late_pattern(r"\s*[^\W\d_]+(?:-[^\W\d_]+)*")
"""The weekday may have two parts: segunda-feira."""


def text_literal(text: str) -> str:
    """*text* as it must be written so that the cell's value is exactly *text*.

    >>> [text_literal(text) for text in ("=cmd|'/c calc'!A1", "00123", "TRUE", "Mar 1", "Adidas shoes")]
    ["'=cmd|'/c calc'!A1", "'00123", "'TRUE", "'Mar 1", 'Adidas shoes']
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
    # A date in words has at most a weekday and a month; two long words after the first one are prose.
    return sum(len(word) > 3 for word in _WORD.findall(rest)) < 2


__all__ = ["text_literal"]
