"""The text of a VBA module as tokens, and whether two texts are the same code.

The editor of Excel writes a module from its compiled form. It gives each name the spelling that the project declared last, puts its own
spaces between tokens, writes numbers in its own form and adds attributes. None of this changes what the code does.
Sources: [MS-VBAL] 3.2 (lines and their continuation) and 3.3 (tokens); nolongerset.com, "VBA's Case Changing Feature" (names).
"""

import re
from collections.abc import Iterator
from itertools import dropwhile
from typing import Final, NamedTuple

from ippbook.late_patterns import late_pattern

VBA_NAME: Final = "name"
"""The kind of a token that is a name or a keyword; VBA compares both without regard to case."""

_LINE_END: Final = late_pattern(r"\r\n|[\r\n\u2028\u2029]")
_CONTINUED: Final = late_pattern(r"[ \t]+_[ \t]*(?:\r\n|[\r\n\u2028\u2029]|\Z)")
_MONTH: Final = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_PART: Final = rf"(?:\d+|{_MONTH})"
_BETWEEN: Final = r"(?:[ \t]*[/,-][ \t]*|[ \t]+)"
_DAY: Final = rf"{_PART}{_BETWEEN}{_PART}(?:{_BETWEEN}\d+)?"
_CLOCK: Final = r"\d+(?:[ \t]*[:.][ \t]*\d+){1,2}(?:[ \t]*[ap]m?)?|\d+[ \t]*[ap]m?"
_TOKEN: Final = late_pattern(
    rf"""
    (?P<blank>\s+)
    | (?P<comment>'.* | (?<![.!\w])rem(?!\w).*)
    | (?P<text>"(?:[^"]|"")*"?)
    | (?P<date>\#[ \t]*(?:{_DAY}(?:[ \t]+(?:{_CLOCK}))?|{_CLOCK})[ \t]*\#)
    | (?P<number>&h[0-9a-f]+[%&^]? | &o?[0-7]+[%&^]? | (?:\d+\.?\d*|\.\d+)(?:[ed][+-]?\d+)?[%&!\#@^]?)
    | (?P<foreign>\[[^\]]*\])
    | (?P<name>[^\W\d]\w*(?:[$%@\#]|[&!^](?![\w"\[]))?)
    | (?P<sign>:=|<=|>=|<>|=<|=>|><|.)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SIGNS: Final = {"=<": "<=", "=>": ">=", "><": "<>"}
_GREATEST_INTEGER: Final = 32_767
_GREATEST_LONG: Final = 2_147_483_647


class VbaToken(NamedTuple):
    """A token with its text as it is written."""

    kind: str
    """name, number, text, date, comment, foreign (a name in brackets), sign."""
    text: str


def code_lines(source: str) -> Iterator[list[VbaToken]]:
    """The tokens of each logical line with code or a comment; without the header of a class file, and without attributes."""
    lines = iter(_LINE_END.split(_CONTINUED.sub(" ", source)))
    if source.lstrip("\ufeff \t\r\n").upper().startswith("VERSION "):  # BEGIN, properties and END of a .cls file
        lines = dropwhile(lambda line: not line.casefold().startswith("attribute "), lines)
    for line in lines:
        found = [
            VbaToken(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(line) if match.lastgroup != "blank"
        ]
        if found and not (found[0].kind == VBA_NAME and found[0].text.casefold() == "attribute"):
            yield found


def same_code(one: str, other: str) -> bool:
    """Whether two texts are the same code: equal in all but the spelling of names, in spaces, blank lines and attributes.

    Texts in quotes and comments must be equal, letter by letter.

    >>> same_code('Dim Place as long', 'dim place   As Long'), same_code('x = "Place"', 'x = "place"')
    (True, False)
    """
    return one == other or _meaning(one) == _meaning(other)


def _meaning(source: str) -> list[list[tuple[str, str]]]:
    return [[(token.kind, _plain(token)) for token in line] for line in code_lines(source)]


def _plain(token: VbaToken) -> str:
    """The text by which tokens are compared."""
    match token.kind:
        case "text":
            return token.text
        case "comment":  # an apostrophe, or Rem, whose case the editor decides
            start = 1 if token.text.startswith("'") else len("rem")
            return token.text[:start].casefold() + token.text[start:].rstrip()
        case "number":
            return _plain_number(token.text.casefold())
        case "date":
            return " ".join(token.text.strip("#").casefold().split())
        case _:
            return _SIGNS.get(token.text, token.text.casefold())


def _plain_number(text: str) -> str:
    """A number as the editor writes it: 1.0 is 1#, 70000& is 70000, &h0f is &hf; with a sign that tells its type.

    >>> [_plain_number(text) for text in ("1.50", "1.5#", "007", "70000&", "&h0f")]
    ['1.5#', '1.5#', '7', '70000', '&hf']
    """
    if text.startswith("&"):
        base = "&h" if text.startswith("&h") else "&o"
        return base + (text.removeprefix(base).removeprefix("&").lstrip("0") or "0")
    digits, sign = (text[:-1], text[-1]) if text[-1] in "%&!#@^" else (text, "")
    whole = digits.isdecimal()
    if not whole and not sign:
        sign = "#"
    if not whole or sign in ("!", "#", "@"):
        value = float(digits.replace("d", "e"))
        return f"{int(value) if value.is_integer() and abs(value) < 1e15 else value!r}{sign}"
    plain = digits.lstrip("0") or "0"
    size = int(plain) if len(plain) < 12 else _GREATEST_LONG + 1
    if size > _GREATEST_LONG and not sign:
        sign = "#"
    return plain + ("" if sign == "&" and size > _GREATEST_INTEGER else sign)


__all__ = ["VBA_NAME", "VbaToken", "code_lines", "same_code"]
