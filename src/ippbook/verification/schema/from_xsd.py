"""Makes content_models.txt from the XML schemas of ECMA-376: `python -m ippbook.verification.schema.from_xsd FOLDER`.

FOLDER holds the transitional schemas as the standard publishes them (sml.xsd, dml-main.xsd, dml-chart.xsd …). Only what a
workbook can reach is kept, in the form that `content_models` reads:

    root<TAB>name<TAB>type
    type<TAB>name<TAB>order of the children<TAB>types of the children<TAB>attributes
    value<TAB>name<TAB>values
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from ippbook.verification.schema.names import element_name

_XSD: Final = "{http://www.w3.org/2001/XMLSchema}"
_SCHEMAS: Final = {
    "s": "sml.xsd",
    "xdr": "dml-spreadsheetDrawing.xsd",
    "c": "dml-chart.xsd",
    "cdr": "dml-chartDrawing.xsd",
    "a": "dml-main.xsd",
    "ct": "opc-contentTypes.xsd",
    "rel": "opc-relationships.xsd",
    "st": "shared-commonSimpleTypes.xsd",
    "r": "shared-relationshipReference.xsd",
}
_ROOTS: Final = [
    "s:worksheet",
    "s:chartsheet",
    "s:workbook",
    "s:styleSheet",
    "s:sst",
    "s:table",
    "s:comments",
    "s:calcChain",
    "s:connections",
    "s:queryTable",
    "s:pivotTableDefinition",
    "s:pivotCacheDefinition",
    "s:pivotCacheRecords",
    "s:externalLink",
    "s:metadata",
    "s:MapInfo",
    "s:singleXmlCells",
    "xdr:wsDr",
    "c:chartSpace",
    "c:userShapes",
    "a:theme",
    "ct:Types",
    "rel:Relationships",
]
_BUILT_IN: Final = {
    **dict.fromkeys(("boolean",), "bool"),
    **dict.fromkeys(("int", "integer", "long", "short", "byte"), "int"),
    **dict.fromkeys(
        ("unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte", "nonNegativeInteger", "positiveInteger"),
        "uint",
    ),
    **dict.fromkeys(("double", "float", "decimal"), "double"),
    "dateTime": "string",
    "hexBinary": "hex",
}
_TIMES: Final = {("0", "1"): "?", ("1", "1"): "", ("0", "unbounded"): "*", ("1", "unbounded"): "+"}


class _Schemas:
    """The schemas, and what was written of them."""

    def __init__(self, folder: Path) -> None:
        self.top: dict[tuple[str, str, str], etree._Element] = {}
        self.prefixes: dict[str, str] = {}
        spaces = {}
        for prefix, name in _SCHEMAS.items():
            root = etree.parse(str(folder / name)).getroot()
            spaces[root.get("targetNamespace")] = prefix
            for node in root:
                if element_name(node) and node.get("name"):
                    self.top[element_name(node).removeprefix(_XSD), prefix, str(node.get("name"))] = node
                    node.set("schema", prefix)
        self.spaces = spaces
        self.lines: list[str] = []
        self.done: set[str] = set()

    def home(self, node: etree._Element) -> str:
        """The prefix of the schema that holds *node*."""
        while node.get("schema") is None:
            parent = node.getparent()
            assert parent is not None  # noqa: S101  # every node is inside a declaration
            node = parent
        return str(node.get("schema"))

    def name(self, node: etree._Element, text: str) -> str:
        """A name in an attribute of *node*, as prefix:name; `xsd:name` for a type of XML schema."""
        prefix, colon, local = text.rpartition(":")
        space = node.nsmap.get(prefix if colon else None)
        if space == _XSD[1:-1]:
            return f"xsd:{local}"
        return f"{self.spaces.get(space, '?')}:{local}" if space in self.spaces else "?:" + local

    # ---- types

    def complex(self, name: str) -> None:
        if name in self.done or name.startswith(("xsd:", "?:")):
            return
        self.done.add(name)
        prefix, _, local = name.partition(":")
        node = self.top.get(("complexType", prefix, local))
        if node is None:
            return
        children: dict[str, str] = {}
        attributes: dict[str, str] = {}
        order = self._content(node, children, attributes)
        text = " ".join(f"{child}={kind}" for child, kind in children.items())
        self.lines.append("\t".join(("type", name, order, text, " ".join(f"{k}={v}" for k, v in attributes.items()))))
        for kind in children.values():
            if ("simpleType", *kind.split(":")) in self.top:  # an element that has only a text
                self.simple(kind)
            else:
                self.complex(kind)

    def _content(self, node: etree._Element, children: dict[str, str], attributes: dict[str, str]) -> str:
        parts: list[str] = []
        for child in node:
            tag = element_name(child).removeprefix(_XSD)
            if tag in ("complexContent", "simpleContent"):
                return self._content(child, children, attributes)
            if tag in ("extension", "restriction"):
                base = self.name(child, str(child.get("base")))
                prefix, _, local = base.partition(":")
                parent = self.top.get(("complexType", prefix, local))
                first = self._content(parent, children, attributes) if parent is not None else ""
                rest = self._content(child, children, attributes)
                return ",".join(each for each in (first, rest) if each)
            if tag in ("attribute", "attributeGroup", "anyAttribute"):
                self._attribute(child, tag, attributes)
            elif tag:
                parts.append(self._particle(child, tag, children))
        return ",".join(part for part in parts if part)

    def _particle(self, node: etree._Element, tag: str, children: dict[str, str]) -> str:
        times = (node.get("minOccurs", "1"), node.get("maxOccurs", "1"))
        if times == ("0", "0"):
            return ""
        sign = _TIMES.get(times, f"{{{times[0]},{times[1].replace('unbounded', '')}}}")
        if tag == "element":
            name, kind = self._element(node)
            children[name] = kind
            return name + sign
        if tag == "any":
            return "." + sign
        if tag == "group":
            prefix, _, local = self.name(node, str(node.get("ref"))).partition(":")
            group = self.top["group", prefix, local]
            inner = ",".join(
                part
                for child in group
                if element_name(child)
                and (part := self._particle(child, element_name(child).removeprefix(_XSD), children))
            )
        elif tag in ("sequence", "choice", "all"):
            found = [
                part
                for child in node
                if element_name(child)
                and (part := self._particle(child, element_name(child).removeprefix(_XSD), children))
            ]
            inner = ("," if tag == "sequence" else "|").join(found)
            sign = "*" if tag == "all" else sign
        else:
            return ""
        return f"({inner}){sign}" if inner else ""

    def _element(self, node: etree._Element) -> tuple[str, str]:
        if ref := node.get("ref"):
            name = self.name(node, ref)
            prefix, _, local = name.partition(":")
            found = self.top.get(("element", prefix, local))
            return name, self.name(found, str(found.get("type"))) if found is not None and found.get(
                "type"
            ) else "xsd:any"
        kind = self.name(node, str(node.get("type"))) if node.get("type") else "xsd:any"
        return f"{self.home(node)}:{node.get('name')}", kind

    def _attribute(self, node: etree._Element, tag: str, attributes: dict[str, str]) -> None:
        if tag == "anyAttribute":
            attributes["*"] = "string"
            return
        if tag == "attributeGroup":
            prefix, _, local = self.name(node, str(node.get("ref"))).partition(":")
            for child in self.top["attributeGroup", prefix, local]:
                if element_name(child):
                    self._attribute(child, element_name(child).removeprefix(_XSD), attributes)
            return
        if node.get("use") == "prohibited":
            return
        required = "!" if node.get("use") == "required" else ""
        if ref := node.get("ref"):
            attributes[self.name(node, ref) + required] = "string"
            return
        inner = node.find(f"{_XSD}simpleType")
        if inner is not None:
            kind = f"{self.home(node)}:{self._owner(node)}.{node.get('name')}"
            self._value(kind, inner)
        else:
            kind = self.name(node, str(node.get("type", "xsd:string")))
        attributes[str(node.get("name")) + required] = self.simple(kind)

    def _owner(self, node: etree._Element) -> str:
        while node.get("name") is None or node.get("schema") is None:
            parent = node.getparent()
            assert parent is not None  # noqa: S101  # every node is inside a declaration
            node = parent
        return str(node.get("name"))

    # ---- values

    def simple(self, name: str) -> str:
        """What the values of a simple type are called in the file."""
        if name.startswith("xsd:"):
            return _BUILT_IN.get(name[4:], "string")
        if name in self.done:
            return name
        prefix, _, local = name.partition(":")
        node = self.top.get(("simpleType", prefix, local))
        if node is None:
            return "string"
        self.done.add(name)
        self._value(name, node)
        return name

    def _value(self, name: str, node: etree._Element) -> None:
        self.done.add(name)
        self.lines.append("\t".join(("value", name, self._spelled(node))))

    def _spelled(self, node: etree._Element) -> str:  # noqa: PLR0911  # one return a kind of type
        inner = node[0]
        while element_name(inner) in ("", f"{_XSD}annotation"):
            following = inner.getnext()
            assert following is not None  # noqa: S101  # a type has a restriction, a union or a list
            inner = following
        tag = element_name(inner).removeprefix(_XSD)
        if tag == "list":
            return "string"
        if tag == "union":
            named = [self.simple(self.name(inner, each)) for each in str(inner.get("memberTypes", "")).split()]
            return " ".join(named + [self._spelled(each) for each in inner.findall(f"{_XSD}simpleType")])
        words = [re.sub(r"\s", "%20", str(each.get("value"))) for each in inner.findall(f"{_XSD}enumeration")]
        if words:
            return "one:" + "|".join(words)
        base = self.simple(self.name(inner, str(inner.get("base"))))
        least, most = (inner.find(f"{_XSD}{side}Inclusive") for side in ("min", "max"))
        length, longest = (inner.find(f"{_XSD}{side}") for side in ("length", "maxLength"))
        if (pattern := inner.find(f"{_XSD}pattern")) is not None:
            text = str(pattern.get("value"))
            return "string" if re.search(r"\\[pPicIC]", text) else f"like:{text}"  # classes that only XML schema has
        if length is not None and base == "hex":
            return f"hex:{length.get('value')}"
        if longest is not None:
            return f"upto:{longest.get('value')}"
        if least is not None or most is not None:
            low, high = (str(each.get("value")) if each is not None else "" for each in (least, most))
            return f"{base}:{low}:{high}"
        return base


def lines_of(folder: Path) -> Iterator[str]:
    """The lines of content_models.txt."""
    found = _Schemas(folder)
    for root in _ROOTS:
        prefix, _, local = root.partition(":")
        node = found.top["element", prefix, local]
        kind = found.name(node, str(node.get("type"))) if node.get("type") else ""
        if not kind:
            continue
        yield f"root\t{root}\t{kind}"
        found.complex(kind)
    yield from sorted(found.lines, key=lambda line: line.split("\t")[:2])


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines_of(Path(sys.argv[1]))) + "\n")
