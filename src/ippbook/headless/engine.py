"""The engine, its app, and how it is registered with xlwings."""
# mypy: disable-error-code="misc"
# xlwings declares setters that this engine does not have: `hosted` answers for them with a sentence.

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import numpy as np
import xlwings as xw
from xlwings import base_classes

from ippbook.headless import cell_display, com_api
from ippbook.headless.books import Books
from ippbook.headless.coverage import Hosted, partly
from ippbook.headless.deferred_saves import Ledger
from ippbook.headless.ranges import Range
from ippbook.headless.state import BookState, Program

NAME: Final = "excel"
"""xlwings' conversions of worksheet functions ask for the engine of this name."""
_CODES: Final = {
    cell_display.ERROR_NUMBERS[code]: code
    for code in ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
}
"""The errors that xlwings knows (`cell_errors` of its `_xlwindows`); later ones, such as #SPILL!, it hands over as their numbers."""
_BUTTONS: Final = {"ok": "ok", "ok_cancel": "ok", "yes_no": "yes", "yes_no_cancel": "yes"}


class Engine:
    """Stands where xlwings' engine for desktop Excel stands."""

    name = NAME
    type = "desktop"

    def __init__(self, apps: "Apps | None" = None) -> None:
        self.apps = apps or Apps()

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

        # a sheet has millions of cells, and most need no cleaning
        plain = {str, float} if number_builder is None else {str}
        return [
            [empty_as if value is None else value if value and type(value) in plain else clean(value) for value in row]
            for row in data
        ]


class Apps(base_classes.Apps):
    """The apps of the engine, the one in front first."""

    def __init__(self, programs: list[Program] | None = None, ledger: Ledger | None = None) -> None:
        self._open = [] if programs is None else programs
        self._ledger = ledger or Ledger()

    def keys(self) -> list[int]:
        """Their numbers."""
        return [program.number for program in self._open]

    def add(self, spec: Any = None, add_book: bool | None = None, xl: Any = None, visible: bool | None = None) -> "App":  # noqa: ARG002  # xlwings' own signature
        """A new app, in front; with a new book where *add_book* says so."""
        program = Program(max(self.keys(), default=0) + 1, self._open, self._ledger)
        self._open.insert(0, program)
        if add_book:
            program.take(BookState.new(program))
        return App(program)

    @staticmethod
    def cleanup() -> None:
        """Nothing is left behind that would have to be cleaned up."""

    def __iter__(self) -> Iterator["App"]:
        return map(App, list(self._open))

    def __len__(self) -> int:
        return len(self._open)

    def __getitem__(self, pid: int) -> "App":
        for program in self._open:
            if program.number == pid:
                return App(program)
        raise KeyError(pid)


def _switch(name: str, says: str, *, at_first: bool = True) -> property:
    """A setting of the app that is remembered and changes nothing here."""

    def get(app: "App") -> bool:
        return app.state.switches.get(name, at_first)

    def put(app: "App", value: bool) -> None:
        app.state.switches[name] = bool(value)

    return property(get, put, doc=says)


class App(Hosted, base_classes.App):
    """An app. `state.calls` counts what crossed the border to the cells: reads, writes, holds and resizes of blocks."""

    def __init__(self, program: Program) -> None:
        self._program = self._app = program

    @property
    def state(self) -> Program:
        """What the app holds."""
        return self._app

    @property
    def editing(self) -> bool:
        """Whether a cell is being edited: then every call fails as in Excel."""
        return self._app.editing

    @editing.setter
    def editing(self, value: bool) -> None:
        self._app.editing = value

    @property
    def calls(self) -> Counter[str]:
        """How often blocks were read, written, held and tables resized."""
        return self._app.calls

    @property
    def alerts(self) -> list[tuple[str, str]]:
        """Title and text of every message that was told."""
        return self._app.alerts

    @property
    def answers(self) -> list[str]:
        """What the user will press in the next messages; OK or Yes when there is nothing here."""
        return self._app.answers

    @property
    def notes(self) -> list[str]:
        """What a macro should know, a sentence each: that formulas which it read were not calculated after it had written."""
        return self._app.notes

    screen_updating = _switch("screen_updating", "Whether the screen follows.")
    display_alerts = _switch("display_alerts", "Whether Excel asks its own questions.")
    enable_events = _switch("enable_events", "Whether events of VBA are raised.")
    interactive = _switch("interactive", "Whether the user may type meanwhile.")
    visible = _switch("visible", "Whether there is a window.", at_first=False)

    @property
    def engine(self) -> Engine:
        """The engine."""
        return Engine(Apps(self._app.among, self._app.ledger))

    @property
    def api(self) -> com_api.Program:
        """Ready, Name."""
        return com_api.Program(self._app)

    @property
    def xl(self) -> com_api.Program:
        """As `api`."""
        return com_api.Program(self._app)

    @property
    def pid(self) -> int:
        """The number of the app."""
        return self._app.number

    @property
    def hwnd(self) -> int:
        """There is no window; the number of the app stands for it."""
        return self._app.number

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
        return Books(self._app)

    @property
    def selection(self) -> Range | None:
        """The selected cells of the active sheet; None without a book."""
        book = self._app.front
        return Range.of(book.front, book.front.selected) if book else None

    @property
    def calculation(self) -> str:
        """automatic, manual or semiautomatic."""
        return self._app.calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual", "semiautomatic"):
            raise KeyError(value)
        self._app.calculation = value

    @partly("nothing, and tells so where the macro wrote into cells")
    def calculate(self) -> None:
        """Calculates nothing, and notes it where something was written; what formulas show is laid down by `Range.hold`."""
        for book in self._app.books:
            if book.written:
                book.note_uncalculated()

    @property
    def status_bar(self) -> str | bool:
        """The text of the status bar; False where Excel says its own."""
        return self._app.status

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self._app.status = value

    @property
    def cut_copy_mode(self) -> None:
        """Nothing is ever cut or copied."""
        return

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: bool) -> None:
        """There is nothing to take out of the clipboard."""

    def activate(self, steal_focus: bool = False) -> None:  # noqa: ARG002  # xlwings' own signature
        """Bring to the front."""
        self._app.among.remove(self._app)
        self._app.among.insert(0, self._app)

    def alert(self, prompt: str, title: str | None, buttons: str | None, mode: str | None, callback: Any) -> str:  # noqa: ARG002  # xlwings' own signature
        """Note a message, and answer as the user would: the next of `answers`, else OK or Yes."""
        self._app.alerts.append((title or "", prompt))
        return self._app.answers.pop(0) if self._app.answers else _BUTTONS.get(buttons or "ok", "ok")

    @partly("nothing: VBA needs Excel")
    def run(self, macro: str, args: Any) -> Any:
        """Refuses: VBA needs Excel."""
        raise NotImplementedError(f"The engine without Excel runs no VBA ({macro}); call the Python behind it.")

    def quit(self) -> None:
        """Close every book without saving, and the app."""
        self._app.books.clear()
        self._app.front = None
        if self._app in self._app.among:
            self._app.among.remove(self._app)

    def kill(self) -> None:
        """As `quit`."""
        self.quit()


@contextmanager
def excel() -> Iterator[xw.App]:
    """An app without Excel, registered as xlwings' engine "excel" until the end of the block.

    An engine of that name that is there already (Excel itself, on Windows and on a Mac) is put aside, untouched, and comes back.
    """
    engine = xw.Engine(impl=Engine())
    engines = xw.engines
    before: dict[str, Any] = dict(vars(engines))
    caller = vars(xw.Book).get("_mock_caller")
    engines.engines = [each for each in engines.engines if each.name != NAME]
    engines.engines_by_name = dict(engines.engines_by_name)
    engines.add(engine)
    engine.activate()
    app = engine.apps.add(add_book=False)
    try:
        yield app
    finally:
        app.impl.editing = False
        app.impl.quit()
        vars(engines).update(before)
        _call_from(caller)


def _call_from(book: Any) -> None:
    """Let *book* be the caller of macros again; None: Excel alone. xlwings asks whether the name is there."""
    if book is not None:
        setattr(xw.Book, "_mock_caller", book)  # noqa: B010  # xlwings has no name for taking it back
    elif hasattr(xw.Book, "_mock_caller"):
        delattr(xw.Book, "_mock_caller")
