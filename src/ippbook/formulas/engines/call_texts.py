"""The calls in the text of a formula: found, and written otherwise, without changing anything between them."""

from collections.abc import Callable, Container, Sequence
from typing import Final

from ippbook.formulas.call_words import CallWords, calls_of
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.tokens import Token, TokenKind, tokens
from ippbook.quick_dataclasses import dataclass

_DEEPEST: Final = 200
"""Excel allows 64 levels; a formula that is deeper is left as it is."""


@dataclass(frozen=True)
class CallText:
    """One call: the function in capitals and without storage prefixes, its arguments as texts, and what is around it."""

    name: str
    arguments: tuple[str, ...]
    words: tuple[tuple[Token, ...], ...]
    """The words of each argument as the formula has them, before anything in it was changed."""
    within: "Around"

    def inside(self, functions: Container[tuple[str, int | None]]) -> bool:
        """Whether the call is in an argument that *functions* holds; see `inside`."""
        return inside(self.within, functions)

    def words_at(self, position: int) -> tuple[Token, ...]:
        """The words of the argument at *position*, from 0; none where it is missing."""
        return self.words[position] if position < len(self.words) else ()

    def number(self, position: int) -> float | None:
        """The argument at *position*, from 0, where it is a plain number, TRUE or FALSE; None where it is something else or missing."""
        found = self.words_at(position)
        if len(found) == 1:
            word = found[0]
            if word.kind is TokenKind.NUMBER:
                return float(word.text)
            return {"TRUE": 1.0, "FALSE": 0.0}.get(word.text.upper())
        return None

    def text(self, position: int) -> str | None:
        """The argument at *position* where it is a plain text, without its quotation marks; None where it is something else or missing."""
        found = self.words_at(position)
        return found[0].text[1:-1].replace('""', '"') if len(found) == 1 and found[0].kind is TokenKind.TEXT else None

    def is_reference(self, position: int) -> bool:
        """Whether the argument at *position* is a reference and nothing else: a range, a table column, a name."""
        found = self.words_at(position)
        return bool(found) and all(
            word.kind in (TokenKind.AREA, TokenKind.BRACKET, TokenKind.NAME, TokenKind.QUOTED)
            or word.text in ("!", ":")
            for word in found
        )


Around = tuple[tuple[str, int], ...]
"""The functions around a call, outermost first, each with the position of the argument that holds the call, from 0."""
Change = Callable[[CallText], str | None]
"""The new text of a call, or None where it stays."""
ChangeWords = Callable[[Sequence[Token], int, Around], tuple[str, int] | None]
"""For the word at a position, what is around it: the new text of it and of those behind it, and the position of the next; None where it stays."""


def inside(within: Around, functions: Container[tuple[str, int | None]]) -> bool:
    """Whether *within* names an argument that *functions* holds, as function and position; a position of None means all."""
    return any((name, None) in functions or (name, position) in functions for name, position in within)


def changed_calls(text: str, change: Change, word: ChangeWords | None = None) -> str:
    """*text* with every call that *change* writes otherwise, inner ones first, and every single word that *word* does.

    A text that is not a formula, or a very deep one, comes back as it is.

    >>> changed_calls("1+f( g(2) , 3)", lambda call: f"h({call.arguments[0]})" if call.name == "G" else None)
    '1+f( h(2) , 3)'
    """
    try:
        words = tokens(text)
    except FormulaError:
        return text
    found = calls_of(words)
    around = _around(words, found)
    if around is None:
        return text
    pieces = _pieces(text, words, around, word)
    for call in found:
        new = change(
            CallText(
                call.name,
                tuple("".join(pieces[first:end]).strip() for first, end in call.arguments),
                tuple(tuple(words[first:end]) for first, end in call.arguments),
                around[call.start],
            )
        )
        if new is not None:
            pieces[call.start] = _gap(text, words, call.start) + new
            pieces[call.start + 1 : call.closing + 1] = [""] * (call.closing - call.start)
    return "".join(pieces)


def calls(text: str) -> list[CallText]:
    """Every call in *text*, inner ones first; none where it is not a formula.

    >>> [call.name for call in calls("IF(SUM(A1)>0,_xlfn.XLOOKUP(1,B:B,C:C),2)")]
    ['SUM', 'XLOOKUP', 'IF']
    """
    found: list[CallText] = []
    changed_calls(text, found.append)
    return found


def _around(words: Sequence[Token], found: Sequence[CallWords]) -> list[Around] | None:
    """What is around each word; None for a very deep formula."""
    names = {call.opening: call.name for call in found}
    within: Around = ()
    around: list[Around] = []
    for place, word in enumerate(words):
        sign = word.text if word.kind is TokenKind.SIGN else ""
        if sign in (")", "}"):
            within = within[:-1]
        around.append(within)
        if sign in ("(", "{"):
            within = (*within, (names.get(place, sign), 0))
            if len(within) > _DEEPEST:
                return None
        elif sign == "," and within:
            function, position = within[-1]
            within = (*within[:-1], (function, position + 1))
    return around


def _pieces(text: str, words: Sequence[Token], around: Sequence[Around], change: ChangeWords | None) -> list[str]:
    """Each word with the spaces before it, as *change* writes it; empty where it went into the one before."""
    pieces = [""] * len(words)
    place = 0
    while place < len(words):
        new = change(words, place, around[place]) if change and words[place].kind is not TokenKind.END else None
        spelt, following = new or (words[place].text, place + 1)
        pieces[place] = _gap(text, words, place) + spelt
        place = following
    return pieces


def _gap(text: str, words: Sequence[Token], place: int) -> str:
    """The spaces before a word."""
    before = words[place - 1] if place else None
    return text[before.start + len(before.text) if before else 0 : words[place].start]
