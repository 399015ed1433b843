"""New values in the cache of a chart's reference, and a reference that has grown. All other bytes of the part stay."""

from collections.abc import Sequence

from ippbook.ooxml.read.chart_parts import ChartReference
from ippbook.ooxml.xml import elements, escapes
from ippbook.ooxml.xml.splices import Splice
from ippbook.ooxml.xml.xmltree import XmlNode

Level = Sequence[str | None]
"""The values of a cache in their order; None where a cell is blank."""


def cache_splices(raw: bytes, reference: ChartReference, levels: Sequence[Level], size: int) -> list[Splice]:
    """The cuts in the part *raw* after which the cache of *reference* has *levels* and says that it has *size* points.

    The format code of the cache stays, and so does the format of each point that has its own. A reference without a cache gets one.
    """
    prefix = elements.prefix(raw, reference.node).encode()
    cache = reference.cache
    if cache is None:
        name = {"numRef": b"numCache", "strRef": b"strCache"}.get(reference.kind, b"multiLvlStrCache")
        code = b"<%bformatCode>General</%bformatCode>" % (prefix, prefix) if name == b"numCache" else b""
        content = code + _content(None, levels, size, prefix, several=name == b"multiLvlStrCache")
        end = elements.whole_end(raw, reference.cell)
        return [(end, end, b"<%b%b>%b</%b%b>" % (prefix, name, content, prefix, name))]
    content = _content(cache, levels, size, prefix, several=reference.kind == "multiLvlStrRef")
    old = [child for child in cache.children if _local(child) in ("ptCount", "pt", "lvl")]
    if old:
        return [(old[0].at, elements.whole_end(raw, old[-1]), content)]
    code_node = next((child for child in cache.children if _local(child) == "formatCode"), None)
    if code_node is not None:
        end = elements.whole_end(raw, code_node)
        return [(end, end, content)]
    return [elements.first_child(raw, cache, content)]


def formula_splice(raw: bytes, reference: ChartReference, formula: str) -> Splice:
    """The cut that gives *reference* another formula."""
    start = elements.tag_end(raw, reference.cell)
    return start, reference.cell.end, elements.ascii_xml(escapes.encoded_text(formula))


def _content(cache: XmlNode | None, levels: Sequence[Level], size: int, prefix: bytes, *, several: bool) -> bytes:
    count = b'<%bptCount val="%d"/>' % (prefix, size)
    if not several:
        return count + _points(levels[0], prefix, _formats(cache))
    old = [child for child in cache.children if _local(child) == "lvl"] if cache is not None else []
    parts = [
        b"<%blvl>%b</%blvl>" % (prefix, _points(level, prefix, _formats(old[at] if at < len(old) else None)), prefix)
        for at, level in enumerate(levels)
    ]
    return count + b"".join(parts)


def _points(level: Level, prefix: bytes, formats: dict[str, str]) -> bytes:
    out = []
    for place, value in enumerate(level):
        if value is None:
            continue
        own = formats.get(str(place))
        code = b' formatCode="%b"' % elements.ascii_xml(escapes.attribute_value(own)) if own is not None else b""
        text = elements.ascii_xml(escapes.encoded_text(value))
        out.append(b'<%bpt idx="%d"%b><%bv>%b</%bv></%bpt>' % (prefix, place, code, prefix, text, prefix, prefix))
    return b"".join(out)


def _formats(cache: XmlNode | None) -> dict[str, str]:
    """The format codes of points that have their own, by their place."""
    points = cache.children if cache is not None else []
    return {each.get("idx"): each.get("formatCode") for each in points if "formatCode" in each.attributes}


def _local(node: XmlNode) -> str:
    return node.tag.rpartition("}")[2]
