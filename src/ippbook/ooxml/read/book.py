"""A workbook: its sheets, tables and names at once, its cells when they are needed."""

from collections.abc import Iterable, Iterator
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np

from ippbook.late_patterns import late_pattern
from ippbook.ooxml import dates, refs
from ippbook.ooxml.errors import DamagedError, EditError, LockedError, MissingSheetError, WorkbookError
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.package import container
from ippbook.ooxml.package.container import Container, ZipMember
from ippbook.ooxml.package.file_state import changed_error, unreadable
from ippbook.ooxml.package.package import Relation, relations, rels_of
from ippbook.ooxml.read import sheetpart
from ippbook.ooxml.read.block_proofs import BlockProofs
from ippbook.ooxml.read.blocks import (
    BLANK,
    BOOL,
    ERROR,
    NUMBER,
    TEXT,
    Bools,
    ProvedBlock,
    RowBlock,
    SheetHead,
    SheetTail,
    StringArray,
)
from ippbook.ooxml.read.cells import CellColumn, FormulaCell, SheetCells
from ippbook.ooxml.read.number_formats import style_formats, wrapping_styles
from ippbook.ooxml.read.records import Cell, ReadValue, Sheet, TableArea
from ippbook.ooxml.read.scanned_ahead import ScannedAhead, ScannedSheet
from ippbook.ooxml.read.sparse_cells import SparseCells
from ippbook.ooxml.read.strings import read_strings
from ippbook.ooxml.xml import xmltree
from ippbook.quick_dataclasses import dataclass

_KINDS: Final = {BLANK: "blank", NUMBER: "number", TEXT: "text", BOOL: "boolean", ERROR: "error"}
_PROTECTED: Final = late_pattern(rb"""<(?:\w+:)?sheetProtection\b[^>]*\bsheet\s*=\s*["'](?:1|true|on)["']""")
REPAIR: Final = "open the file in Excel, let it repair the file, and save"


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

    ahead: ScannedAhead | None = field(default=None, repr=False)
    """Sheets that the second core scans."""
    _proofs: dict[str, BlockProofs] = field(default_factory=dict, repr=False)
    _cells: dict[tuple[str, int, int], Cell] = field(default_factory=dict, repr=False)
    """The cells that `cell` has read: each look at one reads its whole sheet, and callers look at one cell again and again."""

    @property
    def path(self) -> Path:
        """The file."""
        return self.container.path

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name, without regard to case, as Excel does."""
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        raise MissingSheetError(self.path, name, [sheet.name for sheet in self.sheets])

    def where(self, sheet: Sheet) -> str:
        """How an error sentence names the sheet."""
        return f"{self.path}: sheet {sheet.name!r} ({sheet.part})"

    def stream(
        self, sheet: Sheet, *, only_exact: bool = False, proved: bool = False
    ) -> Iterator[SheetHead | RowBlock | ProvedBlock | SheetTail]:
        """Head, blocks of rows, and tail of a sheet's part. With *proved*, blocks may come without their cells."""
        member = self.members.get(sheet.part.lower())
        if member is None:  # a sheet may be listed without a part; Excel drops it
            raise DamagedError(
                "{path}: the part {part!r} of sheet {sheet_name!r} is missing; {repair}.",
                path=self.path,
                part=sheet.part,
                sheet_name=sheet.name,
                repair=REPAIR,
            )
        self.check_unchanged()
        try:
            yield from sheetpart.stream(
                container.inflate(self.container, member),
                self.where(sheet),
                only_exact=only_exact,
                proofs=self._proofs.setdefault(member.key, BlockProofs()),
                proved=proved,
            )
        except MemoryError:
            raise WorkbookError(
                "{where} does not fit into the memory; close other programs or split the sheet.",
                where=self.where(sheet),
            ) from None

    def check_unchanged(self) -> None:
        """Refuse when the file is not the one that was opened."""
        try:
            changed = container.has_changed(self.container)
        except FileNotFoundError:
            raise LockedError(
                "{path}: the file was moved or removed since it was read; put it back and run again.", path=self.path
            ) from None
        except OSError as error:
            raise unreadable(self.path, error) from None
        if changed:
            raise changed_error(self.path)

    @cached_property
    def shared_strings(self) -> StringArray:
        """All shared strings, as an object array of str; read when first needed."""
        member = self.members.get(self.strings_part.lower())
        if member is None:
            return np.empty(0, dtype=object)
        self.check_unchanged()
        try:
            return read_strings(
                container.inflate(self.container, member), f"{self.path}: the part {self.strings_part!r}"
            )
        except MemoryError:
            raise WorkbookError(
                "{path}: its texts do not fit into the memory; close other programs or split the workbook.",
                path=self.path,
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

        *formulas* False leaves formula texts out, which saves time. *only_exact* uses the reference reader alone, for tests.
        """
        sheet = self.sheet(sheet_name)
        mask = None
        if columns is not None:
            mask = np.zeros(MAX_COL + 2, dtype=bool)
            mask[[col for col in columns if 1 <= col <= MAX_COL]] = True
        low, high = first_row or 1, last_row or MAX_ROW
        strings = self.shared_strings  # before the cells, whose memory is free again when they are columns
        sparse = None if only_exact else self._taken(sheet, formulas=formulas)
        if sparse is None:
            sparse = self._scanned(sheet, mask, low, high, formulas=formulas, only_exact=only_exact)
            mask = None
        return SheetCells(sparse, strings, low, last_row or sparse.used[0], date1904=self.date1904, columns=mask)

    def _scanned(
        self, sheet: Sheet, mask: Bools | None, low: int, high: int, *, formulas: bool, only_exact: bool
    ) -> SparseCells:
        """The cells of the columns of *mask* (by column number; all when None) from row *low* to *high*."""
        sparse = SparseCells(self.where(sheet), date1904=self.date1904)
        for item in self.stream(sheet, only_exact=only_exact):
            if isinstance(item, RowBlock):
                sparse.add(item, mask, low, high, formulas=formulas)
            elif isinstance(item, SheetTail):
                sparse.merges += item.merges
        sparse.finish()
        return sparse

    def scanned(self, sheet: Sheet) -> ScannedSheet:
        """Every cell of a sheet, and what is proved of its part."""
        cells = self._scanned(sheet, None, 1, MAX_ROW, formulas=True, only_exact=False)
        return ScannedSheet(cells, self._proofs[sheet.part.lower()])

    def scanned_formulas(self, sheet: Sheet) -> dict[str, int] | None:
        """The formulas of a sheet that the second core has scanned: each text, and in how many cells it is. None where it has not."""
        found = self._taken(sheet, formulas=True)
        if found is None:
            return None
        numbers = found.formula[found.formula >= 0]
        counts = np.bincount(numbers, minlength=len(found.sources)).tolist()
        texts: dict[str, int] = {}
        for source, count in zip(found.sources, counts, strict=True):
            texts[source.text] = texts.get(source.text, 0) + count
        return texts

    def forget_scanned(self) -> None:
        """Free the memory of sheets that the second core has scanned. Whoever reads them again scans them again."""
        if self.ahead is not None:
            self.ahead.forget()
            self.ahead = None

    def _taken(self, sheet: Sheet, *, formulas: bool) -> SparseCells | None:
        """Every cell of a sheet that the second core has scanned, where the wanted ones can be read without the others."""
        found = self.ahead.take(self.container, sheet.part.lower()) if self.ahead is not None else None
        if found is None or not found.cells.apart or (found.cells.sources and not formulas):
            return None
        self.check_unchanged()
        self._proofs.setdefault(sheet.part.lower(), found.proofs)
        found.cells.where = self.where(sheet)
        return found.cells

    def formulas(self, sheet_name: str) -> list[FormulaCell]:
        """Every formula of a sheet: row, column (from 1) and text without `=`, column by column."""
        return list(self.read(sheet_name).formulas())

    def protected(self, sheet_name: str) -> bool:
        """Whether Excel lets no one change the cells of a sheet."""
        tails = [item.raw for item in self.stream(self.sheet(sheet_name)) if isinstance(item, SheetTail)]
        return any(_PROTECTED.search(raw) for raw in tails)

    def merged(self, sheet_name: str) -> list[refs.Area]:
        """The merged ranges of a sheet."""
        return self.read(sheet_name, columns=()).merges

    def cell(self, ref: str, sheet_name: str | None = None) -> Cell:
        """One cell: `book.cell("Sheet1!B2")`, or `book.cell("B2", "Sheet1")`. Without a sheet, the first one."""
        sheet, row, col = self.place(ref, sheet_name)
        known = self._cells.get((sheet.name, row, col))
        if known is None:
            known = self._cells[sheet.name, row, col] = self._read_cell(sheet, row, col)
        return known

    def _read_cell(self, sheet: Sheet, row: int, col: int) -> Cell:
        column = self.read(sheet.name, [col], row, row)[col]
        formula = column.formula[0] if column.formula is not None else ""
        code = self.number_format(int(column.style[0]))
        value, kind = self._value_of(column, code)
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
            raise EditError("{path}: {ref!r} is not a cell; write it like 'Sheet1!B2'.", path=self.path, ref=ref)
        wanted = name if mark else sheet_name
        if wanted is None and not self.sheets:
            raise EditError("{path}: the workbook has no sheet; add one in Excel.", path=self.path)
        return (self.sheets[0] if wanted is None else self.sheet(wanted)), *found

    def _value_of(self, column: CellColumn, code: str) -> tuple[ReadValue, str]:
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
        root = self._styles
        return [] if root is None else style_formats(root)

    @cached_property
    def wrapping_styles(self) -> frozenset[int]:
        """The numbers of the cell styles that wrap a text."""
        root = self._styles
        return frozenset() if root is None else wrapping_styles(root)

    @cached_property
    def _styles(self) -> xmltree.XmlNode | None:
        member = self.members.get(self.styles_part.lower())
        if member is None:
            return None
        return xmltree.parse_xml(container.whole(self.container, member), f"{self.path}: the part {self.styles_part!r}")
