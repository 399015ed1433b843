"""Books back to files: one of a file with nothing changed but what was written, a new one through openpyxl."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.headless.cell_store import Column
from ippbook.ooxml import Edits, Error, refs

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from ippbook.headless.state import BookState, TableState


def frozen(book: "BookState") -> Callable[[Path], ooxml.Saved | None]:
    """A save of *book* as it stands now, to be made later. Raises `UserError` now for what has no way."""
    source = book.source
    if source is None:
        return lambda target: save_new(book, target)
    _refuse_unsayable(book)
    written = edits(book)
    return lambda target: ooxml.save(source, written, target)


def save_lossless(book: "BookState", target: Path) -> ooxml.Saved | None:
    """Write *book* to *target*: the bytes of its file, with the cells that were written. Raises `UserError` for what has no way."""
    if book.source is None:
        raise TypeError("a book without a file has nothing to keep")
    return frozen(book)(target)


def edits(book: "BookState") -> Edits:
    """What was written into *book*, for its file."""
    out = Edits()
    for table in book.tables():
        if table.gained and book.source is not None:
            out.grow(book.source, table.name, table.gained)
    for sheet in book.sheets:
        for number, column in sheet.page.changed():
            _column_edits(out, sheet.name, number, column)
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


def _refuse_unsayable(book: "BookState") -> None:
    """Name the first change that cannot be written without drawing the file anew."""
    for what in _unsayable(book):
        raise UserError(
            f"{book.source.path if book.source else book.name}: {what}, and that cannot be written without Excel so that the rest of the file stays as it is; "
            f"nothing was written. Do it in Excel, or leave it out"
        )


def _unsayable(book: "BookState") -> Iterator[str]:
    for sheet in book.sheets:
        if sheet.added:
            yield f"sheet {sheet.name!r} is new"
        for number, column in sheet.page.changed():
            if column.reformatted.any():
                row = int(np.flatnonzero(column.reformatted)[0])
                yield (
                    f"sheet {sheet.name!r}, cell {refs.name(row + 1, number)} got the number format {column.formats[row]!r} "
                    f"(a text or a day that is put into a cell of format General becomes a number with a format)"
                )
    for table in book.tables():
        if table.first is None:
            yield f"table {table.name!r} is new"
        if table.lost:
            yield f"table {table.name!r} lost {table.lost} rows"
    for name in book.added_names:
        yield f"the name {name!r} is new"


def new_workbook() -> "Workbook":
    """Openpyxl's workbook without sheets."""
    from openpyxl import Workbook  # noqa: PLC0415  # only who makes a book pays

    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    return book


def save_new(book: "BookState", target: Path) -> None:
    """Write a book that has no file yet."""
    if target.suffix.lower() != ".xlsx":
        raise UserError(f"{target}: a new workbook is saved as .xlsx; give the file that ending")
    book.native().save(target)


def copy_into(book: "BookState", workbook: "Workbook") -> None:
    """Put everything that was written into openpyxl's workbook."""
    for place, sheet in enumerate(book.sheets):
        if sheet.name not in workbook.sheetnames:
            workbook.create_sheet(sheet.name, place)
        for number, column in sheet.page.changed():
            _copy_column(workbook[sheet.name], number, column)
    for table in book.tables():
        _copy_table(workbook[table.sheet.name], table)
    _copy_names(book, workbook)


def _copy_column(worksheet: Any, number: int, column: Column) -> None:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415  # as above

    for row in np.flatnonzero(column.written | column.reformatted).tolist():
        cell = worksheet.cell(row + 1, number)
        text = column.formulas[row] or column.values[row]
        if isinstance(text, str) and ILLEGAL_CHARACTERS_RE.search(text):
            raise UserError(
                f"{worksheet.title}!{cell.coordinate} holds a control character, which openpyxl does not write into a new workbook; take it out"
            )
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


def _copy_table(worksheet: Any, table: "TableState") -> None:
    from openpyxl.worksheet.table import Table as Native  # noqa: PLC0415  # as above
    from openpyxl.worksheet.table import TableStyleInfo  # noqa: PLC0415

    if table.name not in worksheet.tables:
        new = Native(displayName=table.name, ref=str(table.area))
        if table.style:
            new.tableStyleInfo = TableStyleInfo(name=table.style, showRowStripes=True)
        worksheet.add_table(new)
    held = worksheet.tables[table.name]
    held.ref = str(table.area)
    if held.autoFilter is not None:
        held.autoFilter.ref = str(table.area)


def _copy_names(book: "BookState", workbook: "Workbook") -> None:
    from openpyxl.workbook.defined_name import DefinedName  # noqa: PLC0415  # as above

    for name in book.added_names:
        workbook.defined_names[name] = DefinedName(name, attr_text=book.names[name].removeprefix("="))
