"""Books are written to files: one that came from a file losslessly, with only the written cells changed; a new one through openpyxl."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.headless.book_files import read_file
from ippbook.headless.calculation import save_calculated
from ippbook.headless.openpyxl_copy import openpyxl_workbook
from ippbook.headless.state import BookState, WriteFile
from ippbook.headless.stored_column import StoredColumn
from ippbook.ooxml import Edits, refs


def save_book(book: BookState, target: Path) -> ooxml.Saved | None:
    """Write *book* to *target*, and continue with that file. What the save did; None for a new book, and where the save is deferred.

    Raises `UserError` for a change that cannot be written.
    """
    ledger, write = book.app.ledger, frozen(book)
    if ledger.defers(target):
        ledger.defer(book, write)
        return None
    saved = write(target)
    ledger.written.append(target)
    read_file(book, ooxml.open(target))
    book.read_only = False
    return saved


def frozen(book: BookState) -> WriteFile:
    """A save of *book* as it is now, to be made later. Raises `UserError` now for a change that cannot be written."""
    source = book.source
    if source is None:
        return lambda target: _save_new(book, target)
    _refuse_unwritable(book)
    written = edits_of(book)
    return lambda target: save_calculated(book, source, written, target)


def edits_of(book: BookState) -> Edits:
    """What was written into *book*, for its file."""
    out = Edits(heights=dict(book.heights), whole_workbook=book.whole_workbook)
    for table in book.tables():
        if table.gained and book.source is not None:
            out.grow(book.source, table.name, table.gained)
    for sheet in book.sheets:
        for number, column in sheet.cells.changed():
            _column_edits(out, sheet.name, number, column)
    return out


def _column_edits(out: Edits, sheet: str, number: int, column: StoredColumn) -> None:
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


def _refuse_unwritable(book: BookState) -> None:
    """Refuse the first change that cannot be written without drawing the whole file again."""
    for what in _unwritable(book):
        raise UserError(
            "{source_path}: {what}, and without Excel that cannot be written in a way that keeps the rest of the file; nothing was written. Do it in Excel, or leave it out",
            source_path=(book.source.path if book.source else book.name),
            what=what,
        )


def _unwritable(book: BookState) -> Iterator[str]:
    for sheet in book.sheets:
        if sheet.added:
            yield f"sheet {sheet.name!r} is new"
        for number, column in sheet.cells.changed():
            if column.reformatted.any():
                row = int(np.flatnonzero(column.reformatted)[0])
                yield (
                    f"sheet {sheet.name!r}, cell {refs.cell_name(row + 1, number)} got the number format {column.formats[row]!r} "
                    f"(Excel turns a date, or a text that looks like one, into a number with a format when the cell has the format General)"
                )
    for table in book.tables():
        if table.first is None:
            yield f"table {table.name!r} is new"
        if table.lost:
            yield f"table {table.name!r} lost {table.lost} rows"
    for name in book.added_names:
        yield f"the name {name!r} is new"


def _save_new(book: BookState, target: Path) -> None:
    """Write a book that has no file yet."""
    if target.suffix.lower() != ".xlsx":
        raise UserError("{target}: a new workbook is saved as .xlsx; give the file that ending", target=target)
    openpyxl_workbook(book).save(target)
