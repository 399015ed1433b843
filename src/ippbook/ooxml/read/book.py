"""A workbook: its sheets, tables and names at once, its cells when they are asked for."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final
from urllib.parse import unquote

import numpy as np

from ippbook.ooxml import dates, refs
from ippbook.ooxml.errors import DamagedError, EditError, FormatError, LockedError, WorkbookError
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.package import container
from ippbook.ooxml.package.container import Container, Limits, ZipMember
from ippbook.ooxml.package.package import Relation, relations, rels_of
from ippbook.ooxml.package.prolog import refuse_document_types
from ippbook.ooxml.read import fast_reader, sheetpart, strings
from ippbook.ooxml.read.blocks import BLANK, BOOL, ERROR, NUMBER, TEXT, ProvedBlock, RowBlock, TextArray
from ippbook.ooxml.read.cells import CellColumn, FormulaCell, SheetCells, SparseCells
from ippbook.ooxml.read.reference_reader import SheetHead, SheetTail
from ippbook.ooxml.xml import escapes, xmltree
from ippbook.ooxml.xml.xmltree import RELATION_NAMESPACE, XmlNode

CellValue = str | float | int | bool | dt.date | dt.datetime | dt.time | None
_KINDS: Final = {BLANK: "blank", NUMBER: "number", TEXT: "text", BOOL: "boolean", ERROR: "error"}
_WORKBOOK: Final = re.compile(
    r"application/vnd\.(?:openxmlformats-officedocument\.spreadsheetml|ms-excel)\.(?:sheet|template)(?:\.macroEnabled)?\.main\+xml",
    re.IGNORECASE,
)
_REPAIR: Final = "open the file in Excel, let it repair the file, and save"


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
    def ref(self) -> str:
        """The whole area, as in `A1:C9`."""
        return str(refs.Area(self.first_row, self.first_col, self.last_row, self.last_col))

    @property
    def data_rows(self) -> tuple[int, int]:
        """First and last row of the data; the last is below the first when there are none."""
        return self.first_row + self.header_rows, self.last_row - self.totals_rows


@dataclass(frozen=True)
class Cell:
    """One cell. kind: blank, number, text, boolean, error or date. formula begins with `=`, None where there is none."""

    ref: str
    sheet: str
    value: CellValue
    kind: str
    formula: str | None
    number_format: str


@dataclass
class Book:
    """An open workbook. Nothing is kept open; each read takes one pass over the sheet's part."""

    container: Container
    sheets: tuple[Sheet, ...]
    tables: dict[str, TableArea]
    defined_names: dict[str, str]
    date1904: bool
    signed: bool
    warnings: tuple[str, ...]
    workbook_part: str
    members: dict[str, ZipMember] = field(repr=False)
    strings_part: str = ""
    styles_part: str = ""
    calc_chain_part: str = ""
    ending: str = ".xlsx"
    """The ending that a file of this kind has: .xlsx, .xlsm, .xltx or .xltm. Excel refuses the file under another of them."""

    _proofs: dict[str, fast_reader.BlockProofs] = field(default_factory=dict, repr=False)

    @property
    def path(self) -> Path:
        """The file."""
        return self.container.path

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name, without regard to case, as Excel does."""
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        known = ", ".join(repr(sheet.name) for sheet in self.sheets[:12])
        raise EditError(f"{self.path}: there is no sheet {name!r}; the sheets are {known}.")

    def where(self, sheet: Sheet) -> str:
        """How an error sentence names the sheet."""
        return f"{self.path}: sheet {sheet.name!r} ({sheet.part})"

    def stream(
        self, sheet: Sheet, *, only_exact: bool = False, proved: bool = False
    ) -> Iterator[SheetHead | RowBlock | ProvedBlock | SheetTail]:
        """Head, blocks of rows, and tail of a sheet's part. With *proved*, blocks may come without their cells."""
        member = self.members.get(sheet.part.lower())
        if member is None:  # a sheet may be listed without a part; Excel drops it
            raise DamagedError(f"{self.path}: the part {sheet.part!r} of sheet {sheet.name!r} is missing; {_REPAIR}.")
        self.check_unchanged()
        try:
            yield from sheetpart.stream(
                container.inflate(self.container, member),
                self.where(sheet),
                only_exact=only_exact,
                proofs=self._proofs.setdefault(member.key, fast_reader.BlockProofs()),
                proved=proved,
            )
        except MemoryError:
            raise WorkbookError(
                f"{self.where(sheet)} does not fit into the memory; close other programs or split the sheet."
            ) from None

    def check_unchanged(self) -> None:
        """Refuse when the file is not the one that was opened."""
        try:
            status = self.path.stat()
        except OSError:
            raise LockedError(
                f"{self.path}: the file was moved or removed since it was read; put it back and run again."
            ) from None
        if (status.st_size, status.st_mtime_ns) == self.container.stat:
            return
        if container.read(self.path, self.container.limits).digest != self.container.digest:
            raise LockedError(f"{self.path}: the file changed since it was read; run again.")

    @cached_property
    def shared_strings(self) -> TextArray:
        """All shared strings, as an object array of str; read when first needed."""
        member = self.members.get(self.strings_part.lower())
        if member is None:
            return np.empty(0, dtype=object)
        self.check_unchanged()
        try:
            return strings.read(
                container.inflate(self.container, member), f"{self.path}: the part {self.strings_part!r}"
            )
        except MemoryError:
            raise WorkbookError(
                f"{self.path}: its texts do not fit into the memory; close other programs or split the workbook."
            ) from None

    def read(
        self,
        sheet_name: str,
        columns: Iterable[int] | None = None,
        first_row: int | None = None,
        last_row: int | None = None,
        *,
        formulas: bool = True,
        only_exact: bool = False,
    ) -> SheetCells:
        """One pass over a sheet: the cells of *columns* (from 1; all when None) from *first_row* to *last_row* (the last used one).

        *formulas* False leaves formula texts out, which saves time. *only_exact* takes the exact reader alone, for tests.
        """
        sheet = self.sheet(sheet_name)
        sparse = SparseCells(self.where(sheet), date1904=self.date1904)
        mask = None
        if columns is not None:
            mask = np.zeros(MAX_COL + 2, dtype=bool)
            mask[[col for col in columns if 1 <= col <= MAX_COL]] = True
        low, high = first_row or 1, last_row or MAX_ROW
        for item in self.stream(sheet, only_exact=only_exact):
            if isinstance(item, RowBlock):
                sparse.add(item, mask, low, high, formulas=formulas)
            elif isinstance(item, SheetTail):
                sparse.merges += item.merges
        sparse.finish()
        return SheetCells(sparse, self.shared_strings, low, last_row or sparse.used[0], date1904=self.date1904)

    def formulas(self, sheet_name: str) -> list[FormulaCell]:
        """Every formula of a sheet: row, column (from 1) and text without `=`, column by column."""
        return list(self.read(sheet_name).formulas())

    def merged(self, sheet_name: str) -> list[refs.Area]:
        """The merged ranges of a sheet."""
        return self.read(sheet_name, columns=()).merges

    def cell(self, ref: str, sheet_name: str | None = None) -> Cell:
        """One cell: `book.cell("Sheet1!B2")`, or `book.cell("B2", "Sheet1")`. Without a sheet, the first one."""
        sheet, row, col = self.place(ref, sheet_name)
        column = self.read(sheet.name, [col], row, row)[col]
        formula = column.formula[0] if column.formula is not None else ""
        code = self.number_format(int(column.style[0]))
        value, kind = self._spoken(column, code)
        return Cell(refs.cell_name(row, col), sheet.name, value, kind, f"={formula}" if formula else None, code)

    def part(self, name: str) -> bytes | None:
        """The bytes of the part *name* (`xl/webextensions/taskpanes.xml`); None where there is none."""
        member = self.members.get(name.lower())
        if member is None:
            return None
        self.check_unchanged()
        return container.whole(self.container, member)

    def related(self, owner: str = "") -> dict[str, Relation]:
        """The relationships of the part *owner* by id; "" is the package itself."""
        raw = self.part(rels_of(owner))
        where = f"{self.path}: the part {rels_of(owner)!r}"
        return {} if raw is None else relations(xmltree.parse_xml(raw, where), owner, self.members)

    def place(self, ref: str, sheet_name: str | None = None) -> tuple[Sheet, int, int]:
        """Sheet, row and column (from 1) that `Sheet1!B2`, `'My sheet'!B2` or `B2` names."""
        name, mark, cell = ref.rpartition("!")
        if name.startswith("'") and name.endswith("'") and len(name) > 1:
            name = name[1:-1].replace("''", "'")
        found = refs.cell_place(cell)
        if found is None:
            raise EditError(f"{self.path}: {ref!r} is no cell; write it like 'Sheet1!B2'.")
        wanted = name if mark else sheet_name
        if wanted is None and not self.sheets:
            raise EditError(f"{self.path}: the workbook has no sheet; add one in Excel.")
        return (self.sheets[0] if wanted is None else self.sheet(wanted)), *found

    def _spoken(self, column: CellColumn, code: str) -> tuple[CellValue, str]:
        kind = int(column.kind[0])
        if kind == NUMBER:
            number = float(column.number[0])
            if (column.iso[0] or dates.is_date_format(code)) and not dates.is_span_format(code):
                day = dates.date_of(number, date1904=self.date1904)
                if not isinstance(day, float):
                    return day, "date"
            return (int(number) if number.is_integer() and abs(number) < 1e15 else number), "number"
        if kind == BOOL:
            return bool(column.number[0]), "boolean"
        return (column.text[0] if kind in (TEXT, ERROR) else None), _KINDS[kind]

    def number_format(self, style: int) -> str:
        """The number format code of a cell style."""
        formats = self._formats
        return formats[style] if style < len(formats) else "General"

    @cached_property
    def _formats(self) -> list[str]:
        member = self.members.get(self.styles_part.lower())
        if member is None:
            return []
        root = xmltree.parse_xml(container.whole(self.container, member), f"{self.path}: the part {self.styles_part!r}")
        own = {node.get("numFmtId"): node.get("formatCode") for node in root.under("numFmts", "numFmt")}
        return [
            own.get(node.get("numFmtId", "0")) or _built_in(node.get("numFmtId", "0"))
            for node in root.under("cellXfs", "xf")
        ]


# ECMA-376-1 18.8.30 in the words of the en-US Excel (Range.NumberFormat), which writes days as month/day/year, pads amounts by "_)",
# and has the amounts in dollars (5 to 8, 42, 44) that the standard leaves to the language. Those of East Asian Excels are dates and shown as such.
_CODES: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: "$#,##0_);($#,##0)", 6: "$#,##0_);[Red]($#,##0)", 7: "$#,##0.00_);($#,##0.00)", 8: "$#,##0.00_);[Red]($#,##0.00)",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "m/d/yyyy h:mm", 37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)", 39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', 42: '_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', 44: '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip


def _built_in(text: str) -> str:
    number = int(text) if text.isdecimal() else 0
    return _CODES.get(number) or ("yyyy-mm-dd" if dates.is_date_format("", number) else "General")


def open_book(path: str | Path, limits: Limits | None = None) -> Book:
    """Open a workbook: check the container, read what it is made of. No cell is read yet.

    *limits* default to those of `allowing`, else to `Limits()`.
    Raises `WorkbookError`, one sentence, for anything that is no .xlsx, .xlsm, .xltx or .xltm in good order.
    """
    source = Path(path)
    box = container.read(source, limits or container.allowed())
    return _Opener(box).book()


def ending_of(kind: str) -> str:
    """The ending that belongs to the content type of a workbook's main part."""
    macros = "macroenabled" in kind.lower()
    if ".template." in kind.lower():
        return ".xltm" if macros else ".xltx"
    return ".xlsm" if macros else ".xlsx"


class _Opener:
    """Reads the parts that say what the workbook is made of."""

    def __init__(self, box: Container) -> None:
        self.box = box
        self.members = box.by_name()
        self.warnings: list[str] = []

    def book(self) -> Book:
        """The open book."""
        path = self.box.path
        types = self._types()
        package = self._relations("")
        workbook = next((target for kind, target, _ in package.values() if kind.endswith("/officeDocument")), "")
        if workbook.lower() not in self.members:
            raise self._no_workbook()
        kind = types.get("/" + workbook.lower(), "")
        if not _WORKBOOK.fullmatch(kind):
            raise self._wrong_kind(kind)
        refuse_document_types(self.box)
        root = self._tree(workbook)
        if rels_of(workbook).lower() not in self.members and root.under("sheets", "sheet"):
            raise DamagedError(
                f"{path}: the part that says where the sheets are ({rels_of(workbook)}) is missing; take the last good copy."
            )
        relations = self._relations(workbook)
        sheets = self._sheets(root, relations)
        properties = root.first("workbookPr")
        date1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
        signed = any(name.startswith("_xmlsignatures/") for name in self.members)
        if signed:
            self.warnings.append(
                f"{path}: the workbook carries a digital signature, which no longer holds after a change; sign it again."
            )

        def part(kind: str) -> str:
            return next(
                (
                    target
                    for found, target, _ in relations.values()
                    if found.endswith("/" + kind) and target.lower() in self.members
                ),
                "",
            )

        tables = self._tables(sheets)
        return Book(
            self.box, sheets, tables, self._names(root, sheets), date1904, signed, tuple(self.warnings), workbook, self.members,
            part("sharedStrings"), part("styles"), part("calcChain"), ending_of(kind),
        )  # fmt: skip

    def _no_workbook(self) -> WorkbookError:
        path = self.box.path
        if "mimetype" in self.members and "content.xml" in self.members:
            return FormatError(
                f"{path}: this is an OpenDocument file (.ods); open it in LibreOffice or Excel and save it as .xlsx."
            )
        if any(name.startswith(("word/", "ppt/")) for name in self.members):
            return FormatError(f"{path}: this is a Word or PowerPoint file, not a workbook; choose the workbook.")
        if {"[content_types].xml", "_rels/.rels"} & self.members.keys():
            needed = {"[Content_Types].xml": "says what each part is", "_rels/.rels": "says where the workbook begins"}
            part = next((part for part in needed if part.lower() not in self.members), "xl/workbook.xml")
            what = needed.get(part, "lists the sheets")
            return DamagedError(f"{path}: the part that {what} ({part}) is missing; take the last good copy.")
        return FormatError(
            f"{path}: this is a zip file but not an Excel workbook; save it from Excel as .xlsx or .xlsm."
        )

    def _wrong_kind(self, kind: str) -> WorkbookError:
        path = self.box.path
        if "binary" in kind.lower():
            return FormatError(
                f"{path}: this is a binary workbook (.xlsb); open it in Excel and save it as .xlsx or .xlsm."
            )
        if "addin" in kind.lower():
            return FormatError(
                f"{path}: this is an Excel add-in (.xlam), not a workbook; open the workbook that uses it."
            )
        return FormatError(
            f"{path}: its main part is {kind or 'of no stated kind'!r}, which is no workbook; save it from Excel as .xlsx or .xlsm."
        )

    def _tree(self, part: str) -> XmlNode:
        member = self.members.get(part.lower())
        if member is None:
            raise DamagedError(f"{self.box.path}: the part {part!r} is missing; {_REPAIR}.")
        return xmltree.parse_xml(container.whole(self.box, member), f"{self.box.path}: the part {part!r}")

    def _types(self) -> dict[str, str]:
        """Content type by `/part name` in lower case."""
        if "[content_types].xml" not in self.members:
            raise self._no_workbook()
        root = self._tree("[Content_Types].xml")
        out: dict[str, str] = {}
        defaults: dict[str, str] = {}
        for node in root.children:
            name = node.tag.rpartition("}")[2]
            if name == "Default":
                defaults[node.get("Extension").lower()] = node.get("ContentType")
            elif name == "Override":
                out[unquote(node.get("PartName")).lower()] = node.get("ContentType")
        for name in self.members:
            out.setdefault("/" + name, defaults.get(name.rpartition(".")[2], ""))
        return out

    def _relations(self, part: str) -> dict[str, Relation]:
        """The relationships of *part* by id; those of the package for ""."""
        rels = rels_of(part)
        if rels.lower() not in self.members:
            if part:
                return {}
            raise self._no_workbook()
        return relations(self._tree(rels), part, self.members)

    def _sheets(self, root: XmlNode, relations: dict[str, Relation]) -> tuple[Sheet, ...]:
        path = self.box.path
        out: list[Sheet] = []
        for index, node in enumerate(root.under("sheets", "sheet")):
            name = node.get("name")
            kind, part, _ = relations.get(node.get(f"{{{RELATION_NAMESPACE}}}id"), Relation("", ""))
            if part.lower() not in self.members and (part or kind):
                raise DamagedError(f"{path}: the part {part!r} of sheet {name!r} is missing; {_REPAIR}.")
            if any(sheet.name.casefold() == name.casefold() for sheet in out):
                raise DamagedError(f"{path}: two sheets are called {name!r}; {_REPAIR}.")
            number = node.get("sheetId")
            out.append(
                Sheet(
                    name,
                    part,
                    node.get("state", "visible"),
                    index,
                    kind.rpartition("/")[2],
                    int(number) if number.isdecimal() else 0,
                )
            )
        return tuple(out)

    def _names(self, root: XmlNode, sheets: tuple[Sheet, ...]) -> dict[str, str]:
        """Defined names; one of a sheet's own is called `Sheet1!name`."""
        out = {}
        for node in root.under("definedNames", "definedName"):
            scope = node.get("localSheetId")
            owner = sheets[int(scope)].name + "!" if scope.isdecimal() and int(scope) < len(sheets) else ""
            out[owner + node.get("name")] = node.text
        return out

    def _tables(self, sheets: tuple[Sheet, ...]) -> dict[str, TableArea]:
        out: dict[str, TableArea] = {}
        seen: dict[str, str] = {}
        for sheet in sheets:
            for kind, part, external in self._relations(sheet.part).values():
                if external or not kind.endswith("/table"):
                    continue
                table = self._table(sheet, part)
                if table.name.casefold() in seen:
                    raise DamagedError(
                        f"{self.box.path}: two tables are called {table.name!r} (sheets {seen[table.name.casefold()]!r} and {sheet.name!r}); rename one in Excel.",
                    )
                seen[table.name.casefold()] = sheet.name
                out[table.name] = table
        return out

    def _table(self, sheet: Sheet, part: str) -> TableArea:
        root = self._tree(part)
        name = escapes.decoded(root.get("displayName") or root.get("name"))
        area = refs.area(root.get("ref"))
        if area is None:
            raise DamagedError(
                f"{self.box.path}: the table {name!r} on sheet {sheet.name!r} has no range ({root.get('ref')!r}); {_REPAIR}."
            )
        header, totals = root.get("headerRowCount", "1"), root.get("totalsRowCount", "0")
        columns = tuple(escapes.decoded(node.get("name")) for node in root.under("tableColumns", "tableColumn"))
        return TableArea(
            name,
            sheet.name,
            *area,
            int(header) if header.isdecimal() else 1,
            int(totals) if totals.isdecimal() else 0,
            columns,
            part,
        )
