"""Cells as bytes: in the encoding of a part, and with the prefix that its elements have."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from ippbook.ooxml import refs
from ippbook.ooxml.cell_keys import key_place
from ippbook.ooxml.read.blocks import BLANK, BOOL, ERROR, NUMBER, TEXT, Bools, Bytes, Floats, Ints, StringArray
from ippbook.ooxml.xml import escapes
from ippbook.ooxml.xml.splices import encoded_texts, xml_number

ByteArray = npt.NDArray[np.object_]
"""An array of bytes objects."""
_TYPE_NAMES: Final = np.array(["", "", "inlineStr", "b", "e"], dtype=object)
"""The `t` by kind: blank, number, text, boolean, error."""
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

    def values(self, kind: Bytes, number: Floats, text: StringArray, cached: Bools) -> list[bytes]:
        """The `<v>` or `<is>` element of each value; nothing for a blank. *cached*: see `type_names`."""
        data = encoded_values(kind, number, text, self.encoding)
        inline = (kind == TEXT) & ~cached
        for these, shape in ((inline, _INLINE), ((kind != BLANK) & ~inline, _VALUE)):
            before, after = (self.encoded(tag.format(self.prefix)) for tag in shape)
            data[these] = [before + each + after for each in data[these].tolist()]
        found: list[bytes] = data.tolist()
        return found

    def new_cell(self, key: int, style: int, type_: str, content: bytes) -> bytes:
        """A whole cell. *content* is its formula and its value."""
        styled = f' s="{style}"' if style else ""
        typed = f' t="{type_}"' if type_ else ""
        tag = f'<{self.prefix}c r="{refs.cell_name(*key_place(key))}"{styled}{typed}'
        if not content:
            return self.encoded(tag + "/>")
        return self.encoded(tag) + self.tag_end + content + self.cell_end
