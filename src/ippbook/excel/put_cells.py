"""Cells of an open workbook are written and read back, and its tables resized. `write_cells` and `undo` decide what and when."""

from collections.abc import Iterable, Sequence

import numpy as np
import xlwings as xw

from ippbook import ooxml
from ippbook.declare import registry
from ippbook.excel import hosts
from ippbook.excel.cell_changes import (
    AS_TEXT,
    LONGEST_IN_BLOCK,
    CellChange,
    ChangeFlags,
    column_blocks,
    content_as_change,
)
from ippbook.excel.open_workbook import OpenWorkbook
from ippbook.languages import say
from ippbook.normalize import key
from ippbook.ooxml import TEXT, CellColumn
from ippbook.ooxml.excel_limits import MAX_CELL_LENGTH, text_length
from ippbook.ooxml.refs import column_letters
from ippbook.tables.records import record


class NotStoredError(Exception):
    """A cell does not have the text that was written into it."""


def column_cells(live: OpenWorkbook, change: CellChange) -> CellColumn:
    """The cells of a column from the first to the last row of *change*, as they were read."""
    return live.read(change.sheet, [change.column], int(change.rows[0]), int(change.rows[-1]))[change.column]


def current_content(live: OpenWorkbook, change: CellChange) -> CellChange:
    """The present content of the cells of *change*."""
    return content_as_change(change.sheet, change.column, change.rows, column_cells(live, change))


def has_formula_already(live: OpenWorkbook, change: CellChange) -> ChangeFlags:
    """Which cells have the new formula already; the result that they show may differ."""
    found: ChangeFlags = (change.formula != "") & (change.formula == current_content(live, change).formula)
    return found


def put_change(live: OpenWorkbook, change: CellChange) -> None:
    """Write the cells of one column. A formula that is there already is not written: Excel refuses a part of an array formula."""
    change = change.at(~has_formula_already(live, change))
    if not len(change):
        return
    sheet = live.book.sheets[change.sheet]
    computed = change.column in _computed_columns(live, change.sheet)
    for part in column_blocks(change, column_cells(live, change), computed=computed):
        block = _block(sheet, change.column, part.first_row, len(part.entries))
        rows = [[entry] for entry in part.entries]
        if part.formulas or not _all_texts(part.entries):
            _enter(block, rows, formulas=part.formulas)
        elif _is_too_long(part.entries):
            _enter_as_text(block, str(part.entries[0]))
        else:
            block.value = rows


def _all_texts(entries: Sequence[object]) -> bool:
    """Whether all are texts or blanks, which every number format keeps. An error is entered by its code."""
    return all(entry is None or (isinstance(entry, str) and entry[:1] != "#") for entry in entries)


def _is_too_long(entries: Sequence[object]) -> bool:
    """Whether it is one text that is too long for a cell because of the apostrophe before it."""
    alone = entries[0] if len(entries) == 1 else None
    return (
        isinstance(alone, str)
        and len(alone) > LONGEST_IN_BLOCK
        and alone[0] == "'"
        and text_length(alone) > MAX_CELL_LENGTH
    )


def _enter_as_text(block: xw.Range, entry: str) -> None:
    """Enter a text that has no room for its apostrophe. The format Text needs none, so the cell gets that format for a moment."""
    code = _code(block)
    if not code:  # without the format it could not be restored
        block.value = [[entry]]
        return
    block.number_format = AS_TEXT
    try:
        block.value = [[entry[1:]]]
    finally:
        block.number_format = code


def _block(sheet: xw.Sheet, number: int, first: int, count: int) -> xw.Range:
    return sheet.range((first, number), (first + count - 1, number))


def _enter(block: xw.Range, rows: list[list[object]], *, formulas: bool) -> None:
    """Enter formulas, numbers, TRUE, FALSE and errors. A cell of the format Text would turn them into texts, so it gets General for a moment."""
    code = _code(block)
    if code is None and len(rows) > 1:  # several formats
        half = len(rows) // 2
        _enter(block[:half, :], rows[:half], formulas=formulas)
        _enter(block[half:, :], rows[half:], formulas=formulas)
        return
    if code == AS_TEXT:
        block.number_format = "General"
    try:
        if formulas:
            block.formula = rows
        else:
            block.value = rows
    finally:
        if code == AS_TEXT:
            block.number_format = code


def _code(block: xw.Range) -> str | None:
    """The number format; None where the cells have several, "" in a host that does not give it (xlwings Lite)."""
    try:
        code: str | None = block.number_format
    except NotImplementedError:
        return ""
    return code


def _computed_columns(live: OpenWorkbook, sheet: str) -> set[int]:
    """The columns of a sheet that ippbook computes: people do not type into them or format single words there."""
    known = registry()
    computed: dict[str, set[str]] = {}
    for table, headers in known.headers.items():
        texts = {key(text) for header, others in headers.items() for text in (header, *others)}
        computed |= {key(name): texts for name in record(table).names()}
    for report in known.reports:
        texts = {key(text) for each in report.columns for text in (each.header, *each.chinese)}
        computed |= {key(name): texts for name in report.names()}
    return {
        area.first_col + place
        for area in live.tables.values()
        if area.sheet == sheet
        for place, header in enumerate(area.columns)
        if key(header) in computed.get(key(area.name), ())
    }


def show_results(live: OpenWorkbook, changes: Iterable[CellChange]) -> None:
    """Set the results of formulas, in a host that calculates nothing."""
    for change in changes:
        if not len(change):
            continue
        sheet, values = live.book.sheets[change.sheet], change.values()
        at = 0
        for first, last in change.runs():
            count = last - first + 1
            block = _block(sheet, change.column, first, count)
            block.impl.set_results([[value] for value in values[at : at + count]])
            at += count


def resize_table(live: OpenWorkbook, table: str, area: str) -> None:
    """Give a table another block; its sheet is read again at the next use."""
    name = next(found.name for found in live.tables.values() if key(found.name) == key(table))
    sheet = live.book.sheets[live.tables[name].sheet]
    sheet.tables[name].resize(sheet.range(area))
    live.forget(sheet.name)
    live.forget_tables()


def shrink_table(live: OpenWorkbook, table: str, area: str, added: ooxml.Area) -> None:
    """Remove the rows *added* from the end of a table, and what Excel had filled into them."""
    sheet = live.book.sheets[live.tables[table].sheet]
    sheet.range((added.first_row, added.first_col), (added.last_row, added.last_col)).clear_contents()
    resize_table(live, table, area)


def read_back(live: OpenWorkbook, changes: Sequence[CellChange]) -> list[CellChange]:
    """Check that each text was stored as that text; one that Excel turned into something else is written again with an apostrophe.

    Gives the content of the cells of *changes* afterwards; nothing in xlwings Lite, which writes when the script has ended.
    """
    if not (live.calculates_nothing or hosts.program(live.book)):
        return []
    after = []
    for change in changes:
        cells = _read_again(live, change)
        wrong = change.at(_wrong_texts(change, cells))
        if len(wrong):
            sheet = live.book.sheets[change.sheet]
            for row, text in zip(wrong.rows.tolist(), wrong.text, strict=True):
                _block(sheet, change.column, row, 1).value = [[f"'{text}"]]
            cells = _read_again(live, change)
            if (still := _wrong_texts(change, cells)).any():
                cell = f"{change.sheet}!{column_letters(change.column)}{change.rows[still][0]}"
                raise NotStoredError(say("{cell} does not have the text that was written into it", cell=cell))
        after.append(content_as_change(change.sheet, change.column, change.rows, cells))
    return after


def _read_again(live: OpenWorkbook, change: CellChange) -> CellColumn:
    """The cells of a column from the first to the last row of *change*, read again."""
    span = int(change.rows[0]), int(change.rows[-1])
    return live.read_column_now(change.sheet, change.column, *span, formulas=bool((change.formula != "").any()))


def _wrong_texts(change: CellChange, cells: CellColumn) -> ChangeFlags:
    """Which texts are not texts in their cells, or are other texts. Line ends and spaces may differ."""
    texts = (change.kind == TEXT) & (change.text != "") & (change.formula == "") & change.differs(cells)
    place = change.rows - cells.first_row
    for at in np.flatnonzero(texts).tolist():
        is_text = cells.kind[place[at]] == TEXT and (cells.formula is None or not cells.formula[place[at]])
        texts[at] = not is_text or str(cells.text[place[at]]).split() != str(change.text[at]).split()
    return np.asarray(texts, dtype=bool)


__all__ = [
    "NotStoredError",
    "column_cells",
    "current_content",
    "has_formula_already",
    "put_change",
    "read_back",
    "resize_table",
    "show_results",
    "shrink_table",
]
