"""New columns at the right end of a table, or of a plain range: the table's own part, header cells, looks and widths.

Nothing is moved: where something is in the way, the columns are refused. Formulas, names and charts stay as they are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Final

import numpy as np

from ippbook.ooxml import refs
from ippbook.ooxml.errors import EditError
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.read.blocks import Bools, Ints, SheetHead
from ippbook.ooxml.read.book import Book
from ippbook.ooxml.read.records import TableArea
from ippbook.ooxml.whole_numbers import whole_number
from ippbook.ooxml.write.table_growth import first_filled, part_of_table, sheet_root
from ippbook.ooxml.xml import elements, escapes, xmltree
from ippbook.ooxml.xml.splices import Splice
from ippbook.quick_dataclasses import dataclass

_QUERY: Final = "queryTable"


@dataclass(frozen=True)
class NewColumns:
    """Columns to add: `headers` go into row `header_row` from column `first_col` on, data below it down to `last_row`."""

    sheet: str
    header_row: int
    last_row: int
    first_col: int
    headers: tuple[str, ...]
    header_style: int = 0
    styles: Mapping[int, int] = field(default_factory=dict)
    """By column of the sheet the style of its data cells; the others have none of their own."""
    widths: Mapping[int, float] = field(default_factory=dict)
    """By column of the sheet its width in characters."""
    table: TableArea | None = None
    """The table that gets the columns; None for a plain range."""

    @property
    def last_col(self) -> int:
        """The last of the new columns."""
        return self.first_col + len(self.headers) - 1

    def looks_at(self, rows: Ints, cols: Ints) -> tuple[Bools, Ints]:
        """Which places are in the new columns, and the style of each."""
        inside = (
            (cols >= self.first_col) & (cols <= self.last_col) & (rows >= self.header_row) & (rows <= self.last_row)
        )
        styles = np.zeros(MAX_COL + 1, dtype=np.int64)
        for col, style in self.styles.items():
            styles[col] = style
        return inside, np.where(rows == self.header_row, self.header_style, styles[cols])

    def styled(self, rows: Ints, cols: Ints) -> Bools:
        """Which of the places are cells that get a style."""
        inside = (rows >= self.header_row) & (rows <= self.last_row)
        heads = (rows == self.header_row) & (cols >= self.first_col) & (cols <= self.last_col)
        found: Bools = inside & (heads | np.isin(cols, list(self.styles)))
        return found


def check_room(book: Book, new: NewColumns) -> None:
    """Raise `EditError` where the columns would cover something, or the table or sheet cannot have them."""
    where = book.where(book.sheet(new.sheet))
    if new.last_col > MAX_COL:
        raise EditError(
            "{where}: a sheet ends at column {column_letters}; there is no room for new columns.",
            where=where,
            column_letters=refs.column_letters(MAX_COL),
        )
    if new.table is not None:
        _check_table(book, new.table, where)
    area = refs.Area(new.header_row, new.first_col, new.last_row if new.table else MAX_ROW, new.last_col)
    for other in book.tables.values():
        if other.sheet == new.sheet and other is not new.table and other.area.overlaps(area):
            raise EditError(
                "{where}: the table {other_name!r} at {ref} is in the way of new columns; move it in Excel.",
                where=where,
                other_name=other.name,
                ref=other.ref,
            )
    last = new.last_row if new.table else None
    cells = book.read(new.sheet, range(new.first_col, new.last_col + 1), new.header_row, last)
    for block in cells.merges:
        if block.overlaps(area):
            raise EditError(
                "{where}: the cells {block} are merged and in the way of new columns; unmerge them in Excel.",
                where=where,
                block=block,
            )
    if cell := first_filled(cells, new.header_row):
        raise EditError(
            "{where}: cell {cell} is in the way of {headers_count} new columns; move what is right of the table, or insert columns there in Excel.",
            where=where,
            cell=cell,
            headers_count=len(new.headers),
        )


def _check_table(book: Book, table: TableArea, where: str) -> None:
    if not table.header_rows:
        raise EditError(
            "{where}: the table {table_name!r} has no header row; switch it on in Excel (Table Design, Header Row).",
            where=where,
            table_name=table.name,
        )
    root = xmltree.parse_xml(part_of_table(book, table), f"{book.path}: the part {table.part!r}")
    if root.get("tableType") == _QUERY:
        raise EditError(
            "{where}: the table {table_name!r} is filled by a query; add the columns in Excel.",
            where=where,
            table_name=table.name,
        )


def table_with_columns(raw: bytes, new: NewColumns, where: str) -> bytes:
    """The table's part with the new columns: its range, its filter, and its list of columns."""
    elements.refuse_utf16(raw, where)
    root = xmltree.parse_xml(raw, where)
    cuts: list[Splice] = []
    for node in (root, root.first("autoFilter")):
        area = None if node is None else refs.area(node.get("ref"))
        if node is not None and area is not None:
            cuts += elements.attribute_splice(raw, node, "ref", str(area._replace(last_col=new.last_col)))
    columns = root.first("tableColumns")
    if columns is None:
        raise EditError(
            "{where} has no list of columns; open the file in Excel, let it repair the file, and save.", where=where
        )
    numbers = [whole_number(node.get("id")) for node in columns.children]
    space = elements.prefix(raw, columns)
    added = "".join(
        f'<{space}tableColumn id="{number}" name="{escapes.attribute_value(header)}"/>'
        for number, header in enumerate(new.headers, start=max(numbers, default=0) + 1)
    )
    cuts.append(elements.last_child(raw, columns, elements.ascii_xml(added)))
    cuts += elements.attribute_splice(raw, columns, "count", str(len(columns.children) + len(new.headers)))
    return elements.replaced(raw, cuts)


def width_splices(head: SheetHead, columns: Sequence[NewColumns], where: str) -> list[Splice]:
    """The cuts that give the new columns their widths; a column that has a width of its own keeps it."""
    widths = {col: width for new in columns for col, width in new.widths.items()}
    if not widths or head.data_start < 0 or head.encoding.lower() not in ("utf-8", "utf8"):
        return []
    node = sheet_root(head, where).first("cols")
    taken = [] if node is None else [_range(child.get("min"), child.get("max")) for child in node.children]
    free = {col: width for col, width in widths.items() if not any(low <= col <= high for low, high in taken)}
    if not free:
        return []
    texts = {
        col: f'<{head.prefix}col min="{col}" max="{col}" width="{width:g}" customWidth="1"/>'
        for col, width in sorted(free.items())
    }
    if node is None:
        whole = f"<{head.prefix}cols>{''.join(texts.values())}</{head.prefix}cols>".encode()
        return [(head.data_start, head.data_start, whole)]
    cuts: dict[int, list[str]] = {}
    for col, text in texts.items():
        later = [child.at for child, (low, _) in zip(node.children, taken, strict=True) if low > col]
        cuts.setdefault(min(later, default=node.end), []).append(text)
    return [(at, at, "".join(found).encode()) for at, found in cuts.items()]


def _range(low: str, high: str) -> tuple[int, int]:
    return whole_number(low), whole_number(high)


__all__ = ["NewColumns", "check_room", "table_with_columns", "width_splices"]
