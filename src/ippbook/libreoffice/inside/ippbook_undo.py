"""One press is one step of Calc's Undo. Runs in the Python of LibreOffice: Python 3.8, the standard library, UNO."""

from __future__ import annotations

from typing import Any, Dict, Tuple  # Python 3.8

UnoDocument = Any
STEP_TITLE = "ippbook: {label}"


class UndoStep:
    """The step of one press. It begins with the first write, so a press that writes nothing leaves no step."""

    def __init__(self, document: UnoDocument) -> None:
        self._document, self._manager = document, document.getUndoManager()
        self.label = ""
        """The label of the button."""
        self.open = False
        self._rows: Dict[str, Tuple[int, int]] = {}

    def begin(self) -> None:
        """Open the step, unless it is open."""
        if not self.open:
            self._manager.enterUndoContext(STEP_TITLE.format(label=self.label))
            self.open = True
            self._document.IsAdjustHeightEnabled = False  # otherwise each write measures every wrapped text again

    def note_rows(self, sheet: str, first: int, last: int) -> None:
        """Rows of a sheet get new content, so that their heights are fitted at the end."""
        old = self._rows.get(sheet, (first, last))
        self._rows[sheet] = min(first, old[0]), max(last, old[1])

    def end(self, keeps: bool) -> None:
        """Fit the heights, and close the step, also after a failure; undo it unless the press *keeps* what it wrote."""
        if not self.open:
            return
        self.open = False
        try:
            self._document.IsAdjustHeightEnabled = True
            for name, (first, last) in self._rows.items():
                _fit_rows(self._document.getSheets().getByName(name), first, last)
        finally:
            self._rows.clear()
            self._manager.leaveUndoContext()
        if not keeps and self.last_title() == STEP_TITLE.format(label=self.label):
            self._manager.undo()

    def last_title(self) -> str:
        """The title of the step that Undo would take back now; "" where there is none."""
        titles = self._manager.getAllUndoActionTitles()
        return str(titles[0]) if titles else ""

    def take_back(self, label: str) -> bool:
        """Undo the last step of the document if it is the press of the button *label*; gives whether it was."""
        if self.open or self.last_title() != STEP_TITLE.format(label=label):
            return False
        self._manager.undo()
        return True


def _fit_rows(sheet: UnoDocument, first: int, last: int) -> None:
    """Fit the heights of rows that Calc fits, once; a height that a person chose stays."""
    rows, begin = sheet.getRows(), first
    for row in range(first, last + 2):
        if row <= last and rows.getByIndex(row - 1).OptimalHeight:
            continue
        if begin < row:
            sheet.getCellRangeByPosition(0, begin - 1, 0, row - 2).getRows().OptimalHeight = True
        begin = row + 1
