"""The shape of the source: no circular imports, one meaning per public name, short files, known types.

Each test lists what breaks the rule.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"
PACKAGE = SOURCE / "ippbook"


@cache
def modules() -> dict[str, ast.Module]:
    """Dotted name -> parsed source of every module."""
    return {_dotted(path): ast.parse(path.read_text(encoding="utf-8")) for path in sources()}


def sources() -> list[Path]:
    """The file of every module."""
    return sorted(PACKAGE.rglob("*.py"))


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")


def room(module: str) -> str:
    """The second part of a dotted name: `ippbook.rules.rights` is in the room `rules`."""
    return module.split(".")[1] if "." in module else ""


# ---- circles

RING_OF_XLWINGS = frozenset(
    f"ippbook.headless.{name}" for name in ("apps", "books", "names", "ranges", "sheets", "table_reference", "tables")
)
"""xlwings' object model: an app has books, a book has sheets and an app, a sheet has ranges and a book."""


def imported(module: str, tree: ast.Module) -> set[str]:
    """The modules of the package that a module imports anywhere: at its top, in a function, for types only."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                submodule = f"{node.module}.{each.name}"
                found.add(submodule if submodule in modules() else node.module)
    return {name for name in found if name in modules()} - {module}


def circles(imports: dict[str, set[str]]) -> list[list[str]]:
    """The groups of modules that import one another, directly or through others."""

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        waiting = [start]
        while waiting:
            for each in imports[waiting.pop()] - found:
                found.add(each)
                waiting.append(each)
        return found

    reach = {name: reached(name) for name in imports}
    groups = {
        tuple(sorted(other for other in reach[name] if name in reach[other])) for name in imports if name in reach[name]
    }
    return [list(group) for group in sorted(groups)]


def test_no_modules_import_one_another_in_a_circle() -> None:
    found = circles({name: imported(name, tree) for name, tree in modules().items()})
    assert [group for group in found if not set(group) <= RING_OF_XLWINGS] == []


def test_a_circle_would_be_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [["b", "c"]]
    assert circles({"a": {"b"}, "b": set()}) == []


# ---- names

FACES = ("ippbook.cli", "ippbook.buttons", "ippbook.computed", "ippbook.functions", "ippbook.api")
"""Rooms that show one thing in several places: a function or a column there has the name of the function that it calls."""
OLD_PATHS = "ippbook.faces"
"""Modules that only forward old workbooks to the new ones."""


def public_names(tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Each public name that a module defines at its top, and whether it is a function."""
    for node in tree.body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name, True
            case ast.ClassDef():
                yield node.name, False
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name, False
            case ast.Assign():
                yield from ((each.id, False) for each in node.targets if isinstance(each, ast.Name))


def double_names() -> dict[str, list[str]]:
    """Public name -> the modules that give it different meanings."""
    functions: defaultdict[str, set[str]] = defaultdict(set)
    things: defaultdict[str, set[str]] = defaultdict(set)
    for module, tree in modules().items():
        if not module.startswith(OLD_PATHS):
            for name, is_function in public_names(tree):
                if not name.startswith("_"):
                    (functions if is_function or module.startswith(FACES) else things)[name].add(module)
    found = {}
    for name in functions.keys() | things.keys():
        behind_faces = {each for each in functions[name] if not each.startswith(FACES)}
        if len(things[name]) > 1 or (things[name] and functions[name]) or len(behind_faces) > 1:
            found[name] = sorted(things[name] | functions[name])
    return found


def test_one_public_name_means_one_thing() -> None:
    assert double_names() == {}


VAGUE = frozenset({"util", "utils", "helper", "helpers", "base", "manager", "common", "misc"})


def test_no_module_is_named_for_nothing() -> None:
    assert [name for name in modules() if VAGUE & set(name.split(".")[-1].split("_"))] == []


# ---- size

MOST_LINES = 400
MOST_LINES_OF_A_FUNCTION = 60


def test_no_file_is_long() -> None:
    lengths = {
        path.relative_to(SOURCE).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def long_functions() -> dict[str, int]:
    """Function -> its lines without its docstring, where they are too many."""
    found = {}
    for module, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if ast.get_docstring(node) is not None:
                    text = node.body[0]
                    lines -= (text.end_lineno or text.lineno) - text.lineno + 1
                if lines > MOST_LINES_OF_A_FUNCTION:
                    found[f"{module}.{node.name}"] = lines
    return found


def test_no_function_is_long() -> None:
    assert long_functions() == {}


# ---- types

MOST_ANY = {
    "api": 1,
    "cli": 1,
    "docsgen": 1,
    "formulas": 3,
    "functions": 3,
    "goodfaith": 14,
    "ooxml": 1,
    "rules": 2,
    "sellers": 2,
    "tables": 18,
    "workbook_builder": 1,
}
"""Room -> how many parameters and results are annotated with `Any`. A number here may only fall."""


@cache
def any_by_room() -> dict[str, list[str]]:
    """Room -> every parameter and result whose annotation names `Any`."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for module, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                arguments = node.args
                every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
                every += [each for each in (arguments.vararg, arguments.kwarg) if each]
                annotations = [(each.arg, each.annotation) for each in every] + [("return", node.returns)]
                found[room(module)] += [
                    f"{module}.{node.name}: {name}"
                    for name, annotation in annotations
                    if annotation is not None and _names_any(annotation)
                ]
    return found


def _names_any(annotation: ast.expr) -> bool:
    return any(
        (isinstance(node, ast.Name) and node.id == "Any") or (isinstance(node, ast.Attribute) and node.attr == "Any")
        for node in ast.walk(annotation)
    )


@pytest.mark.parametrize("name", sorted({room(_dotted(path)) for path in sources()}))
def test_parameters_and_results_without_a_type_do_not_become_more(name: str) -> None:
    found = any_by_room().get(name, [])
    most = MOST_ANY.get(name, 0)
    assert len(found) <= most, "\n".join(["give these a type, or an alias of the room:", *found])
