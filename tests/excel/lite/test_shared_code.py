"""A workbook in which the team has code of its own for xlwings Lite: theirs stays letter for letter, ippbook's is put next to it."""

import ast
import types
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.excel.lite import embed, extension, main_file, program, requirements

ROOT = Path(__file__).parents[3]
BLOCK = main_file.generated_block("0.1.0", "import sys\n\n\ndef IPP_X(a):\n    return a\n")
MINE = "import xlwings as xw\nfrom xlwings import func, script\n\n\n@func\ndef hello(name):\n    return name\n"
PACKAGES = "xlwings==0.33.11  # required\nseaborn==0.13  # mine\npandas\n"


@given(st.text(max_size=40), st.text(max_size=40))
def test_what_stood_before_and_after_the_block_comes_back_letter_for_letter(before, after):
    file = main_file.MainFile(before if before.strip() else "", BLOCK, after if after.strip() else "")
    text = main_file.MainFile(before, "", after).with_block(BLOCK)
    found = main_file.split_main(text)
    assert (found.before, found.block, found.after) == (file.before, BLOCK, file.after)
    assert found.with_block(BLOCK) == text
    assert main_file.is_by_ippbook(text)


@given(st.text(max_size=60))
def test_reading_a_main_py_of_anyone_raises_nothing_and_loses_no_letter(code):
    found = main_file.split_main(code)
    assert found.block == "" or main_file.began_as_ippbook(code)
    assert found.block or found.before == code


@given(st.text(alphabet="abc=.<>! #\n\r", max_size=60))
def test_packages_of_the_team_come_back_letter_for_letter(theirs):
    ours = "xlwings==0.37.8\npandas\n"
    shared = requirements.shared_requirements(theirs, ours)
    has_packages = any(line.partition("#")[0].strip() for line in theirs.splitlines())
    assert requirements.own_lines(shared.text, has_ippbook=True) == (theirs if has_packages else "")


def test_a_package_that_the_team_names_is_not_named_twice_and_another_version_is_reported():
    shared = requirements.shared_requirements(PACKAGES, "xlwings==0.37.8\npandas\nnumpy\n")
    entries = [line.partition("#")[0].strip() for line in shared.text.splitlines()]
    assert [line for line in entries if line] == ["xlwings==0.33.11", "seaborn==0.13", "pandas", "numpy"]
    assert shared.kept == ("xlwings==0.33.11 (xlwings==0.37.8)",)


@pytest.mark.parametrize(
    ("theirs", "says"),
    [
        ("def ipp_x(a):\n    return a\n", "ipp_x"),
        ("def _press(a):\n    return a\n", "_press"),
        ("if True:\n    script = 1\n", "script"),
        ("from mine import script\n", "script"),
        ("def broken(:\n", "line 1"),
        ("x = 1\ny = \x00\n", "cannot be read as Python"),
    ],
)
def test_code_that_cannot_stand_next_to_ippbooks_is_refused_with_the_name_or_the_line(theirs, says):
    ours = "from xlwings import script\n\n\ndef IPP_X(a):\n    return a\n\n\ndef _press(a):\n    return a\n"
    with pytest.raises(UserError, match="in xlwings Lite") as refusal:
        main_file.refuse_clashes("team.xlsx", theirs, ours)
    assert says in str(refusal.value)


def test_the_same_import_in_both_is_no_clash():
    main_file.refuse_clashes("team.xlsx", MINE + "\n\ndef f():\n    script = 1\n    return script\n", MINE[:52])


@pytest.fixture
def shared(tmp_path):
    """A workbook of the team with code, packages, another file and an old Pyodide in xlwings Lite; and ippbook's code next to it."""
    theirs = {"main.py": MINE, "requirements.txt": PACKAGES, "mine.py": "x = 1", "pyodideVersion": "0.27.5"}
    path = tmp_path / "team.xlsx"
    original = extension.new_extension(theirs)
    embed.embed(ROOT / "workbook" / "ippbook.xlsx", path)
    return path, theirs, original


@pytest.mark.deep
@pytest.mark.usefixtures("recorded")
def test_theirs_is_kept_ours_is_added_renewed_and_removed_and_each_time_reported(
    shared, rewritten, settings, ippbook, tmp_path
):
    path, theirs, original = shared
    file = rewritten(path, tmp_path / "theirs.xlsx", {"xl/webextensions/webextension1.xml": original})
    ran = ippbook("lite", file)
    assert ran.code == 0, ran.err
    for words in (
        "own code in main.py is kept (7 lines)",
        "seaborn==0.13",
        "xlwings==0.33.11 (xlwings==0.37.8)",
        "Pyodide 0.27.5",
        "pandas 3",
    ):
        assert words in " ".join(ran.out.split())
    found = settings(file)
    assert {name: found[name] for name in ("mine.py", "pyodideVersion")} == {
        "mine.py": "x = 1",
        "pyodideVersion": "0.27.5",
    }
    assert found["main.py"].startswith(MINE)
    assert program.is_current(found["main.py"])
    module = types.ModuleType("main")
    exec(compile(found["main.py"], "main.py", "exec"), module.__dict__)  # noqa: S102  # as the add-in runs it
    assert set(registry().functions) | {"hello"} == {
        name for name, value in vars(module).items() if getattr(value, "is_func", False)
    }
    once = file.read_bytes()
    assert "nothing changed" in ippbook("lite", file).out
    assert file.read_bytes() == once
    added = found["main.py"] + "\n\ndef later():\n    return 1\n"
    file = rewritten(
        file,
        tmp_path / "later.xlsx",
        {"xl/webextensions/webextension1.xml": extension.new_extension({**found, "main.py": added})},
    )
    assert ippbook("lite", file).code == 0
    assert settings(file)["main.py"] == added
    ran = ippbook("lite", file, "--remove")
    assert ran.code == 0
    assert "are kept" in ran.out
    left = settings(file)
    assert left == {**theirs, "main.py": f"{MINE}\n\ndef later():\n    return 1\n"}
    assert ast.parse(left["main.py"])


@pytest.mark.deep
def test_a_clash_of_names_is_refused_and_the_file_keeps_its_bytes(shared, rewritten, ippbook, tmp_path):
    path, theirs, _ = shared
    part = extension.new_extension({**theirs, "main.py": f"{MINE}\n\ndef Ipp_Platform(link):\n    return link\n"})
    file = rewritten(path, tmp_path / "clash.xlsx", {"xl/webextensions/webextension1.xml": part})
    before = file.read_bytes()
    ran = ippbook("lite", file)
    assert (ran.code, file.read_bytes()) == (2, before)
    assert "Ipp_Platform" in ran.err
