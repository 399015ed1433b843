"""Checks before the first cell is written: what would stop the write gives one message, and nothing is changed."""

from collections.abc import Iterable, Sequence

import numpy as np
import xlwings as xw

from ippbook.errors import UserError
from ippbook.excel import hosts
from ippbook.excel.cell_changes import AS_TEXT, LONGEST_IN_BLOCK, CellChange
from ippbook.excel.open_workbook import OpenWorkbook
from ippbook.languages import say
from ippbook.ooxml import BLANK, TEXT, TableArea
from ippbook.ooxml.cell_keys import cell_keys
from ippbook.ooxml.excel_limits import MAX_CELL_LENGTH, text_length
from ippbook.ooxml.refs import column_letters
from ippbook.ooxml.write.merged_cells import refuse_covered
from ippbook.ooxml.write.table_growth import Growth


def refuse_unwritable(
    live: OpenWorkbook,
    changes: Sequence[CellChange],
    growths: Iterable[Growth] = (),
    results: Sequence[CellChange] = (),
) -> None:
    """Raise `UserError` or `EditError` for the first obstacle to *changes* and to tables that grow.

    *results*: results to set for formulas that stay, in a host that calculates nothing.
    """
    grown = [growth.table for growth in growths]
    growing = [table.sheet for table in grown]
    refuse_read_only(live.book, str(live.path))
    for sheet in dict.fromkeys([*growing, *(change.sheet for change in changes)]):
        mine = [change for change in changes if change.sheet == sheet]
        _protected(live, sheet, mine, grows=sheet in growing)
        _hidden(live, sheet, mine, [table for table in grown if table.sheet == sheet])
        _merged(live, sheet, mine)
        _too_long_with_apostrophe(live, mine)
        if not live.is_unchanged(sheet):
            raise UserError(
                "{live_path}: sheet {sheet!r} was changed while ippbook was calculating, so nothing was written; press the button again",
                live_path=live.path,
                sheet=sheet,
            )
    for sheet in dict.fromkeys(change.sheet for change in results):
        _merged(live, sheet, [change for change in results if change.sheet == sheet])


def refuse_read_only(book: xw.Book, path: str) -> None:
    """Raise `UserError` where the book is open read-only: changes could not be saved."""
    if hosts.host_property(book, "ReadOnly", "read_only"):
        raise UserError(
            "{path}: the workbook is open read-only, so nothing was changed; save it under another name (File, Save As) and press the button again",
            path=path,
        )


def _protected(live: OpenWorkbook, sheet: str, changes: Sequence[CellChange], *, grows: bool) -> None:
    """Locked cells of a protected sheet cannot be written; its tables cannot grow at all."""
    if not _is_protected(live, sheet):
        return
    found = live.book.sheets[sheet]
    remedy = "unprotect it (Review, Unprotect Sheet), press the button again, and protect it afterwards"
    if grows:
        raise UserError(
            "{live_path}: sheet {sheet!r} is protected, so its tables cannot take new rows and nothing was changed; {remedy}",
            live_path=live.path,
            sheet=sheet,
            remedy=remedy,
        )
    for change in changes:
        if _formatting_is_locked(found) and (cell := _text_format_cell(found, change)):
            raise UserError(
                "{live_path}: sheet {sheet!r} is protected against formatting, and cell {cell} has the format Text, which would turn the new value into a text, so nothing was changed; {remedy}",
                live_path=live.path,
                sheet=sheet,
                cell=cell,
                remedy=remedy,
            )
        if not _locked(live, sheet, change.column, int(change.rows[0]), int(change.rows[-1])):
            continue
        for first, last in change.runs():
            if _locked(live, sheet, change.column, first, last):
                cell = f"{column_letters(change.column)}{first}"
                raise UserError(
                    "{live_path}: sheet {sheet!r} is protected and cell {cell} is locked, so nothing was changed; {remedy}",
                    live_path=live.path,
                    sheet=sheet,
                    cell=cell,
                    remedy=remedy,
                )


def _is_protected(live: OpenWorkbook, sheet: str) -> bool:
    """Whether the protection of the sheet stops a write. One against people alone lets macros write."""
    if facts := live.facts.get(sheet):
        return facts.protected
    found = live.book.sheets[sheet]
    if not hosts.host_property(found, "ProtectContents", "protect_contents"):
        return False
    return not hosts.host_property(found, "ProtectionMode", "protection_mode")


def _formatting_is_locked(sheet: xw.Sheet) -> bool:
    """Whether the protection of a sheet forbids formatting its cells; False where the host does not give that."""
    protection = hosts.host_property(sheet, "Protection")
    return getattr(protection, "AllowFormattingCells", True) is False


def _text_format_cell(sheet: xw.Sheet, change: CellChange) -> str:
    """The first cell with the format Text that would get anything but a text; "" where there is none."""
    rows = change.rows[((change.kind != TEXT) & (change.kind != BLANK)) | (change.formula != "")].tolist()
    while rows:
        code: str | None = sheet.range((rows[0], change.column), (rows[-1], change.column)).number_format
        if code == AS_TEXT:
            return f"{column_letters(change.column)}{rows[0]}"
        if code is not None or len(rows) == 1:
            return ""
        half = len(rows) // 2
        if found := _text_format_cell(sheet, change.at(np.isin(change.rows, rows[:half]))):
            return found
        rows = rows[half:]
    return ""


def _locked(live: OpenWorkbook, sheet: str, column: int, first: int, last: int) -> bool:
    """Whether any of the cells is locked."""
    if facts := live.facts.get(sheet):
        return facts.locks(column, first, last)
    cells = live.book.sheets[sheet].range((first, column), (last, column))
    return hosts.host_property(cells, "Locked", "locked") is not False


def _hidden(live: OpenWorkbook, sheet: str, changes: Sequence[CellChange], grown: Sequence[TableArea]) -> None:
    """Refuse hidden rows: Excel writes a block with filtered rows to wrong cells, and people do not see changes in hidden rows."""
    blocks = {say("table {area_name}", area_name=area.name): area.data_rows for area in grown}
    for change in changes:
        low, high = int(change.rows[0]), int(change.rows[-1])
        name = say("rows {low} to {high}", low=low, high=high)
        for area in live.tables.values():
            first, last = area.data_rows
            inside = area.first_col <= change.column <= area.last_col and first <= low <= last
            if area.sheet == sheet and inside:
                name, low, high = say("table {area_name}", area_name=area.name), first, max(last, high)
        old = blocks.get(name, (low, high))
        blocks[name] = min(low, old[0]), max(high, old[1])
    for name, (low, high) in blocks.items():
        if _hides(live, sheet, low, high):
            raise UserError(
                "{live_path}: sheet {sheet!r} has filtered or hidden rows in {name}, so nothing was changed; clear the filter (Data, Clear) or show the rows (Home, Format, Unhide Rows), and press the button again",
                live_path=live.path,
                sheet=sheet,
                name=name,
            )


def _merged(live: OpenWorkbook, sheet: str, changes: Sequence[CellChange]) -> None:
    """Refuse cells that are covered by a merged cell: Excel drops what is written into them."""
    if changes and (merges := live.merges(sheet)):
        keys = np.sort(np.concatenate([cell_keys(change.rows, change.column) for change in changes]))
        refuse_covered(keys, merges, live.where(live.sheet(sheet)))


def _too_long_with_apostrophe(live: OpenWorkbook, changes: Sequence[CellChange]) -> None:
    """Refuse a text of the greatest length that begins with an apostrophe: Excel removes one, and there is no room for a second."""
    for change in changes:
        for row, text in zip(change.rows.tolist(), change.text, strict=True):
            if len(text) > LONGEST_IN_BLOCK and text[0] == "'" and text_length(text) == MAX_CELL_LENGTH:
                raise UserError(
                    "{live_path}: sheet {change_sheet!r}, cell {column_letters}{row}: the text has {max_cell_length:,} characters and begins with an apostrophe, which Excel would remove, so nothing was changed; shorten the text by one character",
                    live_path=live.path,
                    change_sheet=change.sheet,
                    column_letters=column_letters(change.column),
                    row=row,
                    max_cell_length=MAX_CELL_LENGTH,
                )


def _hides(live: OpenWorkbook, sheet: str, low: int, high: int) -> bool:
    """Whether any of the rows is hidden; one call where the host can answer for many rows at once."""
    if facts := live.facts.get(sheet):
        return facts.hides(low, high)
    rows = live.book.sheets[sheet].range((low, 1), (high, 1))
    whole = hosts.host_property(rows, "EntireRow")
    try:
        state = rows.rows.hidden if whole is None else whole.Hidden
    except NotImplementedError:
        return False
    return state is not False


__all__ = ["refuse_read_only", "refuse_unwritable"]
