"""Totals rows on a plain sheet: a row that counts or adds up the others is not a record."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ippbook.ooxml import BLANK, NUMBER, TEXT, CellColumn
from ippbook.tables.find_table import TableRange
from ippbook.tables.workbook import Readable, SheetColumns

_WORDS: Final = (
    r"合\s*计|总\s*计|小\s*计|共\s*计|总\s*数|汇\s*总|合\s*計|總\s*計|小\s*計|총계|합계|(?:grand|sub)?[\s-]*totals?|sums?"
    r"|(?:zwischen|gesamt)?summe|gesamt|insgesamt|totale|totaal|totaux|total\s+général|total\s+general|итого|всего|suma"
)
_MARK: Final = r"[ \t\u3000]*[:\uff1a]?[ \t\u3000]*"
_COUNT: Final = r"[^\w\n]*[共计計]?[^\w\n]*[0-9][0-9., ]*[^\w\n]*[^\W\d]{0,12}[^\w\n]*"
_TOTAL: Final = re.compile(rf"^[ \t\u3000]*(?:{_WORDS}){_MARK}(?:{_COUNT})?$", re.IGNORECASE | re.MULTILINE)
_FIRST: Final = frozenset("合总小共汇總총합-gtszi\u0438\u0432")
"""The first letters of these words."""
_FIGURE: Final = re.compile(_COUNT)
"""What a totals row says in words: 130, 共130条, 12.5 %, ¥1,200.00, 5 links."""


def totals_rows(book: Readable, area: TableRange, cells: SheetColumns, columns: Sequence[int]) -> NDArray[np.int64]:
    """The rows (from 0) of *area* that have totals. *columns*: those of its input columns.

    The first filled cell of such a row is a word such as 合计, Total or Summe. Every other cell is blank, a number, a
    count in words, or a formula: a row with a link, a name or a date as text is a record, whatever it is called.
    """
    likely: set[int] = set()
    for column in columns:
        found = cells[column]
        texts = found.text.tolist()
        # Most texts begin with another letter, and the pattern is slow on a hundred thousand of them.
        begins = [row for row, text in enumerate(texts) if text and text.lstrip()[:1].lower() in _FIRST]
        likely |= {row for row in begins if found.kind[row] == TEXT and _TOTAL.fullmatch(texts[row])}
    every = range(area.first_column, area.first_column + len(area.headers))
    return np.array([row for row in sorted(likely) if _is_total(book, area, row, every)], dtype=np.int64)


def _is_total(book: Readable, area: TableRange, row: int, columns: Sequence[int]) -> bool:
    place = area.first_row + row
    cells = book.read(area.sheet, columns=columns, first_row=place, last_row=place)
    first = True
    for number in columns:
        cell = cells[number]
        if len(cell.kind) == 0 or (cell.formula is not None and cell.formula[0]) or cell.kind[0] in (BLANK, NUMBER):
            continue
        text = str(cell.text[0])
        if first and not _TOTAL.fullmatch(text):
            return False
        if not first and not _FIGURE.fullmatch(text):
            return False
        first = False
    return True


def without_rows(cells: CellColumn, rows: NDArray[np.int64]) -> CellColumn:
    """The same column with blank cells at *rows*."""
    if not len(rows):
        return cells
    kind, number, text = cells.kind.copy(), cells.number.copy(), cells.text.copy()
    kind[rows], number[rows], text[rows] = BLANK, np.nan, ""
    formula = None if cells.formula is None else cells.formula.copy()
    if formula is not None:
        formula[rows] = ""
    return replace(cells, kind=kind, number=number, text=text, formula=formula)


__all__ = ["totals_rows", "without_rows"]
