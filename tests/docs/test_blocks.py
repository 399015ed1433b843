"""Every command and every snippet on a page works: it is run, or checked, or the page says why it cannot be."""

import contextlib
import doctest
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tomllib

import pytest
import typer.main
import xlsxwriter
from tests.docs.blocks import BLOCKS, PAGES, ROOT, Block, ippbook_commands

from ippbook.cli.commands import COMMANDS
from ippbook.cli.parser import app
from ippbook.declare import registry

SHELLS = {"console", "sh", "powershell"}
CHECKED = {"python", "yaml", "json", "toml", "gitattributes", *SHELLS}
"""The languages of code. A block of text is not code, and must not have any."""
ELSEWHERE = {
    "docs/api.md": "tests/api/test_page.py",
    "docs/good-faith.md": "tests/goodfaith/test_page.py",
    "docs/diff.md": "tests/cli/test_diff.py",
    "docs/verify.md": "tests/verification",
}
"""Pages whose examples need more than the sample workbook: the test that runs them."""
QUICK = {"explain", "eval", "schema", "rules", "--version"}
"""Commands without a workbook: they are run in every run of the tests."""


def named(blocks):
    return pytest.mark.parametrize("block", blocks, ids=[block.name for block in blocks])


def page_name(block: Block) -> str:
    return block.page.relative_to(ROOT).as_posix()


# ---- what a block is


def test_there_are_blocks_of_every_kind():
    assert {"console", "sh", "python", "yaml"} <= {block.language for block in BLOCKS}
    assert len(BLOCKS) > 100


@named([block for block in BLOCKS if block.language not in CHECKED])
def test_a_block_without_a_language_of_code_has_no_code(block):
    assert block.language in {"", "text"}
    for line in block.code.splitlines():
        assert not re.match(r"(\$ |>>> |ippbook |pip |make |import |from \w+ import )", line), f"{block.name}: {line}"


@named([block for block in BLOCKS if block.reason])
def test_a_block_that_is_not_run_says_why(block):
    assert len(block.reason.split()) >= 4


def test_the_tests_that_run_pages_elsewhere_are_there_and_name_the_page():
    for page, test in ELSEWHERE.items():
        path = ROOT / test
        assert path.exists()
        if path.is_file():
            assert page.rpartition("/")[2] in path.read_text(encoding="utf-8")


# ---- without running


@named([block for block in BLOCKS if block.language in {*SHELLS, "yaml"}])
def test_every_command_on_a_page_has_options_and_arguments_that_ippbook_knows(block):
    group = typer.main.get_command(app)
    code = "\n".join(block.lines()) if block.language in SHELLS else block.code
    code = re.sub(r'(--as-of[= ])"?\$\w+"?', r"\g<1>2026-10-31", code)  # a variable of the script
    for words in ippbook_commands(code):
        parse(group, [word for word in words if word not in {"--debug", "--quiet"}], block)


def parse(group, words, block):
    if words[:1] == ["--timezone"]:
        words = words[2:]
    if not words or words[0] in {"--version", "--help", "-h"}:
        return
    command = group.commands.get(words[0])
    assert command is not None, f"{block.name}: {words[0]}"
    inner = getattr(command, "commands", None)
    if inner:
        parse(command, words[1:], block)
        return
    with contextlib.suppress(SystemExit):
        command.make_context(words[0], list(words[1:]))


@named([block for block in BLOCKS if block.language == "python"])
def test_python_on_a_page_compiles(block):
    code = "\n".join(each.source for each in doctest.DocTestParser().get_examples(block.code)) or block.code
    compile(code, block.name, "exec")


@named([block for block in BLOCKS if block.language in {"json", "toml"}])
def test_data_on_a_page_can_be_read(block):
    {"json": json.loads, "toml": tomllib.loads}[block.language](block.code)


@named([block for block in BLOCKS if block.language == "yaml"])
def test_yaml_on_a_page_has_what_its_reader_asks_for(block):
    yaml = pytest.importorskip("yaml")  # it comes with Dask and with the site
    found = yaml.safe_load(block.code)
    jobs = found.get("jobs", {})
    assert jobs or "repos" in found or any("script" in job for job in found.values())
    for job in jobs.values():
        assert job["runs-on"]
        assert all(set(step) & {"uses", "run"} for step in job["steps"])
    for repository in found.get("repos", ()):
        hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
        assert {hook["id"] for hook in repository["hooks"]} <= {hook["id"] for hook in hooks}


def test_the_rule_of_the_contributors_page_is_a_rule_of_the_house():
    (block,) = [block for block in BLOCKS if page_name(block) == "CONTRIBUTING.md" and block.language == "python"]
    code, name = re.search(r"@rule\(\"(\w+)\".*?def (\w+)\(", block.code, re.DOTALL).groups()
    assert next(rule.name for rule in registry().rules if rule.code == code) == name


def quick(block: Block) -> bool:
    calls = [words for line in block.lines() for words in ippbook_commands(line)]
    return bool(calls) and all(words[0] in QUICK for words in calls)


@named([block for block in BLOCKS if block.language == "console" and quick(block)])
def test_a_command_without_a_workbook_prints_what_the_page_shows(block, ippbook):
    for command, shown in block.console():
        (words,) = ippbook_commands(command)
        ran = ippbook(*words)
        assert_shown(shown, ran.out + ran.err, f"{block.name}: {command}")


def assert_shown(shown: str, printed: str, place: str) -> None:
    """The page may leave out lines and ends of lines: `...`."""
    same = doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS)
    assert same, f"{place}\nthe page shows:\n{shown}\nprinted:\n{printed}"


# ---- whole pages, in a folder of their own


@pytest.fixture
def folder(tmp_path, small_path, request):
    """A folder with the files that pages speak of, and `ippbook` and `python` on the path."""
    place = tmp_path / "page"
    (place / "teams").mkdir(parents=True)
    if request.getfixturevalue("page") not in FROM_NOTHING:
        for name in ("team.xlsx", "a.xlsx", "teams/milan.xlsx", "teams/2026-10.xlsx"):
            shutil.copy(small_path, place / name)
        own_workbook(place / "own.xlsx")
        (place / "list.txt").write_text("a.xlsx\n")
        shutil.copy(ROOT / "workbook" / "ippbook.xlsm", place / "b.xlsm")
    (place / "export.csv").write_text("URL,Title\nhttps://item.taobao.com/item.htm?id=987654321000,Lamp\n")
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, words in (("ippbook", "-m ippbook"), ("python", "")):
        program = programs / name
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" {words} "$@"\n')
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return place


def own_workbook(path):
    """A workbook as a team keeps one: no table, and headers of its own."""
    book = xlsxwriter.Workbook(path)
    for name, headers in (("Offers", ["URL", "Seller", "Note"]), ("Sheet2", ["Address", "Shop", "Note"])):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, headers)
        sheet.write_row(1, 0, ["https://item.taobao.com/item.htm?id=612345678901", "shop", "seen"])
    book.close()


FROM_NOTHING = {"README.md", "docs/analyst.md", "docs/engineer.md"}
"""Pages for newcomers: they begin in a folder without a workbook."""
ENDS_WITH = {0, 1}
"""0: done; 1: done, with findings."""
WHOLE_PAGES = sorted(
    {page_name(block) for block in BLOCKS if block.language in {"console", "sh", "python"}}
    - {*ELSEWHERE, "CONTRIBUTING.md", "CHANGELOG.md"}
)


@pytest.mark.deep
@pytest.mark.slow("runs every command of a page")
@pytest.mark.skipif(os.name != "posix", reason="pages speak to the shells of Linux and macOS")
@pytest.mark.parametrize("page", WHOLE_PAGES)
def test_every_command_of_a_page_prints_what_the_page_shows(page, folder):
    environment = {
        "PATH": f"{folder.parent / 'programs'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{folder}",
        "HOME": str(folder.parent),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_GLOBAL": str(folder.parent / "gitconfig"),
    }
    blocks = [block for block in BLOCKS if page_name(block) == page and not block.reason]
    for block in blocks:
        if block.file:
            (folder / block.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.file).write_text(block.code, encoding="utf-8")
    for block in blocks:
        if block.file:
            continue
        if block.language == "python":
            calls = [([sys.executable, "-c", block.code], "...")]
        elif block.language == "console":
            calls = [(["bash", "-c", command], shown) for command, shown in block.console()]
        else:
            calls = [(["bash", "-c", line], "...") for line in block.lines() if block.language == "sh"]
        for call, shown in calls:
            done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=False)
            place = f"{block.name}: {call[-1]}"
            assert done.returncode in ENDS_WITH, f"{place}\n{done.stdout}{done.stderr}"
            if shown.strip() != "...":
                assert_shown(shown, done.stdout + done.stderr, place)


# ---- the collector itself


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("ippbook check a.xlsx b.xlsm   # files", [["check", "a.xlsx", "b.xlsm"]]),
        ("find x -print0 | ippbook check --files-from -", [["check", "--files-from", "-"]]),
        ("$ ippbook diff -q a b; echo $?", []),
        ("ippbook check - < team.xlsx", [["check", "-"]]),
        (r".venv\Scripts\ippbook goodfaith build\a.xlsx", [["goodfaith", "build/a.xlsx"]]),
        ("pip install ippbook", []),
    ],
)
def test_the_commands_of_a_line_are_found(line, words):
    assert list(ippbook_commands(line)) == words


def test_a_page_that_shows_something_else_is_found():
    assert_shown("taobao\n", "taobao\n", "")
    assert_shown("a\n...\nd\n", "a\nb\nc\nd\n", "")
    with pytest.raises(AssertionError, match="the page shows"):
        assert_shown("tmall\n", "taobao\n", "page:1")


def test_every_command_has_a_page_that_shows_it():
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in COMMANDS if not re.search(rf"ippbook {name}\b|`{name}`", text)] == []
