"""The engine, its app, and how it is registered with xlwings."""

import datetime as dt
import itertools
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
import xlwings as xw
from xlwings import base_classes

from ippbook.faces.excel.headless import native, showing
from ippbook.faces.excel.headless.books import Book, Books
from ippbook.faces.excel.headless.hosted import Hosted
from ippbook.faces.excel.headless.ranges import Range

NAME: Final = "excel"
"""xlwings' conversions of worksheet functions ask for the engine of this name."""
_CODES: Final = {number: code for code, number in showing.ERROR_NUMBERS.items()}
_BUTTONS: Final = {"ok": "ok", "ok_cancel": "ok", "yes_no": "yes", "yes_no_cancel": "yes"}


class Engine:
    """Stands where xlwings' engine for desktop Excel stands."""

    name = NAME
    type = "desktop"

    def __init__(self) -> None:
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, _options: Any) -> Any:
        """A value on its way into a cell, as xlwings prepares it on Windows: what is missing is an empty text."""
        if value is None or value is NotImplemented:
            return ""
        if isinstance(value, np.datetime64):
            value = value.astype("datetime64[us]").item()
        if isinstance(value, dt.date | str | bool):
            return "" if value != value else value  # noqa: PLR0124  # pandas' NaT is a date that is not itself
        if isinstance(value, np.bool_):
            return bool(value)
        if isinstance(value, np.number):
            value = float(value)
        if isinstance(value, float) and math.isnan(value):
            return ""
        return "" if type(value).__name__ == "NAType" else value

    @staticmethod
    def clean_value_data(data: Any, datetime_builder: Any, empty_as: Any, number_builder: Any, err_to_str: bool) -> Any:
        """Values on their way out of cells, as xlwings cleans them on Windows."""

        def clean(value: Any) -> Any:
            if value is None or (isinstance(value, str) and not value):
                return empty_as
            if isinstance(value, dt.datetime):
                return datetime_builder(
                    year=value.year, month=value.month, day=value.day, hour=value.hour, minute=value.minute,
                    second=value.second, microsecond=value.microsecond, tzinfo=None,
                )  # fmt: skip
            if number_builder is not None and type(value) is float:
                return number_builder(value)
            if type(value) is int and value in _CODES:
                return _CODES[value] if err_to_str else None
            return value

        return [[clean(value) for value in row] for row in data]


class Apps(base_classes.Apps):
    """The apps of the engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._open: list[App] = []
        self._numbers = itertools.count(1)

    def keys(self) -> list[int]:
        """Their numbers."""
        return [app._number for app in self._open]

    def add(self, spec: Any = None, add_book: bool | None = None, xl: Any = None, visible: bool | None = None) -> "App":
        """A new app, in front; with a new book where *add_book* says so."""
        app = App(self, self._engine, next(self._numbers))
        self._open.insert(0, app)
        if add_book:
            app.books.add()
        return app

    @staticmethod
    def cleanup() -> None:
        """Nothing is left behind that would have to be cleaned up."""

    def __iter__(self) -> Iterator["App"]:
        return iter(list(self._open))

    def __len__(self) -> int:
        return len(self._open)

    def __getitem__(self, pid: int) -> "App":
        for app in self._open:
            if app._number == pid:
                return app
        raise KeyError(pid)


def _switch(name: str, says: str, *, at_first: bool = True) -> property:
    """A setting of the app that is remembered and changes nothing here."""

    def get(app: "App") -> bool:
        return app._switches.get(name, at_first)

    def put(app: "App", value: bool) -> None:
        app._switches[name] = bool(value)

    return property(get, put, doc=says)


class App(Hosted, base_classes.App):
    """An app. `editing`: a cell is being edited, so every call fails as in Excel. `alerts`: what was told to the user.

    `calls` counts what crossed the border to the cells: reads, writes, holds and resizes of blocks.
    """

    def __init__(self, apps: Apps, engine: Engine, number: int) -> None:
        self._apps, self._engine, self._number = apps, engine, number
        self._editing = False
        self.calls: Counter[str] = Counter()
        self.alerts: list[tuple[str, str]] = []
        self.answers: list[str] = []
        """What the user will press in the next alerts; OK or Yes when there is nothing here."""
        self._open: list[Book] = []
        self._active: Book | None = None
        self._new = itertools.count(1)
        self._switches: dict[str, bool] = {}
        self._calculation = "automatic"
        self._status: str | bool = False
        self._program = self

    @property
    def editing(self) -> bool:
        """Whether a cell is being edited."""
        return self._editing

    @editing.setter
    def editing(self, value: bool) -> None:
        self._editing = value

    screen_updating = _switch("screen_updating", "Whether the screen follows.")
    display_alerts = _switch("display_alerts", "Whether Excel asks its own questions.")
    enable_events = _switch("enable_events", "Whether events of VBA are raised.")
    interactive = _switch("interactive", "Whether the user may type meanwhile.")
    visible = _switch("visible", "Whether there is a window.", at_first=False)

    @property
    def engine(self) -> Engine:
        """The engine."""
        return self._engine

    @property
    def api(self) -> native.Program:
        """Ready, Name."""
        return native.Program(self)

    @property
    def xl(self) -> native.Program:
        """As `api`."""
        return native.Program(self)

    @property
    def pid(self) -> int:
        """The number of the app."""
        return self._number

    @property
    def hwnd(self) -> int:
        """There is no window; the number of the app stands for it."""
        return self._number

    @property
    def version(self) -> str:
        """The version of Excel whose behaviour is followed."""
        return "16.0"

    @property
    def path(self) -> str:
        """There is no program folder."""
        return ""

    @property
    def startup_path(self) -> str:
        """There is no startup folder."""
        return ""

    @property
    def books(self) -> Books:
        """The books that are open."""
        return Books(self)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active sheet; None without a book."""
        return self._active._active._selected if self._active else None

    @property
    def calculation(self) -> str:
        """automatic, manual or semiautomatic."""
        return self._calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual", "semiautomatic"):
            raise KeyError(value)
        self._calculation = value

    def calculate(self) -> None:
        """Does nothing: foreign formulas keep what the file says that they show; ours are laid down by `Range.hold`."""

    @property
    def status_bar(self) -> str | bool:
        """The text of the status bar; False where Excel says its own."""
        return self._status

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self._status = value

    @property
    def cut_copy_mode(self) -> None:
        """Nothing is ever cut or copied."""
        return

    def activate(self, steal_focus: bool = False) -> None:
        """Bring to the front."""
        self._apps._open.remove(self)
        self._apps._open.insert(0, self)

    def alert(self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: Any) -> str:
        """Note a message, and answer as the user would: the next of `answers`, else OK or Yes."""
        self.alerts.append((title or "", prompt))
        return self.answers.pop(0) if self.answers else _BUTTONS.get(buttons or "ok", "ok")

    def run(self, macro: str, args: Any) -> Any:
        """Refuses: VBA needs Excel."""
        raise NotImplementedError(f"The engine without Excel runs no VBA ({macro}); call the Python behind it.")

    def quit(self) -> None:
        """Close every book without saving, and the app."""
        self._open.clear()
        self._active = None
        if self in self._apps._open:
            self._apps._open.remove(self)

    def kill(self) -> None:
        """As `quit`."""
        self.quit()

    def _take(self, book: Book) -> Book:
        self._open.append(book)
        self._active = book
        return book

    def _close(self, book: Book) -> None:
        self._open.remove(book)
        if self._active is book:
            self._active = self._open[-1] if self._open else None

    def _new_name(self) -> str:
        return f"Book{next(self._new)}"


@contextmanager
def excel() -> Iterator[xw.App]:
    """An app without Excel, registered as xlwings' engine "excel" until the end of the block.

    An engine of that name that is there already (Excel itself, on Windows and on a Mac) is put aside, untouched, and comes back.
    """
    engine = xw.Engine(impl=Engine())
    engines = xw.engines
    before = (
        engines.active,
        list(engines.engines),
        dict(engines.engines_by_name),
        getattr(xw.Book, "_mock_caller", None),
    )
    engines.engines = [each for each in engines.engines if each.name != NAME]
    engines.add(engine)
    engines.active = engine
    app = engine.apps.add(add_book=False)
    try:
        yield app
    finally:
        app.impl.editing = False
        app.impl.quit()
        engines.active, engines.engines, engines.engines_by_name, xw.Book._mock_caller = before
