"""The package as the checks see it: parts, their XML, content types and relationships."""

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import unquote
from xml.parsers import expat

from lxml import etree

from ippbook.late_patterns import late_pattern
from ippbook.ooxml import Limits
from ippbook.ooxml.excel_limits import MAX_CELL_LENGTH
from ippbook.ooxml.package.container import Container, inflate, read_container
from ippbook.ooxml.package.package import CONTENT_TYPES, rels_of, target_part
from ippbook.verification import sheet_cells
from ippbook.verification.faults import Observation
from ippbook.verification.schema import content_models
from ippbook.verification.schema.content_models import MC, Violation
from ippbook.verification.schema.names import attribute_texts, element_name, plain_tag

OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_ROWS: Final = late_pattern(rb"<((?:[A-Za-z_][\w.-]*:)?)sheetData\b[^>]*?(/?)>")
_NO_CONTENT: Final = late_pattern(rb"<!--.*?-->|(?<!^)<\?.*?\?>", re.DOTALL)
"""Comments, and instructions to programs other than the declaration at the start."""
_PLAIN_ITEM: Final = late_pattern(rb'<si><t(?: xml:space="preserve")?>([^<]*+)</t></si>')
_COMPATIBLE: Final = etree.XPath("//*[@mc:Ignorable or @mc:MustUnderstand] | //mc:Choice", namespaces={"mc": MC})
_RELATED: Final = etree.XPath(f"//*[@*[namespace-uri() = '{OFFICE}' or namespace-uri() = '{_STRICT}']]")
_XML_ENDINGS: Final = ("xml", "rels", "vml")


class RelationEntry(NamedTuple):
    """A relationship as the file has it."""

    id: str
    kind: str
    """The end of its type, such as `worksheet` or `vmlDrawing`."""
    target: str
    """The part that it names, as a key; the address outside."""
    external: bool


class XmlPart:
    """The XML of a part, read once; of a sheet without its rows, which are facts of their own."""

    def __init__(self, name: str, data: bytes, kind: str) -> None:
        self.name = name
        self.error = ""
        self.root: etree._Element | None = None
        self.cells: sheet_cells.CellFacts | None = None
        self.items = 0
        """Texts of a list of shared strings that were taken out of the tree."""
        self.long_items = 0
        self.rows = b""
        data = _as_utf8(data)
        if re.search(rb"<!DOCTYPE", data[:4096]):
            self.error = "it has a document type declaration"
        elif kind == "sheet":
            self._sheet(data)
        elif kind == "strings":
            self._strings(data)
        else:
            self._tree(data)

    def _tree(self, data: bytes) -> None:
        try:
            self.root = etree.fromstring(
                data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
            )
        except etree.XMLSyntaxError as error:
            self.error = str(error.msg or "it is not well-formed").rstrip(".")
        except ValueError as error:
            self.error = str(error)

    def _sheet(self, data: bytes) -> None:
        if b"<!--" in data or b"<?" in data[5:]:
            if fault := _malformed(data):
                self.error = fault
                return
            data = _NO_CONTENT.sub(b"", data)  # what looks like the rows may be in it
        opened = _ROWS.search(data)
        if opened is None or opened[2]:
            self._tree(data)
            self.cells = sheet_cells.CellFacts()
            return
        closing = b"</" + opened[1] + b"sheetData"
        end = data.find(closing, opened.end())
        if end < 0:
            self._tree(data)
            return
        if fault := _malformed(data):
            self.error = fault
            return
        rows = data[opened.end() : end]
        self._tree(data[: opened.end()] + data[end:])
        if self.error:  # such as a prefix that only an element among the rows declares
            return
        try:
            self.cells = sheet_cells.scanned(rows) if not opened[1] and sheet_cells.usual(rows) else None
        except sheet_cells.UnusualRowsError:
            self.cells = None
        if self.cells is None:
            rows, bad = sheet_cells.spelled_again(data)
            try:
                self.cells = sheet_cells.scanned(rows)
            except sheet_cells.UnusualRowsError:
                self.error = "its rows cannot be read"
                return
            self.cells.range_faults += [
                Observation(name, f"{name[:40]!r} is not a reference of a cell") for name in bad[: sheet_cells.KEPT]
            ]
        self.rows = rows

    def _strings(self, data: bytes) -> None:
        if fault := _malformed(data):
            self.error = fault
            return
        plain = _PLAIN_ITEM.findall(data)
        self.items = len(plain)
        self.long_items = sum(
            len(text) > MAX_CELL_LENGTH and sheet_cells.xml_text_length(text) > MAX_CELL_LENGTH for text in plain
        )
        self._tree(_PLAIN_ITEM.sub(b"", data))

    @cached_property
    def violations(self) -> list[Violation]:
        """Where it breaks its schema; at most a hundred."""
        if self.root is None:
            return []
        found = []
        for violation in content_models.violations(self.root):
            found.append(violation)
            if len(found) == 100:
                break
        return found

    @cached_property
    def prefix_faults(self) -> list[str]:
        """Prefixes that Ignorable, MustUnderstand, ProcessContent or Requires name and no one declares."""
        found: list[str] = []
        for node in _found_elements(_COMPATIBLE, self.root):
            names = [str(node.get("Requires", ""))] if element_name(node) == f"{{{MC}}}Choice" else []
            names += [str(node.get(f"{{{MC}}}{each}", "")) for each in ("Ignorable", "MustUnderstand")]
            found += [prefix for prefix in " ".join(names).split() if prefix not in node.nsmap and prefix not in found]
        return found

    @cached_property
    def used_ids(self) -> list[tuple[str, str]]:
        """Each element with the id of a relationship that it names, in the namespace of relationships."""
        if self.root is None:
            return []
        return [
            (plain_tag(node), value)
            for node in _found_elements(_RELATED, self.root)
            for key, value in attribute_texts(node)
            if key.startswith((f"{{{OFFICE}}}", f"{{{_STRICT}}}"))
        ]


def _found_elements(path: etree.XPath, root: etree._Element | None) -> list[etree._Element]:
    """The elements that an XPath finds."""
    found: object = path(root) if root is not None else []
    return [each for each in found if isinstance(each, etree._Element)] if isinstance(found, list) else []  # noqa: SLF001  # the only name of the type


def _as_utf8(data: bytes) -> bytes:
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data
    text = data.decode("utf-16", "replace")
    return re.sub(r"^<\?xml[^>]*\?>", "", text).encode()


def _malformed(data: bytes) -> str:
    """Why expat does not take the XML; "" where it does."""
    machine = expat.ParserCreate(namespace_separator=" ")
    try:
        machine.Parse(data, True)
    except expat.ExpatError as error:
        return f"{expat.ErrorString(error.code)}, line {error.lineno}, column {error.offset + 1}"
    except (LookupError, ValueError) as error:
        return str(error)
    return ""


_Cache = dict[tuple[str, int, int], XmlPart]


class PackageView:
    """A package. Parts are named by their key: lower case, slashes, none in front."""

    def __init__(self, path: Path, limits: Limits, cache: _Cache | None = None) -> None:
        self.path = path
        self._container: Container = read_container(path, limits)
        self.members = self._container.by_name()
        self._cache: _Cache = {} if cache is None else cache
        self._relations: dict[str, list[RelationEntry]] = {}

    def spelled(self, key: str) -> str:
        """The name of a part as the file spells it."""
        return self.members[key].name if key in self.members else key

    def data(self, key: str) -> bytes:
        """The bytes of a part."""
        return b"".join(inflate(self._container, self.members[key]))

    def xml(self, key: str) -> XmlPart:
        """The XML of a part."""
        member = self.members[key]
        kind = self.kind(key)
        known = (kind if kind in ("sheet", "strings") else "xml", member.crc, member.size)
        if known not in self._cache:
            self._cache[known] = XmlPart(key, self.data(key), known[0])
        return self._cache[known]

    # ---- content types

    @cached_property
    def type_entries(self) -> list[tuple[str, str, str]]:
        """Default or Override; ending or part; content type."""
        key = CONTENT_TYPES.lower()
        root = self._xml_of_types(key)
        found = []
        for node in root if root is not None else ():
            if name := plain_tag(node):
                which = node.get("Extension", "") if name == "Default" else unquote(str(node.get("PartName", "")))
                found.append((name, str(which), str(node.get("ContentType", ""))))
        return found

    def _xml_of_types(self, key: str) -> etree._Element | None:
        if key not in self.members:
            return None
        member = self.members[key]
        known = ("xml", member.crc, member.size)
        if known not in self._cache:
            self._cache[known] = XmlPart(key, self.data(key), "xml")
        return self._cache[known].root

    @cached_property
    def _types(self) -> tuple[dict[str, str], dict[str, str]]:
        defaults, overrides = {}, {}
        for name, which, kind in self.type_entries:
            if name == "Default":
                defaults[which.lower()] = kind
            else:
                overrides[which.lower().lstrip("/")] = kind
        return defaults, overrides

    def content_type(self, key: str) -> str:
        """The content type of a part; "" where it has none."""
        defaults, overrides = self._types
        return overrides.get(key) or defaults.get(key.rpartition(".")[2], "")

    def kind(self, key: str) -> str:
        """sheet, strings, xml, or binary."""
        kind = self.content_type(key).lower()
        if kind.endswith(("worksheet+xml", "dialogsheet+xml")):
            return "sheet"
        if kind.endswith("sharedstrings+xml"):
            return "strings"
        if key == CONTENT_TYPES.lower() or kind.endswith(("+xml", "/xml")):
            return "xml"
        return "xml" if key.rpartition(".")[2] in _XML_ENDINGS[:2] else "binary"

    @cached_property
    def xml_parts(self) -> list[str]:
        """The keys of all parts that are XML and that Excel reads."""
        return [
            key
            for key in self.members
            if not key.endswith("/") and self.kind(key) != "binary" and not key.endswith(".vml")
        ]

    # ---- relationships

    def relations(self, owner: str) -> list[RelationEntry]:
        """The relationships of a part, in order; of the package for ""."""
        if owner not in self._relations:
            self._relations[owner] = list(self._read_relations(owner))
        return self._relations[owner]

    def _read_relations(self, owner: str) -> Iterator[RelationEntry]:
        key = rels_of(owner).lower()
        root = self.xml(key).root if key in self.members else None
        for node in root if root is not None else ():
            if not element_name(node):
                continue
            target = str(node.get("Target", ""))
            external = node.get("TargetMode") == "External" or target.startswith("#")  # a place in this workbook
            yield RelationEntry(
                str(node.get("Id", "")),
                str(node.get("Type", "")).rpartition("/")[2],
                target if external else target_part(target, owner).lower(),
                external,
            )

    def related(self, owner: str, identity: str) -> RelationEntry | None:
        """The relationship of that id."""
        return next((each for each in self.relations(owner) if each.id == identity), None)

    @cached_property
    def owners(self) -> list[str]:
        """The parts that have relationships, by their keys; "" for the package."""
        found = []
        for key in self.members:
            folder, name = posixpath.split(key)
            if name.endswith(".rels") and posixpath.basename(folder) == "_rels":
                found.append(posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels")))
        return found

    @cached_property
    def workbook(self) -> str:
        """The key of the workbook part; "" where there is none."""
        return next(
            (
                each.target
                for each in self.relations("")
                if each.kind == "officeDocument" and each.target in self.members
            ),
            "",
        )
