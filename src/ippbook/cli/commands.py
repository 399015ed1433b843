"""Which commands there are, in the order of the help. The module of a command is loaded when it is called.

To add a command, add its line here and its function, under `@app.command(NAME)`, to the module. The docstring of the function ends with
examples; a test runs them.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import ClassVar, Final, Protocol, TypeAlias, TypeVar

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup

from ippbook.cli.parser_texts import LocalContext, speak_locally
from ippbook.languages import ENGLISH, say
from ippbook.languages.run_language import localized, run_language

_EVERY_DAY: Final = "Every day"
_LOOK: Final = "Look"
_FILE: Final = "File complaints"
_GOOD_FAITH: Final = "Good-Faith"
_EXCEL: Final = "Excel"
_ENGINEERS: Final = "For engineers"

COMMANDS: Final = {
    "new": ("workbooks", "Make a new workbook.", _EVERY_DAY),
    "adopt": ("workbooks", "Look at your own workbook; add columns.", _EVERY_DAY),
    "recalc": ("workbooks", "Check, compute and write back.", _EVERY_DAY),
    "check": ("workbooks", "Check and write nothing.", _EVERY_DAY),
    "watch": ("watch", "Recalculate each workbook of a folder when it was saved.", _EVERY_DAY),
    "today": ("today", "Show what to do today and this week.", _EVERY_DAY),
    "due": ("cases", "List what is due.", _EVERY_DAY),
    "report": ("report", "Write one page for a manager.", _LOOK),
    "explain": ("explain", "Explain a code, a worksheet function or a computed column.", _LOOK),
    "rules": ("explain", "List every rule.", _LOOK),
    "sellers": ("overviews", "List repeat offenders.", _LOOK),
    "dossier": ("overviews", "Print the dated history of a listing.", _LOOK),
    "diff": ("diff", "Show what differs between two workbooks.", _LOOK),
    "import": ("cases", "Merge an export into the workbook.", _FILE),
    "plan": ("cases", "Draft complaints from ready listings.", _FILE),
    "pack": ("cases", "Write a folder for each complaint.", _FILE),
    "notice": ("cases", "Print the takedown text of a complaint.", _FILE),
    "goodfaith": ("overviews", "Show which accounts qualify for Good-Faith.", _GOOD_FAITH),
    "ready": ("overviews", "Print the checklist of an account.", _GOOD_FAITH),
    "excel": ("excel", "Install into Excel, uninstall, status.", _EXCEL),
    "libreoffice": ("libreoffice", "Install into LibreOffice Calc, uninstall, status.", _EXCEL),
    "doctor": ("excel", "Find problems of Excel and of a workbook.", _EXCEL),
    "run": ("run", "Press a button of ippbook, or run a macro, without Excel.", _EXCEL),
    "lite": ("lite", "Put functions and buttons into a workbook for xlwings Lite.", _EXCEL),
    "verify": ("verify", "Look in a file for what Excel would repair or refuse.", _ENGINEERS),
    "get": ("one_cell", "Print a cell of any workbook.", _ENGINEERS),
    "set": ("cells", "Change one cell of any workbook.", _ENGINEERS),
    "trace": ("trace", "Show what a cell depends on.", _ENGINEERS),
    "eval": ("evaluate", "Print what a worksheet function answers.", _ENGINEERS),
    "schema": ("schema", "Print the JSON Schema of a command's output.", _ENGINEERS),
}
"""By name: the module in `ippbook.cli`, the line of the help, and the heading that it is under. The headings come in the order of this list."""


_Declared: TypeAlias = TyperCommand | TyperGroup


class _HelpText(Protocol):
    """What Typer prints the help with; its own type is private."""

    def section(self, name: str) -> AbstractContextManager[None]: ...

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None: ...


class CommandGroup(TyperGroup):
    """The commands of `COMMANDS`. One that is not in the list is still found, in any module of this package."""

    context_class = LocalContext

    application: ClassVar[typer.Typer]
    """Where the modules register their commands."""

    def __init__(self, **attributes: object) -> None:
        super().__init__(**attributes)  # type: ignore[arg-type]  # as Typer passes them
        self.commands = _Commands()  # type: ignore[assignment]  # a None is loaded before Typer sees it

    def format_commands(self, ctx: object, formatter: _HelpText) -> None:
        """Write the lists of the help, one for each heading. No command is loaded for it."""
        del ctx
        width = max(map(len, COMMANDS))
        for heading in dict.fromkeys(heading for _, _, heading in COMMANDS.values()):
            with formatter.section(localized(heading)):
                formatter.write_dl(
                    [
                        (name.ljust(width), localized(line))
                        for name, (_, line, under) in COMMANDS.items()
                        if under == heading
                    ]
                )

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # the type of Typer's context is private
        """Run a command. What the parser refuses says what was probably meant."""
        try:
            return super().invoke(ctx)
        except Exception as failure:
            _explain(failure)
            raise

    def make_context(self, *arguments: object, **more: object) -> typer.Context:
        """Read the options in front of the command."""
        try:
            return super().make_context(*arguments, **more)  # type: ignore[arg-type,return-value]  # as Typer passes them
        except Exception as failure:
            _explain(failure)
            raise


def _explain(failure: Exception) -> None:
    if hasattr(failure, "format_message"):  # the parser's own exceptions have it
        from ippbook.cli.slips import explain_slip  # noqa: PLC0415  # late: only for a refusal

        explain_slip(failure)
        speak_locally(failure)


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
                yield _with_examples(found)
    for group in app.registered_groups:
        if group.typer_instance is not None and group.typer_instance.info.name == name:
            commands = typer.main.get_group_from_info(
                group,
                pretty_exceptions_short=app.pretty_exceptions_short,
                rich_markup_mode=app.rich_markup_mode,
                suggest_commands=True,
            )
            commands.context_class = LocalContext
            for each in commands.commands.values():
                _with_examples(each)
            yield commands


class _Helpful(Protocol):
    help: str | None


_Helped = TypeVar("_Helped", bound="_Helpful")


def _with_examples(command: _Helped) -> _Helped:
    """*command*, whose examples keep their lines in the help."""
    setattr(command, "context_class", LocalContext)  # noqa: B010  # the types of Typer's commands are private
    if command.help:
        before, heading, lines = command.help.partition(EXAMPLES)
        examples = _localized_comments(lines.replace("    ippbook", "  ippbook"))
        kept = f"\b\n{localized(say('Examples:'))}\n{examples}" if heading else ""
        command.help = (
            localized_paragraphs(before) + kept
        )  # the printer keeps the lines of a paragraph after a backspace
    for each in getattr(command, "params", ()):
        if getattr(each, "help", None):  # an argument without a help has None
            each.help = localized(each.help)
    return command


def _localized_comments(lines: str) -> str:
    """Examples whose comments, behind a #, are in the language to speak."""
    if run_language() == ENGLISH:
        return lines
    parts = (line.partition("  # ") for line in lines.split("\n"))
    return "\n".join(f"{command}{sign}{localized(comment)}" if sign else command for command, sign, comment in parts)


def localized_paragraphs(text: str) -> str:
    """Each paragraph of a help in the language to speak; one that keeps its lines stays as it is."""
    if run_language() == ENGLISH:
        return text
    parts = [part if "\b" in part else localized(" ".join(part.split())) for part in text.strip().split("\n\n")]
    return "\n\n".join(parts) + "\n\n"


EXAMPLES: Final = "Examples:\n"
"""In the docstring of a command, the last part begins with it: one to three lines that a person can type."""
