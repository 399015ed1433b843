"""What reading, calculating and writing need of a workbook, whether it is a file or open in a host."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from ippbook.ooxml import Area as MergedArea
from ippbook.ooxml import CellColumn, Edits, FormulaCell, Saved, Sheet, TableArea


class SheetColumns(Protocol):
    """Cells of a sheet, as `ooxml.SheetCells` has them."""

    first_row: int
    last_row: int

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that have a cell."""

    @property
    def merges(self) -> Sequence[MergedArea]:
        """The merged blocks of the sheet."""

    def __getitem__(self, column: int) -> CellColumn: ...


class Readable(Protocol):
    """What reading needs of a workbook: an `ooxml.Book`, the book of a host, or a book with new values over its cells."""

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The sheets."""

    @property
    def date1904(self) -> bool:
        """Whether serial numbers count from 1904."""

    @property
    def tables(self) -> Mapping[str, TableArea]:
        """The tables by name."""

    def read(
        self,
        sheet_name: str,
        columns: Iterable[int] | None = None,
        first_row: int | None = None,
        last_row: int | None = None,
    ) -> SheetColumns:
        """The cells of a sheet."""


class CalculableBook(Readable, Protocol):
    """What calculating needs of a workbook: an `ooxml.Book`, or the book of a host in which it is open."""

    @property
    def path(self) -> Path:
        """The file, as sentences name it."""

    @property
    def defined_names(self) -> Mapping[str, str]:
        """The formula of each defined name."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know about it."""

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name, without regard to case."""

    def where(self, sheet: Sheet) -> str:
        """How an error sentence names the sheet."""

    def read(
        self,
        sheet_name: str,
        columns: Iterable[int] | None = None,
        first_row: int | None = None,
        last_row: int | None = None,
        *,
        formulas: bool = True,
    ) -> SheetColumns:
        """The cells of a sheet; *formulas* False leaves formula texts out, which saves time."""

    def formulas(self, sheet_name: str) -> list[FormulaCell]:
        """Every formula of a sheet that ippbook has to calculate; a host that calculates by itself has none."""


class HostBook(CalculableBook, Protocol):
    """The book of a host: edits go into its cells, and no file is written."""

    def write(self, edits: Edits) -> Saved:
        """Put *edits* into the cells."""


__all__ = ["CalculableBook", "HostBook", "Readable", "SheetColumns"]
