"""The rows of a CSV text: its delimiter, the line of each row, and what to do where a quotation mark is not closed."""

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ippbook.imports.export_rows import HEADER_SEARCH, MOST_BYTES
from ippbook.imports.headers import KnownHeaders

_DELIMITERS: Final = ",;\t|"
_REPAIRS: Final = 50
"""After this many lines with an open quotation mark the rest of the text is one row that cannot be read."""


class CsvRow(NamedTuple):
    """A row: the line that it begins on (from 1), its cells, and why it cannot be read ("" if it can)."""

    line: int
    cells: list[str]
    why: str = ""


def csv_rows(text: str, delimiter: str) -> Iterator[CsvRow]:
    """Each row of *text*. A cell may have any length: one that is too long for a workbook spoils only its own row.

    Without its end mark a quoted cell would take in the rest of the file. Such a row keeps its text, with the reason, and
    reading goes on with the next line. Raises csv.Error.
    """
    csv.field_size_limit(min(MOST_BYTES, sys.maxsize))
    lines = list(io.StringIO(text, newline=""))
    start = 0
    for _ in range(_REPAIRS):
        broken = -1
        for first, after, cells in _records(lines, start, delimiter):
            if after == len(lines) and after - first > 1 and _is_open("".join(lines[first:after]), delimiter):
                broken = first
            else:
                yield CsvRow(first + 1, cells)
        if broken < 0:
            return
        yield CsvRow(
            broken + 1,
            [lines[broken].rstrip("\r\n")],
            f"a quotation mark on line {broken + 1} is not closed; close it, or write it twice inside a quoted text",
        )
        start = broken + 1
    if start < len(lines):
        yield CsvRow(
            start + 1, ["".join(lines[start:])], "too many quotation marks are not closed; export the file again"
        )


def _records(lines: Sequence[str], start: int, delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """The cells of each record, its first line (from 0), and the line after it."""
    reader = csv.reader(lines[start:], delimiter=delimiter)
    first = start
    for cells in reader:
        after = start + reader.line_num
        yield first, after, cells
        first = after


def _is_open(record: str, delimiter: str) -> bool:
    """Whether a record of several lines, the last of its file, ends inside quotation marks."""
    try:
        list(csv.reader(io.StringIO(record, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def delimiter_of(text: str, wanted: KnownHeaders) -> str:
    """The separator of cells: the one with the most known headers, else the one with the most cells."""
    start = "\n".join(text[: 1 << 18].splitlines()[:HEADER_SEARCH])

    def worth(sign: str) -> tuple[int, int]:
        try:
            rows = [row.cells for row in csv_rows(start, sign)]
        except csv.Error:
            return 0, 0
        return max((wanted.hits(cells) for cells in rows), default=0), max(map(len, rows), default=0)

    return max(_DELIMITERS, key=worth)


__all__ = ["CsvRow", "csv_rows", "delimiter_of"]
