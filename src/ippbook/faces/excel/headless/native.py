"""What `.api` gives: the openpyxl object, and beside it the few names of Excel's own objects that tell how things stand."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from ippbook.faces.excel.headless.books import App, Book
    from ippbook.faces.excel.headless.ranges import Range
    from ippbook.faces.excel.headless.sheets import Sheet


class Program:
    """The app."""

    def __init__(self, app: "App") -> None:
        self._app = app

    @property
    def Ready(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether Excel answers: false while a cell is being edited."""
        return not self._app.editing

    @property
    def Name(self) -> str:  # noqa: N802  # Excel's own name
        """The program."""
        return "ippbook without Excel"


class File:
    """The book: openpyxl's workbook with everything that was written, and ReadOnly."""

    def __init__(self, book: "Book") -> None:
        self._book = book

    @property
    def ReadOnly(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether the book may not be saved under its name."""
        return self._book._read_only

    @property
    def workbook(self) -> "Workbook":
        """Openpyxl's workbook; to be read: what is changed there is not saved."""
        return self._book._openpyxl()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.workbook, name)

    def __getitem__(self, name: str) -> Any:
        return self.workbook[name]

    def __iter__(self) -> Any:
        return iter(self.workbook)


class Page:
    """The sheet: openpyxl's worksheet, and ProtectContents, FilterMode."""

    def __init__(self, sheet: "Sheet") -> None:
        self._sheet = sheet

    @property
    def ProtectContents(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether locked cells cannot be written."""
        return self._sheet._protected

    @property
    def FilterMode(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether a filter hides rows."""
        return self._sheet._filters

    @property
    def worksheet(self) -> "Worksheet":
        """Openpyxl's worksheet; to be read: what is changed there is not saved."""
        return self._sheet._book._openpyxl()[self._sheet._name]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.worksheet, name)

    def __getitem__(self, name: str) -> Any:
        return self.worksheet[name]


class Cells:
    """A block of cells."""

    def __init__(self, block: "Range") -> None:
        self._block = block

    @property
    def Address(self) -> str:  # noqa: N802  # Excel's own name
        """The address with `$`."""
        return self._block.address

    @property
    def HasFormula(self) -> bool | None:  # noqa: N802  # Excel's own name
        """Whether every cell has a formula; None where only some have."""
        block = self._block
        rows = block._sheet._page.has_formula(block._area)
        held = {has for row in rows for has in row}
        return held.pop() if len(held) == 1 else None

    @property
    def Locked(self) -> bool | None:  # noqa: N802  # Excel's own name
        """Whether the cells are locked, which counts on a protected sheet; None where only some are."""
        held = {self._block._sheet._locked(row, col) for row, col in self._block._places()}
        return held.pop() if len(held) == 1 else None
