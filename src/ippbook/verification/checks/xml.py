"""Checks of the XML of every part: well-formed, prefixes declared, and as the schema says."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from lxml import etree

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.package.package import CONTENT_TYPES
from ippbook.verification.declaration import integrity_check
from ippbook.verification.elements import number_of
from ippbook.verification.faults import Observation
from ippbook.verification.schema.content_models import known_name, root_type, schemas
from ippbook.verification.schema.names import element_name, plain_tag
from ippbook.verification.views import PartView

_MOMENT: Final = late_pattern(
    r"(?:\d{4}(?:-[\d ]\d(?:-[\d ]\d(?:T[\d ]\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[-+]\d\d:\d\d)?)?)?)?)?", re.ASCII
)
"""A moment of W3CDTF, also without its zone or with a blank for a zero, as some programs write it; or nothing."""


@integrity_check("XV111", on="part")
def not_well_formed(part: PartView) -> Iterator[Observation]:
    """A part is not well-formed XML.

    Fix: take the last good copy of the file, or let Excel repair it.
    Source: ECMA-376-2 6.2.5 (XML parts are well-formed, without a document type); Excel: "XML parsing error", and the part is removed.
    """
    if part.xml.error:
        yield Observation("", part.xml.error)


@integrity_check("XV112", on="part")
def prefix_not_declared(part: PartView) -> Iterator[Observation]:
    """An attribute of markup compatibility names a prefix that no one declares.

    Fix: declare the prefix on the outermost element, or take it out of the attribute.
    Source: ECMA-376-3 7.2 (mc:Ignorable lists prefixes of declared namespaces); Excel refuses the part.
    """
    for prefix in part.xml.prefix_faults:
        yield Observation("", f"the prefix {prefix!r} is not declared")


@integrity_check("XV113", on="part")
def relationship_of_element_missing(part: PartView) -> Iterator[Observation]:
    """An element names a relationship that the part does not have.

    Fix: take the element out, or add the relationship.
    Source: ECMA-376-1 9.2 and the element's r:id; Excel repairs the file ("Removed Part").
    """
    known = {each.id for each in part.package.relations(part.key)}
    for element, identity in part.xml.used_ids:
        if identity and identity not in known:
            yield Observation(element, f"{element} names {identity!r}, which is not there")


@integrity_check("XV121", on="part")
def out_of_order(part: PartView) -> Iterator[Observation]:
    """Elements are out of order, unknown in their place, too many or missing.

    A worksheet, a workbook and most elements in them are sequences: each child has its place.

    Fix: move the element to its place in the schema.
    Source: ECMA-376-1 annex A and ECMA-376-4 annex A (XML schemas); exceljs issue 106 ("Worksheet elements out of order").
    """
    for each in part.xml.violations:
        if each.kind == "order":
            yield Observation(each.path, each.sentence)


@integrity_check("XV122", on="part")
def wrong_attribute(part: PartView) -> Iterator[Observation]:
    """An element has an attribute that it may not have, or lacks one that it must have.

    Fix: take the attribute out, or add it.
    Source: ECMA-376-1 annex A and ECMA-376-4 annex A (XML schemas); Excel repairs or refuses the part.
    """
    for each in part.xml.violations:
        if each.kind == "attribute":
            yield Observation(each.path, each.sentence)


@integrity_check("XV123", on="part")
def wrong_value(part: PartView) -> Iterator[Observation]:
    """An attribute has a value that its type does not allow: a word that is not in the list, text in place of a number, a range that is none.

    Fix: write a value of its type.
    Source: ECMA-376-1 annex A and ECMA-376-4 annex A (XML schemas); Excel repairs or refuses the part.
    """
    for each in part.xml.violations:
        if each.kind == "value":
            yield Observation(each.path, each.sentence)


@integrity_check("XV127", on="part")
def number_outside_range(part: PartView) -> Iterator[Observation]:
    """A number is outside of the range that Excel takes: the width of a column, the size of a font, an angle, a margin, a zoom.

    Fix: write a number of the range.
    Source: [MS-OI29500] 18.3.1.13, 18.3.1.62, 18.4.11 and 18.8.1 ("Office requires"); ECMA-376-1 18.3.1.87 (zoomScale: 10 to 400).
    """
    for each in part.xml.violations:
        if each.kind == "range":
            yield Observation(each.path, each.sentence)


_ROOTS = {
    "worksheet+xml": "s:worksheet",
    "sheet.main+xml": "s:workbook",
    "spreadsheetml.styles+xml": "s:styleSheet",
    "sharedstrings+xml": "s:sst",
    "spreadsheetml.table+xml": "s:table",
    "spreadsheetml.comments+xml": "s:comments",
    "calcchain+xml": "s:calcChain",
    "officedocument.drawing+xml": "xdr:wsDr",
    "drawingml.chart+xml": "c:chartSpace",
}


@integrity_check("XV124", on="part")
def wrong_root(part: PartView) -> Iterator[Observation]:
    """The outermost element of a part is not the one of its content type.

    Fix: give the part its content type, or take it out.
    Source: ECMA-376-1 12.3 (the root element of each kind of part).
    """
    kind = part.package.content_type(part.key).lower()
    wanted = next((root for ending, root in _ROOTS.items() if kind.endswith(ending)), "")
    if part.root is None or not wanted or part.key == CONTENT_TYPES.lower():
        return
    found = known_name(element_name(part.root))
    if found != wanted:
        yield Observation(
            "",
            f"the outermost element is {found.partition(':')[2] or element_name(part.root)!r}, not {wanted.partition(':')[2]}",
        )


_COUNTED = (
    "mergeCells", "dataValidations", "tableParts", "fonts", "fills", "borders", "cellXfs", "cellStyleXfs", "cellStyles", "dxfs", "numFmts",
    "tableColumns", "rowBreaks", "colBreaks",
)  # fmt: skip


@integrity_check("XV125", on="part")
def properties_of_the_file(part: PartView) -> Iterator[Observation]:
    """The properties of the file have one of them twice, or a date that is not a date.

    Fix: write each property once, dates as 2026-10-31T12:00:00Z. Or take the part out: Excel makes it again.
    Source: ECMA-376-2 11.1 and 11.2 (core properties: each at most once, dates in W3CDTF); Excel repairs the file.
    """
    if not part.package.content_type(part.key).lower().endswith("core-properties+xml") or part.root is None:
        return
    properties = list(part.root.iterchildren(etree.Element))
    for tag, count in Counter(str(each.tag) for each in properties).items():
        if count > 1:
            yield Observation("", f"{tag.rpartition('}')[2]} is there {count} times")
    for each in properties:
        name = plain_tag(each)
        if name in ("created", "modified") and not _MOMENT.fullmatch((each.text or "").strip()):
            yield Observation("", f"{name} is {(each.text or '')[:40]!r}")


@integrity_check("XV211", on="part")
def wrong_count(part: PartView) -> Iterator[Observation]:
    """The attribute `count` of a list differs from the number of its elements.

    Fix: write the number of the elements, or leave the attribute out.
    Source: ECMA-376-1 18.3.1.55, 18.8.10 and others (count); it is optional, and Excel counts for itself.
    """
    if part.root is None or root_type(part.root) not in schemas().types:
        return
    for node in part.root:
        local = plain_tag(node)
        written = node.get("count") if local in _COUNTED else None
        if (
            written is not None
            and number_of(written, -1) >= 0
            and number_of(written) != (number := sum(bool(element_name(each)) for each in node))
        ):
            yield Observation(local, f"{local} says count {written}, and has {number} elements")
