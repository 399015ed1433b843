"""main.py of a workbook, which the team's own code and ippbook's share: theirs stays as it is, ippbook's is a block after it.

The block begins with a line that has its checksum, and ends with a line of its own. What is before and after it is theirs.
"""

import ast
import hashlib
from collections.abc import Iterator
from typing import Final

from ippbook.errors import UserError
from ippbook.languages import say_series
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass

MARK: Final = "# ippbook lite "
END: Final = "# ippbook lite: end of the generated code. Your own code can follow.\n"
_FIRST: Final = late_pattern(r"(?m)^# ippbook lite \S+ ([0-9a-f]{16})\b.*\r?\n")
_LAST: Final = late_pattern(r"(?m)^# ippbook lite: end of the generated code\..*(?:\r?\n|\Z)")


@dataclass(frozen=True)
class MainFile:
    """The text of main.py in its three parts; *block* is "" where ippbook's code is not in it."""

    before: str
    block: str = ""
    after: str = ""

    @property
    def theirs(self) -> str:
        """The team's own code, as it was before ippbook's was added; "" where there is none but blanks."""
        own = self.before + self.after
        return own if own.strip() else ""

    def with_block(self, block: str) -> str:
        """The text with *block* as ippbook's code."""
        before = f"{self.before}\n" if self.before.strip() else ""
        return before + block + (self.after if self.after.strip() else "")


def split_main(code: str) -> MainFile:
    """The parts of a main.py."""
    first = _FIRST.search(code)
    if first is None:
        return MainFile(code)
    before, rest = code[: first.start()], code[first.start() :]
    last = _LAST.search(rest)
    end = last.end() if last else len(rest)
    return MainFile(without_last_break(before, rest), rest[:end], rest[end:])


def without_last_break(before: str, rest: str) -> str:
    """*before* without the line break that was added between it and ippbook's part *rest*; an editor may have changed all breaks."""
    return before.removesuffix("\r\n" if rest.partition("\n")[0].endswith("\r") else "\n")


def generated_block(version: str, body: str) -> str:
    """The code *body* of ippbook as a block of main.py."""
    return (
        f"{MARK}{version} {_checksum(body)}: manual changes are kept until you run `ippbook lite --force`\n{body}{END}"
    )


def _checksum(body: str) -> str:
    """A checksum without line ends: an editor may have changed them, or removed the last one."""
    return hashlib.sha256("\n".join(body.split("\r\n")).rstrip().encode("utf-8", "replace")).hexdigest()[:16]


def began_as_ippbook(code: str) -> bool:
    """Whether *code* has a block whose first version ippbook wrote; it may have been edited since."""
    return _FIRST.search(code) is not None


def is_by_ippbook(code: str) -> bool:
    """Whether the block in *code* is exactly what this or another version of ippbook wrote."""
    block = split_main(code).block
    first = _FIRST.match(block)
    if first is None:
        return False
    last = _LAST.search(block)
    return first[1] == _checksum(block[first.end() : last.start() if last else len(block)])


def refuse_clashes(path: str, theirs: str, ours: str) -> None:
    """Raise `UserError` where ippbook's code cannot be added to *theirs*: it cannot be read, or uses one of ippbook's names."""
    try:
        own = dict(_names(ast.parse(theirs)))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as failure:
        raise UserError(
            "{path}: main.py in xlwings Lite cannot be read as Python (line {line}), so ippbook's code cannot be added to it; correct it in the add-in, and save the workbook",
            path=path,
            line=getattr(failure, "lineno", None) or 1,
        ) from failure
    others = {name.casefold(): (name, meaning) for name, meaning in _names(ast.parse(ours))}
    both = sorted(
        name
        for name, meaning in own.items()
        if (found := others.get(name.casefold()))
        and (name == found[0] or name.casefold().startswith("ipp_"))
        and (not meaning or meaning != found[1])
    )
    if both:
        raise UserError(
            "{path}: main.py in xlwings Lite uses names that ippbook's code needs: {names}. Rename them in the add-in, save the workbook, and run the command again",
            path=path,
            names=say_series(both[:5]),
        )


def _names(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The names that the top level of a module defines; for an import also what it imports, "" for the rest."""
    for each in ast.iter_child_nodes(node):
        match each:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield each.name, ""
            case ast.Import():
                yield from ((one.asname or one.name.split(".")[0], one.name) for one in each.names)
            case ast.ImportFrom():
                yield from ((one.asname or one.name, f"{each.module}.{one.name}") for one in each.names)
            case ast.Name(ctx=ast.Store()):
                yield each.id, ""
            case ast.Lambda():
                pass
            case _:
                yield from _names(each)


__all__ = [
    "END",
    "MainFile",
    "began_as_ippbook",
    "generated_block",
    "is_by_ippbook",
    "refuse_clashes",
    "split_main",
    "without_last_break",
]
