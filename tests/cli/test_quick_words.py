"""A plain command line is read without Typer, and means the same as with it."""

import functools
import importlib
import inspect
from collections.abc import Sequence
from enum import Enum
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.core import TyperCommand

from ippbook.cli import main
from ippbook.cli.commands import COMMANDS
from ippbook.cli.declared import DeclaredCommand, Option, Positional, app, declaration_of
from ippbook.cli.parser import parser_of
from ippbook.cli.quick_words import plain_arguments

for _module, *_ in COMMANDS.values():
    importlib.import_module(f"ippbook.cli.{_module}")

PLAIN = {each.name: each for each in app.commands if not each.reads}
"""The commands whose words have no special form; `set` takes negative values."""
LEFT_TO_THE_PARSER = {"watch": "", "due": "--ics"}
"""By command, the option that is seldom used and whose form needs a second look; "" all of them."""
_HEARD: list[dict[str, object]] = []


@functools.cache
def typer_parser(name: str) -> TyperCommand:
    """Typer's parser of the command *name*, which only remembers what the command would get."""

    @functools.wraps(PLAIN[name].function)
    def remember(**named: object) -> None:
        _HEARD.append(named)

    return parser_of(DeclaredCommand(remember, name, "", PLAIN[name].settings))


def by_typer(name: str, words: Sequence[str]) -> dict[str, object]:
    """What the command *name* gets for *words* by way of Typer."""
    _HEARD.clear()
    typer_parser(name)(list(words), standalone_mode=False)
    return _HEARD[0]


def without_typer(name: str, words: Sequence[str]) -> dict[str, object] | None:
    """What the command *name* gets for *words* without Typer, its defaults included."""
    found = plain_arguments(PLAIN[name], words)
    if found is None:
        return None
    bound = inspect.signature(PLAIN[name].function).bind(**found)
    bound.apply_defaults()
    return dict(bound.arguments)


def values(annotation: object) -> list[str]:
    """Words that a parameter can have as its value."""
    kind, _ = declaration_of(annotation)
    kinds = [kind, *get_args(kind)]
    if choices := next((each for each in kinds if isinstance(each, type) and issubclass(each, Enum)), None):
        return [each.value for each in choices]
    if int in kinds:
        return ["1", "12", "7"]
    return ["2026-10-31", "2025-01-01"] if any("date" in str(each) for each in kinds) else ["one.xlsx", "a b=c", "路径"]


def option_words(command: DeclaredCommand) -> list[list[str]]:
    """Each way to write each option of *command*, with each of its values."""
    found = []
    for parameter in inspect.signature(command.function).parameters.values():
        kind, declaration = declaration_of(parameter.annotation)
        is_option = isinstance(declaration, Option) and parameter.default is not parameter.empty
        for name in declaration.names if declaration and is_option else ():
            if kind is bool:
                found += [[each] for each in name.split("/")]
                continue
            found += [[name, value] for value in values(parameter.annotation)]
            found += [[f"{name}={value}"] for value in values(parameter.annotation) if name.startswith("--")]
    return found


def argument_words(command: DeclaredCommand) -> list[str]:
    """A word for each argument of *command*, and the options that it requires."""
    found = []
    for parameter in inspect.signature(command.function).parameters.values():
        declaration = declaration_of(parameter.annotation)[1]
        if isinstance(declaration, Positional):
            found.append(values(parameter.annotation)[0])
        elif declaration and parameter.default is parameter.empty:
            found += [declaration.names[0], values(parameter.annotation)[0]]
    return found


@pytest.mark.parametrize("name", PLAIN)
def test_every_option_of_every_command_is_read_without_typer_as_with_it(name: str) -> None:
    places = argument_words(PLAIN[name])
    for words in [[], *option_words(PLAIN[name])]:
        found = without_typer(name, [*places, *words])
        if found is None:
            assert LEFT_TO_THE_PARSER.get(name, "none") in "".join(words), f"{name} {words} needs the parser"
            continue
        assert found == by_typer(name, [*places, *words])


@given(st.data())
def test_words_in_any_order_are_read_without_typer_as_with_it(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(PLAIN)))
    known = option_words(PLAIN[name])
    parts = data.draw(st.lists(st.sampled_from(known), max_size=5)) if known else []
    parts.append(argument_words(PLAIN[name]))
    parts += data.draw(st.lists(st.sampled_from([["-"], ["a.xlsx"], ["--"], ["--nothing"], ["-x"], [""]]), max_size=1))
    words = [word for part in data.draw(st.permutations(parts)) for word in part]
    found = without_typer(name, words)
    if found is not None:
        assert found == by_typer(name, words)


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["a.xlsx", "--limit", "-1"],
        ["a.xlsx", "--limit", "1_0"],
        ["a.xlsx", "--limit", "1", "--limit", "2"],
        ["a.xlsx", "--limit="],
        ["a.xlsx", "--as-of", "soon"],
        ["a.xlsx", "--fail-on", "Error"],
        ["a.xlsx", "--fail"],
        ["a.xlsx", "--texts"],
        ["a.xlsx", "--texts", "--evidence"],
        ["a.xlsx", "--", "-b.xlsx"],
        ["a.xlsx", "-b"],
        [],
    ],
)
def test_whatever_is_not_plain_is_left_to_the_parser(words: list[str]) -> None:
    assert plain_arguments(PLAIN["check"], words) is None


def test_whether_a_folder_can_be_read_is_left_to_its_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    found = plain_arguments(PLAIN["check"], ["a.xlsx", "--texts", str(tmp_path)])
    assert found is not None
    assert found["texts"] == tmp_path


def test_a_refused_value_is_said_by_the_parser(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "a.xlsx", "--as-of", "soon"]) == 2
    assert "Invalid value for '--as-of': 'soon': not a date" in capsys.readouterr().err
