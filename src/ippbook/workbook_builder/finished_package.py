"""Completes what XlsxWriter wrote: named cell styles, the table style of ippbook, the type of empty results, and a reproducible zip file.

XlsxWriter writes cell formats, but no named styles. `with_named_styles` adds them to styles.xml. And XlsxWriter writes a formula with the result ""
without a type, so that the cell has no result: `ooxml`, which writes the same formulas later, says that it is a text (ECMA-376 part 1, 18.18.11).
"""

import copy
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Final

from lxml import etree

from ippbook.late_patterns import late_pattern
from ippbook.workbook_builder import palette

TABLE_STYLE: Final = "IPP table"
_NS: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STYLES: Final = "xl/styles.xml"
_SHEETS: Final = "xl/worksheets/"
_EMPTY_RESULT: Final = late_pattern(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(><f>[^<]*</f><v></v></c>)')
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest day in a zip, as XlsxWriter and Excel write it


def with_named_styles(package: bytes, named: Mapping[str, Sequence[int]]) -> bytes:
    """The package with named styles and typed results. *named*: style name -> positions in cellXfs. The same input gives the same bytes."""
    with zipfile.ZipFile(BytesIO(package)) as source:
        members = [(entry.filename, source.read(entry)) for entry in source.infolist()]
    return fixed_zip([(name, _finished(name, data, named)) for name, data in members])


def _finished(part: str, data: bytes, named: Mapping[str, Sequence[int]]) -> bytes:
    if part == _STYLES:
        return _styled(data, named)
    return _EMPTY_RESULT.sub(rb'\1 t="str"\2', data) if part.startswith(_SHEETS) else data


def rezipped(package: bytes) -> bytes:
    """The package with the same parts in the same order, compressed in the reproducible way of this module."""
    with zipfile.ZipFile(BytesIO(package)) as source:
        return fixed_zip([(entry.filename, source.read(entry)) for entry in source.infolist()])


def fixed_zip(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip of *members* without times, owners or other data that differ between runs."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, data in members:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            entry.external_attr = 0
            package.writestr(entry, data, compresslevel=9)
    return target.getvalue()


def _styled(part: bytes, named: Mapping[str, Sequence[int]]) -> bytes:
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    _add_named(root, named)
    _add_table_style(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _add_named(root: etree._Element, named: Mapping[str, Sequence[int]]) -> None:
    """Add an entry for each name to cellStyleXfs and cellStyles, and link its cell formats to it."""
    parents, formats, names = (_child(root, tag) for tag in ("cellStyleXfs", "cellXfs", "cellStyles"))
    for name, positions in named.items():
        parent = copy.deepcopy(formats[positions[0]])
        parent.attrib.pop("xfId", "")
        number = len(parents)
        parents.append(parent)
        for position in positions:
            formats[position].set("xfId", str(number))
        etree.SubElement(names, f"{{{_NS}}}cellStyle", name=name, xfId=str(number))
    for element in (parents, names):
        element.set("count", str(len(element)))


def _add_table_style(root: etree._Element) -> None:
    """Add a table style with light bands: the built-in styles are coloured, or too dark for the text."""
    shades = _child(root, "dxfs")
    shade = etree.SubElement(shades, f"{{{_NS}}}dxf")
    fill = etree.SubElement(etree.SubElement(shade, f"{{{_NS}}}fill"), f"{{{_NS}}}patternFill", patternType="solid")
    for tag in ("fgColor", "bgColor"):
        etree.SubElement(fill, f"{{{_NS}}}{tag}", rgb="FF" + palette.BAND.lstrip("#"))
    shades.set("count", str(len(shades)))
    styles = _child(root, "tableStyles")
    style = etree.SubElement(styles, f"{{{_NS}}}tableStyle", name=TABLE_STYLE, pivot="0", count="1")
    etree.SubElement(style, f"{{{_NS}}}tableStyleElement", type="secondRowStripe", dxfId=str(len(shades) - 1))
    styles.set("count", str(len(styles)))
    styles.set("defaultTableStyle", TABLE_STYLE)


def _child(root: etree._Element, tag: str) -> etree._Element:
    found = root.find(f"{{{_NS}}}{tag}")
    if found is None:
        raise ValueError(f"the drawn workbook has no {tag} in its styles")
    return found
