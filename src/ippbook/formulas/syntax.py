"""Whether a text is a formula at all: the syntax of operands, operators, brackets and arguments, of whatever functions.

>>> [call.name for call in formula_calls('IF(SUM(A1:B2)>2,"x",Rights[[#This Row],[Number]])')]
['SUM', 'IF']
>>> formula_calls("SUM(A1;B2)")
Traceback (most recent call last):
...
ippbook.formulas.problems.FormulaError: ';' is not expected here (at character 7)
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from ippbook.formulas.problems import FormulaError, NotCalculatedError
from ippbook.formulas.tokens import Token, TokenKind, tokens
from ippbook.languages import say

_DEEPEST: Final = 100
"""Brackets in brackets that are followed; Excel allows 64 levels of functions."""
_BINARY: Final = frozenset({"+", "-", "*", "/", "^", "&", "=", "<", ">", "<=", ">=", "<>"})
_PLACES: Final = frozenset({TokenKind.AREA, TokenKind.NAME, TokenKind.QUOTED, TokenKind.BRACKET})
"""Words that a reference may begin with."""


class FormulaCall(NamedTuple):
    """A call of a function: its name as spelled, how many arguments it has, and how many calls it is inside, itself included."""

    name: str
    arguments: int
    level: int


def formula_calls(text: str, *, areas: bool = False) -> list[FormulaCall]:
    """The calls in the formula *text*, without the equals sign, inner ones first.

    *areas*: several references may be joined by commas, as in a defined name. Raises `FormulaError` where it is not a formula, and its
    kind `NotCalculatedError` where it cannot be read here.
    """
    return check_words(tokens(text), areas=areas)


def check_words(words: Sequence[Token], *, areas: bool = False) -> list[FormulaCall]:
    """As `formula_calls`, of words that were cut already."""
    reader = _SyntaxReader(words)
    reader.whole(areas=areas)
    return reader.calls


class _SyntaxReader:
    """One pass over the words. Each method takes what it is named for, or raises."""

    def __init__(self, found: Sequence[Token]) -> None:
        self._words, self._next, self._depth, self._level = found, 0, 0, 0
        self.calls: list[FormulaCall] = []

    def whole(self, *, areas: bool) -> None:
        """The formula to its end."""
        self._expression()
        while areas and self._takes(","):
            self._expression()
        if self._at.kind is not TokenKind.END:
            raise self._wrong()

    @property
    def _at(self) -> Token:
        return self._words[self._next]

    def _wrong(self) -> FormulaError:
        word = self._at
        if word.kind is TokenKind.END:
            return FormulaError("the formula ends too early", word.start + 1)
        return FormulaError(say("{word_text!r} is not expected here", word_text=word.text[:40]), word.start + 1)

    def _takes(self, *signs: str) -> bool:
        found = self._at.kind is TokenKind.SIGN and self._at.text in signs
        self._next += found
        return found

    def _touches(self) -> bool:
        """Whether there is no space between the word here and the one before it."""
        before = self._words[self._next - 1]
        return before.start + len(before.text) == self._at.start

    def _expression(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotCalculatedError(
                say("formulas are read to {deepest} brackets in brackets", deepest=_DEEPEST), self._at.start + 1
            )
        self._operand()
        while self._takes(*_BINARY):
            self._operand()
        self._depth -= 1

    def _operand(self) -> None:
        while self._takes("+", "-", "@"):
            pass
        place = self._value()
        # a colon joins two references, a space is where two of them meet
        while place and (self._takes(":") or (self._begins_place() and not self._touches())):
            self._takes("@")
            if not self._value():
                raise self._wrong()
        self._takes("#")
        while self._takes("%"):
            pass

    def _begins_place(self) -> bool:
        return self._at.kind in _PLACES or (self._at.kind is TokenKind.SIGN and self._at.text == "(")

    def _value(self) -> bool:  # noqa: PLR0911  # one return a kind of word
        """A value without signs; whether it may be a reference."""
        word = self._at
        if word.kind in (TokenKind.TEXT, TokenKind.NUMBER):
            self._next += 1
            return False
        if word.kind is TokenKind.ERROR:
            return self._error()
        if word.kind is TokenKind.AREA:
            self._next += 1
            return True
        if word.kind in _PLACES:
            return self._named()
        if self._takes("!"):  # in a defined name: the sheet that uses it
            return self._after_sheet()
        if self._takes("("):
            self._expression()
            while self._takes(","):  # several areas
                self._expression()
            self._close(")")
            return True
        if self._takes("{"):
            self._array()
            return False
        raise self._wrong()

    def _error(self) -> bool:
        """An error value; `#REF!` may have what was on the sheet that was deleted behind it."""
        deleted = self._at.text.upper() == "#REF!"
        self._next += 1
        again = self._at.kind in (TokenKind.AREA, TokenKind.NAME) or self._at.text.upper() == "#REF!"
        if deleted and again and self._touches():
            self._next += 1
        return deleted

    def _close(self, sign: str) -> None:
        if not self._takes(sign):
            raise self._wrong()

    def _named(self) -> bool:
        """What begins with a name, a sheet's name or a bracket."""
        first = self._at
        self._next += 1
        alone = True  # a bracket alone is a column of the table round the cell
        if (
            first.kind is TokenKind.BRACKET
            and self._at.kind in (TokenKind.NAME, TokenKind.QUOTED, TokenKind.AREA)
            and self._touches()
        ):
            self._next += 1
            alone = False
            if self._at.text not in {"!", ":"}:
                raise self._wrong()
        if self._at.text == ":" and self._several_sheets():
            self._next += 2
        if self._takes("!"):
            return self._after_sheet()
        if first.kind is TokenKind.QUOTED or not alone:
            raise self._wrong()
        if first.kind is TokenKind.BRACKET:
            return True
        return self._after_name()

    def _several_sheets(self) -> bool:
        """Whether `:Sheet3!` follows, the end of `Sheet1:Sheet3!A1`."""
        name, sign = (*self._words, self._words[-1], self._words[-1])[self._next + 1 : self._next + 3]
        return name.kind in (TokenKind.NAME, TokenKind.QUOTED) and sign.text == "!"

    def _after_sheet(self) -> bool:
        word = self._at
        if not self._touches():
            raise self._wrong()
        self._next += 1
        if word.kind in (TokenKind.AREA, TokenKind.QUOTED) or (
            word.kind is TokenKind.ERROR and word.text.upper() == "#REF!"
        ):
            return True
        if word.kind is not TokenKind.NAME:
            self._next -= 1
            raise self._wrong()
        return self._after_name()

    def _after_name(self) -> bool:
        """The arguments of a function, the bracket of a table, or nothing; whether it may be a reference."""
        name = self._words[self._next - 1].text
        if self._at.kind is TokenKind.BRACKET and self._touches():
            self._next += 1
            return True
        if self._at.text != "(" or self._at.kind is not TokenKind.SIGN:
            return name.upper() not in ("TRUE", "FALSE")
        if not self._touches():
            raise NotCalculatedError(
                say("a space is between the name {name} and the bracket", name=name), self._at.start + 1
            )
        while self._at.text == "(" and self._touches() and self._takes("("):  # again behind a LAMBDA
            self._level += 1
            count = self._arguments()
            self.calls.append(FormulaCall(name, count, self._level))
            self._level -= 1
        return True

    def _arguments(self) -> int:
        if self._takes(")"):
            return 0
        count = 1
        self._argument()
        while self._takes(","):
            self._argument()
            count += 1
        self._close(")")
        return count

    def _argument(self) -> None:
        if not (self._at.kind is TokenKind.SIGN and self._at.text in (",", ")")):
            self._expression()

    def _array(self) -> None:
        """The constants of an array, in rows of one length."""
        widths, width = set(), 0
        start = self._at.start
        while True:
            signed = self._takes("-") or self._takes("+")
            word = self._at
            truth = word.kind is TokenKind.NAME and word.text.upper() in ("TRUE", "FALSE")
            if word.kind is not TokenKind.NUMBER and (
                signed or not (truth or word.kind in (TokenKind.TEXT, TokenKind.ERROR))
            ):
                raise self._wrong()
            self._next += 1
            width += 1
            if self._takes(","):
                continue
            widths.add(width)
            width = 0
            if not self._takes(";"):
                break
        self._close("}")
        if len(widths) != 1:
            raise FormulaError("the rows of an array have different lengths", start + 1)
