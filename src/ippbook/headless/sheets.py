"""A sheet and the sheets of a book."""
# mypy: disable-error-code="misc"
# xlwings declares setters that this engine does not have: `hosted` answers for them with a sentence.

import re
from collections.abc import Iterator
from numbers import Number
from typing import TYPE_CHECKING, Any, Final

from xlwings import base_classes

from ippbook.headless import com_api
from ippbook.headless.cell_store import Page
from ippbook.headless.coverage import Hosted, partly
from ippbook.headless.errors import refused
from ippbook.headless.names import Names, block, place
from ippbook.headless.ranges import Range
from ippbook.headless.read_only_api import viewed
from ippbook.headless.state import BookState, SheetState
from ippbook.headless.tables import Tables, part, spelled
from ippbook.ooxml import Area, FormulaCell
from ippbook.ooxml.refs import MAX_COL, MAX_ROW

if TYPE_CHECKING:
    from ippbook.headless.books import Book

_OF_BOOK: Final = re.compile(r"\[([^\[\]]+)\](.+)")
_LONGEST_NAME: Final = 31


class Sheet(Hosted, base_classes.Sheet):
    """A sheet of a book that is open in the engine."""

    def __init__(self, state: SheetState) -> None:
        self._state = state
        self._program = state.book.program

    @property
    def api(self) -> com_api.Page:
        """Openpyxl's worksheet, with ProtectContents and FilterMode."""
        return com_api.Page(self._state)

    @property
    def name(self) -> str:
        """The name."""
        return self._state.name

    @name.setter
    @partly("set for sheets that were added meanwhile")
    def name(self, value: str) -> None:
        if not self._state.added:
            raise NotImplementedError(
                f"The engine without Excel does not rename sheet {self.name!r}: it is in the file."
            )
        self._state.name = _allowed(value, [sheet for sheet in self._state.book.sheets if sheet is not self._state])

    @property
    def book(self) -> "Book":
        """The book."""
        from ippbook.headless.books import Book  # noqa: PLC0415  # sheets and books name each other

        return Book(self._state.book)

    @property
    def names(self) -> Names:
        """The names that hold for this sheet alone."""
        return Names(self._state.book, self._state)

    @property
    def index(self) -> int:
        """The place of the sheet, from 1."""
        return self._state.book.sheets.index(self._state) + 1

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """A block: "A1", "A1:B2", (row, column), (row, column, rows, columns), a name, a table, or two corners in any order."""
        if isinstance(arg1, Number):
            return self.range((arg1, arg2))
        first = self._one(arg1)
        if arg2 is None:
            return first
        second = self._one(arg2)
        return Range.of(self._state, _area(first).grown(_area(second)))

    def _one(self, asked: Any) -> Range:
        if isinstance(asked, Range):
            return asked
        if isinstance(asked, tuple):
            if 0 in asked[:2]:
                raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
            return Range(self._state, *(int(number) for number in asked))
        return named(self._state, str(asked).strip())

    @property
    def cells(self) -> Range:
        """All cells."""
        return Range(self._state, 1, 1, MAX_ROW, MAX_COL)

    @property
    def used_range(self) -> Range:
        """The block from the first used cell to the last: with a value, a formula or a format of its own."""
        if self._state.kind == "chartsheet":
            raise AttributeError(f"sheet {self.name!r} is a chart and has no cells")
        return Range.of(self._state, self._state.page.used())

    @property
    def fills(self) -> list[FormulaCell]:
        """The formulas that fill more cells than their own, as the file has them. xlwings has no such name."""
        return self._state.fills

    @property
    def tables(self) -> Tables:
        """The tables."""
        return Tables(self._state)

    @property
    def pivot_tables(self) -> Any:
        """Not covered."""
        raise NotImplementedError("The engine without Excel has no Sheet.pivot_tables; do this in Excel.")

    def activate(self) -> None:
        """Make this the active sheet of its book. A hidden one cannot be."""
        if self._state.state != "visible":
            raise refused("Activate method of Worksheet class failed")
        self._state.book.front = self._state

    def select(self) -> None:
        """As `activate`."""
        self.activate()

    @property
    def visible(self) -> bool:
        """Whether the sheet is shown."""
        return self._state.state == "visible"

    def clear_contents(self) -> None:
        """Empty every cell; formats stay."""
        self.used_range.clear_contents()

    @partly("sheets that were added meanwhile")
    def delete(self) -> None:
        """Take away a sheet that was added here; one of the file cannot be taken away without Excel."""
        book = self._state.book
        if not self._state.added:
            raise NotImplementedError(
                f"The engine without Excel does not delete sheet {self.name!r}: it is in the file."
            )
        if len(book.sheets) == 1:
            raise refused("A workbook must contain at least one visible worksheet.")
        book.sheets.remove(self._state)
        if book.front is self._state:
            book.front = book.sheets[0]


def named(sheet: SheetState, text: str) -> Range:  # a way out for each kind of name
    """The block that a text names, seen from *sheet*. Raises Excel's error 1004 for one that names none."""
    book = sheet.book
    if found := block(text):
        return Range.of(sheet, found)
    if named_part := spelled(text):
        return part(book.table(named_part[0]), named_part[1])
    if "!" in text and "," not in text:
        owner, _, rest = text.rpartition("!")
        return named(_sheet(book, owner), rest)
    if "," in text or "[" in text:
        raise NotImplementedError(
            f"The engine without Excel does not read {text!r} as one block; ask for a plain block."
        )
    for table in book.tables():
        if table.name.casefold() == text.casefold():
            return part(table, "")
    for name in (f"{sheet.name}!{text}", text):
        for known in book.names:
            if known.casefold() == name.casefold():
                return place(book, known)
    raise refused("Application-defined or object-defined error")


def _sheet(book: BookState, owner: str) -> SheetState:
    """The sheet that stands before the `!`: of *book*, or of another open one, as in `[team.xlsx]Listings`."""
    bare = owner[1:-1].replace("''", "'") if owner[:1] == owner[-1:] == "'" and len(owner) > 1 else owner
    if found := _OF_BOOK.fullmatch(bare):
        for other in book.program.books:
            if other.name.casefold() == found[1].casefold():
                return other.sheet(found[2])
        raise refused("Application-defined or object-defined error")
    return book.sheet(bare)


def _area(cells: Range) -> Area:
    return Area(cells.row, cells.column, cells.row + cells.shape[0] - 1, cells.column + cells.shape[1] - 1)


def _allowed(name: str, others: list[SheetState]) -> str:
    """*name*, where Excel takes it for a sheet beside *others*."""
    if not 0 < len(name) <= _LONGEST_NAME or set(name) & set("[]:*?/\\") or "'" in (name[0], name[-1]):
        raise refused("You typed an invalid name for a sheet or chart.")
    if name.casefold() in (sheet.name.casefold() for sheet in others):
        raise refused("That name is already taken. Try a different one.")
    return name


class Sheets(Hosted, base_classes.Sheets):
    """The sheets of a book, from left to right."""

    def __init__(self, book: BookState) -> None:
        self._book = book
        self._program = book.program

    @property
    def api(self) -> Any:
        """Openpyxl's worksheets."""
        return viewed(self._book.native().worksheets)

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        return Sheet(self._book.front)

    def __call__(self, name_or_index: str | int) -> Sheet:
        """The sheet of a name, or at a place from 1."""
        if isinstance(name_or_index, str):
            return Sheet(self._book.sheet(name_or_index))
        if not 1 <= name_or_index <= len(self._book.sheets):
            raise refused("Subscript out of range")
        return Sheet(self._book.sheets[name_or_index - 1])

    def __len__(self) -> int:
        return len(self._book.sheets)

    def __iter__(self) -> Iterator[Sheet]:
        return map(Sheet, list(self._book.sheets))

    def __contains__(self, name: object) -> bool:
        return str(name).casefold() in (sheet.name.casefold() for sheet in self._book.sheets)

    @partly("in a new book; a book of a file is not saved with it")
    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, before the active one unless told otherwise. A book of a file cannot be saved with it."""
        sheets = self._book.sheets
        taken = {sheet.name.casefold() for sheet in sheets}
        number = next(number for number in range(1, len(sheets) + 2) if f"sheet{number}" not in taken)
        new = SheetState(self._book, _allowed(name or f"Sheet{number}", sheets), Page(self._book.date1904), added=True)
        beside = after or before
        at = sheets.index(self._book.front) if beside is None else beside.index - 1
        sheets.insert(at + (after is not None), new)
        self._book.front = new
        return Sheet(new)
