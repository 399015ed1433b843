"""A document that is open in Calc, as xlwings' objects: the buttons read and write it as they do a workbook in Excel.

Every property is a request to the extension inside Calc, which answers with plain data (`document_requests`). Rows and columns count from 1.
"""
# mypy: disable-error-code="misc"
# xlwings declares setters that Calc does not need.

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from xlwings import base_classes

from ippbook.errors import UserError
from ippbook.languages import say
from ippbook.languages.run_language import localized
from ippbook.libreoffice.document_formulas import excel_formula
from ippbook.libreoffice.document_ranges import CalcRange, CalcTables
from ippbook.ooxml.refs import Area
from ippbook.ooxml.refs import area as area_of

CalcValue = Any
"""What a document gives or takes: plain data."""
_DAYS: Final = ("1899-12-30", "1904-01-01")
"""The first days from which Excel counts, too."""


class OpenDocument(Protocol):
    """The way to the extension inside Calc."""

    def ask(self, request: str, /, **details: CalcValue) -> CalcValue:
        """The answer to a request. Raises `UserError` with what Calc says where it refuses."""


class CalcEngine:
    """Takes the place of xlwings' engine for Excel."""

    name = "calc"
    type = "desktop"

    def __init__(self, book: "CalcBook | None" = None) -> None:
        self.apps = [] if book is None else [CalcApp(book)]
        """The one app; xlwings looks here for the active one."""

    @staticmethod
    def prepare_xl_data_element(value: CalcValue, _options: CalcValue) -> CalcValue:
        """A value as the document takes it."""
        return value

    @staticmethod
    def clean_value_data(data: CalcValue, *_others: CalcValue) -> CalcValue:
        """Values as they come."""
        return data


class CalcApp(base_classes.App):
    """Calc, as far as a press needs it."""

    def __init__(self, book: "CalcBook") -> None:
        self._book = book

    engine = CalcEngine()
    pid = 0
    """Calc tells no number; xlwings asks for one."""

    @property
    def books(self) -> "CalcBooks":
        """The one document: the person pressed the button in its window."""
        return CalcBooks(self._book)

    @property
    def selection(self) -> "CalcRange | None":
        """The selected cells."""
        found = self._book.channel.ask("selection")
        return None if found is None else CalcRange(self._book.named(found["sheet"]), *found["area"])

    @property
    def calculation(self) -> str:
        """Whether Calc calculates by itself: automatic or manual."""
        return "automatic" if self._book.channel.ask("calculation") else "manual"

    @calculation.setter
    def calculation(self, value: str) -> None:
        self._book.channel.ask("calculation", set=value == "automatic")

    @property
    def screen_updating(self) -> bool:
        """Whether the window shows changes."""
        return bool(self._book.channel.ask("screen"))

    @screen_updating.setter
    def screen_updating(self, value: bool) -> None:
        self._book.channel.ask("screen", set=bool(value))

    @property
    def status_bar(self) -> str:
        """Always "", for which Calc shows its own text."""
        return ""

    @status_bar.setter
    def status_bar(self, value: str) -> None:
        self._book.channel.ask("status", text=localized(str(value)) if value else "")

    def activate(self, steal_focus: bool = False) -> None:
        """Nothing to do: the person pressed the button in Calc."""


class CalcBooks(base_classes.Books):
    """The one document."""

    def __init__(self, book: "CalcBook") -> None:
        self._book = book

    @property
    def active(self) -> "CalcBook":
        """The document in which the button was pressed."""
        return self._book


class BookFacts:
    """What Excel's Workbook says of itself."""

    def __init__(self, facts: CalcValue) -> None:
        self.ReadOnly = bool(facts["read_only"])
        self.Date1904 = facts["first_day"] == _DAYS[1]


class CalcBook(base_classes.Book):
    """The document. Raises `UserError` where it counts days in a way that Excel does not have."""

    program = "calc"
    """The program, for `excel.hosts`."""

    def __init__(self, channel: OpenDocument) -> None:
        self.channel = channel
        self.facts = channel.ask("book")
        self._merges: dict[str, list[Area]] = {}
        if self.facts["first_day"] not in _DAYS:
            raise UserError(
                "{path}: the document counts days from {day}, so every date would be two days off; choose 12/30/1899 (Tools, Options, LibreOffice Calc, Calculate), and press the button again",
                path=self.fullname,
                day=self.facts["first_day"],
            )

    api = property(lambda self: BookFacts(self.facts), doc="What Excel's Workbook says of itself.")

    @property
    def name(self) -> str:
        """The file's name without its folder; the title of a new document."""
        return str(self.facts["title"])

    @property
    def fullname(self) -> str:
        """The file's path; the title of a new document."""
        return str(self.facts["path"] or self.facts["title"])

    @property
    def app(self) -> CalcApp:
        """Calc."""
        return CalcApp(self)

    @property
    def sheets(self) -> "CalcSheets":
        """The sheets."""
        return CalcSheets(self)

    @property
    def names(self) -> "CalcNames":
        """The defined names."""
        return CalcNames(self)

    def activate(self) -> None:
        """Nothing to do: its window is in front, because the person pressed the button there."""

    def named(self, sheet: str) -> "CalcSheet":
        """The sheet of that name."""
        return CalcSheet(self, sheet)

    def merges(self, sheet: str) -> list[Area]:
        """The merged blocks of a sheet, read once."""
        if sheet not in self._merges:
            found = self.channel.ask("merges", sheet=sheet)
            self._merges[sheet] = [Area(row, col, row + rows - 1, col + cols - 1) for row, col, rows, cols in found]
        return self._merges[sheet]

    def renew(self) -> None:
        """Ask for sheets and tables again."""
        self.facts = self.channel.ask("book")

    # what only ippbook uses

    def choose_file(self, title: str, endings: Sequence[str]) -> Path | None:
        """Let the person choose a file."""
        found = self.channel.ask("file", title=localized(title), endings=list(endings))
        return Path(found) if found else None

    def choose_folder(self, title: str, start: Path) -> Path | None:
        """Let the person choose a folder."""
        found = self.channel.ask("folder", title=localized(title), start=str(start))
        return Path(found) if found else None

    def take_back(self, label: str) -> bool:
        """Undo the last step of the document if it is the press of the button *label*; gives whether it was."""
        return bool(self.channel.ask("take_back", label=localized(say(label))))


class CalcNames(base_classes.Names):
    """The defined names of the document."""

    def __init__(self, book: CalcBook) -> None:
        self._book = book

    def __iter__(self) -> Iterator["CalcName"]:
        return iter(CalcName(name, text) for name, text in self._book.facts["names"].items())

    def __len__(self) -> int:
        return len(self._book.facts["names"])


class CalcName(base_classes.Name):
    """A defined name."""

    def __init__(self, name: str, content: str) -> None:
        self.name, self._content = name, content

    name = ""

    @property
    def refers_to(self) -> str:
        """What it refers to, in Excel's spelling."""
        return f"={excel_formula(self._content)}"


class CalcSheets(base_classes.Sheets):
    """The sheets of the document."""

    def __init__(self, book: CalcBook) -> None:
        self._book = book

    def __iter__(self) -> Iterator["CalcSheet"]:
        return iter(self._book.named(each["name"]) for each in self._book.facts["sheets"])

    def __len__(self) -> int:
        return len(self._book.facts["sheets"])

    def __call__(self, name_or_index: str | int) -> "CalcSheet":
        """The sheet of that name, or at a place from 1."""
        names = [each["name"] for each in self._book.facts["sheets"]]
        if isinstance(name_or_index, int):
            return self._book.named(names[name_or_index - 1])
        found = next((name for name in names if name.casefold() == name_or_index.casefold()), None)
        if found is None:
            raise KeyError(name_or_index)
        return self._book.named(found)


class CalcSheetFacts:
    """What Excel's Worksheet says of itself."""

    def __init__(self, sheet: "CalcSheet") -> None:
        self._sheet = sheet

    ProtectContents = property(
        lambda self: bool(self._sheet.book.channel.ask("protected", sheet=self._sheet.name)),
        doc="Whether locked cells cannot be written.",
    )
    ProtectionMode = False
    """Calc's protection holds for programs, too."""


class CalcSheet(base_classes.Sheet):
    """A sheet."""

    def __init__(self, book: CalcBook, name: str) -> None:
        self._book, self._name = book, name

    api = property(CalcSheetFacts, doc="What Excel's Worksheet says of itself.")

    @property
    def name(self) -> str:
        """The name."""
        return self._name

    @property
    def book(self) -> CalcBook:
        """The document."""
        return self._book

    @property
    def visible(self) -> bool:
        """Whether people see the sheet."""
        return any(each["visible"] for each in self._book.facts["sheets"] if each["name"] == self._name)

    def range(self, arg1: CalcValue, arg2: CalcValue = None) -> "CalcRange":
        """A block: (row, column), (row, column, rows, columns), two corners, or an address."""
        if isinstance(arg1, str):
            found = area_of(arg1.replace("$", ""))
            if found is None:
                raise NotImplementedError(f"{arg1!r} is not an address")
            shape = found.last_row - found.first_row + 1, found.last_col - found.first_col + 1
            return CalcRange(self, found.first_row, found.first_col, *shape)
        if isinstance(arg1, tuple) and len(arg1) == 4:  # row, column, rows, columns
            return CalcRange(self, *arg1)
        row, column = (arg1.row, arg1.column) if isinstance(arg1, CalcRange) else arg1
        if arg2 is None:
            return arg1 if isinstance(arg1, CalcRange) else CalcRange(self, row, column)
        last_row, last_column = (arg2.row, arg2.column) if isinstance(arg2, CalcRange) else arg2
        return CalcRange(self, row, column, last_row - row + 1, last_column - column + 1)

    @property
    def used_range(self) -> "CalcRange":
        """The block with all filled cells."""
        return CalcRange(self, *self._book.channel.ask("used", sheet=self._name))

    @property
    def tables(self) -> "CalcTables":
        """The tables: database ranges with a name."""
        return CalcTables(self)

    def activate(self) -> None:
        """Show the sheet."""
        self._book.channel.ask("select", sheet=self._name)
