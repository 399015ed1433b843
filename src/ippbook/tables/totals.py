"""Totals rows and signature lines on a plain sheet: a row that adds up the others, or says who made the list, is not a record."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

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
_COUNT: Final = r"[^\w\n]*[共计計]?[^\w\n]*[0-9][0-9., ]*[^\w\n]*[^\W\d]{0,12}[^\w\n]*"
_TOTAL: Final = re.compile(rf"[ \t\u3000]*(?:{_WORDS}){_MARK}(?:{_COUNT})?", re.IGNORECASE)
_BEGIN: Final = re.compile(rf"\n[ \t\u3000]*(?:{_WORDS})", re.IGNORECASE)
"""The beginning of a line with such a word; a quick look at a whole column."""
_FIGURE: Final = re.compile(_COUNT)
"""What a totals row says in words: 130, 共130条, 12.5 %, ¥1,200.00, 5 links."""

_SIGNED: Final = (
    r"制[ \u3000]?表[ \u3000]?人|制[ \u3000]?表|填表人?|填报人?|编制人?|制单人?|经办人?|审[ \u3000]?核[ \u3000]?人|审[ \u3000]?核|复核人?|审批人?|负责人"
    r"|(?:制表|填表|填报|打印|导出|统计|更新)(?:日期|时间)|签[ \u3000]?[字名章]"
    r"|(?:prepared|checked|reviewed|approved|compiled|made|signed|exported|printed) (?:by|on|at)|signature|erstellt (?:von|am)|geprüft von|établi par"
)
_SIGNATURE: Final = re.compile(rf"[ \t\u3000]*(?:{_SIGNED})[ \t\u3000]*[:\uff1a][^\n]*", re.IGNORECASE)
_SIGNS: Final = re.compile(rf"\n[ \t\u3000]*(?:{_SIGNED})[ \t\u3000]*[:\uff1a]", re.IGNORECASE)
"""A line that says who made or checked the list, and when: 制表人：张三. Its other cells are lines of that kind, names or dates."""


def totals_rows(book: Readable, area: TableRange, cells: SheetColumns, columns: Sequence[int]) -> NDArray[np.int64]:
    """The rows (from 0) of *area* that have totals or a signature. *columns*: those of its input columns.

    The first filled cell of such a row is a word such as 合计, Total or Summe. Every other cell is blank, a number, a
    count in words, or a formula: a row with a link, a name or a date as text is a record, whatever it is called.
    """
    likely: set[int] = set()
    for column in columns:
        found = cells[column]
        rows = np.flatnonzero(found.kind == TEXT)
        texts = found.text[rows].tolist()
        whole = "\n" + "\n".join(texts)
        for quick, exact in ((_BEGIN, _TOTAL), (_SIGNS, _SIGNATURE)):
            if quick.search(whole):
                likely |= {row for row, text in zip(rows.tolist(), texts, strict=True) if _matches(exact, text)}
    if not likely:
        return np.empty(0, dtype=np.int64)
    every = range(area.first_column, area.first_column + len(area.headers))
    cut = book.read(area.sheet, columns=every, first_row=cells.first_row, last_row=cells.last_row)
    across = [cut[number] for number in every]
    return np.array(
        [row for row in sorted(likely) if _is_total(across, row) or _is_signature(across, row)], dtype=np.int64
    )


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


def _is_signature(across: Sequence[CellColumn], row: int) -> bool:
    filled = [cell for cell in across if cell.kind[row] != BLANK]
    return not any(cell.formula is not None and cell.formula[row] for cell in filled) and _signed(
        [str(cell.text[row]) if cell.kind[row] != NUMBER else None for cell in filled]
    )


def _signed(filled: Sequence[str | None]) -> bool:
    """Whether the filled cells of a row (None: a number or a date) are a signature line: no link, and no more than such a line has."""
    texts = [text for text in filled if text is not None]
    lines = sum(_matches(_SIGNATURE, text) for text in texts)
    return (
        bool(texts)
        and filled[0] == texts[0]
        and _matches(_SIGNATURE, texts[0])
        and len(filled) <= 2 * lines
        and not any("://" in text or "www." in text for text in texts)
    )


def is_totals_row(values: Iterable[object]) -> bool:
    """Whether the cells of one row are those of a totals row or of a signature line; a blank is None or "".

    >>> is_totals_row(["合计", "", "5"]), is_totals_row(["Total", "https://item.taobao.com/item.htm?id=1"])
    (True, False)
    >>> is_totals_row(["", "制表人：张三", "审核：李四", 46000]), is_totals_row(["审核：李四", "淘宝", "https://x.cn", "9"])
    (True, False)
    """
    filled = [value for value in values if value is not None and str(value).strip()]
    if _signed([value if isinstance(value, str) else None for value in filled]):
        return True
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
