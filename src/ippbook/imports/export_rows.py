"""An export file as rows under headers, whatever its form: CSV, TSV, Excel, JSON or JSON lines.

Everything in it is hostile: sizes are bounded, nothing is run or fetched, and whatever cannot be read is a `UserError`.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from ippbook.errors import UserError

MOST_BYTES: Final = 512 << 20
HEADER_SEARCH: Final = 30
"""The header row is looked for in so many first rows."""


class ExportFormat(StrEnum):
    """How an export file is written."""

    CSV = "csv"
    EXCEL = "xlsx"
    JSON = "json"
    LINES = "jsonl"


@dataclass(frozen=True)
class ExportRow:
    """One row: where it stands (line, row or item, from 1), and a value a header (str, float, int, bool or None)."""

    place: int
    values: tuple[Any, ...]
    spoiled: str = ""
    """Why the row cannot be read at all; then it has one value, its text as it stands."""


@dataclass(frozen=True)
class ExportFile:
    """An export file, read."""

    path: Path
    form: ExportFormat
    headers: tuple[str, ...]
    rows: tuple[ExportRow, ...]
    encoding: str = "utf-8"
    delimiter: str = ","
    date1904: bool = False
    """Numbers that stand for days count from 1904."""

    @property
    def unit(self) -> str:
        """What a place counts."""
        return {
            ExportFormat.CSV: "line",
            ExportFormat.EXCEL: "row",
            ExportFormat.JSON: "item",
            ExportFormat.LINES: "line",
        }[self.form]


def export_bytes(path: Path) -> bytes:
    """The bytes of an export file. Raises `UserError`."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UserError(f"{path}: the file is larger than {MOST_BYTES >> 20} MB; split it and import the pieces")
        data = path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"{path}: there is no such file; check the name and the folder") from None
    except IsADirectoryError:
        raise UserError(f"{path}: this is a folder; name a file in it") from None
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: the file cannot be read ({error}); copy it to a local disk and try again") from None
    if not data.strip():
        raise UserError(f"{path}: the file is empty; export it again")
    return data
