"""Typer's parser of the commands: help, completion, and every line that `quick_words` does not read. The module of a command is loaded when it is called."""

import importlib
import pkgutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Annotated, Any, Protocol, TypeAlias, TypeVar

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup
from typer.models import CommandInfo, TyperInfo

from ippbook.cli import declared
from ippbook.cli.commands import COMMANDS, EXAMPLES
from ippbook.cli.declared import CommandList, DeclaredCommand, Option, Positional, declaration_of
from ippbook.cli.exit_codes import exit_code_lines
from ippbook.cli.parser_texts import LocalContext, speak_locally
from ippbook.languages import ENGLISH, say
from ippbook.languages.run_language import localized, run_language
from ippbook.run_day import TIME_ZONE
from ippbook.version import __version__

_Declared: TypeAlias = TyperCommand | TyperGroup


class _HelpText(Protocol):
    """What Typer prints the help with; its own type is private."""

    def section(self, name: str) -> AbstractContextManager[None]: ...

    def write_dl(self, rows: Sequence[tuple[str, str]]) -> None: ...


class CommandGroup(TyperGroup):
    """The commands of `COMMANDS`. One that is not in the list is still found, in any module of this package."""

    context_class = LocalContext

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
    for command in declared.app.called(name):
        yield _with_examples(parser_of(command))
    for group in declared.app.groups:
        if group.name == name:
            commands = typer.main.get_group_from_info(
                TyperInfo(_typer_group(group)),
                pretty_exceptions_short=True,
                rich_markup_mode=None,
                suggest_commands=True,
            )
            commands.context_class = LocalContext
            for each in commands.commands.values():
                _with_examples(each)
            yield commands


def parser_of(command: DeclaredCommand) -> TyperCommand:
    """Typer's parser of one command. Its function gets what the words say."""
    made = typer.main.get_command_from_info(_command_info(command), pretty_exceptions_short=True, rich_markup_mode=None)
    if not isinstance(made, TyperCommand):
        raise TypeError(f"{command.name} is not a command")
    return made


def _command_info(command: DeclaredCommand) -> CommandInfo:
    function = command.as_declared_by(_typer_annotation)
    kind = _NegativeValues if command.reads == "negative values" else TyperCommand
    return CommandInfo(name=command.name, cls=kind, callback=function, **dict[str, Any](command.settings))


def _typer_group(group: CommandList) -> typer.Typer:
    made = typer.Typer(
        name=group.name, help=group.about, no_args_is_help=True, add_completion=False, rich_markup_mode=None
    )
    made.registered_commands = [_command_info(each) for each in group.commands]
    return made


def _typer_annotation(annotation: object) -> object:
    """The annotation of a parameter with Typer's own object in place of our declaration."""
    kind, declaration = declaration_of(annotation)
    # Whether a file can be read shows when it is opened, with the remedy; a look before would be a second, shorter answer.
    settings = {"readable": False, **dict[str, Any](declaration.settings)} if declaration else {}
    if isinstance(declaration, Option):
        return Annotated[kind, typer.Option(*declaration.names, **settings)]
    if isinstance(declaration, Positional):
        return Annotated[kind, typer.Argument(**settings)]
    return annotation


class _NegativeValues(TyperCommand):
    """Takes the third argument as typed, also with a minus in front: -5, -old-, -=1."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, with the value after `--`, so that it is never read as an option."""
        options = {
            name: getattr(option, "is_flag", False)
            for option in self.params
            for name in option.opts
            if name.startswith("-")
        }
        positional: list[str] = []
        rest = list(args)
        named: list[str] = []
        while rest and rest[0] != "--":
            word = rest.pop(0)
            name, equals, _ = word.partition("=")
            if (
                name not in options and name != "--help" and (word[:1] != "-" or len(positional) == 2)
            ):  # file and cell are there
                positional.append(word)
                continue
            named.append(word)
            if options.get(name) is False and not equals and rest:
                named.append(rest.pop(0))
        return super().parse_args(ctx, [*named, "--", *positional, *rest[1:]])


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


app = typer.Typer(
    name="ippbook",
    cls=CommandGroup,
    help="""Checks and recalculates a brand team's takedown workbook for Alibaba's marketplaces.

\b
Start here:
  ippbook new sample.xlsx --sample   # a workbook with the data of a fictitious brand
  ippbook check sample.xlsx          # its findings
  ippbook explain CP101              # what a finding means, and the fix
""",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    # color: the printer never takes parts of a text out as colours; `VisibleStream` shows them
    context_settings={"help_option_names": ["-h", "--help"], "color": True},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(say("ippbook {version}", version=__version__))
        raise typer.Exit


@app.callback(epilog="\n\n".join(("Exit codes", *exit_code_lines())))
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="On a failure of ippbook itself or of a macro, print the traceback.")
    ] = False,
    quiet: Annotated[
        bool,
        typer.Option(
            "--quiet", help="Print no progress, notes or counts: only findings, answers and errors. In any position."
        ),
    ] = False,
    timezone: Annotated[
        str,
        typer.Option(
            "--timezone", metavar="ZONE", help="The time zone of today, such as Europe/Rome; in any position."
        ),
    ] = TIME_ZONE,
    language: Annotated[
        str,
        typer.Option(
            "--language",
            metavar="en|zh",
            help="The language of texts for people; in any position. Default: the setting Language of findings, else the language of the workbook, else that of the computer.",
            show_default=False,
        ),
    ] = "",
) -> None:
    """Options of every command."""
