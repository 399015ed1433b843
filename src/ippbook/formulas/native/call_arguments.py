"""The arguments of lookups and aggregates: which are ranges, which are simple, and how each reads as a tree."""

from collections.abc import Sequence
from typing import Final

from ippbook.formulas.call_words import source_text
from ippbook.formulas.parser import parse_expression
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.tokens import Token, TokenKind
from ippbook.formulas.tree import AreaReference, Constant, Missing, Node, TableReference, Unary, walk

REDUCING: Final = frozenset(
    {
        "SUM",
        "MAX",
        "MIN",
        "COUNT",
        "COUNTA",
        "COUNTBLANK",
        "AVERAGE",
        "MEDIAN",
        "ROWS",
        "COLUMNS",
        "SUMPRODUCT",
        "LARGE",
        "SMALL",
    }
)
"""Functions that give one value, whatever they get."""
_RANGES: Final = {
    "COUNTIF": (0,), "SUMIF": (0, 2), "AVERAGEIF": (0, 2), "VLOOKUP": (1,), "HLOOKUP": (1,), "MATCH": (1,), "XMATCH": (1,),
    "XLOOKUP": (1, 2), "INDEX": (0,),
}  # fmt: skip
"""Which arguments of an aggregate are ranges; of COUNTIFS and its kin every second one, and the first of the others."""


def reference_at(text: str, words: Sequence[Token], place: int) -> Node:
    """The reference whose last word is at *place*."""
    start = place
    while start and (words[start - 1].text == "!" or words[start].text == "!"):
        start -= 1
    if words[place].kind == TokenKind.BRACKET and start == place and place and words[place - 1].kind == TokenKind.NAME:
        start -= 1
    return parse_expression(source_text(text, words, start, place + 1))


def stored_name(name: str) -> str:
    """A function's name as files hold it."""
    return f"_xlfn.{name}" if name in {"XLOOKUP", "XMATCH", "MAXIFS", "MINIFS"} else name


def range_arguments(name: str, count: int) -> tuple[int, ...]:
    """The places of the arguments that must be ranges."""
    if name == "COUNTIFS":
        return tuple(range(0, count, 2))
    if name in {"SUMIFS", "AVERAGEIFS", "MAXIFS", "MINIFS"}:
        return (0, *range(1, count, 2))
    return tuple(place for place in _RANGES.get(name, ()) if place < count)


def argument_tree(text: str) -> Node | None:
    """The tree of an argument: None for one that is left out or that our evaluator does not understand."""
    if not text.strip():
        return None
    try:
        return parse_expression(text)
    except FormulaError:
        return None


def is_simple(node: Node) -> bool:
    """Whether the argument is a value, or a cell."""
    if isinstance(node, AreaReference):
        return node.last is None
    if isinstance(node, TableReference):
        return "#This Row" in node.items and len(node.columns) == 1
    return all(isinstance(one, Constant | Missing | Unary) for one in walk(node))
