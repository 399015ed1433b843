"""Blocks of cells of a document that is open in Calc, as plain data. Runs in the Python of LibreOffice: Python 3.8, the standard library, UNO.

A block goes as {"row", "column", "values", "errors", "truths", "formulas"}: rows of values (None, text, number), and the places of
errors, of TRUE and FALSE, and of formulas. Rows and columns count from 1 here and from 0 in UNO.
"""

from __future__ import annotations

from typing import Any, Dict, List, Sequence, Set, Tuple  # Python 3.8

UnoObject = Any
"""An object of LibreOffice: UNO has no types for Python."""
CellBlock = Dict[str, Any]

_VALUES, _DATES, _TEXTS, _FORMULAS = 1, 2, 4, 16
"""Kinds of content: com.sun.star.sheet.CellFlags."""
FILLED_CELLS = _VALUES | _DATES | _TEXTS | _FORMULAS
CONSTANT_CELLS = _VALUES | _DATES | _TEXTS
_LOGICAL, _TEXT_FORMAT = 1024, 256
"""Kinds of number formats, for TRUE and FALSE and for texts: com.sun.star.util.NumberFormat."""
_ERROR_CODES = {
    32767: "#N/A",
    532: "#DIV/0!",
    524: "#REF!",
    525: "#NAME?",
    503: "#NUM!",
    519: "#VALUE!",
    521: "#NULL!",
}


def cells_at(sheet: UnoObject, row: int, column: int, rows: int, columns: int) -> UnoObject:
    """The block of cells as UNO's object."""
    return sheet.getCellRangeByPosition(column - 1, row - 1, column + columns - 2, row + rows - 2)


def used_block(sheet: UnoObject) -> List[int]:
    """Row, column, rows, columns of the block with all filled cells; the cell A1 where there are none."""
    areas = sheet.queryContentCells(FILLED_CELLS).getRangeAddresses()
    if not areas:
        return [1, 1, 1, 1]
    top, left = min(area.StartRow for area in areas), min(area.StartColumn for area in areas)
    bottom, right = max(area.EndRow for area in areas), max(area.EndColumn for area in areas)
    return [top + 1, left + 1, bottom - top + 1, right - left + 1]


def read_block(document: UnoObject, sheet: UnoObject, area: Sequence[int], formulas: bool) -> CellBlock:
    """Values of a block, and its formulas where *formulas*."""
    row, column, rows, columns = area
    cells = cells_at(sheet, row, column, rows, columns)
    data = cells.getDataArray()
    values = [[None if value == "" else value for value in line] for line in data]
    out: CellBlock = {"row": row, "column": column, "values": values, "formulas": [], "errors": [], "truths": []}
    found = _formula_places(cells, row, column) if formulas else []
    out["formulas"] = [[at[0], at[1], text] for at, text in found]
    for at, _ in found:
        if values[at[0]][at[1]] is None and data[at[0]][at[1]] == "":
            values[at[0]][at[1]] = ""
    for i, line in enumerate(data):
        for j, value in enumerate(line):
            if value is None:
                out["errors"].append([i, j, _ERROR_CODES.get(cells.getCellByPosition(j, i).getError(), "#VALUE!")])
    out["truths"] = _truth_areas(document, cells, row, column)
    return out


def _formula_places(cells: UnoObject, row: int, column: int) -> List[Tuple[Tuple[int, int], str]]:
    """Place in the block, and text, of each formula; one over several cells has its text in each."""
    found = []
    for area in cells.queryContentCells(_FORMULAS).getRangeAddresses():
        part = cells_at(
            cells.getSpreadsheet(),
            area.StartRow + 1,
            area.StartColumn + 1,
            area.EndRow - area.StartRow + 1,
            area.EndColumn - area.StartColumn + 1,
        )
        top, left = area.StartRow + 1 - row, area.StartColumn + 1 - column
        for i, line in enumerate(part.getFormulaArray()):
            for j, text in enumerate(line):
                found.append(((top + i, left + j), text))
    return found


def _truth_areas(document: UnoObject, cells: UnoObject, row: int, column: int) -> List[List[int]]:
    """First row, first column, last row, last column, in the block, of cells whose format shows TRUE or FALSE."""
    formats, found = document.getNumberFormats(), []
    groups = cells.getUniqueCellFormatRanges()
    for place in range(groups.getCount()):
        group = groups.getByIndex(place)
        if not formats.getByKey(group.getByIndex(0).NumberFormat).Type & _LOGICAL:
            continue
        found += [
            [area.StartRow + 1 - row, area.StartColumn + 1 - column, area.EndRow + 1 - row, area.EndColumn + 1 - column]
            for area in group.getRangeAddresses()
        ]
    return found


def write_values(
    document: UnoObject, sheet: UnoObject, row: int, column: int, values: Sequence[UnoObject], doubtful: bool
) -> None:
    """Write values below each other: texts stay texts, whatever they look like. The number formats of the cells stay.

    Undo of a block leaves the new values in cells that were blank, and Redo leaves the old ones in cells that became blank (LibreOffice
    7.4). So a blank cell gets a number first, in a step of its own that Undo takes back, and cells that become blank are emptied in another.
    *doubtful*: a text may look like a number. Calc gives its cell the format Text, so the cells have it for a moment, and Undo restores theirs.
    """
    cells = cells_at(sheet, row, column, len(values), 1)
    blank: Set[int] = set()
    for area in cells.queryEmptyCells().getRangeAddresses():
        blank.update(range(area.StartRow + 1 - row, area.EndRow + 2 - row))
    kinds = [_kind(value, place in blank) for place, value in enumerate(values)]
    for first, end in _runs(kinds):
        if not kinds[first]:
            continue
        block = cells_at(sheet, row + first, column, end - first, 1)
        if kinds[first] == "empty":
            block.clearContents(FILLED_CELLS)
            continue
        for place in range(first, end):
            if place in blank:
                cells.getCellByPosition(0, place).setValue(0.0)
        if kinds[first] == "text":
            formats = _formats_of(block) if doubtful else []
            if formats:
                block.NumberFormat = document.getNumberFormats().getStandardFormat(_TEXT_FORMAT, document.CharLocale)
            block.setFormulaArray(tuple(("'" + each,) for each in values[first:end]))
            for part, number in formats:
                part.NumberFormat = number
        else:
            block.setDataArray(tuple((float(each),) for each in values[first:end]))
    for place, value in enumerate(values):
        if isinstance(value, bool):
            _show_truth(document, cells.getCellByPosition(0, place))


def _formats_of(cells: UnoObject) -> List[Tuple[UnoObject, int]]:
    """The parts of a block with one number format each, and the format's number."""
    groups = cells.getUniqueCellFormatRanges()
    found = [groups.getByIndex(place) for place in range(groups.getCount())]
    return [(group, group.getByIndex(0).NumberFormat) for group in found]


def _kind(value: UnoObject, was_blank: bool) -> str:  # a value of a cell
    """What is to be done with a cell: nothing (""), empty it, or give it a text or a number."""
    if value is None or value == "":
        return "" if was_blank else "empty"
    return "text" if isinstance(value, str) else "number"


def _runs(kinds: Sequence[str]) -> List[Tuple[int, int]]:
    """First place and end of each run of the same kind."""
    cuts = [place for place in range(1, len(kinds)) if kinds[place] != kinds[place - 1]]
    return list(zip([0, *cuts], [*cuts, len(kinds)]))  # noqa: B905  # Python 3.8 has no `strict`


def _show_truth(document: UnoObject, cell: UnoObject) -> None:
    """Give a cell the number format that shows TRUE or FALSE."""
    formats = document.getNumberFormats()
    if not formats.getByKey(cell.NumberFormat).Type & _LOGICAL:
        cell.NumberFormat = formats.getStandardFormat(_LOGICAL, document.CharLocale)


def enter_formulas(sheet: UnoObject, row: int, column: int, formulas: Sequence[str]) -> None:
    """Enter formulas below each other, each with its `=`, as Calc spells them in programs. Each is a step of its own, as in `write_values`."""
    cells = cells_at(sheet, row, column, len(formulas), 1)
    for place, text in enumerate(formulas):
        cells.getCellByPosition(0, place).setFormula(text)


def empty_cells(sheet: UnoObject, area: Sequence[int]) -> None:
    """Empty the cells of a block; formats and comments stay."""
    cells_at(sheet, *area).clearContents(FILLED_CELLS)


def blank_areas(sheet: UnoObject, area: Sequence[int]) -> List[List[int]]:
    """The blank parts of a block: row, column, rows, columns."""
    return [
        [
            each.StartRow + 1,
            each.StartColumn + 1,
            each.EndRow - each.StartRow + 1,
            each.EndColumn - each.StartColumn + 1,
        ]
        for each in cells_at(sheet, *area).queryEmptyCells().getRangeAddresses()
    ]


def merged_blocks(sheet: UnoObject, area: Sequence[int]) -> List[List[int]]:
    """The merged blocks that begin in *area*: row, column, rows, columns."""
    cells, found = cells_at(sheet, *area), []
    if not cells.getIsMerged():
        return []
    groups = cells.getUniqueCellFormatRanges()
    for place in range(groups.getCount()):
        group = groups.getByIndex(place)
        if not group.getByIndex(0).getIsMerged():
            continue
        for each in group.getRangeAddresses():
            for row in range(each.StartRow, each.EndRow + 1):
                for column in range(each.StartColumn, each.EndColumn + 1):
                    cursor = sheet.createCursorByRange(sheet.getCellByPosition(column, row))
                    cursor.collapseToMergedArea()
                    whole = cursor.getRangeAddress()
                    rows, columns = whole.EndRow - whole.StartRow + 1, whole.EndColumn - whole.StartColumn + 1
                    if rows * columns > 1 and (whole.StartRow, whole.StartColumn) == (row, column):
                        found.append([row + 1, column + 1, rows, columns])
    return found


def hidden_state(sheet: UnoObject, first: int, last: int) -> UnoObject:  # True, False, or None
    """Whether the rows are hidden, by a filter or manually; None where only some are."""
    columns = sheet.getColumns().getCount()
    rows = cells_at(sheet, first, 1, last - first + 1, columns)
    seen: Set[int] = set()
    for area in rows.queryVisibleCells().getRangeAddresses():
        seen.update(range(area.StartRow, area.EndRow + 1))
    if len(seen) == last - first + 1:
        return False
    return None if seen else True


def any_locked(sheet: UnoObject, area: Sequence[int]) -> bool:
    """Whether any cell of the block is locked, which counts on a protected sheet."""
    groups = cells_at(sheet, *area).getUniqueCellFormatRanges()
    return any(groups.getByIndex(place).getByIndex(0).CellProtection.IsLocked for place in range(groups.getCount()))


def fill_down(sheet: UnoObject, area: Sequence[int], added: int) -> None:
    """Continue the last row of a block over *added* rows below it: formats, drop-downs and formulas, but no constants."""
    row, column, rows, columns = area
    last = row + rows - 1
    cells_at(sheet, last, column, added + 1, columns).fillAuto(_down(), 1)
    cells_at(sheet, last + 1, column, added, columns).clearContents(CONSTANT_CELLS)


def _down() -> UnoObject:
    import uno  # only in the Python of LibreOffice  # noqa: PLC0415

    return uno.Enum("com.sun.star.sheet.FillDirection", "TO_BOTTOM")
