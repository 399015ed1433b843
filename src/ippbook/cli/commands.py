"""Which commands there are, in the order of the help. The module of a command is loaded when it is called.

To add a command, add its line here and its function, under `@app.command(NAME)`, to the module.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from gettext import gettext
from typing import ClassVar, Final, Protocol, TypeAlias

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

COMMANDS: Final = {
    "recalc": ("workbooks", "Check, compute and write back."),
    "check": ("workbooks", "Check and write nothing."),
    "verify": ("verify", "Look in a file for what Excel would repair or refuse."),
    "diff": ("diff", "Show what differs between two workbooks."),
    "adopt": ("workbooks", "Look at your own workbook; add columns."),
    "new": ("workbooks", "Make a new workbook."),
    "import": ("cases", "Merge an export into the workbook."),
    "plan": ("cases", "Draft complaints from ready listings."),
    "pack": ("cases", "Write a folder for each complaint."),
    "notice": ("cases", "Print the takedown text of a complaint."),
    "due": ("cases", "List what is due."),
    "goodfaith": ("overviews", "Show which accounts qualify for Good-Faith."),
    "sellers": ("overviews", "List repeat offenders."),
    "ready": ("overviews", "Print the checklist of an account."),
    "dossier": ("overviews", "Print the dated history of a listing."),
    "rules": ("explain", "List every rule."),
    "explain": ("explain", "Explain a code, a worksheet function or a computed column."),
    "eval": ("evaluate", "Print what a worksheet function answers."),
    "get": ("one_cell", "Print a cell of any workbook."),
    "set": ("cells", "Change one cell of any workbook."),
    "trace": ("trace", "Show what a cell depends on."),
    "run": ("run", "Press a button of ippbook, or run a macro, without Excel."),
    "doctor": ("excel", "Find problems of Excel and of a workbook."),
    "lite": ("lite", "Put functions and buttons into a workbook for xlwings Lite."),
    "schema": ("schema", "Print the JSON Schema of a command's output."),
    "excel": ("excel", "Install into Excel, uninstall, status."),
}
"""By name: the module in `ippbook.cli`, and the line of the help."""


_Declared: TypeAlias = TyperCommand | TyperGroup


class _HelpText(Protocol):
    """What Typer prints the help with; its own type is private."""

    def section(self, name: str) -> AbstractContextManager[None]: ...

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None: ...


class CommandGroup(TyperGroup):
    """The commands of `COMMANDS`. One that is not in the list is still found, in any module of this package."""

    application: ClassVar[typer.Typer]
    """Where the modules register their commands."""

    def __init__(self, **attributes: object) -> None:
        super().__init__(**attributes)  # type: ignore[arg-type]  # as Typer passes them
        self.commands = _Commands()  # type: ignore[assignment]  # a None is loaded before Typer sees it

    def format_commands(self, ctx: object, formatter: _HelpText) -> None:
        """Write the list of the help. No command is loaded for it."""
        del ctx
        with formatter.section(gettext("Commands")):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


class _Commands(dict[str, _Declared | None]):
    """The commands by name, each loaded when it is looked up."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(COMMANDS))

    def get(self, name: str, default: object = None) -> _Declared | None:  # as Typer calls it
        """The command *name*, None where there is none."""
        del default
        if name not in COMMANDS:
            package = importlib.import_module(__package__ or "")
            for entry in pkgutil.iter_modules(package.__path__):
                importlib.import_module(f"{__package__}.{entry.name}")
        else:
            importlib.import_module(f"{__package__}.{COMMANDS[name][0]}")
        return next(_registered(name), None)


def _registered(name: str) -> Iterator[_Declared]:
    """What the loaded modules declare under *name*: a command, or a group of commands."""
    app = CommandGroup.application
    for command in app.registered_commands:
        if command.callback is not None and (command.name or command.callback.__name__) == name:
            found = typer.main.get_command_from_info(
                command,
                pretty_exceptions_short=app.pretty_exceptions_short,
                rich_markup_mode=app.rich_markup_mode,
            )
            if isinstance(found, TyperCommand):
                yield found
    for group in app.registered_groups:
        if group.typer_instance is not None and group.typer_instance.info.name == name:
            yield typer.main.get_group_from_info(
                group,
                pretty_exceptions_short=app.pretty_exceptions_short,
                rich_markup_mode=app.rich_markup_mode,
                suggest_commands=True,
            )
