"""The engine and its apps."""
# mypy: disable-error-code="misc"
# xlwings declares setters that this engine does not have: `EngineObject` adds setters that refuse with a sentence.

from collections import Counter
from collections.abc import Iterator
from typing import Final

from xlwings import base_classes

from ippbook.headless import com_api
from ippbook.headless.book_files import new_book
from ippbook.headless.books import HeadlessBooks
from ippbook.headless.calculation import calculate_book
from ippbook.headless.cell_display import XlwingsValue
from ippbook.headless.coverage import EngineObject, partly
from ippbook.headless.ranges import HeadlessRange
from ippbook.headless.save import edits_of
from ippbook.headless.state import AppState, SaveLedger
from ippbook.headless.value_conversion import value_for_cell, values_from_cells

NAME: Final = "excel"
"""The name of the engine: xlwings' conversions of worksheet functions look it up."""
_BUTTONS: Final = {"ok": "ok", "ok_cancel": "ok", "yes_no": "yes", "yes_no_cancel": "yes"}


class HeadlessEngine:
    """Takes the place of xlwings' engine for desktop Excel."""

    name = NAME
    type = "desktop"
    prepare_xl_data_element = staticmethod(value_for_cell)
    clean_value_data = staticmethod(values_from_cells)

    def __init__(self, apps: "HeadlessApps | None" = None) -> None:
        self.apps = apps or HeadlessApps()


class HeadlessApps(base_classes.Apps):
    """The apps of the engine, the one in front first."""

    def __init__(self, apps: list[AppState] | None = None, ledger: SaveLedger | None = None) -> None:
        self._open = [] if apps is None else apps
        self._ledger = ledger or SaveLedger()

    def keys(self) -> list[int]:
        """Their numbers."""
        return [app.number for app in self._open]

    def add(
        self,
        spec: XlwingsValue = None,  # noqa: ARG002  # xlwings' own signature
        add_book: bool | None = None,
        xl: XlwingsValue = None,  # noqa: ARG002  # as above
        visible: bool | None = None,  # noqa: ARG002  # as above
    ) -> "HeadlessApp":
        """A new app, in front; with a new book where *add_book* says so."""
        app = AppState(max(self.keys(), default=0) + 1, self._open, self._ledger)
        self._open.insert(0, app)
        if add_book:
            app.take(new_book(app))
        return HeadlessApp(app)

    @staticmethod
    def cleanup() -> None:
        """Does nothing: the engine starts no processes."""

    def __iter__(self) -> Iterator["HeadlessApp"]:
        return map(HeadlessApp, list(self._open))

    def __len__(self) -> int:
        return len(self._open)

    def __getitem__(self, pid: int) -> "HeadlessApp":
        for app in self._open:
            if app.number == pid:
                return HeadlessApp(app)
        raise KeyError(pid)


def _switch(name: str, says: str, *, at_first: bool = True) -> property:
    """A setting of the app that is remembered and changes nothing here."""

    def get(app: "HeadlessApp") -> bool:
        return app.state.switches.get(name, at_first)

    def put(app: "HeadlessApp", value: bool) -> None:
        app.state.switches[name] = bool(value)

    return property(get, put, doc=says)


class HeadlessApp(EngineObject, base_classes.App):
    """An app. `calls` counts how often blocks of cells were read, written, resized or got results."""

    def __init__(self, app: AppState) -> None:
        self._app = app

    @property
    def state(self) -> AppState:
        """Its state. xlwings has no such name."""
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
        """How often: read, write, results, resize."""
        return self._app.calls

    @property
    def alerts(self) -> list[tuple[str, str]]:
        """Title and text of every message that was shown."""
        return self._app.alerts

    @property
    def answers(self) -> list[str]:
        """The buttons that the user will press in the next messages; OK or Yes after the last."""
        return self._app.answers

    @property
    def notes(self) -> list[str]:
        """What the author of a macro should know, a sentence each, such as that formulas were not calculated after the macro wrote."""
        return self._app.notes

    screen_updating = _switch("screen_updating", "Whether the screen shows changes.")
    display_alerts = _switch("display_alerts", "Whether Excel shows its own questions.")
    enable_events = _switch("enable_events", "Whether VBA gets events.")
    interactive = _switch("interactive", "Whether the user can type while a macro runs.")
    visible = _switch("visible", "Whether there is a window.", at_first=False)

    @property
    def engine(self) -> HeadlessEngine:
        """The engine."""
        return HeadlessEngine(HeadlessApps(self._app.open_apps, self._app.ledger))

    @property
    def api(self) -> com_api.ComApplication:
        """Excel's Application, as far as the engine has it."""
        return com_api.ComApplication(self._app)

    @property
    def xl(self) -> com_api.ComApplication:
        """As `api`."""
        return com_api.ComApplication(self._app)

    @property
    def pid(self) -> int:
        """The number of the app."""
        return self._app.number

    @property
    def hwnd(self) -> int:
        """There is no window; this is the number of the app."""
        return self._app.number

    @property
    def version(self) -> str:
        """The version of Excel that the engine behaves like."""
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
    def books(self) -> HeadlessBooks:
        """The books that are open."""
        return HeadlessBooks(self._app)

    @property
    def selection(self) -> HeadlessRange | None:
        """The selected cells of the active sheet; None without a book."""
        book = self._app.front
        return HeadlessRange.of(book.front, book.front.selected) if book else None

    @property
    def calculation(self) -> str:
        """automatic, manual or semiautomatic."""
        return self._app.calculation

    @calculation.setter
    def calculation(self, value: str) -> None:
        if value not in ("automatic", "manual", "semiautomatic"):
            raise KeyError(value)
        self._app.calculation = value

    @partly("the formulas that depend on what the macro wrote, in books that came from a file")
    def calculate(self) -> None:
        """Calculates the formulas that depend on what was written, in books that came from a file."""
        for book in self._app.books:
            if book.written:
                calculate_book(book, edits_of(book))

    @property
    def status_bar(self) -> str | bool:
        """The text of the status bar; False where Excel shows its own."""
        return self._app.status

    @status_bar.setter
    def status_bar(self, value: str | bool) -> None:
        self._app.status = value

    @property
    def cut_copy_mode(self) -> None:
        """Always None: the engine has no clipboard."""
        return

    @cut_copy_mode.setter
    def cut_copy_mode(self, value: bool) -> None:
        """Does nothing: the engine has no clipboard."""

    def activate(self, steal_focus: bool = False) -> None:  # noqa: ARG002  # xlwings' own signature
        """Bring to the front."""
        self._app.open_apps.remove(self._app)
        self._app.open_apps.insert(0, self._app)

    def alert(
        self,
        prompt: str,
        title: str | None,
        buttons: str | None,
        mode: str | None,  # noqa: ARG002  # xlwings' own signature
        callback: XlwingsValue,  # noqa: ARG002  # as above
    ) -> str:
        """Note a message, and answer it with the next of `answers`, else with OK or Yes."""
        self._app.alerts.append((title or "", prompt))
        return self._app.answers.pop(0) if self._app.answers else _BUTTONS.get(buttons or "ok", "ok")

    @partly("nothing: VBA needs Excel")
    def run(self, macro: str, args: XlwingsValue) -> XlwingsValue:
        """Refuses: VBA needs Excel."""
        raise NotImplementedError(
            f"The engine without Excel runs no VBA ({macro}); call the Python function behind it."
        )

    def quit(self) -> None:
        """Close every book without saving, and the app."""
        self._app.books.clear()
        self._app.front = None
        if self._app in self._app.open_apps:
            self._app.open_apps.remove(self._app)

    def kill(self) -> None:
        """The same as `quit`."""
        self.quit()
