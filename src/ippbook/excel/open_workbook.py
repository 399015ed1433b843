"""A workbook that is open in Excel, as ippbook reads it: whole blocks of cells, a few calls a sheet."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import xlwings as xw

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.excel import hosts, sheet_info, write_cells
from ippbook.excel.undo import Journal
from ippbook.ooxml import CellColumn
from ippbook.ooxml.refs import Area
from ippbook.tables.blocks import Grid, HostCells, column_of, grid


class Told(NamedTuple):
    """What a host says of a block: where it begins, the values and the formulas as they come; None where these were not asked for."""

    row: int
    column: int
    values: Any
    formulas: Any


@dataclass(frozen=True)
class Held:
    """What a sheet holds: values (None, str, float, bool, date, an error) and formulas (with no `=`, "" where none), and where."""

    row: int
    column: int
    values: Grid
    formulas: Grid
    told: Told | None = field(default=None, compare=False, repr=False)
    """What the host said."""

    @property
    def last_row(self) -> int:
        """The last row; 0 where the sheet is empty."""
        return self.row + len(self.values) - 1 if self.values.size else 0

    def same(self, other: "Held") -> bool:
        """Whether both hold the same constants and formulas; what formulas show may differ, as the time does."""
        if (self.row, self.column, self.values.shape) != (other.row, other.column, other.values.shape):
            return False
        if (self.formulas != other.formulas).any():
            return False
        constant = self.formulas == ""
        return bool((self.values[constant] == other.values[constant]).all())


class LiveBook:
    """The book of a host. It remembers each sheet when it has read it, until something is written.

    *journal* keeps what is written over, so that it can be put back. *formulas*: what `Range.formula` gives of each sheet's
    used range, by sheet, for a host that shows formulas only to those who wait (xlwings Lite: `await range.get_formula()`).
    """

    def __init__(
        self, book: xw.Book, journal: Journal | None = None, formulas: Mapping[str, Any] | None = None
    ) -> None:
        self.book = book
        self.journal = journal
        self.changed = 0
        """Cells that were changed by all writes so far."""
        self.notes: list[str] = []
        """What of the program could not be put back after a write, in words."""
        self._given = formulas
        self._held: dict[str, Held] = {}
        self._merges: dict[str, tuple[Area, ...]] = {}

    @cached_property
    def path(self) -> Path:
        """The file; its name alone where it was never saved, or lies where no folder of this computer shows it."""
        try:
            return Path(self.book.fullname)
        except xw.XlwingsError:  # a book on OneDrive or SharePoint that is not synchronised here
            return Path(self.book.name)

    @cached_property
    def sheets(self) -> tuple[ooxml.Sheet, ...]:
        """The sheets. One of charts has no cells."""
        return tuple(
            ooxml.Sheet(
                sheet.name,
                "",
                "visible" if sheet_info.shown(sheet) else "hidden",
                place,
                "worksheet" if sheet_info.has_cells(sheet) else "chartsheet",
            )
            for place, sheet in enumerate(self.book.sheets)
        )

    @cached_property
    def date1904(self) -> bool:
        """Whether serial numbers count from 1904."""
        own = getattr(self.book.impl, "date1904", None)
        return bool(own if isinstance(own, bool) else hosts.native(self.book, "Date1904", "date_1904"))

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
            held = self.held(sheet)
            names = tuple(str(value or "") for value in _cut(held, held.values, None, row, column, 1, columns)[0])
        else:
            names = tuple(str(each.name) for each in table.columns)
        last_row, last_column = row + rows - 1, column + columns - 1
        return ooxml.TableArea(
            table.display_name, sheet, row, column, last_row, last_column, int(header), int(totals), names
        )

    @cached_property
    def defined_names(self) -> Mapping[str, str]:
        """What each defined name stands for."""
        return {name.name: str(name.refers_to).removeprefix("=") for name in self.book.names}

    @property
    def warnings(self) -> tuple[str, ...]:
        """Nothing: what the program itself warns of, it says."""
        return ()

    def sheet(self, name: str) -> ooxml.Sheet:
        """The sheet of that name, without regard to case."""
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        known = ", ".join(repr(sheet.name) for sheet in self.sheets[:12])
        raise ooxml.EditError(f"{self.path}: there is no sheet {name!r}; the sheets are {known}.")

    def where(self, sheet: ooxml.Sheet) -> str:
        """How an error sentence names the sheet."""
        return f"{self.path}: sheet {sheet.name!r}"

    def read(
        self,
        sheet_name: str,
        columns: Iterable[int] | None = None,
        first_row: int | None = None,
        last_row: int | None = None,
        *,
        formulas: bool = True,
    ) -> HostCells:
        """The cells of *columns* (from 1; all when None) from *first_row* (1) to *last_row* (the last used one)."""
        name = self.sheet(sheet_name).name
        held = self.held(name)
        wanted = None if columns is None else sorted(set(columns))
        low, high = first_row or 1, held.last_row if last_row is None else last_row
        if wanted == [] or (wanted is None and not held.values.size):
            left, width = 1, 0
        elif wanted is None:
            left, width = held.column, held.values.shape[1]
        else:
            left, width = wanted[0], wanted[-1] - wanted[0] + 1
        shape = (low, left, max(high - low + 1, 0), width)
        texts = _cut(held, held.formulas, "", *shape) if formulas else None
        values = _cut(held, held.values, None, *shape)
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
            worded=self.worded,
        )

    def formulas(self, sheet_name: str) -> list[ooxml.FormulaCell]:
        """Every formula of a sheet, where the host calculates none by itself; Excel calculates, so there it has none."""
        if not self.holds:
            return []
        name = self.sheet(sheet_name).name
        held = self.held(name)
        block = HostCells(held.values, held.formulas, first_row=held.row, first_column=held.column)
        return list(block.formulas(self.book.sheets[name].impl.fills))

    def names_ours(self, sheet: str) -> bool:
        """Whether a formula on the sheet may name a function of ours."""
        return any("IPP_" in text.upper() for text in set(self.held(sheet).formulas.ravel().tolist()))

    @cached_property
    def holds(self) -> bool:
        """Whether the host shows in a formula's cell what is laid down there."""
        return hosts.can_hold(self.book)

    @cached_property
    def worded(self) -> bool:
        """Whether the text `#N/A` may be an error."""
        return not hosts.tells_errors(self.book)

    def held(self, sheet: str) -> Held:
        """What the sheet holds, read at the first call."""
        if sheet not in self._held:
            self._held[sheet] = self.look(sheet)
        return self._held[sheet]

    def look(self, sheet: str) -> Held:
        """What the sheet holds now."""
        if self.sheet(sheet).kind != "worksheet":
            return Held(1, 1, grid([])[:0], grid([])[:0])
        return self._read(sheet, self._ask(sheet, sheet_info.used(self.book.sheets[sheet])))

    def look_at(self, sheet: str, column: int, first_row: int, last_row: int, *, formulas: bool) -> CellColumn:
        """What the cells of a column hold now, or show where *formulas* are not asked for. Nothing of it is remembered."""
        block = self.book.sheets[sheet].range((first_row, column), (last_row, column))
        told = self._ask(sheet, block) if formulas else Told(first_row, column, hosts.plain_values(block), None)
        held = self._read(sheet, told)
        cells = held.values[:, 0].tolist()
        return column_of(cells, held.formulas[:, 0], first_row, date1904=self.date1904, worded=self.worded)

    def stands(self, sheet: str) -> bool:
        """Whether the sheet holds what is remembered of it; what formulas show may differ."""
        held = self.held(sheet)
        if held.told is None:
            return held.same(self.look(sheet))
        now = self._ask(sheet, sheet_info.used(self.book.sheets[sheet]))
        return now == held.told or held.same(self._read(sheet, now))

    def _ask(self, sheet: str, block: xw.Range) -> Told:
        """Have the host tell values and formulas of a block: two calls."""
        return Told(block.row, block.column, hosts.plain_values(block), self._formulas(sheet, block))

    def _read(self, sheet: str, told: Told) -> Held:
        """What a host's words mean."""
        values = grid(sheet_info.rows(told.values))
        written = (
            np.full(values.shape, "", dtype=object) if told.formulas is None else grid(sheet_info.rows(told.formulas))
        )
        if written.shape != values.shape:
            raise UserError(f"{self.path}: sheet {sheet!r} changed while ippbook read it; press the button again")
        if int in set(map(type, values.flat)):
            values = grid([[hosts.cell_value(value) for value in row] for row in values.tolist()])
        formulas = np.full(values.shape, "", dtype=object)
        for place in zip(*np.nonzero(sheet_info.begins(written)), strict=True):
            if values[place] != written[place]:  # a text that begins with "=" is its own "formula"
                formulas[place] = written[place][1:]
        has = formulas != ""
        values[(values == "") & ~has] = None
        if not self.holds:  # only a host that calculates nothing has formulas that nobody has calculated yet
            values[(values == None) & has] = ""  # noqa: E711  # elementwise
        return Held(told.row, told.column, values, formulas, told)

    def _formulas(self, sheet: str, block: xw.Range) -> Any:
        """What the formula bar shows of each cell."""
        if self._given is not None:
            return self._given.get(sheet, "")
        try:
            return block.formula
        except NotImplementedError:
            raise UserError(
                f"{self.path}: this program does not show the formulas of sheet {sheet!r}, so ippbook could not spare yours; "
                "open the workbook in Excel for Windows or Mac and press the button there"
            ) from None

    def forget(self, *sheets: str) -> None:
        """Read the sheets again when they are asked for."""
        for sheet in sheets:
            self._held.pop(sheet, None)

    def forget_tables(self) -> None:
        """Ask for the tables again."""
        self.__dict__.pop("tables", None)

    def merges(self, sheet: str) -> tuple[Area, ...]:
        """The merged blocks of the sheet."""
        if sheet not in self._merges:
            empty = not self.held(sheet).values.size
            self._merges[sheet] = ()
            with suppress(NotImplementedError):  # xlwings Lite tells no merges; in a table of Excel's there are none
                self._merges[sheet] = (
                    () if empty else tuple(sheet_info.merged(sheet_info.used(self.book.sheets[sheet])))
                )
        return self._merges[sheet]

    def write(self, edits: ooxml.Edits) -> ooxml.Saved:
        """Put *edits* into the cells: all, or none where something stands in the way (a `UserError` or `ooxml.EditError`)."""
        saved = write_cells.write(self, edits)
        self.changed += saved.changed_cells
        return saved


def _cut(held: Held, cells: Grid, empty: Any, row: int, column: int, rows: int, columns: int) -> Grid:
    """A block of *cells*, padded with *empty* where the sheet holds nothing."""
    out = np.full((rows, columns), empty, dtype=object)
    top, left = max(row, held.row), max(column, held.column)
    bottom = min(row + rows, held.row + cells.shape[0])
    right = min(column + columns, held.column + cells.shape[1])
    if top < bottom and left < right:
        part = cells[top - held.row : bottom - held.row, left - held.column : right - held.column]
        out[top - row : bottom - row, left - column : right - column] = part
    return out


__all__ = ["Held", "LiveBook", "Told"]
