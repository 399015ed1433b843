"""Changes of single elements in the bytes of a small part, which was parsed as a whole: every other byte stays."""

import re
from collections.abc import Iterable
from typing import Final

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.errors import EditError
from ippbook.ooxml.xml import escapes
from ippbook.ooxml.xml.splices import Splice
from ippbook.ooxml.xml.xmltree import XmlNode

_TAG: Final = late_pattern(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_NAME: Final = late_pattern(rb"<([^\s/>]+)")
_ATTRIBUTE: Final = r"""(\s{name}\s*=\s*)("[^"]*"|'[^']*')"""


def replaced(raw: bytes, cuts: Iterable[Splice]) -> bytes:
    """*raw* with the cuts made; they do not overlap."""
    for start, end, data in sorted(cuts, reverse=True):
        raw = raw[:start] + data + raw[end:]
    return raw


def attribute_splice(raw: bytes, node: XmlNode, name: str, value: str) -> list[Splice]:
    """The cut that gives *node* another value of its attribute; none where it has no such attribute."""
    found = re.search(_ATTRIBUTE.replace("{name}", name).encode(), raw[node.at : tag_end(raw, node)])
    if found is None:
        return []
    return [(node.at + found.start(2) + 1, node.at + found.end(2) - 1, ascii_xml(escapes.attribute_value(value)))]


def attribute_cut(raw: bytes, node: XmlNode, name: str) -> list[Splice]:
    """The cut that takes an attribute out of the start tag of *node*; none where it has no such attribute."""
    found = re.search(_ATTRIBUTE.replace("{name}", name).encode(), raw[node.at : tag_end(raw, node)])
    return [] if found is None else [(node.at + found.start(), node.at + found.end(), b"")]


def tag_end(raw: bytes, node: XmlNode) -> int:
    """Where the start tag of *node* ends."""
    found = _TAG.match(raw, node.at)
    return found.end() if found else node.at


def whole_end(raw: bytes, node: XmlNode) -> int:
    """Where *node* ends, with its end tag where it has one."""
    end = tag_end(raw, node)
    return end if raw[:end].endswith(b"/>") else raw.index(b">", node.end) + 1


def prefix(raw: bytes, node: XmlNode) -> str:
    """The prefix of the node's name with its colon; "" where it has none."""
    found = _NAME.match(raw, node.at)
    space, colon, _ = found[1].decode().rpartition(":") if found else ("", "", "")
    return space + colon


def closed(raw: bytes, node: XmlNode) -> bool:
    """Whether the node is written as one tag, `<name/>`."""
    return raw[: tag_end(raw, node)].endswith(b"/>")


def first_child(raw: bytes, node: XmlNode, child: bytes) -> Splice:
    """The cut that puts *child* before all else that is inside *node*."""
    end = tag_end(raw, node)
    return _opened(raw, node, child) if closed(raw, node) else (end, end, child)


def last_child(raw: bytes, node: XmlNode, child: bytes) -> Splice:
    """The cut that puts *child* behind all else that is inside *node*."""
    return _opened(raw, node, child) if closed(raw, node) else (node.end, node.end, child)


def _opened(raw: bytes, node: XmlNode, child: bytes) -> Splice:
    found = _NAME.match(raw, node.at)
    name = found[1] if found else b""
    end = tag_end(raw, node)
    return end - 2, end, b">" + child + b"</" + name + b">"


def ascii_xml(text: str) -> bytes:
    """XML as bytes that every encoding of a part reads alike."""
    return text.encode("ascii", "xmlcharrefreplace")


def refuse_utf16(raw: bytes, where: str) -> None:
    """Refuse a part whose bytes cannot be changed like this."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:4]:
        raise EditError(
            "{where} is written in UTF-16, which is not changed here; open the file in Excel and save it.", where=where
        )
