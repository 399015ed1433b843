"""XML read with expat, safely: no document type, so no entities of the file's own and nothing from outside.

Strict OOXML (ISO 29500 Strict) has other namespaces for the same things; they are read as the transitional ones.
"""

from typing import Final
from xml.parsers import expat
from xml.parsers.expat import XMLParserType

from ippbook.ooxml.errors import DamagedError, HostileError

MAIN_NAMESPACE: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION_NAMESPACE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = {
    "http://purl.oclc.org/ooxml/spreadsheetml/main": MAIN_NAMESPACE,
    "http://purl.oclc.org/ooxml/officeDocument/relationships": RELATION_NAMESPACE,
}
MAX_ELEMENT_DEPTH: Final = 256  # elements within elements; Excel's own parts stay below 40


class XmlNode:
    """One element: `tag` is its name in the main namespace, or `{namespace}name` in any other."""

    __slots__ = ("at", "attributes", "children", "end", "parts", "tag")

    def __init__(self, tag: str, attributes: dict[str, str], at: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[XmlNode] = []
        self.parts: list[str] = []
        self.at = at  # where its `<` is, in bytes
        self.end = at

    @property
    def text(self) -> str:
        """The text directly inside."""
        return "".join(self.parts)

    def get(self, name: str, default: str = "") -> str:
        """An attribute's value."""
        return self.attributes.get(name, default)

    def first(self, tag: str) -> "XmlNode | None":
        """The first child of that name."""
        return next((child for child in self.children if child.tag == tag), None)

    def all(self, tag: str) -> "list[XmlNode]":
        """The children of that name."""
        return [child for child in self.children if child.tag == tag]

    def under(self, *tags: str) -> "list[XmlNode]":
        """The children of that name in the first element down the path."""
        node: XmlNode | None = self
        for tag in tags[:-1]:
            node = node.first(tag) if node else None
        return node.all(tags[-1]) if node else []


def short(name: str) -> str:
    """The `namespace local` of expat as `local` for the main namespace, `{namespace}local` else."""
    space, gap, local = name.rpartition(" ")
    if not gap:
        return name
    space = _STRICT.get(space, space)
    return local if space == MAIN_NAMESPACE else f"{{{space}}}{local}"


def doctype_error(where: str) -> HostileError:
    """The refusal of a document type declaration."""
    return HostileError(
        "{where} has a document type declaration (DTD). Excel writes none, and it can do harm; ask the sender for a clean copy.",
        where=where,
    )


def too_deep(where: str) -> HostileError:
    """The refusal of elements that nest without end."""
    return HostileError(
        "{where} nests elements more than {max_element_depth} deep, so the file is not to be trusted; ask the sender for a clean copy.",
        where=where,
        max_element_depth=MAX_ELEMENT_DEPTH,
    )


def malformed(where: str, reason: object) -> DamagedError:
    """The refusal of XML that is not well-formed."""
    return DamagedError(
        "{where} is not well-formed XML ({reason}); open the file in Excel, let it repair the file, and save.",
        where=where,
        reason=reason,
    )


def parser(where: str) -> XMLParserType:
    """An expat parser that knows namespaces and refuses a document type. *where* begins its error sentence."""
    machine = expat.ParserCreate(namespace_separator=" ")
    machine.buffer_text = True

    def refuse(*_: object) -> None:
        raise doctype_error(where)

    machine.StartDoctypeDeclHandler = refuse
    machine.EntityDeclHandler = refuse
    return machine


def feed(machine: XMLParserType, data: bytes, where: str, *, final: bool = False) -> None:
    """Parse one more piece; a fault becomes a sentence that begins with *where*."""
    try:
        machine.Parse(data, final)
    except expat.ExpatError as error:
        raise malformed(where, expat.ErrorString(error.code)) from None
    except (LookupError, ValueError) as error:  # an encoding that is unknown, or that expat cannot read
        raise malformed(where, error) from None


def parse_xml(data: bytes, where: str) -> XmlNode:
    """The tree of a small part. Names are in short form."""
    machine = parser(where)
    top = XmlNode("", {}, 0)
    stack = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > MAX_ELEMENT_DEPTH:
            raise too_deep(where)
        node = XmlNode(short(name), {short(key): value for key, value in attributes.items()}, machine.CurrentByteIndex)
        stack[-1].children.append(node)
        stack.append(node)

    def end(_: str) -> None:
        stack.pop().end = machine.CurrentByteIndex

    def text(data: str) -> None:
        stack[-1].parts.append(data)

    machine.StartElementHandler = start
    machine.EndElementHandler = end
    machine.CharacterDataHandler = text
    feed(machine, data, where, final=True)
    return top.children[0]
