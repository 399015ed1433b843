"""Checks of rows and cells."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from ippbook.ooxml import refs
from ippbook.ooxml.excel_limits import MAX_COL
from ippbook.verification.declaration import integrity_check
from ippbook.verification.elements import below, number_of
from ippbook.verification.faults import Observation
from ippbook.verification.views import BookView, PartView, SheetView

MOST_SHEET_LINKS: Final = 65_530
"""Links of a sheet."""


@integrity_check("XV131", on="sheet")
def rows_out_of_order(sheet: SheetView) -> Iterator[Observation]:
    """Rows are out of order, or a row is there twice.

    Fix: write the rows in ascending order, each once.
    Source: ECMA-376-1 18.3.1.73 (r of row); Excel repairs the file ("Repaired Records: Cell information").
    """
    yield from sheet.cells.row_faults


@integrity_check("XV132", on="sheet")
def cells_out_of_order(sheet: SheetView) -> Iterator[Observation]:
    """Cells of a row are out of order, in another row than their reference says, or there twice.

    Fix: write the cells of a row from left to right, each once, in their row.
    Source: ECMA-376-1 18.3.1.4 (r of c); Excel repairs the file ("Repaired Records: Cell information").
    """
    yield from sheet.cells.cell_faults


@integrity_check("XV133", on="sheet")
def beyond_the_edge(sheet: SheetView) -> Iterator[Observation]:
    """A row or a cell is beyond the edge of a sheet: row 1,048,576, column XFD.

    Fix: move it inside, or take it out.
    Source: support.microsoft.com, "Excel specifications and limits"; ECMA-376-1 18.17.2.3.1 (cell references).
    """
    yield from sheet.cells.range_faults


@integrity_check("XV134", on="sheet")
def value_and_type(sheet: SheetView) -> Iterator[Observation]:
    """The value of a cell is not of the cell's type: text in a number, a yes/no that is neither 0 nor 1, an unknown type.

    Fix: write the value with the type that it has.
    Source: ECMA-376-1 18.18.11 (ST_CellType); SheetJS issue 679 (text in a number: "unreadable content").
    """
    yield from sheet.cells.value_faults


@integrity_check("XV135", on="sheet")
def shared_string_index(sheet: SheetView) -> Iterator[Observation]:
    """A cell has the number of a shared string that does not exist.

    Fix: write the text into the list of shared strings, or into the cell.
    Source: ECMA-376-1 18.18.11 (type s: index into the shared string table); Excel repairs the file ("Removed Records: Cell information").
    """
    index, place = sheet.cells.last_string
    if index >= sheet.book.string_count and not (sheet.book.strings and sheet.book.strings.xml.error):
        yield Observation(place, f"the cell has the shared string {index}, and there are {sheet.book.string_count}")


@integrity_check("XV136", on="sheet")
def cell_format_index(sheet: SheetView) -> Iterator[Observation]:
    """A cell, a row or a column has the number of a cell format that does not exist.

    Fix: use a number below the number of formats in cellXfs.
    Source: ECMA-376-1 18.3.1.4 (s of c: index into cellXfs, 18.8.10); Excel repairs the file.
    """
    count = _formats(sheet.book)
    for style, place in sheet.cells.styles.items():
        if style < 0:
            yield Observation(place, "its cell format is not a number from 0 on")
        elif style >= count:
            yield Observation(place, f"it has the cell format {style}, and there are {count}")
    for each in below(sheet.root, "cols", "col"):
        if (style := number_of(each.get("style"))) >= count:
            yield Observation(f"column {each.get('min')}", f"it has the cell format {style}, and there are {count}")


def _formats(book: BookView) -> int:
    """How many cell formats there are; a workbook without styles, or with styles that cannot be read, is not judged by them."""
    if book.styles is None:
        return 1
    return book.styles.counts["cellXfs"] or 1 if book.styles.root is not None else 1 << 31


@integrity_check("XV137", on="sheet")
def cell_text_too_long(sheet: SheetView) -> Iterator[Observation]:
    """A cell has a text of more than 32,767 characters.

    Fix: cut the text, or put it into several cells.
    Source: support.microsoft.com, "Excel specifications and limits"; Excel repairs the file.
    """
    yield from sheet.cells.long_texts


@integrity_check("XV138", on="sheet")
def columns_overlap(sheet: SheetView) -> Iterator[Observation]:
    """The widths of columns overlap, are out of order or beyond the edge.

    Fix: write `col` elements from left to right, without a column in two of them.
    Source: ECMA-376-1 18.3.1.13 (min and max of col); Excel repairs the file ("Repaired Records: Column information").
    """
    last = 0
    for each in below(sheet.root, "cols", "col"):
        start, end = number_of(each.get("min")), number_of(each.get("max"))
        if not 1 <= start <= end <= MAX_COL:
            yield Observation(f"column {start}", f"the columns {start} to {end} are not columns of a sheet")
        elif start <= last:
            yield Observation(f"column {start}", f"the columns {start} to {end} follow column {last}")
        last = max(last, end)


@integrity_check("XV141", on="sheet")
def merged_ranges_overlap(sheet: SheetView) -> Iterator[Observation]:
    """Merged ranges overlap.

    Fix: take one of the two out.
    Source: [MS-XLS] 2.4.168 ("These ranges MUST NOT overlap"); Excel repairs the file ("Removed Records: Merge cells").
    """
    for one, two in overlapping([area for _, area in sheet.merges]):
        yield Observation(str(two), f"the merged ranges {one} and {two} overlap")


@integrity_check("XV142", on="sheet")
def merged_single_cell(sheet: SheetView) -> Iterator[Observation]:
    """A merged range is one cell.

    Fix: take the merged range out.
    Source: ECMA-376-1 18.3.1.54; XlsxWriter's documentation of merge_range ("Excel generates a warning" for one cell).
    """
    for text, area in sheet.merges:
        if (area.first_row, area.first_col) == (area.last_row, area.last_col):
            yield Observation(text, "the merged range is one cell")


@integrity_check("XV143", on="sheet")
def merged_in_table(sheet: SheetView) -> Iterator[Observation]:
    """A merged range is in a table.

    Fix: undo the merge, or shrink the table.
    Source: support.microsoft.com, "Merge and unmerge cells" (cells of a table cannot be merged); Excel repairs the table.
    """
    for text, area in sheet.merges:
        for table in sheet.tables:
            if table.area and table.area.overlaps(area):
                yield Observation(text, f"the merged range {area} is in table {table.name!r}")


def overlapping(areas: list[refs.Area]) -> Iterator[tuple[refs.Area, refs.Area]]:
    """Pairs of areas with a cell in common.

    Row by row: which areas are open is known by their columns, in order and without overlap, so each new one has two neighbours only.

    >>> [str(two) for _, two in overlapping([refs.Area(1, 1, 3, 2), refs.Area(2, 2, 2, 5), refs.Area(4, 1, 4, 2)])]
    ['B2:E2']
    """
    events = [(area.first_row, 1, area) for area in areas] + [(area.last_row + 1, 0, area) for area in areas]
    opened: list[tuple[int, refs.Area]] = []
    for _, begins, area in sorted(events):
        at = bisect_left(opened, (area.first_col, area))
        if not begins:
            if at < len(opened) and opened[at][1] == area:
                del opened[at]
            continue
        neighbours = [each for _, each in opened[max(0, at - 1) : at + 1] if each.overlaps(area)]
        if neighbours:
            yield neighbours[0], area
        else:
            opened.insert(at, (area.first_col, area))


@integrity_check("XV144", on="sheet")
def too_many_links_on_sheet(sheet: SheetView) -> Iterator[Observation]:
    """A sheet has more than 65,530 links.

    Fix: take links out, or use the function HYPERLINK.
    Source: support.microsoft.com, "Excel specifications and limits" (hyperlinks in a worksheet: 65,530).
    """
    if (number := len(below(sheet.root, "hyperlinks", "hyperlink"))) > MOST_SHEET_LINKS:
        yield Observation("", f"the sheet has {number:,} links")


@integrity_check("XV145", on="sheet")
def filter_column_outside(sheet: SheetView) -> Iterator[Observation]:
    """An autoFilter filters a column that it does not have.

    Fix: take the filterColumn out, or widen the range of the autoFilter.
    Source: ECMA-376-1 18.3.2.7 (colId: offset in the range); Excel repairs the file ("Removed Feature: AutoFilter").
    """
    for node in below(sheet.root, "autoFilter"):
        area = refs.area(str(node.get("ref", "")))
        for each in below(node, "filterColumn"):
            if area and number_of(each.get("colId")) > area.last_col - area.first_col:
                yield Observation(
                    str(area),
                    f"it filters column {number_of(each.get('colId')) + 1} of {area.last_col - area.first_col + 1}",
                )


@integrity_check("XV146", on="sheet")
def metadata_index(sheet: SheetView) -> Iterator[Observation]:
    """A cell names metadata (of a dynamic array or a rich value) that does not exist.

    Fix: take cm or vm out of the cell, or add the metadata.
    Source: ECMA-376-1 18.3.1.4 (cm and vm of c), 18.9 (metadata); Excel repairs the file.
    """
    package = sheet.package
    part = next(
        (
            each.target
            for each in package.relations(sheet.book.key)
            if each.kind == "sheetMetadata" and each.target in package.members
        ),
        "",
    )
    root = package.xml(part).root if part else None
    for key, element in (("cm", "cellMetadata"), ("vm", "valueMetadata")):
        number, place = sheet.cells.metadata.get(key, (0, ""))
        if number > (count := len(below(root, element, "bk"))):
            yield Observation(place, f"the cell has {key} {number}, and there are {count}")


@integrity_check("XV221", on="sheet")
def dimension_too_small(sheet: SheetView) -> Iterator[Observation]:
    """The dimension of a sheet does not hold all its cells.

    Fix: write the range of the cells, or leave the element out.
    Source: ECMA-376-1 18.3.1.35 (dimension: the used range; optional). Excel finds the cells, readers that trust it do not.
    """
    used = sheet.cells.used
    for each in below(sheet.root, "dimension"):
        area = refs.area(str(each.get("ref", "")))
        if area and used and area.grown(used) != area:
            yield Observation(str(area), f"the cells reach {used}")


@integrity_check("XV147", on="strings")
def shared_string_too_long(strings: PartView) -> Iterator[Observation]:
    """A shared string has more than 32,767 characters.

    Fix: cut the text.
    Source: support.microsoft.com, "Excel specifications and limits"; Excel repairs the file ("Repaired Records: String properties").
    """
    if strings.xml.long_items:
        yield Observation("", f"{strings.xml.long_items} shared strings are longer than 32,767 characters")
