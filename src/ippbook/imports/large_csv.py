"""A large CSV export, a row at a time: the same rows as read at once, in a small part of the memory.

The file is read once for each look at its rows: to find its encoding, its totals rows, and to import them.
"""

import codecs
import csv
import io
import stat
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from ippbook.errors import UserError
from ippbook.foreign_files import WORKBOOK_STARTS
from ippbook.imports.csv_rows import csv_rows, delimiter_of
from ippbook.imports.decode import encoding_candidates, is_broken_utf8
from ippbook.imports.export_rows import (
    JSON_LINES_ENDINGS,
    MOST_BYTES,
    ExportFile,
    ExportFormat,
    ExportRow,
    csv_row,
)
from ippbook.imports.header_row import headed
from ippbook.imports.headers import KnownHeaders
from ippbook.ooxml.package.file_state import FileState
from ippbook.quick_dataclasses import dataclass

LARGE_CSV: Final = 48 << 20
"""A file of more bytes than this is read a row at a time."""
_BLOCK: Final = 1 << 20
_SAMPLE: Final = 1_000
"""The rows among which the headers are searched; more than any search of `header_row` takes."""


@dataclass(frozen=True)
class FileLines:
    """The lines of a text file, from any line on. Raises `UserError` where the file is not what it was at first."""

    path: Path
    encoding: str
    state: FileState

    def __call__(self, start: int) -> Iterator[str]:
        """The lines from *start* (from 0) on, each with its end."""
        if _state_of(self.path) != self.state:
            raise UserError("{path}: the file changed while it was read; import it again", path=self.path)
        with self.path.open("rb") as raw, io.TextIOWrapper(raw, encoding=self.encoding, newline="") as text:
            lines = iter(text)
            first = next(lines, "").removeprefix("\ufeff")
            if first and not start:
                yield first
            yield from islice(lines, max(start - 1, 0), None)


@dataclass(frozen=True)
class LargeRows:
    """The rows of a large CSV file; each pass reads the file again."""

    lines: FileLines
    delimiter: str
    width: int
    before: int
    """How many readable rows come before the first row of values: the headers, and what is above them."""
    totals: frozenset[int] = frozenset()

    def __iter__(self) -> Iterator[ExportRow]:
        readable = 0
        try:
            for row in csv_rows(self.lines, self.delimiter):
                if row.why:
                    yield ExportRow(row.line, tuple(row.cells), row.why)
                    continue
                readable += 1
                if readable > self.before and row.line not in self.totals:
                    found = csv_row(row.line, row.cells, self.width, self.delimiter)
                    if found is not None:
                        yield found
        except csv.Error as error:
            raise UserError(
                "{lines_path}: the rows cannot be separated ({error}); export it again",
                lines_path=self.lines.path,
                error=error,
            ) from None

    def without(self, totals: frozenset[int]) -> "LargeRows":
        """The rows without those at these places."""
        return replace(self, totals=totals)


def read_large_csv(path: Path, wanted: KnownHeaders, encoding: str, columns: str) -> ExportFile | None:
    """The export at *path*, where it is a large CSV file with headers in a row; None for any other, which is read at once."""
    state = _state_of(path)
    if (
        state is None
        or not LARGE_CSV < state.size <= MOST_BYTES
        or path.suffix.lower() in {".json", *JSON_LINES_ENDINGS}
    ):
        return None
    with path.open("rb") as file:
        start = file.read(_BLOCK)
    name = None if start.startswith(WORKBOOK_STARTS) else _encoding(path, start, encoding)
    return None if name is None else _with_headers(FileLines(path, name, state), wanted, columns)


def _with_headers(lines: FileLines, wanted: KnownHeaders, columns: str) -> ExportFile | None:
    text = "".join(islice(lines(0), _SAMPLE))[: 1 << 18]
    if text.lstrip()[:1] in {"[", "{", ""}:
        return None
    delimiter = delimiter_of(text, wanted)
    try:
        sample = [(row.line, row.cells) for row in islice(csv_rows(lines, delimiter), _SAMPLE) if not row.why]
        sheet = headed(lines.path, sample, wanted, columns)
    except (csv.Error, UserError):
        return None
    if sheet.notes or not sheet.rows or sheet.rows[-1] is not sample[-1]:
        return None
    rows = LargeRows(lines, delimiter, len(sheet.headers), len(sample) - len(sheet.rows))
    return ExportFile(lines.path, ExportFormat.CSV, sheet.headers, rows, lines.encoding, delimiter)


def _state_of(path: Path) -> FileState | None:
    """The state of a plain file; None for anything else."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return FileState.of(found) if stat.S_ISREG(found.st_mode) else None


def _encoding(path: Path, start: bytes, encoding: str) -> str | None:
    """The encoding that fits all bytes of the file, as `decode_text` finds it; None where it has something to say about it."""
    for name in encoding_candidates(start, encoding):
        try:
            "".encode(name)  # LookupError for what is not an encoding of texts
            for _ in _blocks(path, name, "strict"):
                pass
        except (LookupError, UnicodeError, ValueError):
            if name == "utf-8" and not encoding and is_broken_utf8(_blocks(path, "utf-8", "replace")):
                return None
            continue
        return name
    return None


def _blocks(path: Path, encoding: str, errors: str) -> Iterator[str]:
    """The text of the file, block by block."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield decoder.decode(block)
        yield decoder.decode(b"", final=True)


__all__ = ["LARGE_CSV", "FileLines", "LargeRows", "read_large_csv"]
