"""The rows of a CSV text: its delimiter, the line of each row, and what to do where a quotation mark is not closed."""

import csv
import io
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final, NamedTuple

from ippbook.imports.export_rows import HEADER_SEARCH, MOST_BYTES
from ippbook.imports.headers import KnownHeaders
from ippbook.languages import say

_DELIMITERS: Final = ",;\t|"
_REPAIRS: Final = 50
"""After this many lines with an open quotation mark the rest of the text is one row that cannot be read."""
_MANY_LINES: Final = 1_000


class CsvRow(NamedTuple):
    """A row: the line that it begins on (from 1), its cells, and why it cannot be read ("" if it can)."""

    line: int
    cells: list[str]
    why: str = ""


Lines = Callable[[int], Iterator[str]]
"""The lines of a text from a line (from 0) on, each with its end."""


def text_lines(text: str) -> Lines:
    """The lines of a text in memory."""
    lines = list(io.StringIO(text, newline=""))
    return lambda start: iter(lines[start:])


def csv_rows(lines: Lines, delimiter: str) -> Iterator[CsvRow]:
    """Each row of a text. A cell may have any length: one that is too long for a workbook spoils only its own row.

    Without its end mark a quoted cell would take in the rest of the file. Such a row keeps its text, with the reason, and
    reading goes on with the next line. Raises csv.Error.
    """
    csv.field_size_limit(min(MOST_BYTES, sys.maxsize))
    start = width = 0
    for _ in range(_REPAIRS):
        last: _Record | None = None
        for record in _records(lines, start, delimiter):
            if last is not None:
                width = len(last.cells)
                yield CsvRow(last.first + 1, last.cells)
            last = record
        if last is None:
            return
        # Only the last record of the file can be open.
        if not _may_be_open(last, width) or not _is_open(lines, last, delimiter):
            yield CsvRow(last.first + 1, last.cells)
            return
        if width > 1 and _has_no_rows(lines(last.first + 1), delimiter):
            yield CsvRow(
                last.first + 1,
                ["".join(lines(last.first)).rstrip("\r\n")],
                say(
                    "a quotation mark on line {first} is not closed, and the lines after it are not rows; close it, and import the file again",
                    first=last.first + 1,
                ),
            )
            return
        yield CsvRow(
            last.first + 1,
            [next(lines(last.first)).rstrip("\r\n")],
            say(
                "a quotation mark on line {first} is not closed; close it, or write it twice inside a quoted text",
                first=last.first + 1,
            ),
        )
        start = last.first + 1
    if rest := "".join(lines(start)):
        yield CsvRow(start + 1, [rest], say("too many quotation marks are not closed; export the file again"))


def placed_rows(lines: Lines, delimiter: str) -> list[tuple[int, list[str]]] | None:
    """The line (from 1) and the cells of each row; None where a quotation mark may be open in the last one.

    As `csv_rows`, at half the cost. Raises csv.Error.
    """
    csv.field_size_limit(min(MOST_BYTES, sys.maxsize))
    reader = csv.reader(lines(0), delimiter=delimiter)
    found: list[tuple[int, list[str]]] = []
    first = 1
    for cells in reader:
        found.append((first, cells))
        first = reader.line_num + 1
    width = len(found[-2][1]) if len(found) > 1 else 0
    may_be_open = bool(found) and _may_be_open(_Record(found[-1][0] - 1, first - 1, found[-1][1]), width)
    return None if may_be_open else found


class _Record(NamedTuple):
    """A record: its first line (from 0), the line after it, its cells."""

    first: int
    after: int
    cells: list[str]


def _records(lines: Lines, start: int, delimiter: str) -> Iterator[_Record]:
    reader = csv.reader(lines(start), delimiter=delimiter)
    first = start
    for cells in reader:
        after = start + reader.line_num
        yield _Record(first, after, cells)
        first = after


def _has_no_rows(following: Iterator[str], delimiter: str) -> bool:
    """Whether very many lines follow, and none of the first has several cells: they are one long text, and not a row each."""
    found = list(islice(following, _MANY_LINES))
    return len(found) == _MANY_LINES and not any(delimiter in line for line in found)


def _may_be_open(record: _Record, width: int) -> bool:
    """Whether a record, the last of its file, has several lines, a line end in a cell, or not as many cells as the one before it."""
    line_end = any(end in record.cells[-1] for end in "\r\n") if record.cells else False
    return record.after - record.first > 1 or line_end or len(record.cells) != (width or len(record.cells))


def _is_open(lines: Lines, record: _Record, delimiter: str) -> bool:
    """Whether a record, the last of its file, ends inside quotation marks."""
    its_lines = islice(lines(record.first), record.after - record.first)
    try:
        for _ in csv.reader(its_lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def delimiter_of(text: str, wanted: KnownHeaders) -> str:
    """The separator of cells: the one with the most known headers, else the one with the most cells."""
    lines = text_lines("\n".join(text[: 1 << 18].splitlines()[:HEADER_SEARCH]))

    def worth(sign: str) -> tuple[int, int]:
        try:
            rows = [row.cells for row in csv_rows(lines, sign)]
        except csv.Error:
            return 0, 0
        return max((wanted.hits(cells) for cells in rows), default=0), max(map(len, rows), default=0)

    return max(_DELIMITERS, key=worth)


__all__ = ["CsvRow", "Lines", "csv_rows", "delimiter_of", "placed_rows", "text_lines"]
