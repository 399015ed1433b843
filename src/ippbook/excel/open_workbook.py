"""A workbook that is open in Excel, as ippbook reads it: whole blocks of cells, a few calls a sheet."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import xlwings as xw

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.excel import hosts, sheet_info
from ippbook.excel.hosts import HostValue
from ippbook.excel.sheet_facts import SheetFacts
from ippbook.languages import say
from ippbook.ooxml import CellColumn
from ippbook.ooxml.refs import Area
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.blocks import Grid, HostCells, column_of, grid


class HostBlock(NamedTuple):
    """What a host gives for a block: where it begins, its values and its formulas as they come; None where they were not read."""

    row: int
    column: int
    values: HostValue
    formulas: HostValue


@dataclass(frozen=True)
class SheetContent:
    """The content of a sheet: where it begins, values (None, str, float, bool, date, an error) and formulas (with no `=`, "" where none)."""

    row: int
    column: int
    values: Grid
    formulas: Grid
    block: HostBlock | None = field(default=None, compare=False, repr=False)
    """What the host gave."""

    @property
    def last_row(self) -> int:
        """The last row; 0 where the sheet is empty."""
        return self.row + len(self.values) - 1 if self.values.size else 0

    def same(self, other: "SheetContent") -> bool:
        """Whether both have the same constants and formulas; the results of formulas may differ, as the time does."""
        if (self.row, self.column, self.values.shape) != (other.row, other.column, other.values.shape):
            return False
        if (self.formulas != other.formulas).any():
            return False
        constant = self.formulas == ""
        return bool((self.values[constant] == other.values[constant]).all())


class OpenWorkbook:
    """The book of a host. It keeps the content of each sheet after the first read, until something is written.

    *formulas*: what `Range.formula` gives for each sheet's used range, by sheet, for a host that gives formulas only
    asynchronously (xlwings Lite: `await range.get_formula()`). *facts*: the facts about each sheet in such a host.
    """

    def __init__(
        self,
        book: xw.Book,
        formulas: Mapping[str, HostValue] | None = None,
        facts: Mapping[str, SheetFacts] | None = None,
    ) -> None:
        self.book = book
        self.facts = facts or {}
        self.notes: list[str] = []
        """Settings of the program that could not be restored after a write, in words."""
        self._formulas_by_sheet = formulas
        self._contents: dict[str, SheetContent] = {}
        self._merges: dict[str, tuple[Area, ...]] = {}

    @cached_property
    def path(self) -> Path:
        """The file; only its name where it was never saved, or where it is not in a folder of this computer."""
        try:
            return Path(self.book.fullname)
        except xw.XlwingsError:  # a book on OneDrive or SharePoint that is not synchronised here
            return Path(self.book.name)

    @property
    def file(self) -> ooxml.Book | None:
        """The file that ippbook writes at the save; None in a program, which writes its file itself."""
        return self.book.impl.file if hosts.calculates_nothing(self.book) else None

    @cached_property
    def sheets(self) -> tuple[ooxml.Sheet, ...]:
        """The sheets. One of charts has no cells."""
        return tuple(
            ooxml.Sheet(
                sheet.name,
                "",
                "visible" if sheet_info.is_visible(sheet) else "hidden",
                place,
                "worksheet" if sheet_info.has_cells(sheet) else "chartsheet",
            )
            for place, sheet in enumerate(self.book.sheets)
        )

    @cached_property
    def date1904(self) -> bool:
        """Whether serial numbers count from 1904."""
        own = getattr(self.book.impl, "date1904", None)
        return bool(own if isinstance(own, bool) else hosts.host_property(self.book, "Date1904", "date_1904"))

    @cached_property
    def tables(self) -> Mapping[str, ooxml.TableArea]:
        """The tables by name."""
        found = [self._table(sheet.name, table) for sheet in self.sheets for table in self._tables(sheet.name)]
        return {area.name: area for area in found}

    def _tables(self, sheet: str) -> Iterable[xw.main.Table]:
        kind = self.sheet(sheet).kind
        return self.book.sheets[sheet].tables if kind == "worksheet" else ()

    def _table(self, sheet: str, table: xw.main.Table) -> ooxml.TableArea:
        whole = table.range
        (rows, columns), row, column = whole.shape, whole.row, whole.column
        header, totals = bool(table.show_headers), bool(table.show_totals)
        if header:
            content = self.content(sheet)
            cells = _cut(content, content.values, None, row, column, 1, columns)[0]
            names = tuple(str(value or "") for value in cells)
        else:
            names = tuple(str(each.name) for each in table.columns)
        last_row, last_column = row + rows - 1, column + columns - 1
        return ooxml.TableArea(
            table.display_name, sheet, row, column, last_row, last_column, int(header), int(totals), names
        )

    @cached_property
    def defined_names(self) -> Mapping[str, str]:
        """What each defined name refers to."""
        return {name.name: str(name.refers_to).removeprefix("=") for name in self.book.names}

    @property
    def warnings(self) -> tuple[str, ...]:
        """Always empty: the program shows its own warnings."""
        return ()

    def sheet(self, name: str) -> ooxml.Sheet:
        """The sheet of that name, without regard to case."""
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        raise ooxml.MissingSheetError(self.path, name, [sheet.name for sheet in self.sheets])

    def where(self, sheet: ooxml.Sheet) -> str:
        """How an error sentence names the sheet."""
        return say("{path}: sheet {sheet_name!r}", path=self.path, sheet_name=sheet.name)

    def read(
        self,
        sheet_name: str,
        columns: Iterable[int] | None = None,
        first_row: int | None = None,
        last_row: int | None = None,
        *,
        formulas: bool = True,
    ) -> HostCells:
        """The cells of *columns* (from 1; all when None) from *first_row* (1) to *last_row* (the last used row)."""
        name = self.sheet(sheet_name).name
        content = self.content(name)
        wanted = None if columns is None else sorted(set(columns))
        low, high = first_row or 1, content.last_row if last_row is None else last_row
        if wanted == [] or (wanted is None and not content.values.size):
            left, width = 1, 0
        elif wanted is None:
            left, width = content.column, content.values.shape[1]
        else:
            left, width = wanted[0], wanted[-1] - wanted[0] + 1
        shape = (low, left, max(high - low + 1, 0), width)
        texts = _cut(content, content.formulas, "", *shape) if formulas else None
        values = _cut(content, content.values, None, *shape)
        if wanted is not None and len(wanted) < width:
            other = np.setdiff1d(np.arange(left, left + width), wanted) - left
            values[:, other] = None
            if texts is not None:
                texts[:, other] = ""
        return HostCells(
            values,
            texts,
            first_row=low,
            first_column=left,
            merges=self.merges(name),
            date1904=self.date1904,
            worded=self.errors_are_texts,
        )

    def formulas(self, sheet_name: str) -> list[ooxml.FormulaCell]:
        """Every formula of a sheet that ippbook has to calculate: none in Excel, which calculates by itself."""
        if not self.calculates_nothing:
            return []
        name = self.sheet(sheet_name).name
        content = self.content(name)
        block = HostCells(content.values, content.formulas, first_row=content.row, first_column=content.column)
        return list(block.formulas(self.book.sheets[name].impl.fills))

    def has_ippbook_formula(self, sheet: str) -> bool:
        """Whether a formula on the sheet may call a worksheet function of ippbook."""
        return any("IPP_" in text.upper() for text in set(self.content(sheet).formulas.ravel().tolist()))

    @cached_property
    def calculates_nothing(self) -> bool:
        """Whether the host calculates no formula by itself, so that ippbook sets the results."""
        return hosts.calculates_nothing(self.book)

    @cached_property
    def errors_are_texts(self) -> bool:
        """Whether the text `#N/A` may be an error."""
        return not hosts.distinguishes_errors(self.book)

    def content(self, sheet: str) -> SheetContent:
        """The content of the sheet, read at the first call."""
        if sheet not in self._contents:
            self._contents[sheet] = self.read_now(sheet)
        return self._contents[sheet]

    def read_now(self, sheet: str) -> SheetContent:
        """The content of the sheet as it is now."""
        if self.sheet(sheet).kind != "worksheet":
            return SheetContent(1, 1, grid([])[:0], grid([])[:0])
        return self._content_of(sheet, self._block(sheet, sheet_info.used(self.book.sheets[sheet])))

    def read_column_now(self, sheet: str, column: int, first_row: int, last_row: int, *, formulas: bool) -> CellColumn:
        """The cells of a column as they are now; without *formulas* only what they show. Nothing of it is kept."""
        cells = self.book.sheets[sheet].range((first_row, column), (last_row, column))
        block = self._block(sheet, cells) if formulas else HostBlock(first_row, column, hosts.plain_values(cells), None)
        content = self._content_of(sheet, block)
        return column_of(
            content.values[:, 0].tolist(),
            content.formulas[:, 0],
            first_row,
            date1904=self.date1904,
            worded=self.errors_are_texts,
        )

    def is_unchanged(self, sheet: str) -> bool:
        """Whether the sheet still has the content that was read; the results of formulas may differ."""
        content = self.content(sheet)
        if content.block is None:
            return content.same(self.read_now(sheet))
        now = self._block(sheet, sheet_info.used(self.book.sheets[sheet]))
        return now == content.block or content.same(self._content_of(sheet, now))

    def _block(self, sheet: str, cells: xw.Range) -> HostBlock:
        """Values and formulas of a block, in two calls."""
        return HostBlock(cells.row, cells.column, hosts.plain_values(cells), self._formula_texts(sheet, cells))

    def _content_of(self, sheet: str, block: HostBlock) -> SheetContent:
        """What the values and formulas of a host mean."""
        values = grid(sheet_info.host_rows(block.values))
        written = (
            np.full(values.shape, "", dtype=object)
            if block.formulas is None
            else grid(sheet_info.host_rows(block.formulas))
        )
        if written.shape != values.shape:
            raise UserError(
                "{path}: sheet {sheet!r} changed while ippbook read it; press the button again",
                path=self.path,
                sheet=sheet,
            )
        if int in set(map(type, values.flat)):
            values = grid([[hosts.with_error(value) for value in row] for row in values.tolist()])
        formulas = np.full(values.shape, "", dtype=object)
        for place in zip(*np.nonzero(sheet_info.begin_with_equals(written)), strict=True):
            if values[place] != written[place]:  # a text that begins with "=" is its own "formula"
                formulas[place] = written[place][1:]
        has = formulas != ""
        values[(values == "") & ~has] = None
        if not self.calculates_nothing:  # elsewhere a formula without a result shows an empty text
            values[(values == None) & has] = ""  # noqa: E711  # elementwise
        return SheetContent(block.row, block.column, values, formulas, block)

    def _formula_texts(self, sheet: str, cells: xw.Range) -> HostValue:
        """What the formula bar shows for each cell."""
        if self._formulas_by_sheet is not None:
            return self._formulas_by_sheet.get(sheet, "")
        try:
            return cells.formula
        except NotImplementedError:
            raise UserError(
                "{path}: this program does not give access to the formulas of sheet {sheet!r}, so ippbook cannot protect your formulas; open the workbook in Excel for Windows or Mac and press the button there",
                path=self.path,
                sheet=sheet,
            ) from None

    def forget(self, *sheets: str) -> None:
        """Read the sheets again at the next use."""
        for sheet in sheets:
            self._contents.pop(sheet, None)

    def forget_tables(self) -> None:
        """Read the tables again at the next use."""
        self.__dict__.pop("tables", None)

    def merges(self, sheet: str) -> tuple[Area, ...]:
        """The merged blocks of the sheet."""
        if sheet not in self._merges:
            empty = not self.content(sheet).values.size
            self._merges[sheet] = ()
            with suppress(NotImplementedError):  # xlwings Lite does not give merged cells; tables have none
                self._merges[sheet] = (
                    () if empty else tuple(sheet_info.merged_areas(sheet_info.used(self.book.sheets[sheet])))
                )
        return self._merges[sheet]


def _cut(content: SheetContent, cells: Grid, empty: str | None, row: int, column: int, rows: int, columns: int) -> Grid:
    """A block of *cells*, padded with *empty* where the sheet is empty."""
    out = np.full((rows, columns), empty, dtype=object)
    top, left = max(row, content.row), max(column, content.column)
    bottom = min(row + rows, content.row + cells.shape[0])
    right = min(column + columns, content.column + cells.shape[1])
    if top < bottom and left < right:
        part = cells[top - content.row : bottom - content.row, left - content.column : right - content.column]
        out[top - row : bottom - row, left - column : right - column] = part
    return out


__all__ = ["HostBlock", "OpenWorkbook", "SheetContent"]
