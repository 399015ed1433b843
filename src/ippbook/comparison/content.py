"""The content of one workbook in the order of names, so that the lines of two workbooks can be compared."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from ippbook import ooxml, tables
from ippbook.comparison.column_values import ShownValue
from ippbook.comparison.other_sheets import sheet_changes
from ippbook.comparison.sides import Side, absent_side
from ippbook.comparison.table_changes import all_table_changes
from ippbook.declare import registry
from ippbook.formulas.workbook_formulas import census
from ippbook.tables.records import RECORDS

_ANY_DAY: Final = date(1970, 1, 1)
"""Nothing here depends on a day."""


def unchecked_side(path: Path) -> Side:
    """The workbook at *path*, read and not checked: it has no findings and no computed values."""
    book = ooxml.open(path)
    typed = tables.typed_tables(book, registry().headers)
    return Side(str(path), typed, _ANY_DAY, book, formula_counts=census(book).counts)


def read_content(path: Path) -> Iterator[tuple[str, str, ShownValue]]:
    """Place, header and value of each input cell of the workbook at *path*: tables by the names of their rows, settings, then other sheets.

    Nothing is checked or computed. Raises `ooxml.WorkbookError`.
    """
    side, nothing = unchecked_side(path), absent_side("", _ANY_DAY)
    for table in all_table_changes(nothing, side, [kind.table for kind in RECORDS]):
        for row in sorted(table.rows("added"), key=lambda row: row.name):
            for cell in row.cells:
                yield f"{table.name} [{row.name or 'no name'}]", cell.header, cell.new
    for name, value in sorted(side.tables.settings.values.items()):
        yield "Settings", name, value if isinstance(value, str | float) else None if value is None else str(value)
    for sheet in sheet_changes(nothing, side)[0]:
        for each in sheet.cells():
            yield f"{sheet.sheet}!{each.cell}", "", each.new


__all__ = ["read_content", "unchecked_side"]
