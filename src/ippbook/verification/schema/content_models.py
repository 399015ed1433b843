"""Holds a tree of XML against the schemas of ECMA-376: order of the children, attributes, values.

The schemas are in content_models.txt, made by `from_xsd`. What Excel itself writes or takes in spite of the schema is in
`tolerated.txt`. Elements and attributes of other namespaces are skipped: extensions have schemas of their own.
"""

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from lxml import etree

from ippbook.late_patterns import late_pattern
from ippbook.ooxml import refs
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.quick_dataclasses import dataclass
from ippbook.verification.schema.names import attribute_texts, element_name

SPACES: Final = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": "s",
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": "xdr",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing": "cdr",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/package/2006/content-types": "ct",
    "http://schemas.openxmlformats.org/package/2006/relationships": "rel",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
}
"""The namespaces that the schemas know, and the prefixes of content_models.txt."""
MC: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
"""The namespace of markup compatibility (ECMA-376 part 3)."""
_FOLDER: Final = Path(__file__).parent
_TOKEN: Final = late_pattern(r"[A-Za-z]+:\w+|[().,|?*+]|\{[0-9]*,[0-9]*\}")
_NUMBER: Final = late_pattern(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[-+]?INF|NaN")
_MAX_UINT: Final = 4_294_967_295


class Violation(NamedTuple):
    """A place where a tree breaks the schema."""

    kind: str
    """order, attribute, value, or range (a number that only Excel refuses)"""
    path: str
    """The elements down to the place, as `worksheet/mergeCells/mergeCell[3]`."""
    sentence: str


@dataclass(frozen=True)
class ContentModel:
    """A complex type."""

    order: str
    children: dict[str, str]
    attributes: dict[str, tuple[str, bool]]
    """Name to type of the value, and whether it must be there."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Matches the names of the children, each with a space behind it."""
        out = []
        for word in _TOKEN.findall(self.order):
            if ":" in word:
                out.append(f"(?:{re.escape(word)} )")
            elif word == ".":
                out.append(r"(?:\S+ )")
            elif word == "(":
                out.append("(?:")
            elif word == ",":
                continue
            elif word in "*+":
                out.append(word + "+")  # the schemas are deterministic: what was matched is never returned
            else:
                out.append(word)
        return re.compile("".join(out))

    @property
    def open(self) -> bool:
        """Whether it takes elements of any name."""
        return "." in self.order

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The place of each child in the schema's order."""
        return {name: at for at, name in enumerate(dict.fromkeys(_TOKEN.findall(self.order)))}


class Schemas(NamedTuple):
    """All that content_models.txt says."""

    roots: dict[str, str]
    types: dict[str, ContentModel]
    values: dict[str, str]


@lru_cache(maxsize=1)
def schemas() -> Schemas:
    """The schemas, read once."""
    roots, types, values = {}, {}, {}
    for line in (_FOLDER / "content_models.txt").read_text("utf-8").splitlines():
        kind, name, *rest = line.split("\t")
        if kind == "root":
            roots[name] = rest[0]
        elif kind == "value":
            values[name] = rest[0]
        else:
            order, children, attributes = rest
            fields = {}
            for each in attributes.split():
                key, _, value = each.partition("=")
                fields[key.rstrip("!")] = (value, key.endswith("!"))
            below = dict(each.split("=", 1) for each in children.split())
            types[name] = ContentModel(order, below | {each: _WIDER[each] for each in below if each in _WIDER}, fields)
    types["c:axis"] = ContentModel("", {}, {"val": ("int", True)})
    return Schemas(roots, types, values)


_WIDER: Final = {"c:axId": "c:axis", "c:crossAx": "c:axis"}
"""Elements of a wider type than in the schemas: Excel numbers axes below zero too (workbooks saved by Excel for Mac 2011 and by Excel 16)."""


@lru_cache(maxsize=1)
def tolerated() -> frozenset[str]:
    """Departures from the schema that Excel takes: `type/@attribute`, `type/child`, `type/@attribute=value`."""
    lines = (_FOLDER / "tolerated.txt").read_text("utf-8").splitlines()
    return frozenset(line.partition("#")[0].strip() for line in lines if line.partition("#")[0].strip())


@lru_cache(maxsize=1)
def excel_ranges() -> dict[str, tuple[str, str]]:
    """The lowest and the highest number that Excel takes, by `type/@attribute`."""
    lines = (_FOLDER / "excel_ranges.txt").read_text("utf-8").splitlines()
    return {name: (low, high) for name, low, high, _ in (line.split("\t") for line in lines if line[0] != "#")}


@lru_cache(maxsize=8192)
def known_name(tag: str) -> str:
    """`prefix:local` of a name in a known namespace, else "" ; an attribute without a namespace keeps its name.

    >>> known_name("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}row"), known_name("{urn:x}row"), known_name("r")
    ('s:row', '', 'r')
    """
    if not tag.startswith("{"):
        return tag
    space, _, local = tag[1:].partition("}")
    if space.startswith("http://purl.oclc.org/ooxml/"):  # ISO 29500 Strict
        space = space.replace("http://purl.oclc.org/ooxml/", "http://schemas.openxmlformats.org/").replace(
            "/main", "/2006/main"
        )
        space = space.replace("/relationships", "/2006/relationships").replace("/chart", "/2006/chart")
        space = space.replace("/spreadsheetDrawing", "/2006/spreadsheetDrawing")
    prefix = SPACES.get(space, "")
    return f"{prefix}:{local}" if prefix else ""


@lru_cache(maxsize=65536)
def fits(kind: str, text: str) -> bool:  # noqa: PLR0911  # one return a kind of value
    """Whether *text* is a value of the type *kind*.

    >>> fits("bool", "1"), fits("uint", "-1"), fits("s:ST_SheetState", "hidden"), fits("s:ST_Ref", "A1:B2"), fits("s:ST_Ref", "A0")
    (True, False, True, True, False)
    """
    if kind == "string":
        return True
    if kind == "s:ST_Sqref":
        return all(_is_area(each) for each in text.split())
    if kind in ("s:ST_Ref", "s:ST_CellRef"):
        return _is_area(text)
    name, _, rest = kind.partition(":")
    match name:
        case "bool":
            return text.strip() in ("0", "1", "true", "false", "on", "off")
        case "int" | "uint":
            return _is_whole(text.strip(), name, rest)
        case "double":
            return _NUMBER.fullmatch(text.strip()) is not None and _in_bounds(float(text), rest)
        case "one":
            return text in (word.replace("%20", " ") for word in rest.split("|"))
        case "hex":
            return re.fullmatch("(?:[0-9A-Fa-f]{2})*", text) is not None and (not rest or len(text) == 2 * int(rest))
        case "upto":
            return len(text) <= int(rest)
        case "like":
            return re.fullmatch(rest, text) is not None
    base, bounds = (":".join(kind.split(":")[:2]), ":".join(kind.split(":")[2:]))
    spelled = schemas().values.get(base)
    if spelled is None:
        return True
    options = [spelled] if spelled.startswith("like:") else spelled.split(" ")
    return any(fits(each, text) for each in options) and (
        not bounds or not _NUMBER.fullmatch(text) or _in_bounds(float(text), bounds)
    )


def _is_whole(text: str, kind: str, bounds: str) -> bool:
    if not re.fullmatch(r"[-+]?[0-9]{1,20}", text):
        return False
    number = int(text)
    return (kind == "int" or 0 <= number <= _MAX_UINT) and _in_bounds(number, bounds)


def _in_bounds(number: float, bounds: str) -> bool:
    low, _, high = bounds.partition(":")
    return (not low or number >= float(low)) and (not high or number <= float(high))


def _outside(text: str, low: str, high: str) -> bool:
    number = float(text)
    most, *others = map(float, high.split("|"))
    return not (float(low) <= number <= most or number in others)


_LINES: Final = late_pattern(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})|\$?([0-9]{1,7}):\$?([0-9]{1,7})")


def _is_area(text: str) -> bool:
    if refs.area(text) is not None:
        return not text.endswith(":")
    found = _LINES.fullmatch(text)
    if not found:
        return False
    if found[1]:
        return max(refs.column_number(found[1]), refs.column_number(found[2])) <= MAX_COL
    return all(1 <= int(each) <= MAX_ROW for each in found.groups()[2:])


def root_type(root: etree._Element) -> str:
    """The type of a part's outermost element; "" where the schemas do not have it."""
    return schemas().roots.get(known_name(element_name(root)), "")


def violations(root: etree._Element) -> Iterator[Violation]:
    """Every place where the tree breaks the schema, in the order of the file. Trees of unknown roots have none."""
    kind = root_type(root)
    if kind:
        yield from _Walk().element(root, kind, known_name(element_name(root)).partition(":")[2])


class _Walk:
    """One walk through a tree. What was found of a shape is kept, because most elements have the shape of another."""

    def __init__(self) -> None:
        self._types = schemas().types
        self._leaves: set[tuple[object, ...]] = set()
        """Elements without children that were right: type and attributes."""
        self._shapes: dict[tuple[str, tuple[str, ...]], str] = {}

    def element(self, node: etree._Element, kind: str, path: str) -> Iterator[Violation]:
        """Where *node*, of the type *kind*, and what is in it break the schema."""
        model = self._types.get(kind)
        if model is None:
            return
        if len(node):
            yield from self._attributes(node, model, kind, path)
            yield from self._content(node, model, kind, path)
            return
        leaf = (kind, *node.items())
        if leaf not in self._leaves:
            found = [*self._attributes(node, model, kind, path), *self._content(node, model, kind, path)]
            if not found:
                self._leaves.add(leaf)
            yield from found

    def _content(self, node: etree._Element, model: ContentModel, kind: str, path: str) -> Iterator[Violation]:
        children = list(_children(node, model))
        names = tuple(known_name(element_name(child)) for child in children)
        if model.children and not model.open:
            shape = (kind, names)
            if shape not in self._shapes:
                self._shapes[shape] = _order_fault(model, names, kind)
            if self._shapes[shape]:
                yield Violation("order", path, self._shapes[shape])
        counts: dict[str, int] = {}
        for child, name in zip(children, names, strict=True):
            below = model.children.get(name)
            if below is None:
                continue
            counts[name] = counts.get(name, 0) + 1
            place = f"{path}/{name.partition(':')[2]}[{counts[name]}]"
            if below in self._types:
                yield from self.element(child, below, place)
            elif not len(child) and not fits(below, child.text or ""):
                yield Violation("value", place, f"the text is {(child.text or '')[:60]!r}, which it may not be")

    def _attributes(self, node: etree._Element, model: ContentModel, kind: str, path: str) -> Iterator[Violation]:
        calm, ranges = tolerated(), excel_ranges()
        for key, text in attribute_texts(node):
            name = known_name(key)
            if not name or name.startswith(("rel:", "s:")):
                continue
            found = model.attributes.get(name)
            if found is None:
                if ":" not in name and "*" not in model.attributes and f"{kind}/@{name}" not in calm:
                    yield Violation("attribute", path, f"the attribute {name} is not one that the element may have")
            elif not fits(found[0], text) and not {f"{kind}/@{name}", f"{kind}/@{name}={text}"} & calm:
                yield Violation(
                    "value", path, f"the attribute {name} has the value {text[:60]!r}, which it may not have"
                )
            elif (limits := ranges.get(f"{kind}/@{name}")) and _outside(text, *limits):
                yield Violation(
                    "range",
                    path,
                    f"the attribute {name} is {text.strip()}, and Excel takes {' to '.join(limits).replace('|', ' or ')}",
                )
        for name, (_, required) in model.attributes.items():
            if required and f"{kind}/@{name}!" not in calm and not _has(node, name):
                yield Violation("attribute", path, f"the attribute {name.rpartition(':')[2]} is missing")


def _has(node: etree._Element, name: str) -> bool:
    return name in node.attrib or (":" in name and any(known_name(key) == name for key, _ in attribute_texts(node)))


def _children(node: etree._Element, model: ContentModel) -> Iterator[etree._Element]:
    """The children in known namespaces; of alternative content the choice that the schema knows, else the fallback."""
    for child in node:
        name = element_name(child)
        if not name:
            continue
        if name.startswith(f"{{{MC}}}"):
            if name.endswith("}AlternateContent"):
                yield from _chosen(child, model)
        elif known_name(name):
            yield child


def _chosen(alternatives: etree._Element, model: ContentModel) -> Iterator[etree._Element]:
    for option in alternatives:
        inner = [each for each in option if element_name(each)]
        if inner and all(known_name(element_name(each)) in model.children for each in inner):
            yield from inner
            return


def _order_fault(model: ContentModel, names: tuple[str, ...], kind: str) -> str:
    """What is wrong with the children *names*; "" where nothing is."""
    calm = tolerated()
    names = tuple(name for name in names if f"{kind}/{name}" not in calm)
    if model.pattern.fullmatch("".join(f"{name} " for name in names)):
        return ""
    if f"{kind}/*" in calm:
        return ""
    for name in names:
        if name not in model.children:
            return f"the element {name.rpartition(':')[2]} may not be in it"
    for before, after in pairwise(names):
        if model.ranks[before] > model.ranks[after]:
            first, second = (each.partition(":")[2] for each in (before, after))
            return f"{second} follows {first}, but must be before it"
    twice = next((a for a, b in pairwise(names) if a == b), "")
    if twice:
        return f"{twice.partition(':')[2]} is there more than once, or something before it is missing"
    return "an element is missing" if names else "it is empty, but must have content"
