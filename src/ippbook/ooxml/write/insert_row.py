"""The insert row: the blank row that Excel shows in a table without data. When data has come, the table's part must not name it any more."""

from typing import Final

from ippbook.ooxml.cell_keys import cell_key, key_cols
from ippbook.ooxml.read.blocks import BLANK
from ippbook.ooxml.read.records import TableArea
from ippbook.ooxml.write.edits import SheetEdits
from ippbook.ooxml.xml import elements, xmltree

_ATTRIBUTES: Final = ("insertRow", "insertRowShift")
_FIRST: Final = 1_000
"""How many edits are looked at first."""


def gets_data(plan: SheetEdits | None, table: TableArea) -> bool:
    """Whether *plan* puts a value or a formula under the header of *table*."""
    if plan is None:
        return False
    first = table.data_rows[0]
    low, high = plan.key.searchsorted([cell_key(first, 0), cell_key(max(table.last_row, first) + 1, 0)]).tolist()
    some = min(low + _FIRST, high)  # nearly always there is data among them
    return _has_data(plan, slice(low, some), table) or _has_data(plan, slice(some, high), table)


def _has_data(plan: SheetEdits, part: slice, table: TableArea) -> bool:
    """Whether this part of the edits puts a value or a formula into a column of *table*."""
    columns = key_cols(plan.key[part])
    inside = (columns >= table.first_col) & (columns <= table.last_col)
    return bool((inside & ((plan.kind[part] != BLANK) | (plan.formula[part] != ""))).any())


def without_insert_row(raw: bytes, where: str) -> bytes:
    """The part of a table whose rows have data."""
    if b"insertRow" not in raw:
        return raw
    elements.refuse_utf16(raw, where)
    root = xmltree.parse_xml(raw, where)
    return elements.replaced(raw, [cut for name in _ATTRIBUTES for cut in elements.attribute_cut(raw, root, name)])
