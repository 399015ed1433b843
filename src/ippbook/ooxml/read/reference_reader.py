"""The reference reader of a sheet part: expat finds out what each byte is.

So prefixes, comments, CDATA, any quotes, any encoding, missing references and white space are all read, and each cell's
place in the bytes is still known.
"""

import math
import re
import sys
from typing import Any, Final

import numpy as np

from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.ooxml import refs
from ippbook.ooxml.errors import DamagedError
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.read.blocks import (
    BLANK,
    BOOL,
    CELL_TYPES,
    DATE,
    ERROR,
    NUMBER,
    SHARED,
    T_BOOL,
    T_DATE,
    T_ERROR,
    T_INLINE,
    T_SHARED,
    T_STR,
    TEXT,
    FormulaElement,
    RowBlock,
    SheetHead,
    SheetTail,
)
from ippbook.ooxml.read.decoded_block import CELL_COLUMNS, ROW_COLUMNS, BlockLists
from ippbook.ooxml.whole_numbers import whole_number
from ippbook.ooxml.xml import escapes, xmltree

_NUMBER: Final = late_pattern(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_FULL: Final = 1 << 20  # bytes of whole rows that make a block
_SHOWN: Final = 60
"""Characters of a value of the file that a sentence shows."""
_DIGITS: Final = late_pattern(r"[0-9]{1,7}")


class ReferenceReader:
    """Feed it bytes; take head, blocks and tail from `ready`.

    *prolog* are bytes that open the elements around what follows (the parser needs them, the part has them elsewhere).
    *whole*: all rows become one block, however many bytes they have.
    """

    def __init__(self, where: str, prolog: bytes = b"", last_row: int = 0, *, whole: bool = False) -> None:
        self.where = where
        self.ready: list[SheetHead | RowBlock | SheetTail] = []
        self.full = sys.maxsize if whole else _FULL
        self.base = len(prolog)
        self.buffer = b""
        self.width = 1
        self.encoding = ""
        self.prefix = ""
        self.path: list[str] = []
        self.lists = BlockLists()
        self.last_row = last_row
        self.last_col = 0
        self.head: SheetHead | None = None if prolog else SheetHead(b"")
        self.tail_at = -1
        self.merges: list[refs.Area] = []
        self.after: list[tuple[list[Any], int, int]] = []  # (list, place, minus): to be filled with the next position
        self.tag: tuple[list[Any], list[Any], int] | None = None
        self.value: list[str] = []
        self.inline: list[str] = []
        self.formula: list[str] = []
        self.formula_attributes: dict[str, str] | None = None
        self.cell_type = 0
        self.has_value = self.has_inline = False
        self.fresh = False  # the last thing met was a start tag
        self.into: list[str] | None = None
        self.machine = xmltree.parser(where)
        self._listen()
        if prolog:
            xmltree.feed(self.machine, prolog, where)

    def _listen(self) -> None:
        machine = self.machine
        machine.buffer_text = False
        machine.StartElementHandler = self.start
        machine.EndElementHandler = self.end
        machine.CharacterDataHandler = self.text
        machine.XmlDeclHandler = self.declared
        for other in (
            "CommentHandler",
            "ProcessingInstructionHandler",
            "StartCdataSectionHandler",
            "EndCdataSectionHandler",
            "DefaultHandler",
        ):
            setattr(machine, other, self.tick)

    def feed(self, data: bytes, *, final: bool = False) -> None:
        """Parse one more piece."""
        if self.head is not None and not self.buffer:
            self._guess_encoding(data)
        self.buffer += data
        xmltree.feed(self.machine, data, self.where, final=final)
        if final:
            self._finish()

    def _guess_encoding(self, data: bytes) -> None:
        for mark, encoding in (
            (b"\xff\xfe", "utf-16-le"),
            (b"\xfe\xff", "utf-16-be"),
            (b"<\x00", "utf-16-le"),
            (b"\x00<", "utf-16-be"),
        ):
            if data.startswith(mark):
                self.encoding, self.width = encoding, 2

    def declared(self, _version: str, encoding: str | None, _alone: int) -> None:
        """The XML declaration."""
        if self.width == 1:
            self.encoding = encoding or "utf-8"

    def tick(self, *_: object) -> None:
        """Something begins here, so what was before it has ended."""
        at: int = self.machine.CurrentByteIndex
        self.fresh = False
        if self.tag is not None:
            ends, closed, place = self.tag
            ends[place] = at - self.width
            closed[place] = False
            self.tag = None
        for ends, place, minus in self.after:
            ends[place] = at - minus
        self.after.clear()
        if self.head is not None and self.head.data_start >= 0 and len(self.path) == 2:
            self._send_head(at)
        elif self.head is None and self.tail_at < 0 and self.path[1:] == ["sheetData"] and at - self.base > self.full:
            self._send_block(at)

    def _send_head(self, at: int) -> None:
        head = self.head
        assert head is not None  # noqa: S101 - both callers looked
        head.raw = self.buffer[: at - self.base]
        head.encoding = self.encoding or "utf-8"
        self.ready.append(head)
        self.head = None
        self.buffer = self.buffer[at - self.base :]
        self.base = at

    def _send_block(self, at: int) -> None:
        raw = self.buffer[: at - self.base]
        self.buffer = self.buffer[at - self.base :]
        lists, self.lists = self.lists, BlockLists()
        block = lists.block(raw, self.base, self.encoding or "utf-8", self.prefix)
        self.base = at
        self.ready.append(block)

    def _finish(self) -> None:
        if self.head is not None:  # a part without sheetData
            self._send_head(self.base + len(self.buffer))
        self.ready.append(SheetTail(self.buffer, self.merges))

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.tick()
        self.fresh = True
        at: int = self.machine.CurrentByteIndex
        tag = xmltree.short(name)
        self.path.append(tag)
        depth = len(self.path)
        if depth > xmltree.MAX_ELEMENT_DEPTH:
            raise xmltree.too_deep(self.where)
        if depth == 5:
            self._start_child(tag, at, attributes)
        elif depth == 4 and self.path[1:] == ["sheetData", "row", "c"] and self.tail_at < 0:
            self._start_cell(at, attributes)
        elif depth == 3 and self.path[1:] == ["sheetData", "row"] and self.tail_at < 0:
            self._start_row(at, attributes)
        elif depth == 3 and tag == "mergeCell":
            area = refs.area(attributes.get("ref", ""))
            self.merges += [area] if area else []
        elif depth == 2:
            self._start_section(tag, at, attributes)
        elif depth > 5:
            self.into = self.inline if self.path[4:] in (["is", "t"], ["is", "r", "t"]) and self.has_inline else None

    def _start_section(self, tag: str, at: int, attributes: dict[str, str]) -> None:
        head = self.head
        if head is None:
            return
        if tag == "dimension" and head.dimension_start < 0:
            head.dimension, head.dimension_start = attributes.get("ref", ""), at - self.base
        elif tag == "sheetData" and head.data_start < 0:
            head.data_start = at - self.base
            head.prefix = self.prefix = self._read_prefix(at)

    def _read_prefix(self, at: int) -> str:
        begin = self.buffer[at - self.base :][: 200 * self.width].decode(self.encoding or "utf-8", "replace")
        found = re.match(r"<([^\s:<>/]+:)sheetData", begin)
        return found[1] if found else ""

    def _start_row(self, at: int, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        if written is None:
            number = self.last_row + 1
        elif _DIGITS.fullmatch(written.strip()) and 1 <= int(written) <= MAX_ROW:
            number = int(written)
        else:
            raise DamagedError(
                "{where} has a row numbered {written!r}, which no sheet has; open the file in Excel, let it repair the file, and save.",
                where=self.where,
                written=written[:_SHOWN],
            )
        self.last_row, self.last_col = min(number, MAX_ROW), 0
        rows = self.lists.rows
        hidden = attributes.get("hidden", "0") in ("1", "true")
        for name, value in zip(ROW_COLUMNS, (self.last_row, at, -1, True, -1, hidden), strict=True):
            rows[name].append(value)
        self.tag = (rows["row_tag_end"], rows["row_closed"], len(rows["row_start"]) - 1)

    def _start_cell(self, at: int, attributes: dict[str, str]) -> None:
        written = attributes.get("r")
        place = (self.last_row, self.last_col + 1) if written is None else refs.cell_place(written)
        if place is None or place[1] > MAX_COL:
            at_place = "the last column, XFD" if written is None else repr(written[:_SHOWN])
            raise DamagedError(
                "{where} has a cell {part} {at_place}, which no sheet has; open the file in Excel, let it repair the file, and save.",
                where=self.where,
                part=(say("after") if written is None else say("at")),
                at_place=at_place,
            )
        self.last_col = place[1]
        style = attributes.get("s", "0").strip()
        self.cell_type = CELL_TYPES.get(attributes.get("t", "n").strip(), 0)
        number = int(style) if _DIGITS.fullmatch(style) else 0
        cells = self.lists.cells
        values = (*place, at, -1, -1, True, number, self.cell_type, -1, -1, -1, -1, BLANK, np.nan, "", None)
        for name, value in zip(CELL_COLUMNS, values, strict=True):
            cells[name].append(value)
        self.tag = (cells["tag_end"], cells["closed"], len(cells["row"]) - 1)
        self.has_value = self.has_inline = False
        self.formula_attributes = None
        for texts in (self.value, self.inline, self.formula):
            texts.clear()

    def _start_child(self, tag: str, at: int, attributes: dict[str, str]) -> None:
        self.into = None
        if self.path[1:4] != ["sheetData", "row", "c"] or self.tail_at >= 0:
            return
        cells = self.lists.cells
        if tag == "f" and self.formula_attributes is None:
            cells["f_start"][-1] = at
            self.formula_attributes = attributes
            self.into = self.formula
        elif tag == "v" and not self.has_value:
            self.has_value = True
            cells["v_start"][-1] = at
            self.into = self.value
        elif tag == "is" and not self.has_inline and not self.has_value:
            self.has_inline = True
            cells["v_start"][-1] = at

    def _closed(self, at: int) -> bool:
        """Whether the element that ends here was written `<x/>`: then the parser is behind the tag."""
        if not self.fresh:
            return False
        back = self.buffer[max(0, at - self.base - 2 * self.width) : at - self.base]
        return back == "/>".encode(self.encoding if self.width == 2 else "ascii")

    def end(self, name: str) -> None:
        """An element ends."""
        at: int = self.machine.CurrentByteIndex
        depth = len(self.path)
        bare = depth in (2, 3, 4, 5) and self._closed(at)
        if self.tag is not None and bare:
            ends, closed, place = self.tag
            ends[place] = at - 2 * self.width
            closed[place] = True
            self.tag = None
        if depth == 2 and self.head is not None and self.head.data_start >= 0 and self.path[1] == "sheetData":
            self.head.closed = bare
            if bare:
                self._send_head(at)
                self.tail_at = at
        self.tick()
        tag = xmltree.short(name)
        if depth == 2:
            self._end_section(tag, at)
        elif depth == 3 and self.path[1:] == ["sheetData", "row"] and self.tail_at < 0:
            rows = self.lists.rows
            rows["row_end"][-1] = at - 2 * self.width if rows["row_closed"][-1] else at
        elif depth == 4 and self.path[1:] == ["sheetData", "row", "c"] and self.tail_at < 0:
            self._end_cell(at, bare=bare)
        elif depth == 5 and self.path[1:4] == ["sheetData", "row", "c"] and self.tail_at < 0:
            self._end_child(tag, at, bare=bare)
        self.path.pop()
        if depth >= 5:
            self.into = None

    def _end_section(self, tag: str, at: int) -> None:
        if tag == "sheetData" and self.tail_at < 0 and self.head is None:
            self._send_block(at)
            self.tail_at = at

    def _end_child(self, tag: str, at: int, *, bare: bool) -> None:
        cells = self.lists.cells
        name = "f_end" if tag == "f" else "v_end"
        begin = cells["f_start" if tag == "f" else "v_start"][-1]
        if tag in ("f", "v", "is") and begin >= 0 and cells[name][-1] < 0:
            if bare:
                cells[name][-1] = at
            else:
                self.after.append((cells[name], len(cells[name]) - 1, 0))

    def _end_cell(self, at: int, *, bare: bool) -> None:
        cells = self.lists.cells
        if bare:
            cells["end"][-1] = at
        else:
            self.after.append((cells["end"], len(cells["end"]) - 1, 0))
        kind, number, text = self._decode()
        cells["kinds"][-1], cells["numbers"][-1], cells["strings"][-1] = kind, number, text
        found = self.formula_attributes
        if found is not None:
            si = found.get("si", "")
            cells["formulas"][-1] = FormulaElement(
                escapes.decoded_text("".join(self.formula)),
                found.get("t", "normal"),
                found.get("ref", ""),
                whole_number(si, -1),
            )

    def _decode(self) -> tuple[int, float, str]:
        kind = self.cell_type
        text = "".join(self.inline if self.has_inline else self.value)
        if kind in (T_STR, T_INLINE):
            return (
                (TEXT, np.nan, escapes.decoded_text(text)) if self.has_value or self.has_inline else (BLANK, np.nan, "")
            )
        text = "" if self.has_inline else text
        if not text:
            return BLANK, np.nan, ""
        if kind == T_ERROR:
            return ERROR, np.nan, escapes.decoded_text(text)
        if kind == T_BOOL:
            return BOOL, 1.0 if text.strip() in ("1", "true") else 0.0, ""
        if kind == T_DATE:
            return DATE, np.nan, text
        if not _NUMBER.fullmatch(text.strip()) or math.isinf(float(text)):
            cells = self.lists.cells
            place = refs.cell_name(cells["row"][-1], cells["col"][-1])
            raise DamagedError(
                "{where} holds {text!r} in cell {place}, where a number belongs; open the file in Excel, let it repair the file, and save.",
                where=self.where,
                text=text[:40],
                place=place,
            )
        return SHARED if kind == T_SHARED else NUMBER, float(text), ""

    def text(self, data: str) -> None:
        """Text inside an element."""
        self.tick()
        if self.into is not None:
            self.into.append(data)
