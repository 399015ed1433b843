"""Blocks of cells and tables of a document that is open in Calc, as xlwings' objects."""
# mypy: disable-error-code="misc"
# xlwings declares setters that Calc does not need.

from collections.abc import Iterator, Sequence
from typing import Any, Final, Protocol

from xlwings import base_classes

from ippbook.errors import UserError
from ippbook.libreoffice.document_formulas import calc_formula, excel_formula
from ippbook.ooxml.excel_limits import Error, is_error
from ippbook.ooxml.refs import Area, column_letters

CellValue = Any
"""What a block gives or takes: plain data, or rows of it."""
_Rows = list[list[CellValue]]
_ROW_ENDS: Final = ("=", "{=")


class DocumentChannel(Protocol):
    """The way to the extension inside Calc."""

    def ask(self, request: str, /, **details: CellValue) -> CellValue:
        """The answer to a request. Raises `UserError` with what Calc says where it refuses."""


class DocumentBook(Protocol):
    """The document, as its blocks need it."""

    channel: DocumentChannel
    facts: CellValue

    def merges(self, sheet: str) -> list[Area]:
        """The merged blocks of a sheet."""

    def renew(self) -> None:
        """Ask for sheets and tables again."""


class DocumentSheet(Protocol):
    """A sheet, as its blocks need it."""

    @property
    def name(self) -> str:
        """The name."""

    @property
    def book(self) -> DocumentBook:
        """The document."""

    def activate(self) -> None:
        """Show the sheet."""


class CalcRange(base_classes.Range):
    """A block of cells."""

    def __init__(self, sheet: DocumentSheet, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        self._sheet, self._row, self._column, self._shape = sheet, row, column, (rows, columns)
        self.options: dict[str, CellValue] = {}

    def _ask(self, request: str, **details: CellValue) -> CellValue:
        return self._sheet.book.channel.ask(request, sheet=self._sheet.name, **details)

    @property
    def _area(self) -> list[int]:
        return [self._row, self._column, *self._shape]

    @property
    def sheet(self) -> DocumentSheet:
        """The sheet."""
        return self._sheet

    @property
    def api(self) -> "RangeFacts":
        """What Excel's Range says of itself."""
        return RangeFacts(self)

    @property
    def row(self) -> int:
        """The first row."""
        return self._row

    @property
    def column(self) -> int:
        """The first column."""
        return self._column

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self._shape

    def __len__(self) -> int:
        return self._shape[0] * self._shape[1]

    max_cells_per_read = None
    max_cells_per_write = None

    @property
    def raw_value(self) -> CellValue:
        """The values in rows."""
        return self.rows_of_values()

    @raw_value.setter
    def raw_value(self, data: CellValue) -> None:
        """Texts lose the apostrophe that marks them as texts for Excel: Calc gets texts as texts."""
        for place, column in enumerate(zip(*_as_rows(data, *self._shape), strict=True)):
            plain = [None if _is_error_entry(value) else _entry(value) for value in column]
            at = self._column + place
            doubtful = any(isinstance(value, str) and value[:1] == "'" for value in column)
            self._ask("write", row=self._row, column=at, values=plain, doubtful=doubtful)
            for i, value in enumerate(column):
                if _is_error_entry(value):
                    self._ask("enter", row=self._row + i, column=at, formulas=[f"={value}"])

    def rows_of_values(self) -> _Rows:
        """The values in rows; an error as `Error`, TRUE and FALSE as such."""
        block = self._ask("block", area=self._area, formulas=False)
        return plain_rows(block)

    @property
    def formula(self) -> CellValue:
        """The formula of each cell in rows, with `=`; "" where there is none."""
        block = self._ask("block", area=self._area, formulas=True)
        texts = [[""] * self._shape[1] for _ in range(self._shape[0])]
        for i, j, text in block["formulas"]:
            if text.startswith(_ROW_ENDS):
                texts[i][j] = f"={excel_formula(text.strip('{}')[1:])}"
        return tuple(map(tuple, texts))

    @formula.setter
    def formula(self, data: CellValue) -> None:
        for place, column in enumerate(zip(*_as_rows(data, *self._shape), strict=True)):
            texts = [f"={calc_formula(text[1:])}" for text in column]
            self._ask("enter", row=self._row, column=self._column + place, formulas=texts)

    def clear_contents(self) -> None:
        """Empty the cells; formats stay."""
        self._ask("clear", area=self._area)

    @property
    def address(self) -> str:
        """The address."""
        last_row, last_column = self._row + self._shape[0] - 1, self._column + self._shape[1] - 1
        return f"${column_letters(self._column)}${self._row}:${column_letters(last_column)}${last_row}"

    def get_address(self, *_ways: CellValue) -> str:
        """The address, always with `$`."""
        return self.address

    def __call__(self, row: int, column: int | None = None) -> "CalcRange":
        """One cell, by its number, or by row and column inside the block."""
        if column is None:
            down, right = divmod(row - 1, self._shape[1])
            return CalcRange(self._sheet, self._row + down, self._column + right)
        return CalcRange(self._sheet, self._row + row - 1, self._column + column - 1)

    @property
    def rows(self) -> "CalcRange":
        """The same cells."""
        return self

    @property
    def columns(self) -> "CalcRange":
        """The same cells."""
        return self

    def select(self) -> None:
        """Select the cells."""
        self._ask("select", area=self._area)

    @property
    def _met(self) -> list[Area]:
        """The merged blocks that meet this block."""
        last_row, last_col = self._row + self._shape[0] - 1, self._column + self._shape[1] - 1
        return [
            area
            for area in self._sheet.book.merges(self._sheet.name)
            if area.first_row <= last_row
            and area.last_row >= self._row
            and area.first_col <= last_col
            and area.last_col >= self._column
        ]

    @property
    def merge_cells(self) -> bool | None:
        """Whether all cells are in merged blocks; None where only some are."""
        met = self._met
        if not met:
            return False
        return True if len(self) == 1 else None

    @property
    def merge_area(self) -> "CalcRange":
        """The merged block of the first cell, or that cell."""
        for area in self._met:
            if area.holds(self._row, self._column):
                shape = area.last_row - area.first_row + 1, area.last_col - area.first_col + 1
                return CalcRange(self._sheet, area.first_row, area.first_col, *shape)
        return CalcRange(self._sheet, self._row, self._column)


class RangeFacts:
    """What Excel's Range says of itself."""

    def __init__(self, cells: CalcRange) -> None:
        self._cells = cells

    @property
    def Value2(self) -> CellValue:  # noqa: N802  # Excel's own name
        """The values in rows, with days and amounts as plain numbers."""
        return tuple(map(tuple, self._cells.rows_of_values()))

    @property
    def Locked(self) -> bool:  # noqa: N802  # Excel's own name
        """Whether any cell is locked."""
        cells = self._cells
        area = [cells.row, cells.column, *cells.shape]
        return bool(cells.sheet.book.channel.ask("locked", sheet=cells.sheet.name, area=area))

    @property
    def EntireRow(self) -> "RowFacts":  # noqa: N802  # Excel's own name
        """The rows of the block."""
        return RowFacts(self._cells)


class RowFacts:
    """What Excel's rows say of themselves."""

    def __init__(self, cells: CalcRange) -> None:
        self._cells = cells

    @property
    def Hidden(self) -> bool | None:  # noqa: N802  # Excel's own name
        """Whether the rows are hidden, by a filter or manually; None where only some are."""
        cells = self._cells
        first, last = cells.row, cells.row + cells.shape[0] - 1
        found: bool | None = cells.sheet.book.channel.ask("hidden", sheet=cells.sheet.name, first=first, last=last)
        return found


class CalcTables(base_classes.Tables):
    """The tables of a sheet: database ranges that have a name."""

    def __init__(self, sheet: DocumentSheet) -> None:
        self._sheet = sheet

    def _all(self) -> list["CalcTable"]:
        facts = self._sheet.book.facts["tables"]
        return [CalcTable(self._sheet, each) for each in facts if each["sheet"] == self._sheet.name]

    def __iter__(self) -> Iterator["CalcTable"]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __call__(self, key: str | int) -> "CalcTable":
        """The table of that name, or at a place from 1."""
        tables = self._all()
        return tables[key - 1] if isinstance(key, int) else next(each for each in tables if each.name == key)


class CalcTable(base_classes.Table):
    """A table: a database range that has a name."""

    def __init__(self, sheet: DocumentSheet, facts: CellValue) -> None:
        self._sheet, self._facts = sheet, facts

    @property
    def name(self) -> str:
        """The name."""
        return str(self._facts["name"])

    @property
    def display_name(self) -> str:
        """The name, as formulas use it."""
        return self.name

    @property
    def range(self) -> CalcRange:
        """The whole table."""
        return CalcRange(self._sheet, *self._facts["area"])

    @property
    def show_headers(self) -> bool:
        """Whether the table has its row of headers."""
        return bool(self._facts["header"])

    @property
    def show_totals(self) -> bool:
        """Whether the table has a row of totals."""
        return bool(self._facts["totals"])

    @property
    def columns(self) -> list["UnnamedColumn"]:
        """The columns of a table without headers: Calc gives them no names."""
        return [UnnamedColumn(f"Column{place + 1}") for place in range(self._facts["area"][3])]

    def resize(self, block: CellValue) -> None:
        """Give the table another block. New rows continue the last one; raises `UserError` where cells below are not blank."""
        cells: CellValue = getattr(block, "impl", block)
        book = self._sheet.book
        book.channel.ask("resize", table=self.name, area=[cells.row, cells.column, *cells.shape])
        book.renew()


class UnnamedColumn:
    """A column of a table without headers."""

    def __init__(self, name: str) -> None:
        self.name = name


def plain_rows(block: CellValue) -> _Rows:
    """The values of a block in rows: errors as `Error`, and TRUE and FALSE where the format shows them."""
    rows: _Rows = block["values"]
    for i, j, code in block["errors"]:
        rows[i][j] = Error(code)
    for top, left, bottom, right in block["truths"]:
        for line in rows[top : bottom + 1]:
            for j in range(left, right + 1):
                if isinstance(line[j], int | float):
                    line[j] = bool(line[j])
    return rows


def _is_error_entry(value: CellValue) -> bool:
    """Whether an entry is an error: a text that looks like one has an apostrophe before it."""
    return isinstance(value, str) and value[:1] == "#" and is_error(value)


def _entry(value: CellValue) -> CellValue:
    """An entry for Excel as the value that Calc gets."""
    return value[1:] if isinstance(value, str) and value[:1] == "'" else value


def _as_rows(data: CellValue, rows: int, columns: int) -> _Rows:
    """What is written into a block of *rows* and *columns*, as rows."""
    if not isinstance(data, list | tuple):
        return [[data] * columns for _ in range(rows)]
    lines: Sequence[CellValue] = data
    if lines and not isinstance(lines[0], list | tuple):
        return [list(lines) for _ in range(rows)] if rows == 1 or columns > 1 else [[value] for value in lines]
    if len(lines) != rows or any(len(line) != columns for line in lines):
        raise UserError("the values do not fit into {rows} rows and {columns} columns", rows=rows, columns=columns)
    return [list(line) for line in lines]
