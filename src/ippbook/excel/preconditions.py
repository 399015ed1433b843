"""What could stop a write, looked for before the first cell is touched: one sentence, and nothing is changed."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import xlwings as xw

from ippbook.errors import UserError
from ippbook.excel import hosts
from ippbook.excel.cell_changes import AS_TEXT, LONGEST, Change
from ippbook.ooxml import BLANK, TEXT, TableArea
from ippbook.ooxml.cell_keys import cell_keys
from ippbook.ooxml.excel_limits import MAX_CELL_LENGTH, text_length
from ippbook.ooxml.refs import column_letters
from ippbook.ooxml.write.merged_cells import refuse_covered
from ippbook.ooxml.write.table_growth import Growth

if TYPE_CHECKING:
    from ippbook.excel.open_workbook import LiveBook


def refuse(
    live: "LiveBook", changes: Sequence[Change], growths: Iterable[Growth] = (), shown: Sequence[Change] = ()
) -> None:
    """Raise `UserError` or `EditError` for the first thing that stands in the way of *changes* and of tables that grow.

    *shown*: what formulas that stay shall show, where that is laid down.
    """
    grown = [growth.table for growth in growths]
    growing = [table.sheet for table in grown]
    refuse_read_only(live.book, str(live.path))
    for sheet in dict.fromkeys([*growing, *(change.sheet for change in changes)]):
        mine = [change for change in changes if change.sheet == sheet]
        _protected(live, sheet, mine, grows=sheet in growing)
        _hidden(live, sheet, mine, [table for table in grown if table.sheet == sheet])
        _merged(live, sheet, mine)
        _unsayable(live, mine)
        if not live.stands(sheet):
            raise UserError(
                f"{live.path}: somebody changed sheet {sheet!r} while ippbook was calculating, so nothing was written; press the button again"
            )
    for sheet in dict.fromkeys(change.sheet for change in shown):
        _merged(live, sheet, [change for change in shown if change.sheet == sheet])


def refuse_read_only(book: xw.Book, path: str) -> None:
    """Raise `UserError` where the book is open read-only: what is written could not be saved."""
    if hosts.native(book, "ReadOnly", "read_only"):
        raise UserError(
            f"{path}: the workbook is open read-only, so nothing was changed; save it under another name (File, Save As) and press the button again"
        )


def _protected(live: "LiveBook", sheet: str, changes: Sequence[Change], *, grows: bool) -> None:
    """Locked cells of a protected sheet cannot be written; its tables cannot grow at all."""
    found = live.book.sheets[sheet]
    if not hosts.native(found, "ProtectContents", "protect_contents"):
        return
    if hosts.native(found, "ProtectionMode", "protection_mode"):  # protected against people, open to macros
        return
    remedy = "unprotect it (Review, Unprotect Sheet), press the button again, and protect it afterwards"
    if grows:
        raise UserError(
            f"{live.path}: sheet {sheet!r} is protected, so its tables cannot take new rows and nothing was changed; {remedy}"
        )
    for change in changes:
        if _formats_are_shut(found) and (cell := _as_text(found, change)):
            raise UserError(
                f"{live.path}: sheet {sheet!r} is protected against formatting and cell {cell} has the format Text, which would make a text "
                f"of what goes into it, so nothing was changed; {remedy}"
            )
        if not _locked(found, change.column, int(change.rows[0]), int(change.rows[-1])):
            continue
        for first, last in change.runs():
            if _locked(found, change.column, first, last):
                cell = f"{column_letters(change.column)}{first}"
                raise UserError(
                    f"{live.path}: sheet {sheet!r} is protected and cell {cell} is locked, so nothing was changed; {remedy}"
                )


def _formats_are_shut(sheet: xw.Sheet) -> bool:
    """Whether the protection of a sheet lets nobody format its cells; where the host does not tell, it does not."""
    protection = hosts.native(sheet, "Protection")
    return getattr(protection, "AllowFormattingCells", True) is False


def _as_text(sheet: xw.Sheet, change: Change) -> str:
    """The first cell with the format Text into which something else than a text goes; "" where there is none."""
    rows = change.rows[((change.kind != TEXT) & (change.kind != BLANK)) | (change.formula != "")].tolist()
    while rows:
        code: str | None = sheet.range((rows[0], change.column), (rows[-1], change.column)).number_format
        if code == AS_TEXT:
            return f"{column_letters(change.column)}{rows[0]}"
        if code is not None or len(rows) == 1:
            return ""
        half = len(rows) // 2
        if found := _as_text(sheet, change.at(np.isin(change.rows, rows[:half]))):
            return found
        rows = rows[half:]
    return ""


def _locked(sheet: xw.Sheet, column: int, first: int, last: int) -> bool:
    """Whether any of the cells is locked."""
    return hosts.native(sheet.range((first, column), (last, column)), "Locked", "locked") is not False


def _hidden(live: "LiveBook", sheet: str, changes: Sequence[Change], grown: Sequence[TableArea]) -> None:
    """Excel writes a block over rows that a filter hides at wrong places, and nobody sees what is written into hidden rows."""
    found = live.book.sheets[sheet]
    blocks = {f"table {area.name}": area.data_rows for area in grown}
    for change in changes:
        low, high = int(change.rows[0]), int(change.rows[-1])
        name = f"rows {low} to {high}"
        for area in live.tables.values():
            first, last = area.data_rows
            inside = area.first_col <= change.column <= area.last_col and first <= low <= last
            if area.sheet == sheet and inside:
                name, low, high = f"table {area.name}", first, max(last, high)
        old = blocks.get(name, (low, high))
        blocks[name] = min(low, old[0]), max(high, old[1])
    for name, (low, high) in blocks.items():
        if _hides(found.range((low, 1), (high, 1))):
            raise UserError(
                f"{live.path}: sheet {sheet!r} has filtered or hidden rows in {name}, so nothing was changed; "
                "clear the filter (Data, Clear) or show the rows (Home, Format, Unhide Rows), and press the button again"
            )


def _merged(live: "LiveBook", sheet: str, changes: Sequence[Change]) -> None:
    """Excel loses what is written into a cell that lies under merged ones."""
    if changes and (merges := live.merges(sheet)):
        keys = np.sort(np.concatenate([cell_keys(change.rows, change.column) for change in changes]))
        refuse_covered(keys, merges, live.where(live.sheet(sheet)))


def _unsayable(live: "LiveBook", changes: Sequence[Change]) -> None:
    """Excel takes an apostrophe before a text for its own sign; a second one must go before it, and the longest text has no room."""
    for change in changes:
        for row, text in zip(change.rows.tolist(), change.text, strict=True):
            if len(text) > LONGEST and text[0] == "'" and text_length(text) == MAX_CELL_LENGTH:
                raise UserError(
                    f"{live.path}: sheet {change.sheet!r}, cell {column_letters(change.column)}{row}: the text has {MAX_CELL_LENGTH:,} letters and begins with an apostrophe, "
                    "which Excel takes for its own sign, so nothing was changed; shorten it by a letter"
                )


def _hides(rows: xw.Range) -> bool:
    """Whether any of the rows is hidden, asked in one call where the host can answer for many rows at once."""
    whole = hosts.native(rows, "EntireRow")
    try:
        state = rows.rows.hidden if whole is None else whole.Hidden
    except NotImplementedError:
        return False
    return state is not False


__all__ = ["refuse", "refuse_read_only"]
