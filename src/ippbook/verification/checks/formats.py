"""Checks of the styles: indexes, number formats, differential formats."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from lxml import etree

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.excel_limits import MAX_SHORT_LENGTH
from ippbook.verification.declaration import integrity_check
from ippbook.verification.elements import below, number_of
from ippbook.verification.faults import Observation
from ippbook.verification.schema.names import plain_tag
from ippbook.verification.views import SheetView, StylesView

MOST_FORMATS: Final = 65_490
"""Cell formats of a workbook."""
_BUILT_IN: Final = range(164)
"""Number formats that Excel knows by their number; some of 0 to 163 depend on the language."""
_QUOTED: Final = late_pattern(r'\\.|"[^"]*"|[_*].', re.DOTALL)
_COLOUR: Final = late_pattern(r"(?:[0-9A-Fa-f]{2}){3,4}")
_PARTS: Final = {"fontId": "fonts", "fillId": "fills", "borderId": "borders"}


@integrity_check("XV181", on="styles")
def format_part_index(styles: StylesView) -> Iterator[Observation]:
    """A cell format names a font, a fill or a border that does not exist.

    Fix: use a number below the number of fonts, fills or borders.
    Source: ECMA-376-1 18.8.45 (xf); Excel repairs the file ("Repaired Records: Format from /xl/styles.xml").
    """
    counts = styles.counts
    for name in ("cellXfs", "cellStyleXfs"):
        for at, each in enumerate(below(styles.root, name, "xf")):
            for key, part in _PARTS.items():
                if number_of(each.get(key)) >= max(1, counts[part]):
                    yield Observation(f"{name} {at}", f"{key} is {each.get(key)}, and there are {counts[part]}")


@integrity_check("XV253", on="styles")
def colour_without_hexadecimal_digits(styles: StylesView) -> Iterator[Observation]:
    """A colour is not six or eight hexadecimal digits.

    Fix: write it as AARRGGBB, such as FFC00000.
    Source: ECMA-376-1 18.18.86 (ST_UnsignedIntHex); a workbook of ClosedXML's tests shows that Excel opens such a file.
    """
    if styles.root is None:
        return
    for each in styles.root.iter(etree.Element):
        rgb = each.get("rgb")
        if rgb is not None and not _COLOUR.fullmatch(str(rgb)):
            yield Observation(plain_tag(each), f"the colour is {str(rgb)[:40]!r}")


@integrity_check("XV182", on="styles")
def number_format_code(styles: StylesView) -> Iterator[Observation]:
    """A number format has a code that Excel cannot read: a quotation mark or a bracket that is not closed, more than four parts, too long.

    Fix: write the code as Excel's dialog *Format Cells* takes it.
    Source: ECMA-376-1 18.8.31 (numFmts); [MS-OI29500] 18.8.30 (formatCode: at most 255 characters); Excel repairs the file.
    """
    for number, code in styles.number_formats:
        why = _wrong_code(code)
        if why:
            yield Observation(f"number format {number}", f"the code {code[:60]!r} {why}")


def _wrong_code(code: str) -> str:
    if len(code) > MAX_SHORT_LENGTH:
        return f"has {len(code)} characters"
    bare = _QUOTED.sub("", code)
    if '"' in bare:
        return "has a quotation mark that is not closed"
    if re.sub(r"\[[^\[\]]*\]", "", bare).count("["):
        return "has a bracket that is not closed"
    if re.sub(r"\[[^\[\]]*\]", "", bare).count(";") > 3:
        return "has more than four parts"
    return ""


@integrity_check("XV183", on="styles")
def number_format_twice(styles: StylesView) -> Iterator[Observation]:
    """Two number formats have the same number.

    Fix: take one of them out, or give it a free number from 164.
    Source: ECMA-376-1 18.8.30 (numFmtId identifies the format).
    """
    for number, times in Counter(each for each, _ in styles.number_formats).items():
        if times > 1:
            yield Observation(f"number format {number}", f"it is there {times} times")


@integrity_check("XV184", on="styles")
def too_many_formats(styles: StylesView) -> Iterator[Observation]:
    """The workbook has more than 65,490 cell formats.

    Fix: use the same format for cells that look alike.
    Source: support.microsoft.com, "Excel specifications and limits" (unique cell formats); Excel repairs the file.
    """
    if (number := styles.counts["cellXfs"]) > MOST_FORMATS:
        yield Observation("", f"there are {number:,} cell formats")


@integrity_check("XV185", on="sheet")
def rule_format_index(sheet: SheetView) -> Iterator[Observation]:
    """A conditional format, a filter or a sort has the number of a differential format (dxf) that does not exist.

    Fix: use a number below the number of dxfs.
    Source: ECMA-376-1 18.3.1.10 (dxfId: index into dxfs, 18.8.15); Excel repairs the file ("Removed Feature: Conditional formatting").
    """
    count = sheet.book.styles.counts["dxfs"] if sheet.book.styles else 0
    for area, rule in sheet.rules:
        if rule.get("dxfId") is not None and number_of(rule.get("dxfId")) >= count:
            yield Observation(
                area[:60], f"the rule has the differential format {rule.get('dxfId')}, and there are {count}"
            )
    for node in sheet.root.iter("{*}colorFilter", "{*}sortCondition") if sheet.root is not None else ():
        if node.get("dxfId") is not None and number_of(node.get("dxfId")) >= count:
            yield Observation(
                str(node.get("ref", "")), f"it has the differential format {node.get('dxfId')}, and there are {count}"
            )


@integrity_check("XV251", on="styles")
def unknown_number_format(styles: StylesView) -> Iterator[Observation]:
    """A cell format names a number format of the workbook's own that is not there.

    Fix: add the number format, or use one that exists.
    Source: ECMA-376-1 18.8.45 (numFmtId); Excel shows the cells as General.
    """
    known = {number for number, _ in styles.number_formats}
    for at, each in enumerate(below(styles.root, "cellXfs", "xf")):
        number = number_of(each.get("numFmtId"))
        if number not in _BUILT_IN and number not in known:
            yield Observation(f"cellXfs {at}", f"there is no number format {number}")


@integrity_check("XV252", on="styles")
def unknown_style_of_cells(styles: StylesView) -> Iterator[Observation]:
    """A cell format or a named cell style names a cellStyleXfs that does not exist.

    Fix: use a number below the number of cellStyleXfs.
    Source: ECMA-376-1 18.8.45 and 18.8.7 (xfId: index into cellStyleXfs, 18.8.9). That Excel repairs it is not reported anywhere.
    """
    count = max(1, styles.counts["cellStyleXfs"])
    found = [(f"cellXfs {at}", each) for at, each in enumerate(below(styles.root, "cellXfs", "xf"))]
    found += [(str(each.get("name", ""))[:60], each) for each in below(styles.root, "cellStyles", "cellStyle")]
    for place, each in found:
        if number_of(each.get("xfId")) >= count:
            yield Observation(place, f"xfId is {each.get('xfId')}, and there are {count}")
