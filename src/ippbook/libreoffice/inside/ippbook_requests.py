"""What ippbook asks about a document that is open in Calc, and the answers. Runs in the Python of LibreOffice: Python 3.8, the standard library, UNO.

A request is {"ask": NAME, ...}; the answer is plain data. ippbook's own process thinks; this module reads and writes cells.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Dict, Iterator, List  # Python 3.8

import ippbook_cells as cells
import uno  # only in the Python of LibreOffice
from com.sun.star.uno import RuntimeException
from ippbook_undo import UndoStep

UnoThing = Any
CalcRequest = Dict[str, Any]
CalcAnswer = Any


class CalcRefusedError(Exception):
    """Calc cannot do what is wanted: *why* is a word for ippbook, which has the sentence; *name* is a sheet or a table."""

    def __init__(self, why: str, name: str = "") -> None:
        super().__init__(why + " " + name)
        self.why, self.name = why, name


class DocumentRequests:
    """Answers requests about one document. *dialogs* has `file` and `folder`, which let a person choose."""

    def __init__(self, document: UnoThing, dialogs: UnoThing) -> None:
        self._document, self._dialogs = document, dialogs
        self.step = UndoStep(document)
        self._indicator: UnoThing = None
        self._locked = 0

    def answer(self, request: CalcRequest) -> CalcAnswer:
        """The answer to one request. Raises `CalcRefusedError` or UNO's own errors."""
        handler = getattr(self, "ask_" + str(request["ask"]), None)
        if handler is None:
            raise CalcRefusedError("unknown", str(request["ask"]))
        return handler(request)

    def finish(self, keeps: bool) -> None:
        """End the step of Undo, and restore the window, whatever happened. The step is undone unless the press *keeps* what it wrote."""
        while self._locked:
            self._locked -= 1
            self._document.unlockControllers()
        self.step.end(keeps)
        if self._indicator is not None:
            self._indicator.end()

    def _sheet(self, request: CalcRequest) -> UnoThing:
        sheets = self._document.getSheets()
        if not sheets.hasByName(request["sheet"]):
            raise CalcRefusedError("no sheet", str(request["sheet"]))
        return sheets.getByName(request["sheet"])

    # the document

    def ask_begin(self, request: CalcRequest) -> CalcAnswer:
        """Name the step of Undo."""
        self.step.label = request["label"]

    def ask_book(self, _request: CalcRequest) -> CalcAnswer:
        """Name, file, sheets, tables, names, and how days are counted."""
        document = self._document
        sheets, day = document.getSheets(), document.NullDate
        place = document.getURL()
        path = uno.fileUrlToSystemPath(place) if place.startswith("file:") else ""
        ranges = document.NamedRanges
        return {
            "title": path.replace("\\", "/").rsplit("/", 1)[-1] or document.getTitle(),
            "path": path,
            "read_only": bool(document.isReadonly()),
            "first_day": "%04d-%02d-%02d" % (day.Year, day.Month, day.Day),  # as above
            "sheets": [
                {"name": name, "visible": bool(sheets.getByName(name).IsVisible)} for name in sheets.getElementNames()
            ],
            "names": {name: ranges.getByName(name).getContent() for name in ranges.getElementNames()},
            "tables": self._tables(),
        }

    def _tables(self) -> List[CalcRequest]:
        """The database ranges that have a name: Calc makes one of each table of an .xlsx."""
        document, found = self._document, []
        names = document.getSheets().getElementNames()
        for name in document.DatabaseRanges.getElementNames():
            table = document.DatabaseRanges.getByName(name)
            area = table.getDataArea()
            if area.Sheet >= len(names):
                continue
            found.append(
                {
                    "name": name,
                    "sheet": names[area.Sheet],
                    "area": [
                        area.StartRow + 1,
                        area.StartColumn + 1,
                        area.EndRow - area.StartRow + 1,
                        area.EndColumn - area.StartColumn + 1,
                    ],
                    "header": bool(table.ContainsHeader),
                    "totals": bool(table.TotalsRow),
                }
            )
        return found

    # reading

    def ask_used(self, request: CalcRequest) -> CalcAnswer:
        """The block of a sheet with all filled cells."""
        return cells.used_block(self._sheet(request))

    def ask_block(self, request: CalcRequest) -> CalcAnswer:
        """Values and formulas of a block."""
        return cells.read_block(self._document, self._sheet(request), request["area"], bool(request["formulas"]))

    def ask_merges(self, request: CalcRequest) -> CalcAnswer:
        """The merged blocks of a sheet."""
        sheet = self._sheet(request)
        return cells.merged_blocks(sheet, cells.used_block(sheet))

    def ask_protected(self, request: CalcRequest) -> CalcAnswer:
        """Whether a sheet is protected."""
        return bool(self._sheet(request).isProtected())

    def ask_locked(self, request: CalcRequest) -> CalcAnswer:
        """Whether a block has a locked cell."""
        return cells.any_locked(self._sheet(request), request["area"])

    def ask_hidden(self, request: CalcRequest) -> CalcAnswer:
        """Whether rows are hidden."""
        return cells.hidden_state(self._sheet(request), request["first"], request["last"])

    # writing

    def ask_write(self, request: CalcRequest) -> CalcAnswer:
        """Write values below each other."""
        sheet = self._sheet(request)
        with self._writing(sheet, request["row"], len(request["values"])):
            place = request["row"], request["column"]
            cells.write_values(self._document, sheet, *place, request["values"], bool(request["doubtful"]))

    def ask_enter(self, request: CalcRequest) -> CalcAnswer:
        """Enter formulas below each other."""
        sheet = self._sheet(request)
        with self._writing(sheet, request["row"], len(request["formulas"])):
            cells.enter_formulas(sheet, request["row"], request["column"], request["formulas"])

    def ask_clear(self, request: CalcRequest) -> CalcAnswer:
        """Empty the cells of a block."""
        sheet = self._sheet(request)
        with self._writing(sheet, request["area"][0], request["area"][2]):
            cells.empty_cells(sheet, request["area"])

    @contextmanager
    def _writing(self, sheet: UnoThing, row: int, count: int) -> Iterator[None]:
        """The step of Undo around a write into rows; what Calc refuses inside becomes a sentence."""
        self.step.begin()
        self.step.note_rows(sheet.getName(), row, row + count - 1)
        try:
            yield
        except RuntimeException as failure:
            raise CalcRefusedError("not accepted", str(sheet.getName())) from failure

    def ask_resize(self, request: CalcRequest) -> CalcAnswer:
        """Give a table another block. New rows continue the last one: formats, drop-downs, formulas."""
        table = self._document.DatabaseRanges.getByName(request["table"])
        area, (row, column, rows, columns) = table.getDataArea(), request["area"]
        old = [
            area.StartRow + 1,
            area.StartColumn + 1,
            area.EndRow - area.StartRow + 1,
            area.EndColumn - area.StartColumn + 1,
        ]
        sheet = self._document.getSheets().getByIndex(area.Sheet)
        added = rows - old[2]
        if added > 0:
            below = [old[0] + old[2], old[1], added, old[3]]
            free = sum(part[2] * part[3] for part in cells.blank_areas(sheet, below))
            if free != added * old[3]:
                raise CalcRefusedError("not blank", str(request["table"]))
            with self._writing(sheet, old[0] + old[2], added):
                cells.fill_down(sheet, old, added)
        self.step.begin()
        area.StartRow, area.StartColumn = row - 1, column - 1
        area.EndRow, area.EndColumn = row + rows - 2, column + columns - 2
        table.setDataArea(area)

    # the window

    def ask_selection(self, _request: CalcRequest) -> CalcAnswer:
        """Sheet and block of the selected cells; None where no cells are selected."""
        chosen = self._document.getCurrentSelection()
        if chosen is None:
            return None
        if hasattr(chosen, "getRangeAddresses"):
            areas = chosen.getRangeAddresses()
            area = areas[0] if areas else None
        else:
            area = chosen.getRangeAddress() if hasattr(chosen, "getRangeAddress") else None
        if area is None:
            return None
        name = self._document.getSheets().getByIndex(area.Sheet).getName()
        block = [
            area.StartRow + 1,
            area.StartColumn + 1,
            area.EndRow - area.StartRow + 1,
            area.EndColumn - area.StartColumn + 1,
        ]
        return {"sheet": name, "area": block}

    def ask_select(self, request: CalcRequest) -> CalcAnswer:
        """Show a sheet, and select a block of it where one is named."""
        view, sheet = self._document.getCurrentController(), self._sheet(request)
        if view is None:
            return
        view.setActiveSheet(sheet)
        if request.get("area"):
            view.select(cells.cells_at(sheet, *request["area"]))

    def ask_calculation(self, request: CalcRequest) -> CalcAnswer:
        """Whether Calc calculates by itself; set where the request says."""
        if request.get("set") is not None:
            self._document.enableAutomaticCalculation(bool(request["set"]))
        return bool(self._document.isAutomaticCalculationEnabled())

    def ask_screen(self, request: CalcRequest) -> CalcAnswer:
        """Whether the window shows changes; set where the request says."""
        if request.get("set") is False:
            self._locked += 1
            self._document.lockControllers()
        elif request.get("set") and self._locked:
            self._locked -= 1
            self._document.unlockControllers()
        return not self._locked

    def ask_status(self, request: CalcRequest) -> CalcAnswer:
        """Show a text in the status bar; "" shows Calc's own again."""
        view = self._document.getCurrentController()
        if view is None:
            return
        if self._indicator is None:
            self._indicator = view.getFrame().createStatusIndicator()
            self._indicator.start(request["text"], 0)
        elif request["text"]:
            self._indicator.setText(request["text"])
        else:
            self._indicator.end()
            self._indicator = None

    def ask_file(self, request: CalcRequest) -> CalcAnswer:
        """Let the person choose a file; None where none is chosen."""
        return self._dialogs.file(request["title"], request["endings"])

    def ask_folder(self, request: CalcRequest) -> CalcAnswer:
        """Let the person choose a folder; None where none is chosen."""
        return self._dialogs.folder(request["title"], request["start"])

    def ask_take_back(self, request: CalcRequest) -> CalcAnswer:
        """Undo the last step of the document if it is the press of that button."""
        return self.step.take_back(request["label"])
