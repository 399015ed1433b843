"""Cells as bytes: in the encoding of a part, and with the prefix that its elements have."""

from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from ippbook.ooxml import refs
from ippbook.ooxml.cell_keys import key_cols, key_rows
from ippbook.ooxml.excel_limits import MAX_COL
from ippbook.ooxml.read.blocks import BLANK, BOOL, ERROR, NUMBER, TEXT, Bools, Bytes, Floats, Ints, StringArray
from ippbook.ooxml.xml import escapes
from ippbook.ooxml.xml.splices import encoded_texts, xml_number
from ippbook.quick_dataclasses import dataclass

ByteArray = npt.NDArray[np.object_]
"""An array of bytes objects."""
_TYPE_NAMES: Final = np.array(["", "", "inlineStr", "b", "e"], dtype=object)
"""The `t` by kind: blank, number, text, boolean, error."""
_COLUMNS: Final = MAX_COL + 1
_INLINE: Final = ('<{0}is><{0}t xml:space="preserve">', "</{0}t></{0}is>")
_VALUE: Final = ("<{0}v>", "</{0}v>")


def type_names(kind: Bytes | Ints, cached: Bools) -> list[str]:
    """The `t` of each cell; "" where it needs none. *cached*: the value is what a formula showed last."""
    names = _TYPE_NAMES[kind]
    names[(kind == TEXT) & cached] = "str"
    found: list[str] = names.tolist()
    return found


def encoded_values(kind: Bytes, number: Floats, text: StringArray, encoding: str = "utf-8") -> ByteArray:
    """What is inside `<v>` or `<t>` for each value, encoded; nothing for a blank."""
    out = np.full(len(kind), b"", dtype=object)
    textual = (kind == TEXT) | (kind == ERROR)
    out[textual] = encoded_texts(text[textual].tolist(), encoding)
    numeric = kind == NUMBER
    numbers = number[numeric].tolist()
    known = {each: xml_number(each).encode(encoding) for each in set(numbers)}
    out[numeric] = [known[each] for each in numbers]
    yes, no = "1".encode(encoding), "0".encode(encoding)
    out[kind == BOOL] = [yes if each else no for each in number[kind == BOOL].tolist()]
    return out


@dataclass(frozen=True)
class CellWriter:
    """Writes cells into a part of this encoding and prefix."""

    encoding: str
    prefix: str

    @cached_property
    def tag_end(self) -> bytes:
        """The `>` of a start tag."""
        return self.encoded(">")

    @cached_property
    def cell_end(self) -> bytes:
        """The end tag of a cell."""
        return self.end("c")

    def encoded(self, text: str) -> bytes:
        """Markup as bytes of the part."""
        return text.encode(self.encoding, "xmlcharrefreplace")

    def start(self, name: str, attributes: str = "") -> bytes:
        """A start tag."""
        return self.encoded(f"<{self.prefix}{name}{attributes}>")

    def end(self, name: str) -> bytes:
        """An end tag."""
        return self.encoded(f"</{self.prefix}{name}>")

    def formula(self, text: str) -> bytes:
        """The `<f>` element of a formula; nothing where *text* is empty."""
        return self.start("f") + self.encoded(escapes.encoded_text(text)) + self.end("f") if text else b""

    def values(self, kind: Bytes, number: Floats, text: StringArray, cached: Bools) -> ByteArray:
        """The `<v>` or `<is>` element of each value; nothing for a blank. *cached*: see `type_names`."""
        data = encoded_values(kind, number, text, self.encoding)
        inline = (kind == TEXT) & ~cached
        for these, shape in ((inline, _INLINE), ((kind != BLANK) & ~inline, _VALUE)):
            before, after = (self.encoded(tag.format(self.prefix)) for tag in shape)
            data[these] = [before + each + after for each in data[these].tolist()]
        return data

    def new_cells(self, keys: Ints, styles: Ints, kind: Bytes, cached: Bools, contents: ByteArray) -> list[bytes]:  # fmt: skip
        """Whole cells, in the order of *keys*. *contents*: the formula and the value of each, as bytes; empty for a blank cell.

        Cells that differ only in their row and content are made together.
        """
        rows, cols = key_rows(keys), key_cols(keys)
        filled = contents != b""
        alike = (((styles * 8 + kind) * 2 + cached) * 2 + filled) * _COLUMNS + cols
        numbers, row_of = np.unique(rows, return_inverse=True)
        digits = np.array([self.encoded(str(row)) for row in numbers.tolist()], dtype=object)[row_of]
        out = np.empty(len(keys), dtype=object)
        order = np.argsort(alike, kind="stable")
        for places in np.split(order, np.flatnonzero(np.diff(alike[order])) + 1) if len(order) else ():
            first = places[0]
            styled = f' s="{styles[first]}"' if styles[first] else ""
            (name,) = type_names(kind[[first]], cached[[first]])
            typed = f' t="{name}"' if name else ""
            before = self.encoded(f'<{self.prefix}c r="{refs.column_letters(int(cols[first]))}')
            after = self.encoded(f'"{styled}{typed}{">" if filled[first] else "/>"}')
            if filled[first]:
                end, inside = self.cell_end, contents[places].tolist()
                out[places] = [
                    before + row + after + each + end for row, each in zip(digits[places].tolist(), inside, strict=True)
                ]
            else:
                out[places] = [before + row + after for row in digits[places].tolist()]
        cells: list[bytes] = out.tolist()
        return cells
