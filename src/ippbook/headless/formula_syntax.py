"""Whether Excel accepts a text as a formula: the syntax of operands, operators, brackets and arguments.

Not checked, because it needs a list of all functions: whether names exist, and whether a function has the right number of arguments.

>>> check_formula('IF(SUM(A1:B2)>2,"x",Rights[[#This Row],[Number]])')
>>> check_formula("SUM(A1;B2)")
Traceback (most recent call last):
...
ippbook.headless.errors.ComError: (-2147352567, 'Exception occurred.', (0, 'Microsoft Excel', ...
"""

from functools import lru_cache
from typing import Final

from ippbook.formulas.problems import FormulaError
from ippbook.formulas.tokens import Token, tokens
from ippbook.headless.errors import excel_error

_DEEPEST: Final = 100
"""Brackets in brackets. Excel allows 64 levels of functions."""
_BINARY: Final = frozenset({"+", "-", "*", "/", "^", "&", "=", "<", ">", "<=", ">=", "<>"})
_PLACES: Final = frozenset({"area", "name", "quoted", "bracket"})
"""Words that a reference may begin with."""


@lru_cache(maxsize=16_384)
def formula_words(body: str) -> tuple[Token, ...]:
    """The words of a formula; they are kept, because a formula is checked and then spelled for the file. Raises `FormulaError`."""
    return tuple(tokens(body))


def check_formula(body: str) -> None:
    """Raise Excel's error 1004 where *body*, without `=`, is not a formula; NotImplementedError for a sign that the engine does not read."""
    if "|" in _bare(body):
        raise NotImplementedError(f"The engine without Excel writes no link to another program (DDE): ={body[:60]}")
    try:
        found = formula_words(body)
    except FormulaError:
        if not body.isascii():  # letters that Excel allows in names and `tokens` does not know
            raise NotImplementedError(f"The engine without Excel cannot read the formula ={body[:60]}") from None
        raise _wrong() from None
    reader = _Reader(found)
    reader.expression()
    if reader.at.kind != "end":
        raise _wrong()


def _wrong() -> Exception:
    return excel_error("Application-defined or object-defined error")


def _bare(body: str) -> str:
    """The formula without its texts and without the names in apostrophes."""
    return "".join(part for text in body.split('"')[::2] for part in text.split("'")[::2])


class _Reader:
    """One pass over the words. Each method takes what it is named for, or raises."""

    def __init__(self, found: tuple[Token, ...]) -> None:
        self._words, self._next, self._depth = found, 0, 0

    @property
    def at(self) -> Token:
        return self._words[self._next]

    def _takes(self, *signs: str) -> bool:
        found = self.at.kind == "sign" and self.at.text in signs
        self._next += found
        return found

    def _touches(self) -> bool:
        """Whether there is no space between the word here and the one before it."""
        before = self._words[self._next - 1]
        return before.start + len(before.text) == self.at.start

    def expression(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotImplementedError(
                f"The engine without Excel reads formulas of at most {_DEEPEST} brackets in brackets."
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
            if not self._value():
                raise _wrong()
        self._takes("#")
        while self._takes("%"):
            pass

    def _begins_place(self) -> bool:
        return self.at.kind in _PLACES or (self.at.kind == "sign" and self.at.text == "(")

    def _value(self) -> bool:
        """A value without signs; whether it may be a reference."""
        word = self.at
        if word.kind in ("text", "number"):
            self._next += 1
            return False
        if word.kind == "error":
            self._next += 1
            return word.text.upper() == "#REF!"
        if word.kind == "area":
            self._next += 1
            return True
        if word.kind in _PLACES:
            return self._named()
        if self._takes("("):
            self.expression()
            while self._takes(","):  # several areas
                self.expression()
            self._close(")")
            return True
        if self._takes("{"):
            self._array()
            return False
        raise _wrong()

    def _close(self, sign: str) -> None:
        if not self._takes(sign):
            raise _wrong()

    def _named(self) -> bool:
        """What begins with a name, a sheet's name or a bracket."""
        first = self.at
        self._next += 1
        alone = True  # a bracket alone is a column of the table round the cell
        if first.kind == "bracket" and self.at.kind in ("name", "quoted") and self._touches():
            self._next += 1
            alone = False
            if self.at.text not in {"!", ":"}:
                raise _wrong()
        if self.at.text == ":" and self._several_sheets():
            self._next += 2
        if self._takes("!"):
            return self._after_sheet()
        if first.kind == "quoted" or not alone:
            raise _wrong()
        if first.kind == "bracket":
            return True
        return self._after_name()

    def _several_sheets(self) -> bool:
        """Whether `:Sheet3!` follows, the end of `Sheet1:Sheet3!A1`."""
        name, sign = (self._words + self._words[-1:] * 2)[self._next + 1 : self._next + 3]
        return name.kind in ("name", "quoted") and sign.text == "!"

    def _after_sheet(self) -> bool:
        word = self.at
        if not self._touches():
            raise _wrong()
        self._next += 1
        if word.kind == "area" or (word.kind == "error" and word.text.upper() == "#REF!"):
            return True
        if word.kind != "name":
            raise _wrong()
        return self._after_name()

    def _after_name(self) -> bool:
        """The arguments of a function, the bracket of a table, or nothing; whether it may be a reference."""
        name = self._words[self._next - 1].text
        if self.at.kind == "bracket" and self._touches():
            self._next += 1
            return True
        if self.at.text != "(" or self.at.kind != "sign":
            return name.upper() not in ("TRUE", "FALSE")
        if not self._touches():
            raise NotImplementedError(
                f"The engine without Excel reads no space between the name {name} and the bracket behind it."
            )
        self._next += 1
        if not self._takes(")"):
            self._argument()
            while self._takes(","):
                self._argument()
            self._close(")")
        return True

    def _argument(self) -> None:
        if not (self.at.kind == "sign" and self.at.text in (",", ")")):
            self.expression()

    def _array(self) -> None:
        """The constants of an array, in rows of one length."""
        widths, width = set(), 0
        while True:
            signed = self._takes("-") or self._takes("+")
            word = self.at
            truth = word.kind == "name" and word.text.upper() in ("TRUE", "FALSE")
            if word.kind != "number" and (signed or not (truth or word.kind in ("text", "error"))):
                raise _wrong()
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
            raise _wrong()
