"""A formula as a tree, and the tree as text again."""

import re
from collections.abc import Iterator
from typing import Final

from ippbook.formulas.names import PREFIX
from ippbook.formulas.values import ExcelError, Literal, text_of_number
from ippbook.late_patterns import late_pattern
from ippbook.ooxml.refs import column_letters
from ippbook.quick_dataclasses import dataclass

THIS_ROW: Final = "#This Row"
ITEMS: Final = ("#All", "#Data", "#Headers", "#Totals", THIS_ROW)

_PLAIN_SHEET: Final = late_pattern(r"[^\W\d][\w.]*")
_SPECIAL: Final = late_pattern(r"(['#@\[\]])")
_LIKE_A_CELL: Final = late_pattern(r"[A-Z]{1,3}\d+|R\d*C?\d*|C\d*|TRUE|FALSE", re.IGNORECASE)


@dataclass(frozen=True)
class Constant:
    """A text, a number, TRUE, FALSE or an error code written in the formula."""

    value: Literal


@dataclass(frozen=True)
class Array:
    """An array constant, `{1,2;3,4}`: rows of equal length."""

    rows: tuple[tuple[Literal, ...], ...]


@dataclass(frozen=True)
class Missing:
    """An argument that was left out, as the second of `F(a,,b)`."""


@dataclass(frozen=True)
class Corner:
    """One end of a range: row and column from 1, None where the range is of whole columns or rows. `*_fixed` is the `$`."""

    row: int | None
    column: int | None
    row_fixed: bool = False
    column_fixed: bool = False


@dataclass(frozen=True)
class AreaReference:
    """`A1`, `A1:B2`, `A:B` or `1:2`, with the sheet where one is named. A single cell has no `last`."""

    first: Corner
    last: Corner | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class TableReference:
    """`Listings[[#This Row],[URL]]`: *items* out of `ITEMS`; *columns* the first and last header, empty for all columns."""

    table: str | None
    items: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class NameReference:
    """A defined name; that of one sheet where there is a *sheet*."""

    name: str
    sheet: str | None = None


@dataclass(frozen=True)
class Call:
    """A function by its plain name and its arguments."""

    name: str
    arguments: tuple["Node", ...]


@dataclass(frozen=True)
class Unary:
    """`-x`, `+x`, `@x`, and `x%`."""

    operator: str
    operand: "Node"


@dataclass(frozen=True)
class Binary:
    """Arithmetic, `&` and comparisons."""

    operator: str
    left: "Node"
    right: "Node"


AnyReference = AreaReference | TableReference | NameReference
Node = Constant | Array | Missing | AreaReference | TableReference | NameReference | Call | Unary | Binary

BINDING: Final = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4}
"""How strongly each operator binds; all of them from the left, as in Excel."""
_PREFIX_BINDING: Final = 6
_PERCENT_BINDING: Final = 5  # Excel negates first: -1% is (-1)%


def walk(node: Node) -> Iterator[Node]:
    """*node* and everything below it."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        if isinstance(one, Call):
            waiting.extend(reversed(one.arguments))
        elif isinstance(one, Unary):
            waiting.append(one.operand)
        elif isinstance(one, Binary):
            waiting.extend((one.right, one.left))


def formula_text(node: Node) -> str:
    """The formula's text for *node*, without the equals sign; parsing it gives *node* again."""
    return _show(node)[0]


def _show(node: Node) -> tuple[str, int]:  # noqa: PLR0911  # one return a kind of node
    """The text of *node* and how strongly its outermost operator binds."""
    atom = 9
    match node:
        case Constant(value):
            return _literal(value), atom
        case Array(rows):
            return "{" + ";".join(",".join(_literal(value) for value in row) for row in rows) + "}", atom
        case Missing():
            return "", atom
        case AreaReference(first, last, sheet):
            corners = (first,) if last is None else (first, last)
            return sheet_prefix(sheet) + ":".join(_corner(corner) for corner in corners), atom
        case TableReference():
            return _structured(node), atom
        case NameReference(name, sheet):
            return sheet_prefix(sheet) + name, atom
        case Call(name, arguments):
            return f"{name}({','.join(formula_text(argument) for argument in arguments)})", atom
        case Unary("%", operand):
            return _within(operand, _PERCENT_BINDING) + "%", _PERCENT_BINDING
        case Unary(operator, operand):
            return operator + _within(operand, _PREFIX_BINDING), _PREFIX_BINDING
        case Binary():
            return _chain(node)


def _chain(node: Binary) -> tuple[str, int]:
    """A chain such as a&b&c leans to the left and may be as long as a formula: along it, not down."""
    chain: list[Binary] = []
    first: Node = node
    while isinstance(first, Binary):
        chain.append(first)
        first = first.left
    text, bound = _show(first)
    for one in reversed(chain):
        binding = BINDING[one.operator]
        text = (text if bound >= binding else f"({text})") + one.operator + _within(one.right, binding + 1)
        bound = binding
    return text, bound


def _within(node: Node, least: int) -> str:
    text, binding = _show(node)
    return text if binding >= least else f"({text})"


def _literal(value: Literal) -> str:
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            return text_of_number(value) if float(text_of_number(value)) == value else repr(value).upper()
        case ExcelError(code):
            return code
        case str():
            return '"' + value.replace('"', '""') + '"'


def sheet_prefix(name: str | None) -> str:
    """The sheet's name with `!`, as formulas write it before a reference; "" for None."""
    if name is None:
        return ""
    if _PLAIN_SHEET.fullmatch(name) and not _LIKE_A_CELL.fullmatch(name):
        return name + "!"
    return "'" + name.replace("'", "''") + "'!"


def _corner(corner: Corner) -> str:
    column = "" if corner.column is None else "$" * corner.column_fixed + column_letters(corner.column)
    row = "" if corner.row is None else "$" * corner.row_fixed + str(corner.row)
    return column + row


def _structured(node: TableReference) -> str:
    parts = [f"[{item}]" for item in node.items]
    if node.columns:
        parts.append(":".join("[" + _SPECIAL.sub(r"'\1", header) + "]" for header in node.columns))
    inner = ",".join(parts)
    alone = len(parts) == 1 and not node.columns
    return (node.table or "") + (inner if alone else f"[{inner}]")


@dataclass(frozen=True)
class Formula:
    """A parsed formula: its tree, and the functions of ippbook that it calls."""

    root: Node
    functions: frozenset[str]

    @classmethod
    def of(cls, root: Node) -> "Formula":
        """The formula whose tree is *root*."""
        return cls(
            root, frozenset(one.name for one in walk(root) if isinstance(one, Call) and one.name.startswith(PREFIX))
        )
