"""The number formats of cell styles: those with a code of their own, and those that Excel builds in."""

from typing import Final

from ippbook.ooxml import dates
from ippbook.ooxml.whole_numbers import whole_number
from ippbook.ooxml.xml.xmltree import XmlNode


def style_formats(root: XmlNode) -> list[str]:
    """The number format code of each cell style, from the part of the styles."""
    own = {node.get("numFmtId"): node.get("formatCode") for node in root.under("numFmts", "numFmt")}
    return [
        own.get(node.get("numFmtId", "0")) or _built_in(node.get("numFmtId", "0"))
        for node in root.under("cellXfs", "xf")
    ]


def wrapping_styles(root: XmlNode) -> frozenset[int]:
    """The numbers of the cell styles that wrap a text, from the part of the styles."""
    found = set()
    for number, node in enumerate(root.under("cellXfs", "xf")):
        alignment = node.first("alignment")
        if alignment is not None and alignment.get("wrapText", "0") in {"1", "true"}:
            found.add(number)
    return frozenset(found)


# ECMA-376-1 18.8.30 in the words of the en-US Excel (Range.NumberFormat), which writes days as month/day/year, pads amounts by "_)",
# and has the amounts in dollars (5 to 8, 42, 44) that the standard leaves to the language. Those of East Asian Excels are dates and shown as such.
_CODES: Final = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00",
    5: "$#,##0_);($#,##0)", 6: "$#,##0_);[Red]($#,##0)", 7: "$#,##0.00_);($#,##0.00)", 8: "$#,##0.00_);[Red]($#,##0.00)",
    9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "m/d/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "m/d/yyyy h:mm", 37: "#,##0_);(#,##0)", 38: "#,##0_);[Red](#,##0)", 39: "#,##0.00_);(#,##0.00)", 40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', 42: '_($* #,##0_);_($* (#,##0);_($* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* (#,##0.00);_(* "-"??_);_(@_)', 44: '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)',
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip


def _built_in(text: str) -> str:
    number = whole_number(text)
    return _CODES.get(number) or ("yyyy-mm-dd" if dates.is_date_format("", number) else "General")
