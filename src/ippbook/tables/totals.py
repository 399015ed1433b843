"""Totals rows on a plain sheet: a row that counts or adds up the others is not a record."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ippbook.late_patterns import late_pattern
from ippbook.ooxml import BLANK, NUMBER, TEXT, CellColumn
from ippbook.tables.find_table import TableRange
from ippbook.tables.workbook import Readable, SheetColumns

_WORDS: Final = (
    r"合[ \u3000]?计|总[ \u3000]?计|小[ \u3000]?计|共[ \u3000]?计|总数|汇总|合計|總計|小計|총계|합계|(?:grand|sub)?[ -]?totals?|sums?"
    r"|(?:zwischen|gesamt)?summe|gesamt|insgesamt|totale|totaal|totaux|total général|total general|итого|всего|suma"
)
_LONGEST: Final = 60
"""A longer text is not a total."""
_MARK: Final = r"[ \t\u3000]*[:\uff1a]?[ \t\u3000]*"
_COUNT: Final = r"[^\w\n]*+[共计計]?+[^\w\n]*+[0-9][0-9., ]*+[^\w\n]*+[^\W\d]{0,12}+[^\w\n]*+"
"""Nothing is tried twice, so that a long text costs no more than its length."""
_TOTAL: Final = late_pattern(rf"[ \t\u3000]*(?:{_WORDS}){_MARK}(?:{_COUNT})?", re.IGNORECASE)
_FIGURE: Final = late_pattern(_COUNT)
"""What a totals row says in words: 130, 共130条, 12.5 %, ¥1,200.00, 5 links."""
_EITHER: Final = late_pattern(rf"\n(?:[ \t\u3000]*(?:{_WORDS})|{_COUNT}\n)", re.IGNORECASE)
"""A line that begins with such a word, or has a figure alone; a quick look at a whole column."""


def totals_rows(book: Readable, area: TableRange, cells: SheetColumns, columns: Sequence[int]) -> NDArray[np.int64]:
    """The rows (from 0) of *area* that have totals. *columns*: those of its input columns.

    The first filled cell of such a row is a word such as 合计, Total or Summe. Every other cell is blank, a number, a
    count in words, or a formula: a row with a link, a name or a date as text is a record, whatever it is called. So the
    first columns exclude nearly every row.
    """
    likely: set[int] = set()
    possible = np.ones(max(cells.last_row - cells.first_row + 1, 0), dtype=bool)
    for column in sorted(columns):
        if not possible.any():
            break
        found = cells[column]
        rows = np.flatnonzero((found.kind == TEXT) & possible)
        texts = found.text[rows].tolist()
        if not _EITHER.search("\n" + "\n".join(texts) + "\n"):
            possible[_without_formula(found, rows)] = False
            continue
        totals = np.array([_matches(_TOTAL, text) for text in texts], dtype=bool)
        figures = np.array([_matches(_FIGURE, text) for text in texts], dtype=bool)
        possible[_without_formula(found, rows[~totals & ~figures])] = False
        likely.update(rows[totals].tolist())
    likely.intersection_update(np.flatnonzero(possible).tolist())
    if not likely:
        return np.empty(0, dtype=np.int64)
    every = range(area.first_column, area.first_column + len(area.headers))
    whole = book.read(area.sheet, columns=every, first_row=cells.first_row, last_row=cells.last_row)
    across = [whole[number] for number in every]
    return np.array([row for row in sorted(likely) if _is_total(across, row)], dtype=np.int64)


def _without_formula(cells: CellColumn, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of *rows* whose cell has no formula."""
    return rows if cells.formula is None else rows[cells.formula[rows] == ""]


def _matches(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a text is nothing but that; a long text never is."""
    return len(text) <= _LONGEST and pattern.fullmatch(text) is not None


def _is_total(across: Sequence[CellColumn], row: int) -> bool:
    first = True
    for cell in across:
        formula = cell.formula is not None and cell.formula[row]
        if formula or cell.kind[row] in (BLANK, NUMBER):
            continue
        if not _matches(_TOTAL if first else _FIGURE, str(cell.text[row])):
            return False
        first = False
    return True


def is_totals_row(values: Iterable[object]) -> bool:
    """Whether the cells of one row are those of a totals row; a blank is None or "".

    >>> is_totals_row(["合计", "", "5"]), is_totals_row(["Total", "https://item.taobao.com/item.htm?id=1"])
    (True, False)
    """
    filled = [value for value in values if value is not None and str(value).strip()]
    if not filled or not isinstance(filled[0], str) or not _matches(_TOTAL, filled[0]):
        return False
    return all(not isinstance(value, str) or _matches(_FIGURE, value) for value in filled[1:])


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


__all__ = ["is_totals_row", "totals_rows", "without_rows"]
