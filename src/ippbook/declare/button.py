"""`@button`: a command that a person starts in a host. The ribbon, the VBA, the scripts of the web add-in and `ippbook run` follow.

    @button("Check", group="Workbook", image="ReviewTrackChanges")
    def check(desk): ...

The function takes a `Desk`, the workbook that is open in front of a person, and returns `Done`, the one message at the end.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from ippbook.declare.discovery import declare_on
from ippbook.declare.docstring import page_of
from ippbook.declare.value_types import AnyFunction
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import Page
from ippbook.tables.workbook import HostBook


class Spot(NamedTuple):
    """A cell: sheet, row and column from 1."""

    sheet: str
    row: int
    column: int


class Restored(NamedTuple):
    """What was undone: the label of the button, and how many cells it had changed."""

    label: str
    cells: int


class Desk(Protocol):
    """A workbook that is open in a host, and the person who uses it."""

    @property
    def book(self) -> HostBook:
        """The workbook."""

    @property
    def today(self) -> date:
        """The day on which the button is pressed."""

    @property
    def as_of(self) -> date | None:
        """The day for which everything is judged, if the person chose one; otherwise the day in the workbook's settings, otherwise today."""

    @property
    def put_aside(self) -> Callable[..., Path]:
        """Writes the refused rows of an export next to the export, and returns the file (`imports.rejects`)."""

    @property
    def spot(self) -> Spot:
        """The active cell."""

    @property
    def answers(self) -> bool:
        """Whether IPP_ functions calculate in this host; Excel for Mac runs only the buttons."""

    def tell(self, stage: str) -> None:
        """Show the present step, in the status bar."""

    def go(self, spot: Spot) -> None:
        """Select a cell, and bring its sheet to the front."""

    def choose_file(self, title: str, endings: tuple[str, ...]) -> Path | None:
        """Let the person choose a file; None if the person cancels."""

    def choose_folder(self, title: str, default: Path) -> Path | None:
        """Let the person choose a folder; *default* if the host has no dialog, None if the person cancels."""

    def take_back(self) -> Restored:
        """Undo the last button. Raises `UserError` if there is nothing to undo, or if its cells were changed since."""


@dataclass(frozen=True)
class Done:
    """The result of a button."""

    text: str
    """The one message at the end: plain words, at most about ten lines."""
    changed: int = 0
    """Cells of the workbook that changed."""
    grave: bool = False
    """Whether there is a problem that the person must fix; `ippbook run` then exits with 1."""


_F = TypeVar("_F", bound=AnyFunction)


@dataclass(frozen=True)
class Button:
    """A button as a value."""

    name: str
    """Its name for programs: the function's, as in `good_faith`."""
    label: str
    """The text on it."""
    group: str
    """The group of the ribbon that has it."""
    image: str
    """The name of the Office picture on it."""
    large: bool
    function: Callable[[Desk], Done]
    page: Page
    module: str = ""
    writes: bool = True
    """Whether it may change cells of the workbook."""
    asks: bool = False
    """Whether it asks for a file or a folder."""

    @property
    def macro(self) -> str:
        """The name of its VBA Sub, as in IPP_GoodFaith."""
        return "IPP_" + "".join(part.capitalize() for part in self.name.split("_"))

    def press(self, desk: Desk) -> Done:
        """Run it. If it raises `UserError` or `ooxml.WorkbookError`, nothing was changed."""
        return self.function(desk)


def button(  # one argument a property of the button
    label: str, *, group: str, image: str, large: bool = False, writes: bool = True, asks: bool = False
) -> Callable[[_F], _F]:
    """Declare the function below as a button. The docstring gives its page: the first sentence is its tip.

    *writes* False: it changes no cell, so it also works on a read-only workbook. *asks*: it calls `choose_file` or
    `choose_folder`, so that `ippbook run` takes --with.
    """

    def declare(function: _F) -> _F:
        name = function.__name__
        value = Button(name, label, group, image, large, function, page_of(function), function.__module__, writes, asks)
        return declare_on(function, value)

    return declare


__all__ = ["Button", "Desk", "Done", "Restored", "Spot", "button"]
