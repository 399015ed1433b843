"""A book, its names, and the books that are open."""

import os
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes

from ippbook import ooxml
from ippbook.faces.excel.headless import native, saving
from ippbook.faces.excel.headless.errors import refused
from ippbook.faces.excel.headless.hosted import Hosted
from ippbook.faces.excel.headless.page import Page
from ippbook.faces.excel.headless.sheets import Sheet, Sheets
from ippbook.faces.excel.headless.tables import Table
from ippbook.ooxml import Area, refs
from ippbook.ooxml.exact import Head, Tail
from ippbook.refusal import Refusal

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from ippbook.faces.excel.headless.engine import App
    from ippbook.faces.excel.headless.ranges import Range

_PLACE = re.compile(r"=(?:'((?:[^']|'')+)'|([^'!\[\]]+))!(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)", re.IGNORECASE)


class Book(Hosted, base_classes.Book):
    """A book that is open in the engine: of a file, which is saved losslessly, or a new one."""

    def __init__(self, app: "App", name: str, source: ooxml.Book | None = None, *, read_only: bool = False) -> None:
        self._app, self._name, self._source, self._read_only = app, name, source, read_only
        self._program = app
        self._date1904 = source.date1904 if source else False
        self._names = [(key, f"={text}") for key, text in source.defined_names.items()] if source else []
        self._added_names: list[str] = []
        self._added_tables: list[Table] = []
        self._array_areas: dict[str, list[Area]] = {}
        self._tails: dict[str, bytes] = {}
        self._native: tuple[int, Workbook] | None = None
        self._sheets: list[Sheet] = []
        if source is None:
            self._sheets.append(Sheet(self, "Sheet1", Page(), added=True))
        for sheet in source.sheets if source else ():
            self._sheets.append(Sheet(self, sheet.name, self._page(source, sheet), state=sheet.state))
        for area in source.tables.values() if source else ():
            self._add_table(area)
        self._active = next((sheet for sheet in self._sheets if sheet._state == "visible"), self._sheets[0])
        self._saved = 0

    @staticmethod
    def _page(source: ooxml.Book | None, sheet: ooxml.Sheet) -> Page:
        if source is None or sheet.kind == "chartsheet":
            return Page()
        book = source
        return Page(book.date1904, lambda: book.read(sheet.name), book.number_format)

    def _add_table(self, area: ooxml.TableArea) -> None:
        sheet = self._sheet(area.sheet)
        block = Area(area.first_row, area.first_col, area.last_row, area.last_col)
        sheet._tables.append(
            Table(sheet, area.name, block, headers=bool(area.header_rows), totals=bool(area.totals_rows))
        )

    @property
    def api(self) -> native.File:
        """Openpyxl's workbook, with ReadOnly."""
        return native.File(self)

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self._name

    @property
    def fullname(self) -> str:
        """The file's path; of a book that was never saved, its name."""
        return str(self._source.path) if self._source else self._name

    @property
    def app(self) -> "App":
        """The app."""
        return self._app

    @property
    def sheets(self) -> Sheets:
        """The sheets."""
        return Sheets(self)

    @property
    def names(self) -> "Names":
        """The defined names of the whole book."""
        return Names(self)

    def activate(self) -> None:
        """Make this the active book."""
        self._app._active = self

    def close(self) -> None:
        """Close without saving."""
        self._app._close(self)

    def save(self, path: str | os.PathLike[str] | None = None, password: str | None = None) -> None:
        """Save: a book of a file losslessly, with what was written and nothing else changed; a new one through openpyxl.

        Raises `Refusal` or `ooxml.WorkbookError`, one sentence, and writes nothing where that cannot be.
        """
        if password:
            raise NotImplementedError("The engine without Excel does not encrypt; leave the password out.")
        if self._read_only and path is None:
            raise refused(f"'{self._name}' is read-only. To save a copy, click OK, then give the workbook a new name.")
        target = Path(path) if path is not None else self._source.path if self._source else Path(f"{self._name}.xlsx")
        if self._source is None:
            saving.save_new(self, target)
        else:
            saving.save_lossless(self, target)
        self._reopen(target)

    def _reopen(self, target: Path) -> None:
        """Go on with the file as it is now, so that a second save starts from there. Places, selections and names stay."""
        new = Book(self._app, target.name, ooxml.open(target))
        chosen = {
            sheet._name: (sheet._selected._row, sheet._selected._column, *sheet._selected._shape)
            for sheet in self._sheets
        }
        active = self._active._name
        kept = (self._app, self._program)
        pages = {sheet._name: sheet for sheet in self._sheets}
        for fresh in new._sheets:
            old = pages.get(fresh._name)
            if old is not None:  # objects that a macro holds go on living
                old._page, old._added, old._tables = fresh._page, False, _same_tables(old, fresh)
        self.__dict__.update({**new.__dict__, "_sheets": [pages.get(sheet._name, sheet) for sheet in new._sheets]})
        self._app, self._program = kept
        for sheet in self._sheets:
            sheet._book = self
            for table in sheet._tables:
                table._sheet = sheet
            sheet._selected = (
                sheet._of(Area(1, 1, 1, 1))
                if sheet._name not in chosen
                else type(sheet._selected)(sheet, *chosen[sheet._name])
            )
        self._active = self._sheet(active)

    # what the engine asks of a book; no part of xlwings' object model

    def _sheet(self, name: str) -> Sheet:
        for sheet in self._sheets:
            if sheet._name.casefold() == name.casefold():
                return sheet
        raise refused("Subscript out of range")

    def _all_tables(self) -> list[Table]:
        return [table for sheet in self._sheets for table in sheet._tables]

    def _table(self, name: str) -> Table:
        for table in self._all_tables():
            if table._name.casefold() == name.casefold():
                return table
        raise refused("Application-defined or object-defined error")

    def _names_of(self, sheet: Sheet) -> "Names":
        return Names(self, sheet)

    def _tail(self, sheet: Sheet) -> bytes:
        """What stands in the sheet's part before its rows and behind them."""
        if self._source is None or sheet._added:
            return b""
        if sheet._name not in self._tails:
            found = b""
            for item in self._source.stream(self._source.sheet(sheet._name)):
                if isinstance(item, Head | Tail):
                    found += item.raw
            self._tails[sheet._name] = found
        return self._tails[sheet._name]

    def _arrays(self, sheet: Sheet) -> list[Area]:
        """The blocks of the sheet's array formulas that fill more than a cell or are entered as arrays."""
        if sheet._name not in self._array_areas:
            source = sheet._page.source
            self._array_areas[sheet._name] = (
                [area for cell in source.formulas() if cell.kind == "array" and (area := refs.area(cell.ref))]
                if source
                else []
            )
        return self._array_areas[sheet._name]

    def _grow(self, table: Table, first: int, last: int) -> None:
        """What a table does to new rows: formulas of calculated columns, formats of the row above."""
        page = table._sheet._page
        formulas: dict[int, str] = {}
        if self._source is not None and table not in self._added_tables and last > table._first.last_row:
            trial = ooxml.Edits()
            trial.grow(self._source, table._name, last - table._first.last_row)
            growth = trial.growths[table._name.casefold()]
            formulas = {col: look.formula for col, look in growth.looks.items()}
        for number in range(table._area.first_col, table._area.last_col + 1):
            above = page.column(number)
            code = "General" if above is None or first - 2 >= len(above.formats) else str(above.formats[first - 2])
            page.fill(number, first, last, formulas.get(number, ""), code)

    def _openpyxl(self) -> "Workbook":
        """Openpyxl's workbook with everything that was written so far."""
        version = sum(sheet._page.changes for sheet in self._sheets) + len(self._sheets) * 1_000_000
        if self._native is not None and self._native[0] == version:
            return self._native[1]
        if self._native is not None:
            found = self._native[1]
        elif self._source is None:
            found = saving.new_workbook()
        else:
            from openpyxl import load_workbook  # noqa: PLC0415  # seconds for a big book: only who asks for it pays

            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # it warns of parts that it leaves out; nothing is saved through it
                    found = load_workbook(self._source.path, keep_vba=False)
            except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
                raise Refusal(
                    f"{self._source.path}: the library openpyxl cannot open this workbook ({error}), and formats or locked cells "
                    f"are asked of it; use the same command without Excel's objects, or press the button in Excel"
                ) from None
        saving.copy_into(self, found)
        self._native = (version, found)
        return found


def _same_tables(old: Sheet, fresh: Sheet) -> list[Table]:
    """The tables that macros hold, standing as the saved file has them."""
    held = {table._name: table for table in old._tables}
    out = []
    for table in fresh._tables:
        kept = held.get(table._name, table)
        kept.__dict__.update({**table.__dict__})
        out.append(kept)
    return out


class Name(Hosted, base_classes.Name):
    """A defined name."""

    def __init__(self, book: Book, name: str, refers_to: str) -> None:
        self._book, self._called, self._text = book, name, refers_to
        self._program = book._program

    @property
    def api(self) -> Any:
        """Openpyxl's defined name; None for a name of one sheet."""
        return self._book.api.defined_names.get(self._called)

    @property
    def name(self) -> str:
        """The name; one of a sheet's own is called `Sheet1!name`."""
        return self._called

    @property
    def refers_to(self) -> str:
        """What it stands for, with `=`."""
        return self._text

    @property
    def refers_to_range(self) -> "Range":
        """The block that it names. Raises Excel's error where it names none."""
        found = _PLACE.fullmatch(self._text)
        area = refs.area(found[3]) if found else None
        if found is None or area is None:
            raise refused("Application-defined or object-defined error")
        return self._book._sheet((found[1] or found[2]).replace("''", "'"))._of(area)


class Names(Hosted, base_classes.Names):
    """The defined names of a book, or of one sheet."""

    def __init__(self, book: Book, sheet: Sheet | None = None) -> None:
        self._book, self._of = book, sheet
        self._program = book._program

    @property
    def api(self) -> Any:
        """Openpyxl's defined names."""
        return self._book.api.defined_names

    def _list(self) -> list[Name]:
        names = [Name(self._book, name, text) for name, text in self._book._names]
        if self._of is None:
            return names
        return [name for name in names if name._called.casefold().startswith(f"{self._of._name}!".casefold())]

    def __call__(self, name_or_index: str | int) -> Name:
        names = self._list()
        if isinstance(name_or_index, int):
            return names[name_or_index - 1]
        for name in names:
            if name._called.casefold() == name_or_index.casefold():
                return name
        raise refused("Application-defined or object-defined error")

    def __len__(self) -> int:
        return len(self._list())

    def __iter__(self) -> Iterator[Name]:
        return iter(self._list())

    def snapshot(self) -> list[tuple[str, Name]]:
        """Names with their objects, as xlwings walks them."""
        return [(name._called, name) for name in self._list()]

    def contains(self, name_or_index: str | int) -> bool:
        """Whether there is such a name."""
        names = self._list()
        if isinstance(name_or_index, int):
            return 1 <= name_or_index <= len(names)
        return name_or_index.casefold() in (name._called.casefold() for name in names)

    def add(self, name: str, refers_to: str) -> Name:
        """A new name. A book of a file cannot be saved with it."""
        text = refers_to if refers_to.startswith("=") else f"={refers_to}"
        self._book._names = [each for each in self._book._names if each[0].casefold() != name.casefold()] + [
            (name, text)
        ]
        self._book._added_names.append(name)
        return Name(self._book, name, text)


class Books(Hosted, base_classes.Books):
    """The books that are open."""

    def __init__(self, app: "App") -> None:
        self._app = app
        self._program = app

    @property
    def api(self) -> Any:
        """Openpyxl's workbooks."""
        return [book.api for book in self._app._open]

    @property
    def app(self) -> "App":
        """The app."""
        return self._app

    @property
    def active(self) -> Book:
        """The book in front."""
        if self._app._active is None:
            raise refused("No workbook is open")
        return self._app._active

    def __call__(self, name_or_index: str | int) -> Book:
        if isinstance(name_or_index, int):
            return self._app._open[name_or_index - 1]
        for book in self._app._open:
            if book._name.casefold() == name_or_index.casefold():
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._app._open)

    def __iter__(self) -> Iterator[Book]:
        return iter(self._app._open)

    def add(self) -> Book:
        """A new book with one sheet; it becomes the active one."""
        return self._app._take(Book(self._app, self._app._new_name()))

    def open(
        self, fullname: str, update_links: bool | None = None, read_only: bool | None = None, *others: Any
    ) -> Book:
        """Open a workbook file. It is read-only where asked, or where the file cannot be written. Raises `ooxml.WorkbookError`."""
        if any(other is not None for other in others):
            raise NotImplementedError("The engine without Excel opens plain workbooks: only read_only may be given.")
        path = Path(fullname)
        source = ooxml.open(path)
        closed = read_only or not os.access(path, os.W_OK) or not path.stat().st_mode & 0o222
        return self._app._take(Book(self._app, path.name, source, read_only=bool(closed)))
