"""What uses cells of a workbook besides formulas in cells: conditional formats, validations, charts, pivot tables."""

from collections.abc import Iterator
from typing import Final

from ippbook.ooxml import refs
from ippbook.ooxml.read.blocks import SheetHead, SheetTail
from ippbook.ooxml.read.book import Book
from ippbook.ooxml.read.records import Sheet
from ippbook.ooxml.xml import xmltree
from ippbook.quick_dataclasses import dataclass

_X14: Final = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
_XM: Final = "{http://schemas.microsoft.com/office/excel/2006/main}"
_CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_CHARTS: Final = "xl/charts/"
_PIVOTS: Final = "xl/pivotcache/pivotcachedefinition"
_KINDS: Final = {
    "conditionalFormatting": "conditional format",
    f"{_X14}conditionalFormatting": "conditional format",
    "dataValidation": "validation",
    f"{_X14}dataValidation": "validation",
}
_FORMULAS: Final = frozenset({"formula", "formula1", "formula2", f"{_XM}f"})


@dataclass(frozen=True)
class SheetRule:
    """A conditional format or a validation: the cells that it is on, and its formulas as written for the first of them."""

    kind: str
    areas: tuple[refs.Area, ...]
    formulas: tuple[str, ...]


@dataclass(frozen=True)
class CellUser:
    """A chart or a pivot table: its part, and references as formulas write them."""

    kind: str
    part: str
    references: tuple[str, ...]


def sheet_rules(book: Book, sheet: Sheet) -> list[SheetRule]:
    """The conditional formats and validations of *sheet*. Raises as every reading of it."""
    head = b""
    for item in book.stream(sheet):
        if isinstance(item, SheetHead):
            head = item.raw
        elif isinstance(item, SheetTail):
            return list(_rules(xmltree.parse_xml(head + item.raw, book.where(sheet))))
    return []


def _rules(root: xmltree.XmlNode) -> Iterator[SheetRule]:
    for node in _nodes(root):
        kind = _KINDS.get(node.tag)
        if kind is None:
            continue
        sqref, formulas = node.get("sqref"), []
        for each in _nodes(node):
            if each.tag == f"{_XM}sqref":
                sqref = each.text
            elif each.tag in _FORMULAS and each.text.strip():
                formulas.append(each.text.strip())
        areas = tuple(area for area in map(refs.area, sqref.split()) if area is not None)
        if areas:
            yield SheetRule(kind, areas, tuple(formulas))


def cell_users(book: Book) -> list[CellUser]:
    """The charts and pivot tables of *book* that name cells."""
    found = []
    for name in sorted(book.members):
        if not name.endswith(".xml") or not name.startswith((_CHARTS, _PIVOTS)):
            continue
        raw = book.part(name)
        root = xmltree.parse_xml(raw, f"{book.path}: the part {name!r}") if raw else None
        if root is None:
            continue
        pivot = name.startswith(_PIVOTS)
        references = tuple(dict.fromkeys(_sources(root) if pivot else _series(root)))
        if references:
            found.append(CellUser("pivot table" if pivot else "chart", name, references))
    return found


def _series(root: xmltree.XmlNode) -> Iterator[str]:
    return (node.text.strip() for node in _nodes(root) if node.tag == f"{_CHART}f" and node.text.strip())


def _nodes(root: xmltree.XmlNode) -> Iterator[xmltree.XmlNode]:
    """*root* and all below it, in the order of the file."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.children)


def _sources(root: xmltree.XmlNode) -> Iterator[str]:
    for source in root.under("cacheSource", "worksheetSource"):
        if name := source.get("name"):
            yield name
        elif (sheet := source.get("sheet")) and (area := source.get("ref")):
            yield "'" + sheet.replace("'", "''") + "'!" + area
