"""Shared strings: the texts that many cells share, decoded once."""

from collections.abc import Iterable
from typing import Final
from xml.parsers.expat import XMLParserType

import numpy as np
import numpy.typing as npt

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.read.byte_words import controls_are_spaces
from ippbook.ooxml.xml import escapes, xmltree

_ITEM: Final = late_pattern(
    r'<si><t(?: xml:space="preserve")?>([^<>]*)</t>'
    r"(?:<phoneticPr(?: [a-zA-Z]+=\"[^\"<>]*\")*/>)?</si>",
)
_HEAD: Final = late_pattern(rb"\s*(?:<\?xml [^<>?]*\?>\s*)?<sst [^<>]*>")
_BEFORE, _AFTER = "<si><t>", "</t></si>"
_AND, _LESS, _GREATER = b"&<>"
_UTF8: Final = late_pattern(rb"<\?xml [^<>?]*?encoding=[\"'](?i:utf-8|us-ascii)[\"'][^<>?]*\?>")


def read_strings(pieces: Iterable[bytes], where: str) -> npt.NDArray[np.object_]:
    """All shared strings as an object array of str. *pieces* is the inflated part, *where* begins error sentences."""
    out: list[str] = []
    source = iter(pieces)
    buffer = b""
    head = b""
    for piece in source:
        buffer += piece
        if not head:
            found = _HEAD.match(buffer.removeprefix(b"\xef\xbb\xbf"))
            if found is None and len(buffer) < 4096:
                continue
            if found is None or not _plain_head(found[0]):
                return _slow(b"", buffer, source, where, out)
            head = found[0]
            buffer = buffer.removeprefix(b"\xef\xbb\xbf")[len(head) :]
        cut = buffer.rfind(b"</si>") + 5
        if cut < 5:
            continue
        if not _fast(buffer[:cut], out):
            return _slow(head, buffer, source, where, out)
        buffer = buffer[cut:]
    if not head or buffer.strip() != b"</sst>":
        return _slow(head, buffer, source, where, out)
    return _array(out)


def _plain_head(head: bytes) -> bool:
    declared = b"encoding" not in head or _UTF8.match(head.lstrip()) is not None
    return declared and b"spreadsheetml" in head and not head.endswith(b"/>")


def _fast(chunk: bytes, out: list[str]) -> bool:
    """Read a chunk of plain items; False, and nothing read, when it holds anything else."""
    try:
        text = chunk.decode("utf-8")
    except UnicodeDecodeError:
        return False
    letters = np.frombuffer(chunk, dtype=np.uint8)
    if not controls_are_spaces(letters):
        return False
    marks = int(np.count_nonzero(letters == _AND))
    escaped = marks > 0
    if escaped and marks == text.count("&amp;"):  # as in links: no other entity
        text, escaped = text.replace("&amp;", "&"), False
    bare = text.startswith(_BEFORE) and text.endswith(_AFTER)
    items = text[len(_BEFORE) : -len(_AFTER)].split(_AFTER + _BEFORE) if bare else []
    tags = 4 * len(items)
    if not bare or np.count_nonzero(letters == _LESS) != tags or np.count_nonzero(letters == _GREATER) != tags:
        items = _ITEM.split(text)  # the text between the items, and the items, in turn
        between = "".join(items[::2])
        if between and not between.isspace():
            return False
        items = items[1::2]
    if escaped or "\r" in text:
        try:
            items = [_unescaped(item, escaped=escaped) for item in items]
        except escapes.EntityError:
            return False
    if "_x" in text:
        items = [escapes.decoded_text(item) if "_x" in item else item for item in items]
    out += items
    return True


def _unescaped(item: str, *, escaped: bool) -> str:
    if escaped and "&" in item:
        return escapes.unescaped(item)
    return item.replace("\r\n", "\n").replace("\r", "\n") if "\r" in item else item


def _slow(head: bytes, buffer: bytes, source: Iterable[bytes], where: str, out: list[str]) -> npt.NDArray[np.object_]:
    """Read the rest with expat: rich text, phonetic runs, prefixes, comments, any encoding."""
    machine = xmltree.parser(where)
    StringItems(machine, out, where)
    xmltree.feed(machine, head + buffer, where)
    for piece in source:
        xmltree.feed(machine, piece, where)
    xmltree.feed(machine, b"", where, final=True)
    return _array(out)


class StringItems:
    """Collects the text of each `si`: its runs together, without phonetic runs."""

    def __init__(self, machine: XMLParserType, out: list[str], where: str) -> None:
        self.out = out
        self.where = where
        self.path: list[str] = []
        self.texts: list[str] = []
        self.listening = False
        machine.StartElementHandler = self.start
        machine.EndElementHandler = self.end
        machine.CharacterDataHandler = self.text

    def start(self, name: str, _: dict[str, str]) -> None:
        """An element begins."""
        self.path.append(xmltree.short(name))
        if len(self.path) > xmltree.MAX_ELEMENT_DEPTH:
            raise xmltree.too_deep(self.where)
        if self.path[1:] == ["si"]:
            self.texts.clear()
        self.listening = self.path[1:] in (["si", "t"], ["si", "r", "t"])

    def end(self, _: str) -> None:
        """An element ends."""
        if self.path[1:] == ["si"]:
            self.out.append(escapes.decoded_text("".join(self.texts)))
        self.path.pop()
        self.listening = self.path[1:] in (["si", "t"], ["si", "r", "t"])

    def text(self, data: str) -> None:
        """Text inside an element."""
        if self.listening:
            self.texts.append(data)


def _array(items: list[str]) -> npt.NDArray[np.object_]:
    out = np.empty(len(items), dtype=object)
    out[:] = items
    return out
