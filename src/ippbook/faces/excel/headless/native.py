"""What `.api` gives: the openpyxl object, and beside it the few names of Excel's own objects that tell how things stand."""

from typing import TYPE_CHECKING, Any

from ippbook.ooxml import Area

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from ippbook.faces.excel.headless import model


class NotCoveredError(NotImplementedError, AttributeError):
    """A name of Excel's own object that is not here; `hasattr` says so too."""


class Native:
    """What Excel's own object has and this one has not says so in a sentence."""

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_"):
            try:
                return getattr(self._openpyxl(), name)
            except AttributeError:
                raise NotCoveredError(
                    f"The engine without Excel has no api.{name} ({type(self).__name__.lower()}); do this in Excel, or leave it out of the macro."
                ) from None
        raise AttributeError(name)

    def _openpyxl(self) -> Any:
        """Openpyxl's object, where it has one."""
        return None


class Program(Native):
    """The app."""

    def __init__(self, app: "model.Program") -> None:
        self._app = app

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

    def __init__(self, book: "model.BookState") -> None:
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
    def workbook(self) -> "Workbook":
        """Openpyxl's workbook; to be read: what is changed there is not saved."""
        return self._book.native()

    def _openpyxl(self) -> Any:
        return self.workbook

    def __getitem__(self, name: str) -> Any:
        return self.workbook[name]

    def __iter__(self) -> Any:
        return iter(self.workbook)


class Page(Native):
    """The sheet: openpyxl's worksheet, and ProtectContents, FilterMode."""

    def __init__(self, sheet: "model.SheetState") -> None:
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
    def FilterMode(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether a filter hides rows."""
        return self._sheet.filtered

    @property
    def worksheet(self) -> "Worksheet":
        """Openpyxl's worksheet; to be read: what is changed there is not saved."""
        return self._sheet.book.native()[self._sheet.name]

    def _openpyxl(self) -> Any:
        return self.worksheet

    def __getitem__(self, name: str) -> Any:
        return self.worksheet[name]


class Cells(Native):
    """A block of cells."""

    def __init__(self, sheet: "model.SheetState", area: Area, address: str) -> None:
        self._sheet, self._area, self._address = sheet, area, address

    @property
    def Address(self) -> str:  # noqa: N802  # Excel's own name
        """The address with `$`."""
        return self._address

    @property
    def Value2(self) -> Any:  # noqa: N802  # Excel's own name
        """The values, with days and amounts as plain numbers: one of a single cell, else a tuple of rows."""
        self._sheet.count("read")
        rows = self._sheet.page.plain(self._area)
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else tuple(map(tuple, rows))

    @property
    def HasFormula(self) -> bool | None:  # noqa: N802  # Excel's own name
        """Whether every cell has a formula; None where only some have."""
        held = {has for row in self._sheet.page.has_formula(self._area) for has in row}
        return held.pop() if len(held) == 1 else None

    @property
    def EntireRow(self) -> "Rows":  # noqa: N802  # Excel's own name
        """The rows of the block: Hidden."""
        return Rows(self._sheet, self._area)

    @property
    def Locked(self) -> bool | None:  # noqa: N802  # Excel's own name
        """Whether the cells are locked, which counts on a protected sheet; None where only some are."""
        area = self._area
        held = {
            self._sheet.locked(row, col)
            for row in range(area.first_row, area.last_row + 1)
            for col in range(area.first_col, area.last_col + 1)
        }
        return held.pop() if len(held) == 1 else None


class Rows(Native):
    """Whole rows."""

    def __init__(self, sheet: "model.SheetState", area: Area) -> None:
        self._sheet, self._area = sheet, area

    @property
    def Hidden(self) -> bool | None:  # noqa: N802  # Excel's own name
        """Whether the rows are hidden, by a filter or by hand; None where only some are."""
        hidden = self._sheet.hidden_rows(self._area.first_row, self._area.last_row)
        return bool(hidden.all()) if hidden.all() or not hidden.any() else None
