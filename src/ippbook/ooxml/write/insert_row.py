"""The insert row: the blank row that Excel shows in a table without data. When data has come, the table's part must not name it any more."""

from typing import Final

from ippbook.ooxml.cell_keys import key_cols, key_rows
from ippbook.ooxml.read.blocks import BLANK
from ippbook.ooxml.read.records import TableArea
from ippbook.ooxml.write.edits import SheetEdits
from ippbook.ooxml.xml import elements, xmltree

_ATTRIBUTES: Final = ("insertRow", "insertRowShift")


def gets_data(plan: SheetEdits | None, table: TableArea) -> bool:
    """Whether *plan* puts a value or a formula under the header of *table*."""
    if plan is None:
        return False
    rows, columns = key_rows(plan.key), key_cols(plan.key)
    inside = (rows >= table.data_rows[0]) & (rows <= max(table.last_row, table.data_rows[0]))
    inside &= (columns >= table.first_col) & (columns <= table.last_col)
    return bool((inside & ((plan.kind != BLANK) | (plan.formula != ""))).any())


def without_insert_row(raw: bytes, where: str) -> bytes:
    """The part of a table whose rows have data."""
    if b"insertRow" not in raw:
        return raw
    elements.refuse_utf16(raw, where)
    root = xmltree.parse_xml(raw, where)
    return elements.replaced(raw, [cut for name in _ATTRIBUTES for cut in elements.attribute_cut(raw, root, name)])
