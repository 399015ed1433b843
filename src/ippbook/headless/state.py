"""What is open: the program, its books, their sheets and tables. xlwings' objects are views of these."""

import itertools
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np
import numpy.typing as npt

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.headless import save
from ippbook.headless.cell_store import Page
from ippbook.headless.deferred_saves import Ledger
from ippbook.headless.errors import refused
from ippbook.ooxml import Area, refs
from ippbook.ooxml.package import container
from ippbook.ooxml.read.cells import FILLING
from ippbook.ooxml.read.reference_reader import Head, Tail

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_PLAIN_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PROTECTED: Final = re.compile(rb"<(?:\w+:)?sheetProtection\b[^>]*\bsheet\s*=\s*[\"'](?:1|true|on)[\"']")
_FILTERED: Final = re.compile(rb"<(?:\w+:)?filterColumn\b[^>]*(?<!/)>")  # an empty one only hides its button
_CHOSEN: Final = re.compile(rb"<(?:\w+:)?selection\b[^>]*\bactiveCell\s*=\s*[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")
_FRONT: Final = re.compile(rb"<(?:\w+:)?workbookView\b[^>]*\bactiveTab\s*=\s*[\"']([0-9]{1,4})[\"']")
_A1: Final = Area(1, 1, 1, 1)


@dataclass(eq=False)
class Program:
    """The app: its books, its settings, and what was told to the user."""

    number: int
    among: "list[Program]" = field(default_factory=list, repr=False)
    """The apps that are open, this one among them."""
    ledger: Ledger = field(default_factory=Ledger, repr=False)
    """What saves came to, of all apps together."""
    editing: bool = False
    books: "list[BookState]" = field(default_factory=list)
    front: "BookState | None" = None
    calls: Counter[str] = field(default_factory=Counter)
    alerts: list[tuple[str, str]] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """What a macro should know and Excel would not have to tell, a sentence each."""
    switches: dict[str, bool] = field(default_factory=dict)
    calculation: str = "automatic"
    status: str | bool = False
    new_names: Iterator[str] = field(default_factory=lambda: (f"Book{number}" for number in itertools.count(1)))

    def take(self, book: "BookState") -> "BookState":
        """Put a book among the open ones, in front."""
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
    """A table of a sheet. `first`: the block that the file gives it; None for a table that was made here."""

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
        """How many rows the table has that the file does not give it."""
        return max(0, self.area.last_row - self.first.last_row) if self.first else 0


@dataclass(eq=False)
class SheetState:
    """A sheet of an open book."""

    book: "BookState"
    name: str
    page: Page
    state: str = "visible"
    added: bool = False
    kind: str = "worksheet"
    tables: list[TableState] = field(default_factory=list)
    _selected: Area | None = None
    _fills: list[ooxml.FormulaCell] | None = None
    _frame: bytes | None = None

    @property
    def quoted(self) -> str:
        """The name as formulas write it."""
        return self.name if _PLAIN_NAME.fullmatch(self.name) else "'" + self.name.replace("'", "''") + "'"

    def count(self, what: str) -> None:
        """Note a call that crossed the border to the cells."""
        self.book.program.calls[what] += 1

    def note_uncalculated(self, area: Area) -> None:
        """Tell, once a book, that the formulas of a block which is read show what they showed before something was written."""
        if self.book.written and self.page.uncalculated(area):
            self.book.note_uncalculated()

    @property
    def selected(self) -> Area:
        """The selected block; at first the cell that the file has selected."""
        if self._selected is None:
            found = _CHOSEN.findall(self.frame)
            place = refs.cell(found[-1].decode()) if found else None
            self._selected = Area(*place, *place) if place else _A1
        return self._selected

    @selected.setter
    def selected(self, area: Area) -> None:
        self._selected = area

    @property
    def frame(self) -> bytes:
        """What stands in the sheet's part before its rows and behind them."""
        if self._frame is None:
            source = self.book.source
            items = source.stream(source.sheet(self.name)) if source and not self.added else ()
            self._frame = b"".join(item.raw for item in items if isinstance(item, Head | Tail))
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

    def locked(self, row: int, column: int) -> bool:
        """Whether a cell is locked, which counts on a protected sheet."""
        protection = self.book.native()[self.name].cell(row, column).protection
        return protection is None or protection.locked is not False

    def hidden_rows(self, first: int, last: int) -> npt.NDArray[np.bool_]:
        """bool[n]: which of these rows are hidden."""
        out = np.zeros(last - first + 1, dtype=bool)
        source = self.page.source
        if source is not None:
            low, high = max(first, source.first_row), min(last, source.last_row)
            if low <= high:
                out[low - first : high - first + 1] = source.hidden[
                    low - source.first_row : high - source.first_row + 1
                ]
        return out

    @property
    def fills(self) -> list[ooxml.FormulaCell]:
        """The array formulas and data tables of the file, each with the block that it fills."""
        if self._fills is None:
            source = self.page.source
            self._fills = [cell for cell in source.formulas() if cell.kind in FILLING] if source else []
        return self._fills

    @property
    def arrays(self) -> list[Area]:
        """The blocks that array formulas and data tables fill."""
        return [area for cell in self.fills if (area := refs.area(cell.ref))]

    def line(self, row: int, column: int, *, across: bool) -> npt.NDArray[np.bool_]:
        """Which cells of a row (*across*) or a column hold something; an empty text that a formula shows counts."""
        if not across:
            held = self.page.column(column)
            return np.zeros(0, dtype=bool) if held is None else held.full
        known = self.page.known()
        out = np.zeros(max(known, default=0), dtype=bool)
        for number in known:
            held = self.page.column(number)
            out[number - 1] = held is not None and row <= len(held.values) and bool(held.full[row - 1])
        return out


def meet(one: Area, other: Area) -> bool:
    """Whether two blocks have a cell in common."""
    return common(one, other) is not None


def common(one: Area, other: Area) -> Area | None:
    """The cells that two blocks have in common; None where they have none."""
    first_row, last_row = max(one.first_row, other.first_row), min(one.last_row, other.last_row)
    first_col, last_col = max(one.first_col, other.first_col), min(one.last_col, other.last_col)
    return Area(first_row, first_col, last_row, last_col) if first_row <= last_row and first_col <= last_col else None


@dataclass(eq=False)
class BookState:
    """An open book. `source`: its file as it was opened or last saved; None for a new book."""

    program: Program
    name: str
    source: ooxml.Book | None = None
    read_only: bool = False
    sheets: list[SheetState] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    """What each defined name stands for, with `=`; one of a sheet's own is called `Sheet1!name`."""
    added_names: list[str] = field(default_factory=list)
    written: bool = False
    """Whether a macro wrote into cells, so that formulas may show what is no longer true."""
    noted: bool = False
    front: SheetState = field(init=False)
    _native: "tuple[tuple[object, ...], Workbook] | None" = None

    @classmethod
    def new(cls, program: Program) -> Self:
        """A new book with one sheet."""
        book = cls(program, next(program.new_names))
        book.sheets.append(SheetState(book, "Sheet1", Page(), added=True))
        book.front = book.sheets[0]
        return book

    @classmethod
    def opened(cls, program: Program, source: ooxml.Book, *, read_only: bool = False) -> Self:
        """The book of a file."""
        book = cls(program, source.path.name, read_only=read_only)
        book.read(source)
        front = _FRONT.search(ooxml_part(source, source.workbook_part))
        place = int(front[1]) if front else 0
        if place < len(book.sheets) and book.sheets[place].state == "visible":
            book.front = book.sheets[place]
        else:
            book.front = next((sheet for sheet in book.sheets if sheet.state == "visible"), book.sheets[0])
        return book

    def read(self, source: ooxml.Book) -> None:
        """Stand as the file *source* has it. Sheets and tables that views hold go on living; selections stay."""
        self.source, self.name, self._native, self.added_names = source, source.path.name, None, []
        # files mark Excel's own names, such as Print_Area, by a prefix
        self.names = {name.replace("_xlnm.", ""): f"={text}" for name, text in source.defined_names.items()}
        old = {sheet.name: sheet for sheet in self.sheets}
        self.sheets = [old.get(sheet.name) or SheetState(self, sheet.name, Page()) for sheet in source.sheets]
        for state, sheet in zip(self.sheets, source.sheets, strict=True):
            state.page, state.state, state.added, state.kind = _page(source, sheet), sheet.state, False, sheet.kind
            state._frame = state._fills = None  # noqa: SLF001  # what was remembered of the old file
        tables = {table.name: table for table in self.tables()}
        for state in self.sheets:
            state.tables = []
        for found in source.tables.values():
            area = Area(found.first_row, found.first_col, found.last_row, found.last_col)
            table = tables.get(found.name) or TableState(self.sheet(found.sheet), found.name, area)
            table.area = table.first = area
            table.headers, table.totals = bool(found.header_rows), bool(found.totals_rows)
            table.sheet.tables.append(table)

    def note_uncalculated(self) -> None:
        """Tell, once, that formulas are not calculated."""
        if not self.noted:
            self.program.notes.append(
                f"{self.name}: formulas are not calculated without Excel, so what they show is from before the macro wrote; "
                f"in Excel, Ctrl+Alt+F9 calculates them all"
            )
        self.noted = True

    @property
    def date1904(self) -> bool:
        """Whether serial numbers count from 1904."""
        return self.source.date1904 if self.source else False

    def sheet(self, name: str) -> SheetState:
        """The sheet of that name."""
        for sheet in self.sheets:
            if sheet.name.casefold() == name.casefold():
                return sheet
        raise refused("Subscript out of range")

    def tables(self) -> list[TableState]:
        """All tables."""
        return [table for sheet in self.sheets for table in sheet.tables]

    def table(self, name: str) -> TableState:
        """The table of that name."""
        for table in self.tables():
            if table.name.casefold() == name.casefold():
                return table
        raise refused("Application-defined or object-defined error")

    def add_name(self, name: str, refers_to: str) -> None:
        """A new defined name, or another meaning of an old one; *refers_to* begins with `=`."""
        old = next((known for known in self.names if known.casefold() == name.casefold()), name)
        self.names[old] = refers_to
        self.added_names.append(old)

    def part(self, table: TableState) -> bytes:
        """The part of a table in the file."""
        return ooxml_part(self.source, self.source.tables[table.name].part) if self.source else b""

    def grow(self, table: TableState, last: int) -> None:
        """Let a table reach down to row *last*, as Excel does: calculated columns fill the new rows, formats go on."""
        self.written = True
        first, page = table.area.last_row + 1, table.sheet.page
        formulas: dict[int, str] = {}
        if self.source is not None and table.first is not None and last > table.first.last_row:
            trial = ooxml.Edits()
            trial.grow(self.source, table.name, last - table.first.last_row)
            formulas = {col: look.formula for col, look in trial.growths[table.name.casefold()].looks.items()}
        for number in range(table.area.first_col, table.area.last_col + 1):
            above = page.column(number)
            code = "General" if above is None or first - 2 >= len(above.formats) else str(above.formats[first - 2])
            page.fill(number, first, last, formulas.get(number, ""), code)
        table.area = table.area._replace(last_row=last)

    @property
    def unsaved(self) -> bool:
        """Whether something was written that its file does not have."""
        made = self.source is not None and any(sheet.added for sheet in self.sheets)
        tables = any(table.first is None or table.lost or table.gained for table in self.tables())
        return made or tables or bool(self.added_names) or any(any(sheet.page.changed()) for sheet in self.sheets)

    def save(self, target: Path) -> ooxml.Saved | None:
        """Write the book to *target*, and go on with that file. What it did; None for a new book, and where the save is put off."""
        if self.program.ledger.puts_off(target):
            self.program.ledger.put_off(self, save.frozen(self))
            return None
        saved = None
        if self.source is None:
            save.save_new(self, target)
        else:
            saved = save.save_lossless(self, target)
        self.program.ledger.written.append(target)
        self.read(ooxml.open(target))
        self.read_only = False
        return saved

    def native(self) -> "Workbook":
        """Openpyxl's workbook with everything that was written so far."""
        sheets = tuple(sheet.name for sheet in self.sheets)
        tables = tuple((table.name, table.area) for table in self.tables())
        version = (sheets, tables, tuple(self.added_names), tuple(sheet.page.changes for sheet in self.sheets))
        if self._native is None or self._native[0] != version:
            # What was copied into openpyxl's workbook goes out of it by no way: sheets that are gone would stay in it.
            goes_on = self._native is not None and self._native[0][:3] == version[:3]
            found = self._native[1] if self._native is not None and goes_on else self._loaded()
            save.copy_into(self, found)
            self._native = (version, found)
        return self._native[1]

    def _loaded(self) -> "Workbook":
        if self.source is None:
            return save.new_workbook()
        from openpyxl import load_workbook  # noqa: PLC0415  # seconds for a big book: only who asks for it pays

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # it warns of parts that it leaves out; nothing is saved through it
                return load_workbook(self.source.path)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise UserError(
                f"{self.source.path}: the library openpyxl cannot open this workbook ({error}), and its formats or locked cells "
                f"are asked for; press the button in Excel"
            ) from None


def _page(source: ooxml.Book, sheet: ooxml.Sheet) -> Page:
    if sheet.kind == "chartsheet":
        return Page(source.date1904)
    return Page(source.date1904, lambda: source.read(sheet.name), source.number_format)


def ooxml_part(source: ooxml.Book | None, name: str) -> bytes:
    """The bytes of a part; none where there is no such part."""
    member = source.members.get(name.lower()) if source else None
    return b"" if source is None or member is None else container.whole(source.container, member)
