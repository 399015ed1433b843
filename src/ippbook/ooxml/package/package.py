"""Whole parts of a workbook: added, replaced and taken out, with their content type and the relationship that names them.

    parts = ooxml.Parts()
    parts.put(part, data, content_type="", owner=None, relation="", relation_id="")
    parts.remove(part)
    parts.retype(part, content_type)
    ooxml.save(book, ooxml.Edits(), out, parts=parts)

A part is named without a slash before it (`xl/vbaProject.bin`); the owner "" is the package itself, whose relationships
are in `_rels/.rels`. To read: `book.part(name)` gives bytes or None, `book.related(owner)` the relationships by id.

[Content_Types].xml and the .rels get one element in or out and keep every other byte, so that taking out what was put in
gives their old bytes again. A change that is there already changes nothing.
"""

import posixpath
import re
from collections.abc import Mapping
from dataclasses import field
from typing import Final, NamedTuple
from urllib.parse import unquote

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.errors import EditError
from ippbook.ooxml.package import container
from ippbook.ooxml.package.container import Container, ZipMember
from ippbook.ooxml.xml import elements, escapes, xmltree
from ippbook.ooxml.xml.splices import Splice
from ippbook.ooxml.xml.xmltree import XmlNode
from ippbook.quick_dataclasses import dataclass

CONTENT_TYPES: Final = "[Content_Types].xml"
_SPACE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_NO_RELATIONS: Final = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<Relationships xmlns="{_SPACE}"></Relationships>'.encode()
_NAME: Final = late_pattern(r"(?:[A-Za-z0-9_.~()$&'+,;=@!-]+/)*[A-Za-z0-9_~()$&'+,;=@!.-]*[A-Za-z0-9_~()$&'+,;=@!-]")
_ID: Final = late_pattern(r"[A-Za-z_][A-Za-z0-9_.-]*")
_XML: Final = (".xml", ".rels", ".vml")


class Relation(NamedTuple):
    """A relationship: its type (a URI), the part that it names (as it is called in the file), or the address outside."""

    kind: str
    target: str
    external: bool = False


class _Put(NamedTuple):
    part: str
    data: bytes
    content_type: str
    owner: str | None
    relation: str
    relation_id: str


class _Remove(NamedTuple):
    part: str


class _Retype(NamedTuple):
    part: str
    content_type: str


@dataclass
class Parts:
    """Parts to put in and to take out, in the order of the calls."""

    steps: list[_Put | _Remove | _Retype] = field(default_factory=list)

    def put(
        self,
        part: str,
        data: bytes,
        *,
        content_type: str = "",
        owner: str | None = None,
        relation: str = "",
        relation_id: str = "",
    ) -> None:
        """Add *part*, or replace it where there is one of that name.

        *content_type* may be left out where the ending has one already, or where the part is there. *owner* is the part
        that names it ("" the package) by a relationship of the type *relation*; one that is there is used. *relation_id*
        fixes its id for owners that name it, else it is the next free `rId`. Raises `EditError` for a name that no part
        may have; saving raises it for a part without a type, an owner that is not there and an id that is taken.
        """
        _check_name(part)
        if part.lower().endswith(_XML):
            xmltree.parse_xml(data, f"the part {part!r}")
        if (owner is None) != (not relation):
            raise EditError(
                "the part {part!r}: an owner and the type of its relationship go together; give both.", part=part
            )
        if relation_id and not _ID.fullmatch(relation_id):
            raise EditError(
                "the part {part!r}: {relation_id!r} is not an id of a relationship; use one such as 'rId7'.",
                part=part,
                relation_id=relation_id,
            )
        self.steps.append(_Put(part, data, content_type, owner, relation, relation_id))

    def remove(self, part: str) -> None:
        """Take *part* out, with its content type, its own relationships, and every relationship that names it.

        A part that is not there is not an error. Saving raises `EditError` where its owner still names it by the id.
        """
        _check_name(part)
        self.steps.append(_Remove(part))

    def retype(self, part: str, content_type: str) -> None:
        """Give *part* another content type: a workbook that gets macros is of another type than one without."""
        _check_name(part)
        self.steps.append(_Retype(part, content_type))

    def touched(self) -> list[tuple[str, bool]]:
        """The parts that are put or removed, and whether they are removed."""
        return [(step.part, isinstance(step, _Remove)) for step in self.steps if not isinstance(step, _Retype)]


def _check_name(part: str) -> None:
    known = part.lower()
    if not _NAME.fullmatch(part) or ".." in part.split("/"):
        raise EditError(
            "{part!r} is not a name for a part; use letters, digits and slashes, as in 'xl/media/image1.png'.",
            part=part,
        )
    if known.endswith(".rels") and posixpath.basename(posixpath.dirname(known)) == "_rels":
        raise EditError("{part!r} is kept by the package itself; put the part that it is to name.", part=part)


def rels_of(part: str) -> str:
    """The part that holds the relationships of *part*; those of the whole package for ""."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def target_part(target: str, owner: str) -> str:
    """The part that a relationship of *owner* names with its `Target`.

    >>> target_part("../tables/table1.xml", "xl/worksheets/sheet1.xml"), target_part("/xl/styles.xml#a", "xl/workbook.xml")
    ('xl/tables/table1.xml', 'xl/styles.xml')
    """
    plain = unquote(target.partition("#")[0]).replace("\\", "/")
    folder = posixpath.dirname(owner)
    return posixpath.normpath(plain if plain.startswith("/") else posixpath.join("/", folder, plain)).lstrip("/")


def relations(root: XmlNode, owner: str, members: Mapping[str, ZipMember]) -> dict[str, Relation]:
    """The relationships of *owner* by id. Targets outside the workbook stay as they are and are not followed."""
    out = {}
    for node in root.children:
        external = node.get("TargetMode") == "External"
        target = node.get("Target")
        if not external:
            target = target_part(target, owner)
            member = members.get(target.lower())
            target = (member.name if member else target).replace("\\", "/")
        out[node.get("Id")] = Relation(node.get("Type"), target, external)
    return out


class Package:
    """The parts of a workbook while they are changed: what is new, what is changed, what is removed."""

    def __init__(self, box: Container, members: Mapping[str, ZipMember]) -> None:
        self.box = box
        self.members = members
        self.now: dict[str, bytes | None] = {}  # by key, where it is not what the file holds
        self.names: dict[str, str] = {}  # of new parts, by key
        self.loosened: list[tuple[str, str]] = []  # relationships that went: owner, id

    def apply(self, parts: Parts) -> None:
        """Take all the steps. Raises `EditError` where one cannot be taken."""
        for step in parts.steps:
            if isinstance(step, _Put):
                self._put(step)
            elif isinstance(step, _Remove):
                self.remove(step.part)
            else:
                if self.read(step.part) is None:
                    raise EditError(
                        "{box_path}: there is no part {part!r} to give a type; check its name.",
                        box_path=self.box.path,
                        part=step.part,
                    )
                self._type(step.part, step.content_type)
        self._check_loose_ends()

    def changed(self) -> dict[str, bytes | None]:
        """New bytes of parts that the file has, by key; None for those that are gone."""
        return {
            key: data
            for key, data in self.now.items()
            if key in self.members and (data is None or data != self._old(key))
        }

    def added(self) -> dict[str, bytes]:
        """The parts that the file does not have, by name."""
        return {self.names[key]: data for key, data in self.now.items() if key not in self.members and data is not None}

    def read(self, part: str) -> bytes | None:
        """The bytes of *part* as they will be; None where there is none."""
        key = part.lower()
        return self.now[key] if key in self.now else self._old(key)

    def write(self, part: str, data: bytes) -> None:
        """Give *part*, which has a type already, these bytes."""
        self.now[part.lower()] = data
        self.names.setdefault(part.lower(), part)

    def type_of(self, part: str) -> str:
        """The content type of *part*."""
        override, default = _typed(self._tree(CONTENT_TYPES)[1], part)
        return override.get("ContentType") if override else default

    def remove(self, part: str) -> None:
        """Take *part* out, with its type, its relationships and those that name it."""
        if self.read(part) is None:
            return
        self.now[part.lower()] = None
        rels = rels_of(part)
        if self.read(rels) is not None:
            self.now[rels.lower()] = None
        self._untype(part)
        for owner in self._owners():
            self._loosen(owner, part)

    # ---- parts

    def _old(self, key: str) -> bytes | None:
        member = self.members.get(key)
        return None if member is None else container.whole(self.box, member)

    def _tree(self, part: str) -> tuple[bytes, XmlNode]:
        raw = self.read(part) or b""
        where = f"{self.box.path}: the part {part!r}"
        elements.refuse_utf16(raw, where)
        return raw, xmltree.parse_xml(raw, where)

    def _put(self, step: _Put) -> None:
        if step.owner and self.read(step.owner) is None:
            raise EditError(
                "{box_path}: the part {owner!r}, which is to name {part!r}, is not there; put it first.",
                box_path=self.box.path,
                owner=step.owner,
                part=step.part,
            )
        fresh = self.read(step.part) is None
        self.write(step.part, step.data)
        self._type(step.part, step.content_type, fresh=fresh)
        if step.owner is not None:
            self._relate(step.owner, step.part, step.relation, step.relation_id)

    # ---- content types

    def _type(self, part: str, wanted: str, *, fresh: bool = False) -> None:
        raw, root = self._tree(CONTENT_TYPES)
        override, default = _typed(root, part)
        found = override.get("ContentType") if override else default
        if not wanted:
            if fresh and not found:
                raise EditError(
                    "{box_path}: the part {part!r} is of no known type; give its content type.",
                    box_path=self.box.path,
                    part=part,
                )
            return
        if found.lower() == wanted.lower():
            return
        if override:
            self.write(
                CONTENT_TYPES, elements.replaced(raw, elements.attribute_splice(raw, override, "ContentType", wanted))
            )
            return
        space = elements.prefix(raw, root)
        name = escapes.attribute_value("/" + part)
        new = elements.ascii_xml(
            f'<{space}Override PartName="{name}" ContentType="{escapes.attribute_value(wanted)}"/>'
        )
        self.write(CONTENT_TYPES, elements.replaced(raw, [elements.last_child(raw, root, new)]))

    def _untype(self, part: str) -> None:
        raw, root = self._tree(CONTENT_TYPES)
        override, _ = _typed(root, part)
        if override is not None:
            self.write(CONTENT_TYPES, elements.replaced(raw, [(override.at, elements.whole_end(raw, override), b"")]))

    # ---- relationships

    def _relate(self, owner: str, part: str, kind: str, wanted: str) -> None:
        rels = rels_of(owner)
        if self.read(rels) is None:
            self.write(rels, _NO_RELATIONS)
        raw, root = self._tree(rels)
        ids = {node.get("Id") for node in root.children}
        for node in root.children:
            own = (
                node.get("TargetMode") != "External" and target_part(node.get("Target"), owner).lower() == part.lower()
            )
            if own and node.get("Type") == kind and wanted in ("", node.get("Id")):
                return
        if wanted in ids:
            raise EditError(
                "{box_path}: the id {wanted!r} names another part than {part!r} already; choose another id.",
                box_path=self.box.path,
                wanted=wanted,
                part=part,
            )
        free = wanted or next(name for number in range(1, len(ids) + 2) if (name := f"rId{number}") not in ids)
        space = elements.prefix(raw, root)
        target = escapes.attribute_value(posixpath.relpath("/" + part, posixpath.join("/", posixpath.dirname(owner))))
        new = elements.ascii_xml(
            f'<{space}Relationship Id="{free}" Type="{escapes.attribute_value(kind)}" Target="{target}"/>'
        )
        self.write(rels, elements.replaced(raw, [elements.last_child(raw, root, new)]))

    def _owners(self) -> list[str]:
        """The parts that have relationships; "" for the package."""
        found = []
        for key in {*self.members, *self.now}:
            folder, name = posixpath.split(key)
            if name.endswith(".rels") and posixpath.basename(folder) == "_rels" and self.read(key) is not None:
                found.append(posixpath.join(posixpath.dirname(folder), name.removesuffix(".rels")))
        return sorted(found)

    def _loosen(self, owner: str, part: str) -> None:
        """Take the relationships of *owner* out that name *part*; where none remains, also the part that had them."""
        raw, root = self._tree(rels_of(owner))
        named = [
            node
            for node in root.children
            if node.get("TargetMode") != "External" and target_part(node.get("Target"), owner).lower() == part.lower()
        ]
        if not named:
            return
        self.loosened += [(owner, node.get("Id")) for node in named]
        if len(named) == len(root.children) and owner:
            self.now[rels_of(owner).lower()] = None
            return
        cuts: list[Splice] = [(node.at, elements.whole_end(raw, node), b"") for node in named]
        self.write(rels_of(owner), elements.replaced(raw, cuts))

    def _check_loose_ends(self) -> None:
        """Refuse when a part still names a relationship that was removed."""
        for owner, name in self.loosened:
            data = self.read(owner) if owner else None
            if data is None or not re.search(rb"""["']%b["']""" % re.escape(name.encode()), data):
                continue
            if self.read(rels_of(owner)) is None or name not in relations(self._tree(rels_of(owner))[1], owner, {}):
                raise EditError(
                    "{box_path}: the part {owner!r} still names {name!r}, which would no longer exist; change that part too.",
                    box_path=self.box.path,
                    owner=owner,
                    name=name,
                )


def _typed(root: XmlNode, part: str) -> tuple[XmlNode | None, str]:
    """The element that gives *part* its content type, and the type that its ending has."""
    override, default = None, ""
    for node in root.children:
        name = node.tag.rpartition("}")[2]
        if name == "Override" and unquote(node.get("PartName")).lower() == "/" + part.lower():
            override = node
        elif name == "Default" and node.get("Extension").lower() == part.rpartition(".")[2].lower():
            default = node.get("ContentType")
    return override, default
