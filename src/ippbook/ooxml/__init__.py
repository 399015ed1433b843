"""Workbook file to cells and back, losslessly: what is not changed keeps its bytes.

Reads .xlsx, .xlsm, .xltx and .xltm. Rows and columns count from 1, as in Excel: A1 is row 1, column 1. The package knows
nothing of rights and imports no other room, so it could be a package of its own.
"""

from typing import TYPE_CHECKING, Final

from ippbook.late_names import late_names

if TYPE_CHECKING:
    from ippbook.ooxml.errors import (
        DamagedError,
        EditError,
        FormatError,
        HostileError,
        LimitError,
        LockedError,
        MissingSheetError,
        WorkbookError,
    )
    from ippbook.ooxml.excel_limits import Error
    from ippbook.ooxml.package.limits import Limits, allowed, allowing
    from ippbook.ooxml.package.package import Parts, Relation
    from ippbook.ooxml.read.blocks import BLANK, BOOL, ERROR, NUMBER, TEXT
    from ippbook.ooxml.read.book import Book
    from ippbook.ooxml.read.cells import CellColumn, FormulaCell, FormulaRun, SheetCells
    from ippbook.ooxml.read.open_book import open_book as open  # noqa: A004 - `ooxml.open` is the name that reads best
    from ippbook.ooxml.read.records import Cell, Sheet, TableArea
    from ippbook.ooxml.read.scan_ahead import scanning_ahead
    from ippbook.ooxml.refs import Area
    from ippbook.ooxml.write.edits import Edits
    from ippbook.ooxml.write.save import Saved, ending_warning, save, write_new, write_whole

_HOMES: Final = {
    "DamagedError": "errors",
    "EditError": "errors",
    "FormatError": "errors",
    "HostileError": "errors",
    "LimitError": "errors",
    "LockedError": "errors",
    "MissingSheetError": "errors",
    "WorkbookError": "errors",
    "Error": "excel_limits",
    "Limits": "package.limits",
    "allowed": "package.limits",
    "allowing": "package.limits",
    "Parts": "package.package",
    "Relation": "package.package",
    "BLANK": "read.blocks",
    "BOOL": "read.blocks",
    "ERROR": "read.blocks",
    "NUMBER": "read.blocks",
    "TEXT": "read.blocks",
    "Book": "read.book",
    "CellColumn": "read.cells",
    "FormulaCell": "read.cells",
    "FormulaRun": "read.cells",
    "SheetCells": "read.cells",
    "open": "read.open_book:open_book",
    "Cell": "read.records",
    "Sheet": "read.records",
    "TableArea": "read.records",
    "scanning_ahead": "read.scan_ahead",
    "Area": "refs",
    "Edits": "write.edits",
    "Saved": "write.save",
    "ending_warning": "write.save",
    "save": "write.save",
    "write_new": "write.save",
    "write_whole": "write.save",
}
"""The module that defines each name; it is loaded when the name is first used."""

if not TYPE_CHECKING:
    __getattr__ = late_names(__name__, _HOMES)

__all__ = [
    "BLANK",
    "BOOL",
    "ERROR",
    "NUMBER",
    "TEXT",
    "Area",
    "Book",
    "Cell",
    "CellColumn",
    "DamagedError",
    "EditError",
    "Edits",
    "Error",
    "FormatError",
    "FormulaCell",
    "FormulaRun",
    "HostileError",
    "LimitError",
    "Limits",
    "LockedError",
    "MissingSheetError",
    "Parts",
    "Relation",
    "Saved",
    "Sheet",
    "SheetCells",
    "TableArea",
    "WorkbookError",
    "allowed",
    "allowing",
    "ending_warning",
    "open",
    "save",
    "scanning_ahead",
    "write_new",
    "write_whole",
]
