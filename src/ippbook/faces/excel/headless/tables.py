"""The tables of a sheet."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ippbook.faces.excel.headless.errors import refused
from ippbook.faces.excel.headless.hosted import Hosted
from ippbook.faces.excel.headless.ranges import Range
from ippbook.ooxml import Area

if TYPE_CHECKING:
    from ippbook.faces.excel.headless.sheets import Sheet


class Table(Hosted, base_classes.Table):
    """A table (ListObject)."""

    def __init__(
        self,
        sheet: "Sheet",
        name: str,
        area: Area,
        *,
        headers: bool = True,
        totals: bool = False,
        filtered: bool = False,
        style: str = "",
    ) -> None:
        self._sheet, self._name, self._area = sheet, name, area
        self._headers, self._totals, self._filtered, self._style = headers, totals, filtered, style
        self._first = area
        """As it stands in the file."""
        self._program = sheet._program

    @property
    def api(self) -> Any:
        """Openpyxl's table."""
        return self._sheet.api.worksheet.tables[self._name]

    @property
    def parent(self) -> "Sheet":
        """The sheet."""
        return self._sheet

    @property
    def name(self) -> str:
        """The name."""
        return self._name

    @property
    def display_name(self) -> str:
        """The name, as formulas use it."""
        return self._name

    @property
    def range(self) -> Range:
        """The whole table."""
        return self._sheet._of(self._area)

    @property
    def header_row_range(self) -> Range | None:
        """The headers; None where the table shows none."""
        return self._sheet._of(self._area._replace(last_row=self._area.first_row)) if self._headers else None

    @property
    def data_body_range(self) -> Range | None:
        """The rows between headers and totals; None where there are none."""
        area = self._body
        return self._sheet._of(area) if area.first_row <= area.last_row else None

    @property
    def _body(self) -> Area:
        area = self._area
        return area._replace(first_row=area.first_row + self._headers, last_row=area.last_row - self._totals)

    @property
    def totals_row_range(self) -> Range | None:
        """The row of totals; None where there is none."""
        return self._sheet._of(self._area._replace(first_row=self._area.last_row)) if self._totals else None

    @property
    def insert_row_range(self) -> Range | None:
        """The blank row of a table without rows. A table of a file always has a row, so None."""
        return None

    @property
    def show_headers(self) -> bool:
        """Whether the table has its row of headers."""
        return self._headers

    @property
    def show_totals(self) -> bool:
        """Whether the table has a row of totals."""
        return self._totals

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
        return TableColumns(self)

    def resize(self, range: Any) -> None:  # noqa: A002  # xlwings' own name
        """Give the table another block: the headers stay where they are. Calculated columns fill new rows, formats go on."""
        new: Area = getattr(range, "impl", range)._area
        old = self._area
        if new.first_row != old.first_row or new.last_col < new.first_col or new.last_row <= new.first_row:
            raise refused(
                "The headers must remain in the same row, and the resulting table must overlap the original table."
            )
        self._sheet._count("resize")
        for other in self._sheet._tables:
            if (
                other is not self
                and other._area.first_row <= new.last_row
                and new.first_row <= other._area.last_row
                and not (other._area.last_col < new.first_col or new.last_col < other._area.first_col)
            ):
                raise refused("A table can't overlap another table.")
        if (new.first_col, new.last_col) != (old.first_col, old.last_col):
            raise NotImplementedError(
                f"The engine without Excel lets table {self._name} have more or fewer rows, not other columns."
            )
        if new.last_row > old.last_row:
            if self._totals:
                raise NotImplementedError(
                    f"Table {self._name} has a row of totals: the engine without Excel does not move it."
                )
            self._sheet._book._grow(self, old.last_row + 1, new.last_row)
        self._area = new

    def _part(self, text: str) -> Range:
        """The block of a structured reference: what stands between the brackets."""
        if text.casefold() in ("#all",):
            return self.range
        if text.casefold() in ("#headers", "#totals"):
            part = self.header_row_range if text.casefold() == "#headers" else self.totals_row_range
        elif text.casefold() in ("", "#data"):
            part = self.data_body_range
        else:
            column = self.columns(text)
            part = column.data_body_range
        if part is None:
            raise refused("Application-defined or object-defined error")
        return part


class TableColumn(Hosted, base_classes.TableColumn):
    """A column of a table."""

    def __init__(self, table: Table, index: int) -> None:
        self._table, self._index = table, index
        self._program = table._program

    @property
    def name(self) -> str:
        """The header."""
        area = self._table._area
        return str(
            self._table._sheet._page.formulas(Area(area.first_row, self._number, area.first_row, self._number))[0][0]
        )

    @property
    def _number(self) -> int:
        return self._table._area.first_col + self._index - 1

    @property
    def index(self) -> int:
        """The place in the table, from 1."""
        return self._index

    @property
    def range(self) -> Range:
        """The column with its header and total."""
        return self._table._sheet._of(self._table._area._replace(first_col=self._number, last_col=self._number))

    @property
    def data_body_range(self) -> Range | None:
        """The column's rows; None where there are none."""
        area = self._table._body._replace(first_col=self._number, last_col=self._number)
        return self._table._sheet._of(area) if area.first_row <= area.last_row else None


class TableColumns(Hosted, base_classes.TableColumns):
    """The columns of a table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._program = table._program

    def __len__(self) -> int:
        return self._table._area.last_col - self._table._area.first_col + 1

    def __iter__(self) -> Iterator[TableColumn]:
        return (TableColumn(self._table, place) for place in range(1, len(self) + 1))

    def __call__(self, key: str | int) -> TableColumn:
        for column in self:
            if key == column.index or (isinstance(key, str) and column.name.casefold() == key.casefold()):
                return column
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return any(key == column.index or str(key).casefold() == column.name.casefold() for column in self)


class Tables(Hosted, base_classes.Collection, base_classes.Tables):
    """The tables of a sheet."""

    def __init__(self, sheet: "Sheet") -> None:
        self._sheet = sheet
        self._program = sheet._program

    @property
    def api(self) -> Any:
        """Openpyxl's tables."""
        return self._sheet.api.worksheet.tables

    @property
    def parent(self) -> "Sheet":
        """The sheet."""
        return self._sheet

    def __call__(self, key: str | int) -> Table:
        if isinstance(key, str):
            for table in self._sheet._tables:
                if table._name.casefold() == key.casefold():
                    return table
        elif 1 <= key <= len(self._sheet._tables):
            return self._sheet._tables[key - 1]
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self._sheet._tables)

    def __iter__(self) -> Iterator[Table]:
        return iter(self._sheet._tables)

    def __contains__(self, key: object) -> bool:
        return str(key).casefold() in (table._name.casefold() for table in self._sheet._tables)

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
        """A new table over cells that have their headers. A book of a file cannot be saved with it."""
        if source_type or link_source or destination is not None or has_headers is False:
            raise NotImplementedError("The engine without Excel makes a table only over cells that have their headers.")
        area: Area = source.impl._area
        number = 1
        taken = {table._name.casefold() for table in self._sheet._book._all_tables()}
        while f"table{number}" in taken:
            number += 1
        if name is not None and name.casefold() in taken:
            raise refused("A table with this name already exists.")
        if area.first_row == area.last_row:
            area = area._replace(last_row=area.last_row + 1)
        new = Table(self._sheet, name or f"Table{number}", area, style=table_style_name or "")
        self._sheet._tables.append(new)
        self._sheet._book._added_tables.append(new)
        return new
