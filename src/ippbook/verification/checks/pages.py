"""Checks of how a sheet is seen and printed, and of its links."""

from collections.abc import Iterator
from typing import Final

from ippbook.ooxml.excel_limits import MAX_SHORT_LENGTH, text_length
from ippbook.verification.declaration import integrity_check
from ippbook.verification.elements import below, first, number_of, relation_id
from ippbook.verification.faults import Observation
from ippbook.verification.views import SheetView

_MOST_OF_A_LINK: Final = 2_079
"""Characters of an address and its place together (XlsxWriter, Working with Hyperlinks)."""
_LINES: Final = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")


@integrity_check("XV148", on="sheet")
def link_too_long(sheet: SheetView) -> Iterator[Observation]:
    """A link has more than 2,079 characters, or its tip more than 255.

    Fix: shorten the link, or write the address as a text.
    Source: XlsxWriter, "Working with Hyperlinks" (Excel's limit of 2,079 characters, and of 255 for the tip); Excel repairs the file ("Removed Feature: Hyperlinks").
    """
    for each in below(sheet.root, "hyperlinks", "hyperlink"):
        cell = str(each.get("ref", ""))[:60]
        target = sheet.package.related(sheet.key, relation_id(each)) if relation_id(each) else None
        length = text_length((target.target if target else "") + str(each.get("location", "")))
        if length > _MOST_OF_A_LINK:
            yield Observation(cell, f"the link has {length:,} characters")
        if (length := text_length(str(each.get("tooltip", "")))) > MAX_SHORT_LENGTH:
            yield Observation(cell, f"the tip of the link has {length:,} characters")


@integrity_check("XV149", on="sheet")
def view_of_no_window(sheet: SheetView) -> Iterator[Observation]:
    """A view of a sheet belongs to a window that the workbook does not have.

    Fix: give workbookViewId the place of a workbookView, counted from 0.
    Source: ECMA-376-1 18.3.1.87 (workbookViewId: index into bookViews); Excel repairs the file ("Removed Records: View").
    """
    windows = max(1, len(below(sheet.book.root, "bookViews", "workbookView")))
    for each in below(sheet.root, "sheetViews", "sheetView"):
        if number_of(each.get("workbookViewId")) >= windows:
            yield Observation("", f"workbookViewId is {each.get('workbookViewId')}, and there are {windows}")


@integrity_check("XV150", on="sheet")
def header_too_long(sheet: SheetView) -> Iterator[Observation]:
    """A header or footer of a page has more than 255 characters.

    Fix: shorten it.
    Source: support.microsoft.com, "Excel specifications and limits" (characters in a header or footer: 255).
    """
    for name in _LINES:
        node = first(sheet.root, "headerFooter", name)
        if node is not None and (length := text_length(node.text or "")) > MAX_SHORT_LENGTH:
            yield Observation("", f"{name} has {length:,} characters")
