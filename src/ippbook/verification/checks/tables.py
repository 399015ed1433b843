"""Checks of tables: against their sheet, and in themselves."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from ippbook.late_patterns import late_pattern
from ippbook.ooxml import refs
from ippbook.ooxml.excel_limits import MAX_SHORT_LENGTH
from ippbook.verification.checks.cells import overlapping
from ippbook.verification.checks.names import not_a_name
from ippbook.verification.declaration import integrity_check
from ippbook.verification.elements import below, first, number_of
from ippbook.verification.faults import Observation
from ippbook.verification.formula_texts import formula_words_of
from ippbook.verification.schema.names import attribute_texts
from ippbook.verification.views import BookView, SheetView, TableView

_SPACE: Final = late_pattern(r"[\r\n]+")


def _same(header: str, name: str) -> bool:
    """Whether a header cell says what the column is called: Excel compares with line breaks of any kind, and without looking at case."""
    return _SPACE.sub("\n", header).casefold() == _SPACE.sub("\n", name).casefold()


@integrity_check("XV151", on="table")
def header_unlike_column(table: TableView) -> Iterator[Observation]:
    """A header cell of a table says something else than the table's column is called, or is not a text.

    Fix: write the column's name into the header cell, or rename the column in Excel.
    Source: ECMA-376-1 18.5.1.3 (name: the text of the header cell); ClosedXML issue 285, XlsxWriter issues 739 and 1126 ("Repaired Records: Table").
    """
    if table.area is None or table.header_rows != 1:
        return
    for at, name in enumerate(table.column_names[: table.area.last_col - table.area.first_col + 1]):
        place = (table.area.first_row, table.area.first_col + at)
        shown = table.sheet.text_at(*place)
        if shown is None:
            continue
        kind, text = shown
        if kind not in ("s", "inlineStr", "str"):
            yield Observation(
                refs.cell_name(*place),
                f"the header cell is {'blank' if not kind else f'not a text but {text!r}'}, the column is called {name!r}",
            )
        elif not _same(text, name):
            yield Observation(
                refs.cell_name(*place), f"the header cell says {text[:60]!r}, the column is called {name[:60]!r}"
            )


@integrity_check("XV160", on="table")
def header_is_a_formula(table: TableView) -> Iterator[Observation]:
    """A header cell of a table is a formula.

    Fix: write the column's name into the cell as a text.
    Source: ECMA-376-1 18.5.1.3 (name: the text of the header cell); Excel turns a formula there into a text, and repairs the table of such a file.
    """
    if table.area is None or table.header_rows != 1:
        return
    for col in range(table.area.first_col, table.area.last_col + 1):
        if table.sheet.formula_at(table.area.first_row, col) is not None:
            yield Observation(refs.cell_name(table.area.first_row, col), "the header cell is a formula")


@integrity_check("XV152", on="table")
def column_name_twice(table: TableView) -> Iterator[Observation]:
    """Two columns of a table have the same name; case does not matter.

    Fix: rename one of them, in the table and in its header cell.
    Source: ECMA-376-1 18.5.1.3 (name: unique); XlsxWriter issue 362 ("Non-unique table header names causes corrupt file").
    """
    count = Counter(name.casefold() for name in table.column_names)
    for name in dict.fromkeys(table.column_names):
        if count.pop(name.casefold(), 0) > 1:
            yield Observation(name[:60], f"more than one column is called {name[:60]!r}")


@integrity_check("XV153", on="table")
def width_and_columns(table: TableView) -> Iterator[Observation]:
    """A table has more or fewer columns than its range is wide.

    Fix: write a tableColumn for each column of the range.
    Source: ECMA-376-1 18.5.1.4; exceljs issue 106 ("A table ref that covers a different number of columns").
    """
    if table.area and (width := table.area.last_col - table.area.first_col + 1) != len(table.columns):
        yield Observation(str(table.area), f"the range has {width} columns, the table {len(table.columns)}")


@integrity_check("XV154", on="table")
def table_too_short(table: TableView) -> Iterator[Observation]:
    """The range of a table has no row apart from its headers and totals, or cannot be read.

    Fix: give the table one row at least; it may be blank.
    Source: XlsxWriter's add_table ("Must have at least one data row"): Excel repairs a table without one.
    """
    if table.root is None:
        return
    if table.area is None:
        yield Observation("", f"the range {table.root.get('ref')!r} cannot be read")
    elif table.area.last_row - table.area.first_row + 1 <= table.header_rows + table.totals_rows:
        yield Observation(str(table.area), "the table has no row apart from headers and totals")


@integrity_check("XV155", on="table")
def filter_beyond_table(table: TableView) -> Iterator[Observation]:
    """The autoFilter of a table is not its header row with its rows, or the table has no header row.

    Fix: give the autoFilter the range of the table without the totals row.
    Source: ECMA-376-1 18.5.1.2 and 18.3.1.2; exceljs issue 1615 ("Removed Records: AutoFilter from /xl/tables/table1.xml").
    """
    node = first(table.root, "autoFilter")
    if node is None or table.area is None:
        return
    area = refs.area(str(node.get("ref", "")))
    wanted = table.area._replace(last_row=table.area.last_row - table.totals_rows)
    if table.header_rows == 0:
        yield Observation(str(node.get("ref")), "the table has an autoFilter, and no header row")
    elif area != wanted:
        yield Observation(str(node.get("ref")), f"the autoFilter is {node.get('ref')}, the table's rows are {wanted}")
    for each in below(node, "filterColumn"):
        if number_of(each.get("colId")) > table.area.last_col - table.area.first_col:
            yield Observation(
                str(node.get("ref")), f"it filters column {number_of(each.get('colId')) + 1} of {len(table.columns)}"
            )


@integrity_check("XV156", on="sheet")
def tables_overlap(sheet: SheetView) -> Iterator[Observation]:
    """Two tables of a sheet overlap.

    Fix: move or shrink one of them.
    Source: support.microsoft.com, "Overview of Excel tables"; Excel repairs the file ("Removed Records: Table").
    """
    named = [(table.area, table.name) for table in sheet.tables if table.area]
    names = dict(named)
    for one, two in overlapping([area for area, _ in named]):
        yield Observation(str(two), f"the tables {names[one]!r} and {names[two]!r} overlap")


@integrity_check("XV157", on="workbook")
def table_id_twice(book: BookView) -> Iterator[Observation]:
    """Two tables have the same id, or the same name, or the name of a table is one of the workbook's defined names.

    Fix: give one of them another id or name.
    Source: ECMA-376-1 18.5.1.2 (id and displayName are unique in the workbook); Excel repairs the file.
    """
    roots = [table.root for table in book.tables if table.root is not None]
    for identity, times in Counter(str(root.get("id")) for root in roots).items():
        if times > 1:
            yield Observation("", f"{times} tables have the id {identity}")
    taken = {each.name.casefold() for each in book.names if each.scope is None}
    for name, times in Counter(table.name.casefold() for table in book.tables).items():
        if times > 1 or name in taken:
            yield Observation(
                name, f"the name {name!r} is that of {f'{times} tables' if times > 1 else 'a table and a defined name'}"
            )


@integrity_check("XV158", on="table")
def name_of_table(table: TableView) -> Iterator[Observation]:
    """The name of a table is not a name: blanks, a cell reference, signs that names may not have.

    Fix: rename the table.
    Source: ECMA-376-1 18.5.1.2 (displayName follows the rules of defined names, 18.2.5).
    """
    if table.root is not None and (why := not_a_name(table.name)):
        yield Observation("", f"{table.name[:60]!r} is not a name for a table: {why}")


@integrity_check("XV159", on="table")
def column_ids(table: TableView) -> Iterator[Observation]:
    """Two columns of a table have the same id, or a column has no name or one of more than 255 characters.

    Fix: give each column its own id, from 1, and a name of 1 to 255 characters.
    Source: ECMA-376-1 18.5.1.3 (id: unique in the table); [MS-OI29500] 18.5.1.3 (name).
    """
    for identity, times in Counter(str(each.get("id")) for each in table.columns).items():
        if times > 1:
            yield Observation("", f"{times} columns have the id {identity}")
    for name in table.column_names:
        if not 1 <= len(name) <= MAX_SHORT_LENGTH:
            yield Observation(name[:40], f"the name of a column has {len(name)} characters")


@integrity_check("XV161", on="table")
def formula_of_column(table: TableView) -> Iterator[Observation]:
    """A formula of a table's column, calculated or of its totals, is not a formula.

    Fix: write it in the English spelling of files: commas between arguments, `[#This Row]` in place of `@`.
    Source: ECMA-376-1 18.5.1.1, 18.5.1.6 and 18.17.2 (grammar of formulas); Excel repairs the table.
    """
    for column in table.columns:
        for node in (*below(column, "calculatedColumnFormula"), *below(column, "totalsRowFormula")):
            if error := formula_words_of(node.text or "").error:
                yield Observation(
                    str(column.get("name", ""))[:60], f"{(node.text or '')[:80]!r} is not a formula: {error}"
                )


@integrity_check("XV162", on="table")
def table_format_index(table: TableView) -> Iterator[Observation]:
    """A table or a column of it has the number of a differential format (dxf) that does not exist.

    Fix: use a number below the number of dxfs.
    Source: ECMA-376-1 18.5.1.2, 18.5.1.3 (dataDxfId and others: index into dxfs, 18.8.15); Excel repairs the file.
    """
    styles = table.sheet.book.styles
    count = styles.counts["dxfs"] if styles else 0
    for node in (table.root, *table.columns):
        for key, value in attribute_texts(node) if node is not None else ():
            if key.endswith("DxfId") and number_of(value) >= count:
                yield Observation(
                    str(node.get("name", ""))[:60] if node is not None else "",
                    f"{key} is {value}, and there are {count}",
                )


@integrity_check("XV231", on="table")
def blank_row_waiting(table: TableView) -> Iterator[Observation]:
    """A table says insertRow, so Excel shows it as empty, but it has more than one row.

    Fix: take the attribute insertRow out.
    Source: ECMA-376-1 18.5.1.2 (insertRow: the row shown in an empty table); Excel opens the file.
    """
    if table.root is None or table.area is None or table.root.get("insertRow") not in ("1", "true"):
        return
    rows = table.area.last_row - table.area.first_row + 1 - table.header_rows - table.totals_rows
    if rows > 1:
        yield Observation(str(table.area), f"the table has {rows} rows")
