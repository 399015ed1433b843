"""Checks of the workbook: its sheets, defined names and calculation chain."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from ippbook.late_patterns import late_pattern
from ippbook.ooxml import refs
from ippbook.ooxml.excel_limits import MAX_SHEET_NAME, MAX_SHORT_LENGTH
from ippbook.verification.checks.formulas import unknown_sheet_of
from ippbook.verification.declaration import integrity_check
from ippbook.verification.elements import below, first, number_of, relation_id
from ippbook.verification.faults import Observation
from ippbook.verification.formula_texts import formula_words_of
from ippbook.verification.views import BookView

_SHEET_SIGNS: Final = late_pattern(r"[:\\/?*\[\]]")
_ROW_COLUMN: Final = late_pattern(r"R[0-9]*C[0-9]*|R[0-9]*|C[0-9]*", re.IGNORECASE)
_NAME: Final = late_pattern(r"[^\W\d][\w.?\\\[\]]*|[\\\[][\w.?\\\[\]]*")  # brackets are in names that Excel saved
_MAX_SHEET_ID: Final = 65_534


def not_a_name(name: str) -> str:
    r"""Why *name* cannot be a defined name or the name of a table; "" where it can.

    >>> not_a_name("Rights"), not_a_name("AB12"), not_a_name("my name"), not_a_name("_xlnm.Print_Area"), not_a_name("\\x")
    ('', 'it is a cell', 'a sign in it may not be in a name', '', '')
    """
    if not 1 <= len(name) <= MAX_SHORT_LENGTH:
        return f"it has {len(name)} characters, and 1 to {MAX_SHORT_LENGTH} are possible"
    if refs.cell_place(name):
        return "it is a cell"
    if _ROW_COLUMN.fullmatch(name):
        return "it is a cell in the notation R1C1"
    if name.upper() in ("TRUE", "FALSE"):
        return "it is a value"
    if name.isascii() and not _NAME.fullmatch(
        name
    ):  # which letters of other scripts Excel takes is not written anywhere
        return "a sign in it may not be in a name"
    return "a sign in it may not be in a name" if " " in name else ""


@integrity_check("XV171", on="workbook")
def name_of_sheet(book: BookView) -> Iterator[Observation]:
    r"""A sheet has no name, or one with a sign that it may not have (: \ / ? * [ ]), an apostrophe at an end, or more than 31 characters.

    Fix: rename the sheet, in the workbook part and in the formulas that name it.
    Source: support.microsoft.com, "Rename a worksheet"; [MS-OI29500] 18.2.19 (sheet); Excel repairs the file ("Recovered_Sheet1").
    """
    for name in book.sheet_names:
        if not name.strip():
            yield Observation("", "a sheet has no name")
        elif found := _SHEET_SIGNS.search(name):
            yield Observation(name[:60], f"the name {name[:60]!r} of a sheet has the sign {found[0]!r}")
        elif name.startswith("'") or name.endswith("'"):
            yield Observation(name[:60], f"the name {name[:60]!r} of a sheet begins or ends with an apostrophe")
        elif len(name) > MAX_SHEET_NAME:
            yield Observation(name[:60], f"the name {name[:60]!r} of a sheet has {len(name)} characters")


@integrity_check("XV172", on="workbook")
def sheet_twice(book: BookView) -> Iterator[Observation]:
    """Two sheets have the same name (case does not matter), the same sheetId or the same part.

    Fix: give one of them a name, an id or a part of its own.
    Source: ECMA-376-1 18.2.19 (name, sheetId and r:id are unique); Excel repairs the file.
    """
    for what, values in (
        ("name", [name.casefold() for name in book.sheet_names]),
        ("sheetId", [str(each.get("sheetId", "")) for each in book.sheet_elements]),
        ("relationship", [relation_id(each) for each in book.sheet_elements]),
    ):
        for value, times in Counter(values).items():
            if times > 1 and value:  # modules of Excel 95 have no part
                yield Observation(value[:60], f"{times} sheets have the {what} {value[:60]!r}")


@integrity_check("XV173", on="workbook")
def id_of_sheet(book: BookView) -> Iterator[Observation]:
    """The sheetId of a sheet is not a number from 1 to 65,534.

    Fix: give the sheet a free number.
    Source: [MS-OI29500] 18.2.19, sheet (sheetId).
    """
    for each in book.sheet_elements:
        if each.get("sheetId") is not None and not 1 <= number_of(each.get("sheetId")) <= _MAX_SHEET_ID:
            yield Observation(str(each.get("name"))[:60], f"the sheetId is {each.get('sheetId')}")


@integrity_check("XV174", on="workbook")
def no_visible_sheet(book: BookView) -> Iterator[Observation]:
    """The workbook has no sheet, or none that is visible.

    Fix: take `state` out of one of the sheets.
    Source: support.microsoft.com, "Hide or unhide worksheets" (one sheet at least is visible); Excel refuses or repairs the file.
    """
    if book.root is not None and all(each.get("state", "visible") != "visible" for each in book.sheet_elements):
        yield Observation("", "no sheet is visible" if book.sheet_elements else "there is no sheet")


@integrity_check("XV175", on="workbook")
def name_like_a_cell(book: BookView) -> Iterator[Observation]:
    """A defined name is not a name: a cell (A1, R1C1), a blank or another sign that names may not have, no or over 255 characters.

    Fix: rename it, and change the formulas that use it.
    Source: ECMA-376-1 18.17.2.5 and 18.2.5; [MS-OI29500] 2.1.568 k; Excel repairs the file ("Removed Records: Named range").
    """
    for each in book.names:
        if why := not_a_name(each.name):
            yield Observation(each.name[:60], f"{each.name[:60]!r} is not a name: {why}")


@integrity_check("XV176", on="workbook")
def name_twice(book: BookView) -> Iterator[Observation]:
    """A defined name is there twice for the workbook, or twice for the same sheet; case does not matter.

    Fix: take one of the two out.
    Source: [MS-OI29500] 2.1.568 n (name and localSheetId are unique together); Excel repairs the file ("Removed Records: Named range").
    """
    for (name, scope), times in Counter((each.name.casefold(), each.scope) for each in book.names).items():
        if times > 1:
            yield Observation(
                name[:60],
                f"the name {name[:60]!r} is there {times} times{'' if scope is None else f' for sheet {scope + 1}'}",
            )


@integrity_check("XV177", on="workbook")
def name_of_unknown_sheet(book: BookView) -> Iterator[Observation]:
    """A defined name belongs to a sheet that does not exist.

    Fix: give localSheetId the place of its sheet, counted from 0, or take the name out.
    Source: ECMA-376-1 18.2.5 (localSheetId: index of a sheet); Excel repairs the file.
    """
    for each in book.names:
        if each.scope is not None and not 0 <= each.scope < len(book.sheet_elements):
            yield Observation(
                each.name[:60],
                f"the name {each.name[:60]!r} belongs to sheet {each.scope + 1} of {len(book.sheet_elements)}",
            )


@integrity_check("XV178", on="workbook")
def formula_of_name(book: BookView) -> Iterator[Observation]:
    """The formula of a defined name is not a formula.

    Fix: write it in the English spelling of files, with commas between arguments.
    Source: [MS-OI29500] 2.1.568 a (grammar of a name formula); Excel repairs the file ("Removed Records: Named range").
    """
    for each in book.names:
        if not each.text.strip():
            continue
        if error := formula_words_of(each.text, areas=True).error:
            yield Observation(each.name[:60], f"{each.text[:80]!r} is not a formula: {error}")


@integrity_check("XV170", on="workbook")
def sheet_of_name_unknown(book: BookView) -> Iterator[Observation]:
    """The formula of a defined name names a sheet that the workbook does not have.

    Fix: write the name that the sheet has, or #REF!, or take the name out.
    Source: ECMA-376-1 18.17.2.3 (sheet-name: the name of a sheet of the workbook); Excel repairs the file ("Removed Records: Named range").
    """
    known = {name.casefold() for name in book.sheet_names}
    for each in book.names:
        if "!" in each.text and (name := unknown_sheet_of(formula_words_of(each.text, areas=True), known)):
            yield Observation(each.name[:60], f"it names the sheet {name[:60]!r}, which is not in the workbook")


@integrity_check("XV179", on="workbook")
def chain_without_formula(book: BookView) -> Iterator[Observation]:
    """The calculation chain names a cell without a formula, or a sheet that does not exist.

    Fix: take the entry out, or the whole part: Excel makes it again.
    Source: ECMA-376-1 18.6.1; Excel repairs the file ("Removed Records: Formula from /xl/calcChain.xml part").
    """
    chain = book.calc_chain
    sheet_id = 0
    found = 0
    places: dict[int, set[tuple[int, int]]] = {}
    spans: dict[int, list[refs.Area]] = {}
    for node in below(chain.root, "c") if chain else ():
        sheet_id = number_of(node.get("i"), sheet_id)
        sheet = book.by_sheet_id.get(sheet_id)
        name = str(node.get("r", ""))
        place = refs.cell_place(name)
        if sheet is None:
            yield Observation(name, f"{name} is on the sheet with the sheetId {sheet_id}, which does not exist")
            found += 1
        elif not sheet.xml.error and place:
            if sheet_id not in places:
                places[sheet_id] = sheet.cells.formula_places()
                spans[sheet_id] = [
                    area
                    for each in sheet.cells.formulas
                    if each.attributes.get("t") in ("array", "dataTable")
                    and (area := refs.area(each.attributes.get("ref", "")))
                ]
            if place not in places[sheet_id] and not any(area.holds(*place) for area in spans[sheet_id]):
                yield Observation(f"{sheet.name}!{name}", f"{name} on sheet {sheet.name!r} has no formula")
                found += 1
        if found >= 20:
            return


@integrity_check("XV126", on="workbook")
def pivot_cache_unknown(book: BookView) -> Iterator[Observation]:
    """Two caches of pivot tables have the same cacheId, or a pivot table names a cache that the workbook does not have.

    Fix: give each cache an id of its own, and name it in the pivot table.
    Source: ECMA-376-1 18.2.11 and 18.10.1.73 (cacheId); Excel repairs the file ("Removed Feature: PivotTable report").
    """
    caches = [str(each.get("cacheId", "")) for each in below(book.root, "pivotCaches", "pivotCache")]
    for identity, times in Counter(caches).items():
        if times > 1:
            yield Observation(identity, f"{times} caches have the cacheId {identity}")
    known = {
        str(each.get("cacheId", "")) for each in (book.root.iter("{*}pivotCache") if book.root is not None else ())
    }
    for sheet in book.sheets:
        for each in book.package.relations(sheet.key):
            read = each.kind == "pivotTable" and each.target in book.package.members
            root = book.package.xml(each.target).root if read else None
            if root is not None and str(root.get("cacheId", "")) not in known:
                name = str(root.get("name", ""))[:60]
                yield Observation(
                    sheet.name, f"the pivot table {name!r} names the cache {root.get('cacheId')}, which is not there"
                )


@integrity_check("XV241", on="workbook")
def active_sheet(book: BookView) -> Iterator[Observation]:
    """The sheet that is to be shown first does not exist.

    Fix: give activeTab the place of a sheet, counted from 0.
    Source: ECMA-376-1 18.2.30 (activeTab of workbookView); Excel shows another sheet.
    """
    view = first(book.root, "bookViews", "workbookView")
    if view is not None and number_of(view.get("activeTab")) >= max(1, len(book.sheet_elements)):
        yield Observation("", f"activeTab is {view.get('activeTab')}, and there are {len(book.sheet_elements)} sheets")
