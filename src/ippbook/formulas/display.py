"""Formulas and their values as people and programs read them."""

from datetime import date
from functools import lru_cache
from typing import Any

from ippbook.formulas.parser import parse
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.source import ValueBlock
from ippbook.formulas.tree import Binary, Call, Node, TableReference, Unary, formula_text
from ippbook.formulas.values import ExcelError, Scalar, text_of_number
from ippbook.late_numpy import np


def display_value(value: Scalar | ValueBlock) -> tuple[Any, str, str]:  # noqa: PLR0911  # one return a kind of value; JSON has no type
    """The value for programs (JSON's kinds; days as ISO text), its text for people, and its kind.

    Kinds: blank, text, number, boolean, date, error, array. An array's text has a line a row, its values parted by tabs.

    >>> display_value(8.0), display_value(date(2026, 1, 31)), display_value(None)
    ((8, '8', 'number'), ('2026-01-31', '2026-01-31', 'date'), (None, '', 'blank'))
    """
    match value:
        case np.ndarray():
            lines = [[display_value(one) for one in line] for line in value]
            text = "\n".join("\t".join(text for _, text, _ in line) for line in lines)
            return [[one for one, _, _ in line] for line in lines], text, "array"
        case None:
            return None, "", "blank"
        case bool():
            return value, "TRUE" if value else "FALSE", "boolean"
        case float():
            whole = value.is_integer() and abs(value) < 2**53
            return int(value) if whole else value, str(int(value)) if whole else text_of_number(value), "number"
        case date():
            return value.isoformat(), value.isoformat(), "date"
        case ExcelError(code):
            return code, code, "error"
        case _:
            return str(value), str(value), "text"


@lru_cache(maxsize=4_096)
def canonical_text(text: str, table: str) -> str:
    """One spelling for all IPP_ formulas that mean the same in the data rows of *table*; "" for all other texts.

    >>> canonical_text("_xldudf_IPP_PLATFORM([@url])", "Listings") == canonical_text("IPP_PLATFORM(Listings[[#This Row],[URL]])", "Listings")
    True
    """
    try:
        return formula_text(_plain(parse(text).root, table))
    except FormulaError:
        return ""


def _plain(node: Node, table: str) -> Node:
    """The tree with every table named, and tables and headers in one case."""
    match node:
        case TableReference(own, items, columns):
            return TableReference((own or table).casefold(), items, tuple(header.casefold() for header in columns))
        case Call(name, arguments):
            return Call(name, tuple(_plain(argument, table) for argument in arguments))
        case Unary(operator, operand):
            return Unary(operator, _plain(operand, table))
        case Binary():
            return _plain_chain(node, table)
        case _:
            return node


def _plain_chain(node: Binary, table: str) -> Node:
    """As `_plain`, along a chain such as a&b&c, which may be as long as a formula."""
    chain: list[Binary] = []
    first: Node = node
    while isinstance(first, Binary):
        chain.append(first)
        first = first.left
    found = _plain(first, table)
    for one in reversed(chain):
        found = Binary(one.operator, found, _plain(one.right, table))
    return found
