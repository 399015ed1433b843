"""A workbook that is open in Excel, as the buttons change it: read in blocks, written all or nothing, and kept for Undo."""

from collections.abc import Mapping

import xlwings as xw

from ippbook import ooxml
from ippbook.excel import write_cells
from ippbook.excel.hosts import HostValue
from ippbook.excel.journal import Journal
from ippbook.excel.open_workbook import OpenWorkbook
from ippbook.excel.sheet_facts import SheetFacts


class LiveBook(OpenWorkbook):
    """An open workbook that can be written. *journal* keeps the cells from before, so that Undo can restore them."""

    def __init__(
        self,
        book: xw.Book,
        journal: Journal | None = None,
        formulas: Mapping[str, HostValue] | None = None,
        facts: Mapping[str, SheetFacts] | None = None,
    ) -> None:
        super().__init__(book, formulas, facts)
        self.journal = journal
        self.changed = 0
        """Cells that were changed by all writes so far."""

    def write(self, edits: ooxml.Edits) -> ooxml.Saved:
        """Put *edits* into the cells: all, or none where a check fails (a `UserError` or `ooxml.EditError`)."""
        saved = write_cells.write_edits(self, edits, self.journal)
        self.changed += saved.changed_cells
        if self.calculates_nothing:
            self.book.impl.plan_save(edits)
        return saved

    def forget_save_plan(self) -> None:
        """Let the save of a host whose file ippbook writes only follow the cells again, because the press that needs more was undone."""
        if self.calculates_nothing:
            self.book.impl.plan_save(None)


__all__ = ["LiveBook"]
