"""The help of every command: grouped, with examples that work, in 80 columns. A slip is answered with what was probably meant."""

import re
import shlex
import shutil

import pytest
import typer.main

from ippbook import cli
from ippbook.cli.command_words import take_language
from ippbook.cli.commands import COMMANDS, EXAMPLES
from ippbook.cli.parser import app


def commands():
    """Each command by its words: ("check",), ("excel", "status")."""
    group = typer.main.get_command(app)
    for name in COMMANDS:
        command = group.commands.get(name)
        inner = getattr(command, "commands", None)
        for each, found in inner.items() if inner else ():
            yield (name, each), found
        if not inner:
            yield (name,), command


ALL = dict(commands())


def examples(command):
    return re.findall(r"^ +(ippbook .*?)(?:  +# .*)?$", command.help.partition(EXAMPLES)[2], re.MULTILINE)


EVERY_EXAMPLE = [(words, line) for words, command in ALL.items() for line in examples(command)]


def test_the_help_has_the_commands_under_their_headings(capsys):
    assert cli.main(["--help"]) == 0
    out = capsys.readouterr().out
    sections = {block.split(":\n")[0]: block for block in out.split("\n\n")}
    for name, (_, line, heading) in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(line)}$", sections[heading], re.MULTILINE)


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_the_help_of_a_command_has_one_to_three_examples_and_fits_80_columns(words, capsys):
    assert 1 <= len(examples(ALL[words])) <= 3
    assert cli.main([*words, "-h"]) == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) <= 80
    assert out.index("Examples:") < out.index("Options:")


@pytest.mark.parametrize(("words", "line"), EVERY_EXAMPLE, ids=[line for _, line in EVERY_EXAMPLE])
def test_an_example_has_options_and_arguments_that_the_command_knows(words, line):
    typed, _ = take_language(shlex.split(line)[1:])  # an option of every command, read before the parser
    assert tuple(typed[: len(words)]) == words
    ALL[words].make_context(" ".join(words), typed[len(words) :])  # raises what a person would read


@pytest.fixture
def team(tmp_path, monkeypatch, small_path, request):
    """A folder as in the examples: the workbook of a team, one from last week, one of its own, an export, a macro."""
    monkeypatch.chdir(tmp_path)
    for name in (
        *(["team.xlsx"] if "new" not in request.node.name.split("[")[1].split() else ()),
        "old.xlsx",
        "own.xlsx",
        "workbooks/milan.xlsx",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        shutil.copy(small_path, path)
    (tmp_path / "export.csv").write_text("URL,Title\nhttps://item.taobao.com/item.htm?id=987654321000,Lamp\n")
    (tmp_path / "team_macros.py").write_text(
        'import xlwings as xw\n\n\n@xw.script\ndef tidy(book: xw.Book):\n    book.sheets["Listings"]["D2"].value = "tidied"\n'
    )
    return tmp_path


NEEDS_EXCEL = (
    "excel install",
    "excel uninstall",
    "excel status",
    "libreoffice install",
    "libreoffice uninstall",
    "libreoffice status",
)


@pytest.mark.deep
@pytest.mark.slow("runs every command")
@pytest.mark.parametrize(("words", "line"), EVERY_EXAMPLE, ids=[line for _, line in EVERY_EXAMPLE])
def test_an_example_does_what_it_says(words, line, team, ippbook, monkeypatch):
    if " ".join(words) in NEEDS_EXCEL:
        pytest.skip("changes the Excel of this computer; tests/installer runs it on a simulated one")
    monkeypatch.syspath_prepend(str(team))
    end = ["--once", "--settle", "0"] if words == ("watch",) else []  # it works until Ctrl-C
    ran = ippbook(*shlex.split(line)[1:], *end)
    assert ran.code in {0, 1}, ran.err
    assert (ran.out + ran.err).strip()
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chek team.xlsx", "'check'"),
        ("check team.xlsx --fromat json", "--format?"),
        ("check team.xlsx --fail-on eror", "'error'?"),
        ("check team.xlsx --format jsn", "'json'?"),
        ("check team.xlsx --format SARIF", "'sarif'?"),
        ("recalc team.xlsx --engine libreofice", "'libreoffice'?"),
        ("excel instal", "'install'"),
    ],
)
def test_a_slip_is_answered_with_what_was_probably_meant(typed, meant, ippbook):
    ran = ippbook(*typed.split())
    assert ran.code == 2
    assert "id you mean" in ran.err
    assert meant in ran.err
    assert "Value error" not in ran.err


@pytest.mark.parametrize("typed", ["check team.xlsx --frobnicate", "check team.xlsx --fail-on banana"])
def test_what_is_like_no_name_gets_no_guess(typed, ippbook):
    ran = ippbook(*typed.split())
    assert ran.code == 2
    assert "mean" not in ran.err
