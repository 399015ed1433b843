"""Where a reference points: the cells that it means for a formula in its cell."""

from typing import Final

from ippbook.formulas.parser import parse_expression
from ippbook.formulas.problems import FormulaError, NotCalculatedError
from ippbook.formulas.source import CellSource, Place, TablePlace
from ippbook.formulas.tree import THIS_ROW, AnyReference, AreaReference, Constant, Corner, NameReference, TableReference
from ippbook.formulas.values import VALUE, ExcelError
from ippbook.languages import say
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.quick_dataclasses import dataclass

_REF: Final = ExcelError("#REF!")
NAMES_DEEP: Final = 8
"""A name may mean another name; a ring of names ends here."""


@dataclass(frozen=True)
class Region:
    """Cells of one sheet, all edges included. *moves*: a formula one row below means the cells one row below."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int
    moves: bool = False
    stretches: bool = False
    """One of the edges stays and the other moves, as in `A$1:A5`."""

    @property
    def single(self) -> bool:
        """Whether it is one cell."""
        return self.top == self.bottom and self.left == self.right


def locate(reference: AnyReference, source: CellSource, home: Place | None, row: int) -> Region | Constant:
    """What *reference* means in *row*, for a formula that was written for the cell *home* and filled down or up to there.

    A defined name may mean a constant. A reference to something deleted is the constant #REF!; `[@URL]` outside its table
    is #VALUE!. Raises `NotCalculatedError` where the workbook does not know a name, or there is no workbook (*home* None).
    """
    if isinstance(reference, NameReference):
        reference_or_value = _meaning(reference, source, home)
        if isinstance(reference_or_value, Constant):
            return reference_or_value
        reference = reference_or_value
    if home is None:
        raise NotCalculatedError("it refers to cells, and there is no workbook here; write the value itself")
    if isinstance(reference, AreaReference):
        return _area(reference, source, home, row - home.row)
    return _structured(reference, source, home, row)


def _meaning(name: NameReference, source: CellSource, home: Place | None) -> AreaReference | TableReference | Constant:
    """What a defined name means."""
    sheet = name.sheet or (home.sheet if home else None)
    word = name.name
    for _ in range(NAMES_DEEP):
        if source.table(word) is not None:
            return TableReference(word)
        text = source.name(word, sheet)
        if text is None:
            raise NotCalculatedError(say("there is no name {word!r} here; put texts in quotation marks", word=word))
        try:
            node = parse_expression(text)
        except FormulaError:
            break
        if isinstance(node, Constant) or (
            isinstance(node, TableReference) and node.table and THIS_ROW not in node.items
        ):
            return node
        if isinstance(node, AreaReference) and node.sheet and is_fixed(node):
            return node
        if not isinstance(node, NameReference):
            break
        word, sheet = node.name, node.sheet or sheet
    raise NotCalculatedError(say("the name {name_name!r} means more than a range or a value", name_name=name.name))


def is_fixed(area: AreaReference) -> bool:
    """Whether it means the same cells in every cell: each row and column has its `$`."""
    corners = [area.first] if area.last is None else [area.first, area.last]
    return all(
        (corner.row is None or corner.row_fixed) and (corner.column is None or corner.column_fixed)
        for corner in corners
    )


def _area(area: AreaReference, source: CellSource, home: Place, shift: int) -> Region | Constant:
    sheet = home.sheet if area.sheet is None else source.sheet(area.sheet)
    if sheet is None:
        return Constant(_REF)
    first, last = area.first, area.last or area.first
    rows = sorted((_row(first, shift, 1), _row(last, shift, MAX_ROW)))
    columns = sorted((first.column or 1, last.column or MAX_COL))
    if rows[0] < 1 or rows[1] > MAX_ROW:
        return Constant(_REF)
    free = [corner.row is not None and not corner.row_fixed for corner in (first, last)]
    return Region(
        sheet, rows[0], columns[0], rows[1], columns[1], moves=all(free), stretches=any(free) and not all(free)
    )


def _row(corner: Corner, shift: int, edge: int) -> int:
    if corner.row is None:
        return edge
    return corner.row if corner.row_fixed else corner.row + shift


def _structured(reference: TableReference, source: CellSource, home: Place, row: int) -> Region | Constant:
    table = source.table_at(home.sheet, row, home.column) if reference.table is None else source.table(reference.table)
    if table is None:
        spelled = (
            say("there is no table {reference_table!r}", reference_table=reference.table)
            if reference.table
            else "the cell is not in a table"
        )
        raise NotCalculatedError(say("it refers to a table, and {spelled}", spelled=spelled))
    columns = _columns(reference, table)
    if columns is None:
        return Constant(_REF)
    this_row = THIS_ROW in reference.items
    if this_row:
        if home.sheet != table.sheet or not table.first_row <= row <= table.last_row:
            return Constant(VALUE)
        rows: tuple[int, int] | None = (row, row)
    else:
        rows = _rows(reference.items or ("#Data",), table)
    return (
        Constant(_REF)
        if rows is None
        else Region(table.sheet, rows[0], columns[0], rows[1], columns[1], moves=this_row)
    )


def _columns(reference: TableReference, table: TablePlace) -> tuple[int, int] | None:
    """The first and last column of the sheet, or None where the table has no such header."""
    if not reference.columns:
        return table.first_column, table.first_column + len(table.columns) - 1
    headers = [header.casefold() for header in table.columns]
    wanted = [header.casefold() for header in reference.columns]
    if not all(header in headers for header in wanted):
        return None
    places = sorted(table.first_column + headers.index(header) for header in wanted)
    return places[0], places[-1]


def _rows(items: tuple[str, ...], table: TablePlace) -> tuple[int, int] | None:
    """The first and last row that *items* name, or None where the table does not show them."""
    parts = {
        "#Data": (table.first_row, table.last_row),
        "#Headers": None if table.header_row is None else (table.header_row, table.header_row),
        "#Totals": None if table.totals_row is None else (table.totals_row, table.totals_row),
        "#All": (table.header_row or table.first_row, table.totals_row or table.last_row),
    }
    found = [parts[item] for item in items]
    spans = [span for span in found if span is not None]
    if len(spans) != len(found):
        return None
    return min(top for top, _ in spans), max(bottom for _, bottom in spans)
