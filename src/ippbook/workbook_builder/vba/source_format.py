"""VBA source within the limits of the compiler: ASCII, CRLF, lines of at most 1,023 characters, at most 24 continuations.

Limits: [MS-VBAL] 3.2.1 and 3.3 (space, underscore and a line end continue a line); the editor refuses longer lines.
"""

from collections.abc import Iterable, Sequence
from typing import Final

LONGEST_LINE: Final = 1023
MOST_CONTINUATIONS: Final = 24
_WIDTH: Final = 120
"""The width at which a list continues on the next line, so that people can read the module."""


def vba_module(name: str, lines: Iterable[str]) -> str:
    """The text of the standard module *name*. Raises `ValueError` for a line that VBA would refuse."""
    found = [f'Attribute VB_Name = "{name}"', *lines]
    run = 0
    for line in found:
        if not line.isascii() or "\r" in line or "\n" in line:
            raise ValueError(f"{name}: VBA source must be ASCII without line breaks inside a line: {line!r}")
        if len(line) > LONGEST_LINE:
            raise ValueError(f"{name}: a line of {len(line)} characters; VBA allows {LONGEST_LINE}: {line[:60]}...")
        run = run + 1 if line.endswith(" _") else 0
        if run > MOST_CONTINUATIONS:
            raise ValueError(f"{name}: more than {MOST_CONTINUATIONS} continued lines: {line[:60]}...")
    return "".join(f"{line}\r\n" for line in found)


def vba_text(text: str) -> str:
    """*text* as a VBA string."""
    return '"' + text.replace('"', '""') + '"'


def broken_list(head: str, parts: Sequence[str], tail: str, *, indent: str = "    ") -> list[str]:
    """*head*, *parts* separated by commas, *tail*: on one line if it fits, else continued after a comma."""
    lines, line = [], head
    for place, part in enumerate(parts):
        text = part + (", " if place < len(parts) - 1 else tail)
        if len(line) + len(text) > _WIDTH and line.strip():
            lines.append(f"{line.rstrip(' ')} _")
            line = f"{indent}    "
        line += text
    return [*lines, line if parts else head + tail]
