"""The main.py that a workbook carries: readable, complete, and it answers as the registry does."""

import ast
import datetime as dt
import json
import re
import subprocess
import sys
import tempfile
import types
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from ippbook.buttons import buttons
from ippbook.declare import registry
from ippbook.declare.udf_wrapper import note
from ippbook.excel.lite import embed, extension, main_file, payload, program, requirements

pytestmark = pytest.mark.deep

ROOT = Path(__file__).parents[3]
ADDRESS = "https://files.example.com/ippbook-0.1.0-py3-none-any.whl"


@pytest.fixture
def main(recorded, tmp_path, monkeypatch):  # noqa: ARG001  # a fixture that is there for what it does
    """main.py, run over decorators that remember, with the package from its own archive."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    module = types.ModuleType("main")
    exec(compile(program.source(), "main.py", "exec"), module.__dict__)  # noqa: S102  # as the add-in runs it
    for name in [name for name in sys.modules if name.split(".")[0] == "ippbook"]:
        del sys.modules[name]  # so that what answers can only be what was unpacked
    return module


def test_every_worksheet_function_stands_there_under_its_own_name_and_no_other(main):
    declared = {name for name, value in vars(main).items() if getattr(value, "is_func", False)}
    assert declared == set(registry().functions)


def test_every_argument_has_its_name_its_place_and_its_note(main):
    for name, function in registry().functions.items():
        found = getattr(main, name)
        code = found.__code__
        assert code.co_varnames[: code.co_argcount] == tuple(p.name for p in function.parameters)
        assert len(found.__defaults__ or ()) == len(function.parameters) - function.required
        assert {key: value["doc"] for key, value in found.args.items()} == {
            p.name: note(p.note) for p in function.parameters
        }
        assert all(value["ndim"] == 2 for value in found.args.values())


def test_every_function_says_what_it_is_for(main):
    for name, function in registry().functions.items():
        assert getattr(main, name).__doc__ == note(function.page.summary)


def test_functions_stand_under_their_categories():
    headings = re.findall(r"^# ---- (.*)$", program.source(ADDRESS), re.MULTILINE)
    assert headings[:-1] == sorted({function.category for function in registry().functions.values()})
    assert headings[-1] == "Buttons"


def test_every_button_that_needs_no_files_and_no_journal_is_there_and_no_other(main):
    scripts = {value.script_name for value in vars(main).values() if hasattr(value, "script_name")}
    files = {"pack", "import_listings", "import_outcomes", "undo"}
    assert files <= {button.name for button in buttons()}
    assert scripts == {button.label for button in buttons() if button.name not in files}


def test_what_answers_is_the_package_out_of_the_archive(main):
    assert main.IPP_PLATFORM([["https://detail.tmall.com/item.htm?id=520813250866"]]) == "tmall"
    place = Path(sys.modules["ippbook"].__file__)
    assert not place.is_relative_to(ROOT)
    assert re.fullmatch(r"ippbook-[0-9a-f]{16}", place.parents[1].name)


def test_a_column_gives_a_column_and_a_row_a_row(main):
    links = ["https://item.taobao.com/item.htm?id=520813250866", "https://example.com", None]
    assert main.IPP_ITEM_ID([[link] for link in links]) == [["520813250866"], [""], [""]]
    assert main.IPP_ITEM_ID([links]) == [["520813250866", "", ""]]


def test_days_come_as_serial_numbers_and_go_as_days(main):
    # 2026-02-13 is serial number 46066; the Saturday after it makes up for a bridge day
    after = dt.datetime(2026, 2, 14)  # noqa: DTZ001  # cells have no time zone
    assert main.IPP_WORKDAY([[46066.0]], [[1.0]]) == after
    assert main.IPP_WORKDAY([[46066]], [[1]]) == after  # a whole number of JavaScript is an int in Python


def test_what_cannot_be_read_is_a_text_and_raises_nothing(main):
    assert main.IPP_WORKDAY([["soon"]], [[1.0]]).startswith("#IPP! ")
    assert main.IPP_NUMBER([["#N/A"]], [["trademark"]], [["CN"]]) == "#N/A"


def test_an_argument_that_is_left_out_is_left_out(main):
    assert main.IPP_REPLY_DUE([[46066.0]]) == main.IPP_REPLY_DUE([[46066.0]], [[3.0]])


def test_every_example_of_the_reference_is_answered_as_it_says(main):
    """One value in, one value out: what docs/functions.md shows, through the code in the workbook."""
    count = 0
    for name, function in registry().functions.items():
        for call, answer in re.findall(r"^=(\w+\(.*\)) -> ?(.*)$", function.page.section("Examples"), re.MULTILINE):
            try:
                values = [ast.literal_eval(node) for node in ast.parse(call, mode="eval").body.args]
            except (SyntaxError, ValueError):
                continue  # a formula that says more than literals
            found = getattr(main, name)(*[[[float(v) if isinstance(v, int) else v]] for v in values])
            if isinstance(found, dt.datetime):
                found = found.date().isoformat()
            expected = answer.strip()
            assert str(found) == expected or float(found) == float(expected), call
            count += 1
    assert count > 20


def test_a_package_that_is_missing_is_named_in_the_cell(main, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert main.IPP_PLATFORM([["x"]]) == "#IPP! pandas is missing: see requirements.txt, then restart xlwings Lite"


@pytest.mark.usefixtures("recorded")
def test_opening_the_workbook_unpacks_nothing(monkeypatch):
    import tarfile

    code = program.source()
    monkeypatch.setattr(tarfile, "open", lambda *_, **__: pytest.fail("unpacked"))
    exec(compile(code, "main.py", "exec"), {})  # noqa: S102  # as the add-in runs it


def test_the_code_is_plain_ascii_and_its_lines_can_be_read():
    code = program.source()
    assert code.isascii()
    assert max(map(len, code.splitlines())) <= 500
    assert code.index("_ARCHIVE = ") > code.index("def _press")  # the packed part is last


def test_the_same_package_gives_the_same_text_in_every_process():
    again = subprocess.run(
        [sys.executable, "-c", "from ippbook.excel.lite import program; print(program.source(), end='')"],
        capture_output=True,
        check=True,
        text=True,
        cwd="/",
    ).stdout
    assert again == program.source()


def test_a_text_in_a_declaration_cannot_become_code():
    evil = '"""\nimport os\nos.system("x")\n"""\\'
    for made in (program._docstring(evil), program._text(evil)):
        (statement,) = ast.parse(made).body
        assert ast.literal_eval(statement.value) == evil


def test_the_code_knows_its_own_letters():
    code = program.source(ADDRESS)
    assert main_file.is_by_ippbook(code)
    changed = code.replace("IPP_PLATFORM", "IPP_MARKET")
    assert main_file.began_as_ippbook(changed)
    assert not main_file.is_by_ippbook(changed)
    assert not main_file.began_as_ippbook("import xlwings as xw\n")


@pytest.mark.parametrize("edit", [lambda code: code.replace("\n", "\r\n"), str.rstrip, lambda code: f"{code}\n\n"])
def test_other_line_ends_are_no_change_by_hand(edit):
    assert main_file.is_by_ippbook(edit(program.source(ADDRESS)))


def test_the_payload_has_no_module_of_another_host():
    files = payload.payload().files
    others = re.compile(r"ippbook/(cli|headless|installer|workbook_builder|docsgen|libreoffice|report|api|faces)\b")
    assert [name for name in files if others.match(name)] == []
    assert {"ippbook/functions/urls.py", "ippbook/catalog/platforms/tmall.toml", "ippbook/excel/udf_answer.py"} <= set(
        files
    )


MOST_FILES = 900
"""806 files on 2026-11-30. The margin is for new rules, functions and texts, not for another room; how much a workbook holds is counted in characters."""
MOST_CHARACTERS = 850_000
"""Of a room of about a million (`embed.LARGEST_SETTINGS`)."""


def test_the_payload_follows_the_imports_and_stays_far_below_the_room_of_a_workbook():
    assert 300 < len(payload.payload().files) <= MOST_FILES
    size = sum(len(name) + len(text) for name, text in program.settings().items())
    assert size <= MOST_CHARACTERS < embed.LARGEST_SETTINGS, f"{size:,} characters"


def test_a_program_without_docstrings_is_the_same_with_every_line_at_its_number():
    source = 'def f():\n    """What it does.\n\n    And how."""\n    return 1\n\n\nA = 2\n"""After a name."""\n'
    assert payload.without_docstrings(source) == "def f():\n    ...\n\n\n    return 1\n\n\nA = 2\n...\n"


def test_the_archive_imports_by_itself_with_nothing_else_of_ours(tmp_path):
    """In a process that cannot see the repository: the registry and the buttons are complete."""
    import base64
    import io
    import tarfile

    packed = io.BytesIO(base64.b64decode(payload.payload().text()))
    with tarfile.open(fileobj=packed, mode="r:bz2") as tar:
        tar.extraction_filter = getattr(tarfile, "data_filter", None)  # new in Python 3.11.4
        tar.extractall(tmp_path)  # noqa: S202  # our own archive
    code = (
        "import sys, json\n"
        "sys.meta_path[:] = [finder for finder in sys.meta_path if 'editable' not in repr(finder).lower()]\n"
        f"sys.path[:] = [{str(tmp_path)!r}] + [p for p in sys.path if not p.endswith('/src')]\n"
        "import ippbook\n"
        f"assert ippbook.__file__.startswith({str(tmp_path)!r}), ippbook.__file__\n"
        "from ippbook.declare import registry\n"
        "from ippbook.buttons import buttons\n"
        "from ippbook import lite as running\n"
        "r = registry()\n"
        "print(json.dumps([len(r.rules), len(r.columns), len(r.functions), len(r.reports), len(buttons())]))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd="/", check=False)
    assert run.returncode == 0, run.stderr
    own = registry()
    assert json.loads(run.stdout) == [
        len(own.rules), len(own.columns), len(own.functions), len(own.reports), len(buttons()),
    ]  # fmt: skip


def test_requirements_name_xlwings_first_and_pin_what_this_project_pins():
    lines = program.settings()[extension.REQUIREMENTS].splitlines()
    assert lines[0] == "xlwings==0.37.8"
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line)
    for line in lines:
        name, _, version = line.partition("==")
        assert not version or pins[name] == version, line


def test_every_requirement_is_one_that_this_project_declares():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {
        Requirement(line).name for line in [*project["dependencies"], *project["optional-dependencies"]["excel"]]
    }
    assert {Requirement(line).name for line in requirements.LINES.values() if line} <= declared


def test_what_is_imported_without_a_line_is_a_fault_here_and_not_in_somebodys_excel():
    with pytest.raises(LookupError):
        requirements.requirement_lines({"requests"})
