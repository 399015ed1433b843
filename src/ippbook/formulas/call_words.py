"""The calls in the words of a formula, by position: no function needs to be known for it."""

from collections.abc import Sequence

from ippbook.formulas.names import plain_function
from ippbook.formulas.tokens import Token, TokenKind
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class CallWords:
    """A call in a formula, by positions of words: where its name begins, its `(`, its `)`, and the words of each argument (first, behind the last)."""

    name: str
    start: int
    opening: int
    closing: int
    arguments: tuple[tuple[int, int], ...]


def calls_of(words: Sequence[Token]) -> list[CallWords]:
    """Every call, inner ones before the call around them."""
    found: list[CallWords] = []
    stack: list[tuple[int, list[int]]] = []  # the opening word, and the words behind which arguments begin
    for place, word in enumerate(words):
        if word.kind != TokenKind.SIGN:
            continue
        if word.text in {"(", "{"}:
            stack.append((place, [place]))
        elif word.text == "," and stack:
            stack[-1][1].append(place)
        elif word.text in {")", "}"} and stack:
            opening, commas = stack.pop()
            name = words[opening - 1] if opening else None
            if word.text == ")" and name is not None and name.kind == TokenKind.NAME:
                ends = [*commas[1:], place]
                arguments = tuple((comma + 1, end) for comma, end in zip(commas, ends, strict=True))
                if len(arguments) == 1 and arguments[0][0] == arguments[0][1]:
                    arguments = ()
                start = _start_of_name(words, opening - 1)
                spelled = "".join(each.text for each in words[start:opening])
                found.append(CallWords(plain_function(spelled), start, opening, place, arguments))
    return found


def _start_of_name(words: Sequence[Token], at: int) -> int:
    """Where the name at *at* begins, the workbook that holds the function included: `[1]!IPP_X`."""
    if at >= 2 and words[at - 1].text == "!":
        return at - 2
    return at


def source_text(text: str, words: Sequence[Token], first: int, end: int) -> str:
    """The formula's text from the word *first* to before the word *end*."""
    if first >= end:
        return ""
    last = words[end - 1]
    return text[words[first].start : last.start + len(last.text)]
