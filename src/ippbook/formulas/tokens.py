"""The words of a formula. One regular expression, no backtracking: linear in the length of the text, whatever it holds."""

import re
from typing import Final, NamedTuple

from ippbook.formulas.problems import FormulaError, NotCalculatedError

MAX_CHARACTERS: Final = 16_384
"""Characters. Excel takes 8,192 as typed; files hold longer spellings of the same formula."""

_CELL: Final = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_AREA_END: Final = r"(?![\w.(!\[\\?$])"

CELL_WORD: Final = re.compile(rf"(?P<column>\$?[A-Z]{{1,3}})(?P<row>\$?[0-9]{{1,7}}){_AREA_END}", re.IGNORECASE)

WORDS: Final[dict[str, str]] = {
    "space": r"[ \t\r\n]++",
    "text": r'"(?:[^"]|"")*+"',
    "quoted": r"'(?:[^']|'')*+'",
    "error": r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|UNKNOWN!|BUSY!|PYTHON!)",
    "bracket": r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*+\])*+\]",
    "area": rf"(?:{_CELL}(?::{_CELL})?|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?[0-9]{{1,7}}:\$?[0-9]{{1,7}}){_AREA_END}",
    "number": r"(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:E[-+]?[0-9]++)?(?![\w.])",
    "name": r"[^\W\d][\w.?\\]*+|\\[\w.?\\]*+",
    "sign": r"<>|<=|>=|[-+*/^&=<>%@#(){},;:!]",
}
"""The kinds of words and what each looks like, tried in this order."""

_WORD: Final = re.compile("|".join(f"(?P<{kind}>{look})" for kind, look in WORDS.items()), re.IGNORECASE | re.DOTALL)


class Token(NamedTuple):
    """One word: its kind (a key of `WORDS`, or "end"), its text, and where it starts, from 0."""

    kind: str
    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """The words of *text* without the spaces, closed by a token of kind "end". Raises `FormulaError`."""
    if len(text) > MAX_CHARACTERS:
        raise NotCalculatedError(f"the formula is longer than {MAX_CHARACTERS} characters")
    found: list[Token] = []
    place = 0
    while place < len(text):
        word = _WORD.match(text, place)
        if word is None:
            raise FormulaError(_unknown(text[place]), place + 1)
        kind = word.lastgroup or "sign"
        if kind != "space":
            found.append(Token(kind, word[0], place))
        place = word.end()
    found.append(Token("end", "", place))
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
    return openers.get(letter, f"a formula cannot hold {letter!r} here")
