"""A command line that is plain is read without Typer, from what the command declares (`declared`).

Plain is: each option written out and used once, each value of a form that needs no second look, no help wanted. Everything
else, and every mistake, is left to the parser, which reads the words again and says what is wrong. So there is one list of options,
and one wording of refusals. A test lets both read the same words and compares what the command gets.
"""

import importlib
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Final, Union, get_args, get_origin

from ippbook.cli.commands import COMMANDS
from ippbook.cli.declared import Declaration, DeclaredCommand, Option, Positional, app, declaration_of

_PLAIN_SETTINGS: Final = frozenset({"help", "show_default", "metavar", "parser", "min"})
"""What an option or argument may declare and still be read here."""
_MOST_DIGITS: Final = 9


class _NotPlainError(Exception):
    """The words need the parser."""


def plain_call(words: Sequence[str]) -> Callable[[], int] | None:
    """The work that *words* ask for, which returns 0 or raises `SystemExit`; None where the parser must read them."""
    if not words or words[0] not in COMMANDS:
        return None
    importlib.import_module(f"{__package__}.{COMMANDS[words[0]][0]}")
    command = next(app.called(words[0]), None)
    found = None if command is None else plain_arguments(command, words[1:])
    if command is None or found is None:
        return None

    def call() -> int:
        command.function(**found)
        return 0

    return call


def plain_arguments(command: DeclaredCommand, words: Sequence[str]) -> dict[str, object] | None:
    """What the function of *command* gets for *words*, without what has its default; None where the parser must read them."""
    if command.reads:
        return None
    try:
        return _read(inspect.signature(command.function).parameters, words)
    except _NotPlainError:
        return None


def _read(parameters: Mapping[str, inspect.Parameter], words: Sequence[str]) -> dict[str, object]:
    declared = {name: declaration_of(each.annotation) for name, each in parameters.items()}
    options = {
        written: (name, is_on)
        for name, (_, declaration) in declared.items()
        if isinstance(declaration, Option)
        for names in declaration.names
        for written, is_on in _spellings(names)
    }
    typed: dict[str, list[str | bool]] = {}
    places: list[str] = []
    waiting = iter(words)
    for word in waiting:
        if word == "-" or not word.startswith("-"):
            places.append(word)
            continue
        written, equals, value = word.partition("=") if word.startswith("--") else (word, "", "")
        if written not in options:
            raise _NotPlainError
        name, is_on = options[written]
        is_flag = declared[name][0] is bool
        if equals and (is_flag or not value):
            raise _NotPlainError
        typed.setdefault(name, []).append(is_on if is_flag else value or _next(waiting))
    arguments = [name for name, (_, declaration) in declared.items() if isinstance(declaration, Positional)]
    typed |= _by_place(arguments, declared, places)
    if any(each.default is each.empty and name not in typed for name, each in parameters.items()):
        raise _NotPlainError
    return {name: _value(*declared[name], values) for name, values in typed.items()}


def _spellings(names: str) -> Iterator[tuple[str, bool]]:
    """How an option is written, and whether that switches it on: `--all/--some` has both."""
    on, _, off = names.partition("/")
    yield on, True
    if off:
        yield off, False


def _next(words: Iterator[str]) -> str:
    value = next(words, "")
    if not value or (value.startswith("-") and value != "-"):
        raise _NotPlainError
    return value


def _by_place(
    arguments: Sequence[str], declared: Mapping[str, tuple[object, Declaration | None]], words: Sequence[str]
) -> dict[str, list[str | bool]]:
    """The words of each argument: one each, and all the others for the last one where that takes several."""
    if len(words) < len(arguments):  # also where an argument has a default: the parser knows what is missing
        raise _NotPlainError
    found: dict[str, list[str | bool]] = {name: [word] for name, word in zip(arguments, words, strict=False)}
    if more := words[len(arguments) :]:
        if not arguments or _without_none(declared[arguments[-1]][0]) != list[str]:
            raise _NotPlainError
        found[arguments[-1]] += more
    return found


def _without_none(kind: object) -> object:
    """The type that `kind | None` has next to None; another one as it is."""
    if get_origin(kind) not in {Union, UnionType}:
        return kind
    kinds = [each for each in get_args(kind) if each is not NoneType]
    return kinds[0] if len(kinds) == 1 else kind


def _value(kind: object, declaration: Declaration | None, typed: Sequence[str | bool]) -> object:
    kind = _without_none(kind)
    if declaration is None or not declaration.settings.keys() <= _PLAIN_SETTINGS:
        raise _NotPlainError
    if kind == list[str]:
        return list(typed)
    if len(typed) != 1:
        raise _NotPlainError
    text = typed[0]
    if isinstance(text, bool):
        return text
    parser = declaration.settings.get("parser")
    if callable(parser):
        return _parsed(parser, text)
    return _converted(kind, declaration.settings, text)


def _parsed(parser: Callable[[str], object], text: str) -> object:
    try:
        return parser(text)
    except Exception:  # noqa: BLE001  # whatever it refuses, the parser reads it again and says why
        raise _NotPlainError from None


def _converted(kind: object, settings: Mapping[str, object], text: str) -> object:
    if kind is str:
        return text
    if kind is int and text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS:
        least = settings.get("min", 0)
        if isinstance(least, int) and int(text) >= least:
            return int(text)
    if kind is Path and text:
        return Path(text)
    if isinstance(kind, type) and issubclass(kind, Enum):
        for member in kind:
            if member.value == text:
                return member
    raise _NotPlainError
