"""The package itself as text: only what the functions and buttons need, compressed.

A workbook has room for about a million characters of code. So the payload has only the modules that the code in the workbook
reaches by its imports; of rooms that are discovered by walking (functions, rules, columns, ...) it has all modules. The
imports from other packages are what the add-in must install.
"""

import ast
import base64
import bz2
import io
import sys
import tarfile
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from ippbook.quick_dataclasses import dataclass

ROOT: Final = "ippbook.lite"
"""The module that the code in the workbook calls."""
_BY_MODULE: Final = ("ippbook.excel", "ippbook.faces", "ippbook.cli", "ippbook.headless", "ippbook.installer")
"""Rooms of hosts: only the imported modules are included, because the others are for other hosts."""
_FOR_READERS: Final = tuple(
    f"ippbook/{room}/"
    for room in (
        "cases",
        "catalog",
        "deadlines",
        "declare",
        "evidence",
        "excel",
        "formulas",
        "goodfaith",
        "imports",
        "languages",
        "notices",
        "ooxml",
        "pipeline",
        "sellers",
        "tables",
        "today",
        "trends",
    )
)
"""Rooms whose docstrings nothing reads at run time. A declaration's docstring is its page, so those of other rooms stay."""
_LINE: Final = 120


@dataclass(frozen=True)
class Payload:
    """Modules and data of the package by path, and the other packages that they import."""

    files: dict[str, bytes]
    imports: frozenset[str]

    def text(self) -> str:
        """An archive (tar, bz2) in base64, in lines; the same for the same files."""
        made = io.BytesIO()
        with tarfile.open(fileobj=made, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            for name, data in self.files.items():
                entry = tarfile.TarInfo(name)  # without dates and owners, so that the same code gives the same text
                entry.size = len(data)
                tar.addfile(entry, io.BytesIO(data))
        packed = base64.b64encode(bz2.compress(made.getvalue())).decode("ascii")
        return "\n".join(packed[at : at + _LINE] for at in range(0, len(packed), _LINE))


@lru_cache
def payload() -> Payload:
    """What the workbook's code needs of this package, from this installation."""
    home = Path(str(files("ippbook")))
    wanted, seen = [ROOT], dict[str, Path]()
    outside: set[str] = set()
    while wanted:
        path = _file(home, wanted.pop())
        if path is None:
            continue
        name = _name(home, path)
        if name in seen:
            continue
        seen[name] = path
        wanted += [*_parents(name), *_room_mates(home, name)]
        if (
            name == "ippbook"
        ):  # its public names are loaded on first use, and the script in a workbook uses none of them
            wanted.append("ippbook.version")
            continue
        for module in _imports(path.read_text(encoding="utf-8")):
            if module.split(".")[0] == "ippbook":
                wanted.append(module)
            else:
                outside.add(module.split(".")[0])
    found = [*seen.values(), *_data(home, seen)]
    inside = {name: _content(name, path) for path in found for name in (path.relative_to(home.parent).as_posix(),)}
    return Payload(dict(sorted(inside.items())), frozenset(outside - sys.stdlib_module_names))


def _content(name: str, path: Path) -> bytes:
    data = path.read_bytes()
    return (
        without_docstrings(data.decode()).encode() if name.startswith(_FOR_READERS) and name.endswith(".py") else data
    )


def without_docstrings(source: str) -> str:
    """The same program without its docstrings; every other line keeps its number, so that a traceback names the right one."""
    lines = source.split("\n")
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        for text in body if isinstance(body, list) else ():
            match text:
                case ast.Expr(value=ast.Constant(value=str()), lineno=first, end_lineno=int(last), col_offset=indent):
                    lines[first - 1 : last] = [f"{lines[first - 1][:indent]}...", *[""] * (last - first)]
    return "\n".join(lines)


def _file(home: Path, module: str) -> Path | None:
    """The file of *module*; where the name is of something inside a module, the file of that module."""
    parts = module.split(".")[1:]
    while parts:
        place = home.joinpath(*parts)
        for path in (place / "__init__.py", place.with_name(place.name + ".py")):
            if path.is_file():
                return path
        parts.pop()
    return home / "__init__.py"


def _name(home: Path, path: Path) -> str:
    parts = path.relative_to(home.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _parents(name: str) -> list[str]:
    """The packages around a module; they are imported with it."""
    parts = name.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts))]


def _room_mates(home: Path, name: str) -> list[str]:
    """All modules of the room of *name*; none for a room of which only imported modules are included."""
    room = ".".join(name.split(".")[:2])
    place = home.joinpath(*room.split(".")[1:])
    if room in ("ippbook", *_BY_MODULE) or not place.is_dir():
        return []
    return [_name(home, path) for path in place.rglob("*.py")]


def _imports(source: str) -> Iterator[str]:
    """The modules that *source* imports, and the rooms of ippbook that it names in texts, which it walks."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("ippbook."):
            yield node.value


def _data(home: Path, modules: dict[str, Path]) -> list[Path]:
    """The other files next to the modules: facts, texts. Catalogues are too large for the settings of an add-in: Lite speaks English."""
    rooms = {home / name.split(".")[1] for name in modules if name.count(".") and not name.startswith(_BY_MODULE)}
    return [
        path
        for room in sorted(rooms)
        for path in (room.rglob("*") if room.is_dir() else ())
        if path.is_file() and path.suffix not in (".py", ".pyc", ".po", ".mo") and "__pycache__" not in path.parts
    ]
