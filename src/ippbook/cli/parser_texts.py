"""What the parser itself prints, in the language to speak: the headings of a help, its notes on options, and its refusals.

Typer writes these texts in English; in English they stay as they are.
"""

import re
import sys
from collections.abc import Sequence
from typing import Final

import typer

from ippbook.languages import ENGLISH, Sentence, say
from ippbook.languages.run_language import localized, run_language

_HEADINGS: Final = {each: each for each in (say("Options"), say("Arguments"), say("Commands"))}
_HELP: Final = say("Show this message and exit.")
_NOTE: Final = re.compile(r" +\[([^\[\]]*(?:default: |required)[^\[\]]*)\]\Z")
"""The note behind a help: [default: text; required]."""
_DEFAULT: Final = "default: "
_FORMATTER: Final = typer.Context.formatter_class


class LocalHelpFormatter(_FORMATTER):  # type: ignore[misc,valid-type]  # Typer's own class, which has no public name
    """Writes a help as Typer does, in the language to speak."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the line that says how to call a command."""
        if run_language() != ENGLISH:
            prefix = localized(say("Usage: "))
        super().write_usage(prog, args, prefix)

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        super().write_heading(localized(_HEADINGS.get(heading, heading)))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options with their helps."""
        super().write_dl([(name, _local_help(text)) for name, text in rows], col_max, col_spacing)


class LocalContext(typer.Context):
    """The context of a command whose help is in the language to speak."""

    formatter_class = LocalHelpFormatter


def _local_help(text: str) -> str:
    if run_language() == ENGLISH:
        return text
    if text == _HELP:
        return localized(_HELP)
    found = _NOTE.search(text)
    if not found:
        return text
    return f"{text[: found.start()]}  [{'; '.join(map(_local_note, found[1].split('; ')))}]"


def _local_note(note: str) -> str:
    if note == "required":
        return localized(say("required"))
    if note.startswith(_DEFAULT):
        return localized(say("default: {value}", value=note.removeprefix(_DEFAULT)))
    return note


_REFUSALS: Final = tuple(
    (re.compile(pattern, re.DOTALL), template)
    for pattern, template in (
        (r"Invalid value for (?P<name>'[^']*'(?: / '[^']*')*): (?P<why>.*)", say("Invalid value for {name}: {why}")),
        (r"Invalid value: (?P<why>.*)", say("Invalid value: {why}")),
        (r"Value error, (?P<why>.*)", "{why}"),
        (r"(?P<why>.*); did you mean (?P<near>.*)\?", say("{why}; did you mean {near}?")),
        (r"No such option: (?P<name>.*)", say("No such option: {name}")),
        (r"No such command (?P<name>'.*')\. Did you mean (?P<near>.*)\?", say("No such command {name}. Did you mean {near}?")),
        (r"No such command (?P<name>'.*')\.", say("No such command {name}.")),
        (r"Missing command\.", say("Missing command.")),
        (r"Missing argument (?P<name>'[^']*')\.(?P<rest>.*)", say("Missing argument {name}.{rest}")),
        (r"Missing option (?P<name>'[^']*')\.(?P<rest>.*)", say("Missing option {name}.{rest}")),
        (r"Option (?P<name>'.*') requires an argument\.", say("Option {name} requires an argument.")),
        (r"Option (?P<name>'.*') does not take a value\.", say("Option {name} does not take a value.")),
        (r"Got unexpected extra argument\(s\) \((?P<words>.*)\)", say("Got unexpected extra argument(s) ({words})")),
        (r"(?P<typed>'.*') is not one of (?P<known>'.*?)\.?", say("{typed} is not one of {known}")),
        (r"Input should be a valid integer, unable to parse string as an integer", say("Input should be a valid integer")),
        (r"Input should be greater than or equal to (?P<least>.*)", say("Input should be greater than or equal to {least}")),
        (r"Input should be less than or equal to (?P<most>.*)", say("Input should be less than or equal to {most}")),
    )
)  # fmt: skip
"""The refusals of the parser, and of pydantic behind it: how to know one, and its text to be translated."""


def speak_locally(refusal: Exception) -> None:
    """Let the parser's *refusal* print itself in the language to speak; in English it stays as it is."""
    if run_language() == ENGLISH or type(refusal).__name__ == "NoArgsIsHelpError":  # that one prints a help
        return
    refusal.show = lambda file=None: _show(refusal, file)  # type: ignore[attr-defined]  # Typer calls it


def _show(refusal: Exception, file: object) -> None:
    lines = []
    if context := getattr(refusal, "ctx", None):
        lines.append(context.get_usage())
        if context.command.get_help_option(context) is not None:
            command, option = context.command_path, context.help_option_names[0]
            lines += [localized(say("Try '{command} {option}' for help.", command=command, option=option)), ""]
    message = refusal.format_message()  # type: ignore[attr-defined]  # every refusal of the parser has it
    own = getattr(refusal, "message", "")
    if isinstance(own, Sentence):  # a text of ippbook inside the parser's own
        message = message.replace("".join(own), localized(own))
    lines.append(localized(say("Error: {message}", message=local_refusal(message))))
    typer.echo("\n".join(lines), file=file or sys.stderr)  # type: ignore[arg-type]  # a stream, as Typer passes it


def local_refusal(message: str) -> str:
    """The text of a refusal in the language to speak; one that is not known stays in English."""
    for pattern, template in _REFUSALS:
        if found := pattern.fullmatch(message):
            parts = found.groupdict()
            if "why" in parts:
                parts["why"] = local_refusal(parts["why"])
            return localized(Sentence(template, parts))
    return message
