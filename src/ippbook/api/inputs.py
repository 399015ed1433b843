"""What the public functions take: a path, bytes, an open xlwings book, a dict of DataFrames, or a `Workbook`."""

import sys
import weakref
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from ippbook import ooxml, tables
from ippbook.api.frames import FramesBook
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.ooxml.package.temporary_files import temporary_folder
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.schema import Kind
from ippbook.tables.sources import AnyWorkbook

if TYPE_CHECKING:
    import xlwings as xw

Frames: TypeAlias = Mapping[str, pd.DataFrame]
"""DataFrames by the name of their table (Rights, Accounts, Listings, Complaints, Settings, Texts, Waivers)."""


@dataclass(frozen=True, eq=False)
class Workbook:
    """An open workbook: `ippbook.open` makes it, and every public function takes it in place of a path."""

    book: AnyWorkbook
    """Internal: the file, the book of a host, or the frames."""
    _folder: Path | None = None
    """Where bytes are kept while the workbook is in use."""

    @property
    def path(self) -> Path:
        """The file; for bytes and frames, what error sentences call them."""
        return self.book.path

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets."""
        return tuple(sheet.name for sheet in self.book.sheets)

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """The typed tables that the workbook has, by name: one row for each row, one column for each header.

        Texts are str ("" where blank), dates datetime64 (NaT), numbers float64 (NaN). A value that cannot be read is
        blank here and a finding in `ippbook.check`. Settings has the values as they are in the cells. Computed columns
        are not included.
        """
        typed = tables.typed_tables(self.book, registry().headers)
        found = {
            name: pd.DataFrame({_header(table, field): column for field, column in table.columns.items()})
            for name, table in typed.tables.items()
            if table.present
        }
        if typed.settings.places is not None:
            entered = typed.settings.values
            found["Settings"] = pd.DataFrame({"Setting": list(entered), "Value": list(entered.values())}, dtype=object)
        return found

    @property
    def is_in_memory(self) -> bool:
        """Whether it came as bytes or as DataFrames, so that there is no file to write."""
        return self._folder is not None or isinstance(self.book, FramesBook)

    @property
    def content(self) -> bytes | None:
        """The bytes of the workbook if it came as bytes; else None."""
        return self.path.read_bytes() if self._folder is not None else None

    def frames(self, dates: Mapping[str, Iterable[str]]) -> dict[str, pd.DataFrame] | None:
        """New DataFrames with what was written, if it came as DataFrames; else None. *dates*: headers with days, by table."""
        return self.book.to_frames(dates) if isinstance(self.book, FramesBook) else None


Input: TypeAlias = "str | Path | bytes | Frames | xw.Book | Workbook"
"""Everything that the public functions take as a workbook."""


def workbook_of(source: Input, *, computed: bool = False) -> Workbook:
    """Open *source*. *computed*: frames get an empty column for each computed column that they lack.

    Raises `WorkbookError` for a file that cannot be read, `UserError` for an object that is not a workbook.
    """
    if isinstance(source, Workbook):
        return source
    if isinstance(source, str | Path):
        return Workbook(ooxml.open(source))
    if isinstance(source, bytes):
        return _of_bytes(source)
    if isinstance(source, Mapping):
        return Workbook(FramesBook(source, registry().headers if computed else None))
    if _is_xlwings_book(source):
        from ippbook.excel.live_book import LiveBook  # noqa: PLC0415  # xlwings is an extra

        return Workbook(LiveBook(source))
    raise UserError(
        "ippbook cannot open {name}. Pass a path, bytes, an xlwings Book, or a dict of pandas DataFrames.",
        name=type(source).__name__,
    )


def computed_dates() -> dict[str, Iterable[str]]:
    """The headers of computed columns with days, by table: frames get days, not serial numbers."""
    known = registry()
    return {
        table: [column.header for column in known.columns_of(table) if column.kind is Kind.DATE]
        for table in known.headers
    }


def _of_bytes(content: bytes) -> Workbook:
    stack = ExitStack()
    folder = stack.enter_context(temporary_folder())
    path = folder / "workbook.xlsx"
    path.write_bytes(content)
    try:
        found = Workbook(ooxml.open(path), folder)
    except ooxml.WorkbookError as failure:
        stack.close()
        raise ooxml.WorkbookError(str(failure).replace(str(path), "the bytes")) from None
    weakref.finalize(found, stack.close)  # its parts are read on demand until then
    return found


def _is_xlwings_book(source: object) -> bool:
    xlwings = sys.modules.get("xlwings")
    return xlwings is not None and isinstance(source, xlwings.Book)


def _header(table: tables.Table, name: str) -> str:
    found = table.field(name)
    return found.header if found is not None else name
