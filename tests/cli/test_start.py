"""The command line starts fast: each command loads what it needs, and no more."""

import importlib
import io
import pkgutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout

import pytest
import typer.main

import ippbook.cli
from ippbook.cli import main
from ippbook.cli.commands import COMMANDS
from ippbook.cli.options import app


def loaded(*arguments: str) -> set[str]:
    """The packages that are loaded when the command has ended."""
    code = "import sys; from ippbook.cli import main; main(sys.argv[1:]); print('|', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("|")[2].split())


def test_the_version_needs_no_parser_of_arguments() -> None:
    found = loaded("--version")
    assert "ippbook.cli" in found
    assert not found & {"typer", "ippbook.cli.options", "pandas", "numpy"}


def test_the_help_loads_no_command() -> None:
    assert not loaded("--help") & {"pandas", "numpy", "pydantic", "lxml", "rich", "ippbook.cli.workbooks"}


def test_every_command_of_every_module_has_its_line_in_the_help() -> None:
    for entry in pkgutil.iter_modules(ippbook.cli.__path__):
        importlib.import_module(f"ippbook.cli.{entry.name}")
    declared = {
        (each.name, each.callback.__module__.rpartition(".")[2]) for each in app.registered_commands if each.callback
    }
    declared |= {(each.typer_instance.info.name, "excel") for each in app.registered_groups if each.typer_instance}
    assert declared == {(name, module) for name, (module, _) in COMMANDS.items()}, "see ippbook/cli/commands.py"


def test_a_command_that_the_list_forgot_still_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(COMMANDS, "rules")
    group = typer.main.get_command(app)
    assert group.commands.get("rules").name == "rules"


def test_the_short_version_and_the_option_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    short = capsys.readouterr().out
    assert main(["--version", "check"]) == 0
    assert capsys.readouterr().out == short


def test_a_version_that_cannot_be_printed_is_said() -> None:
    class Full(io.StringIO):
        def flush(self) -> None:
            raise OSError(28, "No space left on device")

    with redirect_stdout(Full()), redirect_stderr(io.StringIO()) as said:
        assert main(["--version"]) == 2
    assert "No space left on device" in said.getvalue()


def test_a_mistyped_command_is_answered_with_the_nearest_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chekc"]) == 2
    assert "Did you mean 'check'?" in capsys.readouterr().err
