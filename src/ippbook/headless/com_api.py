"""What `.api` gives: the openpyxl object, to be looked at, and beside it the few names of Excel's own objects that tell how things stand."""

from typing import TYPE_CHECKING, Any, Final

from ippbook.headless.errors import check_size, refused
from ippbook.headless.read_only_api import not_covered, viewed
from ippbook.ooxml import Area

if TYPE_CHECKING:
    from ippbook.headless import state

_CALCULATIONS: Final = {-4105: "automatic", -4135: "manual", 2: "semiautomatic"}  # XlCalculation


class Native:
    """What Excel's own object has and this one has not says so in a sentence, and so does what it would not keep."""

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_"):
            thing = self._openpyxl()
            if thing is None or not hasattr(thing, name):
                raise not_covered(name, type(self).__name__.lower())
            return getattr(viewed(thing), name)
        raise AttributeError(name)

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_"):
            member = getattr(type(self), name, None)
            if not isinstance(member, property) or member.fset is None:
                raise not_covered(name, type(self).__name__.lower(), setting=True)
        object.__setattr__(self, name, value)

    def _openpyxl(self) -> Any:
        """Openpyxl's object, where it has one."""
        return None


def _switch(name: str, says: str, *, at_first: bool = True) -> property:
    """A setting of the app, the same as xlwings' own, that is remembered and changes nothing without a window."""

    def get(program: "Program") -> bool:
        return program._app.switches.get(name, at_first)  # noqa: SLF001  # a property of that class

    def put(program: "Program", value: Any) -> None:
        program._app.switches[name] = bool(value)  # noqa: SLF001  # as above

    return property(get, put, doc=says)


class Program(Native):
    """The app."""

    def __init__(self, app: "state.Program") -> None:
        self._app = app

    ScreenUpdating = _switch("screen_updating", "Whether the screen follows.")
    DisplayAlerts = _switch("display_alerts", "Whether Excel asks its own questions.")
    EnableEvents = _switch("enable_events", "Whether events of VBA are raised.")
    Interactive = _switch("interactive", "Whether the user may type meanwhile.")
    Visible = _switch("visible", "Whether there is a window.", at_first=False)

    @property
    def StatusBar(self) -> str | bool:  # noqa: N802  # Excel's own name
        """The text of the status bar; False where Excel says its own."""
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
            raise refused("Unable to set the Calculation property of the Application class")
        self._app.calculation = _CALCULATIONS[value]

    @property
    def Ready(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether Excel answers: false while a cell is being edited."""
        return not self._app.editing

    @property
    def Name(self) -> str:  # noqa: N802  # Excel's own name
        """The program."""
        return "ippbook without Excel"


class File(Native):
    """The book: openpyxl's workbook with everything that was written, and ReadOnly."""

    def __init__(self, book: "state.BookState") -> None:
        self._book = book

    @property
    def ReadOnly(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether the book may not be saved under its name."""
        return self._book.read_only

    @property
    def Date1904(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether serial numbers count from 1904."""
        return self._book.date1904

    @property
    def workbook(self) -> Any:
        """Openpyxl's workbook, to be looked at."""
        return viewed(self._book.native())

    def _openpyxl(self) -> Any:
        return self._book.native()

    def __getitem__(self, name: str) -> Any:
        return self.workbook[name]

    def __iter__(self) -> Any:
        return iter(self.workbook)


class Page(Native):
    """The sheet: openpyxl's worksheet, and ProtectContents, FilterMode."""

    def __init__(self, sheet: "state.SheetState") -> None:
        self._sheet = sheet

    @property
    def ProtectContents(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether locked cells cannot be written."""
        return self._sheet.protected

    @property
    def ProtectionMode(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether macros may write all the same: only while Excel runs, so never in a file."""
        return False

    @property
    def Protection(self) -> "Protection":  # noqa: N802  # Excel's own name
        """What the protection of the sheet allows all the same: AllowFormattingCells."""
        return Protection(self._openpyxl())

    @property
    def FilterMode(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether a filter hides rows."""
        return self._sheet.filtered

    @property
    def worksheet(self) -> Any:
        """Openpyxl's worksheet, to be looked at."""
        return viewed(self._openpyxl())

    def _openpyxl(self) -> Any:
        return self._sheet.book.native()[self._sheet.name]

    def __getitem__(self, name: str) -> Any:
        return self.worksheet[name]


class Protection(Native):
    """What a protected sheet allows."""

    def __init__(self, worksheet: Any) -> None:
        self._worksheet = worksheet

    @property
    def AllowFormattingCells(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether people and macros may format cells."""
        return not self._worksheet.protection.formatCells


class Cells(Native):
    """A block of cells."""

    def __init__(self, sheet: "state.SheetState", area: Area, address: str) -> None:
        self._sheet, self._area, self._address = sheet, area, address

    @property
    def _size(self) -> int:
        area = self._area
        return (area.last_row - area.first_row + 1) * (area.last_col - area.first_col + 1)

    @property
    def Address(self) -> str:  # noqa: N802  # Excel's own name
        """The address with `$`."""
        return self._address

    @property
    def Value2(self) -> Any:  # noqa: N802  # Excel's own name
        """The values, with days and amounts as plain numbers: one of a single cell, else a tuple of rows."""
        check_size(self._size)
        self._sheet.count("read")
        self._sheet.note_uncalculated(self._area)
        rows = self._sheet.page.plain(self._area)
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else tuple(map(tuple, rows))

    @property
    def HasFormula(self) -> bool | None:  # noqa: N802  # Excel's own name
        """Whether every cell has a formula; None where only some have."""
        check_size(self._size)
        held = {has for row in self._sheet.page.has_formula(self._area) for has in row}
        return held.pop() if len(held) == 1 else None

    @property
    def EntireRow(self) -> "Rows":  # noqa: N802  # Excel's own name
        """The rows of the block: Hidden."""
        return Rows(self._sheet, self._area)

    @property
    def Locked(self) -> bool | None:  # noqa: N802  # Excel's own name
        """Whether the cells are locked, which counts on a protected sheet; None where only some are."""
        check_size(self._size)
        area = self._area
        held = {
            self._sheet.locked(row, col)
            for row in range(area.first_row, area.last_row + 1)
            for col in range(area.first_col, area.last_col + 1)
        }
        return held.pop() if len(held) == 1 else None


class Rows(Native):
    """Whole rows."""

    def __init__(self, sheet: "state.SheetState", area: Area) -> None:
        self._sheet, self._area = sheet, area

    @property
    def Hidden(self) -> bool | None:  # noqa: N802  # Excel's own name
        """Whether the rows are hidden, by a filter or by hand; None where only some are."""
        hidden = self._sheet.hidden_rows(self._area.first_row, self._area.last_row)
        return bool(hidden.all()) if hidden.all() or not hidden.any() else None
