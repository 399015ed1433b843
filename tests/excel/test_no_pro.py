"""Only the free part of xlwings is used. A plain `import xlwings` leaves `xlwings.pro.utils` among the modules, so the sources are read."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAID = ("pro", "server", "reports")
FORBIDDEN = re.compile(rf"xlwings\.(?:{'|'.join(PAID)})\b")
SETTINGS = re.compile(r"LICENSE_KEY|XLWINGS_ON_SERVER")
LOOKING = {
    "src/ippbook/workbook_builder/vba/xlwings_vba.py": "looks for them in xlwings' VBA, to cut them out",
    "src/ippbook/installer/doctor/checks/python.py": "warns of a key in the user's settings",
    "src/ippbook/installer/doctor/checks/computer.py": "warns of a key in the environment",
    "src/ippbook/cli/run.py": "takes a variable away while xlwings is imported, so that it starts as a library",
    "src/ippbook/installer/doctor/checks/workbook_content.py": "warns of a key in a workbook",
}
"""The sources that name them because they look for them."""


def sources():
    return sorted(path for folder in ("src", "benchmarks", "macros") for path in (ROOT / folder).rglob("*.py"))


def called(tree):
    """What a source calls xlwings and its parts: its own name -> the true one."""
    names = {"xlwings": "xlwings"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {each.asname: each.name for each in node.names if each.asname and each.name.startswith("xlwings")}
    return names


def named(tree):
    """Every module that a source imports or names: by dots, by an alias, by getattr, or in a text, also one that is run as code."""
    names = called(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or ''}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute):
            first, _, rest = ast.unparse(node).partition(".")
            yield f"{names.get(first, first)}.{rest}"
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr" and len(node.args) > 1:
            first = ast.unparse(node.args[0])
            yield f"{names.get(first, first)}.{ast.unparse(node.args[1]).strip(chr(39))}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield re.sub(r"from xlwings import (\w+)", r"xlwings.\1", node.value)


def forbidden(source):
    return [name for name in named(ast.parse(source)) if FORBIDDEN.search(name)]


def settings(source):
    """Every text, and every name by which something is handed over, that is a setting of the paid part."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SETTINGS.search(node.value):
            yield node.value
        elif isinstance(node, ast.keyword) and node.arg and SETTINGS.search(node.arg):
            yield node.arg


def reading(source):
    """Every call that opens a book in the paid read mode, or out of JSON."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Book":
            if {"mode", "json"} & {keyword.arg for keyword in node.keywords}:
                yield node.lineno
            # its second place is another thing, but "r" there was meant as a mode
            if any(isinstance(each, ast.Constant) and each.value == "r" for each in node.args):
                yield node.lineno


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_source_names_the_paid_part_of_xlwings_or_its_settings_but_to_look_for_them(path):
    source = path.read_text(encoding="utf-8")
    found = [*forbidden(source), *settings(source), *reading(source)]
    assert bool(found) == (path.relative_to(ROOT).as_posix() in LOOKING), found


@pytest.mark.parametrize("name", LOOKING)
def test_those_that_look_for_it_import_none_of_it_and_set_nothing(name):
    tree = ast.parse((ROOT / name).read_text(encoding="utf-8"))
    modules = [
        each
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for each in named(ast.Module([node], []))
    ]
    assert not any(FORBIDDEN.search(each) for each in modules)
    if "os" in modules:  # then each variable that it sets is one that it took away before, with the value of then
        taken = {
            (ast.unparse(node.targets[0]), ast.unparse(node.value.args[0]))
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Call)
            and ast.unparse(node.value.func) == "os.environ.pop"
        }
        given = {
            (ast.unparse(node.value), ast.unparse(target.slice))
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Subscript)
        }
        used = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
        assert taken == given != set()
        assert {each for each in used if each.startswith("os.")} == {"os.environ", "os.environ.pop"}


@pytest.mark.parametrize(
    "source",
    [
        "import xlwings.pro",
        "from xlwings import server",
        "from xlwings import pro as p",
        "from xlwings.reports import render",
        "import xlwings as xw\nxw.pro.x()",
        "import xlwings as xl\nxl.pro.x()",
        "import xlwings\ngetattr(xlwings, 'pro')",
        "import importlib\nimportlib.import_module('xlwings.pro.utils')",
        "import importlib\nimportlib.import_module(name='xlwings.pro')",
        "__import__('xlwings.pro')",
        "exec('import xlwings.pro')",
        "exec('from xlwings import server')",
    ],
)
def test_a_source_that_names_it_would_be_found(source):
    assert forbidden(source)


@pytest.mark.parametrize(
    "source",
    [
        "os.environ['LICENSE_KEY'] = 'x'",
        "os.environ |= {'XLWINGS_ON_SERVER': 'true'}",
        "os.environ.update(XLWINGS_LICENSE_KEY='x')",
        "run(x, env={'XLWINGS_ON_SERVER': 'true'})",
        "putenv('XLWINGS_LICENSE_KEY', 'x')",
    ],
)
def test_a_source_that_sets_one_would_be_found(source):
    assert list(settings(source))


@pytest.mark.parametrize("source", ["xw.Book('a.xlsx', mode='r')", "xlwings.Book(json={})", "Book('a.xlsx', 'r')"])
def test_a_source_that_opens_a_book_in_the_paid_read_mode_would_be_found(source):
    assert list(reading(source))


def test_xlwings_runs_without_its_paid_part():
    xlwings = pytest.importorskip("xlwings", reason="xlwings is not installed")
    assert xlwings.__pro__ is False
    assert xlwings.__version__ == "0.37.8", "its VBA module and its DLL carry the same number"
