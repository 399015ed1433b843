"""What a workbook consists of: its sheets, its tables, and a single cell."""

import datetime as dt

from ippbook.ooxml import refs
from ippbook.quick_dataclasses import dataclass

ReadValue = str | float | int | bool | dt.date | dt.datetime | dt.time | None


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, its part in the file, its state (visible, hidden, veryHidden), its place (from 0), its kind."""

    name: str
    part: str
    state: str
    index: int
    kind: str = "worksheet"  # or chartsheet, dialogsheet, xlMacrosheet …: those have no cells to read or are read alike
    sheet_id: int = 0


@dataclass(frozen=True)
class TableArea:
    """A table. Rows and columns count from 1; `first_row` is the header row where there is one, `last_row` the totals row."""

    name: str
    sheet: str
    first_row: int
    first_col: int
    last_row: int
    last_col: int
    header_rows: int
    totals_rows: int
    columns: tuple[str, ...]
    part: str = ""

    @property
    def area(self) -> refs.Area:
        """The whole block, with headers and totals."""
        return refs.Area(self.first_row, self.first_col, self.last_row, self.last_col)

    @property
    def ref(self) -> str:
        """The whole block, as in `A1:C9`."""
        return str(self.area)

    @property
    def data_rows(self) -> tuple[int, int]:
        """First and last row of the data; the last is below the first when there are none."""
        return self.first_row + self.header_rows, self.last_row - self.totals_rows


@dataclass(frozen=True)
class Cell:
    """One cell. kind: blank, number, text, boolean, error or date. formula begins with `=`, None where there is none."""

    ref: str
    sheet: str
    value: ReadValue
    kind: str
    formula: str | None
    number_format: str
