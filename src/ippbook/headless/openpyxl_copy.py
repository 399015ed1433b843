"""Openpyxl's workbook of an open book: for its formats and protection, for `.api`, and for saving a new book."""

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from ippbook.errors import UserError
from ippbook.headless.cell_display import CellContent
from ippbook.headless.state import BookState, SheetState, TableState
from ippbook.headless.stored_column import StoredColumn
from ippbook.ooxml import Error

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

Worksheet = Any
"""Openpyxl's worksheet: the library has no types for it."""


def openpyxl_workbook(book: BookState) -> "Workbook":
    """Openpyxl's workbook with everything that was written so far."""
    sheets = tuple(sheet.name for sheet in book.sheets)
    tables = tuple((table.name, table.area) for table in book.tables())
    version = (sheets, tables, tuple(book.added_names), tuple(sheet.cells.changes for sheet in book.sheets))
    known = book.openpyxl_copy
    if known is None or known[0] != version:
        # What was copied into openpyxl's workbook cannot be taken out again: sheets that are gone would stay in it.
        continues = known is not None and known[0][:3] == version[:3]
        workbook: Worksheet = known[1] if known is not None and continues else _loaded(book)
        _copy_into(book, workbook)
        book.openpyxl_copy = known = (version, workbook)
    found: Workbook = known[1]
    return found


def openpyxl_worksheet(sheet: SheetState) -> Worksheet:
    """Openpyxl's worksheet of a sheet."""
    return openpyxl_workbook(sheet.book)[sheet.name]


def is_locked(sheet: SheetState, row: int, column: int) -> bool:
    """Whether a cell is locked, which matters on a protected sheet."""
    protection = openpyxl_worksheet(sheet).cell(row, column).protection
    return protection is None or protection.locked is not False


def _loaded(book: BookState) -> "Workbook":
    if book.source is None:
        return _empty_workbook()
    from openpyxl import load_workbook  # noqa: PLC0415  # seconds for a big book: only who needs it pays

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it warns of parts that it drops; nothing is saved through it
            return load_workbook(book.source.path)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise UserError(
            "{source_path}: formats or locked cells are needed, and the library openpyxl cannot open this workbook ({error}); press the button in Excel",
            source_path=book.source.path,
            error=error,
        ) from None


def _empty_workbook() -> "Workbook":
    """Openpyxl's workbook without sheets."""
    from openpyxl import Workbook  # noqa: PLC0415  # only who makes a book pays

    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    return book


def _copy_into(book: BookState, workbook: "Workbook") -> None:
    """Put everything that was written into openpyxl's workbook."""
    for place, sheet in enumerate(book.sheets):
        if sheet.name not in workbook.sheetnames:
            workbook.create_sheet(sheet.name, place)
        for number, column in sheet.cells.changed():
            _copy_column(workbook[sheet.name], number, column)
    for table in book.tables():
        _copy_table(workbook[table.sheet.name], table)
    _copy_names(book, workbook)


def _copy_column(worksheet: Worksheet, number: int, column: StoredColumn) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415  # as above

    for row in np.flatnonzero(column.written | column.reformatted).tolist():
        cell = worksheet.cell(row + 1, number)
        text = column.formulas[row] or column.values[row]
        if isinstance(text, str) and ILLEGAL_CHARACTERS_RE.search(text):
            raise UserError(
                "{title}!{coordinate} holds a control character, which openpyxl does not write into a new workbook; remove it",
                title=worksheet.title,
                coordinate=cell.coordinate,
            )
        if column.formulas[row]:
            cell.value = f"={column.formulas[row]}"
        else:
            value = column.values[row]
            cell.value = value.code if isinstance(value, Error) else value
            cell.data_type = _letter(value)
        if column.reformatted[row]:
            cell.number_format = column.formats[row]


def _letter(value: CellContent) -> str:
    """Openpyxl's letter for a kind of value; a text that begins with `=` stays a text."""
    if isinstance(value, str):
        return "s"
    if isinstance(value, Error):
        return "e"
    return "b" if isinstance(value, bool) else "n"


def _copy_table(worksheet: Worksheet, table: TableState) -> None:
    from openpyxl.worksheet.table import Table, TableStyleInfo  # noqa: PLC0415  # as above

    if table.name not in worksheet.tables:
        new = Table(displayName=table.name, ref=str(table.area))
        if table.style:
            new.tableStyleInfo = TableStyleInfo(name=table.style, showRowStripes=True)
        worksheet.add_table(new)
    native = worksheet.tables[table.name]
    native.ref = str(table.area)
    if native.autoFilter is not None:
        native.autoFilter.ref = str(table.area)


def _copy_names(book: BookState, workbook: "Workbook") -> None:
    from openpyxl.workbook.defined_name import DefinedName  # noqa: PLC0415  # as above

    for name in book.added_names:
        workbook.defined_names[name] = DefinedName(name, attr_text=book.names[name].removeprefix("="))
