"""Elements found by their local names, so that strict and transitional files read alike, and what they say as texts and numbers."""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from ippbook.verification.parts import OFFICE
from ippbook.verification.schema.names import plain_tag

_RELATION: Final = (f"{{{OFFICE}}}", "{http://purl.oclc.org/ooxml/officeDocument/relationships}")


def below(node: etree._Element | None, *names: str) -> list[etree._Element]:
    """The elements down the path of local names.

    >>> [each.get("n") for each in below(etree.fromstring("<a><b><c n='1'/></b><b><c n='2'/></b></a>"), "b", "c")]
    ['1', '2']
    """
    found = [node] if node is not None else []
    for name in names:
        found = [child for each in found for child in _children(each) if plain_tag(child) == name]
    return found


def _children(node: etree._Element) -> Iterator[etree._Element]:
    """The children of an element, those of alternative content (of each choice) among them."""
    for child in node:
        if plain_tag(child) == "AlternateContent":
            yield from (each for option in child for each in option)
        else:
            yield child


def first(node: etree._Element | None, *names: str) -> etree._Element | None:
    """The first of `below`."""
    return next(iter(below(node, *names)), None)


def ranges_of(node: etree._Element) -> str:
    """The cells of a validation, a conditional format or a sparkline: an attribute, or an element in Excel 2010's extension."""
    inner = first(node, "sqref")
    return str(node.get("sqref", "")) or ((inner.text or "") if inner is not None else "")


def formula_texts(node: etree._Element, name: str) -> list[str]:
    """The texts of the formulas *name* of a validation; the extension has them one element deeper."""
    return [(each.text or "") + "".join(inner.text or "" for inner in below(each, "f")) for each in below(node, name)]


def number_of(text: str | None, otherwise: int = 0) -> int:
    """A whole number in an attribute; *otherwise* where there is none."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,10}", text.strip()) else otherwise


def relation_id(node: etree._Element) -> str:
    """The `r:id` of an element."""
    return next((str(node.get(f"{space}id")) for space in _RELATION if node.get(f"{space}id") is not None), "")
