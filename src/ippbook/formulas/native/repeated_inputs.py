"""A formula that is filled down and reads the same values in many rows: the engine calculates it once for each set of values.

This is exact only for a formula whose answer comes from the values of single cells and nothing else. So it must read no range (Excel
takes the cell of its own row out of one), make no references out of values, and call only functions of the list here: none of them
knows in which cell its formula is. Anything else is calculated row by row.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from ippbook.formulas.cell_cache import CellCache
from ippbook.formulas.native.nodes import FormulaKind, FormulaNode
from ippbook.formulas.native.reads import GroupRead
from ippbook.formulas.source import RowNumbers, Vector

_FEWEST_ROWS: Final = 1_000
"""In fewer rows the engine itself is quick."""
_OF_VALUES_ALONE: Final = frozenset(
    [
        "ABS",
        "AND",
        "CEILING",
        "CHAR",
        "CHOOSE",
        "CLEAN",
        "CODE",
        "CONCAT",
        "CONCATENATE",
        "COUNT",
        "COUNTA",
        "DATE",
        "DATEVALUE",
        "DAY",
        "DAYS",
        "EDATE",
        "EOMONTH",
        "EXACT",
        "FIND",
        "FIXED",
        "FLOOR",
        "HOUR",
        "HYPERLINK",
        "IF",
        "IFERROR",
        "IFNA",
        "IFS",
        "INT",
        "ISBLANK",
        "ISERR",
        "ISERROR",
        "ISEVEN",
        "ISLOGICAL",
        "ISNA",
        "ISNONTEXT",
        "ISNUMBER",
        "ISODD",
        "ISTEXT",
        "LEFT",
        "LEN",
        "LOWER",
        "MAX",
        "MID",
        "MIN",
        "MINUTE",
        "MOD",
        "MONTH",
        "N",
        "NA",
        "NOT",
        "OR",
        "POWER",
        "PROPER",
        "QUOTIENT",
        "REPLACE",
        "REPT",
        "RIGHT",
        "ROUND",
        "ROUNDDOWN",
        "ROUNDUP",
        "SEARCH",
        "SECOND",
        "SIGN",
        "SQRT",
        "SUBSTITUTE",
        "SUM",
        "SWITCH",
        "T",
        "TEXT",
        "TIME",
        "TODAY",
        "TRIM",
        "TRUNC",
        "TYPE",
        "UPPER",
        "VALUE",
        "WEEKDAY",
        "XOR",
        "YEAR",
    ]
)


@dataclass(frozen=True)
class RepeatedInputs:
    """A node in the first row of each set of values, and for each row of the whole node the one of these rows with the same values."""

    whole: FormulaNode
    first_rows: FormulaNode
    rows: RowNumbers
    """The rows of *whole* that want an answer, rising."""
    same_as: RowNumbers
    """For each of *rows* the row of *first_rows* with the same values."""

    @classmethod
    def of(cls, node: FormulaNode, source: CellCache) -> "RepeatedInputs | None":
        """*node*, if at most half of its rows have values of their own; None where each row must be calculated."""
        rows = node.answered()
        plain = node.kind == FormulaKind.NATIVE and not node.needs and not node.reads.everything
        if len(rows) < _FEWEST_ROWS or not plain or not node.reads.functions <= _OF_VALUES_ALONE:
            return None
        if not all(_is_one_cell(node, part) for part in node.reads.parts):
            return None
        first_row = _first_with_same(node, source, rows)
        firsts = np.unique(first_row)
        if len(firsts) > len(rows) // 2:
            return None
        reads = replace(node.reads, parts=tuple(part.within(firsts) for part in node.reads.parts))
        return cls(node, replace(node, rows=firsts, reads=reads), rows, first_row)


def _is_one_cell(node: FormulaNode, part: GroupRead) -> bool:
    """Whether each row reads one cell there: the same in all rows, or the one at the same distance; not a cell that the node answers."""
    first, last, down = part.first, part.last, int(node.rows[-1] - node.rows[0])
    single = (first.top, first.left) == (first.bottom, first.right) and (last.top, last.left) == (
        last.bottom,
        last.right,
    )
    alike = first.sheet == last.sheet and first.left == last.left and last.top - first.top in (0, down)
    own = first.sheet == node.sheet and first.left == node.column
    return single and alike and not own


def _first_with_same(node: FormulaNode, source: CellCache, rows: RowNumbers) -> RowNumbers:
    """For each of *rows* the first of them in which the formula reads the same values."""
    moving = [part for part in node.reads.parts if part.last.top != part.first.top]
    columns = [_value_keys(source.cells(part.first.sheet, part.first.left, part.bounds(rows)[0])) for part in moving]
    known: dict[tuple[object, ...], int] = {}
    keys = zip(*columns, strict=True) if columns else [()] * len(rows)
    return np.array([known.setdefault(key, row) for key, row in zip(keys, rows.tolist(), strict=True)], dtype=np.int64)


def _value_keys(values: Vector) -> list[object]:
    """Values as keys: 1, TRUE and "1" are different ones, and so are 0 and -0."""
    return [
        value if type(value) is str or value is None else (type(value), str(value) if value == 0 else value)
        for value in values.tolist()
    ]
