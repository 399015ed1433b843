"""The tables of a sheet."""
# mypy: disable-error-code="misc"
# xlwings declares setters that this engine does not have: `hosted` answers for them with a sentence.

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ippbook.excel import sheet_info
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.structured import structured
from ippbook.formulas.tokens import tokens
from ippbook.formulas.tree import THIS_ROW
from ippbook.headless.coverage import Hosted, partly
from ippbook.headless.errors import refused
from ippbook.headless.ranges import Range
from ippbook.headless.read_only_api import viewed
from ippbook.headless.state import SheetState, TableState, meet
from ippbook.ooxml import Area

if TYPE_CHECKING:
    from ippbook.headless.sheets import Sheet


class Table(Hosted, base_classes.Table):
    """A table (ListObject)."""

    def __init__(self, state: TableState) -> None:
        self._state = state
        self._program = state.sheet.book.program

    @property
    def api(self) -> Any:
        """Openpyxl's table."""
        return viewed(self._state.sheet.book.native()[self._state.sheet.name].tables[self._state.name])

    @property
    def parent(self) -> "Sheet":
        """The sheet."""
        from ippbook.headless.sheets import Sheet  # noqa: PLC0415  # tables and sheets name each other

        return Sheet(self._state.sheet)

    @property
    def name(self) -> str:
        """The name."""
        return self._state.name

    @property
    def display_name(self) -> str:
        """The name, as formulas use it."""
        return self._state.name

    @property
    def range(self) -> Range:
        """The whole table."""
        return Range.of(self._state.sheet, self._state.area)

    @property
    def header_row_range(self) -> Range | None:
        """The headers; None where the table shows none."""
        return (
            Range.of(self._state.sheet, self._state.area._replace(last_row=self._state.area.first_row))
            if self._state.headers
            else None
        )

    @property
    def data_body_range(self) -> Range | None:
        """The rows between headers and totals; None where there are none."""
        area = self._state.body
        return Range.of(self._state.sheet, area) if area.first_row <= area.last_row else None

    @property
    def totals_row_range(self) -> Range | None:
        """The row of totals; None where there is none."""
        return (
            Range.of(self._state.sheet, self._state.area._replace(first_row=self._state.area.last_row))
            if self._state.totals
            else None
        )

    @property
    def insert_row_range(self) -> Range | None:
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
    def columns(self) -> "TableColumns":
        """The columns, from left to right."""
        return TableColumns(self._state)

    @partly("other rows under the same headers; a book of a file is not saved with fewer")
    def resize(self, range: Any) -> None:  # noqa: A002  # xlwings' own name
        """Give the table another block: the headers stay where they are. Calculated columns fill new rows, formats go on."""
        block, table = getattr(range, "impl", range), self._state
        old = table.area
        new = Area(block.row, block.column, block.row + block.shape[0] - 1, block.column + block.shape[1] - 1)
        table.sheet.count("resize")
        if new.first_row != old.first_row or new.last_row <= new.first_row:
            raise refused(
                "The headers must remain in the same row, and the resulting table must overlap the original table."
            )
        if any(other is not table and meet(other.area, new) for other in table.sheet.tables):
            raise refused("A table can't overlap another table.")
        if (new.first_col, new.last_col) != (old.first_col, old.last_col):
            raise NotImplementedError(
                f"The engine without Excel lets table {table.name} have more or fewer rows, not other columns."
            )
        if new.last_row != old.last_row and table.totals:
            raise NotImplementedError(
                f"Table {table.name} has a row of totals, which the engine without Excel does not move."
            )
        if table.sheet.protected:
            raise refused("This operation is not allowed. The sheet is protected.")
        if new.last_row > old.last_row:
            table.sheet.book.grow(table, new.last_row)
        table.area = new


def spelled(text: str) -> tuple[str, str] | None:
    """Table and brackets of a structured reference such as `Offers[[Item]:[Price]]`; None where *text* is none."""
    try:
        words = tokens(text)
    except FormulaError:
        return None
    kinds = [word.kind for word in words]
    return (words[0].text, words[1].text) if kinds == ["name", "bracket", "end"] else None


def part(table: TableState, brackets: str) -> Range:
    """The block of a structured reference, whose brackets are *brackets*; "" are the rows. Raises Excel's error 1004."""
    try:
        asked = structured(table.name, brackets or "[]", 1)
    except FormulaError:
        raise refused("Application-defined or object-defined error") from None
    if THIS_ROW in asked.items:
        raise NotImplementedError(
            f"The engine without Excel does not look up {table.name}{brackets}: it knows no row of its own here."
        )
    view = Table(table)
    parts = {
        "#All": view.range,
        "#Headers": view.header_row_range,
        "#Totals": view.totals_row_range,
        "#Data": view.data_body_range,
    }
    if len(asked.items) > 1 and set(asked.items) not in ({"#Headers", "#Data"}, {"#Data", "#Totals"}):
        raise refused("Application-defined or object-defined error")
    blocks = [parts[item] for item in asked.items or ("#Data",)]
    columns = view.columns
    if any(each is None for each in blocks) or any(name not in columns for name in asked.columns):
        raise refused("Application-defined or object-defined error")
    held = [each for each in blocks if each is not None]
    first, last = min(each.row for each in held), max(each.row + each.shape[0] - 1 for each in held)
    numbers = [columns(name).range.column for name in asked.columns] or [table.area.first_col, table.area.last_col]
    return Range.of(table.sheet, Area(first, min(numbers), last, max(numbers)))


class TableColumn(Hosted, base_classes.TableColumn):
    """A column of a table."""

    def __init__(self, table: TableState, index: int) -> None:
        self._table, self._index = table, index
        self._program = table.sheet.book.program

    @property
    def name(self) -> str:
        """The header."""
        area = self._table.area
        return str(
            self._table.sheet.page.formulas(Area(area.first_row, self._number, area.first_row, self._number))[0][0]
        )

    @property
    def _number(self) -> int:
        return self._table.area.first_col + self._index - 1

    @property
    def index(self) -> int:
        """The place in the table, from 1."""
        return self._index

    @property
    def range(self) -> Range:
        """The column with its header and total."""
        return Range.of(self._table.sheet, self._table.area._replace(first_col=self._number, last_col=self._number))

    @property
    def data_body_range(self) -> Range | None:
        """The column's rows; None where there are none."""
        area = self._table.body._replace(first_col=self._number, last_col=self._number)
        return Range.of(self._table.sheet, area) if area.first_row <= area.last_row else None


class TableColumns(Hosted, base_classes.TableColumns):
    """The columns of a table."""

    def __init__(self, table: TableState) -> None:
        self._table = table
        self._program = table.sheet.book.program

    def __len__(self) -> int:
        return self._table.area.last_col - self._table.area.first_col + 1

    def __iter__(self) -> Iterator[TableColumn]:
        return (TableColumn(self._table, place) for place in range(1, len(self) + 1))

    def __call__(self, key: str | int) -> TableColumn:
        """The column of a header, or at a place from 1."""
        for column in self:
            if key == column.index or (isinstance(key, str) and column.name.casefold() == key.casefold()):
                return column
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return any(key == column.index or str(key).casefold() == column.name.casefold() for column in self)


class Tables(Hosted, base_classes.Collection, base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: SheetState) -> None:
        self._sheet = sheet
        self._program = sheet.book.program

    @property
    def api(self) -> Any:
        """Openpyxl's tables."""
        return viewed(self._sheet.book.native()[self._sheet.name].tables)

    @property
    def parent(self) -> "Sheet":
        """The sheet."""
        from ippbook.headless.sheets import Sheet  # noqa: PLC0415  # tables and sheets name each other

        return Sheet(self._sheet)

    def __call__(self, key: str | int) -> Table:
        """The table of a name, or at a place from 1."""
        if isinstance(key, str):
            for table in self._sheet.tables:
                if table.name.casefold() == key.casefold():
                    return Table(table)
        elif 1 <= key <= len(self._sheet.tables):
            return Table(self._sheet.tables[key - 1])
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._sheet.tables)

    def __iter__(self) -> Iterator[Table]:
        return map(Table, list(self._sheet.tables))

    def __contains__(self, key: object) -> bool:
        return str(key).casefold() in (table.name.casefold() for table in self._sheet.tables)

    @partly("over headers, in a new book; a book of a file is not saved with it")
    def add(  # xlwings' own signature
        self,
        source_type: str | None = None,
        source: Any = None,
        link_source: bool | None = None,
        has_headers: bool | None = None,
        destination: Any = None,
        table_style_name: str | None = None,
        name: str | None = None,
    ) -> Table:
        """A new table. Headers are made texts that differ, as Excel makes them. A book of a file cannot be saved with it."""
        if source_type or link_source or destination is not None or has_headers is False:
            raise NotImplementedError("The engine without Excel makes a table only over cells that have their headers.")
        block = source.impl
        area = Area(block.row, block.column, block.row + max(block.shape[0], 2) - 1, block.column + block.shape[1] - 1)
        taken = {table.name.casefold() for table in self._sheet.book.tables()}
        number = next(number for number in itertools.count(1) if f"table{number}" not in taken)
        if name is not None and name.casefold() in taken:
            raise refused("A table with this name already exists.")
        if any(meet(other.area, area) for other in self._sheet.tables):
            raise refused("A table can't overlap another table.")
        new = TableState(self._sheet, name or f"Table{number}", area, style=table_style_name or "")
        self._sheet.tables.append(new)
        _give_headers(Range.of(self._sheet, area._replace(last_row=area.first_row)))
        return Table(new)


def _give_headers(row: Range) -> None:
    """Blank headers become Column1, Column2 by their place, the second of two that are alike gets a number, numbers become texts."""
    (cells,) = sheet_info.rows(row.raw_value)
    given: list[str] = []
    for place, cell in enumerate(cells, start=1):
        name = f"Column{place}" if cell is None or cell == "" else _as_text(cell)
        taken = {known.casefold() for known in given}
        given.append(next(each for each in _numbered(name) if each.casefold() not in taken))
    changed = [name if name != cell else cell for name, cell in zip(given, cells, strict=True)]
    if changed != list(cells):
        row.raw_value = [[f"'{name}" for name in given]]


def _as_text(cell: Any) -> str:
    """What a cell shows in the format General, about."""
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _numbered(name: str) -> Iterator[str]:
    yield name
    for number in itertools.count(2):
        yield f"{name}{number}"
