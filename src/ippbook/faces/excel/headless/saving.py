"""Books back to files: one of a file with nothing changed but what was written, a new one through openpyxl."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ippbook import ooxml
from ippbook.faces.excel.headless.page import Column
from ippbook.ooxml import Edits, Error, refs
from ippbook.refusal import Refusal

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from ippbook.faces.excel.headless.books import Book
    from ippbook.faces.excel.headless.tables import Table


def save_lossless(book: "Book", target: Path) -> ooxml.Saved:
    """Write *book* to *target*: the bytes of its file, with the cells that were written. Raises `Refusal` for what has no way."""
    source = book._source
    if source is None:
        raise TypeError("a book without a file has nothing to keep")
    _refuse_unsayable(book)
    return ooxml.save(source, edits(book), target)


def edits(book: "Book") -> Edits:
    """What was written into *book*, for its file."""
    out = Edits()
    for table in book._all_tables():
        more = table._area.last_row - table._first.last_row
        if more > 0 and book._source is not None:
            out.grow(book._source, table._name, more)
    for sheet in book._sheets:
        for number, column in sheet._page.changed():
            _column_edits(out, sheet._name, number, column)
    return out


def _column_edits(out: Edits, sheet: str, number: int, column: Column) -> None:
    written = column.written
    plain = np.flatnonzero(written & (column.formulas == ""))
    if len(plain):
        out.put_column(sheet, number, plain + 1, column.values[plain], replace_formula=True)
    kept = np.flatnonzero(written & (column.formulas != "") & (column.formulas == column.first))
    if len(kept):
        out.put_column(sheet, number, kept + 1, column.values[kept])
    new = np.flatnonzero(written & (column.formulas != "") & (column.formulas != column.first))
    by_text: dict[str, list[int]] = defaultdict(list)
    for row in new.tolist():
        by_text[column.formulas[row]].append(row)
    for text, rows in by_text.items():
        out.put_formula(sheet, number, np.array(rows) + 1, text, column.values[rows])


def _refuse_unsayable(book: "Book") -> None:
    """Name the first change that cannot be written without drawing the file anew."""
    for what in _unsayable(book):
        raise Refusal(
            f"{book.fullname}: {what}, and that cannot be written without Excel so that the rest of the file stays as it is; "
            f"nothing was written. Do it in Excel, or leave it out"
        )


def _unsayable(book: "Book") -> Iterator[str]:
    for sheet in book._sheets:
        if sheet._added:
            yield f"sheet {sheet._name!r} is new"
        for number, column in sheet._page.changed():
            if column.reformatted.any():
                row = int(np.flatnonzero(column.reformatted)[0])
                yield (
                    f"sheet {sheet._name!r}, cell {refs.name(row + 1, number)} got the number format {column.formats[row]!r} "
                    f"(a text or a day that is put into a cell of format General becomes a number with a format)"
                )
    for table in book._added_tables:
        yield f"table {table._name!r} is new"
    for name in book._added_names:
        yield f"the name {name!r} is new"
    for table in book._all_tables():
        if table._area.last_row < table._first.last_row:
            yield f"table {table._name!r} lost rows"


def new_workbook() -> "Workbook":
    """Openpyxl's workbook without sheets."""
    from openpyxl import Workbook  # noqa: PLC0415  # only who makes a book pays

    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    return book


def save_new(book: "Book", target: Path) -> None:
    """Write a book that has no file yet."""
    if target.suffix.lower() != ".xlsx":
        raise Refusal(f"{target}: a new workbook is saved as .xlsx; give the file that ending")
    book._openpyxl().save(target)


def copy_into(book: "Book", workbook: "Workbook") -> None:
    """Put everything that was written into openpyxl's workbook."""
    for place, sheet in enumerate(book._sheets):
        if sheet._name not in workbook.sheetnames:
            workbook.create_sheet(sheet._name, place)
        for number, column in sheet._page.changed():
            _copy_column(workbook[sheet._name], number, column)
    for table in book._added_tables:
        _copy_table(workbook[table._sheet._name], table)
    for table in book._all_tables():
        native = workbook[table._sheet._name].tables.get(table._name)
        if native is not None:
            native.ref = str(table._area)
            if native.autoFilter is not None:
                native.autoFilter.ref = str(table._area)
    _copy_names(book, workbook)


def _copy_column(worksheet: Any, number: int, column: Column) -> None:
    for row in np.flatnonzero(column.written | column.reformatted).tolist():
        cell = worksheet.cell(row + 1, number)
        if column.formulas[row]:
            cell.value = f"={column.formulas[row]}"
        else:
            value = column.values[row]
            cell.value = value.code if isinstance(value, Error) else value
            cell.data_type = _letter(value)
        if column.reformatted[row]:
            cell.number_format = column.formats[row]


def _letter(value: Any) -> str:
    """Openpyxl's letter for a kind of value; a text that begins with `=` stays a text."""
    if isinstance(value, str):
        return "s"
    if isinstance(value, Error):
        return "e"
    return "b" if isinstance(value, bool) else "n"


def _copy_table(worksheet: Any, table: "Table") -> None:
    from openpyxl.worksheet.table import Table as Native  # noqa: PLC0415  # as above
    from openpyxl.worksheet.table import TableStyleInfo  # noqa: PLC0415

    if table._name not in worksheet.tables:
        new = Native(displayName=table._name, ref=str(table._area))
        if table._style:
            new.tableStyleInfo = TableStyleInfo(name=table._style, showRowStripes=True)
        worksheet.add_table(new)


def _copy_names(book: "Book", workbook: "Workbook") -> None:
    from openpyxl.workbook.defined_name import DefinedName  # noqa: PLC0415  # as above

    texts = dict(book._names)
    for name in book._added_names:
        workbook.defined_names[name] = DefinedName(name, attr_text=texts[name].removeprefix("="))
