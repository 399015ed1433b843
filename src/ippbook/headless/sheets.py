"""A sheet and the sheets of a book."""
# mypy: disable-error-code="misc"
# xlwings declares setters that this engine does not have: `EngineObject` adds setters that refuse with a sentence.

from collections.abc import Iterator
from numbers import Number
from typing import TYPE_CHECKING, Final

from xlwings import base_classes

from ippbook.headless import com_api
from ippbook.headless.areas import area_of_text
from ippbook.headless.cell_display import XlwingsValue
from ippbook.headless.cell_store import CellStore
from ippbook.headless.coverage import EngineObject, partly
from ippbook.headless.errors import excel_error
from ippbook.headless.names import HeadlessNames, range_of_name
from ippbook.headless.openpyxl_copy import openpyxl_workbook
from ippbook.headless.ranges import HeadlessRange
from ippbook.headless.read_only_api import OpenpyxlValue, read_only
from ippbook.headless.state import BookState, SheetState
from ippbook.headless.table_reference import parse_table_reference, table_part
from ippbook.headless.tables import HeadlessTables
from ippbook.late_patterns import late_pattern
from ippbook.ooxml import Area, FormulaCell
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW, MAX_SHEET_NAME

if TYPE_CHECKING:
    from ippbook.headless.books import HeadlessBook

_OF_BOOK: Final = late_pattern(r"\[([^\[\]]+)\](.+)")


class HeadlessSheet(EngineObject, base_classes.Sheet):
    """A sheet of a book that is open in the engine."""

    def __init__(self, state: SheetState) -> None:
        self._state = state
        self._app = state.book.app

    @property
    def api(self) -> com_api.ComWorksheet:
        """Openpyxl's worksheet, with ProtectContents and FilterMode."""
        return com_api.ComWorksheet(self._state)

    @property
    def name(self) -> str:
        """The name."""
        return self._state.name

    @name.setter
    @partly("set for sheets that the macro added")
    def name(self, value: str) -> None:
        if not self._state.added:
            raise NotImplementedError(
                f"The engine without Excel does not rename sheet {self.name!r}: it is in the file."
            )
        self._state.name = _allowed(value, [sheet for sheet in self._state.book.sheets if sheet is not self._state])

    @property
    def book(self) -> "HeadlessBook":
        """The book."""
        from ippbook.headless.books import HeadlessBook  # noqa: PLC0415  # sheets and books name each other

        return HeadlessBook(self._state.book)

    @property
    def names(self) -> HeadlessNames:
        """The names of this sheet only."""
        return HeadlessNames(self._state.book, self._state)

    @property
    def index(self) -> int:
        """The place of the sheet, from 1."""
        return self._state.book.sheets.index(self._state) + 1

    def range(self, arg1: XlwingsValue, arg2: XlwingsValue = None) -> HeadlessRange:
        """A block: "A1", "A1:B2", (row, column), (row, column, rows, columns), a name, a table, or two corners in any order."""
        if isinstance(arg1, Number):
            return self.range((arg1, arg2))
        first = self._one(arg1)
        if arg2 is None:
            return first
        second = self._one(arg2)
        return HeadlessRange.of(self._state, _area(first).grown(_area(second)))

    def _one(self, place: XlwingsValue) -> HeadlessRange:
        if isinstance(place, HeadlessRange):
            return place
        if isinstance(place, tuple):
            if 0 in place[:2]:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            return HeadlessRange(self._state, *(int(number) for number in place))
        return named_range(self._state, str(place).strip())

    @property
    def cells(self) -> HeadlessRange:
        """All cells."""
        return HeadlessRange(self._state, 1, 1, MAX_ROW, MAX_COL)

    @property
    def used_range(self) -> HeadlessRange:
        """The block from the first used cell to the last: with a value, a formula or a format of its own."""
        if self._state.kind == "chartsheet":
            raise AttributeError(f"sheet {self.name!r} is a chart and has no cells")
        return HeadlessRange.of(self._state, self._state.cells.used())

    @property
    def fills(self) -> list[FormulaCell]:
        """The formulas of the file that fill more cells than their own. xlwings has no such name."""
        return self._state.fills

    @property
    def tables(self) -> HeadlessTables:
        """The tables."""
        return HeadlessTables(self._state)

    def activate(self) -> None:
        """Make this the active sheet of its book. Excel refuses a hidden one."""
        if self._state.state != "visible":
            raise excel_error("Activate method of Worksheet class failed")
        self._state.book.front = self._state

    def select(self) -> None:
        """As `activate`."""
        self.activate()

    @property
    def visible(self) -> bool:
        """Whether people see the sheet."""
        return self._state.state == "visible"

    def clear_contents(self) -> None:
        """Empty every cell; formats stay."""
        self.used_range.clear_contents()

    @partly("sheets that the macro added")
    def delete(self) -> None:
        """Delete a sheet that was added here; one of the file cannot be deleted without Excel."""
        book = self._state.book
        if not self._state.added:
            raise NotImplementedError(
                f"The engine without Excel does not delete sheet {self.name!r}: it is in the file."
            )
        if len(book.sheets) == 1:
            raise excel_error("A workbook must contain at least one visible worksheet.")
        book.sheets.remove(self._state)
        if book.front is self._state:
            book.front = book.sheets[0]


def named_range(sheet: SheetState, text: str) -> HeadlessRange:  # a way out for each kind of name
    """The block that a text names, seen from *sheet*. Raises Excel's error 1004 where it names no block."""
    book = sheet.book
    if found := area_of_text(text):
        return HeadlessRange.of(sheet, found)
    if named_part := parse_table_reference(text):
        return table_part(book.table(named_part[0]), named_part[1])
    if "!" in text and "," not in text:
        owner, _, rest = text.rpartition("!")
        return named_range(_sheet(book, owner), rest)
    if "," in text or "[" in text:
        raise NotImplementedError(
            f"The engine without Excel does not read {text!r} as one block; ask for a plain block."
        )
    for table in book.tables():
        if table.name.casefold() == text.casefold():
            return table_part(table, "")
    for name in (f"{sheet.name}!{text}", text):
        for known in book.names:
            if known.casefold() == name.casefold():
                return range_of_name(book, known)
    raise excel_error("Application-defined or object-defined error")


def _sheet(book: BookState, owner: str) -> SheetState:
    """The sheet before the `!`: of *book*, or of another open one, as in `[team.xlsx]Listings`."""
    bare = owner[1:-1].replace("''", "'") if owner[:1] == owner[-1:] == "'" and len(owner) > 1 else owner
    if found := _OF_BOOK.fullmatch(bare):
        for other in book.app.books:
            if other.name.casefold() == found[1].casefold():
                return other.sheet(found[2])
        raise excel_error("Application-defined or object-defined error")
    return book.sheet(bare)


def _area(cells: HeadlessRange) -> Area:
    return Area(cells.row, cells.column, cells.row + cells.shape[0] - 1, cells.column + cells.shape[1] - 1)


def _allowed(name: str, others: list[SheetState]) -> str:
    """*name*, if Excel accepts it for a sheet next to *others*."""
    if not 0 < len(name) <= MAX_SHEET_NAME or set(name) & set("[]:*?/\\") or "'" in (name[0], name[-1]):
        raise excel_error("You typed an invalid name for a sheet or chart.")
    if name.casefold() in (sheet.name.casefold() for sheet in others):
        raise excel_error("That name is already taken. Try a different one.")
    return name


class HeadlessSheets(EngineObject, base_classes.Sheets):
    """The sheets of a book, from left to right."""

    def __init__(self, book: BookState) -> None:
        self._book = book
        self._app = book.app

    @property
    def api(self) -> OpenpyxlValue:
        """Openpyxl's worksheets."""
        return read_only(openpyxl_workbook(self._book).worksheets)

    @property
    def active(self) -> HeadlessSheet:
        """The sheet in front."""
        return HeadlessSheet(self._book.front)

    def __call__(self, name_or_index: str | int) -> HeadlessSheet:
        """The sheet of a name, or at a place from 1."""
        if isinstance(name_or_index, str):
            return HeadlessSheet(self._book.sheet(name_or_index))
        if not 1 <= name_or_index <= len(self._book.sheets):
            raise excel_error("Subscript out of range")
        return HeadlessSheet(self._book.sheets[name_or_index - 1])

    def __len__(self) -> int:
        return len(self._book.sheets)

    def __iter__(self) -> Iterator[HeadlessSheet]:
        return map(HeadlessSheet, list(self._book.sheets))

    def __contains__(self, name: object) -> bool:
        return str(name).casefold() in (sheet.name.casefold() for sheet in self._book.sheets)

    @partly("in a new book; a book of a file is not saved with it")
    def add(
        self, before: HeadlessSheet | None = None, after: HeadlessSheet | None = None, name: str | None = None
    ) -> HeadlessSheet:
        """A new sheet, before the active one by default. A book of a file cannot be saved with it."""
        sheets = self._book.sheets
        taken = {sheet.name.casefold() for sheet in sheets}
        number = next(number for number in range(1, len(sheets) + 2) if f"sheet{number}" not in taken)
        new = SheetState(
            self._book, _allowed(name or f"Sheet{number}", sheets), CellStore(self._book.date1904), added=True
        )
        neighbour = after or before
        at = sheets.index(self._book.front) if neighbour is None else neighbour.index - 1
        sheets.insert(at + (after is not None), new)
        self._book.front = new
        return HeadlessSheet(new)
