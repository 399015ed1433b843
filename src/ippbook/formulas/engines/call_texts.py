"""The calls in the text of a formula: found, and written otherwise, without changing anything between them."""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Final

from ippbook.formulas.problems import FormulaError
from ippbook.formulas.tokens import Token, TokenKind, tokens

_DEEPEST: Final = 200
"""Excel allows 64 levels; a formula that is deeper is left as it is."""
_PREFIXES: Final = ("_XLFN.", "_XLWS.")


@dataclass(frozen=True)
class CallText:
    """One call: the function in capitals and without storage prefixes, its arguments as texts, and what is around it."""

    name: str
    arguments: tuple[str, ...]
    words: tuple[tuple[Token, ...], ...]
    """The words of each argument as the formula has them, before anything in it was changed."""
    within: "Around"

    def inside(self, functions: Container[tuple[str, int | None]]) -> bool:
        """Whether the call is in an argument that *functions* holds, as function and position; a position of None means all."""
        return any((name, None) in functions or (name, position) in functions for name, position in self.within)

    def number(self, position: int) -> float | None:
        """The argument at *position*, from 0, where it is a plain number, TRUE or FALSE; None where it is something else or missing."""
        found = self.words[position] if position < len(self.words) else ()
        if len(found) == 1:
            word = found[0]
            if word.kind is TokenKind.NUMBER:
                return float(word.text)
            return {"TRUE": 1.0, "FALSE": 0.0}.get(word.text.upper())
        return None

    def text(self, position: int) -> str | None:
        """The argument at *position* where it is a plain text, without its quotation marks; None where it is something else or missing."""
        found = self.words[position] if position < len(self.words) else ()
        return found[0].text[1:-1].replace('""', '"') if len(found) == 1 and found[0].kind is TokenKind.TEXT else None

    def is_reference(self, position: int) -> bool:
        """Whether the argument at *position* is a reference and nothing else: a range, a table column, a name."""
        found = self.words[position] if position < len(self.words) else ()
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


def function_name(text: str) -> str:
    """A function as Excel shows it, in capitals.

    >>> function_name("_xlfn._xlws.Filter")
    'FILTER'
    """
    name = text.upper()
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name


def changed_calls(text: str, change: Change, word: ChangeWords | None = None) -> str:
    """*text* with every call that *change* writes otherwise, inner ones first, and every single word that *word* does.

    A text that is not a formula, or a very deep one, comes back as it is.

    >>> changed_calls("1+f( g(2) , 3)", lambda call: f"h({call.arguments[0]})" if call.name == "G" else None)
    '1+f( h(2) , 3)'
    """
    try:
        found = tokens(text)
        return _Walk(text, found, change, word).whole()
    except (FormulaError, _TooDeepError):
        return text


def calls(text: str) -> list[CallText]:
    """Every call in *text*, inner ones first; none where it is not a formula.

    >>> [call.name for call in calls("IF(SUM(A1)>0,_xlfn.XLOOKUP(1,B:B,C:C),2)")]
    ['SUM', 'XLOOKUP', 'IF']
    """
    found: list[CallText] = []

    def note(call: CallText) -> None:
        found.append(call)

    changed_calls(text, note)
    return found


class _TooDeepError(Exception):
    """The formula is deeper than any that Excel saves."""


class _Walk:
    """One way through the words of a formula."""

    def __init__(
        self,
        text: str,
        found: Sequence[Token],
        change: Change,
        word: ChangeWords | None,
    ) -> None:
        self._text = text
        self._words = found
        self._change = change
        self._word = word
        self._at = 0

    def whole(self) -> str:
        """The new text."""
        out = ""
        while self._words[self._at].kind is not TokenKind.END:
            out += self._part((), frozenset())
            if self._words[self._at].kind is not TokenKind.END:  # a bracket that nothing opened
                out += self._gap() + self._words[self._at].text
                self._at += 1
        return out + self._gap()

    def _gap(self) -> str:
        """The spaces before the word that comes next."""
        before = self._words[self._at - 1] if self._at else None
        return self._text[before.start + len(before.text) if before else 0 : self._words[self._at].start]

    def _part(self, within: Around, ends: frozenset[str]) -> str:
        """As far as a word of *ends* on this level, without it."""
        if len(within) > _DEEPEST:
            raise _TooDeepError
        pieces: list[str] = []
        while True:
            word = self._words[self._at]
            if word.kind is TokenKind.END or (word.kind is TokenKind.SIGN and word.text in (ends or {")", "}"})):
                return "".join(pieces)
            pieces.append(self._gap())
            following = self._words[self._at + 1]
            if word.kind is TokenKind.NAME and following.text == "(" and following.start == word.start + len(word.text):
                pieces.append(self._call(within))
            elif word.kind is TokenKind.SIGN and word.text in ("(", "{"):
                pieces.append(self._bracketed(within))
            else:
                new = self._word(self._words, self._at, within) if self._word else None
                text, self._at = new or (word.text, self._at + 1)
                pieces.append(text)

    def _bracketed(self, within: Around) -> str:
        opening = self._words[self._at].text
        closing = ")" if opening == "(" else "}"
        self._at += 1
        inner = self._part((*within, (opening, 0)), frozenset(closing))
        return opening + inner + self._closing()

    def _closing(self) -> str:
        """The closing bracket with the spaces before it; nothing at the end of a broken formula."""
        gap, word = self._gap(), self._words[self._at]
        if word.kind is TokenKind.END:
            return ""
        self._at += 1
        return gap + word.text

    def _call(self, within: Around) -> str:
        spelt = self._words[self._at].text
        name = function_name(spelt)
        self._at += 2
        arguments: list[str] = []
        words: list[tuple[Token, ...]] = []
        shown = f"{spelt}("
        while True:
            start = self._at
            argument = self._part((*within, (name, len(arguments))), frozenset(",)"))
            last = self._words[self._at]
            argument_words = tuple(self._words[start : self._at])
            if arguments or argument_words or last.text == ",":
                arguments.append(argument.strip())
                words.append(argument_words)
            shown += argument
            ended = last.kind is TokenKind.END or last.text == ")"
            shown += self._closing()
            if ended:
                break
        new = self._change(CallText(name, tuple(arguments), tuple(words), within))
        return shown if new is None else new
