"""The command line starts fast: each command loads what it needs, and no more."""

import importlib
import io
import os
import pkgutil
import re
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
import typer.main

import ippbook
import ippbook.cli
from ippbook.cli import main
from ippbook.cli.commands import COMMANDS
from ippbook.cli.declared import app as declared
from ippbook.cli.parser import app
from ippbook.declare import registry
from ippbook.declare.formula_answer import NamedFunctions
from ippbook.late_patterns import late_pattern
from ippbook.version import __version__

SAMPLE = Path(__file__).parents[2] / "workbook" / "ippbook.xlsx"


def loaded(*arguments: str) -> set[str]:
    """The packages that are loaded when the command has ended."""
    code = "import sys; from ippbook.cli import main; main(sys.argv[1:]); print('|', *sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, timeout=60
    )
    return set(done.stdout.rpartition("|")[2].split())


def test_the_version_needs_no_parser_of_arguments() -> None:
    found = loaded("--version")
    assert "ippbook.cli" in found
    assert not found & {"typer", "ippbook.cli.options", "pandas", "numpy"}


def test_the_help_loads_no_command() -> None:
    assert not loaded("--help") & {"pandas", "numpy", "pydantic", "lxml", "rich", "ippbook.cli.workbooks"}


@pytest.mark.parametrize("command", ["check", "recalc"])
def test_a_workbook_is_read_without_parser_models_and_processes(command: str) -> None:
    found = loaded(command, "no such file.xlsx", "--as-of", "2026-10-31", "--limit", "3")
    assert "ippbook.pipeline.study" in found
    assert not found & {
        "typer",
        "pydantic",
        "multiprocessing.connection",
        "rich",
        "importlib.metadata",
        "email.message",
        "holidays",
        "babel",
        "ippbook.cli.parser",
        "ippbook.batch.workers",
        "ippbook.tables.setting_models",
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ("eval", '=IPP_ITEM_ID("https://detail.1688.com/offer/620000000001.html")'),
        ("get", str(SAMPLE), "Settings!A3"),
    ],
    ids=["eval", "get"],
)
def test_one_link_and_one_cell_are_answered_without_pandas(arguments: tuple[str, ...]) -> None:
    found = loaded(*arguments)
    assert not found & {
        "typer",
        "pydantic",
        "pandas",
        "rich",
        "jinja2",
        "holidays",
        "babel",
        "icalendar",
        "cellrune",
        "ippbook.rules",
    }
    assert "numpy" not in found or arguments[0] == "get"


@pytest.mark.parametrize(
    "words",
    [
        ("eval", '="a"&1', "=IPP_NOTHING()"),
        ("eval", "=1/0", "={1,2}", "=TODAY()"),
        (
            "eval",
            '=IF({TRUE,FALSE},IPP_PLATFORM("item.taobao.com"),2)',
            "=IFERROR(1/0,@{5,6})",
            '=IPP_DAYS_LEFT("x")',
            "=A1",
            " ",
        ),
        ("get", str(SAMPLE), "Settings!A3", "Listings!A2"),
        ("get", str(SAMPLE), "Nowhere!A3"),
        ("get", "no such file.xlsx", "A1"),
        ("get", "", "A1"),
    ],
)
def test_words_that_need_no_parser_are_answered_as_by_the_parser(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    quick = main(list(words)), capsys.readouterr()
    parsed = main([words[0], "--format", "text", *words[1:]]), capsys.readouterr()
    assert quick == parsed


def test_the_end_of_a_command_searches_no_objects_for_cycles() -> None:
    code = "import gc, sys; from ippbook.cli import main; main(); print('|', gc.get_freeze_count() > 10_000)"
    words = [sys.executable, "-c", code, "get", str(SAMPLE), "Settings!A3"]
    done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split("|")[1].strip() == "True"


def test_a_late_pattern_is_the_pattern() -> None:
    made = late_pattern(r"(?P<first>a+)b", re.IGNORECASE)
    assert "fullmatch" not in vars(made)
    found = made.fullmatch("AAB")
    assert found is not None
    assert (found["first"], made.sub("x", "aab"), made.pattern) == ("AA", "x", r"(?P<first>a+)b")


def test_every_late_pattern_of_every_module_compiles() -> None:
    for entry in pkgutil.walk_packages(ippbook.__path__, "ippbook."):
        if (module := sys.modules.get(entry.name)) is not None:
            for value in vars(module).values():
                if type(value) is type(late_pattern("")):
                    assert value.pattern is not None


def test_a_function_is_found_by_its_name_alone_as_among_all() -> None:
    named = NamedFunctions()
    assert {name: named[name] for name in registry().functions} == dict(registry().functions)
    assert set(named) == set(registry().functions)
    with pytest.raises(KeyError):
        named["IPP_NOTHING"]


def test_every_command_of_every_module_has_its_line_in_the_help() -> None:
    for entry in pkgutil.iter_modules(ippbook.cli.__path__):
        importlib.import_module(f"ippbook.cli.{entry.name}")
    commands = {(each.name, each.function.__module__.rpartition(".")[2]) for each in declared.commands}
    groups = {(each.name, each.commands[0].function.__module__.rpartition(".")[2]) for each in declared.groups}
    assert commands | groups == {(name, module) for name, (module, *_) in COMMANDS.items()}, (
        "see ippbook/cli/commands.py"
    )


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


def _ended(code: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """The command line as the program that `pip` installs, after *code*."""
    program = f"import sys; {code}; from ippbook.cli import program; program()"
    return subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=False, timeout=60
    )


def test_the_end_of_the_program_frees_nothing_and_keeps_output_and_exit_code() -> None:
    last = "Last = type('Last', (), {'__del__': lambda self: print('freed')}); sys.last = Last()"
    found = _ended(last, "get", str(SAMPLE), "Settings!A3")
    assert (found.returncode, found.stdout, found.stderr) == (
        0,
        _ended("1", "get", str(SAMPLE), "Settings!A3").stdout,
        "",
    )
    assert found.stdout
    failed = _ended("1", "get", "no such file.xlsx", "A1")
    assert (failed.returncode, failed.stdout) == (2, "")
    assert failed.stderr.startswith("ippbook: ")


def test_what_a_module_wants_to_do_at_the_end_is_done_once() -> None:
    asked = "import atexit; atexit.register(print, 'at the end')"
    assert _ended(asked, "--version").stdout.splitlines() == [f"ippbook {__version__}", "at the end"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process does not say how many threads it has")
def test_numpy_starts_no_threads_unless_the_user_says_how_many() -> None:
    code = "import os, sys; from ippbook.cli import main; main(); print('|', 'numpy' in sys.modules, len(os.listdir('/proc/self/task')))"
    words = [sys.executable, "-c", code, "get", str(SAMPLE), "Settings!A3"]
    cores = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}

    def seen(**said: str) -> str:
        done = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60, env=cores | said)
        return done.stdout.split("|")[1].strip()

    assert seen() == "True 1"
    if len(os.sched_getaffinity(0)) > 1:
        assert seen(OPENBLAS_NUM_THREADS="2") == "True 2"


def test_the_program_waits_for_a_thread_that_still_works() -> None:
    works = "import threading, time; threading.Thread(target=lambda: (time.sleep(0.3), print('done'))).start()"
    assert _ended(works, "--version").stdout.splitlines() == [f"ippbook {__version__}", "done"]
