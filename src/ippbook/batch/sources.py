"""Which workbooks a command line names."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class NamedWorkbook:
    """A workbook that a command line names."""

    path: Path
    """Where its bytes are."""
    name: str
    """As people see it."""
    inside: Path
    """Its path below the folder that was named; the file's name where no folder was."""


def named_workbooks(named: Iterable[Path]) -> list[NamedWorkbook]:
    """The workbooks of the arguments *named*, in their order."""
    return [NamedWorkbook(path, str(path), Path(path.name)) for path in named]
