"""The words of a formula. One regular expression without backtracking: linear in the length of the text, whatever it is."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from ippbook.formulas.problems import FormulaError, NotCalculatedError
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.ooxml.excel_limits import ERROR_NUMBERS

MAX_CHARACTERS: Final = 16_384
"""Excel takes 8,192 as typed; files hold longer spellings of the same formula."""
_REMEMBERED: Final = 512
"""Characters of a formula whose words are remembered: a calculation asks for them several times. Longer ones would take memory."""


class TokenKind(StrEnum):
    """The kinds of words."""

    SPACE = "space"
    TEXT = "text"
    QUOTED = "quoted"
    """A name of a sheet or workbook in apostrophes."""
    ERROR = "error"
    BRACKET = "bracket"
    AREA = "area"
    NUMBER = "number"
    NAME = "name"
    SIGN = "sign"
    END = "end"
    """Behind the last word."""


_CELL: Final = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_AREA_END: Final = r"(?![\w.(!\[\\?$])"

CELL_WORD: Final = late_pattern(rf"(?P<column>\$?[A-Z]{{1,3}})(?P<row>\$?[0-9]{{1,7}}){_AREA_END}", re.IGNORECASE)

_ERRORS: Final = "|".join(re.escape(code.removeprefix("#")) for code in ERROR_NUMBERS)
_WORDS: Final = {
    TokenKind.SPACE: r"[ \t\r\n]++",
    TokenKind.TEXT: r'"(?:[^"]|"")*+"',
    TokenKind.QUOTED: r"'(?:[^']|'')*+'",
    TokenKind.ERROR: rf"#(?:{_ERRORS})",
    TokenKind.BRACKET: r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*+\])*+\]",
    TokenKind.AREA: rf"(?:{_CELL}(?::{_CELL})?|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}}){_AREA_END}",
    TokenKind.NUMBER: r"(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:E[-+]?[0-9]++)?(?![\w.])",
    TokenKind.NAME: r"[^\W\d][\w.?\\]*+|\\[\w.?\\]*+",
    TokenKind.SIGN: r"<>|<=|>=|[-+*/^&=<>%@#(){},;:!]",
}
"""What each kind of word looks like, tried in this order."""
_WORD: Final = late_pattern("|".join(f"(?P<{kind}>{look})" for kind, look in _WORDS.items()), re.IGNORECASE | re.DOTALL)
_KINDS: Final = {kind.value: kind for kind in _WORDS}


class Token(NamedTuple):
    """One word: its kind, its text, and where it starts, from 0."""

    kind: TokenKind
    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """The words of *text* without the spaces, and one of the kind END. Raises `FormulaError`."""
    if len(text) > MAX_CHARACTERS:
        raise NotCalculatedError(
            say("the formula is longer than {max_characters} characters", max_characters=MAX_CHARACTERS)
        )
    return list(_remembered(text)) if len(text) <= _REMEMBERED else _words(text)


@lru_cache(maxsize=1024)
def _remembered(text: str) -> tuple[Token, ...]:
    return tuple(_words(text))


def _words(text: str) -> list[Token]:
    found: list[Token] = []
    place = 0
    while place < len(text):
        word = _WORD.match(text, place)
        if word is None:
            raise FormulaError(_unknown(text[place]), place + 1)
        kind = _KINDS[word.lastgroup or TokenKind.SIGN]
        if kind is not TokenKind.SPACE:
            found.append(Token(kind, word[0], place))
        place = word.end()
    found.append(Token(TokenKind.END, "", place))
    return found


def _unknown(letter: str) -> str:
    """What is wrong where no word begins with *letter*."""
    openers = {
        '"': "a text that begins here has no closing quotation mark",
        "'": "a sheet name that begins here has no closing apostrophe",
    }
    openers |= {"[": "a bracket that opens here is not closed", "]": "a bracket closes here that was not opened"}
    openers |= {
        "“": 'use straight quotation marks (") around texts',
        "”": 'use straight quotation marks (") around texts',
    }
    return openers.get(letter, say("a formula cannot hold {letter!r} here", letter=letter))
