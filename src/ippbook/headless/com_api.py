"""What `.api` gives: a read-only view of openpyxl's object, and the few names of Excel's own objects that describe its state."""

from collections.abc import Iterator
from typing import Final

from ippbook.headless.cell_display import XlwingsValue
from ippbook.headless.errors import check_size, excel_error
from ippbook.headless.openpyxl_copy import is_locked, openpyxl_workbook, openpyxl_worksheet
from ippbook.headless.read_only_api import ApiObject, OpenpyxlValue, read_only
from ippbook.headless.state import AppState, BookState, SheetState
from ippbook.ooxml import Area

_CALCULATIONS: Final = {-4105: "automatic", -4135: "manual", 2: "semiautomatic"}  # XlCalculation


def _switch(name: str, says: str, *, at_first: bool = True) -> property:
    """A setting of the app, the same as xlwings' own, that is remembered and changes nothing without a window."""

    def get(app: "ComApplication") -> bool:
        return app._app.switches.get(name, at_first)  # noqa: SLF001  # a property of that class

    def put(app: "ComApplication", value: object) -> None:
        app._app.switches[name] = bool(value)  # noqa: SLF001  # as above

    return property(get, put, doc=says)


class ComApplication(ApiObject):
    """Excel's Application."""

    def __init__(self, app: AppState) -> None:
        self._app = app

    def _kind(self) -> str:
        return "application"

    ScreenUpdating = _switch("screen_updating", "Whether the screen shows changes.")
    DisplayAlerts = _switch("display_alerts", "Whether Excel shows its own questions.")
    EnableEvents = _switch("enable_events", "Whether VBA gets events.")
    Interactive = _switch("interactive", "Whether the user can type while a macro runs.")
    Visible = _switch("visible", "Whether there is a window.", at_first=False)

    @property
    def StatusBar(self) -> str | bool:  # noqa: N802  # Excel's own name
        """The text of the status bar; False where Excel shows its own."""
        return self._app.status

    @StatusBar.setter
    def StatusBar(self, value: str | bool) -> None:  # noqa: N802  # Excel's own name
        self._app.status = value

    @property
    def Calculation(self) -> int:  # noqa: N802  # Excel's own name
        """When Excel calculates, as a number of XlCalculation."""
        return next(number for number, name in _CALCULATIONS.items() if name == self._app.calculation)

    @Calculation.setter
    def Calculation(self, value: int) -> None:  # noqa: N802  # Excel's own name
        if value not in _CALCULATIONS:
            raise excel_error("Unable to set the Calculation property of the Application class")
        self._app.calculation = _CALCULATIONS[value]

    @property
    def Ready(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether Excel answers: false while a cell is being edited."""
        return not self._app.editing

    @property
    def Name(self) -> str:  # noqa: N802  # Excel's own name
        """The program."""
        return "ippbook without Excel"


class ComWorkbook(ApiObject):
    """Excel's Workbook: ReadOnly and Date1904; the rest from openpyxl's workbook with everything that was written."""

    def __init__(self, book: BookState) -> None:
        self._book = book

    def _kind(self) -> str:
        return "workbook"

    @property
    def ReadOnly(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether the book may not be saved under its name."""
        return self._book.read_only

    @property
    def Date1904(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether serial numbers count from 1904."""
        return self._book.date1904

    @property
    def workbook(self) -> OpenpyxlValue:
        """Openpyxl's workbook, read-only."""
        return read_only(openpyxl_workbook(self._book))

    def _viewed(self) -> OpenpyxlValue:
        return openpyxl_workbook(self._book)

    def __getitem__(self, name: str) -> OpenpyxlValue:
        return self.workbook[name]

    def __iter__(self) -> Iterator[OpenpyxlValue]:
        return iter(self.workbook)


class ComWorksheet(ApiObject):
    """Excel's Worksheet: its protection and its filter; the rest from openpyxl's worksheet."""

    def __init__(self, sheet: SheetState) -> None:
        self._sheet = sheet

    def _kind(self) -> str:
        return "worksheet"

    @property
    def ProtectContents(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether locked cells cannot be written."""
        return self._sheet.protected

    @property
    def ProtectionMode(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether the protection lets macros write. Excel does not save that, so it is never so in a file."""
        return False

    @property
    def Protection(self) -> "ComProtection":  # noqa: N802  # Excel's own name
        """What the protection of the sheet still allows: AllowFormattingCells."""
        return ComProtection(openpyxl_worksheet(self._sheet))

    @property
    def FilterMode(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether a filter hides rows."""
        return self._sheet.filtered

    @property
    def worksheet(self) -> OpenpyxlValue:
        """Openpyxl's worksheet, read-only."""
        return read_only(openpyxl_worksheet(self._sheet))

    def _viewed(self) -> OpenpyxlValue:
        return openpyxl_worksheet(self._sheet)

    def __getitem__(self, name: str) -> OpenpyxlValue:
        return self.worksheet[name]


class ComProtection(ApiObject):
    """Excel's Protection: what a protected sheet allows."""

    def __init__(self, worksheet: OpenpyxlValue) -> None:
        self._worksheet = worksheet

    def _kind(self) -> str:
        return "protection"

    @property
    def AllowFormattingCells(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether people and macros may format cells."""
        return not self._worksheet.protection.formatCells


class ComRange(ApiObject):
    """Excel's Range."""

    def __init__(self, sheet: SheetState, area: Area, address: str) -> None:
        self._sheet, self._area, self._address = sheet, area, address

    def _kind(self) -> str:
        return "range"

    @property
    def _size(self) -> int:
        area = self._area
        return (area.last_row - area.first_row + 1) * (area.last_col - area.first_col + 1)

    @property
    def Address(self) -> str:  # noqa: N802  # Excel's own name
        """The address with `$`."""
        return self._address

    @property
    def Value2(self) -> XlwingsValue:  # noqa: N802  # Excel's own name
        """The values, with days and amounts as plain numbers: one of a single cell, else a tuple of rows."""
        check_size(self._size)
        self._sheet.count("read")
        self._sheet.note_uncalculated(self._area)
        rows = self._sheet.cells.com_plain_values(self._area)
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else tuple(map(tuple, rows))

    @property
    def HasFormula(self) -> bool | None:  # noqa: N802  # Excel's own name
        """Whether every cell has a formula; None where only some have."""
        check_size(self._size)
        return _common({has for row in self._sheet.cells.has_formula(self._area) for has in row})

    @property
    def EntireRow(self) -> "ComRows":  # noqa: N802  # Excel's own name
        """The rows of the block: Hidden."""
        return ComRows(self._sheet, self._area)

    @property
    def Locked(self) -> bool | None:  # noqa: N802  # Excel's own name
        """Whether the cells are locked, which counts on a protected sheet; None where only some are."""
        check_size(self._size)
        area = self._area
        return _common(
            {
                is_locked(self._sheet, row, col)
                for row in range(area.first_row, area.last_row + 1)
                for col in range(area.first_col, area.last_col + 1)
            }
        )


def _common(answers: set[bool]) -> bool | None:
    """The one answer for all cells; None where they differ."""
    return answers.pop() if len(answers) == 1 else None


class ComRows(ApiObject):
    """Excel's Range of whole rows."""

    def __init__(self, sheet: SheetState, area: Area) -> None:
        self._sheet, self._area = sheet, area

    def _kind(self) -> str:
        return "rows"

    @property
    def Hidden(self) -> bool | None:  # noqa: N802  # Excel's own name
        """Whether the rows are hidden, by a filter or manually; None where only some are."""
        hidden = self._sheet.hidden_rows(self._area.first_row, self._area.last_row)
        return bool(hidden.all()) if hidden.all() or not hidden.any() else None
