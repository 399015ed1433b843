"""Formula text to tree. Precedence climbing over the words; depth is bounded, so hostile text costs no stack."""

import math
from typing import Final

from ippbook.formulas.names import PREFIX, plain_name
from ippbook.formulas.problems import FormulaError, NotCalculatedError
from ippbook.formulas.structured import structured
from ippbook.formulas.tokens import CELL_WORD, Token, TokenKind, tokens
from ippbook.formulas.tree import (
    BINDING,
    AreaReference,
    Array,
    Binary,
    Call,
    Constant,
    Corner,
    Formula,
    Missing,
    NameReference,
    Node,
    Unary,
)
from ippbook.formulas.values import ExcelError, Literal
from ippbook.languages import say
from ippbook.ooxml.excel_limits import MAX_COL, MAX_FORMULA_LENGTH, MAX_ROW
from ippbook.ooxml.refs import column_number
from ippbook.ooxml.whole_numbers import whole_number

LONGEST_FORMULA: Final = 4 * MAX_FORMULA_LENGTH
"""Characters of a formula in a file, where names have prefixes and columns are spelled out: longer than in Excel's formula bar."""
MAX_FORMULA_DEPTH: Final = 100
"""Levels of nesting. Excel allows 64 for functions."""

BUILT_IN_FUNCTIONS: Final = {
    "IF": (1, 3),
    "IFERROR": (2, 2),
    "DATE": (3, 3),
    "TODAY": (0, 0),
    "TRUE": (0, 0),
    "FALSE": (0, 0),
}
"""Excel's own functions that people write around those of ippbook, with the least and the greatest number of arguments."""

_TRUTHS: Final = {"TRUE": True, "FALSE": False}
_ONE_VALUE: Final = "_XLFN.SINGLE"  # how files spell the @ before a range


def parse(text: str) -> Formula:
    """The formula in *text*, with or without the equals sign.

    Raises `NotCalculatedError` where it uses anything that ippbook does not calculate, or has no function of ippbook, and
    `FormulaError` where it is not a formula.

    >>> sorted(parse('=_xldudf_IPP_PLATFORM([@URL])').functions)
    ['IPP_PLATFORM']
    """
    formula = Formula.of(parse_expression(text))
    if not formula.functions:
        raise NotCalculatedError(say("the formula calls no {prefix} function", prefix=PREFIX))
    return formula


def parse_expression(text: str) -> Node:
    """The tree of any expression, such as the text of a defined name. Raises as `parse` does."""
    return _Parser(
        text.strip().removeprefix("{=").removeprefix("=") if text.strip().startswith(("=", "{=")) else text
    ).whole()


class _Parser:
    """One pass over the words of one formula."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST_FORMULA:
            raise NotCalculatedError(
                say("the formula has more than {longest_formula:,} characters", longest_formula=LONGEST_FORMULA)
            )
        self._words = tokens(text)
        self._next = 0
        self._depth = 0

    def whole(self) -> Node:
        node = self._expression(0)
        if self._peek.kind != TokenKind.END:
            raise self._unexpected()
        return node

    @property
    def _peek(self) -> Token:
        return self._words[self._next]

    def _take(self) -> Token:
        token = self._words[self._next]
        self._next += 1
        return token

    def _takes(self, sign: str) -> bool:
        """Take the next word where it is *sign*."""
        if self._peek.kind == TokenKind.SIGN and self._peek.text == sign:
            self._next += 1
            return True
        return False

    def _unexpected(self) -> FormulaError:
        token = self._peek
        position = token.start + 1
        if token.kind == TokenKind.END:
            return FormulaError("the formula ends too early", position)
        if token.text == ";":
            return FormulaError("put commas, not semicolons, between arguments", position)
        if token.text in {":", "#", "^", ","}:
            return NotCalculatedError(
                say("ippbook does not calculate with {token_text!r} here", token_text=token.text), position
            )
        if token.kind in {TokenKind.AREA, TokenKind.NAME, TokenKind.BRACKET, TokenKind.QUOTED}:
            return NotCalculatedError(
                say(
                    "ippbook does not calculate where two references meet, here {token_text!r}",
                    token_text=token.text[:40],
                ),
                position,
            )
        return FormulaError(say("{token_text!r} is not expected here", token_text=token.text[:40]), position)

    def _deeper(self, levels: int = 1) -> None:
        self._depth += levels
        if self._depth > MAX_FORMULA_DEPTH:
            raise NotCalculatedError(
                say(
                    "the formula is nested deeper than {max_formula_depth} levels", max_formula_depth=MAX_FORMULA_DEPTH
                ),
                self._peek.start + 1,
            )

    def _expression(self, least: int) -> Node:
        """Operands joined by operators that bind more strongly than *least*."""
        self._deeper()
        left = self._operand()
        while self._peek.kind == TokenKind.SIGN and (binding := BINDING.get(self._peek.text, 0)) > least:
            operator = self._take().text
            # A chain a&b&c leans to the left: whoever reads the tree goes along it, not down.
            left = Binary(operator, left, self._expression(binding))
        self._depth -= 1
        return left

    def _operand(self) -> Node:
        """A value with the signs before and after it."""
        before: list[str] = []
        while self._peek.kind == TokenKind.SIGN and self._peek.text in {"-", "+", "@"}:
            before.append(self._take().text)
            self._deeper()
        node = self._value()
        for operator in reversed(before):
            node = Unary(operator, node)
        after = 0
        while self._takes("%"):
            self._deeper()
            after += 1
            node = Unary("%", node)
        self._depth -= len(before) + after
        return node

    def _value(self) -> Node:  # noqa: PLR0911  # one return a kind of word
        token = self._peek
        match token.kind:
            case TokenKind.TEXT:
                self._next += 1
                return Constant(token.text[1:-1].replace('""', '"'))
            case TokenKind.NUMBER:
                self._next += 1
                return Constant(_number_of(token))
            case TokenKind.ERROR:
                self._next += 1
                if token.text.upper() == "#REF!" and self._peek.kind == TokenKind.AREA:
                    self._next += 1  # #REF!A1: its sheet was deleted
                return Constant(ExcelError(token.text.upper()))
            case TokenKind.AREA:
                self._next += 1
                return area_of_word(token, None)
            case TokenKind.QUOTED | TokenKind.BRACKET | TokenKind.NAME:
                return self._named()
        if self._takes("("):
            node = self._expression(0)
            self._close(")")
            return node
        if self._takes("{"):
            return self._array()
        raise self._unexpected()

    def _close(self, sign: str) -> None:
        if not self._takes(sign):
            raise self._unexpected()

    def _named(self) -> Node:
        """What begins with a name: a function, a table, a sheet, a workbook, a defined name, or a bracket alone."""
        token = self._take()
        text = token.text
        if (
            token.kind == TokenKind.BRACKET
            and self._peek.kind in {TokenKind.NAME, TokenKind.QUOTED}
            and self._words[self._next].start == token.start + len(text)
        ):
            text += self._take().text  # [1]Sheet1!A1
        if self._takes("!"):
            return self._after_prefix(token, text)
        if token.kind == TokenKind.BRACKET:
            return structured(None, text, token.start + 1)
        if token.kind == TokenKind.QUOTED:
            raise FormulaError("a name in apostrophes needs ! and a reference after it", token.start + 1)
        if self._peek.text == "(":
            return self._call(token, text)
        if self._peek.kind == TokenKind.BRACKET:
            return structured(text, self._take().text, token.start + 1)
        truth = _TRUTHS.get(text.upper())
        return NameReference(text) if truth is None else Constant(truth)

    def _after_prefix(self, token: Token, prefix: str) -> Node:
        """What follows `Sheet1!` or `[1]!`."""
        target = self._peek
        if target.kind == TokenKind.NAME:
            self._next += 1
            if self._peek.text == "(":
                return self._call(token, f"{prefix}!{target.text}")
        sheet = prefix[1:-1].replace("''", "'") if token.kind == TokenKind.QUOTED else prefix
        if "[" in sheet or self._peek.kind == TokenKind.BRACKET:
            raise NotCalculatedError(
                say("it refers to another workbook, {prefix}", prefix=prefix[:60]), token.start + 1
            )
        if target.kind == TokenKind.NAME:
            return NameReference(target.text, sheet)
        if target.kind == TokenKind.AREA:
            self._next += 1
            return area_of_word(target, sheet)
        if target.kind == TokenKind.ERROR and target.text.upper() == "#REF!":
            self._next += 1
            return Constant(ExcelError("#REF!"))
        raise self._unexpected()

    def _call(self, token: Token, spelled: str) -> Node:
        position = token.start + 1
        name = plain_name(spelled) or spelled.upper()
        self._close("(")
        if name == _ONE_VALUE:
            node = self._expression(0)
            self._close(")")
            return Unary("@", node)
        if not name.startswith(PREFIX) and name not in BUILT_IN_FUNCTIONS:
            raise NotCalculatedError(
                say("ippbook does not calculate the function {spelled}", spelled=spelled[:60]), position
            )
        arguments = self._arguments()
        if name in _TRUTHS and not arguments:
            return Constant(_TRUTHS[name])
        if (
            name in BUILT_IN_FUNCTIONS
            and not BUILT_IN_FUNCTIONS[name][0] <= len(arguments) <= BUILT_IN_FUNCTIONS[name][1]
        ):
            raise FormulaError(
                say("{name} cannot take {arguments_count} arguments", name=name, arguments_count=len(arguments)),
                position,
            )
        return Call(name, arguments)

    def _arguments(self) -> tuple[Node, ...]:
        if self._takes(")"):
            return ()
        found: list[Node] = []
        while True:
            if self._peek.kind == TokenKind.SIGN and self._peek.text in {",", ")"}:
                found.append(Missing())
            else:
                found.append(self._expression(0))
            if self._takes(")"):
                return tuple(found)
            if not self._takes(","):
                raise self._unexpected()

    def _array(self) -> Array:
        start = self._peek.start
        rows: list[tuple[Literal, ...]] = []
        row: list[Literal] = []
        while True:
            row.append(self._element())
            if self._takes(","):
                continue
            rows.append(tuple(row))
            row = []
            if self._takes(";"):
                continue
            self._close("}")
            if len({len(one) for one in rows}) != 1:
                raise FormulaError("the rows of an array constant have different lengths", start + 1)
            return Array(tuple(rows))

    def _element(self) -> Literal:
        """A constant in braces; a number may have a sign."""
        sign = -1.0 if self._takes("-") else 1.0
        signed = sign < 0 or self._takes("+")
        token = self._peek
        if token.kind == TokenKind.NAME and token.text.upper() in _TRUTHS and not signed:
            self._next += 1
            return _TRUTHS[token.text.upper()]
        if token.kind not in ({TokenKind.NUMBER} if signed else {TokenKind.NUMBER, TokenKind.TEXT, TokenKind.ERROR}):
            raise self._unexpected()
        node = self._value()
        if not isinstance(node, Constant):
            raise self._unexpected()
        return sign * node.value if isinstance(node.value, float) else node.value


def _number_of(token: Token) -> float:
    found = float(token.text)
    if math.isinf(found):
        raise FormulaError("the number is too large", token.start + 1)
    return found


def area_of_word(token: Token, sheet: str | None) -> AreaReference | NameReference:
    """`A1`, `A1:B2`, `A:B`, `1:2`; what is beyond the sheet's edge is a name, as in Excel."""
    corners = [_corner(part) for part in token.text.split(":")]
    if any(corner is None for corner in corners):
        if len(corners) > 1 or token.text.isdigit() or "$" in token.text:
            raise FormulaError(
                say("{token_text} is beyond the edge of the sheet", token_text=token.text), token.start + 1
            )
        return NameReference(token.text, sheet)
    first, last = corners[0], corners[1] if len(corners) > 1 else None
    assert first is not None  # noqa: S101  # None left above; mypy cannot see it through any()
    return AreaReference(first, last, sheet)


def _corner(part: str) -> Corner | None:
    """The corner that *part* names, or None where it is beyond the edge."""
    if cell := CELL_WORD.fullmatch(part):
        column_part, row_part = cell["column"], cell["row"]
    else:
        column_part, row_part = (part, "") if part.strip("$").isalpha() else ("", part)
    row = whole_number(row_part.strip("$")) if row_part else None
    column = column_number(column_part.strip("$")) if column_part else None
    if (row is not None and not 1 <= row <= MAX_ROW) or (column is not None and column > MAX_COL):
        return None
    return Corner(row, column, row_part.startswith("$"), column_part.startswith("$"))
