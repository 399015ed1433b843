"""Edits go into the cells of an open workbook: whole columns at once, all or nothing, with the old content kept for Undo."""

from collections.abc import Sequence
from typing import Final

from ippbook import ooxml
from ippbook.excel import hosts, preconditions, put_cells
from ippbook.excel.cell_changes import CellChange, SheetChanges, needed_changes
from ippbook.excel.journal import Journal
from ippbook.excel.open_workbook import OpenWorkbook
from ippbook.excel.quiet_excel import quiet_excel
from ippbook.ooxml import CellColumn
from ippbook.ooxml.write.edits import SheetEdits
from ippbook.ooxml.write.table_growth import Growth

_PATIENCE: Final = 60.0
"""Seconds of repeated calls to a busy Excel while cells are restored: half-written cells are worse than a long wait."""


class HalfDoneError(Exception):
    """A write failed, and what it had written could not be restored."""


def write_edits(live: OpenWorkbook, edits: ooxml.Edits, journal: Journal | None) -> ooxml.Saved:
    """Put *edits* into the cells of *live*. Formulas stay unless an edit removes them; Excel calculates them.

    Raises `UserError` or `ooxml.EditError`, with nothing changed, where a check fails. After a failure during the write the old
    content is restored, and the failure is raised.
    """
    for name in edits.batches:
        live.sheet(name)
    plans = _plans(live, edits)
    growths = list(edits.growths.values())
    todo = _needed(live, plans)
    results = todo.show if live.calculates_nothing else []
    if not (todo.write or growths or results):
        return ooxml.Saved(live.path, 0, ())
    preconditions.refuse_unwritable(live, todo.write, growths, results)
    before: list[CellChange] = []
    after: list[CellChange] = []
    grown: list[Growth] = []
    try:
        with quiet_excel(live.book, live.notes):
            for growth in growths:
                put_cells.resize_table(live, growth.table.name, str(growth.new))
                grown.append(growth)
            if growths:
                todo = _needed(live, plans)  # Excel has filled calculated columns down; their formulas stay
            after = _put_all(live, todo, before)
    except BaseException as failure:
        restore_after(live, failure, before, grown)
        raise
    live.forget(*plans)
    if journal is not None:
        blocks = [(each.table.name, str(each.old), str(each.new)) for each in grown]
        journal.keep(before, after, blocks)
    written = [*todo.write, *(todo.show if live.calculates_nothing else [])]
    return ooxml.Saved(live.path, sum(map(len, written)), ())


def _put_all(live: OpenWorkbook, todo: SheetChanges, before: list[CellChange]) -> list[CellChange]:
    """Write every change, and give the content afterwards; *before* gets the old content, each part before it is overwritten."""
    for change in todo.write:
        before.append(put_cells.current_content(live, change))
        put_cells.put_change(live, change)
    if not live.calculates_nothing:
        return put_cells.read_back(live, todo.write)
    before += [put_cells.current_content(live, change) for change in todo.show]
    put_cells.show_results(live, [*todo.show, *(change.at(change.formula != "") for change in todo.write)])
    return [*put_cells.read_back(live, todo.write), *todo.show]


def _plans(live: OpenWorkbook, edits: ooxml.Edits) -> dict[str, SheetEdits]:
    found = {
        sheet.name: edits.plan(sheet.name, live.where(sheet), date1904=live.date1904)
        for sheet in live.sheets
        if sheet.name.casefold() in edits.batches
    }
    return {name: plan for name, plan in found.items() if plan is not None}


def _needed(live: OpenWorkbook, plans: dict[str, SheetEdits]) -> SheetChanges:
    """The changes that are needed on all sheets."""

    def read(sheet: str, number: int, first: int, last: int) -> CellColumn:
        return live.read(sheet, [number], first, last)[number]

    parts = [needed_changes(sheet, plan, read) for sheet, plan in plans.items()]
    return SheetChanges([each for part in parts for each in part.write], [each for part in parts for each in part.show])


def restore_after(
    live: OpenWorkbook,
    failure: BaseException,
    before: Sequence[CellChange],
    grown: Sequence[Growth] = (),
    shrunk: Sequence[tuple[str, str]] = (),
) -> None:
    """Restore what was written before *failure*: cells, and tables that grew, or shrank from a block (name, block).

    A busy Excel gets more time here. Raises `HalfDoneError` where it cannot be done.
    """
    hosts.be_patient(_PATIENCE)
    try:
        _restore(live, before, grown, shrunk)
    except Exception as second:  # noqa: BLE001  # the border of a button: whatever happened, the person must learn that cells are half-written
        raise HalfDoneError(f"{type(second).__name__}: {second}") from failure
    finally:
        hosts.be_patient()


def _restore(
    live: OpenWorkbook, before: Sequence[CellChange], grown: Sequence[Growth], shrunk: Sequence[tuple[str, str]]
) -> None:
    """Cells that were not written yet are not touched."""
    with quiet_excel(live.book, live.notes):
        live.forget(*(sheet.name for sheet in live.sheets))
        for table, block in reversed(shrunk):
            put_cells.resize_table(live, table, block)
        written = [change.at(change.differs(put_cells.column_cells(live, change))) for change in before]
        for change in written:
            if len(change):
                put_cells.put_change(live, change)
        if live.calculates_nothing:
            put_cells.show_results(live, [change.at(change.formula != "") for change in written])
        for growth in reversed(grown):
            put_cells.shrink_table(live, growth.table.name, str(growth.old), growth.added)
    live.forget(*(sheet.name for sheet in live.sheets))


__all__ = ["HalfDoneError", "restore_after", "write_edits"]
