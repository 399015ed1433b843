"""A sheet and the sheets of a book."""

import re
from collections.abc import Iterator
from numbers import Number
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from xlwings import base_classes

from ippbook.faces.excel.headless import native
from ippbook.faces.excel.headless.errors import refused
from ippbook.faces.excel.headless.hosted import Hosted
from ippbook.faces.excel.headless.page import Page
from ippbook.faces.excel.headless.ranges import Range
from ippbook.faces.excel.headless.tables import Table, Tables
from ippbook.ooxml import Area, refs
from ippbook.ooxml.refs import MAX_COL, MAX_ROW

if TYPE_CHECKING:
    from ippbook.faces.excel.headless.books import Book, Names

_PLAIN_NAME = re.compile(r"[A-Za-z_\\][A-Za-z0-9_.\\]*")
_WHOLE_COLUMNS = re.compile(r"([A-Z]{1,3}):([A-Z]{1,3})", re.IGNORECASE)
_WHOLE_ROWS = re.compile(r"([0-9]{1,7}):([0-9]{1,7})")
_STRUCTURED = re.compile(r"([^\[\]!]+)\[([^\[\]]*)\]")


class Sheet(Hosted, base_classes.Sheet):
    """A sheet of a book that is open in the engine."""

    def __init__(self, book: "Book", name: str, page: Page, *, state: str = "visible", added: bool = False) -> None:
        self._book, self._name, self._page, self._state, self._added = book, name, page, state, added
        self._program = book._program
        self._tables: list[Table] = []
        self._selected = Range(self, 1, 1)

    @property
    def api(self) -> native.Page:
        """Openpyxl's worksheet, with ProtectContents and FilterMode."""
        return native.Page(self)

    @property
    def name(self) -> str:
        """The name."""
        return self._name

    @name.setter
    def name(self, value: str) -> None:
        if not self._added:
            raise NotImplementedError(
                f"The engine without Excel does not rename sheet {self._name!r}: it is in the file."
            )
        self._name = value

    @property
    def book(self) -> "Book":
        """The book."""
        return self._book

    @property
    def names(self) -> "Names":
        """The names that hold for this sheet alone."""
        return self._book._names_of(self)

    @property
    def index(self) -> int:
        """The place of the sheet, from 1."""
        return self._book._sheets.index(self) + 1

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """A block: "A1", "A1:B2", (row, column), (row, column, rows, columns), a name, a table, or two corners in any order."""
        first = self._one(arg1, arg2)
        if arg2 is None or isinstance(arg1, Number):
            return first
        return self._of(first._area.grown(self._one(arg2, None)._area))

    def _one(self, place: Any, column: Any) -> Range:
        if isinstance(place, Range):
            return place
        if isinstance(place, tuple):
            if 0 in place[:2]:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            return Range(self, *(int(number) for number in place))
        if isinstance(place, Number):
            return Range(self, int(place), int(column))  # type: ignore[call-overload]  # a number of any kind
        return self._named(str(place).strip())

    def _of(self, area: Area) -> Range:
        return Range(
            self, area.first_row, area.first_col, area.last_row - area.first_row + 1, area.last_col - area.first_col + 1
        )

    def _named(self, text: str) -> Range:
        if found := refs.area(text):
            return self._of(found)
        bare = text.replace("$", "")
        if columns := _WHOLE_COLUMNS.fullmatch(bare):
            low, high = sorted(map(refs.number, columns.groups()))
            return self._of(Area(1, low, MAX_ROW, high))
        if rows := _WHOLE_ROWS.fullmatch(bare):
            low, high = sorted(map(int, rows.groups()))
            return self._of(Area(low, 1, high, MAX_COL))
        if structured := _STRUCTURED.fullmatch(text):
            return self._book._table(structured[1])._part(structured[2])
        if "!" in text:
            sheet, _, rest = text.rpartition("!")
            return self._book._sheet(sheet.strip("'").replace("''", "'"))._named(rest)
        if "," in text:
            raise NotImplementedError(
                f"The engine without Excel has no range of several areas ({text!r}); ask for each."
            )
        if text.casefold() in (table._name.casefold() for table in self._book._all_tables()):
            return self._book._table(text)._part("")
        name = next((name for name in self._book.names if name.name.casefold() == text.casefold()), None)
        if name is None:
            raise refused("Application-defined or object-defined error")
        return name.refers_to_range

    @property
    def cells(self) -> Range:
        """All cells."""
        return Range(self, 1, 1, MAX_ROW, MAX_COL)

    @property
    def used_range(self) -> Range:
        """The block from the first used cell to the last: with a value, a formula or a format of its own."""
        return self._of(self._page.used())

    @property
    def tables(self) -> Tables:
        """The tables."""
        return Tables(self)

    def activate(self) -> None:
        """Make this the active sheet of its book. A hidden one cannot be."""
        if self._state != "visible":
            raise refused("Activate method of Worksheet class failed")
        self._book._active = self

    def select(self) -> None:
        """As `activate`."""
        self.activate()

    @property
    def visible(self) -> bool:
        """Whether the sheet is shown."""
        return self._state == "visible"

    def clear_contents(self) -> None:
        """Empty every cell; formats stay."""
        self.used_range.clear_contents()

    def delete(self) -> None:
        """Take away a sheet that was added here; one of the file cannot be taken away without Excel."""
        if not self._added:
            raise NotImplementedError(
                f"The engine without Excel does not delete sheet {self._name!r}: it is in the file."
            )
        self._book._sheets.remove(self)
        if self._book._active is self:
            self._book._active = self._book._sheets[0]

    # what the engine asks of a sheet; no part of xlwings' object model

    def _quoted(self) -> str:
        return self._name if _PLAIN_NAME.fullmatch(self._name) else "'" + self._name.replace("'", "''") + "'"

    def _count(self, what: str) -> None:
        self._book._app.calls[what] += 1

    def _line(self, row: int, column: int, *, rowwise: bool) -> npt.NDArray[np.bool_]:
        """Which cells of a row or of a column hold something; an empty text that a formula shows counts."""
        if not rowwise:
            held = self._page.column(column)
            return np.zeros(0, dtype=bool) if held is None else (held.values != None) | (held.formulas != "")  # noqa: E711  # elementwise
        known = self._page.known()
        out = np.zeros(max(known, default=0), dtype=bool)
        for number in known:
            held = self._page.column(number)
            out[number - 1] = (
                held is not None
                and row <= len(held.values)
                and bool(held.values[row - 1] is not None or held.formulas[row - 1])
            )
        return out

    def _arrayed(self, row: int, column: int) -> bool:
        return any(area.holds(row, column) for area in self._book._arrays(self))

    def _hidden_rows(self, first: int, last: int) -> npt.NDArray[np.bool_]:
        """Which of these rows are hidden."""
        out = np.zeros(last - first + 1, dtype=bool)
        source = self._page.source
        if source is not None:
            low, high = max(first, source.first_row), min(last, source.last_row)
            if low <= high:
                out[low - first : high - first + 1] = source.hidden[
                    low - source.first_row : high - source.first_row + 1
                ]
        return out

    @property
    def _tail(self) -> bytes:
        return self._book._tail(self)

    @property
    def _protected(self) -> bool:
        return (
            re.search(rb"<(?:\w+:)?sheetProtection\b[^>]*\bsheet\s*=\s*[\"'](?:1|true|on)[\"']", self._tail) is not None
        )

    @property
    def _filters(self) -> bool:
        """Whether a filter of the sheet or of a table is set, with criteria."""
        own = re.search(rb"<(?:\w+:)?filterColumn\b", self._tail) is not None
        return own or any(table._filtered for table in self._tables)

    def _locked(self, row: int, column: int) -> bool:
        protection = self.api.worksheet.cell(row, column).protection
        return protection is None or protection.locked is not False

    def _check_writable(self, area: Area) -> None:
        """Refuse as Excel does: locked cells of a protected sheet, part of an array, the cell below a table."""
        if self._protected and any(
            self._locked(row, col)
            for row in range(area.first_row, area.last_row + 1)
            for col in range(area.first_col, area.last_col + 1)
        ):
            raise refused(
                "The cell or chart you're trying to change is on a protected sheet. To make a change, unprotect the sheet."
            )
        for held in self._book._arrays(self):
            if area.grown(held) != area and _meet(area, held):
                raise refused("You can't change part of an array.")
        self._check_filter(area)
        for table in self._tables:
            below = table._area._replace(first_row=table._area.last_row + 1, last_row=table._area.last_row + 1)
            if not table._totals and _meet(area, below):
                raise NotImplementedError(
                    f"{self._name}!{area} touches the row below table {table._name}: Excel may let the table grow by itself there. "
                    f"Resize the table first, then write."
                )

    def _check_filter(self, area: Area) -> None:
        if area.first_row != area.last_row and self._filters and self._hidden_rows(area.first_row, area.last_row).any():
            raise NotImplementedError(
                f"{self._name}!{area} has rows that a filter hides: Excel writes a block over such rows at wrong places. "
                f"Clear the filter first."
            )


def _meet(one: Area, other: Area) -> bool:
    return not (
        one.last_row < other.first_row
        or other.last_row < one.first_row
        or one.last_col < other.first_col
        or other.last_col < one.first_col
    )


class Sheets(Hosted, base_classes.Sheets):
    """The sheets of a book, from left to right."""

    def __init__(self, book: "Book") -> None:
        self._book = book
        self._program = book._program

    @property
    def api(self) -> Any:
        """Openpyxl's worksheets."""
        return self._book.api.worksheets

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        return self._book._active

    def __call__(self, name_or_index: str | int) -> Sheet:
        if isinstance(name_or_index, str):
            return self._book._sheet(name_or_index)
        if not 1 <= name_or_index <= len(self._book._sheets):
            raise refused("Subscript out of range")
        return self._book._sheets[name_or_index - 1]

    def __len__(self) -> int:
        return len(self._book._sheets)

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self._book._sheets)

    def __contains__(self, name: object) -> bool:
        return str(name).casefold() in (sheet._name.casefold() for sheet in self._book._sheets)

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, before the active one unless told otherwise. A book of a file cannot be saved with it."""
        sheets = self._book._sheets
        number = 1
        while f"Sheet{number}".casefold() in (sheet._name.casefold() for sheet in sheets):
            number += 1
        new = Sheet(self._book, name or f"Sheet{number}", Page(date1904=self._book._date1904), added=True)
        place = sheets.index(before or self._book._active) if after is None else sheets.index(after) + 1
        sheets.insert(place, new)
        self._book._active = new
        return new
