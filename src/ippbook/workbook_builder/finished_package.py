"""What XlsxWriter leaves to do: named cell styles, our table style, and a package of which every byte is settled.

XlsxWriter writes cell formats but no named styles; `named_styles` adds them to styles.xml, the one part that changes.
"""

import copy
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any, Final

from lxml import etree

from ippbook.workbook_builder import palette

TABLE_STYLE: Final = "IPP table"
_NS: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STYLES: Final = "xl/styles.xml"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the earliest day a zip can name, as XlsxWriter and Excel write it


def with_named_styles(package: bytes, named: Mapping[str, Sequence[int]]) -> bytes:
    """The package with its named styles: *named* is style name -> positions in cellXfs. Same input, same bytes."""
    with zipfile.ZipFile(BytesIO(package)) as source:
        members = [(entry.filename, source.read(entry)) for entry in source.infolist()]
    return fixed_zip([(name, _styled(data, named) if name == _STYLES else data) for name, data in members])


def rezipped(package: bytes) -> bytes:
    """The package with the same parts in the same order, compressed in the one way of this module."""
    with zipfile.ZipFile(BytesIO(package)) as source:
        return fixed_zip([(entry.filename, source.read(entry)) for entry in source.infolist()])


def fixed_zip(members: Sequence[tuple[str, bytes]]) -> bytes:
    """A zip of *members* without times, owners or anything else that differs from run to run."""
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


def _add_named(root: Any, named: Mapping[str, Sequence[int]]) -> None:
    """Give each name its own entry in cellStyleXfs and cellStyles, and point its cell formats there."""
    parents, formats, names = (_child(root, tag) for tag in ("cellStyleXfs", "cellXfs", "cellStyles"))
    for name, positions in named.items():
        parent = copy.deepcopy(formats[positions[0]])
        parent.attrib.pop("xfId", None)
        number = len(parents)
        parents.append(parent)
        for position in positions:
            formats[position].set("xfId", str(number))
        etree.SubElement(names, f"{{{_NS}}}cellStyle", name=name, xfId=str(number))
    for element in (parents, names):
        element.set("count", str(len(element)))


def _add_table_style(root: Any) -> None:
    """Quiet bands: the built-in table styles are either coloured or darker than the text can bear."""
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


def _child(root: Any, tag: str) -> Any:
    found = root.find(f"{{{_NS}}}{tag}")
    if found is None:
        raise ValueError(f"the drawn workbook has no {tag} in its styles")
    return found
