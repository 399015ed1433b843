"""What is open: the app, its books, their sheets and tables. xlwings' objects are views of these.

The classes refer to each other, and to nothing that reads or writes files: `book_files` opens books, `save` writes them,
`openpyxl_copy` makes openpyxl's workbook of them.
"""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from ippbook import ooxml
from ippbook.headless.cell_store import CellStore
from ippbook.headless.errors import excel_error
from ippbook.late_patterns import late_pattern
from ippbook.ooxml import Area, refs
from ippbook.ooxml.package import container
from ippbook.ooxml.read.blocks import SheetHead, SheetTail
from ippbook.ooxml.read.cells import FILLING
from ippbook.ooxml.write.row_heights import RowHeights
from ippbook.quick_dataclasses import dataclass

_PLAIN_NAME: Final = late_pattern(r"[A-Za-z_][A-Za-z0-9_]*")
_PROTECTED: Final = late_pattern(rb"<(?:\w+:)?sheetProtection\b[^>]*\bsheet\s*=\s*[\"'](?:1|true|on)[\"']")
_FILTERED: Final = late_pattern(rb"<(?:\w+:)?filterColumn\b[^>]*(?<!/)>")  # an empty one only hides its button
_ACTIVE_CELL: Final = late_pattern(rb"<(?:\w+:)?selection\b[^>]*\bactiveCell\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_A1: Final = Area(1, 1, 1, 1)

WriteFile = Callable[[Path], ooxml.Saved | None]
"""Writes a book as it was at one moment; gives what the save did, None for a new book."""


class DeferredSave(NamedTuple):
    """A save that has to wait: the book, and what writes it as it was then."""

    book: "BookState"
    write: WriteFile


@dataclass(eq=False)
class SaveLedger:
    """What the apps of an engine saved, and which file no save may write yet."""

    written: list[Path] = field(default_factory=list)
    """Every file that was written, in order."""
    kept_back: Path | None = None
    """The file that no save may write yet."""
    last: DeferredSave | None = None
    """The last save of that file."""

    def keep_back(self, path: Path) -> None:
        """Defer every save of the file *path*."""
        self.kept_back = path.resolve()

    def defers(self, target: Path) -> bool:
        """Whether a save to *target* has to wait."""
        return self.kept_back is not None and target.resolve() == self.kept_back

    def defer(self, book: "BookState", write: WriteFile) -> None:
        """Note a save that has to wait."""
        self.last = DeferredSave(book, write)


@dataclass(eq=False)
class AppState:
    """The app: its books, its settings, and the messages that it showed."""

    number: int
    open_apps: "list[AppState]" = field(default_factory=list, repr=False)
    """The apps that are open, this one among them."""
    ledger: SaveLedger = field(default_factory=SaveLedger, repr=False)
    """The saves of all apps together."""
    editing: bool = False
    books: "list[BookState]" = field(default_factory=list)
    front: "BookState | None" = None
    calls: Counter[str] = field(default_factory=Counter)
    alerts: list[tuple[str, str]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What the author of a macro should know and Excel has no reason to say, a sentence each."""
    switches: dict[str, bool] = field(default_factory=dict)
    calculation: str = "automatic"
    day: date | None = None
    """The day for which buttons are pressed; None: each workbook's own."""
    status: str | bool = False
    new_names: Iterator[str] = field(default_factory=lambda: (f"Book{number}" for number in itertools.count(1)))

    def take(self, book: "BookState") -> "BookState":
        """Add a book to the open ones, in front."""
        self.books.append(book)
        self.front = book
        return book

    def close(self, book: "BookState") -> None:
        """Forget a book."""
        self.books.remove(book)
        if self.front is book:
            self.front = self.books[-1] if self.books else None


@dataclass(eq=False)
class TableState:
    """A table of a sheet. `first`: the block that the file has for it; None for a table that was made here."""

    sheet: "SheetState"
    name: str
    area: Area
    headers: bool = True
    totals: bool = False
    style: str = ""
    first: Area | None = None

    @property
    def body(self) -> Area:
        """The rows between headers and totals; the last is above the first where there are none."""
        area = self.area
        return area._replace(first_row=area.first_row + self.headers, last_row=area.last_row - self.totals)

    @property
    def lost(self) -> int:
        """How many rows of the file the table no longer has."""
        return max(0, self.first.last_row - self.area.last_row) if self.first else 0

    @property
    def gained(self) -> int:
        """How many rows the table has that it does not have in the file."""
        return max(0, self.area.last_row - self.first.last_row) if self.first else 0


@dataclass(eq=False)
class SheetState:
    """A sheet of an open book."""

    book: "BookState"
    name: str
    cells: CellStore
    state: str = "visible"
    added: bool = False
    kind: str = "worksheet"
    tables: list[TableState] = field(default_factory=list)
    _selected: Area | None = None
    _fills: list[ooxml.FormulaCell] | None = None
    _frame: bytes | None = None

    def reset(self, cells: CellStore, state: str, kind: str) -> None:
        """Be the sheet of a file that was read again."""
        self.cells, self.state, self.kind, self.added, self.tables = cells, state, kind, False, []
        self._frame = self._fills = None

    @property
    def quoted(self) -> str:
        """The name as formulas write it."""
        return self.name if _PLAIN_NAME.fullmatch(self.name) else "'" + self.name.replace("'", "''") + "'"

    def count(self, what: str) -> None:
        """Note a call that read or wrote cells."""
        self.book.app.calls[what] += 1

    def note_uncalculated(self, area: Area) -> None:
        """Note, once a book, that formulas of a block which is read show results from before something was written."""
        if self.book.written and self.cells.uncalculated(area):
            self.book.note_uncalculated()

    @property
    def selected(self) -> Area:
        """The selected block; at first the cell that is selected in the file."""
        if self._selected is None:
            found = _ACTIVE_CELL.findall(self.frame)
            place = refs.cell_place(found[-1].decode()) if found else None
            self._selected = Area(*place, *place) if place else _A1
        return self._selected

    @selected.setter
    def selected(self, area: Area) -> None:
        self._selected = area

    @property
    def frame(self) -> bytes:
        """What the sheet's part has before its rows and after them."""
        if self._frame is None:
            source = self.book.source
            items = source.stream(source.sheet(self.name)) if source and not self.added else ()
            self._frame = b"".join(item.raw for item in items if isinstance(item, SheetHead | SheetTail))
        return self._frame

    @property
    def protected(self) -> bool:
        """Whether locked cells cannot be written."""
        return _PROTECTED.search(self.frame) is not None

    @property
    def filtered(self) -> bool:
        """Whether a filter of the sheet or of one of its tables has criteria."""
        return _FILTERED.search(self.frame) is not None or any(
            _FILTERED.search(self.book.part(table)) is not None for table in self.tables if table.first
        )

    def hidden_rows(self, first: int, last: int) -> npt.NDArray[np.bool_]:
        """bool[n]: which of these rows are hidden."""
        out = np.zeros(last - first + 1, dtype=bool)
        source = self.cells.source
        if source is not None:
            low, high = max(first, source.first_row), min(last, source.last_row)
            if low <= high:
                hidden = source.hidden[low - source.first_row : high - source.first_row + 1]
                out[low - first : high - first + 1] = hidden
        return out

    @property
    def fills(self) -> list[ooxml.FormulaCell]:
        """The array formulas and data tables of the file, each with the block that it fills."""
        if self._fills is None:
            source = self.cells.source
            self._fills = [cell for cell in source.formulas() if cell.kind in FILLING] if source else []
        return self._fills

    @property
    def arrays(self) -> list[Area]:
        """The blocks that array formulas and data tables fill."""
        return [area for cell in self.fills if (area := refs.area(cell.ref))]

    def line(self, row: int, column: int, *, across: bool) -> npt.NDArray[np.bool_]:
        """Which cells of a row (*across*) or a column are filled; an empty text that a formula shows counts."""
        if not across:
            stored = self.cells.column(column)
            return np.zeros(0, dtype=bool) if stored is None else stored.full
        known = self.cells.known()
        out = np.zeros(max(known, default=0), dtype=bool)
        for number in known:
            stored = self.cells.column(number)
            out[number - 1] = stored is not None and row <= len(stored.values) and bool(stored.full[row - 1])
        return out


@dataclass(eq=False)
class BookState:
    """An open book. `source`: its file as it was opened or last saved; None for a new book."""

    app: AppState
    name: str
    source: ooxml.Book | None = None
    read_only: bool = False
    sheets: list[SheetState] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """What each defined name refers to, with `=`; one of a sheet's own is called `Sheet1!name`."""
    added_names: list[str] = field(default_factory=list)
    written: bool = False
    """Whether a macro wrote into cells, so that formulas may show results that are no longer true."""
    heights: dict[str, RowHeights] = field(default_factory=dict)
    """By sheet, in lower case: the heights that rows get at the save."""
    whole_workbook: bool = False
    """Whether the save brings formulas and charts up to date that depend on nothing that was written."""
    front: SheetState = field(init=False)
    openpyxl_copy: "tuple[tuple[object, ...], object] | None" = None
    """Openpyxl's workbook of this book and the version that it was made of; `openpyxl_copy` keeps it here."""
    _noted: bool = False

    def note_uncalculated(self) -> None:
        """Note, once, that the macro has read formulas that were not calculated yet."""
        if not self._noted:
            self.app.notes.append(
                f"{self.name}: the macro read formulas that were not calculated after it wrote, so it saw old results; "
                f"call app.calculate() before you read them. The save calculates them in any case"
            )
        self._noted = True

    @property
    def date1904(self) -> bool:
        """Whether serial numbers count from 1904."""
        return self.source.date1904 if self.source else False

    def sheet(self, name: str) -> SheetState:
        """The sheet of that name."""
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        raise excel_error("Subscript out of range")

    def tables(self) -> list[TableState]:
        """All tables."""
        return [table for sheet in self.sheets for table in sheet.tables]

    def table(self, name: str) -> TableState:
        """The table of that name."""
        for table in self.tables():
            if table.name.casefold() == name.casefold():
                return table
        raise excel_error("Application-defined or object-defined error")

    def add_name(self, name: str, refers_to: str) -> None:
        """A new defined name, or another meaning of an old one; *refers_to* begins with `=`."""
        old = next((known for known in self.names if known.casefold() == name.casefold()), name)
        self.names[old] = refers_to
        self.added_names.append(old)

    def part(self, table: TableState) -> bytes:
        """The part of a table in the file."""
        return part_bytes(self.source, self.source.tables[table.name].part) if self.source else b""

    def grow(self, table: TableState, last: int) -> None:
        """Extend a table down to row *last*, as Excel does: calculated columns fill the new rows, formats continue."""
        self.written = True
        first, cells = table.area.last_row + 1, table.sheet.cells
        formulas: dict[int, str] = {}
        if self.source is not None and table.first is not None and last > table.first.last_row:
            trial = ooxml.Edits()
            trial.grow(self.source, table.name, last - table.first.last_row)
            formulas = {col: look.formula for col, look in trial.growths[table.name.casefold()].looks.items()}
        for number in range(table.area.first_col, table.area.last_col + 1):
            above = cells.column(number)
            code = "General" if above is None or first - 2 >= len(above.formats) else str(above.formats[first - 2])
            cells.fill(number, first, last, formulas.get(number, ""), code)
        table.area = table.area._replace(last_row=last)

    @property
    def unsaved(self) -> bool:
        """Whether something was written that the file does not have."""
        made = self.source is not None and any(sheet.added for sheet in self.sheets)
        tables = any(table.first is None or table.lost or table.gained for table in self.tables())
        more = made or tables or self.whole_workbook or bool(self.added_names)
        return more or any(any(sheet.cells.changed()) for sheet in self.sheets)


def part_bytes(source: ooxml.Book | None, name: str) -> bytes:
    """The bytes of a part; none where there is no such part."""
    member = source.members.get(name.lower()) if source else None
    return b"" if source is None or member is None else container.whole(source.container, member)
