"""The export, read while the second core still scans the workbook into which it goes."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.imports.export_reader import read_export
from ippbook.imports.export_rows import ExportFile
from ippbook.imports.headers import KnownHeaders
from ippbook.imports.totals_rows import without_totals
from ippbook.tables.schema import Field
from ippbook.tables.sources import AnyWorkbook


class ExportAhead(NamedTuple):
    """An export as it reads where the table has these fields. With other fields, or after an error, it is read again."""

    fields: Sequence[Field]
    source: ExportFile
    rows: int
    """As `without_totals` counts them."""


def export_ahead(
    book: AnyWorkbook, fields: Sequence[Field], path: Path, encoding: str, columns: str, also: Sequence[str]
) -> ExportAhead | None:
    """The export at *path*, if there is time for it now. *fields*: those that the table probably has, by its own list of columns."""
    if not isinstance(book, ooxml.Book) or book.ahead is None:
        return None
    try:
        return ExportAhead(fields, *without_totals(read_export(path, KnownHeaders(fields, also), encoding, columns)))
    except (UserError, ooxml.WorkbookError):  # what is wrong with the workbook comes first
        return None
