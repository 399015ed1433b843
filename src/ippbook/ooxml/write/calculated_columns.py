"""Calculated columns: the formula that a table's part states, and that Excel fills down into new rows."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from ippbook.ooxml.cell_keys import key_cols, key_rows
from ippbook.ooxml.read.records import TableArea
from ippbook.ooxml.write.edits import SheetEdits
from ippbook.ooxml.write.table_growth import Growth
from ippbook.ooxml.xml import elements, escapes, xmltree

_ELEMENT: Final = "calculatedColumnFormula"


def changed_formulas(edits: SheetEdits, table: TableArea, growth: Growth | None) -> dict[int, str]:
    """By place (from 0) the columns of *table* whose data rows all get one formula (its text), or all lose theirs ("")."""
    first, last = table.data_rows
    last += growth.rows if growth else 0
    found: dict[int, str] = {}
    if not edits.touches_formulas or last < first:
        return found
    rows, cols = key_rows(edits.key), key_cols(edits.key)
    inside = (rows >= first) & (rows <= last)
    for place in range(len(table.columns)):
        mine = np.flatnonzero(inside & (cols == table.first_col + place))
        if len(mine) != last - first + 1:
            continue
        formulas = set(edits.formula[mine].tolist())
        if len(formulas) == 1 and (formulas != {""} or edits.replace[mine].all()):
            found[place] = formulas.pop()
    return found


def with_formulas(raw: bytes, formulas: Mapping[int, str], where: str) -> bytes:
    """The table's part *raw* where the columns at these places (from 0) have these formulas, or none where it is ""."""
    elements.refuse_utf16(raw, where)
    cuts = []
    for place, node in enumerate(xmltree.parse_xml(raw, where).under("tableColumns", "tableColumn")):
        if (wanted := formulas.get(place)) is None:
            continue
        old = node.first(_ELEMENT)
        if old is None and not wanted:
            continue
        if old is not None and wanted == escapes.decoded_text(old.text) and old.get("array", "0") in ("0", "false"):
            continue
        space = elements.prefix(raw, node)
        new = (
            elements.ascii_xml(f"<{space}{_ELEMENT}>{escapes.encoded_text(wanted)}</{space}{_ELEMENT}>")
            if wanted
            else b""
        )
        if old is None:
            cuts.append(elements.first_child(raw, node, new))
            continue
        start, end = old.at, elements.whole_end(raw, old)
        alone = not wanted and start == elements.tag_end(raw, node) and end == node.end
        cuts.append((start - 1, elements.whole_end(raw, node), b"/>") if alone else (start, end, new))
    return elements.replaced(raw, cuts)
