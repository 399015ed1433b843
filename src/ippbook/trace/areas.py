"""Cells as a trace names them."""

from ippbook.formulas.regions import Region
from ippbook.formulas.tree import sheet_prefix
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.refs import cell_name, column_letters


def plain_region(region: Region) -> Region:
    """The same cells, whatever formula named them."""
    return Region(region.sheet, region.top, region.left, region.bottom, region.right)


def place_text(region: Region) -> str:
    """The cells as a formula writes them: `Listings!A2:A9`, `'My sheet'!B:B`.

    >>> place_text(Region("My sheet", 2, 1, 9, 1)), place_text(Region("S", 1, 2, 1_048_576, 2)), place_text(Region("Q1", 1, 1, 1, 1))
    ("'My sheet'!A2:A9", 'S!B:B', "'Q1'!A1")
    """
    sheet = sheet_prefix(region.sheet)
    if region.single:
        return f"{sheet}{cell_name(region.top, region.left)}"
    if region.top == 1 and region.bottom == MAX_ROW:
        return f"{sheet}{column_letters(region.left)}:{column_letters(region.right)}"
    if region.left == 1 and region.right == MAX_COL:
        return f"{sheet}{region.top}:{region.bottom}"
    return f"{sheet}{cell_name(region.top, region.left)}:{cell_name(region.bottom, region.right)}"


def meet(one: Region, other: Region) -> Region | None:
    """The cells that both have; None where there are none."""
    if one.sheet != other.sheet:
        return None
    top, left = max(one.top, other.top), max(one.left, other.left)
    bottom, right = min(one.bottom, other.bottom), min(one.right, other.right)
    return Region(one.sheet, top, left, bottom, right) if top <= bottom and left <= right else None


def around(one: Region, other: Region) -> Region:
    """The smallest range of the sheet of *one* around both."""
    return Region(
        one.sheet,
        min(one.top, other.top),
        min(one.left, other.left),
        max(one.bottom, other.bottom),
        max(one.right, other.right),
    )
