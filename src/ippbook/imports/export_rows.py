"""An export file as rows under headers, in any format: CSV, TSV, Excel, JSON or JSON lines.

An export is untrusted: sizes are limited, nothing is run or fetched, and everything that cannot be read is a `UserError`.
"""

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeAlias

from ippbook.errors import UserError
from ippbook.foreign_files import ForeignFileError, read_foreign
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass

MOST_BYTES: Final = 512 << 20
JSON_LINES_ENDINGS: Final = frozenset({".jsonl", ".ndjson"})
HEADER_SEARCH: Final = 30
"""The number of first rows that are searched for the header row."""
MOST_HEADERS: Final = 2_000


ExportValue: TypeAlias = Any  # str, float, int, bool or None, as the export has it


class ExportFormat(StrEnum):
    """The format of an export file."""

    CSV = "csv"
    EXCEL = "xlsx"
    JSON = "json"
    LINES = "jsonl"


@dataclass(frozen=True)
class ImportChoices:
    """What a person says about an export: its columns, and what all rows of listings have in common."""

    columns: str = ""
    """The headers of a file without known ones: in order (`URL,Title,-`), or by header (`Adresse=URL`)."""
    platform: str = ""
    """The marketplace of rows that have an item number and no link."""
    right: str = ""
    """The right of rows that have none."""
    reason: str = ""
    """The reason of rows that have none."""

    def every_row(self) -> dict[str, str]:
        """The values for all rows, by field; without the empty ones."""
        every = {"platform": self.platform, "right": self.right, "reason": self.reason}
        return {name: text for name, text in every.items() if text}


NO_CHOICES: Final = ImportChoices()


@dataclass(frozen=True)
class ExportRow:
    """One row: its place (line, row or item, from 1), and one value for each header."""

    place: int
    values: tuple[ExportValue, ...]
    spoiled: str = ""
    """Why the row cannot be read at all; then its only value is its unchanged text."""


@dataclass(frozen=True)
class ExportFile:
    """An export file, read."""

    path: Path
    form: ExportFormat
    headers: tuple[str, ...]
    rows: Iterable[ExportRow]
    """In the order of the file. A tuple, or what reads a large file again at each pass."""
    encoding: str = "utf-8"
    delimiter: str = ","
    date1904: bool = False
    """Whether numbers that mean days count from 1904."""
    notes: tuple[str, ...] = ()
    """What the reader assumed about the file: one sentence each."""

    @property
    def unit(self) -> str:
        """What the place of a row counts."""
        return {
            ExportFormat.CSV: "line",
            ExportFormat.EXCEL: "row",
            ExportFormat.JSON: "item",
            ExportFormat.LINES: "line",
        }[self.form]


def csv_row(place: int, texts: list[str], width: int, delimiter: str) -> ExportRow | None:
    """The row of a CSV file with *width* headers; None where it is blank."""
    if len(texts) > width and any(map(str.strip, texts[width:])):
        why = say(
            "it has {texts_count} cells for {width} headers; put texts that contain “{delimiter}” in quotes",
            texts_count=len(texts),
            width=width,
            delimiter=delimiter,
        )
        return ExportRow(place, (delimiter.join(texts),), why)
    if not any(map(str.strip, texts)):
        return None
    values = [_unguarded(text) if text[:1] == "'" else text for text in texts[:width]]
    return ExportRow(place, (*values, *[""] * (width - len(values))))


def _unguarded(text: str) -> str:
    """A text that begins with an apostrophe, without it if it protects from formulas in a file of refused rows."""
    return text[1:] if text[1:2] in _DANGEROUS else text


_DANGEROUS: Final = frozenset("=+-@\t\r")


def guarded(text: str) -> str:
    """The text, with an apostrophe where a spreadsheet program would read it as a formula."""
    return f"'{text}" if text[:1] in _DANGEROUS else text


def export_bytes(path: Path) -> bytes:
    """The bytes of an export file. Raises `UserError`."""
    try:
        if path.is_dir():
            raise UserError("{path}: this is a folder; pass a file in it", path=path)
        if path.stat().st_size > MOST_BYTES:
            raise UserError(
                "{path}: the file is larger than {most_bytes} MB; split it and import the parts",
                path=path,
                most_bytes=MOST_BYTES >> 20,
            )
        data, _ = read_foreign(path, MOST_BYTES)
    except ForeignFileError as error:
        raise UserError(
            "{path}: {strerror}; save the export as a file first", path=path, strerror=error.strerror
        ) from None
    except FileNotFoundError:
        raise UserError("{path}: the file does not exist; check its name and folder", path=path) from None
    except (OSError, ValueError) as error:
        raise UserError(
            "{path}: the file cannot be read ({getattr}); copy it to a local disk and try again",
            path=path,
            getattr=(getattr(error, "strerror", None) or error),
        ) from None
    if not data.strip():
        raise UserError("{path}: the file is empty; export it again", path=path)
    return data
