"""New sheets at the end of a workbook, each with tables: whole parts, and one line in the list of sheets.

Every other part keeps its bytes. The file's own list of titles (docProps/app.xml) is left; no program needs it.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from ippbook.late_patterns import late_pattern
from ippbook.ooxml import refs
from ippbook.ooxml.errors import EditError
from ippbook.ooxml.excel_limits import MAX_SHEET_NAME
from ippbook.ooxml.package.package import Parts
from ippbook.ooxml.read.book import Book
from ippbook.ooxml.whole_numbers import whole_number
from ippbook.ooxml.xml import elements, escapes, xmltree
from ippbook.ooxml.xml.xmltree import MAIN_NAMESPACE, RELATION_NAMESPACE
from ippbook.quick_dataclasses import dataclass

_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TABLE_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
_BAD_NAME: Final = late_pattern(r"[\\/?*\[\]:]|^'|'$")


class NewColumn(NamedTuple):
    """A column of a new table: its header, its width in characters, and the style of its data cells."""

    header: str
    width: float = 0
    style: int = 0


@dataclass(frozen=True)
class NewTable:
    """A table of a new sheet: its name, its columns, its rows of texts (one row stays blank if there are none), its first column."""

    name: str
    columns: tuple[NewColumn, ...]
    rows: tuple[tuple[str, ...], ...] = ()
    left: int = 1

    @property
    def area(self) -> refs.Area:
        """Its place, from the header in row 1 on."""
        return refs.Area(1, self.left, 1 + max(len(self.rows), 1), self.left + len(self.columns) - 1)


@dataclass(frozen=True)
class NewSheet:
    """A sheet to add."""

    name: str
    tables: tuple[NewTable, ...]


def add_sheets(book: Book, parts: Parts, sheets: Sequence[NewSheet]) -> None:
    """Put *sheets* into *parts*. Raises `EditError` for a name that is taken, or that no sheet or table may have."""
    if not sheets:
        return
    _check_names(book, sheets)
    raw = book.part(book.workbook_part) or b""
    where = f"{book.path}: the part {book.workbook_part!r}"
    elements.refuse_utf16(raw, where)
    root = xmltree.parse_xml(raw, where)
    listing, protection = root.first("sheets"), root.first("workbookProtection")
    if protection is not None and protection.get("lockStructure") in ("1", "true", "on"):
        raise EditError(
            "{book_path}: the structure of the workbook is protected, so no sheet can be added; in Excel: Review, Protect Workbook.",
            book_path=book.path,
        )
    if listing is None or b"http://purl.oclc.org/ooxml" in raw:
        raise EditError(
            "{book_path}: sheets cannot be added to a workbook in the Strict form; save it in Excel as an Excel Workbook (.xlsx).",
            book_path=book.path,
        )
    space = elements.prefix(raw, listing)
    sheet_numbers = [sheet.sheet_id for sheet in book.sheets]
    table_number = max((_table_number(book, table.part) for table in book.tables.values()), default=0)
    relation_ids = set(book.related(book.workbook_part))
    entries = []
    folder = book.workbook_part.rpartition("/")[0]
    for count, sheet in enumerate(sheets, start=1):
        identity = next(name for n in range(1, 10_000) if (name := f"rIdSheet{n}") not in relation_ids)
        relation_ids.add(identity)
        part = _free(book, parts, f"{folder}/worksheets/sheet" if folder else "worksheets/sheet")
        parts.put(
            part, _sheet_xml(sheet), content_type=_SHEET_TYPE, owner=book.workbook_part,
            relation=f"{RELATION_NAMESPACE}/worksheet", relation_id=identity,
        )  # fmt: skip
        for place, table in enumerate(sheet.tables, start=1):
            table_number += 1
            of_table = _free(book, parts, f"{folder}/tables/table" if folder else "tables/table")
            parts.put(
                of_table, _table_xml(table, table_number), content_type=_TABLE_TYPE, owner=part,
                relation=f"{RELATION_NAMESPACE}/table", relation_id=f"rId{place}",
            )  # fmt: skip
        number = max(sheet_numbers, default=0) + count
        entries.append(
            f'<{space}sheet xmlns:r="{RELATION_NAMESPACE}" name="{escapes.attribute_value(sheet.name)}" sheetId="{number}" r:id="{identity}"/>'
        )
    new = elements.replaced(raw, [elements.last_child(raw, listing, elements.ascii_xml("".join(entries)))])
    parts.put(book.workbook_part, new)


def _check_names(book: Book, sheets: Sequence[NewSheet]) -> None:
    taken = {sheet.name.casefold() for sheet in book.sheets}
    tables = {name.casefold() for name in book.tables} | {name.casefold() for name in book.defined_names}
    for sheet in sheets:
        name = sheet.name.casefold()
        if not name or len(name) > MAX_SHEET_NAME or _BAD_NAME.search(name) or name in taken:
            raise EditError(
                "{book_path}: a new sheet cannot be called {sheet_name!r}; there may be a sheet of that name.",
                book_path=book.path,
                sheet_name=sheet.name,
            )
        taken.add(name)
        for table in sheet.tables:
            if table.name.casefold() in tables:
                raise EditError(
                    "{book_path}: a new table cannot be called {table_name!r}; there is a table or name like that.",
                    book_path=book.path,
                    table_name=table.name,
                )
            tables.add(table.name.casefold())


def _table_number(book: Book, part: str) -> int:
    return whole_number(xmltree.parse_xml(book.part(part) or b"", f"{book.path}: the part {part!r}").get("id"))


def _free(book: Book, parts: Parts, start: str) -> str:
    """The first name `start1.xml`, `start2.xml` … that no part has."""
    taken = {*book.members, *(part.lower() for part, _ in parts.touched())}
    return next(name for number in range(1, len(taken) + 2) if (name := f"{start}{number}.xml").lower() not in taken)


def _sheet_xml(sheet: NewSheet) -> bytes:
    widths = "".join(
        f'<col min="{col}" max="{col}" width="{column.width:g}" customWidth="1"/>'
        for table in sheet.tables
        for col, column in enumerate(table.columns, start=table.left)
        if column.width
    )
    cells: dict[int, list[str]] = {}
    for table in sorted(sheet.tables, key=lambda table: table.left):
        for row, texts in _rows(table):
            cells.setdefault(row, []).extend(texts)
    rows = "".join(f'<row r="{row}">{"".join(cells[row])}</row>' for row in sorted(cells))
    last_row = max(table.area.last_row for table in sheet.tables)
    last_col = max(table.area.last_col for table in sheet.tables)
    named = "".join(f'<tablePart r:id="rId{place}"/>' for place in range(1, len(sheet.tables) + 1))
    return (
        f'{_DECLARATION}<worksheet xmlns="{MAIN_NAMESPACE}" xmlns:r="{RELATION_NAMESPACE}">'
        f'<dimension ref="{refs.Area(1, 1, last_row, last_col)}"/>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/>{f"<cols>{widths}</cols>" if widths else ""}<sheetData>{rows}</sheetData>'
        f'<tableParts count="{len(sheet.tables)}">{named}</tableParts></worksheet>'
    ).encode()


def _rows(table: NewTable) -> Iterable[tuple[int, list[str]]]:
    yield 1, [_cell(1, col, column.header) for col, column in enumerate(table.columns, start=table.left)]
    for row, texts in enumerate(table.rows or (("",) * len(table.columns),), start=2):
        cells = enumerate(zip(texts, table.columns, strict=True), start=table.left)
        yield row, [_cell(row, col, text, column.style) for col, (text, column) in cells]


def _cell(row: int, col: int, text: str, style: int = 0) -> str:
    place = f'<c r="{refs.cell_name(row, col)}"{f" s={chr(34)}{style}{chr(34)}" if style else ""}'
    if not text:
        return f"{place}/>" if style else ""
    return f'{place} t="inlineStr"><is><t xml:space="preserve">{escapes.encoded_text(text)}</t></is></c>'


def _table_xml(table: NewTable, number: int) -> bytes:
    name = escapes.attribute_value(table.name)
    columns = "".join(
        f'<tableColumn id="{place}" name="{escapes.attribute_value(column.header)}"/>'
        for place, column in enumerate(table.columns, start=1)
    )
    return (
        f'{_DECLARATION}<table xmlns="{MAIN_NAMESPACE}" id="{number}" name="{name}" displayName="{name}" ref="{table.area}" totalsRowShown="0">'
        f'<autoFilter ref="{table.area}"/><tableColumns count="{len(table.columns)}">{columns}</tableColumns>'
        '<tableStyleInfo name="TableStyleMedium2" showFirstColumn="0" showLastColumn="0" showRowStripes="1" showColumnStripes="0"/></table>'
    ).encode()


__all__ = ["NewColumn", "NewSheet", "NewTable", "add_sheets"]
