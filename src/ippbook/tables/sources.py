"""Opens a workbook and saves edits: a file, or a workbook that is open in a host."""

from pathlib import Path

from ippbook import ooxml
from ippbook.tables.workbook import HostBook

AnyWorkbook = ooxml.Book | HostBook
WorkbookSource = str | Path | AnyWorkbook
"""A file's path, or a workbook that is open: an `ooxml.Book`, or the book of a running host."""


def opened(source: WorkbookSource) -> AnyWorkbook:
    """The workbook. Raises `ooxml.WorkbookError` for a file that cannot be read."""
    return ooxml.open(source) if isinstance(source, str | Path) else source


def file_of(book: AnyWorkbook) -> ooxml.Book | None:
    """The file that ippbook writes for *book*: itself, or the one behind an open book; None where another program writes it."""
    return book if isinstance(book, ooxml.Book) else getattr(book, "file", None)


def save_edits(
    book: AnyWorkbook, edits: ooxml.Edits, out: Path | None = None, parts: ooxml.Parts | None = None
) -> ooxml.Saved:
    """Put *edits* into *book*: a file's go to *out* (its own file when None) with the new *parts*, a host's into its open book."""
    if isinstance(book, ooxml.Book):
        return ooxml.save(book, edits, out, parts=parts)
    return book.write(edits)


__all__ = ["AnyWorkbook", "WorkbookSource", "file_of", "opened", "save_edits"]
