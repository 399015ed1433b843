"""The calculation chain: the list of the cells with formulas, which must name no cell without one."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from ippbook.ooxml.whole_numbers import whole_number
from ippbook.ooxml.xml import elements, xmltree
from ippbook.ooxml.xml.splices import Splice, Splices, spliced
from ippbook.ooxml.xml.xmltree import XmlNode


def rechained(
    raw: bytes, gone: Mapping[int, AbstractSet[str]], come: Mapping[int, Sequence[str]], where: str
) -> bytes | None:
    """The part *raw* without the cells *gone* and with those that *come*, by sheet id; None when nothing remains.

    Excel makes a new chain where there is none, so None is also the answer where the part cannot be changed in place.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or 0 in come:
        return None
    root = xmltree.parse_xml(raw, where)
    cuts: list[Splice] = []
    known: dict[int, set[str]] = {}
    kept = 0
    lost = False  # the entry that named the sheet was removed
    for node, sheet in _entries(root):
        if node.get("i").isdecimal():
            lost = False
        if node.get("r") in gone.get(sheet, ()):
            cuts.append((node.at, node.end, b""))
            lost = lost or bool(node.get("i"))
            continue
        kept += 1
        known.setdefault(sheet, set()).add(node.get("r"))
        if lost:  # an entry without `i` belongs to the sheet of the entry before it
            start = raw.index(b" ", node.at)
            cuts.append((start, start, b' i="%d"' % sheet))
            lost = False
    name = elements.prefix(raw, root) + "c"
    new = "".join(
        f'<{name} r="{cell}" i="{sheet}"/>'
        for sheet, cells in come.items()
        for cell in cells
        if cell not in known.get(sheet, ())
    )
    if not kept and not new:
        return None
    return spliced(raw, Splices.of([*cuts, elements.last_child(raw, root, new.encode())] if new else cuts))


def _entries(root: XmlNode) -> Iterator[tuple[XmlNode, int]]:
    """Each entry with the id of its sheet."""
    sheet = 0
    for node in root.all("c"):
        own = node.get("i")
        sheet = whole_number(own, sheet)
        yield node, sheet
