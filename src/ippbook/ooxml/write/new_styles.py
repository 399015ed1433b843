"""New cell styles: a style that is there, with another number format. Every other byte of the part stays."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ippbook.ooxml.errors import EditError
from ippbook.ooxml.read.number_formats import style_formats
from ippbook.ooxml.whole_numbers import whole_number
from ippbook.ooxml.xml import elements, escapes, xmltree
from ippbook.ooxml.xml.splices import Splice
from ippbook.ooxml.xml.xmltree import XmlNode

_FIRST_OWN: Final = 164
"""The first number of a number format that a workbook defines (ECMA-376-1 18.8.30)."""


class NumberStyle(NamedTuple):
    """A wish: the style *base* (its place among the cell styles, from 0) with the number format *code*."""

    base: int
    code: str


def with_number_styles(
    raw: bytes, wanted: Sequence[NumberStyle], where: str
) -> tuple[bytes, Mapping[NumberStyle, int]]:
    """The part of the styles with every style that is *wanted*, and the place of each. A style that is there is used.

    Raises `EditError` for a part without cell styles.
    """
    elements.refuse_utf16(raw, where)
    root = xmltree.parse_xml(raw, where)
    styles = root.first("cellXfs")
    if styles is None or not styles.children:
        raise EditError("{where} has no cell styles; open the file in Excel and save it.", where=where)
    codes = style_formats(root)
    found: dict[NumberStyle, int] = {}
    formats: dict[str, int] = {}
    texts: list[bytes] = []
    for wish in dict.fromkeys(wanted):
        base = wish.base if wish.base < len(codes) else 0
        if codes[base] == wish.code:
            found[wish] = base
            continue
        number = formats.get(wish.code) or _number_of(root, wish.code) or _free(root, formats)
        formats[wish.code] = number
        found[wish] = len(codes) + len(texts)
        texts.append(_with_format(raw, styles.children[base], number))
    if not texts:
        return raw, found
    cuts: list[Splice] = [elements.last_child(raw, styles, b"".join(texts))]
    cuts += elements.attribute_splice(raw, styles, "count", str(len(codes) + len(texts)))
    cuts += _new_formats(raw, root, {code: number for code, number in formats.items() if not _number_of(root, code)})
    return elements.replaced(raw, cuts), found


def _number_of(root: XmlNode, code: str) -> int:
    """The number of a format that the workbook has under that code; 0 where it has none."""
    for node in root.under("numFmts", "numFmt"):
        if node.get("formatCode") == code and (number := whole_number(node.get("numFmtId"))):
            return number
    return 0


def _free(root: XmlNode, taken: Mapping[str, int]) -> int:
    numbers = [whole_number(node.get("numFmtId")) for node in root.under("numFmts", "numFmt")]
    return max([_FIRST_OWN - 1, *numbers, *taken.values()]) + 1


def _with_format(raw: bytes, node: XmlNode, number: int) -> bytes:
    """The element of a style with another number format."""
    whole = raw[node.at : elements.whole_end(raw, node)]
    end = elements.tag_end(raw, node) - node.at
    tag = whole[:end]
    cuts: list[Splice] = []
    for name, value in (("numFmtId", str(number)), ("applyNumberFormat", "1")):
        cut = elements.attribute_splice(raw, node, name, value)
        if cut:
            cuts += [(start - node.at, stop - node.at, data) for start, stop, data in cut]
        else:
            at = end - 2 if tag.endswith(b"/>") else end - 1
            cuts.append((at, at, f' {name}="{value}"'.encode()))
    return elements.replaced(whole, cuts)


def _new_formats(raw: bytes, root: XmlNode, formats: Mapping[str, int]) -> list[Splice]:
    """The cuts that define number formats."""
    if not formats:
        return []
    space = elements.prefix(raw, root)
    texts = "".join(
        f'<{space}numFmt numFmtId="{number}" formatCode="{escapes.attribute_value(code)}"/>'
        for code, number in formats.items()
    )
    node = root.first("numFmts")
    if node is None:
        new = f'<{space}numFmts count="{len(formats)}">{texts}</{space}numFmts>'
        return [elements.first_child(raw, root, elements.ascii_xml(new))]
    count = len(node.children) + len(formats)
    return [
        elements.last_child(raw, node, elements.ascii_xml(texts)),
        *elements.attribute_splice(raw, node, "count", str(count)),
    ]
