"""The tables of a sheet."""
# mypy: disable-error-code="misc"
# xlwings declares setters that this engine does not have: `EngineObject` adds setters that refuse with a sentence.

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING

from xlwings import base_classes

from ippbook.headless.areas import areas_meet
from ippbook.headless.cell_display import XlwingsValue
from ippbook.headless.coverage import EngineObject, partly
from ippbook.headless.errors import excel_error
from ippbook.headless.openpyxl_copy import openpyxl_worksheet
from ippbook.headless.ranges import HeadlessRange
from ippbook.headless.read_only_api import OpenpyxlValue, read_only
from ippbook.headless.state import SheetState, TableState
from ippbook.ooxml import Area

if TYPE_CHECKING:
    from ippbook.headless.sheets import HeadlessSheet


class HeadlessTable(EngineObject, base_classes.Table):
    """A table (ListObject)."""

    def __init__(self, state: TableState) -> None:
        self._state = state
        self._app = state.sheet.book.app

    @property
    def api(self) -> OpenpyxlValue:
        """Openpyxl's table."""
        return read_only(openpyxl_worksheet(self._state.sheet).tables[self._state.name])

    @property
    def parent(self) -> "HeadlessSheet":
        """The sheet."""
        from ippbook.headless.sheets import HeadlessSheet  # noqa: PLC0415  # tables and sheets name each other

        return HeadlessSheet(self._state.sheet)

    @property
    def name(self) -> str:
        """The name."""
        return self._state.name

    @property
    def display_name(self) -> str:
        """The name, as formulas use it."""
        return self._state.name

    @property
    def range(self) -> HeadlessRange:
        """The whole table."""
        return HeadlessRange.of(self._state.sheet, self._state.area)

    @property
    def header_row_range(self) -> HeadlessRange | None:
        """The headers; None where the table shows none."""
        return (
            HeadlessRange.of(self._state.sheet, self._state.area._replace(last_row=self._state.area.first_row))
            if self._state.headers
            else None
        )

    @property
    def data_body_range(self) -> HeadlessRange | None:
        """The rows between headers and totals; None where there are none."""
        area = self._state.body
        return HeadlessRange.of(self._state.sheet, area) if area.first_row <= area.last_row else None

    @property
    def totals_row_range(self) -> HeadlessRange | None:
        """The row of totals; None where there is none."""
        return (
            HeadlessRange.of(self._state.sheet, self._state.area._replace(first_row=self._state.area.last_row))
            if self._state.totals
            else None
        )

    @property
    def insert_row_range(self) -> HeadlessRange | None:
        """The blank row of a table without rows. A table of a file always has a row, so None."""
        return None

    @property
    def show_headers(self) -> bool:
        """Whether the table has its row of headers."""
        return self._state.headers

    @property
    def show_totals(self) -> bool:
        """Whether the table has a row of totals."""
        return self._state.totals

    @property
    def show_autofilter(self) -> bool:
        """Whether the headers carry filter buttons."""
        return self.api.autoFilter is not None

    @property
    def table_style(self) -> str | None:
        """The name of the style."""
        info = self.api.tableStyleInfo
        return None if info is None else info.name

    @property
    def columns(self) -> "HeadlessTableColumns":
        """The columns, from left to right."""
        return HeadlessTableColumns(self._state)

    @partly("other rows under the same headers; a book of a file is not saved with fewer")
    def resize(self, range: XlwingsValue) -> None:  # noqa: A002  # xlwings' own name
        """Give the table another block: the headers stay where they are. Calculated columns fill new rows, formats continue."""
        block: XlwingsValue = getattr(range, "impl", range)
        table = self._state
        old = table.area
        new = Area(block.row, block.column, block.row + block.shape[0] - 1, block.column + block.shape[1] - 1)
        table.sheet.count("resize")
        if new.first_row != old.first_row or new.last_row <= new.first_row:
            raise excel_error(
                "The headers must remain in the same row, and the resulting table must overlap the original table."
            )
        if any(other is not table and areas_meet(other.area, new) for other in table.sheet.tables):
            raise excel_error("A table can't overlap another table.")
        if (new.first_col, new.last_col) != (old.first_col, old.last_col):
            raise NotImplementedError(
                f"The engine without Excel changes how many rows table {table.name} has, not its columns."
            )
        if new.last_row != old.last_row and table.totals:
            raise NotImplementedError(
                f"Table {table.name} has a row of totals, which the engine without Excel does not move."
            )
        if table.sheet.protected:
            raise excel_error("This operation is not allowed. The sheet is protected.")
        if new.last_row > old.last_row:
            table.sheet.book.grow(table, new.last_row)
        table.area = new


class HeadlessTableColumn(EngineObject, base_classes.TableColumn):
    """A column of a table."""

    def __init__(self, table: TableState, index: int) -> None:
        self._table, self._index = table, index
        self._app = table.sheet.book.app

    @property
    def name(self) -> str:
        """The header."""
        area = self._table.area
        return str(
            self._table.sheet.cells.formulas(Area(area.first_row, self._number, area.first_row, self._number))[0][0]
        )

    @property
    def _number(self) -> int:
        return self._table.area.first_col + self._index - 1

    @property
    def index(self) -> int:
        """The place in the table, from 1."""
        return self._index

    @property
    def range(self) -> HeadlessRange:
        """The column with its header and total."""
        return HeadlessRange.of(
            self._table.sheet, self._table.area._replace(first_col=self._number, last_col=self._number)
        )

    @property
    def data_body_range(self) -> HeadlessRange | None:
        """The column's rows; None where there are none."""
        area = self._table.body._replace(first_col=self._number, last_col=self._number)
        return HeadlessRange.of(self._table.sheet, area) if area.first_row <= area.last_row else None


class HeadlessTableColumns(EngineObject, base_classes.TableColumns):
    """The columns of a table."""

    def __init__(self, table: TableState) -> None:
        self._table = table
        self._app = table.sheet.book.app

    def __len__(self) -> int:
        return self._table.area.last_col - self._table.area.first_col + 1

    def __iter__(self) -> Iterator[HeadlessTableColumn]:
        return (HeadlessTableColumn(self._table, place) for place in range(1, len(self) + 1))

    def __call__(self, key: str | int) -> HeadlessTableColumn:
        """The column of a header, or at a place from 1."""
        for column in self:
            if key == column.index or (isinstance(key, str) and column.name.casefold() == key.casefold()):
                return column
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return any(key == column.index or str(key).casefold() == column.name.casefold() for column in self)


class HeadlessTables(EngineObject, base_classes.Collection, base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: SheetState) -> None:
        self._sheet = sheet
        self._app = sheet.book.app

    @property
    def api(self) -> OpenpyxlValue:
        """Openpyxl's tables."""
        return read_only(openpyxl_worksheet(self._sheet).tables)

    @property
    def parent(self) -> "HeadlessSheet":
        """The sheet."""
        from ippbook.headless.sheets import HeadlessSheet  # noqa: PLC0415  # tables and sheets name each other

        return HeadlessSheet(self._sheet)

    def __call__(self, key: str | int) -> HeadlessTable:
        """The table of a name, or at a place from 1."""
        if isinstance(key, str):
            for table in self._sheet.tables:
                if table.name.casefold() == key.casefold():
                    return HeadlessTable(table)
        elif 1 <= key <= len(self._sheet.tables):
            return HeadlessTable(self._sheet.tables[key - 1])
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._sheet.tables)

    def __iter__(self) -> Iterator[HeadlessTable]:
        return map(HeadlessTable, list(self._sheet.tables))

    def __contains__(self, key: object) -> bool:
        return str(key).casefold() in (table.name.casefold() for table in self._sheet.tables)

    @partly("over headers, in a new book; a book of a file is not saved with it")
    def add(  # xlwings' own signature
        self,
        source_type: str | None = None,
        source: XlwingsValue = None,
        link_source: bool | None = None,
        has_headers: bool | None = None,
        destination: XlwingsValue = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> HeadlessTable:
        """A new table. Headers become texts that all differ, as in Excel. A book of a file cannot be saved with it."""
        if source_type or link_source or destination is not None or has_headers is False:
            raise NotImplementedError("The engine without Excel makes a table only over cells that have their headers.")
        block = source.impl
        area = Area(block.row, block.column, block.row + max(block.shape[0], 2) - 1, block.column + block.shape[1] - 1)
        taken = {table.name.casefold() for table in self._sheet.book.tables()}
        number = next(number for number in itertools.count(1) if f"table{number}" not in taken)
        if name is not None and name.casefold() in taken:
            raise excel_error("A table with this name already exists.")
        if any(areas_meet(other.area, area) for other in self._sheet.tables):
            raise excel_error("A table can't overlap another table.")
        new = TableState(self._sheet, name or f"Table{number}", area, style=table_style_name or "")
        self._sheet.tables.append(new)
        _give_headers(HeadlessRange.of(self._sheet, area._replace(last_row=area.first_row)))
        return HeadlessTable(new)


def _give_headers(row: HeadlessRange) -> None:
    """Make headers as Excel does: a blank one becomes Column1 by its place, the second of two equal ones gets a number, a number becomes a text."""
    cells = row.raw_value[0] if isinstance(row.raw_value, tuple) else [row.raw_value]
    headers: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = f"Column{place}" if cell is None or cell == "" else _as_text(cell)
        taken = {known.casefold() for known in headers}
        headers.append(next(each for each in _numbered(name) if each.casefold() not in taken))
    changed = [name if name != cell else cell for name, cell in zip(headers, cells, strict=True)]
    if changed != list(cells):
        row.raw_value = [[f"'{name}" for name in headers]]


def _as_text(cell: XlwingsValue) -> str:
    """About what a cell shows in the format General."""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _numbered(name: str) -> Iterator[str]:
    yield name
    for number in itertools.count(2):
        yield f"{name}{number}"
