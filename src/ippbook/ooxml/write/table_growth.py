"""Tables that grow at their end: the table's own part, what covers its columns, and how new cells look.

Row by row a table takes the cells below it. What covers a column down to the table's last row goes on over the new rows:
validations, conditional formats (also of the 2009 extension), the filter. New cells look like the last data row's, and
calculated columns are filled down. Nothing is moved: where something is in the way, the growth is refused.

Charts, names and formulas that name cells and not the table stay as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol

import numpy as np

from ippbook.languages import say, say_series
from ippbook.ooxml import refs
from ippbook.ooxml.errors import EditError
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.package import container
from ippbook.ooxml.read.blocks import BLANK, Bools, Ints, SheetHead, SheetTail
from ippbook.ooxml.read.book import Book
from ippbook.ooxml.read.cells import CellColumn
from ippbook.ooxml.read.records import Sheet, TableArea
from ippbook.ooxml.whole_numbers import whole_number
from ippbook.ooxml.xml import elements, escapes, xmltree
from ippbook.ooxml.xml.splices import Splice
from ippbook.quick_dataclasses import dataclass

_X14: Final = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM: Final = "{http://schemas.microsoft.com/office/excel/2006/main}"
_LAID: Final = frozenset({"conditionalFormatting", "dataValidation", "ignoredError"})
_LAID_14: Final = frozenset({f"{_X14}conditionalFormatting", f"{_X14}dataValidation"})
_RANGED: Final = frozenset({"table", "autoFilter", "sortState"})


@dataclass(frozen=True)
class CellLook:
    """How a new cell of a column looks: the number of its style, and the formula (without `=`) that fills it down."""

    style: int = 0
    formula: str = ""


@dataclass(frozen=True)
class Growth:
    """A table and the rows that it grows by."""

    table: TableArea
    rows: int
    looks: Mapping[int, CellLook] = field(default_factory=dict)
    """By column, from 1: of every cell that is made inside the grown table; formulas only in its new rows."""

    @cached_property
    def old(self) -> refs.Area:
        """The table as it is."""
        return self.table.area

    @cached_property
    def new(self) -> refs.Area:
        """The table as it will be."""
        return self.old._replace(last_row=self.table.last_row + self.rows)

    @cached_property
    def added(self) -> refs.Area:
        """The new rows."""
        return self.new._replace(first_row=self.table.last_row + 1)

    def looks_at(self, rows: Ints, cols: Ints) -> tuple[Bools, Ints]:
        """Which places are cells of the table's data that have a look, and the style of each."""
        styles = np.full(MAX_COL + 1, -1, dtype=np.int64)
        for col, look in self.looks.items():
            styles[col] = look.style
        found = styles[cols]
        return (rows >= self.table.data_rows[0]) & (rows <= self.new.last_row) & (found >= 0), found


class GrowthBook(Protocol):
    """What growing needs of a workbook: an `ooxml.Book`, or the book of a host, which styles new rows itself."""

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def tables(self) -> Mapping[str, TableArea]:
        """The tables by name."""

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name."""

    def where(self, sheet: Sheet) -> str:
        """How an error sentence names the sheet."""

    def read(
        self,
        sheet_name: str,
        columns: Iterable[int] | None = None,
        first_row: int | None = None,
        last_row: int | None = None,
    ) -> "GrowthCells":
        """The cells of a sheet."""


class GrowthCells(Protocol):
    """Cells that may be in the way."""

    @property
    def merges(self) -> Sequence[refs.Area]:
        """The merged blocks of the sheet."""

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that have a cell."""

    def __getitem__(self, column: int) -> CellColumn: ...


def grow(book: GrowthBook, name: str, rows: int) -> Growth:
    """The growth of table *name* by *rows* rows at its end. Raises `EditError` where something is in its way."""
    table = next((table for table in book.tables.values() if table.name.casefold() == name.casefold()), None)
    if table is None:
        raise EditError(
            "{book_path}: there is no table {name!r}; name one of: {tables}.",
            book_path=book.path,
            name=name,
            tables=(say_series(book.tables) or say("none")),
        )
    growth = Growth(table, rows)
    _check_room(book, growth)
    return Growth(table, rows, _looks(book, table)) if isinstance(book, Book) else growth


def _check_room(book: GrowthBook, growth: Growth) -> None:
    table, added = growth.table, growth.added
    where = f"{book.where(book.sheet(table.sheet))}, table {table.name!r}"
    if growth.rows < 1:
        raise EditError("{where}: a table grows by at least one row, not {rows}.", where=where, rows=growth.rows)
    if added.last_row > MAX_ROW:
        raise EditError(
            "{where}: a sheet ends at row {max_row:,}; start a second workbook.", where=where, max_row=MAX_ROW
        )
    if table.totals_rows:
        raise EditError(
            "{where}: the table has a totals row, which would have to move; switch it off in Excel (Table Design, Total Row), or insert {rows:,} rows above it.",
            where=where,
            rows=growth.rows,
        )
    for other in book.tables.values():
        if other.sheet == table.sheet and other.name != table.name and other.area.overlaps(added):
            raise EditError(
                "{where}: table {other_name!r} is below it at {ref}; move that table to another place in Excel.",
                where=where,
                other_name=other.name,
                ref=other.ref,
            )
    cells = book.read(table.sheet, range(table.first_col, table.last_col + 1), added.first_row, added.last_row)
    for block in cells.merges:
        if block.overlaps(added):
            raise EditError(
                "{where}: the cells {block} below it are merged; unmerge them in Excel.", where=where, block=block
            )
    if cell := first_filled(cells, added.first_row):
        raise EditError(
            "{where}: cell {cell} below it is not empty; move it away, or insert {rows:,} rows at the table's end in Excel.",
            where=where,
            cell=cell,
            rows=growth.rows,
        )


def first_filled(cells: GrowthCells, first_row: int) -> str:
    """The first cell, column by column, with a value or a formula, as in `B2`; "" where all are blank. *first_row*: where *cells* begin."""
    for col in cells.columns:
        column = cells[col]
        filled = column.kind != BLANK
        if column.formula is not None:
            filled |= column.formula != ""
        if filled.any():
            return refs.cell_name(first_row + int(filled.argmax()), col)
    return ""


# ---- how new cells look


def _looks(book: Book, table: TableArea) -> dict[int, CellLook]:
    """Style of the last data row's cells, where there is none that of the sheet's column; and the calculated columns."""
    formulas = _calculated(book, table)
    of_columns = _column_styles(book, table)
    first, last = table.data_rows
    cells = book.read(table.sheet, range(table.first_col, table.last_col + 1), max(first, last), max(first, last))
    found = {}
    for col in range(table.first_col, table.last_col + 1):
        style = int(cells[col].style[0]) if last >= first and col in cells.columns else of_columns.get(col, 0)
        found[col] = CellLook(style, formulas.get(col, ""))
    return found


def _calculated(book: Book, table: TableArea) -> dict[int, str]:
    """The formula of each calculated column, by the sheet's column. Array formulas are left to Excel."""
    root = xmltree.parse_xml(part_of_table(book, table), _where(book, table))
    found = {}
    for place, node in enumerate(root.under("tableColumns", "tableColumn")):
        formula = node.first("calculatedColumnFormula")
        if formula is not None and formula.text and formula.get("array", "0") in ("0", "false"):
            found[table.first_col + place] = escapes.decoded_text(formula.text)
    return found


def _column_styles(book: Book, table: TableArea) -> dict[int, int]:
    sheet = book.sheet(table.sheet)
    head = next(item for item in book.stream(sheet) if isinstance(item, SheetHead))
    found: dict[int, int] = {}
    for node in sheet_root(head, book.where(sheet)).under("cols", "col"):
        texts = [node.get(name, "0") for name in ("min", "max", "style")]
        low, high, style = map(whole_number, texts)
        for col in range(max(low, table.first_col), min(high, table.last_col) + 1):
            found[col] = style
    return found


# ---- the parts


def sheet_root(head: SheetHead, where: str) -> xmltree.XmlNode:
    """The root of a sheet with what is in front of its rows, such as the widths of its columns."""
    closing = "" if head.closed else f"</{head.prefix}sheetData>"
    return xmltree.parse_xml(head.raw + f"{closing}</{head.prefix}worksheet>".encode(head.encoding), where)


def part_of_table(book: Book, table: TableArea) -> bytes:
    """The part that defines *table*."""
    return container.whole(book.container, book.members[table.part.lower()])


def _where(book: Book, table: TableArea) -> str:
    return f"{book.path}: the part {table.part!r}"


def grown_table(book: Book, growth: Growth) -> bytes:
    """The table's part with its new range, also in its filter and sorting."""
    raw = part_of_table(book, growth.table)
    elements.refuse_utf16(raw, _where(book, growth.table))
    cuts: list[Splice] = []
    nodes = [xmltree.parse_xml(raw, _where(book, growth.table))]
    while nodes:
        node = nodes.pop()
        nodes += node.children
        area = refs.area(node.get("ref")) if node.tag in _RANGED else None
        if area is not None and area.last_row == growth.old.last_row:
            cuts += elements.attribute_splice(raw, node, "ref", str(area._replace(last_row=growth.new.last_row)))
    return elements.replaced(raw, cuts)


def grown_tail(head: SheetHead, tail: SheetTail, growths: Sequence[Growth], where: str) -> bytes:
    """The part behind the rows of a sheet: what covers the tables' columns now covers their new rows too."""
    elements.refuse_utf16(head.raw, where)
    raw = head.raw + tail.raw
    cuts: list[Splice] = []
    open_nodes = [(xmltree.parse_xml(raw, where), False)]
    while open_nodes:
        node, within = open_nodes.pop()
        within = within or node.tag in _LAID_14
        open_nodes += [(child, within) for child in node.children]
        if node.tag in _LAID and (drawn := _drawn_out(node.get("sqref"), growths)):
            cuts += elements.attribute_splice(raw, node, "sqref", drawn)
        elif within and node.tag == f"{_XM}sqref" and (drawn := _drawn_out(node.text, growths)):
            cuts.append((elements.tag_end(raw, node), node.end, drawn.encode()))
    return elements.replaced(raw, cuts)[len(head.raw) :]


def _drawn_out(sqref: str, growths: Sequence[Growth]) -> str:
    """The ranges, each that ends within or at the end of a table's growth drawn out to its new end; "" when none does."""
    names = sqref.split()
    found = [_drawn(refs.area(name), growths) or name for name in names]
    return " ".join(found) if found != names else ""


def _drawn(area: refs.Area | None, growths: Sequence[Growth]) -> str:
    if area is None:
        return ""
    for growth in growths:
        old, new = growth.old, growth.new
        inside = old.first_col <= area.first_col and area.last_col <= old.last_col and area.first_row >= old.first_row
        if inside and area.first_row <= old.last_row <= area.last_row < new.last_row:
            return str(area._replace(last_row=new.last_row))
    return ""
