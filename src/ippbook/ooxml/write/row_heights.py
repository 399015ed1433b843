"""Heights of rows whose wrapped texts change: the file names the height, because not every program fits rows when it opens a file.

A height without `customHeight` is what Excel itself writes for a row that it has fitted: Excel fits the row again when one of its cells
changes. A row with a height that a person has set (`customHeight`) keeps it.
"""

import re
from collections.abc import Mapping
from typing import Final

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.read.blocks import SheetHead
from ippbook.ooxml.read.book import Book
from ippbook.ooxml.whole_numbers import whole_number
from ippbook.ooxml.write.table_growth import sheet_root
from ippbook.quick_dataclasses import dataclass

_ROW: Final = late_pattern(rb"""<(?:[\w.-]+:)?row(?=\s)[^>]*?\sr=["'](\d+)["'][^>]*>""")
_HEIGHT: Final = late_pattern(rb"""\sht=["']([\d.]+)["']""")
_CUSTOM: Final = late_pattern(rb"""\scustomHeight=["'](?:1|true)["']""")
_WIDE: Final = late_pattern(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]+"
)
_LETTER: Final = 0.87
"""Width of a letter in units of a column's width, a little more than in fact: a line too many is better than a line that is cut."""
_EDGES: Final = 2.0
"""Width of the indent and the edges of a cell, in the same unit."""
_LINE: Final = 13.2
"""Height of a line of text of ten points, in points."""
_LEAST: Final = 15.0
"""Height of a row with one line."""
MAX_HEIGHT: Final = 409.0
"""The largest height of a row in Excel, in points."""
_MOST_COLUMNS: Final = 1_000
USUAL_WIDTH: Final = 8.43
"""Width of a column that the file says nothing about."""


@dataclass(frozen=True)
class RowHeights:
    """The heights of rows of one sheet, by row from 1, in points."""

    heights: Mapping[int, float]
    shrinks: bool = True
    """Whether a row may become lower: False where other cells of the row wrap too."""


def wrapped_lines(text: str, width: float) -> int:
    """The number of lines of *text* in a column of that *width* (in characters); rather one too many.

    >>> wrapped_lines("", 20), wrapped_lines("a short text", 20), wrapped_lines("one word follows another word", 20)
    (1, 1, 2)
    """
    room = max(width - _EDGES, 4.0)
    lines = 0
    for part in text.split("\n"):
        letters = float(len(part))
        if not part.isascii():
            letters += sum(len(found) for found in _WIDE.findall(part)) * 1.1
        units = letters * _LETTER
        lines += 1 if units <= room else -int(-(units * 1.05) // room)
    return lines


def row_height(lines: int) -> float:
    """The height of a row with that many lines, in points."""
    return _LEAST if lines <= 1 else min(round(_LINE * lines + 3, 2), MAX_HEIGHT)


def column_widths(book: Book, sheet_name: str) -> dict[int, float]:
    """The width of each column of a sheet that has one, in characters, by column from 1."""
    sheet = book.sheet(sheet_name)
    head = next(item for item in book.stream(sheet) if isinstance(item, SheetHead))
    found: dict[int, float] = {}
    for node in sheet_root(head, book.where(sheet)).under("cols", "col"):
        try:
            low, high, width = int(node.get("min")), int(node.get("max")), float(node.get("width"))
        except ValueError:
            continue
        if high - low < _MOST_COLUMNS:
            found |= dict.fromkeys(range(low, high + 1), width)
    return found


def column_styles(head: SheetHead, where: str) -> dict[int, int]:
    """The style of each column of a sheet that has one of its own, by column from 1. Styles of very many columns at once are those of no table."""
    if b"style" not in head.raw and "style".encode(head.encoding) not in head.raw:
        return {}
    found: dict[int, int] = {}
    for node in sheet_root(head, where).under("cols", "col"):
        low, high, style = (whole_number(node.get(name, "0")) for name in ("min", "max", "style"))
        if style and high - low < _MOST_COLUMNS:
            found |= dict.fromkeys(range(low, high + 1), style)
    return found


def with_heights(raw: bytes, wanted: RowHeights) -> bytes:
    """Rows in UTF-8 with their new heights. Other rows, and rows with a height of their own, keep every byte."""

    def fitted(found: re.Match[bytes]) -> bytes:
        tag, height = found[0], wanted.heights.get(int(found[1]))
        if height is None or _CUSTOM.search(tag):
            return tag
        old = _HEIGHT.search(tag)
        if old is None:
            after = found.end(1) - found.start() + 1  # behind the number, which the quick reader expects first
            return tag if height <= _LEAST else tag[:after] + b' ht="%g"' % height + tag[after:]
        if not wanted.shrinks and float(old[1]) >= height:
            return tag
        return tag[: old.start(1)] + b"%g" % height + tag[old.end(1) :]

    return _ROW.sub(fitted, raw)
