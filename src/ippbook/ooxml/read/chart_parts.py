"""The charts of a workbook: their references to cells, and the values that each of them keeps (its cache).

A chart keeps the values of its cells, so that a program that does not calculate can draw it (ECMA-376-1 21.2.2: numRef, strRef, multiLvlStrRef).
"""

from collections.abc import Iterator
from typing import Final

from ippbook.late_patterns import late_pattern
from ippbook.ooxml import refs
from ippbook.ooxml.errors import WorkbookError
from ippbook.ooxml.excel_limits import MAX_COL
from ippbook.ooxml.package.package import CONTENT_TYPES
from ippbook.ooxml.read.blocks import SheetHead
from ippbook.ooxml.read.book import Book
from ippbook.ooxml.read.records import Sheet
from ippbook.ooxml.xml import escapes, xmltree
from ippbook.ooxml.xml.xmltree import XmlNode
from ippbook.quick_dataclasses import dataclass

_SPACES: Final = (
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}",
    "{http://purl.oclc.org/ooxml/drawingml/chart}",
)
_CACHES: Final = {"numRef": "numCache", "strRef": "strCache", "multiLvlStrRef": "multiLvlStrCache"}
_AXIS: Final = frozenset({"cat", "xVal"})
_CHART_TYPE: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_NEWER_TYPE: Final = "application/vnd.ms-office.chartex+xml"
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_HIDDEN: Final = late_pattern(rb"""<(?:\w+:)?col\b[^>]*\bhidden\s*=\s*["'](?:1|true)["'][^>]*>""")
_EDGE: Final = late_pattern(rb"""\b(min|max)\s*=\s*["'](\d{1,5})["']""")
Points = dict[int, str]
"""The values of a cache by their place."""


@dataclass(frozen=True)
class ChartReference:
    """A reference of a chart to cells."""

    kind: str
    """"numRef", "strRef" or "multiLvlStrRef"; "" where its cache is of another kind, which is only read."""
    formula: str
    node: XmlNode
    cell: XmlNode
    """The element with the formula."""
    cache: XmlNode | None = None
    size: int = -1
    """How many points the cache says that it has; -1 without a cache."""
    levels: tuple[Points, ...] = ()
    """The points of the cache; several levels only of a multiLvlStrRef, the innermost first."""
    on_axis: bool = False
    """It gives the categories, not the values."""


@dataclass(frozen=True)
class ChartPart:
    """A chart: its part, and its references. Without *root* the part cannot be read, and *problem* says why."""

    part: str
    raw: bytes
    references: tuple[ChartReference, ...]
    visible_only: bool = False
    """Cells in hidden rows and columns are not drawn."""
    fixed: str = ""
    """Why its caches never change here; "" where they do."""


def chart_parts(book: Book) -> list[ChartPart]:
    """The charts of *book*, in the order of their names; one that cannot be read has no references."""
    raw = book.part(CONTENT_TYPES) or b""
    if b"chart" not in raw:
        return []
    try:
        types = xmltree.parse_xml(raw, f"{book.path}: the part {CONTENT_TYPES!r}")
    except WorkbookError:
        return []
    found = []
    for node in types.children:
        kind, name = node.get("ContentType"), node.get("PartName").removeprefix("/")
        if kind in (_CHART_TYPE, _NEWER_TYPE) and name.lower() in book.members:
            found.append(_chart(book, name, newer=kind == _NEWER_TYPE))
    return sorted(found, key=lambda chart: chart.part)


def _chart(book: Book, name: str, *, newer: bool) -> ChartPart:
    raw = book.part(name) or b""
    where = f"{book.path}: the part {name!r}"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:4]:
        return ChartPart(name, raw, (), fixed="it is written in UTF-16")
    try:
        root = xmltree.parse_xml(raw, where)
    except WorkbookError:
        return ChartPart(name, raw, (), fixed="its XML is damaged")
    if newer:
        references = tuple(
            ChartReference("", node.text.strip(), node, node) for node, _ in _nodes(root) if _local(node) == "f"
        )
        return ChartPart(name, raw, references, fixed="it is of a newer kind, whose values are not updated here")
    references = tuple(_references(root))
    locals_ = {_local(node): node for node, _ in _nodes(root)}
    shown = locals_.get("plotVisOnly")
    visible = shown is not None and shown.get("val", "1") in ("1", "true")
    fixed = "it shows a pivot table, and pivot tables are not refreshed here" if "pivotSource" in locals_ else ""
    return ChartPart(name, raw, references, visible, fixed)


def _local(node: XmlNode) -> str:
    return node.tag.rpartition("}")[2]


def _nodes(root: XmlNode) -> Iterator[tuple[XmlNode, bool]]:
    """*root* and all below it in the order of the file, and whether each is in the categories of a series."""
    waiting = [(root, False)]
    while waiting:
        node, axis = waiting.pop()
        yield node, axis
        axis = axis or _local(node) in _AXIS
        waiting += ((child, axis) for child in reversed(node.children))


def _references(root: XmlNode) -> Iterator[ChartReference]:
    for node, axis in _nodes(root):
        cell = next((child for child in node.children if _local(child) == "f" and child.text.strip()), None)
        if cell is None:
            continue
        kind = _local(node) if node.tag.startswith(_SPACES) and _local(node) in _CACHES else ""
        formula = cell.text.strip()
        if not kind:
            yield ChartReference("", formula, node, cell)
            continue
        cache = next((child for child in node.children if _local(child) == _CACHES[kind]), None)
        if cache is None:
            yield ChartReference(kind, formula, node, cell, on_axis=axis)
            continue
        size = next((child.get("val") for child in cache.children if _local(child) == "ptCount"), "")
        several = [child for child in cache.children if _local(child) == "lvl"]
        levels = tuple(_points(level) for level in (several if kind == "multiLvlStrRef" else [cache]))
        known = int(size) if size.isdecimal() and len(size) < 9 else -1  # more than any sheet has
        yield ChartReference(kind, formula, node, cell, cache, known, levels, axis)


def _points(cache: XmlNode) -> Points:
    found = {}
    for point in cache.children:
        place = point.get("idx")
        if _local(point) == "pt" and place.isdecimal() and len(place) < 9:  # as above
            value = next((child.text for child in point.children if _local(child) == "v"), "")
            found[int(place)] = escapes.decoded_text(value)
    return found


def hidden_columns(book: Book, sheet: Sheet) -> frozenset[int]:
    """The hidden columns of *sheet*, from 1."""
    head = next((item.raw for item in book.stream(sheet) if isinstance(item, SheetHead)), b"")
    found: set[int] = set()
    for column in _HIDDEN.findall(head):
        edges = {name: int(value) for name, value in _EDGE.findall(column)}
        if b"min" in edges and b"max" in edges:
            found.update(range(edges[b"min"], min(edges[b"max"], MAX_COL) + 1))
    return frozenset(found)


def chart_cell(book: Book, part: str) -> tuple[str, int, int]:
    """The sheet of a chart, and the row and column (from 1) of the cell in which its upper left corner is; ("", 1, 1) where no sheet shows it."""
    for sheet in book.sheets:
        for relation in book.related(sheet.part).values():
            if not relation.kind.endswith("/drawing") or relation.external:
                continue
            shown = [key for key, one in book.related(relation.target).items() if one.target.lower() == part.lower()]
            if shown:
                return sheet.name, *_corner(book, relation.target, shown[0])
    return "", 1, 1


def _corner(book: Book, drawing: str, key: str) -> tuple[int, int]:
    root = xmltree.parse_xml(book.part(drawing) or b"", f"{book.path}: the part {drawing!r}")
    for anchor in root.children:
        if not any(key in node.attributes.values() for node, _ in _nodes(anchor)):
            continue
        corner = anchor.first(f"{_DRAWING}from")
        texts = {_local(node): node.text.strip() for node in corner.children} if corner else {}
        row, col = texts.get("row", ""), texts.get("col", "")
        if row.isdecimal() and col.isdecimal() and refs.cell_place(refs.cell_name(int(row) + 1, int(col) + 1)):
            return int(row) + 1, int(col) + 1
    return 1, 1
