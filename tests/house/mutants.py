"""Plants small errors in the source, one at a time, and lists those that no test sees.

`make mutants`, or `python tests/house/mutants.py [--amount 60] [--seed 1] [--room ooxml] [--tree FOLDER]`. The errors are drawn by a fixed
seed: a comparison that takes its boundary or does not, a sign, a number that is one too large, a weight, an `and` for an `or`. Each is
planted in a copy of the tree, and the tests of its room run until the first failure. Needs `os.fork`: not for Windows.
"""

import argparse
import ast
import contextlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]

ROOMS = {
    "goodfaith": ("src/ippbook/goodfaith", ("tests/goodfaith",)),
    "rules": ("src/ippbook/rules", ("tests/rules",)),
    "offices": ("src/ippbook/catalog/offices", ("tests/catalog/offices",)),
    "ooxml": ("src/ippbook/ooxml", ("tests/ooxml",)),
    "tables": ("src/ippbook/tables", ("tests/tables", "tests/deadlines", "tests/declare", "tests/pipeline")),
}
"""Room -> its source and its tests, the quick ones first."""

EQUIVALENT: dict[tuple[str, str, str], str] = {
    (
        "src/ippbook/tables/read_column.py",
        "if kind is Kind.TEXT and not lines and untouched(typed.tolist()):",
        "not  → ",
    ): "a short cut only: texts that are clean already are read as they are either way",
    (
        "src/ippbook/ooxml/read/strings.py",
        "if between and not between.isspace():",
        "and → or",
    ): "the quick look gives up, and the slow one reads the same texts",
}
"""(file, line of source, what became of it) -> why no test can see it."""

SECONDS = 600

COMPARISONS = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
}
SIGNS = {ast.Add: ("+", "-"), ast.Sub: ("-", "+")}
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Mutant(NamedTuple):
    """One small error: the text between two offsets of a file, and what replaces it."""

    file: str
    start: int
    end: int
    new: str
    kind: str

    def planted(self, source: str) -> str:
        return source[: self.start] + self.new + source[self.end :]

    def shown(self, source: str) -> tuple[str, str, str]:
        """File, the line as it is, and the change in it."""
        first = source.rfind("\n", 0, self.start) + 1
        last = source.find("\n", self.end)
        return self.file, source[first:last].strip(), f"{source[self.start : self.end]} → {self.new}"


class SourceText:
    """A source, and where its syntax stands in it."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self._lines = text.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def _offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode())

    def start(self, node: ast.expr) -> int:
        return self._offset(node.lineno, node.col_offset)

    def end(self, node: ast.expr) -> int:
        return self._offset(node.end_lineno or 0, node.end_col_offset or 0)

    def whole(self, node: ast.expr, new: str, kind: str) -> Mutant:
        """The error that replaces an expression."""
        return Mutant(self.file, self.start(node), self.end(node), new, kind)

    def between(self, left: ast.expr, right: ast.expr, old: str, new: str, kind: str) -> Iterator[Mutant]:
        """The error that replaces the operator between two expressions."""
        at = self.text.find(old, self.end(left), self.start(right))
        if at >= 0:
            yield Mutant(self.file, at, at + len(old), new, kind)


def mutants(file: str, source: str) -> Iterator[Mutant]:
    """Every small error that can be planted in a source."""
    text, tree = SourceText(file, source), ast.parse(source)
    skipped = {id(part) for node in ast.walk(tree) for part in _of_no_matter(node)}
    for node in ast.walk(tree):
        if id(node) not in skipped:
            yield from _operators(text, node)
            yield from _values(text, node)


def _operators(text: SourceText, node: ast.AST) -> Iterator[Mutant]:
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]) if type(operator) in COMPARISONS:
            yield from text.between(left, right, *COMPARISONS[type(operator)], "comparison")
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in SIGNS:
            if not (_is_text(left) or _is_text(right)):
                yield from text.between(left, right, *SIGNS[type(operator)], "sign")
        case ast.BoolOp(op=operator, values=[left, right, *_]):
            words = ("and", "or") if isinstance(operator, ast.And) else ("or", "and")
            yield from text.between(left, right, *words, "boolean")


def _values(text: SourceText, node: ast.AST) -> Iterator[Mutant]:
    match node:
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield Mutant(text.file, text.start(node), text.start(operand), "", "boolean")
        case ast.Constant(value=bool()):
            return
        case ast.Constant(value=float() as value):
            yield text.whole(node, repr(value * 1.25 + 0.125), "weight")
        case ast.Constant(value=int() as value):
            yield text.whole(node, str(value + 1), "off by one")
        case ast.Call(func=ast.Name(id=name) as called) if name in CALLS:
            yield text.whole(called, CALLS[name], "boundary")


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))


def _of_no_matter(node: ast.AST) -> Iterator[ast.AST]:
    """Annotations, formatting widths and loops' `strict=`: an error there is none of these kinds."""
    match node:
        case ast.AnnAssign(annotation=annotation):
            yield from ast.walk(annotation)
        case ast.arg(annotation=ast.expr() as annotation):
            yield from ast.walk(annotation)
        case ast.FunctionDef(returns=ast.expr() as returns):
            yield from ast.walk(returns)
        case ast.FormattedValue(format_spec=ast.expr() as spec):
            yield from ast.walk(spec)


def drawn(
    tree: Path, rooms: dict[str, tuple[str, tuple[str, ...]]], amount: int, seed: int
) -> list[tuple[str, Mutant]]:
    """As many errors of each room, and in it of each kind, as the amount allows."""
    chosen: list[tuple[str, Mutant]] = []
    for place, (room, (folder, _tests)) in enumerate(rooms.items()):
        luck = random.Random(f"{seed} {room}")
        by_kind: dict[str, list[Mutant]] = {}
        for path in sorted((tree / folder).rglob("*.py")):
            name = path.relative_to(tree).as_posix()
            for each in mutants(name, path.read_text(encoding="utf-8")):
                by_kind.setdefault(each.kind, []).append(each)
        share = amount // len(rooms) + (place < amount % len(rooms))
        kinds = sorted(by_kind)
        while share and kinds:
            for kind in list(kinds):
                if not share:
                    break
                chosen.append((room, by_kind[kind].pop(luck.randrange(len(by_kind[kind])))))
                share -= 1
                if not by_kind[kind]:
                    kinds.remove(kind)
    return chosen


def survives(copy: Path, source: str, tests: tuple[str, ...], marks: str) -> bool:
    """Whether the tests pass in the copy with an error in it."""
    child = os.fork()
    if child == 0:
        code = 1
        with contextlib.suppress(BaseException):
            signal.alarm(SECONDS)
            os.chdir(copy)
            sys.path[:0] = [str(copy / "src")]
            with Path(os.devnull).open("w") as nowhere:
                os.dup2(nowhere.fileno(), 1)
                os.dup2(nowhere.fileno(), 2)
            import pytest

            folders = [each for each in (source, *tests) if (copy / each).exists()]
            options = ["-x", "-q", "-p", "no:cacheprovider", "-m", marks, "--basetemp", str(copy.parent / "tests")]
            code = int(pytest.main([*options, *folders]))
        os._exit(min(code, 1))
    _, status = os.waitpid(child, 0)
    return status == 0


def _left_behind(at_the_top: bool, names: list[str]) -> set[str]:
    made = {".git", ".venv", "build", "dist"} if at_the_top else set()
    return {name for name in names if name in made or name == "__pycache__" or name.endswith("_cache")}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--amount", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--room", action="append", choices=ROOMS, help="only these rooms")
    parser.add_argument("--tree", type=Path, default=ROOT, help="the tree to try; this one by default")
    parser.add_argument(
        "--old-paths", action="store_true", help="offices as a room of its own, as before the house moved"
    )
    options = parser.parse_args()
    rooms = {name: ROOMS[name] for name in options.room or ROOMS}
    marks = "not hosts" if options.old_paths else "not hosts and not deep"
    if options.old_paths:
        rooms |= {"offices": ("src/ippbook/offices", ("tests/offices",))} if "offices" in rooms else {}
    sys.dont_write_bytecode = False  # the next error finds all modules but its own compiled
    import lxml.etree  # noqa: F401  # loaded once, before the forks
    import openpyxl  # noqa: F401
    import pandas as pd  # noqa: F401
    import pydantic  # noqa: F401
    import pytest  # noqa: F401

    survivors = []
    chosen = drawn(options.tree, rooms, options.amount, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "tree"
        shutil.copytree(
            options.tree, copy, ignore=lambda folder, names: _left_behind(Path(folder) == options.tree, names)
        )
        for room, (source, tests) in rooms.items():
            if not survives(copy, source, tests, marks):
                sys.exit(f"The tests of {room} fail without any error planted; no mutant says anything.")
        for number, (room, mutant) in enumerate(chosen, start=1):
            path = copy / mutant.file
            source = path.read_text(encoding="utf-8")
            path.write_text(mutant.planted(source), encoding="utf-8")
            began = time.monotonic()
            alive = survives(copy, *rooms[room], marks)
            path.write_text(source, encoding="utf-8")
            shown = mutant.shown(source)
            reason = EQUIVALENT.get(shown, "")
            verdict = "killed" if not alive else f"equivalent: {reason}" if reason else "SURVIVES"
            survivors += [shown] if alive and not reason else []
            line = source.count("\n", 0, mutant.start) + 1
            sys.stdout.write(
                f"{number:3}/{len(chosen)} {time.monotonic() - began:4.0f} s  {verdict:9} {mutant.kind:10} {mutant.file}:{line}: {shown[2]}    {shown[1]}\n"
            )
            sys.stdout.flush()
    sys.stdout.write(f"{len(survivors)} of {len(chosen)} survive\n")
    return bool(survivors)


if __name__ == "__main__":
    sys.exit(main())
