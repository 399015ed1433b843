"""Only the free part of xlwings is used. A plain `import xlwings` leaves `xlwings.pro.utils` among the modules, so the sources are read."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FORBIDDEN = ("xlwings.pro", "xlwings.server", "xlwings.reports")
SETTINGS = ("XLWINGS_LICENSE_KEY", "XLWINGS_ON_SERVER", "LICENSE_KEY")


def sources():
    return sorted(path for folder in ("src", "benchmarks", "macros") for path in (ROOT / folder).rglob("*.py"))


def imported(tree):
    """Every module that a source imports or names by dots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield ast.unparse(node).replace("xw.", "xlwings.", 1)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)  # import_module("xlwings.pro")


def forbidden(source):
    return [name for name in imported(ast.parse(source)) if name.startswith(FORBIDDEN)]


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_source_names_the_paid_part_of_xlwings(path):
    assert forbidden(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import xlwings.pro",
        "from xlwings import server",
        "from xlwings.reports import render",
        "import xlwings as xw\nxw.pro.x()",
        "import importlib\nimportlib.import_module('xlwings.pro.utils')",
    ],
)
def test_a_source_that_names_it_would_be_found(source):
    assert forbidden(source)


def written_names(tree):
    """Every constant that a source writes under: `x["name"] = …`, `run(env={"name": …})`, `putenv("name", …)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and isinstance(node.slice, ast.Constant):
            yield node.slice.value
        elif isinstance(node, ast.Call):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            handed = (part for value in given for part in ast.walk(value) if isinstance(part, ast.Dict))
            yield from (key.value for part in handed for key in part.keys if isinstance(key, ast.Constant))
            if len(node.args) > 1 and isinstance(node.args[0], ast.Constant):
                yield node.args[0].value


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_source_sets_a_licence_key_or_the_server_mode(path):
    assert not set(SETTINGS) & set(written_names(ast.parse(path.read_text(encoding="utf-8"))))


@pytest.mark.parametrize(
    "source",
    [
        "os.environ['LICENSE_KEY'] = 'x'",
        "run(x, env={'XLWINGS_ON_SERVER': 'true'})",
        "putenv('XLWINGS_LICENSE_KEY', 'x')",
    ],
)
def test_a_source_that_sets_one_would_be_found(source):
    assert set(SETTINGS) & set(written_names(ast.parse(source)))


def test_no_source_opens_a_book_in_the_paid_read_mode():
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Book"):
                assert not {"mode", "json"} & {keyword.arg for keyword in node.keywords}, f"{path}, line {node.lineno}"


def test_xlwings_runs_without_its_paid_part():
    xlwings = pytest.importorskip("xlwings", reason="xlwings is not installed")
    assert xlwings.__pro__ is False
    assert xlwings.__version__ == "0.37.8", "its VBA module and its DLL carry the same number"
