"""Undo: the cells that the last press of a button changed are restored from the journal."""

from collections.abc import Sequence

import numpy as np

from ippbook.declare.button import Restored
from ippbook.errors import UserError
from ippbook.excel import preconditions, put_cells
from ippbook.excel.cell_changes import CellChange, content_as_change
from ippbook.excel.journal import Journal, ResizedTable
from ippbook.excel.open_workbook import OpenWorkbook
from ippbook.excel.quiet_excel import quiet_excel
from ippbook.excel.write_cells import restore_after
from ippbook.languages import say
from ippbook.ooxml import open as open_file
from ippbook.ooxml.refs import column_letters


def undo_last_press(live: OpenWorkbook, journal: Journal) -> Restored:
    """Restore what the last press changed, if it was not changed since. Raises `UserError`, with nothing changed, otherwise."""
    last = journal.read()
    if last is None:
        raise UserError(
            "{live_path}: there is nothing to undo; ippbook keeps only the last press of a button that changed cells",
            live_path=live.path,
        )
    _refuse_changed(live, last.label, last.after, last.grown)
    _refuse_shrinking(live, last.label, last.grown)
    to_write = [change.at(~put_cells.has_formula_already(live, change)) for change in last.before]
    preconditions.refuse_unwritable(live, [change for change in to_write if len(change)])
    overwritten: list[CellChange] = []
    shrunk: list[tuple[str, str]] = []
    try:
        with quiet_excel(live.book, live.notes):
            for change in last.before:
                overwritten.append(put_cells.current_content(live, change))
                put_cells.put_change(live, change)
            if live.calculates_nothing:
                put_cells.show_results(live, [change.at(change.formula != "") for change in last.before])
            for table in reversed(last.grown):
                shrunk.append((table.name, str(table.new)))
                added = table.new._replace(first_row=table.old.last_row + 1)
                put_cells.shrink_table(live, table.name, str(table.old), added)
    except BaseException as failure:
        restore_after(live, failure, overwritten, shrunk=shrunk)
        raise
    live.forget(*(sheet.name for sheet in live.sheets))
    journal.forget()
    return Restored(last.label, sum(map(len, last.before)))


def _refuse_changed(live: OpenWorkbook, label: str, after: Sequence[CellChange], grown: Sequence[ResizedTable]) -> None:
    """Refuse where a cell or a table is no longer as the press left it. The results of formulas may have changed since."""
    remedy = say("so {label} cannot be undone completely and nothing was changed; fix the cells manually", label=label)
    sheets = {sheet.name for sheet in live.sheets}
    for change in after:
        if change.sheet not in sheets:
            raise UserError(
                "{live_path}: sheet {change_sheet!r} no longer exists, {remedy}",
                live_path=live.path,
                change_sheet=change.sheet,
                remedy=remedy,
            )
        cells = put_cells.column_cells(live, change)
        formula = content_as_change(change.sheet, change.column, change.rows, cells).formula
        other = np.where(change.formula == "", change.differs(cells), change.formula != formula)
        if other.any():
            cell = f"{change.sheet}!{column_letters(change.column)}{change.rows[int(np.argmax(other))]}"
            raise UserError(
                "{live_path}: {cell} was changed after {label} was pressed, {remedy}",
                live_path=live.path,
                cell=cell,
                label=label,
                remedy=remedy,
            )
    for table in grown:
        area = live.tables.get(table.name)
        if area is None or area.ref != str(table.new):
            raise UserError(
                "{live_path}: table {table_name} was changed after {label} was pressed, {remedy}",
                live_path=live.path,
                table_name=table.name,
                label=label,
                remedy=remedy,
            )


def _refuse_shrinking(live: OpenWorkbook, label: str, grown: Sequence[ResizedTable]) -> None:
    """Without Excel a table cannot be made smaller than it is in the file."""
    if not (live.calculates_nothing and grown and live.path.is_file()):
        return
    tables = open_file(live.path).tables
    for table in grown:
        if table.name in tables and tables[table.name].last_row > table.old.last_row:
            raise UserError(
                "{live_path}: the workbook was saved after {label} added rows to table {table_name}, and only Excel can make a table smaller, so nothing was changed; delete its last rows in Excel, or use a copy from before",
                live_path=live.path,
                label=label,
                table_name=table.name,
            )


__all__ = ["undo_last_press"]
